package main

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"os"
	"path/filepath"
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
	if err := a.replWith(ctx, true, func(*host, completer) (lineEditor, error) { return e, nil }); err != nil {
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

func TestASessionEndsWithTheCodeThatItChose(t *testing.T) {
	got := session(t, &scriptedEditor{steps: []any{"os.exit(23)", "print('never')"}}, nil)
	got.want(t, 23, "")
	if strings.Contains(got.stdout, "never") {
		t.Errorf("the session went on: %q", got.stdout)
	}
}

func TestWordsThatLeaveOrHelp(t *testing.T) {
	for _, word := range []string{"exit", "quit()", ":q", ":quit", ":exit"} {
		got := session(t, &scriptedEditor{steps: []any{word, "print('never')"}}, nil)
		if strings.Contains(got.stdout, "nil") || strings.Contains(got.stdout, "never") {
			t.Errorf("%s: the output is %q", word, got.stdout)
		}
	}
	got := session(t, &scriptedEditor{steps: []any{"help", "help = 3", "help"}}, nil)
	if !strings.Contains(got.stdout, "The modules are json, log, station, time, wats.\n3\n") {
		t.Errorf("the output is %q", got.stdout)
	}
}

// tabbingEditor gives lines; at the end of those that end in a tab it asks for the completion instead.
type tabbingEditor struct {
	lines    []string
	complete completer
	got      map[string]string // by what was typed: how it goes on with the first name
}

// ReadLine is part of lineEditor.
func (e *tabbingEditor) ReadLine(string) (string, error) {
	for len(e.lines) > 0 {
		line, tab := strings.CutSuffix(e.lines[0], "\t")
		e.lines = e.lines[1:]
		if !tab {
			return line, nil
		}
		if found := e.complete(line); len(found.names) > 0 {
			e.got[line] = strings.TrimSuffix(line, found.typed) + found.names[0].Name
		}
	}
	return "", io.EOF
}

// Remember is part of lineEditor.
func (e *tabbingEditor) Remember(string) {}

func TestCompletionOfInputsAndCommands(t *testing.T) {
	e := &tabbingEditor{got: map[string]string{}, lines: []string{
		":\t", ":q\t", ":help wats.rep\t", ":help Report:add_mi\t", ":quit x\t", "wats.product.get_produ\t",
		"local r = wats.report.create_uut_report{", "rev\t", ":\t", `part_number = "P", revision = "A", serial_number = "S", operator = "o", operation_type = 10}`,
		"r.s\t", "r:get_ro\t", "r:get_root_sequence_call():add_numeric_step{val\t",
	}}
	p, _, errs := testProcess(t)
	a := newApp(p)
	defer a.close()
	if err := a.load(); err != nil {
		t.Fatal(err)
	}
	err := a.replWith(t.Context(), true, func(_ *host, complete completer) (lineEditor, error) {
		e.complete = complete
		return e, nil
	})
	want := map[string]string{
		":": ":help", ":q": ":quit", ":help wats.rep": ":help wats.report", ":help Report:add_mi": ":help Report:add_misc_info",
		"wats.product.get_produ": "wats.product.get_product", "rev": "revision", "r.s": "r.sn", "r:get_ro": "r:get_root_sequence_call",
		"r:get_root_sequence_call():add_numeric_step{val": "r:get_root_sequence_call():add_numeric_step{value",
	}
	if d := cmp.Diff(want, e.got); d != "" || err != nil {
		t.Errorf("%v %s\n%s", err, errs, d)
	}
}

func TestTroubleWithTheTerminalIsAnError(t *testing.T) {
	p, _, _ := testProcess(t)
	a := newApp(p)
	defer a.close()
	if err := a.load(); err != nil {
		t.Fatal(err)
	}
	e := &scriptedEditor{steps: []any{errors.New("no terminal")}}
	err := a.replWith(t.Context(), true, func(*host, completer) (lineEditor, error) { return e, nil })
	if err == nil || !strings.Contains(err.Error(), "no terminal") {
		t.Errorf("got %v", err)
	}
}
