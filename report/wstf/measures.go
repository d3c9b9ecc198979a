package wstf

import (
	"math"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
)

// family is how the steps of a kind of measurement are made.
type family struct {
	multiType string // the step type of several
	multi     func(*report.Step, report.MultiStepArgs) (*report.Step, error)
	single    func(*report.Step, report.StepArgs, report.MeasurementArgs) (*report.Step, error)
}

// measured adds a measurement: to the step before, as the first of a step with several, or as a step of its own.
func (s *steps) measured(r row, m report.MeasurementArgs, f family) error {
	m.Name = r.get(colMeasure)
	if err := s.demand(m.Status); err != nil {
		return err
	}
	if m.Status == report.Done {
		m.Status = report.Passed
	}
	switch {
	case s.continues(r, f):
		if err := s.override(s.multi, r); err != nil {
			return err
		}
	case m.Name == "":
		return s.single(r, m, f)
	default:
		if err := s.several(r, f); err != nil {
			return err
		}
	}
	return s.addTo(s.multi, m)
}

// continues tells whether a row has one more measurement of the step before.
func (s *steps) continues(r row, f family) bool {
	if s.multi == nil || s.multi.StepType != f.multiType {
		return false
	}
	name := r.get(colName)
	return name == "" || name == s.multi.Name && r.get(colMeasure) != ""
}

// single makes a step with one measurement.
func (s *steps) single(r row, m report.MeasurementArgs, f family) error {
	a, err := s.arguments(r)
	if err != nil {
		return err
	}
	a.Status = m.Status
	step, err := f.single(s.inner().step, a, m)
	return s.begun(step, r, err)
}

// several begins a step for several measurements; its status follows them.
func (s *steps) several(r row, f family) error {
	a, err := s.arguments(r)
	if err != nil {
		return err
	}
	a.Status = ""
	step, err := f.multi(s.inner().step, report.MultiStepArgs{StepArgs: a})
	if err := s.begun(step, r, err); err != nil {
		return err
	}
	s.multi = step
	return nil
}

// maxMeasurements is the most that one step may have: each new name is compared with all others.
const maxMeasurements = 5000

// addTo adds a measurement to a step with several. An error while measuring leaves no verdict on the value; it is the
// step's status.
func (s *steps) addTo(step *report.Step, m report.MeasurementArgs) error {
	if m.Name == "" {
		return fault.New(fault.Validation, "MeasureName is missing: step %s has several measurements", step.Name)
	}
	if n := len(step.NumericMeas) + len(step.StringMeas) + len(step.BooleanMeas); n == maxMeasurements {
		return fault.New(fault.Validation, "step %s has %d measurements already", step.Name, n).WithHint("give the next ones a StepName of their own")
	}
	status := m.Status
	broken := status == report.Error || status == report.Terminated
	if broken {
		m.Status = report.Skipped
	}
	if _, err := step.AddMeasurement(m); err != nil || !broken {
		return err
	}
	return step.SetStatus(status)
}

var numericFamily = family{
	multiType: "ET_MNLT",
	multi:     (*report.Step).AddMultiNumericStep,
	single: func(parent *report.Step, a report.StepArgs, m report.MeasurementArgs) (*report.Step, error) {
		return parent.AddNumericStep(report.NumericStepArgs{StepArgs: a, NumericArgs: report.NumericArgs{
			Value: m.Value.(float64), Unit: m.Unit, CompOp: m.CompOp, LowLimit: m.LowLimit, HighLimit: m.HighLimit,
		}})
	},
}

func (s *steps) numeric(r row) (err error) {
	var m report.MeasurementArgs
	if m.Status, err = s.status(r); err != nil {
		return err
	}
	if m.CompOp, err = operator(r); err != nil {
		return err
	}
	if m.LowLimit, err = s.limit(r, "LowLimit", colLow); err != nil {
		return err
	}
	if m.HighLimit, err = s.limit(r, "HighLimit", colHigh); err != nil {
		return err
	}
	if low, high := m.CompOp.Limits(); low && !high {
		m.HighLimit = nil
	}
	m.Unit = r.get(colUnit)
	if m.Value, err = s.value(r, m.Status); err != nil {
		return err
	}
	if err := judgeable(m); err != nil {
		return err
	}
	return s.measured(r, m, numericFamily)
}

// judgeable refuses a number without a status that cannot be compared as it says.
func judgeable(m report.MeasurementArgs) error {
	low, high := m.CompOp.Limits()
	switch {
	case m.Status != "":
		return nil
	case m.CompOp == "" && (m.LowLimit != nil || m.HighLimit != nil):
		return fault.New(fault.Validation, "CompOperator is missing: there are limits").WithHint("use LOG for a value without a verdict")
	case low && m.LowLimit == nil:
		return fault.New(fault.Validation, "LowLimit is missing: CompOperator %s compares with it", m.CompOp)
	case high && m.HighLimit == nil:
		return fault.New(fault.Validation, "HighLimit is missing: CompOperator %s compares with it", m.CompOp)
	}
	return nil
}

// value is the number of a row. A row that was skipped may have none.
func (s *steps) value(r row, status report.Status) (float64, error) {
	text := r.get(colValue)
	if text == "" && status == report.Skipped {
		return math.NaN(), nil
	}
	x, err := number(text, s.options)
	if err != nil {
		return 0, fault.Wrap(fault.Validation, err, "Value").WithHint("%s", fault.Of(err).Hint)
	}
	return x, nil
}

func (s *steps) limit(r row, name string, column int) (*float64, error) {
	x, err := optionalNumber(r.get(column), s.options)
	if err != nil {
		return nil, fault.Wrap(fault.Validation, err, "%s", name).WithHint("%s", fault.Of(err).Hint)
	}
	return x, nil
}

// operator is "" where a row has none.
func operator(r row) (report.CompOp, error) {
	if r.get(colOperator) == "" {
		return "", nil
	}
	return report.ParseCompOp(r.get(colOperator))
}

var textFamily = family{
	multiType: "ET_MSVT",
	multi:     (*report.Step).AddMultiStringStep,
	single: func(parent *report.Step, a report.StepArgs, m report.MeasurementArgs) (*report.Step, error) {
		return parent.AddStringStep(report.StringStepArgs{StepArgs: a, StringArgs: report.StringArgs{
			Value: m.Value.(string), CompOp: m.CompOp, Limit: m.Limit,
		}})
	},
}

func (s *steps) text(r row) (err error) {
	var m report.MeasurementArgs
	if m.Status, err = s.status(r); err != nil {
		return err
	}
	if m.CompOp, err = operator(r); err != nil {
		return err
	}
	if limit := r.raw(colLow); limit != "" {
		m.Limit = &limit
	}
	m.Value = r.raw(colValue)
	return s.measured(r, m, textFamily)
}

var passFailFamily = family{
	multiType: "ET_MPFT",
	multi:     (*report.Step).AddMultiBooleanStep,
	single: func(parent *report.Step, a report.StepArgs, m report.MeasurementArgs) (*report.Step, error) {
		return parent.AddBooleanStep(report.BooleanStepArgs{StepArgs: a})
	},
}

func (s *steps) passFail(r row) (err error) {
	var m report.MeasurementArgs
	if m.Status, err = s.status(r); err != nil {
		return err
	}
	verdict, err := passes(r, m.Status)
	if err != nil {
		return err
	}
	switch {
	case s.imports && m.Status == "":
	case verdict == report.Failed && (m.Status == report.Passed || m.Status == report.Done), m.Status == "":
		m.Status = verdict
	}
	return s.measured(r, m, passFailFamily)
}

// passes reads the verdict in the Value column, which a row that was skipped may leave out.
func passes(r row, status report.Status) (report.Status, error) {
	switch value := strings.ToLower(r.get(colValue)); {
	case value == "true" || value == "1":
		return report.Passed, nil
	case value == "false" || value == "0":
		return report.Failed, nil
	case value == "" && status == report.Skipped:
		return report.Skipped, nil
	}
	return "", fault.New(fault.Validation, "Value is required to be TRUE or FALSE, got %q", r.get(colValue))
}
