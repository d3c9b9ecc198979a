package wats

import (
	"context"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// Tuning is what a script changes of how calls are made, for its run or for some calls. What is nil stays as it is.
type Tuning struct {
	Timeout        *Limit // of a call; 0 for none
	AttemptTimeout *Limit // of one attempt; 0 leaves it to the call's
	Retry          RetryTuning
	Strict         *bool // a missing thing raises not_found instead of being nil
}

// RetryTuning is the part of a Tuning that says how often a call is tried again.
type RetryTuning struct {
	Enabled    *bool
	MaxRetries *int
	Backoff    *float64
	MaxWait    *Limit
	Jitter     *bool
}

// Limit is a time that a script has set.
type Limit struct {
	time.Duration
	Setting string // how people find it: "timeout in wats.configure"
}

// over is t with what is nil in it taken from below.
func (t Tuning) over(below Tuning) Tuning {
	return Tuning{
		Timeout: first(t.Timeout, below.Timeout), AttemptTimeout: first(t.AttemptTimeout, below.AttemptTimeout),
		Strict: first(t.Strict, below.Strict),
		Retry: RetryTuning{
			Enabled: first(t.Retry.Enabled, below.Retry.Enabled), MaxRetries: first(t.Retry.MaxRetries, below.Retry.MaxRetries),
			Backoff: first(t.Retry.Backoff, below.Retry.Backoff), MaxWait: first(t.Retry.MaxWait, below.Retry.MaxWait),
			Jitter: first(t.Retry.Jitter, below.Retry.Jitter),
		},
	}
}

func first[T any](a, b *T) *T {
	if a != nil {
		return a
	}
	return b
}

// Chain is the chain of policies that requests go through, as scripts see it.
type Chain interface {
	// Tune has the calls below a context go by other numbers of retry and timeout.
	Tune(ctx context.Context, t Tuning) context.Context
	// Breaker tells how the circuit breaker of the server stands.
	Breaker() BreakerStatus
	// ResetBreaker closes it.
	ResetBreaker()
}

// BreakerStatus is how a circuit breaker stands.
type BreakerStatus struct {
	State    string        // closed, open, half_open or off
	Failures int           // in a row
	Trips    int           // how often it has opened
	RetryIn  time.Duration // until a request is let through, while open
}

type tuningKey struct{}

// tuned is what counts for a call: what wats.with says, else what wats.configure says for the run.
func tuned(ctx context.Context) (t Tuning, any bool) {
	if t, ok := ctx.Value(tuningKey{}).(Tuning); ok {
		return t, true
	}
	if run := modules.MaybeRun(ctx); run != nil {
		if t := configured(run); *t != (Tuning{}) {
			return *t, true
		}
	}
	return Tuning{}, false
}

// configured is what wats.configure said in a run so far.
func configured(run *modules.Run) *Tuning {
	return modules.State(run, tuningKey{}, func() *Tuning { return &Tuning{} })
}

// tune prepares the context of a call by what counts for it.
func (c *Client) tune(ctx context.Context) context.Context {
	t, any := tuned(ctx)
	if !any || c.options.Chain == nil {
		return ctx
	}
	return c.options.Chain.Tune(ctx, t)
}

// timeout is the time that a call may take, 0 for no limit, and the setting that says so.
func (c *Client) timeout(ctx context.Context) (limit time.Duration, setting string) {
	if t, any := tuned(ctx); any && t.Timeout != nil {
		return t.Timeout.Duration, t.Timeout.Setting
	}
	return c.http.Timeout, "server.timeout"
}

// isStrict tells whether a missing thing raises, where the call itself does not say so.
func (c *Client) isStrict(ctx context.Context) bool {
	if t, any := tuned(ctx); any && t.Strict != nil {
		return *t.Strict
	}
	return c.options.Strict
}

// RetryOptions say how a call is tried again; what is nil stays as it is.
type RetryOptions struct {
	Enabled    *bool    `lua:"enabled" doc:"Whether calls are tried again."`
	MaxRetries *int     `lua:"max_retries" doc:"How often."`
	Backoff    *float64 `lua:"backoff" doc:"The wait before retry n is this number to the power n-1, in seconds."`
	MaxWait    *float64 `lua:"max_wait" doc:"Longest wait in seconds."`
	Jitter     *bool    `lua:"jitter" doc:"Wait a random share of the time."`
}

// CallOptions say how calls are made; what is nil stays as it is.
type CallOptions struct {
	Timeout        *float64     `lua:"timeout" doc:"Longest time of a call in seconds; 0 is no limit."`
	AttemptTimeout *float64     `lua:"attempt_timeout" doc:"Longest time of one attempt in seconds; 0 leaves it to the call's."`
	Retry          RetryOptions `lua:"retry" doc:"How often a call is tried again."`
	Strict         *bool        `lua:"strict" doc:"Raise not_found for a missing thing instead of returning nil."`
}

// tuning checks the arguments of a function.
func (a *CallOptions) tuning(function string) (t Tuning, err error) {
	t.Strict = a.Strict
	if t.Timeout, err = limit(function, "timeout", a.Timeout); err != nil {
		return t, err
	}
	if t.AttemptTimeout, err = limit(function, "attempt_timeout", a.AttemptTimeout); err != nil {
		return t, err
	}
	r := a.Retry
	t.Retry = RetryTuning{Enabled: r.Enabled, MaxRetries: r.MaxRetries, Backoff: r.Backoff, Jitter: r.Jitter}
	if r.MaxRetries != nil && *r.MaxRetries < 0 || r.Backoff != nil && !(*r.Backoff >= 0) {
		return t, fault.New(fault.Usage, "retry.max_retries and retry.backoff must not be negative")
	}
	t.Retry.MaxWait, err = limit(function, "retry.max_wait", r.MaxWait)
	return t, err
}

// limit turns seconds into a time.
func limit(function, name string, seconds *float64) (*Limit, error) {
	if seconds == nil {
		return nil, nil
	}
	const most = 365 * 24 * 3600
	if !(*seconds >= 0 && *seconds <= most) {
		return nil, fault.New(fault.Usage, "%s must be a number of seconds from 0 to %d", name, most)
	}
	return &Limit{time.Duration(*seconds * float64(time.Second)), name + " in " + function}, nil
}

type withArgs struct {
	Options CallOptions      `lua:"options,required" doc:"What is to be different."`
	Fn      modules.Callback `lua:"fn" doc:"What to call with it, instead of returning wats with it."`
	Args    []modules.Raw    `lua:"args,rest" doc:"Its arguments."`
}

// tuningOperations are the functions by which scripts change how calls are made.
func tuningOperations() []declaration {
	return []declaration{
		func(*Client) *modules.Function {
			return modules.Func("configure", "Change how calls are made for the rest of this run. What is not named stays as it is.", configure, modules.PyWATS(),
				modules.Show(`wats.configure{timeout = 10, retry = {enabled = true, max_retries = 2}}`, ""))
		},
		func(*Client) *modules.Function {
			return modules.Func("with", "The wats module with other numbers for its calls, or, with a function, call that and have its calls go by them. "+
				"It counts before wats.configure; contexts nest.", callWith, modules.Positional(), modules.PyWATS(),
				modules.Returns(&modules.Type{Kind: modules.Object, Name: "wats"}),
				modules.Show(`type(wats.with{timeout = 5}.get_version())`, `"string"`),
				modules.Show(`wats.with({strict = true}, function() return select(2, wats.try(wats.product.get_product, "none")).kind end)`, `"not_found"`))
		},
		func(c *Client) *modules.Function {
			return modules.Func("breaker", "How the circuit breaker of the server stands, which all runs of this process share.",
				func(context.Context, *noArguments) (*Breaker, error) { return &Breaker{c.options.Chain}, nil }, modules.PyWATS(),
				modules.Show(`type(wats.breaker().state)`, `"string"`))
		},
	}
}

func configure(ctx context.Context, in *CallOptions) (struct{}, error) {
	t, err := in.tuning("wats.configure")
	if err == nil {
		run := configured(modules.RunFrom(ctx))
		*run = t.over(*run)
	}
	return struct{}{}, err
}

func callWith(ctx context.Context, in *withArgs) (modules.Multi, error) {
	t, err := in.Options.tuning("wats.with")
	if err != nil {
		return nil, err
	}
	within := func(ctx context.Context) context.Context {
		below, _ := tuned(ctx)
		return context.WithValue(ctx, tuningKey{}, t.over(below))
	}
	return callWithin(ctx, within, in.Fn, in.Args)
}

// callWithin calls a function within another context; without one it gives the wats module that works within it.
func callWithin(ctx context.Context, within func(context.Context) context.Context, fn modules.Callback, args []modules.Raw) (modules.Multi, error) {
	if fn == nil {
		return modules.Multi{modules.Scoped{Module: "wats", Within: within}}, nil
	}
	values := make([]any, len(args))
	for i, a := range args {
		values[i] = a
	}
	results, err := fn.Call(within(ctx), values...)
	out := make(modules.Multi, len(results))
	for i, r := range results {
		out[i] = r
	}
	return out, err
}

// Breaker is the circuit breaker of the server, as scripts hold it.
type Breaker struct{ chain Chain }

func (b *Breaker) status() BreakerStatus {
	if b.chain == nil {
		return BreakerStatus{State: "off"}
	}
	return b.chain.Breaker()
}

func breakerClass() *modules.Class {
	return modules.ClassOf("Breaker", "The circuit breaker of the server: after some failures in a row it leaves the server alone for a while.",
		func(b *Breaker) string { return "breaker, " + b.status().State },
		modules.Getter("state", "closed (calls pass), open (none pass), half_open (one passes, to see) or off.", func(b *Breaker) string { return b.status().State }),
		modules.Getter("failures", "Failures in a row.", func(b *Breaker) int { return b.status().Failures }),
		modules.Getter("trips", "How often it has opened.", func(b *Breaker) int { return b.status().Trips }),
		modules.Getter("retry_in", "Seconds until a call passes; 0 when calls pass.", func(b *Breaker) float64 { return b.status().RetryIn.Seconds() }),
		modules.Methods(modules.Method("reset", "Close it, whatever it knows.", func(b *Breaker, _ noArguments) (struct{}, error) {
			if b.chain != nil {
				b.chain.ResetBreaker()
			}
			return struct{}{}, nil
		}, modules.Show(`wats.breaker():reset()`, ""))))
}
