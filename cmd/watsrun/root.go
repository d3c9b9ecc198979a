package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/watsrun/watsrun/internal/config"
	"github.com/watsrun/watsrun/internal/fault"
)

// execute runs one command line and gives its exit code.
func execute(p *process) (code int) {
	a := newApp(p)
	defer func() {
		if cause := recover(); cause != nil {
			f := fault.New(fault.Bug, "watsrun panicked: %v", cause).WithHint("please report it, with this text")
			f.Traceback = string(debug.Stack())
			a.ui.fault(f)
			code = exitBug
		}
	}()
	ctx, stop := p.watchSignals(context.Background())
	defer stop()
	defer a.close()
	root := newRoot(a)
	args, err := withRun(p, root, p.args)
	if err == nil {
		root.SetArgs(args)
		err = root.ExecuteContext(ctx)
	}
	if err != nil {
		f := fault.Of(err)
		a.ui.fault(f)
		return worst(a.exitCode, codeOfError(err, f))
	}
	return a.exitCode
}

// codeOfError is the exit code of a command that could not do its work.
func codeOfError(err error, f *fault.Error) int {
	if i, ok := errors.AsType[*interruption](err); ok {
		return i.code
	}
	switch f.Kind {
	case fault.Usage, fault.Config:
		return exitUsage
	case fault.Storage:
		return exitUndelivered
	case fault.Bug:
		return exitBug
	}
	return exitError
}

func newRoot(a *app) *cobra.Command {
	root := &cobra.Command{
		Use:   "watsrun SCRIPT.lua | COMMAND",
		Short: "Run Lua test sequences and bring their reports to WATS",
		Long: "watsrun runs test sequences written in Lua and brings their reports to WATS, exactly once.\n" +
			"watsrun SCRIPT.lua is short for watsrun run SCRIPT.lua.",
		SilenceErrors: true, SilenceUsage: true, Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			cmd.SetOut(a.stderr)
			if err := cmd.Help(); err != nil {
				return err
			}
			return fault.New(fault.Usage, "no script and no command was given").WithHint("try: watsrun SCRIPT.lua")
		},
	}
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetFlagErrorFunc(flagFault)
	flags := root.PersistentFlags()
	a.addKeyFlags(flags, "server", "station", "log-level", "log-format")
	flags.StringVar(&a.configFile, "config", "", "Project file to use, instead of looking for watsrun.toml.")
	flags.StringArrayVar(&a.set, "set", nil, "Set any configuration key, as `KEY=VALUE`; watsrun config lists the keys.")
	if err := root.RegisterFlagCompletionFunc("set", completeKeys); err != nil {
		panic(err) // only when there is no such flag
	}
	flags.BoolVar(&a.quiet, "quiet", false, "Say nothing but errors.")
	root.AddCommand(
		runCommand(a), replCommand(a), serveCommand(a), queueCommand(a), stationCommand(a), configCommand(a), docsCommand(a), stubsCommand(a), versionCommand(a),
	)
	return root
}

// completeKeys offers the keys that --set takes.
func completeKeys(_ *cobra.Command, _ []string, begun string) ([]string, cobra.ShellCompDirective) {
	var names []string
	for _, k := range config.Keys() {
		if strings.HasPrefix(k.Name, begun) && !k.Secret && !strings.Contains(k.Name, "*") {
			names = append(names, k.Name+"=")
		}
	}
	return names, cobra.ShellCompDirectiveNoSpace | cobra.ShellCompDirectiveNoFileComp
}

// flagFault turns the parser's complaint into one that names the nearest flag.
func flagFault(cmd *cobra.Command, err error) error {
	f := fault.New(fault.Usage, "%s", err.Error())
	unknown, ok := errors.AsType[*pflag.NotExistError](err)
	if !ok {
		return f.WithHint("%s --help shows the flags", cmd.CommandPath())
	}
	var names []string
	cmd.Flags().VisitAll(func(flag *pflag.Flag) { names = append(names, flag.Name) })
	if near := fault.Nearest(unknown.GetSpecifiedName(), names); near != "" {
		return f.WithHint("did you mean --%s?", near)
	}
	if cmd.Name() == "run" {
		return f.WithHint("%s --help shows the flags; what belongs to the script stands after --", cmd.CommandPath())
	}
	return f.WithHint("%s --help shows the flags", cmd.CommandPath())
}

// withRun makes "watsrun SCRIPT.lua" the run command. A first word that is neither a command nor anything like a
// script is a mistyped command.
func withRun(p *process, root *cobra.Command, args []string) ([]string, error) {
	if len(args) == 0 || slices.Contains([]string{"help", "completion", "-h", "--help", cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd}, args[0]) {
		return args, nil
	}
	if cmd, _, err := root.Find(args); err != nil || cmd != root {
		return args, err
	}
	if word := args[0]; !strings.HasPrefix(word, "-") && !likeScript(p, word) {
		return nil, unknownCommand(root, word)
	}
	return append([]string{"run"}, args...), nil
}

func likeScript(p *process, word string) bool {
	if strings.ContainsAny(word, `/\*?[`) || filepath.Ext(word) != "" {
		return true
	}
	_, err := os.Stat(p.abs(word))
	return err == nil
}

func unknownCommand(root *cobra.Command, word string) error {
	names := []string{"help"}
	for _, c := range root.Commands() {
		names = append(names, c.Name())
	}
	f := fault.New(fault.Usage, "%q is neither a command nor a script", word)
	if near := fault.Nearest(word, names); near != "" {
		return f.WithHint("did you mean watsrun %s?", near)
	}
	return f.WithHint("watsrun --help lists the commands")
}

// noArguments refuses words after a command that takes none.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fault.New(fault.Usage, "%s takes no argument, but was given %q", cmd.CommandPath(), args[0]).WithHint("%s --help", cmd.CommandPath())
}
