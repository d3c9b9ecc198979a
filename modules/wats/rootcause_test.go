package wats

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// jsonOf is a result that is JSON, as Go has it.
func jsonOf(t *testing.T, out any) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal(out.(modules.JSON).Data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// ticketsAt plays a server that stores a ticket and, as servers do, never says who it is assigned to.
func ticketsAt(t *testing.T, ticket string) *site {
	return serve(t, says(200, "application/json", ticket))
}

// In pyWATS a ticket that is read and written back loses its assignee; the script says it again, and sees it in the result.
func TestTicketsKeepTheAssigneeThatIsSaid(t *testing.T) {
	s := ticketsAt(t, `{"ticketId":"t","status":2,"history":[{"updateId":"u"}]}`)
	c := newClient(t, s.URL)
	for name, args := range map[string]map[string]any{
		"add_comment":   {"ticket_id": "t", "comment": "c", "assignee": "op-12"},
		"change_status": {"ticket_id": "t", "status": "ON_HOLD", "assignee": "op-12"},
		"assign_ticket": {"ticket_id": "t", "assignee": "op-12"},
		"create_ticket": {"subject": "s", "assignee": "op-12"},
	} {
		out, err := find(t, c, "rootcause."+name).call(t, inRun(t), args)
		if err != nil {
			t.Fatal(err)
		}
		if got := jsonOf(t, out)["assignee"]; got != "op-12" || !strings.Contains(s.last().body, `"assignee":"op-12"`) {
			t.Errorf("%s: %v, sent %s", name, got, s.last().body)
		}
	}
	out, err := find(t, c, "rootcause.add_comment").call(t, inRun(t), map[string]any{"ticket_id": "t", "comment": "c"})
	if _, said := jsonOf(t, out)["assignee"]; err != nil || said {
		t.Errorf("an assignee out of nowhere: %v, %v", out, err)
	}
}

// A server that does say who a ticket is assigned to is believed.
func TestTicketsKeepTheAssigneeOfTheServer(t *testing.T) {
	s := ticketsAt(t, `{"ticketId":"t","assignee":"op-7"}`)
	out, err := find(t, newClient(t, s.URL), "rootcause.add_comment").call(t, inRun(t), map[string]any{"ticket_id": "t", "comment": "c"})
	if err != nil || jsonOf(t, out)["assignee"] != "op-7" || !strings.Contains(s.last().body, `"assignee":"op-7"`) {
		t.Errorf("%v, %v, sent %s", out, err, s.last().body)
	}
}

func TestTicketStatesAddUp(t *testing.T) {
	s := serve(t, says(200, "application/json", "[]"))
	c := newClient(t, s.URL)
	for given, want := range map[string]string{
		"OPEN": "1", "open|in progress": "3", "3": "3", "SOLVED | 16": "24", "InProgress|IN_PROGRESS": "2", "63": "63",
	} {
		if _, err := find(t, c, "rootcause.get_tickets").call(t, inRun(t), map[string]any{"status": given, "view": "ALL"}); err != nil {
			t.Fatal(err)
		}
		if got := s.last().query["status"]; len(got) != 1 || got[0] != want {
			t.Errorf("%q is sent as %v", given, got)
		}
	}
	if _, err := find(t, c, "rootcause.get_tickets").call(t, inRun(t), nil); err != nil || s.last().uri != "/api/RootCause/Tickets?status=1&view=0" {
		t.Errorf("%s, %v", s.last().uri, err)
	}
	var states ticketStates
	if err := states.UnmarshalText([]byte("OPEN|SLOVED")); fault.KindOf(err) != fault.Usage || !strings.Contains(err.Error(), "SOLVED") {
		t.Errorf("%v", err)
	}
}

// In pyWATS's async client an upload raises TypeError, and its form says that it is JSON.
func TestTicketAttachmentsArriveAsForms(t *testing.T) {
	s := serve(t, says(200, "application/json", `"`+testID+`"`))
	c := newClient(t, s.URL)
	path := filepath.Join(t.TempDir(), "log ø.txt")
	if err := os.WriteFile(path, []byte("all\x00well"), 0o600); err != nil {
		t.Fatal(err)
	}
	for want, args := range map[string]map[string]any{
		"log ø.txt": {"file": path},
		"other.txt": {"file": path, "filename": "other.txt"},
		"given.txt": {"file_content": "all\x00well", "filename": "given.txt"},
	} {
		out, err := find(t, c, "rootcause.upload_attachment").call(t, inRun(t), args)
		if out != testID || err != nil {
			t.Fatalf("%s: %v, %v", want, out, err)
		}
		if name, content := readForm(t, s.last()); name != want || content != "all\x00well" {
			t.Errorf("%q arrives as %q", content, name)
		}
	}
	if _, err := find(t, c, "rootcause.upload_attachment").call(t, inRun(t), map[string]any{"file_content": "x"}); fault.KindOf(err) != fault.Usage {
		t.Errorf("content without a name: %v", err)
	}
	plain := newClient(t, serve(t, says(200, "text/plain", testID)).URL)
	if out, err := find(t, plain, "rootcause.upload_attachment").call(t, inRun(t), map[string]any{"file": path}); out != testID || err != nil {
		t.Errorf("%v, %v", out, err)
	}
}

func TestTicketChangesAreCheckedBeforeAnyRequest(t *testing.T) {
	s := serve(t, says(200, "application/json", "{}"))
	c := newClient(t, s.URL)
	for name, args := range map[string]map[string]any{
		"add_comment":     {"ticket_id": "t", "comment": " "},
		"change_status":   {"ticket_id": " ", "status": "SOLVED"},
		"assign_ticket":   {"ticket_id": "t", "assignee": " "},
		"archive_tickets": {"ticket_ids": []string{}},
		"update_ticket":   {"ticket": `{"subject":"s"}`},
		"get_ticket":      {"ticket_id": " "},
	} {
		if _, err := find(t, c, "rootcause."+name).call(t, inRun(t), args); fault.KindOf(err) != fault.Usage {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := find(t, c, "rootcause.archive_tickets").call(t, inRun(t), map[string]any{"ticket_ids": []string{"t", ""}}); fault.KindOf(err) != fault.Usage {
		t.Errorf("a blank id: %v", err)
	}
	if n := len(s.all()); n != 0 {
		t.Errorf("%d requests", n)
	}
}

// A ticket that cannot be read is not written.
func TestTicketChangesEndWithTheRead(t *testing.T) {
	for _, answer := range []http.HandlerFunc{says(404, "text/plain", ""), says(200, "application/json", "[1]"), says(204, "text/plain", "")} {
		s := serve(t, answer)
		_, err := find(t, newClient(t, s.URL), "rootcause.add_comment").call(t, inRun(t), map[string]any{"ticket_id": "t", "comment": "c"})
		if err == nil || len(s.all()) != 1 {
			t.Errorf("%v after %d requests", err, len(s.all()))
		}
	}
}

func TestTicketsOfNewerServersLoseNothing(t *testing.T) {
	s := ticketsAt(t, `{"ticketId":"t","due":1.50,"more":{"a":[null]}}`)
	if _, err := find(t, newClient(t, s.URL), "rootcause.change_status").call(t, inRun(t), map[string]any{"ticket_id": "t", "status": "CLOSED", "assignee": "a"}); err != nil {
		t.Fatal(err)
	}
	want := `{"assignee":"a","due":1.50,"more":{"a":[null]},"status":16,"ticketId":"t"}`
	if diff := cmp.Diff(want, s.last().body); diff != "" {
		t.Error(diff)
	}
}
