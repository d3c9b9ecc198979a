// Package resilience is the chain of policies that every request to a server goes through, as one http.RoundTripper: retry,
// circuit breaker, rate limiter, and the timeout of one attempt, outermost first. It wraps failsafe-go, and covers what that
// leaves open: bodies of answers that are tried again, dates in Retry-After, injected clocks. It may not know WATS, Lua or
// where its settings come from.
package resilience

import (
	"context"
	"math/rand/v2"
	"time"
)

// Policy is every number of the chain. The zero value does nothing but send.
type Policy struct {
	AttemptTimeout time.Duration // of one attempt; 0 leaves it to the call's own deadline
	Names          Names
	Retry          Retry
	Breaker        Breaker
	Limiter        Limiter
}

// Names are how errors call the numbers that people may want to raise; empty ones are those of the settings.
type Names struct {
	AttemptTimeout, MaxWait string
}

// Retry says how often a call is tried again: after a connection error, a timeout, and the statuses 429, 502, 503 and 504, if
// sending it twice is sending it once or if it was not sent at all.
type Retry struct {
	Enabled bool
	Max     int           // retries, beyond the first attempt
	Backoff float64       // the wait before retry n is Backoff to the power n-1 in seconds: 1, 2, 4 for 2
	MaxWait time.Duration // the longest wait, 0 sets no bound; a server that asks for a longer one is not asked again
	Jitter  bool          // wait a random share of the time, so that stations do not come back all at once
	Budget  float64       // the share of the requests under way that may be retries, so that they do not make an outage worse
}

// Breaker says when a server is left alone: after Failures in a row, for Delay, after which one request is sent to see.
// Failures are connection errors, timeouts and the statuses from 500.
type Breaker struct {
	Failures int // 0 switches the breaker off
	Delay    time.Duration
}

// Limiter bounds the requests, each attempt counted. What comes too fast waits.
type Limiter struct {
	Requests int // 0 switches the limiter off
	Per      time.Duration
}

// Defaults are the numbers where nobody says otherwise.
func Defaults() Policy {
	return Policy{
		Retry:   Retry{Max: 3, Backoff: 2, MaxWait: 30 * time.Second, Budget: 0.2},
		Breaker: Breaker{Failures: 5, Delay: 30 * time.Second},
		Limiter: Limiter{Requests: 500, Per: time.Minute},
	}
}

type policyKey struct{}

// WithPolicy puts numbers of retry and timeout into a context, for the calls of one run or for one call. Breaker and
// limiter are shared by all who talk to the server, so theirs are the transport's.
func WithPolicy(ctx context.Context, p Policy) context.Context {
	return context.WithValue(ctx, policyKey{}, p)
}

// Clock is the time that the chain goes by: it must never go back.
type Clock interface {
	Now() time.Time
	Sleep(ctx context.Context, d time.Duration) error // the cause of the context's end, if that comes first
}

// systemClock is the machine's clock, whose times carry the monotonic reading.
type systemClock struct{}

// Now implements Clock.
func (systemClock) Now() time.Time { return time.Now() }

// Sleep implements Clock.
func (systemClock) Sleep(ctx context.Context, d time.Duration) error {
	if d <= 0 {
		return context.Cause(ctx)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// random is a number from 0 to 1.
func random() float64 { return rand.Float64() }
