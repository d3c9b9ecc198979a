package wsxf

import (
	"fmt"
	"strings"

	"github.com/watsrun/watsrun/report"
)

// trail is the way from the report to the object that is being read or written, for faults.
type trail []place

// place is one object on the way.
type place struct {
	key   string // in the model, "" for a flat part
	index int    // in a list, else -1
	name  string // of a step or a measurement
}

// String is the way as servers write it: root -> step Power -> numericMeas 3V3.
func (t trail) String() string {
	var words []string
	for _, p := range t {
		if word := p.String(); word != "" {
			words = append(words, word)
		}
	}
	if len(words) == 0 {
		return "report"
	}
	return strings.Join(words, " -> ")
}

func (p place) String() string {
	switch p.key {
	case "numericMeas", "stringMeas", "booleanMeas":
		return p.key + " " + p.name
	case "steps":
		if p.name != "" {
			return "step " + p.name
		}
		return fmt.Sprintf("step Index %d", p.index)
	}
	if p.index >= 0 {
		return fmt.Sprintf("%s Index %d", p.key, p.index)
	}
	return p.key
}

// faults collects what is wrong, with where it is.
type faults struct {
	trail trail
	found report.Violations
}

func (f *faults) enter(p place) { f.trail = append(f.trail, p) }

func (f *faults) leave() { f.trail = f.trail[:len(f.trail)-1] }

func (f *faults) add(format string, args ...any) {
	f.found = append(f.found, report.Violation{Path: f.trail.String(), Rule: "type", Message: fmt.Sprintf(format, args...)})
}
