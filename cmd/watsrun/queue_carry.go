package main

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"github.com/google/uuid"
	"github.com/spf13/cobra"

	"github.com/watsrun/watsrun/delivery"
	"github.com/watsrun/watsrun/internal/durable"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/internal/sharedfile"
)

// exportSuffix is the name's end of exported reports.
const exportSuffix = ".report"

func queueExportCommand(a *app) *cobra.Command {
	var all, asJSON bool
	var to string
	cmd := &cobra.Command{
		Use: "export ID...", Short: "Copy reports into files, to be imported on another machine", Args: someIDs("all"),
		Long: "Writes each report into a file ID.report, which watsrun queue import takes on another machine. The report stays in\n" +
			"this outbox; where both machines deliver it, the server has it once.",
		RunE: func(cmd *cobra.Command, words []string) error {
			box, err := a.loadOutbox()
			if err != nil {
				return err
			}
			ids, err := chosenReports(cmd.Context(), box, words, all, delivery.Sending, delivery.Queued, delivery.Rejected)
			if err != nil {
				return err
			}
			if to == "-" {
				return exportTo(cmd.Context(), box, ids, a.stdout)
			}
			c := &change{app: a, box: box, asJSON: asJSON}
			return each(c, ids, func(id uuid.UUID) (changeJSON, error) { return c.export(cmd.Context(), a.abs(to), id) })
		},
	}
	cmd.Flags().BoolVar(&all, "all", false, "All reports that the server does not have; damaged ones cannot be read.")
	cmd.Flags().StringVar(&to, "to", ".", "Folder for the files, made if absent; - prints a single report.")
	cmd.Flags().BoolVar(&asJSON, "json", false, "Print JSON.")
	return cmd
}

func exportTo(ctx context.Context, box *delivery.Outbox, ids []uuid.UUID, w io.Writer) error {
	if len(ids) != 1 {
		return fault.New(fault.Usage, "--to - prints one report, but there are %d", len(ids)).WithHint("name a folder")
	}
	return box.Export(ctx, ids[0], w)
}

func (c *change) export(ctx context.Context, dir string, id uuid.UUID) (changeJSON, error) {
	path := filepath.Join(dir, id.String()+exportSuffix)
	if err := durable.MakeFolder(dir); err != nil {
		return changeJSON{ID: id.String()}, fault.Wrap(fault.Usage, err, "cannot make the folder").WithHint("check --to")
	}
	temp, err := os.CreateTemp(dir, ".watsrun-*"+exportSuffix)
	if err != nil {
		return changeJSON{ID: id.String()}, fault.Wrap(fault.Usage, err, "cannot write into the folder").WithHint("check --to")
	}
	defer os.Remove(temp.Name()) // unless it has its own name by then
	if err := errors.Join(c.box.Export(ctx, id, temp), temp.Sync(), temp.Chmod(0o644), temp.Close()); err != nil {
		return changeJSON{ID: id.String()}, err
	}
	if err := sharedfile.Rename(temp.Name(), path); err != nil {
		return changeJSON{ID: id.String()}, fault.Wrap(fault.Storage, err, "cannot write the report").WithHint("check --to")
	}
	if err := durable.SyncFolder(dir); err != nil { // it may be dropped from the outbox now
		return changeJSON{ID: id.String()}, fault.Wrap(fault.Storage, err, "cannot write the report").WithHint("check --to")
	}
	return changeJSON{ID: id.String(), State: "exported", File: path}, nil
}

func queueImportCommand(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "import FILE...", Short: "Take reports that were exported into the outbox", Args: func(cmd *cobra.Command, words []string) error {
			if len(words) == 0 {
				return fault.New(fault.Usage, "%s needs a file", cmd.CommandPath()).WithHint("watsrun queue export writes it; - reads one from standard input")
			}
			return nil
		},
		Long: "Takes reports that watsrun queue export wrote into the outbox, durably, to be sent like any other.",
		RunE: func(cmd *cobra.Command, words []string) error {
			box, err := a.loadOutbox()
			if err != nil {
				return err
			}
			c := &change{app: a, box: box, asJSON: asJSON}
			return each(c, words, func(file string) (changeJSON, error) { return c.importFile(cmd.Context(), file) })
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "Print JSON.")
	return cmd
}

func (c *change) importFile(ctx context.Context, file string) (changeJSON, error) {
	id, err := c.readExported(ctx, file)
	if err != nil {
		f := *fault.Of(err)
		f.Message = file + ": " + f.Message
		return changeJSON{File: file}, &f
	}
	return changeJSON{ID: id.String(), State: string(delivery.Queued), File: file}, nil
}

func (c *change) readExported(ctx context.Context, file string) (uuid.UUID, error) {
	if file == "-" {
		return c.box.Import(ctx, c.stdin)
	}
	f, err := os.Open(c.abs(file))
	if err != nil {
		return uuid.Nil, fault.Wrap(fault.Usage, err, "cannot read it")
	}
	defer f.Close()
	return c.box.Import(ctx, f)
}
