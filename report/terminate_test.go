package report

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// statuses lists the steps of a report, indented, with their statuses.
func statuses(r *Report) string {
	var b strings.Builder
	for line := range strings.Lines(r.Root.PrintHierarchy()) {
		b.WriteString(strings.SplitN(line, " [", 2)[0] + "\n")
	}
	return b.String()
}

func filled(t *testing.T, parent *Step, name string, steps ...string) *Step {
	t.Helper()
	group := must(parent.AddSequenceCall(SequenceCallArgs{StepArgs: StepArgs{Name: name}}))
	for _, step := range steps {
		must(group.AddActionStep(ActionStepArgs{StepArgs{Name: step}}))
	}
	return group
}

// TestTerminate: groups that were complete keep their status, those under way lose it.
func TestTerminate(t *testing.T) {
	r := newUUT()
	filled(t, r.Root, "Power", "3V3")
	radio := filled(t, r.Root, "Radio", "on")
	filled(t, radio, "Tune", "1", "2")
	failed := filled(t, radio, "Send")
	numericStep(r, "never in a group")
	must(failed.AddPassFailStep(BooleanStepArgs{StepArgs: StepArgs{Name: "ack"}, BooleanArgs: BooleanArgs{Value: ptr(false)}}))
	last := filled(t, r.Root, "Flash", "erase")
	filled(t, last, "Verify", "block 1")
	filled(t, r.Root, "Cleanup")
	r.Root.Steps[1].ID = ptr(3)
	seconds := 4.5
	r.Terminate(Cut{Why: "The power went away.", Seconds: &seconds})
	want := `T MainSequence Callback
  P Power
    P 3V3
  F Radio
    P on
    P Tune
      P 1
      P 2
    F Send
      F ack
  P never in a group
  T Flash
    P erase
    T Verify
      P block 1
  T Cleanup
`
	if diff := cmp.Diff(want, statuses(r)); diff != "" {
		t.Error(diff)
	}
	if r.Result != Terminated || *r.UUT.ExecTime != 4.5 || r.UUT.Comment != "The power went away." || *r.MiscInfos[0].Text != r.UUT.Comment {
		t.Errorf("%s", r.Encode())
	}
	if v := r.Validate(nil); len(v) > 0 {
		t.Error(v)
	}
}

func TestTerminateKeepsWhatWasGiven(t *testing.T) {
	r := must(NewUUT(UUTArgs{PartNumber: "P", Revision: "A", SerialNumber: "S", OperationType: 10, Mode: Import, Comment: strings.Repeat("c", 5000)}, fixed))
	given := 9.0
	r.UUT.ExecTime = &given
	filled(t, r.Root, "Empty")
	must(filled(t, r.Root, "Group").AddActionStep(ActionStepArgs{StepArgs{Name: "bad", OutcomeArgs: OutcomeArgs{Status: Failed}}}))
	seconds := 4.5
	r.Terminate(Cut{Why: strings.Repeat("w", 200), Seconds: &seconds})
	want := "T MainSequence Callback\n  P Empty\n  P Group\n    F bad\n"
	if diff := cmp.Diff(want, statuses(r)); diff != "" {
		t.Error(diff)
	}
	if *r.UUT.ExecTime != 9 || r.UUT.Comment != strings.Repeat("c", 5000) || len(*r.MiscInfos[0].Text) != 100 {
		t.Errorf("%s", r.Encode())
	}
	if v := r.Validate(nil); len(v) > 0 {
		t.Error(v)
	}
}

// TestTerminateInALoop: the iteration under way does not count as passed.
func TestTerminateInALoop(t *testing.T) {
	r := newUUT()
	loop := must(r.Root.AddLoop(LoopArgs{Name: "Cycle"}))
	for range 2 {
		s := must(loop.AddSequenceCall(ActionIterationArgs{}))
		must(s.AddActionStep(ActionStepArgs{StepArgs{Name: "turn"}}))
	}
	r.Terminate(Cut{Why: "x"})
	want := "T MainSequence Callback\n  T Cycle\n  P Cycle\n    P turn\n  T Cycle\n    P turn\n"
	if diff := cmp.Diff(want, statuses(r)); diff != "" {
		t.Error(diff)
	}
	if l := r.Root.Steps[0].Loop; *l.Num != 2 || *l.Passed != 1 {
		t.Errorf("%d of %d passed", *l.Passed, *l.Num)
	}
	if v := r.Validate(nil); len(v) > 0 {
		t.Error(v)
	}
}

func TestTerminateARepair(t *testing.T) {
	r := must(NewUUR(UURArgs{PartNumber: "P", SerialNumber: "S", TestOperationCode: 10, Comment: "burnt"}, fixed))
	r.Terminate(Cut{Why: "The power went away."})
	if r.Result != Passed || r.UUR.Comment != "burnt\nThe power went away." || len(r.MiscInfos) > 0 {
		t.Errorf("%s", r.Encode())
	}
	if v := r.Validate(nil); len(v) > 0 {
		t.Error(v)
	}
}
