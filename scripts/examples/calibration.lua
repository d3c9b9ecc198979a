-- May this instrument be used? The type of an instrument says how long a calibration holds; the server compares it with
-- the dates of each instrument, and a test checks that before it measures.

local function days_ago(days) return os.date("!%Y-%m-%dT%H:%M:%SZ", os.time() - days * 24 * 60 * 60) end

local dmm_type = wats.asset.create_asset_type{
  type_name = "Multimeter", calibration_interval = 365, warning_threshold = 90, -- a warning comes when 90 % of the year are over
}
wats.asset.create_asset{serial_number = "DMM-1", type_id = dmm_type.type_id, last_calibration_date = days_ago(100)}
wats.asset.create_asset{serial_number = "DMM-2", type_id = dmm_type.type_id, last_calibration_date = days_ago(350)}
wats.asset.create_asset{serial_number = "DMM-3", type_id = dmm_type.type_id, last_calibration_date = days_ago(400)}

local function show(serial)
  local status = wats.asset.get_status{serial_number = serial}
  print(serial, status.alarm_state, math.floor(status.days_since_calibration + 0.5) .. " days")
end
show("DMM-1")
show("DMM-2")
show("DMM-3")

-- What a test does before it measures.
local dmm = wats.asset.get_asset_by_serial("DMM-3")
if wats.asset.is_in_alarm(dmm) then
  print("DMM-3 must not be used")
end

-- The instrument comes back from the laboratory with a certificate.
wats.asset.record_calibration{serial_number = "DMM-3", comment = "certificate 2214, no adjustment"}
wats.asset.upload_file(dmm.asset_id, "certificate-2214.txt", "DMM-3 is within its limits.")
show("DMM-3")
print(wats.asset.list_files(dmm.asset_id)[1], wats.asset.download_file(dmm.asset_id, "certificate-2214.txt"))

-- An oscilloscope is calibrated elsewhere, and the certificate says how long that holds.
local scope_type = wats.asset.create_asset_type{type_name = "Oscilloscope", calibration_interval = -2}
wats.asset.create_asset{serial_number = "SCOPE-1", type_id = scope_type.type_id}
wats.asset.record_calibration_external{
  serial_number = "SCOPE-1", from_date = days_ago(10), to_date = "2199-01-01T00:00:00Z", comment = "by the maker",
}
print("SCOPE-1 is due on", wats.asset.get_asset_by_serial("SCOPE-1").next_calibration_date:sub(1, 10))

local log = wats.asset.get_asset_log{filter_str = "serialNumber eq 'DMM-3' and type eq 4", orderby = "date desc", top = 1}
print("last entry:", log[1].log_type, log[1].comment)
