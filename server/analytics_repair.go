package server

import (
	"context"
	"database/sql"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/server/analysis"
	"github.com/watsrun/watsrun/server/db"
)

// repairRows is what analyses look into of a repair. uut is the test that it refers to, or nil.
func repairRows(r, uut *report.Report) []listRow {
	row := &reportRow{}
	row.add("INSERT INTO repair VALUES (?, ?, ?)", number(r.UUR.ProcessCode), text(r.UUR.ProcessName))
	steps := stepsByID(uut)
	position := 0
	for _, u := range r.SubUnits {
		for _, f := range u.Failures {
			name, path := f.RefStepName, ""
			if f.RefStepID != nil && steps[*f.RefStepID] != nil {
				step := steps[*f.RefStepID]
				name, path = step.Name, step.GetStepPath()
			}
			row.add("INSERT INTO failure VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
				position, text(u.PartType), u.SN, u.PN, text(u.Rev), text(f.Category), text(f.Code), text(f.Comment), text(f.ComRef),
				text(f.FuncBlock), text(f.ArtNumber), text(f.ArtRev), text(f.ArtVendor), text(f.ArtDescription), text(name), text(path))
			position++
		}
	}
	return row.lists
}

// stepsByID are the steps of a test, which may be nil.
func stepsByID(uut *report.Report) map[int]*report.Step {
	steps := map[int]*report.Step{}
	if uut == nil || uut.Root == nil {
		return steps
	}
	steps[uut.Root.Number()] = uut.Root
	for s := range uut.Root.All(true) {
		steps[s.Number()] = s
	}
	return steps
}

// repairBatch bounds the repairs that are read in one transaction, for which everybody else who writes has to wait.
const repairBatch = 50

// fillRepairs reads the repairs that are pending: those that came in since the last analysis, and those of a database
// which is older than the tables that analyses look into.
func fillRepairs(ctx context.Context, store *db.DB) error {
	for {
		var pending int
		err := store.Read(ctx, func(tx *db.Tx) error {
			_, err := tx.Find([]any{&pending}, "SELECT count(*) FROM repair_pending")
			return err
		})
		if err != nil || pending == 0 {
			return err
		}
		if err := store.Write(ctx, fillSomeRepairs); err != nil {
			return err
		}
	}
}

func fillSomeRepairs(tx *db.Tx) error {
	var ids []int64
	var uuids []string
	if err := tx.Each(func(rows *sql.Rows) error {
		var id int64
		var uuid string
		err := rows.Scan(&id, &uuid)
		ids, uuids = append(ids, id), append(uuids, uuid)
		return err
	}, "SELECT report.id, report.uuid FROM repair_pending JOIN report ON report.id = repair_pending.report LIMIT ?", repairBatch); err != nil {
		return err
	}
	for i, id := range ids {
		if err := fillRepair(tx, id, uuids[i]); err != nil {
			return err
		}
	}
	return nil
}

// fillRepair reads one repair. One that is damaged is passed over: it cannot be counted, and need not stop the others.
func fillRepair(tx *db.Tx, id int64, uuid string) error {
	if _, err := tx.Exec("DELETE FROM repair_pending WHERE report = ?", id); err != nil {
		return err
	}
	r, err := findDocument(tx, uuid)
	if err != nil || r.UUR == nil {
		return passOver(err)
	}
	uut, err := findDocument(tx, r.UUR.RefUUT)
	if err := passOver(err); err != nil {
		return err
	}
	for _, item := range repairRows(r, uut) {
		if _, err := tx.Exec(item.insert, append([]any{id}, item.values...)...); err != nil {
			return err
		}
	}
	return nil
}

// passOver drops the error of a report that is not there or damaged.
func passOver(err error) error {
	if kind := fault.KindOf(err); kind == fault.NotFound || kind == fault.Server {
		return nil
	}
	return err
}

// repairTotals is what a row of repairs shows.
type repairTotals struct {
	analysis.RepairCount
	tested int // units in the tests that the row's repairs can be compared with
}

type repairFigure = figure[repairTotals]

// repairFigures are the figures of repairs. totalCount is the number of units that were tested with the same values of
// those dimensions that tests have too, and repairRate the repair reports per hundred of them.
var repairFigures = []repairFigure{
	{numberColumn("repairReportCount", ""), func(t repairTotals) any { return int64(t.Reports) }},
	{numberColumn("repairCount", ""), func(t repairTotals) any { return int64(t.Repairs) }},
	{numberColumn("totalCount", ""), func(t repairTotals) any { return int64(t.tested) }},
	{numberColumn("repairRate", ""), func(t repairTotals) any { return number(analysis.Percent(t.Reports, t.tested)) }},
}

// dynamicRepair answers repairs by the dimensions that the filter names; without any, one row.
func dynamicRepair(f *watsFilter, tx *db.Tx) (any, error) {
	b, err := readBreakdown(f.dimensions, repairDimensions, namesOf(repairFigures))
	if err != nil {
		return nil, err
	}
	t, counts, err := repairsOf(f, tx, b)
	if err != nil {
		return nil, err
	}
	totals, err := addTested(f, tx, t, counts)
	if err != nil {
		return nil, err
	}
	keep := func(t repairTotals) bool { return t.Reports >= f.minCount }
	return answer(t, totals, repairFigures, keep, f.topCount), nil
}

// repairsOf reads the repairs that the filter selects and counts those of each row.
func repairsOf(f *watsFilter, tx *db.Tx, b *breakdown) (*table, []analysis.RepairCount, error) {
	t := newTable(b, f)
	var repairs []analysis.Repair
	values := make([]any, len(b.dimensions))
	var r analysis.Repair
	var failure sql.NullInt64
	targets := []any{&r.Report, &failure}
	columns := "report.id, failure.position"
	for i, d := range b.dimensions {
		columns, targets = columns+", "+d.SQL, append(targets, &values[i])
	}
	source, args := f.selection("R")
	joins, joinArgs := f.joins(append([]dimension{{join: joinFailure}}, b.dimensions...))
	query := "SELECT " + columns + " FROM " + source + " LEFT JOIN repair ON repair.report = report.id" + joins
	err := tx.Each(func(rows *sql.Rows) error {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		r.Failure, r.Row = analysis.NoFailure, t.row(values)
		if failure.Valid {
			r.Failure = int(failure.Int64)
		}
		repairs = append(repairs, r)
		return nil
	}, query, append(args, joinArgs...)...)
	return t, analysis.Repairs(repairs, len(t.rows)), err
}

// addTested finds how many units were tested for each row of repairs.
func addTested(f *watsFilter, tx *db.Tx, t *table, counts []analysis.RepairCount) ([]repairTotals, error) {
	shared := &breakdown{}
	var from []int // the indexes of the shared dimensions among those of the repairs
	for i, d := range t.breakdown.dimensions {
		if d.test == "" {
			continue
		}
		if _, err := shared.add(d.test, yieldDimensions, nil); err != nil {
			return nil, err
		}
		if len(shared.dimensions) > len(from) {
			from = append(from, i)
		}
	}
	tests, yields, err := yieldsOf(f.ofTests(), tx, shared)
	if err != nil {
		return nil, err
	}
	known := len(tests.rows)
	totals := make([]repairTotals, len(counts))
	for i, row := range t.rows {
		totals[i].RepairCount = counts[i]
		values := make([]any, len(from))
		for n, index := range from {
			values[n] = row[index]
		}
		if n := tests.row(values); n < known {
			totals[i].tested = yields[n].Units
		}
	}
	return totals, nil
}

// ofTests is the filter without what it says about the repair itself: where it was done, how it ended, and which.
func (f *watsFilter) ofTests() *watsFilter {
	tests := *f
	tests.run, tests.statuses, tests.maxCount = 0, nil, 0
	tests.values = f.values.without("stationName", "location", "purpose", "processCode", "processCodes")
	return &tests
}
