-- What scripts rely on of units, their phases, assemblies and changes, and of pools of serial numbers.

-- case: create, read, change, query and delete
local production = wats.production
wats.product.create_product{part_number = "P/1", revisions = {{revision = "B"}}}
local made = production.create_units{{
  serial_number = "S/1", part_number = "P/1", revision = "B", batch_number = "B-1", unit_phase_id = 2, process_code = 50,
  serial_date = "2026-02-01T10:00:00+01:00", current_location = "Hall 1", tags = {{key = "k", value = "v"}},
}}
assert(#made == 1 and made[1].serial_date == "2026-02-01T09:00:00Z", inspect(made))
local unit = production.get_unit("S/1", "P/1")
assert(unit.unit_phase == "Under production" and unit.tags[1].value == "v" and unit.product_revision.revision == "B", inspect(unit))
unit.current_location = "Hall 2"
unit.tags[2] = {key = "owner", value = "lab"}
unit = production.update_unit(unit)
assert(unit.current_location == "Hall 2" and #unit.tags == 2 and unit.serial_date == "2026-02-01T09:00:00Z", inspect(unit))
assert(production.get_unit_info("S/1", "P/1").process_name == "PCBA test")
production.create_batch{batch_number = "B-1", batch_size = 10}
assert(production.get_batches{part_number = "P/1"}[1].batch_size == 10 and #production.get_batches{part_number = "Q"} == 0)
local changes = production.get_unit_changes()
assert(#changes == 1 and changes[1].new_part_number == "P/1" and changes[1].new_unit_phase_id == 2, inspect(changes))
assert(production.delete_unit_change(changes[1].id) == true and #production.get_unit_history("S/1", "P/1") == 0)
assert(#production.get_unit_state_history("S/1", "P/1") == 1)

-- case: a missing unit is nil for a read, false for a question, and raises for a write
local p = wats.production
assert(p.get_unit("none", "P") == nil and p.get_unit_grade("none", "P") == nil and p.verify_unit("none", "P") == nil)
assert(p.is_unit_passing("none", "P") == false and #p.get_unit_state_history("none", "P") == 0 and p.get_unit_hierarchy("none", "P") == nil)
assert(p.verify_assembly("none", "P", "A") == nil and p.export_serial_numbers("none") == nil and p.get_serial_number_count("none") == nil)
for name, args in pairs{
  set_unit_phase = {"none", "P", "Finalized"}, set_unit_process = {"none", "P", 10}, delete_unit_change = {"77"},
  add_child_to_assembly = {"none", "P", "none", "Q"}, remove_child_from_assembly = {"none", "P", "none", "Q"},
  remove_all_children_from_assembly = {"none", "P"}, remove_all_child_units = {"none", "P"}, allocate_serial_numbers = {"none"},
  free_serial_numbers = {{{serial_number_type = "none", start_address = "1", end_address = "2"}}},
} do
  local ok, err = pcall(p[name], unpack(args))
  assert(not ok and err.kind == "not_found", name .. ": " .. tostring(err))
end

-- case: phases go by any name, in any case
wats.production.create_units{{serial_number = "S", part_number = "P"}}
for given, want in pairs{
  Finalized = 16, finalized = 16, ["IN STORAGE"] = 1024, in_storage = 1024, InStorage = 1024, ["8"] = 8, [wats.enums.UnitPhaseFlag.SCRAPPED] = 32,
} do
  assert(wats.production.get_phase_id(given) == want, given)
  assert(wats.production.set_unit_phase("S", "P", given) == true)
  assert(wats.production.get_unit("S", "P").unit_phase_id == want, given)
end
assert(wats.production.get_phase_id(64) == 64 and wats.production.get_phase_id("lost") == nil)
assert(wats.production.get_phase_by_name("EXTENDED TEST").code == "ExtendedTest")
assert(wats.production.get_phase{phase_id = 4}.name == "Production repair" and wats.production.get_phase{code = "shipped"}.phase_id == 2048)

-- case: a phase that there is not
wats.production.set_unit_phase("S", "P", "Finalised") --> did you mean Finalized?

-- case: a phase must be named somehow
wats.production.get_phase() --> phase_id, code or name is required

-- case: a unit that only its report has made is graded and graduates
local function test(volts, code)
  local r = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "S", operation_type = code}
  r:get_root_sequence_call():add_numeric_step{name = "V", value = volts, comp_op = "GELE", low_limit = 1, high_limit = 2}
  wats.report.submit(r)
end
assert(wats.production.is_unit_passing("S", "P") == false)
test(1.5, 30)
test(9, 100)
assert(wats.production.get_unit("S", "P").unit_phase == "Unknown")
local grade = wats.production.get_unit_grade("S", "P")
assert(grade.status == "Failed" and not grade.all_processes_passed_last_run and grade.no_repairs and #grade.results == 2, inspect(grade))
assert(grade.results[1].process_name == "In-circuit test" and grade.results[2].non_passed_count == 1)
assert(wats.production.is_unit_passing("S", "P") == false)
assert(wats.production.verify_unit{serial_number = "S", part_number = "P", revision = "Z"}.all_processes_passed_last_run == false)
wats.production.set_unit_phase("S", "P", "Production repair", "5V rail")
assert(wats.production.get_unit("S", "P").revision == "A")

-- case: a unit is built of units, in one place at a time
local p = wats.production
p.create_units{
  {serial_number = "BOX", part_number = "B", revision = "A"}, {serial_number = "M1", part_number = "M", revision = "A"},
  {serial_number = "M2", part_number = "M", revision = "B"}, {serial_number = "BOX2", part_number = "B", revision = "A"},
}
local box = wats.product.create_product{part_number = "B", revisions = {{revision = "A"}}}
wats.product.create_product{part_number = "M", revisions = {{revision = "A"}}}
wats.product.add_subunit("B", "A", "M", "A")
assert(p.verify_assembly("BOX", "B", "A").missing[1].part_number == "M")
p.add_child_to_assembly("BOX", "B", "M1", "M")
assert(p.verify_assembly("BOX", "B", "A").is_valid and p.validate_child_units("BOX", "B").is_valid)
assert(p.get_unit("M1", "M").parent_serial_number == "BOX")
local ok, err = pcall(p.add_child_to_assembly, "BOX2", "B", "M1", "M")
assert(not ok and err.kind == "conflict" and err.message:find("built into", 1, true), tostring(err))
local ok, err = pcall(p.add_child_to_assembly, "M1", "M", "BOX", "B")
assert(not ok and err.kind == "conflict", tostring(err))
local ok, err = pcall(p.add_child_unit_validated, "BOX", "B", "M2", "M", "M", "A%")
assert(not ok and err.kind == "conflict", tostring(err))
assert(p.add_child_unit_validated("BOX", "B", "M2", "M", "M", "A,B").serial_number == "M2")
local check = p.verify_assembly("BOX", "B", "A")
assert(not check.is_valid and check.children[1].is_valid and not check.children[2].is_valid, inspect(check))
assert(#p.get_unit_contents("BOX", "B", "A").contents == 2 and p.get_unit_hierarchy("M2", "M").serial_number == "BOX")
assert(p.remove_child_from_assembly("BOX", "B", "M2", "M") == true)
assert(p.remove_child_unit_localized("BOX", "B", "M1", "M").serial_number == "M1")
assert(p.remove_all_children_from_assembly("BOX", "B") == true and p.remove_all_child_units("BOX", "B").removed == 0)
assert(#p.get_unit("BOX", "B").sub_units == 0)

-- case: a loop over changes sees each of them, also when it acknowledges them
for i = 1, 9 do wats.production.create_unit{serial_number = "S-" .. i, part_number = "P", revision = "A"} end
local seen = {}
for change in wats.production.each_unit_change{page_size = 2, part_number = "P"} do
  seen[#seen + 1] = change.unit_serial_number
  assert(wats.production.acknowledge_unit_change(change.id))
end
assert(table.concat(seen, " ") == "S-1 S-2 S-3 S-4 S-5 S-6 S-7 S-8 S-9", table.concat(seen, " "))
assert(#wats.production.get_unit_changes() == 0)
for _ in wats.production.each_unit_change() do error("there are none") end

-- case: numbers are imported from text and from files, taken, found and freed
local p = wats.production
local name = os.tmpname()
local file = assert(io.open(name, "w"))
file:write('<SerialNumbers type="MAC Address"><SN id="00:1A:2B:00:00:09"/><SN id="00:1A:2B:00:00:0A"/></SerialNumbers>')
file:close()
assert(p.import_serial_numbers{file = name, content_type = "application/xml"} == true)
assert(p.import_serial_numbers("SerialNumber;Type\nSN-9;Board\nSN-10;Board\nSN-11;Board\n") == true)
assert(p.import_serial_numbers("001a2b000009;MAC Address"), "another spelling of a number that is there")
local ids = p.allocate_serial_numbers{type_name = "Board", count = 2, reference_sn = "U-1", reference_pn = "P", station_name = "ST"}
assert(table.concat(ids, " ") == "SN-9 SN-10", table.concat(ids, " "))
assert(p.allocate_serial_numbers("mac address")[1] == "00:1A:2B:00:00:09")
local found = p.find_serial_numbers_by_reference("Board", "U-1")
assert(#found == 2 and found[1].state == "Taken" and found[1].station_name == "ST" and found[1].reference_part_number == "P", inspect(found))
assert(#p.find_serial_numbers_in_range("Board", "SN-10", "SN-11") == 2)
assert(#p.find_serial_numbers{serial_number_type = "Board", start_address = "SN-1", end_address = "SN-99", start_date = "2999-01-01"} == 0)
assert(p.get_serial_number_count("Board") == 3 and p.get_serial_number_count("Board", "SN-10", "SN-10") == 1)
local ranges = p.get_serial_number_ranges("Board")
assert(#ranges == 2 and ranges[1].end_address == "SN-10" and ranges[1].state == "Taken" and ranges[2].count == 1, inspect(ranges))
assert(p.free_serial_numbers{ranges[1]}.freed == 2)
local stats = p.get_serial_number_statistics("Board")
assert(stats.free == 3 and stats.next_free == "SN-9" and p.get_serial_number_statistics().taken == 1, inspect(stats))
assert(p.export_serial_numbers{type_name = "MAC Address", state = "Free", format = "xml"}:find('id="00:1A:2B:00:00:0A"', 1, true))
assert(p.export_serial_numbers{type_name = "Board", to = name} == name)
assert(io.open(name):read("*a"):find("SN-11,Board,Free", 1, true))
os.remove(name)
local ok, err = pcall(p.allocate_serial_numbers, "Board", 4)
assert(not ok and err.kind == "conflict" and err.message:find("3 free", 1, true), tostring(err))
assert(#p.get_serial_number_types() == 4 and p.is_connected() == true and #p.get_sites() == 0)

-- case: a number of the wrong form is refused with its line
wats.production.import_serial_numbers("00:11:22:33:44:55;MAC Address\n00:11:22;MAC Address") --> line 2: "00:11:22" is no number of type

-- case: a number that a unit carries stays taken
wats.production.import_serial_numbers("SN-1;Board")
wats.production.create_units{{serial_number = wats.production.allocate_serial_numbers("Board")[1], part_number = "P"}}
wats.production.free_serial_numbers{{serial_number_type = "Board", start_address = "SN-1", end_address = "SN-1"}} --> cannot be free again

-- case: a unit needs its key
wats.production.create_units{{serial_number = "S", part_nubmer = "P"}} --> units[1].part_number is required

-- case: a serial date that is none
wats.production.update_unit{serial_number = "S", part_number = "P", serial_date = "soon"} --> serial_date is not a date

-- case: no number is taken for a count of zero
wats.production.allocate_serial_numbers{type_name = "Board", count = 0} --> count must be 1 or more
