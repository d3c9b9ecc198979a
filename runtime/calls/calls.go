// Package calls is what Lua code is called through: protected calls and errors, coroutines, and the functions that load
// source text. The engine's own versions close variables that are still in use when an error passes a pcall, take
// faults of Go for errors of the script, and let a run go on that must stop. The package knows one VM and, through host.VM,
// the run that it executes; it knows no pool and no modules.
//
// The body of a protected call runs in a thread of its own, a segment. When an error is raised, the engine detaches the
// variables of every call of the thread from the closures that share them; with the body in a thread of its own, those are only the calls that end.
package calls

import (
	"weak"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/chunk"
	"github.com/watsrun/watsrun/runtime/host"
	"github.com/watsrun/watsrun/runtime/stack"
)

const (
	// callLevels is how deep Lua functions may call each other in one thread.
	callLevels = 20000
	// nestedCalls is how deep protected calls and coroutines may be nested, as in Lua.
	nestedCalls = 195
	// coroutineLevels is the same in a coroutine; room for the calls is a large part of what a coroutine costs.
	coroutineLevels = 8000
	// nestedLevels bounds the calls of all threads that wait for each other beyond the first uncountedThreads: each may need a
	// piece of Go's stack.
	nestedLevels     = 2 * callLevels
	uncountedThreads = 4
	// idleSegments is how many segments are kept for the next protected calls.
	idleSegments = 8
)

// Options are those of a state whose functions come from here: a stack that grows to 20 000 calls and a million values,
// beyond which a script gets the error "stack overflow".
func Options() lua.Options {
	return lua.Options{
		CallStackSize: callLevels, MinimizeStackMemory: true,
		RegistrySize: 1024, RegistryMaxSize: 1 << 20, RegistryGrowStep: 4096,
		SkipOpenLibs: true,
	}
}

// machine is what the functions of one VM share.
type machine struct {
	vm       *host.VM
	L        *lua.LState // the main thread
	mould    *lua.LState // new threads are made after it
	segments map[*lua.LState]*segment
	idle     []*segment
	nested   int // protected calls and coroutines under way
	levels   int // calls under way in the threads that wait

	concat, modulo, prelude, pass, arm, yield *lua.LFunction

	coroutines map[weak.Pointer[lua.LState]]struct{} // alive
	raised     *lua.LState                           // the thread that raised last
	verbatim   bool                                  // the error being raised is the script's own
}

// Open puts the functions into L's global table: pcall, xpcall, error, the coroutine library, load, loadstring, loadfile and
// dofile. L is the main thread of its VM; vm serves all its runs.
func Open(L *lua.LState, vm *host.VM) {
	m := newMachine(L, vm)
	for name, fn := range map[string]lua.LGFunction{
		"pcall": m.pcall, "xpcall": m.xpcall, "error": m.error,
		"load": m.load, "loadstring": m.loadstring, "loadfile": m.loadfile, "dofile": m.dofile,
	} {
		L.SetGlobal(name, L.NewFunction(fn))
	}
	library := L.CreateTable(0, 6)
	for name, fn := range map[string]lua.LGFunction{
		"create": m.create, "resume": m.resume, "wrap": m.wrap, "status": m.status, "running": m.running,
	} {
		library.RawSetString(name, L.NewFunction(fn))
	}
	library.RawSetString("yield", m.yield)
	L.SetGlobal("coroutine", library)
	if loaded, ok := L.FindTable(L.G.Registry, "_LOADED", 16).(*lua.LTable); ok {
		loaded.RawSetString("coroutine", library)
	}
}

// registryKey is where a state keeps its machine. Scripts have no way to the registry.
const registryKey = "watsrun.calls"

func newMachine(L *lua.LState, vm *host.VM) *machine {
	m := &machine{
		vm: vm, L: L, segments: map[*lua.LState]*segment{}, coroutines: map[weak.Pointer[lua.LState]]struct{}{},
	}
	L.G.MainThread, L.G.CurrentThread = L, L
	L.G.Registry.RawSetString(registryKey, &lua.LUserData{Value: m, Metatable: lua.LNil})
	ctx := L.RemoveContext() // threads made after the mould would each get a context of their own
	m.mould, _ = L.NewThread()
	if ctx != nil {
		L.SetContext(ctx)
	}
	m.mould.Options = Options()
	m.mould.Options.RegistrySize, m.mould.Options.RegistryGrowStep = 256, 1024
	m.concat, m.modulo = stack.Hide(m.concatenate), stack.Hide(m.remainder)
	m.arm, m.yield = L.NewFunction(m.armThread), L.NewFunction(m.yieldValues)
	m.prelude, m.pass = m.newPrelude()
	return m
}

// machineOf finds the machine of a state that was opened.
func machineOf(L *lua.LState) *machine {
	if ud, ok := L.G.Registry.RawGetString(registryKey).(*lua.LUserData); ok {
		if m, ok := ud.Value.(*machine); ok {
			return m
		}
	}
	panic("calls: the state was not opened")
}

// Load makes a compiled chunk callable in L, with L's environment.
func Load(L *lua.LState, proto *lua.FunctionProto) *lua.LFunction { return machineOf(L).bind(L, proto) }

func (m *machine) bind(L *lua.LState, proto *lua.FunctionProto) *lua.LFunction {
	return chunk.Bind(L, proto, m.intrinsic)
}

func (m *machine) intrinsic(name string) lua.LValue {
	switch name {
	case chunk.Concat:
		return m.concat
	case chunk.Modulo:
		return m.modulo
	}
	return lua.LNil // a variable of a function that string.dump took out of its place
}

// thread makes a thread that sees the end of the run.
func (m *machine) thread(L *lua.LState) *lua.LState {
	m.mould.Env, m.mould.Options.CallStackSize = L.Env, callLevels
	t, _ := m.mould.NewThread()
	t.SetContext(m.vm)
	return t
}

// enter counts a nested call made from L. It is false when there are too many already.
func (m *machine) enter(L *lua.LState) (levels int, ok bool) {
	if m.nested >= uncountedThreads {
		levels = depth(L)
	}
	if m.nested >= nestedCalls || m.levels+levels > nestedLevels {
		return 0, false
	}
	m.nested++
	m.levels += levels
	return levels, true
}

func (m *machine) exit(levels int) {
	m.nested--
	m.levels -= levels
}

// stop goes on ending a run that must stop.
func (m *machine) stop(L *lua.LState) { L.Error(lua.LString(m.vm.Err().Error()), 0) }
