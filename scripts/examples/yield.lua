-- How good is a line? Two stations test units of one product for three days, and test them again when they fail. Then
-- the server is asked for the yields: in all, day by day, and station by station.

local tests = { -- day, station, serial number, volts at the 5 V rail
  {2, "LINE-1", 1, 5.02}, {2, "LINE-1", 2, 4.99}, {2, "LINE-2", 3, 4.85}, {2, "LINE-2", 3, 4.95}, {2, "LINE-2", 4, 5.01},
  {3, "LINE-1", 5, 5.00}, {3, "LINE-1", 6, 5.04}, {3, "LINE-2", 7, 4.81}, {3, "LINE-2", 7, 4.82}, {3, "LINE-2", 8, 5.03},
  {4, "LINE-1", 9, 5.21}, {4, "LINE-1", 9, 5.01}, {4, "LINE-2", 10, 4.98},
}

for minute, t in ipairs(tests) do
  local report = wats.report.create_uut_report{
    operator = "op-12", part_number = "YIELD-1", revision = "A", serial_number = "YIELD-1-" .. t[3], operation_type = 100,
    station_name = t[2], start_time = ("2026-03-%02dT08:%02d:00Z"):format(t[1], minute),
  }
  report:get_root_sequence_call():add_numeric_step{
    name = "5V rail", value = t[4], unit = "V", comp_op = "GELE", low_limit = 4.9, high_limit = 5.1,
  }
  wats.report.submit(report)
end

-- What to look at. A filter takes alternatives with ; between them, and % for any characters.
local filter = {part_number = "YIELD-%", date_from = "2026-03-01T00:00Z", date_to = "2026-03-08T00:00Z"}

local function show(title, rows, name)
  print(title)
  for _, row in ipairs(rows) do
    print(("  %-10s %2d units, first pass %5.1f %%, last pass %5.1f %%"):format(row[name], row.unit_count, row.fpy, row.lpy))
  end
end

show("in all", wats.analytics.get_high_volume(filter), "part_number")

filter.dimensions, filter.date_grouping = "period asc", "day"
show("day by day", wats.analytics.get_dynamic_yield(filter), "period")

-- The builder checks the names, and orders the rows: the station with the lowest first-pass yield comes first.
filter.dimensions = wats.analytics.dimensions():add("station_name"):add("fpy", "asc"):build()
local stations = wats.analytics.get_dynamic_yield(filter)
show("station by station", stations, "station_name")
print("look at " .. stations[1].station_name .. " first")
