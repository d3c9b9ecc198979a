-- What scripts rely on when they build reports.

-- case: a measurement is judged when it is added, and its failure goes up
local r = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "S", operation_type = 10}
local root = r:get_root_sequence_call()
local group = root:add_sequence_call{name = "Group"}
assert(group:add_numeric_step{name = "a", value = 1, comp_op = "GELE", low_limit = 0, high_limit = 2}.status == "P")
assert(r.result == "P")
assert(group:add_numeric_step{name = "b", value = 3, comp_op = "GELE", low_limit = 0, high_limit = 2}.status == "F")
assert(group.status == "F" and root.status == "F" and r.result == "F")

-- case: every operator judges at, below and above its limits
local function status(op, value, low, high)
  local r = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "S", operation_type = 10}
  return r:get_root_sequence_call():add_numeric_step{name = "n", value = value, comp_op = op, low_limit = low, high_limit = high}.status
end
local expected = { -- below, at the low limit, inside, at the high limit, above
  GELE = "FPPPF", GELT = "FPPFF", GTLE = "FFPPF", GTLT = "FFPFF",
  LTGT = "PFFFP", LTGE = "PFFPP", LEGT = "PPFFP", LEGE = "PPFPP",
}
for op, verdicts in pairs(expected) do
  for i, value in ipairs{0, 1, 1.5, 2, 3} do
    assert(status(op, value, 1, 2) == verdicts:sub(i, i), op .. " " .. value)
  end
end
for op, verdicts in pairs{EQ = "FPF", NE = "PFP", GT = "FFP", GE = "FPP", LT = "PFF", LE = "PPF"} do
  for i, value in ipairs{0, 1, 2} do
    assert(status(op, value, 1) == verdicts:sub(i, i), op .. " " .. value)
  end
end
assert(status("LOG", 0 / 0) == "P")
assert(status("GELE", 0 / 0, 1, 2) == "F")

-- case: a limit that is missing is a fault and not a pass
local r = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "S", operation_type = 10}
r:get_root_sequence_call():add_numeric_step{name = "n", value = 1, comp_op = "GELE", low_limit = 0} --> high_limit

-- case: a failure that is told not to go up stays where it is
local r = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "S", operation_type = 10}
local s = r:get_root_sequence_call():add_numeric_step{name = "n", value = 5, comp_op = "LT", low_limit = 1, fail_parent_on_failure = false}
assert(s.status == "F" and r.result == "P")

-- case: the station of the run is in the report
local r = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "S", operation_type = 10}
assert(r.station_name == station.name and r.location == station.location and r.purpose == station.purpose, inspect{r.station_name, station.name, r.location, r.purpose})
assert(r.station_name == "SPEC-1" and r.location == "Lab" and r.purpose == "Development")

-- case: wildcards in a serial number are refused
wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "S%", operation_type = 10} --> serial_number

-- case: what is submitted is what is read back
local r = wats.report.create_uut_report{operator = "op", part_number = "P/1#2", revision = "A", serial_number = "S-1", operation_type = 10, allow_problematic_characters = true}
local root = r:get_root_sequence_call()
root:add_string_step{name = "fw", value = "1.2", comp_op = "CASESENSIT", limit = "1.2"}
local m = root:add_multi_numeric_step{name = "rails"}
m:add_measurement{name = "3V3", value = 3.3, unit = "V", comp_op = "GE", low_limit = 3}
m:add_measurement{name = "5V", value = 4.0, unit = "V", comp_op = "GE", low_limit = 4.5}
local loop = root:add_loop{name = "retry"}
for i = 1, 3 do loop:add_numeric_step{value = i, comp_op = "LT", low_limit = 10} end
local sent = wats.report.submit(r)
assert(sent.state == "delivered" and sent.id == r.id, sent.reason)
local back = wats.report.get_report(sent.id)
assert(back.result == "F" and back.pn == "P/1#2" and back.process_name)
assert(back.root:find_step("rails").numeric_meas[2].status == "F")
assert(back.root:find_step("retry").loop.count == 3)
assert(#back.root.steps == 6)

-- case: a report that breaks a rule is refused before it is sent, with all its faults
local r = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "S", operation_type = 10}
r.sn = ""
r.machine_name = nil --> has no

-- case: submit lists the faults
local r = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "S", operation_type = 10}
r.sn = ""
r.pn = ""
local ok, err = pcall(wats.report.submit, r)
assert(not ok and err.kind == "validation", tostring(err))
assert(tostring(err):find("sn is required", 1, true) and tostring(err):find("pn is required", 1, true), tostring(err))

-- case: an unknown process code is rejected by the server, and the report is not lost
local r = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "S", operation_type = 31999}
local sent = wats.report.submit(r)
assert(sent.state == "rejected" and sent.reason:find("processCode"), sent.reason)

-- case: the same id again replaces the report
local r = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "S-2", operation_type = 10}
r:get_root_sequence_call():add_pass_fail_step{name = "a", value = true}
wats.report.submit(r)
wats.report.submit(r)
local h = wats.report.get_headers_by_serial("S-2")
assert(#h == 1 and h[1].receive_count == 2, inspect(h))

-- case: a repair refers to its test
local t = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "S-3", operation_type = 10}
local s = t:get_root_sequence_call():add_numeric_step{name = "gain", value = 1, comp_op = "GT", low_limit = 2}
wats.report.submit(t)
local u = wats.report.create_uur_report(t, {operator = "rep"})
u:add_failure{category = "Component", code = "Defect Component", com_ref = "R1", ref_step_name = "gain"}
assert(wats.report.submit(u).state == "delivered")
local back = wats.report.get_report(u.id)
assert(back.uur.ref_uut == t.id)
assert(back:get_main_unit().failures[1].com_ref == "R1")
assert(wats.report.query_uur_headers{odata_filter = "serialNumber eq 'S-3'"}[1].referenced_uut == t.id)

-- case: a step tells verdicts that its values contradict
local r = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "S-1", operation_type = 10}
local root = r:get_root_sequence_call()
local good = root:add_numeric_step{name = "3V3", value = 3.31, comp_op = "GELE", low_limit = 3.2, high_limit = 3.4}
assert(good:validate_step() == true and root:validate_step(true) == true)
assert(good.numeric_meas[1]:validate_against_limits() and good.numeric_meas[1]:calculate_status() == "P")
local wrong = root:add_numeric_step{name = "5V", value = 4, comp_op = "GELE", low_limit = 4.9, high_limit = 5.1, status = "P"}
local ok, faults = root:validate_step{trigger_children = true}
assert(not ok and #faults == 1 and faults[1]:find("does not pass GELE", 1, true), faults[1])
assert(root:validate_step() == true and not wrong.numeric_meas[1]:validate_against_limits())
local text = root:add_string_step{name = "Firmware", value = "1.4", comp_op = "EQ", limit = "1.5"}
assert(not text.string_meas[1]:validate_against_limit())
local pass = root:add_boolean_step{name = "LED", value = false}
assert(not pass.boolean_meas[1]:validate_against_expected() and pass.boolean_meas[1]:validate_against_expected(false))
