package main

import (
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/watsrun/watsrun/delivery"
	"github.com/watsrun/watsrun/internal/fault"
)

// change is what a command does with each of the reports that it was given.
type change struct {
	*app
	box    *delivery.Outbox
	asJSON bool
	done   []changeJSON
	errs   []error
	untold []error // of those, what no line has told
}

// each does something with every item, also after a failure, and says of each what became of it.
func each[T any](c *change, items []T, do func(T) (changeJSON, error)) error {
	c.done = []changeJSON{}
	for _, item := range items {
		out, err := do(item)
		if err != nil {
			out.Error = failureOfError(err)
			c.errs = append(c.errs, err)
			if out.State == "" {
				c.untold = append(c.untold, err)
			}
		}
		c.done = append(c.done, out)
		c.say(out)
	}
	if c.asJSON {
		if err := printJSON(c.stdout, c.done); err != nil {
			return err
		}
	}
	return c.verdict()
}

func (c *change) say(out changeJSON) {
	if c.asJSON {
		return
	}
	text := out.ID + "  " + out.State
	if out.File != "" {
		text += "  " + out.File
	}
	if out.Error != nil && out.State != "" {
		text += ": " + clean(out.Error.Message)
	}
	if out.State != "" {
		fmt.Fprintln(c.stdout, text)
	}
}

// verdict is the error of the command: the only one, or one that counts them. Of reports that the server refused, and of those
// that wait although it was asked, their lines have told.
func (c *change) verdict() error {
	switch len(c.errs) {
	case 0:
		return nil
	case 1:
		return c.errs[0]
	}
	for _, err := range c.untold {
		c.ui.fault(fault.Of(err))
	}
	return fault.New(fault.KindOf(c.errs[0]), "%d of %d reports failed", len(c.errs), len(c.done))
}

func queueRetryCommand(a *app) *cobra.Command {
	var all, asJSON bool
	cmd := &cobra.Command{
		Use: "retry ID...", Short: "Send reports again now, also rejected and damaged ones", Args: someIDs("all"),
		Long: "Sends reports now, whether they are due or not, also those that the server refused. A report that is not delivered\n" +
			"waits in the queue afterwards, or is rejected again.",
		RunE: func(cmd *cobra.Command, words []string) error {
			h, err := a.loadMail(cmd.Context())
			if err != nil {
				return err
			}
			ids, err := chosenReports(cmd.Context(), h.mail.box, words, all, delivery.Queued, delivery.Rejected)
			if err != nil {
				return err
			}
			c := &change{app: a, box: h.mail.box, asJSON: asJSON}
			return each(c, ids, func(id uuid.UUID) (changeJSON, error) { return c.retry(cmd.Context(), h.mail, id) })
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "All queued and rejected reports.")
	cmd.Flags().BoolVar(&asJSON, "json", false, "Print JSON.")
	return cmd
}

func (c *change) retry(ctx context.Context, m *mail, id uuid.UUID) (changeJSON, error) {
	if err := c.box.Retry(ctx, id); err != nil {
		return changeJSON{ID: id.String()}, err
	}
	receipt, err := c.box.Deliver(ctx, id, m)
	if receipt.State == delivery.Rejected {
		c.exitCode = exitUndelivered
	}
	return changeJSON{ID: id.String(), State: string(receipt.State)}, err
}

func queueDropCommand(a *app) *cobra.Command {
	var force, asJSON bool
	cmd := &cobra.Command{
		Use: "drop ID...", Short: "Remove reports from the outbox", Args: someIDs(),
		Long: "Removes reports from the outbox. One that the server does not have would be lost: that takes --force.",
		RunE: func(cmd *cobra.Command, words []string) error {
			box, err := a.loadOutbox()
			if err != nil {
				return err
			}
			ids, err := findAll(cmd.Context(), box, words)
			if err != nil {
				return err
			}
			c := &change{app: a, box: box, asJSON: asJSON}
			return each(c, ids, func(id uuid.UUID) (changeJSON, error) { return c.drop(cmd.Context(), id, force) })
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "Also reports that the server does not have.")
	cmd.Flags().BoolVar(&asJSON, "json", false, "Print JSON.")
	return cmd
}

func (c *change) drop(ctx context.Context, id uuid.UUID, force bool) (changeJSON, error) {
	if err := c.box.Drop(ctx, id, force); err != nil {
		return changeJSON{ID: id.String()}, err
	}
	return changeJSON{ID: id.String(), State: "dropped"}, nil
}
