package stack_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/calls"
	"github.com/watsrun/watsrun/runtime/chunk"
	"github.com/watsrun/watsrun/runtime/host"
	"github.com/watsrun/watsrun/runtime/lua51"
	"github.com/watsrun/watsrun/runtime/stack"
)

// run executes a script whose global levels() gives what this package sees, of a coroutine where it is given one: a text for each level.
func run(t *testing.T, source string, globals map[string]lua.LGFunction) string {
	t.Helper()
	vm := &host.VM{Limits: host.DefaultLimits(), Stdout: new(bytes.Buffer)}
	L := lua.NewState(calls.Options())
	t.Cleanup(L.Close)
	L.SetContext(vm)
	vm.Lock()
	lua51.Open(L, vm)
	calls.Open(L, vm)
	for name, f := range globals {
		L.SetGlobal(name, L.NewFunction(f))
	}
	L.SetGlobal("levels", L.NewFunction(levels))
	proto, err := chunk.Compile([]byte(source), "t.lua", vm.Limits)
	if err != nil {
		t.Fatal(err)
	}
	results, err := calls.Protected(L, vm, calls.Load(L, proto), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(results) == 0 {
		return ""
	}
	return results[0].String()
}

func levels(L *lua.LState) int {
	of := L
	if co, ok := L.Get(1).(*lua.LState); ok {
		of = co
	}
	L.Push(lua.LString(strings.Join(describe(of), "; ")))
	return 1
}

func describe(L *lua.LState) (lines []string) {
	for c := range stack.Calls(L) {
		level := len(lines)
		if at, ok := stack.At(L, level); !ok || at.Function != c.Function || at.Line != c.Line {
			lines = append(lines, "At differs")
		}
		text := c.Position()
		switch {
		case c.Replaced():
			text = "replaced"
		case !c.IsLua():
			text = "library"
		}
		if name := stack.NameAt(L, level); name.Kind != "" {
			text += " " + name.String()
		}
		lines = append(lines, text)
	}
	if n := stack.Levels(L); n != len(lines) {
		lines = append(lines, fmt.Sprintf("Levels is %d", n))
	}
	return lines
}

func TestLevels(t *testing.T) {
	for name, c := range map[string]struct{ source, want string }{
		"a call":           {"local function f()\n  local x = levels() return x end\nlocal y = f() return y", "library global 'levels'; t.lua:2 local 'f'; t.lua:3"},
		"a tail call":      {"local function f() local x = levels() return x end\nlocal function g() return f() end\nlocal y = g() return y", "library global 'levels'; t.lua:1; replaced; t.lua:3"},
		"a protected call": {"local _, x = pcall(function()\n  local x = levels() return x end)\nreturn x", "library global 'levels'; t.lua:2; library global 'pcall'; t.lua:1"},
		"nested ones":      {"local _, _, x = pcall(pcall, function() local x = levels() return x end) return x", "library global 'levels'; t.lua:1; library; library global 'pcall'; t.lua:1"},
		"a handler":        {"local _, x = xpcall(function() error() end, levels) return x", "library; library global 'error'; t.lua:1; library global 'xpcall'; t.lua:1"},
		"a method":         {"local o = {m = function() local x = levels() return x end} local y = o:m() return y", "library global 'levels'; t.lua:1 method 'm'; t.lua:1"},
		"a metamethod":     {"local x = setmetatable({}, {__concat = function() local x = levels() return x end}) .. '' return x", "library global 'levels'; t.lua:1; t.lua:1"},
		"of a remainder":   {"local x = setmetatable({}, {__mod = function() local x = levels() return x end}) % 2 return x", "library global 'levels'; t.lua:1; t.lua:1"},
		"beside a string":  {"local x = '1' + setmetatable({}, {__add = function() local x = levels() return x end}) return x", "library global 'levels'; t.lua:1; t.lua:1"},
		"a coroutine":      {"local f = coroutine.wrap(function() local x = levels() coroutine.yield(x) end) local y = f() return y", "library global 'levels'; t.lua:1"},
		"a waiting one": {
			"local c = coroutine.create(function()\n  coroutine.yield() end) local a = levels(c) coroutine.resume(c) local b = levels(c)\ncoroutine.resume(c) return a .. '|' .. b .. '|' .. levels(c)",
			"|library field 'yield'; t.lua:2|",
		},
		"a loop":     {"local y for x in levels do y = x break end return y", "library local '(for generator)'; t.lua:1"},
		"a callback": {"local y ('x'):gsub('x', function() y = levels() end) return y", "library global 'levels'; t.lua:1; library method 'gsub'; t.lua:1"},
		"a reader":   {"local y load(function() y = levels() end) return y", "library global 'levels'; t.lua:1; library global 'load'; t.lua:1"},
	} {
		if diff := cmp.Diff(c.want, run(t, c.source, nil)); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestOutsideOfTheStack(t *testing.T) {
	run(t, `pcall(look)`, map[string]lua.LGFunction{"look": func(L *lua.LState) int {
		for _, level := range []int{-1, 3, 1000} {
			if c, ok := stack.At(L, level); ok || !c.Replaced() || c.Position() != "" {
				t.Errorf("there is something at level %d: %+v", level, c)
			}
		}
		if where := stack.Where(L, 0) + stack.Where(L, 1) + stack.Where(L, 99); where != "" {
			t.Errorf("library functions are at %q", where)
		}
		if got := stack.Where(L, 2); got != "t.lua:1: " {
			t.Errorf("the script is at %q", got)
		}
		return 0
	}})
}

func TestLocals(t *testing.T) {
	got := run(t, "local a, b = 1, 2\nlook()\nlocal c = 3 return a + c", map[string]lua.LGFunction{"look": func(L *lua.LState) int {
		c, _ := stack.At(L, 1)
		if name, v, ok := c.Local(2); !ok || name != "b" || v != lua.LNumber(2) {
			t.Errorf("local 2 is %q, %v", name, v)
		}
		if name, ok := c.SetLocal(1, lua.LNumber(10)); !ok || name != "a" {
			t.Errorf("local 1 is %q", name)
		}
		for _, n := range []int{-1, 0, 99} {
			if _, _, ok := c.Local(n); ok {
				t.Errorf("there is a local %d", n)
			}
		}
		library, _ := stack.At(L, 0)
		if _, ok := library.SetLocal(1, lua.LNil); ok {
			t.Error("a library function's argument was changed")
		}
		return 0
	}})
	if got != "13" {
		t.Errorf("the changed variable makes %s", got)
	}
}

// TestDeepStacks has levels counted in a time that does not grow with the square of the depth.
func TestDeepStacks(t *testing.T) {
	run(t, `local function f(n) if n == 0 then return look() end local x = f(n - 1) return x end f(15000)`, map[string]lua.LGFunction{"look": func(L *lua.LState) int {
		begin := time.Now()
		for range 20 {
			if n := stack.Levels(L); n != 15003 {
				t.Fatalf("%d levels", n)
			}
		}
		if _, ok := stack.At(L, 15002); !ok {
			t.Error("the script's own call is not there")
		}
		if took := time.Since(begin); took > 5*time.Second {
			t.Errorf("counting took %v", took)
		}
		return 0
	}})
}
