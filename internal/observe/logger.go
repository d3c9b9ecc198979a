// Package observe makes what watsrun says readable and safe: slog handlers for people and for machines, whose identity
// fields no script can forge, and a filter that keeps secrets out of everything that is written. It knows nothing of
// Lua, runs or configuration, and writes only where it is told to.
package observe

import (
	"context"
	"io"
	"log/slog"
	"slices"
	"strings"
	"unicode"

	"github.com/lmittmann/tint"
)

// Options say what a logger shows.
type Options struct {
	JSON     bool         // one JSON object a line; else text for people
	Level    slog.Leveler // least level that is shown; default info
	Color    bool         // of text, for terminals
	Identity bool         // text shows run_id, correlation_id, script and station too; JSON always does
	File     io.Writer    // gets every record as JSON as well; nil for none

	// Identify gives the fields that depend on the context and may change during a run, such as the station.
	Identify func(ctx context.Context) []slog.Attr
}

// identity are the fields that say who speaks. Only watsrun sets them.
var identity = []string{"run_id", "correlation_id", "script", "station"}

// NewLogger makes a logger that writes to w.
func NewLogger(w io.Writer, o Options) *slog.Logger {
	if o.Level == nil {
		o.Level = slog.LevelInfo
	}
	next := textHandler(w, o)
	if o.JSON {
		next = slog.NewJSONHandler(w, &slog.HandlerOptions{Level: o.Level})
	}
	if o.File != nil {
		next = slog.NewMultiHandler(next, slog.NewJSONHandler(o.File, &slog.HandlerOptions{Level: o.Level}))
	}
	return slog.New(&handler{next: next, identify: o.Identify})
}

func textHandler(w io.Writer, o Options) slog.Handler {
	return tint.NewTextHandler(w, &tint.Options{
		Level: o.Level, NoColor: !o.Color, TimeFormat: "15:04:05.000",
		ReplaceAttr: func(groups []string, a slog.Attr) slog.Attr {
			if len(groups) == 0 && !o.Identity && slices.Contains(identity, a.Key) {
				return slog.Attr{}
			}
			return a
		},
	})
}

// handler keeps the attributes and groups of its logger itself and hands complete records down. So it can add fields
// at the top whatever group is open, and have the last word on what stands there.
type handler struct {
	next     slog.Handler
	identify func(context.Context) []slog.Attr
	scopes   []scope
}

// scope is one WithAttrs or WithGroup.
type scope struct {
	group string
	attrs []slog.Attr
}

func (h *handler) with(s scope) slog.Handler {
	return &handler{next: h.next, identify: h.identify, scopes: append(slices.Clip(h.scopes), s)}
}

// WithAttrs is part of slog.Handler.
func (h *handler) WithAttrs(attrs []slog.Attr) slog.Handler { return h.with(scope{attrs: attrs}) }

// WithGroup is part of slog.Handler.
func (h *handler) WithGroup(name string) slog.Handler {
	if name == "" {
		return h
	}
	return h.with(scope{group: name})
}

// Enabled is part of slog.Handler.
func (h *handler) Enabled(ctx context.Context, l slog.Level) bool { return h.next.Enabled(ctx, l) }

// Handle is part of slog.Handler.
func (h *handler) Handle(ctx context.Context, r slog.Record) error {
	attrs := make([]slog.Attr, 0, r.NumAttrs())
	r.Attrs(func(a slog.Attr) bool { attrs = append(attrs, a); return true })
	attrs = demoted(attrs)
	for i := len(h.scopes) - 1; i >= 0; i-- {
		if s := h.scopes[i]; s.group != "" {
			attrs = []slog.Attr{slog.GroupAttrs(s.group, attrs...)}
		} else {
			attrs = append(slices.Clip(s.attrs), attrs...)
		}
	}
	out := slog.NewRecord(r.Time, r.Level, printable(r.Message), r.PC)
	out.AddAttrs(attrs...)
	if h.identify != nil {
		out.AddAttrs(h.identify(ctx)...)
	}
	return h.next.Handle(ctx, out)
}

// demoted moves attributes of a single message that are named like the identity below "fields": identity comes from
// the logger, which is bound to its run, never from a message.
func demoted(attrs []slog.Attr) []slog.Attr {
	var kept, moved []slog.Attr
	for _, a := range attrs {
		if slices.Contains(identity, a.Key) {
			moved = append(moved, a)
		} else {
			kept = append(kept, a)
		}
	}
	if len(moved) == 0 {
		return attrs
	}
	return append(kept, slog.GroupAttrs("fields", moved...))
}

// printable keeps a message on one line: line breaks and escapes could fake other messages or command the terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			return ' '
		case !unicode.IsPrint(r):
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
