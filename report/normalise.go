package report

import "fmt"

// Normalise brings an exported report into a form that a server takes, since an export often cannot be sent back as it
// is: NormaliseLoops, then NormaliseStatuses. It returns one line for each change.
func (r *Report) Normalise() []string {
	return append(r.NormaliseLoops(), r.NormaliseStatuses()...)
}

// NormaliseLoops sets the counters of loop summaries from their iterations. Where iterations differ from their summary in
// a way that a server refuses, they become ordinary steps: without the loop mark, with all that was measured. It returns
// one line for each change.
func (r *Report) NormaliseLoops() []string {
	var changes []string
	for s := range r.steps() {
		owner := loopsOf(s.Steps)
		for i, child := range s.Steps {
			if g := owner[i]; g != nil && g.summary == child && len(g.iterations) > 0 {
				changes = append(changes, g.normalise()...)
			}
		}
	}
	return changes
}

// normalise changes one loop and says what it did.
func (g *loopGroup) normalise() []string {
	path := g.summary.GetStepPath()
	v := validator{}
	for _, s := range g.iterations {
		v.match(g.summary, s, &place{word: "loop"})
	}
	if len(v.found) > 0 {
		for _, s := range g.iterations {
			s.Loop = nil
		}
		return []string{fmt.Sprintf("%s: %d iterations became ordinary steps: %s", path, len(g.iterations), v.found[0].Message)}
	}
	l, highest := g.summary.Loop, highestIndex(g.iterations)
	if deref(l.EndingIndex) == highest && deref(l.Num) == highest+1 {
		return nil
	}
	l.EndingIndex, l.Num = ptr(highest), ptr(highest+1)
	return []string{fmt.Sprintf("%s: num became %d and endingIndex %d", path, highest+1, highest)}
}

// NormaliseStatuses makes the status of a single measurement that of its step, as a server demands. A step never gets
// better: a passed one with a failed measurement fails, with its parents; only Done becomes Passed. It returns one line
// for each change.
func (r *Report) NormaliseStatuses() []string {
	var changes []string
	for s := range r.steps() {
		if s.Status == Skipped || s.measurementCount() != 1 {
			continue
		}
		for m := range s.measurements() {
			before, was := s.Status, *m.verdict()
			s.normaliseStatus(was)
			if s.Status != before || *m.verdict() != was {
				changes = append(changes, fmt.Sprintf("%s: status %s with measurement status %s became %s with %s",
					s.GetStepPath(), before, was, s.Status, *m.verdict()))
			}
		}
	}
	return changes
}

func (s *Step) normaliseStatus(measured Status) {
	switch {
	case s.Status == Done && measured != Failed:
		s.Status = Passed
	case measured == Failed && !s.Status.IsFailure():
		s.raise(Failed)
	}
	s.settleSingle()
}
