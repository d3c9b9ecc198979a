package server

import (
	"database/sql"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/google/uuid"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
)

// maxName bounds part numbers, revisions and names, in characters, as in reports.
const maxName = 100

// required checks a name that must be there.
func required(key, text string) error {
	switch {
	case strings.TrimSpace(text) == "":
		return fault.New(fault.Validation, "%s is required", key)
	case utf8.RuneCountInString(text) > maxName:
		return fault.New(fault.Validation, "%s cannot be longer than %d characters", key, maxName)
	}
	return nil
}

// stateOr is a state that may be left out.
func stateOr(state *int, absent int) int {
	if state == nil {
		return absent
	}
	return *state
}

// stateOf is the state of a product or revision: 1 active, 0 inactive; one that is left out is active.
func stateOf(state *int) (int, error) {
	n := stateOr(state, 1)
	if n != 0 && n != 1 {
		return 0, fault.New(fault.Validation, "state cannot be %d: use 1 active or 0 inactive", n)
	}
	return n, nil
}

func listProducts(tx *db.Tx) ([]productRow, error) {
	all := []productRow{}
	err := tx.Each(func(rows *sql.Rows) error {
		var p productRow
		err := rows.Scan(&p.PartNumber, &p.Name, &p.Category, &p.NonSerial, &p.State)
		all = append(all, p)
		return err
	}, `SELECT p.part_number, p.name, c.name, p.non_serial, p.state
		FROM product p LEFT JOIN product_category c ON c.guid = p.category ORDER BY p.part_number`)
	return all, err
}

// findProduct reads a product with revisions and tags, or says that there is none.
func findProduct(tx *db.Tx, partNumber string) (product, error) {
	p := product{}
	found, err := tx.Find([]any{
		&p.ProductID, &p.PartNumber, &p.Name, &p.Description, &p.NonSerial, &p.State, &p.XMLData,
		&p.ProductCategoryID, &p.ProductCategoryName,
	}, `SELECT p.guid, p.part_number, p.name, p.description, p.non_serial, p.state, p.xml_data, p.category, c.name
		FROM product p LEFT JOIN product_category c ON c.guid = p.category WHERE p.part_number = ?`, partNumber)
	if err != nil {
		return p, err
	}
	if !found {
		return p, fault.New(fault.NotFound, "there is no product with part number %q", partNumber)
	}
	if p.Tags, err = listTags(tx, p.ProductID); err != nil {
		return p, err
	}
	p.Revisions, err = listRevisions(tx, p)
	return p, err
}

func listRevisions(tx *db.Tx, p product) ([]productRevision, error) {
	all := []productRevision{}
	err := tx.Each(func(rows *sql.Rows) error {
		r := productRevision{ProductID: p.ProductID, PartNumber: p.PartNumber}
		err := rows.Scan(&r.ProductRevisionID, &r.Revision, &r.Name, &r.Description, &r.State, &r.XMLData)
		all = append(all, r)
		return err
	}, "SELECT guid, revision, name, description, state, xml_data FROM product_revision WHERE product = ? ORDER BY revision", p.ProductID)
	for i := range all {
		if err != nil {
			break
		}
		all[i].Tags, err = listTags(tx, all[i].ProductRevisionID)
	}
	return all, err
}

// saveProduct adds a product or overwrites the one with its part number, and reads it back. Revisions and tags that the
// request does not name stay.
func saveProduct(tx *db.Tx, p *product) error {
	if err := required("partNumber", p.PartNumber); err != nil {
		return err
	}
	state, err := stateOf(p.State)
	if err != nil {
		return err
	}
	category, err := findCategory(tx, p)
	if err != nil {
		return err
	}
	var id string
	if _, err := tx.Find([]any{&id}, `INSERT INTO product VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (part_number) DO UPDATE SET
		name = excluded.name, description = excluded.description, non_serial = excluded.non_serial, state = excluded.state,
		xml_data = excluded.xml_data, category = excluded.category RETURNING guid`,
		uuid.NewString(), p.PartNumber, p.Name, p.Description, p.NonSerial, state, p.XMLData, category); err != nil {
		return err
	}
	if err := changeTags(tx, id, p.Tags); err != nil {
		return err
	}
	for i := range p.Revisions {
		p.Revisions[i].ProductID, p.Revisions[i].PartNumber = id, p.PartNumber
		if err := saveRevision(tx, &p.Revisions[i]); err != nil {
			return err
		}
	}
	*p, err = findProduct(tx, p.PartNumber)
	return err
}

// findCategory is the id of the product's category, which it names by id or by name; nil for none.
func findCategory(tx *db.Tx, p *product) (any, error) {
	column, value := "guid", ""
	switch {
	case p.ProductCategoryID != nil && *p.ProductCategoryID != "":
		value = strings.ToLower(*p.ProductCategoryID)
	case p.ProductCategoryName != nil && *p.ProductCategoryName != "":
		column, value = "name", *p.ProductCategoryName
	default:
		return nil, nil
	}
	var id string
	found, err := tx.Find([]any{&id}, "SELECT guid FROM product_category WHERE "+column+" = ?", value)
	if err == nil && !found {
		err = fault.New(fault.Validation, "there is no product category %q", value)
	}
	return id, err
}

// findRevision reads a revision with its tags, or says what there is not.
func findRevision(tx *db.Tx, partNumber, revision string) (productRevision, error) {
	p, err := findProduct(tx, partNumber)
	if err != nil {
		return productRevision{}, err
	}
	i := slices.IndexFunc(p.Revisions, func(r productRevision) bool { return r.Revision == revision })
	if i < 0 {
		return productRevision{}, fault.New(fault.NotFound, "product %q has no revision %q", partNumber, revision)
	}
	return p.Revisions[i], nil
}

// findOwner finds the product that a revision names by part number or id.
func (r *productRevision) findOwner(tx *db.Tx) error {
	column, value := "part_number", r.PartNumber
	if value == "" {
		column, value = "guid", strings.ToLower(r.ProductID)
	}
	if value == "" {
		return fault.New(fault.Validation, "partNumber or productId is required")
	}
	found, err := tx.Find([]any{&r.ProductID, &r.PartNumber}, "SELECT guid, part_number FROM product WHERE "+column+" = ?", value)
	if err == nil && !found {
		err = fault.New(fault.NotFound, "there is no product %q: create it before its revision", value)
	}
	return err
}

// saveRevision adds a revision to its product or overwrites the one of the same name, and completes r to what is stored.
func saveRevision(tx *db.Tx, r *productRevision) error {
	if err := required("revision", r.Revision); err != nil {
		return err
	}
	state, err := stateOf(r.State)
	if err != nil {
		return err
	}
	if _, err := tx.Find([]any{&r.ProductRevisionID}, `INSERT INTO product_revision VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (product, revision) DO UPDATE SET name = excluded.name, description = excluded.description,
		state = excluded.state, xml_data = excluded.xml_data RETURNING guid`,
		uuid.NewString(), r.ProductID, r.Revision, r.Name, r.Description, state, r.XMLData); err != nil {
		return err
	}
	r.State = &state
	if err := changeTags(tx, r.ProductRevisionID, r.Tags); err != nil {
		return err
	}
	r.Tags, err = listTags(tx, r.ProductRevisionID)
	return err
}
