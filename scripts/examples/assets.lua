-- How worn is the fixture? A rack with two fixtures is registered; reports count the use of those that they name, and the
-- server warns before a fixture is worn out.

local rack_type = wats.asset.create_asset_type("Rack")
local fixture_type = wats.asset.create_asset_type{
  type_name = "Bed of nails", running_count_limit = 1000, warning_threshold = 90,
}

-- create_asset overwrites the asset with the same serial number, but keeps its counts.
local rack = wats.asset.create_asset{serial_number = "RACK-1", type_id = rack_type.type_id, location = "Hall 2"}
for _, serial in ipairs{"NAILS-1", "NAILS-2"} do
  wats.asset.create_asset{
    serial_number = serial, type_id = fixture_type.type_id, asset_name = "Nails for PCBA-7", parent_asset_id = rack.asset_id,
  }
  wats.asset.reset_running_count{serial_number = serial, comment = "new nails"}
end
print("in the rack:", #wats.asset.get_child_assets{parent_serial = "RACK-1", level = 1})

-- A report that names a fixture counts its use when it reaches the server, once however often it is sent.
local report = wats.report.create_uut_report{
  operator = "op-12", part_number = "PCBA-7", revision = "B", serial_number = "PB-3001", operation_type = 10,
}
report:get_root_sequence_call():add_numeric_step{
  name = "5V rail", value = 5.0, unit = "V", comp_op = "GELE", low_limit = 4.9, high_limit = 5.1,
}
report:add_asset("NAILS-1", 1)
wats.report.submit(report)
print("after one unit:", wats.asset.get_asset_by_serial("NAILS-1").running_count)

-- Uses outside of tests are counted by hand.
local function use(serial, amount)
  wats.asset.increment_count{serial_number = serial, amount = amount}
  local status = wats.asset.get_status{serial_number = serial}
  print(serial, status.alarm_state, status.running_count .. " uses")
end
use("NAILS-1", 899)
use("NAILS-1", 100)
use("NAILS-2", 10)

for _, worn in ipairs(wats.asset.get_assets_in_alarm()) do
  if worn.parent_serial_number == "RACK-1" then
    print("replace:", worn.serial_number, wats.asset.get_status{asset_id = worn.asset_id}.message)
    wats.asset.set_asset_state{state = "IN_MAINTENANCE", serial_number = worn.serial_number}
  end
end
for fixture in wats.asset.each_asset{filter = "startswith(serialNumber, 'NAILS-') and state ne 3"} do
  print("ready:", fixture.serial_number)
end
