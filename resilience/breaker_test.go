package resilience

import (
	"context"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
)

func TestFiveFailuresOpenIt(t *testing.T) {
	r := newRig(t, Defaults(), says(503))
	for range 5 {
		if status, _ := r.status(t, t.Context(), "GET"); status != 503 {
			t.Fatalf("status %d", status)
		}
	}
	_, err := r.status(t, t.Context(), "GET")
	f := fault.Of(err)
	if f.Kind != fault.CircuitOpen || f.RetryIn != 30*time.Second || !f.Retryable || !strings.Contains(f.Hint, "30s") {
		t.Errorf("%+v", f)
	}
	if n := r.requests.Load(); n != 5 {
		t.Errorf("%d requests", n)
	}
	r.clock.step(12 * time.Second)
	if s := r.Breaker(); s.State != Open || s.RetryIn != 18*time.Second || s.Failures != 5 || s.Trips != 1 {
		t.Errorf("%+v", s)
	}
	r.clock.step(18 * time.Second)
	if _, err := r.status(t, t.Context(), "GET"); err != nil || r.requests.Load() != 6 {
		t.Errorf("no probe after the delay: %v, %d requests", err, r.requests.Load())
	}
	if s := r.Breaker(); s.State != Open || s.RetryIn != 30*time.Second {
		t.Errorf("a probe that fails: %+v", s)
	}
	r.ResetBreaker()
	if s := r.Breaker(); s.State != Closed || s.Failures != 0 {
		t.Errorf("after the reset: %+v", s)
	}
}

func TestWhatCountsAsAFailure(t *testing.T) {
	for status, want := range map[int]int{200: 0, 204: 0, 400: 0, 401: 0, 404: 0, 409: 0, 422: 0, 429: 0, 500: 1, 502: 1, 503: 1, 504: 1} {
		r := newRig(t, Defaults(), says(status))
		_, _ = r.status(t, t.Context(), "GET")
		if got := r.Breaker().Failures; got != want {
			t.Errorf("status %d counts %d", status, got)
		}
	}
	r := newRig(t, Defaults(), breaks(""))
	_, _ = r.status(t, t.Context(), "POST")
	if got := r.Breaker().Failures; got != 1 {
		t.Errorf("a reset counts %d", got)
	}
	mixed := newRig(t, Defaults(), says(503), says(503), says(503), says(503), says(404), says(503))
	for range 8 {
		_, _ = mixed.status(t, t.Context(), "GET")
	}
	if s := mixed.Breaker(); s.State != Closed || s.Failures != 3 {
		t.Errorf("only failures in a row count: %+v", s)
	}
}

// TestDeadlinesCount: a call whose time runs out is the server's failure, one that its caller gives up is nobody's.
func TestDeadlinesCount(t *testing.T) {
	for end, want := range map[error]int{context.DeadlineExceeded: 1, context.Canceled: 0} {
		over := make(chan struct{})
		r := newRig(t, Defaults(), func(_ http.ResponseWriter, q *http.Request) {
			close(over) // the request has arrived
			<-q.Context().Done()
		})
		if _, err := r.status(t, endingContext{t.Context(), over, end}, "GET"); err == nil || r.Breaker().Failures != want {
			t.Errorf("%v: %v; %+v", end, err, r.Breaker())
		}
	}
}

// endingContext is a context that ends when its channel does, and no sooner.
type endingContext struct {
	context.Context
	over <-chan struct{}
	end  error
}

func (c endingContext) Done() <-chan struct{} { return c.over }

func (c endingContext) Err() error {
	select {
	case <-c.over:
		return c.end
	default:
		return nil
	}
}

// TestOneProbe: of a hundred calls on a half-open breaker one is sent, the others are refused.
func TestOneProbe(t *testing.T) {
	release := make(chan struct{})
	bad := says(503)
	r := newRig(t, Defaults(), bad, bad, bad, bad, bad, func(w http.ResponseWriter, q *http.Request) {
		<-release
		says(200)(w, q)
	})
	for range 5 {
		_, _ = r.status(t, t.Context(), "GET")
	}
	r.clock.step(time.Minute)
	var all sync.WaitGroup
	var refused, well atomic.Int64
	for range 100 {
		all.Go(func() {
			status, err := r.status(t, t.Context(), "GET")
			switch {
			case fault.KindOf(err) == fault.CircuitOpen:
				if refused.Add(1) == 99 {
					close(release)
				}
			case status == 200:
				well.Add(1)
			default:
				t.Errorf("%d, %v", status, err)
			}
		})
	}
	all.Wait()
	if refused.Load() != 99 || well.Load() != 1 || r.requests.Load() != 6 {
		t.Errorf("%d refused, %d well, %d requests", refused.Load(), well.Load(), r.requests.Load())
	}
	if s := r.Breaker(); s.State != Closed {
		t.Errorf("%+v", s)
	}
}

func TestRetriesDoNotBurnOnAnOpenBreaker(t *testing.T) {
	p := retrying()
	p.Breaker.Failures = 2
	r := newRig(t, p, says(503))
	_, err := r.status(t, t.Context(), "GET")
	if f := fault.Of(err); f.Kind != fault.CircuitOpen || r.requests.Load() != 2 || len(r.clock.waits()) != 2 {
		t.Errorf("%v after %d requests and %v", err, r.requests.Load(), r.clock.waits())
	}
}

// TestProbeThatTellsNothing: one that is given up leaves the way free for the next.
func TestProbeThatTellsNothing(t *testing.T) {
	clock := newClock()
	b := newBreaker(Breaker{Failures: 1, Delay: time.Minute}, clock)
	pass, _ := b.enter()
	b.leave(pass, failure)
	clock.step(time.Minute)
	probe, err := b.enter()
	if err != nil || !probe.probe {
		t.Fatalf("%+v, %v", probe, err)
	}
	b.leave(probe, undecided)
	if s := b.status(); s.State != HalfOpen {
		t.Errorf("%+v", s)
	}
	if probe, err = b.enter(); err != nil || !probe.probe {
		t.Errorf("%+v, %v", probe, err)
	}
}

// model is the breaker as its documentation has it.
type model struct {
	failures, need int
	delay          time.Duration
	open           bool
	opened         time.Time
	probing        bool
	epoch          int
}

// TestBreakerAgainstAModel lets random events happen to a breaker and to a plain model of it.
func TestBreakerAgainstAModel(t *testing.T) {
	for seed := range uint64(200) {
		random := rand.New(rand.NewPCG(seed, 1))
		clock := newClock()
		m := &model{need: 1 + random.IntN(5), delay: time.Duration(1+random.IntN(20)) * time.Second}
		b := newBreaker(Breaker{Failures: m.need, Delay: m.delay}, clock)
		type sent struct {
			ticket ticket
			epoch  int
			probe  bool
		}
		var under []sent
		for range 300 {
			switch random.IntN(4) {
			case 0:
				clock.step(time.Duration(random.IntN(8)) * time.Second)
			case 1, 2:
				pass, probe := m.enter(clock.Now())
				got, err := b.enter()
				if (err == nil) != pass || got.probe != probe {
					t.Fatalf("seed %d: enter gives %+v, %v; the model %v, %v", seed, got, err, pass, probe)
				}
				if pass {
					under = append(under, sent{got, m.epoch, probe})
				}
			default:
				if len(under) == 0 {
					continue
				}
				i := random.IntN(len(under))
				v := verdict(random.IntN(3))
				b.leave(under[i].ticket, v)
				m.leave(under[i].epoch, under[i].probe, v, clock.Now())
				under = append(under[:i], under[i+1:]...)
			}
			if got, want := b.status(), m.state(clock.Now()); got.State != want || got.Failures != m.failures {
				t.Fatalf("seed %d: %+v, the model %s with %d failures", seed, got, want, m.failures)
			}
		}
	}
}

func (m *model) state(now time.Time) State {
	switch {
	case !m.open:
		return Closed
	case now.Sub(m.opened) < m.delay:
		return Open
	}
	return HalfOpen
}

func (m *model) enter(now time.Time) (pass, probe bool) {
	switch m.state(now) {
	case Closed:
		return true, false
	case Open:
		return false, false
	}
	if m.probing {
		return false, false
	}
	if !m.probing {
		m.probing = true
		m.epoch++
	}
	return true, true
}

func (m *model) leave(epoch int, probe bool, v verdict, now time.Time) {
	if probe {
		if epoch != m.epoch {
			return
		}
		m.probing = false
		switch v {
		case success:
			m.open, m.failures = false, 0
			m.epoch++
		case failure:
			m.opened = now
			m.failures++
			m.epoch++
		}
		return
	}
	if m.open || epoch != m.epoch {
		return
	}
	switch v {
	case success:
		m.failures = 0
	case failure:
		if m.failures++; m.failures >= m.need {
			m.open, m.opened = true, now
			m.epoch++
		}
	}
}
