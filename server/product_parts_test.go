package server

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const (
	internalProduct = "/api/internal/Product/"
	boxRevision     = "?partNumber=BOX&revision=A"
)

// products makes products with a revision A each and returns the ids of the revisions by part number.
func (c client) products(partNumbers ...string) map[string]string {
	c.t.Helper()
	ids := map[string]string{}
	for _, pn := range partNumbers {
		p := read[product](c, "PUT", "/api/Product", object{"partNumber": pn, "name": pn + " name", "revisions": []object{{"revision": "A"}}})
		ids[pn] = p.Revisions[0].ProductRevisionID
	}
	return ids
}

// contain puts a child into a box build and returns the relation.
func (c client) contain(parent, child string, more object) productRelation {
	c.t.Helper()
	body := object{"ParentProductRevisionId": parent, "ProductRevisionId": child}
	for key, value := range more {
		body[key] = value
	}
	for _, r := range read[[]productRelation](c, "POST", internalProduct+"PostProductRevisionRelation", body) {
		if r.ParentProductRevisionID == parent && r.ProductRevisionID == child {
			return r
		}
	}
	c.t.Fatal("the answer does not hold the relation")
	return productRelation{}
}

func TestBoxBuildRoundTrip(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wats.db")
	var want []treeRow
	t.Run("write", func(t *testing.T) {
		c := start(t, Options{Path: path})
		ids := c.products("BOX", "BOARD", "CHIP", "FAN")
		c.contain(ids["BOX"], ids["FAN"], object{"Quantity": 4})
		board := c.contain(ids["BOX"], ids["BOARD"], object{"ItemNumber": "10", "RevisionMask": "A%,B"})
		c.contain(ids["BOARD"], ids["CHIP"], nil)
		if board.ChildPartNumber != "BOARD" || board.ChildRevision != "A" || *board.Quantity != 1 || *board.RevisionMask != "A%,B" {
			t.Errorf("%+v", board)
		}
		want = read[[]treeRow](c, "GET", internalProduct+"GetProductInfo"+boxRevision, nil)
		var shown []string
		for _, row := range want {
			shown = append(shown, fmt.Sprintf("%d %s %s x%d", row.Level, row.PartNumber, row.Revision, row.Quantity))
		}
		if diff := cmp.Diff([]string{"0 BOX A x1", "1 FAN A x4", "1 BOARD A x1", "2 CHIP A x1"}, shown); diff != "" {
			t.Error(diff)
		}
		if want[0].ParentProductRevisionID != nil || want[0].ProductRevisionRelationID != nil ||
			*want[2].ProductRevisionRelationID != board.ProductRevisionRelationID || *want[2].ParentProductRevisionID != ids["BOX"] {
			t.Errorf("%+v", want)
		}
	})
	t.Run("read after a restart", func(t *testing.T) {
		c := start(t, Options{Path: path})
		if diff := cmp.Diff(want, read[[]treeRow](c, "GET", internalProduct+"GetProductInfo"+boxRevision, nil)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestRelationsAreChangedAndDeleted(t *testing.T) {
	c := start(t, Options{})
	ids := c.products("BOX", "BOARD", "CHIP")
	first := c.contain(ids["BOX"], ids["BOARD"], object{"Quantity": 2, "ItemNumber": "7"})
	if again := c.contain(ids["BOX"], ids["BOARD"], object{"Quantity": 3}); again.ProductRevisionRelationID != first.ProductRevisionRelationID || *again.Quantity != 3 || again.ItemNumber != nil {
		t.Errorf("%+v, then %+v", first, again)
	}
	id := first.ProductRevisionRelationID
	changed := read[productRelation](c, "PUT", internalProduct+"PutProductRevisionRelation", object{"relationId": strings.ToUpper(id), "quantity": 5, "revisionMask": "B"})
	if changed.ProductRevisionRelationID != id || changed.ChildPartNumber != "BOARD" || *changed.Quantity != 5 || *changed.RevisionMask != "B" {
		t.Errorf("%+v", changed)
	}
	moved := read[productRelation](c, "PUT", internalProduct+"PutProductRevisionRelation", object{"ProductRevisionRelationId": id, "childProductRevisionId": ids["CHIP"]})
	if moved.ChildPartNumber != "CHIP" || moved.ParentProductRevisionID != ids["BOX"] {
		t.Errorf("%+v", moved)
	}
	c.want(204, "DELETE", internalProduct+"DeleteProductRevisionRelation?productRevisionRelationId="+id, nil)
	c.want(404, "DELETE", internalProduct+"DeleteProductRevisionRelation?productRevisionRelationId="+id, nil)
	c.want(404, "PUT", internalProduct+"PutProductRevisionRelation", object{"relationId": id})
	if rows := read[[]treeRow](c, "GET", internalProduct+"GetProductInfo"+boxRevision, nil); len(rows) != 1 {
		t.Errorf("%+v", rows)
	}
}

func TestAUnitCannotContainItself(t *testing.T) {
	c := start(t, Options{})
	ids := c.products("BOX", "BOARD", "CHIP")
	c.contain(ids["BOX"], ids["BOARD"], nil)
	relation := c.contain(ids["BOARD"], ids["CHIP"], nil)
	for _, pair := range [][2]string{{"BOX", "BOX"}, {"BOARD", "BOX"}, {"CHIP", "BOX"}} {
		c.want(409, "POST", internalProduct+"PostProductRevisionRelation", object{"ParentProductRevisionId": ids[pair[0]], "ProductRevisionId": ids[pair[1]]})
	}
	c.want(409, "PUT", internalProduct+"PutProductRevisionRelation", object{"relationId": relation.ProductRevisionRelationID, "ProductRevisionId": ids["BOX"]})
	c.contain(ids["BOX"], ids["CHIP"], nil) // a part at two places is no circle
	if rows := read[[]treeRow](c, "GET", internalProduct+"GetProductInfo"+boxRevision, nil); len(rows) != 4 {
		t.Errorf("%+v", rows)
	}
	c.want(409, "PUT", internalProduct+"PutProductRevisionRelation", object{
		"relationId": relation.ProductRevisionRelationID, "ParentProductRevisionId": ids["BOX"], "ProductRevisionId": ids["CHIP"],
	})
}

// TestNoCircleIsMadeByTwoAtOnce has many clients relate the same revisions in both directions.
func TestNoCircleIsMadeByTwoAtOnce(t *testing.T) {
	c := start(t, Options{})
	ids := c.products("BOX", "BOARD")
	var group sync.WaitGroup
	for i := range 16 {
		pair := []string{ids["BOX"], ids["BOARD"]}
		group.Go(func() {
			c.send("POST", internalProduct+"PostProductRevisionRelation", object{"ParentProductRevisionId": pair[i%2], "ProductRevisionId": pair[1-i%2]})
		})
	}
	group.Wait()
	box := read[[]treeRow](c, "GET", internalProduct+"GetProductInfo"+boxRevision, nil)
	board := read[[]treeRow](c, "GET", internalProduct+"GetProductInfo?partNumber=BOARD&revision=A", nil)
	if len(box)+len(board) != 3 {
		t.Errorf("%d and %d rows, want 1 and 2", len(box), len(board))
	}
}

func TestAHugeTreeIsRefused(t *testing.T) {
	c := start(t, Options{})
	var levels [][]string
	for level := range 15 {
		var level2 []string
		for side := range 2 {
			pn := fmt.Sprintf("L%d-%d", level, side)
			level2 = append(level2, c.products(pn)[pn])
		}
		levels = append(levels, level2)
	}
	for i := 1; i < len(levels); i++ {
		for _, parent := range levels[i-1] {
			for _, child := range levels[i] {
				c.contain(parent, child, nil)
			}
		}
	}
	if got := c.want(400, "GET", internalProduct+"GetProductInfo?partNumber=L0-0&revision=A", nil); !strings.Contains(got, "10000") {
		t.Error(got)
	}
	c.want(200, "GET", internalProduct+"GetProductInfo?partNumber=L10-0&revision=A", nil)
}

func TestBillOfMaterials(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wats.db")
	var want []object
	t.Run("write", func(t *testing.T) {
		c := start(t, Options{Path: path})
		id := c.products("BOX")["BOX"]
		if got := c.want(200, "GET", internalProduct+"Bom"+boxRevision, nil); got != "[]" {
			t.Error(got)
		}
		if got := c.want(200, "PUT", internalProduct+"BOM"+boxRevision+"&format=json", []object{
			{
				"componentRef": "R1;R2", "partNumber": "RES-10K", "description": "10k", "quantity": 2, "manufacturer": "M", "manufacturerPn": "M-1",
				"vendor": "V", "vendorPn": "V-1",
			},
			{"CompRef": "C1", "PartNumber": "CAP"},
		}); got != "true" {
			t.Error(got)
		}
		want = read[[]object](c, "GET", internalProduct+"BOM"+boxRevision, nil)
		expected := []object{
			{
				"bomItemId": at(want[0], "bomItemId"), "productRevisionId": id, "componentRef": "R1;R2", "partNumber": "RES-10K",
				"description": "10k", "quantity": 2.0, "manufacturer": "M", "manufacturerPn": "M-1", "vendor": "V", "vendorPn": "V-1",
			},
			{
				"bomItemId": at(want[1], "bomItemId"), "productRevisionId": id, "componentRef": "C1", "partNumber": "CAP",
				"description": nil, "quantity": 1.0, "manufacturer": nil, "manufacturerPn": nil, "vendor": nil, "vendorPn": nil,
			},
		}
		if diff := cmp.Diff(expected, want); diff != "" {
			t.Error(diff)
		}
		c.want(200, "PUT", internalProduct+"BOM"+boxRevision, want)
	})
	t.Run("read after a restart", func(t *testing.T) {
		c := start(t, Options{Path: path})
		if diff := cmp.Diff(want, read[[]object](c, "GET", internalProduct+"Bom"+boxRevision, nil)); diff != "" {
			t.Errorf("writing back what was read changed it: %s", diff)
		}
		if got := c.want(200, "PUT", internalProduct+"BOM"+boxRevision, []object{}); got != "true" { // an empty list would read as a failure
			t.Error(got)
		}
		if got := c.want(200, "GET", internalProduct+"Bom"+boxRevision, nil); got != "[]" {
			t.Error(got)
		}
	})
}

func TestBillOfMaterialsInXML(t *testing.T) {
	c := start(t, Options{})
	c.products("BOX")
	c.want(200, "PUT", "/api/Product/BOM", `<?xml version="1.0" encoding="utf-8"?>
		<BOM xmlns="http://wats.virinco.com/schemas/WATS/wsbf" Partnumber="BOX" Revision="A" Desc="a box">
			<Component Number="RES &lt;10K&gt;" Rev="2" Qty="2" Desc="10k" Ref="R1;R2" FunctionBlock="power"/>
			<Component number="CAP" Rev="" Ref="C1"/>
		</BOM>`)
	got := read[[]object](c, "GET", internalProduct+"Bom"+boxRevision, nil)
	if len(got) != 2 || got[0]["partNumber"] != "RES <10K>" || got[0]["revision"] != "2" || got[0]["quantity"] != 2.0 || got[0]["componentRef"] != "R1;R2" ||
		got[0]["functionBlock"] != "power" || got[1]["partNumber"] != "CAP" || got[1]["quantity"] != 1.0 || got[1]["revision"] != nil {
		t.Errorf("%v", got)
	}
	for _, body := range []string{
		"", "[]", "<BOM", `<Other Partnumber="BOX" Revision="A"/>`, `<BOM Partnumber="BOX" Revision="A"/>`,
		`<BOM Partnumber="BOX"><Component Number="C"/></BOM>`, `<BOM Revision="A"><Component Number="C"/></BOM>`,
		`<BOM Partnumber="BOX" Revision="A"><Component Ref="C"/></BOM>`, `<BOM Partnumber="BOX" Revision="A"><Component Number="C" Qty="x"/></BOM>`,
		`<BOM Partnumber="BOX" Revision="A"><Component Number="C" Qty="-1"/></BOM>`,
	} {
		c.want(400, "PUT", "/api/Product/BOM", body)
	}
	c.want(404, "PUT", "/api/Product/BOM", `<BOM Partnumber="BOX" Revision="Z"><Component Number="C"/></BOM>`)
	if again := read[[]object](c, "GET", internalProduct+"Bom"+boxRevision, nil); len(again) != 2 {
		t.Errorf("a refused BOM replaced the old one: %v", again)
	}
}

func TestVendors(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wats.db")
	var id string
	t.Run("write", func(t *testing.T) {
		c := start(t, Options{Path: path})
		if got := c.want(200, "GET", "/api/Product/Vendors", nil); got != "[]" {
			t.Error(got)
		}
		first := read[object](c, "PUT", "/api/Product/Vendors", object{"name": "Acme", "url": "https://x", "rank": 1})
		id, _ = first["vendorId"].(string)
		if again := read[object](c, "PUT", "/api/Product/Vendors", object{"Name": "Acme", "rank": 2}); again["vendorId"] != id || again["rank"] != 2.0 {
			t.Errorf("%v, then %v", first, again)
		}
		read[object](c, "PUT", "/api/Product/Vendors", object{"name": "Bolts", "vendorId": "b/1"})
		c.want(200, "PUT", "/api/Product/Vendors", object{"name": "Acme Ltd", "VendorID": id})
		c.want(409, "PUT", "/api/Product/Vendors", object{"name": "Bolts", "vendorId": id})
		for _, body := range []any{"", "[]", object{}, object{"name": " "}, object{"name": 5}, object{"name": "x", "vendorId": 5}} {
			c.want(400, "PUT", "/api/Product/Vendors", body)
		}
	})
	t.Run("read after a restart", func(t *testing.T) {
		c := start(t, Options{Path: path})
		want := []object{{"vendorId": id, "name": "Acme Ltd"}, {"vendorId": "b/1", "name": "Bolts"}}
		if diff := cmp.Diff(want, read[[]object](c, "GET", "/api/Product/Vendors", nil)); diff != "" {
			t.Error(diff)
		}
		c.want(204, "DELETE", "/api/Product/Vendors/"+url.PathEscape("b/1"), nil)
		c.want(404, "DELETE", "/api/Product/Vendors/"+url.PathEscape("b/1"), nil)
	})
}

func TestTagsAloneAreReplaced(t *testing.T) {
	c := start(t, Options{})
	c.products("BOX")
	for _, owner := range []struct{ route, query string }{{"ProductTags", "?partNumber=BOX"}, {"RevisionTags", boxRevision}} {
		get, put := internalProduct+"Get"+owner.route+owner.query, internalProduct+"Put"+owner.route+owner.query
		if got := c.want(200, "GET", get, nil); got != "[]" {
			t.Error(got)
		}
		c.want(200, "PUT", put, []object{{"key": "a", "value": "1"}, {"key": "b", "value": "1"}})
		want := []object{{"key": "b", "value": "2", "change": 0.0}, {"key": "c", "value": "3", "change": 0.0}}
		if diff := cmp.Diff(want, read[[]object](c, "PUT", put, []object{
			{"key": "b", "value": "2", "change": 0}, {"key": "c", "value": "3"}, {"key": "d", "change": 3},
		})); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(want, read[[]object](c, "GET", get, nil)); diff != "" {
			t.Error(diff)
		}
		c.want(400, "PUT", put, []object{{"value": "2"}})
		c.want(400, "PUT", put, object{})
	}
	p := read[product](c, "GET", internalProduct+"GetProductByPN?PN=BOX", nil)
	if len(p.Tags) != 2 || len(p.Revisions[0].Tags) != 2 {
		t.Errorf("%+v", p)
	}
}

func TestGroupsOfAProduct(t *testing.T) {
	c := start(t, Options{})
	c.products("BOX", "BOARD")
	of := internalProduct + "GetGroupsForProduct?partNumber="
	if got := c.want(200, "GET", of+"BOX", nil); got != "[]" {
		t.Error(got)
	}
	boxes := read[productGroup](c, "PUT", "/api/Product/Group", object{"productGroupName": "Boxes", "partNumbers": []string{"BOX", "BOX", "NEW"}})
	all := read[productGroup](c, "PUT", "/api/Product/Group", object{"productGroupName": "All", "partNumbers": []string{"BOX", "BOARD"}})
	c.want(200, "PUT", "/api/Product/Group", object{"productGroupName": "Boxes"}) // without a list the members stay
	if diff := cmp.Diff([]productGroup{all, boxes}, read[[]productGroup](c, "GET", of+"BOX", nil)); diff != "" {
		t.Error(diff)
	}
	c.want(200, "PUT", "/api/Product/Group", object{"productGroupName": "All", "partNumbers": []string{}})
	if got := c.want(200, "GET", of+"BOARD", nil); got != "[]" {
		t.Error(got)
	}
	c.want(400, "PUT", "/api/Product/Group", object{"productGroupName": "All", "partNumbers": []string{" "}})
	c.want(404, "GET", of+"NEW", nil)
}

func TestCategoriesKeepTheirIDs(t *testing.T) {
	c := start(t, Options{})
	const put, get = internalProduct + "PutProductCategories", internalProduct + "GetProductCategories"
	c.want(200, "PUT", put, []object{{"name": "Boards", "categoryId": "00000000-0000-4000-8000-00000000000A"}})
	c.want(200, "PUT", "/api/Product", object{"partNumber": "P", "productCategoryName": "Boards"})
	c.want(200, "PUT", put, []object{{"name": "Boards"}, {"name": "Boxes"}})
	if got := read[product](c, "GET", "/api/Product/P", nil); got.ProductCategoryID == nil || *got.ProductCategoryID != "00000000-0000-4000-8000-00000000000a" {
		t.Errorf("%+v", got)
	}
	if got := c.want(200, "PUT", put, []object{}); got != "true" { // an empty list would read as a failure
		t.Error(got)
	}
	if got := c.want(200, "GET", get, nil); got != "[]" {
		t.Error(got)
	}
}

func TestBadRequestsAboutPartsAreRefused(t *testing.T) {
	c := start(t, Options{})
	ids := c.products("BOX", "BOARD")
	const nowhere = "00000000-0000-4000-8000-00000000000a"
	pair := func(parent, child any) object {
		return object{"ParentProductRevisionId": parent, "ProductRevisionId": child}
	}
	for _, r := range []struct {
		status       int
		method, path string
		body         any
	}{
		{400, "GET", "GetProductInfo?partNumber=BOX", nil},
		{404, "GET", "GetProductInfo?partNumber=BOX&revision=Z", nil},
		{404, "GET", "GetProductInfo?partNumber=Z&revision=A", nil},
		{400, "POST", "PostProductRevisionRelation", object{}},
		{400, "POST", "PostProductRevisionRelation", pair(ids["BOX"], "")},
		{400, "POST", "PostProductRevisionRelation", pair("x", ids["BOX"])},
		{404, "POST", "PostProductRevisionRelation", pair(nowhere, ids["BOX"])},
		{404, "POST", "PostProductRevisionRelation", pair(ids["BOX"], nowhere)},
		{400, "POST", "PostProductRevisionRelation", object{"ParentProductRevisionId": ids["BOX"], "ProductRevisionId": ids["BOARD"], "Quantity": 0}},
		{400, "DELETE", "DeleteProductRevisionRelation", nil},
		{400, "GET", "Bom?partNumber=BOX", nil},
		{404, "GET", "Bom?partNumber=BOX&revision=Z", nil},
		{404, "PUT", "BOM?partNumber=BOX&revision=Z", []object{}},
		{400, "PUT", "BOM" + boxRevision, []object{{"quantity": 1}}},
		{400, "PUT", "BOM" + boxRevision, []object{{"partNumber": "P", "quantity": -1}}},
		{400, "PUT", "BOM" + boxRevision, []object{{"partNumber": "P", "quantity": "many"}}},
		{400, "PUT", "BOM" + boxRevision + "&format=csv", "a;b"},
		{400, "GET", "GetProductByPN", nil},
		{404, "GET", "GetProductByPN?PN=Z", nil},
		{400, "GET", "GetProductTags", nil},
		{404, "PUT", "PutProductTags?partNumber=Z", []object{}},
		{404, "PUT", "PutRevisionTags?partNumber=BOX&revision=Z", []object{}},
		{400, "PUT", "PutProductCategories", []object{{"name": ""}}},
	} {
		if got := c.want(r.status, r.method, internalProduct+r.path, r.body); !strings.Contains(got, `"Message"`) {
			t.Errorf("%s: %s", r.path, got)
		}
	}
	c.want(400, "PUT", "/api/Product", object{"partNumber": "P", "state": 2})
	c.want(400, "PUT", "/api/Product/Revision", object{"partNumber": "BOX", "revision": "A", "state": -1})
}
