package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
)

// Body reads the whole request body. One that is too long or cut off is a fault with its status.
func Body(r *http.Request) ([]byte, error) {
	var b bytes.Buffer
	if r.ContentLength > 0 && r.ContentLength < 1<<20 {
		b.Grow(int(r.ContentLength) + bytes.MinRead)
	}
	_, err := b.ReadFrom(r.Body)
	if err == nil {
		return b.Bytes(), nil
	}
	if long, ok := errors.AsType[*http.MaxBytesError](err); ok {
		f := fault.New(fault.Validation, "the request body is longer than %d bytes", long.Limit)
		f.Status = http.StatusRequestEntityTooLarge
		return nil, f
	}
	return nil, fault.Wrap(fault.Validation, err, "cannot read the request body")
}

// Decode reads the request body as JSON into v. Unknown keys are ignored, as WATS does; anything after the value, and
// a value of the wrong type, is a validation fault that says where.
func Decode(r *http.Request, v any) error {
	data, err := Body(r)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\ufeff"))))
	if err := decoder.Decode(v); err != nil {
		return badJSON(err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return fault.New(fault.Validation, "the request body goes on after the end of its JSON value, at byte %d",
			decoder.InputOffset())
	}
	return nil
}

func badJSON(err error) error {
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		where := e.Field
		if where == "" {
			where = "the request body"
		}
		return fault.New(fault.Validation, "%s cannot be a JSON %s (byte %d)", where, e.Value, e.Offset)
	}
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fault.New(fault.Validation, "the request body is not JSON: %v (byte %d)", e, e.Offset)
	}
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return fault.New(fault.Validation, "the request body ends where JSON is expected")
	}
	return fault.Wrap(fault.Validation, err, "the request body cannot be used")
}

// Query reads query parameters without regard to the case of their names, collecting faults until Err is asked.
type Query struct {
	values map[string]string
	err    error
}

// QueryOf reads the query of a request. Of a name that is given twice the last value counts.
func QueryOf(r *http.Request) *Query {
	q := &Query{values: map[string]string{}}
	for name, values := range r.URL.Query() {
		q.values[strings.ToLower(name)] = values[len(values)-1]
	}
	return q
}

// Text is the value of a parameter, "" when it is absent.
func (q *Query) Text(name string) string { return q.values[strings.ToLower(name)] }

// Has says whether a parameter is there with a value.
func (q *Query) Has(name string) bool { return q.Text(name) != "" }

// Required is the value of a parameter that must not be blank.
func (q *Query) Required(name string) string {
	text := q.Text(name)
	if strings.TrimSpace(text) == "" {
		q.fail("the query parameter %s is required", name)
	}
	return text
}

// Int is a whole number between low and high, or the default when the parameter is absent.
func (q *Query) Int(name string, absent, low, high int) int {
	text := strings.TrimSpace(q.Text(name))
	if text == "" {
		return absent
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < low || n > high {
		q.fail("the query parameter %s is required to be a whole number from %d to %d, got %q", name, low, high, text)
	}
	return n
}

// Bool is true or false, or the default when the parameter is absent.
func (q *Query) Bool(name string, absent bool) bool {
	text := strings.TrimSpace(q.Text(name))
	if text == "" {
		return absent
	}
	v, err := strconv.ParseBool(strings.ToLower(text))
	if err != nil {
		q.fail("the query parameter %s is required to be true or false, got %q", name, text)
	}
	return v
}

func (q *Query) fail(format string, args ...any) {
	if q.err == nil {
		q.err = fault.New(fault.Validation, format, args...)
	}
}

// Err is the first fault that was found, or nil.
func (q *Query) Err() error { return q.err }
