package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/watsrun/watsrun/internal/trace"
)

// recorded is a server that keeps the requests that it gets.
type recorded struct {
	*httptest.Server
	mu       sync.Mutex
	requests []*http.Request
}

// record serves; handle is told the number of the request, from 1.
func record(t *testing.T, handle func(n int, w http.ResponseWriter, r *http.Request)) *recorded {
	t.Helper()
	s := &recorded{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.requests = append(s.requests, r)
		n := len(s.requests)
		s.mu.Unlock()
		handle(n, w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// headers are the values of a header, in the order of the requests.
func (s *recorded) headers(name string) []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []string
	for _, r := range s.requests {
		all = append(all, r.Header.Get(name))
	}
	return all
}

// logLines reads a log file.
func logLines(t *testing.T, path string) []map[string]any {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var lines []map[string]any
	for line := range strings.Lines(string(data)) {
		var m map[string]any
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		lines = append(lines, m)
	}
	return lines
}

var quickRetries = []string{"WATSRUN_RESILIENCE_RETRY_ENABLED=true", "WATSRUN_RESILIENCE_RETRY_MAX_WAIT=1ms", "WATSRUN_LOG_FILE=w.log", "WATSRUN_LOG_LEVEL=debug"}

// TestOneIDFromTheHeaderToTheLog: the attempts of a call share one id, which its log lines and its error carry too.
func TestOneIDFromTheHeaderToTheLog(t *testing.T) {
	s := record(t, func(_ int, w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) })
	var home string
	got := watsrun(t, func(p *process) {
		home, p.environ = p.dir, append(p.environ, append(quickRetries, "WATSRUN_SERVER_URL="+s.URL, "WATSRUN_RESILIENCE_BREAKER_FAILURES=0")...)
	}, "-e", `local err = select(2, wats.try(wats.get_version)) print(err.correlation_id, err.attempts) wats.with_correlation("order-77", wats.product.get_products)`)
	got.want(t, exitError, "correlation id: order-77.2")
	ids := s.headers("X-Correlation-Id")
	run, _, _ := strings.Cut(ids[0], ".")
	if want := slices.Concat(slices.Repeat([]string{run + ".1"}, 4), slices.Repeat([]string{"order-77.2"}, 4)); !slices.Equal(ids, want) || len(run) != 36 {
		t.Fatalf("the headers are %q", ids)
	}
	if got.stdout != run+".1\t4\n" {
		t.Errorf("the error has %q", got.stdout)
	}
	counts := map[string]int{}
	for _, line := range logLines(t, filepath.Join(home, "w.log")) {
		if line["operation"] != nil && line["run_id"] != run {
			t.Errorf("a line of another run: %v", line)
		}
		counts[fmt.Sprint(line["msg"], " ", line["operation"], " ", line["correlation_id"])]++
	}
	for line, want := range map[string]int{
		"request wats.get_version " + run + ".1": 4, "call failed wats.get_version " + run + ".1": 1,
		"request wats.product.get_products order-77.2": 4, "call failed wats.product.get_products order-77.2": 1,
	} {
		if counts[line] != want {
			t.Errorf("%d times %q in %v", counts[line], line, counts)
		}
	}
}

// TestOneIDFromTheHeaderToTheOutbox: a report that waits keeps its id, and another process sends it under that.
func TestOneIDFromTheHeaderToTheOutbox(t *testing.T) {
	down := true
	s := record(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		if down {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		body, _ := io.ReadAll(r.Body)
		_, _ = io.WriteString(w, `[{"ID":"`+between(string(body), `"id":"`, `"`)+`"}]`)
	})
	run := sharedHome(t, []string{"WATSRUN_SERVER_URL=" + s.URL})
	run("-e", "log.info('first') "+submit).want(t, exitPassed)
	id := s.headers("X-Correlation-Id")[0]
	var entries []map[string]any
	if err := json.Unmarshal([]byte(run("queue", "ls", "--json").stdout), &entries); err != nil || len(entries) != 1 || entries[0]["correlation_id"] != id {
		t.Fatalf("%v: the outbox has %v, the header was %s", err, entries, id)
	}
	down = false
	before := len(s.headers("X-Correlation-Id"))
	run("queue", "flush").want(t, exitPassed)
	sent := s.headers("X-Correlation-Id")[before:]
	if !slices.Equal(sent, []string{id}) {
		t.Errorf("later it is sent under %q, not %s", sent, id)
	}
	first, _ := trace.ParseHeader(s.headers("Traceparent")[0])
	later, ok := trace.ParseHeader(s.headers("Traceparent")[before])
	if !ok || first.Trace != later.Trace || first.Span == later.Span {
		t.Errorf("the traces are %q", s.headers("Traceparent"))
	}
}

func TestEveryAttemptTellsItsPlaceInTheTrace(t *testing.T) {
	s := record(t, func(n int, w http.ResponseWriter, _ *http.Request) {
		if n < 3 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_, _ = io.WriteString(w, `"1"`)
	})
	watsrun(t, func(p *process) {
		p.environ = append(p.environ, append(quickRetries, "WATSRUN_SERVER_URL="+s.URL)...)
	}, "-e", `wats.get_version()`).want(t, exitPassed, "call succeeded after retries", "attempts=3")
	run, _ := trace.IDOf(s.headers("X-Correlation-Id")[0])
	spans := map[uint64]bool{}
	for _, h := range s.headers("Traceparent") {
		at, ok := trace.ParseHeader(h)
		if !ok || at.Trace != run || at.Sampled {
			t.Errorf("%q is not below run %s", h, run)
		}
		spans[at.Span] = true
	}
	if len(spans) != 3 {
		t.Errorf("the attempts are %q", s.headers("Traceparent"))
	}
}

func TestTheTraceOfTheCallerIsPassedOn(t *testing.T) {
	const parent = "00-0197f0c0112233445566778899aabbcc-00f067aa0ba902b7-01"
	s := record(t, func(_ int, w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `"1"`) })
	watsrun(t, func(p *process) {
		p.environ = append(p.environ, "TRACEPARENT="+parent, "WATSRUN_SERVER_URL="+s.URL)
	}, "-e", `wats.get_version()`).want(t, exitPassed)
	if got := s.headers("Traceparent"); !slices.Equal(got, []string{parent}) {
		t.Errorf("sent %q", got)
	}
}

// TestBreakerIsToldOnce: in an outage a person on call reads that the server is left alone, and that it is back, once.
func TestBreakerIsToldOnce(t *testing.T) {
	s := record(t, func(n int, w http.ResponseWriter, _ *http.Request) {
		if n <= 2 {
			w.WriteHeader(http.StatusInternalServerError)
		}
		_, _ = io.WriteString(w, `"1"`)
	})
	got := watsrun(t, func(p *process) {
		p.environ = append(p.environ, "WATSRUN_SERVER_URL="+s.URL, "WATSRUN_RESILIENCE_BREAKER_FAILURES=2")
	}, "-e", `for i = 1, 20 do pcall(wats.get_version) end wats.breaker():reset() wats.get_version() wats.get_version()`)
	got.want(t, exitPassed)
	for text, want := range map[string]int{"is left alone for a while": 1, "answers again": 1, "call failed": 2} {
		if n := strings.Count(got.stderr, text); n != want {
			t.Errorf("%q is said %d times:\n%s", text, n, got.stderr)
		}
	}
}

func TestTheLimitIsToldOnce(t *testing.T) {
	s := record(t, func(_ int, w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `"1"`) })
	for requests, want := range map[string]int{"5": 0, "3": 1} {
		got := watsrun(t, func(p *process) {
			p.environ = append(p.environ, "WATSRUN_SERVER_URL="+s.URL, "WATSRUN_RESILIENCE_LIMITER_PER=1s", "WATSRUN_RESILIENCE_LIMITER_REQUESTS="+requests)
		}, "-e", `for i = 1, 5 do wats.get_version() end`)
		got.want(t, exitPassed)
		if n := strings.Count(got.stderr, "requests wait for their turn"); n != want {
			t.Errorf("with %s requests it is said %d times:\n%s", requests, n, got.stderr)
		}
	}
}

// nested is a script whose lines all tell its number, by themselves or by their context.
const nested = `local n = %d
log.info("begin", {n = n})
log.with_context({n = n, depth = 1}, function()
  log.info("context")
  wats.with_correlation("order-" .. n, function()
    log.info("named")
    pcall(wats.get_version)
    local co = coroutine.wrap(function() log.info("coroutine") end)
    log.with_context({depth = 2}, function() co() pcall(wats.product.get_products) end)
    pcall(log.with_context, {depth = 3}, function() log.info("raises") error("x") end)
    pcall(wats.with_correlation, "other-" .. n, function() log.info("other") error("x") end)
    log.info("named again")
  end)
  log.info("context again")
end)
log.info("end", {n = n, run_id = "forged", correlation_id = "forged", script = "forged", level = "forged"})`

// TestManyRunsKeepTheirLinesApart runs a thousand scripts, many at a time, and looks at each line.
func TestManyRunsKeepTheirLinesApart(t *testing.T) {
	runs := 1000
	if testing.Short() {
		runs = 100
	}
	s := record(t, func(n int, w http.ResponseWriter, _ *http.Request) {
		if n%3 == 0 {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_, _ = io.WriteString(w, `[]`)
	})
	var home string
	got := watsrun(t, func(p *process) {
		home = p.dir
		p.environ = append(p.environ, append(quickRetries, "WATSRUN_SERVER_URL="+s.URL, "WATSRUN_RESILIENCE_BREAKER_FAILURES=0", "WATSRUN_RESILIENCE_LIMITER_REQUESTS=0")...)
		for i := range runs {
			write(t, filepath.Join(p.dir, "many", fmt.Sprintf("s%d.lua", i)), fmt.Sprintf(nested, i))
		}
	}, "run", "-j", "40", "--log-format", "json", "many")
	got.want(t, exitPassed)
	check := &lineCheck{T: t, runs: map[string]string{}, lines: map[string]int{}}
	for _, line := range logLines(t, filepath.Join(home, "w.log")) {
		check.line(line)
	}
	if len(check.runs) != runs {
		t.Errorf("%d runs have lines", len(check.runs))
	}
	for script, n := range check.lines {
		if n < 11 {
			t.Errorf("%s has only %d lines", script, n)
		}
	}
	for _, id := range s.headers("X-Correlation-Id") {
		if !regexp.MustCompile(`^order-\d+\.\d+$`).MatchString(id) {
			t.Errorf("a request has the id %q", id)
		}
	}
}

// TestErrorsSayWhoseTheyAre has scripts that raise at the same time; one of them by a call, whose id its line carries.
func TestErrorsSayWhoseTheyAre(t *testing.T) {
	got := watsrun(t, func(p *process) {
		write(t, filepath.Join(p.dir, "a.lua"), "error('from a')")
		write(t, filepath.Join(p.dir, "b.lua"), "station.add('b9', 'bench-9') station.use('b9') wats.product.get_product('P')")
	}, "run", "-j", "2", "--server", "http://127.0.0.1:9", "--log-format", "json", "a.lua", "b.lua", "c.lua")
	got.want(t, exitError)
	seen := map[any]bool{}
	for line := range strings.Lines(got.stderr) {
		var m map[string]any
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if m["level"] != "ERROR" {
			continue
		}
		seen[m["script"]] = true
		run, _ := m["run_id"].(string)
		station, suffix := map[any]any{"a.lua": "BENCH-1", "b.lua": "BENCH-9"}[m["script"]], map[any]string{"b.lua": ".1"}[m["script"]]
		switch {
		case m["script"] == "c.lua": // which never ran
			if run != "" {
				t.Error(line)
			}
		case len(run) != 36, m["correlation_id"] != run+suffix, m["station"] != station, m["where"] != fmt.Sprint(m["script"], ":1"):
			t.Error(line)
		}
	}
	if len(seen) != 3 {
		t.Errorf("errors of %v:\n%s", seen, got.stderr)
	}
}

// lineCheck checks that all of a line is of one run.
type lineCheck struct {
	*testing.T
	runs  map[string]string // script by run
	lines map[string]int    // by script
}

func (c *lineCheck) line(line map[string]any) {
	script, run := fmt.Sprint(line["script"]), fmt.Sprint(line["run_id"])
	fields, _ := line["fields"].(map[string]any)
	if line["script"] == nil || fields == nil {
		return // of the command, not of a run
	}
	n := strings.TrimSuffix(strings.TrimPrefix(filepath.Base(script), "s"), ".lua")
	if known, ok := c.runs[run]; ok && known != script || run == "forged" {
		c.Errorf("run %s is that of %s and %s", run, known, script)
	}
	c.runs[run] = script
	c.lines[script]++
	id := fmt.Sprint(line["correlation_id"])
	own := strings.HasPrefix(id, "order-"+n) && strings.TrimPrefix(id, "order-"+n) == "" || strings.HasPrefix(id, "order-"+n+".") || id == "other-"+n || id == run
	if fmt.Sprint(fields["n"]) != n || !own {
		c.Errorf("a line of script %s: %v", n, line)
	}
	depth := map[string]any{"coroutine": 2.0, "raises": 3.0, "named again": 1.0, "context again": 1.0, "end": nil}
	if want, known := depth[fmt.Sprint(line["msg"])]; known && fields["depth"] != want {
		c.Errorf("the depth is not %v: %v", want, line)
	}
	if line["msg"] == "end" && (id != run || fields["correlation_id"] != "forged" || line["level"] != "INFO") {
		c.Errorf("the last line is %v", line)
	}
}
