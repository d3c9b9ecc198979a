-- Filters for report headers that no value can break: quotes in serial numbers, dates of any time zone, lists. Three units
-- are tested, two of them fail; then the reports are asked for in several ways.

local units = { -- serial number, volts, start
  {"FLT-O'Neil-1", 5.02, "2026-03-02T08:00:00+01:00"},
  {"FLT-O'Neil-2", 4.70, "2026-03-02T23:30:00-05:00"}, -- the 3rd in UTC
  {"FLT-3", 5.40, "2026-03-04T08:00:00+01:00"},
}
for _, u in ipairs(units) do
  local report = wats.report.create_uut_report{
    operator = "op-12", part_number = "FLT-1", revision = "A", serial_number = u[1], operation_type = 10, start_time = u[3],
  }
  report:get_root_sequence_call():add_numeric_step{
    name = "5V rail", value = u[2], unit = "V", comp_op = "GELE", low_limit = 4.9, high_limit = 5.1,
  }
  wats.report.submit(report)
end

local function show(title, filter)
  local found = {}
  for _, h in ipairs(wats.report.query_uut_headers{odata_filter = filter, orderby = "start asc, serialNumber asc", top = 100}) do
    if found[#found] ~= h.serial_number then found[#found + 1] = h.serial_number end -- a unit may have run more than once
  end
  print(title, table.concat(found, ", "))
  print("", filter)
end

local function new() return wats.filter.new():field("partNumber"):eq("FLT-1") end

show("one unit:", new():field("serialNumber"):eq("FLT-O'Neil-1"):build())
show("failed or error:", new():field("result"):in_list{"Failed", "Error"}:build())
show("the 3rd in UTC:", new():field("start"):ge("2026-03-03T00:00:00Z"):field("start"):lt("2026-03-04T00:00:00Z"):build())

-- Alternatives keep together, whatever else is asked.
local either = wats.filter.new():field("serialNumber"):endswith("-1"):field("serialNumber"):endswith("-3")
show("either:", new():or_group(either):build())

-- Paths of steps and measurements, in the form of the server's analyses and back.
print(wats.path.normalize_path("Power/3V3::Ripple"), wats.path.display_path("Power¶3V3¶¶Ripple"))
local path = wats.path.measurement("Power/3V3::Ripple")
print(path.measurement_name .. " of " .. path.step_path.name .. " in " .. path.step_path.parent.name)
print("3.31 V passes:", wats.comp_op.evaluate("GELE", 3.31, 3.2, 3.4))
