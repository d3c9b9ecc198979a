-- A board test: groups, limits, a string, a chart, and a report that reaches WATS.
--
--   watsrun scripts/examples/first_report.lua
--   watsrun -p sn=PB-1042 scripts/examples/first_report.lua
--
-- The numbers are fixed here so that the example always says the same; at a station they come from instruments.

local report = wats.report.create_uut_report{
  operator = "op-12",
  part_number = "PCBA-7",
  revision = "B",
  serial_number = params.sn or "PB-1001",
  operation_type = 10,
}
local root = report:get_root_sequence_call()

-- A group of steps is a sequence call; a failure in it fails the group, the root and the report.
local power = root:add_sequence_call{name = "Power"}
local rails = {
  {name = "3V3 rail", value = 3.312, low = 3.2, high = 3.4},
  {name = "5V rail", value = 5.021, low = 4.9, high = 5.1},
  {name = "12V rail", value = 11.94, low = 11.5, high = 12.5},
}
for _, rail in ipairs(rails) do
  power:add_numeric_step{
    name = rail.name, value = rail.value, unit = "V",
    comp_op = "GELE", low_limit = rail.low, high_limit = rail.high,
  }
end
power:add_numeric_step{name = "Idle current", value = 0.184, unit = "A", comp_op = "LT", low_limit = 0.25}

-- Several measurements in one step.
local ripple = power:add_multi_numeric_step{name = "Ripple"}
ripple:add_measurement{name = "3V3", value = 11.2, unit = "mV", comp_op = "LE", low_limit = 30}
ripple:add_measurement{name = "5V", value = 14.8, unit = "mV", comp_op = "LE", low_limit = 40}

-- Strings and verdicts.
local digital = root:add_sequence_call{name = "Digital"}
digital:add_string_step{name = "Firmware", value = "1.4.2", comp_op = "CASESENSIT", limit = "1.4.2"}
digital:add_pass_fail_step{name = "Flash checksum", value = true}

-- A chart of the start-up of a rail.
local time_ms, volts = {}, {}
for i = 0, 10 do
  time_ms[#time_ms + 1] = i
  volts[#volts + 1] = 3.3 * (1 - math.exp(-i / 2))
end
local startup = digital:add_chart_step{
  name = "3V3 start-up", label = "Start-up", x_label = "Time", x_unit = "ms", y_label = "Voltage", y_unit = "V",
}
startup.chart:add_series{name = "3V3", x_data = time_ms, y_data = volts}

report:add_misc_info{description = "Lot", value = params.lot or "A7"}

local sent = wats.report.submit(report)
print("verdict:", report.result)
print("state:", sent.state)
