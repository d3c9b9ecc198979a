package calls

import (
	"regexp"
	"strings"
	"testing"

	"github.com/watsrun/watsrun/internal/shared"
	"github.com/watsrun/watsrun/runtime/chunk"
)

// known are the cases in which the answer differs from Lua's, with the reason.
var known = map[string]string{
	"many consts":     "the message has a position",
	"__len table":     "the engine asks __len of tables too",
	"__mode weak":     "the engine has no weak tables",
	"module":          "module, require and package are the runtime's",
	"require missing": "module, require and package are the runtime's",
	"package":         "module, require and package are the runtime's",
}

var address = regexp.MustCompile(`0x[0-9a-f]+`)

func TestCasesAgainstLua(t *testing.T) {
	source := shared.Read(t, "lua51/cases.lua")
	expected := answers(string(shared.Read(t, "lua51/expected-lua5.1.txt")))
	v := newTestVM(t)
	proto, err := chunk.Compile(source, "cases.lua", v.vm.Limits)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Protected(v.L, v.vm, Load(v.L, proto), nil); err != nil {
		t.Fatal(err)
	}
	got := answers(v.out.String())
	if len(expected) < 200 || len(got) != len(expected) {
		t.Errorf("%d answers, %d expected", len(got), len(expected))
	}
	for name, want := range expected {
		switch reason, isKnown := known[name]; {
		case got[name] != want && !isKnown:
			t.Errorf("%s: %.200s, want %.200s", name, got[name], want)
		case got[name] == want && isKnown && reason != "":
			t.Errorf("%s is listed as different but is not", name)
		}
	}
}

// answers are the lines "name => answer".
func answers(output string) map[string]string {
	all := map[string]string{}
	for line := range strings.Lines(output) {
		if name, answer, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " => "); ok {
			all[name] = address.ReplaceAllString(answer, "ADDRESS")
		}
	}
	return all
}
