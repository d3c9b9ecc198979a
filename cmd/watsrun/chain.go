package main

import (
	"context"
	"log/slog"

	"github.com/watsrun/watsrun/modules"
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

// attempted logs an attempt, in the run that it is part of.
func (h *host) attempted(ctx context.Context, a resilience.Attempt) {
	log := h.log
	if run := modules.MaybeRun(ctx); run != nil {
		log = run.Log
	}
	level := slog.LevelDebug
	if !log.Enabled(ctx, level) {
		return
	}
	attrs := []slog.Attr{slog.Int("attempt", a.Number), slog.Int("status", a.Status), slog.Duration("duration", a.Duration)}
	if a.Call != nil {
		attrs = append(attrs, slog.String("operation", a.Call.Operation), slog.String("route", a.Call.Route))
	}
	if a.Waited > 0 {
		attrs = append(attrs, slog.Duration("waited", a.Waited))
	}
	if a.Err != nil {
		attrs = append(attrs, slog.Any("error", a.Err))
	}
	log.LogAttrs(ctx, level, "request", attrs...)
}
