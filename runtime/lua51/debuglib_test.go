package lua51_test

import (
	"strings"
	"testing"
)

func TestDebug(t *testing.T) {
	check(t, []expect{
		{"\nlocal i = debug.getinfo(1, 'Sln') return i.short_src, i.source, i.currentline, i.what, i.linedefined, i.namewhat", "test.lua @test.lua 2 main 0 "},
		{`local i = debug.getinfo(print) return i.what, i.short_src, i.source, i.currentline, i.linedefined, i.nups, i.func == print`, "C [C] =[C] -1 -1 0 true"},
		{"local function f() return debug.getinfo(1) end\nlocal i = (f()) return i.what, i.name, i.namewhat, i.linedefined, i.lastlinedefined, i.currentline", "Lua f local 1 1 1"},
		{`local t = {} function t:m() return debug.getinfo(1, "n") end local i = (t:m()) return i.name, i.namewhat`, "m method"},
		{"local i = debug.getinfo(function()\n  return 1\nend, 'L') return i.activelines[2], i.activelines[1]", "true nil"},
		{`return debug.getinfo(99)`, "nil"},
		{`debug.getinfo(1, "x")`, "error: test.lua:1: bad argument #2 to 'getinfo' (invalid option)"},
		{`debug.getinfo({})`, "error: test.lua:1: bad argument #1 to 'getinfo' (function or level expected)"},
		{`local function f() return debug.getinfo(2, "S") end local function g() return (function() return f() end)() end return g().what`, "tail"},
		{`local a, b = 5, 6 return debug.getlocal(1, 1)`, "a 5"},
		{`local a = 5 debug.setlocal(1, 1, 7) return a, debug.getlocal(1, 99)`, "7 nil"},
		{`debug.getlocal(99, 1)`, "error: test.lua:1: bad argument #1 to 'getlocal' (level out of range)"},
		{`local up = 3 local function f() return up end debug.setupvalue(f, 1, 4) return f(), debug.getupvalue(f, 1)`, "4 up 4"},
		{`return select("#", debug.getupvalue(print, 1))`, "0"},
		{
			`local a, b = 1, "2" local function f(x) x = x .. b; x = x % a return b end
			return debug.getinfo(f, "u").nups, debug.getupvalue(f, 1), debug.getupvalue(f, 2), debug.getupvalue(f, 3), debug.setupvalue(f, 1, "7"), f(1 .. ""), b`,
			"2 b a nil b 7 7",
		},
		{`local t = setmetatable({}, {__metatable = "no"}) return type(debug.getmetatable(t)), debug.setmetatable(t, nil), getmetatable(t)`, "table true nil"},
		{`return debug.getmetatable(io.stdout)`, "FILE*"},
		{`debug.setmetatable(io.stdout, {})`, "error: test.lua:1: cannot change a protected metatable"},
		{`local f = function() return x end debug.setfenv(f, {x = 1}) return f(), debug.getfenv(f).x, debug.getfenv(print) == _G`, "1 1 true"},
		{`debug.setfenv(print, {})`, "error: test.lua:1: 'setfenv' cannot change environment of given object"},
		{`debug.sethook() return debug.gethook()`, "nil  0"},
		{`debug.sethook(print, "l")`, "error: test.lua:1: debug.sethook is not available: the engine has no hooks"},
		{`debug.getregistry()`, "error: test.lua:1: debug.getregistry is not available: the registry belongs to the host"},
	})
}

func TestTraceback(t *testing.T) {
	check(t, []expect{
		{
			"local function f()\n  return (debug.traceback('msg'))\nend\nfunction g() local x = f() return x end\nreturn (g())",
			"msg\nstack traceback:\n\ttest.lua:2: in function 'f'\n\ttest.lua:4: in function 'g'\n\ttest.lua:5: in main chunk\n\t[C]: ?",
		},
		{
			"local function f() local x = debug.traceback() return x end\nlocal function g() return f() end\nlocal x = g() return x",
			"stack traceback:\n\ttest.lua:1: in function <test.lua:1>\n\t(tail call): ?\n\ttest.lua:3: in main chunk\n\t[C]: ?",
		},
		{"local x = ({pcall(debug.traceback)})[2] return x", "stack traceback:\n\t[C]: in function 'pcall'\n\ttest.lua:1: in main chunk\n\t[C]: ?"},
		{"local t = {} return debug.traceback(t) == t, debug.traceback(nil)", "true nil"},
		{
			"local co = coroutine.create(function() local y = coroutine.yield() end) coroutine.resume(co) return debug.traceback(co, 'co')",
			"co\nstack traceback:\n\t[C]: in function 'yield'\n\ttest.lua:1: in function <test.lua:1>",
		},
	})
}

// TestTracebackOfDeepRecursion is short, and made in reasonable time.
func TestTracebackOfDeepRecursion(t *testing.T) {
	m := newMachine(t)
	got, err := m.run(`local function f(n) if n == 0 then local x = debug.traceback() return x end local x = f(n - 1) return x end return (f(900))`)
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(got, "\n"); lines != 12+10+2 || !strings.Contains(got, "\n\t...\n") {
		t.Errorf("%d lines:\n%s", lines, got)
	}
}
