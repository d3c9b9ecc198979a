-- Where do units get stuck? Six units go through in-circuit test, programming and final function test; some fail on the
-- way and come back. The flow shows the operations, the ways between them, and where the yield is lowest.

local operations = {{30, "In-circuit test"}, {60, "Programming"}, {100, "Final function test"}}
local ways = { -- the operations of each unit in order; a minus is a failed test
  {30, 60, 100}, {30, 60, 100}, {30, -60, 60, -100}, {-30, 30, 60, 100}, {30, 60, -100, 100}, {-30},
}

for unit, way in ipairs(ways) do
  for hour, code in ipairs(way) do
    local report = wats.report.create_uut_report{
      operator = "op-12", part_number = "FLOW-1", revision = "A", serial_number = "FLOW-1-" .. unit,
      operation_type = math.abs(code), start_time = ("2026-03-02T%02d:%02d:00Z"):format(7 + hour, unit),
    }
    report:get_root_sequence_call():add_pass_fail_step{name = "Test", value = code > 0}
    wats.report.submit(report)
  end
end

local filter = {part_number = "FLOW-1", date_from = "2026-03-01", date_to = "2026-03-04"}
local flow = wats.analytics.get_unit_flow(filter)

for _, operation in ipairs(operations) do
  for _, node in ipairs(flow.nodes) do
    if node.process_code == operation[1] then
      print(("%-20s %d units, %3.0f %% passed"):format(operation[2], node.unit_count, node.yield_percent))
    end
  end
end

print("bottlenecks:")
for _, node in ipairs(wats.analytics.get_bottlenecks(filter, 90)) do
  print(" ", node.name, node.fail_count .. " failed")
end

local summary = wats.analytics.get_flow_summary(filter)
print("units:", summary.total_units, "passed:", summary.passed_units, "failed:", summary.failed_units)

-- Two units only, to see how each of them went.
for _, unit in ipairs(wats.analytics.trace_serial_numbers({"FLOW-1-3", "FLOW-1-6"}, filter).units) do
  print(unit.serial_number, unit.status, table.concat(unit.node_path, " > "))
end
