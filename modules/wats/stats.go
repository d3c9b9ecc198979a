package wats

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"github.com/watsrun/watsrun/internal/call"
	"github.com/watsrun/watsrun/modules"
)

// Timing is what the requests of a run took, by route.
type Timing struct {
	Route    string  `lua:"route" json:"route" doc:"Verb and route, such as GET /api/Product/{part_number}."`
	Requests int     `lua:"requests" json:"requests" doc:"Requests that were sent, each attempt counted."`
	Retries  int     `lua:"retries" json:"retries" doc:"Attempts beyond the first of a call."`
	Failures int     `lua:"failures" json:"failures" doc:"Attempts without an answer, or with a status from 400."`
	Total    float64 `lua:"total" json:"total" doc:"Time of all, in seconds, without waits."`
	Average  float64 `lua:"average" json:"average" doc:"Time of one, in seconds."`
	Longest  float64 `lua:"longest" json:"longest" doc:"Time of the longest, in seconds."`
	Waited   float64 `lua:"waited" json:"waited" doc:"Time that was waited for retries and for the rate limit, in seconds."`
}

// Attempt is a request that was sent, as the chain of policies saw it.
type Attempt struct {
	Call     *call.Call // nil for a request that is part of none
	Number   int        // from 1
	Failed   bool
	Duration time.Duration
	Waited   time.Duration
}

// timings are the Timings of a run.
type timings struct {
	mu     sync.Mutex
	routes map[string]*Timing
}

type timingsKey struct{}

func timingsOf(run *modules.Run) *timings {
	return modules.State(run, timingsKey{}, func() *timings { return &timings{routes: map[string]*Timing{}} })
}

// Count adds a request to what wats.stats tells of the run that it is part of.
func Count(ctx context.Context, a Attempt) {
	run := modules.MaybeRun(ctx)
	if run == nil || a.Call == nil {
		return
	}
	t := timingsOf(run)
	t.mu.Lock()
	defer t.mu.Unlock()
	r := t.routes[a.Call.Route]
	if r == nil {
		r = &Timing{Route: a.Call.Route}
		t.routes[a.Call.Route] = r
	}
	r.Requests++
	if a.Number > 1 {
		r.Retries++
	}
	if a.Failed {
		r.Failures++
	}
	r.Total += a.Duration.Seconds()
	r.Waited += a.Waited.Seconds()
	r.Longest = max(r.Longest, a.Duration.Seconds())
	r.Average = r.Total / float64(r.Requests)
}

// stats lists the routes that took most first.
func stats(ctx context.Context, _ *noArguments) ([]Timing, error) {
	t := timingsOf(modules.RunFrom(ctx))
	t.mu.Lock()
	defer t.mu.Unlock()
	list := make([]Timing, 0, len(t.routes))
	for _, r := range t.routes {
		list = append(list, *r)
	}
	slices.SortFunc(list, func(a, b Timing) int {
		return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(a.Route, b.Route))
	})
	return list, nil
}

func statsOperation(*Client) *modules.Function {
	return modules.Func("stats", "What the requests of this run took so far, by route, the slowest in sum first.", stats, modules.PyWATS(),
		modules.Show(`wats.get_version()
return type(wats.stats())`, `"table"`))
}
