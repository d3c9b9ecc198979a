package chunk

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestEndingOfASource(t *testing.T) {
	variable := func(name string) Link { return Link{Variable, name} }
	field := func(name string) Link { return Link{Field, name} }
	call := Link{By: Call}
	for source, want := range map[string]Ending{
		"":                        {},
		"pri":                     {Name: "pri"},
		"x = pri":                 {Name: "pri"},
		"whi":                     {Name: "whi"},
		"and":                     {Name: "and"},
		"print(a, ":               {},
		"x = 1\n-- done\nlo":      {Name: "lo"},
		"-- a comment\n":          {},
		"wats.":                   {Owner: []Link{variable("wats")}},
		"print(wats . report.sub": {Name: "sub", Owner: []Link{variable("wats"), field("report")}},
		"r:add":                   {Name: "add", Method: true, Owner: []Link{variable("r")}},
		"r:root{a = 1}:root():x":  {Name: "x", Method: true, Owner: []Link{variable("r"), {Method, "root"}, call, {Method, "root"}, call}},
		"f'x'[1].y":               {Name: "y", Owner: []Link{variable("f"), call, {Element, "1"}}},
		"t['a b'][i + 1].":        {Owner: []Link{variable("t"), field("a b"), {By: Element}}},
		"('x'):up":                {Name: "up", Method: true, Owner: []Link{{By: Text}}},
		"f{":                      {Call: []Link{variable("f")}},
		"f{a = 1, b = {c = 2}, d": {Name: "d", Call: []Link{variable("f")}, Given: []string{"b", "a"}},
		"m.f({a = 1; ":            {Call: []Link{variable("m"), field("f")}, Given: []string{"a"}},
		"f{g(1, ":                 {},
		"f{a = ":                  {},
		"t = {a":                  {Name: "a"},
		"f{{":                     {},
	} {
		got, ok := EndOf(source)
		if d := cmp.Diff(want, got); d != "" || !ok {
			t.Errorf("%q: %v\n%s", source, ok, d)
		}
	}
}

func TestWhereNoNameCanStand(t *testing.T) {
	for _, source := range []string{
		`"in a str`, `x = [[in a str`, "-- in a comm", "--[[ in a comm", "x -- in a comm", "12", "f()", "a]", `"text"`, "(a + b).c", "{1}.x", ").x", ".x", "3..x", "}.x", "end.x", "local x = 3x",
	} {
		if e, ok := EndOf(source); ok {
			t.Errorf("%q: %+v", source, e)
		}
	}
}
