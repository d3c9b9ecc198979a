// Package correlation carries the id by which a run, its calls, its log lines and its reports are found again. It knows
// neither HTTP nor logs; both ask it for the id of a context.
package correlation

import "context"

type key struct{}

// With puts an id into the context; it holds until a call below puts another.
func With(ctx context.Context, id string) context.Context { return context.WithValue(ctx, key{}, id) }

// ID is the id of the context, "" where there is none.
func ID(ctx context.Context) string {
	id, _ := ctx.Value(key{}).(string)
	return id
}
