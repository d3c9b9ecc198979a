package runtime

import (
	"runtime"
	"runtime/metrics"
	"slices"
	"sync"
	"time"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/internal/fault"
)

// memoryInterval is how often the heap is looked at while runs are under way: so often that a script cannot get far
// between two looks.
const memoryInterval = 10 * time.Millisecond

const (
	heapMetric = "/memory/classes/heap/objects:bytes"
	liveMetric = "/gc/heap/live:bytes"
)

// memoryWatch ends a run when the process's heap has grown by more than the limit since no run was under way. The engine
// does not count what one VM uses, so with several runs at once each VM is asked to count what its script can reach, and the
// run with the most is ended.
type memoryWatch struct {
	limit uint64

	mu      sync.Mutex
	running []*vm // in order of their beginning
	base    uint64
	active  bool
	closed  bool
	ending  *vm // was ended and has not let go of its memory yet
}

func newMemoryWatch(limit uint64) *memoryWatch { return &memoryWatch{limit: limit} }

// watch begins to watch v's run; the result ends that.
func (m *memoryWatch) watch(v *vm) (done func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.running = append(m.running, v)
	if !m.active && !m.closed {
		m.active, m.base = true, liveHeap()
		go m.loop()
	}
	return func() { m.forget(v) }
}

func (m *memoryWatch) forget(v *vm) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, r := range m.running {
		if r == v {
			m.running = append(m.running[:i], m.running[i+1:]...)
			if m.ending == v {
				m.ending = nil
			}
			return
		}
	}
}

func (m *memoryWatch) close() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = true
}

// loop looks at the heap until a whole interval has passed without a run.
func (m *memoryWatch) loop() {
	tick := time.NewTicker(memoryInterval)
	defer tick.Stop()
	for range tick.C {
		if !m.look() {
			return
		}
	}
}

// over tells whether the heap is over its limit; what is only garbage does not count.
func (m *memoryWatch) over() bool {
	if heapSize() <= m.base+m.limit {
		return false
	}
	runtime.GC()
	return heapSize() > m.base+m.limit
}

// look ends the largest run when the heap is over its limit, and tells whether there is still something to watch.
func (m *memoryWatch) look() (goOn bool) {
	m.mu.Lock()
	running := slices.Clone(m.running)
	if len(running) == 0 {
		m.active = false
	}
	waiting := m.ending != nil
	m.mu.Unlock()
	if len(running) > 0 && !waiting && m.over() {
		victim := largest(running)
		m.mu.Lock()
		if slices.Contains(m.running, victim) {
			m.ending = victim
		}
		m.mu.Unlock()
		victim.host.Stop(&limitReached{fault.New(fault.Script, "the run's memory grew past its limit of %d MB", m.limit>>20).
			WithHint("look for a table or string that only grows, or raise limits.memory")})
	}
	return len(running) > 0
}

// lookTime is how long the VMs have to count. One that waits in Go does not answer, and does not grow either.
const lookTime = time.Second

// largest is the VM whose script reaches the most; the one that began last when none answers.
func largest(running []*vm) *vm {
	best := running[len(running)-1]
	if len(running) == 1 {
		return best
	}
	type answer struct {
		v    *vm
		size int
	}
	answers := make(chan answer, len(running))
	for _, v := range running {
		v.host.Look(func() { answers <- answer{v, v.reach()} })
	}
	most := -1
	limit := time.NewTimer(lookTime)
	defer limit.Stop()
	for range running {
		select {
		case a := <-answers:
			if a.size > most {
				best, most = a.v, a.size
			}
		case <-limit.C:
			return best
		}
	}
	return best
}

func heapSize() uint64 {
	sample := []metrics.Sample{{Name: heapMetric}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// liveHeap is the heap without its garbage, as the collector last saw it: room that garbage leaves is none that the next run may
// fill. Before the first collection there is hardly any garbage.
func liveHeap() uint64 {
	sample := []metrics.Sample{{Name: liveMetric}, {Name: heapMetric}}
	metrics.Read(sample)
	if live := sample[0].Value.Uint64(); live > 0 {
		return live
	}
	return sample[1].Value.Uint64()
}

// reachItems bounds what is counted of one VM: enough to tell a table that fills the memory from a test sequence.
const reachItems = 200_000

// reach is about how many bytes the VM's script can reach. It is called in the VM's goroutine.
func (v *vm) reach() int {
	c := counter{seen: map[any]bool{}}
	c.value(v.env)
	for L := v.L.G.CurrentThread; L != nil; L = L.Parent {
		c.value(L)
	}
	c.value(v.L)
	return c.bytes
}

// counter adds up sizes, breadth first, so that deep structures do not deepen the Go stack.
type counter struct {
	seen  map[any]bool
	queue []lua.LValue
	bytes int
}

func (c *counter) value(v lua.LValue) {
	c.queue = append(c.queue, v)
	for len(c.queue) > 0 && len(c.seen) < reachItems {
		next := c.queue[len(c.queue)-1]
		c.queue = c.queue[:len(c.queue)-1]
		c.one(next)
	}
	c.queue = c.queue[:0]
}

func (c *counter) one(v lua.LValue) {
	switch v := v.(type) {
	case lua.LString:
		c.bytes += len(v)
	case *lua.LTable:
		if c.first(v) {
			c.table(v)
		}
	case *lua.LFunction:
		if c.first(v) {
			for _, u := range v.Upvalues {
				c.queue = append(c.queue, u.Value())
			}
		}
	case *lua.LState:
		c.thread(v)
	}
}

// tableItems is how many items of one table are looked into; its length counts in any case.
const tableItems = 1000

func (c *counter) table(t *lua.LTable) {
	c.bytes += 32 * t.Len()
	key := lua.LNil
	for range tableItems {
		k, item := t.Next(key)
		if k == lua.LNil {
			return
		}
		c.bytes += 32
		c.queue = append(c.queue, k, item)
		key = k
	}
}

func (c *counter) first(v any) bool {
	if c.seen[v] {
		return false
	}
	c.seen[v] = true
	c.bytes += 64
	return true
}

// thread counts the variables of all calls under way.
func (c *counter) thread(L *lua.LState) {
	if !c.first(L) {
		return
	}
	for level := 0; ; level++ {
		call, ok := L.GetStack(level)
		if !ok {
			return
		}
		for i := 1; ; i++ {
			name, v := L.GetLocal(call, i)
			if name == "" {
				break
			}
			c.queue = append(c.queue, v)
		}
	}
}
