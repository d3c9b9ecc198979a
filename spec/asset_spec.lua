-- Equipment: its register, how much it has been used, when it was calibrated, its log and files.

-- case: create, read, change, query and delete
local kind = wats.asset.create_asset_type{type_name = "Fixture", running_count_limit = 1000}
local fx = wats.asset.create_asset{
  serial_number = "FX/1", type_id = kind.type_id, asset_name = "Fixture 1", state = "IN_STORAGE", first_seen_date = "2026-01-01T01:00:00+01:00",
  tags = {{key = "bay", value = "3"}},
}
assert(fx.state == "IN_STORAGE" and fx.first_seen_date == "2026-01-01T00:00:00Z" and fx.tags[1].value == "3", inspect(fx))
assert(fx.asset_type.running_count_limit == 1000 and fx.total_count == 0)
assert(wats.asset.get_asset_by_serial("FX/1").asset_id == fx.asset_id)
assert(wats.asset.get_asset(fx.asset_id).serial_number == "FX/1")
fx.location, fx.client_id = "Hall 2", 7
fx.tags[2] = {key = "owner", value = "lab"}
assert(wats.asset.update_asset(fx).location == "Hall 2")
local again = wats.asset.get_asset{serial_number = "FX/1"}
assert(again.client_id == 7 and #again.tags == 2 and again.asset_name == "Fixture 1", inspect(again))
assert(#wats.asset.get_assets{filter_str = "location eq 'Hall 2'"} == 1)
assert(#wats.asset.get_assets{filter_str = "location eq 'Hall 3'"} == 0)
assert(wats.asset.delete_asset{serial_number = "FX/1"} == true)
assert(wats.asset.get_asset(fx.asset_id) == nil)

-- case: a write to what is not there raises, a read is nil or empty
assert(wats.asset.get_asset_by_serial("none") == nil and wats.asset.get_status{serial_number = "none"} == nil)
assert(#wats.asset.list_files("none") == 0 and wats.asset.download_file("none", "x") == nil)
for name, args in pairs{
  delete_asset = {serial_number = "none"}, set_asset_state = {state = 1, serial_number = "none"}, increment_count = {serial_number = "none"},
  reset_running_count = {serial_number = "none"}, set_total_count = {value = 1, serial_number = "none"},
  record_calibration = {serial_number = "none"}, record_maintenance_external = {serial_number = "none"},
  add_log_message = {asset_id = "none", message = "m"}, add_child_asset = {parent_id = "none", child_id = "none"},
  upload_file = {asset_id = "none", filename = "f", content = ""}, delete_files = {asset_id = "none", filenames = {"f"}},
} do
  local ok, err = pcall(wats.asset[name], args)
  assert(not ok and err.kind == "not_found", name .. ": " .. tostring(err))
end

-- case: an operation needs an asset
wats.asset.increment_count{amount = 2} --> asset_id or serial_number is required

-- case: a state that there is not
wats.asset.set_asset_state{state = "BROKEN", serial_number = "FX-1"} --> IN_MAINTENANCE

-- case: a date that is none
wats.asset.record_calibration{serial_number = "FX-1", date_time = "soon"} --> "soon" is not a date

-- case: an asset cannot belong to itself
local kind = wats.asset.create_asset_type("Rack")
wats.asset.create_asset("R", kind.type_id)
wats.asset.create_asset{serial_number = "S", type_id = kind.type_id, parent_serial_number = "R"}
wats.asset.add_child_asset("S", "R") --> asset "R" cannot be below "S"

-- case: reports count their assets, each report once
local kind = wats.asset.create_asset_type{type_name = "Fixture", running_count_limit = 10, warning_threshold = 80}
wats.asset.create_asset("FX-1", kind.type_id)
local report = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "S-1", operation_type = 10}
report:add_asset("FX-1", 8)
wats.report.submit(report)
wats.report.submit(report)
local fx = wats.asset.get_asset_by_serial("FX-1")
assert(fx.running_count == 8 and fx.total_count == 8 and fx.last_seen_date, inspect(fx))
assert(wats.asset.is_in_warning(fx) and not wats.asset.is_in_alarm(fx))
wats.asset.increment_count{asset_id = fx.asset_id, amount = 2}
assert(wats.asset.is_in_alarm(fx) and not wats.asset.is_in_warning(fx))
local status = wats.asset.get_status{asset_id = fx.asset_id}
assert(status.alarm_state == "ALARM" and status.message == "running count 10 of 10" and status.running_count_exceeded == 0, inspect(status))
assert(wats.asset.get_assets_in_alarm()[1].serial_number == "FX-1" and #wats.asset.get_assets_in_warning() == 0)
assert(wats.asset.get_assets_by_alarm_state("OK")[1].serial_number == "FX-1") -- the state of its life
wats.asset.reset_running_count{serial_number = "FX-1", comment = "new pins"}
fx = wats.asset.get_asset_by_serial("FX-1")
assert(fx.running_count == 0 and fx.total_count == 10 and not wats.asset.is_in_alarm(fx))

-- case: calibrations set the dates and the alarm
local kind = wats.asset.create_asset_type{type_name = "DMM", calibration_interval = 365, maintenance_interval = -2}
wats.asset.create_asset("DMM-1", kind.type_id)
assert(wats.asset.get_status{serial_number = "DMM-1"}.message == "no calibration is known")
wats.asset.record_calibration{serial_number = "DMM-1", date_time = "2024-01-01T00:00:00Z", comment = "lab"}
local dmm = wats.asset.get_asset_by_serial("DMM-1")
assert(dmm.next_calibration_date == "2024-12-31T00:00:00Z" and wats.asset.is_in_alarm(dmm))
wats.asset.record_calibration_external{serial_number = "DMM-1", from_date = "2024-06-01T00:00:00Z", to_date = "2199-06-01T00:00:00Z"}
dmm = wats.asset.get_asset_by_serial("DMM-1")
assert(dmm.last_calibration_date == "2024-06-01T00:00:00Z" and dmm.next_calibration_date == "2199-06-01T00:00:00Z")
assert(not wats.asset.is_in_alarm(dmm))
wats.asset.record_maintenance_external{serial_number = "DMM-1", from_date = "2024-06-01T00:00:00Z", to_date = "2024-07-01T00:00:00Z"}
assert(wats.asset.get_status{serial_number = "DMM-1"}.message == "maintenance overdue since 2024-07-01")
local log = wats.asset.get_asset_log{filter_str = "serialNumber eq 'DMM-1' and type eq 4", orderby = "date asc"}
assert(#log == 2 and log[1].log_type == "CALIBRATION" and log[1].comment == "lab", inspect(log))

-- case: loops see every asset and every row of the log
local kind = wats.asset.create_asset_type("Fixture")
for i = 1, 5 do wats.asset.create_asset("FX-" .. i, kind.type_id) end
local seen = {}
for a in wats.asset.each_asset{page_size = 2} do seen[#seen + 1] = a.serial_number end
assert(table.concat(seen, " ") == "FX-1 FX-2 FX-3 FX-4 FX-5", table.concat(seen, " "))
local rows = 0
for row in wats.asset.each_asset_log{page_size = 2, filter = "type eq 1"} do rows = rows + 1 end
assert(rows == 5)

-- case: files come back as they went
local kind = wats.asset.create_asset_type("Fixture")
local fx = wats.asset.create_asset("FX-1", kind.type_id)
local bytes = "\0\255\r\n{}"
wats.asset.upload_file(fx.asset_id, "b ä.bin", bytes)
wats.asset.upload_file(fx.asset_id, "a.txt", "text")
assert(table.concat(wats.asset.list_files(fx.asset_id), " ") == "a.txt b ä.bin")
assert(wats.asset.download_file(fx.asset_id, "b ä.bin") == bytes)
wats.asset.delete_files(fx.asset_id, {"b ä.bin"})
assert(table.concat(wats.asset.list_files(fx.asset_id), " ") == "a.txt")

-- case: what belongs to an asset
local kind = wats.asset.create_asset_type("Rack")
local rack = wats.asset.create_asset("rack", kind.type_id)
for _, pair in ipairs{{"slot", "rack"}, {"pin", "slot"}, {"spare"}} do
  wats.asset.create_asset{serial_number = pair[1], type_id = kind.type_id, parent_serial_number = pair[2]}
end
assert(#wats.asset.get_child_assets{parent_id = rack.asset_id, level = 1} == 1)
assert(#wats.asset.get_child_assets{parent_serial = "rack"} == 2)
assert(wats.asset.add_child_asset("slot", "spare") == true)
assert(#wats.asset.get_child_assets{parent_serial = "slot", level = 1} == 2)
wats.asset.increment_count{serial_number = "rack", amount = 3, increment_children = true}
assert(wats.asset.get_asset_by_serial("spare").total_count == 3)
