package lua51

import (
	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/stack"
)

// functionArg is the function that argument 1 of getfenv and setfenv means: itself, or the one at a level of the stack.
func functionArg(L *lua.LState, level int) *lua.LFunction {
	if fn, ok := L.Get(1).(*lua.LFunction); ok {
		return fn
	}
	if level < 0 {
		level = checkInt(L, 1)
	} else {
		level = optInt(L, 1, level)
	}
	if level < 0 {
		ArgError(L, 1, "level must be non-negative")
	}
	call, ok := stack.At(L, level)
	if !ok {
		ArgError(L, 1, "invalid level")
	}
	if call.Replaced() {
		raise(L, "no function environment for tail call at level %d", level)
	}
	return call.Function
}

// getfenv gives a Lua function's environment; library functions have the global table.
func getfenv(L *lua.LState) int {
	fn := functionArg(L, 1)
	if fn == nil || fn.IsG {
		return returnValue(L, L.Env)
	}
	return returnValue(L, fn.Env)
}

func setfenv(L *lua.LState) int {
	env := checkTable(L, 2)
	fn := functionArg(L, -1)
	if level, ok := toNumber(L.Get(1)); ok && level == 0 {
		L.Env = env // of the running thread
		return 0
	}
	if fn == nil || fn.IsG {
		raise(L, "'setfenv' cannot change environment of given object")
	}
	fn.Env = env
	return returnValue(L, fn)
}
