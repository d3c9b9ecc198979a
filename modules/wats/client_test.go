package wats

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
)

func TestAddresses(t *testing.T) {
	s := serve(t, says(200, "application/json", `"1"`))
	for _, suffix := range []string{"", "/", "/api", "/API/", "/api//"} {
		if _, err := find(t, newClient(t, s.URL+suffix), "get_version").call(t, inRun(t), nil); err != nil {
			t.Errorf("%q: %v", suffix, err)
		}
	}
	for _, r := range s.all() {
		if r.uri != "/api/App/Version" {
			t.Errorf("asked for %s", r.uri)
		}
	}
	for _, bad := range []string{"", "factory.wats.com", "localhost:8080", "ftp://x", "http://", "http://[::1", "http://x?y=1", "http://a b/"} {
		_, err := find(t, newClient(t, bad), "get_version").call(t, inRun(t), nil)
		if f := fault.Of(err); f == nil || f.Kind != fault.Config || f.Hint == "" {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// TestPasswordInAddress: a password in the address is used and not shown.
func TestPasswordInAddress(t *testing.T) {
	closed := httptest.NewServer(http.NotFoundHandler())
	closed.Close()
	c := newClient(t, strings.Replace(closed.URL, "://", "://me:hunter2@", 1))
	for _, o := range requesting(t) {
		_, err := find(t, c, o.String()).call(t, inRun(t), sampleArgs(o))
		if f := fault.Of(err); f.Kind != fault.Connection || strings.Contains(fmt.Sprintf("%v %v %v", f, f.Hint, f.Cause), "hunter2") {
			t.Errorf("%s: %v", o, err)
		}
	}
}

func TestShortTokensAreHiddenWhereTheyStandAlone(t *testing.T) {
	c := newClient(t, serve(t, says(401, "text/plain", "token abc is not abcdef")).URL, func(o *Options) { o.Token = "abc" })
	_, err := find(t, c, "get_version").call(t, inRun(t), nil)
	if !strings.Contains(err.Error(), "token ******** is not abcdef") {
		t.Error(err)
	}
}

// TestNothingIsAskedAfterTheEnd: an ended run sends nothing, and its cause is the error.
func TestNothingIsAskedAfterTheEnd(t *testing.T) {
	s := serve(t, says(200, "application/json", "[]"))
	c := newClient(t, s.URL)
	over := fault.New(fault.Timeout, "the run took too long")
	ctx, cancel := context.WithCancelCause(inRun(t))
	cancel(over)
	for _, o := range requesting(t) {
		if _, err := find(t, c, o.String()).call(t, ctx, sampleArgs(o)); !errors.Is(err, over) {
			t.Errorf("%s: %v", o, err)
		}
	}
	if _, err := c.Post(ctx, typeWSJF, []byte("{}")); !errors.Is(err, over) {
		t.Errorf("Post: %v", err)
	}
	if n := len(s.all()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

// TestSlowBody: the end of a call reaches into a body that does not come.
func TestSlowBody(t *testing.T) {
	over := fault.New(fault.Timeout, "the call took too long")
	for _, o := range requesting(t) {
		ctx, cancel := context.WithCancelCause(inRun(t))
		s := serve(t, func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, `[{"partNumber":`)
			w.(http.Flusher).Flush()
			cancel(over)
			<-r.Context().Done()
		})
		if _, err := find(t, newClient(t, s.URL), o.String()).call(t, ctx, sampleArgs(o)); !errors.Is(err, over) {
			t.Errorf("%s: %v", o, err)
		}
	}
}

func TestTimeoutOfTheClient(t *testing.T) {
	s := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	c := newClient(t, s.URL, func(o *Options) { o.HTTP.Timeout = 20 * time.Millisecond })
	_, err := find(t, c, "product.get_products").call(t, inRun(t), nil)
	if f := fault.Of(err); f.Kind != fault.Timeout || !f.Retryable || !strings.Contains(f.Message, s.URL) {
		t.Errorf("%v", err)
	}
}

// TestEndlessBody: an answer without end is given up before it fills the memory.
func TestEndlessBody(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		for chunk := bytes.Repeat([]byte{'1'}, 1<<20); r.Context().Err() == nil; {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	_, err := find(t, newClient(t, s.URL), "product.get_products").call(t, inRun(t), nil)
	if f := fault.Of(err); f.Kind != fault.Server || !strings.Contains(f.Message, "64 MB") {
		t.Errorf("%v", err)
	}
}

func TestPackedAnswers(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Accept-Encoding") != "gzip" {
			t.Errorf("asked for the encoding %q", r.Header.Get("Accept-Encoding"))
		}
		w.Header().Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		io.WriteString(z, "\ufeff"+`[{"partNumber":"P"}]`)
		z.Close()
	})
	out, err := find(t, newClient(t, s.URL), "product.get_products").call(t, inRun(t), nil)
	if err != nil || printed(out) != `[{"partNumber":"P"}]` {
		t.Errorf("%v, %v", printed(out), err)
	}
}

// TestRedirects: reads follow, with the token to the same host only; a write that would arrive as a read does not.
func TestRedirects(t *testing.T) {
	for _, code := range []int{301, 302, 303, 307, 308} {
		home := serve(t, says(200, "application/json", `{"partNumber":"P"}`))
		gate := serve(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, home.URL+r.URL.Path+"?secret=1", code)
		})
		c := newClient(t, gate.URL)
		if out, err := find(t, c, "product.get_product").call(t, inRun(t), map[string]any{"part_number": "P"}); err != nil {
			t.Errorf("%d: a read gives %v, %v", code, out, err)
		}
		_, err := find(t, c, "product.create_product").call(t, inRun(t), map[string]any{"part_number": "P"})
		arrived := home.all()
		if code >= 307 {
			last := arrived[len(arrived)-1]
			if err != nil || last.method != http.MethodPut || !strings.Contains(last.body, `"partNumber":"P"`) {
				t.Errorf("%d: a write gives %v and arrives as %+v", code, err, last)
			}
			continue
		}
		f := fault.Of(err)
		if f == nil || f.Kind != fault.Config || !strings.Contains(f.Message, home.URL) || strings.Contains(f.Message, "secret") || len(arrived) != 1 {
			t.Errorf("%d: a write gives %v, and %d requests arrive", code, err, len(arrived))
		}
	}
}

func TestRedirectsInACircle(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path, http.StatusFound) })
	_, err := find(t, newClient(t, s.URL), "product.get_products").call(t, inRun(t), nil)
	if f := fault.Of(err); f.Kind != fault.Config || f.Status != 302 || len(s.all()) > 10 {
		t.Errorf("%d requests, then %v", len(s.all()), err)
	}
}

// TestNoWayFromHTTPSToHTTP: the token must not be sent in the clear.
func TestNoWayFromHTTPSToHTTP(t *testing.T) {
	open := serve(t, says(200, "application/json", "[]"))
	closed := httptest.NewTLSServer(http.RedirectHandler(open.URL, http.StatusFound))
	t.Cleanup(closed.Close)
	c := newClient(t, closed.URL, func(o *Options) { o.HTTP = closed.Client() })
	if _, err := find(t, c, "product.get_products").call(t, inRun(t), nil); fault.KindOf(err) != fault.Config || len(open.all()) > 0 {
		t.Errorf("%v, and %d requests in the clear", err, len(open.all()))
	}
}

func TestUntrustedCertificate(t *testing.T) {
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	_, err := find(t, newClient(t, s.URL), "get_version").call(t, inRun(t), nil)
	if f := fault.Of(err); f.Kind != fault.Connection || f.Retryable || !strings.Contains(f.Hint, "server.ca_file") {
		t.Errorf("%v", err)
	}
}

// TestFaultsOfTheTransport: a policy's fault keeps what it says and is not changed, since others may get the same one.
func TestFaultsOfTheTransport(t *testing.T) {
	open := &fault.Error{Kind: fault.CircuitOpen, Message: "held back", RetryIn: time.Second, Attempts: 3}
	c := newClient(t, "http://x.test", func(o *Options) {
		o.HTTP = &http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) { return nil, open })}
	})
	for range 2 {
		_, err := find(t, c, "product.get_products").call(t, inRun(t), nil)
		f := fault.Of(err)
		if f.Kind != fault.CircuitOpen || f.RetryIn != time.Second || f.Attempts != 3 || f.Message != "GET /api/Product/Query: held back" {
			t.Errorf("%+v", f)
		}
	}
	if open.Message != "held back" {
		t.Errorf("the shared fault now says %q", open.Message)
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// TestTheCauseOfABrokenConnectionIsKept: whoever looks for it finds what the network said.
func TestTheCauseOfABrokenConnectionIsKept(t *testing.T) {
	s := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "100")
		_, _ = io.WriteString(w, "half")
	})
	_, err := find(t, newClient(t, s.URL), "get_version").call(t, inRun(t), nil)
	if f := fault.Of(err); f == nil || f.Kind != fault.Connection || !f.Retryable || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("%v has lost its cause", err)
	}
}
