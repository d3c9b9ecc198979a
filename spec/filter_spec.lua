-- What scripts rely on of filters, paths and comparison operators.

-- case: no value breaks a filter
for _, sn in ipairs{"S'1", "S'' or 1 eq 1", 'S"_1', "a&b=c#d+e", "Ø ¶"} do
  local r = wats.report.create_uut_report{operator = "op", part_number = "O'Neil", revision = "A", serial_number = sn, operation_type = 10}
  assert(wats.report.submit(r).state == "delivered")
end
for _, sn in ipairs{"S'1", "S'' or 1 eq 1", 'S"_1', "a&b=c#d+e", "Ø ¶"} do
  local filter = wats.filter.new():field("serial_number"):eq(sn):field("part_number"):eq("O'Neil"):build()
  local found = wats.report.query_uut_headers{odata_filter = filter}
  assert(#found == 1 and found[1].serial_number == sn, filter)
  assert(#wats.report.query_uut_headers{odata_filter = wats.filter.build_serial_filter(sn)} == 1)
end

-- case: everything that a builder makes is understood by the server
local function submit(sn, start, sub)
  local r = wats.report.create_uut_report{
    operator = "op", part_number = "PN-" .. sn, revision = "A", serial_number = sn, operation_type = 10, start_time = start,
  }
  if sub then r:add_sub_unit{part_type = "PSU", sn = sub, pn = "PSU's", rev = "A"} end
  wats.report.submit(r)
  return r.id
end
local id = submit("A", "2026-01-01T23:30:00-02:00", "PSU'1")
submit("B", "2026-01-02T12:00:00Z")
local function found(filter)
  local names = {}
  for _, h in ipairs(wats.report.query_uut_headers{odata_filter = filter, orderby = "serialNumber asc"}) do names[#names + 1] = h.serial_number end
  return table.concat(names)
end
local new = wats.filter.new
assert(found(new():field("start"):ge("2026-01-02T01:30:00Z"):field("start"):lt("2026-01-02T12:00:00Z"):build()) == "A")
assert(found(new():field("uuid"):eq(id:upper()):build()) == "A")
assert(found(new():field("serialNumber"):in_list{"A", "B"}:field("processCode"):eq(10):build()) == "AB")
assert(found(new():field("serialNumber"):in_list{}:build()) == "")
assert(found(new():use_or():field("serialNumber"):eq("A"):field("serialNumber"):eq("B"):build()) == "AB")
assert(found(new():field("result"):ne("Failed"):or_group(new():field("serialNumber"):eq("A"):field("partNumber"):eq("PN-B")):build()) == "AB")
assert(found(new():raw("serialNumber eq 'A' or serialNumber eq 'B'"):field("partNumber"):endswith("B"):build()) == "B")
assert(found(new():field("partNumber"):startswith("PN"):field("partNumber"):contains("-A"):build()) == "A")
assert(found(new():field("batchNumber"):is_null():field("serialNumber"):is_not_null():build()) == "AB")
assert(found(wats.filter.build_subunit_serial_filter("PSU'1")) == "A" and found(wats.filter.build_subunit_part_filter("PSU's")) == "A")
assert(found(wats.filter.build_date_range_filter("2026-01-02T01:30:00+00:00", "2026-01-02T04:00:00+02:00")) == "A")
assert(found(wats.filter.build_header_filter{part_number = "PN-B", end_date = "2026-02-01"}) == "B")
assert(found(wats.filter.combine_filters({"serialNumber eq 'A'", "", "serialNumber eq 'B'"}, "or")) == "AB")
assert(tostring(new():field("a"):eq(1)) == "filter a eq 1")

-- case: parameters by their names on the wire
local p = wats.filter.get_default_query_params{report_type = "UUR", include_subunits = true, top = 5}
assert(p.reportType == "R" and p["$top"] == 5 and p["$expand"] == "uurSubUnits" and p["$orderby"] == "start desc")
assert(wats.filter.build_expand_clause() == nil and wats.filter.is_uut_report_type("U"))

-- case: a comparison without a field is refused
wats.filter.new():eq("x") --> no field is named

-- case: a forgotten value is refused
wats.filter.new():field("serialNumber"):eq(nil) --> value is nil

-- case: a filter that is not finished is refused
wats.filter.new():field("serialNumber"):build() --> has no comparison yet

-- case: a field's name cannot hold a condition
wats.filter.new():field("a eq 1 or b") --> no name of a field

-- case: paths in both forms
local p = wats.path.step("Power/3V3")
assert(p.name == "3V3" and p.api_format == "Power¶3V3" and p.display == "Power/3V3" and p.parts[1] == "Power" and p.parent.name == "Power" and p.parent.parent == nil)
assert(wats.path.from_parts("Power", "I/O").api_format == "Power¶I/O")
local m = wats.path.measurement("Power/3V3::Ripple")
assert(m.measurement_name == "Ripple" and m.step_path.name == "3V3" and m.api_format == "Power¶3V3¶¶Ripple" and tostring(m) == "Power/3V3::Ripple")
assert(wats.path.normalize_paths{"A/B", "C::D"} == "A¶B;C¶¶D" and wats.path.display_path("A¶B¶¶M") == "A/B::M")

-- case: a path of nothing is refused
wats.path.measurement("Power/3V3") --> names no measurement

-- case: a value is judged as a report judges it
assert(wats.comp_op.evaluate("GELE", 3.31, 3.2, 3.4) and not wats.comp_op.evaluate("LT", 3, 3) and wats.comp_op.evaluate("EQ", "a", "a"))
local low, high = wats.comp_op.get_limits_requirement("LT")
assert(low and not high)
local ok, why = wats.comp_op.validate_limits("GELE", 4, 3)
assert(not ok and why == "low_limit 4 is above high_limit 3")

-- case: a missing limit is no pass
wats.comp_op.evaluate("GELE", 3.31, 3.2) --> high_limit is missing
