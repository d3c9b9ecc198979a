package steps

import (
	"cmp"
	"slices"
	"time"

	"github.com/watsrun/watsrun/report"
)

// Failures gathers how often each step failed the units of a part number. The zero value is ready.
type Failures struct {
	steps map[failureKey]*failure
}

type failureKey struct {
	step       int64
	partNumber string
}

// failure is one step over the reports of a part number.
type failure struct {
	reports     int // that ran the step
	last        int // the number of the report that was counted last
	failed      int // reports that it failed
	first, late int64
	revision    string
	revisions   bool // whether it failed units of several
}

// Add counts the steps of one report. number tells the report from others.
func (f *Failures) Add(number int, run Run, all []Step) {
	if f.steps == nil {
		f.steps = map[failureKey]*failure{}
	}
	for i := range all {
		s := &all[i]
		if s.Status == report.Skipped && !s.Cause {
			continue
		}
		one := f.step(failureKey{s.ID, run.PartNumber})
		if one.reports == 0 || one.last != number {
			one.reports++
			one.last = number
		}
		if s.Cause {
			one.fail(run)
		}
	}
}

func (f *Failures) step(key failureKey) *failure {
	one := f.steps[key]
	if one == nil {
		one = &failure{}
		f.steps[key] = one
	}
	return one
}

func (f *failure) fail(run Run) {
	if f.failed == 0 {
		f.first, f.late, f.revision = run.Start, run.Start, run.Revision
	}
	f.failed++
	f.first, f.late = min(f.first, run.Start), max(f.late, run.Start)
	f.revisions = f.revisions || f.revision != run.Revision
}

// FailedStep is a step that failed units: failCount of the totalCount reports that ran it, which is failRate percent.
// revision is null when it failed units of several.
type FailedStep struct {
	StepName      string    `json:"stepName"`
	StepPath      string    `json:"stepPath"`
	StepType      string    `json:"stepType"`
	StepGroup     string    `json:"stepGroup"`
	PartNumber    string    `json:"partNumber"`
	Revision      *string   `json:"revision"`
	ProductGroup  *string   `json:"productGroup"`
	FailCount     int       `json:"failCount"`
	TotalCount    int       `json:"totalCount"`
	FailRate      float64   `json:"failRate"`
	FirstFailDate time.Time `json:"firstFailDate"`
	LastFailDate  time.Time `json:"lastFailDate"`

	id int64
}

// Top are the steps that failed most units, at most count of them. Of equals the one with the higher rate comes first.
func (f *Failures) Top(count int) []FailedStep {
	rows := []FailedStep{}
	for key, one := range f.steps {
		if one.failed == 0 {
			continue
		}
		row := FailedStep{
			id: key.step, PartNumber: key.partNumber, FailCount: one.failed, TotalCount: one.reports,
			FailRate:      100 * float64(one.failed) / float64(one.reports),
			FirstFailDate: time.Unix(0, one.first).UTC(), LastFailDate: time.Unix(0, one.late).UTC(),
		}
		if !one.revisions {
			row.Revision = &one.revision
		}
		rows = append(rows, row)
	}
	slices.SortFunc(rows, func(a, b FailedStep) int {
		return cmp.Or(cmp.Compare(b.FailCount, a.FailCount), cmp.Compare(b.FailRate, a.FailRate),
			cmp.Compare(a.PartNumber, b.PartNumber), cmp.Compare(a.id, b.id))
	})
	return rows[:min(count, len(rows))]
}

// ID is the number of the step.
func (f FailedStep) ID() int64 { return f.id }

// Name fills in what the key of the step says.
func (f *FailedStep) Name(key Key) {
	f.StepName, f.StepPath, f.StepType, f.StepGroup = key.Name(), Shown(key.Path), key.Type, key.Group
}
