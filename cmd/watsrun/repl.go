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
		Long: "Reads Lua line by line and shows the values of expressions. An error ends its line only. Variables last for the\n" +
			"session, local ones too. On a pipe it reads without prompts, and ends with 4 if a line raised an error.",
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
	input   string // that is not complete yet
	raised  bool   // by any input
	done    func(*result)
}

func (a *app) repl(ctx context.Context) error {
	if a.terminal.stdin && a.terminal.stdout {
		return a.replWith(ctx, true, newTerminalEditor)
	}
	return a.replWith(ctx, false, func(*host, completer) (lineEditor, error) { return newScanEditor(a.stdin), nil })
}

// replWith runs a session with an editor.
func (a *app) replWith(ctx context.Context, interactive bool, newEditor func(*host, completer) (lineEditor, error)) error {
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
	if r.editor, err = newEditor(h, r.complete); err == nil {
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
	for ctx.Err() == nil {
		line, err := r.editor.ReadLine(r.prompt())
		switch {
		case errors.Is(err, errDropped):
			r.input = ""
		case errors.Is(err, io.EOF):
			r.abandon()
			return nil
		case err != nil:
			return fault.Wrap(fault.Usage, err, "cannot read the input")
		default:
			if r.take(ctx, line) {
				return nil
			}
		}
	}
	return nil
}

// take deals with one line, and tells whether to leave.
func (r *repl) take(ctx context.Context, line string) (leave bool) {
	if r.input == "" {
		if command, ok := r.commandOf(line); ok {
			return r.command(command)
		}
	}
	if r.input += line + "\n"; strings.TrimSpace(r.input) == "" {
		r.input = ""
		return false
	}
	done, leave := r.evaluate(ctx, r.input)
	if done && !leave {
		r.editor.Remember(strings.TrimRight(r.input, "\n"))
		r.input = ""
	}
	return leave
}

func (r *repl) prompt() string {
	if r.input == "" {
		return prompt
	}
	return promptMore
}

// abandon says that the input ended in the middle of something.
func (r *repl) abandon() {
	if r.input == "" {
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
