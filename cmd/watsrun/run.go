package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/watsrun/watsrun/internal/fault"
)

// runOptions is what the command line of run says.
type runOptions struct {
	scripts []script
	empty   []string // words that match no script
	params  map[string]string
	args    []string // of the scripts
	summary string   // file of the JSON summary, - for stdout; "" for none
}

func runCommand(a *app) *cobra.Command {
	var code, summary string
	var params []string
	cmd := &cobra.Command{
		Use:   "run [SCRIPT.lua | FOLDER | GLOB | -]... [-- ARG...]",
		Short: "Run scripts",
		Long: "Runs scripts: files, the .lua files right in folders, globs, - for standard input, or code given with -e.\n" +
			"What the scripts print goes to stdout; log, progress and summary go to stderr. Words after -- are the scripts' arg.\n\n" +
			exitHelp(),
		RunE: func(cmd *cobra.Command, words []string) error {
			o, err := parseRun(a.process, words, cmd.ArgsLenAtDash(), params)
			if err != nil {
				return err
			}
			if cmd.Flags().Changed("execute") {
				o.scripts = append(o.scripts, script{name: "-e", dir: a.dir, code: []byte(code)})
			}
			if cmd.Flags().Changed("json") {
				if err := a.checkSummary(summary); err != nil {
					return err
				}
				o.summary = summary
			}
			if len(o.scripts)+len(o.empty) == 0 {
				return fault.New(fault.Usage, "no script was given").WithHint("try: watsrun run SCRIPT.lua")
			}
			return a.run(cmd.Context(), o)
		},
	}
	flags := cmd.Flags()
	flags.StringVarP(&code, "execute", "e", "", "Run this code.")
	flags.StringArrayVarP(&params, "param", "p", nil, "Give the scripts a parameter, as NAME=VALUE; they find it in params.NAME.")
	flags.StringVar(&summary, "json", "", "Write a summary as JSON to `FILE`; - is the standard output, where it follows what the scripts print. watsrun docs summary says what it holds.")
	a.addKeyFlags(flags, "jobs", "timeout", "sandbox", "strict", "retry", "metrics-addr", "deliver-timeout")
	return cmd
}

// parseRun reads the words and parameters of the command line. dash is how many words stood before "--", -1 without one.
func parseRun(p *process, words []string, dash int, params []string) (runOptions, error) {
	o := runOptions{params: map[string]string{}}
	if dash >= 0 {
		words, o.args = words[:dash], words[dash:]
	}
	for _, text := range params {
		name, value, ok := strings.Cut(text, "=")
		if name = strings.TrimSpace(name); !ok || name == "" {
			return o, fault.New(fault.Usage, "the parameter %q has no name or no value", text).WithHint("write -p NAME=VALUE")
		}
		o.params[name] = value
	}
	var err error
	o.scripts, o.empty, err = p.findScripts(words)
	return o, err
}

// exitHelp is the table of exit codes for the help text.
func exitHelp() string {
	var b strings.Builder
	b.WriteString("Exit codes:\n")
	for line := range strings.Lines(exitMarkdown()) {
		cells := strings.Split(strings.Trim(line, "|\n "), "|")
		if len(cells) == 2 && !strings.HasPrefix(cells[0], "-") && strings.TrimSpace(cells[0]) != "exit" {
			fmt.Fprintf(&b, "  %-7s%s\n", strings.TrimSpace(cells[0]), strings.TrimSpace(cells[1]))
		}
	}
	return strings.TrimRight(b.String(), "\n")
}

// run runs the scripts, says how they ended, and settles the exit code.
func (a *app) run(ctx context.Context, o runOptions) error {
	var dirs []string
	for _, s := range o.scripts {
		dirs = append(dirs, s.dir)
	}
	if err := a.load(dirs...); err != nil {
		return err
	}
	if len(o.scripts) == 0 {
		a.exitCode = exitNothingRun
		a.ui.fault(fault.New(fault.NotFound, "%s: no script is there", strings.Join(o.empty, ", ")).
			WithHint("a folder or pattern stands for the .lua files right in it"))
		return nil
	}
	for _, w := range o.empty {
		a.log.Warn("there is no script in " + w)
	}
	a.output.lost = func() { a.log.Warn("nobody reads the output any more: what is printed from now on is dropped") }
	file, err := a.createSummary(o.summary)
	if err != nil {
		return err
	}
	defer file.discard()
	host, err := a.newHost(ctx)
	if err != nil {
		return err
	}
	if err := a.serveMetrics(ctx); err != nil {
		return err
	}
	host.mail.start(ctx)
	results := host.runAll(ctx, o)
	a.settle(ctx, host, results)
	return file.write(a, results, host.target)
}

// settle delivers what waits, prints the summary and decides the exit code.
func (a *app) settle(ctx context.Context, h *host, results []*result) {
	h.deliverRest(ctx, results)
	codes := make([]int, len(results))
	for i, r := range results {
		codes[i] = r.code
	}
	a.exitCode = worst(codes...)
	a.log.Debug("Lua VMs", "pool", h.runtime.Stats())
	a.ui.summary(results, h.target)
	if ctx.Err() != nil {
		a.exitCode = worst(a.exitCode, codeOfStop(context.Cause(ctx)))
	}
}
