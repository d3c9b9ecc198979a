package main

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/watsrun/watsrun/delivery"
	"github.com/watsrun/watsrun/internal/fault"
)

func queueCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use: "queue", Short: "See, send and manage the reports in the outbox",
		Long: "Every submitted report is kept in the outbox until the server has it. These commands work on the outbox of one\n" +
			"server, the configured one or that of --server; ls tells of the others. A report is named by its id, or by as much\n" +
			"of its beginning as no other has.",
		RunE: func(cmd *cobra.Command, words []string) error {
			f := fault.New(fault.Usage, "watsrun queue needs a command")
			if len(words) > 0 {
				f = fault.New(fault.Usage, "watsrun queue has no command %q", words[0])
				if near := fault.Nearest(words[0], commandNames(cmd)); near != "" {
					return f.WithHint("did you mean watsrun queue %s?", near)
				}
			}
			return f.WithHint("its commands are %s; watsrun queue --help describes them", strings.Join(commandNames(cmd), ", "))
		},
	}
	cmd.AddCommand(
		queueListCommand(a), queueShowCommand(a), queueFlushCommand(a), queueRunCommand(a), queueRetryCommand(a), queueDropCommand(a),
		queueExportCommand(a), queueImportCommand(a),
	)
	return cmd
}

func commandNames(cmd *cobra.Command) []string {
	var names []string
	for _, c := range cmd.Commands() {
		names = append(names, c.Name())
	}
	return names
}

// someIDs wants the ids of reports as words, unless a flag stands for several.
func someIDs(instead ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, words []string) error {
		set := ""
		for _, name := range instead {
			if cmd.Flags().Changed(name) {
				set = name
			}
		}
		switch {
		case len(words) == 0 && set == "":
			return fault.New(fault.Usage, "%s needs the id of a report", cmd.CommandPath()).WithHint("watsrun queue ls shows the ids")
		case len(words) > 0 && set != "":
			return fault.New(fault.Usage, "an id and --%s do not go together", set)
		}
		return nil
	}
}

// outboxURL is the address that names the outbox of the configured server.
func (a *app) outboxURL() string {
	if a.settings.Server.URL.Embedded() {
		return embeddedURL
	}
	return string(a.settings.Server.URL)
}

// loadOutbox loads the settings and opens the outbox, for commands that do not send.
func (a *app) loadOutbox() (*delivery.Outbox, error) {
	if err := a.load(); err != nil {
		return nil, err
	}
	return a.openOutbox(a.outboxURL())
}

// loadMail loads the settings and opens the outbox with the way to its server, for commands that send.
func (a *app) loadMail(ctx context.Context) (*host, error) {
	if err := a.load(); err != nil {
		return nil, err
	}
	h := &host{app: a}
	_, err := h.newClient(ctx)
	return h, err
}

// findAll turns what was typed into ids.
func findAll(ctx context.Context, box *delivery.Outbox, words []string) ([]uuid.UUID, error) {
	ids := make([]uuid.UUID, len(words))
	for i, word := range words {
		var err error
		if ids[i], err = box.Find(ctx, word); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// inStates lists the ids of the reports in some states, in the order of sending.
func inStates(ctx context.Context, box *delivery.Outbox, states ...delivery.State) ([]uuid.UUID, error) {
	records, err := box.List(ctx, states...)
	ids := make([]uuid.UUID, len(records))
	for i, r := range records {
		ids[i] = r.ID
	}
	return ids, err
}

// chosenReports are those that were named, or with all set those in some states.
func chosenReports(ctx context.Context, box *delivery.Outbox, words []string, all bool, states ...delivery.State) ([]uuid.UUID, error) {
	if all {
		return inStates(ctx, box, states...)
	}
	return findAll(ctx, box, words)
}
