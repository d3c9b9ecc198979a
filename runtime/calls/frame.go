package calls

import (
	"fmt"
	"reflect"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/chunk"
)

// frame is a call under way in one thread.
type frame struct {
	thread *lua.LState
	info   *lua.Debug
	fn     *lua.LFunction
	pc     int // of the instruction that runs; -1 in Go functions
	tails  int // how many calls this one replaced
}

// The engine tells of a call by the line only. These are the fields that it keeps the rest in; reading them needs reflection.
var frameFields = func() (f struct{ frame, index, pc, tails int }) {
	index := func(t reflect.Type, name string) int {
		field, ok := t.FieldByName(name)
		if !ok {
			panic("the engine keeps its calls in another way: no " + name)
		}
		return field.Index[0]
	}
	f.frame = index(reflect.TypeFor[lua.Debug](), "frame")
	call := reflect.TypeFor[lua.Debug]().Field(f.frame).Type.Elem()
	f.index, f.pc, f.tails = index(call, "Idx"), index(call, "Pc"), index(call, "TailCall")
	return f
}()

// frameAt gives the call at a level of a thread's stack: 0 is the running function, 1 the one that called it. A call that
// replaced others counts for all of them.
func frameAt(L *lua.LState, level int) (frame, bool) {
	info, ok := L.GetStack(level)
	if !ok {
		return frame{}, false
	}
	fn, _ := L.GetInfo("f", info, lua.LNil)
	f := frame{thread: L, info: info, pc: -1}
	f.fn, ok = fn.(*lua.LFunction)
	if ok && !f.fn.IsG {
		call := reflect.ValueOf(info).Elem().Field(frameFields.frame).Elem()
		f.pc = int(call.Field(frameFields.pc).Int()) - 1
		f.tails = int(call.Field(frameFields.tails).Int())
	}
	return f, ok
}

// depth is how many calls there are on the stack of a thread.
func depth(L *lua.LState) int {
	info, ok := L.GetStack(0)
	if !ok {
		return 0
	}
	call := reflect.ValueOf(info).Elem().Field(frameFields.frame)
	return int(call.Elem().Field(frameFields.index).Int()) + 1
}

func (f frame) isLua() bool { return f.pc >= 0 && f.pc < len(f.fn.Proto.Code) }

func (f frame) instruction() chunk.Instruction { return chunk.InstructionAt(f.fn.Proto, f.pc) }

// value is what an operand of the frame's instruction holds.
func (f frame) value(operand int) lua.LValue {
	const constantBit = 1 << 8
	if operand&constantBit != 0 {
		return f.fn.Proto.Constants[operand&^constantBit]
	}
	_, v := f.thread.GetLocal(f.info, operand+1)
	if v == nil { // beyond what is in use
		return lua.LNil
	}
	return v
}

// where is "file:line:", or nothing for a Go function.
func (f frame) where() string {
	if !f.isLua() || f.fn.Proto.DbgSourcePositions[f.pc] == 0 { // the latter is at the bottom of a coroutine
		return ""
	}
	return fmt.Sprintf("%s:%d:", f.fn.Proto.SourceName, f.fn.Proto.DbgSourcePositions[f.pc])
}
