package main

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/watsrun/watsrun/delivery"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/resilience"
)

// health knows whether a sender can deliver. It goes by what the server last did: by the attempts to deliver, and where there
// was none for a while by asking the server itself.
type health struct {
	server  string // as people read it
	box     *delivery.Outbox
	breaker func() resilience.Status
	reach   func(context.Context) error // asks the server for something small, with the token
	now     func() time.Time

	asking sync.Mutex // only one at a time asks the server
	mu     sync.Mutex
	seen   evidence
}

// evidence is what the server last did.
type evidence struct {
	delivered time.Time // when a report was last delivered
	answered  time.Time // when the server last did what it should
	failed    time.Time
	failure   *failureJSON // nil if it never failed
}

// fresh is how old an attempt may be to say how things stand now, and reachTimeout how long asking may take.
const (
	fresh        = 10 * time.Second
	reachTimeout = 5 * time.Second
)

// attempted is told of each attempt to deliver.
func (h *health) attempted(_ delivery.Entry, err error) {
	if err == nil {
		h.mu.Lock()
		h.seen.delivered = h.now()
		h.mu.Unlock()
	}
	h.learn(err)
}

// learn notes what one request says of the server. One that was stopped or held back says nothing; one that was refused for
// its content was answered.
func (h *health) learn(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch fault.KindOf(err) {
	case fault.Canceled, fault.CircuitOpen:
	case "", fault.Validation:
		h.seen.answered = h.now()
	default:
		h.seen.failed, h.seen.failure = h.now(), failureOfError(err)
	}
}

func (h *health) evidence() (evidence, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	latest := h.seen.answered
	if h.seen.failed.After(latest) {
		latest = h.seen.failed
	}
	return h.seen, h.now().Sub(latest) < fresh
}

// healthJSON is what /readyz and /health answer.
type healthJSON struct {
	CanDeliver   bool         `json:"can_deliver"`
	Reason       string       `json:"reason,omitempty"` // why it cannot
	Server       string       `json:"server"`
	Outbox       string       `json:"outbox"`
	Waiting      int          `json:"waiting"`
	OldestAge    float64      `json:"oldest_age_seconds"`
	LastSuccess  time.Time    `json:"last_success,omitzero"` // a report was delivered
	LastAnswer   time.Time    `json:"last_answer,omitzero"`  // the server did what it should
	LastError    *failureJSON `json:"last_error,omitempty"`
	LastErrorAt  time.Time    `json:"last_error_at,omitzero"`
	OutageSince  time.Time    `json:"outage_since,omitzero"`
	BreakerState string       `json:"breaker"`
	RetryIn      float64      `json:"breaker_retry_in_seconds"`
}

// check finds out whether reports can be delivered now.
func (h *health) check(ctx context.Context) healthJSON {
	out := healthJSON{Server: h.server, Outbox: h.box.Dir()}
	waiting, oldest, err := h.box.Depth(ctx)
	if out.Waiting = waiting; waiting > 0 {
		out.OldestAge = h.now().Sub(oldest).Round(time.Millisecond).Seconds()
	}
	e := h.current(ctx)
	outage, _ := h.box.Outage()
	breaker := h.breaker()
	out.LastSuccess, out.LastAnswer, out.LastError, out.LastErrorAt = e.delivered, e.answered, e.failure, e.failed
	out.OutageSince, out.BreakerState, out.RetryIn = outage.Since, string(breaker.State), breaker.RetryIn.Seconds()
	switch {
	case err != nil:
		out.Reason = fault.Of(err).Message
	case breaker.State == resilience.Open:
		out.Reason = "the server failed too often and is left alone for a while"
	case e.failure != nil && !e.answered.After(e.failed):
		out.Reason = e.failure.Message
	case outage.Failures > 0 && waiting > 0:
		out.Reason = "the server takes no report: " + outage.LastError.Message
	default:
		out.CanDeliver = true
	}
	return out
}

// current is what the server did a moment ago; if that is not known, it is asked.
func (h *health) current(ctx context.Context) evidence {
	h.asking.Lock()
	defer h.asking.Unlock()
	e, isFresh := h.evidence()
	if isFresh {
		return e
	}
	ctx, cancel := context.WithTimeout(ctx, reachTimeout)
	defer cancel()
	h.learn(h.reach(ctx))
	e, _ = h.evidence()
	return e
}

// handler answers the probes of service managers and monitors.
func (h *health) handler() http.Handler {
	mux := http.NewServeMux()
	ready := func(w http.ResponseWriter, r *http.Request) {
		out := h.check(r.Context())
		status := http.StatusOK
		if !out.CanDeliver {
			status = http.StatusServiceUnavailable
		}
		answerJSON(w, status, out)
	}
	mux.HandleFunc("GET /readyz", ready)
	mux.HandleFunc("GET /health", ready)
	mux.HandleFunc("GET /livez", func(w http.ResponseWriter, _ *http.Request) {
		answerJSON(w, http.StatusOK, map[string]bool{"alive": true})
	})
	return mux
}

func answerJSON(w http.ResponseWriter, status int, v any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = printJSON(w, v) // whoever asked has gone
}

// startHealth listens for probes where the settings say so, until the app closes, and prints the address.
func (h *host) startHealth(ctx context.Context) error {
	addr := h.settings.Outbox.HealthAddr
	if addr == "" {
		return nil
	}
	listener, err := listenHealth(ctx, addr)
	if err != nil {
		return err
	}
	state := &health{
		server: h.target, box: h.mail.box, breaker: h.chain.Breaker, now: h.now,
		reach: func(ctx context.Context) error { return h.mail.reach(h.mail.once(ctx)) },
	}
	h.mail.watch = state.attempted
	s := &http.Server{Handler: state.handler(), ReadHeaderTimeout: 10 * time.Second, WriteTimeout: 30 * time.Second, IdleTimeout: time.Minute}
	go func() { _ = s.Serve(listener) }() // it ends with ErrServerClosed
	h.closers = append(h.closers, s)
	_, err = h.stdout.Write([]byte("http://" + listener.Addr().String() + "\n"))
	return err
}

// listenHealth opens the port.
func listenHealth(ctx context.Context, addr string) (net.Listener, error) {
	hostPort, err := ownAddress(addr, "health-addr")
	if err != nil {
		return nil, err
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", hostPort)
	if err != nil {
		return nil, fault.Wrap(fault.Config, err, "cannot listen on %s", addr).WithHint("choose another port with --health-addr; port 0 takes a free one")
	}
	return l, nil
}
