package server

import (
	"database/sql"
	"encoding/json"
	"math"
	"net/http"
	"strings"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/analysis"
	"github.com/watsrun/watsrun/server/db"
)

// The runs that a filter may ask for. 1, 2 and 3 are the first three tests of a unit in one process.
const (
	lastRun = -1
	allRuns = -2
)

// maxAlternatives bounds the alternatives of one field of a filter.
const maxAlternatives = 10000

// watsFilter is the filter of the analyses (WATSFilter): which reports they look at, and how much they answer. Every text
// may hold alternatives between semicolons, with % for any run of characters and _ for any one. [%], [_] and [;] are the
// characters themselves. Letters count with their case, as in header queries.
type watsFilter struct {
	values *filterValues
	now    time.Time // of the request

	// From and to are the period: starts from the one to just before the other, so that adjacent periods share no report.
	// The zero time is no bound; to is never after the present, since reports from the future are held back.
	from, to time.Time
	zone     *time.Location    // by whose calendar dates are grouped
	grouping analysis.Grouping // of dates

	// Run is 1, 2, 3, lastRun, allRuns, or 0 when none was asked for. The runs of a unit are its reports of one process
	// that match all of the filter but status, in the order of their starts: with a period, the first run is the first in
	// that period.
	run      int
	statuses []string // words of results, nil for all

	maxCount int      // look at the latest reports only, 0 for all
	topCount int      // answer so many rows, 0 where the filter does not say
	minCount int      // leave out rows about fewer units
	yield    *float64 // leave out rows whose first-pass yield in percent is above; nil for none

	dimensions       string // as sent
	measurementPaths string // as sent
}

// readFilter reads the filter from the query and the body of a request. Fields that it does not know are left alone, as
// WATS does.
func readFilter(r *http.Request, now time.Time) (*watsFilter, error) {
	v, err := readFilterValues(r)
	if err != nil {
		return nil, err
	}
	f := &watsFilter{
		values: v, now: now, zone: v.zone("timeZone"),
		grouping: analysis.Grouping(v.choice("dateGrouping", int(analysis.None), int(analysis.None), analysis.GroupingNames)),
		run:      v.choice("run", 0, allRuns, []string{"all", "last", "", "first", "second", "third"}),
		statuses: v.statuses("status"),
		maxCount: v.number("maxCount", 0, 0, math.MaxInt32), topCount: v.number("topCount", 0, 0, math.MaxInt32),
		minCount: v.number("minCount", 0, 0, math.MaxInt32), yield: v.percent("yield"),
		dimensions: v.text("dimensions"), measurementPaths: v.text("measurementPaths"),
	}
	f.readPeriod()
	f.checkTexts()
	return f, v.err
}

// readPeriod reads dateFrom and dateTo. Where dateFrom is missing, periodCount counts periods of dateGrouping (days unless
// it says otherwise) back from dateTo or the present; the period that is not over by then is one of them with
// includeCurrentPeriod, and left out without. dayCount (or days) counts days of 24 hours back.
func (f *watsFilter) readPeriod() {
	v := f.values
	f.from, f.to = v.date("dateFrom", f.zone), v.date("dateTo", f.zone)
	end := f.now.Add(1) // a report that starts now is not from the future
	if f.to.IsZero() || f.to.After(end) {
		f.to = end
	}
	count, current := v.number("periodCount", 0, 0, 100000), v.flag("includeCurrentPeriod")
	days := v.number("dayCount", v.number("days", 0, 0, 100000), 0, 100000)
	switch {
	case !f.from.IsZero():
	case count > 0:
		f.countBack(count, current)
	case days > 0:
		f.from = f.to.AddDate(0, 0, -days)
	}
}

func (f *watsFilter) countBack(count int, current bool) {
	g := f.periods()
	this := g.Start(f.to.In(f.zone))
	if current && !this.Equal(f.to) {
		f.from = g.Add(this, 1-count)
		return
	}
	f.from, f.to = g.Add(this, -count), this
}

// periods is the grouping, days where the filter says none.
func (f *watsFilter) periods() analysis.Grouping {
	if f.grouping == analysis.None {
		return analysis.Day
	}
	return f.grouping
}

// filterField is a text of the filter: its names, and the SQL that it is compared with in a test and in a repair, "" where
// that is the same.
type filterField struct {
	names        []string
	test, repair string
}

// The condition on the products of a group, which is given by name or number.
const inGroup = `SELECT product_group.name FROM product_group_member member JOIN product_group ON product_group.id = member.product_group
	WHERE member.part_number = report.part_number
	UNION ALL SELECT CAST(member.product_group AS TEXT) FROM product_group_member member WHERE member.part_number = report.part_number`

// inLevel are the names and numbers of the level of a process, whose code takes the place of %.
const inLevel = `SELECT level.name FROM level_process JOIN level ON level.id = level_process.level WHERE level_process.code = %
	UNION ALL SELECT CAST(level AS TEXT) FROM level_process WHERE code = %`

// ofTest is a column of the test that a repair refers to.
func ofTest(column string) string {
	return "(SELECT test." + column + " FROM report test WHERE test.uuid = report.referenced_uut)"
}

func repaired(column string) string {
	return "(SELECT " + column + " FROM repair WHERE repair.report = report.id)"
}

// filterFields are compared with one value of the report each.
var filterFields = []filterField{
	{[]string{"serialNumber", "serialNumbers"}, "report.serial_number", ""},
	{[]string{"partNumber"}, "report.part_number", ""},
	{[]string{"revision"}, "report.revision", ""},
	{[]string{"stationName"}, "report.station_name", ""},
	{[]string{"location"}, "report.location", ""},
	{[]string{"purpose"}, "report.purpose", ""},
	{[]string{"processCode", "processCodes"}, "CAST(report.process_code AS TEXT)", ""},
	{[]string{"batchNumber"}, "report.batch_number", ofTest("batch_number")},
	{[]string{"swFilename"}, "report.sw_filename", ofTest("sw_filename")},
	{[]string{"swVersion"}, "report.sw_version", ofTest("sw_version")},
	{[]string{"socket"}, "CAST(report.socket_index AS TEXT)", "CAST(" + ofTest("socket_index") + " AS TEXT)"},
}

// filterLists are compared with each of several values: the field matches when one of them does. The test operation is one
// of them, since it goes by its name and by its code.
var filterLists = []filterField{
	{
		[]string{"testOperation"},
		"SELECT report.process_name UNION ALL SELECT CAST(report.process_code AS TEXT)",
		"SELECT test_name FROM repair WHERE repair.report = report.id UNION ALL SELECT CAST(test_code AS TEXT) FROM repair WHERE repair.report = report.id",
	},
	{[]string{"productGroup", "productGroupId"}, inGroup, ""},
	{
		[]string{"level", "levelId"},
		strings.ReplaceAll(inLevel, "%", "report.process_code"),
		strings.ReplaceAll(inLevel, "%", repaired("test_code")),
	},
	{[]string{"assetSerialNumber", "assetSerialNum"}, "SELECT serial_number FROM report_asset WHERE report_asset.report = report.id", ""},
	{
		[]string{"assetName"},
		"SELECT asset.name FROM report_asset JOIN asset ON asset.serial_number = report_asset.serial_number WHERE report_asset.report = report.id", "",
	},
}

// sql is what the field is compared with in reports of a type, "" for both.
func (f filterField) sql(reportType string) string {
	switch {
	case f.repair == "" || reportType == "T":
		return f.test
	case reportType == "R":
		return f.repair
	}
	return "CASE report.type WHEN 'T' THEN (" + f.test + ") ELSE (" + f.repair + ") END"
}

// checkTexts refuses what would make too large a query.
func (f *watsFilter) checkTexts() {
	for name, text := range f.values.texts {
		if n := strings.Count(text, ";"); n >= maxAlternatives {
			f.values.fail("%s has %d alternatives, which is more than %d", name, n+1, maxAlternatives)
		}
	}
}

// sqlCondition collects the terms of a WHERE with their parameters.
type sqlCondition struct {
	terms []string
	args  []any
}

func (c *sqlCondition) add(term string, args ...any) {
	c.terms, c.args = append(c.terms, term), append(c.args, args...)
}

// addPattern asks an expression to match a text of the filter, which may ask for nothing.
func (c *sqlCondition) addPattern(expression, text string) {
	if p := patternOf(text); p != nil {
		term, args := p.match(expression)
		c.add(term, args...)
	}
}

func (c *sqlCondition) String() string { return strings.Join(append(c.terms, "1"), " AND ") }

// conditions are all but status and run, on table report. reportType is T, R, or "" for both.
func (f *watsFilter) conditions(reportType string) *sqlCondition {
	c := &sqlCondition{}
	if f.from.IsZero() { // the plus keeps SQLite from walking the index of starts through all of the table
		c.add("+report.start < ?", f.to.UnixNano())
	} else {
		c.add("report.start >= ? AND report.start < ?", f.from.UnixNano(), f.to.UnixNano())
	}
	if reportType != "" {
		c.add("+report.type = ?", reportType) // with the plus, SQLite finds the runs of units in the order of an index
	}
	for _, field := range filterFields {
		c.addPattern(field.sql(reportType), f.values.text(field.names...))
	}
	f.addLists(c, reportType)
	misc := &sqlCondition{}
	if f.addMisc(misc); len(misc.terms) > 0 {
		c.add("report.id IN (SELECT misc.report FROM misc_info misc WHERE "+misc.String()+")", misc.args...)
	}
	return c
}

func (f *watsFilter) addLists(c *sqlCondition, reportType string) {
	for _, field := range filterLists {
		p := patternOf(f.values.text(field.names...))
		if p == nil {
			continue
		}
		term, args := p.match("listed.value")
		one := func(kind string) string {
			return "EXISTS (SELECT 1 FROM (SELECT NULL AS value WHERE 0 UNION ALL " + field.sql(kind) + ") AS listed WHERE " + term + ")"
		}
		if reportType != "" || field.repair == "" {
			c.add(one(reportType), args...)
			continue
		}
		c.add("CASE report.type WHEN 'T' THEN "+one("T")+" ELSE "+one("R")+" END", append(args, args...)...)
	}
}

// addMisc asks a misc info to match both the description and the value. They have two names each.
func (f *watsFilter) addMisc(c *sqlCondition) {
	c.addPattern("misc.description", f.values.text("miscInfoDescription", "miscDescription"))
	c.addPattern("misc.value", f.values.text("miscInfoString", "miscValue"))
}

// selection is the table report cut down to what the filter selects: it stands behind FROM or JOIN, and its columns are
// called as those of the table. maxCount is applied to what is left after everything else.
func (f *watsFilter) selection(reportType string) (table string, args []any) {
	c := f.conditions(reportType)
	order, run := "", f.run
	switch run {
	case 0, allRuns:
		f.addStatus(c)
		table = "SELECT * FROM report WHERE " + c.String()
	case lastRun:
		order, run = " DESC", 1
		fallthrough
	default:
		outer := &sqlCondition{}
		outer.add("chosen.run = ?", run)
		f.addStatus(outer)
		table = "SELECT report.* FROM (SELECT id, row_number() OVER (PARTITION BY serial_number, part_number, process_code, type ORDER BY start" +
			order + ", id" + order + ") AS run FROM report WHERE " + c.String() + ") AS chosen JOIN report ON report.id = chosen.id WHERE " + outer.String()
		c.args = append(c.args, outer.args...)
	}
	if f.maxCount > 0 {
		table, c.args = table+" ORDER BY report.start DESC, report.id DESC LIMIT ?", append(c.args, f.maxCount)
	}
	return "(" + table + ") AS report", c.args
}

func (f *watsFilter) addStatus(c *sqlCondition) {
	if f.statuses != nil {
		c.add("report.result IN (SELECT value FROM json_each(?))", jsonList(f.statuses))
	}
}

// latestFirst orders what a selection yields.
const latestFirst = " ORDER BY report.start DESC, report.id DESC"

// reportIDs are the numbers of the reports that the filter selects, the latest first, at most limit of them.
func (f *watsFilter) reportIDs(tx *db.Tx, reportType string, limit int) ([]int64, error) {
	table, args := f.selection(reportType)
	ids := []int64{}
	err := tx.Each(func(rows *sql.Rows) error {
		var id int64
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	}, "SELECT report.id FROM "+table+latestFirst+" LIMIT ?", append(args, limit)...)
	return ids, err
}

// jsonList is a list as a parameter for json_each.
func jsonList[T any](list []T) string {
	data, err := json.Marshal(list)
	if err != nil { // texts and numbers always encode
		panic(fault.Of(err))
	}
	return string(data)
}
