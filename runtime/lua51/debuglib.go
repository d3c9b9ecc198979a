package lua51

import (
	"strings"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/chunk"
	"github.com/watsrun/watsrun/runtime/stack"
)

func (lib *library) openDebug(L *lua.LState) {
	register(L, "debug", []function{
		{"debug", unavailable("debug.debug", "a run has no console; use print, or watsrun repl")},
		{"getfenv", debugGetfenv},
		{"gethook", debugGethook},
		{"getinfo", debugGetinfo},
		{"getlocal", debugGetlocal},
		{"getmetatable", debugGetmetatable},
		{"getregistry", unavailable("debug.getregistry", "the registry belongs to the host")},
		{"getupvalue", debugGetupvalue},
		{"setfenv", debugSetfenv},
		{"sethook", debugSethook},
		{"setlocal", debugSetlocal},
		{"setmetatable", debugSetmetatable},
		{"setupvalue", debugSetupvalue},
		{"traceback", debugTraceback},
	})
}

// unavailable stands for a function that cannot exist here, and says why.
func unavailable(name, why string) lua.LGFunction {
	return func(L *lua.LState) int {
		raise(L, "%s is not available: %s", name, why)
		return 0
	}
}

// debugSethook accepts only the removal of a hook: the engine has none.
func debugSethook(L *lua.LState) int {
	_, first := threadArg(L)
	if L.Get(first+1) == lua.LNil {
		return 0
	}
	return unavailable("debug.sethook", "the engine has no hooks")(L)
}

func debugGethook(L *lua.LState) int {
	L.Push(lua.LNil)
	L.Push(lua.LString(""))
	L.Push(numberValue(0))
	return 3
}

// threadArg is the thread that an optional first argument names, and how many arguments that took.
func threadArg(L *lua.LState) (*lua.LState, int) {
	if thread, ok := L.Get(1).(*lua.LState); ok {
		return thread, 1
	}
	return L, 0
}

func debugGetinfo(L *lua.LState) int {
	thread, skip := threadArg(L)
	what := optString(L, skip+2, "flnSu")
	var call stack.Call
	var name chunk.Name
	if fn, ok := L.Get(skip + 1).(*lua.LFunction); ok {
		call = stack.Of(fn)
	} else if n, ok := toNumber(L.Get(skip + 1)); ok {
		if call, ok = stack.At(thread, int(n)); !ok {
			return returnValue(L, lua.LNil)
		}
		name = stack.NameAt(thread, int(n))
	} else {
		ArgError(L, skip+1, "function or level expected")
	}
	if strings.Trim(what, "SlnufL") != "" {
		ArgError(L, skip+2, "invalid option")
	}
	return returnValue(L, infoTable(L, call, name, what))
}

// infoTable describes a function, or a call and the name by which it was made.
func infoTable(L *lua.LState, call stack.Call, name chunk.Name, what string) *lua.LTable {
	t := L.CreateTable(0, 12)
	for _, option := range what {
		switch option {
		case 'S':
			setSource(t, call)
		case 'l':
			t.RawSetString("currentline", lua.LNumber(call.Line))
		case 'n':
			if name.Kind != "" || call.Replaced() {
				t.RawSetString("name", lua.LString(name.Text))
			}
			t.RawSetString("namewhat", lua.LString(name.Kind))
		case 'u':
			t.RawSetString("nups", numberValue(len(upvalues(call.Function))))
		case 'f':
			if call.Function != nil {
				t.RawSetString("func", call.Function)
			}
		case 'L':
			t.RawSetString("activelines", activeLines(L, call))
		}
	}
	return t
}

func setSource(t *lua.LTable, call stack.Call) {
	what, source, short, first, last := "C", "=[C]", "[C]", -1, -1
	switch {
	case call.Replaced():
		what, source, short = "tail", "=(tail call)", "(tail call)"
	case call.IsLua():
		p := call.Function.Proto
		what, source, short, first, last = "Lua", fullSource(p.SourceName), p.SourceName, p.LineDefined, p.LastLineDefined
		if first == 0 {
			what = "main"
		}
	}
	t.RawSetString("what", lua.LString(what))
	t.RawSetString("source", lua.LString(source))
	t.RawSetString("short_src", lua.LString(short))
	t.RawSetString("linedefined", lua.LNumber(first))
	t.RawSetString("lastlinedefined", lua.LNumber(last))
}

// fullSource is what debug.getinfo calls source: the name of a chunk as it was given to load, as far as what messages show of
// it tells. Files are marked with @, names that stand for themselves with =.
func fullSource(shown string) string {
	if text, ok := strings.CutPrefix(shown, `[string "`); ok {
		return strings.TrimSuffix(text, `"]`)
	}
	if shown == "stdin" || strings.HasPrefix(shown, "(") {
		return "=" + shown
	}
	return "@" + shown
}

// upvalues are the places of the upvalues that the script knows of; the compiler adds some of its own.
func upvalues(fn *lua.LFunction) (places []int) {
	if fn == nil || fn.IsG {
		return nil
	}
	for i, name := range fn.Proto.DbgUpvalues {
		if name != chunk.Concat && name != chunk.Modulo {
			places = append(places, i+1)
		}
	}
	return places
}

// activeLines are the lines that have code, as keys; nil for library functions.
func activeLines(L *lua.LState, call stack.Call) lua.LValue {
	if !call.IsLua() {
		return lua.LNil
	}
	lines := L.CreateTable(0, 0)
	for _, line := range call.Function.Proto.DbgSourcePositions {
		lines.RawSet(lua.LNumber(line), lua.LTrue)
	}
	return lines
}

// levelArg is the call at the level that argument n names.
func levelArg(L, thread *lua.LState, n int) stack.Call {
	call, ok := stack.At(thread, checkInt(L, n))
	if !ok {
		ArgError(L, n, "level out of range")
	}
	return call
}

func debugGetlocal(L *lua.LState) int {
	thread, skip := threadArg(L)
	name, value, ok := levelArg(L, thread, skip+1).Local(checkInt(L, skip+2))
	if !ok {
		return returnValue(L, lua.LNil)
	}
	L.Push(lua.LString(name))
	L.Push(value)
	return 2
}

// debugSetlocal changes locals of Lua functions only: those of library functions are their arguments.
func debugSetlocal(L *lua.LState) int {
	thread, skip := threadArg(L)
	call := levelArg(L, thread, skip+1)
	name, ok := call.SetLocal(checkInt(L, skip+2), checkAny(L, skip+3))
	if !ok {
		return returnValue(L, lua.LNil)
	}
	return returnString(L, name)
}

func debugGetupvalue(L *lua.LState) int {
	fn, at := upvalueArg(L)
	if at == 0 {
		return 0
	}
	name, value := L.GetUpvalue(fn, at)
	L.Push(lua.LString(name))
	L.Push(value)
	return 2
}

// upvalueArg is the function in argument 1 and the place of the upvalue that argument 2 counts, 0 where there is none.
func upvalueArg(L *lua.LState) (fn *lua.LFunction, at int) {
	n := checkInt(L, 2)
	fn = checkFunction(L, 1)
	if places := upvalues(fn); n >= 1 && n <= len(places) {
		at = places[n-1]
	}
	return fn, at
}

func debugSetupvalue(L *lua.LState) int {
	value := checkAny(L, 3)
	fn, at := upvalueArg(L)
	if at == 0 {
		return 0
	}
	return returnString(L, L.SetUpvalue(fn, at, value))
}

// debugGetmetatable sees through the protection of tables. The metatables of userdata belong to the host and stay
// protected: they are shared by runs.
func debugGetmetatable(L *lua.LState) int {
	v := checkAny(L, 1)
	if t, ok := v.(*lua.LTable); ok {
		return returnValue(L, t.Metatable)
	}
	return returnValue(L, L.GetMetatable(v))
}

func debugSetmetatable(L *lua.LState) int {
	meta := L.Get(2)
	checkMetatable(L, 2)
	if ud, ok := L.Get(1).(*lua.LUserData); ok && L.GetMetaField(ud, "__metatable") != lua.LNil {
		raise(L, "cannot change a protected metatable")
	}
	L.SetMetatable(L.Get(1), meta)
	return returnValue(L, lua.LTrue)
}

func debugGetfenv(L *lua.LState) int {
	switch v := checkAny(L, 1).(type) {
	case *lua.LFunction:
		if v.IsG {
			return returnValue(L, L.Env)
		}
		return returnValue(L, v.Env)
	case *lua.LState:
		return returnValue(L, v.Env)
	}
	return returnValue(L, lua.LNil)
}

// debugSetfenv changes the environment of Lua functions and threads; library functions outlive the run.
func debugSetfenv(L *lua.LState) int {
	env := checkTable(L, 2)
	switch v := L.Get(1).(type) {
	case *lua.LFunction:
		if !v.IsG {
			v.Env = env
			return returnValue(L, v)
		}
	case *lua.LState:
		v.Env = env
		return returnValue(L, v)
	}
	raise(L, "'setfenv' cannot change environment of given object")
	return 0
}
