package runtime

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestJoinedLua51 has what only the whole host can do: the parts of Lua that several packages make together.
func TestJoinedLua51(t *testing.T) {
	for name, c := range map[string]struct{ script, want string }{
		"require of a library that was not named before": {`print(require "string" == string, require("math").pi == math.pi, require "_G" == _G, require "package" == package)`,
			"true\ttrue\ttrue\ttrue"},
		"require of a library finds what the script changed": {`string.mark = 1 print(require("string").mark)`, "1"},
		"module extends a library":                           {`module("string", package.seeall) function twice(s) return s .. s end print(("ab"):twice())`, "abab"},
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
