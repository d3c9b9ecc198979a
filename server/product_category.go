package server

import (
	"cmp"
	"database/sql"
	"net/http"
	"strings"

	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// productCategory is a category that products may have one of. Requests may spell the keys in any case.
type productCategory struct {
	CategoryID  string  `json:"CategoryId"`
	Name        string  `json:"Name"`
	Description *string `json:"Description"`
}

func (s *productService) getCategories(r *http.Request) (any, error) {
	var all []productCategory
	err := s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		all, err = listCategories(tx)
		return err
	})
	return all, stored(err)
}

// putCategories stores the full list of categories; products of one that is no longer listed lose it. The answer is true,
// since clients take an empty list for a failure.
func (s *productService) putCategories(r *http.Request) (any, error) {
	all := []productCategory{}
	if err := web.Decode(r, &all); err != nil {
		return nil, err
	}
	return true, stored(s.db.Write(r.Context(), func(tx *db.Tx) error { return saveCategories(tx, all) }))
}

func listCategories(tx *db.Tx) ([]productCategory, error) {
	all := []productCategory{}
	err := tx.Each(func(rows *sql.Rows) error {
		var c productCategory
		err := rows.Scan(&c.CategoryID, &c.Name, &c.Description)
		all = append(all, c)
		return err
	}, "SELECT guid, name, description FROM product_category ORDER BY name")
	return all, err
}

// saveCategories replaces the list of categories. One that is sent without its id is the one of that name.
func saveCategories(tx *db.Tx, all []productCategory) error {
	before, err := listCategories(tx)
	if err != nil {
		return err
	}
	gone := map[string]bool{}
	known := map[string]string{}
	for _, c := range before {
		gone[c.CategoryID], known[c.Name] = true, c.CategoryID
	}
	for _, c := range all {
		id := cmp.Or(strings.ToLower(c.CategoryID), known[c.Name], nameGUID("product category", c.Name))
		if err := saveCategory(tx, id, c); err != nil {
			return err
		}
		delete(gone, id)
	}
	for id := range gone {
		if err := deleteCategory(tx, id); err != nil {
			return err
		}
	}
	return nil
}

func saveCategory(tx *db.Tx, id string, c productCategory) error {
	if err := required("Name", c.Name); err != nil {
		return err
	}
	_, err := tx.Exec("INSERT INTO product_category VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET name = excluded.name, description = excluded.description",
		id, c.Name, c.Description)
	return err
}

func deleteCategory(tx *db.Tx, id string) error {
	if _, err := tx.Exec("UPDATE product SET category = NULL WHERE category = ?", id); err != nil {
		return err
	}
	_, err := tx.Exec("DELETE FROM product_category WHERE guid = ?", id)
	return err
}
