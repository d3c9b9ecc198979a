package server

import (
	"net/http"
	"strings"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// rootCauseService keeps tickets about failures, with what was said about them and the files that belong to it.
type rootCauseService struct {
	db    *db.DB
	clock func() time.Time
}

func (s *rootCauseService) routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /api/RootCause/Ticket", Handle: s.getTicket},
		{Pattern: "POST /api/RootCause/Ticket", Handle: s.postTicket},
		{Pattern: "PUT /api/RootCause/Ticket", Handle: s.putTicket},
		{Pattern: "GET /api/RootCause/Tickets", Handle: s.getTickets},
		{Pattern: "POST /api/RootCause/ArchiveTickets", Handle: s.archiveTickets},
		{Pattern: "GET /api/RootCause/Teams", Handle: s.getTeams},
		{Pattern: "GET /api/RootCause/Attachment", Handle: s.getAttachment},
		{Pattern: "POST /api/RootCause/Attachment", Handle: s.postAttachment},
	}
}

// ticket is a ticket as answers show it: its assignee never is.
type ticket struct {
	TicketID     string          `json:"ticketId"`
	TicketNumber int64           `json:"ticketNumber"`
	Progress     *string         `json:"progress"`
	Owner        string          `json:"owner"`
	Subject      string          `json:"subject"`
	Status       ticketStatus    `json:"status"`
	Priority     int             `json:"priority"`
	ReportUUID   *string         `json:"reportUuid"`
	CreatedUTC   instant         `json:"createdUtc"`
	UpdatedUTC   instant         `json:"updatedUtc"`
	Team         *string         `json:"team"`
	Origin       *string         `json:"origin"`
	Tags         []tag           `json:"tags"`
	History      []*ticketUpdate `json:"history"`
	Update       *ticketUpdate   `json:"update"` // always null: updates are in the history
	assignee     *string
}

// ticketUpdate is an entry of a ticket's history.
type ticketUpdate struct {
	UpdateID    string             `json:"updateId"`
	UpdateUTC   instant            `json:"updateUtc"`
	UpdateUser  string             `json:"updateUser"`
	Content     string             `json:"content"`
	UpdateType  int                `json:"updateType"`
	Attachments []ticketAttachment `json:"attachments"`
	id          int64
}

// The kinds of ticketUpdate.
const (
	updateContent    = 0 // a comment
	updateProgress   = 1 // the status or the progress changed
	updateProperties = 2 // something else changed
)

// ticketAttachment names a file that was uploaded before.
type ticketAttachment struct {
	AttachmentID string `json:"attachmentId"`
	Filename     string `json:"filename"`
}

// ticketStatus is one flag; queries add several up.
type ticketStatus int

// The states of a ticket.
const (
	ticketOpen       ticketStatus = 1
	ticketInProgress ticketStatus = 2
	ticketOnHold     ticketStatus = 4
	ticketSolved     ticketStatus = 8
	ticketClosed     ticketStatus = 16
	ticketArchived   ticketStatus = 32

	anyTicketStatus = 2*ticketArchived - 1
)

// String is the state in words, "" for what is none.
func (s ticketStatus) String() string {
	switch s {
	case ticketOpen:
		return "Open"
	case ticketInProgress:
		return "In Progress"
	case ticketOnHold:
		return "On Hold"
	case ticketSolved:
		return "Solved"
	case ticketClosed:
		return "Closed"
	case ticketArchived:
		return "Archived"
	}
	return ""
}

// The priorities of a ticket.
const (
	priorityLow    = 0
	priorityMedium = 1
	priorityHigh   = 2
)

// The views of a query for tickets. As there is one user, who owns every ticket, following leaves none out.
const (
	viewAssigned = 0
	viewAll      = 2
)

func (s *rootCauseService) getTicket(r *http.Request) (any, error) {
	guid, err := queryGUID(r, "ticketId")
	if err != nil {
		return nil, err
	}
	var t *ticket
	err = s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		t, err = findTicket(tx, guid)
		return err
	})
	return t, stored(err)
}

// getTickets lists tickets, the latest first. Without a status, or with 0, those of every status are listed.
func (s *rootCauseService) getTickets(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	status := ticketStatus(q.Int("status", 0, 0, int(anyTicketStatus)))
	if status == 0 {
		status = anyTicketStatus
	}
	view := q.Int("view", viewAssigned, viewAssigned, viewAll)
	if err := q.Err(); err != nil {
		return nil, err
	}
	all := []*ticket{}
	err := s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		all, err = listTickets(tx, status, view == viewAssigned, strings.TrimSpace(q.Text("searchString")))
		return err
	})
	return all, stored(err)
}

func (s *rootCauseService) postTicket(r *http.Request) (any, error) {
	var in ticketRequest
	if err := web.Decode(r, &in); err != nil {
		return nil, err
	}
	var t *ticket
	err := s.db.Write(r.Context(), func(tx *db.Tx) (err error) {
		t, err = addTicket(tx, &in, instantOf(s.clock()))
		return err
	})
	return t, stored(err)
}

func (s *rootCauseService) putTicket(r *http.Request) (any, error) {
	var in ticketRequest
	if err := web.Decode(r, &in); err != nil {
		return nil, err
	}
	guid, err := readGUID("ticketId", in.TicketID)
	if err != nil {
		return nil, err
	}
	var t *ticket
	err = s.db.Write(r.Context(), func(tx *db.Tx) (err error) {
		if t, err = findTicket(tx, guid); err == nil {
			t, err = t.change(tx, &in, instantOf(s.clock()))
		}
		return err
	})
	return t, stored(err)
}

// archiveTickets archives all of the tickets or none, and answers the first of them.
func (s *rootCauseService) archiveTickets(r *http.Request) (any, error) {
	var texts []string
	if err := web.Decode(r, &texts); err != nil {
		return nil, err
	}
	if len(texts) == 0 {
		return nil, fault.New(fault.Validation, "the body is required to be a list of one ticketId or more")
	}
	all := make([]*ticket, len(texts))
	err := s.db.Write(r.Context(), func(tx *db.Tx) error {
		for i, text := range texts {
			guid, err := readGUID("ticketId", text)
			if err != nil {
				return err
			}
			if all[i], err = archiveTicket(tx, guid, instantOf(s.clock())); err != nil {
				return err
			}
		}
		return nil
	})
	return all[0], stored(err)
}

// getTeams lists the teams that tickets are given to.
func (s *rootCauseService) getTeams(r *http.Request) (any, error) {
	teams := []string{}
	err := s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		teams, err = listTeams(tx)
		return err
	})
	return teams, stored(err)
}
