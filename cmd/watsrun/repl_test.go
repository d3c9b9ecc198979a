package main

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestHistoryKeepsWholeInputs(t *testing.T) {
	dir := t.TempDir()
	h := openHistory(dir, slog.New(slog.DiscardHandler))
	for _, input := range []string{"a = 1", "a = 1", "function f()\n  return 1\nend"} {
		h.add(input)
	}
	if _, err := h.Write("not by single lines"); err != nil {
		t.Error(err)
	}
	again := openHistory(dir, slog.New(slog.DiscardHandler))
	if d := cmp.Diff([]string{"a = 1", "function f()\n  return 1\nend"}, again.inputs); d != "" {
		t.Error(d)
	}
	if line, err := again.GetLine(1); err != nil || !strings.HasPrefix(line, "function") {
		t.Errorf("line 1 is %q, %v", line, err)
	}
	if _, err := again.GetLine(2); err == nil {
		t.Error("there is a line beyond the last")
	}
}

func TestHistoryIsBoundedAndSurvivesDamage(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "history"), strings.Repeat("\"x\"\n", maxHistory+50)+"damaged\n\"last\"\n")
	h := openHistory(dir, slog.New(slog.DiscardHandler))
	if h.Len() != maxHistory || h.inputs[maxHistory-1] != "last" {
		t.Errorf("%d inputs, the last %q", h.Len(), h.inputs[h.Len()-1])
	}
	data, err := os.ReadFile(filepath.Join(dir, "history"))
	if err != nil || bytes.Count(data, []byte("\n")) != maxHistory {
		t.Errorf("the file has %d lines, %v", bytes.Count(data, []byte("\n")), err)
	}
}

func TestHistoryThatCannotBeWrittenIsSaid(t *testing.T) {
	var log bytes.Buffer
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "")
	openHistory(file, slog.New(slog.NewTextHandler(&log, nil))).add("x")
	if !strings.Contains(log.String(), "the history cannot be written") {
		t.Errorf("the log says %q", log.String())
	}
}

func TestCompletionKnowsDeclarationsAndTheSession(t *testing.T) {
	mods, err := declaredModules()
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]string{
		"wats.report.sub": "wats.report.submit", "stat": "station", "station.u": "station.use", "my_v": "my_value",
	} {
		var texts []string
		for _, c := range candidates(mods, []string{"my_value"}, word) {
			texts = append(texts, c.Text)
		}
		if !slices.Contains(texts, want) {
			t.Errorf("%s becomes %v", word, texts)
		}
	}
	if word := nameBeforeCursor.FindString("print(wats.report.su"); word != "wats.report.su" {
		t.Errorf("the word before the cursor is %q", word)
	}
}

// scriptedEditor gives lines and errors as a person at a terminal would.
type scriptedEditor struct {
	steps      []any // a line or an error
	prompts    []string
	remembered []string
}

// ReadLine is part of lineEditor.
func (s *scriptedEditor) ReadLine(prompt string) (string, error) {
	s.prompts = append(s.prompts, prompt)
	if len(s.steps) == 0 {
		return "", io.EOF
	}
	step := s.steps[0]
	s.steps = s.steps[1:]
	if err, ok := step.(error); ok {
		return "", err
	}
	return step.(string), nil
}

// Remember is part of lineEditor.
func (s *scriptedEditor) Remember(input string) { s.remembered = append(s.remembered, input) }

// session runs a REPL with an editor in place of the terminal's.
func session(t *testing.T, e lineEditor, change func(*process)) outcome {
	t.Helper()
	p, out, errs := testProcess(t)
	if change != nil {
		change(p)
	}
	a := newApp(p)
	defer a.close()
	if err := a.load(); err != nil {
		t.Fatal(err)
	}
	ctx, stop := p.watchSignals(t.Context())
	defer stop()
	if err := a.replWith(ctx, true, func(*host, func() []string) (lineEditor, error) { return e, nil }); err != nil {
		t.Fatal(err)
	}
	return outcome{a.exitCode, out.String(), errs.String()}
}

func TestInputsOfSeveralLines(t *testing.T) {
	e := &scriptedEditor{steps: []any{"function f()", "return 7", "end", "f(", errDropped, "f()"}}
	got := session(t, e, nil)
	if !strings.HasSuffix(got.stdout, "\n7\n") {
		t.Errorf("the output is %q", got.stdout)
	}
	if d := cmp.Diff([]string{"> ", ">> ", ">> ", "> ", ">> ", "> ", "> "}, e.prompts); d != "" {
		t.Error(d)
	}
	if d := cmp.Diff([]string{"function f()\nreturn 7\nend", "f()"}, e.remembered); d != "" {
		t.Error(d)
	}
}

func TestAnInterruptStopsTheInputAndNotTheSession(t *testing.T) {
	out := &signalWhen{signals: make(chan os.Signal), send: []os.Signal{os.Interrupt}}
	e := &scriptedEditor{steps: []any{"print('ready') while true do end", "1 + 1"}}
	got := session(t, e, func(p *process) { p.signals, p.stdout = out.signals, quietStart{out} })
	if !strings.HasSuffix(out.String(), "ready\n2\n") {
		t.Errorf("the output is %q", out.String())
	}
	got.want(t, exitPassed, "interrupted")
}

// quietStart lets the greeting pass without a signal.
type quietStart struct{ *signalWhen }

// Write is part of io.Writer.
func (q quietStart) Write(p []byte) (int, error) {
	if bytes.HasPrefix(p, []byte("watsrun ")) {
		return q.Buffer.Write(p)
	}
	return q.signalWhen.Write(p)
}

func TestAnErrorAtTheTerminalEndsWith0(t *testing.T) {
	got := session(t, &scriptedEditor{steps: []any{"error('x')"}}, nil)
	got.want(t, exitPassed, "error: ")
}

func TestTroubleWithTheTerminalIsAnError(t *testing.T) {
	p, _, _ := testProcess(t)
	a := newApp(p)
	defer a.close()
	if err := a.load(); err != nil {
		t.Fatal(err)
	}
	e := &scriptedEditor{steps: []any{errors.New("no terminal")}}
	err := a.replWith(t.Context(), true, func(*host, func() []string) (lineEditor, error) { return e, nil })
	if err == nil || !strings.Contains(err.Error(), "no terminal") {
		t.Errorf("got %v", err)
	}
}
