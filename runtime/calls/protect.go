package calls

import (
	"errors"
	"runtime/debug"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/runtime/chunk"
	"github.com/watsrun/watsrun/runtime/host"
	"github.com/watsrun/watsrun/runtime/lua51"
	"github.com/watsrun/watsrun/runtime/stack"
)

// segment is a thread that runs the body of one protected call at a time.
type segment struct {
	m       *machine
	L       *lua.LState
	enter   *lua.LFunction
	caller  *lua.LState // the thread that made the call
	handler lua.LValue  // of xpcall, nil for none

	raised   bool // an error passed raise
	handling bool // the handler runs
	dirty    bool // the thread cannot be used again

	traced    bool // whether the traceback is wanted
	traceback string
	where     string
}

func (m *machine) acquire(caller *lua.LState) *segment {
	var s *segment
	if n := len(m.idle); n > 0 {
		s, m.idle = m.idle[n-1], m.idle[:n-1]
	} else {
		s = &segment{m: m, L: m.thread(caller)}
		s.enter = stack.Join(s.body, func() *lua.LState { return s.caller })
	}
	s.caller, s.L.Env = caller, caller.Env
	m.segments[s.L] = s
	return s
}

func (m *machine) release(s *segment) {
	delete(m.segments, s.L)
	s.caller.Env = s.L.Env // setfenv(0, ...) is for the thread as scripts know it
	if !s.dirty && len(m.idle) < idleSegments {
		s.caller, s.handler, s.traced, s.traceback, s.where = nil, nil, false, "", ""
		s.L.Env = m.L.G.Global
		m.idle = append(m.idle, s)
	}
}

// run calls fn with the arguments that push leaves on the segment's stack. Results stay on that stack.
func (s *segment) run(fn lua.LValue, push func(to *lua.LState) (n int)) error {
	m := s.m
	levels, ok := m.enter(s.caller)
	if !ok {
		return apiError(lua.LString("C stack overflow"))
	}
	defer m.exit(levels)
	current := s.L.G.CurrentThread
	defer func() { s.L.G.CurrentThread = current }()
	s.L.G.CurrentThread = s.L
	s.L.Push(s.enter)
	s.L.Push(fn)
	return s.L.PCall(push(s.L)+1, lua.MultRet, nil)
}

// body is the bottom of the segment's stack. It is a Go function to see errors before the stack is given up.
func (s *segment) body(L *lua.LState) int {
	L.Panic, s.raised, s.handling, s.m.verbatim = s.raise, false, false, false
	defer s.catch(L)
	if fn := L.Get(1); fn.Type() != lua.LTFunction && L.GetMetaField(fn, "__call") == lua.LNil {
		s.m.throw(L, lua.LString(describe("call", chunk.Name{}, fn.Type().String())))
	}
	L.Call(L.GetTop()-1, lua.MultRet)
	return L.GetTop()
}

// errorInHandler is what takes the place of an error when its handler fails.
const errorInHandler = "error in error handling"

// engineOverflow is what the engine panics with when a call stack that grows is full.
const engineOverflow = "lua callstack overflow"

// catch sorts out the panics that are no errors of Lua: a full stack becomes one, anything else is a bug and ends the run.
func (s *segment) catch(L *lua.LState) {
	if s.raised {
		return // raise has seen to it
	}
	switch p := recover().(type) {
	case nil:
	case *lua.ApiError:
		panic(p)
	default:
		s.dirty = true
		if p == any(engineOverflow) {
			L.RaiseError("stack overflow")
		}
		s.m.vm.Stop(Panicked(p))
		s.m.stop(L)
	}
}

// Panicked is the fault for what a Go function panicked with. It is called where the panic is recovered.
func Panicked(p any) *fault.Error {
	bug := fault.New(fault.Bug, "panic: %v", p)
	if err, ok := p.(error); ok {
		bug.Cause = err
	}
	bug.Traceback = string(debug.Stack())
	return bug.WithHint("this is a fault of watsrun, not of the script: please report it with this text")
}

// raise is called with the error on top of the stack, which is as the failure left it. It does not return.
func (s *segment) raise(L *lua.LState) {
	value := s.m.reworded(L)
	if s.handler != nil && s.m.vm.Err() == nil {
		if s.dirty {
			value = s.m.handleAside(L, s.handler, value)
		} else {
			value = s.handle(L, value)
		}
	}
	if s.traced && s.traceback == "" {
		s.traceback, s.where = lua51.Traceback(L, 0), nearestWhere(L)
	}
	s.raised = true
	panic(apiError(value))
}

// apiError carries a value to the protected call. Where it has no trace of the stack the engine makes one, in a time that grows
// with the square of the depth.
func apiError(value lua.LValue) *lua.ApiError {
	return &lua.ApiError{Type: lua.ApiErrorRun, Object: value, StackTrace: "none"}
}

// handle passes the error through the handler of xpcall.
func (s *segment) handle(L *lua.LState, value lua.LValue) lua.LValue {
	if _, callable := s.handler.(*lua.LFunction); s.handling || !callable {
		return lua.LString(errorInHandler)
	}
	s.handling = true
	L.Push(s.handler)
	L.Push(value)
	L.Call(1, 1)
	s.handling = false
	return L.Get(-1)
}

// reworded takes the error from the top of a thread's stack, in Lua's words.
func (m *machine) reworded(L *lua.LState) lua.LValue {
	value := L.Get(-1)
	verbatim := m.verbatim
	m.raised, m.verbatim = L, false
	if text, ok := value.(lua.LString); ok && !verbatim && m.vm.Err() == nil {
		return lua.LString(reword(L, string(text)))
	}
	return value
}

// throw raises a value as it is.
func (m *machine) throw(L *lua.LState, value lua.LValue) {
	m.verbatim = true
	L.Error(value, 0)
}

func nearestWhere(L *lua.LState) string {
	if f, ok := frameAt(L, 0); ok && f.isLua() {
		return f.where()
	}
	return nearestLua(L)
}

// pcall calls a function and gives true and its results, or false and the error.
func (m *machine) pcall(L *lua.LState) int {
	if L.GetTop() == 0 {
		lua51.ArgError(L, 1, "value expected")
	}
	return m.protected(L, nil, 1)
}

// xpcall does the same, and passes errors through a handler that sees the stack as the failure left it.
func (m *machine) xpcall(L *lua.LState) int {
	if L.GetTop() < 2 {
		lua51.ArgError(L, 2, "value expected")
	}
	handler := L.Get(2)
	L.SetTop(1)
	return m.protected(L, handler, 1)
}

// protected calls the function at the bottom of L's stack with the arguments above it.
func (m *machine) protected(L *lua.LState, handler lua.LValue, at int) int {
	s := m.acquire(L)
	s.handler = handler
	err := s.run(L.Get(at), func(to *lua.LState) int {
		n := L.GetTop() - at
		L.XMoveTo(to, n)
		return n
	})
	if m.vm.Err() != nil {
		m.release(s)
		m.stop(L)
	}
	if err != nil {
		m.release(s)
		L.Push(lua.LFalse)
		L.Push(errorValue(err))
		return 2
	}
	L.Push(lua.LTrue)
	n := s.L.GetTop()
	s.L.XMoveTo(L, n)
	m.release(s)
	return n + 1
}

// handleAside calls the handler of an error that left no room on the stack where it was raised. The handler sees that stack.
func (m *machine) handleAside(L *lua.LState, handler, value lua.LValue) lua.LValue {
	s := m.acquire(L)
	defer m.release(s)
	err := s.run(handler, func(to *lua.LState) int {
		to.Push(value)
		return 1
	})
	if err != nil {
		return lua.LString(errorInHandler)
	}
	result := s.L.Get(1)
	s.L.SetTop(0)
	return result
}

func errorValue(err error) lua.LValue {
	if e, ok := errors.AsType[*lua.ApiError](err); ok {
		return e.Object
	}
	return lua.LString(err.Error())
}

// Protected calls fn in L and gives its results, or an *Error. When the run had to stop, the error carries the reason,
// whatever the script did. A Go panic ends the run with a fault of kind bug.
func Protected(L *lua.LState, vm *host.VM, fn *lua.LFunction, args []lua.LValue) ([]lua.LValue, error) {
	m := machineOf(L)
	s := m.acquire(L)
	s.traced = true
	err := s.run(fn, func(to *lua.LState) int {
		for _, a := range args {
			to.Push(a)
		}
		return len(args)
	})
	defer m.release(s)
	if stopped := vm.Err(); stopped != nil {
		return nil, &Error{Value: lua.LNil, Where: s.where, Traceback: s.traceback, cause: stopped}
	}
	if err != nil {
		value := errorValue(err)
		return nil, &Error{Value: value, Where: s.where, Traceback: s.traceback, cause: m.errorOf(L, value)}
	}
	results := make([]lua.LValue, s.L.GetTop())
	for i := range results {
		results[i] = s.L.Get(i + 1)
	}
	s.L.SetTop(0)
	return results, nil
}

// Error is an error that a script raised and did not catch.
type Error struct {
	Value     lua.LValue // what was raised, of any type
	Where     string     // file:line: of the Lua function that failed
	Traceback string     // the calls under way, in Lua's form

	cause error
}

// Error is one line.
func (e *Error) Error() string { return e.cause.Error() }

// Unwrap gives the Go error that was raised, or the *fault.Error of kind script that stands for a Lua value, or why the run had to stop.
func (e *Error) Unwrap() error { return e.cause }
