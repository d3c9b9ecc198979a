package resilience

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/call"
	"github.com/watsrun/watsrun/internal/fault"
)

// testClock is a clock that stands until somebody sleeps by it.
type testClock struct {
	mu    sync.Mutex
	now   time.Time
	slept []time.Duration
}

func newClock() *testClock { return &testClock{now: time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)} }

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) Sleep(ctx context.Context, d time.Duration) error {
	if err := context.Cause(ctx); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.slept = append(c.slept, d)
	c.now = c.now.Add(d)
	return nil
}

func (c *testClock) step(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *testClock) waits() []time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return append([]time.Duration(nil), c.slept...)
}

// rig is a server on a real socket that answers by a script, and a client with the chain before it.
type rig struct {
	*httptest.Server
	*Transport
	clock    *testClock
	requests atomic.Int64
	sockets  atomic.Int64
	bodies   sync.Map // number of the request → its body
}

// newRig answers the n-th request by the n-th handler, and all further ones by the last.
func newRig(t testing.TB, p Policy, answers ...http.HandlerFunc) *rig {
	t.Helper()
	r := &rig{clock: newClock()}
	r.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		n := int(r.requests.Add(1))
		body, _ := io.ReadAll(q.Body)
		r.bodies.Store(n, string(body))
		answers[min(n, len(answers))-1](w, q)
	}))
	r.Config.ConnState = func(_ net.Conn, s http.ConnState) {
		if s == http.StateNew {
			r.sockets.Add(1)
		}
	}
	r.Start()
	t.Cleanup(r.Close)
	r.Transport = New(Options{Policy: p, Base: &http.Transport{MaxIdleConnsPerHost: 200}, Clock: r.clock})
	t.Cleanup(r.CloseIdleConnections)
	return r
}

func (r *rig) do(ctx context.Context, method, body string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, method, r.URL, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	return (&http.Client{Transport: r.Transport}).Do(req)
}

// status sends a request and gives its status, 0 for an error.
func (r *rig) status(t testing.TB, ctx context.Context, method string) (int, error) {
	t.Helper()
	answer, err := r.do(ctx, method, "body")
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	if _, err := io.ReadAll(answer.Body); err != nil {
		t.Errorf("the body: %v", err)
	}
	return answer.StatusCode, nil
}

func says(status int, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		fmt.Fprintf(w, "status %d", status)
	}
}

// breaks resets the connection, after the bytes.
func breaks(bytes string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		conn, buf, err := w.(http.Hijacker).Hijack()
		if err != nil {
			panic(err)
		}
		io.WriteString(buf, bytes)
		buf.Flush()
		conn.(*net.TCPConn).SetLinger(0)
		conn.Close()
	}
}

const halfBody = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"

func retrying() Policy {
	p := Defaults()
	p.Retry.Enabled = true
	return p
}

func seconds(list ...float64) []time.Duration {
	var all []time.Duration
	for _, s := range list {
		all = append(all, time.Duration(s*float64(time.Second)))
	}
	return all
}

// TestRetry: failures against attempts and waits.
func TestRetry(t *testing.T) {
	clock := newClock()
	date := clock.now.Add(7 * time.Second).Format(http.TimeFormat)
	past := clock.now.Add(-time.Hour).Format(http.TimeFormat)
	for _, c := range []struct {
		name    string
		method  string
		call    *call.Call
		answers []http.HandlerFunc
		status  int
		sent    int64
		waits   []time.Duration
	}{
		{name: "success", answers: []http.HandlerFunc{says(200)}, status: 200, sent: 1},
		{name: "503 then well", answers: []http.HandlerFunc{says(503), says(200)}, status: 200, sent: 2, waits: seconds(1)},
		{name: "all 503", answers: []http.HandlerFunc{says(503)}, status: 503, sent: 4, waits: seconds(1, 2, 4)},
		{name: "502, 504", answers: []http.HandlerFunc{says(502), says(504), says(200)}, status: 200, sent: 3, waits: seconds(1, 2)},
		{name: "500", answers: []http.HandlerFunc{says(500)}, status: 500, sent: 1},
		{name: "501", answers: []http.HandlerFunc{says(501)}, status: 501, sent: 1},
		{name: "400", answers: []http.HandlerFunc{says(400)}, status: 400, sent: 1},
		{name: "401", answers: []http.HandlerFunc{says(401)}, status: 401, sent: 1},
		{name: "404", answers: []http.HandlerFunc{says(404)}, status: 404, sent: 1},
		{name: "409", answers: []http.HandlerFunc{says(409)}, status: 409, sent: 1},
		{name: "reset before", answers: []http.HandlerFunc{breaks(""), says(200)}, status: 200, sent: 2, waits: seconds(1)},
		{name: "reset in the body", answers: []http.HandlerFunc{breaks(halfBody), says(200)}, status: 200, sent: 2, waits: seconds(1)},
		{name: "no HTTP", answers: []http.HandlerFunc{breaks("SSH-2.0\r\n"), says(200)}, status: 200, sent: 2, waits: seconds(1)},
		{name: "429", answers: []http.HandlerFunc{says(429, "Retry-After", "7"), says(200)}, status: 200, sent: 2, waits: seconds(7)},
		{name: "date", answers: []http.HandlerFunc{says(503, "Retry-After", date), says(200)}, status: 200, sent: 2, waits: seconds(7)},
		{name: "past date", answers: []http.HandlerFunc{says(503, "Retry-After", past), says(200)}, status: 200, sent: 2, waits: seconds(0)},
		{name: "Retry-After 0", answers: []http.HandlerFunc{says(503, "Retry-After", "0"), says(200)}, status: 200, sent: 2, waits: seconds(0)},
		{name: "nonsense", answers: []http.HandlerFunc{says(503, "Retry-After", "soon"), says(200)}, status: 200, sent: 2, waits: seconds(1)},
		{name: "too patient", answers: []http.HandlerFunc{says(503, "Retry-After", "3600")}, status: 503, sent: 1},
		{name: "POST 503", method: "POST", answers: []http.HandlerFunc{says(503)}, status: 503, sent: 1},
		{name: "POST 429", method: "POST", answers: []http.HandlerFunc{says(429)}, status: 429, sent: 1},
		{name: "POST reset", method: "POST", answers: []http.HandlerFunc{breaks("")}, sent: 1},
		{name: "POST reset in the body", method: "POST", answers: []http.HandlerFunc{breaks(halfBody)}, sent: 1},
		{name: "PATCH", method: "PATCH", answers: []http.HandlerFunc{says(503)}, status: 503, sent: 1},
		{name: "PUT", method: "PUT", answers: []http.HandlerFunc{says(503), says(200)}, status: 200, sent: 2, waits: seconds(1)},
		{name: "report", method: "POST", call: &call.Call{Idempotent: true}, answers: []http.HandlerFunc{says(503), says(200)}, status: 200, sent: 2, waits: seconds(1)},
		{name: "GET that writes", call: &call.Call{}, answers: []http.HandlerFunc{says(503)}, status: 503, sent: 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newRig(t, retrying(), c.answers...)
			ctx := t.Context()
			if c.call != nil {
				ctx = call.With(ctx, c.call)
			}
			if c.method == "" {
				c.method = "GET"
			}
			status, err := r.status(t, ctx, c.method)
			if status != c.status || (err == nil) != (c.status != 0) {
				t.Errorf("status %d, %v", status, err)
			}
			if n := r.requests.Load(); n != c.sent {
				t.Errorf("%d requests", n)
			}
			if diff := cmp.Diff(c.waits, r.clock.waits()); diff != "" {
				t.Errorf("waits (-want +got):\n%s", diff)
			}
			for n := range c.sent {
				if body, _ := r.bodies.Load(int(n) + 1); body != "body" {
					t.Errorf("request %d has the body %q", n+1, body)
				}
			}
		})
	}
}

func TestRetryIsOffUnlessAskedFor(t *testing.T) {
	r := newRig(t, Defaults(), says(503))
	if status, _ := r.status(t, t.Context(), "GET"); status != 503 || r.requests.Load() != 1 {
		t.Errorf("status %d after %d requests", status, r.requests.Load())
	}
	ctx := WithPolicy(t.Context(), Policy{Retry: Retry{Enabled: true, Max: 1, Backoff: 3, MaxWait: time.Minute}})
	if status, _ := r.status(t, ctx, "GET"); status != 503 || r.requests.Load() != 3 {
		t.Errorf("status %d after %d requests", status, r.requests.Load())
	}
}

func TestRefusedConnectionIsTriedAgainForAll(t *testing.T) {
	r := newRig(t, retrying(), says(200))
	r.Close()
	for _, method := range []string{"GET", "POST"} {
		before := len(r.clock.waits())
		if _, err := r.status(t, t.Context(), method); err == nil {
			t.Errorf("%s: no error", method)
		}
		r.ResetBreaker()
		if n := len(r.clock.waits()) - before; n != 3 {
			t.Errorf("%s: %d waits", method, n)
		}
	}
}

// TestWhatMayHaveArrivedIsNotSentAgain: a write that breaks off may have brought the server all that it needs; only a
// connection that was not made brought nothing.
func TestWhatMayHaveArrivedIsNotSentAgain(t *testing.T) {
	for op, want := range map[string]int{"dial": 4, "write": 1, "read": 1} {
		sent := 0
		r := newRig(t, retrying(), says(200))
		r.o.Base = roundTripper(func(*http.Request) (*http.Response, error) {
			sent++
			return nil, &net.OpError{Op: op, Net: "tcp", Err: errors.New("connection reset by peer")}
		})
		if _, err := r.status(t, t.Context(), "POST"); err == nil || sent != want {
			t.Errorf("after an error of %s it is sent %d times, not %d; %v", op, sent, want, err)
		}
	}
}

// TestTheMachinesClockNeverGoesBack: its times carry the monotonic reading, which no NTP step moves.
func TestTheMachinesClockNeverGoesBack(t *testing.T) {
	if now := (systemClock{}).Now(); !strings.Contains(now.String(), " m=") {
		t.Errorf("%s can be set back", now)
	}
}

func TestJitterIsAShareOfTheWait(t *testing.T) {
	p := retrying()
	p.Retry.Jitter = true
	r := newRig(t, p, says(503))
	r.o.Random = func() float64 { return 0.25 }
	_, _ = r.status(t, t.Context(), "GET")
	if diff := cmp.Diff(seconds(0.25, 0.5, 1), r.clock.waits()); diff != "" {
		t.Error(diff)
	}
}

func TestWaitsAreBounded(t *testing.T) {
	p := retrying()
	p.Retry.Max, p.Retry.MaxWait, p.Breaker.Failures = 12, 5*time.Second, 0
	r := newRig(t, p, says(503))
	_, _ = r.status(t, t.Context(), "GET")
	if got := r.clock.waits(); len(got) != 12 || got[11] != 5*time.Second {
		t.Errorf("%v", got)
	}
}

// TestNoWaitBeyondTheEnd: when the call would be over before the wait is, its last answer is given at once.
func TestNoWaitBeyondTheEnd(t *testing.T) {
	r := newRig(t, retrying(), says(503))
	ctx, cancel := context.WithDeadline(t.Context(), time.Now().Add(time.Hour))
	defer cancel()
	r.clock.now = time.Now().Add(time.Hour - 2*time.Second)
	if status, err := r.status(t, ctx, "GET"); status != 503 || err != nil {
		t.Errorf("%d, %v", status, err)
	}
	if diff := cmp.Diff(seconds(1), r.clock.waits()); diff != "" {
		t.Error(diff)
	}
}

func TestTheEndOfTheRunEndsTheWait(t *testing.T) {
	r := newRig(t, retrying(), says(503))
	stopped := errors.New("the operator stops")
	ctx, cancel := context.WithCancelCause(t.Context())
	r.o.Clock = stoppingClock{systemClock{}, func() { cancel(stopped) }}
	if _, err := r.status(t, ctx, "GET"); !errors.Is(err, stopped) && !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if n := r.requests.Load(); n != 1 {
		t.Errorf("%d requests", n)
	}
}

// stoppingClock is the machine's clock, by which the run ends while somebody sleeps.
type stoppingClock struct {
	systemClock
	stop func()
}

func (c stoppingClock) Sleep(ctx context.Context, d time.Duration) error {
	go c.stop()
	return c.systemClock.Sleep(ctx, d+time.Hour)
}

// TestAttemptTimeout: a slow attempt is given up and tried again, within the call's own time.
func TestAttemptTimeout(t *testing.T) {
	hang := func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusOK)
		w.(http.Flusher).Flush() // the head comes, the body does not
		<-r.Context().Done()
	}
	p := retrying()
	p.AttemptTimeout = 100 * time.Millisecond
	r := newRig(t, p, hang, says(200))
	if status, err := r.status(t, t.Context(), "GET"); status != 200 || err != nil {
		t.Errorf("%d, %v", status, err)
	}
	once := newRig(t, Policy{AttemptTimeout: p.AttemptTimeout, Breaker: p.Breaker}, hang)
	_, err := once.status(t, t.Context(), "POST")
	if f := fault.Of(err); f.Kind != fault.Timeout || !f.Retryable || f.Hint == "" {
		t.Errorf("%+v", f)
	}
	if got := once.Breaker().Failures; got != 1 {
		t.Errorf("the breaker counts %d failures", got)
	}
}

// TestNoConnectionIsLost: answers that are tried again give their connection back.
func TestNoConnectionIsLost(t *testing.T) {
	p := retrying()
	p.Breaker.Failures, p.Limiter.Requests = 0, 0
	r := newRig(t, p, says(503))
	for range 50 {
		_, _ = r.status(t, t.Context(), "GET")
	}
	if n := r.sockets.Load(); n > 2 {
		t.Errorf("%d connections for %d requests", n, r.requests.Load())
	}
}

func TestStreamsAreNotKept(t *testing.T) {
	release := make(chan struct{})
	p := Defaults()
	p.AttemptTimeout = time.Nanosecond // a file may take as long as it needs
	r := newRig(t, p, func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, "begin")
		w.(http.Flusher).Flush()
		<-release
		io.WriteString(w, " end")
	})
	answer, err := r.do(call.With(t.Context(), &call.Call{Idempotent: true, Stream: true}), "GET", "")
	close(release)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if body, err := io.ReadAll(answer.Body); err != nil || string(body) != "begin end" {
		t.Errorf("%q, %v", body, err)
	}
}

func TestLongAnswersAreHandedOn(t *testing.T) {
	text := strings.Repeat("0123456789", 1000)
	for _, chunked := range []bool{false, true} {
		r := newRig(t, Defaults(), func(w http.ResponseWriter, _ *http.Request) {
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
			t.Errorf("%d bytes, %v", len(body), err)
		}
	}
}

// TestBudget: with many calls failing at once only a share of the requests under way are retries.
func TestBudget(t *testing.T) {
	p := retrying()
	p.Breaker.Failures, p.Limiter.Requests = 0, 0
	const calls = 100
	var waiting sync.WaitGroup
	waiting.Add(calls)
	var first atomic.Int64
	r := newRig(t, p, func(w http.ResponseWriter, q *http.Request) {
		if first.Add(1) <= calls {
			waiting.Done()
			waiting.Wait() // all first attempts are under way at once
		}
		says(503)(w, q)
	})
	var all sync.WaitGroup
	for range calls {
		all.Go(func() { _, _ = r.status(t, t.Context(), "GET") })
	}
	all.Wait()
	if n := r.requests.Load(); n > 3*calls {
		t.Errorf("%d requests for %d calls: the retries make it worse", n, calls)
	}
}

func TestWatchSeesEveryAttempt(t *testing.T) {
	var mu sync.Mutex
	var seen []Attempt
	r := newRig(t, retrying(), breaks(""), says(503), says(200))
	r.o.Watch = func(_ context.Context, a Attempt) {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, a)
	}
	c := &call.Call{Operation: "wats.x", Route: "GET /x", Idempotent: true}
	if _, err := r.status(t, call.With(t.Context(), c), "GET"); err != nil {
		t.Fatal(err)
	}
	if len(seen) != 3 || seen[1].Status != 503 || seen[0].Err == nil || seen[2].Status != 200 {
		t.Fatalf("%+v", seen)
	}
	for i, a := range seen {
		if a.Number != i+1 || a.Call != c || !a.Sent || a.Method != http.MethodGet {
			t.Errorf("%+v", a)
		}
	}
	if seen[2].Waited != 2*time.Second {
		t.Errorf("waited %s", seen[2].Waited)
	}
}

// TestLongAnswersCanBeRead: the time of the attempt goes on while its answer is read, and does not end with its head.
func TestLongAnswersCanBeRead(t *testing.T) {
	text := strings.Repeat("0123456789", 1_000_000)
	for _, chunked := range []bool{false, true} {
		p := Defaults()
		p.AttemptTimeout = time.Minute
		r := newRig(t, p, func(w http.ResponseWriter, _ *http.Request) {
			if !chunked {
				w.Header().Set("Content-Length", fmt.Sprint(len(text)))
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

// TestAnswersThatAreNotKeptAreClosed: also those that are handed on as they come let go of their connection when they are
// tried again.
func TestAnswersThatAreNotKeptAreClosed(t *testing.T) {
	text := strings.Repeat("0123456789", 100_000)
	for name, c := range map[string]struct {
		stream bool
		kept   int64
	}{"kept": {kept: 10_000_000}, "long": {kept: 5000}, "streamed": {stream: true}} {
		p := retrying()
		p.Breaker.Failures, p.Limiter.Requests = 0, 0
		r := newRig(t, p, func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusServiceUnavailable)
			io.WriteString(w, text)
		})
		var open atomic.Int64
		r.o.MaxBody = c.kept
		base := r.o.Base
		r.o.Base = roundTripper(func(q *http.Request) (*http.Response, error) {
			answer, err := base.RoundTrip(q)
			if err == nil {
				open.Add(1)
				answer.Body = &closeCounter{answer.Body, &open}
			}
			return answer, err
		})
		answer, err := r.do(call.With(t.Context(), &call.Call{Idempotent: true, Stream: c.stream}), "GET", "")
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if n := open.Load(); n != 0 || r.requests.Load() != 4 {
			t.Errorf("%s: %d of %d answers are still open", name, n, r.requests.Load())
		}
	}
}

type roundTripper func(*http.Request) (*http.Response, error)

func (f roundTripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

type closeCounter struct {
	io.ReadCloser
	open *atomic.Int64
}

func (c *closeCounter) Close() error {
	c.open.Add(-1)
	return c.ReadCloser.Close()
}

// TestNothingIsSentAgainBehindTheChain: http.Transport by itself sends a GET again whose answer does not come on a connection
// that was kept. One that writes may have been done.
func TestNothingIsSentAgainBehindTheChain(t *testing.T) {
	for _, body := range []string{"", "body"} {
		r := newRig(t, retrying(), says(200), breaks(""), says(200))
		for i, want := range []int{200, 0, 200} {
			answer, err := r.do(call.With(t.Context(), &call.Call{}), "GET", body)
			if (err == nil) != (want == 200) {
				t.Errorf("request %d with the body %q: %v", i+1, body, err)
			}
			if err == nil {
				answer.Body.Close()
			}
			if sent, _ := r.bodies.Load(i + 1); sent != body || r.requests.Load() != int64(i+1) {
				t.Errorf("request %d with the body %q arrived with %q; %d requests", i+1, body, sent, r.requests.Load())
			}
		}
	}
}
