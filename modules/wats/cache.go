package wats

import (
	"context"
	"net/http"
	"sync"
	"time"
)

// Caching says which services keep what they read, for whoever asks the same again. The zero value keeps nothing.
type Caching struct {
	Services []string      // such as product and process
	Age      time.Duration // how long an answer is good
}

// The bounds of what is kept: answers of a service, and bytes of one.
const (
	maxKept     = 1000
	maxKeptBody = 1 << 20
)

// cache keeps the answers to the reads of one service. Whoever asks for what is being asked already waits for that answer.
// A write to the service forgets all, since nobody knows what else it changes.
type cache struct {
	age time.Duration
	now func() time.Time

	mu      sync.Mutex
	kept    map[string]keptAnswer
	flights map[string]*flight
	version int // of what is known: an answer that was asked for before a write is not kept after it
	hits    int // reads that were answered without a request of their own
	misses  int
}

type keptAnswer struct {
	response *response
	at       time.Time
}

// flight is a request under way that others wait for.
type flight struct {
	done     chan struct{}
	response *response
	err      error
}

func newCaches(c Caching, now func() time.Time) map[string]*cache {
	all := map[string]*cache{}
	for _, service := range c.Services {
		all[service] = &cache{age: c.Age, now: now, kept: map[string]keptAnswer{}, flights: map[string]*flight{}}
	}
	return all
}

// send answers a read from what is kept, or has it sent once for all who ask; a write is sent, and clears.
func (k *cache) send(ctx context.Context, r *request, send func(context.Context, *request) (*response, error)) (*response, error) {
	if r.method != http.MethodGet || r.writes {
		defer k.clear() // also after a failure: it may have come too late
		return send(ctx, r)
	}
	key := keyOf(r)
	for {
		answer, f, first := k.look(key, k.ageIn(ctx))
		switch {
		case answer != nil:
			return answer, nil
		case first:
			return k.fly(ctx, r, key, f, send)
		}
		select {
		case <-ctx.Done():
			return nil, context.Cause(ctx)
		case <-f.done:
		}
		if f.err == nil {
			return f.response.copy(), nil
		}
		// The other's request failed, perhaps because its run has ended: this one asks for itself.
	}
}

// keyOf tells reads apart.
func keyOf(r *request) string { return r.path + "?" + r.query.Encode() + " " + r.accept }

// look finds an answer, or the flight that will bring one; first says that the caller has to bring it.
func (k *cache) look(key string, age time.Duration) (answer *response, f *flight, first bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if kept, ok := k.kept[key]; ok && k.now().Sub(kept.at) < age {
		k.hits++
		return kept.response.copy(), nil, false
	}
	if f, ok := k.flights[key]; ok {
		k.hits++
		return nil, f, false
	}
	k.misses++
	f = &flight{done: make(chan struct{})}
	k.flights[key] = f
	return nil, f, true
}

func (k *cache) fly(ctx context.Context, r *request, key string, f *flight, send func(context.Context, *request) (*response, error)) (*response, error) {
	k.mu.Lock()
	version := k.version
	k.mu.Unlock()
	a, err := send(ctx, r)
	k.mu.Lock()
	defer k.mu.Unlock()
	if f.err = err; err == nil {
		f.response = a.copy()
	}
	if k.flights[key] == f {
		delete(k.flights, key)
	}
	close(f.done)
	if err == nil && version == k.version && len(a.body) <= maxKeptBody {
		k.keep(key, a.copy())
	}
	return a, err
}

// keep keeps an answer, in place of the oldest one when there are too many.
func (k *cache) keep(key string, a *response) {
	if len(k.kept) >= maxKept {
		oldest := ""
		for other, kept := range k.kept {
			if oldest == "" || kept.at.Before(k.kept[oldest].at) {
				oldest = other
			}
		}
		delete(k.kept, oldest)
	}
	k.kept[key] = keptAnswer{a, k.now()}
}

// clear forgets everything, also what is under way: who asks after a write must not get an answer from before it.
func (k *cache) clear() {
	if k == nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	clear(k.kept)
	clear(k.flights)
	k.version++
}

// copy is the answer for one reader, who may take its body apart but never changes the bytes.
func (a *response) copy() *response {
	c := *a
	return &c
}
