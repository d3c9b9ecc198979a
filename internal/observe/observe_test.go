package observe

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/slogtest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/correlation"
)

func fields(t *testing.T, line []byte) map[string]any {
	t.Helper()
	var m map[string]any
	if err := json.Unmarshal(line, &m); err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	delete(m, "time")
	return m
}

func TestHandlerKeepsTheRulesOfSlog(t *testing.T) {
	var out bytes.Buffer
	slogtest.Run(t, func(*testing.T) slog.Handler {
		out.Reset()
		return NewLogger(&out, Options{JSON: true}).Handler()
	}, func(t *testing.T) map[string]any {
		var m map[string]any
		if err := json.Unmarshal(out.Bytes(), &m); err != nil {
			t.Fatal(err)
		}
		return m
	})
}

type stationKey struct{}

func station(ctx context.Context) []slog.Attr {
	return []slog.Attr{slog.Any("station", ctx.Value(stationKey{}))}
}

func TestIdentityCannotBeForged(t *testing.T) {
	var out bytes.Buffer
	log := NewLogger(&out, Options{JSON: true, Identify: station}).With("run_id", "R1", "script", "a.lua")
	ctx := context.WithValue(t.Context(), stationKey{}, "ICT-1")
	log.WithGroup("fields").InfoContext(ctx, "hi", "run_id", "forged", "station", "forged")
	want := map[string]any{
		"level": "INFO", "msg": "hi", "run_id": "R1", "script": "a.lua", "station": "ICT-1",
		"fields": map[string]any{"run_id": "forged", "station": "forged"},
	}
	if d := cmp.Diff(want, fields(t, out.Bytes())); d != "" {
		t.Error(d)
	}
	out.Reset()
	log.InfoContext(ctx, "hi", "run_id", "forged", "value", 3)
	want["fields"], want["value"] = map[string]any{"run_id": "forged"}, 3.0
	if d := cmp.Diff(want, fields(t, out.Bytes())); d != "" {
		t.Error(d)
	}
}

// TestNoFieldOfIdentityCanBeForged: neither what the logger is bound to nor what the context says.
func TestNoFieldOfIdentityCanBeForged(t *testing.T) {
	forged := map[string]any{}
	var said, own []any
	for _, name := range []string{"run_id", "correlation_id", "script", "station", "trace_id"} {
		forged[name] = "forged"
		said, own = append(said, name, "forged"), append(own, name, "own")
	}
	var out bytes.Buffer
	bound := NewLogger(&out, Options{JSON: true}).With(own...)
	identified := NewLogger(&out, Options{JSON: true, Identify: func(context.Context) []slog.Attr { return slog.Group("", own...).Value.Group() }})
	for name, log := range map[string]*slog.Logger{"bound": bound, "identified": identified} {
		out.Reset()
		log.Info("hi", said...)
		got := fields(t, out.Bytes())
		for field := range forged {
			if got[field] != "own" || strings.Count(out.String(), `"`+field+`":"own"`) != 1 {
				t.Errorf("%s: %s is forged in %s", name, field, &out)
			}
		}
		if d := cmp.Diff(forged, got["fields"]); d != "" {
			t.Errorf("%s: %s", name, d)
		}
	}
}

func TestTextStaysOnOneLine(t *testing.T) {
	var out bytes.Buffer
	log := NewLogger(&out, Options{}).With("run_id", "R1")
	log.Info("done\n12:00:00.000 ERR forged\x1b[2J", slog.Group("fields", "a", "b\n12:00:00.000 ERR forged", "k=v run_id", "x"))
	text := out.String()
	if strings.Count(text, "\n") != 1 || strings.Contains(text, "\x1b") {
		t.Errorf("the line is %q", text)
	}
	if strings.Contains(text, "R1") || !strings.Contains(text, "fields.a=") {
		t.Errorf("the line is %q", text)
	}
	out.Reset()
	NewLogger(&out, Options{Identity: true}).With("run_id", "R1").Info("x")
	if !strings.Contains(out.String(), "run_id=R1") {
		t.Errorf("the line is %q", out.String())
	}
}

func TestLevelsAndFile(t *testing.T) {
	var out, file bytes.Buffer
	log := NewLogger(&out, Options{Level: slog.LevelWarn, File: &file})
	log.Info("quiet")
	log.Warn("loud", "err", errors.New("broken"), "duration", 1500*time.Millisecond)
	if strings.Contains(out.String(), "quiet") || !strings.Contains(out.String(), "WRN loud err=broken duration=1.5s") {
		t.Errorf("text is %q", out.String())
	}
	if got := fields(t, file.Bytes()); got["msg"] != "loud" || got["err"] != "broken" || got["duration"] != 1.5 {
		t.Errorf("the file has %v", got)
	}
	file.Reset()
	NewLogger(&out, Options{Level: slog.LevelError, File: &file, FileLevel: slog.LevelInfo}).Info("for the file")
	if strings.Contains(out.String(), "for the file") || fields(t, file.Bytes())["msg"] != "for the file" {
		t.Errorf("text is %q, the file has %s", out.String(), file.Bytes())
	}
}

func TestLinesCarryWhatTheirContextSays(t *testing.T) {
	var out bytes.Buffer
	log := NewLogger(&out, Options{JSON: true}).With("run_id", "R1", "correlation_id", "R1")
	outer := correlation.WithFields(correlation.With(t.Context(), "order-77"), []slog.Attr{slog.String("lot", "A7"), slog.Int("n", 1)})
	ctx := correlation.WithFields(correlation.Next(outer), []slog.Attr{slog.Int("n", 2)})
	for _, c := range []struct {
		say  func()
		want map[string]any
	}{
		{func() { log.InfoContext(t.Context(), "x") }, map[string]any{"correlation_id": "R1"}},
		{func() { log.InfoContext(outer, "x") }, map[string]any{"correlation_id": "order-77", "fields": map[string]any{"lot": "A7", "n": 1.0}}},
		{
			func() {
				log.InfoContext(ctx, "x", "operation", "wats.get_version", slog.Group("fields", "m", 3, "lot", "B8"))
			},
			map[string]any{"correlation_id": "order-77.1", "operation": "wats.get_version", "fields": map[string]any{"lot": "B8", "n": 2.0, "m": 3.0}},
		},
	} {
		out.Reset()
		c.say()
		c.want["level"], c.want["msg"], c.want["run_id"] = "INFO", "x", "R1"
		if d := cmp.Diff(c.want, fields(t, out.Bytes())); d != "" {
			t.Error(d)
		}
	}
}

// TestServersTellOfTheirCallers: a line that belongs to no run may carry the id that a caller sent.
func TestServersTellOfTheirCallers(t *testing.T) {
	var out bytes.Buffer
	NewLogger(&out, Options{JSON: true}).Info("request", "correlation_id", "of the caller")
	if got := fields(t, out.Bytes()); got["correlation_id"] != "of the caller" {
		t.Errorf("the line is %v", got)
	}
}

func TestFieldsOfTheLineItselfCannotBeForged(t *testing.T) {
	var out bytes.Buffer
	NewLogger(&out, Options{JSON: true}).Info("real", "msg", "forged", "level", "ERROR", "time", "never")
	want := map[string]any{"level": "INFO", "msg": "real", "fields": map[string]any{"msg": "forged", "level": "ERROR", "time": "never"}}
	if d := cmp.Diff(want, fields(t, out.Bytes())); d != "" {
		t.Error(d)
	}
	if n := strings.Count(out.String(), `"msg":"real"`); n != 1 {
		t.Errorf("the line is %s", out.String())
	}
	out.Reset()
	NewLogger(&out, Options{}).Info(`done run_id=R2 "x"`)
	if !strings.Contains(out.String(), `INF "done run_id=R2 \"x\""`) {
		t.Errorf("the line is %s", out.String())
	}
}

func TestTextNamesTheCallFromWarningsOn(t *testing.T) {
	var out bytes.Buffer
	log := NewLogger(&out, Options{}).With("run_id", "R1")
	ctx := correlation.With(t.Context(), "R1.3")
	log.InfoContext(ctx, "fine")
	log.WarnContext(ctx, "not so")
	if text := out.String(); !strings.HasSuffix(text, "WRN not so correlation_id=R1.3\n") || strings.Count(text, "R1") != 1 {
		t.Errorf("the lines are %s", text)
	}
}
