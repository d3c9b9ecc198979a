-- A unit that fails: one limit is missed, the failure goes up to the group, the root and the report, and the exit code is 1.

local report = wats.report.create_uut_report{
  operator = "op-12", part_number = "PCBA-7", revision = "B", serial_number = "PB-1002", operation_type = 10,
}
local power = report:get_root_sequence_call():add_sequence_call{name = "Power"}

power:add_numeric_step{name = "3V3 rail", value = 3.31, unit = "V", comp_op = "GELE", low_limit = 3.2, high_limit = 3.4}
local rail = power:add_numeric_step{name = "5V rail", value = 4.62, unit = "V", comp_op = "GELE", low_limit = 4.9, high_limit = 5.1}

print("step:  ", rail.status)
print("group: ", power.status)
print("report:", report.result)

for _, step in ipairs(report:get_root_sequence_call():get_failed_steps()) do
  print("failed:", step:get_step_path())
end

print("state: ", wats.report.submit(report).state)
