package report

import "time"

// ServerFacts are what a server adds to a report that it accepted. Empty ones are left unset.
type ServerFacts struct {
	ProcessName     string // name of the report's process
	TestProcessName string // name of the failed test operation of a repair
	ProductName     string
	Origin          string  // who sent the report
	UUT             *Report // the test report that a repair refers to, to fill the names of steps; may be nil
}

// PostProcess does to an accepted report what a server does before it stores it: it drops what belongs to skipped steps,
// numbers the steps, marks the step that failed the unit, fills startUTC and the names that it knows.
func (r *Report) PostProcess(f ServerFacts) {
	r.ProductName, r.Origin = f.ProductName, f.Origin
	r.ProcessName = orElse(f.ProcessName, r.ProcessName)
	if r.Start.Valid() && !r.Start.IsZero() {
		r.StartUTC = NewTime(r.Start.Time().In(time.UTC))
	}
	if r.Root != nil {
		r.Root.dropSkipped()
		r.NumberSteps()
		r.markCause()
	}
	if r.UUR != nil {
		r.UUR.ProcessName = orElse(f.TestProcessName, r.UUR.ProcessName)
		r.nameSteps(f.UUT)
	}
}

// dropSkipped empties skipped steps.
func (s *Step) dropSkipped() {
	if s.Status == Skipped {
		s.AdditionalResults, s.Steps, s.NumericMeas, s.StringMeas, s.BooleanMeas = nil, nil, nil, nil, nil
		s.Chart, s.Attachment, s.CallExe, s.MessagePopup = nil, nil, nil, nil
	}
	for _, child := range s.Steps {
		child.dropSkipped()
	}
}

// markCause finds the step that failed the unit: the first one that is marked, else failedStep, which it marks.
func (r *Report) markCause() {
	if r.Result == Passed {
		return
	}
	cause := r.markedStep()
	if cause == nil {
		if cause = r.failedStep(); cause == nil {
			return
		}
		cause.CausedUUTFailure = ptr(true)
	}
	if r.UUT != nil {
		r.UUT.StepIDCausedUUTFailure = ptr(cause.Number())
	}
}

func (r *Report) markedStep() *Step {
	for s := range r.steps() {
		if deref(s.CausedUUTFailure) {
			return s
		}
	}
	return nil
}

// failedStep is the first failed step without a failed child, in the order of the report; nil when there is none.
func (r *Report) failedStep() *Step {
	if r == nil || r.Root == nil {
		return nil
	}
	for s := range r.steps() {
		if s.Status.IsFailure() && !s.hasFailedChild() {
			return s
		}
	}
	return nil
}

func (s *Step) hasFailedChild() bool {
	for _, child := range s.Steps {
		if child.Status.IsFailure() {
			return true
		}
	}
	return false
}

// nameSteps fills the names of the steps that failures refer to.
func (r *Report) nameSteps(uut *Report) {
	if uut == nil || uut.Root == nil {
		return
	}
	names := map[int]string{}
	for s := range uut.steps() {
		names[deref(s.ID)] = s.Name
	}
	for _, f := range r.Failures() {
		if f.RefStepID != nil {
			f.RefStepName = names[*f.RefStepID]
		}
	}
}
