package server

import (
	"bytes"
	"compress/flate"
	"database/sql"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/odata"
)

// sameRun is how near two starts must be for reports of one unit in one process to be the same run, sent under two ids.
const sameRun = 500 * time.Millisecond

// reportRow is a report as the database holds it, made before the transaction so that the writer does not wait for it.
type reportRow struct {
	columns  []any // of the table report, from uuid on, without processed and receive_count
	document []byte
	lists    []listRow
	unit     []any // what tells the unit and process apart, see sameRun
	start    int64
}

// listRow is a row of a table below the report: the statement, and the parameters behind the report's id.
type listRow struct {
	insert string
	values []any
}

// newReportRow makes the row of a report that has been accepted and post-processed. size is in bytes.
func newReportRow(r *report.Report, size int) *reportRow {
	start := r.Start.Time()
	row := &reportRow{
		document: pack(r.Encode()), start: odata.Nanoseconds(start),
		unit: []any{r.SN, r.PN, code(r.ProcessCode), string(r.Type)},
	}
	row.columns = []any{
		r.ID, string(r.Type), r.SN, r.PN, r.Rev, code(r.ProcessCode), text(r.ProcessName), r.Result.Word(), r.MachineName,
		r.Location, r.Purpose, row.start, start.Format(time.RFC3339Nano),
	}
	row.columns = append(row.columns, ofUUT(r)...)
	row.columns = append(row.columns, (size+1023)/1024)
	row.addLists(r)
	return row
}

// ofUUT is the part of the columns that tests and repairs have in different places.
func ofUUT(r *report.Report) []any {
	if u := r.UUR; u != nil {
		none := []any{nil, nil, nil, nil, nil, nil, nil, nil, nil}
		return append(append([]any{text(u.User), nil, text(u.Comment), number(u.ExecTime)}, none...), text(strings.ToLower(u.RefUUT)))
	}
	u := r.UUT
	if u == nil {
		u = &report.UUT{}
	}
	var file, version, rootType, caused, path any
	if root := r.Root; root != nil {
		rootType = text(root.StepType)
		if root.Sequence != nil {
			file, version = number(root.Sequence.Name), number(root.Sequence.Version)
		}
	}
	if step := causedFailure(r); step != nil {
		caused, path = step.Name, step.GetStepPath()
	}
	return []any{
		text(u.User), text(u.BatchSN), text(u.Comment), number(u.ExecTime), file, version, number(u.TestSocketIndex),
		text(u.FixtureID), number(u.ErrorCode), text(u.ErrorMessage), rootType, caused, path, nil,
	}
}

// causedFailure is the step that failed the unit.
func causedFailure(r *report.Report) *report.Step {
	if r.UUT == nil || r.UUT.StepIDCausedUUTFailure == nil || r.Root == nil {
		return nil
	}
	if r.Root.Number() == *r.UUT.StepIDCausedUUTFailure {
		return r.Root
	}
	for s := range r.Root.All(true) {
		if s.Number() == *r.UUT.StepIDCausedUUTFailure {
			return s
		}
	}
	return nil
}

// addLists adds what header queries look into.
func (row *reportRow) addLists(r *report.Report) {
	kind := string(r.Type)
	for i, u := range r.SubUnits {
		row.add("INSERT INTO sub_unit VALUES (?, ?, ?, ?, ?, ?, ?)", i, kind, text(u.PartType), u.SN, u.PN, text(u.Rev))
	}
	for i, m := range r.MiscInfos {
		row.add("INSERT INTO misc_info VALUES (?, ?, ?, ?, ?)", i, kind, m.Description, miscValue(m))
	}
	for i, a := range r.Assets {
		row.add("INSERT INTO report_asset VALUES (?, ?, ?, ?)", i, a.AssetSN, number(a.UsageCount))
	}
	for i, f := range files(r) {
		row.add("INSERT INTO attachment VALUES (?, ?, ?, ?, ?, ?)", i, kind, f.stepID(), f.guid(), f.name())
	}
	if r.UUR != nil {
		row.add("INSERT INTO repair_pending VALUES (?)")
	}
}

func (row *reportRow) add(insert string, values ...any) {
	row.lists = append(row.lists, listRow{insert, values})
}

// miscValue is the text of a misc info, else its number.
func miscValue(m *report.MiscInfo) any {
	switch {
	case m.Text != nil:
		return *m.Text
	case m.Numeric != nil:
		return strconv.FormatFloat(*m.Numeric, 'f', -1, 64)
	}
	return nil
}

func code(p *int) int {
	if p == nil {
		return 0
	}
	return *p
}

// text is a column that is NULL when the report leaves the text out.
func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// number is a column that is NULL when the report leaves the value out.
func number[T any](p *T) any {
	if p == nil {
		return nil
	}
	return *p
}

// save writes the report in place of earlier ones that are the same: of the same id, or of the same run. It returns the
// number of the report, which stays when it is replaced, and the ids of other reports that it took the place of.
func (row *reportRow) save(tx *db.Tx) (id int64, replaced []string, err error) {
	var number any // NULL lets SQLite choose
	var twins []int64
	count := 0
	if err := tx.Each(func(rows *sql.Rows) error {
		var twin int64
		var uuid string
		var received int
		if err := rows.Scan(&twin, &uuid, &received); err != nil {
			return err
		}
		if uuid != row.columns[0] {
			replaced = append(replaced, uuid)
		}
		number, twins, count = twin, append(twins, twin), max(count, received)
		return nil
	}, findTwins, row.twins()...); err != nil {
		return 0, nil, err
	}
	for _, twin := range twins {
		if _, err := tx.Exec("DELETE FROM report WHERE id = ?", twin); err != nil {
			return 0, nil, err
		}
	}
	if id, err = row.insert(tx, number, count+1); err == nil {
		err = countUses(tx, id, row.columns[0], replaced)
	}
	return id, replaced, err
}

// findTwins finds earlier reports that are the same, the one with the same id last.
const findTwins = `SELECT id, uuid, receive_count FROM report WHERE serial_number = ?2 AND part_number = ?3
	AND process_code = ?4 AND type = ?5 AND start BETWEEN ?6 AND ?7 AND uuid <> ?1
	UNION ALL SELECT id, uuid, receive_count FROM report WHERE uuid = ?1`

// twins are the parameters of findTwins.
func (row *reportRow) twins() []any {
	window := sameRun.Nanoseconds()
	return append([]any{row.columns[0]}, append(row.unit, row.start-window, row.start+window)...)
}

func (row *reportRow) insert(tx *db.Tx, number any, count int) (id int64, err error) {
	values := append([]any{number, count}, row.columns...)
	if _, err := tx.Find([]any{&id}, `INSERT INTO report (id, receive_count, uuid, type, serial_number, part_number, revision,
		process_code, process_name, result, station_name, location, purpose, start, start_text, user_name, batch_number, comment,
		execution_time, sw_filename, sw_version, socket_index, fixture_id, error_code, error_message, root_node_type,
		caused_failure, caused_path, referenced_uut, size, processed)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
		(SELECT coalesce(max(processed), 0) + 1 FROM report)) RETURNING id`, values...); err != nil {
		return 0, err
	}
	if _, err := tx.Exec("INSERT INTO document VALUES (?, ?)", id, row.document); err != nil {
		return 0, err
	}
	for _, item := range row.lists {
		if _, err := tx.Exec(item.insert, append([]any{id}, item.values...)...); err != nil {
			return 0, err
		}
	}
	return id, nil
}

// findDocument reads a report as it was stored.
func findDocument(tx *db.Tx, id string) (*report.Report, error) {
	var body []byte
	found, err := tx.Find([]any{&body}, "SELECT body FROM document JOIN report ON report.id = document.report WHERE uuid = ?",
		strings.ToLower(id))
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, fault.New(fault.NotFound, "there is no report %s", id)
	}
	data, err := unpack(body)
	if err != nil {
		return nil, fault.Wrap(fault.Server, err, "report %s is damaged in the database", id)
	}
	r, err := report.Decode(data)
	if err != nil {
		return nil, fault.New(fault.Server, "report %s is damaged in the database: %v", id, err)
	}
	return r, nil
}

// findRepairs are the repair reports that refer to a test, oldest first.
func findRepairs(tx *db.Tx, id string) ([]*report.RefUUR, error) {
	var all []*report.RefUUR
	err := tx.Each(func(rows *sql.Rows) error {
		var id, start string
		if err := rows.Scan(&id, &start); err != nil {
			return err
		}
		at, err := report.ParseTime(start)
		all = append(all, &report.RefUUR{ID: id, Start: at})
		return err
	}, "SELECT uuid, start_text FROM report WHERE referenced_uut = ? ORDER BY start", id)
	return all, err
}

var packers = sync.Pool{New: func() any {
	w, err := flate.NewWriter(nil, flate.BestSpeed)
	if err != nil { // only an unknown level fails
		panic(err)
	}
	return w
}}

// pack compresses a document.
func pack(data []byte) []byte {
	var b bytes.Buffer
	b.Grow(len(data)/4 + 64)
	w, _ := packers.Get().(*flate.Writer)
	defer packers.Put(w)
	w.Reset(&b)
	_, _ = w.Write(data) // a Buffer takes everything
	_ = w.Close()
	return b.Bytes()
}

func unpack(body []byte) ([]byte, error) {
	return io.ReadAll(flate.NewReader(bytes.NewReader(body)))
}
