package runtime

import (
	"errors"
	"reflect"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/runtime/calls"
	"github.com/watsrun/watsrun/runtime/host"
	"github.com/watsrun/watsrun/runtime/lua51"
	"github.com/watsrun/watsrun/runtime/luajson"
)

// vm is one Lua VM. A worker's goroutine owns it while a run lasts; the pool owns it between runs.
//
// What a script can reach and change is made anew for each run: the global table, the library tables and the module
// tables, all of them copied from templates when first touched. What is kept are functions, which scripts cannot change,
// and metatables, which scripts cannot reach. So a run cannot leave a trace for the next one; the differ of the tests proves it.
type vm struct {
	rt   *Runtime
	L    *lua.LState
	host *host.VM

	base    map[string]lua.LValue // every global of a fresh environment; library tables are templates
	sealed  *lua.LTable           // the environment of Go functions, which use none
	strings *lua.LTable           // the metatable of strings, as made
	null    *lua.LUserData        // json.null

	bases []lua.LValue // a value of each base type that scripts could not give a metatable to
	jobs  chan func()  // to the VM's goroutine

	functions  map[*binding]*lua.LFunction
	scratch    map[*binding]reflect.Value // arguments of functions that copy theirs
	metatables map[*classPlan]*lua.LTable
	lazy       map[*moduleEntry]*lua.LTable // metatables of module tables that are not filled yet
	liveMetas  map[*moduleEntry]*lua.LTable // metatables of modules with live constants
	envMeta    *lua.LTable

	// of the run under way
	env      *lua.LTable
	resolved map[string]bool // globals that have been looked up or set
	loaded   *lua.LTable     // package.loaded

	stringTable *lua.LTable // this run's string library, once it was looked at
	pkg         *lua.LTable // this run's package library, likewise
	objects     map[any]*lua.LUserData
	root        scriptRoot
	run         *modules.Run
	runs        int
	unloaded    string // why the last module that require asked for was not loaded
}

// maxArrayIndex bounds the array part of a table. A larger index goes to the hash part: t[60000000] = 1 would otherwise
// allocate gigabytes. The price is that # counts no further; docs/lua.md says so.
const maxArrayIndex = 1 << 22

func newVM(rt *Runtime) (*vm, error) {
	v := &vm{
		rt: rt, host: &host.VM{Limits: rt.options.Limits.Limits, IO: !rt.options.Sandbox},
		functions: map[*binding]*lua.LFunction{}, scratch: map[*binding]reflect.Value{}, metatables: map[*classPlan]*lua.LTable{},
		lazy: map[*moduleEntry]*lua.LTable{}, liveMetas: map[*moduleEntry]*lua.LTable{}, resolved: map[string]bool{}, objects: map[any]*lua.LUserData{},
	}
	v.L = lua.NewState(calls.Options())
	v.L.SetContext(v.host)
	v.sealed = v.L.CreateTable(0, 0)
	v.host.Lock() // opening the libraries is running the VM
	defer v.host.Unlock()
	lua51.Open(v.L, v.host)
	calls.Open(v.L, v.host)
	v.bases = []lua.LValue{lua.LNil, lua.LTrue, lua.LNumber(0), v.goFunction(nil), v.L}
	liveNames(v.L)
	v.null = newNull(v.L)
	luajson.ArrayMetatable(v.L) // made now, so that a run does not seem to leave it behind
	v.strings, _ = v.L.GetMetatable(lua.LString("")).(*lua.LTable)
	v.harvest()
	v.makeEnvMeta()
	v.reset(nil)
	v.jobs = make(chan func())
	go v.serve()
	return v, nil
}

// serve is the VM's goroutine. It keeps the stack that deep calls made it grow.
func (v *vm) serve() {
	for job := range v.jobs {
		job()
	}
}

// close ends the VM. Nothing may run on it.
func (v *vm) close() {
	close(v.jobs)
	v.L.Close()
}

// newNull is the one value that stands for JSON's null.
func newNull(L *lua.LState) *lua.LUserData {
	mt := L.CreateTable(0, 3)
	mt.RawSetString("__name", lua.LString("json.null"))
	mt.RawSetString("__metatable", lua.LFalse)
	mt.RawSetString("__tostring", L.NewFunction(func(L *lua.LState) int {
		L.Push(lua.LString("null"))
		return 1
	}))
	return &lua.LUserData{Metatable: mt}
}

// harvest takes what the libraries put into the global table and leaves that table empty for good.
func (v *vm) harvest() {
	v.base = map[string]lua.LValue{}
	v.L.G.Global.ForEach(func(k, val lua.LValue) {
		if name, ok := k.(lua.LString); ok {
			v.base[string(name)] = val
		}
	})
	delete(v.base, "_G")
	for _, b := range v.rt.set.globals {
		v.base[b.fn.Name] = v.function(b)
	}
	v.openEnvironment()
}

// goFunction makes a Lua function of a Go function. It is kept for the life of the VM, so it must not hold a run's environment.
func (v *vm) goFunction(f lua.LGFunction) *lua.LFunction {
	return &lua.LFunction{IsG: true, Env: v.sealed, GFunction: f}
}

// errorValue is what a script would catch of err.
func (v *vm) errorValue(L *lua.LState, err error) lua.LValue {
	raised, ok := errors.AsType[*calls.Error](err)
	if !ok {
		_, caught := calls.Protected(L, v.host, v.goFunction(func(L *lua.LState) int { calls.Raise(L, err); return 0 }), nil)
		raised, _ = errors.AsType[*calls.Error](caught)
	}
	return raised.Value
}

// raise raises err in Lua; it does not return.
func (v *vm) raise(L *lua.LState, err error) {
	if err == nil {
		err = fault.New(fault.Bug, "an error without a text was raised")
	}
	if exit, ok := exitOf(err); ok {
		v.host.Stop(exit) // so that no pcall swallows it
	}
	if e, ok := errors.AsType[*calls.Error](err); ok && e.Value != lua.LNil {
		L.Error(e.Value, 0) // what a callback raised goes on as it is
	}
	calls.Raise(L, err)
}
