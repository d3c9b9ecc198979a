// Package metrics counts and times things, and writes the figures in the text form that Prometheus reads. Figures that
// somebody else keeps are asked for when they are written. It knows nothing of what it counts.
package metrics

import (
	"slices"
	"sync"
)

// maxLabels is how many labels a metric may have.
const maxLabels = 3

// maxSeries bounds the series of one metric: each combination of label values is one. Labels are chosen so that it is never
// reached; should it be, what comes later is counted under Overflow, so that a mistake cannot fill a station's memory.
const maxSeries = 5000

// Overflow is the value of every label of what is beyond the bound.
const Overflow = "(other)"

// Registry is the metrics of a process, in the order in which they are written. Make one with new; it is safe for concurrent use.
type Registry struct {
	mu       sync.Mutex
	families []family
}

// family is a metric with all its series.
type family interface{ write(w *writer) }

func (r *Registry) add(f family) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.families = append(r.families, f)
}

// about is what is said of a metric once.
type about struct{ name, help string }

type values [maxLabels]string

// series finds the series of label values.
type series[T any] struct {
	about
	labels []string

	mu  sync.Mutex
	all map[values]*T
}

func newSeries[T any](name, help string, labels []string) series[T] {
	if len(labels) > maxLabels {
		panic("metric " + name + " has too many labels")
	}
	return series[T]{about: about{name, help}, labels: labels, all: map[values]*T{}}
}

// at is the series of label values, made at its first use. The caller holds the lock.
func (s *series[T]) at(labels []string, make func() *T) *T {
	var key values
	copy(key[:], labels)
	one, known := s.all[key]
	if !known && len(s.all) >= maxSeries {
		key = values{}
		for i := range s.labels {
			key[i] = Overflow
		}
		one, known = s.all[key]
	}
	if !known {
		one = make()
		s.all[key] = one
	}
	return one
}

// sorted are the label values that there are.
func (s *series[T]) sorted() []values {
	keys := make([]values, 0, len(s.all))
	for k := range s.all {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b values) int { return slices.Compare(a[:], b[:]) })
	return keys
}

// Counter is a metric that only grows. A nil one counts nothing.
type Counter struct{ series[float64] }

// Counter adds a counter. Its name ends in _total.
func (r *Registry) Counter(name, help string, labels ...string) *Counter {
	c := &Counter{newSeries[float64](name, help, labels)}
	r.add(c)
	return c
}

// Add counts n more for some label values, which stand in the order of the labels.
func (c *Counter) Add(n float64, labels ...string) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	*c.at(labels, func() *float64 { return new(float64) }) += n
}

func (c *Counter) write(w *writer) {
	c.mu.Lock()
	defer c.mu.Unlock()
	w.begin(c.about, "counter")
	for _, key := range c.sorted() {
		w.sample(c.name, "", c.labels, key[:], *c.all[key])
	}
}

// Durations are buckets, in seconds, for anything from an answer on the same machine to one that is given up.
var Durations = []float64{0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60}

// Histogram counts values by how large they are. A nil one counts nothing.
type Histogram struct {
	series[distribution]
	buckets []float64 // upper bounds, rising
}

// distribution is one series of a histogram.
type distribution struct {
	counts []uint64 // by bucket, the last one for what is above all
	sum    float64
}

// Histogram adds a histogram with the upper bounds of its buckets, rising.
func (r *Registry) Histogram(name, help string, buckets []float64, labels ...string) *Histogram {
	h := &Histogram{newSeries[distribution](name, help, labels), buckets}
	r.add(h)
	return h
}

// Observe counts a value for some label values, which stand in the order of the labels.
func (h *Histogram) Observe(v float64, labels ...string) {
	if h == nil {
		return
	}
	bucket, _ := slices.BinarySearch(h.buckets, v)
	h.mu.Lock()
	defer h.mu.Unlock()
	d := h.at(labels, func() *distribution { return &distribution{counts: make([]uint64, len(h.buckets)+1)} })
	d.counts[bucket]++
	d.sum += v
}

func (h *Histogram) write(w *writer) {
	h.mu.Lock()
	defer h.mu.Unlock()
	w.begin(h.about, "histogram")
	labels := append(slices.Clip(h.labels), "le")
	for _, key := range h.sorted() {
		d, sum := h.all[key], uint64(0)
		for i, n := range d.counts {
			sum += n
			bound := "+Inf"
			if i < len(h.buckets) {
				bound = number(h.buckets[i])
			}
			w.sample(h.name, "_bucket", labels, append(slices.Clone(key[:len(h.labels)]), bound), float64(sum))
		}
		w.sample(h.name, "_sum", h.labels, key[:], d.sum)
		w.sample(h.name, "_count", h.labels, key[:], float64(sum))
	}
}

// Kind says what the figures of Ask mean.
type Kind string

// The kinds.
const (
	Gauge Kind = "gauge"   // goes up and down
	Total Kind = "counter" // only grows
)

// asked is a metric that somebody else keeps.
type asked struct {
	about
	kind   Kind
	labels []string
	ask    func(emit func(v float64, labels ...string))
}

// Ask adds a metric that is asked for when it is written: ask gives its figures to emit.
func (r *Registry) Ask(kind Kind, name, help string, labels []string, ask func(emit func(v float64, labels ...string))) {
	r.add(&asked{about{name, help}, kind, labels, ask})
}

func (a *asked) write(w *writer) {
	w.begin(a.about, string(a.kind))
	a.ask(func(v float64, labels ...string) { w.sample(a.name, "", a.labels, labels, v) })
}
