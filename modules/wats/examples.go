package wats

import "github.com/watsrun/watsrun/modules"

// The examples of the methods of reports and their parts. Each continues the setup of its class; a test runs them.

const testReport = `local report = wats.report.create_uut_report{operator = "op", part_number = "PCBA-7", revision = "B", serial_number = "SN-1", operation_type = 10}
`

const repairReport = testReport + `local repair = wats.report.create_uur_from_uut(report, "op")
`

const rootStep = testReport + `local step = report:get_root_sequence_call()
`

const numericMeasurement = rootStep + `local measurement = step:add_numeric_step{name = "3V3", value = 3.31, unit = "V", comp_op = "GELE", low_limit = 3.2, high_limit = 3.4}.numeric_meas[1]
`

const stringMeasurement = rootStep + `local measurement = step:add_string_step{name = "Firmware", value = "1.4.2", comp_op = "CASESENSIT", limit = "1.4.2"}.string_meas[1]
`

const booleanMeasurement = rootStep + `local measurement = step:add_boolean_step{name = "Self-test", value = true}.boolean_meas[1]
`

func reportExamples() modules.Member {
	failure := func(method string) modules.Example {
		return modules.Example{Code: `repair:` + method + `{category = "Component", code = "Defect Component", com_ref = "R55", comment = "Cracked."}.com_ref`, Result: `"R55"`}
	}
	unit := func(method string) modules.Example {
		return modules.Example{Code: `repair:` + method + `(0).sn`, Result: `"SN-1"`}
	}
	file := func(method string) modules.Example {
		return modules.Example{Code: `repair:` + method + `{name = "note.txt", data = "replaced R55", content_type = "text/plain"}.name`, Result: `"note.txt"`}
	}
	onSubUnit := failure("add_failure_to_sub_unit")
	onSubUnit.Code = `repair:add_sub_unit{part_type = "PSU", sn = "PSU-1", pn = "PN-PSU", rev = "A"}
return repair:add_failure_to_sub_unit{category = "Component", code = "Defect Component", serial_number = "PSU-1", com_ref = "R55"}.com_ref`
	return modules.Illustrate(repairReport, map[string]modules.Example{
		"add_additional_data":      {Code: `report:add_additional_data{name = "setup", props = {oven = {temperature = 25}}}.name`, Result: `"setup"`},
		"add_asset":                {Code: `report:add_asset("FIX-1", 2).usage_count`, Result: `2`},
		"add_attachment":           file("add_attachment"),
		"add_binary_data":          file("add_binary_data"),
		"add_failure":              failure("add_failure"),
		"add_failure_to_main_unit": failure("add_failure_to_main_unit"),
		"add_failure_to_sub_unit":  onSubUnit,
		"add_main_failure":         failure("add_main_failure"),
		"add_misc_info":            {Code: `report:add_misc_info("lot", "A7").string_value`, Result: `"A7"`},
		"add_sub_unit":             {Code: `report:add_sub_unit{part_type = "PSU", sn = "PSU-1", pn = "PN-PSU", rev = "A"}.sn`, Result: `"PSU-1"`},
		"attach_bytes":             {Code: `repair:attach_bytes("note.txt", "replaced R55", "text/plain").name`, Result: `"note.txt"`},
		"copy_misc_from_uut": {Code: `report:add_misc_info("lot", "A7")
repair:copy_misc_from_uut(report)
return repair.misc_infos[1].string_value`, Result: `"A7"`},
		"count_failures":         {Code: `repair:count_failures()`, Result: `0`},
		"get_all_failures":       {Code: `#repair:get_all_failures()`, Result: `0`},
		"get_main_unit":          {Code: `repair:get_main_unit().sn`, Result: `"SN-1"`},
		"get_root_sequence_call": {Code: `report:get_root_sequence_call():add_numeric_step{name = "3V3", value = 3.31, unit = "V", comp_op = "GELE", low_limit = 3.2, high_limit = 3.4}.status`, Result: `"P"`},
		"get_sub_unit":           unit("get_sub_unit"),
		"get_sub_unit_by_idx":    unit("get_sub_unit_by_idx"),
		"link_to_uut": {Code: `repair:link_to_uut(report.id)
return repair.uut_guid == report.id`, Result: `true`},
		"print_hierarchy": {Code: `report:print_hierarchy()`},
		"set_repair_process": {Code: `repair:set_repair_process(510)
return repair.repair_process_code`, Result: `510`},
		"set_test_operation": {Code: `repair:set_test_operation(20)
return repair.test_operation_code`, Result: `20`},
		"to_json":  {Code: `json.decode(report:to_json()).sn`, Result: `"SN-1"`},
		"to_xml":   {Code: `report:to_xml():match("<Reports") ~= nil`, Result: `true`},
		"validate": {Code: `#report:validate()`, Result: `0`},
	})
}

func stepExamples() modules.Member {
	const number = `step:add_numeric_step{name = "3V3", value = 3.31, unit = "V", comp_op = "GELE", low_limit = 3.2, high_limit = 3.4}`
	passFail := func(method string) modules.Example {
		return modules.Example{Code: `step:` + method + `{name = "Self-test", value = false}.status`, Result: `"F"`}
	}
	return modules.Illustrate(rootStep, map[string]modules.Example{
		"add_action_step":        {Code: `step:add_action_step("Power on").status`, Result: `"P"`},
		"add_additional_results": {Code: `step:add_action_step("Sweep"):add_additional_results{name = "raw", props = {volts = 3.3, samples = {1, 2}}}.name`, Result: `"raw"`},
		"add_attachment":         {Code: `step:add_action_step("Log"):add_attachment{name = "log.txt", data = "all well", content_type = "text/plain"}.name`, Result: `"log.txt"`},
		"add_boolean_step":       passFail("add_boolean_step"),
		"add_call_exe_step":      {Code: `step:add_call_exe_step{name = "Flash", exit_code = 0}.call_exe.exit_code`, Result: `0`},
		"add_chart": {Code: `local chart = step:add_action_step("Start-up"):add_chart("Line", "Start-up", "Time", "ms", "Voltage", "V")
return chart:add_series("3V3", {0, 1, 2}, {0, 2.1, 3.3}).name`, Result: `"3V3"`},
		"add_chart_step": {Code: `local chart = step:add_chart_step{name = "Start-up", label = "Start-up", x_label = "Time", x_unit = "ms", y_label = "Voltage", y_unit = "V"}.chart
return chart:add_series("3V3", {0, 1, 2}, {0, 2.1, 3.3}).name`, Result: `"3V3"`},
		"add_generic_step": {Code: `step:add_generic_step{name = "Settle", step_type = "NI_Wait"}.step_type`, Result: `"NI_Wait"`},
		"add_loop": {Code: `local loop = step:add_loop("Retry")
loop:add_numeric_step{value = 3.5, unit = "V", comp_op = "LE", low_limit = 3.4}
loop:add_numeric_step{value = 3.3, unit = "V", comp_op = "LE", low_limit = 3.4}
return loop.summary.loop.passed`, Result: `1`},
		"add_measurement": {Code: `local ripple = step:add_multi_numeric_step("Ripple")
ripple:add_measurement{name = "3V3", value = 11.2, unit = "mV", comp_op = "LE", low_limit = 30}
return ripple:add_measurement{name = "5V", value = 34.8, unit = "mV", comp_op = "LE", low_limit = 30}.status`, Result: `"F"`},
		"add_message_popup_step": {Code: `step:add_message_popup_step{name = "Is the LED green?", response = "yes", button = 1}.message_popup.response`, Result: `"yes"`},
		"add_multi_boolean_step": {Code: `step:add_multi_boolean_step("Interlocks"):add_measurement{name = "door", value = true}.status`, Result: `"P"`},
		"add_multi_numeric_step": {Code: `step:add_multi_numeric_step("Ripple"):add_measurement{name = "3V3", value = 11.2, unit = "mV", comp_op = "LE", low_limit = 30}.status`, Result: `"P"`},
		"add_multi_string_step":  {Code: `step:add_multi_string_step("Versions"):add_measurement{name = "boot", value = "1.4", comp_op = "EQ", limit = "1.4"}.status`, Result: `"P"`},
		"add_numeric_step":       {Code: number + `.status`, Result: `"P"`},
		"add_pass_fail_step":     passFail("add_pass_fail_step"),
		"add_sequence_call": {Code: `local power = step:add_sequence_call("Power")
power:add_numeric_step{name = "3V3", value = 3.5, unit = "V", comp_op = "GELE", low_limit = 3.2, high_limit = 3.4}
return power.status`, Result: `"F"`},
		"add_string_step": {Code: `step:add_string_step{name = "Firmware", value = "1.4.2", comp_op = "CASESENSIT", limit = "1.4.2"}.status`, Result: `"P"`},
		"count_steps": {Code: number + `
return step:count_steps()`, Result: `1`},
		"find_all_steps": {Code: number + `
return #step:find_all_steps("3V3")`, Result: `1`},
		"find_step": {Code: number + `
return step:find_step("3V3").value`, Result: `3.31`},
		"get_failed_steps": {Code: `step:add_boolean_step{name = "Self-test", value = false}
return step:get_failed_steps()[1].name`, Result: `"Self-test"`},
		"get_step_path":   {Code: `step:add_sequence_call("Power"):get_step_path()`, Result: `"MainSequence Callback/Power"`},
		"number":          {Code: `step:add_action_step("Power on"):number()`, Result: `1`},
		"print_hierarchy": {Code: `step:print_hierarchy()`},
		"propagate_failure": {Code: `local optional = step:add_boolean_step{name = "Optional", value = false, fail_parent_on_failure = false}
optional:propagate_failure()
return report.result`, Result: `"F"`},
		"validate_step": {Code: `step:validate_step()`, Result: `true`},
	})
}

func loopExamples() modules.Member {
	passFail := func(method string) modules.Example {
		return modules.Example{Code: `loop:` + method + `{value = true}.status`, Result: `"P"`}
	}
	return modules.Illustrate(rootStep+"local loop = step:add_loop(\"Retry\")\n", map[string]modules.Example{
		"add_action_step":    {Code: `loop:add_action_step().status`, Result: `"P"`},
		"add_boolean_step":   passFail("add_boolean_step"),
		"add_numeric_step":   {Code: `loop:add_numeric_step{value = 3.31, unit = "V", comp_op = "GELE", low_limit = 3.2, high_limit = 3.4}.status`, Result: `"P"`},
		"add_pass_fail_step": passFail("add_pass_fail_step"),
		"add_sequence_call":  {Code: `loop:add_sequence_call():add_action_step("Power on").status`, Result: `"P"`},
		"add_string_step":    {Code: `loop:add_string_step{value = "ready", comp_op = "IGNORECASE", limit = "READY"}.status`, Result: `"P"`},
	})
}

func subUnitExamples() modules.Member {
	const failed = `unit:add_failure{category = "Component", code = "Defect Component", com_ref = "R55"}`
	return modules.Illustrate(repairReport+"local unit = repair:get_main_unit()\n", map[string]modules.Example{
		"add_failure":  {Code: failed + `.com_ref`, Result: `"R55"`},
		"get_failures": {Code: failed + "\nreturn #unit:get_failures()", Result: `1`},
		"has_failures": {Code: `unit:has_failures()`, Result: `false`},
	})
}

func filterExamples() modules.Member {
	compare := func(method, word string) modules.Example {
		return modules.Example{Code: `filter:field("processCode"):` + method + `(10):build()`, Result: `"processCode ` + word + ` 10"`}
	}
	text := func(method string) modules.Example {
		return modules.Example{Code: `filter:field("serialNumber"):` + method + `("SN"):build()`, Result: `"` + method + `(serialNumber,'SN')"`}
	}
	return modules.Illustrate("local filter = wats.filter.new()\n", map[string]modules.Example{
		"build":       {Code: `filter:field("partNumber"):eq("PCBA-7"):build()`, Result: `"partNumber eq 'PCBA-7'"`},
		"contains":    text("contains"),
		"endswith":    text("endswith"),
		"eq":          compare("eq", "eq"),
		"field":       {Code: `filter:field("partNumber"):eq("PCBA-7"):build()`, Result: `"partNumber eq 'PCBA-7'"`},
		"ge":          compare("ge", "ge"),
		"gt":          compare("gt", "gt"),
		"in_list":     {Code: `filter:field("result"):in_list{"Failed", "Error"}:build()`, Result: `"result eq 'Failed' or result eq 'Error'"`},
		"is_not_null": {Code: `filter:field("revision"):is_not_null():build()`, Result: `"revision ne null"`},
		"is_null":     {Code: `filter:field("revision"):is_null():build()`, Result: `"revision eq null"`},
		"le":          compare("le", "le"),
		"lt":          compare("lt", "lt"),
		"ne":          compare("ne", "ne"),
		"or_group": {Code: `local either = wats.filter.new():field("serialNumber"):eq("SN-1"):field("serialNumber"):eq("SN-2")
return filter:field("partNumber"):eq("PCBA-7"):or_group(either):build()`, Result: `"partNumber eq 'PCBA-7' and (serialNumber eq 'SN-1' or serialNumber eq 'SN-2')"`},
		"raw":        {Code: `filter:raw("year(start) eq 2026"):build()`, Result: `"year(start) eq 2026"`},
		"startswith": text("startswith"),
		"use_and":    {Code: `filter:use_and():field("partNumber"):eq("PCBA-7"):field("revision"):eq("B"):build()`, Result: `"partNumber eq 'PCBA-7' and revision eq 'B'"`},
		"use_or":     {Code: `filter:use_or():field("result"):eq("Failed"):field("result"):eq("Error"):build()`, Result: `"result eq 'Failed' or result eq 'Error'"`},
	})
}

func dimensionExamples() modules.Member {
	return modules.Illustrate("local dimensions = wats.analytics.dimensions()\n", map[string]modules.Example{
		"add":                  {Code: `dimensions:add("part_number", "asc"):build()`, Result: `"partNumber asc"`},
		"add_all":              {Code: `dimensions:add_all("part_number", "revision"):build()`, Result: `"partNumber;revision"`},
		"build":                {Code: `dimensions:add("period"):build()`, Result: `"period"`},
		"clear":                {Code: `dimensions:add("period"):clear():build()`, Result: `""`},
		"top_failing_products": {Code: `dimensions:top_failing_products():build()`, Result: `"partNumber;fpy asc"`},
		"yield_by_product":     {Code: `dimensions:yield_by_product():build()`, Result: `"partNumber;period"`},
		"yield_by_station":     {Code: `dimensions:yield_by_station(false):build()`, Result: `"stationName"`},
	})
}
