package resilience

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/watsrun/watsrun/internal/call"
	"github.com/watsrun/watsrun/internal/fault"
)

func TestAnAttemptTimeoutHidesNoOtherError(t *testing.T) {
	p := retrying()
	p.AttemptTimeout = time.Minute
	p.Breaker.Failures, p.Limiter.Requests = 0, 0
	r := newRig(t, p, says(200))
	r.Close()
	for _, method := range []string{"GET", "POST"} {
		before := len(r.clock.waits())
		_, err := r.status(t, t.Context(), method)
		if !neverSent(err) {
			t.Errorf("%s: the error is %v", method, err)
		}
		if n := len(r.clock.waits()) - before; n != 3 {
			t.Errorf("%s: %d waits, want 3: the connection was refused", method, n)
		}
	}
	half := newRig(t, Policy{AttemptTimeout: time.Minute}, breaks(halfBody))
	_, err := half.status(t, t.Context(), "GET")
	if errors.Is(err, context.Canceled) || err == nil {
		t.Errorf("a body that breaks off: %v", err)
	}
}

func TestLongAnswersAreHandedOnAlive(t *testing.T) {
	text := strings.Repeat("0123456789", 1_000_000)
	for _, chunked := range []bool{false, true} {
		r := newRig(t, Policy{AttemptTimeout: time.Minute}, func(w http.ResponseWriter, _ *http.Request) {
			if chunked {
				w.(http.Flusher).Flush()
			}
			io.WriteString(w, text)
		})
		r.o.MaxBody = 5000
		answer, err := r.do(t.Context(), "GET", "")
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || string(body) != text {
			t.Errorf("chunked %v: %d bytes, %v", chunked, len(body), err)
		}
	}
}

// TestNoConnectionOfAStreamIsLost: answers that are not kept give their connection back too when they are tried again.
func TestNoConnectionOfAStreamIsLost(t *testing.T) {
	p := retrying()
	p.Breaker.Failures, p.Limiter.Requests = 0, 0
	r := newRig(t, p, says(503))
	for range 50 {
		answer, err := r.do(call.With(t.Context(), &call.Call{Idempotent: true, Stream: true}), "GET", "")
		if err != nil {
			t.Fatal(err)
		}
		io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
	}
	if n := r.sockets.Load(); n > 2 {
		t.Errorf("%d connections for %d requests", n, r.requests.Load())
	}
}

// TestWhoeverStopsACallSaysNothingOfTheServer: a call is stopped with a reason, as by Ctrl-C.
func TestWhoeverStopsACallSaysNothingOfTheServer(t *testing.T) {
	r := newRig(t, Defaults(), func(_ http.ResponseWriter, q *http.Request) { <-q.Context().Done() })
	for range 6 {
		ctx, stop := context.WithCancelCause(t.Context())
		time.AfterFunc(20*time.Millisecond, func() { stop(fault.New(fault.Canceled, "interrupted")) })
		_, _ = r.status(t, ctx, "GET")
	}
	if s := r.Breaker(); s.State != Closed || s.Failures != 0 {
		t.Errorf("the breaker is %+v", s)
	}
}

// closed is a body that tells whether it was closed.
type closed struct {
	io.Reader
	yes bool
}

func (c *closed) Close() error { c.yes = true; return nil }

// TestWhatIsNotSentIsLetGo: a request that the breaker refuses must not keep the file open that it would have sent.
func TestWhatIsNotSentIsLetGo(t *testing.T) {
	p := Policy{Breaker: Breaker{Failures: 1, Delay: time.Minute}}
	r := newRig(t, p, says(503))
	_, _ = r.status(t, t.Context(), "GET")
	body := &closed{Reader: strings.NewReader("x")}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.URL, body)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := r.RoundTrip(req)
	if answer != nil {
		answer.Body.Close()
	}
	if fault.KindOf(err) != fault.CircuitOpen || !body.yes {
		t.Errorf("%v; the body is closed: %t", err, body.yes)
	}
}

func TestNoBoundOfTheWaitObeysTheServer(t *testing.T) {
	p := retrying()
	p.Retry.MaxWait = 0
	r := newRig(t, p, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "600")
		w.WriteHeader(http.StatusServiceUnavailable)
	}, says(200))
	if status, err := r.status(t, t.Context(), "GET"); status != 200 || err != nil {
		t.Errorf("%d, %v", status, err)
	}
}
