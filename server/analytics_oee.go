package server

import (
	"database/sql"
	"time"

	"github.com/watsrun/watsrun/server/analysis"
	"github.com/watsrun/watsrun/server/db"
)

// oeeResult is how well the equipment was used in the tests that a filter selects: shares in percent, times in seconds.
// Period, part number and station are told where they are the same for all tests.
type oeeResult struct {
	OEE                   *float64 `json:"oee"`
	Availability          *float64 `json:"availability"`
	Performance           *float64 `json:"performance"`
	Quality               *float64 `json:"quality"`
	TotalTime             float64  `json:"totalTime"`
	RunTime               float64  `json:"runTime"`
	DownTime              float64  `json:"downTime"`
	PlannedProductionTime float64  `json:"plannedProductionTime"`
	TotalCount            int      `json:"totalCount"`
	GoodCount             int      `json:"goodCount"`
	RejectCount           int      `json:"rejectCount"`
	IdealCycleTime        *float64 `json:"idealCycleTime"`
	ActualCycleTime       *float64 `json:"actualCycleTime"`
	Period                *string  `json:"period"`
	PartNumber            *string  `json:"partNumber"`
	StationName           *string  `json:"stationName"`
}

// oeeAnalysis answers one result for everything that the filter selects.
func oeeAnalysis(f *watsFilter, tx *db.Tx) (any, error) {
	r := cycleReader{filter: f, parts: names{}, stations: names{}, kinds: names{}, periods: names{}}
	source, args := f.selection("T")
	if err := tx.Each(r.scan, `SELECT report.start, coalesce(report.execution_time, 0), report.result = 'Passed', report.part_number,
		report.station_name, report.process_code FROM `+source, args...); err != nil {
		return nil, err
	}
	e := analysis.Measure(r.cycles)
	return oeeResult{
		OEE: percent(e.Overall()), Availability: percent(e.Availability()), Performance: percent(e.Performance()),
		Quality: percent(e.Quality()), TotalTime: e.Total, RunTime: e.Running, DownTime: e.Planned - e.Running,
		PlannedProductionTime: e.Planned, TotalCount: e.Count, GoodCount: e.Good, RejectCount: e.Count - e.Good,
		IdealCycleTime: perTest(e.Ideal, e.Count), ActualCycleTime: perTest(e.Running, e.Count),
		Period: r.periods.only(), PartNumber: r.parts.only(), StationName: r.stations.only(),
	}, nil
}

func percent(share *float64) *float64 {
	if share == nil {
		return nil
	}
	p := 100 * *share
	return &p
}

// perTest is a total in seconds for one of a number of tests.
func perTest(total float64, count int) *float64 {
	if count == 0 {
		return nil
	}
	one := total / float64(count)
	return &one
}

// names numbers names from 0.
type names map[string]int

func (n names) number(name string) int {
	number, known := n[name]
	if !known {
		number = len(n)
		n[name] = number
	}
	return number
}

// only is the name when there is one only.
func (n names) only() *string {
	for name := range n {
		if len(n) == 1 && name != "" {
			return &name
		}
	}
	return nil
}

// cycleReader makes cycles of the rows of a query.
type cycleReader struct {
	filter                          *watsFilter
	parts, stations, kinds, periods names
	cycles                          []analysis.Cycle
}

func (r *cycleReader) scan(rows *sql.Rows) error {
	var c analysis.Cycle
	var part, station, process string
	if err := rows.Scan(&c.Start, &c.Duration, &c.Passed, &part, &station, &process); err != nil {
		return err
	}
	start := time.Unix(0, c.Start).In(r.filter.zone)
	c.Day = start.Year()*1000 + start.YearDay()
	c.Station, c.Kind = r.stations.number(station), r.kinds.number(part+"\x00"+process)
	r.parts.number(part)
	r.periods.number(r.filter.grouping.Label(start))
	r.cycles = append(r.cycles, c)
	return nil
}
