package trouble_test

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/server/trouble"
)

// TestConcurrentRequestsAreCounted has many clients while the rules are asked, and changed.
func TestConcurrentRequestsAreCounted(t *testing.T) {
	s := open(t, "GET "+version+": status 503; after=10; times=25", "*: delay 1ms..2ms; share=0.5")
	s.http.Transport = &http.Transport{MaxIdleConnsPerHost: 8}
	var mu sync.Mutex
	statuses := map[int]int{}
	var clients sync.WaitGroup
	for range 8 {
		clients.Go(func() {
			for range 10 {
				got := s.send("GET", version, "")
				mu.Lock()
				statuses[got.status]++
				mu.Unlock()
				s.in.Hits()
			}
		})
	}
	clients.Wait()
	if diff := cmp.Diff(map[int]int{503: 25, 200: 55}, statuses); diff != "" {
		t.Error(diff)
	}
	if c := s.in.Counts(); c[0].Seen != 80 || c[0].Hits != 25 || c[1].Seen != 55 || c[1].Hits == 0 || c[1].Hits == 55 {
		t.Errorf("%+v", c)
	}
	for range 4 {
		clients.Go(func() { s.send("GET", version, "") })
		clients.Go(func() {
			if err := s.in.Set(trouble.Rule{Route: "*", Fault: "delay 1ms"}); err != nil {
				t.Error(err)
			}
		})
	}
	clients.Wait()
	if c := s.in.Counts(); len(c) != 1 || c[0].Fault != "delay 1ms" {
		t.Errorf("%+v", c)
	}
}

// TestWhichRequestsAreHit sends twelve requests through each rule.
func TestWhichRequestsAreHit(t *testing.T) {
	for rule, want := range map[string]string{
		"*: status 500":                            "xxxxxxxxxxxx",
		"*: status 500; times=3":                   "xxx.........",
		"*: status 500; after=3":                   "...xxxxxxxxx",
		"*: status 500; every=3":                   "..x..x..x..x",
		"*: status 500; after=2; every=4; times=2": ".....x...x..",
		"POST *: status 500":                       "............",
		"get /A/{other}/*: status 500":             "xxxxxxxxxxxx",
		"* /a/{x}/b: status 500; every=1":          "xxxxxxxxxxxx",
		"* /a/{x}: status 500":                     "............",
	} {
		if got := hits(inject(t, rule), 12); got != want {
			t.Errorf("%s: %s, want %s", rule, got, want)
		}
	}
}

// hits sends requests one after another and shows which were hit.
func hits(in *trouble.Injector, n int) string {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /a/{name}/b", func(http.ResponseWriter, *http.Request) {})
	h := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, r.Pattern = mux.Handler(r)
		in.Middleware(mux).ServeHTTP(w, r)
	})
	var shown bytes.Buffer
	for range n {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/a/1/b", nil))
		shown.WriteByte(map[bool]byte{true: 'x', false: '.'}[w.Code == 500])
	}
	return shown.String()
}

func TestChanceIsTheSameForTheSameSeed(t *testing.T) {
	seen := map[string]bool{}
	for _, seed := range []string{"0", "1", "2"} {
		rule := "*: status 500; share=0.2; seed=" + seed
		got := hits(inject(t, rule), 1000)
		if again := hits(inject(t, rule), 1000); again != got {
			t.Errorf("seed %s: another course of chance", seed)
		}
		if n := strings.Count(got, "x"); n < 150 || n > 250 {
			t.Errorf("seed %s: %d of 1000 hit", seed, n)
		}
		seen[got] = true
	}
	if len(seen) != 3 {
		t.Error("seeds make no difference")
	}
	if n := strings.Count(hits(inject(t, "*: status 500; share=0.2; times=7"), 1000), "x"); n != 7 {
		t.Errorf("%d hits, want 7", n)
	}
	// Two rules with one share are independent: 0.5 of what the first left.
	in := inject(t, "*: status 500; share=0.5", "*: status 500; share=0.5")
	if n := strings.Count(hits(in, 1000), "x"); n < 700 || n > 800 {
		t.Errorf("%d of 1000 hit, want about 750", n)
	}
}
