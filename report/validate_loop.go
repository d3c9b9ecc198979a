package report

// loopGroup is a loop's summary with the iterations that follow it among its siblings.
type loopGroup struct {
	summary    *Step
	iterations []*Step
}

// children checks the steps of a sequence call, loops as such.
func (v *validator) children(at *place, steps []*Step) {
	owner := loopsOf(steps)
	for i, s := range steps {
		switch g := owner[i]; {
		case g == nil:
			v.step(&place{up: at, word: "step", kind: namedPlace, name: s.Name}, s)
		case g.summary == s:
			here := &place{up: at, word: "loop", kind: namedPlace, name: s.Name}
			v.loop(here, g)
			v.step(here, s)
		default:
			loop := &place{up: at, word: "loop", kind: namedPlace, name: s.Name}
			here := &place{up: loop, kind: indexPlace, index: *s.Loop.Idx}
			v.match(g.summary, s, here)
			v.step(here, s)
		}
	}
}

// loopsOf finds the loops among siblings, by the positions of their steps: a summary owns the iterations of its name that
// come after it.
func loopsOf(steps []*Step) (owner map[int]*loopGroup) {
	var open map[string]*loopGroup
	for i, s := range steps {
		if s.Loop == nil {
			continue
		}
		if open == nil {
			open, owner = map[string]*loopGroup{}, map[int]*loopGroup{}
		}
		if s.Loop.Idx == nil {
			open[s.Name] = &loopGroup{summary: s}
		} else if g := open[s.Name]; g != nil {
			g.iterations = append(g.iterations, s)
		}
		owner[i] = open[s.Name]
	}
	return owner
}

// loop checks the counters of a summary. One without iterations is accepted as it is.
func (v *validator) loop(at *place, g *loopGroup) {
	if len(g.iterations) == 0 {
		return
	}
	highest := highestIndex(g.iterations)
	ending := g.summary.Loop.EndingIndex
	if ending == nil || *ending != highest {
		v.add(at, "R16", "endingIndex is required to be the same as highest index.")
	}
	if num := g.summary.Loop.Num; num == nil || ending == nil || *num != *ending+1 {
		v.add(at, "R16", "num is required to be one more than endingIndex.")
	}
}

func highestIndex(iterations []*Step) int {
	highest := 0
	for _, s := range iterations {
		highest = max(highest, *s.Loop.Idx)
	}
	return highest
}

// match checks that an iteration measures what the summary says, and so its children.
func (v *validator) match(summary, s *Step, at *place) {
	if s.Status == Skipped || summary.Status == Skipped {
		return // without data
	}
	if s.StepType != summary.StepType {
		v.add(at, "R16", "stepType is required to match Summary step.")
	}
	v.matchNumeric(summary, s, at)
	v.matchText(summary, s, at)
	if len(s.BooleanMeas) != len(summary.BooleanMeas) {
		v.add(at, "R16", "booleanMeas is required to match Summary step.")
	}
	v.matchChildren(summary, s, at)
}

func (v *validator) matchNumeric(summary, s *Step, at *place) {
	if len(s.NumericMeas) != len(summary.NumericMeas) {
		v.add(at, "R16", "numericMeas is required to match Summary step.")
		return
	}
	for i, m := range s.NumericMeas {
		want := summary.NumericMeas[i]
		here := &place{up: at, word: "numericMeas", kind: namedPlace, name: sentName(m)}
		v.matchOp(here, want.CompOp, m.CompOp)
		v.matchLimit(here, "lowLimit", sameNumber(want.LowLimit, m.LowLimit))
		v.matchLimit(here, "highLimit", sameNumber(want.HighLimit, m.HighLimit))
	}
}

func (v *validator) matchText(summary, s *Step, at *place) {
	if len(s.StringMeas) != len(summary.StringMeas) {
		v.add(at, "R16", "stringMeas is required to match Summary step.")
		return
	}
	for i, m := range s.StringMeas {
		want := summary.StringMeas[i]
		here := &place{up: at, word: "stringMeas", kind: namedPlace, name: sentName(m)}
		v.matchLimit(here, "limit", (want.Limit == nil) == (m.Limit == nil) && deref(want.Limit) == deref(m.Limit))
		v.matchOp(here, want.CompOp, m.CompOp)
	}
}

func (v *validator) matchOp(at *place, want, got CompOp) {
	a, _ := want.Canonical()
	b, _ := got.Canonical()
	if a != b {
		v.add(at, "R16", "compOp is required to match Summary step.")
	}
}

func (v *validator) matchLimit(at *place, key string, same bool) {
	if !same {
		v.add(at, "R16", "%s is required to match Summary step.", key)
	}
}

// sameNumber also takes NaN to be the same as NaN.
func sameNumber(a, b *float64) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b || (*a != *a && *b != *b)
}

// matchChildren finds every child that the summary names in the iteration.
func (v *validator) matchChildren(summary, s *Step, at *place) {
	seen := map[string]bool{}
	for _, want := range summary.Steps {
		if seen[want.Name] {
			continue
		}
		seen[want.Name] = true
		child := s.FindStep(FindArgs{Name: want.Name, Recursive: ptr(false)})
		if child == nil {
			v.add(at, "R16", "step %s in Summary step requires a match.", want.Name)
			continue
		}
		v.match(want, child, &place{up: at, word: "step", kind: namedPlace, name: want.Name})
	}
}
