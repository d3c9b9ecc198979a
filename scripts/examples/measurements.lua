-- How far are the measured values from their limits? Ten units are measured; then the values are asked for one by one,
-- and as averages with Cp and Cpk. A measurement is named by its path: the names of the steps with / between them, and
-- behind :: the name of the measurement where a step has several.

local volts = {3.29, 3.31, 3.30, 3.32, 3.28, 3.30, 3.31, 3.29, 3.30, 3.30}

for i, rail in ipairs(volts) do
  local report = wats.report.create_uut_report{
    operator = "op-12", part_number = "MEAS-1", revision = "A", serial_number = ("MEAS-1-%02d"):format(i),
    operation_type = 100, start_time = ("2026-03-02T08:%02d:00Z"):format(i),
  }
  local power = report:get_root_sequence_call():add_sequence_call{name = "Power"}
  power:add_numeric_step{name = "3V3", value = rail, unit = "V", comp_op = "GELE", low_limit = 3.2, high_limit = 3.4}
  local currents = power:add_multi_numeric_step{name = "Currents"}
  currents:add_measurement{name = "idle", value = 0.100 + i / 1000, unit = "A", comp_op = "LE", low_limit = 0.2}
  currents:add_measurement{name = "load", value = 1.200 + i / 100, unit = "A", comp_op = "LE", low_limit = 1.5}
  wats.report.submit(report)
end

local filter = {part_number = "MEAS-1", test_operation = "Final function test", date_from = "2026-03-01", date_to = "2026-03-03"}

print("the last three values of the rail:")
filter.max_count = 3 -- of the latest reports
for _, m in ipairs(wats.analytics.get_measurements(filter, {measurement_paths = "Power/3V3"})) do
  print(m.serial_number, m.value .. " " .. m.unit, m.status)
end

print("all values together:")
filter.max_count = nil
local paths = "Power/3V3; Power/Currents::idle; Power/Currents::load"
for _, a in ipairs(wats.analytics.get_aggregated_measurements(filter, {measurement_paths = paths})) do
  local name = a.measurement_path:match("¶¶(.*)") or a.step_name
  print(("%-5s n=%d  average %.4f %s  from %.3f to %.3f  Cpk %.2f"):format(name, a.count, a.avg, a.unit, a.min, a.max, a.cpk))
end
