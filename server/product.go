package server

import (
	"net/http"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// productService serves the product register: products, their revisions and groups of products.
type productService struct {
	db *db.DB
}

func (s *productService) routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /api/Product/Query", Handle: s.queryProducts},
		{Pattern: "GET /api/Product/{part_number}", Handle: s.getProduct},
		{Pattern: "PUT /api/Product", Handle: s.putProduct},
		{Pattern: "PUT /api/Product/Products", Handle: s.putProducts},
		{Pattern: "GET /api/Product", Handle: s.getRevision},
		{Pattern: "PUT /api/Product/Revision", Handle: s.putRevision},
		{Pattern: "PUT /api/Product/Revisions", Handle: s.putRevisions},
		{Pattern: "GET /api/Product/Groups", Handle: s.getGroups},
		{Pattern: "PUT /api/Product/Group", Handle: s.putGroup},
		{Pattern: "GET /api/internal/Product/GetProductCategories", Handle: s.getCategories},
		{Pattern: "PUT /api/internal/Product/PutProductCategories", Handle: s.putCategories},
	}
}

// product is a product with all that belongs to it.
type product struct {
	PartNumber          string            `json:"partNumber"`
	Name                *string           `json:"name"`
	Description         *string           `json:"description"`
	NonSerial           bool              `json:"nonSerial"`
	State               *int              `json:"state"` // 1 active, 0 inactive; absent means active
	ProductID           string            `json:"productId"`
	XMLData             *string           `json:"xmlData"`
	ProductCategoryID   *string           `json:"productCategoryId"`
	ProductCategoryName *string           `json:"productCategoryName"`
	Revisions           []productRevision `json:"revisions"`
	Tags                []tag             `json:"tags"`
}

// productRevision is a revision of a product. It names its product by part number or by id.
type productRevision struct {
	ProductRevisionID string  `json:"productRevisionId"`
	ProductID         string  `json:"productId"`
	PartNumber        string  `json:"partNumber"`
	Revision          string  `json:"revision"`
	Name              *string `json:"name"`
	Description       *string `json:"description"`
	State             *int    `json:"state"`
	XMLData           *string `json:"xmlData"`
	Tags              []tag   `json:"tags"`
}

// productRow is a product in the short form of lists, where the category has another key.
type productRow struct {
	PartNumber string  `json:"partNumber"`
	Name       *string `json:"name"`
	Category   *string `json:"category"`
	NonSerial  bool    `json:"nonSerial"`
	State      int     `json:"state"`
}

// productGroup is a group of products.
type productGroup struct {
	ProductGroupID   int64  `json:"productGroupId"`
	ProductGroupName string `json:"productGroupName"`
}

// productCategory is a category that products may have one of. Requests may spell the keys in any case.
type productCategory struct {
	CategoryID  string  `json:"CategoryId"`
	Name        string  `json:"Name"`
	Description *string `json:"Description"`
}

func (s *productService) queryProducts(r *http.Request) (any, error) {
	var rows []productRow
	err := s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		rows, err = listProducts(tx)
		return err
	})
	return rows, stored(err)
}

func (s *productService) getProduct(r *http.Request) (any, error) {
	var p product
	partNumber := r.PathValue("part_number")
	err := s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		p, err = findProduct(tx, partNumber)
		return err
	})
	return p, stored(err)
}

func (s *productService) putProduct(r *http.Request) (any, error) {
	var p product
	if err := web.Decode(r, &p); err != nil {
		return nil, err
	}
	all, err := s.saveProducts(r, []product{p})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

func (s *productService) putProducts(r *http.Request) (any, error) {
	all := []product{}
	if err := web.Decode(r, &all); err != nil {
		return nil, err
	}
	return s.saveProducts(r, all)
}

// saveProducts adds or overwrites all the products or none, and returns them as they are stored.
func (s *productService) saveProducts(r *http.Request, all []product) ([]product, error) {
	err := s.db.Write(r.Context(), func(tx *db.Tx) error {
		for i := range all {
			if err := saveProduct(tx, &all[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return all, stored(err)
}

// getRevision finds a revision by the query's partNumber and revision.
func (s *productService) getRevision(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	partNumber, revision := q.Required("partNumber"), q.Required("revision")
	if err := q.Err(); err != nil {
		return nil, err
	}
	var found productRevision
	err := s.db.Read(r.Context(), func(tx *db.Tx) error {
		p, err := findProduct(tx, partNumber)
		for _, candidate := range p.Revisions {
			if candidate.Revision == revision {
				found = candidate
				return nil
			}
		}
		if err == nil {
			err = fault.New(fault.NotFound, "product %q has no revision %q", partNumber, revision)
		}
		return err
	})
	return found, stored(err)
}

func (s *productService) putRevision(r *http.Request) (any, error) {
	var one productRevision
	if err := web.Decode(r, &one); err != nil {
		return nil, err
	}
	all, err := s.saveRevisions(r, []productRevision{one})
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

func (s *productService) putRevisions(r *http.Request) (any, error) {
	all := []productRevision{}
	if err := web.Decode(r, &all); err != nil {
		return nil, err
	}
	return s.saveRevisions(r, all)
}

// saveRevisions adds or overwrites all the revisions or none, and returns them as they are stored.
func (s *productService) saveRevisions(r *http.Request, all []productRevision) ([]productRevision, error) {
	err := s.db.Write(r.Context(), func(tx *db.Tx) error {
		for i := range all {
			if err := all[i].findOwner(tx); err != nil {
				return err
			}
			if err := saveRevision(tx, &all[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return all, stored(err)
}

func (s *productService) getGroups(r *http.Request) (any, error) {
	var groups []productGroup
	err := s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		groups, err = listGroups(tx)
		return err
	})
	return groups, stored(err)
}

// putGroup renames the group with the id when there is one, else adds the name when no group has it.
func (s *productService) putGroup(r *http.Request) (any, error) {
	var g productGroup
	if err := web.Decode(r, &g); err != nil {
		return nil, err
	}
	if strings.TrimSpace(g.ProductGroupName) == "" {
		return nil, fault.New(fault.Validation, "productGroupName is required")
	}
	err := s.db.Write(r.Context(), func(tx *db.Tx) error { return saveGroup(tx, &g) })
	return g, stored(err)
}

func (s *productService) getCategories(r *http.Request) (any, error) {
	var all []productCategory
	err := s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		all, err = listCategories(tx)
		return err
	})
	return all, stored(err)
}

// putCategories stores the full list of categories; products of one that is no longer listed lose it.
func (s *productService) putCategories(r *http.Request) (any, error) {
	all := []productCategory{}
	if err := web.Decode(r, &all); err != nil {
		return nil, err
	}
	err := s.db.Write(r.Context(), func(tx *db.Tx) (err error) {
		if err := saveCategories(tx, all); err != nil {
			return err
		}
		all, err = listCategories(tx)
		return err
	})
	return all, stored(err)
}
