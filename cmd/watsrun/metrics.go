package main

import (
	"context"
	"net"
	"net/http"
	goruntime "runtime"
	"strconv"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/internal/metrics"
	"github.com/watsrun/watsrun/resilience"
	"github.com/watsrun/watsrun/runtime"
	"github.com/watsrun/watsrun/server"
	"github.com/watsrun/watsrun/server/web"
)

// meters are the metrics of this process. Labels are of few values: declared routes and operations, classes of status,
// verdicts. A nil one counts nothing.
type meters struct {
	metrics.Registry
	now func() time.Time

	requests, retries, refused, calls, runs *metrics.Counter
	requestTimes, runTimes                  *metrics.Histogram
}

func newMeters(now func() time.Time) *meters {
	m := &meters{now: now}
	version, goVersion, revision := buildVersion()
	m.Ask(metrics.Gauge, "watsrun_build_info", "Always 1; the labels say what is running.", []string{"version", "revision", "goversion"},
		func(emit func(float64, ...string)) { emit(1, version, revision, goVersion) })
	started := now()
	m.ask(metrics.Gauge, "watsrun_start_time_seconds", "When this process started, in seconds since 1970.", func() float64 { return float64(started.UnixMilli()) / 1000 })
	m.ask(metrics.Gauge, "watsrun_goroutines", "Goroutines of this process.", func() float64 { return float64(goruntime.NumGoroutine()) })
	return m
}

// ask adds a metric of one figure.
func (m *meters) ask(kind metrics.Kind, name, help string, ask func() float64) {
	m.Ask(kind, name, help, nil, func(emit func(float64, ...string)) { emit(ask()) })
}

// measure adds what there is to know of a host: requests, calls, the chain of policies, the outbox.
func (m *meters) measure(h *host) {
	if m == nil {
		return
	}
	m.requests = m.Counter("watsrun_requests_total", "Requests that were sent, by route, class of the status (none without an answer) and attempt.", "route", "status", "attempt")
	m.requestTimes = m.Histogram("watsrun_request_duration_seconds", "Time of one attempt, without waits.", metrics.Durations, "route")
	m.retries = m.Counter("watsrun_retries_total", "Attempts beyond the first of a request.", "route")
	m.refused = m.Counter("watsrun_refused_requests_total", "Requests that were not sent: circuit_open or rate_limited.", "reason")
	m.calls = m.Counter("watsrun_calls_total", "Calls of operations that sent something, by outcome: ok, or the kind of the error.", "operation", "outcome")
	m.runs = m.Counter("watsrun_runs_total", "Scripts that ended, by result.", "result")
	m.runTimes = m.Histogram("watsrun_run_duration_seconds", "Time of one script.", []float64{.1, 1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600})
	m.measureChain(h.chain)
	m.measureOutbox(h)
}

var breakerStates = []resilience.State{resilience.Closed, resilience.Open, resilience.HalfOpen, resilience.Off}

func (m *meters) measureChain(chain *resilience.Transport) {
	m.Ask(metrics.Gauge, "watsrun_breaker_state", "1 for the state in which the circuit breaker is.", []string{"state"}, func(emit func(float64, ...string)) {
		now := chain.Breaker().State
		for _, s := range breakerStates {
			emit(truth(s == now), string(s))
		}
	})
	m.ask(metrics.Gauge, "watsrun_breaker_retry_in_seconds", "Time until an open breaker lets a request through.", func() float64 { return chain.Breaker().RetryIn.Seconds() })
	m.ask(metrics.Total, "watsrun_breaker_trips_total", "How often the breaker has opened.", func() float64 { return float64(chain.Breaker().Trips) })
	m.ask(metrics.Total, "watsrun_limiter_waits_total", "Requests that waited for the rate limit.", func() float64 { return float64(chain.Limiter().Waits) })
	m.ask(metrics.Total, "watsrun_limiter_wait_seconds_total", "Time that they waited.", func() float64 { return chain.Limiter().Waited.Seconds() })
}

func truth(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// outboxPatience is how long one look into the outbox may take.
const outboxPatience = 5 * time.Second

func (m *meters) measureOutbox(h *host) {
	m.Ask(metrics.Gauge, "watsrun_outbox_reports", "Reports in the outbox.", []string{"state"}, func(emit func(float64, ...string)) {
		ctx, cancel := context.WithTimeout(context.Background(), outboxPatience)
		defer cancel()
		s, err := h.mail.box.Stats(ctx)
		if err != nil {
			h.log.Warn("the outbox cannot be counted for the metrics", "error", err)
			return // no figure is better than a wrong one
		}
		for state, n := range map[string]int{"queued": s.Queued, "sending": s.Sending, "delivered": s.Delivered, "rejected": s.Rejected, "damaged": s.Damaged} {
			emit(float64(n), state)
		}
	})
	m.Ask(metrics.Gauge, "watsrun_outbox_oldest_age_seconds", "Age of the report that has waited longest; 0 when none waits.", nil, func(emit func(float64, ...string)) {
		ctx, cancel := context.WithTimeout(context.Background(), outboxPatience)
		defer cancel()
		waiting, oldest, err := h.mail.box.Depth(ctx)
		switch {
		case err != nil:
		case waiting == 0:
			emit(0)
		default:
			emit(m.now().Sub(oldest).Seconds())
		}
	})
}

// measurePool adds the pool of VMs.
func (m *meters) measurePool(r *runtime.Runtime) {
	if m == nil {
		return
	}
	m.Ask(metrics.Gauge, "watsrun_vms", "Lua VMs, by what they do.", []string{"state"}, func(emit func(float64, ...string)) {
		s := r.Stats()
		emit(float64(s.Idle), "idle")
		emit(float64(s.Running), "running")
	})
	m.Ask(metrics.Total, "watsrun_vm_events_total", "What happened to VMs: created; reused for another run; discarded in doubt; abandoned, since they did not stop.", []string{"event"},
		func(emit func(float64, ...string)) {
			s := r.Stats()
			emit(float64(s.Created), "created")
			emit(float64(s.Reused), "reused")
			emit(float64(s.Discarded), "discarded")
			emit(float64(s.Abandoned), "abandoned")
		})
}

// sent counts an attempt.
func (m *meters) sent(a resilience.Attempt) {
	if m == nil {
		return
	}
	if !a.Sent {
		m.refused.Add(1, string(fault.KindOf(a.Err)))
		return
	}
	route := "(none)"
	if a.Call != nil {
		route = a.Call.Route
	}
	m.requests.Add(1, route, statusClass(a.Status), attemptLabel(a.Number))
	m.requestTimes.Observe(a.Duration.Seconds(), route)
	if a.Number > 1 {
		m.retries.Add(1, route)
	}
}

// statusClass is 2xx and so on, none without an answer.
func statusClass(status int) string {
	if status < 100 || status > 599 {
		return "none"
	}
	return strconv.Itoa(status/100) + "xx"
}

// attemptLabel is the number of an attempt, of which only the first ones are told apart.
func attemptLabel(n int) string {
	const most = 4
	if n >= most {
		return strconv.Itoa(most) + "+"
	}
	return strconv.Itoa(n)
}

// called counts a call of an operation.
func (m *meters) called(operation string, err error) {
	if m != nil {
		m.calls.Add(1, operation, orElse(string(fault.KindOf(err)), "ok"))
	}
}

// ran counts a script.
func (m *meters) ran(r *result) {
	if m != nil {
		m.runs.Add(1, r.verdict())
		m.runTimes.Observe(r.duration.Seconds())
	}
}

// watch counts the requests that a server gets.
func (m *meters) watch(o *server.Options) {
	if m == nil {
		return
	}
	requests := m.Counter("watsrun_server_requests_total", "Requests that the embedded server got, by route and class of the status.", "route", "status")
	times := m.Histogram("watsrun_server_request_duration_seconds", "Time that the embedded server took.", metrics.Durations, "route")
	o.Middleware = append([]func(http.Handler) http.Handler{web.Watch(m.now, func(r *http.Request, status int, d time.Duration) {
		route := orElse(r.Pattern, "(none)")
		requests.Add(1, route, statusClass(status))
		times.Observe(d.Seconds(), route)
	})}, o.Middleware...)
}

// serveMetrics listens for whoever reads metrics, where the settings say so, until the app closes. A port that is taken must
// not keep a station from testing: it is a warning.
func (a *app) serveMetrics(ctx context.Context) error {
	addr := a.settings.Metrics.Addr
	if a.meters == nil {
		return nil
	}
	hostPort, err := ownAddress(addr, "metrics-addr")
	if err != nil {
		return err
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", hostPort)
	if err != nil {
		a.log.Warn("nobody can read the metrics: the address cannot be listened on", "address", addr, "error", err)
		return nil
	}
	s := &http.Server{Handler: a.meters.Handler(), ReadHeaderTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: time.Minute}
	go func() { _ = s.Serve(l) }() // it ends with ErrServerClosed
	a.closers = append(a.closers, s)
	a.log.Info("metrics are served", "address", "http://"+l.Addr().String()+"/metrics")
	return nil
}

// ownAddress completes an address to listen on: without a host it is open to this machine only.
func ownAddress(addr, flag string) (string, error) {
	hostName, port, err := net.SplitHostPort(addr)
	if err != nil {
		return "", fault.Wrap(fault.Config, err, "the address %q", addr).WithHint("--%s is HOST:PORT or :PORT, such as 127.0.0.1:9464", flag)
	}
	return net.JoinHostPort(orElse(hostName, "127.0.0.1"), port), nil
}
