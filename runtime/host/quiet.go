package host

import (
	"context"
	"sync/atomic"
	"time"
)

// quietPause is how often Quiet looks whether a VM that executes something long in Go has come to its end.
const quietPause = 2 * time.Millisecond

// Quiet calls f while the VM executes nothing: at once where the run waits, else between two instructions. It tells whether
// that was possible before ctx ended; f is never called after that, and not at all on a VM that must stop and does not.
func (v *VM) Quiet(ctx context.Context, f func()) bool {
	var begun atomic.Bool
	done := make(chan struct{})
	once := func() {
		if begun.CompareAndSwap(false, true) {
			defer close(done)
			f()
		}
	}
	pause := time.NewTicker(quietPause)
	defer pause.Stop()
	for ctx.Err() == nil {
		if v.tryLocked(ctx, once) {
			return true
		}
		v.Look(once)
		select {
		case <-done:
			return true
		case <-ctx.Done():
		case <-pause.C:
		}
	}
	if begun.CompareAndSwap(false, true) {
		return false // what is left of the look does nothing
	}
	<-done
	return true
}

// tryLocked calls f with the run lock, unless the VM has it, or ctx ended before.
func (v *VM) tryLocked(ctx context.Context, f func()) bool {
	if !v.lock.TryLock() {
		return false
	}
	defer v.lock.Unlock()
	if ctx.Err() != nil {
		return false
	}
	f()
	return true
}
