package report

import "github.com/watsrun/watsrun/internal/fault"

// Verdicts travel upwards and never get better by themselves: a failure raises the step, its parents and the report, and
// only an explicit status lowers one of them again. In import mode nothing travels.

// active says whether verdicts of the report come about by themselves.
func (r *Report) active() bool { return r == nil || r.run == nil || r.run.mode != Import }

// SetMode switches between judging measurements (Active) and taking statuses as given (Import) for what is added from now on.
func (r *Report) SetMode(mode Mode) { r.building().mode = mode }

// Mode is the way in which verdicts come about.
func (r *Report) Mode() Mode {
	if r.active() {
		return Active
	}
	return Import
}

// SetStatus gives the step a status. A failure raises the parents and the report; the root's status is the report's
// result. A single measurement takes the step's status over, because a server wants them equal.
func (s *Step) SetStatus(status Status) error {
	if _, ok := statusNames[status]; !ok || status == Unknown {
		return fault.New(fault.Validation, "status %q is not a status of a step", string(status)).WithHint("use P, F, D, S, E or T")
	}
	if status == Done && s.measurementCount() > 0 {
		return fault.New(fault.Validation, "step %s cannot be Done: it has measurements", s.Name).WithHint("use Passed")
	}
	if s.parent == nil && (status == Done || status == Skipped) {
		return fault.New(fault.Validation, "the root step cannot be %s: its status is the report's result", status.Word()).
			WithHint("use Passed, Failed, Error or Terminated")
	}
	s.follows = false
	s.settle(status)
	return nil
}

// settle gives the step a status and carries it to where it counts.
func (s *Step) settle(status Status) {
	s.Status = status
	s.settleSingle()
	s.spread()
}

// settleSingle gives the only measurement the step's status. An Error or Terminated step has a skipped measurement.
func (s *Step) settleSingle() {
	if s.measurementCount() != 1 {
		return
	}
	for m := range s.measurements() {
		*m.verdict() = measurementStatus(s.Status)
	}
}

func measurementStatus(step Status) Status {
	switch step {
	case Error, Terminated, Skipped:
		return Skipped
	case Failed:
		return Failed
	}
	return Passed
}

// spread carries the step's status to where it counts: the loop's counters, the parents, the report.
func (s *Step) spread() {
	if s.loopRun != nil {
		s.loopRun.count()
	}
	if s.parent == nil {
		if s.report != nil && s.report.Root == s {
			s.report.Result = s.Status
		}
		return
	}
	if s.report.active() && s.Status.IsFailure() && !s.keepParent {
		s.parent.raise(s.Status)
	}
}

// raise makes the step at least as severe as a status.
func (s *Step) raise(status Status) {
	if s.Status.severity() >= status.severity() {
		return
	}
	s.settle(status)
}

// setMeasStatus gives a measurement a status; see the SetStatus of the three kinds.
func setMeasStatus(m Measurement, s *Step, status Status) error {
	if status != Passed && status != Failed && status != Skipped {
		return fault.New(fault.Validation, "status %q is not a status of a measurement", string(status)).WithHint("use P, F or S")
	}
	*m.verdict() = status
	if s != nil {
		s.measured(status)
	}
	return nil
}

// measured draws the conclusion from a measurement that was added or changed.
func (s *Step) measured(status Status) {
	single := s.measurementCount() == 1
	switch {
	case single && (s.Status == Error || s.Status == Terminated):
		s.settleSingle()
	case s.follows:
		s.settle(s.worstMeasurement())
	case single:
		s.settle(status)
	case status == Failed && s.report.active():
		s.raise(Failed)
	}
}

// worstMeasurement is Failed if one measurement is, Skipped if all are, else Passed.
func (s *Step) worstMeasurement() Status {
	worst := Skipped
	for m := range s.measurements() {
		switch *m.verdict() {
		case Failed:
			return Failed
		case Passed:
			worst = Passed
		}
	}
	return worst
}

// SetResult gives the report a verdict. A test's root step takes it over, because a server wants them equal.
func (r *Report) SetResult(status Status) error {
	if status != Passed && !status.IsFailure() {
		return fault.New(fault.Validation, "result %q is not a verdict of a report", string(status)).WithHint("use P, F, E or T")
	}
	if r.Type == TypeUUR && status != Passed {
		return fault.New(fault.Validation, "the result of a repair report is always Passed")
	}
	r.Result = status
	if r.Root != nil {
		r.Root.Status = status
	}
	return nil
}
