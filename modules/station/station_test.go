package station

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

func registry(t *testing.T, list ...Station) *Registry {
	t.Helper()
	r, err := NewRegistry(Station{Location: "Oslo", Purpose: "Production"}, list)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestNormalise(t *testing.T) {
	for in, want := range map[string]string{
		" ict 7\t a ": "ICT-7-A", "": "", "  ": "", "test-machine.local": "TEST-MACHINE.LOCAL", "work_station_42": "WORK_STATION_42", "måling": "MÅLING",
	} {
		if got, err := Normalise(in); err != nil || got != want {
			t.Errorf("Normalise(%q) is %q, %v, want %q", in, got, err, want)
		}
	}
	for _, in := range []string{"a*", "line/ict", "50%", `a\b`, "x?", "[a]", "a^", "a!", strings.Repeat("x", 101), "a\x00"} {
		if _, err := Normalise(in); fault.KindOf(err) != fault.Validation || fault.Of(err).Message == "" {
			t.Errorf("Normalise(%q) gave %v", in, err)
		}
	}
}

// order is the default order of detection.
var order = []string{"environment", "hostname", "config"}

func said(source Source, place, text string) Candidate {
	return Candidate{Source: source, Place: place, Text: text}
}

func TestDetectionOrder(t *testing.T) {
	flag, env := said(Explicit, "--station", "bench 1"), said(Environment, "WATSRUN_STATION", "env-1")
	host, file := said(HostName, "host name", "pc-17"), said(ConfigFile, "watsrun.toml:2", "file-1")
	for name, c := range map[string]struct {
		said  []Candidate
		order []string
		want  string
	}{
		"explicit first":         {[]Candidate{file, host, env, flag}, order, "BENCH-1"},
		"explicit needs no rank": {[]Candidate{flag}, nil, "BENCH-1"},
		"environment next":       {[]Candidate{file, host, env}, order, "ENV-1"},
		"then the host name":     {[]Candidate{file, host}, order, "PC-17"},
		"then the file":          {[]Candidate{file}, order, "FILE-1"},
		"another order":          {[]Candidate{host, file}, []string{"config", "hostname"}, "FILE-1"},
		"left out":               {[]Candidate{host, file}, []string{"config"}, "FILE-1"},
		"blank does not count":   {[]Candidate{said(Environment, "E", " "), host}, order, "PC-17"},
		"generic host":           {[]Candidate{said(HostName, "host name", "localhost.localdomain"), file}, order, "FILE-1"},
		"host that is no name":   {[]Candidate{said(HostName, "host name", "a*b"), file}, order, "FILE-1"},
		"none":                   {nil, order, ""},
	} {
		t.Run(name, func(t *testing.T) {
			d, err := Detect(Inputs{Said: c.said, Order: c.order, Registry: registry(t)})
			if err != nil || d.Station.Name != c.want || d.Station.Purpose != "Development" {
				t.Errorf("found %+v, %v, want %q", d.Station, err, c.want)
			}
			won := 0
			for _, x := range d.Candidates {
				if x.Won {
					won++
				}
				if x.Why == "" {
					t.Errorf("nothing says why %+v won or lost", x)
				}
			}
			if hits := map[bool]int{true: 1}[c.want != ""]; won != hits {
				t.Errorf("%d candidates won: %+v", won, d.Candidates)
			}
		})
	}
}

func TestDetectionWarns(t *testing.T) {
	host, file := said(HostName, "host name", "pc-17"), said(ConfigFile, "watsrun.toml:2", "ict-1")
	d, err := Detect(Inputs{Said: []Candidate{host, file}, Order: order, Registry: registry(t)})
	if err != nil || len(d.Warnings) != 1 || !strings.Contains(d.Warnings[0], "not ICT-1 as watsrun.toml:2 says") {
		t.Errorf("a shadowed file gave %v, %v", d.Warnings, err)
	}
	d, err = Detect(Inputs{Order: order, Registry: registry(t)})
	if err != nil || len(d.Warnings) != 1 || !strings.Contains(d.Warnings[0], "no name") {
		t.Errorf("no name gave %v, %v", d.Warnings, err)
	}
}

func TestAChosenNameThatIsWrongIsAnError(t *testing.T) {
	_, err := Detect(Inputs{Said: []Candidate{said(Environment, "WATSRUN_STATION", "a/b")}, Order: order, Registry: registry(t)})
	if fault.KindOf(err) != fault.Config || !strings.Contains(err.Error(), "WATSRUN_STATION") {
		t.Errorf("got %v", err)
	}
	_, err = Detect(Inputs{Base: Station{Location: strings.Repeat("x", 101)}, Registry: registry(t)})
	if fault.KindOf(err) != fault.Config || !strings.Contains(err.Error(), "location") {
		t.Errorf("got %v", err)
	}
}

func TestANameThatIsAKeyMeansThatStation(t *testing.T) {
	r := registry(t, Station{Key: "PC-17", Name: "fct 2", Location: "Bergen"})
	d, err := Detect(Inputs{Said: []Candidate{said(HostName, "host name", "pc-17")}, Order: order, Registry: r})
	want := Station{Key: "pc-17", Name: "FCT-2", Location: "Bergen", Purpose: "Production"}
	if err != nil || d.Station != want {
		t.Errorf("found %+v, %v, want %+v", d.Station, err, want)
	}
}

func TestForReportHasAWordEverywhere(t *testing.T) {
	want := Station{Name: "Unknown", Location: "Unknown", Purpose: "Development"}
	if d := cmp.Diff(want, Station{}.ForReport()); d != "" {
		t.Error(d)
	}
}

func newRun(t *testing.T) context.Context {
	return modules.WithRun(t.Context(), &modules.Run{ID: t.Name()})
}

// call invokes a function of the module as a script would.
func call[In any](ctx context.Context, t *testing.T, h *Host, name string, in *In) (any, error) {
	t.Helper()
	for _, f := range h.Module().Functions {
		if f.Name == name {
			return f.Invoke(ctx, nil, in)
		}
	}
	t.Fatalf("the module has no function %s", name)
	return nil, nil
}

func TestScriptsChangeTheirOwnRunOnly(t *testing.T) {
	machine := Station{Name: "PC-17", Location: "Oslo", Purpose: "Production"}
	h := NewHost(machine, registry(t, Station{Key: "ict"}))
	first, second := newRun(t), newRun(t)
	if _, err := call(first, t, h, "add", &addArgs{Key: "FCT", Name: "fct 2"}); err != nil {
		t.Fatal(err)
	}
	used, err := call(first, t, h, "use", &keyArgs{Key: "Fct"})
	want := Station{Key: "fct", Name: "FCT-2", Location: "Oslo", Purpose: "Production"}
	if err != nil || used != want || h.Current(first) != want {
		t.Errorf("use gave %+v, %v; current is %+v", used, err, h.Current(first))
	}
	name := h.Module().Constants[0].Value
	if name(first) != "FCT-2" || name(second) != "PC-17" {
		t.Errorf("the names are %v and %v", name(first), name(second))
	}
	if list, _ := call(second, t, h, "list", &struct{}{}); len(list.([]Station)) != 1 {
		t.Errorf("the other run sees %v", list)
	}
	if _, err := call(first, t, h, "remove", &keyArgs{Key: "fct"}); err != nil || h.Current(first) != machine {
		t.Errorf("after remove: %+v, %v", h.Current(first), err)
	}
}

func TestRegistryFaults(t *testing.T) {
	h := NewHost(Station{Name: "PC"}, registry(t, Station{Key: "ict"}))
	ctx := newRun(t)
	for name, c := range map[string]struct {
		err  func() (any, error)
		kind fault.Kind
		text string
	}{
		"unknown": {func() (any, error) { return call(ctx, t, h, "use", &keyArgs{Key: "itc"}) }, fault.NotFound, "did you mean ict?"},
		"far off": {func() (any, error) {
			return call(newRun(t), t, NewHost(Station{}, registry(t)), "remove", &keyArgs{Key: "x"})
		}, fault.NotFound, "station.add"},
		"taken":      {func() (any, error) { return call(ctx, t, h, "add", &addArgs{Key: "ICT"}) }, fault.Conflict, "already"},
		"blank key":  {func() (any, error) { return call(ctx, t, h, "add", &addArgs{Key: " "}) }, fault.Usage, "needs a key"},
		"wild name":  {func() (any, error) { return call(ctx, t, h, "add", &addArgs{Key: "a", Name: "a*"}) }, fault.Validation, "use letters"},
		"exit small": {func() (any, error) { return call(ctx, t, h, "exit", &exitArgs{Code: 19}) }, fault.Usage, "use 20 to 63"},
		"exit large": {func() (any, error) { return call(ctx, t, h, "exit", &exitArgs{Code: 64}) }, fault.Usage, "use 20 to 63"},
	} {
		if _, err := c.err(); fault.KindOf(err) != c.kind || !strings.Contains(err.Error(), c.text) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestExitEndsTheRun(t *testing.T) {
	_, err := call(newRun(t), t, NewHost(Station{}, registry(t)), "exit", &exitArgs{Code: 42, Reason: "fixture open"})
	exit, ok := errors.AsType[*modules.Exit](err)
	if !ok || exit.Code != 42 || exit.Error() != "fixture open" {
		t.Errorf("exit gave %v", err)
	}
}
