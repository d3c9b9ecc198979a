-- Where a run is, and how its reports say it.

-- case: the station of the run is in its reports
local r = wats.report.create_uut_report("op", "P", "A", "S", 10)
assert(r.station_name == "SPEC-1" and r.location == "Lab" and r.purpose == "Development")
assert(wats.report.create_uur_report("P", 10, {serial_number = "S"}).station_name == "SPEC-1")

-- case: another station is used from now on, in this run only
station.add{key = "eol", name = "eol line 2", location = "Hall 4", purpose = "Production"}
assert(station.name == "SPEC-1")
station.use("EOL")
assert(station.name == "EOL-LINE-2" and station.active().location == "Hall 4")
local r = wats.report.create_uut_report("op", "P", "A", "S", 10)
assert(r.station_name == "EOL-LINE-2" and r.location == "Hall 4" and r.purpose == "Production")
assert(wats.report.submit(r).state == "delivered")
assert(wats.report.get_report(r.id).station_name == "EOL-LINE-2")
station.remove("eol")
assert(station.name == "SPEC-1")

-- case: the next run is at its own station again
assert(station.name == "SPEC-1" and #station.list() == 0)

-- case: the script's word for one report wins
local r = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "S", operation_type = 10,
  station_name = "OTHER", location = "There", purpose = "Debug", start_time = "2026-01-02T03:04:05+01:00"}
assert(r.station_name == "OTHER" and r.location == "There" and r.purpose == "Debug" and r.start == "2026-01-02T03:04:05+01:00")

-- case: a station of the registry is passed on to a repair
station.add{key = "rep", name = "REPAIR-3", location = "Desk", purpose = "Repair"}
local there = station.list()[1]
local u = wats.report.create_uur_report{part_number = "P", serial_number = "S", test_operation_code = 10, station = there}
assert(u.station_name == "REPAIR-3" and u.location == "Desk" and u.purpose == "Repair")

-- case: an unknown station is refused
station.use("nowhere") --> nowhere
