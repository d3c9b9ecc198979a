package calls

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestRecursionEndsInAnError recurses in every way that could use up Go's stack.
func TestRecursionEndsInAnError(t *testing.T) {
	for name, source := range map[string]string{
		"calls":          `local function f() return 1 + f() end f()`,
		"pcall":          `local function f() local ok, e = pcall(f) if not ok then error(e, 0) end end f()`,
		"xpcall":         `local function f() local ok, e = xpcall(f, function(e) return e end) if not ok then error(e, 0) end end f()`,
		"__index":        `local t = setmetatable({}, {}) getmetatable(t).__index = function(t, k) return t[k] end return t.x`,
		"__newindex":     `local t = setmetatable({}, {}) getmetatable(t).__newindex = function(t, k) t[k] = 1 end t.x = 1`,
		"__call":         `local t = setmetatable({}, {}) getmetatable(t).__call = function(t) return 1 + t() end t()`,
		"__concat":       `local t = setmetatable({}, {}) getmetatable(t).__concat = function(t) return t .. 'x' end return t .. 'x'`,
		"__mod":          `local t = setmetatable({}, {}) getmetatable(t).__mod = function(t, n) return t % n end return t % t`,
		"__add":          `local t = setmetatable({}, {}) getmetatable(t).__add = function(t) return t + 1 end return t + 1`,
		"__eq":           `local mt = {} local a, b = setmetatable({}, mt), setmetatable({}, mt) mt.__eq = function() return a == b end return a == b`,
		"__lt":           `local mt = {} local a, b = setmetatable({}, mt), setmetatable({}, mt) mt.__lt = function() return a < b end return a < b`,
		"__tostring":     `local t = setmetatable({}, {__tostring = function(t) return tostring(t) end}) tostring(t)`,
		"gsub":           `local function f() return (string.gsub('a', 'a', f)) end f()`,
		"sort":           `local function f() table.sort({2, 1}, f) end f()`,
		"for":            `local function f() for x in f do end end f()`,
		"wrap":           `local function f() return coroutine.wrap(f)() end f()`,
		"resume":         `local function f() local ok, e = coroutine.resume(coroutine.create(f)) if not ok then error(e, 0) end end f()`,
		"wrap and calls": `local function f(n) if n == 0 then return coroutine.wrap(f)(5000) end return 1 + f(n - 1) end f(5000)`,
		"pcall and __index": `local t = setmetatable({}, {}) local function f(n) if n == 0 then local ok, e = pcall(f, 5000) error(e, 0) end return t[n] + 1 end
			getmetatable(t).__index = function(t, n) return f(n - 1) end f(5000)`,
		"load": `local function f() return load(function() f() end) end local function g() local r, e = f() if not r then error(e, 0) end end g() error('C stack overflow')`,
	} {
		t.Run(name, func(t *testing.T) {
			v := newTestVM(t)
			got := v.texts(t, "return pcall(function() "+source+" end)")
			if got[0] != "false" || !strings.Contains(got[1], "stack overflow") {
				t.Errorf("%.300q", got)
			}
		})
	}
}

func TestDeepRecursionWorks(t *testing.T) {
	v := newTestVM(t)
	got := v.texts(t, `
		local function f(n) if n == 0 then return 0 end return 1 + f(n - 1) end
		local co = coroutine.wrap(f)
		return f(15000), select(2, pcall(f, 15000)), co(7000)`)
	if diff := cmp.Diff([]string{"15000", "15000", "7000"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestStringsCannotGrowWithoutEnd(t *testing.T) {
	v := newTestVM(t)
	v.vm.Limits.StringBytes = 1 << 20
	_, err := v.run(t, `local s = 'x' while true do s = s .. s end`)
	if err == nil || err.Error() != "test.lua:1: string length overflow: 2097152 bytes are more than the limit of 1048576" {
		t.Errorf("got %v", err)
	}
	if got := v.texts(t, `return pcall(function() local s = ('x'):rep(2^19) return #(s .. s), #(s .. s .. s) end)`); got[0] != "false" {
		t.Errorf("got %.100q", got)
	}
}

func TestCoroutinesAreLimited(t *testing.T) {
	v := newTestVM(t)
	v.vm.Limits.Coroutines = 50
	_, err := v.run(t, `local all = {} for i = 1, 1000 do all[i] = coroutine.create(function() coroutine.yield() end) end`)
	if err == nil || err.Error() != "test.lua:1: too many coroutines: 50 are alive, which is the limit" {
		t.Errorf("got %v", err)
	}
}

func TestCoroutinesThatEndedOrAreLostDoNotCount(t *testing.T) {
	for name, source := range map[string]string{
		"ended":  `for i = 1, 5000 do coroutine.wrap(function() coroutine.yield() end)() end`,
		"failed": `for i = 1, 5000 do local co = coroutine.create(error) coroutine.resume(co) end`,
		"lost":   `for i = 1, 2000 do local co = coroutine.create(function() coroutine.yield() end) coroutine.resume(co) end`,
	} {
		t.Run(name, func(t *testing.T) {
			v := newTestVM(t)
			v.vm.Limits.Coroutines = 100
			if _, err := v.run(t, source); err != nil {
				t.Error(err)
			}
			if v.vm.Coroutines > 100 {
				t.Errorf("%d count as alive", v.vm.Coroutines)
			}
		})
	}
}

func TestTheNextRunStartsWithNoCoroutines(t *testing.T) {
	v := newTestVM(t)
	v.vm.Limits.Coroutines = 10
	source := `all = {} for i = 1, 10 do all[i] = coroutine.create(function() coroutine.yield() end) coroutine.resume(all[i]) end`
	for range 3 {
		if _, err := v.run(t, source); err != nil {
			t.Fatal(err)
		}
		v.vm.Coroutines = 0 // as host.VM.Reset leaves it
	}
}

// TestVariablesOfAnOverflowAreValues looks at variables that closures share with calls which a full stack has ended.
func TestVariablesOfAnOverflowAreValues(t *testing.T) {
	for name, call := range map[string]string{"pcall": "pcall(f)", "coroutine": "coroutine.resume(coroutine.create(f))"} {
		t.Run(name, func(t *testing.T) {
			v := newTestVM(t)
			got := v.texts(t, `
				local readers = {}
				local function f() local x = 7 readers[#readers + 1] = function() return x end f() return 1 end
				local ok, e = `+call+`
				local first, kinds = readers[1](), {}
				for _, r in ipairs(readers) do kinds[type(r())] = true end
				return ok, e, first, kinds.number`)
			if diff := cmp.Diff([]string{"false", "test.lua:3: stack overflow", "7", "true"}, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestManyValuesPassThroughCalls(t *testing.T) {
	v := newTestVM(t)
	got := v.texts(t, `
		local t = {} for i = 1, 50000 do t[i] = i end
		local co = coroutine.wrap(function(...) return select('#', coroutine.yield(...)) end)
		return select('#', pcall(unpack, t)), select('#', co(unpack(t))), co(unpack(t))`)
	if diff := cmp.Diff([]string{"50001", "50000", "50000"}, got); diff != "" {
		t.Error(diff)
	}
}

// TestTheEnvironmentIsThatOfTheThread sets the global table from within protected calls.
func TestTheEnvironmentIsThatOfTheThread(t *testing.T) {
	v := newTestVM(t)
	got := v.texts(t, `
		local env = setmetatable({x = 5}, {__index = _G})
		pcall(function() setfenv(0, env) end)
		return loadstring('return x')(), (select(2, pcall(function() return loadstring('return x')() end)))`)
	if diff := cmp.Diff([]string{"5", "5"}, got); diff != "" {
		t.Error(diff)
	}
}
