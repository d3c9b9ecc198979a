package chunk

import lua "github.com/yuin/gopher-lua"

// jump emits a jump whose target is not known yet.
func (f *function) jump() int { return f.emitBx(lua.OP_JMP, 0, jumpBias) }

// here is where the next instruction goes, as the target of a jump.
func (f *function) here() int {
	f.target = len(f.code)
	return f.target
}

// patch has jumps go to a target.
func (f *function) patch(jumps []int, target int) {
	for _, j := range jumps {
		f.aim(j, target)
	}
}

func (f *function) patchHere(jumps []int) { f.patch(jumps, f.here()) }

// aim sets the target of a jump.
func (f *function) aim(jump, target int) {
	distance := target - (jump + 1)
	if distance > jumpBias || distance < -jumpBias {
		f.parser.complain("control structure too long")
	}
	f.code[jump] = f.code[jump]&^uint32(maxBx) | uint32(distance+jumpBias)
}

// control is the test that decides whether a jump is taken, or the jump itself.
func (f *function) control(jump int) int {
	if jump > 0 {
		switch opcode(f.code[jump-1]) {
		case lua.OP_EQ, lua.OP_LT, lua.OP_LE, lua.OP_TEST, lua.OP_TESTSET:
			return jump - 1
		}
	}
	return jump
}

// anyWithoutValue tells whether one of the jumps does not carry the value that it tested.
func (f *function) anyWithoutValue(jumps []int) bool {
	for _, j := range jumps {
		if opcode(f.code[f.control(j)]) != lua.OP_TESTSET {
			return true
		}
	}
	return false
}

// patchValues has jumps that carry a value leave it in the register and go to end; the others go to instead.
func (f *function) patchValues(jumps []int, register, end, instead int) {
	for _, j := range jumps {
		if f.keepValue(j, register) {
			f.aim(j, end)
		} else {
			f.aim(j, instead)
		}
	}
}

// keepValue has the test before a jump copy its value into the register, or just test where there is nothing to copy. It
// is false when the test has no value.
func (f *function) keepValue(jump, register int) bool {
	at := f.control(jump)
	test := f.code[at]
	if opcode(test) != lua.OP_TESTSET {
		return false
	}
	if register != noRegister && register != argB(test) {
		f.setA(at, register)
	} else {
		f.code[at] = encode(lua.OP_TEST, argB(test), 0, argC(test))
	}
	return true
}

// branchOn emits a jump that is taken when the value is as true as asked.
func (f *function) branchOn(e *expr, truth bool) int {
	if e.place == placePending && opcode(f.code[e.at]) == lua.OP_NOT {
		operand := argB(f.code[e.at])
		f.drop()
		f.emit(lua.OP_TEST, operand, 0, bit(!truth))
		return f.jump()
	}
	register := f.toAnyUnsettled(e)
	f.releaseExpr(e)
	f.emit(lua.OP_TESTSET, noRegister, register, bit(truth))
	return f.jump()
}

// toAnyUnsettled is toAny without ending the jumps of the expression.
func (f *function) toAnyUnsettled(e *expr) int {
	if e.place != placeRegister {
		f.load(e, f.reserve(1))
	}
	return e.at
}

// goOnIfTrue lets control go on when the expression is true, and collects the jumps of the other case.
func (f *function) goOnIfTrue(e *expr) {
	f.discharge(e)
	switch e.place {
	case placeNumber, placeString, placeTrue: // always goes on
	case placeFalse:
		e.whenFalse = append(e.whenFalse, f.jump())
	case placeJump:
		f.invert(e)
		e.whenFalse = append(e.whenFalse, e.at)
	default:
		e.whenFalse = append(e.whenFalse, f.branchOn(e, false))
	}
	f.patchHere(e.whenTrue)
	e.whenTrue = nil
}

// goOnIfFalse is the mirror of goOnIfTrue.
func (f *function) goOnIfFalse(e *expr) {
	f.discharge(e)
	switch e.place {
	case placeNil, placeFalse: // always goes on
	case placeTrue:
		e.whenTrue = append(e.whenTrue, f.jump())
	case placeJump:
		e.whenTrue = append(e.whenTrue, e.at)
	default:
		e.whenTrue = append(e.whenTrue, f.branchOn(e, true))
	}
	f.patchHere(e.whenFalse)
	e.whenFalse = nil
}

// invert turns the comparison of a jump round.
func (f *function) invert(e *expr) {
	f.code[f.control(e.at)] ^= 1 << shiftA
}

// not negates an expression.
func (f *function) not(e *expr) {
	f.discharge(e)
	switch e.place {
	case placeNil, placeFalse:
		e.place = placeTrue
	case placeNumber, placeString, placeTrue:
		e.place = placeFalse
	case placeJump:
		f.invert(e)
	default:
		register := f.toAnyUnsettled(e)
		f.releaseExpr(e)
		e.at, e.place = f.emit(lua.OP_NOT, 0, register, 0), placePending
	}
	e.whenTrue, e.whenFalse = e.whenFalse, e.whenTrue
	for _, jumps := range [][]int{e.whenTrue, e.whenFalse} {
		for _, j := range jumps { // only the truth of the values matters now
			f.keepValue(j, noRegister)
		}
	}
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
