package report

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// faults are what is wrong with a step, as people read it.
func faults(s *Step, children bool) []string {
	var lines []string
	for _, v := range s.Validate(children) {
		lines = append(lines, v.String())
	}
	return lines
}

// TestAStepTellsFalseVerdicts: a server takes a passed measurement beyond its limits.
func TestAStepTellsFalseVerdicts(t *testing.T) {
	r := newUUT()
	r.SetMode(Import)
	group := sequence(r.Root)
	step := measure(t, group, 2.5)
	measure(t, group, 1.5, func(a *NumericStepArgs) { a.Status = Failed })
	limit := "A"
	if _, err := group.AddStringStep(StringStepArgs{StepArgs{Name: "s"}, StringArgs{Value: "B", CompOp: EQ, Limit: &limit}}); err != nil {
		t.Fatal(err)
	}
	first := []string{"root -> step q -> step v -> numericMeas : status is Passed, but the value 2.5 does not pass GELE with these limits."}
	if diff := cmp.Diff(first, faults(step, false)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string(nil), faults(group, false)); diff != "" {
		t.Errorf("without its children: %s", diff)
	}
	all := append(first, "root -> step q -> step v -> numericMeas : status is Failed, but the value 1.5 passes GELE with these limits.",
		`root -> step q -> step s -> stringMeas : status is Passed, but the value "B" does not pass EQ with these limits.`)
	if diff := cmp.Diff(all, faults(group, true)); diff != "" {
		t.Error(diff)
	}
	if err := step.SetStatus(Skipped); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string(nil), faults(step, true)); diff != "" {
		t.Errorf("a skipped step: %s", diff)
	}
}

func TestAStepThatWasJudgedIsRight(t *testing.T) {
	r := newUUT()
	group := sequence(r.Root)
	measure(t, group, 1.5)
	measure(t, group, 2.5)
	measure(t, group, 9, func(a *NumericStepArgs) { a.CompOp = LOG })
	if diff := cmp.Diff([]string(nil), faults(r.Root, true)); diff != "" {
		t.Error(diff)
	}
}

// TestAStepTellsWhatAServerRefuses, with its place from the root down.
func TestAStepTellsWhatAServerRefuses(t *testing.T) {
	r := newUUT()
	step := measure(t, sequence(r.Root), 1.5)
	step.NumericMeas[0].LowLimit = nil
	want := []string{"root -> step q -> step v -> numericMeas : lowLimit is required for compOp GELE."}
	if diff := cmp.Diff(want, faults(step, false)); diff != "" {
		t.Error(diff)
	}
}
