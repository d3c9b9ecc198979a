-- Limits by part number, and a step that is judged by them.

local limits = {}

local by_part = {
  ["PCBA-7"] = {
    ["3V3"] = {low = 3.2, high = 3.4, unit = "V"},
    ["5V"] = {low = 4.9, high = 5.1, unit = "V"},
  },
}

-- check adds a numeric step for a measured value; a value without limits is a mistake in the script, not a pass.
function limits.check(sequence, part_number, name, value)
  local limit = by_part[part_number] and by_part[part_number][name]
  if not limit then
    error(("no limits for %s of %s"):format(name, part_number), 2)
  end
  return sequence:add_numeric_step{
    name = name, value = value, unit = limit.unit, comp_op = "GELE", low_limit = limit.low, high_limit = limit.high,
  }
end

return limits
