package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/delivery"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/resilience"
)

// healthBench is a health over a real outbox, with a server and a clock that the test moves.
type healthBench struct {
	*health
	t      *testing.T
	clock  time.Time
	answer error // of the server, to whoever asks
	asked  int
	status resilience.Status
}

func newHealthBench(t *testing.T) *healthBench {
	b := &healthBench{t: t, clock: time.Now(), status: resilience.Status{State: resilience.Closed}}
	now := func() time.Time { return b.clock }
	box, err := delivery.Open(delivery.Options{Dir: t.TempDir(), Clock: outboxClock(now)})
	if err != nil {
		t.Fatal(err)
	}
	b.health = &health{
		server: "https://x.test", box: box, now: now, breaker: func() resilience.Status { return b.status },
		reach: func(context.Context) error { b.asked++; return b.answer },
	}
	return b
}

// wait puts a report that waits.
func (b *healthBench) wait() {
	b.t.Helper()
	e := delivery.Entry{Meta: delivery.Meta{ID: uuid.New()}, Body: []byte("{}")}
	if err := b.box.Put(b.t.Context(), e); err != nil {
		b.t.Fatal(err)
	}
}

func (b *healthBench) want(reason string, asked int) healthJSON {
	b.t.Helper()
	out := b.check(b.t.Context())
	if out.CanDeliver != (reason == "") || !strings.Contains(out.Reason, reason) || b.asked != asked {
		b.t.Errorf("can deliver: %v, %q; asked %d times; want %q and %d", out.CanDeliver, out.Reason, b.asked, reason, asked)
	}
	return out
}

func TestHealthAsksWhereNothingIsKnown(t *testing.T) {
	b := newHealthBench(t)
	b.want("", 1)
	b.want("", 1) // it is known now
	b.clock = b.clock.Add(fresh)
	b.answer = fault.New(fault.Unauthorized, "the token is wrong")
	out := b.want("the token is wrong", 2)
	if out.LastError.Kind != fault.Unauthorized || out.LastErrorAt.IsZero() || !out.LastSuccess.IsZero() {
		t.Errorf("%+v", out)
	}
	b.clock = b.clock.Add(fresh)
	b.answer = nil
	b.want("", 3)
}

func TestHealthGoesByTheAttempts(t *testing.T) {
	b := newHealthBench(t)
	b.attempted(delivery.Entry{}, nil)
	if out := b.want("", 0); !out.LastSuccess.Equal(b.clock) {
		t.Errorf("the last success is %v", out.LastSuccess)
	}
	b.clock = b.clock.Add(time.Second)
	b.attempted(delivery.Entry{}, fault.New(fault.Server, "status 500"))
	b.want("status 500", 0)
	b.clock = b.clock.Add(time.Second)
	b.attempted(delivery.Entry{}, fault.New(fault.Validation, "a bad report")) // the server is all right
	b.want("", 0)
	b.clock = b.clock.Add(time.Second)
	for _, kind := range []fault.Kind{fault.Canceled, fault.CircuitOpen} { // say nothing of the server
		b.attempted(delivery.Entry{}, fault.New(kind, "not sent"))
	}
	b.want("", 0)
}

func TestHealthKnowsTheBreaker(t *testing.T) {
	b := newHealthBench(t)
	b.status = resilience.Status{State: resilience.Open, RetryIn: 7 * time.Second}
	if out := b.want("left alone", 1); out.BreakerState != "open" || out.RetryIn != 7 {
		t.Errorf("%+v", out)
	}
}

// TestHealthIsNotFooledByAServerThatOnlyAnswers has a server that tells its version, but takes no report.
func TestHealthIsNotFooledByAServerThatOnlyAnswers(t *testing.T) {
	b := newHealthBench(t)
	b.wait()
	b.clock = b.clock.Add(time.Minute)
	down := delivery.SenderFunc(func(context.Context, delivery.Entry) error { return fault.New(fault.Timeout, "no answer in time") })
	if _, err := b.box.Flush(t.Context(), down); err != nil {
		t.Fatal(err)
	}
	out := b.want("the server takes no report: no answer in time", 1)
	if out.Waiting != 1 || out.OldestAge != 60 || out.OutageSince.IsZero() {
		t.Errorf("%+v", out)
	}
}

func TestHealthOfAnOutboxThatCannotBeRead(t *testing.T) {
	b := newHealthBench(t)
	for _, folder := range []string{"new", "retry"} {
		path := b.box.Dir() + "/" + folder
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		write(t, path, "not a folder")
	}
	b.want("cannot count the reports", 1)
}

// watchQueue starts queue run against a server, asks its health for a path, and stops it with SIGTERM.
func watchQueue(t *testing.T, server string, ask func(url string)) outcome {
	t.Helper()
	signals, out := make(chan os.Signal), make(firstOutput, 1)
	go func() {
		ask(strings.TrimSpace(<-out))
		signals <- syscall.SIGTERM
	}()
	return watsrun(t, func(p *process) {
		p.environ, p.signals, p.stdout = append(p.environ, "WATSRUN_SERVER_URL="+server), signals, out
	}, "queue", "run", "--health-addr", "127.0.0.1:0")
}

// firstOutput hands on what a command prints.
type firstOutput chan string

// Write is part of io.Writer.
func (p firstOutput) Write(b []byte) (int, error) {
	p <- string(b)
	return len(b), nil
}

func TestHealthEndpoint(t *testing.T) {
	up := true
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !up {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_, _ = io.WriteString(w, `"25.1"`)
	}))
	defer s.Close()
	for _, want := range []int{http.StatusOK, http.StatusServiceUnavailable} {
		up = want == http.StatusOK
		got := watchQueue(t, s.URL, func(url string) {
			for path, status := range map[string]int{"/readyz": want, "/health": want, "/livez": http.StatusOK, "/": http.StatusNotFound} {
				a, err := http.Get(url + path)
				if err != nil {
					t.Error(err)
					continue
				}
				body, _ := io.ReadAll(a.Body)
				a.Body.Close()
				if a.StatusCode != status {
					t.Errorf("%s: %s\n%s", path, a.Status, body)
				}
				var out healthJSON
				if path == "/readyz" && (json.Unmarshal(body, &out) != nil || out.CanDeliver != up || out.Server != s.URL || out.BreakerState != "closed") {
					t.Errorf("%s", bytes.TrimSpace(body))
				}
			}
		})
		got.want(t, exitPassed, "terminated by the system", "the sender has stopped")
	}
}

func TestHealthAddresses(t *testing.T) {
	for addr, host := range map[string]string{":0": "127.0.0.1", "127.0.0.1:0": "127.0.0.1", "0.0.0.0:0": "0.0.0.0"} {
		l, err := listenHealth(t.Context(), addr)
		if err != nil {
			t.Errorf("%s: %v", addr, err)
			continue
		}
		if got, _, _ := strings.Cut(l.Addr().String(), ":"); got != host && !strings.HasPrefix(l.Addr().String(), "[::]") {
			t.Errorf("%s listens on %s", addr, l.Addr())
		}
		l.Close()
	}
	for _, bad := range []string{"8086", "x:y:z", "256.1.1.1:80"} {
		if l, err := listenHealth(t.Context(), bad); fault.KindOf(err) != fault.Config || fault.Of(err).Hint == "" {
			t.Errorf("%s: %v, %v", bad, l, err)
		}
	}
}
