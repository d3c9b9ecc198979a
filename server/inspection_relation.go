package server

import (
	"cmp"
	"database/sql"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
)

// inspectionRelation says what a definition is for: an entity such as a product, at some processes and sites.
type inspectionRelation struct {
	ID           string `json:"TestSequenceRelationId"`
	DefinitionID string `json:"TestSequenceDefinitionId"`
	EntitySchema string
	EntityName   string
	EntityKey    *string
	EntityValue  *string
	Status       *int
	ProductName  *string                     // of the product whose part number is the value
	Processes    []inspectionProcessRelation `json:"TestSequenceProcessRelations"` // none means all
	Sites        []inspectionSiteRelation    `json:"TestSequenceSiteRelations"`    // none means all
}

type inspectionProcessRelation struct {
	ID         string `json:"TestSequenceProcessRelationId"`
	RelationID string `json:"TestSequenceRelationId"`
	ProcessID  string `json:"ProcessId"`
}

type inspectionSiteRelation struct {
	ID         string `json:"TestSequenceSiteRelationId"`
	RelationID string `json:"TestSequenceRelationId"`
	SiteID     string `json:"SiteId"`
}

// inspectionConflict is a relation of another definition to the same entity, process and site.
type inspectionConflict struct {
	DefinitionID string `json:"TestSequenceDefinitionId"`
	RelationID   string `json:"TestSequenceRelationId"`
	Name         string // of the other definition
	EntityName   string
	EntityValue  *string
	Status       int // of the other definition
}

func (s *inspectionService) getRelations(r *http.Request) (any, error) {
	id := pathGUID(r, "definition_id")
	var all []inspectionRelation
	err := s.db.Read(r.Context(), func(tx *db.Tx) error {
		if _, err := findInspection(tx, id); err != nil {
			return err
		}
		var err error
		all, err = listInspectionRelations(tx, id)
		return err
	})
	return all, stored(err)
}

// postRelation relates a definition to an entity. One that exists already is changed.
func (s *inspectionService) postRelation(r *http.Request) (any, error) {
	body, err := patchOf(r)
	if err != nil {
		return nil, err
	}
	var ref inspectionRef
	if err := body.over(&ref); err != nil {
		return nil, err
	}
	definition, err := ref.required()
	if err != nil {
		return nil, err
	}
	var one inspectionRelation
	err = s.db.Write(r.Context(), func(tx *db.Tx) error {
		if _, err := findInspection(tx, definition); err != nil {
			return err
		}
		one, err = addInspectionRelation(tx, definition, body)
		return err
	})
	return one, stored(err)
}

// putRelation changes what the body names of a relation.
func (s *inspectionService) putRelation(r *http.Request) (any, error) {
	return s.onRelation(r, func(tx *db.Tx, one *inspectionRelation, body patch) error {
		return changeInspectionRelation(tx, one, body)
	})
}

// deleteRelation removes the relation that the body names, and answers what is gone.
func (s *inspectionService) deleteRelation(r *http.Request) (any, error) {
	return s.onRelation(r, func(tx *db.Tx, one *inspectionRelation, _ patch) error {
		_, err := tx.Exec("DELETE FROM inspection_relation WHERE guid = ?", one.ID)
		return err
	})
}

// onRelation does something to the relation that the body names, and answers it.
func (s *inspectionService) onRelation(r *http.Request, do func(*db.Tx, *inspectionRelation, patch) error) (any, error) {
	body, err := patchOf(r)
	if err != nil {
		return nil, err
	}
	var ref struct{ TestSequenceRelationID, RelationID, ID string }
	if err := body.over(&ref); err != nil {
		return nil, err
	}
	id := strings.ToLower(cmp.Or(ref.TestSequenceRelationID, ref.RelationID, ref.ID))
	if err := required("TestSequenceRelationId", id); err != nil {
		return nil, err
	}
	var one inspectionRelation
	err = s.db.Write(r.Context(), func(tx *db.Tx) error {
		if one, err = findInspectionRelation(tx, id); err != nil {
			return err
		}
		return do(tx, &one, body)
	})
	return one, stored(err)
}

// getConflicts lists the relations of other definitions to the same entities, at the same processes and sites. Versions
// of the same name do not conflict, since one of them at most is released, and what is revoked conflicts with nothing.
func (s *inspectionService) getConflicts(r *http.Request) (any, error) {
	id := pathGUID(r, "definition_id")
	all := []inspectionConflict{}
	err := s.db.Read(r.Context(), func(tx *db.Tx) error {
		d, err := findInspection(tx, id)
		if err != nil {
			return err
		}
		all, err = listConflicts(tx, &d)
		return err
	})
	return all, stored(err)
}

func listConflicts(tx *db.Tx, d *inspection) ([]inspectionConflict, error) {
	all := []inspectionConflict{}
	mine, err := listInspectionRelations(tx, d.ID)
	if err != nil {
		return nil, err
	}
	byID := map[string]inspectionRelation{}
	for _, relation := range mine {
		byID[relation.ID] = relation
	}
	err = tx.Each(func(rows *sql.Rows) error {
		var own, body string
		var other inspectionRelation
		var c inspectionConflict
		if err := rows.Scan(&own, &body, &c.Name, &c.Status); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(body), &other); err != nil {
			return err
		}
		if relation := byID[own]; relation.meets(&other) {
			c.DefinitionID, c.RelationID, c.EntityName, c.EntityValue = other.DefinitionID, other.ID, other.EntityName, other.EntityValue
			all = append(all, c)
		}
		return nil
	}, `SELECT mine.guid, other.body, d.name, d.status FROM inspection_relation mine
		JOIN inspection_relation other USING (entity_value, entity_name, entity_schema, entity_key) JOIN inspection d ON d.guid = other.definition
		WHERE mine.definition = ? AND d.name <> ? AND d.status <> ? ORDER BY d.name, d.version, other.guid`, d.ID, d.Name, inspectionRevoked)
	return all, err
}

// meets tells whether two relations to one entity are for a common process and a common site.
func (r *inspectionRelation) meets(other *inspectionRelation) bool {
	return overlap(r.Processes, other.Processes, func(p inspectionProcessRelation) string { return p.ProcessID }) &&
		overlap(r.Sites, other.Sites, func(s inspectionSiteRelation) string { return s.SiteID })
}

// overlap tells whether two lists have a common key. An empty list stands for everything.
func overlap[T any](a, b []T, key func(T) string) bool {
	return len(a) == 0 || len(b) == 0 || slices.ContainsFunc(a, func(x T) bool {
		return slices.ContainsFunc(b, func(y T) bool { return strings.EqualFold(key(x), key(y)) })
	})
}

func listInspectionRelations(tx *db.Tx, definition string) ([]inspectionRelation, error) {
	return readInspectionRelations(tx, "r.definition = ?", definition)
}

func findInspectionRelation(tx *db.Tx, id string) (inspectionRelation, error) {
	found, err := readInspectionRelations(tx, "r.guid = ?", id)
	if err != nil {
		return inspectionRelation{}, err
	}
	if len(found) == 0 {
		return inspectionRelation{}, fault.New(fault.NotFound, "there is no relation %q", id)
	}
	return found[0], nil
}

func readInspectionRelations(tx *db.Tx, where string, args ...any) ([]inspectionRelation, error) {
	all := []inspectionRelation{}
	err := tx.Each(func(rows *sql.Rows) error {
		var body string
		var product *string
		if err := rows.Scan(&body, &product); err != nil {
			return err
		}
		var r inspectionRelation
		err := json.Unmarshal([]byte(body), &r)
		if product != nil {
			r.ProductName = product
		}
		all = append(all, r)
		return err
	}, `SELECT r.body, p.name FROM inspection_relation r LEFT JOIN product p ON p.part_number = r.entity_value
		AND 'PartNumber' COLLATE NOCASE IN (r.entity_name, r.entity_key)
		WHERE `+where+" ORDER BY r.entity_schema, r.entity_name, r.entity_key, r.entity_value, r.guid", args...)
	return all, err
}

// addInspectionRelation relates a definition to the entity in the body, or changes its relation to that.
func addInspectionRelation(tx *db.Tx, definition string, body patch) (inspectionRelation, error) {
	one := inspectionRelation{}
	if err := body.over(&one); err != nil {
		return one, err
	}
	var err error
	if one.ID, err = guidOr("TestSequenceRelationId", one.ID); err != nil {
		return one, err
	}
	one.DefinitionID = definition
	same, err := readInspectionRelations(tx, `r.guid = ? OR r.definition = ? AND r.entity_schema = ? AND r.entity_name = ?
		AND r.entity_key = coalesce(?, '') AND r.entity_value = coalesce(?, '')`,
		one.ID, definition, one.EntitySchema, one.EntityName, one.EntityKey, one.EntityValue)
	if err != nil {
		return one, err
	}
	for _, before := range same {
		if before.DefinitionID != definition {
			return one, fault.New(fault.Conflict, "relation %s belongs to definition %s", before.ID, before.DefinitionID)
		}
		one = before
	}
	return one, changeInspectionRelation(tx, &one, body)
}

// changeInspectionRelation writes the body over a relation, stores it and completes it to what is stored. The body cannot change
// which relation it is, and of which definition.
func changeInspectionRelation(tx *db.Tx, r *inspectionRelation, body patch) error {
	id, definition := r.ID, r.DefinitionID
	r.ProductName = nil
	if err := body.over(r); err != nil {
		return err
	}
	r.ID, r.DefinitionID = id, definition
	if err := saveInspectionRelation(tx, r); err != nil {
		return err
	}
	saved, err := findInspectionRelation(tx, r.ID)
	*r = saved
	return err
}

func saveInspectionRelation(tx *db.Tx, r *inspectionRelation) error {
	if err := r.complete(); err != nil {
		return err
	}
	body, err := json.Marshal(r)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO inspection_relation (guid, definition, body) VALUES (?, ?, ?)
		ON CONFLICT (guid) DO UPDATE SET body = excluded.body`, r.ID, r.DefinitionID, string(body))
	return err
}

// complete checks the relation, and gives ids to all that has none.
func (r *inspectionRelation) complete() error {
	for _, err := range []error{required("EntitySchema", r.EntitySchema), required("EntityName", r.EntityName)} {
		if err != nil {
			return err
		}
	}
	var err error
	if r.ID, err = guidOr("TestSequenceRelationId", r.ID); err != nil {
		return err
	}
	r.Processes, r.Sites = append([]inspectionProcessRelation{}, r.Processes...), append([]inspectionSiteRelation{}, r.Sites...)
	for i := range r.Processes {
		p := &r.Processes[i]
		p.RelationID = r.ID
		if p.ID, err = subRelationID("ProcessId", p.ID, p.ProcessID); err != nil {
			return err
		}
	}
	for i := range r.Sites {
		s := &r.Sites[i]
		s.RelationID = r.ID
		if s.ID, err = subRelationID("SiteId", s.ID, s.SiteID); err != nil {
			return err
		}
	}
	return nil
}

// subRelationID is the id of a relation to a process or site, which must be named.
func subRelationID(key, id, of string) (string, error) {
	if err := required(key, of); err != nil {
		return "", err
	}
	return guidOr("the id of "+key, id)
}

// forget drops the ids, so that the relation becomes a new one.
func (r *inspectionRelation) forget() {
	r.ID = ""
	for i := range r.Processes {
		r.Processes[i].ID = ""
	}
	for i := range r.Sites {
		r.Sites[i].ID = ""
	}
}
