package wats

import (
	"context"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
)

// counting answers every read with the number of requests so far, as the name of a product.
func counting(n *atomic.Int64, before func(*http.Request)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		count := n.Add(1)
		if before != nil {
			before(r)
		}
		says(200, "application/json", `{"partNumber":"P","name":"`+string(rune('0'+count))+`"}`)(w, r)
	}
}

func cached(o *Options) { o.Caching = Caching{Services: []string{"product"}, Age: time.Minute} }

func TestOnlyWhatIsAskedForIsKept(t *testing.T) {
	var n atomic.Int64
	s := serve(t, counting(&n, nil))
	get := func(c *Client, part string) string {
		t.Helper()
		out, err := find(t, c, "product.get_product").call(t, inRun(t), map[string]any{"part_number": part})
		if err != nil {
			t.Fatal(err)
		}
		return printed(out).(string)
	}
	plain := newClient(t, s.URL)
	if before := get(plain, "P"); get(plain, "P") == before {
		t.Error("an answer was kept though nobody asked for that")
	}
	now := testNow
	c := newClient(t, s.URL, cached, func(o *Options) { o.Now = func() time.Time { return now } })
	first := get(c, "P")
	if get(c, "P") != first {
		t.Error("the answer was not kept")
	}
	if get(c, "Q") == first {
		t.Error("another product has the same answer")
	}
	now = now.Add(time.Minute)
	if get(c, "P") == first {
		t.Error("the answer was kept for too long")
	}
	if _, err := find(t, c, "product.create_product").call(t, inRun(t), map[string]any{"part_number": "X"}); err != nil {
		t.Fatal(err)
	}
	if before := n.Load(); get(c, "P") == "" || n.Load() == before {
		t.Error("the answer outlived a write")
	}
}

func TestManyAskOnce(t *testing.T) {
	var n atomic.Int64
	release := make(chan struct{})
	c := newClient(t, serve(t, counting(&n, func(*http.Request) { <-release })).URL, cached)
	o := find(t, c, "product.get_product")
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if out, err := o.call(t, inRun(t), map[string]any{"part_number": "P"}); err != nil || out == nil {
				t.Error(out, err)
			}
		})
	}
	for n.Load() == 0 {
		time.Sleep(time.Millisecond) // until the first request has arrived
	}
	close(release)
	all.Wait()
	if n.Load() != 1 {
		t.Errorf("%d requests", n.Load())
	}
}

// TestOneFailureIsNotEverybodys: when the run ends whose request the others wait for, they ask for themselves.
func TestOneFailureIsNotEverybodys(t *testing.T) {
	var n atomic.Int64
	arrived := make(chan struct{})
	c := newClient(t, serve(t, counting(&n, func(r *http.Request) {
		if n.Load() == 1 {
			close(arrived)
			<-r.Context().Done()
		}
	})).URL, cached)
	o := find(t, c, "product.get_product")
	ctx, cancel := context.WithCancel(inRun(t))
	var both sync.WaitGroup
	both.Go(func() {
		if _, err := o.call(t, ctx, map[string]any{"part_number": "P"}); err == nil {
			t.Error("the first call was to be cancelled")
		}
	})
	<-arrived
	both.Go(func() {
		if out, err := o.call(t, inRun(t), map[string]any{"part_number": "P"}); err != nil || out == nil {
			t.Error(out, err)
		}
	})
	cancel()
	both.Wait()
}

// TestAWriteOutdatesWhatIsUnderWay: what was asked before a write and answered after it is not kept.
func TestAWriteOutdatesWhatIsUnderWay(t *testing.T) {
	k := newCaches(Caching{Services: []string{"s"}, Age: time.Hour}, time.Now)["s"]
	answer := func(body string) func(context.Context, *request) (*response, error) {
		return func(context.Context, *request) (*response, error) {
			return &response{status: 200, body: []byte(body)}, nil
		}
	}
	read, write := newRequest("GET /x"), newRequest("PUT /x")
	_, err := k.send(inRun(t), read, func(ctx context.Context, _ *request) (*response, error) {
		_, err := k.send(ctx, write, answer(""))
		return &response{status: 200, body: []byte("old")}, err
	})
	if err != nil {
		t.Fatal(err)
	}
	if a, err := k.send(inRun(t), read, answer("new")); err != nil || string(a.body) != "new" {
		t.Errorf("%s, %v", a.body, err)
	}
}

// TestEveryWriteForgets: whatever is no plain read may have changed what is kept, and is never kept itself.
func TestEveryWriteForgets(t *testing.T) {
	for _, method := range []string{"POST", "PUT", "PATCH", "DELETE"} {
		k := newCaches(Caching{Services: []string{"s"}, Age: time.Hour}, time.Now)["s"]
		sent := 0
		send := func(context.Context, *request) (*response, error) {
			sent++
			return &response{status: 200}, nil
		}
		for _, route := range []string{"GET /x", method + " /x", method + " /x", "GET /x", "GET /x"} {
			if _, err := k.send(inRun(t), newRequest(route), send); err != nil {
				t.Fatal(err)
			}
		}
		if sent != 4 {
			t.Errorf("%s: %d requests, want a read, two writes and a read", method, sent)
		}
	}
}

func TestFailuresAreNotKept(t *testing.T) {
	k := newCaches(Caching{Services: []string{"s"}, Age: time.Hour}, time.Now)["s"]
	fails := true
	send := func(context.Context, *request) (*response, error) {
		if fails {
			return nil, fault.New(fault.Server, "down")
		}
		return &response{status: 200}, nil
	}
	if _, err := k.send(inRun(t), newRequest("GET /x"), send); err == nil {
		t.Error("no error")
	}
	fails = false
	if _, err := k.send(inRun(t), newRequest("GET /x"), send); err != nil {
		t.Error(err)
	}
	for i := range 3 * maxKept {
		r := newRequest("GET /x")
		r.set("i", string(rune(i+1)))
		if _, err := k.send(inRun(t), r, send); err != nil {
			t.Fatal(err)
		}
	}
	if len(k.kept) > maxKept {
		t.Errorf("%d answers are kept", len(k.kept))
	}
}
