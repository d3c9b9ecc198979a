-- The product register: create, look up, change, tag and group products. A part number that is there already is
-- overwritten, so the script can be run again.
--
--   watsrun scripts/examples/products.lua

-- Several products in one request: all of them are saved, or none.
wats.product.bulk_save_products{
  {part_number = "PX-100", name = "Power board"},
  {part_number = "PX-200", name = "Filter board"},
  {part_number = "PX-050", name = "Power board, first edition", state = "INACTIVE"},
}

-- A missing product is nil; with strict = true it is an error.
if wats.product.get_product("PX-999") == nil then print("there is no PX-999") end
local ok, err = pcall(wats.product.get_product, {part_number = "PX-999", strict = true})
print("strict:", ok, err.kind)

-- Read, change, write back.
local board = wats.product.get_product("PX-100")
board.description = "24 V in, 5 V and 3.3 V out"
board = wats.product.update_product(board)
print(board.part_number, board.name, board.description, board.state)

-- Tags are keys with values of your own. set_product_tags replaces all, add_product_tag adds or changes one.
wats.product.set_product_tags("PX-100", {{key = "line", value = "1"}, {key = "rohs", value = "yes"}})
wats.product.add_product_tag("PX-100", "line", "2")
for _, tag in ipairs(wats.product.get_product_tags("PX-100")) do
  print("tag", tag.key, tag.value)
end

for _, p in ipairs(wats.product.get_active_products()) do
  if p.part_number:find("^PX%-") then print("active:", p.part_number, p.name) end
end

-- Groups and categories order the register; vendors say who sells the parts.
print("group:", wats.product.create_group("Power").product_group_name)
local categories, known = wats.product.get_product_categories(), {}
for _, category in ipairs(categories) do known[category.name] = true end
for _, name in ipairs{"Boards", "Boxes"} do
  if not known[name] then table.insert(categories, {name = name}) end
end
wats.product.save_product_categories(categories) -- the full list: one that is left out is deleted
for _, category in ipairs(wats.product.get_product_categories()) do
  if category.name:find("^Bo") then print("category:", category.name) end
end
local vendor = wats.product.save_vendor{name = "Acme Components", extra = {country = "NO"}}
print("vendor:", vendor.name, vendor.country)
