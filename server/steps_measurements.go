package server

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/steps"
)

// measurement is one number that a report recorded.
type measurement struct {
	ReportID     string       `json:"id"`
	SerialNumber string       `json:"serialNumber"`
	PartNumber   string       `json:"partNumber"`
	Revision     string       `json:"revision"`
	StepName     string       `json:"stepName"`
	StepPath     string       `json:"stepPath"`
	Value        steps.Number `json:"value"`
	Limit1       steps.Number `json:"limit1"`
	Limit2       steps.Number `json:"limit2"`
	Unit         string       `json:"unit"`
	Status       string       `json:"status"`
	StartUTC     string       `json:"startUtc"`

	place stepPlace
}

// measurementPath is what a path has, the latest report first.
type measurementPath struct {
	MeasurementPath string        `json:"measurementPath"`
	Measurements    []measurement `json:"measurements"`
}

// chosenMeasures are the numbers of the measurements that a request asks for, nil for all.
type chosenMeasures map[int64]bool

func (c chosenMeasures) takes(m *steps.Measure) bool {
	return m.Kind == steps.Numeric && (c == nil || c[m.ID])
}

// chooseMeasures finds the measurements of the filter's measurementPaths.
func chooseMeasures(tx *db.Tx, f *watsFilter) (chosenMeasures, error) {
	selection := steps.ParseSelection(cmp.Or(f.measurementPaths, f.values.text("measurementPath")))
	if selection.All() {
		return nil, nil
	}
	candidates, err := chooseSteps(tx, selection.MayTake)
	if err != nil {
		return nil, err
	}
	measures, err := readMeasureKeys(tx, "step", idsOf(candidates))
	chosen := chosenMeasures{}
	for id, key := range measures {
		if selection.Takes(candidates[key.Step], key) {
			chosen[id] = true
		}
	}
	return chosen, err
}

func (s *stepService) getMeasurements(r *http.Request) (any, error) {
	var paths []measurementPath
	err := s.answer(r, func(tx *db.Tx, f *watsFilter) error {
		chosen, err := chooseMeasures(tx, f)
		if err != nil {
			return err
		}
		found := map[int64][]measurement{}
		count := 0
		if err := eachSteps(tx, f, func(one *stepReport, all []steps.Step) error {
			for _, step := range all {
				for i := range step.Measures {
					if m := &step.Measures[i]; chosen.takes(m) {
						found[m.ID] = append(found[m.ID], newMeasurement(one, step.Status, m))
						count++
					}
				}
			}
			return listed(count, "measurements")
		}); err != nil {
			return err
		}
		paths, err = byPath(tx, found, f.topCount)
		return err
	})
	return paths, err
}

// newMeasurement is a row without the names of its step.
func newMeasurement(one *stepReport, step report.Status, m *steps.Measure) measurement {
	return measurement{
		ReportID: one.uuid, SerialNumber: one.serialNumber, PartNumber: one.PartNumber, Revision: one.Revision,
		Value: m.Value, Limit1: m.Low, Limit2: m.High, Status: cmp.Or(m.Status, step).Word(), StartUTC: utc(one.Start), place: one.place(),
	}
}

// byPath names the rows and brings those of one path together, which have several numbers where its unit or the type of
// its step changed. topCount bounds the measurements of each path, 0 does not.
func byPath(tx *db.Tx, found map[int64][]measurement, topCount int) ([]measurementPath, error) {
	names, err := stepNames(tx, nil, idsOf(found))
	paths := []measurementPath{}
	places := map[string]int{}
	for _, id := range idsOf(found) {
		measure := names.Measures[id]
		step := names.Steps[measure.Step]
		for i := range found[id] {
			m := &found[id][i]
			m.StepName, m.StepPath, m.Unit = step.Name(), steps.Shown(step.Path), measure.Unit
		}
		path := steps.MeasurementPath(step, measure)
		place, ok := places[path]
		if !ok {
			place = len(paths)
			places[path] = place
			paths = append(paths, measurementPath{MeasurementPath: path})
		}
		paths[place].Measurements = append(paths[place].Measurements, found[id]...)
	}
	slices.SortFunc(paths, func(a, b measurementPath) int { return cmp.Compare(a.MeasurementPath, b.MeasurementPath) })
	for i := range paths {
		slices.SortStableFunc(paths[i].Measurements, func(a, b measurement) int { return a.place.latest(b.place) })
		paths[i].Measurements = atMost(paths[i].Measurements, topCount)
	}
	return paths, err
}

func (s *stepService) getAggregates(r *http.Request) (any, error) {
	var rows []steps.AggregatedPath
	err := s.answer(r, func(tx *db.Tx, f *watsFilter) error {
		chosen, err := chooseMeasures(tx, f)
		if err != nil {
			return err
		}
		var a steps.Aggregates
		if err := eachSteps(tx, f, func(one *stepReport, all []steps.Step) error {
			for _, step := range all {
				for i := range step.Measures {
					if m := &step.Measures[i]; chosen.takes(m) {
						a.Add(one.Run, m)
					}
				}
			}
			return nil
		}); err != nil {
			return err
		}
		names, err := stepNames(tx, nil, a.MeasureIDs())
		rows = atMost(a.Rows(names), f.topCount)
		return err
	})
	return rows, err
}
