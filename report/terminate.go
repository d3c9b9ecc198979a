package report

// Cut says how a report came to its end before whoever built it had finished.
type Cut struct {
	Why     string   // a sentence for the report's comment
	Seconds *float64 // how long the test had taken, nil where that is not known
}

// The bounds of what Terminate writes.
const (
	maxComment  = 5000
	maxMiscText = 100
)

// cutShort is the name of the fact by which reports that were cut short can be searched for.
const cutShort = "cut_short"

// Terminate finishes a report that nobody will go on with: the result of a test is Terminated, whatever it was. What was
// measured keeps its verdict. The groups under way are Terminated too: those that hold the last step, and those that
// hold none yet; in import mode they keep the status that they were given. A repair report, whose result cannot be anything
// but Passed, only gets the comment.
func (r *Report) Terminate(c Cut) {
	if r.UUR != nil {
		r.UUR.Comment = commented(r.UUR.Comment, c.Why)
	}
	if r.Root == nil {
		return
	}
	if r.active() {
		r.Root.terminateOpen(true)
	}
	r.numberAllOrNone()
	r.Result, r.Root.Status = Terminated, Terminated
	if r.UUT != nil {
		r.UUT.Comment = commented(r.UUT.Comment, c.Why)
		if r.UUT.ExecTime == nil {
			r.UUT.ExecTime = c.Seconds
		}
	}
	r.MiscInfos = append(r.MiscInfos, &MiscInfo{Description: cutShort, Text: ptr(cut(c.Why, maxMiscText))})
}

// numberAllOrNone numbers the steps where only some were given an id so far.
func (r *Report) numberAllOrNone() {
	for s := range r.steps() {
		if s.ID != nil {
			r.NumberSteps()
			return
		}
	}
}

// commented adds a line to a comment, which may grow too long by it; what was said first stays.
func commented(comment, line string) string {
	if comment == "" {
		return cut(line, maxComment)
	}
	return cut(comment+"\n"+line, maxComment)
}

// terminateOpen finishes the groups below this one that were under way; last tells whether it holds the last step.
func (s *Step) terminateOpen(last bool) {
	final := s.lastWithSteps()
	for i, child := range s.Steps {
		if child.Sequence == nil {
			continue
		}
		under := last && i == final
		if under || len(child.Steps) == 0 {
			s.terminateGroup(i)
		}
		child.terminateOpen(under)
	}
}

// lastWithSteps is the position of the last child that is no empty group; -1 when there is none.
func (s *Step) lastWithSteps() int {
	for i := len(s.Steps) - 1; i >= 0; i-- {
		if child := s.Steps[i]; child.Sequence == nil || len(child.Steps) > 0 {
			return i
		}
	}
	return -1
}

// terminateGroup gives a group the status Terminated unless it has a worse one, and so the summary of the loop that it is an
// iteration of.
func (s *Step) terminateGroup(i int) {
	g := s.Steps[i]
	if g.Status != Passed && g.Status != Done {
		return
	}
	if g.Loop != nil && g.Loop.Idx == nil {
		return // a summary is what its iterations are
	}
	if loop := loopsOf(s.Steps)[i]; loop != nil {
		loop.summary.Status = Terminated
		if n := deref(loop.summary.Loop.Passed); n > 0 && g.Status == Passed {
			loop.summary.Loop.Passed = ptr(n - 1)
		}
	}
	g.Status = Terminated
}
