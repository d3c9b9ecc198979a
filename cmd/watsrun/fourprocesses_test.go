package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/delivery"
)

// moody is a server that takes reports, but answers one request in five with 503. It tells when it has so many.
type moody struct {
	want int
	all  chan struct{}

	mu     sync.Mutex
	taken  map[string]int
	failed int
}

// ServeHTTP is part of http.Handler.
func (m *moody) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	id := idField.FindSubmatch(body)
	if err != nil || id == nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if rand.IntN(5) == 0 {
		m.failed++
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	m.taken[string(id[1])]++
	fmt.Fprintf(w, `[{"ID":"%s"}]`, id[1])
	if len(m.taken) == m.want {
		close(m.all)
		m.want = -1
	}
}

// fill has so many reports wait in an outbox.
func fill(t *testing.T, dir string, n int) {
	t.Helper()
	box, err := delivery.Open(delivery.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	var writers sync.WaitGroup
	for range 8 {
		writers.Go(func() {
			for range n / 8 {
				id := uuid.Must(uuid.NewV7())
				e := delivery.Entry{Meta: delivery.Meta{ID: id, ContentType: "application/json"}, Body: fmt.Appendf(nil, `{"id":"%s"}`, id)}
				if err := box.Put(t.Context(), e); err != nil {
					t.Error(err)
				}
			}
		})
	}
	writers.Wait()
}

// TestFourProcesses has four senders share one outbox and a server that fails one time in five: every report arrives, none
// twice, and the senders end cleanly when they are told to.
func TestFourProcesses(t *testing.T) {
	t.Parallel()
	server := &moody{want: *sharedReports / 8 * 8, all: make(chan struct{}), taken: map[string]int{}}
	s := httptest.NewServer(server)
	defer s.Close()
	m := newMachine(t, "WATSRUN_SERVER_URL="+s.URL)
	fill(t, outboxDir(m.path("outbox"), s.URL), server.want)
	var senders []*exec.Cmd
	for range 4 {
		cmd, url := m.started("queue", "run", "--health-addr", ":0")
		if !strings.HasPrefix(url, "http://127.0.0.1:") {
			t.Errorf("health is at %s", url)
		}
		senders = append(senders, cmd)
	}
	began := time.Now()
	select {
	case <-server.all:
	case <-time.After(time.Duration(server.want)*20*time.Millisecond + time.Minute):
		t.Error("not all arrived in time")
	}
	took := time.Since(began)
	for _, cmd := range senders {
		if err := endOf(cmd); err != nil {
			t.Errorf("a sender ended with %v", err)
		}
	}
	server.mu.Lock()
	defer server.mu.Unlock()
	t.Logf("%d reports in %s, %d requests failed", len(server.taken), took.Round(time.Millisecond), server.failed)
	for id, n := range server.taken {
		if n != 1 {
			t.Errorf("%s came %d times", id, n)
		}
	}
	m.wantEmptyQueue()
}

// wantEmptyQueue wants all reports delivered, by the word of the commands.
func (s *machine) wantEmptyQueue() {
	s.t.Helper()
	var left []recordJSON
	if err := json.Unmarshal([]byte(s.output("queue", "ls", "--json", "--limit", "0")), &left); err != nil || len(left) > 0 {
		s.t.Errorf("%d reports are left in the outbox, %v", len(left), err)
	}
}
