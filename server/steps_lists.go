package server

import (
	"cmp"
	"net/http"
	"slices"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/steps"
)

// measurementItem is one measurement of any kind. A text has stringValue; of a boolean there is only the status.
type measurementItem struct {
	SerialNumber string       `json:"serialNumber"`
	PartNumber   string       `json:"partNumber"`
	Revision     string       `json:"revision"`
	ReportID     string       `json:"reportId"`
	StepName     string       `json:"stepName"`
	StepPath     string       `json:"stepPath"`
	MeasureName  *string      `json:"measureName"`
	Value        steps.Number `json:"value"`
	StringValue  *string      `json:"stringValue"`
	LimitLow     steps.Number `json:"limitLow"`
	LimitHigh    steps.Number `json:"limitHigh"`
	Unit         string       `json:"unit"`
	Status       string       `json:"status"`
	StartUTC     string       `json:"startUtc"`
	StationName  string       `json:"stationName"`

	measure int64
	place   stepPlace
}

// stepStatusItem is a step of one report: how often it ran there, and its status, that of its first failure if it failed.
type stepStatusItem struct {
	StepName     string `json:"stepName"`
	StepPath     string `json:"stepPath"`
	StepType     string `json:"stepType"`
	StepGroup    string `json:"stepGroup"`
	PartNumber   string `json:"partNumber"`
	Revision     string `json:"revision"`
	PassCount    int    `json:"passCount"`
	FailCount    int    `json:"failCount"`
	TotalCount   int    `json:"totalCount"`
	Status       string `json:"status"`
	StartUTC     string `json:"startUtc"`
	SerialNumber string `json:"serialNumber"`
	ReportID     string `json:"reportId"`

	place stepPlace
}

// filteredSteps are the steps that the request's step and sequence filters choose.
func filteredSteps(tx *db.Tx, f *watsFilter) (map[int64]steps.Key, error) {
	filter, err := steps.ParseFilter(f.values.text("stepFilters"), f.values.text("sequenceFilters"))
	if err != nil {
		return nil, fault.Wrap(fault.Validation, err, "stepFilters or sequenceFilters is not XML").
			WithHint("send XML, or names and paths with semicolons between them")
	}
	return chooseSteps(tx, filter.Takes)
}

func (s *stepService) getMeasurementList(r *http.Request) (any, error) {
	items := []measurementItem{}
	err := s.answer(r, func(tx *db.Tx, f *watsFilter) error {
		chosen, err := filteredSteps(tx, f)
		if err != nil {
			return err
		}
		used := map[int64]bool{}
		if err := eachSteps(tx, f, func(one *stepReport, all []steps.Step) error {
			for _, step := range all {
				key, ok := chosen[step.ID]
				if !ok {
					continue
				}
				for i := range step.Measures {
					items = append(items, newMeasurementItem(one, key, step.Status, &step.Measures[i]))
					used[step.Measures[i].ID] = true
				}
			}
			return listed(len(items), "measurements")
		}); err != nil {
			return err
		}
		slices.SortStableFunc(items, func(a, b measurementItem) int { return a.place.latest(b.place) })
		items = atMost(items, f.topCount)
		return nameMeasures(tx, items, idsOf(used))
	})
	return items, err
}

func newMeasurementItem(one *stepReport, step steps.Key, status report.Status, m *steps.Measure) measurementItem {
	return measurementItem{
		SerialNumber: one.serialNumber, PartNumber: one.PartNumber, Revision: one.Revision, ReportID: one.uuid,
		StepName: step.Name(), StepPath: steps.Shown(step.Path), Value: m.Value, StringValue: m.Text, LimitLow: m.Low, LimitHigh: m.High,
		Status: cmp.Or(m.Status, status).Word(), StartUTC: utc(one.Start), StationName: one.station, measure: m.ID, place: one.place(),
	}
}

// nameMeasures fills in the names and units of the measurements.
func nameMeasures(tx *db.Tx, items []measurementItem, ids []int64) error {
	keys, err := readMeasureKeys(tx, "id", ids)
	for i := range items {
		key := keys[items[i].measure]
		items[i].Unit = key.Unit
		if key.Name != "" {
			items[i].MeasureName = &key.Name
		}
	}
	return err
}

func (s *stepService) getStepStatuses(r *http.Request) (any, error) {
	items := []stepStatusItem{}
	err := s.answer(r, func(tx *db.Tx, f *watsFilter) error {
		chosen, err := filteredSteps(tx, f)
		if err != nil {
			return err
		}
		err = eachSteps(tx, f, func(one *stepReport, all []steps.Step) error {
			places := map[int64]int{} // in items, of the steps of this report
			for _, step := range all {
				key, ok := chosen[step.ID]
				if !ok {
					continue
				}
				place, ok := places[step.ID]
				if !ok {
					place = len(items)
					places[step.ID] = place
					items = append(items, newStepStatusItem(one, key, step.Status))
				}
				items[place].count(step.Status)
			}
			return listed(len(items), "steps")
		})
		slices.SortStableFunc(items, func(a, b stepStatusItem) int { return a.place.latest(b.place) })
		items = atMost(items, f.topCount)
		return err
	})
	return items, err
}

func newStepStatusItem(one *stepReport, step steps.Key, status report.Status) stepStatusItem {
	return stepStatusItem{
		StepName: step.Name(), StepPath: steps.Shown(step.Path), StepType: step.Type, StepGroup: step.Group,
		PartNumber: one.PartNumber, Revision: one.Revision, StartUTC: utc(one.Start), SerialNumber: one.serialNumber,
		ReportID: one.uuid, Status: status.Word(), place: one.place(),
	}
}

// count adds one execution of the step.
func (i *stepStatusItem) count(status report.Status) {
	i.TotalCount++
	switch {
	case status == report.Passed:
		i.PassCount++
	case status.IsFailure():
		if i.FailCount == 0 {
			i.Status = status.Word()
		}
		i.FailCount++
	}
}
