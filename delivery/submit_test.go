package delivery

import (
	"context"
	"errors"
	"os"
	"sync/atomic"
	"testing"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
)

func submit(t *testing.T, o *Outbox, e Entry, s Sender, want State) Receipt {
	t.Helper()
	r, err := o.Submit(t.Context(), e, s)
	if r.State != want || r.ID != e.ID {
		t.Errorf("submit gave %+v, %v; want %s", r, err, want)
	}
	return r
}

func TestSubmitSaysWhatTheServerSaid(t *testing.T) {
	for want, answer := range map[State]error{Delivered: nil, Rejected: errBad, Queued: errDown} {
		o := open(t, Options{})
		e := entry("x")
		_, err := o.Submit(t.Context(), e, &server{always: answer})
		if !errors.Is(err, answer) {
			t.Errorf("%s: %v", want, err)
		}
		if r := show(t, o, e.ID); r.State != want || r.Attempts != 1 {
			t.Errorf("%s: the record is %+v", want, r)
		}
	}
}

// TestNobodyIsFasterThanSubmit has a sender at work that would take any report at once.
func TestNobodyIsFasterThanSubmit(t *testing.T) {
	o := open(t, Options{Poll: time.Nanosecond})
	stop := running(t, open(t, Options{Dir: o.Dir(), Poll: time.Nanosecond}), SenderFunc(func(context.Context, Entry) error {
		return fault.New(fault.Server, "this sender must not get it")
	}))
	for range 50 {
		submit(t, o, entry("x"), &server{}, Delivered)
	}
	if tally := stop(); tally != (Tally{}) {
		t.Errorf("the other sender did %+v", tally)
	}
}

func TestSubmitOfAReportThatIsBeingSentQueuesTheNewContent(t *testing.T) {
	o, s := open(t, Options{}), &server{}
	e := entry("old")
	put(t, o, e)
	s.during = func(Entry) {
		s.during = nil
		e.Body = []byte("new")
		submit(t, o, e, s, Queued)
	}
	deliver(t, o, e.ID, s, Delivered)
	if tally := flush(t, o, s); tally.Delivered != 1 {
		t.Errorf("%+v", tally)
	}
	if b := s.bodies(); len(b) != 2 || b[1] != "new" {
		t.Errorf("the server got %v", b)
	}
}

func TestSubmitAcceptsWhenItsRunIsOver(t *testing.T) {
	o := open(t, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	e := entry("x")
	r, err := o.Submit(ctx, e, &server{})
	if r.State != Queued || fault.KindOf(err) != fault.Canceled {
		t.Errorf("got %+v, %v", r, err)
	}
	wantFiles(t, o, map[string]int{newFolder: 1})
}

func TestSubmitRefusesWhatPutRefuses(t *testing.T) {
	o := open(t, Options{MaxEntries: 1})
	put(t, o, entry("the only one"))
	for want, e := range map[fault.Kind]Entry{fault.Storage: entry("one too many"), fault.Validation: entry("")} {
		r, err := o.Submit(t.Context(), e, &server{})
		if r.State != "" || fault.KindOf(err) != want {
			t.Errorf("got %+v, %v", r, err)
		}
	}
	wantFiles(t, o, map[string]int{newFolder: 1})
}

func TestSubmitWithoutAClaimQueues(t *testing.T) {
	o := open(t, Options{})
	if err := os.Remove(o.path(claimedFolder)); err != nil {
		t.Fatal(err)
	}
	submit(t, o, entry("x"), &server{}, Queued)
	wantFiles(t, o, map[string]int{newFolder: 1})
}

func TestWhatABreakerHoldsBackIsNoAttempt(t *testing.T) {
	clock := newTestClock()
	o := open(t, Options{Clock: clock})
	open := &fault.Error{Kind: fault.CircuitOpen, Message: "held back", RetryIn: 20 * time.Second}
	id := put(t, o, entry("x"))
	for i, c := range []struct {
		answer   error
		attempts int
		last     fault.Kind
	}{{open, 0, fault.CircuitOpen}, {errDown, 1, fault.KindOf(errDown)}, {open, 1, fault.KindOf(errDown)}} {
		r := deliver(t, o, id, &server{always: c.answer}, Queued)
		got := show(t, o, id)
		if got.Attempts != c.attempts || got.LastError.Kind != c.last {
			t.Errorf("%d: %d attempts, last error %+v", i, got.Attempts, got.LastError)
		}
		if wait := r.NextAttempt.Sub(clock.Now()); errors.Is(c.answer, open) && wait < 19*time.Second {
			t.Errorf("%d: tried again in %v", i, wait)
		}
	}
}

func TestFlushTriesWhatIsNotDue(t *testing.T) {
	o := open(t, Options{})
	put(t, o, entry("x"))
	flush(t, o, &server{always: &fault.Error{Kind: fault.RateLimited, Message: "busy", RetryIn: time.Minute}})
	if tally, err := o.Flush(t.Context(), &server{}); tally.Delivered != 1 || err != nil {
		t.Errorf("%+v, %v", tally, err)
	}
}

// TestRunEndsAfterTheAttemptUnderWay stops a sender that is in the middle of one of two reports.
func TestRunEndsAfterTheAttemptUnderWay(t *testing.T) {
	o := open(t, Options{})
	put(t, o, entry("first"))
	put(t, o, entry("second"))
	stop, done := make(chan struct{}), make(chan Tally, 1)
	go func() {
		done <- o.Run(t.Context(), SenderFunc(func(ctx context.Context, _ Entry) error { close(stop); return ctx.Err() }), stop)
	}()
	if tally := <-done; tally.Delivered != 1 || tally.Failed != 0 {
		t.Errorf("%+v", tally)
	}
	wantFiles(t, o, map[string]int{deliveredFolder: 1, newFolder: 1})
}

// TestAServerThatIsBackIsUsedAtOnce has Run rest after failures, and a report of somebody else arrive meanwhile.
func TestAServerThatIsBackIsUsedAtOnce(t *testing.T) {
	clock := newTestClock()
	o := open(t, Options{Clock: clock, Lease: 3000 * time.Hour, Backoff: Backoff{First: time.Hour, Max: time.Hour}})
	for range streak {
		put(t, o, entry("x"))
	}
	var up atomic.Bool
	arrived := make(chan string, 10)
	s := SenderFunc(func(_ context.Context, e Entry) error {
		if !up.Load() {
			return errDown
		}
		arrived <- string(e.Body)
		return nil
	})
	stop := running(t, o, s)
	for d := 2 * time.Hour; d > time.Hour; d = <-clock.waits { // heartbeats, then the rest
	}
	up.Store(true)
	put(t, o, entry("waiting"))
	submit(t, o, entry("live"), s, Delivered)
	for _, want := range []string{"live", "waiting"} {
		if got := <-arrived; got != want {
			t.Errorf("%q arrived, want %q", got, want)
		}
	}
	if tally := stop(); tally.Delivered != 1 || tally.Failed != streak {
		t.Errorf("%+v", tally)
	}
}

func TestRunRemovesWhatIsTooOld(t *testing.T) {
	clock := newTestClock()
	o := open(t, Options{Clock: clock, KeepDelivered: Keep{Age: 24 * time.Hour}})
	earlier := open(t, Options{Dir: o.Dir(), Clock: clock})
	deliver(t, earlier, put(t, earlier, entry("x")), &server{}, Delivered)
	stop := running(t, o, &server{})
	rested := func() {
		for <-clock.waits != o.opts.Poll { // a heartbeat
		}
	}
	rested()
	if got := files(t, o); got[deliveredFolder] != 1 {
		t.Fatalf("kept %v", got)
	}
	clock.advance(25 * time.Hour)
	rested()
	if got := files(t, o); got[deliveredFolder] != 0 {
		t.Errorf("kept %v", got)
	}
	stop()
}

func TestDepth(t *testing.T) {
	clock := newTestClock()
	o := open(t, Options{Clock: clock})
	if n, oldest, err := o.Depth(t.Context()); n != 0 || !oldest.IsZero() || err != nil {
		t.Errorf("%d since %v, %v", n, oldest, err)
	}
	began := clock.Now().UTC()
	for range 3 {
		put(t, o, entry("x"))
		clock.advance(time.Minute)
	}
	o.backlog.step = 1
	if n, oldest, err := o.Depth(t.Context()); n != 3 || !oldest.Equal(began) || err != nil {
		t.Errorf("%d since %v, %v; want 3 since %v", n, oldest, err, began)
	}
}
