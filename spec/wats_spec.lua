-- What scripts rely on of the operations.

-- case: a missing thing is nil, or raises where strict is asked for
assert(wats.product.get_product("nothing") == nil)
local ok, err = pcall(wats.product.get_product, {part_number = "nothing", strict = true})
assert(not ok and err.kind == "not_found" and err.status == 404, tostring(err))

-- case: a part number may hold anything
for _, pn in ipairs{"A/B", "A#1", "50%", "a b", "Ø-æ", "x?y=z", "..", "a+b"} do
  assert(wats.product.create_product{part_number = pn, name = "n"}.part_number == pn)
  assert(wats.product.get_product(pn).part_number == pn, pn)
end

-- case: an unknown argument is refused before any request
wats.product.get_product{part_nubmer = "X"} --> did you mean part_number?

-- case: a missing argument is named with its meaning
wats.product.get_product() --> part_number is required

-- case: a blank argument is refused
wats.product.get_product("  ") --> part_number must not be blank

-- case: keys that are not declared survive reading and writing
wats.product.create_product{part_number = "P", name = "n"}
local p = wats.product.get_product("P")
p.name = "other"
assert(wats.product.update_product(p).name == "other")
assert(wats.product.get_product("P").name == "other")

-- case: an empty list stays a list
assert(json.encode(wats.product.get_products()) == "[]")

-- case: try returns the value, or nil and the error
local version = wats.try(wats.get_version)
assert(version == "spec", inspect(version))
local value, err = wats.try(wats.product.get_product, {part_number = "x", strict = true})
assert(value == nil and err.kind == "not_found")

-- case: an iterator sees every row, however short the pages
for i = 1, 7 do
  local r = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "S-" .. i, operation_type = 10}
  wats.report.submit(r)
end
local seen = {}
for h in wats.report.each_uut_header{page_size = 3, orderby = "serialNumber asc"} do
  seen[#seen + 1] = h.serial_number
end
assert(table.concat(seen, " ") == "S-1 S-2 S-3 S-4 S-5 S-6 S-7", table.concat(seen, " "))

-- case: quotes in a value do not end the filter
local r = wats.report.create_uut_report{operator = "op", part_number = "O'Neil", revision = "A", serial_number = "S'1", operation_type = 10}
wats.report.submit(r)
assert(#wats.report.get_headers_by_serial("S'1") == 1)
assert(#wats.report.get_headers_by_part_number("O'Neil") == 1)

-- case: a wrong filter says where
wats.report.query_headers{odata_filter = "serialNumber eq"} --> 400

-- case: a loop may end early, and loops may run within one another
for i = 1, 5 do
  local r = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "S-" .. i, operation_type = 10}
  r:add_sub_unit{part_type = "PSU", sn = "PSU-" .. i, pn = "PN", rev = "A"}
  wats.report.submit(r)
end
local first
for h in wats.report.each_uut_header{page_size = 2} do
  first = h
  break
end
assert(first.serial_number)
local pairs_seen = 0
for a in wats.report.each_uut_header{page_size = 2, orderby = "serialNumber asc"} do
  for b in wats.report.each_uut_header{page_size = 3, filter = ("serialNumber eq '%s'"):format(a.serial_number)} do
    assert(b.uuid == a.uuid)
    pairs_seen = pairs_seen + 1
  end
end
assert(pairs_seen == 5)
for h in wats.report.each_uut_header{filter = "serialNumber eq 'S-3'", expand = {"subUnits"}} do
  assert(h.sub_units[1].serial_number == "PSU-3")
end
for _ in wats.report.each_uur_header() do error("there are no repairs") end

-- case: headers are asked for by position, by name, or both
local r = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "S-1", operation_type = 10}
wats.report.submit(r)
assert(#wats.report.query_headers("uut", nil, "serialNumber eq 'S-1'", 5, "start desc", 0) == 1)
assert(#wats.report.query_headers("uut", {odata_filter = "serialNumber eq 'S-1'"}) == 1)
assert(#wats.report.query_uut_headers({"subUnits"}, "serialNumber eq 'S-1'", 1) == 1)
assert(#wats.report.query_headers{report_type = "UUR"} == 0)
assert(#wats.report.get_headers_by_serial("S-1", "uur") == 0)
local row = wats.report.query_uut_headers{select = {"serialNumber"}, top = 1}[1]
assert(row.serial_number == "S-1" and row.part_number == nil)
assert(#wats.report.query_uut_headers{top = 0} == 0 and #wats.report.query_uut_headers{skip = 1} == 0)

-- case: a repair is found by its sub-units, which are other ones than a test's
local u = wats.report.create_uur_report{operator = "rep", part_number = "P", serial_number = "S", test_operation_code = 10}
u:add_sub_unit{part_type = "PSU", sn = "PSU-9", pn = "PN-9", rev = "A"}
u:add_failure("Component", "Defect Component")
assert(wats.report.submit(u).state == "delivered")
assert(#wats.report.query_headers_by_subunit_serial("PSU-9", "uur") == 1 and #wats.report.query_headers_by_subunit_serial("PSU-9") == 0)
assert(#wats.report.query_headers_by_subunit_part_number("PN-9", "uur") == 1)
assert(#wats.report.query_headers_with_subunits("uur", "serialNumber eq 'S'") == 1)

-- case: processes are found by code and by name in any case
assert(wats.process.get_process(100).code == 100 and wats.process.get_process("100").code == 100)
local name = wats.process.get_process(500).name
assert(wats.process.get_process(name:upper()).code == 500 and wats.process.get_repair_operation(name:lower()).code == 500)
assert(wats.process.get_test_operation(500) == nil and wats.process.get_process("no such") == nil)
assert(wats.process.process_exists(100) and not wats.process.process_exists(31999) and wats.process.is_valid_repair_operation(500))

-- case: failure codes belong to a repair operation
local chosen, all = wats.process.get_fail_codes(), wats.process.get_repair_codes()
assert(#chosen > 0 and #all >= #chosen and chosen[1].code == chosen[1].description)
assert(#wats.process.get_repair_codes(0) == #all and #wats.process.get_repair_codes(nil, chosen[1].category) <= #all)
assert(json.encode(wats.process.get_fail_codes(31999)) == "[]" and json.encode(wats.process.get_repair_categories(31999)) == "[]")
local u = wats.report.create_uur_report{part_number = "P", serial_number = "S", test_operation_code = 10}
u:add_failure(chosen[1].category, chosen[1].code)
assert(wats.report.submit(u).state == "delivered")

-- case: a process is something other than its table
wats.process.get_process({}) --> identifier

-- case: a missing thing is one value, nil
assert(select("#", wats.product.get_product("none")) == 1)
assert(select("#", wats.configure{}) == 0)
