package report

import (
	"fmt"
	"iter"
	"slices"
	"strings"
)

// adopt tells every step its report and its parent, and every measurement its step.
func (r *Report) adopt() {
	for _, u := range r.SubUnits {
		u.report = r
	}
	if r.Root != nil {
		r.Root.adoptedBy(nil, r)
	}
}

func (s *Step) adoptedBy(parent *Step, r *Report) {
	s.parent, s.report = parent, r
	for m := range s.measurements() {
		m.adoptedBy(s)
	}
	for _, child := range s.Steps {
		child.adoptedBy(s, r)
	}
}

// Parent is the step that holds this one, nil for the root.
func (s *Step) Parent() *Step { return s.parent }

// Report is the report that the step belongs to.
func (s *Step) Report() *Report { return s.report }

// All goes through the steps below this one in the order of the report, with their children when recursive.
func (s *Step) All(recursive bool) iter.Seq[*Step] {
	return func(yield func(*Step) bool) { s.walk(recursive, yield) }
}

func (s *Step) walk(recursive bool, yield func(*Step) bool) bool {
	for _, child := range s.Steps {
		if !yield(child) || (recursive && !child.walk(true, yield)) {
			return false
		}
	}
	return true
}

// steps goes through all steps of the report, the root first.
func (r *Report) steps() iter.Seq[*Step] {
	return func(yield func(*Step) bool) {
		if r.Root != nil && yield(r.Root) {
			r.Root.walk(true, yield)
		}
	}
}

// FindArgs say which steps to find. Empty texts match every step.
type FindArgs struct {
	Name      string `lua:"name" doc:"Name of the step."`
	StepType  string `lua:"step_type" doc:"Type of the step, such as ET_NLT."`
	Recursive *bool  `lua:"recursive" default:"true" doc:"Whether to look below the direct children too."`
}

func (a FindArgs) matches(s *Step) bool {
	return (a.Name == "" || s.Name == a.Name) && (a.StepType == "" || s.StepType == a.StepType)
}

func (a FindArgs) recursive() bool { return a.Recursive == nil || *a.Recursive }

// FindStep is the first step below this one that matches, in the order of the report; nil when there is none.
func (s *Step) FindStep(a FindArgs) *Step {
	for child := range s.All(a.recursive()) {
		if a.matches(child) {
			return child
		}
	}
	return nil
}

// FindAllSteps are the steps below this one that match, in the order of the report.
func (s *Step) FindAllSteps(a FindArgs) []*Step {
	found := []*Step{}
	for child := range s.All(a.recursive()) {
		if a.matches(child) {
			found = append(found, child)
		}
	}
	return found
}

// RecursiveArgs say how far to look.
type RecursiveArgs struct {
	Recursive *bool `lua:"recursive" default:"true" doc:"Whether to look below the direct children too."`
}

// GetFailedSteps are the steps below this one with status Failed, Error or Terminated.
func (s *Step) GetFailedSteps(a RecursiveArgs) []*Step {
	return slices.DeleteFunc(s.FindAllSteps(FindArgs{Recursive: a.Recursive}), func(c *Step) bool { return !c.Status.IsFailure() })
}

// CountSteps is the number of steps below this one.
func (s *Step) CountSteps(a RecursiveArgs) int {
	n := 0
	for range s.All(a.Recursive == nil || *a.Recursive) {
		n++
	}
	return n
}

// GetStepPath is the names from the root to this step, joined with "/".
func (s *Step) GetStepPath() string {
	if s.parent == nil {
		return s.Name
	}
	return s.parent.GetStepPath() + "/" + s.Name
}

// Number is the id of the step: the one that was set, else the one that a server will give it, which is its position in
// the order of the report, from 0 for the root.
func (s *Step) Number() int {
	if s.ID != nil {
		return *s.ID
	}
	n := 0
	if s.report == nil {
		return n
	}
	for other := range s.report.steps() {
		if other == s {
			break
		}
		n++
	}
	return n
}

// NumberSteps gives every step the id that a server would give it, unless all have one.
func (r *Report) NumberSteps() {
	all := true
	for s := range r.steps() {
		all = all && s.ID != nil
	}
	if all {
		return
	}
	next := 0
	for s := range r.steps() {
		s.ID = ptr(next)
		next++
	}
}

// PrintHierarchy is the step and all below it as indented text, one line each: status, name, type and measured values.
func (s *Step) PrintHierarchy() string {
	var b strings.Builder
	s.print(&b, 0)
	return b.String()
}

func (s *Step) print(b *strings.Builder, depth int) {
	fmt.Fprintf(b, "%s%-1s %s [%s]", strings.Repeat("  ", depth), s.Status, s.Name, s.StepType)
	for m := range s.measurements() {
		b.WriteString(" " + describe(m))
	}
	b.WriteByte('\n')
	for _, child := range s.Steps {
		child.print(b, depth+1)
	}
}

// describe is a measurement on one line: "rail=3.31 V GELE 3.2..3.4 P".
func describe(m Measurement) string {
	text := string(*m.verdict())
	switch m := m.(type) {
	case *NumericMeas:
		text = strings.Join(strings.Fields(fmt.Sprintf("%s %s %s %s %s", shown(m.Value), m.Unit, m.CompOp, m.limits(), text)), " ")
	case *StringMeas:
		text = strings.Join(strings.Fields(fmt.Sprintf("%q %s %s %s", deref(m.Value), m.CompOp, quoted(m.Limit), text)), " ")
	}
	if m.name() != "" {
		return m.name() + "=" + text
	}
	return text
}

func (m *NumericMeas) limits() string {
	if m.HighLimit == nil {
		return shown(m.LowLimit)
	}
	return shown(m.LowLimit) + ".." + shown(m.HighLimit)
}

func shown(x *float64) string {
	if x == nil {
		return ""
	}
	return fmt.Sprint(*x)
}

func quoted(s *string) string {
	if s == nil {
		return ""
	}
	return fmt.Sprintf("%q", *s)
}
