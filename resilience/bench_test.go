package resilience

import (
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/watsrun/watsrun/internal/call"
)

// instant answers at once, without a socket: what is measured is the chain alone.
type instant struct{}

func (instant) RoundTrip(req *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusOK, Header: http.Header{}, Request: req, ContentLength: 2, Body: io.NopCloser(strings.NewReader("{}")),
	}, nil
}

// chains are transports to be compared: none, and the whole chain without and with retries.
func chains() map[string]http.RoundTripper {
	with := func(retry bool) http.RoundTripper {
		p := Defaults()
		p.Retry.Enabled, p.Limiter.Requests, p.AttemptTimeout = retry, 1<<40, 1<<40
		return New(Options{Policy: p, Base: instant{}, Watch: func(context.Context, Attempt) {}})
	}
	return map[string]http.RoundTripper{"none": instant{}, "without retries": with(false), "with retries": with(true)}
}

// exchangeOf is one request through a transport.
func exchangeOf(t testing.TB, through http.RoundTripper) func() {
	ctx := call.With(t.Context(), &call.Call{Operation: "wats.get_version", Route: "GET /api/App/Version", Idempotent: true})
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://server/api/App/Version", nil)
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		answer, err := through.RoundTrip(req)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, answer.Body); err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
	}
}

// TestTheChainAllocatesLittle pins what a call pays for the policies.
func TestTheChainAllocatesLittle(t *testing.T) {
	const most = 60
	base := testing.AllocsPerRun(100, exchangeOf(t, instant{}))
	for name, through := range chains() {
		if n := testing.AllocsPerRun(100, exchangeOf(t, through)) - base; n > most {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

func BenchmarkChain(b *testing.B) {
	for name, through := range chains() {
		b.Run(name, func(b *testing.B) {
			exchange := exchangeOf(b, through)
			b.ReportAllocs()
			for b.Loop() {
				exchange()
			}
		})
	}
}
