-- A box build says what a unit must contain: a controller holds a power board, in any revision A1, A2 and so on, and two
-- fans. Whoever assembles one asks whether the parts at hand fit.
--
--   watsrun scripts/examples/box_build.lua

wats.product.create_product{part_number = "BOX-1", name = "Controller", revisions = {{revision = "A"}}}
wats.product.create_product{part_number = "PB-500", name = "Power board", revisions = {{revision = "A1"}}}
wats.product.create_product{part_number = "FAN-40", name = "Fan", revisions = {{revision = "1"}, {revision = "2"}}}

-- Edits are kept until the function returns, then they are sent together. When it raises, nothing is sent.
wats.product.edit_box_build("BOX-1", "A", function(box)
  box:clear_all()
  box:add_subunit{part_number = "PB-500", revision = "A1", item_number = "10", revision_mask = "A%"}
  box:add_subunit{part_number = "FAN-40", revision = "1", item_number = "20", quantity = 2}
end)

-- The same step by step: save sends what has changed.
local box = wats.product.get_box_build_template("BOX-1", "A")
box:update_subunit{part_number = "FAN-40", revision = "1", revision_mask = "1,2"}
print("to be saved:", box.has_pending_changes)
box:save()
print(box)

for _, part in ipairs(box:get_required_parts()) do
  print(part.item_number, part.quantity .. " x " .. part.part_number, "default " .. part.default_revision, "fits " .. part.revision_mask)
end

-- Do these parts fit?
for _, part in ipairs{{"PB-500", "A7"}, {"PB-500", "B1"}, {"FAN-40", "2"}, {"LID-3", "A"}} do
  print(part[1], part[2], box:validate_subunit(part[1], part[2]) and "fits" or "does not fit")
end

-- The whole tree, each unit before what is in it.
for _, row in ipairs(wats.product.get_product_hierarchy("BOX-1", "A")) do
  print(("  "):rep(row.hlevel) .. row.part_number .. " " .. row.revision .. " x" .. row.quantity)
end
