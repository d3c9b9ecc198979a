package calls

import (
	"runtime"
	"sync"
	"weak"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/runtime/chunk"
	"github.com/watsrun/watsrun/runtime/host"
	"github.com/watsrun/watsrun/runtime/lua51"
	"github.com/watsrun/watsrun/runtime/stack"
)

// engine is the engine's own create and resume, on which those of this package are built.
var engine = sync.OnceValue(func() (e struct{ create, resume lua.LGFunction }) {
	L := lua.NewState(lua.Options{SkipOpenLibs: true})
	defer L.Close()
	lua.OpenCoroutine(L)
	library := L.GetGlobal(lua.CoroutineLibName)
	e.create = L.GetField(library, "create").(*lua.LFunction).GFunction
	e.resume = L.GetField(library, "resume").(*lua.LFunction).GFunction
	return e
})

// preludeSource is at the bottom of every coroutine: it prepares the thread, waits for the first arguments, and calls the
// body. It stays there, since the engine loses a coroutine whose last function yields by a tail call.
const preludeSource = `local arm, body, yield, pass = ... arm() return pass(body(yield()))`

// newPrelude makes the function at the bottom of coroutines, and the one that passes its results on. The lines are wiped
// out, for they are none of a script.
func (m *machine) newPrelude() (prelude, pass *lua.LFunction) {
	functions := make([]*lua.LFunction, 2)
	for i, source := range []string{preludeSource, "return ..."} {
		proto, err := chunk.Compile([]byte(source), "[C]", host.Limits{})
		if err != nil {
			panic(err)
		}
		clear(proto.DbgSourcePositions)
		stack.HideCode(proto)
		functions[i] = m.bind(m.L, proto)
	}
	return functions[0], functions[1]
}

// armThread has the errors of its thread go through raiseInCoroutine.
func (m *machine) armThread(L *lua.LState) int {
	L.Panic = m.raiseInCoroutine
	return 0
}

func (m *machine) raiseInCoroutine(L *lua.LState) {
	panic(apiError(m.reworded(L)))
}

// create makes a coroutine.
func (m *machine) create(L *lua.LState) int {
	L.Push(m.newCoroutine(L))
	return 1
}

// newCoroutine makes a coroutine of the function in argument 1, and takes it to where it waits for its first arguments.
func (m *machine) newCoroutine(L *lua.LState) *lua.LState {
	body, ok := L.Get(1).(*lua.LFunction)
	if !ok {
		lua51.ArgError(L, 1, "Lua function expected")
	}
	m.makeRoom(L)
	mould, current := m.mould, L.G.CurrentThread
	mould.Env, mould.Options.CallStackSize = L.Env, coroutineLevels
	mould.Push(m.prelude)
	engine().create(mould)
	co := mould.Get(-1).(*lua.LState)
	co.SetContext(m.vm)
	mould.SetTop(0)
	for _, v := range []lua.LValue{co, m.arm, body, m.yield, m.pass} {
		mould.Push(v)
	}
	engine().resume(mould)
	mould.SetTop(0)
	L.G.CurrentThread = current
	m.coroutines[weak.Make(co)] = struct{}{}
	m.vm.Coroutines = len(m.coroutines)
	return co
}

// makeRoom sees to it that one more coroutine is within the limit. Those that nothing refers to any more do not count.
func (m *machine) makeRoom(L *lua.LState) {
	limit := m.vm.Limits.Coroutines
	if limit <= 0 {
		limit = host.DefaultLimits().Coroutines
	}
	if m.vm.Coroutines == 0 { // a new run
		clear(m.coroutines)
	}
	if len(m.coroutines) < limit {
		return
	}
	runtime.GC()
	for co := range m.coroutines {
		if co.Value() == nil {
			delete(m.coroutines, co)
		}
	}
	if len(m.coroutines) >= limit {
		L.RaiseError("too many coroutines: %d are alive, which is the limit", limit)
	}
}

// forget takes a coroutine that has ended out of the count.
func (m *machine) forget(co *lua.LState) {
	delete(m.coroutines, weak.Make(co))
	m.vm.Coroutines = len(m.coroutines)
}

// coroutineArg is argument 1, which must be a coroutine.
func coroutineArg(L *lua.LState) *lua.LState {
	co, ok := L.Get(1).(*lua.LState)
	if !ok {
		lua51.ArgError(L, 1, "coroutine expected")
	}
	return co
}

// statusOf is what a thread does as L sees it.
func (m *machine) statusOf(L, co *lua.LState) string {
	switch {
	case co == m.current(L):
		return "running"
	case co.Dead:
		return "dead"
	case co.Parent != nil || co == m.L:
		return "normal"
	}
	return "suspended"
}

// current is the thread that scripts take L for: what runs in a segment runs in the thread that made the call.
func (m *machine) current(L *lua.LState) *lua.LState {
	for {
		s, ok := m.segments[L]
		if !ok {
			return L
		}
		L = s.caller
	}
}

func (m *machine) status(L *lua.LState) int {
	L.Push(lua.LString(m.statusOf(L, coroutineArg(L))))
	return 1
}

// running gives the current coroutine; the main thread is none.
func (m *machine) running(L *lua.LState) int {
	if co := m.current(L); co != m.L {
		L.Push(co)
	} else {
		L.Push(lua.LNil)
	}
	return 1
}

// resume goes on with a coroutine, and gives true and what it yields or returns, or false and the error.
func (m *machine) resume(L *lua.LState) int {
	_, n := m.continued(L, coroutineArg(L))
	return n
}

// wrap makes a function that resumes a new coroutine and raises its errors.
func (m *machine) wrap(L *lua.LState) int {
	co := m.newCoroutine(L)
	L.Push(L.NewFunction(func(L *lua.LState) int {
		L.Insert(co, 1)
		ok, n := m.continued(L, co)
		if !ok {
			value := L.Get(-1)
			if text, isText := toNumberOrString(value); isText {
				value = lua.LString(stack.Where(L, 1) + text)
			}
			m.throw(L, value)
		}
		return n - 1 // all but the true before them
	}))
	return 1
}

// continued resumes a coroutine with the arguments of the running function behind the first. It leaves n values on top of
// the stack: true and the results, or false and the error.
func (m *machine) continued(L *lua.LState, co *lua.LState) (ok bool, n int) {
	fail := func(text string) (bool, int) {
		L.Push(lua.LFalse)
		L.Push(lua.LString(text))
		return false, 2
	}
	if status := m.statusOf(L, co); status != "suspended" {
		return fail("cannot resume " + status + " coroutine")
	}
	levels, room := m.enter(L)
	if !room {
		return fail("C stack overflow")
	}
	fitResults(L, co)
	m.raised = nil
	n = engine().resume(L)
	m.exit(levels)
	if co.Dead {
		m.forget(co)
	}
	if m.vm.Err() != nil {
		m.stop(L)
	}
	ok = lua.LVAsBool(L.Get(L.GetTop() - n + 1))
	if !ok && m.raised != co {
		m.settlePanic(L, co)
	}
	return ok, n
}

// fitResults makes as many arguments of resume as the yield that they end has results: the engine does not.
func fitResults(L, co *lua.LState) {
	f, ok := frameAt(co, 0)
	if !ok || !f.isLua() {
		return
	}
	i := f.instruction()
	if i.Op == lua.OP_CALL && i.C > 0 {
		L.SetTop(1 + i.C - 1)
	}
}

// settlePanic sorts out a coroutine that ended with the text of a Go panic on top of L's stack: a full stack is an error,
// anything else is a bug, which ends the run. The engine has recovered the panic, so that Go's stack is lost.
func (m *machine) settlePanic(L, co *lua.LState) {
	text := L.Get(-1).String()
	L.Pop(1)
	traceback := lua51.Traceback(co, 0)
	if text == engineOverflow {
		where := nearestWhere(co)
		for range 256 { // closures may still share variables of the last call, which the engine has wiped out
			co.Push(lua.LNil)
		}
		L.Push(lua.LString(where + " stack overflow"))
		return
	}
	bug := fault.New(fault.Bug, "panic in a coroutine: %s", text)
	bug.Traceback = traceback
	m.vm.Stop(bug)
	m.stop(L)
}

// yieldValues ends a resume with values. A Go function between the coroutine and the yield would be left half-way.
func (m *machine) yieldValues(L *lua.LState) int {
	if !m.mayYield(L) {
		m.throw(L, lua.LString("attempt to yield across metamethod/C-call boundary"))
	}
	return -1
}

// mayYield tells whether all that is on the stack of the thread are Lua functions that called each other.
func (m *machine) mayYield(L *lua.LState) bool {
	if _, inSegment := m.segments[L]; inSegment || L.Parent == nil {
		return false
	}
	at := 1
	for {
		f, ok := frameAt(L, at)
		if !ok {
			return true
		}
		if !f.isLua() {
			return false
		}
		if op := f.instruction().Op; op != lua.OP_CALL && op != lua.OP_TAILCALL {
			return false
		}
		at += 1 + f.tails
	}
}
