package trouble_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server"
	"github.com/watsrun/watsrun/server/trouble"
)

// now is the real time in these tests.
var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// site is a server with faults that listens, and a client of it.
type site struct {
	t    *testing.T
	in   *trouble.Injector
	base string
	http *http.Client
}

// open starts a server with rules. Each request comes by a connection of its own, so that net/http does not send again
// by itself what it sees lost on one that was used before.
func open(t *testing.T, rules ...string) *site {
	t.Helper()
	s := &site{t: t, in: inject(t, rules...), http: &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}}
	s.in.Now = func() time.Time { return now }
	wats, err := server.Open(context.Background(), server.Options{
		Version: "1.2.3", Clock: s.in.Clock, Middleware: []func(http.Handler) http.Handler{s.in.Admin, s.in.Middleware},
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.in.Declare(wats.Routes()); err != nil {
		t.Fatal(err)
	}
	listener := httptest.NewServer(wats.Handler())
	s.base = listener.URL
	t.Cleanup(func() {
		s.in.Clear()
		listener.Close()
		if err := wats.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// set puts other rules in place of those there are.
func (s *site) set(rules ...string) {
	s.t.Helper()
	parsed, err := trouble.ParseAll(rules...)
	if err == nil {
		err = s.in.Set(parsed...)
	}
	if err != nil {
		s.t.Fatal(err)
	}
}

func inject(t *testing.T, rules ...string) *trouble.Injector {
	t.Helper()
	parsed, err := trouble.ParseAll(rules...)
	if err != nil {
		t.Fatal(err)
	}
	in, err := trouble.New(parsed...)
	if err != nil {
		t.Fatal(err)
	}
	return in
}

// reply is what a client gets.
type reply struct {
	status int
	header http.Header
	body   string
	err    error // of the request, or of reading the body
	took   time.Duration
}

func (s *site) send(method, path, body string) reply {
	return s.sendWithin(s.t.Context(), method, path, body)
}

func (s *site) sendWithin(ctx context.Context, method, path, body string) reply {
	s.t.Helper()
	r, err := http.NewRequestWithContext(ctx, method, s.base+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	begin := time.Now()
	answer, err := s.http.Do(r)
	if err != nil {
		return reply{err: err, took: time.Since(begin)}
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	return reply{answer.StatusCode, answer.Header, string(data), err, time.Since(begin)}
}

// put stores the product P.
func (s *site) put() reply { return s.send("PUT", "/api/Product", `{"partNumber": "P"}`) }

const version = "/api/App/Version"

// stored says whether the product P was stored.
func (s *site) stored() bool {
	s.t.Helper()
	s.in.Clear()
	return s.send("GET", "/api/Product/P", "").status == http.StatusOK
}

// fine fails the test unless the server answers as if there were no faults.
func (s *site) fine() {
	s.t.Helper()
	if got := s.send("GET", version, ""); got.err != nil || got.status != 200 || !strings.Contains(got.body, "1.2.3") {
		s.t.Errorf("without a fault: %d %q %v", got.status, got.body, got.err)
	}
}

// isReset says whether a connection was reset, as systems other than Windows tell it.
func isReset(err error) bool {
	return errors.Is(err, syscall.ECONNRESET) || errors.Is(err, syscall.EPIPE) || err != nil && runtime.GOOS == "windows"
}

func TestNoRulesNoFaults(t *testing.T) {
	s := open(t)
	s.fine()
	if got := s.put(); got.status != 200 || !s.stored() || s.in.Hits() != 0 {
		t.Errorf("%+v, %d hits", got, s.in.Hits())
	}
}

func TestDelay(t *testing.T) {
	s := open(t, "GET "+version+": delay 30ms; times=1", "PUT /api/Product: delay 10ms..20ms")
	if got := s.send("GET", version, ""); got.status != 200 || got.took < 30*time.Millisecond {
		t.Errorf("%+v", got)
	}
	s.fine()
	if got := s.put(); got.status != 200 || got.took < 10*time.Millisecond || !s.stored() {
		t.Errorf("%+v", got)
	}
}

// TestADelayedRequestArrivesAllTheSame has the client give up while its request is under way.
func TestADelayedRequestArrivesAllTheSame(t *testing.T) {
	s := open(t, "PUT *: delay 10m")
	ctx, giveUp := context.WithCancel(t.Context())
	s.in.Watch = func(trouble.Hit) { giveUp() }
	if got := s.sendWithin(ctx, "PUT", "/api/Product", `{"partNumber": "P"}`); !errors.Is(got.err, context.Canceled) {
		t.Errorf("%+v", got)
	}
	s.in.Clear() // lifts the delay
	eventually(t, func() bool { return s.stored() })
}

// eventually asks until it is so, and gives up after a long time.
func eventually(t *testing.T, so func() bool) {
	t.Helper()
	for end := time.Now().Add(10 * time.Second); !so(); {
		if time.Now().After(end) {
			t.Fatal("it never was so")
		}
	}
}

func TestStatus(t *testing.T) {
	s := open(t, "PUT /api/Product: status 503; times=2")
	for range 2 {
		got := s.put()
		if got.status != 503 || got.body != `{"Message":"status 503 was injected on purpose"}` || got.header.Get("Retry-After") != "" {
			t.Errorf("%+v", got)
		}
	}
	s.fine()
	if s.send("GET", "/api/Product/P", "").status == 200 {
		t.Error("a request that was refused was handled")
	}
	if got := s.put(); got.status != 200 {
		t.Errorf("the third: %+v", got)
	}
}

// TestASuccessWithNothingInIt is what some proxies answer in place of the server.
func TestASuccessWithNothingInIt(t *testing.T) {
	s := open(t, "PUT /api/Product: status 200", "GET "+version+": status 204")
	if got := s.put(); got.status != 200 || got.body != "" || got.err != nil {
		t.Errorf("%+v", got)
	}
	if got := s.send("GET", version, ""); got.status != 204 || got.body != "" || got.err != nil {
		t.Errorf("%+v", got)
	}
	if s.stored() {
		t.Error("it was handled")
	}
}

func TestRetryAfter(t *testing.T) {
	s := open(t)
	for rule, want := range map[string]string{
		"*: status 429 retry-after 90s":  "90",
		"*: status 503 retry-after 0s":   "0",
		"*: status 503 retry-date 2m":    "Sun, 01 Mar 2026 12:02:00 GMT",
		"*: status 429 retry-date 1h30m": "Sun, 01 Mar 2026 13:30:00 GMT",
	} {
		s.set(rule)
		if got := s.send("GET", version, ""); got.header.Get("Retry-After") != want {
			t.Errorf("%s: %+v", rule, got)
		}
	}
}

func TestDropBefore(t *testing.T) {
	s := open(t, "PUT /api/Product: drop before; times=1")
	if got := s.put(); !isReset(got.err) {
		t.Errorf("%+v", got)
	}
	if s.fine(); s.stored() {
		t.Error("the request was handled")
	}
}

func TestDropDuring(t *testing.T) {
	s := open(t, "PUT /api/Product: drop during; times=1")
	got := s.put()
	if got.status != 200 || !errors.Is(got.err, io.ErrUnexpectedEOF) || got.body == "" || json.Valid([]byte(got.body)) {
		t.Errorf("%+v", got)
	}
	if s.fine(); !s.stored() {
		t.Error("the request was not handled")
	}
}

func TestDropAfter(t *testing.T) {
	s := open(t, "PUT /api/Product: drop after; times=1")
	if got := s.put(); !isReset(got.err) {
		t.Errorf("%+v", got)
	}
	if s.fine(); !s.stored() {
		t.Error("the request was not handled")
	}
}

// TestAnAnswerWithNothingToCutNeverComes since there is no middle to break it in.
func TestAnAnswerWithNothingToCutNeverComes(t *testing.T) {
	s := open(t, "*: drop during", "*: status 204")
	if got := s.send("GET", version, ""); !errors.Is(got.err, io.EOF) {
		t.Errorf("%+v", got)
	}
}

func TestHang(t *testing.T) {
	for point, handled := range map[string]bool{"before": false, "during": true, "after": true} {
		patience := 50 * time.Millisecond
		eventually(t, func() bool { // a machine under load may need more patience for the server to handle it
			s := open(t, "PUT /api/Product: hang "+point)
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			got := s.sendWithin(ctx, "PUT", "/api/Product", `{"partNumber": "P"}`)
			stored := s.stored()
			if !errors.Is(got.err, context.DeadlineExceeded) || got.status != 0 && point != "during" || stored && !handled {
				t.Fatalf("%s: stored is %t; %+v", point, stored, got)
			}
			patience *= 2
			return (got.status == 200) == (point == "during") && stored == handled
		})
	}
}

func TestALiftedHangEndsTheConnection(t *testing.T) {
	s := open(t, "*: hang before")
	s.in.Watch = func(trouble.Hit) { s.in.Clear() }
	if got := s.send("GET", version, ""); !errors.Is(got.err, io.EOF) {
		t.Errorf("%+v", got)
	}
	s.fine()
}

func TestSlow(t *testing.T) {
	s := open(t, "PUT /api/Product: slow 60ms", "GET /api/Product/{pn}: slow 1ms..2ms")
	if got := s.put(); got.status != 200 || !json.Valid([]byte(got.body)) || got.took < 60*time.Millisecond {
		t.Errorf("%+v", got)
	}
	if got := s.send("GET", "/api/Product/P", ""); got.status != 200 || !json.Valid([]byte(got.body)) {
		t.Errorf("%+v", got)
	}
}

// TestASlowBodyTrickles reads the first piece long before the last one comes.
func TestASlowBodyTrickles(t *testing.T) {
	s := open(t, "PUT /api/Product: slow 10m")
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPut, s.base+"/api/Product", strings.NewReader(`{"partNumber": "P"}`))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := s.http.Do(r)
	if err != nil || answer.StatusCode != http.StatusOK {
		t.Fatal(answer, err)
	}
	defer answer.Body.Close()
	s.in.Clear() // the rest comes at once
	if data, err := io.ReadAll(answer.Body); err != nil || !json.Valid(data) {
		t.Errorf("%s, %v", data, err)
	}
}

func TestType(t *testing.T) {
	s := open(t, "*: type text/html; times=1", "*: type application/json; after=1; times=1")
	for _, want := range []string{"text/html", "application/json"} {
		if got := s.put(); got.header.Get("Content-Type") != want || !json.Valid([]byte(got.body)) {
			t.Errorf("%+v", got)
		}
	}
}

func TestBrokenJSON(t *testing.T) {
	s := open(t)
	n := len(s.put().body)
	for rule, length := range map[string]int{"PUT *: garble": n + 1, "PUT *: truncate": n / 2} {
		s.set(rule)
		got := s.put()
		if got.status != 200 || got.err != nil || len(got.body) != length || !strings.HasPrefix(got.body, `{"partNumber":"P"`) {
			t.Errorf("%s: %+v", rule, got)
		}
		if json.Valid([]byte(got.body)) || json.Valid([]byte(strings.ReplaceAll(got.body, "\x00", ""))) != (length > n) {
			t.Errorf("%s: %q", rule, got.body)
		}
	}
}

// TestLongJSONIsBrokenToo asks for an answer that the server would compress.
func TestLongJSONIsBrokenToo(t *testing.T) {
	long, _ := json.Marshal(strings.Repeat("long ", 10000))
	s := open(t, "GET *: truncate")
	s.send("PUT", "/api/Product", `{"partNumber": "P", "description": `+string(long)+`}`)
	got := s.send("GET", "/api/Product/P", "")
	if got.err != nil || !strings.HasPrefix(got.body, "{") || json.Valid([]byte(got.body)) {
		t.Errorf("%d %.80q %v", got.status, got.body, got.err)
	}
}

func TestLogin(t *testing.T) {
	s := open(t, "PUT *: login")
	got := s.put()
	if got.status != 200 || got.header.Get("Content-Type") != "text/html; charset=utf-8" || !strings.HasPrefix(got.body, "<!DOCTYPE html>") {
		t.Errorf("%+v", got)
	}
	if s.stored() {
		t.Error("the request was handled")
	}
}

// TestSkew sees the clock in answers, and in a handler as the server itself sees it.
func TestSkew(t *testing.T) {
	s := open(t)
	for rule, want := range map[string]time.Time{"*: skew 48h": now.Add(48 * time.Hour), "*: skew -1h": now.Add(-time.Hour)} {
		s.set(rule)
		if got := s.put(); got.header.Get("Date") != want.Format(http.TimeFormat) {
			t.Errorf("%s: %+v", rule, got)
		}
		if got := s.in.Clock(); !got.Equal(now) {
			t.Errorf("%s: with no request the clock is at %s", rule, got)
		}
	}
	var seen time.Time
	in := inject(t, "*: skew 1h", "* /a: status 429 retry-date 0s", "*: skew -1m; after=1")
	in.Now = func() time.Time { return now }
	h := in.Middleware(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { seen = in.Clock() }))
	for _, path := range []string{"/b", "/b", "/a"} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", path, nil))
		if path == "/a" && w.Header().Get("Retry-After") != now.Add(time.Hour).Format(http.TimeFormat) {
			t.Errorf("Retry-After: %v", w.Header())
		}
	}
	if !seen.Equal(now.Add(59 * time.Minute)) {
		t.Errorf("two skews: %s", seen)
	}
}

// TestFaultsTogether passes rules in their order; the first that ends the way keeps the others from the request.
func TestFaultsTogether(t *testing.T) {
	s := open(t, "*: delay 5ms", "*: type text/plain", "PUT *: slow 5ms", "PUT *: drop during; times=1", "PUT *: status 500; times=1", "PUT *: login")
	if got := s.put(); got.status != 500 || !errors.Is(got.err, io.ErrUnexpectedEOF) || got.header.Get("Content-Type") != "text/plain" {
		t.Errorf("%+v", got)
	}
	if got := s.put(); got.status != 200 || !strings.HasPrefix(got.body, "<!DOCTYPE") || got.took < 10*time.Millisecond {
		t.Errorf("%+v", got)
	}
	var hits []int
	for _, c := range s.in.Counts() {
		hits = append(hits, c.Hits)
	}
	if diff := cmp.Diff([]int{2, 2, 2, 1, 1, 1}, hits); diff != "" || s.in.Hits() != 9 {
		t.Error(diff)
	}
}

// TestRequestsWithoutARouteAreKnownByTheirPath lets any handler stand behind the rules.
func TestRequestsWithoutARouteAreKnownByTheirPath(t *testing.T) {
	in := inject(t, "POST /api/Report/WSJF: status 503; times=1")
	s := httptest.NewServer(in.Middleware(http.NotFoundHandler()))
	defer s.Close()
	for _, want := range []int{503, 404} {
		answer, err := http.Post(s.URL+"/api/report/wsjf", "application/json", nil)
		if err != nil {
			t.Fatal(err)
		}
		if answer.Body.Close(); answer.StatusCode != want {
			t.Errorf("%d, want %d", answer.StatusCode, want)
		}
	}
}

func TestWatchIsToldOfEachHit(t *testing.T) {
	s := open(t, "PUT /api/Product: delay 1ms", "PUT /api/Product: drop after; times=1")
	var seen []string
	s.in.Watch = func(h trouble.Hit) { seen = append(seen, h.Rule.Fault+" "+h.Request.Method+" "+h.Request.URL.Path) }
	s.put()
	s.fine()
	if diff := cmp.Diff([]string{"delay 1ms PUT /api/Product", "drop after PUT /api/Product"}, seen); diff != "" {
		t.Error(diff)
	}
}

func TestChangesAreTold(t *testing.T) {
	var told []string
	in := inject(t, "*: garble")
	in.Changed = func(rules []trouble.Rule) { told = append(told, fmt.Sprint(rules)) }
	if err := in.Set(trouble.Rule{Route: "*", Fault: "login", Times: 1}); err != nil {
		t.Fatal(err)
	}
	if err := in.Set(trouble.Rule{Route: "*", Fault: "logon"}); err == nil {
		t.Error("a mistake was set")
	}
	in.Clear()
	if diff := cmp.Diff([]string{"[*: login; times=1]", "[]"}, told); diff != "" {
		t.Error(diff)
	}
}

func TestRulesForRoutesThatAreNotThereAreRefused(t *testing.T) {
	s := open(t)
	err := s.in.Set(trouble.Rule{Route: "POST /api/Report/WSFJ", Fault: "drop after"})
	if got := fault.Of(err); got == nil || got.Kind != fault.Usage || got.Hint != "did you mean POST /api/Report/WSJF?" ||
		got.Message != `fault rule 1, "POST /api/Report/WSFJ: drop after": the server has no route "POST /api/Report/WSFJ"` {
		t.Errorf("%v", err)
	}
	for route, ok := range map[string]bool{
		"*": true, "GET *": true, "* /api/*": true, "GET /api/product/{pn}": true, "* /nothing": false, "DELETE /api/App/Version": false,
		"GET /api/Product/{a}/{b}/{c}/{d}": false,
	} {
		if err := s.in.Set(trouble.Rule{Route: route, Fault: "garble"}); (err == nil) != ok {
			t.Errorf("%s: %v", route, err)
		}
	}
	if err := inject(t, "* /nothing: garble").Declare([]string{"GET /something"}); fault.KindOf(err) != fault.Usage {
		t.Errorf("declared after the rules: %v", err)
	}
}
