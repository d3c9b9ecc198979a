-- What luacheck knows of watsrun's modules is read from the stubs, so that a misspelt name of wats is a finding; make
-- lint-lua runs it. The words of enumerations are left to the stubs' annotations.
std = "lua51+watsrun"
max_line_length = 140
cache = false
color = false

local root = {fields = {}}

local function declare(name)
  local node = root
  for part in name:gmatch("[%w_]+") do
    node.fields = node.fields or {}
    node.fields[part] = node.fields[part] or {}
    node = node.fields[part]
  end
  return node
end

for line in io.lines("docs/reference/watsrun.lua") do
  local name, value = line:match("^([%w_.]+) = (.+)$")
  local fn = line:match("^function ([%w_.]+)%(")
  if value == "nil" or name and name:find("^wats%.enums%.") then
    declare(name).other_fields = true
  elseif name then
    declare(name).fields = value ~= "{}" and declare(value).fields or nil -- another name of a module has the same fields
  elseif fn then
    declare(fn)
  end
end
stds.watsrun = {read_globals = root.fields}
