-- The builder under pyWATS's names: every method that makes sense in Lua, in pyWATS's order of arguments.

-- case: a report of every kind of step is valid and comes back as it was
local r = wats.report.create_uut_report("op", "PCBA-7", "B", "SN-1", 10)
local root = r:get_root_sequence_call()
root:add_numeric_step{name = "numeric", value = 1.5, unit = "V", comp_op = "GELE", low_limit = 1, high_limit = 2, report_text = "text", tot_time = 0.5}
root:add_boolean_step{name = "boolean", value = true}
root:add_pass_fail_step{name = "pass/fail", status = "Passed"}
root:add_string_step{name = "string", value = "abc", comp_op = "IGNORECASE", limit = "ABC"}
root:add_action_step("action")
root:add_generic_step{step_type = "NI_Wait", name = "generic"}
root:add_call_exe_step{name = "program", exit_code = 0}
root:add_message_popup_step{name = "message", response = "yes", button = 1}
root:add_multi_numeric_step{name = "numbers"}:add_measurement{name = "a", value = 1, unit = "A", comp_op = "LT", low_limit = 2}
root:add_multi_string_step{name = "strings"}:add_measurement{name = "a", value = "x", comp_op = "EQ", limit = "x"}
root:add_multi_boolean_step{name = "booleans"}:add_measurement{name = "a", value = true}
local chart = root:add_chart_step{name = "chart", label = "L", x_label = "t", x_unit = "s", y_label = "U", y_unit = "V"}.chart
chart:add_series("one", {0, 1}, {2, 3})
chart:add_series{name = "two", y_data = {4, 5, 6}}
root:add_action_step("drawn"):add_chart("LineLogX", "Title", "x", "s", "y", "V"):add_series{name = "s", y_data = {1}}
root:add_action_step("kept"):add_attachment{name = "log.txt", data = "all\0well", content_type = "text/plain"}
root:add_action_step("data"):add_additional_results{name = "raw", props = {volts = 3.3, ok = true, list = {1, "a"}}}
local group = root:add_sequence_call("group", {file_name = "g.seq", path = "C:/g.seq", version = "2"})
group:add_action_step("inside")
r:add_misc_info("lot", "A7")
r:add_misc_info{description = "count", value = 5}
r:add_sub_unit("PSU", "PSU-1", "PN-PSU", "A")
r:add_asset("FIX-1", 2)
r:add_additional_data{name = "setup", props = {oven = {temperature = 25}}}
assert(#r:validate() == 0, inspect(r:validate()))
r.assets[1].usage_count = 3

local sent = wats.report.submit(r)
assert(sent.state == "delivered", sent.reason)
local back = wats.report.get_report(sent.id)
local names = {}
for i, s in ipairs(back.root.steps) do names[i] = s.name end
assert(table.concat(names, ",") == "numeric,boolean,pass/fail,string,action,generic,program,message,numbers,strings,booleans,chart,drawn,kept,data,group", table.concat(names, ","))
local step = back.root:find_step("numeric")
assert(step.value == 1.5 and step.unit == "V" and step.low_limit == 1 and step.high_limit == 2 and step.comp_op == "GELE" and step.tot_time == 0.5)
assert(back.root:find_step("boolean").value == true and back.root:find_step("string").limit == "ABC" and back.root:find_step("group").value == nil)
assert(back.root:find_step("numbers").numeric_meas[1].unit == "A")
assert(back.root:find_step("chart").chart.series[2].y_data == "4;5;6")
assert(back.root:find_step("drawn").chart.chart_type == "LineLogX" and back.root:find_step("drawn").chart.label == "Title")
assert(back.root:find_step("kept").attachment:get_bytes() == "all\0well")
assert(back.root:find_step("group").sequence.path == "C:/g.seq")
assert(back.root:find_step("program").call_exe.exit_code == 0 and back.root:find_step("message").message_popup.response == "yes")
assert(back.misc_infos[1].string_value == "A7" and back.misc_infos[2].numeric_value == 5)
assert(back.sub_units[1].sn == "PSU-1" and back.assets[1].usage_count == 3 and back.additional_data[1].name == "setup")

-- case: steps are found, counted and printed
local r = wats.report.create_uut_report("op", "P", "A", "S", 10)
local root = r:get_root_sequence_call()
local group = root:add_sequence_call("group")
group:add_boolean_step{name = "x", value = false}
root:add_boolean_step{name = "x", value = true}
assert(root:find_step("x").status == "F" and root:find_step("x", false).status == "P")
assert(#root:find_all_steps("x") == 2 and #root:find_all_steps(nil, "SequenceCall") == 1 and #root:find_all_steps("x", nil, false) == 1)
assert(root:find_step("none") == nil and #root:get_failed_steps() == 2 and #root:get_failed_steps(false) == 1)
assert(root:count_steps() == 3 and root:count_steps(false) == 2)
local step = group.steps[1]
assert(step:get_step_path() == "MainSequence Callback/group/x" and step.parent == group and root.parent == nil)
assert(root:print_hierarchy():find("x", 1, true) and tostring(step):find("Failed") and tostring(r):find("Failed"))
assert(r.root == root and r:get_root_sequence_call() == root)

-- case: a failure that was kept can be given to the steps above
local r = wats.report.create_uut_report("op", "P", "A", "S", 10)
local group = r:get_root_sequence_call():add_sequence_call("group")
local step = group:add_boolean_step{name = "x", value = false, fail_parent_on_failure = false}
assert(group.status == "P" and r.result == "P")
step:propagate_failure()
assert(group.status == "F" and r.result == "F")

-- case: status words are read in any case, unknown ones are refused
local r = wats.report.create_uut_report("op", "P", "A", "S", 10)
local root = r:get_root_sequence_call()
for word, letter in pairs{Failed = "F", passed = "P", ERROR = "E", t = "T", skip = "S", Done = "D"} do
  assert(root:add_action_step{name = "a", status = word}.status == letter, word)
end
root:add_action_step{name = "a", status = "maybe"} --> status

-- case: import mode takes statuses as given
local r = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "S", operation_type = 10, mode = "import"}
local step = r:get_root_sequence_call():add_numeric_step{name = "n", value = 9, comp_op = "LT", low_limit = 1, status = "P"}
assert(step.status == "P" and r.result == "P" and r.mode == "import")
assert(step.numeric_meas[1]:calculate_status() == "F")
r.mode = "active"
assert(r:get_root_sequence_call():add_numeric_step{name = "n", value = 9, comp_op = "LT", low_limit = 1}.status == "F")

-- case: a value cannot be changed under its verdict
local r = wats.report.create_uut_report("op", "P", "A", "S", 10)
local m = r:get_root_sequence_call():add_numeric_step{name = "n", value = 1, comp_op = "LT", low_limit = 5}.numeric_meas[1]
m.value = 9 --> NumericMeas.value cannot be set

-- case: the verdict can be changed, and says so upwards
local r = wats.report.create_uut_report("op", "P", "A", "S", 10)
local step = r:get_root_sequence_call():add_numeric_step{name = "n", value = 1}
step.status = "Failed"
assert(r.result == "F" and step.numeric_meas[1].status == "F")
step.status = "P"
assert(step.numeric_meas[1].status == "P")

-- case: a loop counts its iterations
local r = wats.report.create_uut_report("op", "P", "A", "S", 10)
local loop = r:get_root_sequence_call():add_loop("retry")
assert(loop.summary == nil and #loop.iterations == 0 and tostring(loop) == "loop of 0 iterations")
loop:add_numeric_step{value = 9, comp_op = "LT", low_limit = 5}
loop:add_numeric_step{value = 1, comp_op = "LT", low_limit = 5}
assert(loop.summary.loop.count == 2 and loop.summary.loop.passed == 1 and loop.summary.loop.failed == 1 and r.result == "F")

-- case: an object shows a wrong name at once
local r = wats.report.create_uut_report("op", "P", "A", "S", 10)
r:add_numeric_limit_step{name = "x"} --> a Report has no

-- case: a property that does not exist cannot be set
local r = wats.report.create_uut_report("op", "P", "A", "S", 10)
r.serial_nubmer = "X" --> serial_nubmer

-- case: a method that is called with a dot says so
local r = wats.report.create_uut_report("op", "P", "A", "S", 10)
r.add_misc_info{description = "a", value = "b"} --> called with a colon

-- case: a repair is built under every name
local t = wats.report.create_uut_report("op", "PCBA-7", "B", "SN-5", 10)
local s = t:get_root_sequence_call():add_numeric_step{name = "gain", value = 1, comp_op = "GT", low_limit = 2}
t:add_misc_info("lot", "A7")
t:add_sub_unit("PSU", "PSU-1", "PN-PSU", "A")
wats.report.submit(t)
local u = wats.report.create_uur_from_uut(t, "rep-1", "Burnt.")
assert(u.uur.operator == "rep-1" and u.uur.comment == "Burnt." and u.uut_guid == t.id and u.type == "R" and u.result == "P")
assert(u.test_operation_code == 10 and u.repair_process_code == 500 and t.test_operation_code == 10 and t.repair_process_code == nil)
assert(u:get_main_unit().idx == 0 and u:get_sub_unit(1).sn == "PSU-1" and u:get_sub_unit_by_idx(1).sn == "PSU-1" and u:get_sub_unit(9) == nil)
local f = u:add_failure("Component", "Defect Component", "short", "Q4")
assert(f.com_ref == "Q4" and f.comment == "short" and f.ref_step_id == s:number())
u:add_failure_to_main_unit("Component", "Defect Component", "c", "R1")
u:add_main_failure{category = "Component", code = "Defect Component", com_ref = "R2"}
u:add_failure_to_sub_unit("Component", "Defect Component", "PSU-1")
u:add_failure_to_sub_unit{category = "Component", code = "Defect Component", idx = 1}
u:get_sub_unit(1):add_failure{category = "Component", code = "Defect Component", component_ref = "C1"}
assert(u:count_failures() == 6 and #u:get_all_failures() == 6 and #u.failures == 6)
assert(#u:get_sub_unit(1):get_failures() == 3 and u:get_main_unit():has_failures())
u:attach_bytes("photo.png", "\137PNG", "image/png")
u:add_attachment{name = "note.txt", data = "see photo", content_type = "text/plain"}
f:add_attachment{name = "q4.png", data = "\137PNG"}
u:copy_misc_from_uut(t)
u.misc_infos[1].description = u.misc_infos[1].description
u:link_to_uut(t.id)
u:set_repair_process(500)
u:set_test_operation(10)
assert(u.binary_data[1].name == "photo.png" and u.binary_data[1]:get_bytes() == "\137PNG" and u.binary_data[1].content_type == "image/png")

-- case: a repair reaches the server
local u = wats.report.create_uur_report{operator = "rep", part_number = "P", serial_number = "S", test_operation_code = 10,
  station = {name = "REPAIR-1", location = "Desk", purpose = "Repair"}}
u:add_failure("Component", "Defect Component")
local sent = wats.report.submit(u)
assert(sent.state == "delivered", sent.reason)
local back = wats.report.get_report(u.id)
assert(back.station_name == "REPAIR-1" and back.location == "Desk" and back.purpose == "Repair" and #back.failures == 1)

-- case: a failure on an unknown unit is refused
local u = wats.report.create_uur_report("P", 10, {serial_number = "S"})
u:add_failure{category = "Component", code = "Defect Component", sub_unit_idx = 7} --> sub_unit_idx 7

-- case: a test report has no repair operation
wats.report.create_uut_report("op", "P", "A", "S", 10):set_repair_process(500) --> only a repair report
