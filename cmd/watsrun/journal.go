package main

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/delivery"
	"github.com/watsrun/watsrun/delivery/journal"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/modules/wats"
	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/runtime"
)

const (
	// recoverBudget is how long a command spends on reports of tests that were cut short before it does its own work.
	recoverBudget = 10 * time.Second
	// shortestInterval keeps the journal from looking at reports without a pause.
	shortestInterval = 10 * time.Millisecond
	// stopBudget is how long the reports of a script that did not stop are waited for.
	stopBudget = time.Second
)

// journalOf is the journal beside the reports of an outbox, so that what was cut short goes to the server that it was meant for.
func (a *app) journalOf(box *delivery.Outbox) *journal.Journal {
	version, _, _ := buildVersion()
	return journal.New(journal.Options{
		Dir: journalDir(box), Interval: max(a.settings.Journal.Interval, shortestInterval),
		Clock: outboxClock(a.now), Logger: a.log, Program: "watsrun " + version,
	})
}

func journalDir(box *delivery.Outbox) string { return filepath.Join(box.Dir(), "journal") }

// unitJournal is the journal as the wats module sees it.
type unitJournal struct{ *journal.Journal }

// newUnitJournal is nil where the settings want none.
func (a *app) newUnitJournal(box *delivery.Outbox) wats.Journal {
	if !a.settings.Journal.Enabled {
		return nil
	}
	return unitJournal{a.journalOf(box)}
}

// runJournal is the journal of one run.
type runJournal struct {
	*journal.Run
	closed sync.Once
}

type runJournalKey struct{}

// Begin is part of wats.Journal.
func (u unitJournal) Begin(ctx context.Context, r *report.Report) wats.Record {
	run := modules.RunFrom(ctx)
	if run.Quiet == nil {
		return nil
	}
	j := modules.State(run, runJournalKey{}, func() *runJournal { return &runJournal{Run: u.NewRun(run.Quiet)} })
	j.closed.Do(func() { run.OnEnd(func(context.Context) { j.Close() }) })
	return j.Run.Begin(r, journal.About{RunID: run.ID, CorrelationID: run.CorrelationID, Script: run.Script, RunStart: run.Start})
}

// recoverReports queues the reports of tests that were cut short by the end of their process. Trouble with them is no reason
// not to test.
func (a *app) recoverReports(ctx context.Context, box *delivery.Outbox) {
	ctx, cancel := context.WithTimeout(ctx, recoverBudget)
	defer cancel()
	tally, err := a.journalOf(box).Recover(ctx, func(ctx context.Context, f journal.Found) error { return a.keepFound(ctx, box, f) })
	if err != nil {
		a.log.Error("reports of tests that were cut short cannot be recovered", "error", err)
	}
	if tally.Left > 0 {
		a.log.Warn("journals of tests that were cut short are left for the next start", "count", tally.Left)
	}
}

// keepFound puts a recovered report into the outbox, unless it is there or was delivered.
func (a *app) keepFound(ctx context.Context, box *delivery.Outbox, f journal.Found) error {
	id, err := uuid.Parse(f.Report.ID)
	if err != nil {
		return fault.Wrap(fault.Validation, err, "the report's id %q is no GUID", f.Report.ID)
	}
	known, _, err := box.Show(ctx, id)
	if err == nil && known.State != delivery.Damaged {
		return nil
	}
	if err != nil && fault.KindOf(err) != fault.NotFound {
		return err
	}
	if err := box.Put(ctx, delivery.Entry{Body: f.Report.Encode(), Meta: delivery.Meta{
		ID: id, ContentType: "application/json", SerialNumber: f.Report.SN, PartNumber: f.Report.PN, Verdict: string(f.Report.Result),
		Station: f.Report.MachineName, RunID: f.RunID, CorrelationID: f.CorrelationID,
	}}); err != nil {
		return err
	}
	said := "a test was cut short: what was known of it is queued"
	if f.Complete {
		said = "a report was being submitted when watsrun stopped: it is queued"
	}
	a.log.Warn(said, "serial_number", f.Report.SN, "report", id, "result", f.Report.Result.Word(), "began", f.Began, "script", f.Script)
	return nil
}

// finishReports settles what a run built and did not submit, see wats.Client.Finish; early is why it came to no end of its own, nil
// if it did. The reports of a script that did not stop are finished if it holds still; else their journals stay for the next
// start.
func (h *host) finishReports(ctx context.Context, res *runtime.Result, early error) {
	finish := func() { h.client.Finish(ctx, res.Run, h.whyCut(early)) }
	if !res.Abandoned || res.Run.Quiet == nil {
		finish()
		return
	}
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopBudget)
	defer cancel()
	if !res.Run.Quiet(limited, finish) {
		h.log.Warn("the reports of a script that did not stop are finished by the next start", "script", res.Run.Script)
	}
}

// earlyEnd is why a run ended before the script meant it to, nil if it did not. An end with one of a script's own codes is
// meant.
func earlyEnd(res *runtime.Result) error {
	switch {
	case res.Err != nil:
		return errors.New(strings.TrimPrefix(res.Err.Where+": "+res.Err.Message, ": "))
	case res.Exit != nil && codeOfExit(res.Exit.Code) == exitEnded:
		return res.Exit
	}
	return nil
}

// whyCut says so in a report's comment; "" for nil.
func (h *host) whyCut(early error) string {
	if early == nil {
		return ""
	}
	text := h.secrets.Text(clean(strings.ToValidUTF8(early.Error(), "?")))
	return "Cut short: " + strings.Join(strings.Fields(text), " ")
}
