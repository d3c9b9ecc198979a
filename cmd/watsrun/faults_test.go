package main

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// submit is a script that submits one report that passes.
const submit = `local r = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "SN-1", operation_type = 10}
local sent = wats.report.submit(r)
print(sent.state)`

// against runs code against a server whose answers the handler gives.
func against(t *testing.T, h http.HandlerFunc, lua string, env ...string) outcome {
	t.Helper()
	s := httptest.NewServer(h)
	defer s.Close()
	return watsrun(t, func(p *process) {
		p.environ = append(append(p.environ, "WATSRUN_SERVER_URL="+s.URL), env...)
	}, "-e", lua)
}

func answer(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// cut ends the connection in the middle of the answer.
func cut(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "1000")
	_, _ = io.WriteString(w, `[{"ID":`)
	w.(http.Flusher).Flush()
	panic(http.ErrAbortHandler)
}

func stall(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
}

func TestWhateverTheServerDoesTheReportIsSafe(t *testing.T) {
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		code    int
		state   string
		text    string
	}{
		"refuses":         {answer(400, "Step Power -> status: not allowed"), exitUndelivered, "rejected", "not allowed"},
		"wants a token":   {answer(401, ""), exitPassed, "queued", "401"},
		"fails":           {answer(500, "oops"), exitPassed, "queued", "500"},
		"is busy":         {answer(503, ""), exitPassed, "queued", "503"},
		"dies mid-answer": {cut, exitPassed, "queued", "broke before the whole answer"},
		"answers HTML":    {answer(200, "<html>please log in</html>"), exitPassed, "queued", "check that server.url leads to a WATS server"},
		"never answers":   {stall, exitPassed, "queued", "did not answer within"},
	} {
		t.Run(name, func(t *testing.T) {
			got := against(t, c.handler, submit, "WATSRUN_SERVER_TIMEOUT=200ms")
			got.want(t, c.code, c.text, c.state)
			if got.stdout != c.state+"\n" {
				t.Errorf("the script saw %q", got.stdout)
			}
		})
	}
}

func TestWhateverTheServerDoesACallEndsWithACure(t *testing.T) {
	for name, c := range map[string]struct {
		handler http.HandlerFunc
		text    string
	}{
		"wants a token":   {answer(401, ""), "hint: check the token: WATSRUN_SERVER_TOKEN"},
		"forbids":         {answer(403, ""), "hint: the token lacks the right"},
		"fails":           {answer(500, "oops"), "the server answered 500"},
		"dies mid-answer": {cut, "hint: try again; if it goes on"},
		"answers HTML":    {answer(200, "<html>please log in</html>"), "error: "},
		"never answers":   {stall, "did not answer within"},
	} {
		t.Run(name, func(t *testing.T) {
			got := against(t, c.handler, `wats.product.get_products()`, "WATSRUN_SERVER_TIMEOUT=200ms")
			got.want(t, exitError, c.text)
		})
	}
}

func TestWhatWaitsIsSentByTheNextRun(t *testing.T) {
	var down atomic.Bool
	var bodies sync.Map
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if down.Load() {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		id := between(string(body), `"id":"`, `"`)
		if _, twice := bodies.LoadOrStore(id, body); twice {
			t.Errorf("%s came twice", id)
		}
		_, _ = io.WriteString(w, `[{"ID":"`+id+`"}]`)
	}))
	defer s.Close()
	home := t.TempDir()
	run := func(later time.Duration) outcome {
		return watsrun(t, func(p *process) {
			p.dir, p.home = home, func() (string, error) { return home, nil }
			p.now = func() time.Time { return time.Now().Add(later) }
			p.environ = append(p.environ, "WATSRUN_SERVER_URL="+s.URL)
		}, "-e", submit)
	}
	down.Store(true)
	run(0).want(t, exitPassed, "1 report could not be delivered now")
	down.Store(false)
	run(time.Hour).want(t, exitPassed, "delivered to "+s.URL, "reports that waited in the outbox were delivered")
	count := 0
	bodies.Range(func(any, any) bool { count++; return true })
	if count != 2 {
		t.Errorf("%d reports arrived", count)
	}
}

func between(text, before, after string) string {
	_, text, _ = strings.Cut(text, before)
	text, _, _ = strings.Cut(text, after)
	return text
}

func TestAnUnreachableServerIsNotWaitedForTwice(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	url := "http://" + l.Addr().String()
	l.Close()
	got := watsrun(t, func(p *process) { p.environ = append(p.environ, "WATSRUN_SERVER_URL="+url) }, "-e", submit)
	got.want(t, exitPassed, "queued: ", "1 report could not be delivered now")
}

func TestAReportThatCannotBeKeptIsLoud(t *testing.T) {
	got := watsrun(t, func(p *process) {
		write(t, filepath.Join(p.dir, "file"), "")
		p.environ = append(p.environ, "WATSRUN_OUTBOX_DIR=file/below")
	}, "-e", submit)
	if got.code == exitPassed || !strings.Contains(got.stderr, "outbox") {
		t.Errorf("exit %d:\n%s", got.code, got.stderr)
	}
}

func TestSecretsStayOutOfEverythingThatIsWritten(t *testing.T) {
	echo := func(w http.ResponseWriter, r *http.Request) {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, "refused: "+r.Header.Get("Authorization"))
	}
	for _, format := range []string{"text", "json"} {
		var home string
		s := httptest.NewServer(http.HandlerFunc(echo))
		got := watsrun(t, func(p *process) {
			home = p.dir
			p.environ = append(p.environ, "WATSRUN_SERVER_URL="+s.URL, "WATSRUN_SERVER_TOKEN=sesame42", "WATSRUN_LOG_FILE=log.json")
		}, "--log-level", "debug", "--log-format", format, "--json", "summary.json", "-e", submit+" log.info('sesame42', {token = 'sesame42'}) error('sesame42')")
		s.Close()
		text := got.stderr + content("log.json")(t, home) + content("summary.json")(t, home)
		if strings.Contains(text, "sesame42") || !strings.Contains(text, "********") {
			t.Errorf("%s: the token shows in\n%s", format, text)
		}
	}
}

// TestJobsRunAtTheSameTime has each of two scripts wait until the other has come.
func TestJobsRunAtTheSameTime(t *testing.T) {
	var both sync.WaitGroup
	both.Add(2)
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		both.Done()
		both.Wait()
		_, _ = io.WriteString(w, `"1"`)
	}))
	defer s.Close()
	got := watsrun(t, func(p *process) {
		p.environ = append(p.environ, "WATSRUN_SERVER_URL="+s.URL)
		for _, name := range []string{"a.lua", "b.lua"} {
			write(t, filepath.Join(p.dir, name), "print(wats.get_version())")
		}
	}, "-j", "2", "a.lua", "b.lua")
	got.want(t, exitPassed)
	if got.stdout != "1\n1\n" {
		t.Errorf("the output is %q", got.stdout)
	}
}

func TestRequestsSayWhoSendsThem(t *testing.T) {
	var agent, correlation string
	got := against(t, func(w http.ResponseWriter, r *http.Request) {
		agent, correlation = r.UserAgent(), r.Header.Get("X-Correlation-ID")
		_, _ = io.WriteString(w, `"1"`)
	}, "wats.get_version()")
	got.want(t, exitPassed)
	if !strings.HasPrefix(agent, "watsrun/") || len(correlation) != 38 || !strings.HasSuffix(correlation, ".1") {
		t.Errorf("agent %q, correlation id %q", agent, correlation)
	}
}
