package server

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestProductRoundTrip(t *testing.T) {
	c := start(t, Options{})
	c.want(404, "GET", "/api/Product/PCBA-7", nil)
	stored := read[object](c, "PUT", "/api/Product", object{
		"partNumber": "PCBA-7", "name": "Board", "description": "A board", "nonSerial": true, "xmlData": "<x/>",
		"tags":      []object{{"key": "colour", "value": "red", "change": 1}, {"key": "size", "value": "5"}},
		"revisions": []object{{"revision": "B", "name": "second", "tags": []object{{"key": "a", "value": nil, "change": 1}}}, {"revision": "A", "state": 0}},
	})
	want := object{
		"partNumber": "PCBA-7", "name": "Board", "description": "A board", "nonSerial": true, "state": 1.0,
		"productId": stored["productId"], "xmlData": "<x/>", "productCategoryId": nil, "productCategoryName": nil,
		"tags": []any{object{"key": "colour", "value": "red", "change": 0.0}, object{"key": "size", "value": "5", "change": 0.0}},
		"revisions": []any{
			object{
				"productRevisionId": at(stored, "revisions", 0, "productRevisionId"), "productId": stored["productId"], "partNumber": "PCBA-7",
				"revision": "A", "name": nil, "description": nil, "state": 0.0, "xmlData": nil, "tags": []any{},
			},
			object{
				"productRevisionId": at(stored, "revisions", 1, "productRevisionId"), "productId": stored["productId"], "partNumber": "PCBA-7",
				"revision": "B", "name": "second", "description": nil, "state": 1.0, "xmlData": nil,
				"tags": []any{object{"key": "a", "value": nil, "change": 0.0}},
			},
		},
	}
	if diff := cmp.Diff(want, stored); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, read[object](c, "GET", "/api/Product/PCBA-7", nil)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want, read[object](c, "PUT", "/api/Product", stored)); diff != "" {
		t.Errorf("writing back what was read changed it: %s", diff)
	}
}

// at goes down into JSON by keys and indexes.
func at(v any, path ...any) any {
	for _, step := range path {
		switch s := step.(type) {
		case string:
			v = v.(object)[s]
		case int:
			v = v.([]any)[s]
		}
	}
	return v
}

func TestPutOverwritesTheProductButKeepsRevisionsAndTags(t *testing.T) {
	c := start(t, Options{})
	first := read[object](c, "PUT", "/api/Product", object{
		"partNumber": "P", "name": "old", "description": "d",
		"tags": []object{{"key": "k", "value": "v"}}, "revisions": []object{{"revision": "A"}},
	})
	second := read[object](c, "PUT", "/api/Product", object{"partNumber": "P", "name": "new", "state": 0, "tags": []object{}, "revisions": []object{}})
	if second["name"] != "new" || second["description"] != nil || second["state"] != 0.0 || second["productId"] != first["productId"] {
		t.Errorf("%v", second)
	}
	if len(second["tags"].([]any)) != 1 || len(second["revisions"].([]any)) != 1 {
		t.Errorf("revisions and tags: %v", second)
	}
}

func TestTagChanges(t *testing.T) {
	c := start(t, Options{})
	put := func(tags ...object) any {
		return read[object](c, "PUT", "/api/Product", object{"partNumber": "P", "tags": tags})["tags"]
	}
	put(object{"key": "a", "value": "1", "change": 1}, object{"key": "b", "value": "1", "change": 1})
	got := put(object{"key": "a", "value": "2", "change": 0}, object{"key": "b", "change": 3}, object{"key": "c", "value": "3", "change": 2}, object{"key": "x", "change": 3})
	want := []any{object{"key": "a", "value": "1", "change": 0.0}, object{"key": "c", "value": "3", "change": 0.0}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	c.want(400, "PUT", "/api/Product", object{"partNumber": "P", "tags": []object{{"key": "a", "change": 9}}})
	c.want(400, "PUT", "/api/Product", object{"partNumber": "P", "tags": []object{{"value": "a"}}})
}

func TestPartNumbersArriveWhole(t *testing.T) {
	c := start(t, Options{})
	for _, pn := range []string{"a/b", "a#b", "100%", "50%25", "Ø-ß-漢", "a b+c", "..", "?x=y", "Query", "query", "a'b\"c\\d"} {
		read[object](c, "PUT", "/api/Product", object{"partNumber": pn, "name": "n" + pn, "revisions": []object{{"revision": pn}}})
		if pn != "Query" && pn != "query" { // these words belong to another route
			if got := read[product](c, "GET", "/api/Product/"+url.PathEscape(pn), nil); got.PartNumber != pn {
				t.Errorf("%q came back as %q", pn, got.PartNumber)
			}
		}
		query := url.Values{"partNumber": {pn}, "revision": {pn}}.Encode()
		if got := read[productRevision](c, "GET", "/api/Product?"+query, nil); got.PartNumber != pn || got.Revision != pn {
			t.Errorf("%q came back as %q, %q", pn, got.PartNumber, got.Revision)
		}
	}
}

func TestShortRows(t *testing.T) {
	c := start(t, Options{})
	if got := c.want(200, "GET", "/api/Product/Query", nil); got != "[]" {
		t.Error(got)
	}
	c.want(200, "PUT", "/api/internal/Product/PutProductCategories",
		[]object{{"name": "Boards"}, {"Name": "Boxes", "CategoryId": "00000000-0000-4000-8000-00000000000A", "description": "d"}})
	categories := read[[]productCategory](c, "GET", "/api/internal/Product/GetProductCategories", nil)
	if len(categories) != 2 || categories[1].CategoryID != "00000000-0000-4000-8000-00000000000a" {
		t.Fatalf("%+v", categories)
	}
	all := read[[]object](c, "PUT", "/api/Product/Products", []object{
		{"partNumber": "B", "productCategoryName": "Boards"}, {"partNumber": "A", "name": "a", "productCategoryId": "00000000-0000-4000-8000-00000000000A"},
	})
	if len(all) != 2 || all[0]["productCategoryName"] != "Boards" || all[1]["productCategoryName"] != "Boxes" {
		t.Errorf("%v", all)
	}
	want := []object{
		{"partNumber": "A", "name": "a", "category": "Boxes", "nonSerial": false, "state": 1.0},
		{"partNumber": "B", "name": nil, "category": "Boards", "nonSerial": false, "state": 1.0},
	}
	if diff := cmp.Diff(want, read[[]object](c, "GET", "/api/Product/Query", nil)); diff != "" {
		t.Error(diff)
	}
	c.want(200, "PUT", "/api/internal/Product/PutProductCategories", []object{categoryRow(categories[0])})
	if got := read[product](c, "GET", "/api/Product/A", nil); got.ProductCategoryID != nil || got.ProductCategoryName != nil {
		t.Errorf("%+v", got)
	}
	if got := read[[]productCategory](c, "GET", "/api/internal/Product/GetProductCategories", nil); len(got) != 1 {
		t.Errorf("%+v", got)
	}
}

func categoryRow(c productCategory) object {
	return object{"CategoryId": c.CategoryID, "Name": c.Name, "Description": c.Description}
}

func TestRevisions(t *testing.T) {
	c := start(t, Options{})
	c.want(404, "PUT", "/api/Product/Revision", object{"partNumber": "P", "revision": "A"})
	p := read[product](c, "PUT", "/api/Product", object{"partNumber": "P"})
	first := read[productRevision](c, "PUT", "/api/Product/Revision", object{"partNumber": "P", "revision": "A", "tags": []object{{"key": "k", "value": "v", "change": 1}}})
	second := read[productRevision](c, "PUT", "/api/Product/Revision", object{"productId": p.ProductID, "revision": "A", "name": "n", "state": 0})
	if first.ProductRevisionID == "" || first.ProductRevisionID != second.ProductRevisionID || *second.Name != "n" || *second.State != 0 || len(second.Tags) != 1 {
		t.Errorf("%+v, then %+v", first, second)
	}
	many := read[[]productRevision](c, "PUT", "/api/Product/Revisions", []object{{"partNumber": "P", "revision": "B"}, {"partNumber": "P", "revision": "a"}})
	if len(many) != 2 || many[1].PartNumber != "P" {
		t.Errorf("%+v", many)
	}
	if got := read[product](c, "GET", "/api/Product/P", nil); len(got.Revisions) != 3 {
		t.Errorf("%+v", got.Revisions)
	}
	c.want(404, "GET", "/api/Product?partNumber=P&revision=Z", nil)
	c.want(404, "GET", "/api/Product?partNumber=Z&revision=A", nil)
	c.want(400, "GET", "/api/Product?partNumber=P", nil)
}

func TestAListIsSavedAsAWhole(t *testing.T) {
	c := start(t, Options{})
	c.want(400, "PUT", "/api/Product/Products", []object{{"partNumber": "A"}, {"partNumber": " "}})
	c.want(404, "GET", "/api/Product/A", nil)
	c.want(404, "PUT", "/api/Product/Revisions", []object{{"partNumber": "A", "revision": "1"}})
}

func TestGroups(t *testing.T) {
	c := start(t, Options{})
	a := read[productGroup](c, "PUT", "/api/Product/Group", object{"productGroupName": "A"})
	if again := read[productGroup](c, "PUT", "/api/Product/Group", object{"productGroupName": "A"}); again != a {
		t.Errorf("%+v, then %+v", a, again)
	}
	b := read[productGroup](c, "PUT", "/api/Product/Group", object{"productGroupId": a.ProductGroupID, "productGroupName": "B"})
	c.want(200, "PUT", "/api/Product/Group", object{"productGroupName": "C"})
	c.want(409, "PUT", "/api/Product/Group", object{"productGroupId": a.ProductGroupID, "productGroupName": "C"})
	got := read[[]productGroup](c, "GET", "/api/Product/Groups", nil)
	if len(got) != 2 || got[0] != b || b.ProductGroupID != a.ProductGroupID {
		t.Errorf("%+v", got)
	}
}

func TestBadProductsAreRefused(t *testing.T) {
	c := start(t, Options{})
	long := make([]byte, 101)
	for i := range long {
		long[i] = 'x'
	}
	for _, r := range []struct {
		path string
		body any
	}{
		{"", ""},
		{"", "[]"},
		{"", object{}},
		{"", object{"partNumber": string(long)}},
		{"", object{"partNumber": 5}},
		{"", object{"partNumber": "P", "productCategoryId": "00000000-0000-4000-8000-00000000000a"}},
		{"", object{"partNumber": "P", "revisions": []object{{}}}},
		{"/Products", object{}},
		{"/Revision", object{"revision": "A"}},
		{"/Group", object{"productGroupName": " "}},
	} {
		c.want(400, "PUT", "/api/Product"+r.path, r.body)
	}
}
