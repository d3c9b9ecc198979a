package report

import (
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
)

// ReportType tells a test report from a repair report.
type ReportType string

// The report types.
const (
	TypeUUT ReportType = "T"
	TypeUUR ReportType = "R"
)

// Status is the verdict of a report, a step or a measurement, as the letter of the wire. The zero value is "not given".
type Status string

// The statuses. A report has P, F, E or T; a measurement P, F or S; Unknown is seen in exports only.
const (
	Passed     Status = "P"
	Failed     Status = "F"
	Done       Status = "D"
	Skipped    Status = "S"
	Error      Status = "E"
	Terminated Status = "T"
	Unknown    Status = "U"
)

var statusWords = map[string]Status{
	"p": Passed, "pass": Passed, "passed": Passed, "ok": Passed, "success": Passed, "successful": Passed,
	"f": Failed, "fail": Failed, "failed": Failed, "failure": Failed, "ng": Failed,
	"d": Done, "done": Done, "complete": Done, "completed": Done,
	"s": Skipped, "skip": Skipped, "skipped": Skipped,
	"e": Error, "err": Error, "error": Error,
	"t": Terminated, "term": Terminated, "terminated": Terminated, "abort": Terminated, "aborted": Terminated,
}

var statusNames = map[Status]string{
	Passed: "Passed", Failed: "Failed", Done: "Done", Skipped: "Skipped", Error: "Error", Terminated: "Terminated", Unknown: "Unknown",
}

// ParseStatus reads a letter or a word in any case: P, Passed, pass, ok, ...
func ParseStatus(text string) (Status, error) {
	if s, ok := statusWords[strings.ToLower(strings.TrimSpace(text))]; ok {
		return s, nil
	}
	return "", fault.New(fault.Validation, "status %q is not known", text).
		WithHint("use Passed, Failed, Done, Skipped, Error or Terminated, or their first letters")
}

// UnmarshalText reads what ParseStatus reads.
func (s *Status) UnmarshalText(text []byte) (err error) {
	*s, err = ParseStatus(string(text))
	return err
}

// Choices are the words, for documentation and completion.
func (*Status) Choices() []string {
	return []string{"Passed", "Failed", "Done", "Skipped", "Error", "Terminated"}
}

// Letters are the first letters of the words, which stand for them.
func (*Status) Letters() []string { return []string{"P", "F", "D", "S", "E", "T"} }

// Word is the full word: Passed for P. An unknown letter is its own word.
func (s Status) Word() string {
	if name, ok := statusNames[s]; ok {
		return name
	}
	return string(s)
}

// IsFailure says whether the status counts against the unit: Failed, Error or Terminated.
func (s Status) IsFailure() bool { return s == Failed || s == Error || s == Terminated }

// severity orders statuses: a parent takes over what is more severe.
func (s Status) severity() int { return strings.IndexByte("PDSFET", (string(s) + " ")[0]) }

// Group is the part of a sequence that a step belongs to. The zero value means Main.
type Group string

// The step groups.
const (
	Setup   Group = "S"
	Main    Group = "M"
	Cleanup Group = "C"
)

// Word is the full word: Setup, Main or Cleanup. An unknown letter is its own word.
func (g Group) Word() string {
	switch g {
	case Setup:
		return "Setup"
	case Main:
		return "Main"
	case Cleanup:
		return "Cleanup"
	}
	return string(g)
}

// ParseGroup reads a letter or a word in any case: M, Main, setup, ...
func ParseGroup(text string) (Group, error) {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "s", "setup":
		return Setup, nil
	case "m", "main":
		return Main, nil
	case "c", "cleanup":
		return Cleanup, nil
	}
	return "", fault.New(fault.Validation, "group %q is not known", text).WithHint("use Setup, Main or Cleanup, or their first letters")
}

// Choices are the words, for documentation and completion.
func (*Group) Choices() []string { return []string{"Setup", "Main", "Cleanup"} }

// Letters are the first letters of the words, which stand for them.
func (*Group) Letters() []string { return []string{"S", "M", "C"} }

// UnmarshalText reads what ParseGroup reads.
func (g *Group) UnmarshalText(text []byte) (err error) {
	*g, err = ParseGroup(string(text))
	return err
}

// ChartType says which axes of a chart are logarithmic.
type ChartType string

// The chart types.
const (
	Line      ChartType = "Line"
	LineLogXY ChartType = "LineLogXY"
	LineLogX  ChartType = "LineLogX"
	LineLogY  ChartType = "LineLogY"
)

// ParseChartType reads a chart type in any case.
func ParseChartType(text string) (ChartType, error) {
	for _, t := range []ChartType{Line, LineLogXY, LineLogX, LineLogY} {
		if strings.EqualFold(string(t), strings.TrimSpace(text)) {
			return t, nil
		}
	}
	return "", fault.New(fault.Validation, "chart type %q is not known", text).WithHint("use Line, LineLogXY, LineLogX or LineLogY")
}

// Choices are the words, for documentation and completion.
func (*ChartType) Choices() []string {
	return []string{string(Line), string(LineLogXY), string(LineLogX), string(LineLogY)}
}

// UnmarshalText reads what ParseChartType reads.
func (c *ChartType) UnmarshalText(text []byte) (err error) {
	*c, err = ParseChartType(string(text))
	return err
}

// Mode says how verdicts come about while a report is built.
type Mode string

// The modes. Active judges measurements and raises parents; Import takes statuses as given.
const (
	Active Mode = "active"
	Import Mode = "import"
)

// ParseMode reads a mode in any case.
func ParseMode(text string) (Mode, error) {
	switch m := Mode(strings.ToLower(strings.TrimSpace(text))); m {
	case Active, Import:
		return m, nil
	}
	return "", fault.New(fault.Validation, "mode %q is not known", text).WithHint("use active or import")
}

// Choices are the words, for documentation and completion.
func (*Mode) Choices() []string { return []string{string(Active), string(Import)} }

// UnmarshalText reads what ParseMode reads.
func (m *Mode) UnmarshalText(text []byte) (err error) {
	*m, err = ParseMode(string(text))
	return err
}
