package lua51_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	lua "github.com/yuin/gopher-lua"
)

func TestStrings(t *testing.T) {
	check(t, []expect{
		{`return ("hello"):sub(2, -2), ("hello"):sub(-3), ("hello"):sub(10), ("hello"):sub(-100, 2), ("x"):sub(2^53)`, "ell llo  he "},
		{`return ("ABC"):byte(1, -1)`, "65 66 67"},
		{`return ("ABC"):byte(), ("ABC"):byte(-1), select("#", (""):byte())`, "65 67 0"},
		{`return select("#", ("x"):rep(100000):byte(1, -1))`, "100000"},
		{`return ("x"):rep(2e6):byte(1, -1)`, "error: test.lua:1: string slice too long"},
		{`return string.char(72, 105), #string.char(), #string.char(0, 255)`, "Hi 0 2"},
		{`string.char(1, 256)`, "error: test.lua:1: bad argument #2 to 'char' (invalid value)"},
		{`return ("abc"):reverse(), ("aBc1"):upper(), ("aBc1"):lower(), ("å"):upper()`, "cba ABC1 abc1 å"},
		{`return ("ab"):rep(3), ("ab"):rep(0), ("ab"):rep(-1), (""):rep(1e15), ("ab"):rep(3, ",")`, "ababab    ababab"},
		{`return ("x"):rep(1e11)`, "error: test.lua:1: string.rep: result of 100000000000 bytes is longer than the limit of 67108864"},
		{`return (12):rep(2)`, "error: test.lua:1: attempt to index a number value"},
		{`return string.len(12), string.rep(0.5, 2)`, "2 0.50.5"},
		{`return string.gfind == string.gmatch`, "true"},
	})
}

func TestFindAndMatch(t *testing.T) {
	check(t, []expect{
		{`return ("hello"):find("l", -2), ("hello"):find("", 10), ("hello"):find("", 6)`, "4 6 6 5"},
		{`return ("a.b"):find(".", 1, true), ("a.b"):find("%."), (("a.b"):find("x"))`, "2 2 nil"},
		{`return ("a.b"):find("(.)%.(.)")`, "1 3 a b"},
		{`return ("k = v"):match("^(%w+)%s*=%s*(%w+)$"), ("x"):match("y"), ("hello"):match("()ll()")`, "k nil 3 5"},
		{`return ("a"):find("[a")`, "error: test.lua:1: malformed pattern (missing ']')"},
		{`return ("a"):match("(a")`, "error: test.lua:1: unfinished capture"},
		{`local o = {} for k, v in ("a=1,b=2"):gmatch("(%w+)=(%w+)") do o[#o + 1] = k .. v end return table.concat(o, ";")`, "a1;b2"},
		{`local n = 0 for _ in ("abc"):gmatch("") do n = n + 1 end return n`, "4"},
		{`local n = 0 for _ in ("aaa"):gmatch("^a") do n = n + 1 end return n`, "0"},
		{`local f = ("ab"):gmatch(".") return f(), f(), f(), f()`, "a b nil nil"},
		{`return ("x"):find("x", nil, nil), ("x"):find("x", "1")`, "1 1 1"},
	})
}

func TestGsub(t *testing.T) {
	check(t, []expect{
		{`return ("$a $b"):gsub("%$(%w+)", {a = "1"})`, "1 $b 2"},
		{`return ("abc"):gsub("%w", function(c) return c:upper() end)`, "ABC 3"},
		{`return ("abc"):gsub("(a)(b)", "%2%1")`, "bac 1"},
		{`return ("aaa"):gsub("a", "b", 2)`, "bba 2"},
		{`return ("abc"):gsub("", "-")`, "-a-b-c- 4"},
		{`return ("aaa"):gsub("^a", "b")`, "baa 1"},
		{`return ("abc"):gsub("b", "<%0%%>")`, "a<b%>c 1"},
		{`return ("abc"):gsub("()", "%1")`, "1a2b3c4 4"},
		{`return ("abc"):gsub("b", 7), ("abc"):gsub("x", "y")`, "a7c abc 0"},
		{`return ("abc"):gsub(".", {a = 1, b = false})`, "1bc 3"},
		{`return ("abc"):gsub("b", setmetatable({}, {__index = function(_, k) return k .. k end}))`, "abbc 1"},
		{`return ("abc"):gsub("a", "%2")`, "error: test.lua:1: invalid capture index"},
		{`return ("abc"):gsub("a", "%")`, "error: test.lua:1: invalid use of '%' in replacement string"},
		{`return ("abc"):gsub("b", function() return {} end)`, "error: test.lua:1: invalid replacement value (a table)"},
		{`return ("abc"):gsub("b")`, "error: test.lua:1: bad argument #2 to 'gsub' (string/function/table expected)"},
		{`return ("hello world"):gsub("o", "0", 0)`, "hello world 0"},
		{`return (("x"):rep(1e6):gsub("x", ("y"):rep(100)))`, "error: test.lua:1: string.gsub: result of 67108900 bytes is longer than the limit of 67108864"},
	})
}

func TestFormat(t *testing.T) {
	check(t, []expect{
		{`return ("%d %i %u %x %X %o %c%c"):format(3.7, -3.7, 42, 255, 48879, 8, 72, 105)`, "3 -3 42 ff BEEF 10 Hi"},
		{
			`return ("%g %g %.3g %e %.2E %f %8.3f|%-8.3f|%+.2f %08.2f"):format(0.1 + 0.2, 1e20, 1234.5, 12345.678, 0.00012, 1.5, 3.14159, 3.14159, 2, -3.14159)`,
			"0.3 1e+20 1.23e+03 1.234568e+04 1.20E-04 1.500000    3.142|3.142   |+2.00 -0003.14",
		},
		{`return ("%5s|%-5s|%.2s|%s"):format("ab", "cd", "xyz", 12)`, "   ab|cd   |xy|12"},
		{`return ("%q"):format('a"b\\c\nd\0e\r')`, "\"a\\\"b\\\\c\\\nd\\000e\\r\""},
		{`return ("100%%"):format(), ("%d"):format("0x10")`, "100% 16"},
		{`return #("%s"):format("a\0b"), #("%c"):format(0)`, "3 1"}, // C stops at a zero byte
		{`return ("%d %d"):format(1)`, "error: test.lua:1: bad argument #2 to 'format' (no value)"},
		{`return ("%d"):format("abc")`, "error: test.lua:1: bad argument #1 to 'format' (number expected, got string)"},
		{`return ("%s"):format(nil)`, "error: test.lua:1: bad argument #1 to 'format' (string expected, got nil)"},
		{`return ("%a"):format(1)`, "error: test.lua:1: invalid option '%a' to 'format'"},
		{`return ("%"):format(1)`, "error: test.lua:1: invalid option '%' to 'format'"},
		{`return ("%100d"):format(1)`, "error: test.lua:1: invalid format (width or precision too long)"},
		{`return ("%0-+ #0d"):format(1)`, "error: test.lua:1: invalid format (repeated flags)"},
		{
			`return ("%s"):rep(2000):format(unpack((function() local t = {} for i = 1, 2000 do t[i] = ("x"):rep(40000) end return t end)()))`,
			"error: test.lua:1: string.format: result of 67120000 bytes is longer than the limit of 67108864",
		},
	})
}

func TestDump(t *testing.T) {
	m := newMachine(t)
	for _, source := range []string{`string.dump(print)`, `string.dump(1)`} {
		if _, err := m.run(source); err == nil {
			t.Errorf("%s works", source)
		}
	}
	dumped, err := m.run(`local up = 5 return string.dump(function(a) return a .. a % 4.5 , up end)`)
	if err != nil {
		t.Fatal(err)
	}
	m.L.G.Global.RawSetString("dumped", lua.LString(dumped))
	if got, err := m.run(`local parts = {dumped:sub(1, 5), dumped:sub(6)}
		return loadstring(dumped)(7), load(function() return table.remove(parts, 1) end)(6)`); err != nil || got != "72.5 61.5 nil" {
		t.Errorf("the loaded functions give %q, %v", got, err)
	}
	if err := m.vm.Close(); err != nil {
		t.Fatal(err)
	}
	if got, _ := m.run(`return loadstring(dumped)`); got != "nil [string \"\x1bLua watsrun 0\"]:1: cannot load a compiled chunk: only source text" {
		t.Errorf("a dumped function outlives its run: %q", got)
	}
}

// TestLongWorkEnds has calls that would run for years inside Go: the limit of steps ends each.
func TestLongWorkEnds(t *testing.T) {
	for _, source := range []string{
		`return ("a"):rep(30000):find(".-.-.-b")`,
		`return (("a"):rep(30000):match(".*.*.*b"))`,
		`return ("a"):rep(30000):gsub(".-.-.-b", "")`,
		`for _ in ("a"):rep(30000):gmatch(".-.-.-b") do end`,
		`table.concat({}, "", 1, 2^60)`,
		`table.insert({}, -2^60, 1)`,
		`local t = {} for i = 1, 5000 do t[i] = i end table.sort(t, function(a, b) return false end)`,
	} {
		m := newMachine(t)
		m.vm.Limits.PatternSteps = 10_000
		start := time.Now()
		_, err := m.run(source)
		switch {
		case err == nil:
			t.Errorf("%s works", source)
		case !strings.Contains(err.Error(), "gave up after 10000 steps") && !strings.Contains(err.Error(), "invalid value (nil)"):
			t.Errorf("%s: %v", source, err)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s took %v", source, took)
		}
	}
}

// TestWorkEndsWithTheRun has one long call inside Go that must see that its run was stopped.
func TestWorkEndsWithTheRun(t *testing.T) {
	m := newMachine(t)
	m.vm.Limits.PatternSteps = 1 << 50
	ctx, cancel := context.WithCancel(t.Context())
	context.AfterFunc(ctx, func() { m.vm.Stop(errors.New("out of time")) })
	m.L.G.Global.RawSetString("cancel", m.L.NewFunction(cancelFunction(cancel)))
	if _, err := m.run(`cancel() return ("a"):rep(1e6):find(".-.-.-b")`); err == nil {
		t.Error("the call goes on after the end of its run")
	}
}

// FuzzFormatString has formats that nobody would write: they may raise, not panic.
func FuzzFormatString(f *testing.F) {
	for _, seed := range []string{"%d %s %q", "%5.3f|%-10s", "%%%", "%#.0o", "%c%c", "% +-#099.99g", "%"} {
		f.Add(seed, "text", 1.5)
	}
	m := newMachine(f)
	f.Fuzz(func(t *testing.T, format, text string, n float64) {
		for _, args := range [][2]lua.LValue{{lua.LNumber(n), lua.LString(text)}, {lua.LString(text), lua.LNumber(n)}} {
			fn := m.L.GetField(m.L.G.Global.RawGetString("string"), "format")
			err := m.L.CallByParam(lua.P{Fn: fn, NRet: 1, Protect: true}, lua.LString(format), args[0], args[1])
			if e, ok := errors.AsType[*lua.ApiError](err); ok && e.Type == lua.ApiErrorPanic {
				t.Error(e)
			}
			m.L.SetTop(0)
		}
	})
}
