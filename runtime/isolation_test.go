package runtime

import (
	"bytes"
	"context"
	"os"
	goruntime "runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/modules"
)

// hostile scripts try to leave something for the next run.
var hostile = []string{
	`leak = 1 _G.leak2 = {} _G[7] = "seven" _G[true] = 1 _G[print] = 2 rawset(_G, {}, 1)`,
	`string.upper = nil string.evil = function() end ("x").y = 1`,
	`getmetatable("").__index = function() return 1 end getmetatable("").__add = function() return 2 end`,
	`getmetatable("").__index = nil string = nil`,
	`setmetatable(_G, {__index = function() return "ghost" end, __newindex = function() end})`,
	`for k in pairs(_G) do _G[k] = nil end`,
	`print = error pcall = nil error = nil tostring = function() return "?" end`,
	`package.loaded.evil = {} package.loaded.string = 1 package.preload.x = function() end package.path = "evil" package = nil`,
	`bench.show = nil bench.evil = 1 setmetatable(bench, {__index = 1})`,
	`setmetatable(bench, nil) rawset(bench, "x", 1)`,
	`setfenv(0, {}) setfenv(1, {print = 1})`,
	`pcall(setfenv, print, {}) pcall(setfenv, bench.show, {})`,
	`local p = bench.part("x") pcall(function() getmetatable(p).__index = nil end) pcall(debug.setmetatable, p, {})`,
	`if debug then for _, v in ipairs{1, true, "s", print} do pcall(debug.setmetatable, v, {__index = {evil = 1}}) end pcall(debug.setmetatable, nil, {__index = {evil = 1}}) end`,
	`if debug and debug.getregistry then pcall(function() debug.getregistry().evil = 1 end) end`,
	`if debug and debug.sethook then pcall(debug.sethook, function() end, "l") end`,
	`if debug and debug.setupvalue then pcall(debug.setupvalue, bench.show, 1, 1) pcall(debug.setupvalue, string.upper, 1, nil) end`,
	`module("evil", package.seeall) function f() end`,
	`module("string") function evil() end`,
	`local e = select(2, pcall(bench.fail)) pcall(function() getmetatable(e).evil = 1 end) e.kind = "x"`,
	`math.randomseed(1) math.huge = 1 math.pi = 3 os.time = nil io = nil table.sort = table.concat`,
	`pcall(io.output, io.stderr) pcall(function() getmetatable(io.stdout).__index = nil end)`,
	`for i = 1, 100 do coroutine.wrap(function() coroutine.yield() end)() end`,
	`co = coroutine.create(function() error("x") end) coroutine.resume(co)`,
	`local t = {} for i = 1, 300 do t[i] = coroutine.create(function() coroutine.yield(i) end) coroutine.resume(t[i]) end`,
	`pcall(bench.call, function() error{} end) bench.call(function() leak = 1 end)`,
	`local function f() return 1 + f() end pcall(f)`,
	`loadstring("inner = 1 string.inner = 2")()`,
	`getfenv().x = 1 getfenv(0).y = 1 getfenv(print).z = 1 getfenv(bench.show).w = 1`,
	`error("ends badly")`,
	`error({})`,
	`os.exit(3)`,
	`bench.exit()`,
	`arg[1] = "x" arg = nil params.x = 1 params = nil`,
	`collectgarbage("stop") collectgarbage("setpause", 1) newproxy(true)`,
	`string.rep = nil local s = ("x"):rep(10)`,
	`local mt = getmetatable("") mt.__metatable = "locked"`,
	`getmetatable("").__index = function() return "evil" end`,
	`debug.getmetatable("").__index = function() return "evil" end`,
	`debug.setmetatable("", {__index = function() return "evil" end})`,
	`debug.getmetatable("").__add = nil`,
	`for _, v in ipairs{bench, bench.part("x"), json and json.null or 1, print, select(2, pcall(bench.fail)), bench.array and bench.array() or {}} do
		local mt = debug.getmetatable(v) if type(mt) == "table" then mt.__index = function() return "evil" end mt.__tostring = nil mt.evil = 1 end
		pcall(debug.setmetatable, v, {__index = {evil = 1}}) pcall(debug.setfenv, v, {}) end`,
	`local mt = debug.getmetatable(debug.getfenv(print)) if mt then mt.__index = function() return "evil" end end`,
	`local mt = getmetatable(package.loaded._G) if mt then mt.__index = function() return "evil" end end`,
	`package.seeall(bench) getmetatable(bench).__index = {evil = 1}`,
	`setmetatable(bench, {__index = {evil = 1}})`,
	`rawset(bench, "show", nil) rawset(bench, "evil", 1)`,
	`debug.setmetatable(bench, nil) bench.show = nil`,
	`for _, f in ipairs{print, string.upper, bench.show, pcall, coroutine.yield, getmetatable("").__add} do
		for i = 1, 3 do pcall(debug.setupvalue, f, i, {}) end pcall(debug.setfenv, f, {}) pcall(setfenv, f, {}) end`,
	`local co = coroutine.create(function() coroutine.yield() end) coroutine.resume(co) debug.setfenv(co, {}) for l = 0, 5 do for i = 1, 5 do pcall(debug.setlocal, co, l, i, 1) end end pcall(coroutine.resume, co)`,
	`pcall(function() for l = 0, 10 do for i = 1, 10 do pcall(debug.setlocal, l, i, nil) end end end)`,
	`package.loaders[1] = function() return function() return {evil = 1} end end package.loaders = nil`,
	`x = setmetatable({}, {__gc = function() leak = 1 end, __mode = "k"}) x = nil collectgarbage()`,
}

// probe writes down all that a script can reach, by name and type.
const probe = `
local lines, seen = {}, {}
local function dump(path, v)
  lines[#lines + 1] = path .. " " .. type(v) .. ((type(v) == "number" or type(v) == "string") and " " .. tostring(v) or "")
  if type(v) ~= "table" or seen[v] then return end
  seen[v] = true
  local mt = getmetatable(v)
  if mt ~= nil then dump(path .. "<mt>", mt) end
  for k, x in pairs(v) do dump(path .. "." .. tostring(type(k) == "string" and k or type(k)), x) end
end
dump("string<mt>", getmetatable(""))
dump("_G", _G)
for _, v in pairs{1, true, print, function() end, coroutine.create(print)} do lines[#lines + 1] = type(v) .. tostring((getmetatable(v))) end
lines[#lines + 1] = tostring(pcall(function() return (nil).x end)) .. tostring(pcall(function() return (1).x end))
lines[#lines + 1] = ("a"):upper() .. ("%d"):format(3) .. tostring(("x").evil) .. tostring(getfenv(print) == _G) .. tostring(getfenv(0) == _G)
lines[#lines + 1] = tostring(bench.part("p").name) .. tostring(select(2, pcall(bench.fail)).kind) .. tostring((coroutine.running()))
table.sort(lines)
return table.concat(lines, "\n")`

func probeText(t testing.TB, r *Runtime) string {
	t.Helper()
	out, res := run(t, r, "print((function() "+probe+" end)())")
	if res.Err != nil {
		t.Fatalf("the probe failed: %v", res.Err)
	}
	return out
}

// kept is what the idle VM of a runtime keeps.
func kept(r *Runtime) map[string]string {
	v := r.pool.takeIdle()
	defer func() { r.pool.idle = append(r.pool.idle, v) }()
	return v.fingerprint()
}

// settled waits until the VMs of all runs are back or replaced, which a run whose VM is thrown away does not wait for.
func settled(r *Runtime) {
	for r.Stats().Running > 0 {
		goruntime.Gosched()
	}
}

func TestNoTraceOfHostileScripts(t *testing.T) {
	clean := probeText(t, newTest(t, Options{}))
	if strings.Count(clean, "\n") < 150 {
		t.Fatalf("the probe sees little:\n%s", clean)
	}
	for _, script := range hostile {
		r := newTest(t, Options{})
		probeText(t, r) // so that what is made at first use is there
		before := kept(r)
		run(t, r, script)
		settled(r)
		if s := r.Stats(); s.Discarded != 0 && !strings.Contains(script, "exit") {
			t.Errorf("%s\n cost the VM", script)
		}
		if s := r.Stats(); s.Discarded == 0 {
			for _, d := range difference(before, kept(r)) {
				t.Errorf("%s\n left behind: %s", script, d)
			}
		}
		if diff := cmp.Diff(clean, probeText(t, r)); diff != "" {
			t.Errorf("%s\n can be seen in the next run:\n%s", script, diff)
		}
	}
}

// TestKeptMetatablesAreOutOfReach is about the metatables that all runs of a VM share: those of lists and of modules with live
// constants.
func TestKeptMetatablesAreOutOfReach(t *testing.T) {
	text := &modules.Type{Kind: modules.String}
	r := newTest(t, Options{Modules: []*modules.Module{{
		Name:      "place",
		Constants: []modules.Constant{{Name: "here", Type: text, Live: true, Value: func(context.Context) any { return "ICT" }}},
		Functions: []*modules.Function{modules.Func("list", "A list.", func(context.Context, *struct{}) (modules.JSON, error) {
			return modules.JSON{Data: []byte("[]")}, nil
		})},
	}}})
	const look = `return tostring(place.here) .. " " .. tostring(place.list().evil) .. " " .. #place.list()`
	for _, change := range []string{
		`for _, t in ipairs{place, place.list()} do getmetatable(t).__index = {evil = 1} end`,
		`for _, t in ipairs{place, place.list()} do debug.getmetatable(t).__index = {evil = 1} end`,
		`place.here = nil`,
		`package.seeall(place) package.seeall(place.list())`,
		`evil = 1 package.seeall(place) local mt = getmetatable(place) if type(mt) == "table" then mt.__index = {evil = 1} end`,
		`debug.setmetatable(place, {__index = {here = "evil"}}) debug.setmetatable(place.list(), {__index = {evil = 1}})`,
	} {
		run(t, r, change)
		if got, res := run(t, r, "print((function() "+look+" end)())"); got != "ICT nil 0" {
			t.Errorf("%s\n leaves %q, %v", change, got, res.Err)
		}
	}
}

func TestTheDifferSeesChanges(t *testing.T) {
	r := newTest(t, Options{})
	probeText(t, r)
	for name, change := range map[string]func(*vm){
		"a global":             func(v *vm) { v.L.G.Global.RawSetString("x", v.null) },
		"a library function":   func(v *vm) { v.base["print"] = v.goFunction(nil) },
		"a template's entry":   func(v *vm) { v.copyTableInto("string", "evil") },
		"the string metatable": func(v *vm) { v.strings.RawSetString("__index", v.null) },
		"the registry":         func(v *vm) { v.L.G.Registry.RawSetString("evil", v.null) },
		"the stack":            func(v *vm) { v.L.Push(v.null) },
	} {
		v, err := newVM(r)
		if err != nil {
			t.Fatal(err)
		}
		before := v.fingerprint()
		change(v)
		if len(difference(before, v.fingerprint())) == 0 {
			t.Errorf("%s was changed and not seen", name)
		}
		v.close()
	}
}

func (v *vm) copyTableInto(library, key string) {
	v.L.SetField(v.base[library], key, v.null)
}

// FuzzIsolation runs any script and looks for traces of it.
func FuzzIsolation(f *testing.F) {
	for _, s := range hostile {
		f.Add(s)
	}
	r, err := New(Options{Modules: testModules(nil), Limits: Limits{Timeout: 200 * time.Millisecond, MemoryBytes: 256 << 20}})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(r.Close)
	clean := probeText(f, r)
	f.Fuzz(func(t *testing.T, script string) {
		before := kept(r)
		discarded := r.Stats().Discarded
		var out bytes.Buffer
		r.Run(t.Context(), Job{Script: Script{Name: "fuzz.lua", Source: []byte(script)}, Stdout: &out})
		settled(r)
		if r.Stats().Discarded == discarded {
			if diffs := difference(before, kept(r)); len(diffs) > 0 {
				t.Fatalf("left behind: %s", strings.Join(diffs, "\n"))
			}
		}
		if diff := cmp.Diff(clean, probeText(t, r)); diff != "" {
			t.Fatalf("seen in the next run:\n%s", diff)
		}
	})
}

// TestManyRunsStayFlat runs one VM often; what a run leaves in the process would add up.
func TestManyRunsStayFlat(t *testing.T) {
	runs := 100_000
	if testing.Short() {
		runs = 5_000
	}
	r := newTest(t, Options{MaxRuns: 1 << 30})
	job := Job{Script: Script{Name: "t.lua", Source: []byte(`
		leak = {string.rep("x", 100)}
		string.trim = function(s) return s end
		local p = bench.part("p") p:add{name = "c"}
		local ok, e = pcall(bench.fail)
		local co = coroutine.wrap(function() coroutine.yield(1) end) co()
		return ("x"):trim() .. #bench.show("a")`)}}
	warm := runs / 10
	var before usage
	for i := range runs {
		if i == warm {
			before = measureUsage(t)
		}
		if res := r.Run(t.Context(), job); res.Err != nil {
			t.Fatal(res.Err)
		}
	}
	after := measureUsage(t)
	t.Logf("after %d runs %+v, after %d runs %+v", warm, before, runs, after)
	if s := r.Stats(); s.Created != 1 || s.Discarded != 0 {
		t.Errorf("not one VM: %+v", s)
	}
	if after.goroutines > before.goroutines+2 || after.files > before.files+2 {
		t.Errorf("goroutines or files grew: %+v, then %+v", before, after)
	}
	if after.heap > before.heap+before.heap/4+1<<20 {
		t.Errorf("the heap grew from %d to %d bytes", before.heap, after.heap)
	}
}

type usage struct {
	goroutines, files int
	heap              uint64
}

func measureUsage(t *testing.T) usage {
	t.Helper()
	goruntime.GC()
	goruntime.GC()
	var m goruntime.MemStats
	goruntime.ReadMemStats(&m)
	u := usage{goroutines: goruntime.NumGoroutine(), heap: m.HeapAlloc}
	if entries, err := os.ReadDir("/proc/self/fd"); err == nil {
		u.files = len(entries)
	}
	return u
}
