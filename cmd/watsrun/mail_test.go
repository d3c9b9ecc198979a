package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/watsrun/watsrun/delivery"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules/wats"
)

// put has a report wait, as another process leaves it behind.
func (m *mail) put(t *testing.T) {
	t.Helper()
	other, err := delivery.Open(delivery.Options{Dir: m.box.Dir()})
	if err != nil {
		t.Fatal(err)
	}
	leave := &mail{box: other, server: postFunc(func(context.Context) error { return fault.New(fault.Server, "busy") })}
	if out, err := leave.Submit(t.Context(), submission()); err != nil || out.State != wats.Queued {
		t.Fatalf("%+v, %v", out, err)
	}
}

func TestTheBackgroundSendsWhileScriptsRun(t *testing.T) {
	arrived := make(chan struct{}, 1)
	m := testMail(t, func(context.Context) error { arrived <- struct{}{}; return nil })
	m.put(t)
	m.start(t.Context())
	<-arrived
	tally, err := m.finish(t.Context(), time.Minute)
	if tally.Delivered != 1 || err != nil {
		t.Errorf("%+v, %v", tally, err)
	}
}

func TestTheEndLetsTheAttemptUnderWayFinish(t *testing.T) {
	under, finish := make(chan struct{}), make(chan struct{})
	m := testMail(t, func(ctx context.Context) error {
		close(under)
		<-finish
		return ctx.Err()
	})
	m.put(t)
	m.start(t.Context())
	<-under
	time.AfterFunc(20*time.Millisecond, func() { close(finish) })
	if tally, err := m.finish(t.Context(), time.Minute); tally.Delivered != 1 || err != nil {
		t.Errorf("%+v, %v", tally, err)
	}
}

func TestCloseCutsTheBackgroundShort(t *testing.T) {
	under := make(chan struct{})
	m := testMail(t, func(ctx context.Context) error { close(under); <-ctx.Done(); return ctx.Err() })
	m.put(t)
	m.start(t.Context())
	<-under
	if err := m.Close(); err != nil {
		t.Error(err)
	}
	if waiting, _, err := m.box.Depth(t.Context()); waiting != 1 || err != nil {
		t.Errorf("%d reports wait, %v", waiting, err)
	}
}

// TestNobodyWaitsInAnOutageThatIsKnown has a server that was down before the process began: its end must not take long.
func TestNobodyWaitsInAnOutageThatIsKnown(t *testing.T) {
	down := postFunc(func(context.Context) error { return fault.New(fault.Connection, "refused") })
	earlier := testMail(t, down)
	if out, err := earlier.Submit(t.Context(), submission()); out.State != wats.Queued || err != nil {
		t.Fatalf("%+v, %v", out, err)
	}
	m := &mail{box: earlier.box, server: down}
	m.start(t.Context())
	began := time.Now()
	if _, err := m.finish(t.Context(), time.Hour); err != nil || time.Since(began) > time.Minute {
		t.Errorf("took %s, %v", time.Since(began), err)
	}
}

// TestTheChainDoesNotTryAgainWhatTheOutboxWill has retries on, and counts what one report becomes.
func TestTheChainDoesNotTryAgainWhatTheOutboxWill(t *testing.T) {
	var mu sync.Mutex
	posts := 0
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		posts++
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	defer s.Close()
	run := sharedHome(t, append([]string{"WATSRUN_SERVER_URL=" + s.URL, retries}, quickly...))
	run("--deliver-timeout", "0", "-e", submit).want(t, exitPassed, "queued: ")
	if posts != 1 {
		t.Errorf("the report was sent %d times", posts)
	}
}

// answers is a server that answers the requests in turn, the last answer for ever.
func answers(t *testing.T, list ...http.HandlerFunc) []string {
	t.Helper()
	var mu sync.Mutex
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		answer := list[0]
		if len(list) > 1 {
			list = list[1:]
		}
		mu.Unlock()
		answer(w, r)
	}))
	t.Cleanup(s.Close)
	return []string{"WATSRUN_SERVER_URL=" + s.URL, "WATSRUN_OUTBOX_FIRST_WAIT=1ms", "WATSRUN_OUTBOX_DELIVER_TIMEOUT=1m"}
}

func busy(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }

func refuse(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(http.StatusBadRequest)
	_, _ = io.WriteString(w, `{"message":"no such process"}`)
}

func TestTheSummaryTellsWhatBecameOfWhatHadToWait(t *testing.T) {
	sharedHome(t, answers(t, busy, acceptReport))("-e", submit).want(t, exitPassed, "delivered to http")
	sharedHome(t, answers(t, busy, refuse))("-e", submit).want(t, exitUndelivered, "rejected: ", "no such process")
}

func TestARejectedReportCanBeSentAgain(t *testing.T) {
	run := sharedHome(t, answers(t, refuse, refuse, acceptReport))
	run("-e", submit).want(t, exitUndelivered, "rejected: ")
	if got := run("queue", "ls"); !strings.Contains(got.stdout, "rejected") || !strings.Contains(got.stdout, "no such process") {
		t.Errorf("queue ls shows\n%s", got.stdout)
	}
	if got := run("queue", "retry", "--all"); got.code != exitUndelivered || !strings.Contains(got.stdout, "rejected: ") {
		t.Errorf("%+v", got)
	}
	if got := run("queue", "retry", "--all", "--json"); got.code != exitPassed || !strings.Contains(got.stdout, `"state": "delivered"`) {
		t.Errorf("%+v", got)
	}
}

// TestTheBackgroundLeavesRoomForScripts has more wait than the limiter lets through; a script that asks for something gets it.
func TestTheBackgroundLeavesRoomForScripts(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPost {
			acceptReport(w, r)
			return
		}
		_, _ = io.WriteString(w, `"25.1"`)
	}))
	defer s.Close()
	got := watsrun(t, func(p *process) {
		fill(t, outboxDir(filepath.Join(p.dir, ".local", "state", "watsrun", "outbox"), s.URL), 8)
		p.environ = append(p.environ, "WATSRUN_SERVER_URL="+s.URL, "WATSRUN_RESILIENCE_LIMITER_REQUESTS=3", "WATSRUN_RESILIENCE_LIMITER_PER=24h")
	}, "-e", "time.sleep(0.3) print(wats.get_version())")
	got.want(t, exitPassed)
	if got.stdout != "25.1\n" {
		t.Errorf("printed %q\n%s", got.stdout, got.stderr)
	}
}

func TestNoTwoServersShareAnOutbox(t *testing.T) {
	seen := map[string]string{}
	for _, url := range []string{
		"https://a.test", "https://a.test:80", "https://a.test/80", "https://a.test/b_c", "https://a.test/b/c", "https://a.test/B/c",
		"https://a.test_80", "https://a_test", "http://embedded/x", embeddedURL,
	} {
		dir := outboxDir("base", url)
		if other, twice := seen[strings.ToLower(dir)]; twice {
			t.Errorf("%s and %s share %s", url, other, dir)
		}
		seen[strings.ToLower(dir)] = url
		if filepath.Dir(dir) != "base" {
			t.Errorf("%s is kept in %s", url, dir)
		}
	}
	if outboxDir("base", "https://A.test") != outboxDir("base", "https://a.test") {
		t.Error("the case of a host name counts")
	}
}

// TestTheEndWaitsForWhatAnotherProcessSends has a report that a sender elsewhere has just taken: who submitted it wants to know.
func TestTheEndWaitsForWhatAnotherProcessSends(t *testing.T) {
	m := testMail(t, func(context.Context) error { return fault.New(fault.Server, "busy") })
	out, err := m.Submit(t.Context(), submission())
	if err != nil || out.State != wats.Queued {
		t.Fatalf("%+v, %v", out, err)
	}
	other, err := delivery.Open(delivery.Options{Dir: m.box.Dir()})
	if err != nil {
		t.Fatal(err)
	}
	under, over := make(chan struct{}), make(chan struct{})
	go func() {
		_, _ = other.Flush(t.Context(), delivery.SenderFunc(func(context.Context, delivery.Entry) error { close(under); <-over; return nil }))
	}()
	<-under
	m.await(t.Context(), []string{out.ID}, 0) // without patience it does not wait
	if now, _ := m.now(t.Context(), out.ID); now.State != wats.Queued {
		t.Errorf("%+v", now)
	}
	close(over)
	m.await(t.Context(), []string{out.ID}, time.Hour)
	if now, _ := m.now(t.Context(), out.ID); now.State != wats.Delivered {
		t.Errorf("%+v", now)
	}
}
