package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/watsrun/watsrun/delivery"
	"github.com/watsrun/watsrun/internal/fault"
)

func queueFlushCommand(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "flush", Short: "Send all that waits now, once", Args: noArguments,
		Long: "Tries every waiting report once, due or not, and ends. When the server itself turns out to be the trouble it ends at\n" +
			"once, with 4 since reports still wait. It ends with 7 when the server refused a report or a file is damaged.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := a.loadMail(cmd.Context())
			if err != nil {
				return err
			}
			return h.flushQueue(cmd.Context(), asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "Print JSON.")
	return cmd
}

func (h *host) flushQueue(ctx context.Context, asJSON bool) error {
	tally, err := h.mail.box.Flush(ctx, h.mail)
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	waiting, _, depthErr := h.mail.box.Depth(ctx)
	if err := errors.Join(err, depthErr); err != nil {
		return err
	}
	if tally.Rejected+tally.Damaged > 0 {
		h.exitCode = exitUndelivered
	}
	if err := h.tellFlush(tally, waiting, asJSON); err != nil || waiting == 0 {
		return err
	}
	return stillWaiting(waiting, tally.LastError)
}

func (h *host) tellFlush(t delivery.Tally, waiting int, asJSON bool) error {
	if asJSON {
		return printJSON(h.stdout, flushJSON{t.Delivered, t.Rejected, t.Damaged, t.Failed, waiting, failureOfError(t.LastError)})
	}
	_, err := fmt.Fprintf(h.stdout, "delivered %d, rejected %d, damaged %d, waiting %d\n", t.Delivered, t.Rejected, t.Damaged, waiting)
	return err
}

// stillWaiting is the error of a flush that could not do all its work.
func stillWaiting(waiting int, cause error) error {
	if cause == nil {
		return fault.New(fault.Conflict, "%s still in the outbox: another process sends them, or they have just come", reports(waiting)).
			WithHint("try again in a moment")
	}
	f := fault.Of(cause)
	return fault.New(f.Kind, "%s still in the outbox: %s", reports(waiting), f.Message).WithHint("%s", orElse(f.Hint, "watsrun queue ls shows why"))
}

func queueRunCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use: "run", Short: "Send what comes into the outbox, until stopped", Args: noArguments,
		Long: "Sends whatever any watsrun process of this machine puts into the outbox, until it is stopped by Ctrl-C or SIGTERM; the\n" +
			"report under way is finished then. With --health-addr it says at /readyz whether it can deliver, and at /livez that it\n" +
			"lives; the address goes to stdout when it listens.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			h, err := a.loadMail(cmd.Context())
			if err != nil {
				return err
			}
			return h.runQueue(cmd.Context())
		},
	}
	a.addKeyFlags(cmd.Flags(), "health-addr", "metrics-addr")
	return cmd
}

// runQueue sends until ctx ends, and then finishes the report under way if that does not take long.
func (h *host) runQueue(ctx context.Context) error {
	if err := errors.Join(h.startHealth(ctx), h.serveMetrics(ctx)); err != nil {
		return err
	}
	h.log.Info("sending what comes into the outbox", "server", h.target, "outbox", h.mail.box.Dir())
	hard, cut := context.WithCancel(context.WithoutCancel(ctx))
	defer cut()
	defer context.AfterFunc(ctx, func() {
		hurry := time.AfterFunc(stopTimeout, cut)
		context.AfterFunc(hard, func() { hurry.Stop() })
	})()
	tally := h.mail.box.Run(hard, h.mail, ctx.Done())
	h.log.Info("the sender has stopped", "cause", context.Cause(ctx), "delivered", tally.Delivered, "rejected", tally.Rejected, "damaged", tally.Damaged, "failed", tally.Failed)
	return nil
}
