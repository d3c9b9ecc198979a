package calls

import (
	"testing"

	lua "github.com/yuin/gopher-lua"
)

// The work of each benchmark is the body of a loop in Lua that runs b.N times.
func BenchmarkCalls(b *testing.B) {
	for _, c := range []struct{ name, setup, body string }{
		{"empty", "", ""},
		{"concat_two", "local a, b = 'hello ', 'world'", "local s = a .. b"},
		{"concat_numbers", "local a = 'hello '", "local s = a .. i .. ' ' .. a"},
		{"modulo_variable", "local m = 7", "local s = i % m"},
		{"modulo_literal", "", "local s = i % 7"},
		{"pcall", "local f = function() end", "pcall(f)"},
		{"pcall_error", "local f = function() error('x') end", "pcall(f)"},
		{"pcall_index_nil", "local f = function() local a return a.b end", "pcall(f)"},
		{"coroutine_new", "local f = function() end", "coroutine.resume(coroutine.create(f))"},
		{"coroutine_yield", "local f = coroutine.wrap(function() while true do coroutine.yield(1) end end)", "f()"},
	} {
		b.Run(c.name, func(b *testing.B) {
			v := newTestVM(b)
			fn := v.compile(b, c.setup+" local n = ... for i = 1, n do "+c.body+" end")
			b.ReportAllocs()
			b.ResetTimer()
			if _, err := Protected(v.L, v.vm, fn, []lua.LValue{lua.LNumber(b.N)}); err != nil {
				b.Fatal(err)
			}
		})
	}
}
