package resilience

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/internal/retryafter"
)

// send makes the request once, and reads the whole answer.
func (x *exchange) send(number int) (*http.Response, error) {
	ctx, stop := x.bounded()
	req := x.req.WithContext(ctx)
	if number > 1 && x.req.GetBody != nil {
		body, err := x.req.GetBody()
		if err != nil {
			stop()
			return nil, err
		}
		req.Body = body
	}
	if !x.idempotent() {
		once(req)
	}
	answer, err := x.t.o.Base.RoundTrip(req)
	kept := false
	if err == nil && !(x.streams() && answer.StatusCode < http.StatusBadRequest) {
		kept, err = x.keep(answer)
	}
	switch {
	case err != nil:
		err = x.timedOut(ctx, err) // before stop, which ends the attempt's context too
		stop()
		return nil, err
	case kept:
		stop()
	default:
		answer.Body = &stopping{answer.Body, stop}
	}
	return answer, nil
}

// once keeps http.Transport from sending a request again by itself, which it does with a GET whose answer does not come on a
// connection that was kept: it goes by the method, and by whether there is a body that cannot be had again.
func once(req *http.Request) {
	req.GetBody = nil
	if req.Body != nil && req.Body != http.NoBody {
		return
	}
	switch req.Method {
	case "", http.MethodGet, http.MethodHead, http.MethodOptions, http.MethodTrace:
		req.Body = io.NopCloser(strings.NewReader("")) // of which nothing is sent
	}
}

// bounded is the context of one attempt.
func (x *exchange) bounded() (context.Context, context.CancelFunc) {
	if x.policy.AttemptTimeout <= 0 || x.streams() {
		return x.req.Context(), func() {}
	}
	f := fault.New(fault.Timeout, "no answer within %s", x.policy.AttemptTimeout).
		WithHint("the server is slow; try again, or raise %s", cmp.Or(x.policy.Names.AttemptTimeout, "resilience.attempt_timeout"))
	f.Retryable = true
	return context.WithTimeoutCause(x.req.Context(), x.policy.AttemptTimeout, f)
}

func (x *exchange) streams() bool { return x.call != nil && x.call.Stream }

// timedOut gives the attempt's own timeout its name; the end of the call stays what it is.
func (x *exchange) timedOut(attempt context.Context, err error) error {
	if x.req.Context().Err() == nil && attempt.Err() != nil {
		return context.Cause(attempt)
	}
	return err
}

// keep reads the answer's body. One that is too long to be kept is handed on as it comes.
func (x *exchange) keep(answer *http.Response) (kept bool, err error) {
	limit := x.t.o.MaxBody
	if answer.ContentLength > limit {
		return false, nil
	}
	var b bytes.Buffer
	if n := answer.ContentLength; n > 0 {
		b.Grow(int(n) + bytes.MinRead)
	}
	_, err = b.ReadFrom(io.LimitReader(answer.Body, limit+1))
	if err == nil && int64(b.Len()) > limit {
		answer.Body = struct {
			io.Reader
			io.Closer
		}{io.MultiReader(&b, answer.Body), answer.Body}
		return false, nil
	}
	if closeErr := answer.Body.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return false, err
	}
	answer.Body = io.NopCloser(bytes.NewReader(b.Bytes()))
	return true, nil
}

// drop lets go of the last answer, which another attempt or an error takes the place of.
func (x *exchange) drop() {
	if x.answer != nil {
		_ = x.answer.Body.Close() // nobody reads it
		x.answer = nil
	}
}

// stopping ends what bounds an attempt when its body is closed.
type stopping struct {
	io.ReadCloser
	stop context.CancelFunc
}

// Close implements io.Closer.
func (s *stopping) Close() error {
	defer s.stop()
	return s.ReadCloser.Close()
}

// again tells whether the last attempt is one to be made again: it failed in a way that may pass, and sending it twice is
// sending it once, or it was never sent.
func (x *exchange) again() bool {
	if x.over || x.req.Context().Err() != nil || x.req.Body != nil && x.req.Body != http.NoBody && x.req.GetBody == nil {
		return false
	}
	if x.err != nil {
		return x.idempotent() || neverSent(x.err)
	}
	switch x.answer.StatusCode {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return x.idempotent()
	}
	return false
}

func (x *exchange) idempotent() bool {
	if x.call != nil {
		return x.call.Idempotent
	}
	switch x.req.Method {
	case http.MethodGet, http.MethodHead, http.MethodPut, http.MethodDelete, http.MethodOptions:
		return true
	}
	return false
}

// neverSent tells an error of making the connection.
func neverSent(err error) bool {
	op, ok := errors.AsType[*net.OpError](err)
	return ok && op.Op == "dial"
}

// pause waits before a retry. It says no where the call would end before the wait does, or where the server asks for more
// patience than the policy has; the last answer or error is the result then.
func (x *exchange) pause(retry int) bool {
	d, now := x.delay(retry), x.t.o.Clock.Now()
	if why := x.impatience(d, now); why != "" {
		x.over = true
		if x.call != nil {
			x.call.GivenUp = why
		}
		return false
	}
	if err := x.t.o.Clock.Sleep(x.req.Context(), d); err != nil {
		x.drop()
		x.err, x.over = err, true
		return false
	}
	x.waited += x.t.o.Clock.Now().Sub(now)
	return true
}

// impatience is why a wait before a retry is too long, "" where it is not.
func (x *exchange) impatience(d time.Duration, now time.Time) string {
	most := x.policy.Retry.MaxWait
	if asked, ok := x.asked(); ok && most > 0 && asked > most {
		return cmp.Or(x.policy.Names.MaxWait, "resilience.retry.max_wait") + " allows " + most.String()
	}
	if ends, bounded := x.req.Context().Deadline(); bounded && now.Add(d).After(ends) {
		return "the call has " + max(0, ends.Sub(now)).Round(time.Millisecond).String() + " left"
	}
	return ""
}

// delay is the wait before a retry: what the server asks for, else what the policy says.
func (x *exchange) delay(retry int) time.Duration {
	if asked, ok := x.asked(); ok {
		return asked
	}
	p := x.policy.Retry
	d := time.Duration(float64(time.Second) * power(p.Backoff, retry-1))
	if p.MaxWait > 0 {
		d = min(d, p.MaxWait)
	}
	if p.Jitter {
		d = time.Duration(x.t.o.Random() * float64(d))
	}
	return d
}

// asked is the time that the last answer asks to wait.
func (x *exchange) asked() (time.Duration, bool) {
	if x.answer == nil {
		return 0, false
	}
	return retryafter.Parse(x.answer.Header.Get("Retry-After"), x.t.o.Clock.Now())
}

// power is base to the n, bounded so that it can be a time.
func power(base float64, n int) float64 {
	const most = 1e6
	p := 1.0
	for range n {
		if p *= base; p > most {
			return most
		}
	}
	return p
}
