// Package lua51 is the standard library of Lua 5.1 for gopher-lua, written from the reference manual and compared with
// the C implementation: gopher-lua's own functions differ from it, most of them silently. What calls, loads or resumes
// Lua code is in runtime/calls. The package knows one VM and, through host.VM, the run that it executes; it knows no
// modules, no pool and no reports.
//
// Every function that can run long inside Go counts its steps against the limits of the run and sees its end; every
// function that builds a string checks the length before it allocates.
//
// The metatable of strings is a table of its own, not the string table: {__index = string, __add = ..., ...}. As in Lua,
// getmetatable("") gives that very table and changes to it work. Whoever reuses a VM must give each run a fresh
// one, or discard the VM when it was changed. The metatable of files is out of reach.
package lua51

import (
	"errors"
	"strings"
	"time"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/host"
	"github.com/watsrun/watsrun/runtime/lua51/pattern"
)

// Exit is the reason with which os.exit stops a run; it is given to host.VM.Stop.
type Exit struct{ Code int }

// Error says how the script ended.
func (e *Exit) Error() string { return "the script ended the run with os.exit" }

// library is what the functions of one VM share.
type library struct {
	vm       *host.VM
	opened   time.Time
	tostring *lua.LFunction
	next     *lua.LFunction
	ipairs   *lua.LFunction
	files    *lua.LTable // the metatable of files
	stdin    *lua.LUserData
	stdout   *lua.LUserData
	stderr   *lua.LUserData
	patterns map[patternKey]*pattern.Pattern
	session  *session
}

// function is one entry of a library table.
type function struct {
	name string
	call lua.LGFunction
}

// Open puts the standard library into L's global table, and makes the metatable of strings. The functions look at vm
// when they are called, so that one VM can serve many runs. L must have no libraries yet.
func Open(L *lua.LState, vm *host.VM) {
	lib := &library{vm: vm, opened: vm.Now(), patterns: map[patternKey]*pattern.Pattern{}}
	lib.openBase(L)
	lib.openString(L)
	lib.openTable(L)
	lib.openMath(L)
	lib.openIO(L)
	lib.openOS(L)
	lib.openDebug(L)
	L.G.Registry.RawSetString(registryKey, &lua.LUserData{Value: lib, Metatable: lua.LNil})
}

// registryKey is where a state keeps its library. Scripts have no way to the registry.
const registryKey = "watsrun.lua51"

func libraryOf(L *lua.LState) (*library, bool) {
	ud, ok := L.G.Registry.RawGetString(registryKey).(*lua.LUserData)
	if !ok {
		return nil, false
	}
	lib, ok := ud.Value.(*library)
	return lib, ok
}

// register makes a library table, a global and an entry of package.loaded.
func register(L *lua.LState, name string, functions []function) *lua.LTable {
	t := L.CreateTable(0, len(functions)+4)
	setFunctions(L, t, functions)
	L.G.Global.RawSetString(name, t)
	setLoaded(L, name, t)
	return t
}

func setFunctions(L *lua.LState, t *lua.LTable, functions []function) {
	for _, f := range functions {
		t.RawSetString(f.name, L.NewFunction(f.call))
	}
}

func setLoaded(L *lua.LState, name string, t *lua.LTable) {
	if loaded, ok := L.FindTable(L.G.Registry, "_LOADED", 16).(*lua.LTable); ok {
		loaded.RawSetString(name, t)
	}
}

// limits are those of the run; what is not set has its default.
func (lib *library) stringLimit() int {
	if n := lib.vm.Limits.StringBytes; n > 0 {
		return n
	}
	return host.DefaultLimits().StringBytes
}

func (lib *library) stepLimit() int {
	if n := lib.vm.Limits.PatternSteps; n > 0 {
		return n
	}
	return host.DefaultLimits().PatternSteps
}

// budget allows one call the steps of the run's limit and has it see the run's end.
func (lib *library) budget() pattern.Budget { return pattern.NewBudget(lib.stepLimit(), lib.vm.Err) }

// spend takes steps off a budget and raises when it is used up or the run must stop.
func (lib *library) spend(L *lua.LState, name string, b *pattern.Budget, steps int) {
	if err := b.Spend(steps); err != nil {
		lib.raiseWork(L, name, err)
	}
}

// raiseWork raises what ended the work of a function: the run's end, the limit of steps, or a fault of its arguments.
func (lib *library) raiseWork(L *lua.LState, name string, err error) {
	if errors.Is(err, pattern.ErrSteps) {
		raise(L, "%s: gave up after %d steps, the limit of one call; split the work or simplify it", name, lib.stepLimit())
	}
	raise(L, "%s", err.Error())
}

// checkLength raises when a string of n bytes, which a function is about to build, is too long.
func (lib *library) checkLength(L *lua.LState, name string, n int) {
	if limit := lib.stringLimit(); n > limit || n < 0 {
		raise(L, "%s: result of %d bytes is longer than the limit of %d", name, n, limit)
	}
}

// checkIO raises unless the run may use files and processes.
func (lib *library) checkIO(L *lua.LState, name string) {
	if !lib.vm.IO {
		raise(L, "%s is not available with --sandbox", name)
	}
}

// checkResults raises when n results do not fit on the stack of L.
func checkResults(L *lua.LState, n int, message string) {
	if room := max(L.Options.RegistrySize, L.Options.RegistryMaxSize) - L.GetTop(); n < 0 || n >= room {
		raise(L, "%s", message)
	}
}

// isSpace says whether C's isspace does.
func isSpace(c byte) bool { return strings.IndexByte(" \t\n\v\f\r", c) >= 0 }
