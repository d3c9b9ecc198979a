package chunk

import lua "github.com/yuin/gopher-lua"

// Name is how a script calls a value: its kind is local, global, upvalue, field or method. The zero Name means that it has none.
type Name struct{ Kind, Text string }

// String is the name as messages quote it, such as "local 'a'", or nothing.
func (n Name) String() string {
	if n.Kind == "" {
		return ""
	}
	return n.Kind + " '" + n.Text + "'"
}

// OperandName names what the instruction at pc has as an operand: a register, or a constant, which has no name.
func OperandName(p *lua.FunctionProto, pc, operand int) Name {
	if operand&constantBit != 0 {
		return Name{}
	}
	return RegisterName(p, pc, operand)
}

// RegisterName names what a register holds when the instruction at pc is reached, as far as the code before it tells.
func RegisterName(p *lua.FunctionProto, pc, register int) Name {
	if name, ok := localName(p, pc, register); ok {
		return Name{"local", name}
	}
	at := setter(p, pc, register)
	if at < 0 {
		return Name{}
	}
	switch i := p.Code[at]; opcode(i) {
	case lua.OP_MOVE:
		if argB(i) < argA(i) {
			return RegisterName(p, at, argB(i))
		}
	case lua.OP_GETGLOBAL:
		return Name{"global", constantText(p, argBx(i))}
	case lua.OP_GETUPVAL:
		if p.LineDefined == 0 { // the main function's are local variables of its session
			return Name{"local", p.DbgUpvalues[argB(i)]}
		}
		return Name{"upvalue", p.DbgUpvalues[argB(i)]}
	case lua.OP_GETTABLE, lua.OP_GETTABLEKS:
		return Name{"field", keyText(p, argC(i))}
	case lua.OP_SELF:
		if register == argA(i) {
			return Name{"method", keyText(p, argC(i))}
		}
	}
	return Name{}
}

// CallName names the function that the call or the loop at pc calls. Operators that the host does have no name.
func CallName(p *lua.FunctionProto, pc int) Name {
	switch i := p.Code[pc]; opcode(i) {
	case lua.OP_CALL, lua.OP_TAILCALL, lua.OP_TFORLOOP:
		if name := RegisterName(p, pc, argA(i)); name.Text != Concat && name.Text != Modulo {
			return name
		}
	}
	return Name{}
}

// keyText is a key that the source spells out, "?" for any other.
func keyText(p *lua.FunctionProto, operand int) string {
	if operand&constantBit == 0 {
		return "?"
	}
	return constantText(p, operand&^constantBit)
}

func constantText(p *lua.FunctionProto, index int) string {
	if s, ok := p.Constants[index].(lua.LString); ok {
		return string(s)
	}
	return "?"
}

// localName is the name of the local variable that lives in a register at pc: variables have registers in the order in which they begin.
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

// setter is the last instruction before pc that sets the register, -1 where a branch decides which one it was.
func setter(p *lua.FunctionProto, pc, register int) int {
	found, landing := -1, 0
	for at := 0; at < pc; at = following(p, at) {
		i := p.Code[at]
		if opcode(i) == lua.OP_JMP {
			if to := at + 1 + argBx(i) - jumpBias; to > at && to <= pc {
				landing = max(landing, to)
			}
			continue
		}
		if !sets(i, register) {
			continue
		}
		found = at
		if at < landing { // jumped over, perhaps
			found = -1
		}
	}
	return found
}

// following is the instruction after the one at a place: some have words behind them that are no instructions.
func following(p *lua.FunctionProto, at int) int {
	switch i := p.Code[at]; {
	case opcode(i) == lua.OP_CLOSURE:
		return at + 1 + int(p.FunctionPrototypes[argBx(i)].NumUpvalues)
	case opcode(i) == lua.OP_SETLIST && argC(i) == 0:
		return at + 2
	}
	return at + 1
}

// sets tells whether an instruction changes a register.
func sets(i uint32, register int) bool {
	a := argA(i)
	switch opcode(i) {
	case lua.OP_SETGLOBAL, lua.OP_SETUPVAL, lua.OP_SETTABLE, lua.OP_SETTABLEKS, lua.OP_JMP, lua.OP_EQ, lua.OP_LT, lua.OP_LE,
		lua.OP_TEST, lua.OP_RETURN, lua.OP_SETLIST, lua.OP_CLOSE:
		return false
	case lua.OP_LOADNIL:
		return a <= register && register <= argB(i)
	case lua.OP_SELF:
		return register == a || register == a+1
	case lua.OP_CALL, lua.OP_TAILCALL, lua.OP_VARARG:
		return register >= a
	case lua.OP_TFORLOOP:
		return register >= a+2
	case lua.OP_FORLOOP:
		return register == a || register == a+3
	}
	return register == a
}

// Instruction is what can fail: its operation and its operands, registers or constants.
type Instruction struct{ Op, A, B, C int }

// InstructionAt takes an instruction of a function apart.
func InstructionAt(p *lua.FunctionProto, pc int) Instruction {
	i := p.Code[pc]
	return Instruction{opcode(i), argA(i), argB(i), argC(i)}
}

// NoteAt is the name that the compiler gave the operation at pc: the called function's, or what a number of a for loop is for.
func NoteAt(p *lua.FunctionProto, pc int) string {
	for _, c := range p.DbgCalls {
		if c.Pc == pc {
			return c.Name
		}
	}
	return ""
}
