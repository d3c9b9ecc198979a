package server

import (
	"database/sql"
	"math"
	"net/http"
	"strconv"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// unitChange tells other systems that a unit has another parent, part number, revision or phase. What is null stayed; an
// empty text says that there is none any more.
type unitChange struct {
	ID                    int64   `json:"id"`
	UnitSerialNumber      string  `json:"unitSerialNumber"`
	NewParentSerialNumber *string `json:"newParentSerialNumber"`
	NewPartNumber         *string `json:"newPartNumber"`
	NewRevision           *string `json:"newRevision"`
	NewUnitPhaseID        *int    `json:"newUnitPhaseId"`
}

// unitState is a row of a unit's history. What is null stayed as it was.
type unitState struct {
	ID                 int64   `json:"id"`
	UTC                instant `json:"dateUtc"`
	PartNumber         *string `json:"partNumber"`
	Revision           *string `json:"revision"`
	ParentSerialNumber *string `json:"parentSerialNumber"`
	UnitPhaseID        *int    `json:"unitPhaseId"`
	UnitPhase          *string `json:"unitPhase"`
	ProcessCode        *int    `json:"processCode"`
	ProcessName        *string `json:"processName"`
	Comment            *string `json:"comment"`
}

// note adds what is other than before to the history of a unit, and queues it where other systems want to hear of it.
// before is the zero row for a new unit. A comment is noted even when nothing has changed.
func (s *productionService) note(tx *db.Tx, before, after *unitRow, comment string) error {
	var parent, part, revision, phase, process any
	if orEmpty(before.parent) != orEmpty(after.parent) {
		owner, err := loadUnitByID(tx, orEmpty(after.parent))
		if err != nil {
			return err
		}
		parent = owner.serialNumber
	}
	if before.partNumber != after.partNumber {
		part = after.partNumber
	}
	if orEmpty(before.revision) != orEmpty(after.revision) {
		revision = orEmpty(after.revision)
	}
	if before.phase != after.phase {
		phase = after.phase
	}
	if after.process != nil && (before.process == nil || *before.process != *after.process) {
		process = *after.process
	}
	queued := parent != nil || part != nil || revision != nil || phase != nil
	if !queued && process == nil && comment == "" {
		return nil
	}
	_, err := tx.Exec(`INSERT INTO unit_change (unit, at, parent, part_number, revision, phase, process_code, comment, queued)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`, after.guid, instantOf(s.clock()), parent, part, revision, phase, process, text(comment), queued)
	return err
}

func orEmpty(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

// maxChanges bounds the rows of one answer where the client does not.
const maxChanges = 10_000

// getChanges lists the changes that nobody has acknowledged yet, oldest first.
func (s *productionService) getChanges(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	top, skip := q.Int("$top", maxChanges, 0, maxChanges), q.Int("$skip", 0, 0, math.MaxInt32)
	if err := q.Err(); err != nil {
		return nil, err
	}
	all := []unitChange{}
	err := s.db.Read(r.Context(), func(tx *db.Tx) error {
		return tx.Each(func(rows *sql.Rows) error {
			var c unitChange
			err := rows.Scan(&c.ID, &c.UnitSerialNumber, &c.NewParentSerialNumber, &c.NewPartNumber, &c.NewRevision, &c.NewUnitPhaseID)
			all = append(all, c)
			return err
		}, `SELECT c.id, u.serial_number, c.parent, c.part_number, c.revision, c.phase FROM unit_change c JOIN unit u ON u.guid = c.unit
			WHERE c.queued AND (?1 = '' OR u.serial_number = ?1) AND (?2 = '' OR u.part_number = ?2) ORDER BY c.id LIMIT ?3 OFFSET ?4`,
			q.Text("serialNumber"), q.Text("partNumber"), top, skip)
	})
	return all, stored(err)
}

// deleteChange acknowledges a change: it leaves the queue and stays in the history.
func (s *productionService) deleteChange(r *http.Request) (any, error) {
	id, err := strconv.ParseInt(r.PathValue("change_id"), 10, 64)
	if err != nil {
		return nil, fault.New(fault.Validation, "the id of a change is a whole number, got %q", r.PathValue("change_id"))
	}
	return nil, stored(s.db.Write(r.Context(), func(tx *db.Tx) error {
		found, err := tx.Find([]any{new(int64)}, "UPDATE unit_change SET queued = 0 WHERE id = ? AND queued RETURNING id", id)
		if err == nil && !found {
			err = fault.New(fault.NotFound, "there is no unit change %d that waits", id)
		}
		return err
	}))
}

// getHistory lists all that was noted of a unit, oldest first.
func (s *productionService) getHistory(r *http.Request) (any, error) {
	all := []unitState{}
	err := s.readUnit(r, func(tx *db.Tx, u *unitRow) error {
		return tx.Each(func(rows *sql.Rows) error {
			var h unitState
			err := rows.Scan(&h.ID, &h.UTC, &h.PartNumber, &h.Revision, &h.ParentSerialNumber, &h.UnitPhaseID, &h.ProcessCode, &h.ProcessName, &h.Comment)
			if h.UnitPhaseID != nil {
				name := phaseByID(*h.UnitPhaseID).Name
				h.UnitPhase = &name
			}
			all = append(all, h)
			return err
		}, `SELECT c.id, c.at, c.part_number, c.revision, c.parent, c.phase, c.process_code, p.name, c.comment
			FROM unit_change c LEFT JOIN process p ON p.code = c.process_code WHERE c.unit = ? ORDER BY c.id`, u.guid)
	})
	return all, err
}
