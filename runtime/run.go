package runtime

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"sync"
	"time"

	"github.com/google/uuid"
	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/runtime/calls"
	"github.com/watsrun/watsrun/runtime/lua51"
)

// endBudget is how long what modules registered for the end of a run may take, after the run's own context has ended.
const endBudget = 30 * time.Second

// limitReached is the cause by which a limit of the run ends it.
type limitReached struct{ fault *fault.Error }

func (l *limitReached) Error() string { return l.fault.Error() }

func (l *limitReached) Unwrap() error { return l.fault }

// outcome is what a run's goroutine found out. It is handed over once, so an abandoned goroutine shares nothing.
type outcome struct {
	err   error
	clean bool
}

func (r *Runtime) execute(ctx context.Context, j Job) *Result {
	run := r.newRun(j)
	if j.Prepare != nil {
		j.Prepare(run)
	}
	res := &Result{Run: run}
	defer func() { res.Duration = r.options.Now().Sub(run.Start) }()

	timeout := orDefault(j.Timeout, r.options.Limits.Timeout)
	if timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeoutCause(ctx, timeout, &limitReached{fault.New(fault.Timeout, "the run's time limit of %s was reached", timeout).
			WithHint("raise it with --timeout, or look for a loop or a wait without an end")})
		defer cancel()
	}
	ctx, cancel := context.WithCancel(modules.WithRun(ctx, run))
	defer cancel()

	v, err := r.pool.get(ctx)
	if err != nil {
		r.settle(res, stopCause(ctx, err))
		return res
	}
	done := make(chan outcome, 1)
	v.jobs <- func() {
		defer r.memory.watch(v)() // to the end: a VM that is thrown away holds its memory until then
		o := v.work(ctx, run, j)
		if o.clean {
			r.pool.put(v, true)
			done <- o
			return
		}
		done <- o // nobody waits for the replacement of a VM
		r.pool.put(v, false)
	}
	select {
	case o := <-done:
		r.settle(res, o.err)
	case <-ctx.Done():
		r.awaitStopped(ctx, res, done)
	}
	return res
}

// awaitStopped gives a run that must stop its grace, then leaves it behind.
func (r *Runtime) awaitStopped(ctx context.Context, res *Result, done <-chan outcome) {
	grace := time.NewTimer(r.options.Limits.Grace)
	defer grace.Stop()
	select {
	case o := <-done:
		r.settle(res, o.err)
	case <-grace.C:
		r.pool.abandoned.Add(1)
		res.Abandoned = true
		r.settle(res, &limitReached{fault.Wrap(fault.Timeout, context.Cause(ctx), "the script did not stop within %s and was left behind", r.options.Limits.Grace)})
		res.Run.Log.ErrorContext(ctx, "a run did not stop and was abandoned")
	}
}

// settle sorts the error into the result.
func (r *Runtime) settle(res *Result, err error) {
	if err == nil {
		return
	}
	if exit, ok := exitOf(err); ok {
		res.Exit = exit
		return
	}
	_, res.Limit = errors.AsType[*limitReached](err)
	_, res.NotLoaded = errors.AsType[*NotLoaded](err)
	res.Err = r.explained(err)
}

// explained is an error of a script as a fault with its place, and a hint where there is one to give. own are names of the script.
func (r *Runtime) explained(err error, own ...string) *fault.Error {
	f := fault.Of(err)
	placed(f, err)
	if f.Hint == "" {
		f.Hint = r.hint(f.Message, own...)
	}
	return f
}

// exitOf finds the end that a script asked for, by os.exit or by a module.
func exitOf(err error) (*modules.Exit, bool) {
	if exit, ok := errors.AsType[*modules.Exit](err); ok {
		return exit, true
	}
	if exit, ok := errors.AsType[*lua51.Exit](err); ok {
		return &modules.Exit{Code: exit.Code, Reason: exit.Error()}, true
	}
	return nil, false
}

// stopCause is why ctx ended, or err where it has not.
func stopCause(ctx context.Context, err error) error {
	if ctx.Err() == nil {
		return err
	}
	return context.Cause(ctx)
}

func (r *Runtime) newRun(j Job) *modules.Run {
	id := j.RunID
	if id == "" {
		id = uuid.Must(uuid.NewV7()).String()
	}
	sum := sha256.Sum256(j.Script.Source)
	run := &modules.Run{
		ID: id, CorrelationID: orDefault(j.CorrelationID, id), Script: j.Script.Name, ScriptHash: hex.EncodeToString(sum[:]),
		Dir: j.Script.Dir, Params: j.Params, Args: j.Args, Sandbox: r.options.Sandbox, Now: r.options.Now, Start: r.options.Now(),
		Rand: rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64())),
	}
	run.Log = r.options.Logger.With("run_id", run.ID, "correlation_id", run.CorrelationID, "script", run.Script)
	return run
}

// work is a run in its VM's goroutine: prepare, execute, clean up, reset. It gives the VM back clean or not at all.
func (v *vm) work(ctx context.Context, run *modules.Run, j Job) (o outcome) {
	defer func() {
		if p := recover(); p != nil { // beyond what calls.Protected contains: a fault in this package
			o = outcome{err: calls.Panicked(p)}
		}
	}()
	v.begin(ctx, run, j)
	stop := context.AfterFunc(ctx, func() { v.host.Stop(runEnded(ctx)) })
	err := v.main(run, j)
	stop()
	err = errors.Join(err, v.finish(ctx, run))
	o.err = one(err)
	o.clean = v.reset(o.err)
	v.host.Unlock()
	return o
}

// one takes a joined error of a single part apart again.
func one(err error) error {
	if j, ok := err.(interface{ Unwrap() []error }); ok && len(j.Unwrap()) == 1 {
		return j.Unwrap()[0]
	}
	return err
}

// runEnded says why the run's context ended, as people read it.
func runEnded(ctx context.Context) error {
	cause := context.Cause(ctx)
	if errors.Is(cause, context.Canceled) {
		return fault.Wrap(fault.Canceled, cause, "the run was interrupted")
	}
	if _, ok := errors.AsType[*fault.Error](cause); ok {
		return cause
	}
	return &limitReached{fault.Of(cause)}
}

// begin takes the run lock and gives the VM its run.
func (v *vm) begin(ctx context.Context, run *modules.Run, j Job) {
	h := v.host
	h.Lock()
	h.Reset()
	h.Context, h.Rand, h.Start, h.Clock = ctx, run.Rand, run.Start, run.Now
	h.Stdin, h.Stderr = orReader(j.Stdin), orWriter(j.Stderr)
	h.Stdout = &boundedWriter{w: orWriter(j.Stdout), vm: v, left: h.Limits.OutputBytes}
	run.Stdout = h.Stdout
	run.Quiet = h.Quiet
	run.Inspect = func(r modules.Raw) string { return v.inspect(r.Value.(lua.LValue)) }
	v.run, v.root, v.unloaded = run, scriptRoot{dir: run.Dir}, ""
	v.freshEnvironment()
	v.runs++
}

func orReader(r io.Reader) io.Reader {
	if r == nil {
		return strings.NewReader("")
	}
	return r
}

func orWriter(w io.Writer) io.Writer {
	if w == nil {
		return io.Discard
	}
	return w
}

// main compiles and runs the script.
func (v *vm) main(run *modules.Run, j Job) error {
	fn, err := v.load(j.Script.Source, j.Script.Name)
	if err != nil {
		return loadFault(err)
	}
	args := make([]lua.LValue, len(j.Args))
	for i, a := range j.Args {
		args[i] = lua.LString(a)
	}
	_, err = v.protected(v.L, fn, args)
	if v.unloaded != "" && err != nil && strings.HasSuffix(err.Error(), v.unloaded) {
		return &NotLoaded{fault.Of(err)}
	}
	return err
}

// load gives the function of a source in this run's environment; the compilation is shared by all VMs.
func (v *vm) load(source []byte, name string) (*lua.LFunction, error) {
	proto, err := v.rt.cache.Compile(source, name)
	if err != nil {
		return nil, err
	}
	return v.instantiate(proto), nil
}

// instantiate makes a compiled chunk callable in this run's environment.
func (v *vm) instantiate(proto *lua.FunctionProto) *lua.LFunction {
	fn := calls.Load(v.L, proto)
	fn.Env = v.env
	return fn
}

// loadFault is a compile error as a fault of the script.
func loadFault(err error) error {
	if err == nil {
		return nil
	}
	f, ok := errors.AsType[*fault.Error](err)
	if !ok {
		f = fault.Wrap(fault.Script, err, "%s", err.Error())
	}
	return &NotLoaded{f}
}

// NotLoaded is the error of a script that cannot be loaded: it has a syntax error, or a module that it needs is missing.
type NotLoaded struct{ fault *fault.Error }

// Error is the fault's text.
func (n *NotLoaded) Error() string { return n.fault.Error() }

// Unwrap gives the fault.
func (n *NotLoaded) Unwrap() error { return n.fault }

// protected calls fn. What stops the run wins over whatever the script made of it.
func (v *vm) protected(L *lua.LState, fn *lua.LFunction, args []lua.LValue) ([]lua.LValue, error) {
	results, err := calls.Protected(L, v.host, fn, args)
	if stopped := v.host.Err(); stopped != nil {
		if limit, ok := errors.AsType[*limitReached](stopped); ok {
			placed(limit.fault, err)
		}
		return nil, stopped
	}
	return results, err
}

// placed gives a fault the place in the script and the calls under way, unless it tells them already.
func placed(f *fault.Error, err error) {
	raised, ok := errors.AsType[*calls.Error](err)
	if !ok {
		return
	}
	where := strings.TrimRight(raised.Where, ": ")
	if f.Where == "" && where != "" && !strings.HasPrefix(f.Message, where) {
		f.Where = where
	}
	if f.Traceback == "" {
		f.Traceback = raised.Traceback
	}
}

// finish does what modules registered for the end of the run, also when the run was stopped, and closes what it left open.
func (v *vm) finish(ctx context.Context, run *modules.Run) error {
	if run.HasEnd() {
		end, cancel := context.WithTimeout(context.WithoutCancel(ctx), endBudget)
		defer cancel()
		run.End(end)
	}
	return errors.Join(v.host.Close(), v.root.Close())
}

// reset makes the VM ready for the next run and tells whether it may have one.
func (v *vm) reset(err error) bool {
	v.L.SetTop(0)
	v.env, v.loaded, v.stringTable, v.pkg, v.run = nil, nil, nil, nil, nil
	clear(v.resolved)
	clear(v.objects)
	v.L.G.Global, v.L.Env, v.L.G.CurrentThread = v.sealed, v.sealed, v.L
	v.restoreMetatables()
	h := v.host
	h.Context, h.Stdin, h.Stdout, h.Stderr, h.Rand = nil, nil, nil, nil, nil
	h.Coroutines = 0
	return v.runs < v.rt.options.MaxRuns && !doubtful(err) && h.Err() == nil
}

// doubtful tells whether the way a run ended leaves its VM in doubt.
func doubtful(err error) bool { return err != nil && fault.KindOf(err) == fault.Bug }

// restoreMetatables gives the base types back the metatables that the VM was made with.
func (v *vm) restoreMetatables() {
	v.L.SetMetatable(lua.LString(""), v.strings)
	for _, base := range v.bases {
		v.L.SetMetatable(base, lua.LNil)
	}
}

// boundedWriter ends the run when its output grows past the limit.
type boundedWriter struct {
	mu   sync.Mutex
	w    io.Writer
	vm   *vm
	left int64
}

func (b *boundedWriter) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.left -= int64(len(p)); b.left < 0 {
		limit := b.vm.host.Limits.OutputBytes
		err := &limitReached{fault.New(fault.Script, "the run's output is longer than its limit of %d bytes", limit).
			WithHint("print less, or raise limits.output")}
		b.vm.host.Stop(err)
		return 0, err
	}
	return b.w.Write(p)
}
