package wats

import "net/url"

// productCases are what the tests of all operations must know of the product service.
var productCases = expectations{
	complete: []string{"product"},
	full:     []string{"product.get_product", "product.get_revision", "product.get_product_tags", "product.get_revision_tags", "product.get_groups_for_product"},
	truths: []string{
		"product.upload_bom", "product.update_bom", "product.remove_subunit", "product.save_product_categories", "product.delete_vendor",
	},
	apart:     []string{"product.add_subunit", "product.get_box_build_template", "product.edit_box_build"},
	otherwise: map[string]string{"product.save_vendor/kwargs": "the table extra: named arguments that are not known are refused"},
	ours: map[string]string{
		"product.edit_box_build":   "what the with statement of pyWATS does",
		"product.matches_revision": "a method of relations in pyWATS; here they are plain tables",
	},
	args: map[string]map[string]any{
		"product.is_active":               {"product": `{"state":1}`},
		"product.update_product":          {"product": `{"partNumber":"P","unknownKey":[1]}`},
		"product.bulk_save_products":      {"products": `[{"partNumber":"P","unknownKey":[1]}]`},
		"product.update_revision":         {"revision": `{"partNumber":"P","revision":"A","unknownKey":[1]}`},
		"product.bulk_save_revisions":     {"revisions": `[{"partNumber":"P","revision":"A","unknownKey":[1]}]`},
		"product.update_bom":              {"bom_items": bomSample, "description": "a & b"},
		"product.upload_bom":              {"bom_items": `[{"partNumber":"P","unknownKey":[1]}]`, "format": "json"},
		"product.save_product_categories": {"categories": `[{"name":"Boards","unknownKey":[1]}]`},
		"product.set_product_tags":        {"tags": []Setting{{Key: "new"}}},
		"product.set_revision_tags":       {"tags": []Setting{{Key: "new"}}},
		"product.save_vendor":             {"kwargs": nil, "extra": map[string]any{"one": 1}},
	},
	requests: map[string][]string{
		"product.create_revision":        {"GET /api/Product/{part_number}", "PUT /api/Product/Revision"},
		"product.bulk_save_revisions":    {"PUT /api/Product/Revisions"},
		"product.set_product_tags":       {"GET /api/Product/{part_number}", "PUT /api/Product"},
		"product.add_product_tag":        {"GET /api/Product/{part_number}", "PUT /api/Product"},
		"product.set_revision_tags":      {"GET /api/Product/{part_number}", "PUT /api/Product/Revision"},
		"product.add_revision_tag":       {"GET /api/Product/{part_number}", "PUT /api/Product/Revision"},
		"product.get_groups_for_product": {"GET /api/Product/{part_number}", "GET /api/internal/Product/GetGroupsForProduct"},
		"product.get_box_build_template": {"GET /api/Product/{part_number}", "GET /api/internal/Product/GetProductInfo"},
		"product.add_subunit": {
			"GET /api/Product/{parent_part_number}", "GET /api/Product/{child_part_number}", "POST /api/internal/Product/PostProductRevisionRelation",
		},
	},
	queries: map[string]url.Values{
		"product.get_groups_for_product": {"partNumber": {"a b&c/ø"}},
		"product.get_box_build_template": {"partNumber": {"a b&c/ø"}, "revision": {"a b&c/ø"}},
	},
	bodies: map[string]any{
		"product.create_revision": map[string]any{
			"partNumber": "a b&c/ø", "revision": "a b&c/ø", "name": "a b&c/ø", "description": "a b&c/ø", "state": 0, "productId": "p1", "tags": []any{},
		},
		"product.bulk_save_revisions": `[{"partNumber":"P","revision":"A","unknownKey":[1]}]`,
		"product.update_bom": `<?xml version="1.0" encoding="UTF-8"?>
<BOM xmlns="http://wats.virinco.com/schemas/WATS/wsbf" Partnumber="a b&amp;c/ø" Revision="a b&amp;c/ø" Desc="a &amp; b">` +
			`<Component Number="RES &lt;10K&gt;" Rev="2" Qty="2" Desc="10k" Ref="R1;R2" FunctionBlock="power"></Component>` +
			`<Component Number="CAP" Rev="" Qty="1" Ref=""></Component></BOM>`,
		"product.set_product_tags":  withTags(`{"key":"old","value":"1","change":3},{"key":"new","value":null,"change":1}`),
		"product.add_product_tag":   withTags(`{"key":"old","value":"1","change":0},{"key":"a b&c/ø","value":"a b&c/ø","change":1}`),
		"product.set_revision_tags": `{"revision":"a b&c/ø","partNumber":"P","productRevisionId":"r1","tags":[{"key":"new","value":null,"change":1}]}`,
		"product.add_revision_tag":  `{"revision":"a b&c/ø","partNumber":"P","productRevisionId":"r1","tags":[{"key":"a b&c/ø","value":"a b&c/ø","change":1}]}`,
		"product.add_subunit":       `{"ParentProductRevisionId":"r1","ProductRevisionId":"r1","Quantity":7,"RevisionMask":"a b&c/ø"}`,
		"product.save_vendor":       map[string]any{"name": "a b&c/ø", "vendorId": "a b&c/ø", "one": 1},
	},
	always: map[string]map[string]any{
		"product.create_product": {"revisions": []any{}, "tags": []any{}},
	},
	mimes:   map[string]string{"product.update_bom": "application/xml"},
	answers: map[string]string{"GET /api/Product/a b&c/ø": productSample},
}

const (
	revisionSample = `{"revision":"a b&c/ø","productRevisionId":"r1","tags":[]}`
	productSample  = `{"partNumber":"P","productId":"p1","unknownKey":1.50,"tags":[{"key":"old","value":"1","change":0}],"revisions":[` + revisionSample + `]}`
	bomSample      = `[{"componentRef":"R1;R2","partNumber":"RES <10K>","revision":"2","quantity":2,"description":"10k","functionBlock":"power"},{"partNumber":"CAP"}]`
)

// withTags is the sample of a product with other tags.
func withTags(tags string) string {
	return `{"partNumber":"P","productId":"p1","unknownKey":1.50,"tags":[` + tags + `],"revisions":[` + revisionSample + `]}`
}
