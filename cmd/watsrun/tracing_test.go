package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/trace"
)

// spanSeen is what a collector reads of a span.
type spanSeen struct {
	TraceID, SpanID, ParentSpanID, Name string
	Kind                                int
	Status                              struct {
		Code    int
		Message string
	}
	Attributes []struct {
		Key   string
		Value map[string]any
	}
}

func (s spanSeen) attribute(name string) any {
	for _, a := range s.Attributes {
		for _, v := range a.Value {
			if a.Key == name {
				return v
			}
		}
	}
	return nil
}

// collect is a collector of OpenTelemetry on a socket; get gives the spans that have arrived.
func collect(t *testing.T) (url string, get func() []spanSeen) {
	t.Helper()
	var mu sync.Mutex
	var spans []spanSeen
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var body struct {
			ResourceSpans []struct {
				ScopeSpans []struct{ Spans []spanSeen }
			}
		}
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil || r.URL.Path != "/v1/traces" {
			t.Errorf("%s: %v", r.URL, err)
			return
		}
		mu.Lock()
		defer mu.Unlock()
		for _, rs := range body.ResourceSpans {
			for _, ss := range rs.ScopeSpans {
				spans = append(spans, ss.Spans...)
			}
		}
	}))
	t.Cleanup(s.Close)
	return s.URL, func() []spanSeen {
		mu.Lock()
		defer mu.Unlock()
		return slices.Clone(spans)
	}
}

func TestTraces(t *testing.T) {
	collector, spans := collect(t)
	s := record(t, func(n int, w http.ResponseWriter, r *http.Request) {
		if n < 3 || strings.HasPrefix(r.URL.Path, "/api/Product") {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_, _ = io.WriteString(w, `"1"`)
	})
	got := watsrun(t, func(p *process) {
		p.environ = append(p.environ, append(quickRetries, "WATSRUN_SERVER_URL="+s.URL, "OTEL_EXPORTER_OTLP_ENDPOINT="+collector)...)
	}, "-e", `wats.get_version() wats.with{retry = {enabled = false}}.product.get_products()`)
	got.want(t, exitError)
	var names []string
	byID := map[string]spanSeen{}
	for _, span := range spans() {
		names = append(names, span.Name)
		byID[span.SpanID] = span
	}
	route := "GET /api/App/Version"
	want := []string{route, route, route, "wats.get_version", "GET /api/Product/Query", "wats.product.get_products", "run -e"}
	if d := cmp.Diff(want, names); d != "" {
		t.Fatal(d)
	}
	for i, header := range s.headers("Traceparent") {
		at, _ := trace.ParseHeader(header)
		attempt, known := byID[header[36:52]]
		call := byID[attempt.ParentSpanID]
		run := byID[call.ParentSpanID]
		if !known || !at.Sampled || attempt.TraceID != at.Trace.String() || !strings.HasPrefix(call.Name, "wats.") || run.Name != "run -e" || run.ParentSpanID != "" {
			t.Errorf("attempt %d: %s is %+v below %+v below %+v", i+1, header, attempt, call, run)
		}
		if attempt.Kind != 3 || attempt.attribute("http.response.status_code") != []any{"503", "503", "200", "503"}[i] || (attempt.Status.Code == 2) != (i != 2) {
			t.Errorf("attempt %d is %+v", i+1, attempt)
		}
		if id := s.headers("X-Correlation-Id")[i]; call.attribute("watsrun.correlation_id") != id {
			t.Errorf("attempt %d: the call is %+v, the id %s", i+1, call, id)
		}
		if run.attribute("watsrun.verdict") != "error" || run.attribute("watsrun.station") != "BENCH-1" || run.Status.Code != 2 {
			t.Errorf("the run is %+v", run)
		}
	}
}

// TestTracesJoinThatOfTheCaller: a CI job that traces its steps finds the run among them.
func TestTracesJoinThatOfTheCaller(t *testing.T) {
	const parent = "00-0197f0c0112233445566778899aabbcc-00f067aa0ba902b7-01"
	collector, spans := collect(t)
	var home string
	watsrun(t, func(p *process) {
		home = p.dir
		p.environ = append(p.environ, "TRACEPARENT="+parent, "OTEL_EXPORTER_OTLP_ENDPOINT="+collector, "WATSRUN_LOG_FILE=w.log")
	}, "-e", `log.info("x")`).want(t, exitPassed)
	if got := spans(); len(got) != 1 || got[0].TraceID != parent[3:35] || got[0].ParentSpanID != parent[36:52] {
		t.Errorf("%+v", got)
	}
	if log := allFiles(t, home)["w.log"]; !strings.Contains(log, `"trace_id":"`+parent[3:35]+`"`) {
		t.Error(log)
	}
}

// TestReportsThatWaitAreTracedWithTheirRun: the attempt that delivers them belongs to the run that submitted them.
func TestReportsThatWaitAreTracedWithTheirRun(t *testing.T) {
	collector, spans := collect(t)
	down := true
	s := record(t, func(_ int, w http.ResponseWriter, r *http.Request) {
		if down {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		body, _ := io.ReadAll(r.Body)
		_, _ = io.WriteString(w, `[{"ID":"`+between(string(body), `"id":"`, `"`)+`"}]`)
	})
	run := sharedHome(t, []string{"WATSRUN_SERVER_URL=" + s.URL, "OTEL_EXPORTER_OTLP_ENDPOINT=" + collector})
	run("-e", submit).want(t, exitPassed)
	down = false
	before := spans()
	run("queue", "flush").want(t, exitPassed)
	after := spans()[len(before):]
	if len(after) != 1 || after[0].TraceID != before[0].TraceID || after[0].Name != "POST /api/Report/WSJF" {
		t.Errorf("%+v, then %+v", before, after)
	}
}

func TestTracesNeverKeepAStationFromTesting(t *testing.T) {
	for variable, text := range map[string]string{
		"OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:1":                         "traces cannot be sent",
		"OTEL_EXPORTER_OTLP_ENDPOINT=http://me:hunter22@127.0.0.1:1/?api-key=k9": "endpoint=http://127.0.0.1:1/v1/traces spans_lost",
		"OTEL_EXPORTER_OTLP_ENDPOINT=nonsense":                                   "is no address",
		"OTEL_TRACES_EXPORTER=jaeger":                                            "only otlp and none are known",
	} {
		got := watsrun(t, func(p *process) { p.environ = append(p.environ, variable) }, "-e", "print(1)")
		got.want(t, exitPassed, text)
		if strings.Count(got.stderr, "WRN") != 1 {
			t.Errorf("%s: %s", variable, got.stderr)
		}
	}
}
