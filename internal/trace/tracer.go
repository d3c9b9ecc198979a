package trace

import (
	"context"
	"encoding/binary"
	"log/slog"
	"math"
	"net/http"
	"sync"
	"time"
)

// Options make a Tracer. The zero value makes one that keeps no spans.
type Options struct {
	Endpoint  string // where spans are posted; empty for nowhere
	Headers   map[string]string
	Transport http.RoundTripper // nil is http.DefaultTransport
	Timeout   time.Duration     // of one post
	Compress  bool
	Delay     time.Duration // between posts
	Queue     int           // spans that may wait; more are lost
	Batch     int           // spans of one post
	Resource  map[string]string
	Sampler   Sampler
	Parent    Context // of the traces of this process; the zero value begins new ones
	Version   string  // of the program

	Redact func([]byte) []byte // what is sent, without secrets; nil sends it as it is
	Now    func() time.Time
	// Trouble is told once when spans cannot be sent, and at the end how many were lost. Nil tells nobody.
	Trouble func(lost int, err error)
}

// Sampler says which traces are kept.
type Sampler struct {
	Ratio        float64 // of the new traces
	FollowParent bool    // a trace that somebody else began is kept when they keep it
}

// keeps decides by the part of the id that is chance, so that all who see the trace decide alike.
func (s Sampler) keeps(id ID, parent Context) bool {
	if s.FollowParent && parent.Valid() {
		return parent.Sampled
	}
	const bits = 56
	chance := binary.BigEndian.Uint64(id[8:]) & (1<<bits - 1)
	return float64(chance) < s.Ratio*math.Exp2(bits)
}

// Kind says what a span is, as OpenTelemetry numbers it.
type Kind int

// The kinds.
const (
	Internal Kind = 1
	Client   Kind = 3
)

// Span is something that was done, and how long it took. A nil one is none.
type Span struct {
	Context // where it is
	Parent  uint64
	Name    string // one of few: what varies are attributes
	Kind    Kind
	Start   time.Time
	End     time.Time
	Attrs   []slog.Attr
	Failure string // why it failed; empty for no failure

	tracer *Tracer
}

// Tracer keeps spans and sends them. It is safe for concurrent use.
type Tracer struct {
	o Options

	mu       sync.Mutex
	waiting  []*Span
	lost     int
	troubled bool // and somebody was told
	closed   bool

	full chan struct{} // tells that a batch is complete
	stop context.CancelFunc
	done chan struct{} // closed when nothing is sent in the background any more
}

// New makes a tracer. It is to be closed.
func New(o Options) *Tracer {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Transport == nil {
		o.Transport = http.DefaultTransport
	}
	ctx, stop := context.WithCancel(context.Background())
	t := &Tracer{o: o, full: make(chan struct{}, 1), stop: stop, done: make(chan struct{})}
	if t.On() {
		go t.run(ctx)
	} else {
		close(t.done)
	}
	return t
}

// On tells whether spans are kept at all.
func (t *Tracer) On() bool { return t.o.Endpoint != "" }

// Place is the place of a whole trace with an id: in that of the process's parent, if it has one. Without spans of its own
// watsrun passes on what its parent said.
func (t *Tracer) Place(id ID) Context {
	at := Context{Trace: id}
	if t.o.Parent.Valid() {
		at = t.o.Parent
	}
	if t.On() {
		at.Sampled = t.o.Sampler.keeps(at.Trace, t.o.Parent)
	}
	return at
}

// Begin begins a span below the place of the context. It is nil where none is kept.
func (t *Tracer) Begin(ctx context.Context, name string, kind Kind, attrs ...slog.Attr) (context.Context, *Span) {
	at := From(ctx)
	if !t.On() || !at.Valid() {
		return ctx, nil
	}
	parent := at.Span
	at.Span = NewSpanID()
	ctx = With(ctx, at)
	if !at.Sampled {
		return ctx, nil
	}
	return ctx, &Span{Context: at, Parent: parent, Name: name, Kind: kind, Start: t.o.Now(), Attrs: attrs, tracer: t}
}

// Finish ends a span and has it sent.
func (s *Span) Finish(failure string, attrs ...slog.Attr) {
	if s == nil {
		return
	}
	s.End, s.Failure = s.tracer.o.Now(), failure
	s.Attrs = append(s.Attrs, attrs...)
	s.tracer.Keep(s)
}

// Keep has a span sent that is complete.
func (t *Tracer) Keep(s *Span) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.On() || t.closed || len(t.waiting) >= t.o.Queue {
		t.lost++
		return
	}
	t.waiting = append(t.waiting, s)
	if len(t.waiting) >= t.o.Batch {
		select {
		case t.full <- struct{}{}:
		default:
		}
	}
}

// Close sends what waits, as long as ctx allows, and ends the tracer.
func (t *Tracer) Close(ctx context.Context) {
	t.mu.Lock()
	again := t.closed
	t.closed = true
	t.mu.Unlock()
	if again {
		return
	}
	t.stop()
	<-t.done
	err := t.send(ctx)
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.lost += len(t.waiting); t.lost > 0 && t.o.Trouble != nil {
		t.o.Trouble(t.lost, err)
	}
}

// run sends what waits from time to time, until ctx ends.
func (t *Tracer) run(ctx context.Context) {
	defer close(t.done)
	ticker := time.NewTicker(t.o.Delay)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		case <-t.full:
		}
		if err := t.send(ctx); err != nil && ctx.Err() == nil {
			t.complain(err)
		}
	}
}

// complain tells of the first failure.
func (t *Tracer) complain(err error) {
	t.mu.Lock()
	told := t.troubled
	t.troubled = true
	t.mu.Unlock()
	if !told && t.o.Trouble != nil {
		t.o.Trouble(0, err)
	}
}

// send sends what waits, batch by batch, up to the first that cannot be sent. One that may be taken later waits on.
func (t *Tracer) send(ctx context.Context) error {
	for {
		batch := t.take()
		if len(batch) == 0 {
			return nil
		}
		later, err := t.post(ctx, batch)
		if err != nil {
			t.giveBack(batch, later, err)
			return err
		}
	}
}

func (t *Tracer) take() []*Span {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := min(len(t.waiting), t.o.Batch)
	batch := t.waiting[:n:n]
	t.waiting = t.waiting[n:]
	return batch
}

// giveBack has a batch wait on, if it may be sent later and there is room.
func (t *Tracer) giveBack(batch []*Span, later bool, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if later && len(batch)+len(t.waiting) <= t.o.Queue {
		t.waiting = append(batch, t.waiting...)
		return
	}
	t.lost += refused(err, len(batch))
}
