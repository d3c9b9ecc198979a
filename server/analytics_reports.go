package server

import (
	"database/sql"
	"net/http"
	"slices"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/odata"
	"github.com/watsrun/watsrun/server/web"
)

// listedReports is how many reports a list has where the filter says neither topCount nor maxCount.
const listedReports = 1000

// listedColumns are the fields of a report in a list: those of a header, and the operation under its older name.
var listedColumns = append(slices.Clone(headerColumns), textColumn("testOperation", "report.process_name"))

// uutReports lists the tests that the filter selects, the latest first.
func uutReports(f *watsFilter, tx *db.Tx) (any, error) {
	return listReports(f, tx, "T", "report.start DESC, report.id DESC")
}

// uurReports lists the repairs that the filter selects, the latest first.
func uurReports(f *watsFilter, tx *db.Tx) (any, error) {
	return listReports(f, tx, "R", "report.start DESC, report.id DESC")
}

// serialNumberHistory lists the tests and repairs of units, in the order in which they happened.
func serialNumberHistory(f *watsFilter, tx *db.Tx) (any, error) {
	if patternOf(f.values.text("serialNumber", "serialNumbers")) == nil {
		return nil, fault.New(fault.Validation, "serialNumber is required").WithHint("name the unit, or several with ; between them")
	}
	return listReports(f, tx, "", "report.start, report.id")
}

func listReports(f *watsFilter, tx *db.Tx, reportType, order string) (any, error) {
	limit := f.top(f.maxCount)
	if limit == 0 {
		limit = listedReports
	}
	ids, err := f.reportIDs(tx, reportType, min(limit, maxTop))
	if err != nil {
		return nil, err
	}
	q := &headerQuery{
		condition: "report.id IN (SELECT value FROM json_each(?5))", args: []any{jsonList(ids)},
		order: order, columns: listedColumns, top: len(ids),
	}
	rows, err := q.run(tx, f.now)
	return listOf(rows), err
}

// repairHistoryColumns are the fields of a failure that was repaired. The symptom is the error message of the failed test,
// the cause the category of the failure, and the action what the repair says about it.
var repairHistoryColumns = []column{
	textColumn("serialNumber", "failure.serial_number"), textColumn("partNumber", "failure.part_number"),
	textColumn("revision", "failure.revision"), textColumn("reportId", "report.uuid"),
	{Field: odata.Field{Name: "repairDate", SQL: "report.start", Kind: odata.Time}},
	textColumn("failStepName", "failure.step_name"), textColumn("failStepPath", "failure.step_path"),
	textColumn("failCode", "failure.code"), textColumn("repairCode", "failure.code"),
	textColumn("symptom", "test.error_message"), textColumn("cause", "failure.category"), textColumn("action", "failure.comment"),
}

// getRepairHistory lists what was repaired on the units of a part number and revision, also where they are part of
// another unit, the latest first.
func (s *analyticsService) getRepairHistory(r *http.Request) (any, error) {
	q := web.QueryOf(r)
	partNumber, revision := q.Required("partNumber"), q.Required("revision")
	top := q.Int("topCount", listedReports, 1, maxTop)
	if err := q.Err(); err != nil {
		return nil, err
	}
	if err := fillRepairs(r.Context(), s.db); err != nil {
		return nil, stored(err)
	}
	query := "SELECT 0"
	for _, c := range repairHistoryColumns {
		query += ", " + c.SQL
	}
	query += " FROM failure JOIN report ON report.id = failure.report" + joinTest +
		" WHERE failure.part_number = ? AND failure.revision = ? AND report.start <= ?" + latestFirst + ", failure.position LIMIT ?"
	var found []headerRow
	err := s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		found, err = readObjects(tx, repairHistoryColumns, query, partNumber, revision, s.clock().UnixNano(), top)
		return err
	})
	return listOf(found), stored(err)
}

// readObjects runs a query whose first column is a number and whose others are the fields of an object.
func readObjects(tx *db.Tx, columns []column, query string, args ...any) ([]headerRow, error) {
	var all []headerRow
	values := make([]any, len(columns)+1)
	targets := make([]any, len(values))
	for i := range values {
		targets[i] = &values[i]
	}
	err := tx.Each(func(rows *sql.Rows) error {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		id, _ := values[0].(int64)
		all = append(all, headerRow{id: id, json: appendObject(nil, columns, values[1:])})
		return nil
	}, query, args...)
	return all, err
}
