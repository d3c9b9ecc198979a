-- Which station is this? The name comes from --station, WATSRUN_STATION, the host name or the configuration; the
-- command `watsrun station` tells why one of them won. Every report that a run builds carries it.

station.add{key = "eol-2", name = "EOL-LINE-2", location = "Hall 4", purpose = "Production"}
station.use("eol-2")

print("name:", station.name)
print("location:", station.location)
print("purpose:", station.purpose)

local report = wats.report.create_uut_report{
  operator = "op-12", part_number = "PCBA-7", revision = "B", serial_number = "PB-1004", operation_type = 10,
}
report:get_root_sequence_call():add_pass_fail_step{name = "Self test", value = true}
print("in the report:", report.station_name, report.location)
print("state:", wats.report.submit(report).state)
