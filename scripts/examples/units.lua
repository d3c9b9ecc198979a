-- A unit from its creation to the store room: it is created in a batch, tested, repaired and tested again. What may be
-- shipped is decided by what the server knows of its tests, not by what somebody remembers.
--
--   watsrun -p sn=2001 scripts/examples/units.lua

local part_number, serial_number = "PCBA-7", "UN-" .. (params.sn or "1001")

wats.production.create_batch{batch_number = "2026-W10", batch_size = 50}
if not wats.production.get_unit(serial_number, part_number) then
  wats.production.create_units{{
    serial_number = serial_number, part_number = part_number, revision = "B", batch_number = "2026-W10",
    serial_date = "2026-03-02T07:30:00+01:00", tags = {{key = "customer", value = "Nordic Power"}},
  }}
end

-- Tests that are sent twice are the same test to the server, so that this example can be run again.
local function test(process, start, volts)
  local report = wats.report.create_uut_report{
    operator = "op-12", part_number = part_number, revision = "B", serial_number = serial_number, operation_type = process,
    start_time = "2026-03-02T" .. start .. ":00+01:00",
  }
  report:get_root_sequence_call():add_numeric_step{
    name = "5V rail", value = volts, unit = "V", comp_op = "GELE", low_limit = 4.9, high_limit = 5.1,
  }
  wats.report.submit(report)
end

local function show(when)
  local grade = wats.production.get_unit_grade(serial_number, part_number)
  print(when, grade.status, grade.grade)
end

test(30, "08:00", 5.0)
test(100, "09:00", 4.6)
test(100, "10:00", 5.0)
show("after three tests:")

for _, row in ipairs(wats.production.get_unit_grade(serial_number, part_number).results) do
  print(("  %-20s %s, %d of %d runs did not pass"):format(row.process_name, row.status, row.non_passed_count, row.total_count))
end

-- A unit that was never tested does not pass, and neither does one that nobody knows.
print("may be shipped:", wats.production.is_unit_passing(serial_number, part_number))
print("and an unknown one:", wats.production.is_unit_passing("UN-0", part_number))

local unit = wats.production.get_unit(serial_number, part_number)
unit.current_location = "Store room 2"
unit = wats.production.update_unit(unit)
print(unit.serial_number, unit.revision, unit.batch_number, unit.serial_date, unit.current_location, unit.tags[1].value)
