package server

import (
	"net/http"

	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// productService serves the product register: products with their revisions and tags, groups and categories of products,
// parts lists, box builds and vendors.
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
		{Pattern: "GET /api/internal/Product/GetGroupsForProduct", Handle: s.getGroupsOf},
		{Pattern: "GET /api/internal/Product/GetProductByPN", Handle: s.getProductByPN},
		{Pattern: "GET /api/internal/Product/GetProductTags", Handle: s.getProductTags},
		{Pattern: "PUT /api/internal/Product/PutProductTags", Handle: s.putProductTags},
		{Pattern: "GET /api/internal/Product/GetRevisionTags", Handle: s.getRevisionTags},
		{Pattern: "PUT /api/internal/Product/PutRevisionTags", Handle: s.putRevisionTags},
		{Pattern: "GET /api/internal/Product/Bom", Handle: s.getBOM},
		{Pattern: "PUT /api/internal/Product/BOM", Handle: s.putBOM},
		{Pattern: "PUT /api/Product/BOM", Handle: s.putBOMAsXML},
		{Pattern: "GET /api/internal/Product/GetProductInfo", Handle: s.getTree},
		{Pattern: "POST /api/internal/Product/PostProductRevisionRelation", Handle: s.postRelation},
		{Pattern: "PUT /api/internal/Product/PutProductRevisionRelation", Handle: s.putRelation},
		{Pattern: "DELETE /api/internal/Product/DeleteProductRevisionRelation", Handle: s.deleteRelation},
		{Pattern: "GET /api/Product/Vendors", Handle: s.getVendors},
		{Pattern: "PUT /api/Product/Vendors", Handle: s.putVendor},
		{Pattern: "DELETE /api/Product/Vendors/{vendor_id}", Handle: s.deleteVendor},
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

func (s *productService) queryProducts(r *http.Request) (any, error) {
	var rows []productRow
	err := s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		rows, err = listProducts(tx)
		return err
	})
	return rows, stored(err)
}

func (s *productService) getProduct(r *http.Request) (any, error) {
	return s.readProduct(r, r.PathValue("part_number"))
}

// getProductByPN finds a product by the query's PN.
func (s *productService) getProductByPN(r *http.Request) (any, error) {
	partNumber, err := partNumberOf(r, "PN")
	if err != nil {
		return nil, err
	}
	return s.readProduct(r, partNumber)
}

func partNumberOf(r *http.Request, name string) (string, error) {
	q := web.QueryOf(r)
	return q.Required(name), q.Err()
}

func (s *productService) readProduct(r *http.Request, partNumber string) (product, error) {
	var p product
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
	var found productRevision
	err := s.readRevision(r, func(_ *db.Tx, revision productRevision) error {
		found = revision
		return nil
	})
	return found, err
}

// readRevision finds the revision that the query's partNumber and revision name, and reads what belongs to it.
func (s *productService) readRevision(r *http.Request, read func(*db.Tx, productRevision) error) error {
	partNumber, revision, err := revisionOf(r)
	if err != nil {
		return err
	}
	return stored(s.db.Read(r.Context(), onRevision(partNumber, revision, read)))
}

// revisionOf reads the query's partNumber and revision.
func revisionOf(r *http.Request) (partNumber, revision string, err error) {
	q := web.QueryOf(r)
	partNumber, revision = q.Required("partNumber"), q.Required("revision")
	return partNumber, revision, q.Err()
}

// onRevision is f with the revision of that name.
func onRevision(partNumber, revision string, f func(*db.Tx, productRevision) error) func(*db.Tx) error {
	return func(tx *db.Tx) error {
		found, err := findRevision(tx, partNumber, revision)
		if err != nil {
			return err
		}
		return f(tx, found)
	}
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
