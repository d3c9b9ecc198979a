package main

import (
	"encoding/json"
	"fmt"
	"io"
	"runtime"

	"github.com/spf13/cobra"
)

func versionCommand(a *app) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "version", Short: "Show the version", Args: noArguments,
		RunE: func(*cobra.Command, []string) error { return showVersion(a.stdout, asJSON) },
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "Print JSON.")
	return cmd
}

func showVersion(w io.Writer, asJSON bool) error {
	version, goVersion, revision := buildVersion()
	if asJSON {
		return printJSON(w, map[string]string{
			"version": version, "revision": revision, "go": goVersion, "os": runtime.GOOS, "arch": runtime.GOARCH,
		})
	}
	_, err := fmt.Fprintf(w, "watsrun %s (%s, %s/%s)\n", version, goVersion, runtime.GOOS, runtime.GOARCH)
	return err
}

// printJSON prints a value for machines.
func printJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
