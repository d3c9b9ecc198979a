package main

import (
	"context"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/watsrun/watsrun/delivery"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
)

func queueShowCommand(a *app) *cobra.Command {
	var body, asJSON bool
	cmd := &cobra.Command{
		Use: "show ID", Short: "Show all that is known of a report, or with --body the report itself", Args: someIDs(),
		RunE: func(cmd *cobra.Command, words []string) error {
			if body && asJSON {
				return fault.New(fault.Usage, "--body and --json do not go together")
			}
			if len(words) > 1 {
				return fault.New(fault.Usage, "watsrun queue show takes one id, but was given %d", len(words))
			}
			return a.showQueued(cmd.Context(), words[0], body, asJSON)
		},
	}
	cmd.Flags().BoolVar(&body, "body", false, "Print the report itself, as the server gets it.")
	cmd.Flags().BoolVar(&asJSON, "json", false, "Print JSON.")
	return cmd
}

func (a *app) showQueued(ctx context.Context, word string, body, asJSON bool) error {
	box, err := a.loadOutbox()
	if err != nil {
		return err
	}
	id, err := box.Find(ctx, word)
	if err != nil {
		return err
	}
	r, content, err := box.Show(ctx, id)
	switch {
	case err != nil:
		return err
	case asJSON:
		return printJSON(a.stdout, recordOf(r))
	case !body:
		return a.queuedDetails(r)
	case content == nil:
		return fault.New(fault.Validation, "report %s cannot be read: %s", id, r.Problem).WithHint("its file is %s", r.Path)
	}
	_, err = a.stdout.Write(content)
	return err
}

func (a *app) queuedDetails(r delivery.Record) error {
	table := tabwriter.NewWriter(a.stdout, 0, 4, 2, ' ', 0)
	for _, line := range [][2]string{
		{"id", r.ID.String()},
		{"state", string(r.State)},
		{"problem", r.Problem},
		{"priority", fmt.Sprint(r.Priority)},
		{"serial number", r.SerialNumber},
		{"part number", r.PartNumber},
		{"result", report.Status(r.Verdict).Word()},
		{"station", r.Station},
		{"run", r.RunID},
		{"correlation id", r.CorrelationID},
		{"content", fmt.Sprintf("%s, %d bytes", r.ContentType, r.Bytes)},
		{"sha256", r.SHA256},
		{"accepted", moment(r.Created)},
		{"attempts", fmt.Sprint(r.Attempts)},
		{"last attempt", moment(r.LastAttempt)},
		{"next attempt", moment(r.NextAttempt)},
		{"settled", moment(r.Settled)},
		{"last error", lastError(r.LastError)},
		{"file", r.Path},
	} {
		if line[1] != "" {
			fmt.Fprintf(table, "%s\t%s\n", line[0], indented(line[1]))
		}
	}
	return table.Flush()
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format("2006-01-02 15:04:05 MST")
}

func lastError(f *delivery.Failure) string {
	if f == nil {
		return ""
	}
	text := string(f.Kind)
	if f.Status != 0 {
		text += fmt.Sprintf(" (status %d)", f.Status)
	}
	text += ": " + f.Message
	if f.Hint != "" {
		text += "\nhint: " + f.Hint
	}
	return text
}

// indented keeps the lines of a text in the second column of a table.
func indented(s string) string {
	return strings.ReplaceAll(strings.ReplaceAll(clean(s), "\t", " "), "\n", "\n\t")
}
