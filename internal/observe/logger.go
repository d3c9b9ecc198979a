// Package observe makes what watsrun says readable: slog handlers for people and for machines, whose own fields no script
// can forge, and which put on every line what its context is found again by. It knows nothing of Lua, runs or
// configuration, and writes only where it is told to.
package observe

import (
	"context"
	"io"
	"log/slog"
	"slices"

	"github.com/watsrun/watsrun/internal/correlation"
)

// Options say what a logger shows.
type Options struct {
	JSON     bool         // one JSON object a line; else text for people
	Level    slog.Leveler // least level that is shown; default info
	Color    bool         // of text, for terminals
	Identity bool         // text shows who speaks in every line; else only the correlation id, from warnings on. JSON always does
	File     io.Writer    // gets every record as JSON as well; nil for none

	FileLevel slog.Leveler // least level that the file gets; default Level

	// Identify gives the fields that depend on the context and may change during a run, such as the station.
	Identify func(ctx context.Context) []slog.Attr
}

// The names of the fields that are watsrun's own. What a script or a message gives under one of them goes below "fields".
const (
	correlationID = "correlation_id"
	fieldsName    = "fields"
)

// identity are the fields that say who speaks: they come from the context, or from a logger that is bound to its run.
var identity = []string{"run_id", correlationID, "script", "station", "trace_id"}

// record are the fields that every line has anyway.
var record = []string{slog.TimeKey, slog.LevelKey, slog.MessageKey}

// NewLogger makes a logger that writes to w.
func NewLogger(w io.Writer, o Options) *slog.Logger {
	if o.Level == nil {
		o.Level = slog.LevelInfo
	}
	if o.FileLevel == nil {
		o.FileLevel = o.Level
	}
	var next slog.Handler = newText(w, o)
	if o.JSON {
		next = newJSON(w, o.Level)
	}
	if o.File != nil {
		next = slog.NewMultiHandler(next, newJSON(o.File, o.FileLevel))
	}
	return slog.New(&handler{next: next, identify: o.Identify})
}

// newJSON writes an object a line; durations are seconds.
func newJSON(w io.Writer, level slog.Leveler) slog.Handler {
	return slog.NewJSONHandler(w, &slog.HandlerOptions{Level: level, ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Value.Kind() == slog.KindDuration {
			a.Value = slog.Float64Value(a.Value.Duration().Seconds())
		}
		return a
	}})
}

// handler keeps the attributes and groups of its logger itself and hands complete records down. So it can add fields
// at the top whatever group is open, and have the last word on what stands there.
type handler struct {
	next     slog.Handler
	identify func(context.Context) []slog.Attr
	bound    []slog.Attr // of the logger, at the top
	scopes   []scope     // from the first group on
}

// scope is one WithAttrs or WithGroup.
type scope struct {
	group string
	attrs []slog.Attr
}

// WithAttrs is part of slog.Handler.
func (h *handler) WithAttrs(attrs []slog.Attr) slog.Handler {
	copied := *h
	if len(h.scopes) == 0 {
		copied.bound = append(slices.Clip(h.bound), attrs...)
	} else {
		copied.scopes = append(slices.Clip(h.scopes), scope{attrs: attrs})
	}
	return &copied
}

// WithGroup is part of slog.Handler.
func (h *handler) WithGroup(name string) slog.Handler {
	if name == "" {
		return h
	}
	copied := *h
	copied.scopes = append(slices.Clip(h.scopes), scope{group: name})
	return &copied
}

// Enabled is part of slog.Handler.
func (h *handler) Enabled(ctx context.Context, l slog.Level) bool { return h.next.Enabled(ctx, l) }

// Handle is part of slog.Handler.
func (h *handler) Handle(ctx context.Context, r slog.Record) error {
	l := line{own: h.ownFields(ctx), fields: correlation.Fields(ctx)}
	for _, a := range h.bound {
		l.addBound(a)
	}
	for _, a := range h.grouped(r) {
		l.addSaid(a)
	}
	out := slog.NewRecord(r.Time, r.Level, printable(r.Message), r.PC)
	out.AddAttrs(l.attrs...)
	if len(l.fields) > 0 {
		out.AddAttrs(slog.GroupAttrs(fieldsName, l.fields...))
	}
	out.AddAttrs(l.own...)
	return h.next.Handle(ctx, out)
}

// ownFields are the identity that the context knows.
func (h *handler) ownFields(ctx context.Context) []slog.Attr {
	var own []slog.Attr
	if h.identify != nil {
		own = h.identify(ctx)
	}
	if id := correlation.ID(ctx); id != "" {
		own = append(slices.Clip(own), slog.String(correlationID, id))
	}
	return own
}

// grouped is what the record says, in the groups that its logger has open.
func (h *handler) grouped(r slog.Record) []slog.Attr {
	attrs := make([]slog.Attr, 0, r.NumAttrs())
	r.Attrs(func(a slog.Attr) bool { attrs = append(attrs, a); return true })
	for i := len(h.scopes) - 1; i >= 0; i-- {
		if s := h.scopes[i]; s.group != "" {
			attrs = []slog.Attr{slog.GroupAttrs(s.group, attrs...)}
		} else {
			attrs = append(slices.Clip(s.attrs), attrs...)
		}
	}
	return attrs
}

// line is a record in the making.
type line struct {
	own    []slog.Attr // the identity that the context knows
	attrs  []slog.Attr
	fields []slog.Attr
}

// addBound adds a field that the logger was bound to. What the context knows is newer.
func (l *line) addBound(a slog.Attr) {
	if !has(l.own, a.Key) {
		l.attrs = append(l.attrs, a)
	}
}

// addSaid adds a field of the message, but for one that would take the place of watsrun's own: that goes below "fields",
// with those of scripts.
func (l *line) addSaid(a slog.Attr) {
	switch {
	case a.Key == fieldsName && a.Value.Kind() == slog.KindGroup:
		l.fields = correlation.Merge(l.fields, a.Value.Group())
	case slices.Contains(record, a.Key), slices.Contains(identity, a.Key) && (has(l.own, a.Key) || has(l.attrs, a.Key)):
		l.fields = correlation.Merge(l.fields, []slog.Attr{a})
	default:
		l.attrs = append(l.attrs, a)
	}
}

func has(attrs []slog.Attr, name string) bool {
	return slices.ContainsFunc(attrs, func(a slog.Attr) bool { return a.Key == name })
}
