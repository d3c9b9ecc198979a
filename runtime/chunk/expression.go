package chunk

import (
	"math"

	lua "github.com/yuin/gopher-lua"
)

// binary is an operator between two operands, with how strongly it holds what stands on its two sides.
type binary struct {
	left, right int
	op          int // of the engine, for arithmetic and comparisons
}

var binaries = map[kind]binary{
	'+': {6, 6, lua.OP_ADD}, '-': {6, 6, lua.OP_SUB}, '*': {7, 7, lua.OP_MUL}, '/': {7, 7, lua.OP_DIV},
	'%': {7, 7, lua.OP_MOD}, '^': {10, 9, lua.OP_POW}, tokenConcat: {left: 5, right: 4},
	tokenEq: {3, 3, lua.OP_EQ}, tokenNe: {3, 3, lua.OP_EQ}, '<': {3, 3, lua.OP_LT}, '>': {3, 3, lua.OP_LT},
	tokenLe: {3, 3, lua.OP_LE}, tokenGe: {3, 3, lua.OP_LE}, tokenAnd: {left: 2, right: 2}, tokenOr: {left: 1, right: 1},
}

const unaryStrength = 8

func (p *parser) expression() expr { return p.operation(0) }

// expressions reads a list and leaves all values but the last in registers.
func (p *parser) expressions() (last expr, n int) {
	last, n = p.expression(), 1
	for p.accept(',') {
		p.fn.toNext(&last)
		last = p.expression()
		n++
	}
	return last, n
}

// operation reads operands as long as the operators between them hold them more strongly than limit.
func (p *parser) operation(limit int) expr {
	p.nest()
	e := p.unary()
	for {
		k := p.token.kind
		b, ok := binaries[k]
		if !ok || b.left <= limit {
			break
		}
		p.advance()
		p.binary(k, b, &e)
	}
	p.unnest()
	return e
}

func (p *parser) unary() expr {
	k := p.token.kind
	if k != '-' && k != '#' && k != tokenNot {
		return p.simple()
	}
	p.advance()
	e := p.operation(unaryStrength)
	f := p.fn
	switch {
	case k == tokenNot:
		f.not(&e)
	case k == '-' && e.isNumeral():
		e.number = -e.number
	case k == '-':
		f.unary(lua.OP_UNM, &e)
	default:
		f.unary(lua.OP_LEN, &e)
	}
	return e
}

func (f *function) unary(op int, e *expr) {
	register := f.toAny(e)
	f.releaseExpr(e)
	*e = expr{place: placePending, at: f.emit(op, 0, register, 0)}
}

// binary reads the right operand of an operator and combines the two.
func (p *parser) binary(k kind, b binary, left *expr) {
	f := p.fn
	switch k {
	case tokenAnd:
		f.goOnIfTrue(left)
		right := p.operation(b.right)
		f.discharge(&right)
		right.whenFalse = append(left.whenFalse, right.whenFalse...)
		*left = right
	case tokenOr:
		f.goOnIfFalse(left)
		right := p.operation(b.right)
		f.discharge(&right)
		right.whenTrue = append(left.whenTrue, right.whenTrue...)
		*left = right
	case tokenConcat:
		p.concat(left)
	case tokenEq, tokenNe, '<', '>', tokenLe, tokenGe:
		f.operand(left)
		right := p.operation(b.right)
		f.compare(k, b.op, left, &right)
	default:
		p.arithmetic(k, b, left)
	}
}

// maxOperands is how many operands ".." may join, as in Lua, to which each is a level of nesting.
const maxOperands = 197

// concat reads all operands of "a .. b .. c" and has the host join them. The engine's own operator writes numbers in
// a form of its own, and builds strings of any length.
func (p *parser) concat(first *expr) {
	f := p.fn
	base := f.intrinsicCall(Concat, first)
	n := 1
	for again := true; again; again = p.accept(tokenConcat) {
		if n == maxOperands {
			p.complain("chunk has too many syntax levels")
		}
		e := p.operation(binaries[tokenConcat].left)
		f.toNext(&e)
		n++
	}
	f.endIntrinsicCall(base, n, first)
}

// intrinsicCall leaves a function of the host in a register and the first argument in the next one.
func (f *function) intrinsicCall(name string, first *expr) (base int) {
	f.toValue(first)
	if first.place == placeRegister && first.at >= len(f.locals) {
		base = first.at // the value is already on top: it makes room
		f.emit(lua.OP_MOVE, f.reserve(1), base, 0)
	} else {
		base = f.reserve(2)
		f.put(first, base+1)
	}
	f.emit(lua.OP_GETUPVAL, base, f.intrinsic(name), 0)
	return base
}

func (f *function) endIntrinsicCall(base, arguments int, result *expr) {
	f.note(f.emit(lua.OP_CALL, base, arguments+1, 2), "?")
	f.free = base + 1
	*result = expr{place: placeRegister, at: base}
}

// arithmetic reads the right operand. A remainder whose divisor is not a whole number that the source spells out is left to
// the host, since the engine's differs from Lua's in the last digits, and for infinite divisors.
func (p *parser) arithmetic(k kind, b binary, left *expr) {
	f := p.fn
	if k == '%' && !p.atWholeNumber() {
		base := f.intrinsicCall(Modulo, left)
		right := p.operation(b.right)
		f.toNext(&right)
		f.endIntrinsicCall(base, 2, left)
		return
	}
	if !left.isNumeral() {
		f.operand(left)
	}
	right := p.operation(b.right)
	if left.isNumeral() && right.isNumeral() {
		if folded, ok := fold(k, left.number, right.number); ok {
			left.number = folded
			return
		}
	}
	r := f.operand(&right)
	l := f.operand(left)
	f.releaseBoth(left, &right)
	*left = expr{place: placePending, at: f.emit(b.op, 0, l, r)}
}

// atWholeNumber tells whether the next token is a whole number other than 0.
func (p *parser) atWholeNumber() bool {
	n := p.token.number
	return p.token.kind == tokenNumber && n != 0 && n == math.Trunc(n) && n < 1<<53
}

// fold computes what is known while compiling, unless the result is not a number.
func fold(k kind, a, b float64) (result float64, ok bool) {
	switch k {
	case '+':
		result = a + b
	case '-':
		result = a - b
	case '*':
		result = a * b
	case '/':
		if b == 0 {
			return 0, false
		}
		result = a / b
	case '%':
		if b == 0 {
			return 0, false
		}
		result = Remainder(a, b)
	case '^':
		result = math.Pow(a, b)
	}
	return result, result == result
}

// Remainder is Lua's a % b.
func Remainder(a, b float64) float64 { return a - math.Floor(a/b)*b }

// releaseBoth gives the registers of two operands back, the later one first.
func (f *function) releaseBoth(a, b *expr) {
	if a.place == placeRegister && b.place == placeRegister && a.at > b.at {
		a, b = b, a
	}
	f.releaseExpr(b)
	f.releaseExpr(a)
}

// compare makes a comparison, whose result is a jump. What is greater is compared as less, the other way round.
func (f *function) compare(k kind, op int, left, right *expr) {
	r, l := f.operand(right), f.operand(left)
	f.releaseBoth(left, right)
	if k == '>' || k == tokenGe {
		l, r = r, l
	}
	f.emit(op, bit(k != tokenNe), l, r)
	*left = expr{place: placeJump, at: f.jump()}
}

// simple reads an operand.
func (p *parser) simple() expr {
	var e expr
	switch p.token.kind {
	case tokenNumber:
		e = expr{place: placeNumber, number: p.token.number}
	case tokenString:
		e = expr{place: placeString, text: p.token.value}
	case tokenNil:
		e.place = placeNil
	case tokenTrue:
		e.place = placeTrue
	case tokenFalse:
		e.place = placeFalse
	case tokenDots:
		e = p.dots()
	case '{':
		return p.constructor()
	case tokenFunction:
		line := p.token.line
		p.advance()
		return p.body(false, line)
	default:
		return p.suffixed()
	}
	p.advance()
	return e
}

func (p *parser) dots() expr {
	f := p.fn
	if f.vararg == 0 {
		p.complainNear("cannot use '...' outside a vararg function")
	}
	f.vararg &^= lua.VarArgNeedsArg // whoever uses "..." does without the table "arg"
	return expr{place: placeVararg, at: f.emit(lua.OP_VARARG, 0, 1, 0)}
}
