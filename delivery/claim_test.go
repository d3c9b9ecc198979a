package delivery

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/internal/sharedfile"
)

// elsewhere opens the same outbox as a process of another machine would, whose life only its lease can tell.
func elsewhere(t testing.TB, o *Outbox) *Outbox {
	t.Helper()
	other := open(t, Options{Dir: o.Dir(), Clock: o.clock, Lease: o.opts.Lease})
	other.self.Host += "-elsewhere"
	return other
}

// gonePID is the id of a process that has ended.
func gonePID(t testing.TB) int {
	t.Helper()
	cmd := exec.Command(os.Args[0], "-test.run=^$")
	if err := cmd.Run(); err != nil {
		t.Fatal(err)
	}
	return cmd.Process.Pid
}

// take holds and takes a report, as a sender does.
func take(o *Outbox, id uuid.UUID) (*claim, error) {
	c, err := o.hold(id)
	if err == nil {
		err = c.take()
	}
	return c, err
}

func claimed(t testing.TB, o *Outbox, id uuid.UUID) *claim {
	t.Helper()
	c, err := take(o, id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// flush tries once what is due.
func flush(t testing.TB, o *Outbox, s Sender) Tally {
	t.Helper()
	d := drain{o: o, sender: s}
	if err := d.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	return d.tally
}

func TestOnlyOneClaimsAReport(t *testing.T) {
	o := open(t, Options{})
	id := put(t, o, entry("x"))
	var wins, held int
	var mu sync.Mutex
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			_, err := take(o, id)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err == nil:
				wins++
			case errors.Is(err, errHeld):
				held++
			default:
				t.Error(err)
			}
		})
	}
	all.Wait()
	if wins != 1 || held != 7 {
		t.Errorf("%d claimed it, %d found it held", wins, held)
	}
}

func TestADeadProcessLosesItsClaimAtOnce(t *testing.T) {
	o := open(t, Options{})
	id := put(t, o, entry("x"))
	dead := open(t, Options{Dir: o.Dir()})
	dead.self.PID = gonePID(t)
	claimed(t, dead, id)
	if tally := flush(t, o, &server{}); tally.Delivered != 1 {
		t.Errorf("got %+v", tally)
	}
	wantFiles(t, o, map[string]int{deliveredFolder: 1})
}

func TestASilentHolderLosesItsClaimAfterItsLease(t *testing.T) {
	clock := newTestClock()
	o := open(t, Options{Clock: clock, Lease: time.Minute})
	id := put(t, o, entry("x"))
	claimed(t, elsewhere(t, o), id)
	clock.advance(time.Minute)
	if r := deliver(t, o, id, &server{}, Queued); r.Attempts != 0 {
		t.Fatalf("%+v", r)
	}
	clock.advance(time.Second)
	deliver(t, o, id, &server{}, Delivered)
}

// TestAClockThatIsSetTakesNoClaimAway has a sender on this machine that lives: only silence that was watched counts.
func TestAClockThatIsSetTakesNoClaimAway(t *testing.T) {
	clock := newTestClock()
	o := open(t, Options{Clock: clock, Lease: time.Minute})
	id := put(t, o, entry("x"))
	claimed(t, open(t, Options{Dir: o.Dir(), Clock: clock}), id)
	clock.advance(30 * time.Minute)
	if r := deliver(t, o, id, &server{}, Queued); r.Attempts != 0 {
		t.Fatalf("%+v", r)
	}
	clock.advance(time.Minute)
	deliver(t, o, id, &server{}, Queued)
	clock.advance(time.Second)
	deliver(t, o, id, &server{}, Delivered)
}

func TestALeaseFromTheFutureEnds(t *testing.T) {
	clock := newTestClock()
	o := open(t, Options{Clock: clock, Lease: time.Minute})
	id := put(t, o, entry("x"))
	claimed(t, elsewhere(t, o), id)
	clock.advance(-time.Hour)
	deliver(t, o, id, &server{}, Delivered)
}

func TestAnUnreadableLeaseEnds(t *testing.T) {
	clock := newTestClock()
	o := open(t, Options{Clock: clock, Lease: time.Minute})
	id := put(t, o, entry("x"))
	c := claimed(t, o, id)
	if err := os.Truncate(c.lease(), 0); err != nil {
		t.Fatal(err)
	}
	clock.advance(2 * time.Minute)
	deliver(t, o, id, &server{}, Delivered)
}

func TestALongAttemptKeepsItsClaim(t *testing.T) {
	clock := newTestClock()
	o := open(t, Options{Clock: clock, Lease: time.Minute})
	other := elsewhere(t, o)
	id := put(t, other, entry("x"))
	entered, leave := make(chan bool), make(chan bool)
	done := make(chan Receipt)
	go func() {
		r, _ := other.Deliver(context.Background(), id, SenderFunc(func(context.Context, Entry) error {
			close(entered)
			<-leave
			return nil
		}))
		done <- r
	}()
	<-entered
	for range 10 {
		<-clock.waits // the holder waits for its next heartbeat
		clock.advance(20 * time.Second)
	}
	<-clock.waits // the last heartbeat is made
	if r := deliver(t, o, id, &server{}, Queued); r.Attempts != 0 {
		t.Errorf("a held report was tried: %+v", r)
	}
	close(leave)
	if r := <-done; r.State != Delivered {
		t.Errorf("the holder got %+v", r)
	}
}

func TestAHolderThatLostItsClaimIsStopped(t *testing.T) {
	clock := newTestClock()
	o := open(t, Options{Clock: clock, Lease: time.Minute})
	other := elsewhere(t, o)
	id := put(t, o, entry("x"))
	s := &server{}
	r, err := other.Deliver(t.Context(), id, SenderFunc(func(ctx context.Context, _ Entry) error {
		<-clock.waits
		clock.mu.Lock()
		clock.now = clock.now.Add(2 * time.Minute) // as after a suspended machine: its timers have not run
		clock.mu.Unlock()
		deliver(t, o, id, s, Delivered)
		clock.advance(0)
		<-ctx.Done()
		return context.Cause(ctx)
	}))
	if r.State != Queued || fault.KindOf(err) != fault.Timeout {
		t.Errorf("got %+v, %v", r, err)
	}
	wantFiles(t, o, map[string]int{deliveredFolder: 1})
}

// TestALateHolderLosesNothing wakes a holder that was taken for dead, after its successor has the newer content of the same
// report in each place where that can be.
func TestALateHolderLosesNothing(t *testing.T) {
	late := map[string]func(*claim, Record, []byte){
		"delivered": func(c *claim, r Record, b []byte) { c.settle(t.Context(), deliveredFolder, r, b) },
		"failed":    func(c *claim, r Record, b []byte) { c.requeue(r, b) },
		"given up":  func(c *claim, _ Record, _ []byte) { _ = c.giveBack() },
	}
	for name, finish := range late {
		for _, newer := range []string{newFolder, claimedFolder, retryFolder} {
			t.Run(name+" while newer is in "+newer, func(t *testing.T) {
				clock := newTestClock()
				o := open(t, Options{Clock: clock})
				e := entry("old")
				id := put(t, o, e)
				c := claimed(t, elsewhere(t, o), id)
				r, body, err := o.readFile(c.report(), id)
				if err != nil {
					t.Fatal(err)
				}
				clock.advance(time.Hour)
				if err := o.sweep(); err != nil {
					t.Fatal(err)
				}
				e.Body = []byte("new")
				put(t, o, e)
				s := &server{}
				act := func() { finish(c, r, body); c.release() }
				switch newer {
				case newFolder:
					act()
				case claimedFolder:
					deliver(t, o, id, SenderFunc(func(context.Context, Entry) error { act(); return errors.New("down") }), Queued)
				case retryFolder:
					deliver(t, o, id, &server{always: errors.New("down")}, Queued)
					act()
				}
				clock.advance(time.Hour)
				flush(t, o, s)
				if diff := cmp.Diff([]string{"new"}, s.bodies()); diff != "" {
					t.Errorf("the server got (-want +got):\n%s", diff)
				}
				wantFiles(t, o, map[string]int{deliveredFolder: 1})
			})
		}
	}
}

// TestALateHolderRewritesNoOutcome wakes a holder that was taken for dead, after the server has answered the newer content of
// the same report.
func TestALateHolderRewritesNoOutcome(t *testing.T) {
	for state, answer := range map[State]error{Delivered: nil, Rejected: errBad} {
		clock := newTestClock()
		o := open(t, Options{Clock: clock})
		e := entry("old")
		id := put(t, o, e)
		c := claimed(t, elsewhere(t, o), id)
		r, body, err := o.readFile(c.report(), id)
		if err != nil {
			t.Fatal(err)
		}
		clock.advance(time.Hour)
		if err := o.sweep(); err != nil {
			t.Fatal(err)
		}
		e.Body = []byte("new")
		put(t, o, e)
		deliver(t, o, id, &server{always: answer}, state)
		c.settle(t.Context(), deliveredFolder, r, body)
		c.release()
		if r, body, err := o.Show(t.Context(), id); err != nil || r.State != state || string(body) != "new" {
			t.Errorf("the newer report was %s; there is %q, %s, %v", state, body, r.State, err)
		}
		wantFiles(t, o, map[string]int{string(state): 1})
	}
}

// TestAStrayReportYieldsToNewerContent: what a late holder left in a claim without a lease is older than what waits.
func TestAStrayReportYieldsToNewerContent(t *testing.T) {
	clock := newTestClock()
	o := open(t, Options{Clock: clock})
	e := entry("old")
	id := put(t, o, e)
	old, err := os.ReadFile(o.file(newFolder, id))
	if err != nil {
		t.Fatal(err)
	}
	clock.advance(time.Second)
	e.Body = []byte("new")
	put(t, o, e)
	deliver(t, o, id, &server{always: errDown}, Queued)
	stray := &claim{o: o, id: id, token: newToken()}
	if err := errors.Join(os.Mkdir(o.claimDir(id), 0o755), os.WriteFile(stray.report(), old, 0o600)); err != nil {
		t.Fatal(err)
	}
	clock.advance(time.Hour)
	s := &server{}
	flush(t, o, s)
	if diff := cmp.Diff([]string{"new"}, s.bodies()); diff != "" {
		t.Errorf("the server got (-want +got):\n%s", diff)
	}
	wantFiles(t, o, map[string]int{deliveredFolder: 1})
}

// TestTheProcessesOfOtherMachinesAreNotKnown: a number that is no process here may be one there.
func TestTheProcessesOfOtherMachinesAreNotKnown(t *testing.T) {
	for name, change := range map[string]func(*holder){
		"host":  func(h *holder) { h.Host += "-elsewhere" },
		"space": func(h *holder) { h.Space += "-elsewhere" },
	} {
		o := open(t, Options{})
		id := put(t, o, entry("x"))
		other := open(t, Options{Dir: o.Dir()})
		other.self.PID = gonePID(t)
		change(&other.self)
		claimed(t, other, id)
		if r := deliver(t, o, id, &server{}, Queued); r.Attempts != 0 {
			t.Errorf("another %s: what a living sender has was sent: %+v", name, r)
		}
	}
}

// TestALateClaimantLosesNothing lets a holder lose its claim before it moves the report in.
func TestALateClaimantLosesNothing(t *testing.T) {
	for _, successor := range []bool{false, true} {
		clock := newTestClock()
		o := open(t, Options{Clock: clock})
		id := put(t, o, entry("x"))
		c, err := elsewhere(t, o).hold(id)
		if err != nil {
			t.Fatal(err)
		}
		clock.advance(time.Hour)
		if err := o.sweep(); err != nil {
			t.Fatal(err)
		}
		var next *claim
		if successor {
			if next, err = o.hold(id); err != nil {
				t.Fatal(err)
			}
		}
		if err := c.take(); !errors.Is(err, errHeld) {
			t.Errorf("with successor %v: got %v", successor, err)
		}
		c.release()
		if successor {
			next.release()
		}
		s := &server{}
		flush(t, o, s)
		if len(s.got) != 1 {
			t.Errorf("with successor %v: the server got %d", successor, len(s.got))
		}
		wantFiles(t, o, map[string]int{deliveredFolder: 1})
	}
}

// TestEveryCrashPointOfAnAttempt leaves the files as a crash after each step would, and looks what the next process does.
func TestEveryCrashPointOfAnAttempt(t *testing.T) {
	for name, c := range map[string]struct {
		steps func(*testing.T, *Outbox, uuid.UUID)
		sent  int // by the next process
	}{
		"claim prepared": {func(t *testing.T, o *Outbox, id uuid.UUID) {
			token := newToken()
			if err := o.prepareClaim(filepath.Join(o.path(tmpFolder), token), token); err != nil {
				t.Fatal(err)
			}
		}, 1},
		"claim made": {func(t *testing.T, o *Outbox, id uuid.UUID) {
			if _, err := o.hold(id); err != nil {
				t.Fatal(err)
			}
		}, 1},
		"report taken": {func(t *testing.T, o *Outbox, id uuid.UUID) { claimed(t, o, id) }, 1},
		"failure staged": {func(t *testing.T, o *Outbox, id uuid.UUID) {
			c := claimed(t, o, id)
			r, body, err := o.readFile(c.report(), id)
			if err != nil {
				t.Fatal(err)
			}
			staged, err := o.stage(r, body)
			if err == nil {
				err = sharedfile.Rename(staged, c.report())
			}
			if err != nil {
				t.Fatal(err)
			}
		}, 1},
		"failure given back": {func(t *testing.T, o *Outbox, id uuid.UUID) {
			if err := claimed(t, o, id).giveBack(); err != nil {
				t.Fatal(err)
			}
		}, 1},
		"delivered, claim not cleared": {func(t *testing.T, o *Outbox, id uuid.UUID) {
			c := claimed(t, o, id)
			r, body, err := o.readFile(c.report(), id)
			if err == nil {
				err = o.store(deliveredFolder, r, body)
			}
			if err != nil {
				t.Fatal(err)
			}
		}, 0},
		"delivered, report removed": {func(t *testing.T, o *Outbox, id uuid.UUID) {
			c := claimed(t, o, id)
			if err := move(c.report(), o.file(deliveredFolder, id)); err != nil {
				t.Fatal(err)
			}
		}, 0},
		"delivered, lease removed": {func(t *testing.T, o *Outbox, id uuid.UUID) {
			c := claimed(t, o, id)
			if err := errors.Join(move(c.report(), o.file(deliveredFolder, id)), remove(c.lease())); err != nil {
				t.Fatal(err)
			}
		}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			clock := newTestClock()
			o := open(t, Options{Clock: clock})
			id := put(t, o, entry("x"))
			c.steps(t, elsewhere(t, o), id)
			clock.advance(48 * time.Hour)
			s := &server{}
			flush(t, o, s)
			if len(s.got) != c.sent {
				t.Errorf("the next process sent %d, want %d", len(s.got), c.sent)
			}
			wantFiles(t, o, map[string]int{deliveredFolder: 1})
		})
	}
}
