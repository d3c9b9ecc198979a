package runtime

import (
	"runtime"
	"runtime/metrics"
	"sync"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
)

// memoryInterval is how often the heap is looked at while runs are under way. A script allocates some hundred
// megabytes a second at most, so it cannot get far between two looks.
const memoryInterval = 10 * time.Millisecond

const heapMetric = "/memory/classes/heap/objects:bytes"

// memoryWatch ends a run when the process's heap has grown by more than the limit since no run was under way.
// gopher-lua cannot count what one VM uses, so with several runs at once the one that began last is ended first,
// then the next, until the heap is small again.
type memoryWatch struct {
	limit uint64

	mu      sync.Mutex
	running []*vm // in order of their beginning
	base    uint64
	active  bool
	closed  bool
}

func newMemoryWatch(limit uint64) *memoryWatch { return &memoryWatch{limit: limit} }

// watch begins to watch v's run; the result ends that.
func (m *memoryWatch) watch(v *vm) (done func()) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.running = append(m.running, v)
	if !m.active && !m.closed {
		m.active, m.base = true, heapSize()
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
		over := heapSize() > m.base+m.limit
		if over {
			runtime.GC() // what is only garbage does not count
			over = heapSize() > m.base+m.limit
		}
		if !m.look(over) {
			return
		}
	}
}

func (m *memoryWatch) look(over bool) (goOn bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.running) == 0 {
		m.active = false
		return false
	}
	if over {
		last := m.running[len(m.running)-1]
		m.running = m.running[:len(m.running)-1]
		last.host.Stop(&limitReached{fault.New(fault.Script, "the run's memory grew past its limit of %d MB", m.limit>>20).
			WithHint("look for a table or string that only grows, or raise limits.memory")})
	}
	return true
}

func heapSize() uint64 {
	sample := []metrics.Sample{{Name: heapMetric}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}
