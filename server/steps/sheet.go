package steps

import "github.com/watsrun/watsrun/report"

// Sheet is the list of steps of a report with their keys, before they have numbers.
type Sheet struct {
	Steps []Step

	keys     []Key        // of the steps
	measures []MeasureKey // of all measurements, in order
}

// Of lists the steps of a stored test report in its order, the root first. A loop counts by its iterations: its summary,
// which repeats one of them, is left out where there are any, and with it the steps below.
func Of(r *report.Report) *Sheet {
	if r.Root == nil {
		return &Sheet{}
	}
	steps, measures := sizes(r.Root)
	s := &Sheet{Steps: make([]Step, 0, steps), keys: make([]Key, 0, steps), measures: make([]MeasureKey, 0, measures)}
	c := collector{sheet: s, measures: make([]Measure, 0, measures)}
	if r.UUT != nil {
		c.cause = r.UUT.StepIDCausedUUTFailure
	}
	c.add(r.Root, r.Root.Name)
	c.moveCause()
	return s
}

// sizes are the numbers of steps and measurements at and below a step, as space is made for them.
func sizes(s *report.Step) (steps, measures int) {
	steps, measures = 1, len(s.NumericMeas)+len(s.StringMeas)+len(s.BooleanMeas)
	for _, child := range s.Steps {
		moreSteps, moreMeasures := sizes(child)
		steps, measures = steps+moreSteps, measures+moreMeasures
	}
	return steps, measures
}

// collector goes through a report.
type collector struct {
	sheet    *Sheet
	measures []Measure // of all steps, which share it
	cause    *int      // the id of the step that failed the unit, nil when it is found or there is none
	moved    string    // its path, when it is part of a summary that is left out
}

func (c *collector) add(s *report.Step, path string) {
	step := Step{Status: s.Status, Time: numberOf(s.TotTime), Cause: c.causedBy(s), Measures: c.measuresOf(s)}
	c.sheet.Steps = append(c.sheet.Steps, step)
	c.sheet.keys = append(c.sheet.keys, Key{Path: path, Type: s.StepType, Group: s.Group.Word()})
	repeated := repeatedSummaries(s.Steps)
	for _, child := range s.Steps {
		below := path + Separator + child.Name
		if repeated[child] {
			c.leaveOut(child, below)
			continue
		}
		c.add(child, below)
	}
}

// causedBy says whether a step failed the unit, and remembers that it was found.
func (c *collector) causedBy(s *report.Step) bool {
	if c.cause == nil || s.ID == nil || *s.ID != *c.cause {
		return false
	}
	c.cause = nil
	return true
}

// leaveOut looks for the step that failed the unit in the summary of a loop.
func (c *collector) leaveOut(s *report.Step, path string) {
	if c.causedBy(s) {
		c.moved = path
	}
	for _, child := range s.Steps {
		c.leaveOut(child, path+Separator+child.Name)
	}
}

// moveCause marks the first failed step of the path where the one that failed the unit was left out.
func (c *collector) moveCause() {
	if c.moved == "" {
		return
	}
	for i, key := range c.sheet.keys {
		if key.Path == c.moved && c.sheet.Steps[i].Status.IsFailure() {
			c.sheet.Steps[i].Cause = true
			return
		}
	}
}

// repeatedSummaries finds the loop summaries that have recorded iterations: steps of the same name that follow.
func repeatedSummaries(all []*report.Step) map[*report.Step]bool {
	var open map[string]*report.Step
	var repeated map[*report.Step]bool
	for _, s := range all {
		if s.Loop == nil {
			continue
		}
		if open == nil {
			open, repeated = map[string]*report.Step{}, map[*report.Step]bool{}
		}
		if s.Loop.Idx == nil {
			open[s.Name] = s
		} else if summary := open[s.Name]; summary != nil {
			repeated[summary] = true
		}
	}
	return repeated
}

func (c *collector) measuresOf(s *report.Step) []Measure {
	from := len(c.measures)
	for _, m := range s.NumericMeas {
		c.measure(MeasureKey{Kind: Numeric, Name: m.Name, Unit: m.Unit}, Measure{
			Status: m.Status, Op: canonical(m.CompOp), Value: numberOf(m.Value), Low: numberOf(m.LowLimit), High: numberOf(m.HighLimit),
		})
	}
	for _, m := range s.StringMeas {
		c.measure(MeasureKey{Kind: Text, Name: m.Name}, Measure{Status: m.Status, Op: canonical(m.CompOp), Text: m.Value, Limit: m.Limit})
	}
	for _, m := range s.BooleanMeas {
		c.measure(MeasureKey{Kind: Boolean, Name: m.Name}, Measure{Status: m.Status, Op: report.LOG})
	}
	return c.measures[from:len(c.measures):len(c.measures)]
}

func (c *collector) measure(key MeasureKey, m Measure) {
	m.Kind = key.Kind
	c.measures = append(c.measures, m)
	c.sheet.measures = append(c.sheet.measures, key)
}

// canonical is the operator in its one spelling. What nobody knows compares nothing.
func canonical(op report.CompOp) report.CompOp {
	known, ok := op.Canonical()
	if !ok {
		return report.LOG
	}
	return known
}

// Resolve gives every step and measurement its number.
func (s *Sheet) Resolve(d Dictionary) (err error) {
	next := 0
	for i := range s.Steps {
		step := &s.Steps[i]
		if step.ID, err = d.StepID(s.keys[i]); err != nil {
			return err
		}
		for k := range step.Measures {
			key := s.measures[next]
			key.Step = step.ID
			if step.Measures[k].ID, err = d.MeasureID(key); err != nil {
				return err
			}
			next++
		}
	}
	return nil
}

// Paths are the paths of the steps, for a dictionary that wants to look them up together.
func (s *Sheet) Paths() []string {
	all := make([]string, len(s.keys))
	for i, key := range s.keys {
		all[i] = key.Path
	}
	return all
}

// Encode is the stored form of the steps.
func (s *Sheet) Encode() []byte { return Encode(s.Steps) }
