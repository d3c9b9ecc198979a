package report

import (
	"fmt"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
)

// Violation is one thing that is wrong with a report.
type Violation struct {
	Path    string // where, as servers write it: "root -> step Power -> numericMeas "; "report" for the report itself
	Rule    string // "R10"; "type" for a value of the wrong type
	Message string // what, as servers write it: "Status cannot be different from measurement status."
}

// String is the line that a server answers.
func (v Violation) String() string { return v.Path + ": " + v.Message }

// Violations are all the things that are wrong, in the order of the report.
type Violations []Violation

// Error is the text that a server answers: one line each.
func (v Violations) Error() string {
	lines := make([]string, len(v))
	for i := range v {
		lines[i] = v[i].String()
	}
	return strings.Join(lines, "\n")
}

// Fault is nil when nothing is wrong, else a validation fault whose cause is v.
func (v Violations) Fault() error {
	switch len(v) {
	case 0:
		return nil
	case 1:
		return fault.Wrap(fault.Validation, v, "the report is not valid")
	}
	return fault.Wrap(fault.Validation, v, "the report is not valid in %d places:\n%s", len(v), v.Error())
}

// place is one part of a path. Paths live on the stack of the walk and become text only when something is wrong.
type place struct {
	up    *place
	word  string // "step", "numericMeas", "loop", "Index"
	name  string
	index int // used when word is "Index" or when indexed
	kind  placeKind
}

type placeKind int

const (
	plainPlace   placeKind = iota // "root"
	namedPlace                    // "step Power"
	indexPlace                    // "Index 2"
	indexedPlace                  // "subUnits Index 2"
)

// String is the path from the top.
func (p *place) String() string {
	if p == nil {
		return "report"
	}
	text := p.word
	switch p.kind {
	case namedPlace:
		text += " " + p.name
	case indexPlace:
		text = fmt.Sprintf("Index %d", p.index)
	case indexedPlace:
		text += fmt.Sprintf(" Index %d", p.index)
	}
	if p.up == nil {
		return text
	}
	return p.up.String() + " -> " + text
}
