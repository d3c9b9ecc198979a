package main

import (
	"context"
	"io"
	"net/http"
	"strings"

	"github.com/watsrun/watsrun/internal/call"
	"github.com/watsrun/watsrun/resilience"
)

// instant answers at once, without a socket, so that what is measured is what stands before it.
type instant struct{}

// RoundTrip implements http.RoundTripper.
func (instant) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{}, Request: req, ContentLength: 2, Body: io.NopCloser(strings.NewReader("{}")),
	}, nil
}

// policies is the chain with its defaults and retries on, with room for as many requests as there may be.
func policies() http.RoundTripper {
	p := resilience.Defaults()
	p.Retry.Enabled, p.Limiter.Requests = true, 1<<40
	return resilience.New(resilience.Options{Policy: p, Base: instant{}, Watch: func(context.Context, resilience.Attempt) {}})
}

// throughChain sends a request n times.
func throughChain(ctx context.Context, through http.RoundTripper) func(int) error {
	ctx = call.With(ctx, &call.Call{Operation: "wats.get_version", Route: "GET /api/App/Version", Idempotent: true})
	return func(n int) error {
		for range n {
			req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://server/api/App/Version", nil)
			if err != nil {
				return err
			}
			answer, err := through.RoundTrip(req)
			if err != nil {
				return err
			}
			if err := answer.Body.Close(); err != nil {
				return err
			}
		}
		return nil
	}
}
