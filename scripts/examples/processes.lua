-- Which operations does the server know, and what may a repair say? Processes are found by code or by name, and a failure
-- code is checked before a repair names it.

print("default test:  ", wats.process.get_default_test_operation().name)
print("default repair:", wats.process.get_default_repair_operation().name)
print("by name:       ", wats.process.get_process("burn in TEST").code)
print("a test?        ", wats.process.is_valid_test_operation(500))
print("no such:       ", wats.process.get_process("Coffee break") == nil)

-- What a repair operation demands and offers.
local config = wats.process.get_repair_operation_configs()["500"]
print(config.description .. " has " .. #config.categories .. " categories:")
for _, category in ipairs(config.categories) do
  print(("  %-18s %d codes"):format(category.description, #category.fail_codes))
end

-- A misspelt code would be refused with the report; here the reason comes before the unit is repaired.
for _, code in ipairs{"Defect Component", "Lost Component"} do
  local ok, why = wats.process.validate_fail_code(config, "Component", code)
  print(code .. ":", ok and "may be reported" or why)
end

local found = wats.process.get_fail_code_by_name(config, "component", "burned component")
local repair = wats.report.create_uur_report{
  part_number = "PCBA-7", serial_number = "PB-7001", test_operation_code = wats.process.get_default_test_code(),
}
repair:add_failure(found.category, found.code)
print("repair:", wats.report.submit(repair).state)
