package spec

import (
	"fmt"
	"strings"
	"testing"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// TestWrongArguments calls every function with arguments that it cannot take: unknown, missing, blank and of the wrong type. Each
// is refused as a fault of usage that names the argument, and nothing is asked of the server.
func TestWrongArguments(t *testing.T) {
	r := newRig(t)
	for _, m := range flatten(r.modules) {
		for _, f := range m.Functions {
			if m.Name == "_G" || f.Positional {
				continue // these take any value
			}
			t.Run(m.Name+"."+f.Name, func(t *testing.T) {
				for _, c := range wrongCalls(m.Name+"."+f.Name, f) {
					r.refuses(t, c)
				}
			})
		}
	}
	if n := r.requests.Load(); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// wrongCall is a call that cannot work, and what its error names.
type wrongCall struct{ code, names string }

func wrongCalls(name string, f *modules.Function) []wrongCall {
	calls := []wrongCall{{name + `({no_such_argument = 1})`, "no_such_argument"}}
	if len(f.Params) == 0 {
		return append(calls[:0], wrongCall{name + `({no_such_argument = 1})`, "no arguments"}, wrongCall{name + `(1)`, "at most 0"})
	}
	if takesTable(f.Params[0].Type) {
		calls = nil // the table is the argument itself
	}
	given := map[string]string{}
	for _, p := range f.Params {
		if p.Required {
			given[p.Name] = fitting(p.Type)
		}
	}
	for _, p := range f.Params {
		if p.Required && (len(given) > 1 || !takesTable(p.Type)) {
			calls = append(calls, wrongCall{name + table(given, p.Name, ""), p.Name + " is required"})
		}
		if p.Type.Kind != modules.Any {
			calls = append(calls, wrongCall{name + table(given, p.Name, misfit(p.Type)), p.Name})
		}
		if p.Type.Kind == modules.Integer || p.Type.Kind == modules.Number || len(p.Type.Choices) > 0 {
			calls = append(calls, wrongCall{name + table(given, p.Name, `"no such word"`), p.Name})
		}
	}
	return append(calls, wrongCall{name + "(" + strings.Repeat("nil, ", len(f.Params)) + "1)", ""})
}

// takesTable tells whether a table of names can be a value of the type.
func takesTable(t *modules.Type) bool {
	switch t.Kind {
	case modules.Any, modules.List, modules.Map, modules.RecordOf:
		return true
	}
	return false
}

// fitting is a value that a parameter of the type takes, as Lua.
func fitting(t *modules.Type) string {
	switch t.Kind {
	case modules.Integer, modules.Number:
		return "1"
	case modules.Boolean:
		return "true"
	case modules.List, modules.Map, modules.RecordOf:
		return "{}"
	case modules.Lambda:
		return "print"
	case modules.Object:
		return `wats.report.create_uut_report("op", "P", "A", "S", 10)`
	}
	if len(t.Choices) > 0 {
		return fmt.Sprintf("%q", t.Choices[0])
	}
	return `"2026-01-02"`
}

// misfit is a value that no parameter of the type takes.
func misfit(t *modules.Type) string {
	if t.Kind == modules.Lambda {
		return "1"
	}
	return "print"
}

// table is a table of named arguments, with one of them changed, or left out.
func table(given map[string]string, name, value string) string {
	var b strings.Builder
	for n, v := range given {
		if n != name {
			fmt.Fprintf(&b, "%s = %s, ", n, v)
		}
	}
	if value != "" {
		fmt.Fprintf(&b, "%s = %s", name, value)
	}
	return "({" + b.String() + "})"
}

func (r *rig) refuses(t *testing.T, c wrongCall) {
	t.Helper()
	_, res := r.run(t, "wrong.lua", c.code)
	switch {
	case res.Err == nil:
		t.Errorf("%s is taken", c.code)
	case res.Err.Kind != fault.Usage:
		t.Errorf("%s: kind %s: %v", c.code, res.Err.Kind, res.Err)
	case !strings.Contains(res.Err.Error(), c.names):
		t.Errorf("%s: %v does not name %s", c.code, res.Err, c.names)
	}
}
