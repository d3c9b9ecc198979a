package main

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"
	"path/filepath"
	"time"

	"github.com/watsrun/watsrun/internal/correlation"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/internal/trace"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/resilience"
)

// traceBudget is how long the end of a command may take to send the spans that wait.
const traceBudget = 5 * time.Second

// startTracing makes the tracer that the environment asks for.
func (a *app) startTracing() {
	o, warnings := trace.FromEnvironment(a.getenv)
	for _, value := range o.Headers {
		a.secrets.Add(value)
	}
	for _, w := range warnings {
		a.log.Warn(w)
	}
	o.Version, _, _ = buildVersion()
	o.Redact, o.Now = a.secrets.Bytes, a.now
	o.Trouble = func(lost int, err error) {
		a.log.Warn("traces cannot be sent", "endpoint", shownEndpoint(o.Endpoint), "spans_lost", lost, "error", err)
	}
	a.tracer = trace.New(o)
	a.closers = append(a.closers, closeFunc(func() error {
		ctx, cancel := context.WithTimeout(context.Background(), traceBudget)
		defer cancel()
		a.tracer.Close(ctx)
		return nil
	}))
}

// shownEndpoint is an address without what may be secret in it: a name, a password, a query.
func shownEndpoint(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	u.User, u.RawQuery = nil, ""
	return u.String()
}

// beginRun is the context of one run: requests find its id there and its place in a trace, and log lines its station. done
// is to be told how it ended.
func (h *host) beginRun(ctx context.Context, script string) (run context.Context, id string, done func(*result)) {
	run, id = h.runContext(ctx)
	place, _ := trace.IDOf(id)
	run, span := h.tracer.Begin(trace.With(run, h.tracer.Place(place)), "run "+filepath.Base(script), trace.Internal,
		slog.String("watsrun.run_id", id), slog.String("watsrun.script", script))
	return run, id, func(r *result) {
		h.meters.ran(r)
		attrs := []slog.Attr{slog.String("watsrun.verdict", r.verdict()), slog.Int("watsrun.exit_code", r.code)}
		if r.run != nil {
			attrs = append(attrs, slog.String("watsrun.station", h.station.Current(modules.WithRun(run, r.run)).Name))
		}
		failure := ""
		if r.err != nil {
			failure = r.err.Message
		}
		span.Finish(failure, attrs...)
	}
}

// placeOf is where the requests of a context belong: in the trace of their run; a report that is sent later goes by the run
// that its correlation id names.
func (a *app) placeOf(ctx context.Context) trace.Context {
	if at := trace.From(ctx); at.Valid() {
		return at
	}
	id, ok := trace.IDOf(correlation.ID(ctx))
	if !ok {
		id = trace.NewID()
	}
	return a.tracer.Place(id)
}

// telling tells the server by traceparent what an attempt is part of.
type telling struct {
	*http.Transport
	app *app
}

// RoundTrip implements http.RoundTripper.
func (t telling) RoundTrip(req *http.Request) (*http.Response, error) {
	at, request := t.app.placeOf(req.Context()), requestOf(req.Context())
	if request.Span = 0; t.app.tracer.On() || at.Span == 0 {
		request.Span = trace.NewSpanID()
		at.Span = request.Span
	}
	told := *req
	told.Header = req.Header.Clone() // the request is its sender's
	told.Header.Set("Traceparent", at.Header())
	return t.Transport.RoundTrip(&told)
}

// traceAttempt keeps the span of an attempt, under the id that the server was told.
func (h *host) traceAttempt(ctx context.Context, a resilience.Attempt) {
	if !h.tracer.On() || !a.Sent || a.Call == nil || a.Call.Span == 0 {
		return
	}
	at := h.placeOf(ctx)
	if !at.Sampled {
		return
	}
	s := &trace.Span{
		Context: trace.Context{Trace: at.Trace, Span: a.Call.Span, Sampled: true}, Parent: at.Span, Name: a.Call.Route, Kind: trace.Client,
		Start: a.Start, End: a.Start.Add(a.Duration), Attrs: []slog.Attr{
			slog.String("http.request.method", a.Method), slog.String("url.template", a.Call.Route), slog.String("server.address", h.serverName()),
			slog.Int("watsrun.attempt", a.Number),
		},
	}
	if a.Number > 1 {
		s.Attrs = append(s.Attrs, slog.Int("http.request.resend_count", a.Number-1))
	}
	if a.Status > 0 {
		s.Attrs = append(s.Attrs, slog.Int("http.response.status_code", a.Status))
	}
	switch {
	case a.Err != nil:
		s.Failure = a.Err.Error()
		s.Attrs = append(s.Attrs, slog.String("error.type", string(fault.KindOf(a.Err))))
	case a.Status >= http.StatusBadRequest:
		s.Failure = http.StatusText(a.Status)
	}
	h.tracer.Keep(s)
}

// serverName is the host of the server.
func (h *host) serverName() string {
	u, err := url.Parse(string(h.settings.Server.URL))
	if err != nil || u.Host == "" {
		return "embedded"
	}
	return u.Hostname()
}
