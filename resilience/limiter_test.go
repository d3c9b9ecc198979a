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

func TestNoLimiter(t *testing.T) {
	r := newRig(t, Policy{}, says(429), says(200))
	for range 2 {
		_, _ = r.status(t, t.Context(), "GET")
	}
	if len(r.clock.waits()) != 0 || r.Breaker().State != Off {
		t.Errorf("%v, %+v", r.clock.waits(), r.Breaker())
	}
}
