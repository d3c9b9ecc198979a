package wats

import (
	"context"
	"fmt"
	"slices"
	"sync"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// BoxBuildTemplate is what a unit of one product revision contains, open for editing. It holds what the server has and
// what the script wants; the edits that are pending are the difference.
type BoxBuildTemplate struct {
	client     *Client
	partNumber string
	revision   string
	id         string // of the revision

	mu      sync.Mutex // guards what follows, since methods that ask the server run beside others
	stored  []ProductRevisionRelation
	wanted  []ProductRevisionRelation
	doubt   bool       // the server may have added a subunit without being able to say so
	sending sync.Mutex // held while the template is saved or read again
}

// RequiredPart says what a unit must contain.
type RequiredPart struct {
	PartNumber   string  `lua:"part_number" doc:"Part number of the subunit."`
	Revision     string  `lua:"default_revision" doc:"Its revision."`
	Quantity     int     `lua:"quantity" doc:"How many units."`
	RevisionMask *string `lua:"revision_mask" doc:"Revisions that fit; nil for its own only."`
	ItemNumber   *string `lua:"item_number" doc:"Position in the drawing."`
}

type subunitKey struct {
	PartNumber string `lua:"part_number,required" doc:"Part number of the subunit."`
	Revision   string `lua:"revision,required" doc:"Its revision."`
}

type newSubunit struct {
	subunitKey
	Quantity     int     `lua:"quantity" default:"1" doc:"How many units, 1 or more."`
	ItemNumber   *string `lua:"item_number" doc:"Position in the drawing."`
	RevisionMask *string `lua:"revision_mask" doc:"Revisions of the subunit that fit, such as A%,B."`
}

type subunitChange struct {
	subunitKey
	Quantity     *int    `lua:"quantity" doc:"How many units, 1 or more."`
	ItemNumber   *string `lua:"item_number" doc:"Position in the drawing; empty for none."`
	RevisionMask *string `lua:"revision_mask" doc:"Revisions of the subunit that fit; empty for its own only."`
}

type subunitQuantity struct {
	subunitKey
	Quantity int `lua:"quantity,required" doc:"How many units, 1 or more."`
}

type subunitPart struct {
	PartNumber string `lua:"part_number,required" doc:"Part number of the subunits."`
}

// openTemplate reads the template of a revision that is there.
func openTemplate(ctx context.Context, c *Client, partNumber, revision string) (*BoxBuildTemplate, error) {
	id, err := revisionID(ctx, c, partNumber, revision)
	if err != nil {
		return nil, err
	}
	b := &BoxBuildTemplate{client: c, partNumber: partNumber, revision: revision, id: id}
	return b.reload(ctx, nil)
}

// subunits are what the unit is to contain, edits included.
func (b *BoxBuildTemplate) subunits() []ProductRevisionRelation {
	b.mu.Lock()
	defer b.mu.Unlock()
	return append([]ProductRevisionRelation{}, b.wanted...)
}

func (b *BoxBuildTemplate) isPending() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.next() != nil
}

// indexOf finds a child by the id of its revision.
func indexOf(list []ProductRevisionRelation, childID string) int {
	return slices.IndexFunc(list, func(r ProductRevisionRelation) bool { return r.ChildID == childID })
}

// find is the position of a subunit in wanted, -1 where it is not.
func (b *BoxBuildTemplate) find(key subunitKey) int {
	return slices.IndexFunc(b.wanted, func(r ProductRevisionRelation) bool {
		return r.PartNumber == key.PartNumber && r.Revision == key.Revision
	})
}

// edit changes the subunit that must be there.
func (b *BoxBuildTemplate) edit(key subunitKey, change func(i int)) (*BoxBuildTemplate, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	i := b.find(key)
	if i < 0 {
		return nil, fault.New(fault.NotFound, "the box build of %s %s has no subunit %s %s", b.partNumber, b.revision, key.PartNumber, key.Revision).
			WithHint("add_subunit adds one")
	}
	change(i)
	return b, nil
}

// addSubunit adds a child. One that is there already is changed instead.
func (b *BoxBuildTemplate) addSubunit(ctx context.Context, in *newSubunit) (*BoxBuildTemplate, error) {
	if err := checkQuantity(in.Quantity); err != nil {
		return nil, err
	}
	if in.PartNumber == b.partNumber && in.Revision == b.revision {
		return nil, fault.New(fault.Usage, "a unit cannot contain itself: %s %s", in.PartNumber, in.Revision)
	}
	change := subunitChange{in.subunitKey, &in.Quantity, in.ItemNumber, in.RevisionMask}
	if _, err := b.updateSubunit(change); fault.KindOf(err) != fault.NotFound {
		return b, err
	}
	id, err := revisionID(ctx, b.client, in.PartNumber, in.Revision)
	if err != nil {
		return nil, err
	}
	b.mu.Lock()
	if b.find(in.subunitKey) < 0 {
		child := ProductRevisionRelation{ParentID: b.id, ChildID: id, PartNumber: in.PartNumber, Revision: in.Revision}
		if i := indexOf(b.stored, id); i >= 0 {
			child.RelationID = b.stored[i].RelationID // it was removed and comes back
		}
		b.wanted = append(b.wanted, child)
	}
	b.mu.Unlock()
	return b.updateSubunit(change)
}

func (b *BoxBuildTemplate) updateSubunit(in subunitChange) (*BoxBuildTemplate, error) {
	if in.Quantity != nil {
		if err := checkQuantity(*in.Quantity); err != nil {
			return nil, err
		}
	}
	return b.edit(in.subunitKey, func(i int) {
		r := &b.wanted[i]
		if in.Quantity != nil {
			r.Quantity = *in.Quantity
		}
		if in.ItemNumber != nil {
			r.ItemNumber = textOrNil(*in.ItemNumber)
		}
		if in.RevisionMask != nil {
			r.RevisionMask = textOrNil(*in.RevisionMask)
		}
	})
}

func (b *BoxBuildTemplate) setQuantity(in subunitQuantity) (*BoxBuildTemplate, error) {
	return b.updateSubunit(subunitChange{subunitKey: in.subunitKey, Quantity: &in.Quantity})
}

func (b *BoxBuildTemplate) removeSubunit(in subunitKey) (*BoxBuildTemplate, error) {
	return b.edit(in, func(i int) { b.wanted = slices.Delete(b.wanted, i, i+1) })
}

func (b *BoxBuildTemplate) clearAll() *BoxBuildTemplate {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.wanted = nil
	return b
}

func (b *BoxBuildTemplate) discard() *BoxBuildTemplate {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.wanted = slices.Clone(b.stored)
	return b
}

// matching are the children that use a part number.
func (b *BoxBuildTemplate) matching(in subunitPart) []ProductRevisionRelation {
	return slices.DeleteFunc(b.subunits(), func(r ProductRevisionRelation) bool { return r.PartNumber != in.PartNumber })
}

// validate tells whether a unit fits one of the children with its part number.
func (b *BoxBuildTemplate) validate(in subunitKey) bool {
	return slices.ContainsFunc(b.matching(subunitPart{in.PartNumber}), func(r ProductRevisionRelation) bool { return r.matches(in.Revision) })
}

func (b *BoxBuildTemplate) requiredParts() []RequiredPart {
	parts := []RequiredPart{}
	for _, r := range b.subunits() {
		parts = append(parts, RequiredPart{r.PartNumber, r.Revision, r.Quantity, r.RevisionMask, r.ItemNumber})
	}
	return parts
}

// String is how scripts see the template printed.
func (b *BoxBuildTemplate) String() string {
	return fmt.Sprintf("box build of %s %s: %d subunits", b.partNumber, b.revision, len(b.subunits()))
}

// boxBuildClasses are the classes of the product service.
func boxBuildClasses() []*modules.Class {
	return []*modules.Class{modules.ClassOf("BoxBuildTemplate", "What a unit of a product revision contains. Edits are kept until save sends them.",
		(*BoxBuildTemplate).String, likePyWATS,
		modules.Getter("parent_part_number", "Part number of the unit.", func(b *BoxBuildTemplate) string { return b.partNumber }),
		modules.Getter("parent_revision", "Its revision.", func(b *BoxBuildTemplate) string { return b.revision }),
		modules.Getter("parent_revision_id", "GUID of its revision.", func(b *BoxBuildTemplate) string { return b.id }),
		modules.Getter("subunits", "What it contains, edits included: what is stored, then what is new.", (*BoxBuildTemplate).subunits),
		modules.Getter("has_pending_changes", "Whether there are edits that are not saved.", (*BoxBuildTemplate).isPending),
		modules.Methods(boxBuildEdits()...), modules.Methods(boxBuildLooks()...),
	)}
}
