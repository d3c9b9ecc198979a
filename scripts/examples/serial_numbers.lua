-- Where do serial numbers come from? A pool is filled from a file, and stations take numbers from it: each number goes out
-- once, however many stations ask at the same time.
--
--   watsrun scripts/examples/serial_numbers.lua

-- A file has a line for each number, with its type; XML is understood as well. Numbers that are there stay as they are, so
-- that the file may be sent again.
local lines = {"SerialNumber;Type"}
for i = 1, 20 do lines[#lines + 1] = ("EX-%04d;Example board"):format(i) end
for i = 1, 4 do lines[#lines + 1] = ("00:1A:2B:00:01:%02X;Example address"):format(i) end
wats.production.import_serial_numbers(table.concat(lines, "\n"))

for _, kind in ipairs(wats.production.get_serial_number_types()) do
  print(kind.name, kind.identifier)
end

-- This example gives back what it took when it was run before, and nothing else.
for _, kind in ipairs{"Example board", "Example address"} do
  for _, range in ipairs(wats.production.get_serial_number_ranges(kind)) do
    if range.state == "Taken" then wats.production.free_serial_numbers{range} end
  end
end

-- A panel of three boards, and the addresses of the first one's network interfaces.
local boards = wats.production.allocate_serial_numbers{
  type_name = "Example board", count = 3, reference_sn = "PANEL-1", reference_pn = "PANEL",
}
print("boards:", table.concat(boards, " "))
local macs = wats.production.allocate_serial_numbers{
  type_name = "Example address", count = 2, reference_sn = boards[1], reference_pn = "PCBA-7",
}
print("addresses:", table.concat(macs, " "))

-- Which addresses has the board? Which numbers went to the panel?
for _, number in ipairs(wats.production.find_serial_numbers_by_reference("Example address", boards[1])) do
  print(number.serial_number, number.state, "for " .. number.reference_serial_number)
end
print("of the panel:", #wats.production.find_serial_numbers_by_reference{type_name = "Example board", reference_serial = "PANEL-1"})

-- All or nothing: a pool that has too few gives none.
local _, err = wats.try(wats.production.allocate_serial_numbers, "Example address", 10)
print("ten addresses:", err.kind)

for _, range in ipairs(wats.production.get_serial_number_ranges("Example board")) do
  print(range.start_address .. " to " .. range.end_address, range.count, range.state)
end
local stats = wats.production.get_serial_number_statistics("Example board")
print("free:", stats.free, "next:", stats.next_free)
