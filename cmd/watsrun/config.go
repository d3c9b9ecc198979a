package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/watsrun/watsrun/internal/config"
)

func configCommand(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "config", Short: "Show every setting with its origin", Args: noArguments,
		Long: "Shows every setting, its value and where that came from. Secrets are masked.\n" +
			"Flags before environment before watsrun.toml of the project before the user's before defaults.",
		RunE: func(*cobra.Command, []string) error {
			if err := a.load(); err != nil {
				return err
			}
			return showConfig(a, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "Print JSON.")
	a.addKeyFlags(cmd.Flags(), "jobs", "sandbox", "strict", "retry", "timeout", "db", "addr", "latency", "token-file", "deliver-timeout", "health-addr", "metrics-addr")
	return cmd
}

// setting is one line of the command's JSON output.
type setting struct {
	Key    string `json:"key"`
	Value  string `json:"value"`
	Layer  string `json:"layer"`
	Place  string `json:"place,omitempty"`
	Secret bool   `json:"secret,omitempty"`
}

func showConfig(a *app, asJSON bool) error {
	values := a.settings.Effective()
	if asJSON {
		return printJSON(a.stdout, settingsOf(values))
	}
	for _, f := range a.settings.Files {
		fmt.Fprintf(a.stdout, "# read %s\n", f)
	}
	table := tabwriter.NewWriter(a.stdout, 0, 4, 2, ' ', 0)
	for _, v := range values {
		fmt.Fprintf(table, "%s\t%s\t%s\n", v.Name, v.Text, v.Origin())
	}
	return table.Flush()
}

func settingsOf(values []config.Value) []setting {
	out := make([]setting, len(values))
	for i, v := range values {
		out[i] = setting{v.Name, v.Text, string(v.Layer), v.Place, v.Key.Secret}
	}
	return out
}
