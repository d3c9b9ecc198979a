package wats

import (
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/report"
)

// single reads a field of a step's only measurement, as steps of pyWATS have it. It is nil where there is none or more.
func single[T any](numeric func(*report.NumericMeas) T, text func(*report.StringMeas) T, boolean func(*report.BooleanMeas) T) func(*report.Step) any {
	return func(s *report.Step) any {
		switch {
		case len(s.NumericMeas)+len(s.StringMeas)+len(s.BooleanMeas) != 1:
		case len(s.NumericMeas) == 1 && numeric != nil:
			return numeric(s.NumericMeas[0])
		case len(s.StringMeas) == 1 && text != nil:
			return text(s.StringMeas[0])
		case len(s.BooleanMeas) == 1 && boolean != nil:
			return boolean(s.BooleanMeas[0])
		}
		return nil
	}
}

// measured are the properties of a step that come from its only measurement.
func measured() []modules.Member {
	return []modules.Member{
		modules.Getter("value", "Value of the step's only measurement: a number, a text, or true for passed.", single(
			func(m *report.NumericMeas) any { return m.Value }, func(m *report.StringMeas) any { return m.Value },
			func(m *report.BooleanMeas) any { return m.Status == report.Passed })),
		modules.Getter("unit", "Unit of the step's only measurement.", single(func(m *report.NumericMeas) string { return m.Unit }, nil, nil)),
		modules.Getter("comp_op", "How the step's only measurement is compared.", single(
			func(m *report.NumericMeas) report.CompOp { return m.CompOp }, func(m *report.StringMeas) report.CompOp { return m.CompOp }, nil)),
		modules.Getter("low_limit", "The lower limit of the step's only measurement.", single(func(m *report.NumericMeas) *float64 { return m.LowLimit }, nil, nil)),
		modules.Getter("high_limit", "The upper limit of the step's only measurement.", single(func(m *report.NumericMeas) *float64 { return m.HighLimit }, nil, nil)),
		modules.Getter("limit", "The text that the step's only measurement is compared with.", single(nil, func(m *report.StringMeas) *string { return m.Limit }, nil)),
	}
}

// judged keeps scripts from assigning what a verdict was made of: the verdict would no longer be true.
func judged(names ...string) modules.Member {
	return func(c *modules.Class) {
		for _, name := range names {
			p, _ := c.Member(name)
			p.ReadOnly = true
			p.Doc = p.Doc + " It was judged when it was added."
		}
	}
}

// verdict is what a measurement's limits say, whatever its status is.
func verdict(pass bool, err error) (report.Status, error) {
	if err != nil {
		return "", err
	}
	if pass {
		return report.Passed, nil
	}
	return report.Failed, nil
}

func numericVerdict(m *report.NumericMeas, _ noArguments) (report.Status, error) {
	if m.Value == nil {
		return verdict(false, nil)
	}
	return verdict(report.EvaluateNumeric(m.CompOp, *m.Value, m.LowLimit, m.HighLimit))
}

func stringVerdict(m *report.StringMeas, _ noArguments) (report.Status, error) {
	if m.Value == nil {
		return verdict(false, nil)
	}
	return verdict(report.EvaluateString(m.CompOp, *m.Value, m.Limit))
}

// passes is a verdict as true or false. Limits that are missing raise: nothing was compared.
func passes[T any](judge func(*T, noArguments) (report.Status, error)) func(*T, noArguments) (bool, error) {
	return func(m *T, none noArguments) (bool, error) {
		status, err := judge(m, none)
		return status == report.Passed, err
	}
}

type expectedArgs struct {
	Expected bool `lua:"expected" default:"true" doc:"true for passed, false for failed."`
}

// asExpected is false for a measurement that has no verdict, whatever was expected.
func asExpected(m *report.BooleanMeas, in expectedArgs) bool {
	if in.Expected {
		return m.Status == report.Passed
	}
	return m.Status == report.Failed
}

type validateStepArgs struct {
	TriggerChildren bool `lua:"trigger_children" default:"false" doc:"Whether to look at all steps below too."`
}

// validateStep tells whether nothing is wrong, and what is.
func validateStep(s *report.Step, in validateStepArgs) (modules.Multi, error) {
	found := s.Validate(in.TriggerChildren)
	faults := make([]string, len(found))
	for i := range found {
		faults[i] = found[i].String()
	}
	return modules.Multi{len(faults) == 0, faults}, nil
}
