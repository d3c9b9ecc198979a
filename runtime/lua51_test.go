package runtime

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/watsrun/watsrun/internal/shared"
)

// known are the cases whose answer differs from PUC Lua's on purpose; docs/lua.md tells why.
var known = map[string]string{
	"__len table": `true, 42`,                                                            // an extension of the engine: # asks __len of tables too
	"__mode weak": `true, false`,                                                         // the engine has no weak tables
	"many consts": `true, "[string \"local t={} ...\"]:131074: constant table overflow"`, // Lua does not say where
}

// address is how functions and tables are printed, which differs from run to run.
var address = regexp.MustCompile("0x[0-9a-f]+")

// TestLua51Cases runs a collection of small cases through the whole host and compares each answer with PUC Lua's.
func TestLua51Cases(t *testing.T) {
	source := shared.Read(t, "lua51/cases.lua")
	want := strings.Split(strings.TrimSpace(string(shared.Read(t, "lua51/expected-lua5.1.txt"))), "\n")
	r := newTest(t, Options{})
	var out bytes.Buffer
	res := r.Run(t.Context(), Job{Script: Script{Name: "cases.lua", Source: source}, Stdout: &out})
	if res.Err != nil {
		t.Fatal(res.Err)
	}
	got := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(got) != len(want) {
		t.Errorf("%d answers, want %d", len(got), len(want))
	}
	for i := range min(len(got), len(want)) {
		name, _, _ := strings.Cut(want[i], " => ")
		if answer, ok := known[name]; ok {
			if got[i] != name+" => "+answer {
				t.Errorf("the documented difference changed:\n got  %s\n want %s", got[i], name+" => "+answer)
			}
			continue
		}
		if address.ReplaceAllString(got[i], "0x") != address.ReplaceAllString(want[i], "0x") {
			t.Errorf("\n got  %s\n want %s", got[i], want[i])
		}
	}
}
