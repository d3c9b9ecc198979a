package delivery

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/internal/fault"
)

const (
	// streak is how many failures in a row mean that it is the server, not the reports.
	streak = 3
	// restFactor bounds the share of time that goes into looking into folders, whatever their size: one part of so many.
	restFactor = 10
)

// Tally counts what became of the reports that were tried.
type Tally struct {
	Delivered int
	Rejected  int
	Failed    int // attempts that will be repeated
	Damaged   int
	LastError error // of the last attempt that will be repeated, else of the last report that was refused or is damaged
}

// add counts one outcome; it returns false for a failed attempt.
func (t *Tally) add(receipt Receipt, err error) bool {
	if err != nil && (t.Failed == 0 || receipt.State == Queued) {
		t.LastError = err
	}
	switch receipt.State {
	case Delivered:
		t.Delivered++
	case Rejected:
		t.Rejected++
	case Damaged:
		t.Damaged++
	default:
		t.Failed++
		return false
	}
	return true
}

// Plus is what both counted. The last error is the other's, if it has one that matters as much.
func (t Tally) Plus(other Tally) Tally {
	if other.LastError != nil && (t.Failed == 0 || other.Failed > 0) {
		t.LastError = other.LastError
	}
	t.Delivered += other.Delivered
	t.Rejected += other.Rejected
	t.Failed += other.Failed
	t.Damaged += other.Damaged
	return t
}

// Flush tries all waiting reports once, due or not, the oldest first within each priority. After a few failures in a row, or
// when the circuit breaker is open, it stops: then the server is the trouble, and Tally.LastError says which. Its own error is
// trouble with the folder, or that ctx ended.
func (o *Outbox) Flush(ctx context.Context, s Sender) (Tally, error) {
	d := drain{o: o, sender: s, all: true}
	return d.finish(ctx, d.run(ctx))
}

// errBudget is why an attempt is cut short that the end of a budget finds under way.
var errBudget = errors.New("there was no more time")

// Settle tries the reports that are due, and those that become due, until none waits, or none will be due within the budget of
// time. The end of the budget is no error.
func (o *Outbox) Settle(ctx context.Context, s Sender, budget time.Duration) (Tally, error) {
	limited, end := context.WithCancelCause(ctx)
	defer end(nil)
	over := o.clock.After(budget)
	go func() {
		select {
		case <-over:
			end(errBudget)
		case <-limited.Done():
		}
	}()
	d := drain{o: o, sender: s}
	ends := o.clock.Now().Add(budget)
	var err error
	for !d.ended(limited) {
		if _, on := o.Outage(); !on {
			err = d.run(limited)
		}
		next := d.resume()
		if err != nil || next.IsZero() || next.After(ends) {
			break
		}
		d.rest(limited, next.Sub(o.clock.Now()), nil)
	}
	return d.finish(ctx, err)
}

func (d *drain) finish(ctx context.Context, err error) (Tally, error) {
	if err == nil && ctx.Err() != nil {
		err = fault.Of(ctx.Err())
	}
	return d.tally, err
}

// resume is when the next report may be tried; zero if none waits.
func (d *drain) resume() time.Time {
	if out, on := d.o.Outage(); on {
		return out.Until
	}
	return d.next
}

// Run sends what is due, also what other processes put, and returns what it did. After failures it waits longer and longer, up
// to Backoff.Max, or until a report of this process has arrived. It ends when stop is closed, which lets the attempt under
// way finish, or when ctx ends, which does not.
func (o *Outbox) Run(ctx context.Context, s Sender, stop <-chan struct{}) Tally {
	d := drain{o: o, sender: s, stop: stop}
	var pruned time.Time
	for !d.ended(ctx) {
		if now := o.clock.Now(); now.Sub(pruned).Abs() > pruneEvery {
			o.pruneAll()
			pruned = now
		}
		if out, on := o.Outage(); on {
			d.rest(ctx, out.Until.Sub(o.clock.Now()), nil)
			continue
		}
		if err := d.run(ctx); err != nil {
			o.log.Error("the outbox cannot be read", "error", err)
			d.rest(ctx, restFactor*o.opts.Poll, nil)
		} else if _, on := o.Outage(); !on {
			d.rest(ctx, d.pause(), o.wake)
		}
	}
	return d.tally
}

// rest waits until the time is over, somebody wakes it, the server takes a report, or all is over.
func (d *drain) rest(ctx context.Context, wait time.Duration, wake <-chan struct{}) {
	select {
	case <-ctx.Done():
	case <-d.stop:
	case <-wake:
	case <-d.o.alive:
	case <-d.o.clock.After(wait):
	}
}

// drain sends what is due, pass by pass.
type drain struct {
	o        *Outbox
	sender   Sender
	all      bool            // also what is not due
	stop     <-chan struct{} // closed when it is to end
	tally    Tally
	began    time.Time // no report is tried twice since then
	failures int       // in a row
	failure  error     // the last of these; nil if there is none
	next     time.Time // when the first report that was not due is
	lookTime time.Duration
	stuck    map[uuid.UUID]time.Time // reports that the disk does not give, and when to try again
}

func (d *drain) ended(ctx context.Context) bool {
	select {
	case <-d.stop:
		return true
	default:
		return ctx.Err() != nil
	}
}

// may tells whether a report is to be tried at this time.
func (d *drain) may(c candidate, now time.Time) bool {
	return c.untried(now, d.began) && !d.stuck[c.id].After(now) && (d.all || d.o.opts.Backoff.due(now, c.next))
}

// run ends when nothing more is due, when failures say that the server is the trouble, or with ctx. Its error is trouble with
// the folder.
func (d *drain) run(ctx context.Context) error {
	d.began, d.failures, d.failure = d.o.now(), 0, nil
	defer d.conclude()
	for !d.ended(ctx) {
		more, err := d.pass(ctx)
		if err != nil || !more || d.failures >= streak {
			return err
		}
	}
	return nil
}

// conclude makes the reserve whole again, and notes an outage if the last attempts failed because of the server.
func (d *drain) conclude() {
	d.o.keepReserve()
	if fault.KindOf(d.failure) == fault.Storage {
		return // the disk is the trouble
	}
	if d.failures >= streak || unreachable(d.failure) {
		d.o.serverFailed(d.failure)
	}
	if d.failure != nil {
		d.o.reasonChanged(d.failure)
	}
}

// pass looks at the folders once, sends reports until it is time to look for more urgent ones, and tells whether another look
// is worth it.
func (d *drain) pass(ctx context.Context) (more bool, err error) {
	looked := d.o.clock.Now()
	if err := d.o.sweep(); err != nil {
		return false, storageFault(err, "cannot take back reports of dead senders")
	}
	due, next, more, err := d.o.due(looked, d.may)
	if err != nil {
		return false, storageFault(err, "cannot list the waiting reports")
	}
	d.next, d.lookTime = next, d.o.clock.Now().Sub(looked)
	again := d.o.clock.Now().Add(d.lookEvery())
	for _, c := range due {
		if d.ended(ctx) || d.failures >= streak || d.o.clock.Now().After(again) {
			return true, nil
		}
		if d.one(ctx, c) {
			more = true
		}
	}
	return more, nil
}

// one tries a report, and tells whether it was there to be tried.
func (d *drain) one(ctx context.Context, c candidate) bool {
	receipt, err := d.o.send(ctx, c.id, d.sender, func(r Record) bool {
		return d.may(newCandidate(c.id, r, nil), d.o.clock.Now())
	})
	switch {
	case errors.Is(err, errHeld), errors.Is(err, errNothing), errors.Is(err, errNotDue):
		d.o.backlog.forget(c.id)
		return false
	case errors.Is(err, errUnreadable):
		d.tally.add(receipt, err)
		d.leaveStuck(c.id, err)
		return false
	case d.tally.add(receipt, err):
		d.failures, d.failure = 0, nil
		if receipt.State != Damaged {
			d.o.serverAnswered()
		}
	case fault.KindOf(err) == fault.CircuitOpen:
		d.failures, d.failure = streak, err
	default:
		d.failures, d.failure = d.failures+1, err
	}
	return true
}

// leaveStuck has a report wait that the disk does not give: it says nothing of the server, and the others go on.
func (d *drain) leaveStuck(id uuid.UUID, err error) {
	if d.stuck == nil {
		d.stuck = map[uuid.UUID]time.Time{}
	}
	d.stuck[id] = d.o.clock.Now().Add(d.o.opts.Backoff.Max)
	d.o.log.Error("a report cannot be read from the disk; the others go on", "report", id, "error", err)
}

// pause is how long Run may rest after all went well: until the next report is due, but it looks for those of other processes.
func (d *drain) pause() time.Duration {
	pause := d.lookEvery()
	if !d.next.IsZero() {
		pause = min(pause, max(0, d.next.Sub(d.o.clock.Now())))
	}
	return max(pause, restFactor*d.lookTime)
}

// lookEvery is how often the folders are looked at: at each Poll, and more rarely where looking takes long.
func (d *drain) lookEvery() time.Duration { return max(d.o.opts.Poll, restFactor*d.lookTime) }
