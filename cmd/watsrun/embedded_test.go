package main

import (
	"context"
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server"
)

func openTest(t *testing.T) func() (*server.Server, error) {
	return func() (*server.Server, error) {
		return server.Open(context.Background(), server.Options{Path: filepath.Join(t.TempDir(), "e.db"), Version: "test"})
	}
}

func TestEmbeddedServerOpensOnceAndOnlyWhenAsked(t *testing.T) {
	var opened atomic.Int32
	e := newEmbedded(func() (*server.Server, error) { opened.Add(1); return openTest(t)() })
	client := &http.Client{Transport: e.transport(4)}
	if opened.Load() != 0 {
		t.Error("it was opened before anybody asked")
	}
	var calls sync.WaitGroup
	for range 20 {
		calls.Go(func() {
			answer, err := client.Get(embeddedURL + "/api/App/Version")
			if err != nil {
				t.Error(err)
				return
			}
			defer answer.Body.Close()
			if body, err := io.ReadAll(answer.Body); err != nil || !strings.Contains(string(body), "test") {
				t.Errorf("the answer is %q, %v", body, err)
			}
		})
	}
	calls.Wait()
	if opened.Load() != 1 {
		t.Errorf("it was opened %d times", opened.Load())
	}
	if err := e.Close(); err != nil {
		t.Error(err)
	}
	if err := e.Close(); err != nil {
		t.Errorf("closing twice: %v", err)
	}
	client.CloseIdleConnections()
	if _, err := client.Get(embeddedURL + "/api/App/Version"); err == nil {
		t.Error("it answers after it was closed")
	}
}

func TestEmbeddedServerThatCannotOpen(t *testing.T) {
	e := newEmbedded(func() (*server.Server, error) { return nil, fault.New(fault.Config, "no disk") })
	_, err := (&http.Client{Transport: e.transport(1)}).Get(embeddedURL)
	if fault.KindOf(err) != fault.Config {
		t.Errorf("got %v", err)
	}
	if err := e.Close(); err != nil {
		t.Error(err)
	}
}

func TestEmbeddedServerThatNobodyAskedCloses(t *testing.T) {
	e := newEmbedded(openTest(t))
	if err := e.Close(); err != nil {
		t.Error(err)
	}
	if _, err := e.Accept(); err == nil {
		t.Error("a closed server accepts")
	}
}

func TestDialEndsWithItsContext(t *testing.T) {
	e := newEmbedded(openTest(t))
	e.once.Do(func() {}) // started, but nobody accepts
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("enough"))
	if _, err := e.dial(ctx); err == nil || err.Error() != "enough" {
		t.Errorf("got %v", err)
	}
}

func TestOutboxOfEachServerIsItsOwn(t *testing.T) {
	seen := map[string]string{}
	for _, url := range []string{
		"https://a.example", "https://b.example", "https://a.example:8443", "https://a.example/wats", "http://127.0.0.1:80", embeddedURL,
	} {
		dir := outboxDir("box", url)
		if filepath.Dir(dir) != "box" || seen[dir] != "" {
			t.Errorf("%s and %s both wait in %s", url, seen[dir], dir)
		}
		seen[dir] = url
	}
}

// TestAnEmbeddedDatabaseThatCannotBeOpenedIsNoPass: the report is safe, but nothing delivers it until somebody acts.
func TestAnEmbeddedDatabaseThatCannotBeOpenedIsNoPass(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	write(t, file, "no folder")
	folder := t.TempDir()
	for _, db := range []string{filepath.Join(file, "e.db"), folder, file} {
		with := func(p *process) {
			p.environ = append(p.environ, "WATSRUN_EMBEDDED_DB="+db, "WATSRUN_SERVER_URL=embedded")
		}
		got := watsrun(t, with, "-e", submit)
		got.want(t, exitUndelivered, "\nerror: ", "embedded.db (WATSRUN_EMBEDDED_DB)", "queued")
		if got.stdout != "queued\n" {
			t.Errorf("%s: the script saw %q", db, got.stdout)
		}
		watsrun(t, with, "-e", "print(1)").want(t, exitPassed)
	}
}
