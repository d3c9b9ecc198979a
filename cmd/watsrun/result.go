package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/modules/wats"
	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/runtime"
)

// result is how one script ended.
type result struct {
	script   string
	run      *modules.Run // nil for a script that never ran
	code     int
	err      *fault.Error
	ended    string // why the script ended itself, if it did
	duration time.Duration
	reports  []wats.Entry
	identity []slog.Attr // what the run's log lines carry besides its ids
}

// verdict is the word for the result.
func (r *result) verdict() string { return exitRow(r.code).word }

// notLoaded is the result of a script that could not be read or compiled.
func notLoaded(s script, err error) *result {
	return &result{script: s.name, code: exitNotLoaded, err: fault.Of(err)}
}

// notStarted is the result of a script whose turn did not come.
func notStarted(s script, cause error) *result {
	return &result{script: s.name, code: codeOfStop(cause), err: fault.Of(cause)}
}

// finished is the result of a run.
func finished(ctx context.Context, s script, res *runtime.Result) *result {
	r := &result{script: s.name, run: res.Run, err: res.Err, duration: res.Duration, reports: wats.Reports(res.Run)}
	codes := []int{codeOfRun(ctx, res)}
	if res.Exit != nil {
		r.ended = res.Exit.Error()
		codes = append(codes, codeOfExit(res.Exit.Code))
	}
	for _, e := range r.reports {
		codes = append(codes, codeOfState(e.Outcome.State))
		if !e.Cut { // else the run's own end says it all
			codes = append(codes, codeOfVerdict(e.Result))
		}
	}
	r.code = worst(codes...)
	return r
}

func codeOfRun(ctx context.Context, res *runtime.Result) int {
	switch {
	case res.Err == nil:
		return exitPassed
	case res.Err.Kind == fault.Bug:
		return exitBug
	case res.NotLoaded:
		return exitNotLoaded
	case res.Abandoned || res.Limit:
		return exitLimit
	case res.Err.Kind == fault.Canceled && ctx.Err() != nil:
		return codeOfStop(context.Cause(ctx))
	}
	return exitError
}

// codeOfStop is the code of what the end of the process's context stopped.
func codeOfStop(cause error) int {
	if i, ok := errors.AsType[*interruption](cause); ok {
		return i.code
	}
	return exitInterrupted
}

// codeOfExit is the code of a script that ended itself. Only the codes for scripts mean what the script says; any other
// could be mistaken for a verdict.
func codeOfExit(code int) int {
	if code == 0 || chosen(code) {
		return code
	}
	return exitEnded
}

func codeOfVerdict(s report.Status) int {
	switch s {
	case report.Failed:
		return exitFailed
	case report.Error:
		return exitError
	case report.Terminated:
		return exitEnded
	}
	return exitPassed
}

// codeOfState is the code of where a report is. One that was never submitted is the script's own choice.
func codeOfState(s wats.State) int {
	switch s {
	case "", wats.Delivered, wats.Queued:
		return exitPassed
	}
	return exitUndelivered
}

// where says where a report went.
func where(o wats.Outcome, target string) string {
	switch o.State {
	case "":
		return "not submitted"
	case wats.Delivered:
		return "delivered to " + target
	case wats.Queued:
		return "queued: " + orElse(reason(o), "the server was not reached")
	}
	return fmt.Sprintf("%s: %s", o.State, o.Reason)
}

// reason says why a report is not delivered. That its run was stopped says nothing to whoever stopped it; what becomes of the
// report does.
func reason(o wats.Outcome) string {
	if o.State == wats.Queued && fault.KindOf(o.Err) == fault.Canceled {
		return "watsrun was stopped before it was sent; the next start sends it"
	}
	return o.Reason
}
