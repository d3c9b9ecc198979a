package modules

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"sync"
	"time"
)

// Run is what modules may know of the run that calls them. The runtime makes it and puts it into the context.
type Run struct {
	ID            string // UUIDv7
	CorrelationID string // equal to ID unless the caller brought one
	Script        string // as named on the command line
	ScriptHash    string // SHA-256 of the source, hexadecimal
	Dir           string // the folder that require, relative paths and the configuration start from
	Params        map[string]string
	Args          []string
	Sandbox       bool         // whether the script is kept from files, processes and the environment
	Log           *slog.Logger // bound to the run's identity
	Stdout        io.Writer
	Now           func() time.Time
	Rand          *rand.Rand
	Start         time.Time
	Inspect       func(Raw) string // a value as people read it
	// Show tells how far the transfer of a file is, in bytes; total is -1 where it is not known. Nil shows nothing.
	Show func(what string, done, total int64)
	// Quiet calls f while no code of the script runs, and tells whether it could before ctx ended; f is never called after that.
	// It may look at whatever the script holds, from any goroutine but the script's own, until the run has ended: what is
	// registered by OnEnd must end ctx. Nil outside of the runtime.
	Quiet func(ctx context.Context, f func()) bool

	mu     sync.Mutex
	values map[any]any
	ends   []func(context.Context)
}

type runKey struct{}

// WithRun puts the run into the context.
func WithRun(ctx context.Context, r *Run) context.Context { return context.WithValue(ctx, runKey{}, r) }

// RunFrom is the run of the context. It panics when there is none, since no module is called outside a run.
func RunFrom(ctx context.Context) *Run { return ctx.Value(runKey{}).(*Run) }

// MaybeRun is the run of the context, nil outside of one.
func MaybeRun(ctx context.Context) *Run {
	r, _ := ctx.Value(runKey{}).(*Run)
	return r
}

// State is a module's own state in this run, made at first use.
func State[T any](r *Run, key any, make func() T) T {
	r.mu.Lock()
	defer r.mu.Unlock()
	if v, ok := r.values[key]; ok {
		return v.(T)
	}
	if r.values == nil {
		r.values = map[any]any{}
	}
	v := make()
	r.values[key] = v
	return v
}

// progressEvery is how many bytes pass between two signs of progress; a transfer of fewer shows none.
const progressEvery = 1 << 18

// Progress is r, with what is read of it shown as progress where the run has somebody to show it to.
func Progress(ctx context.Context, what string, r io.Reader, total int64) io.Reader {
	run := MaybeRun(ctx)
	if run == nil || run.Show == nil {
		return r
	}
	return &progress{Reader: r, show: func(done int64) { run.Show(what, done, total) }}
}

type progress struct {
	io.Reader
	show        func(done int64)
	done, shown int64
}

// Read implements io.Reader.
func (p *progress) Read(b []byte) (int, error) {
	n, err := p.Reader.Read(b)
	p.done += int64(n)
	if p.done-p.shown >= progressEvery || err != nil && p.shown > 0 && p.done > p.shown {
		p.shown = p.done
		p.show(p.done)
	}
	return n, err
}

// OnEnd has f called once when the run has ended, whatever happened, last registered first.
func (r *Run) OnEnd(f func(context.Context)) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ends = append(r.ends, f)
}

// HasEnd tells whether OnEnd registered anything.
func (r *Run) HasEnd() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.ends) > 0
}

// End calls what OnEnd registered. The runtime calls it once.
func (r *Run) End(ctx context.Context) {
	r.mu.Lock()
	ends := r.ends
	r.ends = nil
	r.mu.Unlock()
	for i := len(ends) - 1; i >= 0; i-- {
		ends[i](ctx)
	}
}

// Exit is the error by which a module ends its run on purpose, with an exit code; no pcall of a script swallows it.
type Exit struct {
	Code   int
	Reason string
}

// Error is the reason.
func (e *Exit) Error() string {
	if e.Reason == "" {
		return fmt.Sprintf("the script ended itself with code %d", e.Code)
	}
	return e.Reason
}
