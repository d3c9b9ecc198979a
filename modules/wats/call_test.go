package wats

import (
	"context"
	"encoding"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/watsrun/watsrun/internal/correlation"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/report"
)

const (
	testToken = "dGVzdGVyOnNlY3JldC1wYXNzd29yZA=="
	testID    = "0f3ac9d2-6d3b-4b0e-9a55-3f1c0c6d8e10"
	corrID    = "corr-42"
	callID    = corrID + ".1" // of the first call of a run
)

var testNow = time.Date(2026, 3, 4, 5, 6, 7, 0, time.FixedZone("", 3600))

// seen is a request as it arrived at the socket.
type seen struct {
	method, uri string
	query       map[string][]string
	header      http.Header
	body        string
}

// site is a server on a real socket that writes down what it is asked.
type site struct {
	*httptest.Server
	mu       sync.Mutex
	requests []seen
}

// serve starts a server whose answers come from a handler.
func serve(t testing.TB, answer http.HandlerFunc) *site {
	t.Helper()
	s := &site{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		s.mu.Lock()
		s.requests = append(s.requests, seen{r.Method, r.RequestURI, r.URL.Query(), r.Header.Clone(), string(body)})
		s.mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *site) all() []seen {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]seen(nil), s.requests...)
}

// says answers everything alike.
func says(status int, contentType, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		w.WriteHeader(status)
		io.WriteString(w, body)
	}
}

// postbox is an outbox that sends at once and keeps nothing.
type postbox struct{ client *Client }

func (p *postbox) Submit(ctx context.Context, s Submission) (Outcome, error) {
	_, err := p.client.Post(ctx, s.ContentType, s.Body)
	if err != nil {
		return Outcome{}, err
	}
	return Outcome{ID: s.ID, State: Delivered}, nil
}

func newClient(t testing.TB, url string, change ...func(*Options)) *Client {
	t.Helper()
	box := &postbox{}
	o := Options{
		BaseURL: url, Token: testToken, HTTP: &http.Client{Transport: &http.Transport{}}, UserAgent: "watsrun/test", Outbox: box,
		Now: func() time.Time { return testNow },
		Defaults: func(context.Context) (report.Defaults, error) {
			return report.Defaults{Station: "EOL-1", Location: "Lab", Purpose: "Test", Operator: "op", Now: func() time.Time { return testNow }}, nil
		},
	}
	for _, f := range change {
		f(&o)
	}
	t.Cleanup(o.HTTP.CloseIdleConnections)
	box.client = NewClient(o)
	return box.client
}

// inRun is the context of a run.
func inRun(t testing.TB) context.Context {
	run := &modules.Run{
		ID: "run-1", CorrelationID: corrID, Log: slog.New(slog.DiscardHandler), Stdout: io.Discard,
		Now: func() time.Time { return testNow }, Start: testNow.Add(-time.Minute),
	}
	return correlation.With(modules.WithRun(t.Context(), run), corrID)
}

// operation is a declared function, as scripts name it.
type operation struct {
	service, name string
	*modules.Function
}

func (o operation) String() string {
	return strings.TrimPrefix(o.service+"."+o.name, "client.")
}

// operations lists all declared functions of a client.
func operations(c *Client) []operation {
	root := New(c)
	var all []operation
	add := func(service string, m *modules.Module) {
		for _, f := range m.Load().Functions {
			all = append(all, operation{service, f.Name, f})
		}
	}
	add("client", root)
	for _, m := range root.Modules {
		add(strings.TrimPrefix(m.Name, "wats."), m)
	}
	return all
}

// byName are the operations of a client by their names.
func byName(c *Client) map[string]operation {
	all := map[string]operation{}
	for _, o := range operations(c) {
		all[o.String()] = o
	}
	return all
}

// find is one operation by its name.
func find(t testing.TB, c *Client, name string) operation {
	t.Helper()
	o, ok := byName(c)[name]
	if !ok {
		t.Fatalf("no operation %s", name)
	}
	return o
}

// call invokes an operation with arguments by name, as the runtime does after its checks. An iterator is asked once: for
// its first item, or an empty list when there is none.
func (o operation) call(t testing.TB, ctx context.Context, args map[string]any) (any, error) {
	t.Helper()
	in := reflect.New(o.In())
	for _, p := range o.Params {
		value, given := args[p.Name]
		if !given {
			value, given = p.Default, p.Default != ""
		}
		if given {
			assign(t, p.Name, in.Elem().FieldByIndex(p.Index), value)
		}
	}
	out, err := o.Invoke(ctx, nil, in.Interface())
	if it, ok := out.(modules.Iterator); ok {
		t.Cleanup(it.Stop)
		item, err, more := it.Next()
		switch {
		case err != nil:
			return nil, err
		case !more:
			return modules.JSON{Data: []byte("[]")}, nil
		}
		return item, nil
	}
	return out, err
}

// assign sets an argument from a value that a test or a default gives.
func assign(t testing.TB, name string, field reflect.Value, value any) {
	t.Helper()
	if field.Kind() == reflect.Pointer && !reflect.TypeOf(value).AssignableTo(field.Type()) {
		field.Set(reflect.New(field.Type().Elem()))
		field = field.Elem()
	}
	text, isText := value.(string)
	if v, ok := field.Interface().(modules.Enumeration); ok {
		w, _ := modules.TypeOf(reflect.TypeOf(v)).Find(fmt.Sprint(value))
		if value = any(w.Text); field.Kind() == reflect.Int {
			value = w.Code
		}
		field.Set(reflect.ValueOf(value).Convert(field.Type()))
		return
	}
	switch target := field.Addr().Interface().(type) {
	case modules.Recorder:
		target.SetJSON([]byte(text))
		return
	case encoding.TextUnmarshaler:
		if err := target.UnmarshalText([]byte(text)); err != nil {
			t.Fatal(err)
		}
		return
	}
	v := reflect.ValueOf(value)
	switch {
	case isText && field.Kind() == reflect.Slice && field.Type().Elem().Kind() != reflect.Uint8:
		var items []json.RawMessage
		if err := json.Unmarshal([]byte(text), &items); err != nil {
			t.Fatalf("argument %s is a list: %v", name, err)
		}
		field.Set(reflect.MakeSlice(field.Type(), len(items), len(items)))
		for i, item := range items {
			assign(t, name, field.Index(i), string(item))
		}
	case isText && field.Kind() == reflect.Int:
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		field.SetInt(int64(n))
	case isText && field.Kind() == reflect.Float64:
		f, err := strconv.ParseFloat(text, 64)
		if err != nil {
			t.Fatal(err)
		}
		field.SetFloat(f)
	case isText && field.Kind() == reflect.Bool:
		field.SetBool(text == "true")
	case v.Type().ConvertibleTo(field.Type()):
		field.Set(v.Convert(field.Type()))
	default:
		t.Fatalf("argument %s: a %T does not fit", name, value)
	}
}

// last is the newest request.
func (s *site) last() seen {
	all := s.all()
	if len(all) == 0 {
		return seen{}
	}
	return all[len(all)-1]
}
