package trouble_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/trouble"
)

func TestRulesReadAndWrite(t *testing.T) {
	for text, want := range map[string]trouble.Rule{
		"*: hang before": {Route: "*", Fault: "hang before"},
		"POST /api/Report/WSJF: drop after; times=1": {Route: "POST /api/Report/WSJF", Fault: "drop after", Times: 1},
		"* /api/Report/*: status 503 retry-after 2s; after=1; every=2; share=0.25; times=3; seed=4": {
			Route: "* /api/Report/*", Fault: "status 503 retry-after 2s", After: 1, Every: 2, Share: 0.25, Times: 3, Seed: 4,
		},
	} {
		got, err := trouble.Parse(text)
		if diff := cmp.Diff(want, got); diff != "" || err != nil || got.String() != text {
			t.Errorf("%s\n%s %v %s", text, got, err, diff)
		}
		spaced := "  " + strings.NewReplacer(": ", "  :", "; ", ";", "=", " = ", " ", "  ").Replace(text) + " "
		if got, err := trouble.Parse(spaced); got != want || err != nil {
			t.Errorf("%q: %v, %v", spaced, got, err)
		}
	}
}

// TestMistakesNamePlaceAndCure shows a mistake of each kind.
func TestMistakesNamePlaceAndCure(t *testing.T) {
	for rule, want := range map[string]string{
		"":                                 `no colon stands between the route and the fault (a rule is METHOD /path: FAULT, such as 'POST /api/Report/WSJF: drop after; times=1'; * stands for every request)`,
		"drop after":                       `no colon stands between the route and the fault (a rule is METHOD /path: FAULT, such as 'POST /api/Report/WSJF: drop after; times=1'; * stands for every request)`,
		": drop after":                     `no route is named (* stands for every request)`,
		"*:":                               `no fault is named (a rule is METHOD /path: FAULT, such as 'POST /api/Report/WSJF: drop after; times=1')`,
		"/api/Report/WSJF: drop after":     `the route "/api/Report/WSJF" has no method (write one, or * for any: * /api/Report/WSJF)`,
		"POST: drop after":                 `"POST" is no route (a route is METHOD /path; * stands for every request)`,
		"POST api: drop after":             `"POST api" is no route (a route is METHOD /path; * stands for every request)`,
		"GET /api/*/x: drop after":         `the route "GET /api/*/x" has a * within its path (* may stand at the end only; a value in a path is written {name})`,
		"*: dorp after":                    `there is no fault "dorp" (did you mean drop?)`,
		"*: explode":                       `there is no fault "explode" (known: delay, status, drop, hang, slow, type, garble, truncate, login, skew)`,
		"*: drop":                          `the fault "drop": its arguments are not understood (write drop before|during|after)`,
		"*: drop between":                  `the fault "drop between": its arguments are not understood (write drop before|during|after)`,
		"*: hang":                          `the fault "hang": its arguments are not understood (write hang before|during|after)`,
		"*: delay":                         `the fault "delay": its arguments are not understood (write delay TIME[..TIME])`,
		"*: delay 5":                       `the fault "delay 5": "5" is no time (a time is a number and its unit, such as 200ms, 1.5s or 2h)`,
		"*: delay 5s..2":                   `the fault "delay 5s..2": "2" is no time (a time is a number and its unit, such as 200ms, 1.5s or 2h)`,
		"*: delay 5s..2s":                  `the fault "delay 5s..2s": 5s..2s is not from 0 to 10m0s, the shorter time first (write 200ms or 200ms..2s; hang waits for as long as the client does)`,
		"*: slow 1h":                       `the fault "slow 1h": 1h is not from 0 to 10m0s, the shorter time first (write 200ms or 200ms..2s; hang waits for as long as the client does)`,
		"*: slow":                          `the fault "slow": its arguments are not understood (write slow TIME[..TIME])`,
		"*: status":                        `the fault "status": its arguments are not understood (write status CODE [retry-after TIME | retry-date TIME])`,
		"*: status 99":                     `the fault "status 99": "99" is no status (a status is a number from 200 to 599, such as 503)`,
		"*: status 503 retry-after":        `the fault "status 503 retry-after": its arguments are not understood (write status CODE [retry-after TIME | retry-date TIME])`,
		"*: status 503 later 2s":           `the fault "status 503 later 2s": its arguments are not understood (write status CODE [retry-after TIME | retry-date TIME])`,
		"*: status 503 retry-after 2":      `the fault "status 503 retry-after 2": "2" is no time (a time is a number and its unit, such as 200ms, 1.5s or 2h)`,
		"*: status 503 retry-after 1500ms": `the fault "status 503 retry-after 1500ms": Retry-After counts whole seconds, not 1500ms (write 2s or 1m30s)`,
		"*: type":                          `the fault "type": its arguments are not understood (write type MEDIA-TYPE)`,
		"*: skew":                          `the fault "skew": its arguments are not understood (write skew [-]TIME)`,
		"*: skew soon":                     `the fault "skew soon": "soon" is no time (a time is a number and its unit, such as 200ms, 1.5s or 2h)`,
		"*: login times=1":                 `the fault "login times=1": it takes no arguments (options stand behind a semicolon, such as ; times=1)`,
		"*: login; once":                   `the option "once" has no value (an option is NAME=VALUE, such as times=1)`,
		"*: login; time=1":                 `there is no option "time" (did you mean times?)`,
		"*: login; times=0":                `times=0: want a whole number from 1 (leave times out where it does not count)`,
		"*: login; every=x":                `every=x: want a whole number from 1 (leave every out where it does not count)`,
		"*: login; share=0":                `share=0: want a number above 0, at most 1 (0.2 is every fifth request on average)`,
		"*: login; share=20%":              `share=20%: want a number above 0, at most 1 (0.2 is every fifth request on average)`,
		"*: login; share=NaN":              `share=NaN: want a number above 0, at most 1 (0.2 is every fifth request on average)`,
		"*: login; seed=-1":                `seed=-1: want a whole number from 0 (leave seed out for the usual course of chance)`,
	} {
		_, err := trouble.Parse(rule)
		if got := fmt.Sprint(err); got != fmt.Sprintf("fault rule %q: %s", rule, want) || fault.KindOf(err) != fault.Usage {
			t.Errorf("%s\n got %s\nwant %s", rule, got, want)
		}
	}
	for _, rule := range []trouble.Rule{
		{Route: "*", Fault: "garble", After: -1},
		{Route: "*", Fault: "garble", Every: -1},
		{Route: "*", Fault: "garble", Times: -1},
		{Route: "*", Fault: "garble", Share: 1.5},
		{Fault: "garble"},
		{Route: "*"},
	} {
		if _, err := trouble.New(rule); fault.KindOf(err) != fault.Usage {
			t.Errorf("%+v: %v", rule, err)
		}
	}
	if _, err := trouble.ParseAll("*: garble", "*: gabble"); fault.KindOf(err) != fault.Usage {
		t.Errorf("a list: %v", err)
	}
}

// TestEveryFaultIsInTheGuide compares the guide's tables with what there is.
func TestEveryFaultIsInTheGuide(t *testing.T) {
	guide, err := os.ReadFile("../../docs/embedded-server.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range trouble.Faults() {
		want := fmt.Sprintf("| `%s` | %s |", strings.ReplaceAll(k.Usage, "|", `\|`), k.Doc)
		if !strings.Contains(string(guide), want) {
			t.Errorf("the guide lacks %s", want)
		}
	}
	for _, o := range trouble.Options() {
		if want := fmt.Sprintf("| `%s` | %s |", o.Usage, o.Doc); !strings.Contains(string(guide), want) {
			t.Errorf("the guide lacks %s", want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"*: hang before", "POST /api/Report/WSJF: drop after; times=1", "GET /a/{b: delay 1s..2s;share=0.5", "*: status 503 retry-date 2s"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, err := trouble.Parse(text)
		if err != nil {
			return
		}
		if again, err := trouble.Parse(r.String()); err != nil || again != r {
			t.Errorf("%q: %v is read as %v, %v", text, r, again, err)
		}
	})
}
