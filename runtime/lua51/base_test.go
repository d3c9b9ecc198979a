package lua51_test

import (
	"testing"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/lua51"
)

func TestBase(t *testing.T) {
	check(t, []expect{
		{`return assert(1, 2)`, "1 2"},
		{`assert(false, "m")`, "error: test.lua:1: m"},
		{`assert(nil)`, "error: test.lua:1: assertion failed!"},
		{`local ok, e = pcall(function() assert(nil, {kind = "x"}) end) return e.kind`, "x"},
		{`return type(collectgarbage("count")), collectgarbage(), collectgarbage("step"), collectgarbage("setpause", 100)`, "number 0 true 200"},
		{`collectgarbage("bogus")`, "error: test.lua:1: bad argument #1 to 'collectgarbage' (invalid option 'bogus')"},
		{`return gcinfo() > 0, _VERSION`, "true Lua 5.1"},
		{`return getmetatable({}), getmetatable("").__index == string, getmetatable(setmetatable({}, {__metatable = 5}))`, "nil true 5"},
		{`return setmetatable(1, {})`, "error: test.lua:1: bad argument #1 to 'setmetatable' (table expected, got number)"},
		{`return setmetatable({})`, "error: test.lua:1: bad argument #2 to 'setmetatable' (nil or table expected)"},
		{`setmetatable(setmetatable({}, {__metatable = 1}), nil)`, "error: test.lua:1: cannot change a protected metatable"},
		{`return type(newproxy()), getmetatable(newproxy()), type(getmetatable(newproxy(true)))`, "userdata nil table"},
		{`local p = newproxy(true) return getmetatable(newproxy(p)) == getmetatable(p)`, "true"},
		{`newproxy(1)`, "error: test.lua:1: bad argument #1 to 'newproxy' (boolean or proxy expected)"},
		{`newproxy(io.stdout)`, "error: test.lua:1: bad argument #1 to 'newproxy' (boolean or proxy expected)"},
		{`local s = 0 for i, v in ipairs{1, 2, nil, 4} do s = s + i * v end return s`, "5"},
		{`local n = 0 for k, v in pairs{1, 2, x = 3, [2.5] = 4} do n = n + v end return n`, "10"},
		{`ipairs(nil)`, "error: test.lua:1: bad argument #1 to 'ipairs' (table expected, got nil)"},
		{`pairs()`, "error: test.lua:1: bad argument #1 to 'pairs' (table expected, got no value)"},
		{`return rawequal("a", "a"), rawequal({}, {}), rawget(setmetatable({}, {__index = {x = 1}}), "x")`, "true false nil"},
		{`local t = rawset({}, "k", 5) return t.k`, "5"},
		{`rawset({}, nil, 1)`, "error: table index is nil"},
		{`rawset({}, 0/0, 1)`, "error: table index is NaN"},
		{`return select("#", nil, nil), select(2, "a", "b", "c"), (select(-1, "a", "b"))`, "2 b b"},
		{`return select(-3, 1, 2)`, "error: test.lua:1: bad argument #1 to 'select' (index out of range)"},
		{`return tonumber("0x10"), tonumber("1e3"), tonumber("ff", 16), tonumber("9", 8), tonumber({}), tonumber("1e")`, "16 1000 255 nil nil nil"},
		{`return tonumber("1", 1)`, "error: test.lua:1: bad argument #2 to 'tonumber' (base out of range)"},
		{`return tostring(nil), tostring(true), tostring(1e15), tostring(setmetatable({}, {__tostring = function() return "T" end}))`, "nil true 1e+15 T"},
		{`return tostring()`, "error: test.lua:1: bad argument #1 to 'tostring' (value expected)"},
		{`return type(nil), type(print), type(io.stdout), type(coroutine.create(print))`, "nil function userdata thread"},
		{`type()`, "error: test.lua:1: bad argument #1 to 'type' (value expected)"},
		{`return unpack({1, 2, 3}, 2)`, "2 3"},
		{`return select("#", unpack({}, 1, 3)), select("#", unpack({}, 2, 1))`, "3 0"},
		{`return unpack({}, 1, 1e8)`, "error: test.lua:1: too many results to unpack"},
		{`return unpack({}, -2^63, 2^63 - 1025)`, "error: test.lua:1: too many results to unpack"},
		{`return select("#", unpack({}, 1, 100000))`, "100000"},
	})
}

func TestNext(t *testing.T) {
	check(t, []expect{
		{`return next({}), next({10}), next({10}, 1)`, "nil 1 nil"},
		{`return next({10})`, "1 10"},
		{`next({}, "bad")`, "error: invalid key to 'next'"},
		{`next({1, 2, 3}, 5)`, "error: invalid key to 'next'"},
		{`next({x = 1}, 0/0)`, "error: invalid key to 'next'"},
		{`local t = {} for i = 1, 10 do t["k" .. i] = i; t[i] = i end for k in pairs(t) do t[k] = nil end return next(t)`, "nil"},
		{`local t, n = {1, 2, 3, 4, x = 5}, 0 for k in pairs(t) do n = n + 1 table.remove(t) end return n`, "3"},
		{`local t, n = {1, x = 5, y = 6}, 0 for k in pairs(t) do n = n + 1 if k == 1 then table.remove(t) end end return n`, "3"},
		{`local t = {[0] = "zero", [-1] = "minus"} local n = 0 for k, v in pairs(t) do n = n + 1 end return n`, "2"},
		{`for k in next, 5 do end`, "error: test.lua:1: bad argument #1 to '(for generator)' (table expected, got number)"},
	})
}

func TestPrint(t *testing.T) {
	m := newMachine(t)
	if _, err := m.run(`print() print(1, nil, "x", 0.1) tostring = function(v) return "<" .. type(v) .. ">" end print(1, {})`); err != nil {
		t.Fatal(err)
	}
	if want := "\n1\tnil\tx\t0.1\n<number>\t<table>\n"; m.out.String() != want {
		t.Errorf("printed %q, want %q", m.out, want)
	}
	if _, err := m.run(`tostring = function() return {} end print(1)`); err == nil || err.Error() != "test.lua:1: 'tostring' must return a string to 'print'" {
		t.Error(err)
	}
}

func TestEnvironments(t *testing.T) {
	check(t, []expect{
		{`return getfenv() == _G, getfenv(0) == _G, getfenv(1) == _G, getfenv(print) == _G`, "true true true true"},
		{`local f = function() return x end setfenv(f, {x = 5}) return f(), getfenv(f).x`, "5 5"},
		{`local function f() setfenv(2, {y = 7}) end local function g() f() return y end return g()`, "7"},
		{`setfenv(print, {})`, "error: test.lua:1: 'setfenv' cannot change environment of given object"},
		{`getfenv(-1)`, "error: test.lua:1: bad argument #1 to 'getfenv' (level must be non-negative)"},
		{`getfenv(99)`, "error: test.lua:1: bad argument #1 to 'getfenv' (invalid level)"},
		{`setfenv(1, 1)`, "error: test.lua:1: bad argument #2 to 'setfenv' (table expected, got number)"},
		{`local g = _G setfenv(0, {z = 1}) local r = g.getfenv(0).z g.setfenv(0, g) return r`, "1"},
	})
}

// TestArithmeticOnStrings is about the metatable of strings: the engine would read 010 as octal and 1e3 not at all.
func TestArithmeticOnStrings(t *testing.T) {
	check(t, []expect{
		{`return "010" + 0, "1e3" * 1, "0x10" + 0, " 5 " - 1, "7" / "2", "7" % 4, "2" ^ 3, -"2", -"0x10"`, "10 1000 16 4 3.5 3 8 -2 -16"},
		{`return "5" % math.huge, "-5" % "3"`, "-nan 1"},
		{`return "abc" + 1`, "error: test.lua:1: attempt to perform arithmetic on a string value"},
		{`local a = "x" return a + 1`, "error: test.lua:1: attempt to perform arithmetic on local 'a' (a string value)"},
		{`g = "x" return 1 + g`, "error: test.lua:1: attempt to perform arithmetic on global 'g' (a string value)"},
		{`local t = {f = "x"} return t.f * 2`, "error: test.lua:1: attempt to perform arithmetic on field 'f' (a string value)"},
		{`local u = "x" return (function() return -u end)()`, "error: test.lua:1: attempt to perform arithmetic on upvalue 'u' (a string value)"},
		{`local t = {} return "10" + t`, "error: test.lua:1: attempt to perform arithmetic on local 't' (a table value)"},
		{`return "1_000" + 0`, "error: test.lua:1: attempt to perform arithmetic on a string value"},
		{`local mt = {__add = function(a, b) return "called" end} return "x" + setmetatable({}, mt), setmetatable({}, mt) + "1"`, "called called"},
		{`return ("x"):rep(3), ("%d"):format(7), #"abc"`, "xxx 7 3"},
	})
}

func TestArgumentErrors(t *testing.T) {
	check(t, []expect{
		{`("x"):rep({})`, "error: test.lua:1: bad argument #1 to 'rep' (number expected, got table)"},
		{`string.rep("x", {})`, "error: test.lua:1: bad argument #2 to 'rep' (number expected, got table)"},
		{`string.rep()`, "error: test.lua:1: bad argument #1 to 'rep' (string expected, got no value)"},
		{`local t = {rep = string.rep} t:rep(1)`, "error: test.lua:1: calling 'rep' on bad self (string expected, got table)"},
		{`local f = string.rep f()`, "error: test.lua:1: bad argument #1 to 'f' (string expected, got no value)"},
		{`local t = {string.rep} t[1]()`, "error: test.lua:1: bad argument #1 to '?' (string expected, got no value)"},
		{`(string.rep or print)()`, "error: test.lua:1: bad argument #1 to '?' (string expected, got no value)"},
		{`local ok, e = pcall(string.rep) return e`, "bad argument #1 to '?' (string expected, got no value)"},
		{"local x = 1\nlocal y = 2\nstring.rep(\n)", "error: test.lua:3: bad argument #1 to 'rep' (string expected, got no value)"},
		{`return string.rep("x", "a")`, "error: test.lua:1: bad argument #2 to 'rep' (number expected, got string)"},
		{
			`local t = {} for i = 1, 3 do t[i] = function() return i end end local u = {("x"):rep(2), string.rep(1, 2), (function() return ("a"):rep(nil) end)()}`,
			"error: test.lua:1: bad argument #1 to 'rep' (number expected, got nil)",
		},
	})
}

func TestToStringIsWhatPrintWrites(t *testing.T) {
	m := newMachine(t)
	for want, v := range map[string]lua.LValue{"0.1": lua.LNumber(0.1), "x": lua.LString("x"), "nil": lua.LNil, "true": lua.LTrue} {
		if got := lua51.ToString(m.L, v); got != want {
			t.Errorf("ToString is %q, want %q", got, want)
		}
	}
}
