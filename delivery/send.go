package delivery

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"runtime/debug"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/internal/sharedfile"
)

var (
	errNotDue     = errors.New("not due yet")
	errUnreadable = errors.New("the disk does not give the file") // who knows for how long; it is not damaged
)

// Submit accepts a report as Put does, even when ctx has ended, and sends it at once; no other sender can be faster. Without
// a State in the receipt nothing was accepted, and the error says why. Else the report is safe, and receipt and error are
// those of Deliver.
func (o *Outbox) Submit(ctx context.Context, e Entry, s Sender) (Receipt, error) {
	r, bad := o.newRecord(e)
	if bad != nil {
		return Receipt{ID: e.ID}, bad
	}
	c, held := o.hold(e.ID) // before the report can be seen
	if held == nil {
		defer c.release()
	}
	if err := o.put(r, e.Body); err != nil {
		return Receipt{ID: e.ID}, err
	}
	if held != nil { // an older version is being sent just now, or the disk has no room for the claim
		nudge(o.wake)
		return Receipt{ID: e.ID, State: Queued}, nil
	}
	receipt, err := c.send(ctx, s, always)
	if errors.Is(err, errHeld) || errors.Is(err, errNothing) {
		return Receipt{ID: e.ID, State: Queued}, nil // this process was taken for dead meanwhile
	}
	o.learnOf(receipt, err)
	return receipt, err
}

func always(Record) bool { return true }

// Deliver sends a waiting report right now, due or not, and says what became of it. Queued with an error is a failed attempt
// that will be repeated; Queued without one means that another process is sending the report just now. Rejected and
// Damaged come with the reason. A report that the outbox does not know is a not_found fault.
func (o *Outbox) Deliver(ctx context.Context, id uuid.UUID, s Sender) (Receipt, error) {
	receipt, err := o.send(ctx, id, s, always)
	switch {
	case errors.Is(err, errHeld):
		return Receipt{ID: id, State: Queued}, nil
	case errors.Is(err, errNothing):
		return o.outcome(id)
	}
	o.learnOf(receipt, err)
	return receipt, err
}

// outcome is what became of a report that does not wait any more.
func (o *Outbox) outcome(id uuid.UUID) (Receipt, error) {
	r, err := o.find(id)
	if err != nil {
		return Receipt{ID: id}, err
	}
	receipt := Receipt{ID: id, State: r.State, Attempts: r.Attempts}
	switch {
	case r.State == Damaged:
		return receipt, fault.New(fault.Storage, "report %s is damaged: %s", id, r.Problem)
	case r.State == Rejected && r.LastError != nil:
		return receipt, r.LastError.fault()
	case r.State == Sending:
		receipt.State = Queued
	}
	return receipt, nil
}

// send claims a report and tries it if it is due by the record.
func (o *Outbox) send(ctx context.Context, id uuid.UUID, s Sender, due func(Record) bool) (Receipt, error) {
	queued := Receipt{ID: id, State: Queued}
	if err := ctx.Err(); err != nil {
		return queued, fault.Of(err)
	}
	if !exists(o.file(newFolder, id)) && !exists(o.file(retryFolder, id)) && !exists(o.claimDir(id)) {
		return queued, errNothing
	}
	c, err := o.holdWaiting(id)
	switch {
	case errors.Is(err, errHeld):
		return queued, err
	case err != nil:
		return queued, storageFault(err, "cannot claim report %s", id)
	}
	defer c.release()
	return c.send(ctx, s, due)
}

// send takes the report of a claim and tries it if it is due by the record. Its errors are errHeld, errNothing, errNotDue,
// errUnreadable with a fault of the disk, another fault of the disk, or the sender's.
func (c *claim) send(ctx context.Context, s Sender, due func(Record) bool) (Receipt, error) {
	queued := Receipt{ID: c.id, State: Queued}
	if err := ctx.Err(); err != nil {
		return queued, fault.Of(err)
	}
	err := c.take()
	switch {
	case errors.Is(err, errHeld), errors.Is(err, errNothing):
		return queued, err
	case err != nil:
		return queued, storageFault(err, "cannot claim report %s", c.id)
	}
	r, body, err := c.o.readFile(c.report(), c.id)
	if d, ok := errors.AsType[*damage](err); ok {
		return c.setAside(d.reason)
	}
	if err == nil && due(r) {
		return c.attempt(ctx, s, r, body)
	}
	if err == nil {
		err = errNotDue
	} else {
		err = errors.Join(storageFault(err, "cannot read report %s", c.id), errUnreadable)
	}
	return queued, errors.Join(err, c.giveBack())
}

// fairTime is what a server needs at most to answer, when all is well: one that is given less says nothing by its silence.
const fairTime = 5 * time.Second

// cutShort tells whether an attempt was stopped before it could say anything about the server, and makes that its error.
func cutShort(ctx context.Context, err error, took time.Duration) (bool, error) {
	switch {
	case err == nil, fault.KindOf(err) == fault.Validation, !errors.Is(ctx.Err(), context.Canceled):
		return false, err
	case errors.Is(context.Cause(ctx), errBudget) && took >= fairTime:
		return false, fault.New(fault.Timeout, "the server gave no answer in %s, and there was no more time", took.Round(time.Second))
	case fault.KindOf(err) == fault.Canceled:
		return true, err
	}
	return true, fault.Wrap(fault.Canceled, err, "stopped")
}

// attempt sends a taken report once and writes down what came of it.
func (c *claim) attempt(ctx context.Context, s Sender, r Record, body []byte) (Receipt, error) {
	before, begun := r.LastError, c.o.clock.Now()
	err := c.call(ctx, s, Entry{Meta: r.Meta, Body: body})
	cut, err := cutShort(ctx, err, c.o.clock.Now().Sub(begun))
	r.note(err, c.o.now())
	receipt := Receipt{ID: c.id, Attempts: r.Attempts}
	switch {
	case err == nil:
		receipt.State = Delivered
		c.settle(ctx, deliveredFolder, r, body)
	case fault.KindOf(err) == fault.Validation:
		receipt.State = Rejected
		c.settle(ctx, rejectedFolder, r, body)
	default:
		if !cut {
			r.NextAttempt = c.o.opts.Backoff.next(r.LastAttempt, r.Attempts, fault.Of(err).RetryIn)
		}
		receipt.State, receipt.NextAttempt = Queued, r.NextAttempt
		c.requeue(r, body)
	}
	c.logAttempt(ctx, receipt, r, before, err)
	return receipt, err
}

// call runs the sender within its time, with the lease kept alive. A sender's panic is one failed attempt.
func (c *claim) call(ctx context.Context, s Sender, e Entry) (err error) {
	ctx, cancel := context.WithTimeout(ctx, c.o.opts.SendTimeout)
	ctx, lost := context.WithCancelCause(ctx)
	var alive sync.WaitGroup
	alive.Go(func() { c.keepAlive(ctx, lost) })
	defer alive.Wait()
	defer cancel()
	defer func() {
		if p := recover(); p != nil {
			f := fault.New(fault.Bug, "the sender broke: %v", p)
			f.Traceback = string(debug.Stack())
			err = f
		}
	}()
	return s.Send(ctx, e)
}

// logAttempt says what an attempt led to. That a report waits is said when it begins to, and when the reason becomes another: in an
// outage of a night each report is tried a hundred times. Each process says it once, though others have. What an open circuit breaker holds back it has told of when it opened.
func (c *claim) logAttempt(ctx context.Context, receipt Receipt, r Record, before *Failure, err error) {
	log := c.o.log.With("report", c.id, "serial_number", r.SerialNumber, "attempts", r.Attempts,
		"correlation_id", r.CorrelationID)
	switch receipt.State {
	case Delivered:
		log.Debug("report delivered")
	case Rejected:
		log.Error("report rejected by the server", "error", err)
	default:
		level := slog.LevelWarn
		if known := !c.o.news(r.LastError) && before != nil && r.LastError != nil && before.Kind == r.LastError.Kind && before.Status == r.LastError.Status; known ||
			fault.KindOf(err) == fault.CircuitOpen {
			level = slog.LevelDebug
		}
		log.Log(ctx, level, "report not delivered yet", "error", err, "next_attempt", r.NextAttempt)
	}
}

// reason is why reports wait, in short.
type reason struct {
	kind   fault.Kind
	status int
}

// news tells whether this process has not said yet that this is why reports wait.
func (o *Outbox) news(why *Failure) bool {
	if why == nil {
		return false
	}
	_, told := o.told.LoadOrStore(reason{why.Kind, why.Status}, true)
	return !told
}

// settle writes a report's outcome into its last folder. On a disk too full for that the file goes there as it is.
func (c *claim) settle(ctx context.Context, folder string, r Record, body []byte) {
	if !c.mine() {
		c.o.log.Warn("a report was sent, but its claim had been lost meanwhile", "report", c.id, "as", folder)
		return
	}
	r.Settled = r.LastAttempt
	err := c.o.store(folder, r, body)
	if err != nil {
		level := slog.LevelWarn
		if folder == deliveredFolder { // of what the server has, nobody misses them
			level = slog.LevelDebug
		}
		c.o.log.Log(ctx, level, "the outcome of a report is kept without details", "report", c.id, "error", err)
		err = move(c.report(), c.o.file(folder, c.id))
	}
	if err == nil {
		err = remove(c.report())
	}
	if err == nil && folder == deliveredFolder {
		err = remove(c.o.file(rejectedFolder, c.id)) // of an earlier try
	}
	if err != nil {
		c.o.log.Error("the outcome of a report cannot be kept; it will be sent again", "report", c.id, "error", err)
	}
	c.o.backlog.forget(c.id)
	c.o.tidy(folder)
}

// requeue puts a report back with what is known of the attempt. On a disk too full for that it goes back as it was.
func (c *claim) requeue(r Record, body []byte) {
	if !c.mine() {
		return // whoever took it back has queued it
	}
	staged, err := c.o.stage(r, body)
	if err == nil {
		err = sharedfile.Rename(staged, c.report())
	}
	if err != nil {
		c.o.log.Warn("an attempt is not written down", "report", c.id, "error", err)
	}
	if err := c.giveBack(); err != nil && !errors.Is(err, fs.ErrNotExist) {
		c.o.log.Error("a report cannot be put back into the queue; the next sweep will do it", "report", c.id, "error", err)
	}
	c.o.backlog.forget(c.id)
}
