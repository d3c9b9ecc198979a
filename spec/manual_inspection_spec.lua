-- What scripts rely on of manual inspection.

-- case: create, read, change, query, delete
local mi = wats.manual_inspection
local d = mi.create_definition{name = "Visual", description = "Look", on_fail_require_repair = "REQUIRED", extra_fields = {log_description = true}}
local id = d.test_sequence_definition_id
assert(d.status == "DRAFT" and d.version == 1 and d.on_fail_require_repair == "REQUIRED" and d.log_description and d.log_operator)
assert(mi.get_definition(id).description == "Look" and mi.get_inspection(id).name == "Visual")
assert(mi.update_definition(id, {description = "Look closely"}).description == "Look closely")
assert(mi.get_definition(id).on_fail_require_repair == "REQUIRED", "what was not named has changed")
assert(#mi.list_definitions() == 1 and #mi.list_definitions(true) == 0)
assert(mi.update_sequence{test_sequence_definition_id = id, name = "Looks"} == true)
assert(mi.list_sequences()[1].name == "Looks")
assert(mi.get_instances_count(id) == 0)
assert(mi.delete_sequence(id) == true)
assert(mi.get_definition(id) == nil and json.encode(mi.list_sequences()) == "[]")

-- case: fields have their names in scripts, and a wrong one is not lost
local mi = wats.manual_inspection
local d = mi.create_inspection("Visual")
d.description = "written back as it was read"
assert(mi.update_definition(d.test_sequence_definition_id, d).description == d.description)
mi.update_definition(d.test_sequence_definition_id, {log_operator = "no"}) --> log_operator

-- case: a release revokes the one before it
local mi = wats.manual_inspection
local first = mi.create_inspection("Visual").test_sequence_definition_id
assert(mi.move_to_pending(first).status == "PENDING")
assert(mi.release_inspection(first).status == "RELEASED")
local second = mi.copy_inspection(first)
assert(second.version == 2 and second.status == "DRAFT")
mi.release_inspection(second.test_sequence_definition_id)
assert(mi.get_definition(first).status == "REVOKED")
assert(mi.revoke_inspection(second.test_sequence_definition_id).revoked)
assert(mi.move_to_draft(first).status == "DRAFT")
assert(wats.enums.DefinitionStatus.RELEASED == "RELEASED")

-- case: each copy is a new one
local mi = wats.manual_inspection
local id = mi.create_definition("Visual").test_sequence_definition_id
assert(mi.copy_definition(id).version == 2 and mi.copy_definition(id).version == 3)

-- case: relations, and what else is for the same product
local mi = wats.manual_inspection
wats.product.create_product{part_number = "O'Neil/7", name = "Board"}
local a, b = mi.create_definition("A").test_sequence_definition_id, mi.create_definition("B").test_sequence_definition_id
local r = mi.create_relation(a, "Product", "PartNumber", nil, "O'Neil/7")
assert(r.product_name == "Board" and r.test_sequence_definition_id == a)
mi.create_relation{definition_id = b, entity_schema = "Product", entity_name = "PartNumber", entity_value = "O'Neil/7"}
local conflict = mi.get_relation_conflicts(a)[1]
assert(conflict.name == "B" and conflict.test_sequence_definition_id == b)
local process = wats.process.get_processes_detailed()[1]
r.process_relations = {{process_id = process.process_id}}
assert(mi.update_relation(r).process_relations[1].process_id == process.process_id)
assert(mi.delete_relation(r) == true and json.encode(mi.list_relations(a)) == "[]")
assert(json.encode(mi.get_relation_conflicts(b)) == "[]")
mi.delete_relation{test_sequence_relation_id = r.test_sequence_relation_id} --> 404

-- case: a relation must name itself
wats.manual_inspection.update_relation{entity_value = "x"} --> payload.test_sequence_relation_id is required

-- case: XAML is kept with all that came with it
local mi = wats.manual_inspection
local id = mi.create_definition("Visual").test_sequence_definition_id
assert(mi.get_wwf_content(id) == nil)
assert(mi.put_xaml{test_sequence_definition_id = id, xaml = "<Activity>ø &amp; </Activity>", layout = {1, 2}} == true)
local kept = mi.get_xaml(id)
assert(kept.xaml == "<Activity>ø &amp; </Activity>" and #kept.layout == 2)
assert(mi.get_wwf_content(id) == kept.xaml and mi.get_definition(id).xaml == kept.xaml)

-- case: an execution is a test report of the definition's name and version
local mi = wats.manual_inspection
local id = mi.create_definition("Visual").test_sequence_definition_id
local r = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "SN-1", operation_type = 70}
local root = r:get_root_sequence_call()
root.sequence.file_name, root.sequence.version = "Visual", "1"
root:add_boolean_step{name = "No scratches", value = true}
assert(wats.report.submit(r).state == "delivered")
assert(mi.get_instances_count(id) == 1 and mi.list_definitions()[1].instances_count == 1)
local last = mi.get_mi_details("SN-1")
assert(last.test_sequence_definition_id == id and last.serial_number == "SN-1")
assert(last.test_sequence_instance_id == r.id and last.part_number == "P")
assert(mi.get_mi_details("SN-2") == nil)

-- case: what an operator puts in is checked
local verdict = wats.manual_inspection.validate_misc_info{misc_infos = {
  {description = "Lot", text = "A7", valid_regex = "^[A-Z]\\d$"}, {description = "Lot", text = "7", valid_regex = "^[A-Z]\\d$"},
}}
assert(not verdict.is_valid and verdict.misc_infos[1].is_valid and verdict.misc_infos[2].message:find("required to match"))
assert(wats.manual_inspection.put_string_test{name = "Label", limit = "A"} == true)

-- case: a write to nothing raises
wats.manual_inspection.release_inspection("00000000-0000-4000-8000-000000000000") --> no manual inspection definition

-- case: a missing definition is nil, or raises where strict is asked for
local nothing = "00000000-0000-4000-8000-000000000000"
assert(wats.manual_inspection.get_definition(nothing) == nil and json.encode(wats.manual_inspection.list_relations(nothing)) == "[]")
wats.manual_inspection.get_definition{definition_id = nothing, strict = true} --> 404
