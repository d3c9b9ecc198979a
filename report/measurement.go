package report

import "iter"

// Measurement is a *NumericMeas, a *StringMeas or a *BooleanMeas.
type Measurement interface {
	// SetStatus gives the measurement a verdict.
	SetStatus(Status) error

	self() *object
	name() string
	verdict() *Status
	setName(string)
	adoptedBy(*Step)
}

func (m *NumericMeas) name() string         { return m.Name }
func (m *NumericMeas) verdict() *Status     { return &m.Status }
func (m *NumericMeas) setName(name string)  { m.Name = name }
func (m *NumericMeas) adoptedBy(step *Step) { m.step = step }
func (m *StringMeas) name() string          { return m.Name }
func (m *StringMeas) verdict() *Status      { return &m.Status }
func (m *StringMeas) setName(name string)   { m.Name = name }
func (m *StringMeas) adoptedBy(step *Step)  { m.step = step }
func (m *BooleanMeas) name() string         { return m.Name }
func (m *BooleanMeas) verdict() *Status     { return &m.Status }
func (m *BooleanMeas) setName(name string)  { m.Name = name }
func (m *BooleanMeas) adoptedBy(step *Step) { m.step = step }

// SetStatus gives the measurement a verdict; a failure goes up to the step and its parents unless the mode is import.
func (m *NumericMeas) SetStatus(status Status) error { return setMeasStatus(m, m.step, status) }

// SetStatus gives the measurement a verdict; a failure goes up to the step and its parents unless the mode is import.
func (m *StringMeas) SetStatus(status Status) error { return setMeasStatus(m, m.step, status) }

// SetStatus gives the measurement a verdict; a failure goes up to the step and its parents unless the mode is import.
func (m *BooleanMeas) SetStatus(status Status) error { return setMeasStatus(m, m.step, status) }

// measurements goes through the measurements of the step, of whatever kind.
func (s *Step) measurements() iter.Seq[Measurement] {
	return func(yield func(Measurement) bool) {
		for _, m := range s.NumericMeas {
			if !yield(m) {
				return
			}
		}
		for _, m := range s.StringMeas {
			if !yield(m) {
				return
			}
		}
		for _, m := range s.BooleanMeas {
			if !yield(m) {
				return
			}
		}
	}
}

// measurementCount is the number of measurements of the step, of whatever kind.
func (s *Step) measurementCount() int {
	return len(s.NumericMeas) + len(s.StringMeas) + len(s.BooleanMeas)
}

// nameBits are the positions of the names in the records of kept things.
var nameBits = [3]uint64{numericPlan.bit("name"), stringPlan.bit("name"), booleanPlan.bit("name")}

func nameBit(m Measurement) uint64 {
	switch m.(type) {
	case *NumericMeas:
		return nameBits[0]
	case *StringMeas:
		return nameBits[1]
	}
	return nameBits[2]
}

// hideName keeps the name out of what is sent, or not: a server refuses the name of a single measurement.
func hideName(m Measurement, hide bool) {
	if hide {
		m.self().keep().hidden |= nameBit(m)
	} else if k := m.self().kept; k != nil {
		k.hidden &^= nameBit(m)
	}
}

// sentName is the name that is sent.
func sentName(m Measurement) string {
	if k := m.self().kept; k != nil && k.hidden&nameBit(m) != 0 {
		return ""
	}
	return m.name()
}
