package report

import (
	"github.com/watsrun/watsrun/internal/fault"
)

// LoopArgs describe a loop of one step. Its summary's status is the worst of the iterations'.
type LoopArgs struct {
	Name  string `lua:"name,required" doc:"Name of the step that is repeated, at most 100 characters."`
	Group Group  `lua:"group" default:"M" doc:"Setup, Main or Cleanup."`

	FailParentOnFailure *bool `lua:"fail_parent_on_failure" default:"true" doc:"Whether a failed iteration fails the parents and the report."`
}

// LoopRun is a loop that is being built: a summary step with the counters, and the iterations after it, all of one name.
// The summary comes with the first iteration; a loop without iterations leaves nothing in the report.
type LoopRun struct {
	sequence   *Step
	args       StepArgs
	summary    *Step
	iterations []*Step
}

// AddLoop starts a loop of one step. Each call of the loop's methods is one iteration.
func (s *Step) AddLoop(a LoopArgs) (*LoopRun, error) {
	if s.Sequence == nil {
		return nil, fault.New(fault.Usage, "step %s is not a sequence call and cannot hold a loop", s.Name).WithHint("use add_sequence_call")
	}
	name, err := required("name", a.Name)
	if err != nil {
		return nil, err
	}
	args := StepArgs{Name: name, Group: a.Group, FailParentOnFailure: a.FailParentOnFailure}
	return &LoopRun{sequence: s, args: args}, nil
}

// Summary is the step with the counters, nil before the first iteration.
func (l *LoopRun) Summary() *Step { return l.summary }

// Iterations are the steps so far.
func (l *LoopRun) Iterations() []*Step { return l.iterations }

// NumericIterationArgs describe an iteration that measures a number.
type NumericIterationArgs struct {
	OutcomeArgs `lua:",last"`
	NumericArgs
}

// AddNumericStep adds an iteration with one number. Operator and limits must be those of the first iteration.
func (l *LoopRun) AddNumericStep(a NumericIterationArgs) (*Step, error) {
	return l.add(a.OutcomeArgs, "ET_NLT", a.judge, func(s *Step) { s.NumericMeas = []*NumericMeas{a.measurement()} })
}

// StringIterationArgs describe an iteration that measures a text.
type StringIterationArgs struct {
	OutcomeArgs `lua:",last"`
	StringArgs
}

// AddStringStep adds an iteration with one text. Operator and limit must be those of the first iteration.
func (l *LoopRun) AddStringStep(a StringIterationArgs) (*Step, error) {
	return l.add(a.OutcomeArgs, "ET_SVT", a.judge, func(s *Step) { s.StringMeas = []*StringMeas{a.measurement()} })
}

// BooleanIterationArgs describe a pass/fail iteration.
type BooleanIterationArgs struct {
	OutcomeArgs `lua:",last"`
	BooleanArgs
}

// AddBooleanStep adds a pass/fail iteration.
func (l *LoopRun) AddBooleanStep(a BooleanIterationArgs) (*Step, error) {
	return l.add(a.OutcomeArgs, "ET_PFT", a.judge, func(s *Step) { s.BooleanMeas = []*BooleanMeas{{}} })
}

// ActionIterationArgs describe an iteration that measures nothing.
type ActionIterationArgs struct {
	OutcomeArgs
}

// AddActionStep adds an iteration that measures nothing.
func (l *LoopRun) AddActionStep(a ActionIterationArgs) (*Step, error) {
	return l.add(a.OutcomeArgs, "Action", nil, func(*Step) {})
}

// AddSequenceCall adds an iteration that holds steps of its own.
func (l *LoopRun) AddSequenceCall(a ActionIterationArgs) (*Step, error) {
	return l.add(a.OutcomeArgs, "SequenceCall", nil, func(s *Step) {
		s.Sequence = l.sequence.callFor(SequenceCallArgs{StepArgs: l.args})
	})
}

// add makes an iteration, refuses one that does not match the first, and brings the summary up to date.
func (l *LoopRun) add(o OutcomeArgs, stepType string, judge func() (Status, error), fill func(*Step)) (*Step, error) {
	args := l.args
	args.OutcomeArgs = o
	child, err := args.step(stepType)
	if err != nil {
		return nil, err
	}
	fill(child)
	child.Loop = &Loop{Idx: ptr(len(l.iterations))}
	if err := l.matches(child); err != nil {
		return nil, err
	}
	if err := l.place(child, o.Status, judge); err != nil {
		return nil, err
	}
	return child, nil
}

// matches refuses an iteration that a server would refuse.
func (l *LoopRun) matches(child *Step) error {
	if l.summary == nil {
		return nil
	}
	v := validator{}
	at := &place{word: "loop", kind: namedPlace, name: child.Name}
	v.match(l.summary, child, &place{up: at, kind: indexPlace, index: len(l.iterations)})
	return v.found.Fault()
}

// place puts the summary, where it is the first iteration, and the iteration into the sequence.
func (l *LoopRun) place(child *Step, status Status, judge func() (Status, error)) error {
	first := l.summary == nil
	if first {
		l.summary = l.summaryOf(child)
		l.sequence.Steps = append(l.sequence.Steps, l.summary)
	}
	child.keepParent = true // the summary fails the parents
	if _, err := l.sequence.add(child, status, judge); err != nil {
		if first {
			l.sequence.Steps = l.sequence.Steps[:len(l.sequence.Steps)-1]
			l.summary = nil
		}
		return err
	}
	child.loopRun = l
	l.iterations = append(l.iterations, child)
	l.count()
	return nil
}

// summaryOf makes the summary from the first iteration.
func (l *LoopRun) summaryOf(child *Step) *Step {
	s := &Step{
		Name: child.Name, StepType: child.StepType, Group: child.Group, Status: Passed, Loop: &Loop{},
		Sequence: child.Sequence, keepParent: l.args.FailParentOnFailure != nil && !*l.args.FailParentOnFailure,
	}
	for _, m := range child.NumericMeas {
		s.NumericMeas = append(s.NumericMeas, ptr(*m))
	}
	for _, m := range child.StringMeas {
		s.StringMeas = append(s.StringMeas, ptr(*m))
	}
	for _, m := range child.BooleanMeas {
		s.BooleanMeas = append(s.BooleanMeas, ptr(*m))
	}
	s.adoptedBy(l.sequence, l.sequence.report)
	return s
}

// count brings the summary up to date with the iterations.
func (l *LoopRun) count() {
	passed, failed := 0, 0
	worst := Skipped
	for _, s := range l.iterations {
		switch s.Status {
		case Passed:
			passed++
		case Failed:
			failed++
		}
		if worst == Skipped || s.Status.severity() > worst.severity() && s.Status != Skipped {
			worst = s.Status
		}
	}
	n := len(l.iterations)
	l.summary.Loop.Num, l.summary.Loop.EndingIndex = ptr(n), ptr(n-1)
	l.summary.Loop.Passed, l.summary.Loop.Failed = ptr(passed), ptr(failed)
	l.show(worst)
	l.summary.settle(worst)
}

// show gives the summary the value of the last iteration that has the summary's status.
func (l *LoopRun) show(status Status) {
	for _, s := range l.iterations {
		if s.Status != status {
			continue
		}
		for i, m := range s.NumericMeas {
			l.summary.NumericMeas[i].Value = m.Value
		}
		for i, m := range s.StringMeas {
			l.summary.StringMeas[i].Value = m.Value
		}
	}
}
