-- A manual inspection from its first draft to its use: it is related to a product, released, replaced by a next version,
-- and carried out by an operator. The example may run again and again: it goes on with the definition that it finds.

local mi = wats.manual_inspection
local name, part_number = "Visual inspection of PB-MI", "PB-MI"
wats.product.create_product{part_number = part_number, name = "Power board"}

-- The definition of that name which is in use, or a first one.
local current
for _, d in ipairs(mi.list_definitions()) do
  if d.name == name and d.status == "RELEASED" then current = d end
end
if not current then
  local draft = mi.create_definition{
    name = name, description = "Scratches, polarity, labels", on_fail_require_repair = "OPTIONAL",
    extra_fields = {log_description = true},
  }
  mi.create_relation(draft.test_sequence_definition_id, "Product", "PartNumber", nil, part_number)
  mi.put_xaml{test_sequence_definition_id = draft.test_sequence_definition_id, xaml = "<Activity/>"}
  current = mi.release_inspection(draft.test_sequence_definition_id)
end
print("in use:", current.name, current.status)
print("for:", mi.list_relations(current.test_sequence_definition_id)[1].product_name)

-- A release is not changed: a copy is, and takes its place when it is released.
local copy = mi.copy_inspection(current.test_sequence_definition_id)
print("the copy is one version on:", copy.version == current.version + 1, copy.status)
mi.update_definition(copy.test_sequence_definition_id, {description = "Scratches, polarity, labels, screws"})
mi.move_to_pending(copy.test_sequence_definition_id)
local released = mi.release_inspection(copy.test_sequence_definition_id)
print("now:", released.status, released.description)
print("before:", mi.get_definition(current.test_sequence_definition_id).status)
print("others for this product:", #mi.get_relation_conflicts(released.test_sequence_definition_id))

-- Carried out: a test report whose sequence is the definition.
local report = wats.report.create_uut_report{
  operator = "op-12", part_number = part_number, revision = "A", serial_number = "PB-MI-1", operation_type = 70,
}
local root = report:get_root_sequence_call()
root.sequence.file_name, root.sequence.version = released.name, tostring(released.version)
root:add_boolean_step{name = "No scratches", value = true}
root:add_boolean_step{name = "Polarity", value = true}
print("report:", wats.report.submit(report).state)

print("carried out:", mi.get_instances_count(released.test_sequence_definition_id))
local last = mi.get_mi_details("PB-MI-1")
print("last on " .. last.serial_number .. " by this version:", last.test_sequence_definition_id == released.test_sequence_definition_id)
