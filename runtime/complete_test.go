package runtime

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// suggested are the names that the session suggests for a source.
func suggested(s *Session, source string) (names []string) {
	list, _ := s.Complete(source)
	for _, x := range list {
		names = append(names, x.Name)
	}
	return names
}

func TestCompletionLooksAtWhatThereIs(t *testing.T) {
	r := newTest(t, Options{})
	s, out := newSession(t, r)
	feed(
		t, s, "local limits = {low = 3.2, high = 3.4, ['not a name'] = 1, [1] = {nested = true}, check = function() end}",
		"part_a = bench.part{name = 'a'}", "part_a:add{name = 'b'}", "name = 'text'",
		"derived = setmetatable({own = 1}, {__index = limits})",
		"trap = setmetatable({}, {__index = function() print('called') end})",
	)
	for source, want := range map[string]string{
		"lim":                          "limits",
		"print(limits.":                "check high low",
		"limits:":                      "check",
		"limits[1].":                   "nested",
		"limits['low'].":               "",
		"derived.":                     "check high low own",
		"trap.":                        "",
		"part_":                        "part_a",
		"part_a:":                      "add get",
		"part_a.":                      "count name serial weight",
		"part_a:add{name = 'c'}:g":     "get",
		"part_a:add{}.s":               "serial",
		"part_a.name:up":               "upper",
		"name:rep":                     "rep",
		"('x'):low":                    "lower",
		"string.fo":                    "format",
		"math.fl":                      "floor",
		"_G.math.fl":                   "floor",
		"prin":                         "print",
		"PRIN":                         "print",
		"whi":                          "while",
		"para":                         "params",
		"ben":                          "bench",
		"bench.li":                     "list live",
		"bench.part{":                  "any count data name sound tags weight",
		"bench.part({name = 'x', co":   "count",
		"bench.part{\n  name = 'x',\n": "any count data sound tags weight",
		"bench.part{name = lim":        "limits",
		"bench.nothing.":               "",
		"unknown().":                   "",
		"nothing_at_all":               "",
		"'lim":                         "",
	} {
		if d := cmp.Diff(want, strings.Join(suggested(s, source), " ")); d != "" {
			t.Errorf("%s\n%s", source, d)
		}
	}
	if out.Len() > 0 {
		t.Errorf("code of the session ran: %q", out)
	}
}

func TestCompletionTellsWhatIsDeclared(t *testing.T) {
	s, _ := newSession(t, newTest(t, Options{}))
	feed(t, s, "p = bench.part{name = 'a'}")
	for source, want := range map[string]Suggestion{
		"ben":              {Name: "bench", Doc: "For tests."},
		"bench.sho":        {Name: "show", Doc: "Show the arguments."},
		"p:ad":             {Name: "add", Doc: "Add a part."},
		"p.ser":            {Name: "serial", Doc: "The serial number."},
		"bench.part{wei":   {Name: "weight", Doc: "In grams.", Argument: true},
		"p:add{name='x', ": {Name: "any", Doc: "Anything.", Argument: true},
	} {
		list, _ := s.Complete(source)
		if len(list) == 0 || list[0] != want {
			t.Errorf("%s: %+v", source, list)
		}
	}
	if _, typed := s.Complete("print(p.ser"); typed != "ser" {
		t.Errorf("%q is typed", typed)
	}
}

func TestCompletionAfterAnInterruptedChunk(t *testing.T) {
	s, _ := newSession(t, newTest(t, Options{}))
	_, _, err := s.Eval(t.Context(), "os.exit(21)")
	if err == nil || len(suggested(s, "math.fl")) != 1 {
		t.Errorf("after %v: %v", err, suggested(s, "math.fl"))
	}
}
