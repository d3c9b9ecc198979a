package report

import "strconv"

// verdictRule is the rule of a verdict that its value contradicts. Servers do not look at that.
const verdictRule = "verdict"

// Validate says what is wrong with the step, and with children with all steps below it: what a server would refuse, and
// verdicts that values and limits contradict, which a server would take.
func (s *Step) Validate(children bool) Violations {
	v := validator{report: s.report, ids: map[int]bool{}}
	at, shown := s.place(), *s
	if !children {
		shown.Steps = nil
	}
	v.step(at, &shown)
	v.judge(at, &shown)
	return v.found
}

// place is where the step is in its report.
func (s *Step) place() *place {
	if s.parent == nil {
		return &place{word: "root"}
	}
	return &place{up: s.parent.place(), word: "step", kind: namedPlace, name: s.Name}
}

// judge compares the verdicts of the step and of all below it with what the limits say.
func (v *validator) judge(at *place, s *Step) {
	if s.Status == Skipped {
		return // the server drops the rest (R22)
	}
	for _, m := range s.NumericMeas {
		if m.Value != nil {
			pass, err := EvaluateNumeric(m.CompOp, *m.Value, m.LowLimit, m.HighLimit)
			v.agree(measurementPlace(at, "numericMeas", m), m.Status, pass, err, strconv.FormatFloat(*m.Value, 'g', -1, 64), m.CompOp)
		}
	}
	for _, m := range s.StringMeas {
		if m.Value != nil {
			pass, err := EvaluateString(m.CompOp, *m.Value, m.Limit)
			v.agree(measurementPlace(at, "stringMeas", m), m.Status, pass, err, strconv.Quote(*m.Value), m.CompOp)
		}
	}
	for _, child := range s.Steps {
		v.judge(&place{up: at, word: "step", kind: namedPlace, name: child.Name}, child)
	}
}

// agree adds a verdict that differs from what the limits say. Limits that say nothing have been found wrong before.
func (v *validator) agree(at *place, status Status, pass bool, err error, value string, op CompOp) {
	canonical, _ := op.Canonical()
	switch {
	case err != nil, canonical == LOG:
	case status == Passed && !pass:
		v.add(at, verdictRule, "status is Passed, but the value %s does not pass %s with these limits.", value, op)
	case status == Failed && pass:
		v.add(at, verdictRule, "status is Failed, but the value %s passes %s with these limits.", value, op)
	}
}
