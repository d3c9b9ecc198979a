package wats

import (
	"context"
	"encoding/json"
	"net/http"
	"reflect"

	"github.com/watsrun/watsrun/modules"
)

// row is an item of a list, read where an operation needs to look at it, and as the server sent it for the script.
type row[T any] struct {
	value T
	raw   json.RawMessage
}

// rowsIn reads a list.
func rowsIn[T any](a *response) ([]row[T], error) {
	var raws []json.RawMessage
	if err := unmarshal(a, &raws); err != nil {
		return nil, err
	}
	rows := make([]row[T], len(raws))
	for i, raw := range raws {
		rows[i].raw = raw
		if err := unmarshal(a.part(raw), &rows[i].value); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// part is a piece of the answer as if it were the whole.
func (a *response) part(body []byte) *response {
	return &response{status: a.status, header: a.header, body: body}
}

// typeOf describes a Go type.
func typeOf[T any]() *modules.Type { return modules.TypeOf(reflect.TypeFor[T]()) }

// listOf hands rows on as the server sent them.
func listOf[T any](rows []row[T]) modules.JSON {
	parts := make([]json.RawMessage, len(rows))
	for i := range rows {
		parts[i] = rows[i].raw
	}
	return modules.JSON{Data: listJSON(parts), Type: typeOf[[]T]()}
}

// listJSON is a list of JSON values.
func listJSON(items []json.RawMessage) json.RawMessage {
	size := len("[]") + len(items)
	for _, item := range items {
		size += len(item)
	}
	list := append(make([]byte, 0, size), '[')
	for i, item := range items {
		if i > 0 {
			list = append(list, ',')
		}
		list = append(list, item...)
	}
	return append(list, ']')
}

// listRows sends a request and reads the list that it answers. A missing thing is no rows unless the run is strict.
func listRows[T any](ctx context.Context, c *Client, r *request) ([]row[T], error) {
	a, err := c.send(ctx, r)
	if err != nil {
		if a != nil && a.status == http.StatusNotFound && !c.isStrict(ctx) {
			return nil, nil
		}
		return nil, err
	}
	rows, err := rowsIn[T](a)
	if err != nil {
		return nil, c.explain(ctx, r, err)
	}
	return rows, nil
}
