// Package host is what a library function of one VM knows of the run that the VM executes: its streams, its limits, whether
// it must stop, and the run lock. The runtime fills it before a run and empties it after; the library functions keep
// a pointer to it for the life of their VM. It knows nothing of modules, pools or reports.
package host

import (
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"time"

	lua "github.com/yuin/gopher-lua"
)

// Limits bound what one run may use. A zero field means the default of DefaultLimits.
type Limits struct {
	StringBytes  int // longest string that a library function or ".." may build
	Coroutines   int // coroutines alive at once
	PatternSteps int // steps of one call of find, match, gmatch or gsub, and iterations of other library loops
	SourceBytes  int // longest source of one chunk
	SourceDepth  int // deepest nesting of expressions and blocks in a source
	OutputBytes  int64
}

// DefaultLimits are wide enough for any sensible test sequence and narrow enough that no script can end the process.
func DefaultLimits() Limits {
	return Limits{
		StringBytes:  64 << 20,
		Coroutines:   2000,
		PatternSteps: 50_000_000,
		SourceBytes:  16 << 20,
		SourceDepth:  180,
		OutputBytes:  64 << 20,
	}
}

// VM is the host's side of one Lua VM. It is also the context that the VM polls at each instruction: a flat
// one, whose Done is nil until the run must stop, because polling a cancelable context costs twice as much.
type VM struct {
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
	Limits Limits
	Clock  func() time.Time // default: the system's
	Rand   *rand.Rand       // of the run; the global source would let one run's seed reach another

	Context    context.Context // the run's context, which carries its identity and ends with it
	IO         bool            // whether io and os.execute, remove, rename, tmpname, getenv work (absent with --sandbox)
	Start      time.Time       // when the run began, for os.clock
	Coroutines int             // alive now

	lock    sync.Mutex
	stopped atomic.Pointer[stopCause]
	closers map[io.Closer]struct{}
}

// stopCause is why the run must stop; or, with look set, what the VM's goroutine is asked to do at its next instruction.
type stopCause struct {
	err  error
	look func()
}

var closed = func() chan struct{} { c := make(chan struct{}); close(c); return c }()

// Now is the time by the run's clock.
func (v *VM) Now() time.Time {
	if v.Clock == nil {
		return systemNow()
	}
	return v.Clock()
}

// systemNow is the one place here that asks the system, for VMs that nobody gave a clock.
var systemNow = time.Now

// Stop makes the run end with err: the next Lua instruction raises, and no pcall swallows it. The first cause wins.
func (v *VM) Stop(err error) {
	for {
		c := v.stopped.Load()
		if c != nil && c.look == nil || v.stopped.CompareAndSwap(c, &stopCause{err: err}) {
			return
		}
	}
}

// Look has the VM's goroutine call f before its next instruction, where nothing else touches the VM. It does not
// happen while the run waits or when it must stop.
func (v *VM) Look(f func()) { v.stopped.CompareAndSwap(nil, &stopCause{look: f}) }

// Err says why the run must stop; nil while it may go on. Loops inside Go functions look every few thousand steps.
func (v *VM) Err() error {
	if c := v.stopped.Load(); c != nil {
		return c.err // nil for a request to look
	}
	return nil
}

// Reset makes the VM ready for the next run.
func (v *VM) Reset() {
	v.stopped.Store(nil)
	v.Context, v.Stdin, v.Stdout, v.Stderr, v.Rand = nil, nil, nil, nil, nil
	v.Coroutines = 0
}

// Resume makes a VM whose run was stopped go on with another context, for a session of many chunks.
func (v *VM) Resume(ctx context.Context) {
	v.stopped.Store(nil)
	v.Context = ctx
}

// Done is part of context.Context, see VM.
func (v *VM) Done() <-chan struct{} {
	c := v.stopped.Load()
	if c == nil {
		return nil
	}
	if c.look == nil {
		return closed
	}
	if v.stopped.CompareAndSwap(c, nil) {
		c.look()
	}
	return nil
}

// Deadline is part of context.Context; the run's own deadline acts through Stop.
func (v *VM) Deadline() (time.Time, bool) { return time.Time{}, false }

// Value is part of context.Context; values live in the run's context.
func (v *VM) Value(any) any { return nil }

// Lock takes the run lock: only its holder executes Lua.
func (v *VM) Lock() { v.lock.Lock() }

// Unlock gives the run lock back.
func (v *VM) Unlock() { v.lock.Unlock() }

// Block runs wait with the run lock released, so that other threads of the run go on meanwhile. Every Go function
// that waits for something calls it, and touches no Lua value inside wait. The context is that of the thread.
func (v *VM) Block(L *lua.LState, wait func(ctx context.Context)) {
	current, ctx := L.G.CurrentThread, v.Context
	v.lock.Unlock()
	defer func() {
		v.lock.Lock()
		L.G.CurrentThread, v.Context = current, ctx
	}()
	wait(ctx)
}

// Track has c closed when the run ends, unless Untrack comes first.
func (v *VM) Track(c io.Closer) {
	if v.closers == nil {
		v.closers = make(map[io.Closer]struct{})
	}
	v.closers[c] = struct{}{}
}

// Untrack forgets c, which its owner has closed.
func (v *VM) Untrack(c io.Closer) { delete(v.closers, c) }

// Close closes what the run left open.
func (v *VM) Close() error {
	var errs []error
	for c := range v.closers {
		errs = append(errs, c.Close())
		delete(v.closers, c)
	}
	return errors.Join(errs...)
}
