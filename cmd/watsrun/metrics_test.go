package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/watsrun/watsrun/internal/config"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/resilience"
)

// screen is a stream that is read while it is written.
type screen struct {
	mu   sync.Mutex
	text strings.Builder
}

// Write is part of io.Writer.
func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

// String is what was written so far.
func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

var metricsAddress = regexp.MustCompile(`http://[^ "]+/metrics`)

// scrape reads the metrics whose address stands in the log.
func scrape(log string) (string, error) {
	answer, err := http.Get(metricsAddress.FindString(log))
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return string(body), err
}

var sampleLine = regexp.MustCompile(`^([a-z_]+)(?:\{(.*)\})? (\S+)$`)

// samples reads the text form as Prometheus does, and is strict about it.
func samples(t *testing.T, text string) map[string]float64 {
	t.Helper()
	all, family := map[string]float64{}, ""
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if about, ok := strings.CutPrefix(line, "# HELP "); ok {
			family, _, _ = strings.Cut(about, " ")
			continue
		}
		if strings.HasPrefix(line, "# TYPE "+family+" ") {
			continue
		}
		m := sampleLine.FindStringSubmatch(line)
		if m == nil || !strings.HasPrefix(m[1], family) {
			t.Fatalf("the line %q is no sample of %s", line, family)
		}
		v, err := strconv.ParseFloat(m[3], 64)
		if _, twice := all[m[1]+"{"+m[2]+"}"]; err != nil || twice {
			t.Errorf("%q: twice, or no number", line)
		}
		all[m[1]+"{"+m[2]+"}"] = v
	}
	return all
}

// measured is a script that has something of everything to measure, and asks for the scrape at its end.
const measured = submit + `
wats.with{retry = {enabled = true, max_wait = 0.001}}.get_version()
for _, pn in ipairs{"SECRET-1", "SECRET-2", "SECRET-3"} do pcall(wats.product.get_product, pn) end
wats.product.get_products()`

// runMeasured runs scripts and scrapes them at their end; log is what they say.
func runMeasured(t *testing.T) (text, log string) {
	t.Helper()
	errs := &screen{}
	s := record(t, func(n int, w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/api/App/Version" && n < 4, r.Method == http.MethodPost:
			w.WriteHeader(http.StatusServiceUnavailable)
		case strings.Contains(r.URL.Path, "SECRET"):
			w.WriteHeader(http.StatusNotFound)
		case strings.HasPrefix(r.URL.Path, "/api/Product"):
			var err error
			if text, err = scrape(errs.String()); err != nil {
				t.Error(err)
			}
			_, _ = io.WriteString(w, `[]`)
		default:
			_, _ = io.WriteString(w, `"1"`)
		}
	})
	code := watsrun(t, func(p *process) {
		p.stderr = errs
		p.environ = append(p.environ, "WATSRUN_SERVER_URL="+s.URL)
		write(t, filepath.Join(p.dir, config.FileName), "")
		write(t, filepath.Join(p.dir, "a.lua"), "error('x')")
		write(t, filepath.Join(p.dir, "b.lua"), measured)
	}, "run", "--metrics-addr", ":0", "a.lua", "b.lua").code
	if code != exitError {
		t.Fatal(errs.String())
	}
	return text, errs.String()
}

func TestMetricsAreServed(t *testing.T) {
	text, log := runMeasured(t)
	got := samples(t, text)
	for name, want := range map[string]float64{
		`watsrun_requests_total{route="POST /api/Report/WSJF",status="5xx",attempt="1"}`:            1,
		`watsrun_requests_total{route="GET /api/App/Version",status="5xx",attempt="1"}`:             1,
		`watsrun_requests_total{route="GET /api/App/Version",status="5xx",attempt="2"}`:             1,
		`watsrun_requests_total{route="GET /api/App/Version",status="2xx",attempt="3"}`:             1,
		`watsrun_requests_total{route="GET /api/Product/{part_number}",status="4xx",attempt="1"}`:   3,
		`watsrun_request_duration_seconds_count{route="GET /api/Product/{part_number}"}`:            3,
		`watsrun_request_duration_seconds_bucket{route="GET /api/Product/{part_number}",le="+Inf"}`: 3,
		`watsrun_retries_total{route="GET /api/App/Version"}`:                                       2,
		`watsrun_calls_total{operation="wats.get_version",outcome="ok"}`:                            1,
		`watsrun_runs_total{result="error"}`:                                                        1,
		`watsrun_run_duration_seconds_count{}`:                                                      1,
		`watsrun_breaker_state{state="closed"}`:                                                     1,
		`watsrun_breaker_state{state="open"}`:                                                       0,
		`watsrun_breaker_trips_total{}`:                                                             0,
		`watsrun_limiter_waits_total{}`:                                                             0,
		`watsrun_vms{state="running"}`:                                                              1,
		`watsrun_vm_events_total{event="reused"}`:                                                   2,
		`watsrun_outbox_reports{state="queued"}`:                                                    1,
		`watsrun_outbox_reports{state="rejected"}`:                                                  0,
	} {
		if v, ok := got[name]; !ok || v != want {
			t.Errorf("%s is %v (%v), want %v", name, v, ok, want)
		}
	}
	if age := got["watsrun_outbox_oldest_age_seconds{}"]; !(age > 0 && age < 60) {
		t.Errorf("the oldest report is %v seconds old", age)
	}
	if !strings.Contains(text, `watsrun_build_info{version="`) || strings.Contains(text, "SECRET") {
		t.Error(text)
	}
	if _, err := scrape(log); err == nil {
		t.Error("the metrics outlive their command")
	}
}

// leaping is a clock that goes on by as much as somebody sleeps.
type leaping struct{ now time.Time }

// Now implements resilience.Clock.
func (c *leaping) Now() time.Time { return c.now }

// Sleep implements resilience.Clock.
func (c *leaping) Sleep(_ context.Context, d time.Duration) error {
	c.now = c.now.Add(d)
	return nil
}

func TestMetricsTellOfTheChain(t *testing.T) {
	url, _ := failing(t)
	chain := resilience.New(resilience.Options{Clock: &leaping{now: time.Now()}, Policy: resilience.Policy{
		Breaker: resilience.Breaker{Failures: 2, Delay: 30 * time.Second}, Limiter: resilience.Limiter{Requests: 1, Per: 10 * time.Second},
	}})
	m := newMeters(time.Now)
	m.measureChain(chain)
	for range 2 {
		answer, err := (&http.Client{Transport: chain}).Get(url)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
	}
	text := httptest.NewRecorder()
	m.Handler().ServeHTTP(text, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	got := samples(t, text.Body.String())
	for name, want := range map[string]float64{
		`watsrun_breaker_state{state="open"}`: 1, `watsrun_breaker_state{state="closed"}`: 0, `watsrun_breaker_state{state="half_open"}`: 0,
		`watsrun_breaker_retry_in_seconds{}`: 30, `watsrun_breaker_trips_total{}`: 1,
		`watsrun_limiter_waits_total{}`: 1, `watsrun_limiter_wait_seconds_total{}`: 10,
	} {
		if v, ok := got[name]; !ok || v != want {
			t.Errorf("%s is %v (%v), want %v", name, v, ok, want)
		}
	}
}

// TestRoutesOfMetricsAreDeclared: no request is counted under anything but a declared route, so that labels stay few.
func TestRoutesOfMetricsAreDeclared(t *testing.T) {
	all, err := declaredModules()
	if err != nil {
		t.Fatal(err)
	}
	template := regexp.MustCompile(`^[A-Z]+ (/[A-Za-z0-9._={}]+)+$`)
	n := 0
	var walk func(m *modules.Module)
	walk = func(m *modules.Module) {
		for _, f := range m.Load().Functions {
			if f.Route != "" {
				n++
			}
			if f.Route != "" && !template.MatchString(f.Route) {
				t.Errorf("%s has the route %q", f.Name, f.Route)
			}
		}
		for _, below := range m.Modules {
			walk(below)
		}
	}
	for _, m := range all {
		walk(m)
	}
	if n < 100 {
		t.Errorf("only %d routes are declared", n)
	}
}

// serveMeasured serves, asks something and scrapes.
func serveMeasured(t *testing.T) (text string) {
	t.Helper()
	errs := &screen{}
	signals := make(chan os.Signal)
	out := writerFunc(func(p []byte) {
		url := strings.TrimSpace(string(p))
		go func() {
			defer func() { signals <- os.Interrupt }()
			for _, path := range []string{"/api/App/Version", "/api/Product/SECRET", "/nowhere/SECRET"} {
				answer, err := http.Get(url + path)
				if err != nil {
					t.Error(err)
					return
				}
				answer.Body.Close()
			}
			var err error
			if text, err = scrape(errs.String()); err != nil {
				t.Error(err)
			}
		}()
	})
	watsrun(t, func(p *process) { p.stderr, p.stdout, p.signals = errs, out, signals }, "serve", "--addr", "127.0.0.1:0", "--metrics-addr", "127.0.0.1:0")
	return text
}

func TestServeTellsItsMetrics(t *testing.T) {
	text := serveMeasured(t)
	got := samples(t, text)
	for name, want := range map[string]float64{
		`watsrun_server_requests_total{route="GET /api/App/Version",status="2xx"}`:              1,
		`watsrun_server_requests_total{route="GET /api/Product/{part_number}",status="4xx"}`:    1,
		`watsrun_server_request_duration_seconds_count{route="GET /api/Product/{part_number}"}`: 1,
	} {
		if got[name] != want {
			t.Errorf("%s is %v, want %v in\n%s", name, got[name], want, text)
		}
	}
	if strings.Contains(text, "SECRET") {
		t.Error(text)
	}
}

// TestQueueRunTellsItsMetrics has a report wait for a server that takes none.
func TestQueueRunTellsItsMetrics(t *testing.T) {
	home := t.TempDir()
	env := append(failingURL(t), "WATSRUN_OUTBOX_FIRST_WAIT=1000h", "WATSRUN_OUTBOX_MAX_WAIT=1000h", "WATSRUN_METRICS_ADDR=127.0.0.1:0")
	at := func(p *process) {
		p.dir, p.home, p.environ = home, func() (string, error) { return home, nil }, append(p.environ, env...)
	}
	watsrun(t, at, "--deliver-timeout", "0", "-e", strings.Replace(twoReports, "1, 2", "1, 1", 1)).want(t, exitPassed, "queued")
	text, signals := "", make(chan os.Signal)
	log := writerFunc(func(p []byte) {
		line := string(p)
		if !strings.Contains(line, "metrics are served") {
			return
		}
		go func() {
			defer func() { signals <- os.Interrupt }()
			var err error
			if text, err = scrape(line); err != nil {
				t.Error(err)
			}
		}()
	})
	watsrun(t, func(p *process) { at(p); p.stderr, p.signals = log, signals }, "queue", "run")
	got := samples(t, text)
	if age := got["watsrun_outbox_oldest_age_seconds{}"]; got[`watsrun_outbox_reports{state="queued"}`] != 1 || age <= 0 {
		t.Error(text)
	}
}

type writerFunc func(p []byte)

func (f writerFunc) Write(p []byte) (int, error) { f(p); return len(p), nil }

func TestMetricsNeverKeepAStationFromTesting(t *testing.T) {
	taken := record(t, func(int, http.ResponseWriter, *http.Request) {})
	address := strings.TrimPrefix(taken.URL, "http://")
	got := watsrun(t, nil, "run", "--metrics-addr", address, "-e", "print(1)")
	got.want(t, exitPassed, "nobody can read the metrics")
	watsrun(t, nil, "run", "--metrics-addr", "nonsense", "-e", "print(1)").want(t, exitUsage, "--metrics-addr is HOST:PORT")
	if quiet := watsrun(t, nil, "-e", "print(1)"); strings.Contains(quiet.stderr, "metrics") {
		t.Error(quiet.stderr)
	}
}
