package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/watsrun/watsrun/delivery"
	"github.com/watsrun/watsrun/delivery/journal"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
)

// listOptions is what the command line of queue ls says.
type listOptions struct {
	states []string
	all    bool
	limit  int
	asJSON bool
}

func queueListCommand(a *app) *cobra.Command {
	var o listOptions
	cmd := &cobra.Command{
		Use: "ls", Short: "List the reports that the server does not have", Args: noArguments,
		Long: "Lists the reports that the server does not have, in the order in which they are sent; with --all also the copies\n" +
			"of those that it has.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			states, err := o.wanted()
			if err != nil {
				return err
			}
			box, err := a.loadOutbox()
			if err != nil {
				return err
			}
			return a.listQueue(cmd.Context(), box, o, states)
		},
	}
	flags := cmd.Flags()
	flags.StringSliceVar(&o.states, "state", nil, "Only reports in this state: queued, sending, rejected, damaged, delivered.")
	flags.BoolVar(&o.all, "all", false, "List the copies of delivered reports too.")
	flags.IntVar(&o.limit, "limit", 100, "List at most so many; 0 lists all.")
	flags.BoolVar(&o.asJSON, "json", false, "Print JSON.")
	return cmd
}

// undelivered are the states of reports that the server does not have.
var undelivered = []delivery.State{delivery.Sending, delivery.Queued, delivery.Rejected, delivery.Damaged}

func (o listOptions) wanted() ([]delivery.State, error) {
	if o.limit < 0 {
		return nil, fault.New(fault.Usage, "--limit is %d", o.limit).WithHint("it is a number from 0 on")
	}
	every := append(slices.Clone(undelivered), delivery.Delivered)
	switch {
	case o.all && len(o.states) > 0:
		return nil, fault.New(fault.Usage, "--all and --state do not go together")
	case o.all:
		return every, nil
	case len(o.states) == 0:
		return undelivered, nil
	}
	var names []string
	for _, s := range every {
		names = append(names, string(s))
	}
	states := make([]delivery.State, len(o.states))
	for i, s := range o.states {
		if states[i] = delivery.State(s); !slices.Contains(every, states[i]) {
			hint := orElse(fault.DidYouMean(s, names), "the states are "+strings.Join(names, ", "))
			return nil, fault.New(fault.Usage, "there is no state %q", s).WithHint("%s", hint)
		}
	}
	return states, nil
}

func (a *app) listQueue(ctx context.Context, box *delivery.Outbox, o listOptions, states []delivery.State) error {
	records, err := box.List(ctx, states...)
	if err != nil {
		return err
	}
	shown := records
	if o.limit > 0 && len(records) > o.limit {
		shown = records[:o.limit]
	}
	if o.asJSON {
		return printJSON(a.stdout, recordsJSON(shown))
	}
	out, _ := box.Outage()
	if err := a.queueTable(shown, prefixLength(records), out.Until); err != nil {
		return err
	}
	if left := len(records) - len(shown); left > 0 {
		a.ui.notice(fmt.Sprintf("%d more; --limit 0 lists all", left))
	}
	a.tellOutage(box)
	a.tellCutShort(box)
	a.tellOfOtherOutboxes()
	return nil
}

// shortestPrefix is how much of an id is shown at least.
const shortestPrefix = 8

// reports counts reports in words.
func reports(n int) string {
	if n == 1 {
		return "1 report"
	}
	return fmt.Sprintf("%d reports", n)
}

// prefixLength is how much of the ids tells them apart.
func prefixLength(records []delivery.Record) int {
	ids := make([]string, len(records))
	for i, r := range records {
		ids[i] = r.ID.String()
	}
	slices.Sort(ids)
	n := shortestPrefix
	for i := 1; i < len(ids); i++ {
		same := 0
		for same < len(ids[i]) && ids[i][same] == ids[i-1][same] {
			same++
		}
		if same < len(ids[i]) { // else a report that is there twice, as damaged ones may be
			n = max(n, same+1)
		}
	}
	return n
}

func (a *app) queueTable(records []delivery.Record, prefix int, notBefore time.Time) error {
	if len(records) == 0 {
		_, err := fmt.Fprintln(a.stdout, "no reports")
		return err
	}
	table := tabwriter.NewWriter(a.stdout, 0, 4, 2, ' ', 0)
	fmt.Fprintln(table, "ID\tSTATE\tPRIORITY\tAGE\tTRIED\tNEXT\tSERIAL NUMBER\tPART NUMBER\tRESULT\tLAST ERROR")
	now := a.now()
	for _, r := range records {
		cells := []string{
			r.ID.String()[:prefix], string(r.State), fmt.Sprint(r.Priority), age(now, r.Created), fmt.Sprint(r.Attempts), nextTry(now, notBefore, r),
			r.SerialNumber, r.PartNumber, report.Status(r.Verdict).Word(), firstLine(problemOf(r)),
		}
		for i, c := range cells {
			cells[i] = orElse(clean(strings.ReplaceAll(c, "\t", " ")), "-")
		}
		fmt.Fprintln(table, strings.Join(cells, "\t"))
	}
	return table.Flush()
}

// age is a time span in its largest unit, as in 3m or 12d.
func age(now, since time.Time) string {
	if since.IsZero() {
		return ""
	}
	d := max(0, now.Sub(since))
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%ds", int(d.Seconds()))
	case d < time.Hour:
		return fmt.Sprintf("%dm", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%dh", int(d.Hours()))
	}
	return fmt.Sprintf("%dd", int(d.Hours()/24))
}

// nextTry is when a report is tried again: not before it is due, and in an outage not before the server is.
func nextTry(now, notBefore time.Time, r delivery.Record) string {
	next := r.NextAttempt
	if notBefore.After(next) {
		next = notBefore
	}
	switch {
	case r.State != delivery.Queued:
		return ""
	case !next.After(now):
		return "now"
	}
	return "in " + age(next, now)
}

// problemOf is why a report is not delivered.
func problemOf(r delivery.Record) string {
	switch {
	case r.Problem != "":
		return r.Problem
	case r.LastError != nil && r.State != delivery.Delivered:
		return r.LastError.Message
	}
	return ""
}

// firstLine is the beginning of a text, for a table.
func firstLine(s string) string {
	const most = 100
	line, _, more := strings.Cut(strings.TrimSpace(s), "\n")
	if runes := []rune(line); len(runes) > most {
		line, more = string(runes[:most]), true
	}
	if more {
		line += " ..."
	}
	return line
}

// tellOutage says that the server cannot be reached, if that is known.
func (a *app) tellOutage(box *delivery.Outbox) {
	if out, _ := box.Outage(); out.Failures > 0 && !a.quiet {
		text := fmt.Sprintf("the server takes no report since %s: %s", out.Since.Local().Format(time.DateTime), firstLine(out.LastError.Message))
		if left := out.Until.Sub(a.now()); left > 0 {
			text += fmt.Sprintf("; tried again in %s", left.Round(time.Second))
		}
		a.ui.notice(text)
	}
}

// tellCutShort says which reports are not in the outbox yet, though their tests have ended.
func (a *app) tellCutShort(box *delivery.Outbox) {
	switch n := journal.CutShort(journalDir(box)); {
	case n == 0 || a.quiet:
	case n == 1:
		a.ui.notice("1 test was cut short: the next start queues its report as Terminated; watsrun queue flush does so now")
	default:
		a.ui.notice(fmt.Sprintf("%d tests were cut short: the next start queues their reports as Terminated; watsrun queue flush does so now", n))
	}
}

// tellOfOtherOutboxes says where else reports wait.
func (a *app) tellOfOtherOutboxes() {
	if a.quiet {
		return
	}
	own := outboxDir(string(a.settings.Outbox.Dir), a.outboxURL())
	names, _ := filepath.Glob(filepath.Join(filepath.Dir(own), "*", serverFile)) // the pattern is not malformed
	for _, name := range names {
		dir := filepath.Dir(name)
		if dir == own {
			continue
		}
		if waiting := delivery.Waiting(dir); waiting > 0 {
			a.ui.notice(fmt.Sprintf("%s for %s: watsrun queue ls --server %s", reports(waiting), serverOf(name), serverOf(name)))
		}
	}
}

// serverOf is the server that a note in an outbox names, as --server takes it.
func serverOf(note string) string {
	text, err := os.ReadFile(note)
	if err != nil {
		return filepath.Base(filepath.Dir(note))
	}
	url := strings.TrimSpace(string(text))
	if url == embeddedURL {
		return "embedded"
	}
	return url
}
