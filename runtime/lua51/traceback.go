package lua51

import (
	"fmt"
	"slices"
	"strings"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/lua51/number"
)

// How many calls a traceback shows from either end of a long stack.
const (
	firstCalls = 12
	lastCalls  = 10
)

// debugTraceback returns a message that is neither string nor number as it is: error objects keep their identity.
func debugTraceback(L *lua.LState) int {
	thread, skip := threadArg(L)
	level := 1
	if thread != L {
		level = 0
	}
	message := ""
	if L.GetTop() > skip {
		switch v := L.Get(skip + 1).(type) {
		case lua.LString:
			message = string(v) + "\n"
		case lua.LNumber:
			message = number.Format(float64(v)) + "\n"
		default:
			return returnValue(L, v)
		}
	}
	return returnString(L, message+Traceback(thread, optInt(L, skip+2, level)))
}

// Traceback is the call stack of L from a level on, 0 being the running function, in the form of Lua's debug.traceback.
func Traceback(L *lua.LState, level int) string {
	stack := append(slices.Collect(frames(L)), frame{}) // nothing calls the last one
	last := len(stack) - 1
	lines := []string{"stack traceback:"}
	for i := max(level, 0); i < last; i++ {
		if i == level+firstCalls && last-i > lastCalls {
			lines = append(lines, "...")
			i = last - lastCalls
		}
		lines = append(lines, stack[i].describe(stack[i+1]))
	}
	if L == L.G.MainThread {
		lines = append(lines, "[C]: ?") // the host
	}
	return strings.Join(lines, "\n\t")
}

// describe is the frame's line in a traceback.
func (f frame) describe(caller frame) string {
	position := "[C]:"
	switch {
	case f.isTail():
		return "(tail call): ?"
	case f.isLua():
		position = fmt.Sprintf("%s:%d:", ShortSource(f.fn.Proto.SourceName), f.line)
	}
	name, kind := f.nameIn(caller)
	switch {
	case kind != "":
		return fmt.Sprintf("%s in function '%s'", position, name)
	case !f.isLua():
		return position + " ?"
	case f.fn.Proto.LineDefined == 0:
		return position + " in main chunk"
	}
	return fmt.Sprintf("%s in function <%s:%d>", position, ShortSource(f.fn.Proto.SourceName), f.fn.Proto.LineDefined)
}
