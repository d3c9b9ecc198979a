-- What scripts rely on of the analyses: what is submitted is counted, and what is not known is refused.

-- case: what is submitted, tested again and repaired is counted
local function test(serial, volts, minute)
  local r = wats.report.create_uut_report{
    operator = "op", part_number = "PCBA-7", revision = "B", serial_number = serial, operation_type = 100, station_name = "EOL-1",
    start_time = ("2026-03-02T08:%02d:00Z"):format(minute),
  }
  local power = r:get_root_sequence_call():add_sequence_call{name = "Power"}
  power:add_numeric_step{name = "3V3", value = volts, unit = "V", comp_op = "GELE", low_limit = 3.2, high_limit = 3.4}
  wats.report.submit(r)
  return r
end
local march = {part_number = "PCBA-7", date_from = "2026-03-01T00:00Z", date_to = "2026-03-08T00:00Z"}
local function yields() return wats.analytics.get_dynamic_yield{part_number = "PCBA-7", dimensions = "partNumber"}[1] end

assert(json.encode(wats.analytics.get_dynamic_yield(march)) == "[]")
test("SN-1", 3.3, 1)
local failed = test("SN-2", 3.5, 2)
local y = yields()
assert(y.part_number == "PCBA-7" and y.unit_count == 2 and y.fp_count == 1 and y.fpy == 50 and y.lpy == 50, inspect(y))

test("SN-2", 3.3, 3)
y = yields()
assert(y.unit_count == 2 and y.fpy == 50 and y.lpy == 100 and y.test_report_count == 3 and y.retest_count == 1, inspect(y))

local repair = wats.report.create_uur_from_uut{uut_report = failed, operator = "rep", start_time = "2026-03-02T09:00:00Z"}
repair:add_failure{category = "Component", code = "Defect Component", com_ref = "Q4", ref_step_name = "3V3"}
wats.report.submit(repair)
local repairs = wats.app.get_dynamic_repair{part_number = "PCBA-7", dimensions = "component_ref"}
assert(repairs[1].component_ref == "Q4" and repairs[1].repair_count == 1, inspect(repairs))

local step = wats.analytics.get_top_failed(march)[1]
assert(step.step_name == "3V3" and step.fail_count == 1 and step.total_count == 3, inspect(step))
local history = wats.analytics.get_serial_number_history{serial_number = "SN-2"}
assert(#history == 3, inspect(history))
assert(#wats.analytics.get_uut_reports(march, {status = "F"}) == 1)
assert(#wats.analytics.get_uur_reports(march) == 1)
local values = wats.analytics.get_measurements(march, {measurement_paths = "Power/3V3"})
assert(#values == 3 and values[1].value == 3.3 and values[1].limit_low == 3.2 and values[1].report_id and values[1].timestamp, inspect(values))

-- case: first, last and all runs
for minute, ok in ipairs{false, true, true} do
  local r = wats.report.create_uut_report{
    operator = "op", part_number = "P", revision = "A", serial_number = "S", operation_type = 100, start_time = ("2026-03-02T08:%02d:00Z"):format(minute),
  }
  r:get_root_sequence_call():add_pass_fail_step{name = "Test", value = ok}
  wats.report.submit(r)
end
local function results(run)
  local words = {}
  for _, h in ipairs(wats.analytics.get_uut_reports{part_number = "P", run = run, date_from = 0}) do words[#words + 1] = h.result end
  return table.concat(words, " ")
end
assert(results("first") == "Failed" and results(1) == "Failed")
assert(results("LAST") == "Passed" and results(-1) == "Passed")
assert(results("all") == "Passed Passed Failed", results("all"))
assert(results(wats.enums.RunFilter.SECOND) == "Passed")

-- case: alternatives and wildcards
for _, pn in ipairs{"A-1", "A-2", "B-1", "A_1"} do
  local r = wats.report.create_uut_report{operator = "op", part_number = pn, revision = "A", serial_number = "S", operation_type = 100}
  wats.report.submit(r)
end
local function count(pn) return #wats.analytics.get_uut_reports{part_number = pn, date_from = 0} end
assert(count("A-1") == 1 and count("A-1;B-1") == 2 and count("A-%") == 2 and count("A_1") == 2 and count("%") == 4)

-- case: periods are days unless something else is said, and dates are instants
local r = wats.report.create_uut_report{
  operator = "op", part_number = "P", revision = "A", serial_number = "S", operation_type = 100, start_time = "2026-03-02T00:30:00+02:00",
}
wats.report.submit(r)
local function found(from, to) return #wats.analytics.get_uut_reports{part_number = "P", date_from = from, date_to = to} end
assert(found("2026-03-01T22:30:00Z", "2026-03-01T22:31:00Z") == 1)
assert(found("2026-03-01T23:30:00+01:00", "2026-03-01T23:31:00+01:00") == 1)
assert(found(time.parse("2026-03-01T22:30:00Z"), time.parse("2026-03-01T22:30:00.5Z")) == 1)
assert(found("2026-03-01T22:31:00Z", "2026-03-02T22:31:00Z") == 0)
local rows = wats.analytics.get_dynamic_yield{part_number = "P", dimensions = "period", date_grouping = "month", date_from = 0}
assert(#rows == 1 and rows[1].period:find("2026", 1, true), inspect(rows))

-- case: an unknown field of a filter is refused, with the nearest one
wats.analytics.get_dynamic_yield{part_nubmer = "X"} --> did you mean part_number?

-- case: so is one beside known arguments
wats.analytics.get_top_failed{part_number = "X", top_cuont = 5} --> did you mean top_count?

-- case: so is one of the flow
wats.analytics.get_unit_flow{part_numbers = "X"} --> did you mean part_number?

-- case: a filter must be given where the analysis needs one
wats.analytics.get_test_step_analysis() --> filter_data is required

-- case: an unknown dimension is refused, with the nearest one
wats.analytics.get_dynamic_yield{dimensions = "partNumbr"} --> did you mean partNumber?

-- case: an unknown run is refused
wats.analytics.get_uut_reports{run = "frist", date_from = 0} --> did you mean FIRST?

-- case: a date that is none is refused, and the filter's field named
wats.analytics.get_uut_reports{date_from = "yesterday"} --> filter_data.date_from is not a date: yesterday

-- case: so is a status
wats.analytics.get_uut_reports{status = "broken", date_from = 0} --> filter_data.status is not valid

-- case: dimensions are built and checked
local d = wats.analytics.dimensions()
assert(d:add("PART_NUMBER"):add("period", "desc"):add("fpy", nil, true):build() == "partNumber;period desc;fpy asc", d:build())
assert(d:clear():add_all("stationName", "sw_version"):build() == "stationName;swVersion")
assert(d:clear():add{dimension = "unit_count", desc = true}:build() == "unitCount desc")
assert(d:yield_by_product():build() == "partNumber;period")
assert(d:yield_by_product(false):build() == "partNumber")
assert(d:yield_by_station():build() == "stationName;period")
assert(d:top_failing_products():build() == "partNumber;fpy asc")
assert(d:clear():add(wats.enums.Dimension.BATCH_NUMBER):build() == "batchNumber")

-- case: an unknown dimension is refused by the builder too
wats.analytics.dimensions():add_all("partNumber", "revison") --> did you mean revision?

-- case: the flow is counted, split, ordered and traced
local function pass(serial, code, ok, hour, station)
  local r = wats.report.create_uut_report{
    operator = "op", part_number = "P", revision = "A", serial_number = serial, operation_type = code, station_name = station or "S-1",
    start_time = ("2026-03-02T%02d:00:00Z"):format(hour),
  }
  r:get_root_sequence_call():add_pass_fail_step{name = "Test", value = ok}
  wats.report.submit(r)
end
pass("A", 30, true, 8); pass("A", 100, true, 9)
pass("B", 30, true, 8, "S-2"); pass("B", 100, false, 10)
local flow = wats.analytics.get_unit_flow{part_number = "P"}
assert(flow.total_units == 2 and #flow.nodes == 2 and #flow.links == 1, inspect(flow))
assert(flow.links[1].unit_count == 2 and #wats.analytics.get_flow_links() == 1 and #wats.analytics.get_flow_nodes() == 2)
local low = wats.analytics.get_bottlenecks({part_number = "P"}, 60)
assert(#low == 1 and low[1].process_code == 100 and low[1].yield_percent == 50, inspect(low))
local s = wats.analytics.get_flow_summary{part_number = "P"}
assert(s.total_units == 2 and s.passed_units == 1 and s.failed_units == 1 and s.avg_yield == 75 and s.min_yield == 50 and s.max_yield == 100, inspect(s))
assert(#wats.analytics.split_flow_by("stationName", {part_number = "P"}).nodes == 3)
local units = wats.analytics.set_unit_order("serialNumber", {part_number = "P"}).units
assert(units[1].serial_number == "A" and units[2].status == "Failed", inspect(units))
local one = wats.analytics.trace_serial_numbers{"B"}
assert(one.total_units == 1 and #one.units[1].node_path == 2, inspect(one))
local hidden = wats.analytics.hide_operations({"100"}, {part_number = "P"})
for _, node in ipairs(hidden.nodes) do assert(node.is_visible == (node.process_code ~= 100), inspect(node)) end
local shown = wats.analytics.show_operations({"100"}, {part_number = "P"})
for _, node in ipairs(shown.nodes) do assert(node.is_visible == (node.process_code == 100), inspect(node)) end

-- case: an empty flow is a flow
local flow = wats.analytics.get_unit_flow{part_number = "nothing"}
assert(flow.total_units == 0 and json.encode(flow.nodes) == "[]" and json.encode(flow.units) == "[]", inspect(flow))
local s = wats.analytics.get_flow_summary{part_number = "nothing"}
assert(s.total_nodes == 0 and s.avg_yield == 0, inspect(s))

-- case: what the server refuses of the flow raises, and is no empty flow
wats.analytics.split_flow_by("moonPhase") --> splitBy

-- case: wats.app is the same service
assert(wats.app.get_version() == wats.analytics.get_version())
assert(type(wats.app.get_levels()) == "table" and type(wats.app.get_product_groups()) == "table")
