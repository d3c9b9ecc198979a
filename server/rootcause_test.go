package server

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// noID is the id of nothing.
const noID = "00000000-0000-4000-8000-000000000000"

// reopen serves the database of a file until end is called, at which it can be opened again.
func reopen(t *testing.T, path string) (c client, end func()) {
	t.Helper()
	s, err := Open(t.Context(), Options{Path: path, Clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(s.Handler())
	return client{t, listener.URL}, func() {
		listener.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// newTicket creates a ticket and returns it.
func (c client) newTicket(body object) object {
	c.t.Helper()
	return read[object](c, "POST", "/api/RootCause/Ticket", body)
}

// contents are the texts of a ticket's history with their kinds.
func contents(ticket object) []string {
	kinds := []string{"comment: ", "progress: ", "properties: "}
	var texts []string
	for _, u := range ticket["history"].([]any) {
		texts = append(texts, kinds[int(at(u, "updateType").(float64))]+at(u, "content").(string))
	}
	return texts
}

func TestTicketRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wats.db")
	c, end := reopen(t, path)
	created := c.newTicket(object{
		"subject": "Solder bridge", "priority": 2, "assignee": "op-12", "team": "Rework", "reportUuid": strings.ToUpper(noID), "origin": "ICT",
		"progress": "begun", "tags": []object{{"key": "line", "value": "2", "change": 1}}, "update": object{"content": "seen at U3"},
	})
	update := at(created, "history", 0).(object)
	want := object{
		"ticketId": created["ticketId"], "ticketNumber": 1.0, "progress": "begun", "owner": theUser, "subject": "Solder bridge", "status": 1.0,
		"priority": 2.0, "reportUuid": noID, "createdUtc": "2026-03-01T12:00:00Z", "updatedUtc": "2026-03-01T12:00:00Z", "team": "Rework",
		"origin": "ICT", "tags": []any{object{"key": "line", "value": "2", "change": 0.0}}, "update": nil,
		"history": []any{object{
			"updateId": update["updateId"], "updateUtc": "2026-03-01T12:00:00Z", "updateUser": theUser, "content": "seen at U3", "updateType": 0.0,
			"attachments": []any{},
		}},
	}
	if diff := cmp.Diff(want, created); diff != "" {
		t.Error(diff)
	}
	end()
	c, end = reopen(t, path)
	defer end()
	route := "/api/rootcause/ticket?TICKETID=" + created["ticketId"].(string)
	if diff := cmp.Diff(want, read[object](c, "GET", route, nil)); diff != "" {
		t.Errorf("after a restart: %s", diff)
	}
	created["assignee"] = "op-12"
	if diff := cmp.Diff(want, read[object](c, "PUT", "/api/RootCause/Ticket", created)); diff != "" {
		t.Errorf("writing back what was read changed it: %s", diff)
	}
	if next := c.newTicket(object{"subject": "Another"}); next["ticketNumber"] != 2.0 {
		t.Errorf("%v", next)
	}
}

func TestATicketsAssigneeIsNeverShown(t *testing.T) {
	c := start(t, Options{})
	for _, text := range []string{
		c.want(200, "POST", "/api/RootCause/Ticket", object{"subject": "S", "assignee": "op-12"}),
		c.want(200, "GET", "/api/RootCause/Tickets?view=2", nil),
	} {
		if strings.Contains(text, "assignee") || strings.Contains(text, "op-12") {
			t.Error(text)
		}
	}
}

func TestAnUnassignedTicketStaysNew(t *testing.T) {
	c := start(t, Options{})
	ticket := c.newTicket(object{"subject": "S"})
	ticket["status"] = ticketInProgress
	if got := c.want(400, "PUT", "/api/RootCause/Ticket", ticket); !strings.Contains(got, "unassigned tickets must have status 'new'") {
		t.Error(got)
	}
	c.want(400, "POST", "/api/RootCause/Ticket", object{"subject": "S", "status": ticketSolved})
	ticket["assignee"] = "op-12"
	if got := read[object](c, "PUT", "/api/RootCause/Ticket", ticket); got["status"] != 2.0 {
		t.Errorf("%v", got)
	}
	delete(ticket, "assignee") // as it is in every answer
	c.want(400, "PUT", "/api/RootCause/Ticket", ticket)
	if fresh := c.newTicket(object{"subject": "S", "status": 0}); fresh["status"] != 1.0 { // as some servers write it
		t.Errorf("%v", fresh)
	}
	if got := read[object](c, "PUT", "/api/RootCause/Ticket", object{"ticketId": ticket["ticketId"], "status": 1}); got["status"] != 1.0 {
		t.Errorf("%v", got)
	}
}

func TestTicketHistoryTellsWhatChanged(t *testing.T) {
	c := start(t, Options{})
	ticket := c.newTicket(object{"subject": "S", "assignee": "op-12"})
	got := read[object](c, "PUT", "/api/RootCause/Ticket", object{
		"ticketId": ticket["ticketId"], "subject": "T", "priority": 0, "assignee": "op-7", "team": "Rework", "origin": "ICT", "reportUuid": noID,
		"status": ticketOnHold, "progress": "waiting", "update": object{"content": "parts ordered"},
	})
	want := []string{
		"progress: Status: Open -> On Hold", "progress: Progress: waiting", "properties: Changed: subject, priority, assignee, team, origin, report",
		"comment: parts ordered",
	}
	if diff := cmp.Diff(want, contents(got)); diff != "" {
		t.Error(diff)
	}
	// Clients may put a comment into the history that they have read. Entries that have an id were there before.
	got["assignee"] = "op-7"
	got["history"] = append(got["history"].([]any), object{"content": "parts came"}, object{"content": " "})
	if diff := cmp.Diff(append(want, "comment: parts came"), contents(read[object](c, "PUT", "/api/RootCause/Ticket", got))); diff != "" {
		t.Error(diff)
	}
	// What is left out is lost, but for subject, status and priority.
	got = read[object](c, "PUT", "/api/RootCause/Ticket", object{"ticketId": ticket["ticketId"], "assignee": "op-7"})
	if got["subject"] != "T" || got["priority"] != 0.0 || got["status"] != 4.0 || got["team"] != nil || got["progress"] != nil || got["reportUuid"] != nil {
		t.Errorf("%v", got)
	}
}

func TestTicketQueries(t *testing.T) {
	c := start(t, Options{})
	put := func(body object, status ticketStatus) {
		ticket := c.newTicket(body)
		body["ticketId"], body["status"] = ticket["ticketId"], status
		delete(body, "tags")
		c.want(200, "PUT", "/api/RootCause/Ticket", body)
	}
	put(object{"subject": "Ärger with U3", "assignee": "a"}, ticketInProgress)
	put(object{"subject": "Connector", "assignee": "a", "tags": []object{{"key": "Line", "value": "North"}}}, ticketOpen)
	put(object{"subject": "Unassigned", "team": "Rework"}, ticketOpen)
	put(object{"subject": "Solved", "assignee": "a", "team": "Design"}, ticketSolved)
	for query, want := range map[string][]string{
		"":                                      {"Solved", "Connector", "Ärger with U3"},
		"?status=1":                             {"Connector"},
		"?status=1&view=1":                      {"Unassigned", "Connector"},
		"?status=3&view=2":                      {"Unassigned", "Connector", "Ärger with U3"},
		"?Status=8&View=2":                      {"Solved"},
		"?status=48&view=2":                     {},
		"?status=63&view=2&searchString=%C3%84": {"Ärger with U3"},
		"?view=2&searchString=NORTH":            {"Connector"},
		"?view=2&searchString=line":             {"Connector"},
		"?view=2&searchString=sol%25":           {},
	} {
		subjects := []string{}
		for _, ticket := range read[[]object](c, "GET", "/api/RootCause/Tickets"+query, nil) {
			subjects = append(subjects, ticket["subject"].(string))
		}
		if diff := cmp.Diff(want, subjects); diff != "" {
			t.Errorf("%s: %s", query, diff)
		}
	}
	if diff := cmp.Diff([]string{"Design", "Rework"}, read[[]string](c, "GET", "/api/RootCause/Teams", nil)); diff != "" {
		t.Error(diff)
	}
	c.want(400, "GET", "/api/RootCause/Tickets?status=64", nil)
	c.want(400, "GET", "/api/RootCause/Tickets?view=3", nil)
}

func TestOnlyDoneTicketsAreArchived(t *testing.T) {
	c := start(t, Options{})
	open := c.newTicket(object{"subject": "open"})
	solved := c.newTicket(object{"subject": "solved", "assignee": "a", "status": ticketSolved})
	closed := c.newTicket(object{"subject": "closed", "assignee": "a", "status": ticketClosed})
	archive := "/api/RootCause/ArchiveTickets"
	if got := c.want(409, "POST", archive, []any{solved["ticketId"], open["ticketId"]}); !strings.Contains(got, "ticket 1 is Open") {
		t.Error(got)
	}
	if got := read[[]object](c, "GET", "/api/RootCause/Tickets?status=32&view=2", nil); len(got) != 0 {
		t.Errorf("some were archived all the same: %v", got)
	}
	got := read[object](c, "POST", archive, []any{solved["ticketId"], closed["ticketId"]})
	if got["ticketId"] != solved["ticketId"] || got["status"] != 32.0 {
		t.Errorf("%v", got)
	}
	if diff := cmp.Diff([]string{"progress: Status: Solved -> Archived"}, contents(got)); diff != "" {
		t.Error(diff)
	}
	c.want(409, "POST", archive, []any{solved["ticketId"]})
	c.want(409, "PUT", "/api/RootCause/Ticket", object{"ticketId": solved["ticketId"], "assignee": "a", "status": 1})
	c.want(409, "PUT", "/api/RootCause/Ticket", object{"ticketId": open["ticketId"], "assignee": "a", "status": 32})
	c.want(409, "POST", "/api/RootCause/Ticket", object{"subject": "S", "assignee": "a", "status": 32})
	c.want(404, "POST", archive, []string{noID})
	c.want(400, "POST", archive, []string{})
	c.want(400, "POST", archive, []string{"7"})
	c.want(400, "POST", archive, object{})
}

func TestBadTicketsAreRefused(t *testing.T) {
	c := start(t, Options{})
	for name, body := range map[string]object{
		"no subject":     {},
		"blank subject":  {"subject": " "},
		"two statuses":   {"subject": "S", "assignee": "a", "status": 3},
		"no such status": {"subject": "S", "assignee": "a", "status": 64},
		"priority":       {"subject": "S", "priority": 3},
		"report":         {"subject": "S", "reportUuid": "7"},
		"tag":            {"subject": "S", "tags": []object{{"value": "v"}}},
		"type":           {"subject": 5},
		"attachment":     {"subject": "S", "update": object{"attachments": []object{{"attachmentId": "7"}}}},
	} {
		if status, text := c.send("POST", "/api/RootCause/Ticket", body); status != 400 {
			t.Errorf("%s: %d %s", name, status, text)
		}
	}
	c.want(404, "GET", "/api/RootCause/Ticket?ticketId="+noID, nil)
	c.want(400, "GET", "/api/RootCause/Ticket?ticketId=7", nil)
	c.want(400, "GET", "/api/RootCause/Ticket", nil)
	c.want(404, "PUT", "/api/RootCause/Ticket", object{"ticketId": noID, "subject": "S"})
	c.want(400, "PUT", "/api/RootCause/Ticket", object{"subject": "S"})
	if got := c.want(200, "GET", "/api/RootCause/Tickets?view=2", nil); got != "[]" {
		t.Error(got)
	}
}

// upload sends a file in the form field of a name and returns the answer's status and body.
func (c client) upload(field, filename, contentType string, data []byte) (int, string) {
	c.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	header := textproto.MIMEHeader{"Content-Disposition": {multipart.FileContentDisposition(field, filename)}}
	if contentType != "" {
		header.Set("Content-Type", contentType)
	}
	if w, err := form.CreatePart(header); err != nil {
		c.t.Fatal(err)
	} else if _, err := w.Write(data); err != nil {
		c.t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		c.t.Fatal(err)
	}
	return c.postRaw("/api/RootCause/Attachment", form.FormDataContentType(), body.Bytes())
}

// postRaw posts bytes as what the media type says.
func (c client) postRaw(path, mediaType string, body []byte) (int, string) {
	c.t.Helper()
	answer, err := http.Post(c.base+path, mediaType, bytes.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

func TestTicketAttachments(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wats.db")
	c, end := reopen(t, path)
	data := []byte("\x89PNG\r\n\x00--x\r\n")
	var guid string
	if status, text := c.upload("file", `C:\photos\U3 übel.png`, "image/png", data); status != 200 || json.Unmarshal([]byte(text), &guid) != nil {
		t.Fatal(status, text)
	}
	named := object{"content": "photo", "attachments": []object{{"attachmentId": strings.ToUpper(guid), "filename": "other"}}}
	ticket := c.newTicket(object{"subject": "S", "update": named})
	if diff := cmp.Diff([]any{object{"attachmentId": guid, "filename": "U3 übel.png"}}, at(ticket, "history", 0, "attachments")); diff != "" {
		t.Error(diff)
	}
	end()
	c, end = reopen(t, path)
	defer end()
	for query, name := range map[string]string{"": "U3%20%C3%BCbel.png", "&fileName=a.png": "a.png"} {
		answer, err := http.Get(c.base + "/api/RootCause/Attachment?attachmentId=" + guid + query)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || !bytes.Equal(got, data) || answer.Header.Get("Content-Type") != "image/png" ||
			!strings.HasSuffix(answer.Header.Get("Content-Disposition"), name) {
			t.Errorf("%q %v %v", got, answer.Header, err)
		}
	}
	c.want(409, "POST", "/api/RootCause/Ticket", object{"subject": "T", "update": named})
	c.want(404, "POST", "/api/RootCause/Ticket", object{"subject": "T", "update": object{"attachments": []object{{"attachmentId": noID}}}})
	c.want(404, "GET", "/api/RootCause/Attachment?attachmentId="+noID, nil)
	c.want(400, "GET", "/api/RootCause/Attachment", nil)
}

func TestTicketAttachmentsThatAreNone(t *testing.T) {
	c := start(t, Options{})
	for name, send := range map[string]func() (int, string){
		"no file":       func() (int, string) { return c.upload("other", "a.txt", "", []byte("x")) },
		"an empty file": func() (int, string) { return c.upload("file", "a.txt", "", nil) },
		"no name":       func() (int, string) { return c.upload("file", "", "", []byte("x")) },
		"JSON":          func() (int, string) { return c.postRaw("/api/RootCause/Attachment", "application/json", []byte(`{}`)) },
		"an empty body": func() (int, string) {
			return c.postRaw("/api/RootCause/Attachment", "multipart/form-data; boundary=b", nil)
		},
		"a cut off body": func() (int, string) {
			return c.postRaw("/api/RootCause/Attachment", "multipart/form-data; boundary=b", []byte("--b\r\n"))
		},
		"no boundary": func() (int, string) {
			return c.postRaw("/api/RootCause/Attachment", "multipart/form-data", []byte("--b\r\n"))
		},
	} {
		if status, text := send(); status != 400 || !strings.Contains(text, "Message") {
			t.Errorf("%s: %d %s", name, status, text)
		}
	}
}

// Some clients keep their default Content-Type when they send a form.
func TestAnAttachmentFormThatSaysItIsJSON(t *testing.T) {
	c := start(t, Options{})
	form := "--b1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nhello\r\n--b1--\r\n"
	status, text := c.postRaw("/api/RootCause/Attachment", "application/json", []byte(form))
	if status != 200 {
		t.Fatal(status, text)
	}
	if got := c.want(200, "GET", "/api/RootCause/Attachment?attachmentId="+strings.Trim(text, `"`), nil); got != "hello" {
		t.Error(got)
	}
}
