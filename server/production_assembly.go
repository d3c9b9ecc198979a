package server

import (
	"net/http"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// attach builds a unit into another. A unit is in one place at a time, and never inside itself.
func attach(tx *db.Tx, parent, child *unitRow) error {
	if child.parent != nil && *child.parent != parent.guid {
		owner, err := loadUnitByID(tx, *child.parent)
		if err != nil {
			return err
		}
		return fault.New(fault.Conflict, "unit %q of product %q is built into %q of product %q",
			child.serialNumber, child.partNumber, owner.serialNumber, owner.partNumber).WithHint("remove it there first")
	}
	circle, err := tx.Find([]any{new(string)}, `WITH RECURSIVE above (guid) AS (
		SELECT ?1 UNION SELECT u.parent FROM unit u JOIN above ON u.guid = above.guid WHERE u.parent IS NOT NULL
	) SELECT guid FROM above WHERE guid = ?2`, parent.guid, child.guid)
	if err == nil && circle {
		err = fault.New(fault.Conflict, "unit %q of product %q cannot be built into itself", child.serialNumber, child.partNumber)
	}
	child.parent = &parent.guid
	return err
}

// childRequest is a request about a parent and its child, in the names of the public or of the internal routes.
type childRequest struct {
	parent, child          unitIdentity
	partMask, revisionMask string // what the child must be; empty for anything
	finalized              bool   // whether the child must be finished
}

func readChildRequest(r *http.Request) (*childRequest, error) {
	q := web.QueryOf(r)
	in := &childRequest{
		parent: keyOf(q), child: unitIdentity{q.Required("childSerialNumber"), q.Required("childPartNumber")},
		partMask: q.Text("checkPartNumber"), revisionMask: q.Text("checkRevision"), finalized: q.Bool("checkPhase", false),
	}
	return in, q.Err()
}

// addChild builds a child into its parent, if it is what the request wants it to be, and answers the child.
func (s *productionService) addChild(r *http.Request) (any, error) {
	return s.changeChild(r, func(tx *db.Tx, in *childRequest, parent, child *unitRow) error {
		if err := in.check(s, tx, child); err != nil {
			return err
		}
		return attach(tx, parent, child)
	})
}

// removeChild takes a child out of its parent and answers the child.
func (s *productionService) removeChild(r *http.Request) (any, error) {
	return s.changeChild(r, func(_ *db.Tx, _ *childRequest, parent, child *unitRow) error {
		if child.parent == nil || *child.parent != parent.guid {
			return fault.New(fault.NotFound, "unit %q of product %q is not built into %q of product %q",
				child.serialNumber, child.partNumber, parent.serialNumber, parent.partNumber)
		}
		child.parent = nil
		return nil
	})
}

func (s *productionService) changeChild(r *http.Request, f func(tx *db.Tx, in *childRequest, parent, child *unitRow) error) (any, error) {
	in, err := readChildRequest(r)
	if err != nil {
		return nil, err
	}
	var shown *unit
	err = s.db.Write(r.Context(), func(tx *db.Tx) error {
		parent, err := s.open(tx, in.parent)
		if err != nil {
			return err
		}
		child, err := s.open(tx, in.child)
		if err != nil {
			return err
		}
		before := *child
		if err := f(tx, in, parent, child); err != nil {
			return err
		}
		if err := s.save(tx, &before, child, ""); err != nil {
			return err
		}
		shown, err = s.show(tx, child)
		return err
	})
	return shown, stored(err)
}

// check refuses a child that is not of the part number or revision that the request wants, or not finished.
func (in *childRequest) check(s *productionService, tx *db.Tx, child *unitRow) error {
	shown, err := s.showTree(tx, child)
	if err != nil {
		return err
	}
	for _, c := range []struct{ what, is, mask string }{
		{"part number", child.partNumber, in.partMask}, {"revision", orEmpty(shown.Revision), in.revisionMask},
	} {
		if c.mask != "" && !fitsMask(c.mask, c.is) {
			return fault.New(fault.Conflict, "unit %q of product %q has %s %q, wanted is %q", child.serialNumber, child.partNumber, c.what, c.is, c.mask)
		}
	}
	if in.finalized && child.phase != phaseFinalized {
		return fault.New(fault.Conflict, "unit %q of product %q is in phase %q", child.serialNumber, child.partNumber, phaseByID(child.phase).Name).
			WithHint("only finalized units are built in")
	}
	return nil
}

// fitsMask says whether a text is one of a list that is parted by commas, in which A% stands for all that begins with A.
func fitsMask(mask, text string) bool {
	for one := range strings.SplitSeq(mask, ",") {
		one = strings.TrimSpace(one)
		prefix, open := strings.CutSuffix(one, "%")
		if one == text || open && strings.HasPrefix(text, prefix) {
			return true
		}
	}
	return false
}

// removeAllChildren takes all children out of a unit and answers how many they were.
func (s *productionService) removeAllChildren(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	removed := map[string]int{"removed": 0}
	return removed, s.change(r, q, func(tx *db.Tx, u *unitRow) error {
		all, err := childrenOf(tx, u)
		for _, child := range all {
			before := *child
			child.parent = nil
			if err := s.save(tx, &before, child, ""); err != nil {
				return err
			}
		}
		removed["removed"] = len(all)
		return err
	})
}

// unitNode is a unit at its place in a hierarchy.
type unitNode struct {
	SerialNumber string     `json:"serialNumber"`
	PartNumber   string     `json:"partNumber"`
	Revision     *string    `json:"revision"`
	UnitPhaseID  *int       `json:"unitPhaseId"`
	UnitPhase    *string    `json:"unitPhase"`
	Level        int        `json:"level"` // 0 at the top
	SubUnits     []unitNode `json:"subUnits"`
}

func nodeOf(u *unit, level int) unitNode {
	n := unitNode{u.SerialNumber, u.PartNumber, u.Revision, u.UnitPhaseID, u.UnitPhase, level, []unitNode{}}
	for i := range u.SubUnits {
		n.SubUnits = append(n.SubUnits, nodeOf(&u.SubUnits[i], level+1))
	}
	return n
}

// getHierarchy answers the whole tree that a unit is part of, from the unit at its top.
func (s *productionService) getHierarchy(r *http.Request) (any, error) {
	var top unitNode
	err := s.readUnit(r, func(tx *db.Tx, u *unitRow) error {
		for u.parent != nil {
			owner, err := loadUnitByID(tx, *u.parent)
			if err != nil {
				return err
			}
			u = owner
		}
		tree, err := s.showTree(tx, u)
		if err == nil {
			top = nodeOf(tree, 0)
		}
		return err
	})
	return top, err
}
