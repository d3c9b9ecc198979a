package lua51

import (
	"strconv"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// dumpMark begins a dumped function, as it does Lua's binary chunks.
const dumpMark = "\x1bLua watsrun "

// stringDump gives a string that Undump turns into the function again. The engine's code cannot leave the process, so
// the string is a ticket for this run and not the code itself.
func (lib *library) stringDump(L *lua.LState) int {
	fn := checkFunction(L, 1)
	if fn.IsG {
		raise(L, "unable to dump given function")
	}
	return returnString(L, dumpMark+strconv.Itoa(lib.ofRun().dump(fn.Proto)))
}

// Undump makes a new function from what string.dump gave in the same run, with upvalues of its own that are nil. It is
// false for any other text.
func Undump(L *lua.LState, dumped string) (*lua.LFunction, bool) {
	lib, ok := libraryOf(L)
	ticket, marked := strings.CutPrefix(dumped, dumpMark)
	if !ok || !marked {
		return nil, false
	}
	n, err := strconv.Atoi(ticket)
	if err != nil {
		return nil, false
	}
	proto, ok := lib.ofRun().dumped(n)
	if !ok {
		return nil, false
	}
	fn := L.NewFunctionFromProto(proto)
	for i := range fn.Upvalues {
		fn.Upvalues[i] = &lua.Upvalue{}
		fn.Upvalues[i].Close()
		fn.Upvalues[i].SetValue(lua.LNil)
	}
	return fn, true
}
