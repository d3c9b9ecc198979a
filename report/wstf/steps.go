package wstf

import (
	"fmt"
	"math"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
)

// The columns of a row of steps.
const (
	colType = iota
	colName
	colMeasure
	colValue
	colLow
	colHigh
	colOperator
	colUnit
	colStatus
	colTime
	colText
	colErrorCode
	colErrorMessage
	colCaused
)

var columnNames = []string{
	"StepType", "StepName", "MeasureName", "Value", "LowLimit", "HighLimit", "CompOperator", "Unit", "StepStatus",
	"StepExecutionTime", "StepReportText", "StepErrorCode", "StepErrorMessage", "CausedSequenceFailure",
}

// steps builds the tree of a report from its rows.
type steps struct {
	options Options
	imports bool         // statuses must be given
	open    []*container // the sequence calls around the next step, the root first
	last    *report.Step // where a chart goes, nil before the first step
	multi   *report.Step // the step that the next measurement may belong to, nil for none
	chart   *report.Chart
}

// container is a sequence call that is not ended.
type container struct {
	step    *report.Step
	line    int
	decided bool // a status was given
}

// kinds are the row types that build something, and how.
var kinds = map[string]func(s *steps, r row) error{
	"sequencecall":     (*steps).sequence,
	"endsequencecall":  (*steps).endSequence,
	"numericlimittest": (*steps).numeric,
	"passfailtest":     (*steps).passFail,
	"stringvaluetest":  (*steps).text,
	"actionstep":       (*steps).action,
	"chart":            (*steps).addChart,
	"series":           (*steps).addSeries,

	// Known to the format, without a meaning.
	"multiplenumericlimittest":    (*steps).nothing,
	"endmultiplenumericlimittest": (*steps).nothing,
	"multiplestringvaluetest":     (*steps).nothing,
	"endmultiplestringvaluetest":  (*steps).nothing,
}

func (s *steps) nothing(row) error { return nil }

// add builds what a row says.
func (s *steps) add(r row) error {
	kind := strings.ToLower(r.get(colType))
	build, ok := kinds[kind]
	if !ok {
		return fault.New(fault.Validation, "First element in line is not recognized as a valid type: %q", r.get(colType))
	}
	if kind != "series" {
		s.chart = nil
	}
	return build(s, r)
}

func (s *steps) inner() *container { return s.open[len(s.open)-1] }

// arguments are what all rows that begin a step have in common.
func (s *steps) arguments(r row) (a report.StepArgs, err error) {
	a.Name = r.get(colName)
	if a.Name == "" {
		return a, fault.New(fault.Validation, "StepName is missing")
	}
	if a.Status, err = s.status(r); err != nil {
		return a, err
	}
	if a.ErrorCode, err = errorCode(r); err != nil {
		return a, err
	}
	a.TotTime, err = s.duration(r)
	a.ErrorMessage, a.ReportText = r.get(colErrorMessage), r.get(colText)
	return a, err
}

// status is the status that a row gives, "" for none.
func (s *steps) status(r row) (report.Status, error) {
	word := r.get(colStatus)
	if word == "" {
		return "", nil
	}
	status, err := report.ParseStatus(word)
	if err != nil {
		return "", fault.New(fault.Validation, "StepStatus %q is not known", word).
			WithHint("use Passed, Failed, Done, Skipped, Error or Terminated")
	}
	return status, nil
}

func (s *steps) duration(r row) (*float64, error) {
	seconds, err := optionalNumber(r.get(colTime), s.options)
	if err != nil {
		return nil, fault.Wrap(fault.Validation, err, "StepExecutionTime")
	}
	return seconds, nil
}

func errorCode(r row) (*int, error) {
	text := r.get(colErrorCode)
	if text == "" {
		return nil, nil
	}
	code, err := optionalInt(text, math.MaxInt32)
	if err != nil {
		return nil, fault.Wrap(fault.Validation, err, "StepErrorCode")
	}
	return code, nil
}

// demand refuses a step without a status where nothing computes one.
func (s *steps) demand(status report.Status) error {
	if s.imports && status == "" {
		return fault.New(fault.Validation, "StepStatus is missing").WithHint("give it, or use ConverterMode Active")
	}
	return nil
}

// begun is called with the step that a row began.
func (s *steps) begun(step *report.Step, r row, err error) error {
	s.multi = nil
	if err != nil {
		return err
	}
	s.last = step
	return caused(step, r)
}

// caused reads the last column.
func caused(step *report.Step, r row) error {
	switch word := strings.ToLower(r.get(colCaused)); word {
	case "":
	case "true", "false":
		is := word == "true"
		step.CausedSeqFailure = &is
	default:
		return fault.New(fault.Validation, "CausedSequenceFailure is required to be True or False, got %q", r.get(colCaused))
	}
	return nil
}

// override takes over what a further row says about a step.
func (s *steps) override(step *report.Step, r row) error {
	code, err := errorCode(r)
	if err != nil {
		return err
	}
	seconds, err := s.duration(r)
	if err != nil {
		return err
	}
	if code != nil {
		step.ErrorCode = code
	}
	if seconds != nil {
		step.TotTime = seconds
	}
	if text := r.get(colText); text != "" {
		step.ReportText = text
	}
	if message := r.get(colErrorMessage); message != "" {
		step.ErrorMessage = message
	}
	return caused(step, r)
}

func (s *steps) sequence(r row) error {
	a, err := s.arguments(r)
	if err != nil {
		return err
	}
	step, err := s.inner().step.AddSequenceCall(report.SequenceCallArgs{StepArgs: a})
	if err := s.begun(step, r, err); err != nil {
		return err
	}
	s.open = append(s.open, &container{step, r.line, a.Status != ""})
	return nil
}

func (s *steps) endSequence(r row) error {
	s.multi = nil
	c := s.inner()
	if len(s.open) == 1 {
		return fault.New(fault.Validation, "EndSequenceCall without a SequenceCall")
	}
	if name := r.get(colName); name != "" && name != c.step.Name {
		return fault.New(fault.Validation, "EndSequenceCall names %s, but %s of line %d is open", name, c.step.Name, c.line)
	}
	s.open, s.last = s.open[:len(s.open)-1], c.step
	status, err := s.status(r)
	if err != nil {
		return err
	}
	if status != "" {
		c.decided = true
		if err := c.step.SetStatus(status); err != nil {
			return err
		}
	}
	if err := s.override(c.step, r); err != nil {
		return err
	}
	return s.close(c)
}

// close refuses a sequence call of which nobody said how it went, where nothing computes it.
func (s *steps) close(c *container) error {
	if s.imports && !c.decided {
		return fault.New(fault.Validation, "StepStatus of SequenceCall %s in line %d is missing", c.step.Name, c.line).
			WithHint("give it there or at EndSequenceCall, or use ConverterMode Active")
	}
	return nil
}

func (s *steps) action(r row) error {
	a, err := s.arguments(r)
	if err != nil {
		return err
	}
	if err := s.demand(a.Status); err != nil {
		return err
	}
	step, err := s.inner().step.AddActionStep(report.ActionStepArgs{StepArgs: a})
	return s.begun(step, r, err)
}

// The columns of a Chart row.
const (
	colChartType = 1 + iota
	colLabel
	colYUnit
	colYLabel
	colXUnit
	colXLabel
)

func (s *steps) addChart(r row) (err error) {
	if s.last == nil {
		return fault.New(fault.Validation, "a Chart needs a step above it")
	}
	a := report.ChartArgs{Label: r.get(colLabel), XLabel: r.get(colXLabel), XUnit: r.get(colXUnit), YLabel: r.get(colYLabel), YUnit: r.get(colYUnit)}
	if word := r.get(colChartType); word != "" {
		if a.ChartType, err = report.ParseChartType(word); err != nil {
			return err
		}
	}
	s.chart, err = s.last.AddChart(a)
	return err
}

// The columns of a Series row.
const (
	colPlot = 1 + iota
	colDataType
	colYData
	colXData
)

func (s *steps) addSeries(r row) (err error) {
	if s.chart == nil {
		return fault.New(fault.Validation, "a Series needs a Chart above it")
	}
	if kind := r.get(colDataType); kind != "" && !strings.EqualFold(kind, "XYG") {
		return fault.New(fault.Validation, "data type of a Series is required to be XYG, got %q", kind)
	}
	a := report.SeriesArgs{Name: r.get(colPlot)}
	if a.YData, err = points("YData", r.get(colYData)); err != nil {
		return err
	}
	if a.XData, err = points("XData", r.get(colXData)); err != nil {
		return err
	}
	_, err = s.chart.AddSeries(a)
	return err
}

// points reads numbers with semicolons between, in which a comma is a decimal point.
func points(what, text string) ([]float64, error) {
	numbers, err := report.ParsePoints(strings.ReplaceAll(text, ",", "."))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", what, err)
	}
	return numbers, nil
}
