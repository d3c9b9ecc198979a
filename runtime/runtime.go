// Package runtime is the Lua host: it compiles scripts once, lends them a clean VM from a bounded pool, runs them within
// limits, binds the declarations of modules to Lua, and carries errors between Go and Lua without loss. It and the
// packages below it are the only ones that know gopher-lua and gopher-luar. It knows no WATS, no report and no HTTP.
package runtime

import (
	"context"
	"io"
	"log/slog"
	"maps"
	"slices"
	"time"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/runtime/chunk"
	"github.com/watsrun/watsrun/runtime/host"
)

// Options make a Runtime. Zero fields mean the defaults that are named.
type Options struct {
	Modules []*modules.Module
	Workers int          // VMs that may run at once; default 1
	MaxRuns int          // runs after which a VM is replaced; default 10 000
	Limits  Limits       // of one run
	Sandbox bool         // no io, no os beyond dates and clocks
	Logger  *slog.Logger // default: discards
	Now     func() time.Time
}

// Limits bound one run. Zero fields mean the defaults of DefaultLimits; Timeout 0 means none.
type Limits struct {
	Timeout     time.Duration // wall time of a run
	Grace       time.Duration // how long a stopped run may take to end before its VM is abandoned
	MemoryBytes uint64        // growth of the process's heap that ends a run
	host.Limits
}

// DefaultLimits are wide enough for a test sequence that runs for a shift.
func DefaultLimits() Limits {
	return Limits{Grace: 2 * time.Second, MemoryBytes: 1 << 30, Limits: host.DefaultLimits()}
}

// Runtime runs scripts. It is safe for concurrent use.
type Runtime struct {
	options Options
	set     *moduleSet
	cache   *chunk.Cache
	pool    *pool
	memory  *memoryWatch
	globals []string // of a fresh environment
}

// The engine has one bound for all its states, so it is set before the first of them is made.
var _ = func() bool { lua.MaxArrayIndex = maxArrayIndex; return true }()

// New makes a Runtime and its first VM, so that a broken declaration shows at once.
func New(o Options) (*Runtime, error) {
	o = withDefaults(o)
	set, err := newModuleSet(o.Modules)
	if err != nil {
		return nil, err
	}
	r := &Runtime{options: o, set: set, cache: chunk.NewCache(0, o.Limits.Limits)}
	r.memory = newMemoryWatch(o.Limits.MemoryBytes)
	r.pool = newPool(o.Workers, func() (*vm, error) { return newVM(r) })
	first, err := r.pool.get(context.Background())
	if err != nil {
		return nil, err
	}
	r.globals = slices.Sorted(maps.Keys(first.base))
	r.pool.put(first, true)
	return r, nil
}

func withDefaults(o Options) Options {
	d := DefaultLimits()
	l := &o.Limits
	l.Grace, l.MemoryBytes = orDefault(l.Grace, d.Grace), orDefault(l.MemoryBytes, d.MemoryBytes)
	h, hd := &l.Limits, d.Limits
	h.StringBytes, h.Coroutines = orDefault(h.StringBytes, hd.StringBytes), orDefault(h.Coroutines, hd.Coroutines)
	h.PatternSteps, h.SourceBytes = orDefault(h.PatternSteps, hd.PatternSteps), orDefault(h.SourceBytes, hd.SourceBytes)
	h.SourceDepth, h.OutputBytes = orDefault(h.SourceDepth, hd.SourceDepth), orDefault(h.OutputBytes, hd.OutputBytes)
	o.Workers, o.MaxRuns = orDefault(o.Workers, 1), orDefault(o.MaxRuns, 10_000)
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

func orDefault[T comparable](v, d T) T {
	var zero T
	if v == zero {
		return d
	}
	return v
}

// CheckDeclarations binds every declared function, and says which of them cannot be bound.
func (r *Runtime) CheckDeclarations() error { return r.set.check() }

// Close lets go of the idle VMs and of the memory watch. Runs that are under way go on.
func (r *Runtime) Close() {
	r.pool.close()
	r.memory.close()
}

// Stats counts what the pool did since New.
func (r *Runtime) Stats() Stats { return r.pool.stats() }

// Script is a source and where it came from.
type Script struct {
	Name   string // as people and error messages name it
	Dir    string // where require looks; empty: require finds only the modules of watsrun
	Source []byte
}

// Check compiles a script without running it.
func (r *Runtime) Check(s Script) error {
	_, err := r.cache.Compile(s.Source, s.Name)
	return loadFault(err)
}

// Job is one run to be done.
type Job struct {
	Script Script
	Args   []string
	Params map[string]string

	Stdin          io.Reader // default: empty
	Stdout, Stderr io.Writer // default: discarded

	Timeout       time.Duration // instead of Limits.Timeout when set
	RunID         string        // default: a new UUIDv7
	CorrelationID string        // default: the run's id
	Prepare       func(*modules.Run)
}

// Result is how a run ended.
type Result struct {
	Run       *modules.Run
	Err       *fault.Error  // nil when the script ran to its end or ended itself by os.exit(0)
	Exit      *modules.Exit // set when the script ended itself
	Duration  time.Duration
	NotLoaded bool // the script has a syntax error, or a module that it needs cannot be loaded
	Limit     bool // a limit ended the run: time, memory, output
	Abandoned bool // the VM did not stop within the grace and was left behind
}

// Run executes a script and waits for its end. It returns when the script has ended, or, when the run had to be stopped
// and did not stop in time, after the grace.
func (r *Runtime) Run(ctx context.Context, j Job) *Result { return r.execute(ctx, j) }
