package main

import (
	"context"
	"time"

	"github.com/watsrun/watsrun/modules/wats"
	"github.com/watsrun/watsrun/resilience"
)

// policy is the chain's numbers as the settings have them. The embedded server is this program's own, so that there is
// nobody to be spared.
func (h *host) policy() resilience.Policy {
	s := h.settings.Resilience
	p := resilience.Policy{
		AttemptTimeout: s.AttemptTimeout,
		Retry: resilience.Retry{
			Enabled: s.Retry.Enabled, Max: s.Retry.MaxRetries, Backoff: s.Retry.Backoff, MaxWait: s.Retry.MaxWait,
			Jitter: s.Retry.Jitter, Budget: s.Retry.Budget,
		},
		Breaker: resilience.Breaker{Failures: s.Breaker.Failures, Delay: s.Breaker.Delay},
		Limiter: resilience.Limiter{Requests: s.Limiter.Requests, Per: s.Limiter.Per},
	}
	if h.settings.Server.URL.Embedded() {
		p.Limiter.Requests = 0
	}
	return p
}

// chainView is the chain as scripts see it.
type chainView struct{ *resilience.Transport }

// Breaker implements wats.Chain.
func (c chainView) Breaker() wats.BreakerStatus {
	s := c.Transport.Breaker()
	return wats.BreakerStatus{State: string(s.State), Failures: s.Failures, Trips: s.Trips, RetryIn: s.RetryIn}
}

// Tune implements wats.Chain.
func (c chainView) Tune(ctx context.Context, t wats.Tuning) context.Context {
	p := c.Policy(ctx)
	setLimit(&p.AttemptTimeout, &p.Names.AttemptTimeout, t.AttemptTimeout)
	set(&p.Retry.Enabled, t.Retry.Enabled)
	set(&p.Retry.Max, t.Retry.MaxRetries)
	set(&p.Retry.Backoff, t.Retry.Backoff)
	setLimit(&p.Retry.MaxWait, &p.Names.MaxWait, t.Retry.MaxWait)
	set(&p.Retry.Jitter, t.Retry.Jitter)
	return resilience.WithPolicy(ctx, p)
}

func set[T any](to, value *T) {
	if value != nil {
		*to = *value
	}
}

func setLimit(to *time.Duration, name *string, l *wats.Limit) {
	if l != nil {
		*to, *name = l.Duration, l.Setting
	}
}
