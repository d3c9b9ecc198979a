package lua51_test

import (
	"fmt"
	"testing"

	lua "github.com/yuin/gopher-lua"
)

// BenchmarkFunctions runs common calls with this library and with the engine's own.
func BenchmarkFunctions(b *testing.B) {
	for _, c := range []struct{ name, body string }{
		{"format", `local s = ("%d %5.2f %s"):format(i, 3.14159, "abc")`},
		{"find plain", `local a, b = ("hello world from lua"):find("from", 1, true)`},
		{"find pattern", `local a, b = ("hello world 123 from lua"):find("%d+")`},
		{"match captures", `local k, v = ("key = value"):match("^(%w+)%s*=%s*(%w+)$")`},
		{"gsub", `local s = ("one two three four"):gsub("%w+", "<%0>")`},
		{"gsub function", `local s = ("one two three four"):gsub("%w+", function(w) return w end)`},
		{"gmatch", `for w in ("one two three four"):gmatch("%a+") do end`},
		{"sub", `local s = ("hello world"):sub(3, 7)`},
		{"byte", `local b = ("hello"):byte(2)`},
		{"upper", `local s = ("hello world"):upper()`},
		{"rep", `local s = ("ab"):rep(10)`},
		{"tostring", `local s = tostring(i + 0.5)`},
		{"tonumber", `local n = tonumber("123.25")`},
		{"concat", `local s = table.concat(words, ",")`},
		{"insert", `table.insert(list, i)`},
		{"insert remove", `table.insert(words, "x") table.remove(words)`},
		{"sort", `local t = {5, 3, 8, 1, 9, 2, 7, 4, 6, 10, 15, 13, 18, 11, 19, 12, 17, 14, 16, 20} table.sort(t)`},
		{"sort function", `local t = {5, 3, 8, 1, 9, 2, 7, 4, 6, 10} table.sort(t, function(a, b) return a > b end)`},
		{"unpack", `local a, b, c = unpack(words, 1, 3)`},
		{"select", `local n = select("#", 1, 2, 3)`},
		{"ipairs", `for j, w in ipairs(words) do end`},
		{"pairs", `for k, v in pairs(record) do end`},
		{"floor", `local n = math.floor(i / 3)`},
		{"max", `local n = math.max(i, 3, 5)`},
		{"type", `local s = type(i)`},
		{"setmetatable", `local t = setmetatable({}, words)`},
		{"string arithmetic", `local n = "10" + i`},
	} {
		for _, library := range []string{"ours", "engine"} {
			b.Run(c.name+"/"+library, func(b *testing.B) { benchmark(b, library == "ours", c.body) })
		}
	}
}

func benchmark(b *testing.B, ours bool, body string) {
	m := newMachine(b)
	if !ours {
		m.L = lua.NewState()
		m.L.SetContext(m.vm)
	}
	source := fmt.Sprintf(`local words, list, record = {"a", "bb", "ccc", "dddd", "eeeee", "f", "g", "h"}, {}, {a = 1, b = 2, c = 3, d = 4}
		return function(n) for i = 1, n do %s end end`, body)
	if err := m.L.DoString(source); err != nil {
		b.Fatal(err)
	}
	fn := m.L.Get(-1)
	b.ReportAllocs()
	b.ResetTimer()
	if err := m.L.CallByParam(lua.P{Fn: fn, Protect: true}, lua.LNumber(b.N)); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkOpen is what a fresh VM pays for the library.
func BenchmarkOpen(b *testing.B) {
	b.ReportAllocs()
	for range b.N {
		newMachine(b)
	}
}
