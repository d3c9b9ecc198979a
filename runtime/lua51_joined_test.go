package runtime

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestJoinedLua51 has what only the whole host can do: the parts of Lua that several packages make together.
func TestJoinedLua51(t *testing.T) {
	for name, c := range map[string]struct{ script, want string }{
		"require of a library that was not named before": {
			`print(require "string" == string, require("math").pi == math.pi, require "_G" == _G, require "package" == package)`,
			"true\ttrue\ttrue\ttrue",
		},
		"require of a library finds what the script changed": {`string.mark = 1 print(require("string").mark)`, "1"},
		"pairs gives next":                         {`print(pairs({}) == next, (next(bench)) ~= nil, rawget(bench, "show") ~= nil, #debug.traceback() > 0)`, "true\ttrue\ttrue\ttrue"},
		"a module that is changed raw stays whole": {`rawset(bench, "show", 1) print(bench.show, type(bench.part))`, "1\tfunction"},
		"the metatable of strings is one":          {`print(debug.getmetatable("") == getmetatable(""), getmetatable("").__index == string)`, "true\ttrue"},
		"the globals are whole however they are reached": {`local n = 0 for k in pairs(debug.getfenv(print)) do n = n + 1 end
			local m = 0 for k in pairs(package.loaded._G) do m = m + 1 end print(n > 30, m >= n, getmetatable(package.loaded._G))`, "true\ttrue\tnil"},
		"module extends a library": {`module("string", package.seeall) function twice(s) return s .. s end print(("ab"):twice())`, "abab"},
	} {
		out, res := run(t, newTest(t, Options{}), c.script)
		if res.Err != nil {
			t.Errorf("%s: %v", name, res.Err)
		}
		if diff := cmp.Diff(c.want, out); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}
