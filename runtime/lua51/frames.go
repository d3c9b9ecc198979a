package lua51

import (
	"iter"
	"reflect"
	"strconv"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// frame is one entry of the call stack, as far as messages and the debug library need it.
type frame struct {
	debug     *lua.Debug // nil for a call that a tail call replaced
	fn        *lua.LFunction
	line      int // -1 where unknown
	tailCalls int // how many calls this one replaced
}

// frames are the calls on the stack of L, level 0 being the running library function, 1 what called it. Levels that
// tail calls replaced count, as in Lua, and have no function.
func frames(L *lua.LState) iter.Seq[frame] {
	return func(yield func(frame) bool) {
		for level := 0; ; level++ {
			debug, ok := L.GetStack(level)
			if !ok {
				return
			}
			f := newFrame(L, debug)
			if !yield(f) {
				return
			}
			for range f.tailCalls {
				level++
				if !yield(frame{line: -1}) {
					return
				}
			}
		}
	}
}

// frameAt finds the call at a level.
func frameAt(L *lua.LState, level int) (frame, bool) {
	for f := range frames(L) {
		if level == 0 {
			return f, true
		}
		level--
	}
	return frame{}, false
}

func newFrame(L *lua.LState, debug *lua.Debug) frame {
	f := frame{debug: debug, line: -1}
	v, err := L.GetInfo("fl", debug, lua.LNil)
	if fn, ok := v.(*lua.LFunction); ok && err == nil {
		f.fn = fn
	}
	if f.isLua() {
		f.line = debug.CurrentLine
		f.tailCalls = frameField(debug, "TailCall")
	}
	return f
}

func (f frame) isLua() bool { return f.fn != nil && !f.fn.IsG }

// isTail says whether the frame stands for a call that a tail call replaced.
func (f frame) isTail() bool { return f.debug == nil }

// frameField reads a number of the engine's call frame that its interface does not give. It is used only where an error
// or debug information is made.
func frameField(debug *lua.Debug, name string) int {
	field := reflect.ValueOf(debug).Elem().FieldByName("frame").Elem().FieldByName(name)
	if !field.IsValid() || !field.CanInt() {
		return 0
	}
	return int(field.Int())
}

// instruction is the one that the frame executes; false for a library function.
func (f frame) instruction() (code uint32, pc int, ok bool) {
	pc = 0
	if f.isLua() {
		pc = frameField(f.debug, "Pc") - 1
	}
	if !f.isLua() || pc < 0 || pc >= len(f.fn.Proto.Code) {
		return 0, 0, false
	}
	return f.fn.Proto.Code[pc], pc, true
}

// where is the position that Lua puts before a message: "file:line: " of the Lua function at the level, or nothing.
func where(L *lua.LState, level int) string {
	f, ok := frameAt(L, level)
	if !ok || !f.isLua() || f.line <= 0 {
		return ""
	}
	return ShortSource(f.fn.Proto.SourceName) + ":" + strconv.Itoa(f.line) + ": "
}

// calledName is the name by which the function at a level was called, and what kind of name it is: "global", "local",
// "upvalue", "field", "method", or "" where it has none.
func calledName(L *lua.LState, level int) (name, kind string) {
	called, _ := frameAt(L, level)
	caller, _ := frameAt(L, level+1)
	return called.nameIn(caller)
}

// nameIn is the name by which caller, the next frame, called f.
func (f frame) nameIn(caller frame) (name, kind string) {
	if f.isTail() || f.tailCalls > 0 {
		return "", ""
	}
	code, pc, ok := caller.instruction()
	if !ok {
		return "", ""
	}
	switch opcode(code) {
	case lua.OP_TFORLOOP:
		return "(for generator)", "local"
	case lua.OP_CALL, lua.OP_TAILCALL:
		return registerName(caller.fn.Proto, pc, argA(code))
	}
	return "", ""
}

func opcode(code uint32) int { return int(code >> 26) }
func argA(code uint32) int   { return int(code>>18) & 0xff }
func argB(code uint32) int   { return int(code & 0x1ff) }
func argC(code uint32) int   { return int(code>>9) & 0x1ff }
func argBx(code uint32) int  { return int(code & 0x3ffff) }

// constantBit marks an operand that is a constant and not a register.
const constantBit = 1 << 8

// registerName names what a register holds at pc from the code that put it there.
func registerName(p *lua.FunctionProto, pc, register int) (name, kind string) {
	if name, ok := localName(p, pc, register); ok {
		return name, "local"
	}
	at := setter(p, pc, register)
	if at < 0 {
		return "", ""
	}
	code := p.Code[at]
	switch opcode(code) {
	case lua.OP_MOVE, lua.OP_MOVEN:
		if argB(code) < argA(code) {
			return registerName(p, at, argB(code))
		}
	case lua.OP_GETGLOBAL:
		return constantName(p, argBx(code)|constantBit, "global")
	case lua.OP_GETUPVAL:
		if b := argB(code); b < len(p.DbgUpvalues) {
			return p.DbgUpvalues[b], "upvalue"
		}
	case lua.OP_GETTABLE, lua.OP_GETTABLEKS:
		return constantName(p, argC(code), "field")
	case lua.OP_SELF:
		return constantName(p, argC(code), "method")
	}
	return "", ""
}

func constantName(p *lua.FunctionProto, operand int, kind string) (string, string) {
	index := operand &^ constantBit
	if operand&constantBit == 0 || index >= len(p.Constants) {
		return "", ""
	}
	if s, ok := p.Constants[index].(lua.LString); ok {
		return string(s), kind
	}
	return "", ""
}

// localName is the name of the local variable that lives in a register at pc. Variables take registers in the order
// in which they begin.
func localName(p *lua.FunctionProto, pc, register int) (string, bool) {
	for _, l := range p.DbgLocals {
		if l.StartPc > pc {
			break
		}
		if pc < l.EndPc {
			if register == 0 {
				return l.Name, true
			}
			register--
		}
	}
	return "", false
}

// setter is the last instruction before pc that puts a value into the register, -1 where it cannot be known because
// the code branches in between.
func setter(p *lua.FunctionProto, pc, register int) int {
	found := -1
	for at := 0; at < pc; {
		if to := jumpTarget(p.Code[at], at); to > at+1 && to <= pc {
			for i := at + 1; i < to; i = following(p, i) {
				if sets(p.Code[i], register) {
					found = -1
				}
			}
			at = to
			continue
		}
		if sets(p.Code[at], register) {
			found = at
		}
		at = following(p, at)
	}
	return found
}

// jumpTarget is where a jump at at goes, -1 for other instructions.
func jumpTarget(code uint32, at int) int {
	const bias = 1<<17 - 1 // what a jump's operand is raised by
	if opcode(code) != lua.OP_JMP {
		return -1
	}
	return at + 1 + argBx(code) - bias
}

// following is the instruction after the one at at: some are followed by words that are their operands.
func following(p *lua.FunctionProto, at int) int {
	switch code := p.Code[at]; opcode(code) {
	case lua.OP_CLOSURE:
		return at + 1 + int(p.FunctionPrototypes[argBx(code)].NumUpvalues)
	case lua.OP_SETLIST:
		if argC(code) == 0 {
			return at + 2
		}
	}
	return at + 1
}

// sets says whether an instruction changes the register.
func sets(code uint32, register int) bool {
	a := argA(code)
	switch op := opcode(code); op {
	case lua.OP_SETGLOBAL, lua.OP_SETUPVAL, lua.OP_SETTABLE, lua.OP_SETTABLEKS, lua.OP_EQ, lua.OP_LT, lua.OP_LE,
		lua.OP_TEST, lua.OP_RETURN, lua.OP_SETLIST, lua.OP_CLOSE, lua.OP_NOP, lua.OP_JMP:
		return false
	case lua.OP_LOADNIL:
		return a <= register && register <= argB(code)
	case lua.OP_SELF:
		return a == register || a+1 == register
	case lua.OP_CALL, lua.OP_TAILCALL, lua.OP_VARARG:
		return register >= a
	case lua.OP_TFORLOOP:
		return register >= a+2
	default:
		return a == register
	}
}

// ShortSource is the name of a chunk as messages show it. Chunks that are not files are named [string "..."] when
// they are compiled.
func ShortSource(source string) string {
	if source != "" && (source[0] == '@' || source[0] == '=') {
		return source[1:]
	}
	return source
}

// fullSource is what debug.getinfo calls source: files are marked with @, other names with =.
func fullSource(source string) string {
	switch {
	case source == "" || source[0] == '@' || source[0] == '=':
		return source
	case strings.HasPrefix(source, "[string "):
		return "=" + source
	}
	return "@" + source
}
