// Package stack reads the calls that are under way in a Lua VM: who called whom, at which line and under which name. The
// engine tells of one thread only, and counts Go functions that Lua does not have; here levels are those of Lua. The
// package knows the form of compiled code. It knows no run, no library and no limits.
package stack

import (
	"iter"
	"strconv"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/chunk"
)

// Call is a call under way. One that a tail call replaced is a level of its own, as in Lua, of which nothing is known.
type Call struct {
	Function *lua.LFunction // nil for a call that a tail call replaced
	Line     int            // that is executed, -1 where there is none

	thread *lua.LState
	info   *lua.Debug
	pc     int // of the instruction that runs, -1 where there is none
	tails  int // how many calls this one replaced
}

// Of is a function that is not called: what is known of it without a call.
func Of(fn *lua.LFunction) Call { return Call{Function: fn, Line: -1, pc: -1} }

// Calls are the calls under way in L, level by level: first the running function, then the one that called it, and so on.
func Calls(L *lua.LState) iter.Seq[Call] {
	return func(yield func(Call) bool) {
		for p := range visible(L) {
			if !yield(p.call()) {
				return
			}
			for range p.tails {
				if !yield(unknown) {
					return
				}
			}
		}
	}
}

// unknown is a call that a tail call replaced, or none at all.
var unknown = Call{Line: -1, pc: -1}

// At is the call at a level: 0 is the running function, 1 the one that called it. It is false beyond the last one.
func At(L *lua.LState, level int) (Call, bool) {
	if level < 0 {
		return unknown, false
	}
	for p := range visible(L) {
		if level == 0 {
			return p.call(), true
		}
		if level <= p.tails {
			return unknown, true
		}
		level -= 1 + p.tails
	}
	return unknown, false
}

// Levels is how many levels there are.
func Levels(L *lua.LState) int {
	n := 0
	for p := range visible(L) {
		n += 1 + p.tails
	}
	return n
}

// Bottom is the thread in which the first of L's calls was made: L itself, or the one that waits for it in the end.
func Bottom(L *lua.LState) *lua.LState {
	for {
		waiting := outer(L)
		if waiting == nil {
			return L
		}
		L = waiting
	}
}

// Where is the position of the call at a level as "file:line: ". It is empty for library functions and for calls that a
// tail call replaced.
func Where(L *lua.LState, level int) string {
	c, ok := At(L, level)
	if !ok || c.Position() == "" {
		return ""
	}
	return c.Position() + ": "
}

// NameAt is the name by which the function at a level was called.
func NameAt(L *lua.LState, level int) chunk.Name {
	called, _ := At(L, level)
	caller, _ := At(L, level+1)
	return called.Name(caller)
}

// IsLua tells whether the function is one of Lua and not of the library.
func (c Call) IsLua() bool { return c.Function != nil && !c.Function.IsG }

// Replaced tells whether a tail call took the place of the call.
func (c Call) Replaced() bool { return c.Function == nil }

// Source is the name of the chunk that the function was compiled from; it is empty for library functions.
func (c Call) Source() string {
	if !c.IsLua() {
		return ""
	}
	return c.Function.Proto.SourceName
}

// Position is "file:line" of a Lua function that runs, else empty.
func (c Call) Position() string {
	if !c.IsLua() || c.Line <= 0 {
		return ""
	}
	return c.Source() + ":" + strconv.Itoa(c.Line)
}

// Name is the name by which caller, the call at the next level, called this one.
func (c Call) Name(caller Call) chunk.Name {
	if c.Replaced() || c.tails > 0 || caller.pc < 0 {
		return chunk.Name{}
	}
	return chunk.CallName(caller.Function.Proto, caller.pc)
}

// Operand names an operand of the instruction that the call executes: which is 1 or 2. It is empty when that is no
// arithmetic.
func (c Call) Operand(which int) chunk.Name {
	if c.pc < 0 {
		return chunk.Name{}
	}
	i := chunk.InstructionAt(c.Function.Proto, c.pc)
	if i.Op < lua.OP_ADD || i.Op > lua.OP_UNM {
		return chunk.Name{}
	}
	operand := i.B
	if which == 2 {
		operand = i.C
	}
	return chunk.OperandName(c.Function.Proto, c.pc, operand)
}

// Local is the name and value of the n-th local variable that is in scope, from 1; then come values without a name. It is
// false where there is none.
func (c Call) Local(n int) (name string, value lua.LValue, ok bool) {
	if c.info == nil || n < 1 {
		return "", nil, false
	}
	name, value = c.thread.GetLocal(c.info, n)
	if name == "" || value == nil {
		return "", nil, false
	}
	if local, ok := c.localName(n); ok { // the engine overlooks a variable that begins at this instruction
		name = local
	}
	return name, value, true
}

func (c Call) localName(n int) (string, bool) {
	if c.pc < 0 {
		return "", false
	}
	name := chunk.RegisterName(c.Function.Proto, c.pc, n-1)
	return name.Text, name.Kind == "local"
}

// SetLocal changes the n-th local variable of a Lua function and gives its name. It is false where there is none.
func (c Call) SetLocal(n int, value lua.LValue) (name string, ok bool) {
	name, _, ok = c.Local(n)
	if !ok || !c.IsLua() {
		return "", false
	}
	c.thread.SetLocal(c.info, n, value)
	return name, true
}
