package wats

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// files are the operations that fetch a file as it is.
var files = map[string]bool{
	"report.get_report_xml": true, "report.get_attachment": true, "report.get_all_attachments": true, "report.get_certificate": true,
}

// requesting are the declared operations that send a request themselves; reports go through the outbox.
func requesting(t *testing.T) []operation {
	var all []operation
	for _, o := range operations(newClient(t, "")) {
		if o.Route != "" && !strings.HasPrefix(o.name, "submit") && o.String() != "test_connection" {
			all = append(all, o)
		}
	}
	if len(all) < 40 {
		t.Fatalf("only %d operations", len(all))
	}
	return all
}

// sampleArgs are arguments with which every operation sends its request.
func sampleArgs(o operation) map[string]any {
	given := map[string]any{
		"part_number": "PCBA/7", "product": `{"partNumber":"P"}`, "report_id": testID, "step_id": "1", "process_id": testID, "code": 7,
		"name": "Test", "identifier": "7", "subunit_part_number": "P", "subunit_serial_number": "S", "serial_number": "S",
		"start_date": "2026-01-02", "end_date": "2026-01-03", "description": "d", "string_value": "v",
	}
	args := map[string]any{}
	for _, p := range o.Params {
		if value, ok := given[p.Name]; ok && (p.Required || p.Name == "step_id") {
			args[p.Name] = value
		}
	}
	return args
}

// failure is something that goes wrong, and what an operation makes of it.
type failure struct {
	name      string
	answer    http.HandlerFunc
	kind      fault.Kind
	status    int
	retryable bool
	retryIn   time.Duration
	says      string // in the message
	hint      string // in the hint
}

func withHeader(name, value string, then http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set(name, value)
		then(w, r)
	}
}

const loginPage = "<!DOCTYPE html><html><head><title>\n Sign in </title></head><body>Name</body></html>"

var failures = []failure{
	{name: "400 text", answer: says(400, "text/plain", "root: status is required."), kind: fault.Validation, status: 400, says: "400 Bad Request: root: status is required.", hint: "correct"},
	{name: "400 lines", answer: says(400, "text/plain", "a: wrong.\r\nb: wrong.\x1b[31m"), kind: fault.Validation, status: 400, says: "a: wrong.\nb: wrong. [31m"},
	{name: "400 Message", answer: says(400, "application/json", `{"Message":"no such field"}`), kind: fault.Validation, status: 400, says: ": no such field"},
	{name: "400 message", answer: says(400, "application/json", `{"message":"no such field"}`), kind: fault.Validation, status: 400, says: ": no such field"},
	{name: "400 nested error", answer: says(400, "application/json", `{"error":{"code":"x","message":"no such field"}}`), kind: fault.Validation, status: 400, says: ": no such field"},
	{name: "400 problem", answer: says(400, "application/problem+json", `{"title":"Bad","detail":"two faults","errors":{"b":["B is long","B is odd"],"a":["A is short"]}}`), kind: fault.Validation, status: 400, says: "two faults\na: A is short\nb: B is long\nB is odd"},
	{name: "400 ModelState", answer: says(400, "application/json", `{"Message":"invalid","ModelState":{"x.y":["wrong"]}}`), kind: fault.Validation, status: 400, says: "invalid\nx.y: wrong"},
	{name: "400 JSON string", answer: says(400, "application/json", `"no such field"`), kind: fault.Validation, status: 400, says: ": no such field"},
	{name: "400 JSON list", answer: says(400, "application/json", `["one",{"message":"two"}]`), kind: fault.Validation, status: 400, says: "one\ntwo"},
	{name: "400 nothing", answer: says(400, "text/plain", ""), kind: fault.Validation, status: 400, says: "400 Bad Request"},
	{name: "400 page", answer: says(400, "text/html", loginPage), kind: fault.Validation, status: 400, says: `the page "Sign in"`},
	{name: "400 not UTF-8", answer: says(400, "text/plain", "\xff\xfe wrong"), kind: fault.Validation, status: 400, says: "wrong"},
	{name: "401", answer: says(401, "application/json", `{"Message":"bad token `+testToken+`"}`), kind: fault.Unauthorized, status: 401, says: "bad token ****", hint: "token"},
	{name: "403", answer: says(403, "application/json", `{"Message":"no"}`), kind: fault.Forbidden, status: 403, hint: "administrator"},
	{name: "405", answer: says(405, "text/plain", ""), kind: fault.Server, status: 405, hint: "server.url"},
	{name: "407", answer: says(407, "text/html", ""), kind: fault.Unauthorized, status: 407, hint: "proxy"},
	{name: "408", answer: says(408, "text/plain", ""), kind: fault.Timeout, status: 408, retryable: true},
	{name: "409", answer: says(409, "application/json", `{"Message":"changed"}`), kind: fault.Conflict, status: 409, hint: "read it again"},
	{name: "412", answer: says(412, "text/plain", ""), kind: fault.Conflict, status: 412},
	{name: "415", answer: says(415, "text/plain", ""), kind: fault.Validation, status: 415},
	{name: "422", answer: says(422, "application/json", `{"errors":["a","b"]}`), kind: fault.Validation, status: 422, says: "a\nb"},
	{name: "429 seconds", answer: withHeader("Retry-After", "7", says(429, "text/plain", "slow down")), kind: fault.RateLimited, status: 429, retryable: true, retryIn: 7 * time.Second, says: "slow down"},
	{name: "429 date", answer: withHeader("Retry-After", testNow.Add(90*time.Second).UTC().Format(http.TimeFormat), says(429, "text/plain", "")), kind: fault.RateLimited, status: 429, retryable: true, retryIn: 90 * time.Second},
	{name: "500", answer: says(500, "application/json", `{"Message":"An error has occurred.","ExceptionMessage":"deadlock"}`), kind: fault.Server, status: 500, retryable: true, says: "An error has occurred.\ndeadlock"},
	{name: "501", answer: says(501, "text/plain", ""), kind: fault.Server, status: 501},
	{name: "502 page", answer: says(502, "text/html", "<html><head><title>Bad gateway</title></head></html>"), kind: fault.Server, status: 502, retryable: true, says: `the page "Bad gateway"`},
	{name: "503", answer: withHeader("Retry-After", "120", says(503, "text/plain", "maintenance")), kind: fault.Server, status: 503, retryable: true, retryIn: 2 * time.Minute, says: "maintenance"},
	{name: "504", answer: says(504, "text/plain", ""), kind: fault.Timeout, status: 504, retryable: true},
	{name: "304", answer: says(304, "text/plain", ""), kind: fault.Config, status: 304},
	{name: "599", answer: says(599, "text/plain", ""), kind: fault.Server, status: 599, retryable: true},
	{name: "reset before the answer", answer: reset(""), kind: fault.Connection, retryable: true, hint: "address"},
	{name: "reset in the body", answer: reset("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n[{\"a\":"), kind: fault.Connection, retryable: true},
	{name: "cut off chunks", answer: reset("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[1,2,\r\n"), kind: fault.Connection, retryable: true},
	{name: "no HTTP", answer: reset("SSH-2.0-OpenSSH_9.6\r\n"), kind: fault.Connection, retryable: true},
	{name: "broken gzip", answer: withHeader("Content-Encoding", "gzip", says(200, "application/json", "[]")), kind: fault.Connection, retryable: true},
	{name: "too long", answer: reset("HTTP/1.1 200 OK\r\nContent-Length: 900000000\r\n\r\n["), kind: fault.Server, says: "longer than", hint: "less"},
}

// nonsense are answers of 200 that are no JSON of the right shape. Operations that fetch files do not look into them.
var nonsense = []failure{
	{name: "page", answer: says(200, "text/html; charset=utf-8", loginPage), kind: fault.Server, status: 200, says: "text/html", hint: "login page"},
	{name: "page that says JSON", answer: says(200, "application/json", loginPage), kind: fault.Server, status: 200, says: "<!DOCTYPE html>"},
	{name: "text", answer: says(200, "text/plain", "not today\nsir"), kind: fault.Server, status: 200, says: "not today"},
	{name: "XML", answer: says(200, "application/xml", "<?xml version='1.0'?><a/>"), kind: fault.Server, status: 200, says: "application/xml"},
	{name: "broken JSON", answer: says(200, "application/json", `[{"partNumber":"P","x":]`), kind: fault.Server, status: 200, says: "partNumber"},
	{name: "half JSON", answer: says(200, "application/json", `{"partNumber":"P`), kind: fault.Server, status: 200},
	{name: "number", answer: says(200, "application/json", `42 43`), kind: fault.Server, status: 200},
	{name: "token", answer: says(200, "text/plain", "{your token is "+testToken), kind: fault.Server, status: 200, says: "your token is ****"},
}

// reset answers with raw bytes and resets the connection.
func reset(raw string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, buf, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		io.WriteString(buf, raw)
		buf.Flush()
		if raw == "" {
			conn.(*net.TCPConn).SetLinger(0)
		}
		conn.Close()
	}
}

// TestFailures runs all operations through everything that a server, a proxy or a network can do to them.
func TestFailures(t *testing.T) {
	for _, f := range failures {
		t.Run(f.name, func(t *testing.T) { f.try(t, func(operation) bool { return true }) })
	}
	for _, f := range nonsense {
		t.Run(f.name, func(t *testing.T) {
			f.try(t, func(o operation) bool { return !files[o.String()] && !takesText(o, f.name) })
		})
	}
}

// takesText: a version may be plain text.
func takesText(o operation, failure string) bool {
	return o.String() == "get_version" && failure == "number"
}

func (f failure) try(t *testing.T, concerns func(operation) bool) {
	s := serve(t, f.answer)
	c := newClient(t, s.URL)
	for _, o := range requesting(t) {
		if !concerns(o) {
			continue
		}
		before := len(s.all())
		out, err := find(t, c, o.String()).call(t, inRun(t), sampleArgs(o))
		if err == nil {
			t.Errorf("%s gives %v", o, printed(out))
			continue
		}
		f.compare(t, o, err)
		if n := len(s.all()) - before; n == 0 {
			t.Errorf("%s sent nothing", o)
		}
	}
}

func printed(v any) any {
	if j, ok := v.(modules.JSON); ok {
		return string(j.Data)
	}
	return v
}

func (f failure) compare(t *testing.T, o operation, err error) {
	t.Helper()
	got, ok := errors.AsType[*fault.Error](err)
	if !ok {
		t.Errorf("%s: %v is no fault", o, err)
		return
	}
	if got.Kind != f.kind || got.Status != f.status || got.Retryable != f.retryable || got.RetryIn != f.retryIn {
		t.Errorf("%s: kind %s, status %d, retryable %v in %v: %v", o, got.Kind, got.Status, got.Retryable, got.RetryIn, err)
	}
	if !strings.HasPrefix(got.Message, o.Route+": ") {
		t.Errorf("%s: the message %q does not name %s", o, got.Message, o.Route)
	}
	if f.status >= 300 && !strings.Contains(got.Message, strconv.Itoa(f.status)) {
		t.Errorf("%s: the message %q does not tell the status", o, got.Message)
	}
	if !strings.Contains(got.Message, f.says) || !strings.Contains(got.Hint, f.hint) {
		t.Errorf("%s: the message %q or the hint %q misses %q or %q", o, got.Message, got.Hint, f.says, f.hint)
	}
	if got.CorrelationID != corrID {
		t.Errorf("%s: the correlation id is %q", o, got.CorrelationID)
	}
	if text := fmt.Sprintf("%v %+v", err, got); strings.Contains(text, testToken) {
		t.Errorf("%s: the token is in %s", o, text)
	}
}

// TestMissing: what is not there is nil or empty for a read, unless it is strict; a write must never succeed at nothing.
func TestMissing(t *testing.T) {
	for _, f := range []struct {
		name   string
		answer http.HandlerFunc
		kind   fault.Kind
	}{
		{"404", says(404, "application/json", `{"Message":"not found"}`), fault.NotFound},
		{"404 text", says(404, "text/plain", "404 page not found"), fault.NotFound},
		{"404 page", says(404, "text/html", loginPage), fault.NotFound},
		{"204", says(204, "text/plain", ""), fault.EmptyResponse},
		{"200 empty", says(200, "application/json", ""), fault.EmptyResponse},
		{"200 blank", says(200, "text/plain", strings.Repeat(" \r\n", 100)), fault.EmptyResponse},
		{"200 null", says(200, "application/json", "null"), fault.EmptyResponse},
		{"200 empty object", says(200, "application/json", " {}\n"), fault.EmptyResponse},
	} {
		t.Run(f.name, func(t *testing.T) {
			s := serve(t, f.answer)
			for _, strict := range []bool{false, true} {
				c := newClient(t, s.URL, func(o *Options) { o.Strict = strict })
				for _, o := range requesting(t) {
					missing(t, c, o, strict, f.kind)
				}
			}
		})
	}
}

// strictlyFull are the reads that raise when they are strict and a success has nothing in it; lists may be empty.
var strictlyFull = map[string]bool{
	"get_version": true, "product.get_product": true, "report.get_report": true,
	"process.get_process_detailed": true, "process.get_repair_operation_config": true,
}

func missing(t *testing.T, c *Client, o operation, strict bool, kind fault.Kind) {
	t.Helper()
	out, err := find(t, c, o.String()).call(t, inRun(t), sampleArgs(o))
	raises := o.Effect != modules.Read || strict && (kind == fault.NotFound || strictlyFull[o.String()])
	if kind == fault.EmptyResponse && files[o.String()] {
		raises = false
	}
	if raises && fault.KindOf(err) != kind {
		t.Errorf("%s (strict: %v) gives %v, %v", o, strict, printed(out), err)
	}
	if !raises && err != nil {
		t.Errorf("%s (strict: %v) raises %v", o, strict, err)
	}
}

// TestLenientResults compares what stands for a missing thing with the catalogue.
func TestLenientResults(t *testing.T) {
	catalogue := readCatalogue(t)
	c := newClient(t, serve(t, says(404, "text/plain", "")).URL)
	for _, o := range operations(c) {
		e, known := catalogue[o.String()]
		if !known || e.HTTP == nil || o.Effect != modules.Read {
			continue // a write raises
		}
		out, err := o.call(t, inRun(t), sampleArgs(o))
		want := map[string]string{"nil": "<nil>", "empty list": "[]", "empty table": "{}"}[e.Lenient]
		if want == "" {
			want = e.Lenient
		}
		if got := fmt.Sprint(printed(out)); err != nil || got != want {
			t.Errorf("%s gives %s, %v; in the catalogue %s", o, got, err, e.Lenient)
		}
	}
}

// TestCallIsStrict: one call may be strict where the run is not.
func TestCallIsStrict(t *testing.T) {
	c := newClient(t, serve(t, says(404, "text/plain", "")).URL)
	for _, o := range requesting(t) {
		args := sampleArgs(o)
		args["strict"] = true
		_, err := find(t, c, o.String()).call(t, inRun(t), args)
		if takes := strings.Contains(fmt.Sprint(o.Params), strictName); takes && fault.KindOf(err) != fault.NotFound {
			t.Errorf("%s: %v", o, err)
		}
	}
}

func TestConnectionIsTestedByWhatItAnswers(t *testing.T) {
	for _, good := range []string{`"2026.1.5.324"`, "2026.1.5.324"} {
		c := newClient(t, serve(t, says(200, "application/json", good)).URL)
		if out, err := find(t, c, "test_connection").call(t, inRun(t), nil); out != true || err != nil {
			t.Errorf("%s: %v, %v", good, out, err)
		}
		if out, err := find(t, c, "get_version").call(t, inRun(t), nil); out != "2026.1.5.324" || err != nil {
			t.Errorf("%s: %v, %v", good, out, err)
		}
	}
	for _, f := range append(failures[:len(failures):len(failures)], nonsense...) {
		c := newClient(t, serve(t, f.answer).URL)
		if out, err := find(t, c, "test_connection").call(t, inRun(t), nil); (out != false || err != nil) && f.name != "number" {
			t.Errorf("%s: %v, %v", f.name, out, err)
		}
	}
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	if out, err := find(t, newClient(t, closed.URL), "test_connection").call(t, inRun(t), nil); out != false || err != nil {
		t.Errorf("nobody there: %v, %v", out, err)
	}
	if _, err := find(t, newClient(t, ""), "test_connection").call(t, inRun(t), nil); fault.KindOf(err) != fault.Config {
		t.Errorf("no server configured: %v", err)
	}
}

func TestAddresses(t *testing.T) {
	s := serve(t, says(200, "application/json", `"1"`))
	for _, suffix := range []string{"", "/", "/api", "/API/", "/api//"} {
		if _, err := find(t, newClient(t, s.URL+suffix), "get_version").call(t, inRun(t), nil); err != nil {
			t.Errorf("%q: %v", suffix, err)
		}
	}
	for _, r := range s.all() {
		if r.uri != "/api/App/Version" {
			t.Errorf("asked for %s", r.uri)
		}
	}
	for _, bad := range []string{"", "factory.wats.com", "localhost:8080", "ftp://x", "http://", "http://[::1", "http://x?y=1", "http://a b/"} {
		_, err := find(t, newClient(t, bad), "get_version").call(t, inRun(t), nil)
		if f := fault.Of(err); f == nil || f.Kind != fault.Config || f.Hint == "" {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestPasswordInAddress: a password in the address is used and not shown.
func TestPasswordInAddress(t *testing.T) {
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	c := newClient(t, strings.Replace(closed.URL, "://", "://me:hunter2@", 1))
	for _, o := range requesting(t) {
		_, err := find(t, c, o.String()).call(t, inRun(t), sampleArgs(o))
		if f := fault.Of(err); f.Kind != fault.Connection || strings.Contains(fmt.Sprintf("%v %v %v", f, f.Hint, f.Cause), "hunter2") {
			t.Errorf("%s: %v", o, err)
		}
	}
}

func TestShortTokensAreHiddenWhereTheyStandAlone(t *testing.T) {
	c := newClient(t, serve(t, says(401, "text/plain", "token abc is not abcdef")).URL, func(o *Options) { o.Token = "abc" })
	_, err := find(t, c, "get_version").call(t, inRun(t), nil)
	if !strings.Contains(err.Error(), "token ******** is not abcdef") {
		t.Error(err)
	}
}

// TestNothingIsAskedAfterTheEnd: an ended run sends nothing, and its cause is the error.
func TestNothingIsAskedAfterTheEnd(t *testing.T) {
	s := serve(t, says(200, "application/json", "[]"))
	c := newClient(t, s.URL)
	over := fault.New(fault.Timeout, "the run took too long")
	ctx, cancel := context.WithCancelCause(inRun(t))
	cancel(over)
	for _, o := range requesting(t) {
		if _, err := find(t, c, o.String()).call(t, ctx, sampleArgs(o)); !errors.Is(err, over) {
			t.Errorf("%s: %v", o, err)
		}
	}
	if _, err := c.Post(ctx, typeWSJF, []byte("{}")); !errors.Is(err, over) {
		t.Errorf("Post: %v", err)
	}
	if n := len(s.all()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// TestSlowBody: the end of a call reaches into a body that does not come.
func TestSlowBody(t *testing.T) {
	over := fault.New(fault.Timeout, "the call took too long")
	for _, o := range requesting(t) {
		ctx, cancel := context.WithCancelCause(inRun(t))
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, `[{"partNumber":`)
			w.(http.Flusher).Flush()
			cancel(over)
			<-r.Context().Done()
		})
		if _, err := find(t, newClient(t, s.URL), o.String()).call(t, ctx, sampleArgs(o)); !errors.Is(err, over) {
			t.Errorf("%s: %v", o, err)
		}
	}
}

func TestTimeoutOfTheClient(t *testing.T) {
	s := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	c := newClient(t, s.URL, func(o *Options) { o.HTTP.Timeout = 20 * time.Millisecond })
	_, err := find(t, c, "product.get_products").call(t, inRun(t), nil)
	if f := fault.Of(err); f.Kind != fault.Timeout || !f.Retryable || !strings.Contains(f.Message, s.URL) {
		t.Errorf("%v", err)
	}
}

// TestEndlessBody: an answer without end is given up before it fills the memory.
func TestEndlessBody(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		for chunk := bytes.Repeat([]byte{'1'}, 1<<20); r.Context().Err() == nil; {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	_, err := find(t, newClient(t, s.URL), "product.get_products").call(t, inRun(t), nil)
	if f := fault.Of(err); f.Kind != fault.Server || !strings.Contains(f.Message, "64 MB") {
		t.Errorf("%v", err)
	}
}

func TestPackedAnswers(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept-Encoding") != "gzip" {
			t.Errorf("asked for the encoding %q", r.Header.Get("Accept-Encoding"))
		}
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		io.WriteString(z, "\ufeff"+`[{"partNumber":"P"}]`)
		z.Close()
	})
	out, err := find(t, newClient(t, s.URL), "product.get_products").call(t, inRun(t), nil)
	if err != nil || printed(out) != `[{"partNumber":"P"}]` {
		t.Errorf("%v, %v", printed(out), err)
	}
}

// TestRedirects: reads follow, with the token to the same host only; a write that would arrive as a read does not.
func TestRedirects(t *testing.T) {
	for _, code := range []int{301, 302, 303, 307, 308} {
		home := serve(t, says(200, "application/json", `{"partNumber":"P"}`))
		gate := serve(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, home.URL+r.URL.Path+"?secret=1", code)
		})
		c := newClient(t, gate.URL)
		if out, err := find(t, c, "product.get_product").call(t, inRun(t), map[string]any{"part_number": "P"}); err != nil {
			t.Errorf("%d: a read gives %v, %v", code, out, err)
		}
		_, err := find(t, c, "product.create_product").call(t, inRun(t), map[string]any{"part_number": "P"})
		arrived := home.all()
		if code >= 307 {
			last := arrived[len(arrived)-1]
			if err != nil || last.method != http.MethodPut || !strings.Contains(last.body, `"partNumber":"P"`) {
				t.Errorf("%d: a write gives %v and arrives as %+v", code, err, last)
			}
			continue
		}
		f := fault.Of(err)
		if f == nil || f.Kind != fault.Config || !strings.Contains(f.Message, home.URL) || strings.Contains(f.Message, "secret") || len(arrived) != 1 {
			t.Errorf("%d: a write gives %v, and %d requests arrive", code, err, len(arrived))
		}
	}
}

func TestRedirectsInACircle(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) })
	_, err := find(t, newClient(t, s.URL), "product.get_products").call(t, inRun(t), nil)
	if f := fault.Of(err); f.Kind != fault.Config || f.Status != 302 || len(s.all()) > 10 {
		t.Errorf("%d requests, then %v", len(s.all()), err)
	}
}

// TestNoWayFromHTTPSToHTTP: the token must not be sent in the clear.
func TestNoWayFromHTTPSToHTTP(t *testing.T) {
	open := serve(t, says(200, "application/json", "[]"))
	closed := httptest.NewTLSServer(http.RedirectHandler(open.URL, http.StatusFound))
	t.Cleanup(closed.Close)
	c := newClient(t, closed.URL, func(o *Options) { o.HTTP = closed.Client() })
	if _, err := find(t, c, "product.get_products").call(t, inRun(t), nil); fault.KindOf(err) != fault.Config || len(open.all()) > 0 {
		t.Errorf("%v, and %d requests in the clear", err, len(open.all()))
	}
}

func TestUntrustedCertificate(t *testing.T) {
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	_, err := find(t, newClient(t, s.URL), "get_version").call(t, inRun(t), nil)
	if f := fault.Of(err); f.Kind != fault.Connection || f.Retryable || !strings.Contains(f.Hint, "server.ca_file") {
		t.Errorf("%v", err)
	}
}

func TestRetryAfter(t *testing.T) {
	for header, want := range map[string]time.Duration{
		"": 0, "5": 5 * time.Second, " 5 ": 5 * time.Second, "0": 0, "-5": 0, "soon": 0, "1.5": 0,
		"99999999999999": 24 * time.Hour, "99999999999999999999999": 0,
		testNow.Add(-time.Hour).UTC().Format(http.TimeFormat):       0,
		testNow.Add(10 * time.Second).UTC().Format(http.TimeFormat): 10 * time.Second,
		testNow.Add(999 * time.Hour).UTC().Format(http.TimeFormat):  24 * time.Hour,
		testNow.Add(10 * time.Second).UTC().Format(time.RFC850):     10 * time.Second,
		testNow.Add(10 * time.Second).UTC().Format(time.ANSIC):      10 * time.Second,
	} {
		if got := retryAfter(header, testNow); got != want {
			t.Errorf("%q is %v, want %v", header, got, want)
		}
	}
}

// TestFaultsOfTheTransport: a policy's fault keeps what it says and is not changed, since others may get the same one.
func TestFaultsOfTheTransport(t *testing.T) {
	open := &fault.Error{Kind: fault.CircuitOpen, Message: "held back", RetryIn: time.Second, Attempts: 3}
	c := newClient(t, "http://x.test", func(o *Options) {
		o.HTTP = &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) { return nil, open })}
	})
	for range 2 {
		_, err := find(t, c, "product.get_products").call(t, inRun(t), nil)
		f := fault.Of(err)
		if f.Kind != fault.CircuitOpen || f.RetryIn != time.Second || f.Attempts != 3 || f.Message != "GET /api/Product/Query: held back" {
			t.Errorf("%+v", f)
		}
	}
	if open.Message != "held back" {
		t.Errorf("the shared fault now says %q", open.Message)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestFiles: a file is given as it is, but a page in its place is a proxy's or a login's. Only an attachment may be one.
func TestFiles(t *testing.T) {
	content := "%PDF\x00\xff\r\n{}"
	file, page := newClient(t, serve(t, says(200, "application/octet-stream", content)).URL), newClient(t, serve(t, says(200, "text/html", loginPage)).URL)
	for name := range files {
		args := sampleArgs(find(t, file, name))
		if out, err := find(t, file, name).call(t, inRun(t), args); err != nil || string(out.([]byte)) != content {
			t.Errorf("%s gives %q, %v", name, out, err)
		}
		out, err := find(t, page, name).call(t, inRun(t), args)
		if name == "report.get_attachment" {
			if err != nil || string(out.([]byte)) != loginPage {
				t.Errorf("%s gives %q, %v", name, out, err)
			}
			continue
		}
		if f := fault.Of(err); f == nil || f.Kind != fault.Server || !strings.Contains(f.Hint, "login page") {
			t.Errorf("%s takes a page: %q, %v", name, out, err)
		}
	}
	args := sampleArgs(find(t, file, "report.get_attachment"))
	delete(args, "step_id")
	if _, err := find(t, file, "report.get_attachment").call(t, inRun(t), args); fault.KindOf(err) != fault.Usage {
		t.Errorf("an attachment without a name: %v", err)
	}
}

func TestQuotesAreDoubled(t *testing.T) {
	s := serve(t, says(200, "application/json", "[]"))
	c := newClient(t, s.URL)
	for name, arg := range map[string]string{
		"report.get_headers_by_serial": "serial_number", "report.get_headers_by_part_number": "part_number",
		"report.query_headers_by_subunit_serial": "subunit_serial_number", "report.query_headers_by_subunit_part_number": "subunit_part_number",
	} {
		if _, err := find(t, c, name).call(t, inRun(t), map[string]any{arg: "O'Neil' or 1 eq 1"}); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		all := s.all()
		if filter := all[len(all)-1].query["$filter"][0]; !strings.Contains(filter, "eq 'O''Neil'' or 1 eq 1'") {
			t.Errorf("%s sends %s", name, filter)
		}
	}
}
