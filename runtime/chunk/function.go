package chunk

import (
	"fmt"
	"slices"

	lua "github.com/yuin/gopher-lua"
)

// The limits of Lua 5.1 on one function.
const (
	maxLocals   = 200
	maxUpvalues = 60
)

// function is a function of which code is being made.
type function struct {
	parent    *function
	parser    *parser
	line      int
	code      []uint32
	lines     []int
	target    int // the last place that a jump may go to
	constants *constants
	protos    []*lua.FunctionProto
	upvalues  []upvalue
	own       int // upvalues that the script knows of
	locals    []*lua.DbgLocalInfo
	block     *block
	free      int // the first free register
	registers int // how many are used at most
	params    int
	vararg    uint8

	debugLocals []*lua.DbgLocalInfo
	debugCalls  []lua.DbgCall
}

// upvalue is a variable of an outer function, in a register or among the upvalues of the directly enclosing function.
type upvalue struct {
	name    string
	inLocal bool
	at      int
}

// block is a nested scope.
type block struct {
	outer    *block
	loop     bool
	breaks   []int
	locals   int  // how many local variables there are outside
	captured bool // a closure uses one of its variables
}

func (f *function) emit(op, a, b, c int) int { return f.add(encode(op, a, b, c)) }

func (f *function) emitBx(op, a, bx int) int { return f.add(encodeBx(op, a, bx)) }

func (f *function) add(instruction uint32) int {
	f.code = append(f.code, instruction)
	f.lines = append(f.lines, f.parser.lastLine)
	return len(f.code) - 1
}

// drop takes the last instruction back.
func (f *function) drop() {
	f.code, f.lines = f.code[:len(f.code)-1], f.lines[:len(f.lines)-1]
}

func (f *function) setA(at, a int) { f.code[at] = f.code[at]&^(maskA<<shiftA) | uint32(a)<<shiftA }

func (f *function) setB(at, b int) { f.code[at] = f.code[at]&^maskBC | uint32(b) }

func (f *function) setC(at, c int) { f.code[at] = f.code[at]&^(maskBC<<shiftC) | uint32(c)<<shiftC }

// global is the number of a global's name, until finish.
func (f *function) global(name string) int {
	n := f.constants.global(name)
	f.checkConstants()
	return n
}

func (f *function) checkConstants() {
	if f.constants.full() {
		f.parser.complain("constant table overflow")
	}
}

// reserve takes n registers and returns the first.
func (f *function) reserve(n int) int {
	first := f.free
	f.free += n
	if f.free > maxRegisters {
		f.parser.complainNear("function or expression too complex")
	}
	f.registers = max(f.registers, f.free)
	return first
}

// release gives a register back unless it is a local variable's or no register at all.
func (f *function) release(register int) {
	if register < constantBit && register >= len(f.locals) {
		f.free--
	}
}

func (f *function) releaseExpr(e *expr) {
	if e.place == placeRegister {
		f.release(e.at)
	}
}

// loadNil sets registers to nil, with the instruction before when that does the same right below.
func (f *function) loadNil(from, n int) {
	if last := len(f.code) - 1; last >= 0 && f.target <= last && opcode(f.code[last]) == lua.OP_LOADNIL {
		if a, b := argA(f.code[last]), argB(f.code[last]); a <= from && from <= b+1 {
			f.setB(last, max(b, from+n-1))
			return
		}
	}
	f.emit(lua.OP_LOADNIL, from, from+n-1, 0)
}

// declare makes a local variable of the next register, whose value is there already.
func (f *function) declare(name string) {
	f.limit(len(f.locals)+1, maxLocals, "local variables")
	info := &lua.DbgLocalInfo{Name: name, StartPc: len(f.code)}
	f.locals = append(f.locals, info)
	f.debugLocals = append(f.debugLocals, info)
}

// limit complains when the function has too many of something.
func (f *function) limit(n, most int, what string) {
	if n <= most {
		return
	}
	whose := "main function"
	if f.line != 0 {
		whose = fmt.Sprintf("function at line %d", f.line)
	}
	f.parser.complain("%s has more than %d %s", whose, most, what)
}

// local is the register of a variable of this function, -1 when there is none of the name.
func (f *function) local(name string) int {
	for i := len(f.locals) - 1; i >= 0; i-- {
		if f.locals[i].Name == name {
			return i
		}
	}
	return -1
}

// variable finds what a name stands for.
func (f *function) variable(name string) expr {
	if at := f.local(name); at >= 0 {
		return expr{place: placeLocal, at: at, text: name}
	}
	if at := f.outer(name); at >= 0 {
		return expr{place: placeUpvalue, at: at, text: name}
	}
	return expr{place: placeGlobal, text: name}
}

// outer is the index of the upvalue for a variable of an outer function, -1 when there is none of the name.
func (f *function) outer(name string) int {
	for i, u := range slices.Backward(f.upvalues) { // the main function of a session may have several of one name
		if u.name == name {
			return i
		}
	}
	if f.parent == nil {
		return f.known(name)
	}
	if at := f.parent.local(name); at >= 0 {
		f.parent.capture(at)
		f.own++
		f.limit(f.own, maxUpvalues, "upvalues")
		return f.addUpvalue(upvalue{name, true, at})
	}
	if at := f.parent.outer(name); at >= 0 {
		f.own++
		f.limit(f.own, maxUpvalues, "upvalues")
		return f.addUpvalue(upvalue{name, false, at})
	}
	return -1
}

func (f *function) addUpvalue(u upvalue) int {
	f.upvalues = append(f.upvalues, u)
	return len(f.upvalues) - 1
}

// capture notes that a closure uses a variable, which its block must then close.
func (f *function) capture(register int) {
	b := f.block
	for b.locals > register {
		b = b.outer
	}
	b.captured = true
}

// intrinsic is the index of the upvalue that holds a function of the host. The main function has it from Bind, those
// inside from the function around them.
func (f *function) intrinsic(name string) int {
	for i, u := range f.upvalues {
		if u.name == name {
			return i
		}
	}
	if f.parent == nil {
		return f.addUpvalue(upvalue{name: name})
	}
	return f.addUpvalue(upvalue{name: name, at: f.parent.intrinsic(name)})
}

func (f *function) enter(loop bool) *block {
	f.block = &block{outer: f.block, loop: loop, locals: len(f.locals)}
	return f.block
}

// leave ends the innermost block.
func (f *function) leave() {
	b := f.block
	f.block = b.outer
	f.forget(b.locals)
	if b.captured {
		f.emit(lua.OP_CLOSE, b.locals, 0, 0)
	}
	f.free = len(f.locals)
	f.patchHere(b.breaks)
}

// forget ends the scope of all but the first n local variables.
func (f *function) forget(n int) {
	for _, l := range f.locals[n:] {
		l.EndPc = len(f.code)
	}
	f.locals = f.locals[:n]
}

// finish makes the function of the engine.
func (f *function) finish(lastLine int) *lua.FunctionProto {
	f.emit(lua.OP_RETURN, 0, 1, 0)
	f.forget(0)
	all, globals, moved := f.constants.layout()
	f.renumber(globals, moved)
	texts := min(len(f.constants.values), smallConstants) + moved
	p, err := prototype(all[:texts], f.parser.source)
	if err != nil {
		panic(err)
	}
	p.Constants, p.Code, p.FunctionPrototypes = all, f.code, f.protos
	p.DbgSourcePositions, p.DbgLocals, p.DbgCalls = f.lines, f.debugLocals, f.debugCalls
	p.DbgUpvalues = nil
	for _, u := range f.upvalues {
		p.DbgUpvalues = append(p.DbgUpvalues, u.name)
	}
	p.NumUpvalues, p.NumParameters, p.IsVarArg = uint8(len(f.upvalues)), uint8(f.params), f.vararg
	p.NumUsedRegisters = uint8(f.registers + 1) // a tail call of the engine loses the last one
	p.LineDefined, p.LastLineDefined = f.line, lastLine
	return p
}

// renumber has the instructions name the constants by their final index.
func (f *function) renumber(globals []int, moved int) {
	for i, instruction := range f.code {
		bx := argBx(instruction)
		switch opcode(instruction) {
		case lua.OP_GETGLOBAL, lua.OP_SETGLOBAL:
			bx = globals[bx]
		case lua.OP_LOADK:
			if bx >= smallConstants {
				bx += moved
			}
		default:
			continue
		}
		f.code[i] = encodeBx(opcode(instruction), argA(instruction), bx)
	}
}

// closure loads a new closure of an inner function and tells it where its upvalues are.
func (f *function) closure(inner *function, lastLine int) expr {
	f.protos = append(f.protos, inner.finish(lastLine))
	if len(f.protos) > maxBx {
		f.parser.complain("constant table overflow")
	}
	e := expr{place: placePending, at: f.emitBx(lua.OP_CLOSURE, 0, len(f.protos)-1)}
	for _, u := range inner.upvalues {
		op := lua.OP_GETUPVAL
		if u.inLocal {
			op = lua.OP_MOVE
		}
		f.emit(op, 0, u.at, 0)
	}
	return e
}
