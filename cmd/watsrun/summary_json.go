package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/internal/sharedfile"
)

// toStdout stands for the standard output where a file is named.
const toStdout = "-"

// checkSummary refuses names that were meant as something else: --json FILE takes the next word, whatever that is, and a script
// must not be replaced by its summary.
func (p *process) checkSummary(name string) error {
	const hint = "write --json FILE, such as --json summary.json, or --json - for the standard output"
	switch {
	case name == toStdout:
		return nil
	case name == "":
		return fault.New(fault.Usage, "--json names no file").WithHint(hint)
	case strings.HasPrefix(name, "-"):
		return fault.New(fault.Usage, "--json takes the name of a file, but was given %q", name).WithHint(hint)
	case strings.EqualFold(filepath.Ext(name), ".lua"):
		return fault.New(fault.Usage, "--json takes the file to write, but was given the script %s", name).WithHint(hint)
	}
	return notForeign(p.abs(name), name)
}

// notForeign refuses to replace what cannot be the summary of an earlier run. An empty file may be a temporary one that was made
// for the purpose.
func notForeign(path, name string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil // there is nothing to replace; what else may be wrong shows when the file is made
	case !info.Mode().IsRegular():
		return fault.New(fault.Usage, "--json: %s is no file", name).WithHint("name a file, or - for the standard output")
	case info.Size() == 0:
		return nil
	}
	f, err := os.Open(path)
	if err != nil {
		return fault.Wrap(fault.Usage, err, "--json: %s cannot be looked at before it is replaced", name).WithHint("name another file")
	}
	defer f.Close()
	first := make([]byte, 1)
	if _, err := io.ReadFull(f, first); err != nil || first[0] != '{' {
		return fault.New(fault.Usage, "--json would replace %s, which is no summary", name).WithHint("name another file, or remove that one first")
	}
	return nil
}

// summaryFile is where the JSON summary goes. It is opened before anything runs, so that a wrong path shows at once.
type summaryFile struct {
	path string    // "" for stdout and for none
	temp *os.File  // gets the path as its name when it is complete
	w    io.Writer // nil for none
}

func (a *app) createSummary(name string) (*summaryFile, error) {
	switch name {
	case "":
		return &summaryFile{}, nil
	case toStdout:
		return &summaryFile{w: a.stdout}, nil
	}
	path := a.abs(name)
	temp, err := os.CreateTemp(filepath.Dir(path), ".watsrun-*.json")
	if err != nil {
		return nil, fault.Wrap(fault.Usage, err, "cannot write the summary").WithHint("check the folder that --json names")
	}
	return &summaryFile{path, temp, temp}, nil
}

// The JSON of the summary. CI jobs depend on it: members are added over time, never renamed. The docs are the reference.
type (
	summaryJSON struct {
		Version  string       `json:"version" doc:"Version of watsrun."`
		Finished time.Time    `json:"finished" doc:"When the last script had ended, RFC 3339."`
		ExitCode int          `json:"exit_code" doc:"What the command ends with: the worst of its scripts."`
		Verdict  string       `json:"verdict" doc:"The word for exit_code."`
		Server   string       `json:"server" doc:"Address of the server; the embedded server where none is configured."`
		Scripts  []scriptJSON `json:"scripts" doc:"One for each script, in the order of the command line."`
	}
	scriptJSON struct {
		Script        string       `json:"script" doc:"As the command line names it; stdin for -."`
		RunID         string       `json:"run_id,omitempty" doc:"Id of the run; absent where the script did not start."`
		CorrelationID string       `json:"correlation_id,omitempty" doc:"By which log lines and requests are found."`
		Hash          string       `json:"script_sha256,omitempty" doc:"SHA-256 of the source that was run, hexadecimal."`
		Verdict       string       `json:"verdict" doc:"The word for exit_code."`
		ExitCode      int          `json:"exit_code" doc:"The code that the script alone would give."`
		DurationMS    float64      `json:"duration_ms" doc:"How long it ran, in milliseconds."`
		Ended         string       `json:"ended,omitempty" doc:"Why the script ended itself, if it did: the reason of station.exit or os.exit."`
		Error         *errorJSON   `json:"error,omitempty" doc:"What ended it, if an error did."`
		Reports       []reportJSON `json:"reports" doc:"Those that the script made, submitted or not."`
	}
	errorJSON struct {
		Kind          fault.Kind `json:"kind" doc:"The kind, as scripts see it in err.kind."`
		Operation     string     `json:"operation,omitempty" doc:"The operation that failed, such as wats.product.get_product."`
		Message       string     `json:"message" doc:"What was wrong."`
		Hint          string     `json:"hint,omitempty" doc:"What to do next."`
		Where         string     `json:"where,omitempty" doc:"The line of the script, as file:line."`
		CorrelationID string     `json:"correlation_id,omitempty" doc:"Of the call that failed."`
	}
	reportJSON struct {
		ID           string `json:"id" doc:"GUID of the report."`
		Kind         string `json:"kind" doc:"UUT for a test, UUR for a repair."`
		SerialNumber string `json:"serial_number" doc:"Of the unit."`
		PartNumber   string `json:"part_number" doc:"Of the unit."`
		Result       string `json:"result" doc:"Passed, Failed, Error or Terminated."`
		State        string `json:"state" doc:"delivered; queued: safe on this machine, sent later; rejected by the server; invalid: breaks a rule and was not sent; lost: neither sent nor safe; not submitted."`
		Reason       string `json:"reason,omitempty" doc:"Why it is queued or rejected."`
		CutShort     bool   `json:"cut_short,omitempty" doc:"true where the run ended before the script submitted it: what was known is sent as Terminated."`
	}
)

// write fills the file and gives it its name.
func (s *summaryFile) write(a *app, results []*result, target string) error {
	if s.w == nil {
		return nil
	}
	version, _, _ := buildVersion()
	out := summaryJSON{
		Version: version, Finished: a.now(), ExitCode: a.exitCode, Verdict: exitRow(a.exitCode).word, Server: target, Scripts: []scriptJSON{},
	}
	for _, r := range results {
		out.Scripts = append(out.Scripts, scriptOf(r))
	}
	var text bytes.Buffer
	if err := printJSON(&text, out); err != nil {
		return err
	}
	if err := s.replace(a.secrets.Bytes(text.Bytes())); err != nil {
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

func (s *summaryFile) replace(text []byte) error {
	if _, err := s.w.Write(text); err != nil || s.temp == nil {
		return err
	}
	if err := s.temp.Chmod(0o644); err != nil {
		return err
	}
	if err := s.temp.Close(); err != nil {
		return err
	}
	return sharedfile.Rename(s.temp.Name(), s.path)
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
			e.ID, e.Kind, e.SerialNumber, e.PartNumber, e.Result.Word(), stateWord(e.Outcome.State), reason(e.Outcome), e.Cut,
		})
	}
	return out
}
