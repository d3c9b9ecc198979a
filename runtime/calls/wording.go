package calls

import (
	"strings"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/chunk"
)

// reword turns a message of the engine into Lua's, which names the variable that had the wrong value. It is called while the
// stack is as the failure left it. A message of anybody else stays as it is.
func reword(L *lua.LState, message string) string {
	f, ok := frameAt(L, 0)
	if !ok {
		return message
	}
	position := f.where()
	if !f.isLua() { // the engine then names the nearest Lua function
		position = nearestLua(L)
	}
	text, ok := strings.CutPrefix(message, position+" ")
	if !ok {
		return message
	}
	if strings.HasPrefix(text, "attempt to perform arithmetic on a string") { // raised by the metamethods of strings
		f, _ = frameAt(L, 1)
		if reworded := rewordArithmetic(f, text); strings.HasSuffix(reworded, mustBeNumber) {
			return position + " " + reworded
		}
		return message
	}
	for _, r := range rewordings {
		if strings.HasPrefix(text, r.prefix) {
			if reworded := r.reword(f, text); reworded != "" {
				return position + " " + reworded
			}
		}
	}
	return message
}

func nearestLua(L *lua.LState) string {
	for at := 1; ; {
		f, ok := frameAt(L, at)
		if !ok {
			return ""
		}
		if f.isLua() {
			return f.where()
		}
		at += 1 + f.tails
	}
}

// rewordings are the engine's messages that differ from Lua's.
var rewordings = []struct {
	prefix string
	reword func(f frame, text string) string
}{
	{"attempt to index a non-table object(", rewordIndex},
	{"attempt to call a non-function object", rewordCall},
	{"cannot perform ", rewordArithmetic},
	{"__unm undefined", rewordArithmetic},
	{"__len undefined", rewordLength},
	{"attempt to compare ", rewordComparison},
	{"too many recursions in gettable", fixed("loop in gettable")},
	{"too many recursions in settable", fixed("loop in settable")},
	{"registry overflow", fixed("stack overflow")},
	{"for statement init must be a number", fixed("'for' initial value must be a number")},
	{"for statement limit must be a number", fixed("'for' limit must be a number")},
	{"for statement step must be a number", fixed("'for' step must be a number")},
}

func fixed(text string) func(frame, string) string {
	return func(frame, string) string { return text }
}

// mustBeNumber ends the complaint about a number of a for loop.
const mustBeNumber = " must be a number"

// describe is how Lua complains about a value: with its name where it has one.
func describe(attempt string, name chunk.Name, typeName string) string {
	if name.Kind == "" {
		return "attempt to " + attempt + " a " + typeName + " value"
	}
	return "attempt to " + attempt + " " + name.String() + " (a " + typeName + " value)"
}

func rewordIndex(f frame, text string) string {
	typeName, _, _ := strings.Cut(strings.TrimPrefix(text, "attempt to index a non-table object("), ")")
	if !f.isLua() {
		return describe("index", chunk.Name{}, typeName)
	}
	i := f.instruction()
	operand := i.B
	switch i.Op {
	case lua.OP_GETTABLE, lua.OP_GETTABLEKS, lua.OP_SELF:
	case lua.OP_SETTABLE, lua.OP_SETTABLEKS:
		operand = i.A
	default:
		return describe("index", chunk.Name{}, typeName)
	}
	if v := f.value(operand); v.Type().String() != typeName { // it is what a metatable led to
		return describe("index", chunk.Name{}, typeName)
	}
	return describe("index", chunk.OperandName(f.fn.Proto, f.pc, operand), typeName)
}

func rewordCall(f frame, _ string) string {
	if !f.isLua() {
		return "attempt to call a value that is not a function"
	}
	i := f.instruction()
	switch i.Op {
	case lua.OP_CALL, lua.OP_TAILCALL:
		return describe("call", chunk.RegisterName(f.fn.Proto, f.pc, i.A), f.value(i.A).Type().String())
	case lua.OP_TFORLOOP:
		return describe("call", chunk.Name{}, f.value(i.A).Type().String())
	}
	return "attempt to call a value that is not a function"
}

// rewordArithmetic finds the operand that is no number. The numbers of a for loop are told by what they are for.
func rewordArithmetic(f frame, text string) string {
	if !f.isLua() {
		return ""
	}
	i := f.instruction()
	if i.Op < lua.OP_ADD || i.Op > lua.OP_UNM {
		return ""
	}
	if what := chunk.NoteAt(f.fn.Proto, f.pc); what != "" {
		return what + mustBeNumber
	}
	operand := i.B
	if _, ok := toNumber(f.value(operand)); ok && i.Op != lua.OP_UNM {
		operand = i.C
	}
	return describe("perform arithmetic on", chunk.OperandName(f.fn.Proto, f.pc, operand), f.value(operand).Type().String())
}

func rewordLength(f frame, _ string) string {
	if !f.isLua() {
		return ""
	}
	operand := f.instruction().B
	return describe("get length of", chunk.OperandName(f.fn.Proto, f.pc, operand), f.value(operand).Type().String())
}

func rewordComparison(_ frame, text string) string {
	left, right, ok := strings.Cut(strings.TrimPrefix(text, "attempt to compare "), " with ")
	if !ok || left != right {
		return ""
	}
	return "attempt to compare two " + left + " values"
}
