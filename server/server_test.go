package server

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
)

// now is the server's time in these tests.
var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// client talks to a server over a socket.
type client struct {
	t    testing.TB
	base string
}

// start opens a server that listens until the test ends. Its time stands still at now unless o says otherwise.
func start(t testing.TB, o Options) client {
	t.Helper()
	if o.Clock == nil {
		o.Clock = func() time.Time { return now }
	}
	s, err := Open(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(s.Handler())
	t.Cleanup(func() {
		listener.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return client{t, listener.URL}
}

// send makes a request and returns the answer's status and body. The body to send may be text or anything for JSON.
func (c client) send(method, path string, body any) (int, string) {
	c.t.Helper()
	var reader io.Reader
	switch b := body.(type) {
	case nil:
	case string:
		reader = strings.NewReader(b)
	default:
		reader = strings.NewReader(jsonOf(c.t, b))
	}
	r, err := http.NewRequestWithContext(context.Background(), method, c.base+path, reader)
	if err != nil {
		c.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return answer.StatusCode, string(data)
}

func jsonOf(t testing.TB, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// want makes a request that must have the status and returns the body.
func (c client) want(status int, method, path string, body any) string {
	c.t.Helper()
	got, text := c.send(method, path, body)
	if got != status {
		c.t.Fatalf("%s %s: %d %s, want %d", method, path, got, text, status)
	}
	return text
}

// read makes a request that must succeed, with 200 or 201, and decodes its JSON.
func read[T any](c client, method, path string, body any) T {
	c.t.Helper()
	var v T
	status, text := c.send(method, path, body)
	if status != http.StatusOK && status != http.StatusCreated {
		c.t.Fatalf("%s %s: %d %s", method, path, status, text)
	}
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		c.t.Fatalf("%s %s: %v in %s", method, path, err, text)
	}
	return v
}

// object is any JSON object.
type object = map[string]any

// uut is a small test report that is accepted; change alters it.
func uut(change ...func(object)) object {
	r := object{
		"type": "T", "id": uuid.NewString(), "pn": "PCBA-7", "sn": "SN-1", "rev": "B", "processCode": 10, "result": "P",
		"machineName": "ST-1", "location": "Lab", "purpose": "Test", "start": "2026-03-01T10:00:00+01:00",
		"root": object{
			"group": "M", "stepType": "SequenceCall", "name": "MainSequence Callback", "status": "P",
			"seqCall": object{"path": "a/b.seq", "name": "b.seq", "version": "1.0"},
			"steps": []object{{
				"group": "M", "stepType": "ET_NLT", "name": "3V3", "status": "P",
				"numericMeas": []object{{"compOp": "GELE", "status": "P", "unit": "V", "value": 3.3, "lowLimit": 3.2, "highLimit": 3.4}},
			}},
		},
		"uut": object{"user": "op"},
	}
	for _, f := range change {
		f(r)
	}
	return r
}

// set is a change of one key of a report.
func set(key string, value any) func(object) {
	return func(r object) { r[key] = value }
}

// post sends a report that must be accepted and returns its number.
func (c client) post(r object) int64 {
	c.t.Helper()
	answer := read[[]receipt](c, "POST", "/api/Report/WSJF", r)
	if len(answer) != 1 || answer[0].ID != strings.ToLower(r["id"].(string)) || answer[0].UUID != answer[0].ID || answer[0].ReportID == 0 {
		c.t.Fatalf("the receipt is %+v", answer)
	}
	return answer[0].ReportID
}

func TestVersionAndUnknownRoutes(t *testing.T) {
	c := start(t, Options{Version: "1.2.3"})
	if got := c.want(200, "GET", "/api/app/VERSION", nil); got != `"1.2.3"` {
		t.Error(got)
	}
	if got := c.want(404, "GET", "/api/Nothing", nil); got != `{"Message":"this server has no route GET /api/Nothing"}` {
		t.Error(got)
	}
	c.want(405, "DELETE", "/api/App/Version", nil)
}

func TestEveryRequestNeedsTheToken(t *testing.T) {
	c := start(t, Options{Token: "c2VjcmV0"})
	for _, path := range []string{"/api/App/Version", "/api/Nothing", "/api/Product/x"} {
		if got := c.want(401, "GET", path, nil); !strings.Contains(got, `"Message"`) {
			t.Errorf("%s: %s", path, got)
		}
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, c.base+"/api/App/Version", nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Basic c2VjcmV0")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil || answer.StatusCode != http.StatusOK {
		t.Error(answer.Status, err)
	}
}

func TestMiddlewareSeesRoutesOfAllServices(t *testing.T) {
	var seen []string
	c := start(t, Options{Middleware: []func(http.Handler) http.Handler{func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			seen = append(seen, r.Pattern)
			if r.Pattern == "GET /api/Product/{part_number}" {
				w.WriteHeader(http.StatusServiceUnavailable)
				return
			}
			next.ServeHTTP(w, r)
		})
	}}})
	c.want(503, "GET", "/api/product/x", nil)
	c.want(200, "GET", "/api/product/query", nil)
	if diff := cmp.Diff([]string{"GET /api/Product/{part_number}", "GET /api/Product/Query"}, seen); diff != "" {
		t.Error(diff)
	}
}

func TestRoutesAreListed(t *testing.T) {
	s, err := Open(t.Context(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	routes := s.Routes()
	if !slices.IsSorted(routes) {
		t.Error("not in order")
	}
	for _, want := range []string{
		"GET /api/App/Version", "GET /api/Product/{part_number}", "POST /api/Report/WSJF", "GET /api/Report/Query/Header",
		"GET /api/internal/Process/GetRepairOperations",
	} {
		if !slices.Contains(routes, want) {
			t.Errorf("%s is missing", want)
		}
	}
}

func TestAnUnusablePathIsAConfigFault(t *testing.T) {
	if _, err := Open(t.Context(), Options{Path: t.TempDir()}); fault.KindOf(err) != fault.Config {
		t.Error(err)
	}
	if _, err := Open(t.Context(), Options{Processes: []Process{{Code: 1, Name: " "}}}); fault.KindOf(err) != fault.Config {
		t.Error(err)
	}
}

func TestARestartKeepsEverything(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wats.db")
	open := func() (*Server, client, func()) {
		s, err := Open(t.Context(), Options{Path: path, Clock: func() time.Time { return now }})
		if err != nil {
			t.Fatal(err)
		}
		listener := httptest.NewServer(s.Handler())
		return s, client{t, listener.URL}, func() {
			listener.Close()
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	r := uut()
	_, c, end := open()
	number := c.post(r)
	read[product](c, "PUT", "/api/Product", object{"partNumber": "PCBA-7", "name": "Board"})
	before := c.want(200, "GET", "/api/Report/Wsjf/"+r["id"].(string), nil)
	headers := c.want(200, "GET", "/api/Report/Query/Header", nil)
	end()
	_, c, end = open()
	defer end()
	if diff := cmp.Diff(before, c.want(200, "GET", "/api/Report/Wsjf/"+r["id"].(string), nil)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(headers, c.want(200, "GET", "/api/Report/Query/Header", nil)); diff != "" {
		t.Error(diff)
	}
	if again := c.post(r); again != number {
		t.Errorf("the report's number was %d and is %d", number, again)
	}
}

func TestErrorsOfTheDatabase(t *testing.T) {
	for err, want := range map[error]fault.Kind{
		context.Canceled:                     fault.Canceled,
		context.DeadlineExceeded:             fault.Timeout,
		errors.New("disk I/O error"):         fault.Server,
		fault.New(fault.NotFound, "missing"): fault.NotFound,
	} {
		if got := fault.KindOf(stored(fmt.Errorf("while reading: %w", err))); got != want {
			t.Errorf("%v: %v", err, got)
		}
	}
}

// startWithPragma is a server whose writer works under a pragma.
func startWithPragma(t *testing.T, path, pragma string) client {
	t.Helper()
	s, err := Open(t.Context(), Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	var value int
	if err := s.db.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Find([]any{&value}, "PRAGMA "+pragma)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(s.Handler())
	t.Cleanup(func() {
		listener.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return client{t, listener.URL}
}

func TestAFullDiskIsSaidSo(t *testing.T) {
	c := startWithPragma(t, filepath.Join(t.TempDir(), "wats.db"), "max_page_count = 1") // no page more than there are
	status := http.StatusOK
	for n := 0; status == http.StatusOK && n < 1000; n++ {
		status, _ = c.send("PUT", "/api/Product", object{"partNumber": fmt.Sprint(n), "xmlData": strings.Repeat("x", 1000)})
	}
	if status != http.StatusInsufficientStorage {
		t.Errorf("the status is %d", status)
	}
	c.want(200, "GET", "/api/Product/Query", nil)
}

func TestALockedDatabaseAsksToComeAgain(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wats.db")
	c := startWithPragma(t, path, "busy_timeout = 1")
	other, err := db.Open(t.Context(), path, schemaSteps(t))
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	if err := other.Write(t.Context(), func(*db.Tx) error {
		if status, text := c.send("PUT", "/api/Product", object{"partNumber": "P"}); status != 503 || !strings.Contains(text, "another process") {
			t.Errorf("a write: %d %s", status, text)
		}
		if status, text := c.send("GET", "/api/Product/Query", nil); status != 200 { // readers do not wait for writers
			t.Errorf("a read: %d %s", status, text)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	c.want(200, "PUT", "/api/Product", object{"partNumber": "P"})
}

// BenchmarkOpen opens an existing database, which is what a run of a script waits for; closing is not counted.
func BenchmarkOpen(b *testing.B) {
	path := filepath.Join(b.TempDir(), "wats.db")
	for b.Loop() {
		s, err := Open(b.Context(), Options{Path: path})
		if err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		if err := s.Close(); err != nil {
			b.Fatal(err)
		}
		b.StartTimer()
	}
}

// schemaSteps are the migrations of the server's database.
func schemaSteps(t testing.TB) []string {
	t.Helper()
	steps, err := migrations()
	if err != nil {
		t.Fatal(err)
	}
	return steps
}

func TestTimesHaveSevenDigits(t *testing.T) {
	c := start(t, Options{Clock: func() time.Time { return now.Add(123456789 * time.Nanosecond) }})
	const want = "2026-03-01T12:00:00.1234567Z"
	if got := read[object](c, "POST", users, object{"userName": "kim"})["meta"].(object)["created"]; got != want {
		t.Errorf("a user was made at %v", got)
	}
	if got := read[[]object](c, "PUT", "/api/Production/Units", []object{{"serialNumber": "1", "partNumber": "A"}})[0]["serialDate"]; got != want {
		t.Errorf("a unit was made at %v", got)
	}
	if got := read[object](c, "POST", inspections+"PostDefinition", object{"Name": "Visual"})["Created"]; got != want {
		t.Errorf("an inspection was made at %v", got)
	}
}
