package delivery

import (
	"context"
	"errors"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/watsrun/watsrun/internal/fault"
)

func TestBackoffGrowsToItsCap(t *testing.T) {
	b := Backoff{First: time.Second, Max: 10 * time.Second}
	for attempts, limit := range map[int]time.Duration{
		1: time.Second, 2: 2 * time.Second, 4: 8 * time.Second, 5: 10 * time.Second, 1 << 30: 10 * time.Second,
	} {
		longest, shortest := time.Duration(0), limit
		for range 1000 {
			wait := b.wait(attempts)
			longest, shortest = max(longest, wait), min(shortest, wait)
		}
		if longest > limit || longest < limit*8/10 || shortest > limit*2/10 {
			t.Errorf("after %d attempts: waits from %v to %v, limit %v", attempts, shortest, longest, limit)
		}
	}
}

func TestBackoffHonoursTheServersWish(t *testing.T) {
	now := time.Now()
	b := Backoff{First: time.Second, Max: time.Minute}
	if wait := b.next(now, 1, 30*time.Second).Sub(now); wait != 30*time.Second {
		t.Errorf("waits %v, the server wished 30 s", wait)
	}
	if wait := b.next(now, 1, 100*time.Hour).Sub(now); wait != time.Minute {
		t.Errorf("waits %v for a server that wished 100 h", wait)
	}
}

func TestAClockSetBackDelaysNothingForLong(t *testing.T) {
	now := time.Now()
	b := Backoff{First: time.Second, Max: time.Minute}
	for wait, want := range map[time.Duration]bool{
		0: true, -time.Hour: true, time.Second: false, time.Minute: false, time.Minute + 1: true, 1e5 * time.Hour: true,
	} {
		if got := b.due(now, now.Add(wait)); got != want {
			t.Errorf("due in %v: %v", wait, got)
		}
	}
}

func TestFlushSendsByPriorityThenAge(t *testing.T) {
	clock := newTestClock()
	o, s := open(t, Options{Clock: clock}), &server{}
	for i, priority := range []int{0, 10, 1, 5, 1, 0} {
		e := entry(fmt.Sprintf("%d of %d", i, priority))
		e.ID, e.Priority = uuid.New(), priority // whose order says nothing
		put(t, o, e)
		clock.advance(time.Millisecond)
	}
	tally := flush(t, o, s)
	want := []string{"2 of 1", "4 of 1", "0 of 0", "3 of 5", "5 of 0", "1 of 10"}
	if diff := cmp.Diff(want, s.bodies()); diff != "" || tally.Delivered != 6 {
		t.Errorf("%+v, order (-want +got):\n%s", tally, diff)
	}
}

func TestFlushTriesOnlyWhatIsDue(t *testing.T) {
	clock := newTestClock()
	o := open(t, Options{Clock: clock})
	id := put(t, o, entry("x"))
	busy := &fault.Error{Kind: fault.RateLimited, Message: "busy", RetryIn: time.Minute}
	if tally := flush(t, o, &server{always: busy}); tally.Failed != 1 || !errors.Is(tally.LastError, busy) {
		t.Fatalf("got %+v", tally)
	}
	s := &server{}
	if tally := flush(t, o, s); tally != (Tally{}) {
		t.Errorf("tried before its time: %+v", tally)
	}
	clock.advance(5 * time.Minute)
	other := open(t, Options{Dir: o.Dir(), Clock: clock})
	if tally := flush(t, other, s); tally.Delivered != 1 {
		t.Errorf("not tried in time: %+v", tally)
	}
	if r := show(t, o, id); r.Attempts != 2 {
		t.Errorf("the record is %+v", r)
	}
}

func TestFlushStopsWhenTheServerIsTheTrouble(t *testing.T) {
	for kind, want := range map[fault.Kind]int{fault.Connection: streak, fault.CircuitOpen: 1} {
		o := open(t, Options{})
		for range 10 {
			put(t, o, entry("x"))
		}
		if tally := flush(t, o, &server{always: fault.New(kind, "no")}); tally.Failed != want {
			t.Errorf("%s: tried %d, want %d", kind, tally.Failed, want)
		}
	}
}

func TestOneBadReportDoesNotHoldTheOthers(t *testing.T) {
	o, s := open(t, Options{}), &server{answers: map[uuid.UUID][]error{}}
	for i := range 20 {
		id := put(t, o, entry("x"))
		if i%3 == 0 {
			s.answers[id] = []error{fault.New(fault.Server, "500")}
		}
	}
	if tally := flush(t, o, s); tally.Delivered != 13 || tally.Failed != 7 {
		t.Errorf("got %+v", tally)
	}
}

// silent is a server that never answers.
var silent = SenderFunc(func(ctx context.Context, _ Entry) error {
	<-ctx.Done()
	return ctx.Err()
})

// TestSettleKeepsItsBudget has a server that never answers: what it had long enough for is an outage, so that the next command need
// not find out by waiting; what it had a moment for says nothing.
func TestSettleKeepsItsBudget(t *testing.T) {
	for budget, tells := range map[time.Duration]bool{fairTime: true, fairTime - 1: false} {
		clock := newTestClock()
		o := open(t, Options{Clock: clock, Lease: 3000 * time.Hour})
		id := put(t, o, entry("x"))
		s := SenderFunc(func(ctx context.Context, e Entry) error {
			clock.advance(budget)
			return silent(ctx, e)
		})
		tally, err := o.Settle(t.Context(), s, budget)
		if err != nil || tally.Failed != 1 {
			t.Errorf("%s: %+v, %v", budget, tally, err)
		}
		r := show(t, o, id)
		if out, on := o.Outage(); on != tells || on && out.Failures != 1 || r.NextAttempt.IsZero() == tells {
			t.Errorf("%s: the outage is %+v, %v; the record %+v", budget, out, on, r)
		}
	}
}

func TestAnAttemptThatIsStoppedIsDueAtOnce(t *testing.T) {
	o := open(t, Options{})
	id := put(t, o, entry("x"))
	ctx, cancel := context.WithCancel(t.Context())
	_, err := o.Deliver(ctx, id, SenderFunc(func(ctx context.Context, _ Entry) error { cancel(); return ctx.Err() }))
	if r := show(t, o, id); !r.NextAttempt.IsZero() || r.State != Queued || fault.KindOf(err) != fault.Canceled {
		t.Errorf("the record is %+v, %v", r, err)
	}
	if _, on := o.Outage(); on {
		t.Error("the server is said to be the trouble")
	}
}

// TestSettleWaitsForWhatBecomesDue has a server that fails twice and a clock that goes on with each wait.
func TestSettleWaitsForWhatBecomesDue(t *testing.T) {
	clock := newTestClock()
	o := open(t, Options{Clock: clock, Lease: 3000 * time.Hour, Backoff: Backoff{First: time.Second, Max: time.Second}})
	id := put(t, o, entry("x"))
	busy := fault.New(fault.Server, "busy")
	s := &server{answers: map[uuid.UUID][]error{id: {busy, errDown}}}
	go clock.follow(t.Context())
	if tally, err := o.Settle(t.Context(), s, 2000*time.Hour); err != nil || tally.Delivered != 1 || tally.Failed != 2 {
		t.Errorf("got %+v, %v", tally, err)
	}
}

func TestSettleDoesNotWaitForWhatIsDueLater(t *testing.T) {
	clock := newTestClock()
	o := open(t, Options{Clock: clock})
	put(t, o, entry("x"))
	later := &fault.Error{Kind: fault.RateLimited, Message: "busy", RetryIn: time.Minute}
	for _, want := range []Tally{{Failed: 1, LastError: later}, {}} {
		if tally, err := o.Settle(t.Context(), &server{always: later}, 10*time.Second); err != nil || tally != want {
			t.Errorf("got %+v, %v", tally, err)
		}
	}
}

func TestFlushOfAStoppedRun(t *testing.T) {
	o := open(t, Options{})
	id := put(t, o, entry("x"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := o.Flush(ctx, &server{}); fault.KindOf(err) != fault.Canceled {
		t.Errorf("Flush gave %v", err)
	}
	if r, err := o.Deliver(ctx, id, &server{}); r.State != Queued || fault.KindOf(err) != fault.Canceled {
		t.Errorf("Deliver gave %+v, %v", r, err)
	}
	if err := o.Put(ctx, entry("y")); fault.KindOf(err) != fault.Canceled {
		t.Errorf("Put gave %v", err)
	}
}

// TestUrgentReportsNeedNotWaitForAllOthers has reports that take a second each to send, and an urgent one that comes after the
// first.
func TestUrgentReportsNeedNotWaitForAllOthers(t *testing.T) {
	clock := newTestClock()
	o, s := open(t, Options{Clock: clock, Poll: 2 * time.Second}), &server{}
	d := drain{o: o, sender: SenderFunc(func(ctx context.Context, e Entry) error {
		clock.advance(time.Second)
		return s.Send(ctx, e)
	})}
	for range 10 {
		put(t, o, entry("normal"))
	}
	s.during = func(Entry) { // something more urgent comes in the first pass
		s.during = nil
		urgent := entry("urgent")
		urgent.Priority = FirstPriority
		put(t, o, urgent)
	}
	if err := d.run(t.Context()); err != nil || d.tally.Delivered != 11 {
		t.Errorf("got %+v, %v", d.tally, err)
	}
	if b := s.bodies(); b[3] != "urgent" {
		t.Errorf("the urgent report did not come after three seconds: %v", b)
	}
}

func TestAHugeBacklogIsLearnedInSteps(t *testing.T) {
	clock := newTestClock()
	o, s := open(t, Options{Clock: clock}), &server{}
	for range 10 {
		put(t, o, entry("x"))
	}
	for range 3 { // of which the first steps find nothing due
		flush(t, o, &server{always: &fault.Error{Kind: fault.Server, Message: "500", RetryIn: time.Minute}})
	}
	other := open(t, Options{Dir: o.Dir(), Clock: clock})
	other.backlog.step = 2
	if tally := flush(t, other, s); tally.Delivered != 1 {
		t.Errorf("got %+v", tally)
	}
	if stats, err := open(t, Options{Dir: o.Dir()}).Stats(t.Context()); err != nil || stats.Queued != 9 {
		t.Errorf("%+v, %v", stats, err)
	}
}

// TestAnOutageIsKnownToAll has a second process that finds the outage of the first.
func TestAnOutageIsKnownToAll(t *testing.T) {
	clock := newTestClock()
	o := open(t, Options{Clock: clock})
	other := open(t, Options{Dir: o.Dir(), Clock: clock})
	if _, on := other.Outage(); on {
		t.Fatal("an outage without a failure")
	}
	down := &fault.Error{Kind: fault.Connection, Message: "refused", RetryIn: time.Minute}
	id := put(t, o, entry("x"))
	for range 2 { // of which the second falls into the first's time
		deliver(t, o, id, &server{always: down}, Queued)
	}
	began := clock.Now()
	out, on := other.Outage()
	if !on || out.Failures != 1 || !out.Since.Equal(began) || out.LastError.Message != "refused" {
		t.Errorf("the outage is %+v, %v", out, on)
	}
	if tally, err := other.Settle(t.Context(), &server{}, 10*time.Second); tally != (Tally{}) || err != nil {
		t.Errorf("tried in an outage: %+v, %v", tally, err)
	}
	clock.advance(time.Minute)
	if _, on := other.Outage(); on {
		t.Error("the outage has no end")
	}
	deliver(t, other, id, &server{always: down}, Queued)
	if out, on := o.Outage(); !on || out.Failures != 2 || !out.Since.Equal(began) {
		t.Errorf("after one more failure: %+v, %v", out, on)
	}
	deliver(t, other, id, &server{}, Delivered)
	if out, on := o.Outage(); on || out != (Outage{}) {
		t.Errorf("after a success: %+v", out)
	}
}

// TestTheReasonOfAnOutageIsTheLatest has a server that is back, but refuses the token.
func TestTheReasonOfAnOutageIsTheLatest(t *testing.T) {
	clock := newTestClock()
	o := open(t, Options{Clock: clock})
	id := put(t, o, entry("x"))
	deliver(t, o, id, &server{always: errDown}, Queued)
	since, _ := o.Outage()
	refused := &fault.Error{Kind: fault.Unauthorized, Message: "the token is wrong", Status: 401}
	for i, try := range []func(){
		func() { deliver(t, o, id, &server{always: refused}, Queued) },
		func() { deliver(t, o, id, &server{always: errDown}, Queued) },
		func() { flush(t, o, &server{always: refused}) },
	} {
		clock.advance(time.Hour)
		before, _ := o.Outage()
		try()
		if out, _ := o.Outage(); *out.LastError == *before.LastError || !out.Since.Equal(since.Since) {
			t.Errorf("%d: the outage is %+v because of %+v, before %+v", i, out, out.LastError, before.LastError)
		}
	}
}

// TestOneDamagedFileIsNotWhyOthersWait: the last error of a flush is that of a report that waits.
func TestOneDamagedFileIsNotWhyOthersWait(t *testing.T) {
	o := open(t, Options{})
	put(t, o, entry("x"))
	broken := put(t, o, entry("y"))
	if err := os.WriteFile(o.file(newFolder, broken), []byte("bad"), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := show(t, o, broken); r.State != Damaged || r.ID != broken {
		t.Errorf("before it is set aside it is %+v", r)
	}
	tally := flush(t, o, &server{always: errDown})
	if tally.Damaged != 1 || tally.Failed != 1 || !errors.Is(tally.LastError, errDown) {
		t.Errorf("%+v", tally)
	}
}

func TestAReportThatOnlyItselfFailsIsNoOutage(t *testing.T) {
	o := open(t, Options{})
	deliver(t, o, put(t, o, entry("x")), &server{always: fault.New(fault.Server, "500")}, Queued)
	if out, on := o.Outage(); on {
		t.Errorf("an outage: %+v", out)
	}
}

func TestHalfAnOutageFileIsNone(t *testing.T) {
	o := open(t, Options{})
	if err := os.WriteFile(o.outagePath(), []byte(`{"since":`), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, on := o.Outage(); on || out != (Outage{}) {
		t.Errorf("an outage: %+v", out)
	}
}

func TestAReportIsTriedOnceInAFlush(t *testing.T) {
	o := open(t, Options{Backoff: Backoff{First: 1, Max: 1}}) // due again after at most a nanosecond
	for range 2 {
		put(t, o, entry("x"))
	}
	for range 10 {
		if tally := flush(t, o, &server{always: errDown}); tally.Failed != 2 {
			t.Fatalf("got %+v", tally)
		}
	}
}

// running starts Run and returns what stops it and gives its tally.
func running(t *testing.T, o *Outbox, s Sender) func() Tally {
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan Tally, 1)
	go func() { done <- o.Run(ctx, s, nil) }()
	return func() Tally {
		cancel()
		return <-done
	}
}

func TestRunSendsWhatComes(t *testing.T) {
	clock := newTestClock()
	o := open(t, Options{Clock: clock, Poll: time.Second})
	got := make(chan string)
	stop := running(t, o, SenderFunc(func(_ context.Context, e Entry) error { got <- string(e.Body); return nil }))
	put(t, o, entry("of this process"))
	if b := <-got; b != "of this process" {
		t.Errorf("got %q", b)
	}
	put(t, open(t, Options{Dir: o.Dir(), Clock: clock}), entry("of another"))
	for received := false; !received; {
		select {
		case b := <-got:
			received = b == "of another"
		case <-clock.waits:
			clock.advance(time.Second)
		}
	}
	if tally := stop(); tally.Delivered != 2 {
		t.Errorf("got %+v", tally)
	}
}

func TestRunWaitsLongerWhileTheServerIsDown(t *testing.T) {
	clock := newTestClock()
	o := open(t, Options{Clock: clock, Lease: 1000 * time.Hour, Backoff: Backoff{First: time.Second, Max: 64 * time.Second}})
	for range 10 {
		put(t, o, entry("x"))
	}
	down := &server{always: fault.New(fault.Connection, "refused")}
	stop := running(t, o, down)
	var longest time.Duration
	for range 200 {
		if d := <-clock.waits; d < time.Hour { // not a heartbeat
			longest = max(longest, d)
			clock.advance(d)
		}
	}
	if longest < 16*time.Second || longest > 64*time.Second {
		t.Errorf("the longest wait was %v", longest)
	}
	down.mu.Lock()
	down.always = nil
	down.mu.Unlock()
	for len(down.bodies()) < 10 {
		clock.advance(<-clock.waits % time.Hour)
	}
	if tally := stop(); tally.Delivered != 10 {
		t.Errorf("got %+v", tally)
	}
}

func TestRunRestsLongerWhereLookingTakesLong(t *testing.T) {
	clock := newTestClock()
	o := open(t, Options{Clock: clock, Poll: time.Second})
	d := drain{o: o, lookTime: time.Minute}
	if p := d.pause(); p != restFactor*time.Minute {
		t.Errorf("rests %v after a look of one minute", p)
	}
	d = drain{o: o, next: clock.Now().Add(300 * time.Millisecond)}
	if p := d.pause(); p != 300*time.Millisecond {
		t.Errorf("rests %v, a report is due in 300 ms", p)
	}
	d = drain{o: o, next: clock.Now().Add(time.Hour)}
	if p := d.pause(); p != time.Second {
		t.Errorf("rests %v, others may put", p)
	}
}
