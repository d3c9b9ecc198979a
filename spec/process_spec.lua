-- What scripts rely on of the process service beyond finding processes, for which see wats_spec.lua.

-- case: details by GUID
local all = wats.process.get_processes_detailed()
for _, p in ipairs(all) do
  assert(wats.process.get_process_detailed(p.process_id).code == p.code)
end
assert(wats.process.get_process_detailed("00000000-0000-4000-8000-000000000000") == nil)
assert(#wats.process.list_process_codes() == #all and #wats.process.list_process_names() == #all)

-- case: a failure code is checked before a repair names it
local config = wats.process.get_repair_operation_configs()["500"]
local codes = wats.process.failure_codes(config)
assert(#codes == #wats.process.get_fail_codes(500) and codes[1].guid == wats.process.get_fail_codes(500)[1].guid)
for _, c in ipairs(codes) do
  assert(wats.process.validate_fail_code(config, c.category, c.code) == true)
  assert(wats.process.get_fail_code_by_name{config = config, category = c.category:upper(), code = c.code:lower()}.guid == c.guid)
end
local ok, why = wats.process.validate_fail_code(config, "Component", "Lost")
assert(ok == false and why:find("Defect Component", 1, true))
assert(wats.process.get_fail_code_by_name(config, "Nowhere", "Lost") == nil)

-- case: a configuration by the process's GUID has the same codes
for _, p in ipairs(wats.process.get_processes_detailed()) do
  if p.code == 510 then
    local config = wats.process.get_repair_operation_config(p.process_id)
    assert(config.description == "RMA Repair" and #wats.process.failure_codes(config) == #wats.process.get_fail_codes(510))
  end
end

-- case: nothing is kept unless asked for
assert(wats.process.cache_ttl() == 0 and wats.process.refresh_interval() == 0 and wats.process.last_refresh() == nil)
assert(wats.process.cache_stats().hits == 0 and wats.process.cache_stats().max_size == 0)
assert(wats.process.refresh() == nil and wats.process.clear_cache() == nil)

-- case: keeping answers is a setting
wats.process.refresh_interval(60) --> cache.services
