package wats

// productCases are what the tests of all operations must know of the product service.
var productCases = expectations{
	full: []string{"product.get_product"},
	args: map[string]map[string]any{"product.update_product": {"product": `{"partNumber":"P","unknownKey":[1]}`}},
	always: map[string]map[string]any{
		"product.create_product": {"revisions": []any{}, "tags": []any{}},
	},
}
