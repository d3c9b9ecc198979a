package std

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/internal/observe"
	"github.com/watsrun/watsrun/modules"
)

var started = time.Date(2026, 3, 1, 12, 0, 0, 0, time.FixedZone("CET", 3600))

// newRun is a context with a run whose log lines are JSON in the buffer and whose clock stands 2.5 s after the start.
func newRun(t *testing.T, level slog.Level) (context.Context, *bytes.Buffer) {
	var lines bytes.Buffer
	run := &modules.Run{
		Log: observe.NewLogger(&lines, observe.Options{JSON: true, Level: level}).With("run_id", "r1"), Start: started,
		Now:     func() time.Time { return started.Add(2500 * time.Millisecond) },
		Inspect: func(r modules.Raw) string { return "<" + r.Value.(string) + ">" },
	}
	return modules.WithRun(t.Context(), run), &lines
}

// find is a declared function by its full name.
func find(t *testing.T, o Options, name string) *modules.Function {
	t.Helper()
	module, function, _ := strings.Cut(name, ".")
	for _, m := range Modules(o) {
		for _, f := range m.Functions {
			if m.Name == module && f.Name == function {
				return f
			}
		}
	}
	t.Fatalf("%s is not declared", name)
	return nil
}

func call(t *testing.T, ctx context.Context, name string, in any) (any, error) {
	t.Helper()
	return find(t, Options{}, name).Invoke(ctx, nil, in)
}

func TestEveryDeclarationIsComplete(t *testing.T) {
	for _, m := range Modules(Options{}) {
		if m.Doc == "" {
			t.Errorf("%s has no documentation", m.Name)
		}
		for _, f := range m.Functions {
			if !strings.HasSuffix(f.Doc, ".") || len(f.Examples) == 0 {
				t.Errorf("%s.%s lacks documentation or an example", m.Name, f.Name)
			}
			for _, p := range f.Params {
				if !strings.HasSuffix(p.Doc, ".") {
					t.Errorf("%s.%s: %s lacks documentation", m.Name, f.Name, p.Name)
				}
			}
		}
	}
}

func fields(pairs map[string]any) modules.Table {
	t := modules.Table{Fields: pairs}
	for k := range pairs {
		t.Keys = append(t.Keys, k)
	}
	return t
}

func TestLogFieldsStandApart(t *testing.T) {
	ctx, lines := newRun(t, slog.LevelDebug)
	in := &logIn{Message: "measured", Fields: fields(map[string]any{
		"run_id": "forged", "level": "forged", "sn": "SN-1", "volts": 3.31, "count": 12345678.0, "bad": math.NaN(), "none": modules.Null{},
		"limits": modules.Table{List: []any{3.2, 3.0, math.Inf(1)}}, "empty": modules.Table{},
		"nested": fields(map[string]any{"a": true, "deep": fields(map[string]any{"b": "c"})}),
		"mixed":  modules.Table{List: []any{fields(map[string]any{"x": 1.0})}}, "object": struct{ Secret string }{"s"}, "station": errorText("STATION-1"),
	})}
	for _, level := range []string{"debug", "info", "warn", "error"} {
		lines.Reset()
		if _, err := call(t, ctx, "log."+level, in); err != nil {
			t.Fatal(err)
		}
		want := `{"level":"` + strings.ToUpper(level) + `","msg":"measured","run_id":"r1","fields":{"bad":"NaN","count":12345678,"empty":[],"level":"forged",` +
			`"limits":[3.2,3,"+Inf"],"mixed":[{"x":1}],"nested":{"a":true,"deep":{"b":"c"}},"none":null,"object":"<struct { Secret string }>",` +
			`"run_id":"forged","sn":"SN-1","station":"STATION-1","volts":3.31}}` + "\n"
		_, line, _ := strings.Cut(lines.String(), ",") // without the time
		if diff := cmp.Diff(want, "{"+line); diff != "" {
			t.Error(diff)
		}
	}
}

type errorText string

func (e errorText) String() string { return string(e) }

func TestLogLevels(t *testing.T) {
	ctx, lines := newRun(t, slog.LevelWarn)
	for level, want := range map[Level]bool{"debug": false, "info": false, "warn": true, "error": true} {
		lines.Reset()
		if _, err := call(t, ctx, "log."+string(level), &logIn{Message: "m"}); err != nil {
			t.Fatal(err)
		}
		enabled, err := call(t, ctx, "log.enabled", &logEnabledIn{Level: level})
		if err != nil || enabled != want || (lines.Len() > 0) != want {
			t.Errorf("%s: enabled is %v, the line is %q", level, enabled, lines)
		}
	}
	var l Level
	if err := l.UnmarshalText([]byte("WARN")); err != nil || l != "warn" {
		t.Errorf("WARN is read as %q, %v", l, err)
	}
	if err := l.UnmarshalText([]byte("wran")); err == nil || !strings.Contains(err.Error(), "did you mean warn?") {
		t.Errorf("wran gives %v", err)
	}
}

// callback is a Lua function's stand-in, since this package knows no Lua.
type callback func(ctx context.Context, args ...any) ([]modules.Raw, error)

func (c callback) Call(ctx context.Context, args ...any) ([]modules.Raw, error) {
	return c(ctx, args...)
}

func TestLogContextsNestAndEnd(t *testing.T) {
	ctx, lines := newRun(t, slog.LevelInfo)
	info := func(ctx context.Context) string {
		lines.Reset()
		if _, err := call(t, ctx, "log.info", &logIn{Message: "m", Fields: fields(map[string]any{"own": 1.0})}); err != nil {
			t.Fatal(err)
		}
		var line struct{ Fields json.RawMessage }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		return string(line.Fields)
	}
	raised := errors.New("raised")
	inner := callback(func(ctx context.Context, _ ...any) ([]modules.Raw, error) {
		if got := info(ctx); got != `{"lot":"B2","shift":2,"socket":3,"own":1}` {
			t.Errorf("the inner context logs %s", got)
		}
		return nil, raised
	})
	outer := callback(func(ctx context.Context, args ...any) ([]modules.Raw, error) {
		if diff := cmp.Diff([]any{modules.Raw{Value: "x"}}, args); diff != "" {
			t.Error(diff)
		}
		_, err := call(t, ctx, "log.with_context", &logWithContextIn{Fields: fields(map[string]any{"lot": "B2", "socket": 3.0}), Fn: inner})
		if !errors.Is(err, raised) {
			t.Errorf("the error became %v", err)
		}
		if got := info(ctx); got != `{"lot":"A7","shift":2,"own":1}` {
			t.Errorf("after the inner context the outer one logs %s", got)
		}
		return []modules.Raw{{Value: 1}, {Value: 2}}, nil
	})
	got, err := call(t, ctx, "log.with_context", &logWithContextIn{
		Fields: fields(map[string]any{"lot": "A7", "shift": 2.0}), Fn: outer, Args: []modules.Raw{{Value: "x"}},
	})
	if diff := cmp.Diff([]modules.Raw{{Value: 1}, {Value: 2}}, got); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
	if got := info(ctx); got != `{"own":1}` {
		t.Errorf("after the contexts a line has %s", got)
	}
}

func TestJSON(t *testing.T) {
	ctx, _ := newRun(t, slog.LevelInfo)
	in := &jsonEncodeIn{Indent: 2}
	in.Value.SetJSON([]byte(`{"a":[1]}`))
	if got, err := call(t, ctx, "json.encode", in); err != nil || got != "{\n  \"a\": [\n    1\n  ]\n}" {
		t.Errorf("indented: %v, %v", got, err)
	}
	in.Indent = 0
	if got, err := call(t, ctx, "json.encode", in); err != nil || got != `{"a":[1]}` {
		t.Errorf("on one line: %v, %v", got, err)
	}
	if got, err := call(t, ctx, "json.encode", &jsonEncodeIn{}); err != nil || got != "null" {
		t.Errorf("nil: %v, %v", got, err)
	}
	for _, indent := range []int{-1, 17} {
		in.Indent = indent
		if _, err := call(t, ctx, "json.encode", in); fault.KindOf(err) != fault.Usage {
			t.Errorf("indent %d gives %v", indent, err)
		}
	}
	if got, _ := call(t, ctx, "json.decode", &jsonDecodeIn{Text: "[]"}); !cmp.Equal(got, modules.JSON{Data: []byte("[]"), Verbatim: true}) {
		t.Errorf("decode gives %v", got)
	}
	items := modules.Raw{Value: "the table"}
	if got, _ := call(t, ctx, "json.array", &jsonArrayIn{Items: items}); got != (modules.Array{Of: items}) {
		t.Errorf("array gives %v", got)
	}
	if got, _ := call(t, ctx, "json.array", &jsonArrayIn{}); !got.(modules.Table).Array {
		t.Errorf("array() gives %v", got)
	}
	if got := jsonModule().Constants[0].Value(ctx); got != (modules.Null{}) {
		t.Errorf("null is %v", got)
	}
}

func TestGlobals(t *testing.T) {
	ctx, _ := newRun(t, slog.LevelInfo)
	for raw, want := range map[modules.Raw]string{{}: "nil", {Value: "x"}: "<x>"} {
		if got, err := call(t, ctx, "_G.inspect", &inspectIn{raw}); err != nil || got != want {
			t.Errorf("inspect(%v) gives %v, %v", raw, got, err)
		}
	}
	first, err := call(t, ctx, "_G.uuid", &none{})
	if err != nil || uuid.Validate(first.(string)) != nil {
		t.Errorf("uuid() gives %v, %v", first, err)
	}
	if second, _ := call(t, ctx, "_G.uuid", &none{}); first == second {
		t.Error("uuid() repeats itself")
	}
}
