package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/watsrun/watsrun/internal/correlation"
	"github.com/watsrun/watsrun/internal/fault"
)

// ui is all that watsrun says to people on stderr besides the log. Its rules: one line a fact; a line begins in lower
// case with what it is ("error:", "hint:", a verdict); the place comes before the message; the hint stands below it. With
// --log-format json, stderr is JSON lines alone, and what is said becomes log records.
type ui struct {
	w      io.Writer
	colour bool
	debug  bool         // show call stacks of every error
	quiet  bool         // show errors alone
	log    *slog.Logger // instead of text, for JSON
}

// The colours, as terminals number them.
const (
	red    = "31"
	green  = "32"
	yellow = "33"
	faint  = "2"
)

func (u *ui) paint(colour, text string) string {
	if !u.colour {
		return text
	}
	return "\x1b[" + colour + "m" + text + "\x1b[0m"
}

// notice says something that everybody should know.
func (u *ui) notice(text string) {
	switch {
	case u.quiet:
	case u.log != nil:
		u.log.Info(text)
	default:
		fmt.Fprintln(u.w, "watsrun: "+text)
	}
}

// fault says what went wrong: place and message, the hint, and the call stack where it helps.
func (u *ui) fault(f *fault.Error) {
	if u.log != nil {
		logFault(u.log, f)
		return
	}
	u.text(f)
}

// failure says what went wrong with a script, if anything did.
func (u *ui) failure(r *result) {
	switch {
	case r.err == nil:
	case u.log != nil:
		logFault(u.logOf(r), r.err)
	default:
		u.text(r.err)
	}
}

// logFault writes a fault as a log record, below the id of the call that failed, if one did.
func logFault(log *slog.Logger, f *fault.Error) {
	ctx := context.Background()
	if f.CorrelationID != "" {
		ctx = correlation.With(ctx, f.CorrelationID)
	}
	log.LogAttrs(ctx, slog.LevelError, f.Message, faultAttrs(f)...)
}

func (u *ui) text(f *fault.Error) {
	var b strings.Builder
	bare := *f
	bare.Hint = ""
	b.WriteString(u.paint(red, "error:") + " " + clean(bare.Error()) + "\n")
	if f.Hint != "" {
		b.WriteString("  hint: " + clean(f.Hint) + "\n")
	}
	if f.CorrelationID != "" {
		b.WriteString("  correlation id: " + clean(f.CorrelationID) + "\n")
	}
	if u.showsStack(f) {
		for line := range strings.Lines(f.Traceback) {
			b.WriteString("  " + clean(strings.TrimRight(line, "\r\n")) + "\n")
		}
	}
	_, _ = io.WriteString(u.w, b.String()) // nobody is left to tell when stderr is gone
}

// shortStack is the longest call stack, in lines, that is shown of a script's own errors without being asked.
const shortStack = 12

func (u *ui) showsStack(f *fault.Error) bool {
	if f.Traceback == "" {
		return false
	}
	return u.debug || f.Kind == fault.Bug || f.Kind == fault.Script && strings.Count(f.Traceback, "\n") < shortStack
}

func faultAttrs(f *fault.Error) []slog.Attr {
	attrs := []slog.Attr{slog.String("kind", string(f.Kind))}
	for _, a := range []slog.Attr{
		slog.String("operation", f.Operation), slog.String("where", f.Where), slog.String("hint", f.Hint), slog.String("traceback", f.Traceback),
	} {
		if a.Value.String() != "" {
			attrs = append(attrs, a)
		}
	}
	return attrs
}

// clean keeps control characters of foreign texts away from the terminal; line breaks and tabs may stay.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return '?'
		}
		return r
	}, s)
}
