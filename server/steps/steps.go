// Package steps is what analyses know of the steps of a report: a compact form that is kept beside each report, so that
// an analysis of thousands of them decodes no documents, and the analyses over that form: step statistics, measurements
// and their aggregates, failures. It is pure: it knows neither HTTP nor the database nor a clock.
//
// In the compact form a step and a measurement are named by numbers, which the owner of the database gives out: see
// Dictionary. Paths are the names from the root down to the step, joined by Separator.
package steps

import "github.com/watsrun/watsrun/report"

// Key tells a step from the others of its report, and is the same in all reports of one sequence.
type Key struct {
	Path  string // with Separator
	Type  string // such as ET_NLT
	Group string // Setup, Main or Cleanup
}

// Name is the name of the step itself.
func (k Key) Name() string { return lastName(k.Path) }

// Kind says what a measurement is.
type Kind byte

// The kinds of measurements.
const (
	Numeric Kind = 'N'
	Text    Kind = 'S'
	Boolean Kind = 'B'
)

// MeasureKey tells a measurement from the others of its step.
type MeasureKey struct {
	Step int64 // the number of the step
	Kind Kind
	Name string // "" for the only one of its step
	Unit string
}

// Dictionary gives steps and measurements their numbers, from 1: always the same one for the same key.
type Dictionary interface {
	StepID(Key) (int64, error)
	MeasureID(MeasureKey) (int64, error)
}

// Names are the keys of numbers, for the answer of an analysis.
type Names struct {
	Steps    map[int64]Key
	Measures map[int64]MeasureKey
}

// Step is one step that a report recorded.
type Step struct {
	ID       int64
	Status   report.Status
	Cause    bool   // whether it failed the unit
	Time     Number // its duration in seconds
	Measures []Measure
}

// Measure is one measurement of a step. A number has Value, Low and High, a text Text and Limit, a boolean its status
// only.
type Measure struct {
	ID        int64
	Kind      Kind
	Status    report.Status // "" where the report gives none
	Op        report.CompOp // canonical
	Value     Number
	Low, High Number
	Text      *string
	Limit     *string
}

// Run is what an analysis needs to know of a report besides its steps.
type Run struct {
	Start      int64 // nanoseconds since 1970
	Result     report.Status
	PartNumber string
	Revision   string
}
