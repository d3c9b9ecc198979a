package wats

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// requesting are the declared operations that send a request themselves; reports go through the outbox.
func requesting(t *testing.T) []operation {
	var all []operation
	for _, o := range operations(newClient(t, "")) {
		if sendsItself(o) {
			all = append(all, o)
		}
	}
	if len(all) < 40 {
		t.Fatalf("only %d operations", len(all))
	}
	return all
}

func sendsItself(o operation) bool {
	return o.Route != "" && !strings.HasPrefix(o.name, "submit") && o.String() != "test_connection" && !slices.Contains(cases.apart, o.String())
}

// sampleArgs are arguments with which an operation sends its request.
func sampleArgs(o operation) map[string]any {
	args := maps.Clone(cases.args[o.String()])
	if args == nil {
		args = map[string]any{}
	}
	for _, p := range o.Params {
		if _, given := args[p.Name]; !given && p.Required {
			args[p.Name] = sampleOf(p.Type)
		}
	}
	return args
}

// sampleOf is a value of a type, records and lists as JSON.
func sampleOf(t *modules.Type) any {
	switch {
	case len(t.Choices) > 0:
		return t.Choices[0]
	case t.Name == "datetime":
		return "2026-01-02"
	}
	switch t.Kind {
	case modules.Integer:
		return 7
	case modules.Number:
		return 7.5
	case modules.Boolean:
		return true
	case modules.List:
		if t.Elem.Kind == modules.String {
			return []string{"one"}
		}
		return "[" + fmt.Sprint(sampleOf(t.Elem)) + "]"
	case modules.RecordOf:
		members := map[string]any{}
		for _, f := range t.Fields {
			if f.Required {
				members[f.Wire] = sampleOf(f.Type)
			}
		}
		data, _ := json.Marshal(members) // plain values
		return string(data)
	case modules.Map:
		return `{"one":1}`
	}
	return "PCBA/7"
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
	{name: "503", answer: withHeader("Retry-After", "120", says(503, "text/plain", "maintenance")), kind: fault.Server, status: 503, retryable: true, retryIn: 2 * time.Minute, says: "maintenance", hint: "asks to wait 2m0s"},
	{name: "504", answer: says(504, "text/plain", ""), kind: fault.Timeout, status: 504, retryable: true},
	{name: "304", answer: says(304, "text/plain", ""), kind: fault.Config, status: 304},
	{name: "599", answer: says(599, "text/plain", ""), kind: fault.Server, status: 599, retryable: true},
	{name: "reset before the answer", answer: reset(""), kind: fault.Connection, retryable: true, says: "broke before the whole answer was there", hint: "try again"},
	{name: "reset in the body", answer: reset("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n[{\"a\":"), kind: fault.Connection, retryable: true, says: "broke before the whole answer was there"},
	{name: "cut off chunks", answer: reset("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n[1,2,\r\n"), kind: fault.Connection, retryable: true, says: "broke before the whole answer was there"},
	{name: "no HTTP", answer: reset("SSH-2.0-OpenSSH_9.6\r\n"), kind: fault.Connection, retryable: true, says: "does not speak HTTP", hint: "port"},
	{name: "broken gzip", answer: withHeader("Content-Encoding", "gzip", says(200, "application/json", "[]")), kind: fault.Connection, retryable: true},
	{name: "too long", answer: reset("HTTP/1.1 200 OK\r\nContent-Length: 900000000\r\n\r\n["), kind: fault.Server, says: "longer than", hint: "less"},
}

// nonsense are answers of 200 that are no JSON of the right shape. Operations that fetch files do not look into them.
var nonsense = []failure{
	{name: "page", answer: says(200, "text/html; charset=utf-8", loginPage), kind: fault.Server, status: 200, says: "text/html", hint: "login page"},
	{name: "page that says JSON", answer: says(200, "application/json", loginPage), kind: fault.Server, status: 200, says: "is broken JSON: \"<!DOCTYPE html>"},
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
			f.try(t, func(o operation) bool { return !isFile(o) && !isTruth(o) && !takesText(o, f.name) })
		})
	}
}

// takesText: a version may be plain text.
func takesText(o operation, failure string) bool {
	return o.name == "get_version" && failure == "number"
}

func (f failure) try(t *testing.T, concerns func(operation) bool) {
	s := serve(t, f.answer)
	c := newClient(t, s.URL)
	bound := byName(c)
	for _, o := range requesting(t) {
		if !concerns(o) {
			continue
		}
		before := len(s.all())
		out, err := bound[o.String()].call(t, inRun(t), sampleArgs(o))
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
	if got.CorrelationID != callID {
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
				for _, o := range operations(c) {
					if sendsItself(o) {
						missing(t, o, strict, f.kind)
					}
				}
			}
		})
	}
}

func missing(t *testing.T, o operation, strict bool, kind fault.Kind) {
	t.Helper()
	out, err := o.call(t, inRun(t), sampleArgs(o))
	raises := o.Effect != modules.Read || strict && (kind == fault.NotFound || slices.Contains(cases.full, o.String()))
	if kind == fault.EmptyResponse && (isFile(o) || isTruth(o)) {
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
			want = orElse(cases.nothing[e.Lenient], e.Lenient)
		}
		if want == "error" && err != nil {
			continue
		}
		if got := fmt.Sprint(printed(out)); err != nil || got != want {
			t.Errorf("%s gives %s, %v; in the catalogue %s", o, got, err, e.Lenient)
		}
	}
}

// TestCallIsStrict: one call may be strict where the run is not, and the other way round.
func TestCallIsStrict(t *testing.T) {
	url := serve(t, says(404, "text/plain", "")).URL
	for _, strict := range []bool{true, false} {
		c := newClient(t, url, func(o *Options) { o.Strict = !strict })
		for _, o := range requesting(t) {
			args := sampleArgs(o)
			args["strict"] = strict
			_, err := find(t, c, o.String()).call(t, inRun(t), args)
			if takes := strings.Contains(fmt.Sprint(o.Params), strictName); takes && (fault.KindOf(err) == fault.NotFound) != strict {
				t.Errorf("%s with strict = %v: %v", o, strict, err)
			}
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

// TestFiles: a file is given as it is, but a page in its place is a proxy's or a login's. Only an attachment may be one.
func TestFiles(t *testing.T) {
	content := "%PDF\x00\xff\r\n{}"
	file, page := newClient(t, serve(t, says(200, "application/octet-stream", content)).URL), newClient(t, serve(t, says(200, "text/html", loginPage)).URL)
	for _, name := range cases.files {
		args := sampleArgs(find(t, file, name))
		if out, err := find(t, file, name).call(t, inRun(t), args); err != nil || string(out.([]byte)) != content {
			t.Errorf("%s gives %q, %v", name, out, err)
		}
		out, err := find(t, page, name).call(t, inRun(t), args)
		if strings.HasSuffix(name, ".get_attachment") {
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
