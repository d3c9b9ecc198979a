package resilience

import (
	"context"
	"sync"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
)

// limiter lets a number of requests through in a time, at once or spread, and has the others wait for their turn. It is a
// bucket of tokens that fills all the time. failsafe-go's own goes by the machine's clock alone and cannot be told to pause.
type limiter struct {
	policy Limiter
	clock  Clock

	mu     sync.Mutex
	tokens float64 // below 0: as many requests wait
	filled time.Time
	paused time.Time // nothing is sent before
	waits  int
	waited time.Duration
}

func newLimiter(p Limiter, clock Clock) *limiter {
	return &limiter{policy: p, clock: clock, tokens: float64(p.Requests), filled: clock.Now()}
}

// wait waits for the turn of one request and says how long that was. When the context would end before that, it gives up
// at once with rate_limited.
func (l *limiter) wait(ctx context.Context) (waited time.Duration, err error) {
	if l.policy.Requests <= 0 {
		return 0, nil
	}
	d := l.reserve()
	if d <= 0 {
		return 0, nil
	}
	if ends, ok := ctx.Deadline(); ok && l.clock.Now().Add(d).After(ends) {
		l.giveBack()
		f := fault.New(fault.RateLimited, "more than %d requests in %s", l.policy.Requests, l.policy.Per).
			WithHint("ask for less, or raise resilience.limiter.requests if the server allows that")
		f.Retryable, f.RetryIn = true, d
		return 0, f
	}
	if err := l.clock.Sleep(ctx, d); err != nil {
		l.giveBack()
		return 0, err
	}
	return d, nil
}

// reserve takes a token and says how long to wait until it is there.
func (l *limiter) reserve() time.Duration {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.clock.Now()
	each := l.policy.Per / time.Duration(l.policy.Requests)
	l.tokens = min(float64(l.policy.Requests), l.tokens+float64(now.Sub(l.filled))/float64(each))
	l.filled = now
	l.tokens--
	d := max(l.paused.Sub(now), time.Duration(-l.tokens*float64(each)), 0)
	if d > 0 {
		l.waits++
		l.waited += d
	}
	return d
}

func (l *limiter) giveBack() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.tokens++
}

// pause has everybody wait: the server says that it is asked too often.
func (l *limiter) pause(d time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if until := l.clock.Now().Add(d); until.After(l.paused) {
		l.paused = until
	}
}

// LimiterStats count the waits of a limiter.
type LimiterStats struct {
	Waits  int
	Waited time.Duration
}

func (l *limiter) stats() LimiterStats {
	l.mu.Lock()
	defer l.mu.Unlock()
	return LimiterStats{l.waits, l.waited}
}
