package server

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/odata"
	"github.com/watsrun/watsrun/server/web"
)

// The number of rows of a header query.
const (
	defaultTop = 10
	maxTop     = 10000
)

// headerService answers queries for report headers.
type headerService struct {
	db    *db.DB
	clock func() time.Time
}

func (s *headerService) routes() []web.Route {
	return []web.Route{
		{Pattern: "GET /api/Report/Query/Header", Handle: s.queryHeaders},
		{Pattern: "GET /api/Report/Query/HeaderByMiscInfo", Handle: s.queryByMiscInfo},
	}
}

// headerQuery is a query for headers, read and checked.
type headerQuery struct {
	reportType string // T, R, or "" for both
	condition  string // of the filter
	args       []any  // of the filter, numbered from firstFilterArg
	order      string
	columns    []column
	expand     []expansion
	top, skip  int
}

// The numbers of a query's own parameters; those of the filter follow.
const firstFilterArg = 5

func (s *headerService) queryHeaders(r *http.Request) (any, error) {
	q, err := readHeaderQuery(web.QueryOf(r))
	if err != nil {
		if e, ok := errors.AsType[*odata.Error](err); ok {
			err = fault.New(fault.Validation, "%s", e.Error())
		}
		return nil, err
	}
	var rows []headerRow
	err = s.db.Read(r.Context(), func(tx *db.Tx) (err error) {
		if rows, err = q.run(tx, s.clock()); err == nil {
			err = q.addLists(tx, rows)
		}
		return err
	})
	if err != nil {
		return nil, stored(err)
	}
	return listOf(rows), nil
}

func readHeaderQuery(in *web.Query) (*headerQuery, error) {
	q := &headerQuery{top: in.Int("$top", defaultTop, 0, maxTop), skip: in.Int("$skip", 0, 0, 1<<31-1)}
	if err := in.Err(); err != nil {
		return nil, err
	}
	var err error
	if q.reportType, err = reportTypeOf(in.Text("reportType")); err != nil {
		return nil, err
	}
	if in.Has("$filter") {
		if q.condition, q.args, err = odata.Filter(in.Text("$filter"), headerSchema, firstFilterArg); err != nil {
			return nil, err
		}
	}
	if q.order, err = orderOf(in.Text("$orderby")); err != nil {
		return nil, err
	}
	if q.columns, err = chosen("$select", in.Text("$select"), headerColumns, func(c column) string { return c.Name }); err != nil {
		return nil, err
	}
	if len(q.columns) == 0 {
		q.columns = headerColumns
	}
	q.expand, err = chosen("$expand", in.Text("$expand"), expansions, func(e expansion) string { return e.name })
	return q, err
}

// chosen reads a list of names and returns what they stand for.
func chosen[T any](option, source string, all []T, name func(T) string) ([]T, error) {
	allowed := make([]string, len(all))
	for i, item := range all {
		allowed[i] = name(item)
	}
	names, err := odata.Names(option, source, allowed)
	var some []T
	for _, n := range names {
		some = append(some, all[slices.Index(allowed, n)])
	}
	return some, err
}

// reportTypeOf reads the query's name for a type: U (or T) for tests, R for repairs.
func reportTypeOf(text string) (string, error) {
	switch strings.ToUpper(strings.TrimSpace(text)) {
	case "":
		return "", nil
	case "U", "T", "UUT":
		return "T", nil
	case "R", "UUR":
		return "R", nil
	}
	return "", fault.New(fault.Validation, "reportType cannot be %q: use U for tests or R for repairs", text)
}

// orderOf is the SQL of an $orderby. The report's number comes last, so that pages never overlap.
func orderOf(source string) (string, error) {
	columns := map[string]string{
		"start": "report.start", "uuid": "report.uuid", "serialNumber": "report.serial_number", "timestamp": "report.processed",
	}
	orders, err := odata.OrderBy(source, []string{"start", "uuid", "serialNumber", "timestamp"})
	if err != nil {
		return "", err
	}
	if len(orders) == 0 {
		orders = []odata.Order{{Field: "start", Descending: true}}
	}
	var terms []string
	direction := ""
	for _, o := range orders {
		direction = " ASC"
		if o.Descending {
			direction = " DESC"
		}
		terms = append(terms, columns[o.Field]+direction)
	}
	return strings.Join(append(terms, "report.id"+direction), ", "), nil
}

// statement is the SQL of the query. Reports from the future are left out until their time has come.
func (q *headerQuery) statement() string {
	columns := []string{"report.id"}
	for _, c := range q.columns {
		columns = append(columns, c.output())
	}
	where := "report.start <= ?1 AND (?2 = '' OR report.type = ?2)"
	if q.condition != "" {
		where += " AND (" + q.condition + ")"
	}
	return fmt.Sprintf("SELECT %s FROM report WHERE %s ORDER BY %s LIMIT ?3 OFFSET ?4", strings.Join(columns, ", "), where, q.order)
}

func (q *headerQuery) parameters(now time.Time) []any {
	return append([]any{now.UnixNano(), q.reportType, q.top, q.skip}, q.args...)
}

// run reads the rows without their lists.
func (q *headerQuery) run(tx *db.Tx, now time.Time) ([]headerRow, error) {
	var all []headerRow
	values := make([]any, len(q.columns)+1)
	targets := make([]any, len(values))
	for i := range values {
		targets[i] = &values[i]
	}
	err := tx.Each(func(rows *sql.Rows) error {
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		id, _ := values[0].(int64)
		all = append(all, headerRow{id: id, json: appendObject(make([]byte, 0, 1024), q.columns, values[1:])})
		return nil
	}, q.statement(), q.parameters(now)...)
	return all, err
}

// addLists adds the lists of $expand to the rows, each with one query for all rows.
func (q *headerQuery) addLists(tx *db.Tx, rows []headerRow) error {
	if len(rows) == 0 {
		return nil
	}
	ids := make([]int64, len(rows))
	for i, row := range rows {
		ids[i] = row.id
	}
	list, err := json.Marshal(ids)
	if err != nil {
		return err
	}
	for _, e := range q.expand {
		items, err := e.read(tx, string(list))
		if err != nil {
			return err
		}
		for i := range rows {
			rows[i].json = fmt.Appendf(rows[i].json, ",%q:[%s]", e.name, bytes.Join(items[rows[i].id], []byte(",")))
		}
	}
	return nil
}
