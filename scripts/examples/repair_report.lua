-- A failed unit and its repair: the repair report refers to the test report and to the step that failed.

local test = wats.report.create_uut_report{
  operator = "op-12", part_number = "PCBA-7", revision = "B", serial_number = "PB-1003", operation_type = 10,
}
local root = test:get_root_sequence_call()
root:add_numeric_step{name = "Gain", value = 9.1, unit = "dB", comp_op = "GE", low_limit = 12}
wats.report.submit(test)
print("test:", test.result)

-- Which failures may be named is set by the server's repair operation.
local codes = wats.process.get_fail_codes(500)
print("the server knows failure codes:", #codes > 0)

local repair = wats.report.create_uur_from_uut{uut_report = test, operator = "rep-3", comment = "Replaced the output transistor."}
repair:add_failure{
  category = "Component", code = "Defect Component",
  com_ref = "Q4", comment = "Short between base and emitter.", ref_step_name = "Gain",
}
print("repair:", wats.report.submit(repair).state)
print("refers to the test:", repair.uur.ref_uut == test.id)
