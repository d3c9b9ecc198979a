// Package call carries what a request is part of, from whoever makes the request to the chain of policies that it goes
// through: the operation, its route, and whether sending it twice does what sending it once does. It knows neither HTTP
// nor policies.
package call

import "context"

// Call is one call of an operation. It may become several requests.
type Call struct {
	Operation  string // as scripts name it: "wats.product.get_product"
	Route      string // the template, "GET /api/Product/{part_number}": what metrics are labelled with
	Idempotent bool   // sending it twice is sending it once
	Stream     bool   // the answer is read while it arrives, and not kept
	Attempts   int    // how often it was sent so far; the chain of policies counts
}

type key struct{}

// With puts the call into the context of its requests.
func With(ctx context.Context, c *Call) context.Context { return context.WithValue(ctx, key{}, c) }

// From is the call of a context, nil where there is none.
func From(ctx context.Context) *Call {
	c, _ := ctx.Value(key{}).(*Call)
	return c
}
