package resilience

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/fault"
)

func TestLimiterSpreadsWhatIsTooMuch(t *testing.T) {
	clock := newClock()
	l := newLimiter(Limiter{Requests: 4, Per: 8 * time.Second}, clock)
	for range 7 {
		if _, err := l.wait(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(seconds(2, 2, 2), clock.waits()); diff != "" {
		t.Error(diff)
	}
	clock.step(time.Hour)
	for range 5 {
		_, _ = l.wait(t.Context())
	}
	if got := l.stats(); got.Waits != 4 || got.Waited != 8*time.Second {
		t.Errorf("idle time is saved up beyond the bucket: %+v", got)
	}
}

func TestLimiterDoesNotOutliveTheCall(t *testing.T) {
	l := newLimiter(Limiter{Requests: 1, Per: time.Hour}, systemClock{})
	if _, err := l.wait(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	_, err := l.wait(ctx)
	f := fault.Of(err)
	if f.Kind != fault.RateLimited || f.RetryIn < time.Minute || f.Hint == "" {
		t.Errorf("%+v", f)
	}
	stopped := errors.New("stopped")
	gone, stop := context.WithCancelCause(t.Context())
	stop(stopped)
	if _, err := l.wait(gone); !errors.Is(err, stopped) {
		t.Errorf("%v", err)
	}
	if l.tokens < -0.1 {
		t.Errorf("who gave up keeps a place in the queue: %v", l.tokens)
	}
}

// TestTooManyRequestsSlowEverybody: after a 429 the next request waits too, whoever sends it.
func TestTooManyRequestsSlowEverybody(t *testing.T) {
	r := newRig(t, Defaults(), says(429, "Retry-After", "9"), says(200), says(429), says(200))
	for range 4 {
		_, _ = r.status(t, t.Context(), "POST")
	}
	if diff := cmp.Diff(seconds(9, 1), r.clock.waits()); diff != "" {
		t.Error(diff)
	}
	if got := r.Limiter(); got.Waits != 2 {
		t.Errorf("%+v", got)
	}
}

// TestEveryAttemptTakesItsTurn: a retry waits for the limiter too, and the wait is no part of the attempt.
func TestEveryAttemptTakesItsTurn(t *testing.T) {
	p := retrying()
	p.AttemptTimeout, p.Limiter = time.Minute, Limiter{Requests: 1, Per: 8 * time.Second}
	r := newRig(t, p, says(503), says(503), says(200))
	r.limiter.clock = unboundedClock{r.clock, t}
	var waited, took []time.Duration
	r.o.Watch = func(_ context.Context, a Attempt) { waited, took = append(waited, a.Waited), append(took, a.Duration) }
	if status, err := r.status(t, t.Context(), "GET"); status != 200 {
		t.Errorf("%d, %v", status, err)
	}
	if diff := cmp.Diff(seconds(1, 7, 2, 6), r.clock.waits()); diff != "" {
		t.Errorf("waits for the retry and for the limiter in turn (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([][]time.Duration{seconds(0, 8, 8), seconds(0, 0, 0)}, [][]time.Duration{waited, took}); diff != "" {
		t.Errorf("waited and took (-want +got):\n%s", diff)
	}
}

// unboundedClock wants its sleepers to have all the time that their call has.
type unboundedClock struct {
	*testClock
	t *testing.T
}

func (c unboundedClock) Sleep(ctx context.Context, d time.Duration) error {
	if _, bounded := ctx.Deadline(); bounded {
		c.t.Error("the wait for the limiter is charged to the attempt's timeout")
	}
	return c.testClock.Sleep(ctx, d)
}

// TestOneAnswerStopsNobodyForHours: a server that asks for a day of patience is asked again after a minute.
func TestOneAnswerStopsNobodyForHours(t *testing.T) {
	r := newRig(t, Defaults(), says(429, "Retry-After", "86400"), says(200))
	for range 2 {
		_, _ = r.status(t, t.Context(), "POST")
	}
	if diff := cmp.Diff([]time.Duration{maxPause}, r.clock.waits()); diff != "" {
		t.Error(diff)
	}
}

func TestAShortPauseEndsNoLongOne(t *testing.T) {
	clock := newClock()
	l := newLimiter(Limiter{Requests: 100, Per: time.Second}, clock)
	l.pause(9 * time.Second)
	l.pause(time.Second)
	if waited, err := l.wait(t.Context()); waited != 9*time.Second || err != nil {
		t.Errorf("%s, %v", waited, err)
	}
}

// TestAProbeThatTheLimiterRefuses: it was never sent, and leaves the way free for the next one.
func TestAProbeThatTheLimiterRefuses(t *testing.T) {
	r := newRig(t, Policy{Breaker: Breaker{Failures: 1, Delay: time.Minute}, Limiter: Limiter{Requests: 1, Per: 24 * time.Hour}}, says(503), says(200))
	r.clock.now = time.Now()
	_, _ = r.status(t, t.Context(), "GET")
	r.clock.step(time.Minute)
	ctx, cancel := context.WithTimeout(t.Context(), time.Hour)
	defer cancel()
	if _, err := r.status(t, ctx, "GET"); fault.KindOf(err) != fault.RateLimited {
		t.Errorf("%v", err)
	}
	if status, err := r.status(t, t.Context(), "GET"); status != 200 || r.Breaker().State != Closed {
		t.Errorf("%d, %v: %+v", status, err, r.Breaker())
	}
}

func TestNoLimiter(t *testing.T) {
	r := newRig(t, Policy{}, says(429), says(200))
	for range 2 {
		_, _ = r.status(t, t.Context(), "GET")
	}
	if len(r.clock.waits()) != 0 || r.Breaker().State != Off {
		t.Errorf("%v, %+v", r.clock.waits(), r.Breaker())
	}
}
