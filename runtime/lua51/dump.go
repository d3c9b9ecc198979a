package lua51

import (
	"strconv"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// dumpMark begins a dumped function, as it does Lua's binary chunks.
const dumpMark = "\x1bLua watsrun "

// stringDump gives a string from which loadstring makes the function again, with variables of its own. The engine's code cannot leave the process, so
// the string is a ticket for this run and not the code itself.
func (lib *library) stringDump(L *lua.LState) int {
	fn := checkFunction(L, 1)
	if fn.IsG {
		raise(L, "unable to dump given function")
	}
	return returnString(L, dumpMark+strconv.Itoa(lib.ofRun().dump(fn.Proto)))
}

// Dumped is the code of the function that string.dump made a string of in the same run. It is false for any other text.
func Dumped(L *lua.LState, text string) (*lua.FunctionProto, bool) {
	lib, ok := libraryOf(L)
	ticket, marked := strings.CutPrefix(text, dumpMark)
	if !ok || !marked {
		return nil, false
	}
	n, err := strconv.Atoi(ticket)
	if err != nil {
		return nil, false
	}
	return lib.ofRun().dumped(n)
}
