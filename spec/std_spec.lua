-- The small modules that every script needs.

-- case: modules are globals and can be required
for _, name in ipairs{"wats", "wats.report", "wats.product", "wats.process", "log", "json", "time", "station"} do
  assert(type(require(name)) == "table", name)
end
assert(require("json").encode == json.encode and require("wats.product").get_products == wats.product.get_products)

-- case: a script's own module is found below its folder, and loaded once
local limits = require "lib.limits"
assert(limits.rail.low_limit == 3.2 and limits.name == "lib.limits")
assert(require "lib.limits" == limits and loads == 1)

-- case: nothing of the run before is left
assert(loads == nil and quiet_was_here == nil and package.loaded["lib.limits"] == nil)

-- case: a module that returns nothing is true
assert(require "quiet" == true and quiet_was_here)

-- case: a missing module is named
require "lib.nothing" --> lib.nothing

-- case: a module that cannot be compiled says where
require "broken" --> broken.lua:

-- case: no module is found above the script's folder
require "..spec_test" --> spec_test

-- case: JSON keeps what Lua cannot tell apart
local text = '{"a":[],"b":{},"c":[1,null,3],"d":9007199254740993,"e":1.5,"f":"\\u00e6","partNumber":null}'
local t = json.decode(text)
assert(t.c[2] == json.null and t.d == "9007199254740993" and t.f == "æ" and t.partNumber == json.null)
assert(json.encode(t) == '{"a":[],"b":{},"c":[1,null,3],"d":"9007199254740993","e":1.5,"f":"æ","partNumber":null}', json.encode(t))

-- case: JSON refuses what it cannot write, and says where
json.encode{a = {b = print}} --> a.b

-- case: JSON refuses a table that contains itself
local t = {}
t.t = t
json.encode(t) --> itself

-- case: broken JSON is refused with line and column
json.decode('{"a":\n  oops}') --> line 2, column 3

-- case: dates are read and written
local seconds = time.parse("2026-01-02T03:04:05.5+01:00")
assert(seconds == time.parse("2026-01-02T02:04:05.500Z"))
assert(time.format(seconds, nil, true) == "2026-01-02T02:04:05.500Z", time.format(seconds, nil, true))
assert(time.parse(time.now()) <= time.seconds() + 1)
time.parse("yesterday") --> yesterday

-- case: time goes forward
local a = time.monotonic()
time.sleep(0.001)
assert(time.monotonic() >= a + 0.001)

-- case: a wait is not negative
time.sleep(-1) --> seconds

-- case: log takes a message and fields
log.debug("quiet")
log.info("measured", {sn = "SN-1", volts = 3.3, nested = {ok = true}})
log.warn("odd", {})
log.error("bad")
assert(log.enabled("error") ~= nil)
log.info{"no text"} --> message

-- case: a context of the log ends with its function, and its errors pass
assert(log.with_context({lot = "A7"}, function(a, b) return a + b end, 1, 2) == 3)
log.with_context({lot = "A7"}, function() error("inside") end) --> inside

-- case: parameters and arguments of the run are there
assert(params.sn == "SN-7" and params.nothing == nil and arg[1] == "first" and #arg == 2)

-- case: the run is known
assert(#run.id == 36 and run.correlation_id == run.id and run.script:find("std_spec.lua", 1, true) and #run.script_hash == 64)

-- case: inspect shows any value
assert(inspect{b = {1, 2}, a = "x"} == '{a = "x", b = {1, 2}}')
local t = {}
t.me = t
assert(inspect(t) and inspect(nil) == "nil" and inspect(json.null) ~= "nil" and inspect(wats.report.create_uut_report("op", "P", "A", "S", 10)))

-- case: results can be changed without touching others
local a, b = wats.process.get_processes(), wats.process.get_processes()
a[1].name = "changed"
assert(b[1].name ~= "changed" and wats.process.get_processes()[1].name ~= "changed")
