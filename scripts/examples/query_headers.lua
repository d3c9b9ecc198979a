-- What has happened to a unit? Three reports are submitted, then asked for: by serial number, by an OData filter, and
-- one after the other however many there are.

local serial = "PB-" .. (params.sn or "2001")
for attempt, volts in ipairs{4.7, 4.8, 5.0} do
  local report = wats.report.create_uut_report{
    operator = "op-12", part_number = "PCBA-7", revision = "B", serial_number = serial, operation_type = 10,
    start_time = ("2026-03-0%dT08:00:00+01:00"):format(attempt),
  }
  report:get_root_sequence_call():add_numeric_step{
    name = "5V rail", value = volts, unit = "V", comp_op = "GELE", low_limit = 4.9, high_limit = 5.1,
  }
  wats.report.submit(report)
end

for _, header in ipairs(wats.report.get_headers_by_serial(serial)) do
  print(header.start:sub(1, 10), header.result)
end

local failed = wats.report.query_uut_headers{
  odata_filter = ("serialNumber eq '%s' and result eq 'Failed'"):format(serial),
  orderby = "start asc", top = 100,
}
print("failed:", #failed)

local n = 0
for _ in wats.report.each_uut_header{filter = ("serialNumber eq '%s'"):format(serial), page_size = 2} do
  n = n + 1
end
print("seen one by one:", n)
