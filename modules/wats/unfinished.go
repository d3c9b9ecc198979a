package wats

import (
	"context"
	"sync"

	"github.com/watsrun/watsrun/internal/correlation"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/report"
)

// Journal keeps what is known of reports that scripts are building, in case that they never get to submit them.
type Journal interface {
	// Begin follows a report that a run has just made; nil where nothing can be known of it.
	Begin(ctx context.Context, r *report.Report) Record
}

// Record is one report in the journal. It is locked while others than the script change the report or send it, and by
// the callers of its methods.
type Record interface {
	sync.Locker
	// Seal notes that the report is now as it is to be sent; always also where nothing of it is in the journal yet.
	Seal(always bool) error
	// Remove ends the record of a report that is safe elsewhere, or that nobody wants.
	Remove()
	// Leave ends the record and has the next start see to the report.
	Leave()
}

// unrecorded stands for the record of a report that is in no journal.
type unrecorded struct{}

func (unrecorded) Lock()   {}
func (unrecorded) Unlock() {}
func (unrecorded) Seal(always bool) error {
	if !always {
		return nil
	}
	return fault.New(fault.Storage, "there is no journal")
}
func (unrecorded) Remove() {}
func (unrecorded) Leave()  {}

// follow enters a report that was just made into the ledger and the journal.
func (c *Client) follow(ctx context.Context, r *report.Report) {
	var record Record = unrecorded{}
	c.starts.postpone(r)
	if c.options.Journal != nil {
		if begun := c.options.Journal.Begin(ctx, r); begun != nil {
			record = begun
		}
	}
	var before Record
	ledgerOf(modules.RunFrom(ctx)).note(r, r.ID, func(e *Entry) { before, e.built, e.record = e.record, true, record })
	before.Lock() // of another object with the same id, which this one replaces
	defer before.Unlock()
	before.Remove()
}

// open is the record of a report that is to be submitted. One that was finished because its run is over cannot be.
func (l *ledger) open(r *report.Report, id string) (Record, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e := l.find(r, id)
	switch {
	case e == nil:
		return unrecorded{}, nil
	case e.Cut:
		return nil, fault.New(fault.Canceled, "the run is over, and report %s was finished as Terminated", id)
	}
	return e.record, nil
}

// Finish settles the reports that a run built and did not submit, after it. Without a reason the run came to its own end,
// and they were the script's to drop. With one, a sentence that says why the run ended early, each is finished as Terminated
// and submitted. It does nothing without a journal.
func (c *Client) Finish(ctx context.Context, run *modules.Run, why string) {
	if c.options.Journal == nil {
		return
	}
	ctx = correlation.With(modules.WithRun(ctx, run), run.CorrelationID)
	l := ledgerOf(run)
	for _, e := range l.all() {
		c.finish(ctx, l, e, why)
	}
}

// finish settles one report of a run that is over.
func (c *Client) finish(ctx context.Context, l *ledger, e *Entry, why string) {
	e.record.Lock()
	defer e.record.Unlock()
	switch {
	case e.Outcome.State == Lost:
		e.record.Leave()
	case (e.Outcome.State == "" || e.Outcome.State == Invalid) && why != "": // an invalid one the server refuses too, and the outbox keeps it
		l.note(e.Report, e.ID, func(e *Entry) { e.Cut = true })
		r := e.Report
		r.Terminate(report.Cut{Why: why, Seconds: elapsed(r, modules.RunFrom(ctx))})
		c.starts.keepApart(modules.RunFrom(ctx), r)
		s := Submission{ContentType: typeWSJF, Body: r.Encode()}
		s.describe(r)
		if _, err := c.deliver(ctx, s, r, e.record); err != nil {
			e.record.Leave()
		}
	default:
		e.record.Remove()
	}
}

// all lists the entries that the run built.
func (l *ledger) all() []*Entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	var built []*Entry
	for _, e := range l.entries {
		if e.built {
			built = append(built, e)
		}
	}
	return built
}
