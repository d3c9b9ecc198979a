package wats

import "github.com/watsrun/watsrun/modules"

// Setting is a tag: a key with its value.
type Setting struct {
	Key    string      `lua:"key,required" json:"key" doc:"Name of the tag."`
	Value  *string     `lua:"value" json:"value" doc:"Its value."`
	Change *ChangeType `lua:"change" json:"change" doc:"What a write does with it."`
}

// ProductRevision is one revision of a product.
type ProductRevision struct {
	Revision          string       `lua:"revision,required" json:"revision" doc:"The revision, such as B."`
	Name              string       `lua:"name" json:"name" doc:"Display name."`
	Description       string       `lua:"description" json:"description" doc:"Free text."`
	State             ProductState `lua:"state" json:"state" doc:"Whether it is in use."`
	ProductRevisionID string       `lua:"product_revision_id" json:"productRevisionId" doc:"GUID of the revision."`
	ProductID         string       `lua:"product_id" json:"productId" doc:"GUID of the product."`
	XMLData           string       `lua:"xml_data" json:"xmlData" doc:"Tags in their XML form."`
	PartNumber        string       `lua:"part_number" json:"partNumber" doc:"Part number of the product."`
	Tags              []Setting    `lua:"tags" json:"tags" doc:"Tags of the revision."`
}

// Product is a product with its revisions and tags.
type Product struct {
	PartNumber          string            `lua:"part_number,required" json:"partNumber" doc:"Part number, the key of the product."`
	Name                string            `lua:"name" json:"name" doc:"Display name."`
	Description         string            `lua:"description" json:"description" doc:"Free text."`
	NonSerial           bool              `lua:"non_serial" json:"nonSerial" doc:"Whether units of it carry no serial number."`
	State               ProductState      `lua:"state" json:"state" doc:"Whether it is in use."`
	ProductID           string            `lua:"product_id" json:"productId" doc:"GUID of the product."`
	XMLData             string            `lua:"xml_data" json:"xmlData" doc:"Tags in their XML form."`
	ProductCategoryID   string            `lua:"product_category_id" json:"productCategoryId" doc:"GUID of the category."`
	ProductCategoryName string            `lua:"product_category_name" json:"productCategoryName" doc:"Name of the category."`
	Revisions           []ProductRevision `lua:"revisions" json:"revisions" doc:"Revisions of the product."`
	Tags                []Setting         `lua:"tags" json:"tags" doc:"Tags of the product."`
}

// ProductView is the short record of a product, as lists have it.
type ProductView struct {
	PartNumber string       `lua:"part_number" json:"partNumber" doc:"Part number, the key of the product."`
	Name       string       `lua:"name" json:"name" doc:"Display name."`
	Category   string       `lua:"category" json:"category" doc:"Name of the category."`
	NonSerial  bool         `lua:"non_serial" json:"nonSerial" doc:"Whether units of it carry no serial number."`
	State      ProductState `lua:"state" json:"state" doc:"Whether it is in use."`
}

type noArguments struct{}

type productKey struct {
	PartNumber string `lua:"part_number,required" doc:"Part number of the product."`
	strict
}

type newProduct struct {
	PartNumber        string                            `lua:"part_number,required" json:"partNumber" doc:"Part number, the key of the product."`
	Name              *string                           `lua:"name" json:"name" doc:"Display name."`
	Description       *string                           `lua:"description" json:"description" doc:"Free text."`
	NonSerial         bool                              `lua:"non_serial" json:"nonSerial" default:"false" doc:"Whether units of it carry no serial number."`
	State             ProductState                      `lua:"state" json:"state" default:"ACTIVE" doc:"Whether it is in use."`
	XMLData           *string                           `lua:"xml_data" json:"xmlData" doc:"Tags in their XML form."`
	ProductCategoryID *string                           `lua:"product_category_id" json:"productCategoryId" doc:"GUID of the category."`
	Revisions         []modules.Record[ProductRevision] `lua:"revisions" json:"revisions,always" doc:"Revisions to create with it."`
	Tags              []modules.Record[Setting]         `lua:"tags" json:"tags,always" doc:"Tags to create with it."`
}

type wholeProduct struct {
	Product modules.Record[Product] `lua:"product,required" body:"whole" doc:"The product, as get_product gives it, with what is to change."`
}

var productService = service{
	name: "product", doc: "Products, their revisions and tags.", operations: productOperations,
}

func productOperations() []declaration {
	return []declaration{
		op[noArguments, []ProductView]("get_products", "List all products as short records.", "GET /api/Product/Query",
			show(`#wats.product.get_products() >= 0`, "true")),
		op[productKey, Product]("get_product", "Fetch one product with its revisions and tags.", "GET /api/Product/{part_number}",
			lenient(missingIsNil),
			note("The part number is percent-encoded, so that it may hold a slash; a missing product is nil unless strict is set."),
			show(`wats.product.create_product{part_number = "PCBA-7", name = "Power board"}
return wats.product.get_product("PCBA-7").name`, `"Power board"`)),
		op[newProduct, Product]("create_product", "Create a product, or overwrite the one with the same part number.", "PUT /api/Product",
			show(`wats.product.create_product{part_number = "PCBA-8", name = "Filter board"}.part_number`, `"PCBA-8"`)),
		op[wholeProduct, Product]("update_product", "Write a product back.", "PUT /api/Product",
			show(`wats.product.create_product{part_number = "PCBA-9", name = "old"}
local p = wats.product.get_product("PCBA-9")
p.name = "new"
return wats.product.update_product(p).name`, `"new"`)),
	}
}
