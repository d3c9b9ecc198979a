package wats

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// Setting is a tag: a key with its value.
type Setting struct {
	Key    string      `lua:"key,required" json:"key" doc:"Name of the tag."`
	Value  *string     `lua:"value" json:"value" doc:"Its value."`
	Change *ChangeType `lua:"change" json:"change,omitempty" doc:"What a write does with it: tags are added and updated as they are in the table, DELETE deletes one."`
}

// ProductRevision is one revision of a product.
type ProductRevision struct {
	Revision          string       `lua:"revision,required" json:"revision" doc:"The revision, such as B."`
	Name              string       `lua:"name" json:"name" doc:"Display name."`
	Description       string       `lua:"description" json:"description" doc:"Free text."`
	State             ProductState `lua:"state" json:"state" doc:"Whether the revision is in use."`
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
	State               ProductState      `lua:"state" json:"state" doc:"Whether the product is in use."`
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
	Category   string       `lua:"product_category_name" json:"category" doc:"Name of the category."`
	NonSerial  bool         `lua:"non_serial" json:"nonSerial" doc:"Whether units of it carry no serial number."`
	State      ProductState `lua:"state" json:"state" doc:"Whether the product is in use."`
}

const (
	productsRoute    = "GET /api/Product/Query"
	productRoute     = "GET /api/Product/{part_number}"
	putProductRoute  = "PUT /api/Product"
	putProductsRoute = "PUT /api/Product/Products"
)

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
	State             ProductState                      `lua:"state" json:"state" default:"ACTIVE" doc:"Whether the product is in use."`
	XMLData           *string                           `lua:"xml_data" json:"xmlData" doc:"Tags in their XML form."`
	ProductCategoryID *string                           `lua:"product_category_id" json:"productCategoryId" doc:"GUID of the category."`
	Revisions         []modules.Record[ProductRevision] `lua:"revisions" json:"revisions,always" doc:"Revisions to create with it."`
	Tags              []modules.Record[Setting]         `lua:"tags" json:"tags,always" doc:"Tags to create with it."`
}

type wholeProduct struct {
	Product modules.Record[Product] `lua:"product,required" body:"whole" doc:"The product, as get_product gives it, with what is to change."`
}

type allProducts struct {
	Products []modules.Record[Product] `lua:"products,required" doc:"The products, as get_product gives them."`
}

type oneProduct struct {
	Product modules.Record[Product] `lua:"product,required" doc:"The product, as get_product or get_products gives it."`
}

var productService = service{
	name: "product", doc: "Products, their revisions and tags, parts lists, box builds, groups, categories and vendors.",
	operations: func() []declaration {
		var all []declaration
		all = append(all, productOperations()...)
		all = append(all, revisionOperations()...)
		all = append(all, groupOperations()...)
		all = append(all, bomOperations()...)
		all = append(all, boxBuildOperations()...)
		all = append(all, tagOperations()...)
		return append(all, vendorOperations()...)
	},
	classes: boxBuildClasses,
}

func productOperations() []declaration {
	return []declaration{
		op[noArguments, []ProductView]("get_products", "List all products as short records.", productsRoute,
			show(`wats.product.create_product("PCBA-7")
return wats.product.get_products()[1].part_number`, `"PCBA-7"`)),
		op[noArguments, []ProductView]("get_products_full", "List all products as short records; the same as get_products.", productsRoute,
			note("The records are short in pyWATS too, in spite of the name; get_product gives a whole one."),
			show(`#wats.product.get_products_full()`, "0")),
		op[productKey, Product]("get_product", "Fetch one product with its revisions and tags.", productRoute,
			lenient(missingIsNil),
			note("The part number is percent-encoded, so that it may hold a slash; a missing product is nil unless strict is set."),
			show(`wats.product.create_product{part_number = "PCBA-7", name = "Power board"}
return wats.product.get_product("PCBA-7").name`, `"Power board"`)),
		op[newProduct, Product]("create_product", "Create a product, or overwrite the one with the same part number.", putProductRoute,
			prepares(addTags[newProduct]), note("Revisions and tags can come with it, in one request."),
			show(`wats.product.create_product{part_number = "PCBA-8", name = "Filter board"}.part_number`, `"PCBA-8"`)),
		op[wholeProduct, Product]("update_product", "Write a product back.", putProductRoute,
			prepares(addTags[wholeProduct]), note(tagsNote),
			show(`wats.product.create_product{part_number = "PCBA-9", name = "old"}
local p = wats.product.get_product("PCBA-9")
p.name = "new"
return wats.product.update_product(p).name`, `"new"`)),
		composed("bulk_save_products", "Create or overwrite many products in one request.", bulkSaveProducts, routed(putProductsRoute),
			gives[[]Product](), declare(modules.Does(modules.IdempotentWrite)),
			show(`#wats.product.bulk_save_products{{part_number = "A"}, {part_number = "B"}}`, "2")),
		op[noArguments, []ProductView]("get_active_products", "List the products that are in use, as short records.", productsRoute,
			reads(activeProducts),
			show(`wats.product.create_product("PCBA-7")
wats.product.create_product{part_number = "OLD", state = "INACTIVE"}
return #wats.product.get_active_products()`, "1")),
		composed("is_active", "Whether a product is in use.", isActive, declare(modules.Does(modules.Pure)),
			show(`wats.product.is_active(wats.product.create_product("PCBA-7"))`, "true")),
	}
}

// inUse is what tells whether a product is in use: its state, active when it is left out.
type inUse struct {
	State *ProductState `json:"state"`
}

func (u inUse) active() bool { return u.State == nil || *u.State == 1 }

func activeProducts(_ *noArguments, a *response) (any, error) {
	rows, err := rowsIn[inUse](a)
	if err != nil {
		return nil, err
	}
	kept := rows[:0]
	for _, r := range rows {
		if r.value.active() {
			kept = append(kept, r)
		}
	}
	return modules.JSON{Data: listOf(kept).Data, Type: typeOf[[]ProductView]()}, nil
}

func isActive(_ context.Context, _ *Client, in *oneProduct) (bool, error) {
	var u inUse
	if err := json.Unmarshal(in.Product.Wire(), &u); err != nil {
		return false, fault.New(fault.Usage, "product.state is %s", err)
	}
	return u.active(), nil
}

func bulkSaveProducts(ctx context.Context, c *Client, in *allProducts) (any, error) {
	return saveAll[Product](ctx, c, putProductsRoute, "products", in.Products)
}

// saveAll writes many things in one request: all of them or none. An empty list is saved without one.
func saveAll[T any](ctx context.Context, c *Client, route, name string, things []modules.Record[T]) (any, error) {
	t := typeOf[[]T]()
	if len(things) == 0 {
		return modules.JSON{Data: []byte("[]"), Type: t}, nil
	}
	for i, thing := range things {
		if err := hasPartNumber(fmt.Sprintf("%s[%d]", name, i+1), thing.Wire()); err != nil {
			return nil, err
		}
	}
	body, err := json.Marshal(things)
	if err == nil {
		body, err = writeTags(body)
	}
	if err != nil {
		return nil, fault.Wrap(fault.Usage, err, "%s cannot be sent", name)
	}
	return put(ctx, c, route, json.RawMessage(body), t)
}

// hasPartNumber checks that a product or revision says which product it is.
func hasPartNumber(name string, thing []byte) error {
	var key revisionName
	if err := json.Unmarshal(thing, &key); err != nil {
		return fault.Wrap(fault.Usage, err, "%s cannot be sent", name)
	}
	if strings.TrimSpace(key.PartNumber) == "" && key.ProductID == "" {
		return fault.New(fault.Usage, "%s.part_number is required", name).WithHint("the part number of the product")
	}
	return nil
}

// fetchProduct reads a product for an operation that works on it.
func fetchProduct(ctx context.Context, c *Client, partNumber string) (*response, error) {
	r := newRequest(productRoute)
	r.path = strings.Replace(r.path, "{part_number}", segment(partNumber), 1)
	a, err := c.send(ctx, r)
	if err != nil {
		return nil, err
	}
	if err := emptyOrBroken(a, modules.RecordOf); err != nil {
		return nil, c.explain(ctx, r, err)
	}
	return a, nil
}
