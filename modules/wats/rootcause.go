package wats

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/google/uuid"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// TicketAttachment is a file of a comment on a ticket.
type TicketAttachment struct {
	AttachmentID string `lua:"attachment_id" json:"attachmentId" doc:"GUID of the file, as upload_attachment gives it."`
	Filename     string `lua:"filename" json:"filename" doc:"Name of the file."`
}

// TicketUpdate is a comment on a ticket, or a change of it.
type TicketUpdate struct {
	UpdateID    string             `lua:"update_id" json:"updateId" doc:"GUID of the entry."`
	UpdateUTC   string             `lua:"update_utc" json:"updateUtc" doc:"When it was made, in UTC."`
	UpdateUser  string             `lua:"update_user" json:"updateUser" doc:"Who made it."`
	Content     string             `lua:"content" json:"content" doc:"The comment, or what changed."`
	UpdateType  TicketUpdateType   `lua:"update_type" json:"updateType" doc:"Whether it is a comment or a change."`
	Attachments []TicketAttachment `lua:"attachments" json:"attachments" doc:"Files of the comment."`
}

// Ticket is a case that somebody works on until its cause is known.
type Ticket struct {
	TicketID     string         `lua:"ticket_id,required" json:"ticketId" doc:"GUID of the ticket."`
	TicketNumber int            `lua:"ticket_number" json:"ticketNumber" doc:"Its number, as people say it."`
	Progress     string         `lua:"progress" json:"progress" doc:"How far the work is, in words."`
	Owner        string         `lua:"owner" json:"owner" doc:"Who made it."`
	Assignee     string         `lua:"assignee" json:"assignee" doc:"Who works on it. Servers never say; a write without it takes the ticket from whoever has it."`
	Subject      string         `lua:"subject" json:"subject" doc:"What it is about, in one line."`
	Status       TicketStatus   `lua:"status" json:"status" doc:"How far it is; one that nobody is assigned to is OPEN."`
	Priority     TicketPriority `lua:"priority" json:"priority" doc:"How urgent it is."`
	ReportUUID   string         `lua:"report_uuid" json:"reportUuid" doc:"GUID of the report that it is about."`
	CreatedUTC   string         `lua:"created_utc" json:"createdUtc" doc:"When it was made, in UTC."`
	UpdatedUTC   string         `lua:"updated_utc" json:"updatedUtc" doc:"When it was changed last, in UTC."`
	Team         string         `lua:"team" json:"team" doc:"Team that works on it."`
	Origin       string         `lua:"origin" json:"origin" doc:"Where it came from."`
	Tags         []Setting      `lua:"tags" json:"tags" doc:"Tags of the ticket."`
	History      []TicketUpdate `lua:"history" json:"history" doc:"Comments and changes, the oldest first."`
	Update       TicketUpdate   `lua:"update" json:"update" doc:"A comment to add with a write."`
}

const (
	ticketRoute     = "GET /api/RootCause/Ticket"
	putTicketRoute  = "PUT /api/RootCause/Ticket"
	ticketsRoute    = "GET /api/RootCause/Tickets"
	attachmentRoute = "/api/RootCause/Attachment"
)

// ticketStates are one or more states of tickets, as queries add them up.
type ticketStates int

// UnmarshalText reads names with | between them, or the sum of their numbers.
func (s *ticketStates) UnmarshalText(text []byte) error {
	*s = 0
	states := typeOf[TicketStatus]()
	for name := range strings.SplitSeq(string(text), "|") {
		w, known := states.Find(name)
		if !known {
			return fault.New(fault.Usage, "%q is not a known %s", strings.TrimSpace(name), states).WithHint("%s", fault.DidYouMean(name, states.Choices))
		}
		*s |= ticketStates(w.Code)
	}
	return nil
}

type ticketKey struct {
	TicketID string `lua:"ticket_id,required" query:"ticketId" doc:"GUID of the ticket."`
	strict
}

type viewedTickets struct {
	View TicketView `lua:"view" query:"view" default:"ASSIGNED" doc:"Which tickets: those assigned to you, those that you follow, or all."`
}

type ticketQuery struct {
	Status ticketStates `lua:"status" query:"status" default:"OPEN" doc:"State of the tickets, such as SOLVED; several as \"OPEN|IN_PROGRESS\" or as the sum of their numbers."`
	viewedTickets
	SearchString *string `lua:"search_string" query:"searchString" doc:"Text in the subject, or in the key or value of a tag."`
}

type newTicket struct {
	Subject        string         `lua:"subject,required" json:"subject" doc:"What it is about, in one line."`
	Priority       TicketPriority `lua:"priority" json:"priority" default:"MEDIUM" doc:"How urgent it is."`
	Assignee       *string        `lua:"assignee" json:"assignee" doc:"User who is to work on it."`
	Team           *string        `lua:"team" json:"team" doc:"Team that is to work on it."`
	ReportUUID     *string        `lua:"report_uuid" json:"reportUuid" doc:"GUID of the report that it is about."`
	InitialComment string         `lua:"initial_comment" doc:"First comment."`
}

type wholeTicket struct {
	Ticket modules.Record[Ticket] `lua:"ticket,required" body:"whole" doc:"The ticket, as get_ticket gives it, with what is to change and with its assignee."`
}

type newComment struct {
	TicketID string  `lua:"ticket_id,required" doc:"GUID of the ticket."`
	Comment  string  `lua:"comment,required" doc:"The comment."`
	Assignee *string `lua:"assignee" doc:"Who the ticket is assigned to: without it nobody is any more."`
}

type newTicketStatus struct {
	TicketID string       `lua:"ticket_id,required" doc:"GUID of the ticket."`
	Status   TicketStatus `lua:"status,required" doc:"The new state. Any but OPEN wants an assignee."`
	Assignee *string      `lua:"assignee" doc:"Who the ticket is assigned to: without it nobody is any more."`
}

type newAssignee struct {
	TicketID string `lua:"ticket_id,required" doc:"GUID of the ticket."`
	Assignee string `lua:"assignee,required" doc:"User who is to work on it."`
}

type ticketsToArchive struct {
	TicketIDs []string `lua:"ticket_ids,required" body:"whole" doc:"GUIDs of the tickets, which must be solved or closed."`
}

type ticketFileKey struct {
	AttachmentID string  `lua:"attachment_id,required" query:"attachmentId" doc:"GUID of the file."`
	Filename     *string `lua:"filename" query:"fileName" doc:"Name for the download, which the server says again."`
	download
	strict
}

type newTicketFile struct {
	FileContent *string `lua:"file_content" body:"content" doc:"The content itself; bytes of any kind."`
	Filename    string  `lua:"filename" doc:"Name of the file; that of the file on disk when not given."`
	upload
}

// keepsAssignee says what composed writes do with the assignee.
const keepsAssignee = "Reads the ticket and writes it back, keys of a newer server included. Servers keep the assignee to themselves, so a write that does not " +
	"say it again takes the ticket from whoever has it, and is refused unless the ticket stays OPEN. Raises not_found for a ticket that is not there; pyWATS gives None."

// aTicket begins an example with a ticket.
const aTicket = `local t = wats.rootcause.create_ticket{subject = "Solder bridge at U3", assignee = "op-12"}
`

var rootcauseService = service{
	name: "rootcause", doc: "RootCause: tickets about failures, with comments, files, and who works on them.",
	operations: func() []declaration { return append(ticketOperations(), attachmentOperations()...) },
}

func ticketOperations() []declaration {
	return []declaration{
		op[ticketKey, Ticket]("get_ticket", "Fetch one ticket with its history.", ticketRoute, lenient(missingIsNil),
			note("The assignee is not in it: servers do not say."),
			show(aTicket+`return wats.rootcause.get_ticket(t.ticket_id).subject`, `"Solder bridge at U3"`)),
		op[ticketQuery, []Ticket]("get_tickets", "List tickets by their states.", ticketsRoute,
			note("States may be names with | between them; the numbers that pyWATS adds up are taken too."),
			show(aTicket+`return wats.rootcause.get_tickets("OPEN|ON_HOLD", "ALL", "bridge")[1].status`, `"OPEN"`)),
		op[viewedTickets, []Ticket]("get_open_tickets", "List the tickets that are open.", ticketsRoute, fixed("status", "1"),
			show(aTicket+`return #wats.rootcause.get_open_tickets()`, "1")),
		op[viewedTickets, []Ticket]("get_active_tickets", "List the tickets that are open or in progress.", ticketsRoute, fixed("status", "3"),
			show(aTicket+`wats.rootcause.change_status(t.ticket_id, "IN_PROGRESS", "op-12")
return #wats.rootcause.get_active_tickets("ALL")`, "1")),
		op[newTicket, Ticket]("create_ticket", "Create a ticket.", "POST /api/RootCause/Ticket", prepares(addComment), reads(withAssignee),
			note("The assignee is in the result, though servers leave it out."),
			show(aTicket+`return t.assignee`, `"op-12"`)),
		op[wholeTicket, Ticket]("update_ticket", "Write a ticket back.", putTicketRoute, prepares(addTags[wholeTicket]),
			reads(withSameAssignee),
			note("Give the assignee again: servers never say it, and a ticket that is written without it is nobody's. It is in the result as it was given. Tags without a change code are added; in pyWATS the server ignores them."),
			show(aTicket+`t.subject = "Solder bridge at U4"
return wats.rootcause.update_ticket(t).subject`, `"Solder bridge at U4"`)),
		changesTicket("add_comment", "Add a comment to a ticket.", func(in *newComment) ticketChange {
			return ticketChange{id: in.TicketID, member: "update", value: map[string]string{"content": in.Comment}, assignee: in.Assignee}
		}, `wats.rootcause.add_comment(t.ticket_id, "Reflow profile checked", "op-12").history[1].content`, `"Reflow profile checked"`),
		changesTicket("change_status", "Change the state of a ticket.", func(in *newTicketStatus) ticketChange {
			return ticketChange{id: in.TicketID, member: "status", value: in.Status, assignee: in.Assignee}
		}, `wats.rootcause.change_status(t.ticket_id, "IN_PROGRESS", "op-12").status`, `"IN_PROGRESS"`),
		changesTicket("assign_ticket", "Assign a ticket to a user.", func(in *newAssignee) ticketChange {
			return ticketChange{id: in.TicketID, member: "assignee", value: in.Assignee, assignee: &in.Assignee}
		}, `wats.rootcause.assign_ticket(t.ticket_id, "op-7").assignee`, `"op-7"`),
		op[ticketsToArchive, bool]("archive_tickets", "Archive tickets that are solved or closed: all of them, or none when one is not.", "POST /api/RootCause/ArchiveTickets", succeeds,
			prepares(wantsTickets), note("Returns true; pyWATS returns what the server says, None included, whether it has archived them or not."),
			show(aTicket+`wats.rootcause.change_status(t.ticket_id, "SOLVED", "op-12")
return wats.rootcause.archive_tickets{t.ticket_id}`, "true")),
	}
}

func attachmentOperations() []declaration {
	return []declaration{
		op[ticketFileKey, string]("get_attachment", "Fetch a file of a ticket.", "GET "+attachmentRoute, accepts(anyFile), lenient(missingIsNil),
			note("Gives the bytes of the file, or writes them to one."),
			show(`local id = wats.rootcause.upload_attachment("all is well", "log.txt")
return wats.rootcause.get_attachment(id)`, `"all is well"`)),
		op[newTicketFile, string]("upload_attachment", "Send a file for a comment; gives the GUID by which the comment names it.", "POST "+attachmentRoute, sendsForm("file"),
			prepares(nameAttachment), reads(readGUID), note("Takes a file on disk too. In pyWATS's async client the upload raises TypeError."),
			show(aTicket+`local id = wats.rootcause.upload_attachment("all is well", "log.txt")
t.update = {content = "see the log", attachments = {{attachment_id = id}}}
return wats.rootcause.update_ticket(t).history[1].attachments[1].filename`, `"log.txt"`)),
	}
}

// addComment puts the first comment where servers want it.
func addComment(_ context.Context, in *newTicket, r *request) (err error) {
	if strings.TrimSpace(in.InitialComment) != "" {
		r.body, err = withMember(r.body, "update", map[string]string{"content": in.InitialComment})
	}
	return err
}

// withAssignee gives the new ticket its assignee.
func withAssignee(in *newTicket, a *response) (any, error) { return assigned(a, in.Assignee) }

// withSameAssignee gives the written ticket the assignee that it was written with, so that it may be written again.
func withSameAssignee(in *wholeTicket, a *response) (any, error) {
	var sent struct {
		Assignee *string `json:"assignee"`
	}
	if err := json.Unmarshal(in.Ticket.JSON, &sent); err != nil {
		return nil, fault.Wrap(fault.Bug, err, "the ticket as it was sent")
	}
	return assigned(a, sent.Assignee)
}

// assigned is a ticket that says who it is assigned to, unless the server does.
func assigned(a *response, assignee *string) (any, error) {
	var said struct {
		Assignee string `json:"assignee"`
	}
	if err := checkJSON(a, modules.RecordOf); err != nil {
		return nil, err
	}
	if err := unmarshal(a, &said); err != nil {
		return nil, err
	}
	ticket, err := a.body, error(nil)
	if said.Assignee == "" && assignee != nil {
		ticket, err = withMember(ticket, "assignee", *assignee)
	}
	return modules.JSON{Data: ticket, Type: typeOf[Ticket]()}, err
}

// ticketChange is one member of a ticket that is to change, and who the ticket is assigned to, nil where the script does
// not say.
type ticketChange struct {
	id, member string
	value      any
	assignee   *string
}

// changesTicket declares an operation that reads a ticket and writes it back with a change.
func changesTicket[In any](name, doc string, change func(*In) ticketChange, example, result string) declaration {
	return composed(name, doc, func(ctx context.Context, c *Client, in *In) (any, error) { return change(in).apply(ctx, c) },
		routed(ticketRoute, putTicketRoute), gives[Ticket](), declare(modules.Does(modules.Write)), note(keepsAssignee), show(aTicket+"return "+example, result))
}

// apply reads the ticket, whose other members are written as they are.
func (t ticketChange) apply(ctx context.Context, c *Client) (any, error) {
	if err := t.check(); err != nil {
		return nil, err
	}
	r := newRequest(ticketRoute)
	r.set("ticketId", t.id)
	a, err := c.send(ctx, r)
	if err != nil {
		return nil, err
	}
	body := a.body
	if err := emptyOrBroken(a, modules.RecordOf); err != nil {
		return nil, c.explain(ctx, r, err)
	}
	if t.assignee != nil {
		if body, err = withMember(body, "assignee", *t.assignee); err != nil {
			return nil, c.explain(ctx, r, err)
		}
	}
	if body, err = withMember(body, t.member, t.value); err != nil {
		return nil, c.explain(ctx, r, err)
	}
	written, err := put(ctx, c, putTicketRoute, json.RawMessage(body), typeOf[Ticket]())
	if err != nil {
		return nil, err
	}
	return assigned(&response{body: written.(modules.JSON).Data}, t.assignee)
}

func (t ticketChange) check() error {
	if err := notBlank("ticket_id", t.id); err != nil {
		return err
	}
	if comment, ok := t.value.(map[string]string); ok {
		return notBlank("comment", comment["content"])
	}
	if t.member == "assignee" {
		return notBlank("assignee", *t.assignee)
	}
	return nil
}

func wantsTickets(_ context.Context, in *ticketsToArchive, _ *request) error {
	return wantsSome("ticket_ids", in.TicketIDs)
}

// nameAttachment wants a name for content that has none of its own.
func nameAttachment(_ context.Context, in *newTicketFile, r *request) error {
	if strings.TrimSpace(in.Filename) == "" && r.source.path == "" {
		return fault.New(fault.Usage, "filename is required").WithHint("the name under which the content is kept")
	}
	return nil
}

// readGUID reads the id that a server gives to what it has taken in: a JSON string, or text as it is.
func readGUID(_ *newTicketFile, a *response) (any, error) {
	text := strings.TrimSpace(string(a.body))
	if unquoted := ""; json.Unmarshal(a.body, &unquoted) == nil {
		text = unquoted
	}
	if _, err := uuid.Parse(text); err != nil {
		return nil, noJSON(a, "a GUID")
	}
	return text, nil
}
