// Package correlation carries what things are found again by: the id of a run, of its calls, of whatever a script names, and
// the fields that a script has put on all that happens below. Log lines, headers, errors and reports ask it for those of a
// context. It knows neither HTTP nor logs.
package correlation

import (
	"context"
	"log/slog"
	"slices"
	"strconv"
	"sync/atomic"
)

type key struct{}

// scope is a context's place: the id that holds there, and the numbers of the calls of its run.
type scope struct {
	id    string
	calls *atomic.Int64
}

func scopeOf(ctx context.Context) *scope {
	s, _ := ctx.Value(key{}).(*scope)
	return s
}

// With puts an id into the context; it holds until one below takes its place. The calls below are numbered on.
func With(ctx context.Context, id string) context.Context {
	calls := &atomic.Int64{}
	if outer := scopeOf(ctx); outer != nil {
		calls = outer.calls
	}
	return context.WithValue(ctx, key{}, &scope{id, calls})
}

// Next is the context of a call: its id is that of the context, a full stop and the number of the call in its run, such as
// "0197f0c0-….3". A context without an id is handed back.
func Next(ctx context.Context) context.Context {
	s := scopeOf(ctx)
	if s == nil || s.id == "" {
		return ctx
	}
	id := s.id + "." + strconv.FormatInt(s.calls.Add(1), 10)
	return context.WithValue(ctx, key{}, &scope{id, s.calls})
}

// ID is the id of the context, "" where there is none.
func ID(ctx context.Context) string {
	if s := scopeOf(ctx); s != nil {
		return s.id
	}
	return ""
}

type fieldsKey struct{}

// WithFields adds fields to whatever is logged below the context. One that is there already under the same name is replaced.
func WithFields(ctx context.Context, fields []slog.Attr) context.Context {
	return context.WithValue(ctx, fieldsKey{}, Merge(Fields(ctx), fields))
}

// Fields are those of the context. They must not be changed.
func Fields(ctx context.Context) []slog.Attr {
	fields, _ := ctx.Value(fieldsKey{}).([]slog.Attr)
	return fields
}

// Merge is the outer fields with the inner ones, which replace those of the same name, added. Neither list is changed.
func Merge(outer, inner []slog.Attr) []slog.Attr {
	if len(outer) == 0 {
		return inner
	}
	merged := slices.Clone(outer)
	for _, a := range inner {
		if i := slices.IndexFunc(merged, func(b slog.Attr) bool { return b.Key == a.Key }); i >= 0 {
			merged[i] = a
		} else {
			merged = append(merged, a)
		}
	}
	return merged
}
