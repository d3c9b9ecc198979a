package main

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/watsrun/watsrun/modules/wats"
)

// summary prints a line for each script and each report.
func (u *ui) summary(results []*result, target string) {
	if u.log != nil {
		u.summaryRecords(results, target)
		return
	}
	if u.quiet {
		return
	}
	var b strings.Builder
	for _, r := range results {
		if len(results) > 1 || r.run != nil { // else the error has said it all
			u.scriptLine(&b, r)
		}
		for _, e := range r.reports {
			u.reportLine(&b, e, target)
		}
	}
	if n := len(waiting(results)); n > 0 {
		fmt.Fprintf(&b, "%s\n", u.paint(yellow, reports(n)+" could not be delivered now: safe in the outbox, and sent by the next run that reaches the server"))
	}
	fmt.Fprint(u.w, b.String())
}

func (u *ui) scriptLine(b *strings.Builder, r *result) {
	fmt.Fprintf(b, "%s  %s", u.paint(verdictColour(r.code), r.verdict()), clean(r.script))
	if r.run != nil {
		fmt.Fprintf(b, "  %s", r.duration.Round(time.Millisecond))
	}
	if r.ended != "" {
		fmt.Fprintf(b, "  (%s)", clean(r.ended))
	}
	b.WriteString("\n")
}

func (u *ui) reportLine(b *strings.Builder, e wats.Entry, target string) {
	colour := ""
	switch codeOfState(e.Outcome.State) {
	case exitPassed:
		if e.Outcome.State != wats.Delivered {
			colour = yellow
		}
	default:
		colour = red
	}
	text := clean(where(e.Outcome, target))
	if e.Cut {
		text = "cut short, finished as Terminated, " + text
	}
	if e.Changed {
		text += ", and changed after that: submit it again"
	}
	if colour != "" {
		text = u.paint(colour, text)
	}
	fmt.Fprintf(b, "  %s %s  %s  %s  %s\n", e.Kind, clean(e.SerialNumber), e.Result.Word(), e.ID, text)
}

func verdictColour(code int) string {
	switch {
	case code == exitPassed:
		return green
	case chosen(code):
		return yellow
	}
	return red
}

// waiting are the ids of the reports that are queued.
func waiting(results []*result) []string {
	var ids []string
	for _, r := range results {
		for _, e := range r.reports {
			if e.Outcome.State == wats.Queued {
				ids = append(ids, e.ID)
			}
		}
	}
	return ids
}

// summaryRecords is the summary as log records.
func (u *ui) summaryRecords(results []*result, target string) {
	for _, r := range results {
		log := u.logOf(r)
		log.Info("run ended", "verdict", r.verdict(), "exit_code", r.code, "duration_ms", r.duration.Milliseconds())
		for _, e := range r.reports {
			log.LogAttrs(context.Background(), levelOf(e), "report", reportAttrs(e, target)...)
		}
	}
}

// reportAttrs names what the JSON of the summary has as that does.
func reportAttrs(e wats.Entry, target string) []slog.Attr {
	attrs := []slog.Attr{
		slog.String("report_id", e.ID), slog.String("serial_number", e.SerialNumber), slog.String("result", e.Result.Word()),
		slog.String("state", stateWord(e.Outcome.State)),
	}
	if why := reason(e.Outcome); why != "" {
		attrs = append(attrs, slog.String("reason", why))
	}
	return append(attrs, slog.String("server", target), slog.Bool("cut_short", e.Cut))
}

// logOf is the log for what is said of a script after its run, with what the lines of the run carry.
func (u *ui) logOf(r *result) *slog.Logger {
	log := u.log
	if r.run != nil {
		log = log.With("run_id", r.run.ID, "correlation_id", r.run.CorrelationID)
	}
	log = log.With("script", r.script)
	for _, a := range r.identity {
		log = log.With(a)
	}
	return log
}

func levelOf(e wats.Entry) slog.Level {
	if codeOfState(e.Outcome.State) != exitPassed {
		return slog.LevelError
	}
	if e.Outcome.State == wats.Delivered {
		return slog.LevelInfo
	}
	return slog.LevelWarn
}

func stateWord(s wats.State) string { return orElse(string(s), "not submitted") }
