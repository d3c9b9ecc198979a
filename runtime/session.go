package runtime

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/runtime/chunk"
	"github.com/watsrun/watsrun/runtime/inspect"
)

// Session is a run that is fed chunk by chunk, for the REPL: globals, modules and the local variables outside blocks stay from
// one chunk to the next, and an error ends the chunk only. It is used by one goroutine at a time.
type Session struct {
	vm     *vm
	run    *modules.Run
	ctx    context.Context
	cancel context.CancelFunc
	scope  chunk.Scope // the local variables of all chunks
	chunks int
	name   string
	result *Result
	once   sync.Once
}

// Session takes a VM and holds it until Close.
func (r *Runtime) Session(ctx context.Context, j Job) (*Session, error) {
	run := r.newRun(j)
	if j.Prepare != nil {
		j.Prepare(run)
	}
	ctx, cancel := context.WithCancel(modules.WithRun(ctx, run))
	v, err := r.pool.get(ctx)
	if err != nil {
		cancel()
		return nil, err
	}
	v.begin(ctx, run, j)
	v.host.Unlock()
	return &Session{vm: v, run: run, ctx: ctx, cancel: cancel, name: j.Script.Name, result: &Result{Run: run}}, nil
}

// Run is what the modules know of the session.
func (s *Session) Run() *modules.Run { return s.run }

// Eval runs one chunk. An expression gives its values, pretty-printed; a statement gives none. incomplete means that the
// source ends too early and that more lines may complete it. The error is a *fault.Error, or a *modules.Exit where the chunk
// asked for the end of the session.
func (s *Session) Eval(ctx context.Context, source string) (values []string, incomplete bool, err error) {
	part, err := s.compile(source)
	if err != nil {
		return nil, chunk.IsIncomplete(err), loadFault(err)
	}
	v := s.vm
	ctx, cancel := context.WithCancel(modules.WithRun(ctx, s.run))
	defer cancel()
	v.host.Lock()
	defer v.host.Unlock()
	v.host.Resume(ctx)
	stop := context.AfterFunc(ctx, func() { v.host.Stop(runEnded(ctx)) })
	defer stop()
	defer v.rt.memory.watch(v)()
	fn := v.instantiate(part.Proto)
	keep := s.scope.Enter(fn, part)
	results, err := v.protected(v.L, fn, nil)
	keep()
	for _, r := range results {
		values = append(values, inspect.Inspect(v.L, r, inspect.Options{Tables: true}))
	}
	v.L.SetTop(0)
	return values, false, s.settle(err)
}

// settle sorts the error of a chunk.
func (s *Session) settle(err error) error {
	if err == nil {
		return nil
	}
	if exit, ok := exitOf(err); ok {
		s.result.Exit = exit
		return exit
	}
	return s.vm.rt.explained(err, s.names()...)
}

// compile tries the source as an expression first.
func (s *Session) compile(source string) (*chunk.Part, error) {
	s.chunks++
	name := fmt.Sprintf("%s:%d", s.name, s.chunks)
	limits := s.vm.host.Limits
	if text, ok := strings.CutPrefix(strings.TrimSpace(source), "="); ok {
		source = text // as in Lua's own interpreter
	}
	if part, err := s.scope.Compile([]byte("return "+source), name, limits); err == nil {
		return part, nil
	}
	return s.scope.Compile([]byte(source), name, limits)
}

// Has tells whether the session has a variable of the name.
func (s *Session) Has(name string) bool {
	s.vm.host.Lock()
	defer s.vm.host.Unlock()
	return slices.Contains(s.names(), name)
}

// names lists the variables that the session has: local ones, and globals.
func (s *Session) names() []string {
	names := s.scope.Names()
	s.vm.env.ForEach(func(k, _ lua.LValue) {
		if name, ok := k.(lua.LString); ok {
			names = append(names, string(name))
		}
	})
	return names
}

// Close ends the session, does what modules registered for the end of a run, and gives the VM back.
func (s *Session) Close() *Result {
	s.once.Do(func() {
		v := s.vm
		v.host.Lock()
		v.host.Resume(s.ctx)
		err := v.finish(s.ctx, s.run)
		s.cancel()
		clean := v.reset(err)
		v.host.Unlock()
		v.rt.pool.put(v, clean)
		if err != nil {
			s.result.Err = fault.Of(err)
		}
	})
	return s.result
}

// inspect shows a value to people, as the inspect function does.
func (v *vm) inspect(value lua.LValue) string {
	return inspect.Inspect(v.L.G.CurrentThread, value, inspect.Options{})
}
