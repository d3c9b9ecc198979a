// Package call carries what a request is part of, from whoever makes the request to the chain of policies that it goes
// through: the operation, its route, and whether sending it twice does what sending it once does. It knows neither HTTP
// nor policies.
package call

import "context"

// Call is one call of an operation, which may become several requests; or, below that, one of these requests, which may be
// sent several times. It is used by one goroutine at a time.
type Call struct {
	Operation  string // as scripts name it: "wats.product.get_product"
	Route      string // of a request: the template, "GET /api/Product/{part_number}", what metrics are labelled with
	Idempotent bool   // sending it twice is sending it once
	Stream     bool   // the answer is read while it arrives, and not kept
	GivenUp    string // of a request: why it was not sent again though the policies ask for it; "" where nothing stood against it
	Attempts   int    // how often it was sent so far; of a request the chain of policies counts
	Requests   int    // of an operation: the requests that it was made of so far
	Status     int    // of an operation: that of the last answer, 0 without one
	Span       uint64 // of a request: the attempt under way, as the server was told in traceparent; 0 where none is told
	OnEnd      func(error)
}

// End tells whoever watches the call how it ended. Only the first time counts.
func (c *Call) End(err error) {
	if end := c.OnEnd; end != nil {
		c.OnEnd = nil
		end(err)
	}
}

type key struct{}

// With puts the call into the context of its requests.
func With(ctx context.Context, c *Call) context.Context { return context.WithValue(ctx, key{}, c) }

// From is the call of a context, nil where there is none.
func From(ctx context.Context) *Call {
	c, _ := ctx.Value(key{}).(*Call)
	return c
}
