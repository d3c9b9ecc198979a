package steps

import (
	"cmp"
	"maps"
	"slices"

	"github.com/watsrun/watsrun/report"
)

// Analysis gathers what happened to each step over many reports, and the statistics of its numbers. The zero value is
// ready.
type Analysis struct {
	steps    map[int64]*tally
	measures map[int64]*measured
}

// tally is one step over many reports.
type tally struct {
	id       int64
	byStatus counts
	caused   counts // by the result of the report
	time     duration
	measures []*measured
	start    int64 // of the latest report that has the step
	position int   // in that report
}

// counts are numbers of steps or reports by status.
type counts [noStatus + 1]int

func (c *counts) add(s report.Status) { c[statusCode(s)]++ }

func (c *counts) of(s report.Status) int { return c[statusCode(s)] }

// measured is one numeric measurement over many reports: all its values, and those of passed steps.
type measured struct {
	id          int64
	all, passed spread
}

// Add counts the steps of one report.
func (a *Analysis) Add(run Run, all []Step) {
	if a.steps == nil {
		a.steps, a.measures = map[int64]*tally{}, map[int64]*measured{}
	}
	for i := range all {
		s := &all[i]
		t := a.tally(s.ID)
		if t.start < run.Start || t.byStatus == (counts{}) {
			t.start, t.position = run.Start, i
		}
		t.byStatus.add(s.Status)
		t.time.add(s.Time)
		if s.Cause {
			t.caused.add(run.Result)
		}
		for k := range s.Measures {
			if m := &s.Measures[k]; m.Kind == Numeric {
				a.measured(t, m.ID).add(run.Start, s.Status, m)
			}
		}
	}
}

func (a *Analysis) tally(id int64) *tally {
	t := a.steps[id]
	if t == nil {
		t = &tally{id: id}
		a.steps[id] = t
	}
	return t
}

func (a *Analysis) measured(t *tally, id int64) *measured {
	m := a.measures[id]
	if m == nil {
		m = &measured{id: id}
		a.measures[id] = m
		t.measures = append(t.measures, m)
	}
	return m
}

func (m *measured) add(start int64, status report.Status, one *Measure) {
	m.all.add(start, one)
	if status == report.Passed {
		m.passed.add(start, one)
	}
}

// StepIDs are the numbers of the steps that were counted.
func (a *Analysis) StepIDs() []int64 { return slices.Collect(maps.Keys(a.steps)) }

// MeasureIDs are the numbers of their measurements.
func (a *Analysis) MeasureIDs() []int64 { return slices.Collect(maps.Keys(a.measures)) }

// Row is one row of a step analysis: a step and one of its numeric measurements, or a step without. Keys that end in Wof
// are without failures: of passed steps only. Times are in seconds.
type Row struct {
	StepName         string         `json:"stepName"`
	StepPath         string         `json:"stepPath"`
	StepType         string         `json:"stepType"`
	StepGroup        string         `json:"stepGroup"`
	Count            int            `json:"stepCount"`
	Passed           int            `json:"stepPassedCount"`
	Done             int            `json:"stepDoneCount"`
	Skipped          int            `json:"stepSkippedCount"`
	Failed           int            `json:"stepFailedCount"`
	Error            int            `json:"stepErrorCount"`
	Terminated       int            `json:"stepTerminatedCount"`
	Other            int            `json:"stepOtherCount"`
	Bad              int            `json:"stepFailedErrorTerminatedCount"`
	Caused           int            `json:"stepCausedUutFailedErrorTerminated"`
	CausedFailed     int            `json:"stepCausedUutFailed"`
	CausedError      int            `json:"stepCausedUutError"`
	CausedTerminated int            `json:"stepCausedUutTerminated"`
	Limit1           Number         `json:"limit1"`
	Limit1Wof        Number         `json:"limit1Wof"`
	Limit2           Number         `json:"limit2"`
	Limit2Wof        Number         `json:"limit2Wof"`
	CompOperator     *report.CompOp `json:"compOperator"`
	TimeAvg          Number         `json:"stepTimeAvg"`
	TimeMax          Number         `json:"stepTimeMax"`
	TimeMin          Number         `json:"stepTimeMin"`
	MeasureName      *string        `json:"measureName"`
	MeasureCount     int            `json:"measureCount"`
	MeasureCountWof  int            `json:"measureCountWof"`
	Min              Number         `json:"min"`
	MinWof           Number         `json:"minWof"`
	Max              Number         `json:"max"`
	MaxWof           Number         `json:"maxWof"`
	Avg              Number         `json:"avg"`
	AvgWof           Number         `json:"avgWof"`
	Stdev            Number         `json:"stdev"`
	StdevWof         Number         `json:"stdevWof"`
	Var              Number         `json:"var"`
	VarWof           Number         `json:"varWof"`
	Cpk              Number         `json:"cpk"`
	CpkWof           Number         `json:"cpkWof"`
	Cp               Number         `json:"cp"`
	CpWof            Number         `json:"cpWof"`
	CpLower          Number         `json:"cpLower"`
	CpLowerWof       Number         `json:"cpLowerWof"`
	CpUpper          Number         `json:"cpUpper"`
	CpUpperWof       Number         `json:"cpUpperWof"`
	SigmaHigh3       Number         `json:"sigmaHigh3"`
	SigmaHigh3Wof    Number         `json:"sigmaHigh3Wof"`
	SigmaLow3        Number         `json:"sigmaLow3"`
	SigmaLow3Wof     Number         `json:"sigmaLow3Wof"`
}

// Rows are the rows in the order of the latest report; steps that only older reports have follow.
func (a *Analysis) Rows(names Names) []Row {
	rows := []Row{}
	for _, t := range slices.SortedFunc(maps.Values(a.steps), (*tally).compare) {
		slices.SortFunc(t.measures, func(a, b *measured) int { return cmp.Compare(a.id, b.id) })
		row := t.row(names.Steps[t.id])
		if len(t.measures) == 0 {
			rows = append(rows, row)
		}
		for _, m := range t.measures {
			rows = append(rows, row.with(names.Measures[m.id].Name, m))
		}
	}
	return rows
}

func (t *tally) compare(other *tally) int {
	return cmp.Or(cmp.Compare(other.start, t.start), cmp.Compare(t.position, other.position), cmp.Compare(t.id, other.id))
}

func (t *tally) row(key Key) Row {
	r := Row{StepName: key.Name(), StepPath: Shown(key.Path), StepType: key.Type, StepGroup: key.Group}
	r.Passed, r.Done, r.Skipped = t.byStatus.of(report.Passed), t.byStatus.of(report.Done), t.byStatus.of(report.Skipped)
	r.Failed, r.Error, r.Terminated = t.byStatus.of(report.Failed), t.byStatus.of(report.Error), t.byStatus.of(report.Terminated)
	r.Bad = r.Failed + r.Error + r.Terminated
	for _, n := range t.byStatus {
		r.Count += n
	}
	r.Other = r.Count - r.Passed - r.Done - r.Skipped - r.Bad
	r.CausedFailed, r.CausedError, r.CausedTerminated = t.caused.of(report.Failed), t.caused.of(report.Error), t.caused.of(report.Terminated)
	r.Caused = r.CausedFailed + r.CausedError + r.CausedTerminated
	r.TimeAvg, r.TimeMin, r.TimeMax = t.time.results()
	return r
}

// with is the row of a step with the statistics of one of its measurements.
func (r Row) with(name string, m *measured) Row {
	all, wof := m.all.statistics(), m.passed.statistics()
	if name != "" {
		r.MeasureName = &name
	}
	r.MeasureCount, r.MeasureCountWof = all.Count, wof.Count
	r.Limit1, r.Limit1Wof, r.Limit2, r.Limit2Wof = all.Low, wof.Low, all.High, wof.High
	r.CompOperator = &all.Op
	r.Min, r.MinWof, r.Max, r.MaxWof = all.Min, wof.Min, all.Max, wof.Max
	r.Avg, r.AvgWof = all.Avg, wof.Avg
	r.Stdev, r.StdevWof, r.Var, r.VarWof = all.Stdev, wof.Stdev, all.Var, wof.Var
	r.Cpk, r.CpkWof, r.Cp, r.CpWof = all.Cpk, wof.Cpk, all.Cp, wof.Cp
	r.CpLower, r.CpLowerWof, r.CpUpper, r.CpUpperWof = all.CpLower, wof.CpLower, all.CpUpper, wof.CpUpper
	r.SigmaHigh3, r.SigmaHigh3Wof, r.SigmaLow3, r.SigmaLow3Wof = all.SigmaHigh3, wof.SigmaHigh3, all.SigmaLow3, wof.SigmaLow3
	return r
}
