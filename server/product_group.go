package server

import (
	"database/sql"
	"net/http"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// productGroup is a group of products.
type productGroup struct {
	ProductGroupID   int64  `json:"productGroupId"`
	ProductGroupName string `json:"productGroupName"`
}

// groupRequest is a group with the part numbers that are in it. Without a list the members stay as they are.
type groupRequest struct {
	productGroup
	PartNumbers []string `json:"partNumbers"`
}

func (s *productService) getGroups(r *http.Request) (any, error) {
	var groups []productGroup
	err := s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		groups, err = listGroups(tx)
		return err
	})
	return groups, stored(err)
}

// getGroupsOf answers the groups that the product of the query's partNumber is in.
func (s *productService) getGroupsOf(r *http.Request) (any, error) {
	partNumber, err := partNumberOf(r, "partNumber")
	if err != nil {
		return nil, err
	}
	var groups []productGroup
	err = s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		if _, err := findProduct(tx, partNumber); err != nil {
			return err
		}
		groups, err = listGroupsOf(tx, partNumber)
		return err
	})
	return groups, stored(err)
}

// putGroup renames the group with the id when there is one, else adds the name when no group has it.
func (s *productService) putGroup(r *http.Request) (any, error) {
	var in groupRequest
	if err := web.Decode(r, &in); err != nil {
		return nil, err
	}
	if err := required("productGroupName", in.ProductGroupName); err != nil {
		return nil, err
	}
	err := s.db.Write(r.Context(), func(tx *db.Tx) error {
		if err := saveGroup(tx, &in.productGroup); err != nil {
			return err
		}
		return in.saveMembers(tx)
	})
	return in.productGroup, stored(err)
}

func listGroups(tx *db.Tx) ([]productGroup, error) {
	return groupsWhere(tx, "SELECT id, name FROM product_group ORDER BY name")
}

// listGroupsOf are the groups that a part number is in.
func listGroupsOf(tx *db.Tx, partNumber string) ([]productGroup, error) {
	return groupsWhere(tx, `SELECT g.id, g.name FROM product_group_member m JOIN product_group g ON g.id = m.product_group
		WHERE m.part_number = ? ORDER BY g.name`, partNumber)
}

func groupsWhere(tx *db.Tx, query string, args ...any) ([]productGroup, error) {
	all := []productGroup{}
	err := tx.Each(func(rows *sql.Rows) error {
		var g productGroup
		err := rows.Scan(&g.ProductGroupID, &g.ProductGroupName)
		all = append(all, g)
		return err
	}, query, args...)
	return all, err
}

func saveGroup(tx *db.Tx, g *productGroup) error {
	if g.ProductGroupID == 0 {
		_, err := tx.Find([]any{&g.ProductGroupID},
			"INSERT INTO product_group (name) VALUES (?) ON CONFLICT (name) DO UPDATE SET name = name RETURNING id", g.ProductGroupName)
		return err
	}
	var other int64
	taken, err := tx.Find([]any{&other}, "SELECT id FROM product_group WHERE name = ? AND id <> ?", g.ProductGroupName, g.ProductGroupID)
	if err != nil {
		return err
	}
	if taken {
		return fault.New(fault.Conflict, "product group %d has the name %q already", other, g.ProductGroupName)
	}
	_, err = tx.Exec("INSERT INTO product_group VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name", g.ProductGroupID, g.ProductGroupName)
	return err
}

// saveMembers replaces the members of the group where the request lists them.
func (in *groupRequest) saveMembers(tx *db.Tx) error {
	if in.PartNumbers == nil {
		return nil
	}
	if _, err := tx.Exec("DELETE FROM product_group_member WHERE product_group = ?", in.ProductGroupID); err != nil {
		return err
	}
	for _, partNumber := range in.PartNumbers {
		if err := required("partNumbers", partNumber); err != nil {
			return err
		}
		if _, err := tx.Exec("INSERT OR IGNORE INTO product_group_member VALUES (?, ?)", in.ProductGroupID, partNumber); err != nil {
			return err
		}
	}
	return nil
}
