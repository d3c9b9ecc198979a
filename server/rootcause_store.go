package server

import (
	"database/sql"
	"strings"

	"github.com/google/uuid"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
)

const ticketColumns = `number, guid, subject, status, priority, owner, assignee, team, origin, progress, report, created, updated`

func (t *ticket) targets() []any {
	return []any{
		&t.TicketNumber, &t.TicketID, &t.Subject, &t.Status, &t.Priority, &t.Owner, &t.assignee, &t.Team, &t.Origin, &t.Progress,
		&t.ReportUUID, &t.CreatedUTC, &t.UpdatedUTC,
	}
}

// findTicket reads a ticket with tags and history, or says that there is none.
func findTicket(tx *db.Tx, guid string) (*ticket, error) {
	t := &ticket{}
	found, err := tx.Find(t.targets(), "SELECT "+ticketColumns+" FROM ticket WHERE guid = ?", guid)
	if err == nil && !found {
		err = fault.New(fault.NotFound, "there is no ticket %s", guid)
	}
	if err != nil {
		return nil, err
	}
	return t, t.readLists(tx)
}

// listTickets finds the tickets with one of the statuses, the latest first. search is looked for in the subject and in the
// keys and values of tags, without regard to case.
func listTickets(tx *db.Tx, statuses ticketStatus, assigned bool, search string) ([]*ticket, error) {
	all := []*ticket{}
	err := tx.Each(func(rows *sql.Rows) error {
		t := &ticket{}
		all = append(all, t)
		return rows.Scan(t.targets()...)
	}, "SELECT "+ticketColumns+` FROM ticket WHERE status & ?1 <> 0 AND (NOT ?2 OR assignee IS NOT NULL)
		AND (?3 = '' OR instr(lower(subject), ?3) > 0 OR EXISTS (SELECT 1 FROM tag WHERE owner = ticket.guid
			AND (instr(lower(key), ?3) > 0 OR instr(lower(value), ?3) > 0)))
		ORDER BY number DESC`, statuses, assigned, strings.ToLower(search))
	for _, t := range all {
		if err != nil {
			break
		}
		err = t.readLists(tx)
	}
	return all, err
}

// readLists adds tags and history.
func (t *ticket) readLists(tx *db.Tx) (err error) {
	if t.Tags, err = listTags(tx, t.TicketID); err != nil {
		return err
	}
	t.History = []*ticketUpdate{}
	byID := map[int64]*ticketUpdate{}
	if err := tx.Each(func(rows *sql.Rows) error {
		u := &ticketUpdate{Attachments: []ticketAttachment{}}
		err := rows.Scan(&u.id, &u.UpdateID, &u.UpdateUTC, &u.UpdateUser, &u.UpdateType, &u.Content)
		t.History, byID[u.id] = append(t.History, u), u
		return err
	}, "SELECT id, guid, time, user, type, content FROM ticket_update WHERE ticket = ? ORDER BY id", t.TicketNumber); err != nil {
		return err
	}
	return tx.Each(func(rows *sql.Rows) error {
		var a ticketAttachment
		var update int64
		err := rows.Scan(&update, &a.AttachmentID, &a.Filename)
		if err == nil {
			byID[update].Attachments = append(byID[update].Attachments, a)
		}
		return err
	}, `SELECT u.id, a.guid, a.filename FROM ticket_update u JOIN ticket_attachment a ON a.ticket_update = u.id
		WHERE u.ticket = ? ORDER BY a.id`, t.TicketNumber)
}

// insert adds a new ticket and gives it its number.
func (t *ticket) insert(tx *db.Tx) error {
	_, err := tx.Find([]any{&t.TicketNumber}, `INSERT INTO ticket
		(guid, subject, status, priority, owner, assignee, team, origin, progress, report, created, updated)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING number`, t.values()...)
	return err
}

func (t *ticket) values() []any { // in the order of ticketColumns after the number
	return []any{
		t.TicketID, t.Subject, t.Status, t.Priority, t.Owner, t.assignee, t.Team, t.Origin, t.Progress, t.ReportUUID,
		t.CreatedUTC, t.UpdatedUTC,
	}
}

// update writes a ticket that is there.
func (t *ticket) update(tx *db.Tx) error {
	_, err := tx.Exec(`UPDATE ticket SET (guid, subject, status, priority, owner, assignee, team, origin, progress, report, created, updated)
		= (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE number = ?`, append(t.values(), t.TicketNumber)...)
	return err
}

// addUpdate adds an entry to the history, to which the files that it names belong from now on.
func (t *ticket) addUpdate(tx *db.Tx, u *ticketUpdate) error {
	if _, err := tx.Find([]any{&u.id}, `INSERT INTO ticket_update (guid, ticket, time, user, type, content)
		VALUES (?, ?, ?, ?, ?, ?) RETURNING id`, uuid.NewString(), t.TicketNumber, u.UpdateUTC, theUser, u.UpdateType, u.Content); err != nil {
		return err
	}
	for _, a := range u.Attachments {
		if err := a.attach(tx, u.id); err != nil {
			return err
		}
	}
	return nil
}

// listTeams are the teams of all tickets by name.
func listTeams(tx *db.Tx) ([]string, error) {
	teams := []string{}
	err := tx.Each(func(rows *sql.Rows) error {
		var name string
		err := rows.Scan(&name)
		teams = append(teams, name)
		return err
	}, "SELECT DISTINCT team FROM ticket WHERE team IS NOT NULL ORDER BY team")
	return teams, err
}
