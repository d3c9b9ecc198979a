package wats

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"
	"slices"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// relationEdit is one edit on its way to the server.
type relationEdit struct {
	route    string
	relation ProductRevisionRelation
}

// next is the first of the pending edits, nil when there is none: what is not wanted is removed, then what differs is
// changed, then what is new is added.
func (b *BoxBuildTemplate) next() *relationEdit {
	for _, r := range b.stored {
		if indexOf(b.wanted, r.ChildID) < 0 {
			return &relationEdit{deleteRelationRoute, r}
		}
	}
	for _, r := range b.wanted {
		if i := indexOf(b.stored, r.ChildID); i >= 0 && !reflect.DeepEqual(b.stored[i], r) {
			return &relationEdit{putRelationRoute, r}
		}
	}
	for _, r := range b.wanted {
		if indexOf(b.stored, r.ChildID) < 0 {
			return &relationEdit{postRelationRoute, r}
		}
	}
	return nil
}

// save sends the pending edits one by one. When one fails, those before it are done and the others stay pending.
func (b *BoxBuildTemplate) save(ctx context.Context, _ *noArguments) (*BoxBuildTemplate, error) {
	if err := b.begin(); err != nil {
		return nil, err
	}
	defer b.sending.Unlock()
	if err := b.clearDoubt(ctx); err != nil {
		return nil, err
	}
	for {
		b.mu.Lock()
		edit := b.next()
		b.mu.Unlock()
		if edit == nil {
			return b, nil
		}
		if err := b.send(ctx, edit); err != nil {
			return nil, err
		}
	}
}

// begin keeps two threads of a run from sending the same edits.
func (b *BoxBuildTemplate) begin() error {
	if b.sending.TryLock() {
		return nil
	}
	return fault.New(fault.Conflict, "the box build of %s %s is being saved or read by another thread", b.partNumber, b.revision)
}

// send sends one edit and takes what it did into what is stored.
func (b *BoxBuildTemplate) send(ctx context.Context, edit *relationEdit) error {
	switch edit.route {
	case deleteRelationRoute:
		return b.sendRemoval(ctx, edit.relation)
	case putRelationRoute:
		if _, _, err := sendRelation(ctx, b.client, putRelationRoute, &edit.relation); err != nil {
			return err
		}
	default:
		if err := b.sendAddition(ctx, &edit.relation); err != nil {
			return err
		}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.keep(edit.relation)
	return nil
}

// sendRemoval deletes a relation. One that is gone already is as good.
func (b *BoxBuildTemplate) sendRemoval(ctx context.Context, relation ProductRevisionRelation) error {
	r := newRequest(deleteRelationRoute)
	r.set("productRevisionRelationId", *relation.RelationID)
	if a, err := b.client.send(ctx, r); err != nil && (a == nil || a.status != http.StatusNotFound) {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.stored = slices.DeleteFunc(b.stored, func(s ProductRevisionRelation) bool { return s.ChildID == relation.ChildID })
	return nil
}

// sendAddition adds a relation and learns its id.
func (b *BoxBuildTemplate) sendAddition(ctx context.Context, relation *ProductRevisionRelation) error {
	answer, err := postRelation(ctx, b.client, relation)
	var stored ProductRevisionRelation
	if err == nil {
		if err = json.Unmarshal(answer.Data, &stored); err == nil && stored.RelationID == nil {
			err = fault.New(fault.Server, "the server gives no id of the new relation")
		}
	}
	if err != nil {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.doubt = true
		return err
	}
	relation.RelationID = stored.RelationID
	return nil
}

// keep notes a relation as stored, and gives its id to what is wanted, which may have been edited meanwhile.
func (b *BoxBuildTemplate) keep(relation ProductRevisionRelation) {
	if i := indexOf(b.stored, relation.ChildID); i >= 0 {
		b.stored[i] = relation
	} else {
		b.stored = append(b.stored, relation)
	}
	if i := indexOf(b.wanted, relation.ChildID); i >= 0 {
		b.wanted[i].RelationID = relation.RelationID
	}
}

// clearDoubt looks whether the server has an addition whose answer did not arrive, so that it is not added twice.
func (b *BoxBuildTemplate) clearDoubt(ctx context.Context) error {
	b.mu.Lock()
	doubt := b.doubt
	b.mu.Unlock()
	if !doubt {
		return nil
	}
	now, err := b.fetch(ctx)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, r := range now {
		if indexOf(b.wanted, r.ChildID) >= 0 && indexOf(b.stored, r.ChildID) < 0 {
			b.keep(r)
		}
	}
	b.doubt = false
	return nil
}

// fetch reads what the server has.
func (b *BoxBuildTemplate) fetch(ctx context.Context) ([]ProductRevisionRelation, error) {
	rows, err := fetchTree(ctx, b.client, b.partNumber, b.revision)
	if err != nil {
		return nil, err
	}
	all := subunitsOf(rows)
	for i := range all {
		all[i].ParentID = b.id
	}
	return all, nil
}

func (b *BoxBuildTemplate) reload(ctx context.Context, _ *noArguments) (*BoxBuildTemplate, error) {
	if err := b.begin(); err != nil {
		return nil, err
	}
	defer b.sending.Unlock()
	now, err := b.fetch(ctx)
	if err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.stored, b.wanted, b.doubt = now, slices.Clone(now), false
	return b, nil
}

type editArgs struct {
	PartNumber string           `lua:"part_number,required" doc:"Part number of the product."`
	Revision   string           `lua:"revision,required" doc:"Its revision."`
	Edit       modules.Callback `lua:"fn,required" doc:"What to do with the template, which it gets as its argument."`
}

// editBoxBuild gives a template to a function and saves it when that has not raised.
func editBoxBuild(ctx context.Context, c *Client, in *editArgs) (*BoxBuildTemplate, error) {
	b, err := openTemplate(ctx, c, in.PartNumber, in.Revision)
	if err != nil {
		return nil, err
	}
	if _, err := in.Edit.Call(ctx, b); err != nil {
		return nil, err
	}
	return b.save(ctx, nil)
}
