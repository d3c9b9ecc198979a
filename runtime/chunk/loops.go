package chunk

import lua "github.com/yuin/gopher-lua"

func (p *parser) forStatement(line int) {
	f := p.fn
	f.enter(true)
	p.advance()
	first := p.name()
	switch p.token.kind {
	case '=':
		p.numericFor(first, line)
	case ',', tokenIn:
		p.genericFor(first)
	default:
		p.complainNear("'=' or 'in' expected")
	}
	p.expectClosing(tokenEnd, tokenFor, line)
	f.leave()
}

// numericFor reads the rest of "for i = first, limit, step do".
func (p *parser) numericFor(name string, line int) {
	f := p.fn
	base := f.free
	p.advance()
	p.bound("'for' initial value")
	p.expect(',')
	p.bound("'for' limit")
	if p.accept(',') {
		p.bound("'for' step")
	} else {
		f.emitBx(lua.OP_LOADK, f.reserve(1), f.constant(&expr{place: placeNumber, number: 1}))
	}
	for _, hidden := range []string{"(for index)", "(for limit)", "(for step)"} {
		f.declare(hidden)
	}
	p.expect(tokenDo)
	prepare := f.emitBx(lua.OP_FORPREP, base, jumpBias)
	body := f.here()
	p.loopBody([]string{name})
	f.aim(prepare, f.here())
	loop := f.emitBx(lua.OP_FORLOOP, base, jumpBias)
	f.lines[loop] = line
	f.aim(loop, body)
}

// bound reads one of the three numbers of a loop. The engine insists on numbers where Lua also takes strings that
// look like one; a subtraction of zero turns those into numbers and changes no number.
func (p *parser) bound(what string) {
	f := p.fn
	e := p.expression()
	isNumber := e.isNumeral()
	f.toNext(&e)
	if isNumber {
		return
	}
	zero := f.operand(&expr{place: placeNumber})
	f.note(f.emit(lua.OP_SUB, e.at, e.at, zero), what)
	f.release(zero)
}

// genericFor reads the rest of "for a, b in expressions do".
func (p *parser) genericFor(first string) {
	f := p.fn
	base := f.free
	names := []string{first}
	for p.accept(',') {
		names = append(names, p.name())
		f.limit(len(f.locals)+len(names)+3, maxLocals, "local variables")
	}
	p.expect(tokenIn)
	at := p.token.line
	last, n := p.expressions()
	f.adjust(3, n, &last)
	f.free = base + 3
	for _, hidden := range []string{"(for generator)", "(for state)", "(for control)"} {
		f.declare(hidden)
	}
	f.reserve(3) // the call of the generator needs them
	f.free -= 3
	p.expect(tokenDo)
	prepare := f.jump()
	body := f.here()
	p.loopBody(names)
	f.aim(prepare, f.here())
	loop := f.emit(lua.OP_TFORLOOP, base, 0, len(names))
	again := f.jump()
	f.lines[loop], f.lines[again] = at, at
	f.aim(again, body)
}

// loopBody reads the block of a loop with its variables.
func (p *parser) loopBody(names []string) {
	f := p.fn
	f.enter(false)
	f.reserve(len(names))
	for _, name := range names {
		f.declare(name)
	}
	p.scope()
	f.leave()
}
