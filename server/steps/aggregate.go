package steps

import (
	"cmp"
	"slices"
)

// Aggregates gathers the values of numeric measurements by part number and revision. The zero value is ready.
type Aggregates struct {
	spreads map[aggregateKey]*spread
}

type aggregateKey struct {
	measure              int64
	partNumber, revision string
}

// Add counts one measurement of a report.
func (a *Aggregates) Add(run Run, m *Measure) {
	if a.spreads == nil {
		a.spreads = map[aggregateKey]*spread{}
	}
	key := aggregateKey{m.ID, run.PartNumber, run.Revision}
	s := a.spreads[key]
	if s == nil {
		s = &spread{}
		a.spreads[key] = s
	}
	s.add(run.Start, m)
}

// MeasureIDs are the numbers of the measurements that were counted.
func (a *Aggregates) MeasureIDs() []int64 {
	ids := []int64{}
	for key := range a.spreads {
		ids = append(ids, key.measure)
	}
	return ids
}

// AggregatedMeasurement is the statistics of one measurement of a part number and revision.
type AggregatedMeasurement struct {
	StepName   string `json:"stepName"`
	StepPath   string `json:"stepPath"`
	PartNumber string `json:"partNumber"`
	Revision   string `json:"revision"`
	Count      int    `json:"count"`
	Min        Number `json:"min"`
	Max        Number `json:"max"`
	Avg        Number `json:"avg"`
	Stdev      Number `json:"stdev"`
	Var        Number `json:"var"`
	Limit1     Number `json:"limit1"`
	Limit2     Number `json:"limit2"`
	Cpk        Number `json:"cpk"`
	Cp         Number `json:"cp"`
	CpLower    Number `json:"cpLower"`
	CpUpper    Number `json:"cpUpper"`
	Unit       string `json:"unit"`
}

// AggregatedPath is what a measurement path has: one row for each part number and revision, and unit where that changed.
type AggregatedPath struct {
	MeasurementPath string                  `json:"measurementPath"`
	Measurements    []AggregatedMeasurement `json:"measurements"`
}

// Rows are the paths in alphabetical order.
func (a *Aggregates) Rows(names Names) []AggregatedPath {
	byPath := map[string][]AggregatedMeasurement{}
	for key, s := range a.spreads {
		measure := names.Measures[key.measure]
		step := names.Steps[measure.Step]
		path := MeasurementPath(step, measure)
		byPath[path] = append(byPath[path], aggregated(step, measure.Unit, key, s.statistics()))
	}
	rows := []AggregatedPath{}
	for path, all := range byPath {
		slices.SortFunc(all, func(a, b AggregatedMeasurement) int {
			return cmp.Or(cmp.Compare(a.PartNumber, b.PartNumber), cmp.Compare(a.Revision, b.Revision), cmp.Compare(a.Unit, b.Unit))
		})
		rows = append(rows, AggregatedPath{path, all})
	}
	slices.SortFunc(rows, func(a, b AggregatedPath) int { return cmp.Compare(a.MeasurementPath, b.MeasurementPath) })
	return rows
}

func aggregated(step Key, unit string, key aggregateKey, s Statistics) AggregatedMeasurement {
	return AggregatedMeasurement{
		StepName: step.Name(), StepPath: Shown(step.Path), PartNumber: key.partNumber, Revision: key.revision, Unit: unit,
		Count: s.Count, Min: s.Min, Max: s.Max, Avg: s.Avg, Stdev: s.Stdev, Var: s.Var, Limit1: s.Low, Limit2: s.High,
		Cpk: s.Cpk, Cp: s.Cp, CpLower: s.CpLower, CpUpper: s.CpUpper,
	}
}
