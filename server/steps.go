package server

import (
	"cmp"
	"database/sql"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/steps"
	"github.com/watsrun/watsrun/server/web"
)

// stepService serves the analyses of what is inside of test reports: steps and measurements.
type stepService struct {
	db    *db.DB
	clock func() time.Time
	index *stepIndex
}

func (s *stepService) routes() []web.Route {
	return []web.Route{
		{Pattern: "POST /api/App/TestStepAnalysis", Handle: s.getAnalysis},
		{Pattern: "POST /api/App/Measurements", Handle: s.getMeasurements},
		{Pattern: "POST /api/App/AggregatedMeasurements", Handle: s.getAggregates},
		{Pattern: "GET /api/App/TopFailed", Handle: s.getTopFailed},
		{Pattern: "POST /api/App/TopFailed", Handle: s.getTopFailed},
		{Pattern: "GET /api/internal/App/TopFailed", Handle: s.getTopFailed},
		{Pattern: "POST /api/internal/App/TopFailed", Handle: s.getTopFailed},
		{Pattern: "GET /api/internal/App/MeasurementList", Handle: s.getMeasurementList},
		{Pattern: "POST /api/internal/App/MeasurementList", Handle: s.getMeasurementList},
		{Pattern: "GET /api/internal/App/StepStatusList", Handle: s.getStepStatuses},
		{Pattern: "POST /api/internal/App/StepStatusList", Handle: s.getStepStatuses},
	}
}

// stepReport is a test report of an analysis.
type stepReport struct {
	steps.Run
	id                          int64
	uuid, serialNumber, station string
}

// stepPlace orders rows of several reports.
type stepPlace struct{ start, id int64 }

func (r *stepReport) place() stepPlace { return stepPlace{r.Start, r.id} }

// latest compares places so that those of the latest report come first.
func (p stepPlace) latest(other stepPlace) int {
	return cmp.Or(cmp.Compare(other.start, p.start), cmp.Compare(other.id, p.id))
}

// answer reads the filter of a request, brings the index up to date for it, and runs an analysis in one transaction.
func (s *stepService) answer(r *http.Request, analyse func(*db.Tx, *watsFilter) error) error {
	f, err := readFilter(r, s.clock())
	if err != nil {
		return err
	}
	if err := s.index.catchUp(r.Context(), f); err != nil {
		return stored(err)
	}
	return stored(s.db.Read(r.Context(), func(tx *db.Tx) error { return analyse(tx, f) }))
}

// eachSteps calls visit for the test reports that the filter selects, in any order: to walk them by their starts would take
// several times as long. What it hands over is overwritten by the next.
func eachSteps(tx *db.Tx, f *watsFilter, visit func(*stepReport, []steps.Step) error) error {
	var decoder steps.Decoder
	var one stepReport
	var result string
	var body sql.RawBytes
	table, args := f.selection("T")
	return tx.Each(func(rows *sql.Rows) error {
		if err := rows.Scan(&one.id, &one.uuid, &one.serialNumber, &one.PartNumber, &one.Revision, &one.station, &one.Start, &result, &body); err != nil {
			return err
		}
		one.Result = report.Status(result[:1])
		all, err := decoder.Decode(body)
		if err != nil {
			return fault.Wrap(fault.Server, err, "report %s cannot be analysed", one.uuid)
		}
		return visit(&one, all)
	}, `SELECT report.id, report.uuid, report.serial_number, report.part_number, report.revision, report.station_name, report.start,
		report.result, report_steps.body FROM `+table+" JOIN report_steps ON report_steps.report = report.id", args...)
}

// getAnalysis answers what happened to each step, in the order in which the latest report ran them.
func (s *stepService) getAnalysis(r *http.Request) (any, error) {
	var rows []steps.Row
	err := s.answer(r, func(tx *db.Tx, f *watsFilter) error {
		var a steps.Analysis
		if err := eachSteps(tx, f, func(one *stepReport, all []steps.Step) error {
			a.Add(one.Run, all)
			return nil
		}); err != nil {
			return err
		}
		names, err := stepNames(tx, a.StepIDs(), a.MeasureIDs())
		rows = atMost(a.Rows(names), f.topCount)
		return err
	})
	return rows, err
}

// The number of steps that TopFailed answers.
const (
	defaultTopFailed = 10
	maxTopFailed     = 10000
)

// getTopFailed answers which steps failed most units.
func (s *stepService) getTopFailed(r *http.Request) (any, error) {
	var rows []steps.FailedStep
	err := s.answer(r, func(tx *db.Tx, f *watsFilter) error {
		count := f.values.number("count", defaultTopFailed, 0, maxTopFailed)
		if f.topCount > 0 {
			count = f.topCount
		}
		if f.values.err != nil {
			return f.values.err
		}
		var failures steps.Failures
		number := 0
		if err := eachSteps(tx, f, func(one *stepReport, all []steps.Step) error {
			number++
			failures.Add(number, one.Run, all)
			return nil
		}); err != nil {
			return err
		}
		rows = failures.Top(count)
		return nameFailures(tx, rows)
	})
	return rows, err
}

// nameFailures completes the rows with what the database says about their steps and part numbers.
func nameFailures(tx *db.Tx, rows []steps.FailedStep) error {
	ids := make([]int64, len(rows))
	for i, row := range rows {
		ids[i] = row.ID()
	}
	names, err := stepNames(tx, ids, nil)
	if err != nil {
		return err
	}
	for i := range rows {
		rows[i].Name(names.Steps[rows[i].ID()])
		if rows[i].ProductGroup, err = groupNames(tx, rows[i].PartNumber); err != nil {
			return err
		}
	}
	return nil
}

// groupNames are the groups of a part number, with semicolons between them, nil for none.
func groupNames(tx *db.Tx, partNumber string) (*string, error) {
	groups, err := listGroupsOf(tx, partNumber)
	if err != nil || len(groups) == 0 {
		return nil, err
	}
	names := make([]string, len(groups))
	for i, g := range groups {
		names[i] = g.ProductGroupName
	}
	all := strings.Join(names, ";")
	return &all, nil
}

// stepNames reads what the numbers of steps and measurements stand for, and the steps of those measurements.
func stepNames(tx *db.Tx, stepIDs, measureIDs []int64) (names steps.Names, err error) {
	if names.Measures, err = readMeasureKeys(tx, "id", measureIDs); err != nil {
		return names, err
	}
	all := map[int64]bool{}
	for _, id := range stepIDs {
		all[id] = true
	}
	for _, key := range names.Measures {
		all[key.Step] = true
	}
	names.Steps, err = readStepKeys(tx, "id", slices.Collect(maps.Keys(all)))
	return names, err
}

// chooseSteps finds the steps that a choice takes, by their numbers. It looks at every step that any report ever had:
// there are as many of those as there are lines in all sequences together.
func chooseSteps(tx *db.Tx, takes func(steps.Key) bool) (map[int64]steps.Key, error) {
	chosen := map[int64]steps.Key{}
	err := tx.Each(func(rows *sql.Rows) error {
		var id int64
		var key steps.Key
		err := rows.Scan(&id, &key.Path, &key.Type, &key.Group)
		if err == nil && takes(key) {
			chosen[id] = key
		}
		return err
	}, "SELECT id, path, type, step_group FROM step_key")
	return chosen, err
}

// idsOf are the numbers that are the keys of a map.
func idsOf[T any](byID map[int64]T) []int64 { return slices.Sorted(maps.Keys(byID)) }

// atMost are the first rows, as many as the filter's topCount; 0 is no bound.
func atMost[T any](rows []T, topCount int) []T {
	if topCount > 0 && topCount < len(rows) {
		return rows[:topCount]
	}
	return rows
}

// utc is a time as WATS writes those that end in Utc.
func utc(nanoseconds int64) string { return time.Unix(0, nanoseconds).UTC().Format(time.RFC3339Nano) }

// maxListed bounds the rows of the routes that list single steps and measurements.
const maxListed = 250000

// listed refuses an answer that has grown longer than that.
func listed(count int, what string) error {
	if count <= maxListed {
		return nil
	}
	return fault.New(fault.Validation, "there are more than %d %s", maxListed, what).
		WithHint("narrow the filter by paths, dateFrom, partNumber or maxCount")
}
