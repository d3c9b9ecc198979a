package main

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules/render"
)

// stubsFile is the file that editors read.
const stubsFile = "watsrun.lua"

func stubsCommand(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "stubs DIR",
		Short: "Write what editors need to complete and check scripts",
		Long:  "Writes watsrun.lua, for the Lua language server, into a folder. Name the folder in the editor's workspace.library.",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return fault.New(fault.Usage, "no folder was given").WithHint("try: watsrun stubs .watsrun")
			}
			return noArguments(cmd, args[1:])
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.writeStubs(args[0]) },
	}
}

func (a *app) writeStubs(dir string) error {
	mods, err := declaredModules()
	if err != nil {
		return err
	}
	file := filepath.Join(a.abs(dir), stubsFile)
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return fault.Wrap(fault.Usage, err, "cannot make the folder")
	}
	if err := os.WriteFile(file, render.Stubs(mods), 0o644); err != nil {
		return fault.Wrap(fault.Usage, err, "cannot write the stubs")
	}
	_, err = fmt.Fprintln(a.stdout, filepath.Join(dir, stubsFile))
	return err
}
