package server

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// inspectionChange is what a write of a definition may say beside its settings.
type inspectionChange struct {
	inspectionRef
	Status    *int
	XAML      *string
	Relations []json.RawMessage
}

// getDefinitions lists the definitions of all sites or, unless the query's isGlobalDefinitions is true, of this one.
func (s *inspectionService) getDefinitions(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	global := q.Bool("isGlobalDefinitions", false)
	if err := q.Err(); err != nil {
		return nil, err
	}
	var all []inspectionDetail
	err := s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		all, err = listInspections(tx, global)
		return err
	})
	return all, stored(err)
}

func (s *inspectionService) getDefinition(r *http.Request) (any, error) {
	id, err := definitionOf(r)
	if err != nil {
		return nil, err
	}
	var d inspectionDetail
	err = s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		d, err = findInspectionDetail(tx, id)
		return err
	})
	return d, stored(err)
}

// postDefinition adds a definition: the first of its name, or the next version of it.
func (s *inspectionService) postDefinition(r *http.Request) (any, error) {
	body, err := patchOf(r)
	if err != nil {
		return nil, err
	}
	var d inspectionDetail
	err = s.db.Write(r.Context(), func(tx *db.Tx) error {
		now := s.clock().UTC()
		one := inspection{Created: now, inspectionSettings: inspectionSettings{LogOperator: true, CreatedBy: someone(nil)}}
		if one.ID, err = newInspectionID(tx, body); err != nil {
			return err
		}
		if err := changeInspection(tx, &one, body, now); err != nil {
			return err
		}
		d, err = findInspectionDetail(tx, one.ID)
		return err
	})
	return d, stored(err)
}

// newInspectionID is the id that the client has chosen, or a new one.
func newInspectionID(tx *db.Tx, body patch) (string, error) {
	var ref inspectionRef
	if err := body.over(&ref); err != nil {
		return "", err
	}
	id, err := guidOr("TestSequenceDefinitionId", ref.id())
	if err != nil {
		return "", err
	}
	var name string
	taken, err := tx.Find([]any{&name}, "SELECT name FROM inspection WHERE guid = ?", id)
	if err == nil && taken {
		err = fault.New(fault.Conflict, "there is a definition %s already: %q", id, name).WithHint("change it by PutDefinitionNew")
	}
	return id, err
}

// putDefinition changes what the body names of a definition.
func (s *inspectionService) putDefinition(r *http.Request) (any, error) {
	var d inspectionDetail
	err := s.patchDefinition(r, func(tx *db.Tx, id string) (err error) {
		d, err = findInspectionDetail(tx, id)
		return err
	})
	return d, err
}

// patchDefinition changes what the body names of a definition, then has the answer read in the same transaction.
func (s *inspectionService) patchDefinition(r *http.Request, read func(tx *db.Tx, id string) error) error {
	body, err := patchOf(r)
	if err != nil {
		return err
	}
	var ref inspectionRef
	if err := body.over(&ref); err != nil {
		return err
	}
	id, err := ref.required()
	if err != nil {
		return err
	}
	err = s.db.Write(r.Context(), func(tx *db.Tx) error {
		d, err := findInspection(tx, id)
		if err != nil {
			return err
		}
		now := s.clock().UTC()
		d.Modified, d.ModifiedBy = &now, someone(d.ModifiedBy)
		if err := changeInspection(tx, &d, body, now); err != nil {
			return err
		}
		return read(tx, id)
	})
	return stored(err)
}

// changeInspection writes the body over a definition and stores it.
func changeInspection(tx *db.Tx, d *inspection, body patch, now time.Time) error {
	var change inspectionChange
	if err := body.over(&change); err != nil {
		return err
	}
	if err := body.over(&d.inspectionSettings); err != nil {
		return err
	}
	if err := d.enter(tx, stateOr(change.Status, d.Status), now); err != nil {
		return err
	}
	if err := saveInspection(tx, d); err != nil {
		return err
	}
	if change.XAML != nil {
		if err := saveXAML(tx, d.ID, inspectionXAML{d.ID, change.XAML}); err != nil {
			return err
		}
	}
	for _, relation := range change.Relations {
		if _, err := addInspectionRelation(tx, d.ID, patch(relation)); err != nil {
			return err
		}
	}
	return nil
}

// someone is who a client says has done something, else the user of this server.
func someone(named *string) *string {
	if named != nil {
		return named
	}
	user := theUser
	return &user
}

// enter puts the definition into a state. A release revokes the one before it of the same name.
func (d *inspection) enter(tx *db.Tx, status int, now time.Time) error {
	if status < inspectionDraft || status > inspectionRevoked {
		return fault.New(fault.Validation, "Status cannot be %d: use 0 draft, 1 pending, 2 released or 3 revoked", status)
	}
	if status != d.Status {
		d.Status, d.Revoked = status, nil
		switch status {
		case inspectionReleased:
			d.Released, d.ReleasedBy = &now, someone(d.ReleasedBy)
		case inspectionRevoked:
			d.Revoked, d.RevokedBy = &now, someone(d.RevokedBy)
		}
	}
	if status != inspectionReleased {
		return nil
	}
	return revokeReleased(tx, d, now)
}

func revokeReleased(tx *db.Tx, successor *inspection, now time.Time) error {
	before, err := readInspections(tx, "WHERE name = ? AND status = ? AND guid <> ?", successor.Name, inspectionReleased, successor.ID)
	for i := range before {
		if err != nil {
			break
		}
		before[i].Status, before[i].Revoked, before[i].RevokedBy = inspectionRevoked, &now, someone(successor.ReleasedBy)
		err = saveInspection(tx, &before[i].inspection)
	}
	return err
}

// getDefinitionCopy makes the next version of a definition, a draft with its relations and XAML. It is a GET all the same.
func (s *inspectionService) getDefinitionCopy(r *http.Request) (any, error) {
	id := pathGUID(r, "definition_id")
	var d inspectionDetail
	err := s.db.Write(r.Context(), func(tx *db.Tx) error {
		copied, err := copyInspection(tx, id, s.clock().UTC())
		if err != nil {
			return err
		}
		d, err = findInspectionDetail(tx, copied)
		return err
	})
	return d, stored(err)
}

// copyInspection is the id of the copy.
func copyInspection(tx *db.Tx, id string, now time.Time) (string, error) {
	d, err := findInspection(tx, id)
	if err != nil {
		return "", err
	}
	relations, err := listInspectionRelations(tx, id)
	if err != nil {
		return "", err
	}
	next := inspection{ID: uuid.NewString(), Created: now, inspectionSettings: d.inspectionSettings}
	next.Version, next.CreatedBy, next.ModifiedBy, next.ReleasedBy, next.RevokedBy = 0, someone(nil), nil, nil, nil
	if err := saveInspection(tx, &next); err != nil {
		return "", err
	}
	if _, err := tx.Exec("UPDATE inspection SET xaml = (SELECT xaml FROM inspection WHERE guid = ?) WHERE guid = ?", id, next.ID); err != nil {
		return "", err
	}
	for _, relation := range relations {
		relation.forget()
		relation.DefinitionID = next.ID
		if err := saveInspectionRelation(tx, &relation); err != nil {
			return "", err
		}
	}
	return next.ID, nil
}

// getInstancesCount counts the executions of a definition.
func (s *inspectionService) getInstancesCount(r *http.Request) (any, error) {
	var d inspectionDetail
	err := s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		d, err = findInspectionDetail(tx, pathGUID(r, "definition_id"))
		return err
	})
	return d.InstancesCount, stored(err)
}

// getDetails finds the latest execution for a unit, which the path names by its id or by its serial number.
func (s *inspectionService) getDetails(r *http.Request) (any, error) {
	var i inspectionInstance
	err := s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		i, err = findInstance(tx, r.PathValue("unit_id"))
		return err
	})
	return i, stored(err)
}

// getSequences lists all definitions in short.
func (s *inspectionService) getSequences(r *http.Request) (any, error) {
	rows := []inspectionSequence{}
	err := s.db.Read(r.Context(), func(tx *db.Tx) error {
		all, err := readInspections(tx, "")
		for i := range all {
			rows = append(rows, all[i].short())
		}
		return err
	})
	return rows, stored(err)
}

func (d *inspection) short() inspectionSequence {
	return inspectionSequence{d.ID, d.Name, d.Version, d.Status}
}

// putSequence changes a definition by its short form.
func (s *inspectionService) putSequence(r *http.Request) (any, error) {
	var row inspectionSequence
	err := s.patchDefinition(r, func(tx *db.Tx, id string) error {
		d, err := findInspection(tx, id)
		row = d.short()
		return err
	})
	return row, err
}

// deleteSequence removes a definition with its relations and answers what is gone. Reports of its executions stay.
func (s *inspectionService) deleteSequence(r *http.Request) (any, error) {
	var row inspectionSequence
	err := s.db.Write(r.Context(), func(tx *db.Tx) error {
		d, err := findInspection(tx, pathGUID(r, "sequence_id"))
		if err != nil {
			return err
		}
		row = d.short()
		_, err = tx.Exec("DELETE FROM inspection WHERE guid = ?", d.ID)
		return err
	})
	return row, stored(err)
}

// check refuses settings that make no sense.
func (d *inspection) check() error {
	if err := required("Name", d.Name); err != nil {
		return err
	}
	if d.OnFailRequireRepair < 0 || d.OnFailRequireRepair > 2 {
		return fault.New(fault.Validation, "OnFailRequireRepair cannot be %d: use 0 disabled, 1 optional or 2 required", d.OnFailRequireRepair)
	}
	if d.Version < 0 {
		return fault.New(fault.Validation, "Version cannot be %d: versions count from 1", d.Version)
	}
	d.Name = strings.TrimSpace(d.Name)
	return nil
}
