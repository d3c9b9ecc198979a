package server

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// assemblyCheck says whether a unit is built of what the box build of its revision asks for.
type assemblyCheck struct {
	SerialNumber string         `json:"serialNumber"`
	PartNumber   string         `json:"partNumber"`
	Revision     *string        `json:"revision"`
	IsValid      bool           `json:"isValid"`
	Message      string         `json:"message"` // what is wrong first of all
	Children     []childCheck   `json:"children"`
	Missing      []missingChild `json:"missing"`
}

// childCheck says whether a child has a place in the box build.
type childCheck struct {
	SerialNumber string  `json:"serialNumber"`
	PartNumber   string  `json:"partNumber"`
	Revision     *string `json:"revision"`
	IsValid      bool    `json:"isValid"`
	Message      string  `json:"message"`
}

// missingChild is a line of the box build for which there are too few children.
type missingChild struct {
	PartNumber string `json:"partNumber"`
	Revision   string `json:"revision"` // that fit, as a mask
	Quantity   int    `json:"quantity"` // that is asked for
	Found      int    `json:"found"`
}

// place is a line of a box build with the children that were found for it.
type place struct {
	missingChild
	fits  []bool // by child
	taken []int  // children
}

// checkChildren compares the children of a unit with the box build of its revision, or of the revision that the query names.
func (s *productionService) checkChildren(r *http.Request) (any, error) {
	var c assemblyCheck
	revision := web.QueryOf(r).Text("revision")
	err := s.readUnit(r, func(tx *db.Tx, u *unitRow) error {
		tree, err := s.showTree(tx, u)
		if err != nil {
			return err
		}
		c = assemblyCheck{SerialNumber: u.serialNumber, PartNumber: u.partNumber, Revision: tree.Revision, Children: []childCheck{}, Missing: []missingChild{}}
		if revision != "" {
			c.Revision = &revision
		}
		places, err := boxBuild(tx, u.partNumber, orEmpty(c.Revision), tree.SubUnits)
		if err == nil {
			c.compare(places, tree.SubUnits)
		}
		return err
	})
	return c, err
}

// boxBuild reads the lines of a revision's box build and which of the children fit each.
func boxBuild(tx *db.Tx, partNumber, revision string, children []unit) ([]place, error) {
	owner, err := findRevision(tx, partNumber, revision)
	if fault.KindOf(err) == fault.NotFound {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	relations, err := productRelations(tx, owner.ProductRevisionID)
	if err != nil {
		return nil, err
	}
	places := make([]place, len(relations))
	for i, relation := range relations {
		p := &places[i]
		p.PartNumber, p.Revision, p.Quantity = relation.ChildPartNumber, relation.ChildRevision, stateOr(relation.Quantity, 1)
		fits := func(revision string) bool { return revision == relation.ChildRevision }
		if mask := orEmpty(relation.RevisionMask); strings.TrimSpace(mask) != "" {
			p.Revision = mask
			fits = func(revision string) bool { return fitsMask(mask, revision) }
		}
		for _, child := range children {
			p.fits = append(p.fits, child.PartNumber == p.PartNumber && fits(orEmpty(child.Revision)))
		}
	}
	return places, nil
}

// compare finds a place for as many children as possible and says what is left over on both sides. Without a box build
// nothing can be right: a unit must not pass because nobody has said what belongs into it.
func (c *assemblyCheck) compare(places []place, children []unit) {
	if len(places) == 0 {
		c.Message = fmt.Sprintf("there is no box build of product %q revision %q", c.PartNumber, orEmpty(c.Revision))
	}
	for i, child := range children {
		one := childCheck{child.SerialNumber, child.PartNumber, child.Revision, seat(places, i, make([]bool, len(places))), ""}
		if !one.IsValid {
			one.Message = fmt.Sprintf("unit %q of product %q revision %q has no place in the box build", child.SerialNumber, child.PartNumber, orEmpty(child.Revision))
			c.fail(one.Message)
		}
		c.Children = append(c.Children, one)
	}
	for _, p := range places {
		if p.Found = len(p.taken); p.Found < p.Quantity {
			c.fail(fmt.Sprintf("there are %d of %d units of product %q revision %q", p.Found, p.Quantity, p.PartNumber, p.Revision))
			c.Missing = append(c.Missing, p.missingChild)
		}
	}
	c.IsValid = c.Message == ""
}

func (c *assemblyCheck) fail(message string) {
	if c.Message == "" {
		c.Message = message
	}
}

// seat finds a place for a child; a child that sits there moves where it fits elsewhere.
func seat(places []place, child int, asked []bool) bool {
	for i := range places {
		p := &places[i]
		if asked[i] || !p.fits[child] {
			continue
		}
		asked[i] = true
		if len(p.taken) < p.Quantity {
			p.taken = append(p.taken, child)
			return true
		}
		for j, other := range p.taken {
			if seat(places, other, asked) {
				p.taken[j] = child
				return true
			}
		}
	}
	return false
}
