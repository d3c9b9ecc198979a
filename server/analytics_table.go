package server

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/watsrun/watsrun/server/analysis"
	"github.com/watsrun/watsrun/server/odata"
)

// table is an answer while it is computed: one row for each combination of values that the dimensions have.
type table struct {
	breakdown *breakdown
	periods   analysis.Grouping
	zone      *time.Location
	rows      [][]any        // the values of the dimensions
	byKey     map[string]int // finds a row by its values
	key       []byte
}

func newTable(b *breakdown, f *watsFilter) *table {
	return &table{breakdown: b, periods: f.periods(), zone: f.zone, byKey: map[string]int{}}
}

// row finds the row of values as the database gave them, or adds it.
func (t *table) row(values []any) int {
	t.key = t.key[:0]
	for i, d := range t.breakdown.dimensions {
		if start, ok := values[i].(int64); ok && d.period {
			values[i] = t.periods.Label(time.Unix(0, start).In(t.zone))
		}
		t.key = appendKey(t.key, values[i])
	}
	n, ok := t.byKey[string(t.key)]
	if !ok {
		n = len(t.rows)
		t.byKey[string(t.key)] = n
		t.rows = append(t.rows, slices.Clone(values))
	}
	return n
}

// appendKey writes a value so that different lists of values are different bytes.
func appendKey(key []byte, value any) []byte {
	switch v := value.(type) {
	case int64:
		return binary.BigEndian.AppendUint64(append(key, 'i'), uint64(v))
	case float64:
		return binary.BigEndian.AppendUint64(append(key, 'f'), math.Float64bits(v))
	case string:
		return append(binary.BigEndian.AppendUint32(append(key, 's'), uint32(len(v))), v...)
	}
	return append(key, 'n')
}

// figure is a number that is computed for each row from what T holds about it.
type figure[T any] struct {
	column
	of func(T) any // int64, float64, or nil where there is none
}

func namesOf[T any](figures []figure[T]) []string {
	var all []string
	for _, f := range figures {
		all = append(all, f.Name)
	}
	return all
}

// answer completes the rows with their figures, sorts them, cuts them to topCount (0 for all), and writes them as a JSON
// list of objects. about holds what is known of each row; rows that keep does not want are left out.
func answer[T any](t *table, about []T, figures []figure[T], keep func(T) bool, topCount int) json.RawMessage {
	var columns []column
	for _, d := range t.breakdown.dimensions {
		columns = append(columns, d.column)
	}
	for _, f := range figures {
		columns = append(columns, f.column)
	}
	var rows [][]any
	for i, values := range t.rows {
		if !keep(about[i]) {
			continue
		}
		for _, f := range figures {
			values = append(values, f.of(about[i]))
		}
		rows = append(rows, values)
	}
	t.breakdown.sort(rows, columns)
	if topCount > 0 && topCount < len(rows) {
		rows = rows[:topCount]
	}
	return objects(rows, columns)
}

// objects writes rows as a JSON list of objects.
func objects(rows [][]any, columns []column) json.RawMessage {
	list := make([]headerRow, len(rows))
	for i, row := range rows {
		list[i].json = appendObject(nil, columns, row)
	}
	return listOf(list)
}

// sort sorts by what was asked for, and rows that are equal in that by their dimensions. What a row does not have comes
// last in either direction.
func (b *breakdown) sort(rows [][]any, columns []column) {
	orders := slices.Clone(b.orders)
	for _, d := range b.dimensions {
		orders = append(orders, odata.Order{Field: d.Name})
	}
	indexes := make([]int, len(orders))
	for i, o := range orders {
		indexes[i] = slices.IndexFunc(columns, func(c column) bool { return c.Name == o.Field })
	}
	slices.SortStableFunc(rows, func(x, y []any) int {
		for i, o := range orders {
			if c := compareValues(x[indexes[i]], y[indexes[i]], o.Descending); c != 0 {
				return c
			}
		}
		return 0
	})
}

// compareValues compares two values of one column.
func compareValues(a, b any, descending bool) int {
	c := 0
	switch x := a.(type) {
	case nil:
		if b != nil {
			return 1
		}
	case string:
		if y, ok := b.(string); ok {
			c = strings.Compare(x, y)
		}
	case int64:
		if y, ok := b.(int64); ok {
			c = cmp.Compare(x, y)
		}
	case float64:
		if y, ok := b.(float64); ok {
			c = cmp.Compare(x, y)
		}
	}
	if b == nil && a != nil {
		return -1
	}
	if descending {
		return -c
	}
	return c
}
