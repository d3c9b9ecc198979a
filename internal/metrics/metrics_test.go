package metrics

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func text(t *testing.T, r *Registry) string {
	t.Helper()
	var b strings.Builder
	if _, err := r.WriteTo(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTextForm(t *testing.T) {
	r := &Registry{}
	requests := r.Counter("requests_total", "Requests,\nof all kinds.", "route", "status")
	times := r.Histogram("request_seconds", "Times.", []float64{0.1, 1}, "route")
	r.Ask(Gauge, "breaker_state", "How it stands.", []string{"state"}, func(emit func(float64, ...string)) {
		emit(1, "closed")
		emit(0, "open")
	})
	r.Ask(Total, "trips_total", "Trips.", nil, func(emit func(float64, ...string)) { emit(3) })
	requests.Add(1, "GET /b", "2xx")
	requests.Add(2, `GET /"a"`, "2xx")
	requests.Add(1, "GET /b", "2xx")
	for _, v := range []float64{0.05, 0.1, 0.5, 7} {
		times.Observe(v, "GET /b")
	}
	const want = `# HELP requests_total Requests,\nof all kinds.
# TYPE requests_total counter
requests_total{route="GET /\"a\"",status="2xx"} 2
requests_total{route="GET /b",status="2xx"} 2
# HELP request_seconds Times.
# TYPE request_seconds histogram
request_seconds_bucket{route="GET /b",le="0.1"} 2
request_seconds_bucket{route="GET /b",le="1"} 3
request_seconds_bucket{route="GET /b",le="+Inf"} 4
request_seconds_sum{route="GET /b"} 7.65
request_seconds_count{route="GET /b"} 4
# HELP breaker_state How it stands.
# TYPE breaker_state gauge
breaker_state{state="closed"} 1
breaker_state{state="open"} 0
# HELP trips_total Trips.
# TYPE trips_total counter
trips_total 3
`
	if d := cmp.Diff(want, text(t, r)); d != "" {
		t.Error(d)
	}
}

func TestSeriesAreBounded(t *testing.T) {
	r := &Registry{}
	c := r.Counter("x_total", "X.", "path", "status")
	for i := range maxSeries + 100 {
		c.Add(1, fmt.Sprint(i), "2xx")
	}
	out := text(t, r)
	if n := strings.Count(out, "\nx_total{"); n != maxSeries+1 || !strings.Contains(out, `x_total{path="(other)",status="(other)"} 100`) {
		t.Errorf("%d series", n)
	}
}

func TestConcurrentUse(t *testing.T) {
	r := &Registry{}
	c, h := r.Counter("x_total", "X.", "n"), r.Histogram("x_seconds", "X.", Durations)
	var all sync.WaitGroup
	for i := range 8 {
		all.Go(func() {
			for range 100 {
				c.Add(1, fmt.Sprint(i%2))
				h.Observe(0.3)
				text(t, r)
			}
		})
	}
	all.Wait()
	if out := text(t, r); !strings.Contains(out, `x_total{n="1"} 400`) || !strings.Contains(out, "x_seconds_count 800") {
		t.Error(out)
	}
	var none *Counter
	none.Add(1)
	var noTimes *Histogram
	noTimes.Observe(1)
}

func TestHandler(t *testing.T) {
	r := &Registry{}
	r.Counter("x_total", "X.").Add(1)
	s := httptest.NewServer(r.Handler())
	defer s.Close()
	for path, want := range map[string]int{"/metrics": 200, "/": 404, "/metrics/x": 404} {
		a, err := http.Get(s.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(a.Body)
		a.Body.Close()
		if a.StatusCode != want || want == 200 && (!strings.Contains(string(body), "x_total 1\n") || a.Header.Get("Content-Type") != contentType) {
			t.Errorf("%s: %s %s", path, a.Status, body)
		}
	}
}

func BenchmarkRequest(b *testing.B) {
	r := &Registry{}
	c, h := r.Counter("x_total", "X.", "route", "status", "attempt"), r.Histogram("x_seconds", "X.", Durations, "route")
	b.ReportAllocs()
	for b.Loop() {
		c.Add(1, "GET /api/Product/{part_number}", "2xx", "1")
		h.Observe(0.01, "GET /api/Product/{part_number}")
	}
}
