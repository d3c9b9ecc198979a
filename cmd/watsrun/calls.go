package main

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"github.com/watsrun/watsrun/internal/call"
	"github.com/watsrun/watsrun/internal/correlation"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/internal/trace"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/modules/wats"
	"github.com/watsrun/watsrun/resilience"
)

// logOf is the log of the run that a context belongs to, else that of the command.
func (h *host) logOf(ctx context.Context) *slog.Logger {
	if run := modules.MaybeRun(ctx); run != nil {
		return run.Log
	}
	return h.log
}

// began is told of each call of an operation, and watches how it ends.
func (h *host) began(ctx context.Context, c *call.Call) context.Context {
	begin := h.now()
	ctx, span := h.tracer.Begin(ctx, c.Operation, trace.Internal, slog.String("watsrun.correlation_id", correlation.ID(ctx)))
	c.OnEnd = func(err error) {
		if c.Requests == 0 {
			return // nothing left this machine
		}
		h.meters.called(c.Operation, err)
		failure := ""
		if err != nil {
			failure = err.Error()
		}
		span.Finish(failure, slog.Int("watsrun.requests", c.Requests), slog.Int("watsrun.attempts", c.Attempts))
		h.logCall(ctx, c, h.now().Sub(begin), err)
	}
	return ctx
}

// logCall writes a line for a call that did not simply succeed: what the server or the network did is a warning; what the
// caller can correct is raised to the caller, and is told for those who look for it only.
func (h *host) logCall(ctx context.Context, c *call.Call, d time.Duration, err error) {
	level, text := slog.LevelInfo, "call succeeded after retries"
	switch {
	case err != nil:
		level, text = levelOfFailure(fault.KindOf(err)), "call failed"
	case c.Attempts <= c.Requests:
		return
	}
	log := h.logOf(ctx)
	if !log.Enabled(ctx, level) {
		return
	}
	attrs := []slog.Attr{slog.String("operation", c.Operation), slog.Int("attempts", c.Attempts), slog.Duration("duration", d)}
	if c.Status > 0 {
		attrs = append(attrs, slog.Int("status", c.Status))
	}
	if f := fault.Of(err); f != nil {
		attrs = append(attrs, slog.String("kind", string(f.Kind)), slog.String("error", f.Message))
	}
	log.LogAttrs(ctx, level, text, attrs...)
}

// levelOfFailure is who wants to know of a failure. While the breaker is open each call fails at once; that it opened has been
// said.
func levelOfFailure(kind fault.Kind) slog.Level {
	switch kind {
	case fault.Server, fault.Connection, fault.Timeout, fault.RateLimited, fault.Unauthorized, fault.Forbidden, fault.EmptyResponse:
		return slog.LevelWarn
	}
	return slog.LevelDebug
}

// attempted counts, traces and logs an attempt, in the run that it is part of.
func (h *host) attempted(ctx context.Context, a resilience.Attempt) {
	if a.Sent {
		wats.Count(ctx, wats.Attempt{
			Call: a.Call, Number: a.Number, Failed: a.Err != nil || a.Status >= http.StatusBadRequest, Duration: a.Duration, Waited: a.Waited,
		})
	}
	h.meters.sent(a)
	h.traceAttempt(ctx, a)
	h.logAttempt(ctx, a)
	h.watchBreaker(ctx, a)
	h.watchLimiter(ctx, a)
}

func (h *host) logAttempt(ctx context.Context, a resilience.Attempt) {
	log := h.logOf(ctx)
	if !log.Enabled(ctx, slog.LevelDebug) {
		return
	}
	attrs := []slog.Attr{slog.Int("attempt", a.Number), slog.Duration("duration", a.Duration)}
	if a.Status > 0 {
		attrs = append(attrs, slog.Int("status", a.Status))
	}
	if a.Call != nil {
		attrs = append(attrs, slog.String("operation", a.Call.Operation), slog.String("route", a.Call.Route))
	}
	if a.Waited > 0 {
		attrs = append(attrs, slog.Duration("waited", a.Waited))
	}
	if a.Err != nil {
		attrs = append(attrs, slog.Any("error", a.Err))
	}
	log.LogAttrs(ctx, slog.LevelDebug, "request", attrs...)
}

// watchBreaker says once that the server is left alone, and once that it is back.
func (h *host) watchBreaker(ctx context.Context, a resilience.Attempt) {
	failed := a.Err != nil || a.Status >= http.StatusInternalServerError
	if !failed && h.leftAlone.Load() == 0 {
		return
	}
	s := h.chain.Breaker()
	switch known := h.leftAlone.Load(); {
	case s.State == resilience.Open && int64(s.Trips) > known && h.leftAlone.CompareAndSwap(known, int64(s.Trips)):
		h.log.WarnContext(ctx, "the server is left alone for a while: it failed too often", "server", h.target, "failures", h.policy().Breaker.Failures, "retry_in", s.RetryIn.Round(time.Second))
	case s.State == resilience.Closed && known > 0 && h.leftAlone.CompareAndSwap(known, 0):
		h.log.InfoContext(ctx, "the server answers again", "server", h.target)
	}
}

// watchLimiter says once that requests wait for the limiter, so that nobody looks for a slow server.
func (h *host) watchLimiter(ctx context.Context, a resilience.Attempt) {
	if a.Waited == 0 || h.limited.Load() || h.chain.Limiter().Waits == 0 || !h.limited.CompareAndSwap(false, true) {
		return
	}
	l := h.policy().Limiter
	h.log.InfoContext(ctx, "requests wait for their turn: there are more than the limit allows", "requests", l.Requests, "per", l.Per, "setting", "resilience.limiter.requests")
}

// requestOf is the request that a context is of; one of its own where nobody says.
func requestOf(ctx context.Context) *call.Call {
	if c := call.From(ctx); c != nil {
		return c
	}
	return &call.Call{}
}
