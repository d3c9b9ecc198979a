package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules/wats"
)

// summary prints a line for each script and each report.
func (u *ui) summary(results []*result, target string) {
	if u.log != nil {
		u.summaryRecords(results, target)
		return
	}
	if u.quiet {
		return
	}
	var b strings.Builder
	for _, r := range results {
		u.scriptLine(&b, r)
		for _, e := range r.reports {
			u.reportLine(&b, e, target)
		}
	}
	if n := queued(results); n > 0 {
		fmt.Fprintf(&b, "%s\n", u.paint(yellow, fmt.Sprintf("%d of the reports could not be delivered now; they are safe in the outbox and sent by the next run that reaches the server", n)))
	}
	fmt.Fprint(u.w, b.String())
}

func (u *ui) scriptLine(b *strings.Builder, r *result) {
	fmt.Fprintf(b, "%s  %s", u.paint(verdictColour(r.code), r.verdict()), clean(r.script))
	if r.run != nil {
		fmt.Fprintf(b, "  %s", r.duration.Round(time.Millisecond))
	}
	if r.ended != "" {
		fmt.Fprintf(b, "  (%s)", clean(r.ended))
	}
	b.WriteString("\n")
}

func (u *ui) reportLine(b *strings.Builder, e wats.Entry, target string) {
	colour := ""
	switch codeOfState(e.Outcome.State) {
	case exitPassed:
		if e.Outcome.State != wats.Delivered {
			colour = yellow
		}
	default:
		colour = red
	}
	text := clean(where(e.Outcome, target))
	if e.Cut {
		text = "cut short, finished as Terminated, " + text
	}
	if e.Changed {
		text += ", and changed after that: submit it again"
	}
	if colour != "" {
		text = u.paint(colour, text)
	}
	fmt.Fprintf(b, "  %s %s  %s  %s  %s\n", e.Kind, clean(e.SerialNumber), e.Result.Word(), e.ID, text)
}

func verdictColour(code int) string {
	switch {
	case code == exitPassed:
		return green
	case chosen(code):
		return yellow
	}
	return red
}

func queued(results []*result) int {
	n := 0
	for _, r := range results {
		for _, e := range r.reports {
			if e.Outcome.State == wats.Queued {
				n++
			}
		}
	}
	return n
}

// summaryRecords is the summary as log records.
func (u *ui) summaryRecords(results []*result, target string) {
	for _, r := range results {
		log := u.log
		if r.run != nil {
			log = log.With("run_id", r.run.ID, "correlation_id", r.run.CorrelationID)
		}
		log = log.With("script", r.script)
		log.Info("run ended", "verdict", r.verdict(), "exit_code", r.code, "duration_ms", r.duration.Milliseconds())
		for _, e := range r.reports {
			log.LogAttrs(context.Background(), levelOf(e), "report", slog.String("report_id", e.ID), slog.String("serial_number", e.SerialNumber),
				slog.String("result", e.Result.Word()), slog.String("state", stateWord(e.Outcome.State)), slog.String("where", where(e.Outcome, target)), slog.Bool("cut_short", e.Cut))
		}
	}
}

func levelOf(e wats.Entry) slog.Level {
	if codeOfState(e.Outcome.State) != exitPassed {
		return slog.LevelError
	}
	if e.Outcome.State == wats.Delivered {
		return slog.LevelInfo
	}
	return slog.LevelWarn
}

func stateWord(s wats.State) string { return orElse(string(s), "not submitted") }

// summaryFile is where the JSON summary goes. It is opened before anything runs, so that a wrong path shows at once.
type summaryFile struct {
	path string // "" for none
	temp *os.File
}

// createSummary opens the file under another name; it gets its own when it is complete.
func createSummary(path string) (*summaryFile, error) {
	if path == "" {
		return &summaryFile{}, nil
	}
	temp, err := os.CreateTemp(filepath.Dir(path), ".watsrun-*.json")
	if err != nil {
		return nil, fault.Wrap(fault.Usage, err, "cannot write the summary").WithHint("check the folder that --json names")
	}
	return &summaryFile{path, temp}, nil
}

// The JSON of the summary. CI jobs depend on it.
type (
	summaryJSON struct {
		Version  string       `json:"version"`
		Finished time.Time    `json:"finished"`
		ExitCode int          `json:"exit_code"`
		Verdict  string       `json:"verdict"`
		Server   string       `json:"server"`
		Scripts  []scriptJSON `json:"scripts"`
	}
	scriptJSON struct {
		Script        string       `json:"script"`
		RunID         string       `json:"run_id,omitempty"`
		CorrelationID string       `json:"correlation_id,omitempty"`
		Hash          string       `json:"script_sha256,omitempty"`
		Verdict       string       `json:"verdict"`
		ExitCode      int          `json:"exit_code"`
		DurationMS    float64      `json:"duration_ms"`
		Ended         string       `json:"ended,omitempty"`
		Error         *errorJSON   `json:"error,omitempty"`
		Reports       []reportJSON `json:"reports"`
	}
	errorJSON struct {
		Kind          fault.Kind `json:"kind"`
		Operation     string     `json:"operation,omitempty"`
		Message       string     `json:"message"`
		Hint          string     `json:"hint,omitempty"`
		Where         string     `json:"where,omitempty"`
		CorrelationID string     `json:"correlation_id,omitempty"`
	}
	reportJSON struct {
		ID           string `json:"id"`
		Kind         string `json:"kind"`
		SerialNumber string `json:"serial_number"`
		PartNumber   string `json:"part_number"`
		Result       string `json:"result"`
		State        string `json:"state"`
		Reason       string `json:"reason,omitempty"`
		CutShort     bool   `json:"cut_short,omitempty"`
	}
)

// write fills the file and gives it its name.
func (s *summaryFile) write(a *app, results []*result, target string) error {
	if s.path == "" {
		return nil
	}
	version, _, _ := buildVersion()
	out := summaryJSON{
		Version: version, Finished: a.now(), ExitCode: a.exitCode, Verdict: exitRow(a.exitCode).word, Server: target, Scripts: []scriptJSON{},
	}
	for _, r := range results {
		out.Scripts = append(out.Scripts, scriptOf(r))
	}
	if err := s.replace(a, out); err != nil {
		return fault.Wrap(fault.Usage, err, "cannot write the summary").WithHint("check the file that --json names")
	}
	return nil
}

// discard removes what was never completed. After write there is nothing left to remove.
func (s *summaryFile) discard() {
	if s.temp != nil {
		s.temp.Close()
		os.Remove(s.temp.Name())
	}
}

func (s *summaryFile) replace(a *app, out summaryJSON) error {
	e := json.NewEncoder(a.secrets.Writer(s.temp))
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	if err := e.Encode(out); err != nil {
		return err
	}
	if err := s.temp.Chmod(0o644); err != nil {
		return err
	}
	if err := s.temp.Close(); err != nil {
		return err
	}
	return os.Rename(s.temp.Name(), s.path)
}

func scriptOf(r *result) scriptJSON {
	out := scriptJSON{
		Script: r.script, Verdict: r.verdict(), ExitCode: r.code, Ended: r.ended,
		DurationMS: float64(r.duration.Microseconds()) / 1000, Reports: []reportJSON{},
	}
	if r.run != nil {
		out.RunID, out.CorrelationID, out.Hash = r.run.ID, r.run.CorrelationID, r.run.ScriptHash
	}
	if f := r.err; f != nil {
		out.Error = &errorJSON{f.Kind, f.Operation, f.Message, f.Hint, f.Where, f.CorrelationID}
	}
	for _, e := range r.reports {
		out.Reports = append(out.Reports, reportJSON{
			e.ID, e.Kind, e.SerialNumber, e.PartNumber, e.Result.Word(), stateWord(e.Outcome.State), e.Outcome.Reason, e.Cut,
		})
	}
	return out
}
