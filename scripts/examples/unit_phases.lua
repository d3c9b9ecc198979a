-- Where is the unit in its life? Phases say so: under production, in repair, finalized, shipped. Each change waits in a queue
-- until another system, such as the ERP, has taken notice of it.
--
--   watsrun -p sn=2001 scripts/examples/unit_phases.lua

local part_number, serial_number = "PCBA-7", "PH-" .. (params.sn or "1001")
wats.production.create_units{{serial_number = serial_number, part_number = part_number, revision = "B", unit_phase = "Under production"}}

-- A phase goes by its name or its code in any case, by its number, or as wats.enums writes it.
for _, phase in ipairs{"production repair", "FINALIZED", 1024, wats.enums.UnitPhaseFlag.SHIPPED} do
  wats.production.set_unit_phase(serial_number, part_number, phase, "example")
  local unit = wats.production.get_unit(serial_number, part_number)
  print(unit.unit_phase_id, unit.unit_phase)
end

-- A misspelt phase raises before the unit is touched.
local _, err = wats.try(wats.production.set_unit_phase, serial_number, part_number, "Finalised")
print(err.message, err.hint)

-- In which process is it? A code that the server does not know is refused.
wats.production.set_unit_process(serial_number, part_number, 120, "last look")
print("process:", wats.production.get_unit_info(serial_number, part_number).process_name)

-- What the ERP does: it goes through the queue and acknowledges what it has dealt with.
local phase_names = {}
for _, phase in ipairs(wats.production.get_phases()) do phase_names[phase.phase_id] = phase.name end
local n = 0
for change in wats.production.each_unit_change{serial_number = serial_number, part_number = part_number} do
  if change.new_unit_phase_id then
    n = n + 1
    if n <= 5 then print("to the ERP:", change.unit_serial_number, phase_names[change.new_unit_phase_id]) end
  end
  wats.production.acknowledge_unit_change(change.id)
end
print("still waiting:", #wats.production.get_unit_changes{serial_number = serial_number, part_number = part_number})

-- The history keeps what was acknowledged, with the comments.
local history = wats.production.get_unit_state_history(serial_number, part_number)
print("last entry:", history[#history].comment)
