package resilience

import (
	"sync"
	"time"

	"github.com/failsafe-go/failsafe-go/circuitbreaker"

	"github.com/watsrun/watsrun/internal/fault"
)

// State is how a breaker stands.
type State string

// The states.
const (
	Closed   State = "closed"    // requests pass
	Open     State = "open"      // none pass
	HalfOpen State = "half_open" // one passes, to see
	Off      State = "off"       // there is no breaker
)

// forever is a delay that never ends: when an open breaker lets a request through is decided here, by the chain's clock.
const forever = 100 * 365 * 24 * time.Hour

// breaker is the circuit breaker of a server. It counts by failsafe-go, and adds the clock, the time that is left, and
// that only attempts of the present state count: a slow answer from before the outage must not end it.
type breaker struct {
	policy Breaker
	clock  Clock
	counts circuitbreaker.CircuitBreaker[any]

	mu      sync.Mutex
	row     int // failures in a row
	opened  time.Time
	probing bool
	epoch   int // of the state; it grows when the state changes
	trips   int
}

func newBreaker(p Breaker, clock Clock) *breaker {
	b := &breaker{policy: p, clock: clock}
	b.counts = circuitbreaker.NewBuilder[any]().
		WithFailureThreshold(uint(max(p.Failures, 1))).WithSuccessThreshold(1).WithDelay(forever).Build()
	return b
}

// ticket is the leave to send one attempt.
type ticket struct {
	epoch int
	probe bool
}

// enter asks to send an attempt. It is refused with circuit_open while the breaker is open or a probe is under way.
func (b *breaker) enter() (ticket, error) {
	if b.policy.Failures <= 0 {
		return ticket{}, nil
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.counts.IsOpen() {
		if left := b.left(); left > 0 {
			return ticket{}, b.refusal(left)
		}
		b.counts.HalfOpen()
		b.epoch++
	}
	if !b.counts.IsHalfOpen() {
		return ticket{epoch: b.epoch}, nil
	}
	if b.probing {
		return ticket{}, b.refusal(0)
	}
	b.probing = true
	return ticket{epoch: b.epoch, probe: true}, nil
}

// verdict is how an attempt ended.
type verdict int

const (
	success   verdict = iota // the server answered, also that the request is wrong
	failure                  // it did not answer, or with a status from 500
	undecided                // the attempt was given up before it could tell
)

// leave tells how the attempt ended.
func (b *breaker) leave(t ticket, v verdict) {
	if b.policy.Failures <= 0 {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if t.epoch != b.epoch {
		return
	}
	if t.probe {
		b.probing = false
	}
	switch v {
	case success:
		b.row = 0
		b.counts.RecordSuccess()
	case failure:
		b.row++
		b.counts.RecordFailure()
	}
	if t.probe || b.counts.IsOpen() {
		b.turned(t, v)
	}
}

// turned follows a change of state, or a probe that tells nothing, after which the next one may try.
func (b *breaker) turned(t ticket, v verdict) {
	if v == undecided {
		return
	}
	b.epoch++
	if b.counts.IsOpen() {
		b.opened = b.clock.Now()
		if !t.probe {
			b.trips++
		}
	}
}

// left is the time until an open breaker lets a probe through.
func (b *breaker) left() time.Duration {
	return max(0, b.policy.Delay-b.clock.Now().Sub(b.opened))
}

func (b *breaker) refusal(left time.Duration) error {
	f := fault.New(fault.CircuitOpen, "the server has failed %d times in a row and is left alone", b.policy.Failures).
		WithHint("a request is sent again in %s to see whether it is back; wats.breaker():reset() does not wait", left.Round(time.Second))
	if left == 0 {
		f.Message = "the server has failed, and one request is under way to see whether it is back"
		f.Hint = "try again when that is known"
	}
	f.Retryable, f.RetryIn = true, left
	return f
}

// Status is how a breaker stands, for people and metrics.
type Status struct {
	State    State
	Failures int           // in a row
	Trips    int           // how often it has opened
	RetryIn  time.Duration // until a request is let through, while open
}

func (b *breaker) status() Status {
	if b.policy.Failures <= 0 {
		return Status{State: Off}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	s := Status{State: Closed, Trips: b.trips, Failures: b.row}
	switch {
	case b.counts.IsOpen():
		if s.RetryIn = b.left(); s.RetryIn > 0 {
			s.State = Open
			break
		}
		s.State = HalfOpen // the next request goes through
	case b.counts.IsHalfOpen():
		s.State = HalfOpen
	}
	return s
}

// reset closes the breaker, whatever it knows.
func (b *breaker) reset() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.counts.Open() // closing a closed one would keep its failures
	b.counts.Close()
	b.probing, b.row = false, 0
	b.epoch++
}
