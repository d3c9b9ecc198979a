package delivery

import (
	"math/rand/v2"
	"time"
)

// Clock tells the time and waits. It is given from outside so that tests need not wait.
type Clock interface {
	Now() time.Time
	After(d time.Duration) <-chan time.Time
}

type systemClock struct{}

func (systemClock) Now() time.Time                         { return time.Now() }
func (systemClock) After(d time.Duration) <-chan time.Time { return time.After(d) }

// now is the time as records hold it: UTC, without the monotonic part and what no reader needs.
func (o *Outbox) now() time.Time { return o.clock.Now().UTC().Truncate(time.Microsecond) }

// Backoff says how long to wait between attempts: a random time below a limit that starts at First and doubles up to Max
// ("full jitter": a line of stations that lost the same server does not come back in step).
type Backoff struct {
	First time.Duration
	Max   time.Duration
}

// wait is how long to wait after so many attempts.
func (b Backoff) wait(attempts int) time.Duration {
	limit := b.First
	for i := 1; i < attempts && limit < b.Max; i++ {
		limit *= 2
	}
	return rand.N(min(limit, b.Max) + 1)
}

// next is when to try again: after the wait, and not before the server wishes, though its wish cannot exceed Max.
func (b Backoff) next(now time.Time, attempts int, retryIn time.Duration) time.Time {
	return now.Add(max(b.wait(attempts), min(retryIn, b.Max)).Round(time.Millisecond))
}

// due tells whether an attempt planned for next may be made. One further away than Max was planned before the clock was set
// back: waiting for it could take years.
func (b Backoff) due(now, next time.Time) bool {
	wait := next.Sub(now)
	return wait <= 0 || wait > b.Max
}
