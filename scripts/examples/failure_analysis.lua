-- Why do units fail? Eight units are tested, three of them fail, and one is repaired. Then the server is asked which
-- step fails most, what its values look like, what happened to one of the units, and which component was replaced.

local gains = {12.4, 12.9, 11.2, 12.6, 10.8, 12.5, 12.7, 12.8}

for i, gain in ipairs(gains) do
  local report = wats.report.create_uut_report{
    operator = "op-12", part_number = "FAIL-1", revision = "B", serial_number = "FAIL-1-" .. i, operation_type = 100,
    start_time = ("2026-03-02T08:%02d:00Z"):format(i),
  }
  local root = report:get_root_sequence_call()
  root:add_numeric_step{name = "Supply", value = 5.0, unit = "V", comp_op = "GELE", low_limit = 4.9, high_limit = 5.1}
  root:add_numeric_step{name = "Gain", value = gain, unit = "dB", comp_op = "GE", low_limit = 12}
  root:add_pass_fail_step{name = "Self-test", value = i ~= 8}
  wats.report.submit(report)

  if i == 3 then
    local repair = wats.report.create_uur_from_uut{
      uut_report = report, operator = "rep-3", comment = "Replaced the output transistor.", start_time = "2026-03-02T12:00:00Z",
    }
    repair:add_failure{category = "Component", code = "Defect Component", com_ref = "Q4", ref_step_name = "Gain"}
    wats.report.submit(repair)
  end
end

local filter = {part_number = "FAIL-1", date_from = "2026-03-01", date_to = "2026-03-03"}

print("steps that fail most:")
for _, step in ipairs(wats.analytics.get_top_failed(filter, {top_count = 5})) do
  print(("  %-10s %d of %d (%.1f %%)"):format(step.step_name, step.fail_count, step.total_count, step.fail_rate))
end

print("what their values are:")
for _, step in ipairs(wats.analytics.get_test_step_analysis(filter)) do
  if step.measure_count > 0 and step.step_failed_count > 0 then
    print(("  %-10s average %.2f, lowest %.2f, limit %.1f, Cpk %.2f"):format(step.step_name, step.avg, step.min, step.limit1, step.cpk))
  end
end

print("what happened to FAIL-1-3:")
for _, report in ipairs(wats.analytics.get_serial_number_history{serial_number = "FAIL-1-3"}) do
  print("  " .. report.start_utc:sub(1, 16), report.report_type == "R" and "repair" or "test", report.result)
end

print("components replaced:")
filter.dimensions = wats.analytics.dimensions():add("component_ref"):add("repair_count", "desc"):build()
for _, row in ipairs(wats.analytics.get_dynamic_repair(filter)) do
  print("  " .. row.component_ref, row.repair_count)
end
