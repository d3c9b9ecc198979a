package chunk

import (
	"strings"
	"testing"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/runtime/host"
)

// FuzzCompile holds the compiler to its promises: every source is compiled or refused by a script's fault with a line.
func FuzzCompile(f *testing.F) {
	for _, c := range syntaxErrors {
		f.Add(c.source)
	}
	f.Add("local a, b = ... for i = 1, #a do b[i] = a[i] .. i % b end return function(...) return a and b or {...} end")
	f.Add("repeat local x = f() if x then break end until (function() return x end)()")
	f.Add(strings.Repeat("(", 300) + strings.Repeat("{", 300))
	f.Fuzz(func(t *testing.T, source string) {
		p, err := Compile([]byte(source), "s", host.Limits{SourceBytes: 1 << 16})
		if err == nil {
			if len(p.Code) != len(p.DbgSourcePositions) {
				t.Errorf("%d instructions, %d lines", len(p.Code), len(p.DbgSourcePositions))
			}
			return
		}
		e := fault.Of(err)
		if e.Kind != fault.Script || !strings.HasPrefix(e.Where, "s:") {
			t.Errorf("%s at %q: %v\n%s", e.Kind, e.Where, err, e.Traceback)
		}
	})
}
