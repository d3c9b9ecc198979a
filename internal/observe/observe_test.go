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

	"github.com/google/go-cmp/cmp"
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
		"fields": map[string]any{"fields": map[string]any{"run_id": "forged", "station": "forged"}},
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
	log.Warn("loud", "err", errors.New("broken"))
	if strings.Contains(out.String(), "quiet") || !strings.Contains(out.String(), "WRN loud err=broken") {
		t.Errorf("text is %q", out.String())
	}
	if got := fields(t, file.Bytes()); got["msg"] != "loud" || got["err"] != "broken" {
		t.Errorf("the file has %v", got)
	}
}

func TestSecretsAreMasked(t *testing.T) {
	var s Secrets
	s.Add("")
	s.Add("ab")
	s.Add(`to"ken<1>`)
	for in, want := range map[string]string{
		"":                             "",
		"nothing to hide":              "nothing to hide",
		`x to"ken<1> y`:                "x ******** y",
		`{"t":"to\"ken\u003c1\u003e"}`: `{"t":"********"}`,
		`"to\"ken<1>"`:                 `"********"`,
		"?t=to%22ken%3C1%3E&":          "?t=********&",
		"Basic dG8ia2VuPDE+":           "Basic ********",
		"Basic OnRvImtlbjwxPg==":       "Basic ********",
		"table ab abba, ab":            "table ******** abba, ********",
		"t=ab":                         "t=********",
		"éab abé":                      "éab abé",
	} {
		if got := string(s.Redact([]byte(in))); got != want {
			t.Errorf("Redact(%q) is %q, want %q", in, got, want)
		}
	}
}

func TestWriterMasksWhatTheLoggerWrites(t *testing.T) {
	var s Secrets
	var out bytes.Buffer
	s.Add("sesame42")
	NewLogger(s.Writer(&out), Options{}).Error("refused sesame42", "err", errors.New("401 for sesame42"), "raw", []byte("sesame42"))
	if strings.Contains(out.String(), "sesame") {
		t.Errorf("the line is %q", out.String())
	}
}

func FuzzRedact(f *testing.F) {
	f.Add("secret", "a secret text")
	f.Add("a", "banana a")
	f.Fuzz(func(t *testing.T, secret, text string) {
		var s Secrets
		s.Add(secret)
		got := s.Redact([]byte(text))
		if secret == "" && string(got) != text {
			t.Errorf("an empty secret changed %q to %q", text, got)
		}
		if len(secret) >= shortSecret && !strings.Contains(mask, secret) && !overlapsMask(secret) && bytes.Contains(got, []byte(secret)) {
			t.Errorf("%q is left in %q", secret, got)
		}
	})
}

// overlapsMask says whether a secret could arise anew from the mask and the text beside it.
func overlapsMask(secret string) bool { return strings.Contains(secret, "*") }
