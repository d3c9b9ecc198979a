-- Shared code: require finds modules below the script's folder, here lib/limits.lua.

local limits = require "lib.limits"

local report = wats.report.create_uut_report{
  operator = "op-12", part_number = "PCBA-7", revision = "B", serial_number = "PB-1005", operation_type = 10,
}
local root = report:get_root_sequence_call()

local measured = {["3V3"] = 3.29, ["5V"] = 5.04}
for _, name in ipairs{"3V3", "5V"} do
  limits.check(root, "PCBA-7", name, measured[name])
end

print("verdict:", report.result)
print("steps:", root:count_steps())
print("state:", wats.report.submit(report).state)
