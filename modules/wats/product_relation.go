package wats

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// ProductRevisionRelation says that a unit of one product revision contains units of another.
type ProductRevisionRelation struct {
	_            struct{} `wire:"pascal"`
	RelationID   *string  `lua:"relation_id" json:"ProductRevisionRelationId,omitempty" doc:"GUID of the relation; nil until it is saved."`
	ParentID     string   `lua:"parent_product_revision_id" json:"ParentProductRevisionId" doc:"GUID of the parent's revision."`
	ChildID      string   `lua:"child_product_revision_id" json:"ProductRevisionId" doc:"GUID of the child's revision."`
	Quantity     int      `lua:"quantity" json:"Quantity" doc:"How many units of the child."`
	ItemNumber   *string  `lua:"item_number" json:"ItemNumber,omitempty" doc:"Position in the drawing."`
	PartNumber   string   `lua:"child_part_number" json:"ChildPartNumber,omitempty" doc:"Part number of the child."`
	Revision     string   `lua:"child_revision" json:"ChildRevision,omitempty" doc:"Revision of the child."`
	RevisionMask *string  `lua:"revision_mask" json:"RevisionMask,omitempty" doc:"Revisions of the child that fit, separated by commas; % stands for any characters."`
}

// HierarchyRow is a revision at its place in a box-build tree.
type HierarchyRow struct {
	_            struct{} `wire:"pascal"`
	Level        int      `lua:"hlevel" json:"hlevel" doc:"0 for the revision that was asked for, 1 for its children, and so on."`
	PartNumber   string   `lua:"part_number" json:"PartNumber" doc:"Part number."`
	Revision     string   `lua:"revision" json:"Revision" doc:"Revision."`
	RevisionID   string   `lua:"product_revision_id" json:"ProductRevisionId" doc:"GUID of the revision."`
	ParentID     *string  `lua:"parent_product_revision_id" json:"ParentProductRevisionId" doc:"GUID of the revision that contains it."`
	RelationID   *string  `lua:"product_revision_relation_id" json:"ProductRevisionRelationId" doc:"GUID of the relation to that revision."`
	Quantity     int      `lua:"quantity" json:"Quantity" doc:"How many units."`
	ItemNumber   *string  `lua:"item_number" json:"ItemNumber" doc:"Position in the drawing."`
	RevisionMask *string  `lua:"revision_mask" json:"RevisionMask" doc:"Revisions that fit."`
}

const (
	treeRoute           = "GET /api/internal/Product/GetProductInfo"
	postRelationRoute   = "POST /api/internal/Product/PostProductRevisionRelation"
	putRelationRoute    = "PUT /api/internal/Product/PutProductRevisionRelation"
	deleteRelationRoute = "DELETE /api/internal/Product/DeleteProductRevisionRelation"
)

type subunitRelation struct {
	ParentPartNumber string  `lua:"parent_part_number,required" doc:"Part number of the unit that contains the other."`
	ParentRevision   string  `lua:"parent_revision,required" doc:"Its revision."`
	ChildPartNumber  string  `lua:"child_part_number,required" doc:"Part number of the unit inside."`
	ChildRevision    string  `lua:"child_revision,required" doc:"Its revision."`
	Quantity         int     `lua:"quantity" default:"1" doc:"How many units, 1 or more."`
	RevisionMask     *string `lua:"revision_mask" doc:"Revisions of the child that fit, such as A%,B."`
}

type subunitRelationKey struct {
	RelationID string `lua:"relation_id,required" query:"productRevisionRelationId" doc:"GUID of the relation."`
}

type relationMatch struct {
	Relation modules.Record[ProductRevisionRelation] `lua:"relation,required" doc:"The relation, as get_box_build_subunits gives it."`
	Revision string                                  `lua:"revision,required" doc:"The revision of a unit."`
}

// addSubunit relates two revisions that are there.
func addSubunit(ctx context.Context, c *Client, in *subunitRelation) (any, error) {
	if err := checkQuantity(in.Quantity); err != nil {
		return nil, err
	}
	if err := notBlank("parent_part_number", in.ParentPartNumber, "parent_revision", in.ParentRevision,
		"child_part_number", in.ChildPartNumber, "child_revision", in.ChildRevision); err != nil {
		return nil, err
	}
	parent, err := revisionID(ctx, c, in.ParentPartNumber, in.ParentRevision)
	if err != nil {
		return nil, err
	}
	child, err := revisionID(ctx, c, in.ChildPartNumber, in.ChildRevision)
	if err != nil {
		return nil, err
	}
	return postRelation(ctx, c, &ProductRevisionRelation{ParentID: parent, ChildID: child, Quantity: in.Quantity, RevisionMask: in.RevisionMask})
}

func checkQuantity(quantity int) error {
	if quantity < 1 {
		return fault.New(fault.Usage, "quantity must be 1 or more, got %d", quantity)
	}
	return nil
}

// revisionID is the GUID of a revision.
func revisionID(ctx context.Context, c *Client, partNumber, revision string) (string, error) {
	r, err := findRevision(ctx, c, partNumber, revision)
	if err != nil {
		return "", err
	}
	if r.value.ProductRevisionID == "" {
		return "", fault.New(fault.Server, "the server gives no id of product %s revision %s", partNumber, revision)
	}
	return r.value.ProductRevisionID, nil
}

// postRelation adds a relation and gives it as the server stored it: servers answer the relation, or all of the parent.
func postRelation(ctx context.Context, c *Client, relation *ProductRevisionRelation) (modules.JSON, error) {
	r, a, err := sendRelation(ctx, c, postRelationRoute, relation)
	if err != nil {
		return modules.JSON{}, err
	}
	raw := bytes.TrimSpace(a.body)
	if bytes.HasPrefix(raw, []byte("{")) {
		raw = append(append([]byte{'['}, raw...), ']')
	}
	rows, err := rowsIn[relationNames](a.part(raw))
	if err != nil {
		return modules.JSON{}, c.explain(ctx, r, err)
	}
	for _, row := range rows {
		if row.value.is(relation) {
			data, err := respelt(row.raw, relationSpellings)
			return modules.JSON{Data: data, Type: typeOf[ProductRevisionRelation]()}, err
		}
	}
	f := fault.New(fault.EmptyResponse, "the answer does not hold the new relation")
	f.Status = a.status
	return modules.JSON{}, c.explain(ctx, r, f)
}

// sendRelation sends a relation as the body of a request.
func sendRelation(ctx context.Context, c *Client, route string, relation *ProductRevisionRelation) (*request, *response, error) {
	data, err := json.Marshal(relation)
	if err != nil {
		return nil, nil, err
	}
	r := newRequest(route)
	r.body = data
	a, err := c.send(ctx, r)
	return r, a, err
}

// relationNames are the ids of a relation in the spellings of servers, which encoding/json reads in any case.
type relationNames struct {
	ProductRevisionRelationID string
	RelationID                string
	ParentProductRevisionID   string
	ProductRevisionID         string
	ChildProductRevisionID    string
}

func (n relationNames) is(r *ProductRevisionRelation) bool {
	return strings.EqualFold(n.ParentProductRevisionID, r.ParentID) &&
		strings.EqualFold(orElse(n.ProductRevisionID, n.ChildProductRevisionID), r.ChildID)
}

// relationSpellings are the other names of members of a relation.
var relationSpellings = map[string]string{
	"RelationId": "ProductRevisionRelationId", "relationId": "ProductRevisionRelationId", "productRevisionRelationId": "ProductRevisionRelationId",
	"ChildProductRevisionId": "ProductRevisionId", "childProductRevisionId": "ProductRevisionId", "productRevisionId": "ProductRevisionId",
	"parentProductRevisionId": "ParentProductRevisionId",
}

// subunitsOf are the direct children in a box-build tree.
func subunitsOf(rows []row[HierarchyRow]) []ProductRevisionRelation {
	all := []ProductRevisionRelation{}
	for _, r := range rows {
		v := r.value
		if v.Level != 1 || v.RelationID == nil {
			continue
		}
		child := ProductRevisionRelation{
			RelationID: v.RelationID, ChildID: v.RevisionID, Quantity: max(v.Quantity, 1), ItemNumber: v.ItemNumber,
			PartNumber: v.PartNumber, Revision: v.Revision, RevisionMask: v.RevisionMask,
		}
		if v.ParentID != nil {
			child.ParentID = *v.ParentID
		}
		all = append(all, child)
	}
	return all
}

func getSubunits(ctx context.Context, c *Client, in *bomKey) ([]ProductRevisionRelation, error) {
	rows, err := fetchTree(ctx, c, in.PartNumber, in.Revision)
	if isMissing(err) && !c.strict(ctx, in) {
		err = nil
	}
	return subunitsOf(rows), err
}

// fetchTree reads a box-build tree. One of a revision that is not there is an error.
func fetchTree(ctx context.Context, c *Client, partNumber, revision string) ([]row[HierarchyRow], error) {
	if err := notBlank("part_number", partNumber, "revision", revision); err != nil {
		return nil, err
	}
	r := newRequest(treeRoute)
	r.set("partNumber", partNumber)
	r.set("revision", revision)
	a, err := c.send(ctx, r)
	if err != nil {
		return nil, err
	}
	rows, err := rowsIn[HierarchyRow](a)
	if err != nil {
		return nil, c.explain(ctx, r, err)
	}
	return rows, nil
}

func matchesRevision(_ context.Context, _ *Client, in *relationMatch) (bool, error) {
	var r ProductRevisionRelation
	if err := json.Unmarshal(in.Relation.Wire(), &r); err != nil {
		return false, fault.Wrap(fault.Usage, err, "relation is none")
	}
	return r.matches(in.Revision), nil
}

// matches tells whether a unit of a revision fits: by the mask, or without one only in the child's own revision.
func (r *ProductRevisionRelation) matches(revision string) bool {
	if r.RevisionMask == nil || strings.TrimSpace(*r.RevisionMask) == "" {
		return revision == r.Revision
	}
	for mask := range strings.SplitSeq(*r.RevisionMask, ",") {
		if fits(strings.TrimSpace(mask), revision) {
			return true
		}
	}
	return false
}

// fits compares a text with a mask in which % stands for any characters.
func fits(mask, text string) bool {
	first, rest, more := strings.Cut(mask, "%")
	text, found := strings.CutPrefix(text, first)
	if !found || !more {
		return found && text == ""
	}
	for pieces := strings.Split(rest, "%"); len(pieces) > 1; pieces = pieces[1:] {
		if _, text, found = strings.Cut(text, pieces[0]); !found {
			return false
		}
		rest = pieces[1]
	}
	return strings.HasSuffix(text, rest)
}
