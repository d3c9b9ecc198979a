package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
)

// twoReports submits two reports to a server that takes none.
const twoReports = `for i = 1, 2 do
  local ok, err = pcall(wats.report.submit, wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "S-" .. i, operation_type = 10})
  if not ok then print(err.kind .. ": " .. err.message) end
end`

// sharedHome runs several commands in one home, with the same variables.
func sharedHome(t *testing.T, env []string) func(args ...string) outcome {
	t.Helper()
	home := t.TempDir()
	return func(args ...string) outcome {
		return watsrun(t, func(p *process) {
			p.dir, p.home = home, func() (string, error) { return home, nil }
			p.environ = append(p.environ, env...)
		}, args...)
	}
}

// waits submits reports to a server that takes none and says whether the next attempt is far away. A wait is random, and several may have
// passed: least is far from what either would be.
func waits(least time.Duration) func(*testing.T, []string) string {
	return func(t *testing.T, env []string) string {
		t.Helper()
		run := sharedHome(t, append(failingURL(t), env...))
		run(code(twoReports)...)
		var list []recordJSON
		if err := json.Unmarshal([]byte(run("queue", "ls", "--json").stdout), &list); err != nil || len(list) != 2 {
			t.Fatalf("%d reports wait, %v", len(list), err)
		}
		if wait := list[0].NextAttempt.Sub(list[0].LastAttempt); wait < least {
			return fmt.Sprintf("soon, in %s", wait)
		}
		return "(waits long)"
	}
}

// leftover has a report wait for a server that then takes half a second for each answer, and runs an empty script.
func leftover(t *testing.T, env []string) string {
	t.Helper()
	answer := func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { answer(w, r) }))
	t.Cleanup(s.Close)
	url := "WATSRUN_SERVER_URL=" + s.URL
	run := sharedHome(t, append([]string{url, "WATSRUN_OUTBOX_FIRST_WAIT=0"}, env...))
	run("--deliver-timeout", "0", "-e", strings.Replace(twoReports, "1, 2", "1, 1", 1)).want(t, exitPassed, "queued")
	answer = func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-time.After(500 * time.Millisecond):
		}
		acceptReport(w, r)
	}
	return run("-e", "").stderr
}

var idField = regexp.MustCompile(`"id":"([^"]+)"`)

// acceptReport answers as a server that takes a report.
func acceptReport(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	id := idField.FindSubmatch(body)
	if err != nil || id == nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	fmt.Fprintf(w, `[{"ID":"%s"}]`, id[1])
}

// copies delivers two reports and lists what is kept of them.
func copies(t *testing.T, env []string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(acceptReport))
	t.Cleanup(s.Close)
	run := sharedHome(t, append(env, "WATSRUN_SERVER_URL="+s.URL))
	run(code(strings.Replace(twoReports, "1, 2", "1, 1", 1))...).want(t, exitPassed, "delivered to")
	return run("queue", "ls", "--all").stdout
}

// healthSeen asks the health endpoint whose address is printed to it, and then stops the process.
func healthSeen(t *testing.T, env []string) string {
	t.Helper()
	u := urlSeen{t: t, signals: make(chan os.Signal), answer: &strings.Builder{}, path: "/livez"}
	stopSoon := time.AfterFunc(300*time.Millisecond, func() { u.signals <- os.Interrupt })
	if len(env) > 0 {
		stopSoon.Stop()
	}
	watsrun(t, func(p *process) { p.environ, p.signals, p.stdout = append(p.environ, env...), u.signals, u }, "queue", "run").
		want(t, exitPassed, "the sender has stopped")
	return u.answer.String()
}
