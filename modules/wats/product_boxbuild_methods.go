package wats

import (
	"context"

	"github.com/watsrun/watsrun/modules"
)

// withSubunits is what examples begin with: product BOX, which holds two boards.
const withSubunits = `wats.product.create_product{part_number = "BOX", revisions = {{revision = "A"}}}
wats.product.create_product{part_number = "BOARD", revisions = {{revision = "A"}, {revision = "B"}}}
local box = wats.product.get_box_build_template("BOX", "A"):add_subunit("BOARD", "A", 2):save()
`

func boxBuildOperations() []declaration {
	writes := declare(modules.Does(modules.IdempotentWrite))
	return []declaration{
		op[bomKey, []HierarchyRow]("get_product_hierarchy", "List a revision and all that it contains, each before what is in it.", treeRoute,
			show(withSubunits+`return #wats.product.get_product_hierarchy("BOX", "A")`, "2")),
		composed("add_subunit", "Say that units of one revision contain units of another.", addSubunit,
			gives[ProductRevisionRelation](), writes, routed(productRoute, postRelationRoute),
			show(withSubunits+`return wats.product.add_subunit("BOX", "A", "BOARD", "B", 3).quantity`, "3")),
		op[subunitRelationKey, bool]("remove_subunit", "Delete a relation of a box build.", deleteRelationRoute, succeeds,
			show(withSubunits+`return wats.product.remove_subunit(box.subunits[1].relation_id)`, "true")),
		composed("get_box_build_template", "Open what units of a revision contain for editing.",
			func(ctx context.Context, c *Client, in *revisionIn) (*BoxBuildTemplate, error) {
				return openTemplate(ctx, c, in.PartNumber, in.Revision)
			}, routed(productRoute, treeRoute), show(withSubunits+`return box.subunits[1].quantity`, "2")),
		composed("get_box_build_subunits", "List what units of a revision contain.", getSubunits, routed(treeRoute),
			note("The direct subunits only; pyWATS gives those inside them too, as if they were beside them."),
			show(withSubunits+`return wats.product.get_box_build_subunits("BOX", "A")[1].child_part_number`, `"BOARD"`)),
		composed("edit_box_build", "Open what units of a revision contain, have a function edit it, and save it unless the function raises.",
			editBoxBuild, writes, routed(productRoute, treeRoute, postRelationRoute, putRelationRoute, deleteRelationRoute), declare(modules.PyWATS("BoxBuildTemplate.__enter__/__exit__")),
			note("What pyWATS's with statement does."),
			show(withSubunits+`wats.product.edit_box_build("BOX", "A", function(b) b:set_quantity("BOARD", "A", 4) end)
return wats.product.get_box_build_subunits("BOX", "A")[1].quantity`, "4"),
			show(withSubunits+`wats.product.edit_box_build("BOX", "A", function(b) b:remove_subunit("BOARD", "A"):add_subunit("BOARD", "B", 3) end)
return wats.product.get_box_build_subunits("BOX", "A")[1].child_revision`, `"B"`)),
		composed("matches_revision", "Whether a unit of a revision fits a relation: by its mask, else in the child's own revision.", matchesRevision,
			declare(modules.Does(modules.Pure), modules.PyWATS("ProductRevisionRelation.matches_revision")),
			note("% stands for any characters wherever it is; pyWATS knows it at the end of a mask only. A function here, since relations are plain tables."),
			show(`wats.product.matches_revision({revision_mask = "A%,B"}, "A2")`, "true")),
	}
}

type revisionIn struct {
	PartNumber string `lua:"part_number,required" doc:"Part number of the product."`
	Revision   string `lua:"revision,required" doc:"Its revision."`
}

func boxBuildEdits() []*modules.Function {
	type box = BoxBuildTemplate
	return []*modules.Function{
		modules.ContextMethod("add_subunit", "Add a subunit; one that is there already is changed.",
			func(ctx context.Context, b *box, in *newSubunit) (*box, error) { return b.addSubunit(ctx, in) },
			modules.Waits(), modules.Does(modules.Read), modules.Show(withSubunits+`return #box:add_subunit("BOARD", "B").subunits`, "2")),
		modules.Method("update_subunit", "Change a subunit.", (*box).updateSubunit,
			modules.Show(withSubunits+`return box:update_subunit{part_number = "BOARD", revision = "A", item_number = "10"}.subunits[1].item_number`, `"10"`)),
		modules.Method("remove_subunit", "Remove a subunit.", (*box).removeSubunit,
			modules.Show(withSubunits+`return #box:remove_subunit("BOARD", "A").subunits`, "0")),
		look("clear_all", "Remove every subunit.", (*box).clearAll,
			modules.Show(withSubunits+`return box:clear_all().has_pending_changes`, "true")),
		modules.Method("set_quantity", "Change how many units of a subunit there are.", (*box).setQuantity,
			modules.Show(withSubunits+`return box:set_quantity("BOARD", "A", 5).subunits[1].quantity`, "5")),
		modules.ContextMethod("save", "Send the edits: removals, then changes, then additions.",
			func(ctx context.Context, b *box, in *noArguments) (*box, error) { return b.save(ctx, in) },
			modules.Waits(), modules.Does(modules.IdempotentWrite), modules.Raises("When one edit fails, those before it are saved and the others stay pending: save again sends only these."),
			modules.Note("An addition whose answer did not arrive is looked for before it is sent again; pyWATS forgets or repeats edits."),
			modules.Show(withSubunits+`return box:set_quantity("BOARD", "A", 5):save().has_pending_changes`, "false")),
		look("discard", "Forget the edits that are not saved.", (*box).discard,
			modules.Note("Changes of stored subunits are rolled back too, which pyWATS leaves in place."),
			modules.Show(withSubunits+`return box:set_quantity("BOARD", "A", 5):discard().subunits[1].quantity`, "2")),
		modules.ContextMethod("reload", "Forget the edits and read the subunits again.",
			func(ctx context.Context, b *box, in *noArguments) (*box, error) { return b.reload(ctx, in) },
			modules.Waits(), modules.Does(modules.Read), modules.Show(withSubunits+`return #box:clear_all():reload().subunits`, "1")),
	}
}

func boxBuildLooks() []*modules.Function {
	type box = BoxBuildTemplate
	return []*modules.Function{
		query("validate_subunit", "Whether a unit fits one of the subunits with its part number.", (*box).validate,
			modules.Note("Any of the subunits with the part number decides; in pyWATS only the first one, so that a unit that fits the second does not fit."),
			modules.Show(withSubunits+`return box:validate_subunit("BOARD", "A")`, "true")),
		query("get_matching_subunits", "The subunits with a part number.", (*box).matching,
			modules.Show(withSubunits+`return #box:get_matching_subunits("BOARD")`, "1")),
		look("get_required_parts", "What a unit must contain, a row a subunit.", (*box).requiredParts,
			modules.Show(withSubunits+`return box:get_required_parts()[1].default_revision`, `"A"`)),
	}
}
