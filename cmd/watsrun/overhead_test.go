package main

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/watsrun/watsrun/internal/call"
	"github.com/watsrun/watsrun/internal/config"
	"github.com/watsrun/watsrun/internal/correlation"
	"github.com/watsrun/watsrun/internal/observe"
	"github.com/watsrun/watsrun/internal/trace"
	"github.com/watsrun/watsrun/resilience"
)

// BenchmarkObservation is what watching one call costs besides the call: its begin, one attempt, its end.
func BenchmarkObservation(b *testing.B) {
	for name, o := range map[string]trace.Options{
		"off": {}, "traces": {Endpoint: "http://collector", Transport: noCollector{}, Timeout: time.Second, Delay: time.Hour, Queue: 100, Batch: 1000, Sampler: trace.Sampler{Ratio: 1}},
	} {
		b.Run(name, func(b *testing.B) {
			a := &app{process: &process{now: time.Now}, settings: &config.Config{}, tracer: trace.New(o)}
			defer a.tracer.Close(b.Context())
			a.log = observe.NewLogger(io.Discard, observe.Options{JSON: true, Level: slog.LevelInfo})
			a.meters = newMeters(a.now)
			h := &host{app: a, chain: resilience.New(resilience.Options{})}
			h.meters.measure(h)
			id := "0197f0c0-1122-7344-9566-778899aabbcc"
			place, _ := trace.IDOf(id)
			run := trace.With(correlation.With(b.Context(), id), a.tracer.Place(place))
			b.ReportAllocs()
			for b.Loop() {
				c := &call.Call{Operation: "wats.get_version", Requests: 1, Attempts: 1}
				ctx := h.began(correlation.Next(run), c)
				request := &call.Call{Operation: c.Operation, Route: "GET /api/App/Version", Span: 1}
				h.attempted(ctx, resilience.Attempt{Call: request, Method: http.MethodGet, Number: 1, Status: 200, Sent: true, Duration: time.Millisecond})
				c.End(nil)
			}
		})
	}
}

type noCollector struct{}

func (noCollector) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("no collector")
}
