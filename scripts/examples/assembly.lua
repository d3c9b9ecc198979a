-- A controller is assembled of a power board and two fans. Its box build says what belongs into it; the server says whether the
-- units that were built in are the right ones, and refuses what cannot be.
--
--   watsrun -p sn=2001 scripts/examples/assembly.lua

local n = params.sn or "1001"
local box = {serial_number = "BX-" .. n, part_number = "CTRL-1", revision = "A"}
local board = {serial_number = "PB-" .. n, part_number = "PB-600", revision = "A2"}
local fan1 = {serial_number = "FA-" .. n .. "-1", part_number = "FAN-80", revision = "1"}
local fan2 = {serial_number = "FA-" .. n .. "-2", part_number = "FAN-80", revision = "1"}
local old_board = {serial_number = "PB-" .. n .. "-OLD", part_number = "PB-600", revision = "Z"}

-- What a controller contains.
wats.product.create_product{part_number = "CTRL-1", revisions = {{revision = "A"}}}
wats.product.create_product{part_number = "PB-600", revisions = {{revision = "A1"}}}
wats.product.create_product{part_number = "FAN-80", revisions = {{revision = "1"}}}
wats.product.add_subunit{
  parent_part_number = "CTRL-1", parent_revision = "A", child_part_number = "PB-600", child_revision = "A1", revision_mask = "A%",
}
wats.product.add_subunit{
  parent_part_number = "CTRL-1", parent_revision = "A", child_part_number = "FAN-80", child_revision = "1", quantity = 2,
}

wats.production.create_units{box, board, fan1, fan2, old_board}
wats.production.remove_all_children_from_assembly(box.serial_number, box.part_number)

local function build_in(child)
  wats.production.add_child_to_assembly(box.serial_number, box.part_number, child.serial_number, child.part_number)
end

local function check()
  local result = wats.production.verify_assembly(box.serial_number, box.part_number, box.revision)
  print(result.is_valid and "complete" or "not complete: " .. result.message)
end

build_in(fan1)
build_in(old_board)
check()

-- The wrong board comes out, the right one goes in: this time only if it is of revision A.
wats.production.remove_child_from_assembly(box.serial_number, box.part_number, old_board.serial_number, old_board.part_number)
wats.production.add_child_unit_validated{
  serial_number = box.serial_number, part_number = box.part_number,
  child_serial_number = board.serial_number, child_part_number = board.part_number,
  check_part_number = "PB-600", check_revision = "A%",
}
check()
build_in(fan2)
check()

-- A unit is in one place at a time, and never inside itself.
wats.production.create_units{{serial_number = "BX-" .. n .. "-B", part_number = "CTRL-1", revision = "A"}}
local _, err = wats.try(wats.production.add_child_to_assembly, "BX-" .. n .. "-B", "CTRL-1", fan2.serial_number, fan2.part_number)
print("the fan into a second box:", err.kind)
_, err = wats.try(wats.production.add_child_to_assembly, board.serial_number, board.part_number, box.serial_number, box.part_number)
print("the box into its board:", err.kind)

local function show(node)
  print(("  "):rep(node.level) .. node.serial_number, node.part_number, node.revision)
  for _, child in ipairs(node.sub_units) do show(child) end
end
show(wats.production.get_unit_hierarchy(fan1.serial_number, fan1.part_number))
