package server

import (
	"fmt"
	"iter"
	"strings"

	"github.com/google/uuid"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
)

// ticketRequest is a ticket as clients send it. Clients leave out what is empty.
type ticketRequest struct {
	TicketID   string          `json:"ticketId"`
	Subject    *string         `json:"subject"`
	Status     *ticketStatus   `json:"status"`
	Priority   *int            `json:"priority"`
	Assignee   *string         `json:"assignee"`
	Team       *string         `json:"team"`
	Origin     *string         `json:"origin"`
	Progress   *string         `json:"progress"`
	ReportUUID *string         `json:"reportUuid"`
	Tags       []tag           `json:"tags"`
	Update     *commentRequest `json:"update"`
	// History is what the client has read before; entries without an id were added by it and are comments too.
	History []commentRequest `json:"history"`
}

// commentRequest is a comment with the ids of files that belong to it.
type commentRequest struct {
	UpdateID    string             `json:"updateId"`
	Content     *string            `json:"content"`
	Attachments []ticketAttachment `json:"attachments"`
}

// comments are those that the request adds.
func (in *ticketRequest) comments() []commentRequest {
	var added []commentRequest
	for _, c := range in.History {
		if c.UpdateID == "" {
			added = append(added, c)
		}
	}
	if in.Update != nil && in.Update.UpdateID == "" {
		added = append(added, *in.Update)
	}
	return added
}

// addTicket makes a ticket of the request.
func addTicket(tx *db.Tx, in *ticketRequest, now instant) (*ticket, error) {
	t := &ticket{TicketID: uuid.NewString(), Owner: theUser, Status: ticketOpen, Priority: priorityMedium, CreatedUTC: now, UpdatedUTC: now}
	if err := t.put(in); err != nil {
		return nil, err
	}
	if t.Status == ticketArchived {
		return nil, fault.New(fault.Conflict, "a new ticket cannot be archived")
	}
	if err := t.insert(tx); err != nil {
		return nil, err
	}
	return t.finish(tx, in, now)
}

// change writes the request over the ticket and notes in its history what changed.
func (t *ticket) change(tx *db.Tx, in *ticketRequest, now instant) (*ticket, error) {
	before := *t
	if before.Status == ticketArchived {
		return nil, fault.New(fault.Conflict, "ticket %d is archived and cannot be changed", t.TicketNumber)
	}
	if err := t.put(in); err != nil {
		return nil, err
	}
	if t.Status == ticketArchived && !before.Status.isDone() {
		return nil, notDone(&before)
	}
	t.UpdatedUTC = now
	if err := t.update(tx); err != nil {
		return nil, err
	}
	for kind, note := range before.changes(t) {
		if err := t.addUpdate(tx, &ticketUpdate{Content: note, UpdateType: kind, UpdateUTC: now}); err != nil {
			return nil, err
		}
	}
	return t.finish(tx, in, now)
}

// finish does what is alike for new and changed tickets, and reads the ticket back.
func (t *ticket) finish(tx *db.Tx, in *ticketRequest, now instant) (*ticket, error) {
	if err := changeTags(tx, t.TicketID, in.Tags); err != nil {
		return nil, err
	}
	for _, c := range in.comments() {
		if err := t.comment(tx, c, now); err != nil {
			return nil, err
		}
	}
	return findTicket(tx, t.TicketID)
}

// put takes over what the request says and checks the outcome. Subject, status and priority stay when they are left
// out; an assignee or another text that is left out is lost, as on a real server.
func (t *ticket) put(in *ticketRequest) error {
	if in.Subject != nil {
		t.Subject = *in.Subject
	}
	if in.Status != nil && *in.Status != 0 { // some servers write a new ticket's status as 0
		t.Status = *in.Status
	}
	if in.Priority != nil {
		t.Priority = *in.Priority
	}
	t.assignee, t.Team, t.Origin, t.Progress = filled(in.Assignee), filled(in.Team), filled(in.Origin), filled(in.Progress)
	t.ReportUUID = nil
	if report := filled(in.ReportUUID); report != nil {
		id, err := readGUID("reportUuid", *report)
		if err != nil {
			return err
		}
		t.ReportUUID = &id
	}
	return t.check()
}

// filled is nil for a text that is blank.
func filled(text *string) *string {
	if text == nil || strings.TrimSpace(*text) == "" {
		return nil
	}
	return text
}

func (t *ticket) check() error {
	switch {
	case strings.TrimSpace(t.Subject) == "":
		return fault.New(fault.Validation, "subject is required")
	case t.Status.String() == "":
		return fault.New(fault.Validation, "status cannot be %d: use one of 1, 2, 4, 8, 16 or 32", t.Status)
	case t.Priority < priorityLow || t.Priority > priorityHigh:
		return fault.New(fault.Validation, "priority cannot be %d: use 0 low, 1 medium or 2 high", t.Priority)
	case t.assignee == nil && t.Status != ticketOpen:
		return fault.New(fault.Validation, "unassigned tickets must have status 'new', not %s", t.Status).
			WithHint("send the assignee with every change: a change without it unassigns the ticket")
	}
	return nil
}

// isDone says whether a ticket in this state may be archived.
func (s ticketStatus) isDone() bool { return s == ticketSolved || s == ticketClosed }

func notDone(t *ticket) error {
	return fault.New(fault.Conflict, "ticket %d is %s: only solved and closed tickets can be archived", t.TicketNumber, t.Status)
}

// archiveTicket archives a ticket that is done.
func archiveTicket(tx *db.Tx, guid string, now instant) (*ticket, error) {
	t, err := findTicket(tx, guid)
	if err != nil {
		return nil, err
	}
	if !t.Status.isDone() {
		return nil, notDone(t)
	}
	before := *t
	t.Status, t.UpdatedUTC = ticketArchived, now
	if err := t.update(tx); err != nil {
		return nil, err
	}
	if err := t.addUpdate(tx, &ticketUpdate{Content: before.statusChange(t), UpdateType: updateProgress, UpdateUTC: now}); err != nil {
		return nil, err
	}
	return findTicket(tx, guid)
}

func (t *ticket) statusChange(after *ticket) string {
	return fmt.Sprintf("Status: %s -> %s", t.Status, after.Status)
}

// progressChange is the note on a new text about the progress, "" when it is the same.
func (t *ticket) progressChange(after *ticket) string {
	switch {
	case sameText(t.Progress, after.Progress):
		return ""
	case after.Progress == nil:
		return "Progress: none"
	}
	return "Progress: " + *after.Progress
}

// changes are the notes on what is different after a change, by the kind of update, in order. The assignee is not named.
func (t *ticket) changes(after *ticket) iter.Seq2[int, string] {
	return func(yield func(int, string) bool) {
		if t.Status != after.Status && !yield(updateProgress, t.statusChange(after)) {
			return
		}
		if note := t.progressChange(after); note != "" && !yield(updateProgress, note) {
			return
		}
		if names := t.differences(after); len(names) > 0 {
			yield(updateProperties, "Changed: "+strings.Join(names, ", "))
		}
	}
}

// differences names the properties that are different after a change.
func (t *ticket) differences(after *ticket) []string {
	var names []string
	for _, p := range []struct {
		name    string
		changed bool
	}{
		{"subject", t.Subject != after.Subject},
		{"priority", t.Priority != after.Priority},
		{"assignee", !sameText(t.assignee, after.assignee)},
		{"team", !sameText(t.Team, after.Team)},
		{"origin", !sameText(t.Origin, after.Origin)},
		{"report", !sameText(t.ReportUUID, after.ReportUUID)},
	} {
		if p.changed {
			names = append(names, p.name)
		}
	}
	return names
}

// sameText says whether two texts, or their absence, are the same.
func sameText(a, b *string) bool {
	return a == b || a != nil && b != nil && *a == *b
}

// comment adds a comment with its files. One with neither text nor files is none.
func (t *ticket) comment(tx *db.Tx, c commentRequest, now instant) error {
	u := &ticketUpdate{UpdateType: updateContent, UpdateUTC: now, Attachments: c.Attachments}
	if text := filled(c.Content); text != nil {
		u.Content = *text
	}
	if u.Content == "" && len(u.Attachments) == 0 {
		return nil
	}
	return t.addUpdate(tx, u)
}
