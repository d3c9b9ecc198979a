package wats

import (
	"context"

	"github.com/watsrun/watsrun/modules"
)

// ProductGroup is a group of products.
type ProductGroup struct {
	ProductGroupID   int    `lua:"product_group_id" json:"productGroupId" doc:"Number of the group."`
	ProductGroupName string `lua:"product_group_name" json:"productGroupName" doc:"Its name."`
}

// ProductCategory is a category that products may have one of.
type ProductCategory struct {
	CategoryID  string `lua:"category_id" json:"categoryId" doc:"GUID of the category."`
	Name        string `lua:"name,required" json:"name" doc:"Its name."`
	Description string `lua:"description" json:"description" doc:"Free text."`
}

type newGroup struct {
	Name        string `lua:"name,required" json:"productGroupName" doc:"Name of the group."`
	Description string `lua:"description" doc:"Not sent: groups have no description."`
}

type allCategories struct {
	Categories []modules.Record[ProductCategory] `lua:"categories,required" body:"whole" doc:"The full list: a category that is not in it is deleted."`
}

const groupsOfRoute = "GET /api/internal/Product/GetGroupsForProduct"

func groupOperations() []declaration {
	return []declaration{
		op[noArguments, []ProductGroup]("get_groups", "List the product groups.", "GET /api/Product/Groups",
			show(`#wats.product.get_groups()`, "0")),
		op[newGroup, ProductGroup]("create_group", "Create a product group, or find the one of that name.", "PUT /api/Product/Group",
			prepares(warnOfDescription), note("A description is logged as not sent; pyWATS drops it silently."),
			show(`wats.product.create_group("Boards").product_group_name`, `"Boards"`)),
		composed("get_groups_for_product", "List the groups that a product is in.", getGroupsForProduct, routed(productRoute, groupsOfRoute), gives[[]ProductGroup](),
			show(withRevision+`return #wats.product.get_groups_for_product("PCBA-7")`, "0")),
		op[noArguments, []ProductCategory]("get_product_categories", "List the product categories.", "GET /api/internal/Product/GetProductCategories",
			show(`#wats.product.get_product_categories()`, "0")),
		op[allCategories, bool]("save_product_categories", "Store the full list of categories.", "PUT /api/internal/Product/PutProductCategories", succeeds,
			note("True for every success; pyWATS takes an answer with nothing in it for a failure."),
			show(`wats.product.save_product_categories{{name = "Boards"}, {name = "Boxes"}}
return wats.product.get_product_categories()[2].name`, `"Boxes"`)),
	}
}

func warnOfDescription(ctx context.Context, in *newGroup, _ *request) error {
	if in.Description != "" {
		modules.RunFrom(ctx).Log.Warn("product groups have no description: it is not sent", "group", in.Name)
	}
	return nil
}

// getGroupsForProduct asks for the product first, since a server may know no groups of a product that is not there.
func getGroupsForProduct(ctx context.Context, c *Client, in *productKey) (any, error) {
	none := modules.JSON{Data: []byte("[]"), Type: typeOf[[]ProductGroup]()}
	if err := notBlank("part_number", in.PartNumber); err != nil {
		return nil, err
	}
	_, err := fetchProduct(ctx, c, in.PartNumber)
	if isMissing(err) && !c.strict(ctx, in) {
		return none, nil
	}
	if err != nil {
		return nil, err
	}
	r := newRequest(groupsOfRoute)
	r.set("partNumber", in.PartNumber)
	rows, err := listRows[ProductGroup](ctx, c, r)
	return listOf(rows), err
}
