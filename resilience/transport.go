package resilience

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"github.com/failsafe-go/failsafe-go"
	"github.com/failsafe-go/failsafe-go/budget"
	"github.com/failsafe-go/failsafe-go/retrypolicy"

	"github.com/watsrun/watsrun/internal/call"
)

// Options make a Transport.
type Options struct {
	Policy  Policy
	Base    http.RoundTripper // sends one attempt; nil is http.DefaultTransport
	Clock   Clock             // nil is the machine's
	Random  func() float64    // from 0 to 1, for jitter; nil is chance
	MaxBody int64             // the longest answer that is kept whole, in bytes; a longer one is handed on unread. 0 is 64 MiB
	Watch   func(context.Context, Attempt)
}

// Attempt is one request that was sent, or that was to be sent and was refused by the breaker or the limiter.
type Attempt struct {
	Call     *call.Call // nil for a request that is part of none
	Method   string
	Number   int // from 1
	Status   int // 0 without an answer
	Err      error
	Start    time.Time
	Duration time.Duration // of sending and reading, without waits
	Waited   time.Duration // before it, for the retry's turn and for the limiter's
	Sent     bool
}

// Transport sends requests through the policies. It is shared by all who talk to one server, and safe for concurrent use.
type Transport struct {
	o       Options
	breaker *breaker
	limiter *limiter
	budget  budget.Budget
	loops   sync.Map // of retries by their number: int → failsafe.Executor[*exchange]
}

// defaultMaxBody is the longest answer that is kept whole.
const defaultMaxBody = 64 << 20

// New makes the transport of a server.
func New(o Options) *Transport {
	if o.Base == nil {
		o.Base = http.DefaultTransport
	}
	if o.Clock == nil {
		o.Clock = systemClock{}
	}
	if o.Random == nil {
		o.Random = random
	}
	if o.MaxBody == 0 {
		o.MaxBody = defaultMaxBody
	}
	return &Transport{
		o: o, breaker: newBreaker(o.Policy.Breaker, o.Clock), limiter: newLimiter(o.Policy.Limiter, o.Clock),
		budget: budget.NewBuilder().WithMaxRate(o.Policy.Retry.Budget).WithMinConcurrency(minRetries).Build(),
	}
}

// minRetries is how many retries may be under way whatever the budget says: a station that is alone may always try again.
const minRetries = 3

// Breaker tells how the breaker stands.
func (t *Transport) Breaker() Status { return t.breaker.status() }

// ResetBreaker closes the breaker.
func (t *Transport) ResetBreaker() { t.breaker.reset() }

// Limiter counts the waits of the limiter.
func (t *Transport) Limiter() LimiterStats { return t.limiter.stats() }

// CloseIdleConnections is what http.Client calls of the same name.
func (t *Transport) CloseIdleConnections() {
	if c, ok := t.o.Base.(interface{ CloseIdleConnections() }); ok {
		c.CloseIdleConnections()
	}
}

// Policy is what counts for the calls below a context.
func (t *Transport) Policy(ctx context.Context) Policy {
	if p, ok := ctx.Value(policyKey{}).(Policy); ok {
		return p
	}
	return t.o.Policy
}

// RoundTrip sends a request, again where the policy says so, and gives the last answer or the last error. The body of an
// answer has been read when it returns, so that a connection that breaks in it is an attempt that failed; only that of a
// call that streams is still to come.
func (t *Transport) RoundTrip(req *http.Request) (*http.Response, error) {
	x := &exchange{t: t, req: req, call: call.From(req.Context()), policy: t.Policy(req.Context())}
	defer x.letGo()
	if !x.policy.Retry.Enabled || x.policy.Retry.Max <= 0 {
		x.try(1)
		return x.answer, x.err
	}
	_, _ = t.loop(x.policy.Retry.Max).WithContext(req.Context()).GetWithExecution(func(e failsafe.Execution[*exchange]) (*exchange, error) {
		if e.Attempts() > 1 && !x.pause(e.Attempts()-1) {
			return x, nil
		}
		x.try(e.Attempts())
		return x, nil
	})
	return x.answer, x.err
}

// letGo closes the body of a request that failed, which a request that was never sent still has open.
func (x *exchange) letGo() {
	if x.err != nil && x.req.Body != nil {
		_ = x.req.Body.Close() // closed already where it was sent
	}
}

// loop is the loop of retries for a number of them. It knows when to go on; the waits are the exchange's, since
// failsafe-go's go by the machine's clock.
func (t *Transport) loop(retries int) failsafe.Executor[*exchange] {
	if known, ok := t.loops.Load(retries); ok {
		return known.(failsafe.Executor[*exchange])
	}
	policy := retrypolicy.NewBuilder[*exchange]().WithMaxRetries(retries).ReturnLastFailure().WithBudget(t.budget).
		HandleIf(func(x *exchange, _ error) bool { return x != nil && x.again() }).Build()
	loop, _ := t.loops.LoadOrStore(retries, failsafe.With(policy))
	return loop.(failsafe.Executor[*exchange])
}

// exchange is a request under way, and its last answer.
type exchange struct {
	t      *Transport
	req    *http.Request
	call   *call.Call
	policy Policy

	answer *http.Response
	err    error
	sent   bool // whether the last attempt may have reached the server
	over   bool // whether there is no use in another attempt
	waited time.Duration
}

// try makes one attempt: leave of the breaker, the limiter's turn, then the request.
func (x *exchange) try(number int) {
	ctx := x.req.Context()
	x.drop()
	x.err, x.sent = nil, false
	if x.err = context.Cause(ctx); x.err != nil {
		x.over = true
		return
	}
	pass, err := x.t.breaker.enter()
	if err != nil {
		x.err, x.over = err, true
		x.watch(number, time.Time{}, 0)
		return
	}
	waited, err := x.t.limiter.wait(ctx)
	x.waited += waited
	start := x.t.o.Clock.Now()
	if err != nil {
		x.t.breaker.leave(pass, undecided)
		x.err, x.over = err, true
		x.watch(number, start, 0)
		return
	}
	x.sent = true
	if x.call != nil {
		x.call.Attempts++
	}
	x.answer, x.err = x.send(number)
	x.t.breaker.leave(pass, x.verdict())
	x.slowDown()
	x.watch(number, start, x.t.o.Clock.Now().Sub(start))
}

// verdict is what the breaker learns of the last attempt.
func (x *exchange) verdict() verdict {
	switch {
	case x.err == nil && x.answer.StatusCode < http.StatusInternalServerError:
		return success
	case x.err != nil && errors.Is(x.req.Context().Err(), context.Canceled): // the cause may be anything
		return undecided // whoever asked has gone; a deadline that passed is the server's fault
	}
	return failure
}

// slowDown has everybody wait when the server says that it is asked too often: for the time that it names, else a second.
func (x *exchange) slowDown() {
	if x.answer == nil || x.answer.StatusCode != http.StatusTooManyRequests {
		return
	}
	d, ok := x.asked()
	if !ok {
		d = time.Second
	}
	x.t.limiter.pause(min(d, maxPause))
}

// maxPause is the longest time that one answer stops everybody.
const maxPause = time.Minute

func (x *exchange) watch(number int, start time.Time, d time.Duration) {
	if x.t.o.Watch == nil {
		return
	}
	a := Attempt{
		Call: x.call, Method: x.req.Method, Number: number, Err: x.err, Start: start, Duration: d, Waited: x.waited, Sent: x.sent,
	}
	x.waited = 0
	if x.answer != nil {
		a.Status = x.answer.StatusCode
	}
	x.t.o.Watch(x.req.Context(), a)
}
