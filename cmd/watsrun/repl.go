package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/runtime"
)

func replCommand(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use: "repl", Short: "Try Lua and WATS operations line by line", Args: noArguments,
		Long: "Reads Lua line by line and shows the values of expressions. An error ends its line only. On a pipe it reads\n" +
			"without prompts, and ends with 4 if a line raised an error.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.load(); err != nil {
				return err
			}
			return a.repl(cmd.Context())
		},
	}
	a.addKeyFlags(cmd.Flags(), "sandbox", "strict", "retry", "deliver-timeout", "metrics-addr")
	return cmd
}

// lineEditor reads what is typed.
type lineEditor interface {
	// ReadLine gives one line; io.EOF at the end, errDropped when the line was given up.
	ReadLine(prompt string) (string, error)
	// Remember keeps a complete input, of one line or several, for later sessions.
	Remember(input string)
}

var errDropped = errors.New("the input was dropped")

// The prompts: for a new input, and for more of it.
const (
	prompt     = "> "
	promptMore = ">> "
)

// repl is one session with its editor.
type repl struct {
	*host
	session *runtime.Session
	editor  lineEditor
	raised  bool // by any input
	done    func(*result)
}

func (a *app) repl(ctx context.Context) error {
	if a.terminal.stdin && a.terminal.stdout {
		return a.replWith(ctx, true, newTerminalEditor)
	}
	return a.replWith(ctx, false, func(*host, func() []string) (lineEditor, error) { return newScanEditor(a.stdin), nil })
}

// replWith runs a session with an editor, which may complete the names of the session.
func (a *app) replWith(ctx context.Context, interactive bool, newEditor func(h *host, names func() []string) (lineEditor, error)) error {
	h, err := a.newHost(ctx)
	if err != nil {
		return err
	}
	if err := a.serveMetrics(ctx); err != nil {
		return err
	}
	ctx, id, done := h.beginRun(ctx, "repl")
	session, err := h.runtime.Session(ctx, runtime.Job{
		Script: runtime.Script{Name: "repl", Dir: a.dir}, Stdout: a.stdout, Stderr: a.stderr, RunID: id, CorrelationID: id, Prepare: h.prepare,
	})
	if err != nil {
		return err
	}
	h.mail.start(ctx)
	r := &repl{host: h, session: session, done: done}
	if r.editor, err = newEditor(h, session.Names); err == nil {
		if interactive {
			version, _, _ := buildVersion()
			fmt.Fprintf(a.stdout, "watsrun %s, Lua 5.1. :help helps, :quit or Ctrl-D leaves.\n", version)
		}
		err = r.loop(ctx)
	}
	return errors.Join(err, r.leave(ctx, interactive))
}

// leave ends the session and settles the exit code. Somebody who sits at the terminal has seen every error already.
func (r *repl) leave(ctx context.Context, interactive bool) error {
	res := r.session.Close()
	r.finishReports(ctx, res, errors.Join(earlyEnd(res), context.Cause(ctx)))
	r.deliverRest(ctx, nil)
	end := finished(ctx, script{name: "repl"}, res)
	r.done(end)
	switch {
	case ctx.Err() != nil:
		r.exitCode = codeOfStop(context.Cause(ctx))
	case interactive && res.Exit == nil:
		r.exitCode = exitPassed
	case interactive:
		r.exitCode = codeOfExit(res.Exit.Code)
	default:
		r.exitCode = end.code
		if r.raised {
			r.exitCode = worst(end.code, exitError)
		}
	}
	if res.Err != nil {
		return res.Err
	}
	return nil
}

// loop reads, evaluates and prints until the input ends.
func (r *repl) loop(ctx context.Context) error {
	input := ""
	for ctx.Err() == nil {
		line, err := r.editor.ReadLine(promptFor(input))
		switch {
		case errors.Is(err, errDropped):
			input = ""
			continue
		case errors.Is(err, io.EOF):
			r.abandon(input)
			return nil
		case err != nil:
			return fault.Wrap(fault.Usage, err, "cannot read the input")
		case input == "" && strings.HasPrefix(line, ":"):
			if r.command(line) {
				return nil
			}
			continue
		}
		if input += line + "\n"; strings.TrimSpace(input) == "" {
			input = ""
		} else if done, leave := r.evaluate(ctx, input); leave {
			return nil
		} else if done {
			r.editor.Remember(strings.TrimRight(input, "\n"))
			input = ""
		}
	}
	return nil
}

func promptFor(input string) string {
	if input == "" {
		return prompt
	}
	return promptMore
}

// abandon says that the input ended in the middle of something.
func (r *repl) abandon(input string) {
	if input == "" {
		return
	}
	r.raised = true
	r.ui.fault(fault.New(fault.Script, "the input ended before its last statement did").WithHint("an end or a closing bracket is missing"))
}

// evaluate runs what was typed so far, if it is complete. An interrupt stops it and not the session.
func (r *repl) evaluate(parent context.Context, input string) (done, leave bool) {
	ctx, cancel := context.WithCancelCause(parent)
	defer cancel(nil)
	release := r.intercept(func() { cancel(fault.New(fault.Canceled, "interrupted")) })
	defer release()
	values, incomplete, err := r.session.Eval(ctx, input)
	if incomplete {
		return false, false
	}
	for _, v := range values {
		fmt.Fprintln(r.stdout, v)
	}
	if _, ended := errors.AsType[*modules.Exit](err); ended {
		return true, true
	}
	if err != nil {
		r.raised = true
		r.ui.fault(fault.Of(err))
	}
	return true, false
}

const replHelp = `Type Lua. The values of an expression are shown; = before it is understood.
  :help           this text
  :help NAME      what a module or function does, such as :help wats.report.submit
  :quit           leave, as Ctrl-D does
Ctrl-C stops what is running, or drops what is typed. Tab completes names.
`

// command obeys a line that begins with a colon, and tells whether to leave.
func (r *repl) command(line string) (leave bool) {
	word, name, _ := strings.Cut(strings.TrimSpace(strings.TrimPrefix(line, ":")), " ")
	switch word {
	case "quit", "q", "exit":
		return true
	case "help", "h":
		if name = strings.TrimSpace(name); name == "" {
			fmt.Fprint(r.stdout, replHelp)
		} else if err := printHelp(r.stdout, r.modules, name); err != nil {
			r.ui.fault(fault.Of(err))
		}
	default:
		f := fault.New(fault.Usage, "there is no command :%s", word)
		r.ui.fault(f.WithHint("%s", orElse(fault.DidYouMean(word, []string{"help", "quit"}), ":help lists them")))
	}
	return false
}
