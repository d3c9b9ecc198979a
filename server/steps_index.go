package server

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"maps"
	"slices"
	"sync"

	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/steps"
)

// stepIndex keeps the steps of each test report in the compact form that analyses read. It remembers the numbers of
// steps and measurements that are in the database, where they stay for good, so that a report of a known sequence costs
// one insert.
type stepIndex struct {
	db  *db.DB
	log *slog.Logger

	mu       sync.RWMutex
	steps    map[steps.Key]int64
	measures map[steps.MeasureKey]int64
}

// maxRemembered bounds the numbers that are remembered. When there are more, they are forgotten and read again.
const maxRemembered = 200000

func newStepIndex(store *db.DB, log *slog.Logger) *stepIndex {
	return &stepIndex{db: store, log: log, steps: map[steps.Key]int64{}, measures: map[steps.MeasureKey]int64{}}
}

// stepRow is the compact form of one report on its way into the database.
type stepRow struct {
	index *stepIndex
	sheet *steps.Sheet
	body  []byte // nil while a number is not known
	fresh *freshKeys
}

// row makes the compact form of a stored report before the transaction, where it can: a sequence that nobody has sent
// yet gets its numbers inside of it. nil is a report without steps, a repair.
func (x *stepIndex) row(ctx context.Context, r *report.Report) (*stepRow, error) {
	if r.Root == nil {
		return nil, nil
	}
	row := &stepRow{index: x, sheet: steps.Of(r)}
	unknown := row.sheet.Resolve(x)
	if unknown != nil {
		if err := x.db.Read(ctx, func(tx *db.Tx) error { return x.load(tx, row.sheet) }); err != nil {
			return nil, err
		}
		unknown = row.sheet.Resolve(x)
	}
	if unknown == nil {
		row.body = row.sheet.Encode()
	}
	return row, nil
}

// save writes the row of a report that was inserted in the same transaction.
func (row *stepRow) save(tx *db.Tx, report int64) error {
	if row == nil {
		return nil
	}
	if err := row.number(tx); err != nil {
		return err
	}
	_, err := tx.Exec("INSERT INTO report_steps VALUES (?, ?)", report, row.body)
	return err
}

// number gives the keys that are new their numbers.
func (row *stepRow) number(tx *db.Tx) error {
	if row.body != nil {
		return nil
	}
	row.fresh = &freshKeys{tx: tx, index: row.index, steps: map[steps.Key]int64{}, measures: map[steps.MeasureKey]int64{}}
	if err := row.sheet.Resolve(row.fresh); err != nil {
		return err
	}
	row.body = row.sheet.Encode()
	return nil
}

// saved tells the index that the transaction is safely on the disk, and with it the new numbers.
func (row *stepRow) saved() {
	if row != nil && row.fresh != nil {
		row.index.remember(row.fresh.steps, row.fresh.measures)
	}
}

// errUnknownKey says that a step or measurement has no number that is remembered.
var errUnknownKey = errors.New("the step is not known yet")

// StepID implements steps.Dictionary.
func (x *stepIndex) StepID(key steps.Key) (int64, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return known(x.steps, key)
}

// MeasureID implements steps.Dictionary.
func (x *stepIndex) MeasureID(key steps.MeasureKey) (int64, error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return known(x.measures, key)
}

func known[K comparable](ids map[K]int64, key K) (int64, error) {
	if id, ok := ids[key]; ok {
		return id, nil
	}
	return 0, errUnknownKey
}

// remember keeps numbers that are in the database for good.
func (x *stepIndex) remember(byStep map[steps.Key]int64, byMeasure map[steps.MeasureKey]int64) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if len(x.steps)+len(x.measures) > maxRemembered {
		clear(x.steps)
		clear(x.measures)
	}
	maps.Copy(x.steps, byStep)
	maps.Copy(x.measures, byMeasure)
}

// load reads the numbers of a report's steps, as far as they have some, with two queries.
func (x *stepIndex) load(tx *db.Tx, sheet *steps.Sheet) error {
	names, err := readStepKeys(tx, "path", sheet.Paths())
	if err != nil {
		return err
	}
	byStep, byMeasure := map[steps.Key]int64{}, map[steps.MeasureKey]int64{}
	for id, key := range names {
		byStep[key] = id
	}
	measures, err := readMeasureKeys(tx, "step", slices.Collect(maps.Values(byStep)))
	for id, key := range measures {
		byMeasure[key] = id
	}
	x.remember(byStep, byMeasure)
	return err
}

// readStepKeys reads the keys of the steps whose column has one of the values.
func readStepKeys[T any](tx *db.Tx, column string, values []T) (map[int64]steps.Key, error) {
	found := map[int64]steps.Key{}
	err := tx.Each(func(rows *sql.Rows) error {
		var id int64
		var key steps.Key
		err := rows.Scan(&id, &key.Path, &key.Type, &key.Group)
		found[id] = key
		return err
	}, "SELECT id, path, type, step_group FROM step_key WHERE "+column+" IN (SELECT value FROM json_each(?))", jsonList(values))
	return found, err
}

// readMeasureKeys reads the keys of the measurements whose column has one of the values.
func readMeasureKeys(tx *db.Tx, column string, values []int64) (map[int64]steps.MeasureKey, error) {
	found := map[int64]steps.MeasureKey{}
	err := tx.Each(func(rows *sql.Rows) error {
		var id int64
		var kind string
		var key steps.MeasureKey
		err := rows.Scan(&id, &key.Step, &kind, &key.Name, &key.Unit)
		if err == nil {
			key.Kind = steps.Kind(kind[0])
			found[id] = key
		}
		return err
	}, "SELECT id, step, kind, name, unit FROM measure_key WHERE "+column+" IN (SELECT value FROM json_each(?))", jsonList(values))
	return found, err
}

// freshKeys gives numbers inside a transaction, to keys that have none yet. They are remembered by the index only when
// the transaction is on the disk: SQLite may give the numbers of one that failed to other keys.
type freshKeys struct {
	tx       *db.Tx
	index    *stepIndex
	steps    map[steps.Key]int64
	measures map[steps.MeasureKey]int64
}

// StepID implements steps.Dictionary.
func (f *freshKeys) StepID(key steps.Key) (int64, error) {
	if id, err := f.index.StepID(key); err == nil {
		return id, nil
	}
	return fresh(f.tx, f.steps, key, `INSERT INTO step_key (path, type, step_group) VALUES (?, ?, ?)
		ON CONFLICT DO UPDATE SET path = path RETURNING id`, key.Path, key.Type, key.Group)
}

// MeasureID implements steps.Dictionary.
func (f *freshKeys) MeasureID(key steps.MeasureKey) (int64, error) {
	if id, err := f.index.MeasureID(key); err == nil {
		return id, nil
	}
	return fresh(f.tx, f.measures, key, `INSERT INTO measure_key (step, kind, name, unit) VALUES (?, ?, ?, ?)
		ON CONFLICT DO UPDATE SET name = name RETURNING id`, key.Step, string(key.Kind), key.Name, key.Unit)
}

// fresh is the number of a key that the database has or gets now.
func fresh[K comparable](tx *db.Tx, ids map[K]int64, key K, insert string, args ...any) (int64, error) {
	id, ok := ids[key]
	if ok {
		return id, nil
	}
	_, err := tx.Find([]any{&id}, insert, args...)
	ids[key] = id
	return id, err
}

// catchUpBatch is the number of reports whose documents are read at once, which bounds the memory that this takes.
const catchUpBatch = 200

// pendingReport is a report whose compact form is missing.
type pendingReport struct {
	id       int64
	document []byte
	row      *stepRow // nil where the document is damaged
}

// catchUp makes the compact form of the reports that a filter selects and that have none yet. What it has done stays done
// when the request ends early.
func (x *stepIndex) catchUp(ctx context.Context, f *watsFilter) error {
	for {
		found, err := x.pending(ctx, f)
		if err != nil || len(found) == 0 {
			return err
		}
		if err := x.complete(ctx, found); err != nil {
			return err
		}
	}
}

// pending finds the next reports without the compact form.
func (x *stepIndex) pending(ctx context.Context, f *watsFilter) ([]*pendingReport, error) {
	var found []*pendingReport
	table, args := f.selection("T")
	err := x.db.Read(ctx, func(tx *db.Tx) error {
		var first int64
		if some, err := tx.Find([]any{&first}, "SELECT report FROM steps_pending LIMIT 1"); err != nil || !some {
			return err
		}
		return tx.Each(func(rows *sql.Rows) error {
			p := &pendingReport{}
			err := rows.Scan(&p.id, &p.document)
			found = append(found, p)
			return err
		}, "SELECT report.id, document.body FROM "+table+` JOIN steps_pending ON steps_pending.report = report.id
			JOIN document ON document.report = report.id LIMIT ?`, append(args, catchUpBatch)...)
	})
	return found, err
}

// complete decodes the documents, and then writes all rows in one transaction.
func (x *stepIndex) complete(ctx context.Context, found []*pendingReport) error {
	for _, p := range found {
		data, err := unpack(p.document)
		var r *report.Report
		if err == nil {
			r, err = report.Decode(data)
		}
		if err != nil {
			x.log.ErrorContext(ctx, "a damaged report is left out of analyses", "report_number", p.id, "error", err)
			continue
		}
		if p.row, err = x.row(ctx, r); err != nil {
			return err
		}
	}
	err := x.db.Write(ctx, func(tx *db.Tx) error {
		for _, p := range found {
			if err := p.save(tx); err != nil {
				return err
			}
		}
		return nil
	})
	for _, p := range found {
		if err == nil {
			p.row.saved()
		}
	}
	return err
}

// save writes the row unless another request did, or the report has been replaced meanwhile.
func (p *pendingReport) save(tx *db.Tx) error {
	if p.row != nil {
		if err := p.row.number(tx); err != nil {
			return err
		}
		if _, err := tx.Exec("INSERT INTO report_steps SELECT report, ? FROM steps_pending WHERE report = ?", p.row.body, p.id); err != nil {
			return err
		}
	}
	_, err := tx.Exec("DELETE FROM steps_pending WHERE report = ?", p.id)
	return err
}
