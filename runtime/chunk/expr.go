package chunk

import lua "github.com/yuin/gopher-lua"

// place says where the value of an expression is while the code around it is still open.
type place int

const (
	placeNowhere  place = iota // there is no value, as in an empty list
	placeNil                   // the constants
	placeTrue                  //
	placeFalse                 //
	placeNumber                // number
	placeString                // text
	placeLocal                 // at is the register of a local variable
	placeUpvalue               // at is the index of the upvalue
	placeGlobal                // text is the name
	placeIndexed               // at is the register of the table, key a register or constant
	placeJump                  // at is the jump that is taken when a comparison holds
	placePending               // at is the instruction that will make it, once its target register is known
	placeRegister              // at is the register
	placeCall                  // at is the call, whose number of results is open
	placeVararg                // at is the instruction that copies "...", whose number of results is open
)

// expr is an expression of which code may still be missing: where its value ends up is decided by its use.
type expr struct {
	place  place
	at     int
	key    int
	named  bool // the key is a string that the source spells out
	number float64
	text   string

	whenTrue  []int // jumps that leave the expression with a true value
	whenFalse []int // jumps that leave it with a false one
}

func (e *expr) hasJumps() bool { return len(e.whenTrue)+len(e.whenFalse) > 0 }

// isNumeral tells a number that is spelt out and nothing else.
func (e *expr) isNumeral() bool { return e.place == placeNumber && !e.hasJumps() }

// isMulti tells an expression that may have any number of values.
func (e *expr) isMulti() bool { return e.place == placeCall || e.place == placeVararg }

// noRegister stands for the target of a test that only jumps.
const noRegister = 255

// discharge turns a variable into its value, and an open list of values into its first.
func (f *function) discharge(e *expr) {
	switch e.place {
	case placeLocal:
		e.place = placeRegister
	case placeUpvalue:
		e.at, e.place = f.emit(lua.OP_GETUPVAL, 0, e.at, 0), placePending
	case placeGlobal:
		e.at, e.place = f.emitBx(lua.OP_GETGLOBAL, 0, f.global(e.text)), placePending
	case placeIndexed:
		f.release(e.key)
		f.release(e.at)
		e.at, e.place = f.emit(e.indexing(lua.OP_GETTABLE, lua.OP_GETTABLEKS), 0, e.at, e.key), placePending
	case placeCall:
		f.setC(e.at, 2)
		e.at, e.place = argA(f.code[e.at]), placeRegister
	case placeVararg: // the engine forgets all registers above the one that it puts a value in
		register := f.reserve(1)
		f.setB(e.at, 2)
		f.setA(e.at, register)
		e.place, e.at = placeRegister, register
	}
}

// indexing chooses the instruction for names over the one for keys of any type.
func (e *expr) indexing(any, named int) int {
	if e.named {
		return named
	}
	return any
}

// load makes the code that leaves the value in a register, except where jumps decide on it.
func (f *function) load(e *expr, register int) {
	f.discharge(e)
	switch e.place {
	case placeNil:
		f.loadNil(register, 1)
	case placeTrue:
		f.emit(lua.OP_LOADBOOL, register, 1, 0)
	case placeFalse:
		f.emit(lua.OP_LOADBOOL, register, 0, 0)
	case placeNumber, placeString:
		f.emitBx(lua.OP_LOADK, register, f.constant(e))
	case placePending:
		f.setA(e.at, register)
	case placeRegister:
		if e.at != register {
			f.emit(lua.OP_MOVE, register, e.at, 0)
		}
	default: // nothing to load: a jump is settled by its caller
		return
	}
	e.place, e.at = placeRegister, register
}

// put leaves the value in a register whatever way control takes through the expression.
func (f *function) put(e *expr, register int) {
	f.load(e, register)
	if e.place == placeJump {
		e.whenTrue = append(e.whenTrue, e.at)
	}
	if e.hasJumps() {
		f.settle(e, register)
	}
	*e = expr{place: placeRegister, at: register}
}

// settle ends the jumps of an expression: those that carry their value go to the end, the others load a boolean first.
func (f *function) settle(e *expr, register int) {
	loadFalse, loadTrue := -1, -1
	if f.anyWithoutValue(e.whenFalse) || f.anyWithoutValue(e.whenTrue) {
		var around []int
		if e.place != placeJump {
			around = []int{f.jump()}
		}
		loadFalse = f.emit(lua.OP_LOADBOOL, register, 0, 1)
		loadTrue = f.emit(lua.OP_LOADBOOL, register, 1, 0)
		f.patchHere(around)
	}
	end := f.here()
	f.patchValues(e.whenFalse, register, end, loadFalse)
	f.patchValues(e.whenTrue, register, end, loadTrue)
}

// toNext leaves the value in the next free register.
func (f *function) toNext(e *expr) {
	f.discharge(e)
	f.releaseExpr(e)
	f.put(e, f.reserve(1))
}

// toAny leaves the value in some register and returns which.
func (f *function) toAny(e *expr) int {
	f.discharge(e)
	if e.place == placeRegister {
		if !e.hasJumps() {
			return e.at
		}
		if e.at >= len(f.locals) { // not a local variable, so that it can be overwritten
			f.put(e, e.at)
			return e.at
		}
	}
	f.toNext(e)
	return e.at
}

// toValue settles what jumps there are, and leaves everything else open.
func (f *function) toValue(e *expr) {
	if e.hasJumps() {
		f.toAny(e)
	} else {
		f.discharge(e)
	}
}

// operand gives the value as instructions take it: a register, or a constant when its index is small enough.
func (f *function) operand(e *expr) int {
	f.toValue(e)
	if index := f.constant(e); index >= 0 && index < smallConstants {
		return index | constantBit
	}
	return f.toAny(e)
}

// constant is the index of a constant expression, -1 of any other.
func (f *function) constant(e *expr) (index int) {
	switch e.place {
	case placeNil:
		index = f.constants.add(lua.LNil)
	case placeTrue:
		index = f.constants.add(lua.LTrue)
	case placeFalse:
		index = f.constants.add(lua.LFalse)
	case placeNumber:
		index = f.constants.number(e.number)
	case placeString:
		index = f.constants.text(e.text)
	default:
		return -1
	}
	f.checkConstants()
	return index
}

// index turns a table in a register and a key into the element.
func (f *function) index(table, key *expr) {
	named := key.place == placeString && !key.hasJumps()
	name := key.text
	*table = expr{place: placeIndexed, at: table.at, key: f.operand(key), named: named, text: name}
}

// store assigns a value to a variable.
func (f *function) store(variable, value *expr) {
	switch variable.place {
	case placeLocal:
		f.releaseExpr(value)
		f.put(value, variable.at)
		return
	case placeUpvalue:
		f.emit(lua.OP_SETUPVAL, f.toAny(value), variable.at, 0)
	case placeGlobal:
		register := f.toAny(value)
		f.emitBx(lua.OP_SETGLOBAL, register, f.global(variable.text))
	case placeIndexed:
		operand := f.operand(value)
		f.emit(variable.indexing(lua.OP_SETTABLE, lua.OP_SETTABLEKS), variable.at, variable.key, operand)
	}
	f.releaseExpr(value)
}

// method turns an object and the name of a method into the two registers of a method call.
func (f *function) method(object *expr, name string) {
	register := f.toAny(object)
	f.releaseExpr(object)
	base := f.reserve(2)
	key := expr{place: placeString, text: name}
	f.emit(lua.OP_SELF, base, register, f.operand(&key))
	f.releaseExpr(&key)
	*object = expr{place: placeRegister, at: base}
}
