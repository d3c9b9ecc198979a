package lua51

import (
	"fmt"
	"strings"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/lua51/number"
	"github.com/watsrun/watsrun/runtime/stack"
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
	lines := []string{"stack traceback:"}
	last := stack.Levels(L)
	for i := max(level, 0); i < last; i++ {
		if i == level+firstCalls && last-i > lastCalls {
			lines = append(lines, "...")
			i = last - lastCalls
		}
		call, _ := stack.At(L, i)
		caller, _ := stack.At(L, i+1)
		lines = append(lines, describe(call, caller))
	}
	if stack.Bottom(L) == L.G.MainThread {
		lines = append(lines, "[C]: ?") // the host
	}
	return strings.Join(lines, "\n\t")
}

// describe is a call's line in a traceback.
func describe(call, caller stack.Call) string {
	position := "[C]:"
	switch {
	case call.Replaced():
		return "(tail call): ?"
	case call.IsLua():
		position = fmt.Sprintf("%s:%d:", call.Source(), call.Line)
	}
	name := call.Name(caller)
	switch {
	case name.Kind != "":
		return fmt.Sprintf("%s in function '%s'", position, name.Text)
	case !call.IsLua():
		return position + " ?"
	case call.Function.Proto.LineDefined == 0:
		return position + " in main chunk"
	}
	return fmt.Sprintf("%s in function <%s:%d>", position, call.Source(), call.Function.Proto.LineDefined)
}
