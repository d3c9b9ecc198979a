-- check(got, want) compares what a script got with what it expects: all keys of want, and of lists also the length.
-- json.null in want stands for nothing, and a function judges for itself. The error names the place of the difference.

local function differ(place, got, want)
  error(("%s is %s, want %s"):format(place, inspect(got), inspect(want)), 0)
end

local function compare(place, got, want)
  if type(want) == "function" then
    if not want(got) then error(("%s is %s"):format(place, inspect(got)), 0) end
  elseif want == json.null then
    if got ~= nil then differ(place, got, nil) end
  elseif type(want) ~= "table" then
    if got ~= want then differ(place, got, want) end
  elseif type(got) ~= "table" and type(got) ~= "userdata" then
    differ(place, got, want)
  else
    if (#want > 0 or next(want) == nil) and #got ~= #want then differ("#" .. place, #got, #want) end
    for key, value in pairs(want) do
      compare(type(key) == "number" and ("%s[%d]"):format(place, key) or place .. "." .. key, got[key], value)
    end
  end
end

return function(got, want)
  local ok, difference = pcall(compare, "it", got, want)
  if not ok then error(difference, 2) end
end
