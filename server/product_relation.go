package server

import (
	"database/sql"
	"net/http"
	"strings"

	"github.com/google/uuid"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// maxTree bounds the rows of a box-build tree: a part that is used at many places is listed at each of them.
const maxTree = 10_000

// productRelation says that units of one revision contain units of another. ProductRevisionID is the child's.
type productRelation struct {
	ProductRevisionRelationID string  `json:"ProductRevisionRelationId"`
	ParentProductRevisionID   string  `json:"ParentProductRevisionId"`
	ProductRevisionID         string  `json:"ProductRevisionId"`
	Quantity                  *int    `json:"Quantity"`
	ItemNumber                *string `json:"ItemNumber"`
	ChildPartNumber           string  `json:"ChildPartNumber"`
	ChildRevision             string  `json:"ChildRevision"`
	RevisionMask              *string `json:"RevisionMask"`
}

// productRelationRequest is a relation with the other names that clients have for its ids.
type productRelationRequest struct {
	productRelation
	RelationID             string `json:"RelationId"`
	ChildProductRevisionID string `json:"ChildProductRevisionId"`
}

// treeRow is a revision at its place in a box-build tree. The root is at level 0 and has neither parent nor relation.
type treeRow struct {
	Level                     int     `json:"hlevel"`
	ProductID                 string  `json:"ProductId"`
	PartNumber                string  `json:"PartNumber"`
	Name                      *string `json:"Name"`
	Revision                  string  `json:"Revision"`
	ProductRevisionID         string  `json:"ProductRevisionId"`
	ParentProductRevisionID   *string `json:"ParentProductRevisionId"`
	ProductRevisionRelationID *string `json:"ProductRevisionRelationId"`
	Quantity                  int     `json:"Quantity"`
	ItemNumber                *string `json:"ItemNumber"`
	RevisionMask              *string `json:"RevisionMask"`
}

// getTree answers the box-build tree of a revision, each parent before its children.
func (s *productService) getTree(r *http.Request) (any, error) {
	var rows []treeRow
	err := s.readRevision(r, func(tx *db.Tx, root productRevision) (err error) {
		rows, err = listTree(tx, root)
		return err
	})
	return rows, err
}

// postRelation adds a child to a revision, or overwrites the relation of the two, and answers all relations of the parent.
func (s *productService) postRelation(r *http.Request) (any, error) {
	relation, err := readProductRelation(r)
	if err != nil {
		return nil, err
	}
	var all []productRelation
	err = s.db.Write(r.Context(), func(tx *db.Tx) error {
		if err := addProductRelation(tx, relation); err != nil {
			return err
		}
		all, err = productRelations(tx, relation.ParentProductRevisionID)
		return err
	})
	return all, stored(err)
}

// putRelation overwrites the relation with the id.
func (s *productService) putRelation(r *http.Request) (any, error) {
	relation, err := readProductRelation(r)
	if err != nil {
		return nil, err
	}
	err = s.db.Write(r.Context(), func(tx *db.Tx) error { return updateProductRelation(tx, relation) })
	return relation, stored(err)
}

func (s *productService) deleteRelation(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	id := strings.ToLower(q.Required("productRevisionRelationId"))
	if err := q.Err(); err != nil {
		return nil, err
	}
	return nil, stored(s.db.Write(r.Context(), func(tx *db.Tx) error {
		var found string
		deleted, err := tx.Find([]any{&found}, "DELETE FROM product_relation WHERE guid = ? RETURNING guid", id)
		if err == nil && !deleted {
			err = noProductRelation(id)
		}
		return err
	}))
}

func noProductRelation(id string) error {
	return fault.New(fault.NotFound, "there is no product revision relation %q", id)
}

func readProductRelation(r *http.Request) (*productRelation, error) {
	var in productRelationRequest
	if err := web.Decode(r, &in); err != nil {
		return nil, err
	}
	p := &in.productRelation
	for _, id := range []struct {
		key   string
		value *string
		other string
	}{
		{"ProductRevisionRelationId", &p.ProductRevisionRelationID, in.RelationID},
		{"ParentProductRevisionId", &p.ParentProductRevisionID, ""},
		{"ProductRevisionId", &p.ProductRevisionID, in.ChildProductRevisionID},
	} {
		if *id.value == "" {
			*id.value = id.other
		}
		if *id.value = strings.ToLower(*id.value); *id.value != "" && uuid.Validate(*id.value) != nil {
			return nil, fault.New(fault.Validation, "%s %q is no GUID", id.key, *id.value)
		}
	}
	if p.Quantity == nil {
		p.Quantity = new(1)
	}
	if *p.Quantity < 1 {
		return nil, fault.New(fault.Validation, "Quantity must be 1 or more, got %d", *p.Quantity)
	}
	return p, nil
}

const selectProductRelation = `SELECT r.guid, r.parent, r.child, r.quantity, r.item_number, p.part_number, v.revision, r.revision_mask
	FROM product_relation r JOIN product_revision v ON v.guid = r.child JOIN product p ON p.guid = v.product `

func (p *productRelation) targets() []any {
	return []any{
		&p.ProductRevisionRelationID, &p.ParentProductRevisionID, &p.ProductRevisionID, &p.Quantity, &p.ItemNumber,
		&p.ChildPartNumber, &p.ChildRevision, &p.RevisionMask,
	}
}

// productRelations are the direct children of a revision.
func productRelations(tx *db.Tx, parent string) ([]productRelation, error) {
	all := []productRelation{}
	err := tx.Each(func(rows *sql.Rows) error {
		var p productRelation
		err := rows.Scan(p.targets()...)
		all = append(all, p)
		return err
	}, selectProductRelation+"WHERE r.parent = ? ORDER BY r.item_number, p.part_number, v.revision", parent)
	return all, err
}

// addProductRelation adds a relation. Of two revisions there is one relation at most: sending it again overwrites it.
func addProductRelation(tx *db.Tx, p *productRelation) error {
	if err := p.check(tx); err != nil {
		return err
	}
	id := p.ProductRevisionRelationID
	if id == "" {
		id = uuid.NewString()
	}
	taken, err := tx.Find([]any{new(string)}, "SELECT guid FROM product_relation WHERE guid = ? AND (parent, child) <> (?, ?)",
		id, p.ParentProductRevisionID, p.ProductRevisionID)
	if err == nil && taken {
		err = fault.New(fault.Conflict, "the relation %s is one of other product revisions", id)
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(`INSERT INTO product_relation VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (parent, child) DO UPDATE SET
		quantity = excluded.quantity, item_number = excluded.item_number, revision_mask = excluded.revision_mask`,
		id, p.ParentProductRevisionID, p.ProductRevisionID, p.Quantity, p.ItemNumber, p.RevisionMask)
	return err
}

// updateProductRelation overwrites a relation and completes p to what is stored. Ids of revisions that p leaves out stay.
func updateProductRelation(tx *db.Tx, p *productRelation) error {
	id := p.ProductRevisionRelationID
	var before productRelation
	found, err := tx.Find(before.targets(), selectProductRelation+"WHERE r.guid = ?", id)
	if err != nil {
		return err
	}
	if !found {
		return noProductRelation(id)
	}
	if p.ParentProductRevisionID == "" {
		p.ParentProductRevisionID = before.ParentProductRevisionID
	}
	if p.ProductRevisionID == "" {
		p.ProductRevisionID = before.ProductRevisionID
	}
	if err := p.check(tx); err != nil {
		return err
	}
	taken, err := tx.Find([]any{new(string)}, "SELECT guid FROM product_relation WHERE parent = ? AND child = ? AND guid <> ?",
		p.ParentProductRevisionID, p.ProductRevisionID, id)
	if err == nil && taken {
		err = fault.New(fault.Conflict, "these product revisions have another relation already")
	}
	if err != nil {
		return err
	}
	if _, err := tx.Exec("UPDATE product_relation SET parent = ?, child = ?, quantity = ?, item_number = ?, revision_mask = ? WHERE guid = ?",
		p.ParentProductRevisionID, p.ProductRevisionID, p.Quantity, p.ItemNumber, p.RevisionMask, id); err != nil {
		return err
	}
	_, err = tx.Find(p.targets(), selectProductRelation+"WHERE r.guid = ?", id)
	return err
}

// check looks for the two revisions, and refuses a relation by which a unit would contain itself.
func (p *productRelation) check(tx *db.Tx) error {
	for _, revision := range []struct{ key, id string }{
		{"ParentProductRevisionId", p.ParentProductRevisionID}, {"ProductRevisionId", p.ProductRevisionID},
	} {
		if err := required(revision.key, revision.id); err != nil {
			return err
		}
		found, err := tx.Find([]any{new(string)}, "SELECT guid FROM product_revision WHERE guid = ?", revision.id)
		if err == nil && !found {
			err = fault.New(fault.NotFound, "%s: there is no product revision %s", revision.key, revision.id)
		}
		if err != nil {
			return err
		}
	}
	circle, err := tx.Find([]any{new(string)}, `WITH RECURSIVE inside (id) AS (
		SELECT ?1 UNION SELECT r.child FROM product_relation r JOIN inside ON r.parent = inside.id
	) SELECT id FROM inside WHERE id = ?2`, p.ProductRevisionID, p.ParentProductRevisionID)
	if err == nil && circle {
		err = fault.New(fault.Conflict, "the parent is the child itself or a part of it: a unit cannot contain itself")
	}
	return err
}

// listTree lists a revision and all below it, depth first.
func listTree(tx *db.Tx, root productRevision) ([]treeRow, error) {
	all := []treeRow{}
	err := tx.Each(func(rows *sql.Rows) error {
		var t treeRow
		err := rows.Scan(&t.Level, &t.ProductID, &t.PartNumber, &t.Name, &t.Revision, &t.ProductRevisionID,
			&t.ParentProductRevisionID, &t.ProductRevisionRelationID, &t.Quantity, &t.ItemNumber, &t.RevisionMask)
		all = append(all, t)
		return err
	}, selectTree, root.ProductRevisionID, maxTree+1)
	if err == nil && len(all) > maxTree {
		err = fault.New(fault.Validation, "the tree below %s %s has more than %d rows: ask for one of its parts", root.PartNumber, root.Revision, maxTree)
	}
	return all, err
}

// selectTree takes the deepest row that waits next, which makes the order depth first.
const selectTree = `WITH RECURSIVE tree (level, product, part_number, name, revision, id, parent, relation, quantity, item, mask) AS (
	SELECT 0, p.guid, p.part_number, p.name, v.revision, v.guid, NULL, NULL, 1, NULL, NULL
	FROM product_revision v JOIN product p ON p.guid = v.product WHERE v.guid = ?1
	UNION ALL
	SELECT tree.level + 1, p.guid, p.part_number, p.name, v.revision, v.guid, r.parent, r.guid, r.quantity, r.item_number, r.revision_mask
	FROM tree JOIN product_relation r ON r.parent = tree.id JOIN product_revision v ON v.guid = r.child JOIN product p ON p.guid = v.product
	ORDER BY 1 DESC, 10, 3, 5 LIMIT ?2
) SELECT * FROM tree`
