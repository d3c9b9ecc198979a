package runtime

import (
	"context"
	"sync"
	"sync/atomic"

	"github.com/watsrun/watsrun/internal/fault"
)

// Stats counts what a pool did.
type Stats struct {
	Created   int64 // VMs built
	Reused    int64 // runs that got a VM that had run before
	Discarded int64 // VMs thrown away after a run that left doubt
	Abandoned int64 // VMs that did not stop in time
	Idle      int64 // VMs waiting now
	Running   int64 // runs under way, abandoned ones included
}

// pool lends VMs. A slot is held from get until the VM's goroutine has really ended, so that the number of VMs is
// bounded even when some of them are abandoned.
type pool struct {
	slots chan struct{}
	build func() (*vm, error)

	mu     sync.Mutex
	idle   []*vm // last in, first out: the warmest first
	closed bool

	created, reused, discarded, abandoned atomic.Int64
}

func newPool(size int, build func() (*vm, error)) *pool {
	return &pool{slots: make(chan struct{}, size), build: build}
}

// get lends a VM, waiting for a free slot as long as ctx allows.
func (p *pool) get(ctx context.Context) (*vm, error) {
	select {
	case p.slots <- struct{}{}:
	case <-ctx.Done():
		return nil, fault.Wrap(fault.KindOf(ctx.Err()), ctx.Err(), "no VM became free").
			WithHint("all %d workers are busy; allow more with -j", cap(p.slots))
	}
	if v := p.takeIdle(); v != nil {
		p.reused.Add(1)
		return v, nil
	}
	v, err := p.build()
	if err != nil {
		<-p.slots
		return nil, err
	}
	p.created.Add(1)
	return v, nil
}

func (p *pool) takeIdle() *vm {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := len(p.idle)
	if n == 0 {
		return nil
	}
	v := p.idle[n-1]
	p.idle[n-1] = nil
	p.idle = p.idle[:n-1]
	return v
}

// put takes a VM back after its run. A dirty one is thrown away, and a new one is built before anybody waits for it.
func (p *pool) put(v *vm, clean bool) {
	defer func() { <-p.slots }()
	if !clean {
		p.discarded.Add(1)
		v.close()
		fresh, err := p.build()
		if err != nil {
			return // the next get tries again and reports it
		}
		p.created.Add(1)
		v = fresh
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed {
		v.close()
		return
	}
	p.idle = append(p.idle, v)
}

func (p *pool) close() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	for _, v := range p.idle {
		v.close()
	}
	p.idle = nil
}

func (p *pool) stats() Stats {
	p.mu.Lock()
	defer p.mu.Unlock()
	return Stats{
		Created: p.created.Load(), Reused: p.reused.Load(), Discarded: p.discarded.Load(), Abandoned: p.abandoned.Load(),
		Idle: int64(len(p.idle)), Running: int64(len(p.slots)),
	}
}
