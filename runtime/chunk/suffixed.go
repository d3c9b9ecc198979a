package chunk

import lua "github.com/yuin/gopher-lua"

// primary reads a name or an expression in parentheses.
func (p *parser) primary() expr {
	switch p.token.kind {
	case '(':
		line := p.token.line
		p.advance()
		e := p.expression()
		p.expectClosing(')', '(', line)
		p.fn.discharge(&e)
		return e
	case tokenName:
		return p.fn.variable(p.name())
	}
	p.complainNear("unexpected symbol")
	panic("unreachable")
}

// suffixed reads a primary expression and all fields, keys and calls that follow it.
func (p *parser) suffixed() expr {
	f := p.fn
	e := p.primary()
	for {
		switch p.token.kind {
		case '.':
			p.field(&e)
		case '[':
			f.toAny(&e)
			key := p.bracketedKey()
			f.index(&e, &key)
		case ':':
			p.advance()
			name := p.name()
			f.method(&e, name)
			p.arguments(&e, name)
		case '(', '{', tokenString:
			name := e.placeName()
			f.toNext(&e)
			p.arguments(&e, name)
		default:
			return e
		}
	}
}

// bracketedKey reads "[key]".
func (p *parser) bracketedKey() expr {
	p.advance()
	key := p.expression()
	p.fn.toValue(&key)
	p.expect(']')
	return key
}

// arguments reads the arguments of a call to the function in a register, and makes the call.
func (p *parser) arguments(e *expr, name string) {
	f := p.fn
	line := p.token.line
	base := e.at
	var last expr
	switch p.token.kind {
	case '(':
		if line != p.lastLine {
			p.complainNear("ambiguous syntax (function call x new statement)")
		}
		p.advance()
		if p.token.kind != ')' {
			last, _ = p.expressions()
		}
		p.expectClosing(')', '(', line)
	case '{':
		last = p.constructor()
	case tokenString:
		last = expr{place: placeString, text: p.token.value}
		p.advance()
	default:
		p.complainNear("function arguments expected")
	}
	count := 0 // all that there are
	if last.isMulti() {
		f.openResults(&last)
	} else {
		if last.place != placeNowhere {
			f.toNext(&last)
		}
		count = f.free - base
	}
	call := f.emit(lua.OP_CALL, base, count, 2)
	f.lines[call] = line
	f.note(call, name)
	f.free = base + 1
	*e = expr{place: placeCall, at: call}
}

// body reads the parameters and statements of a function.
func (p *parser) body(isMethod bool, line int) expr {
	outer := p.fn
	f := p.open(line)
	p.expect('(')
	if isMethod {
		f.reserve(1)
		f.declare("self")
	}
	p.parameters()
	p.expect(')')
	p.chunk()
	last := p.token.line
	p.expectClosing(tokenEnd, tokenFunction, line)
	p.fn = outer
	return outer.closure(f, last)
}

func (p *parser) parameters() {
	f := p.fn
	for p.token.kind != ')' {
		if p.token.kind == tokenDots {
			p.advance()
			f.params = len(f.locals)
			f.reserve(1)
			f.declare("arg")
			f.vararg = lua.VarArgHasArg | lua.VarArgIsVarArg | lua.VarArgNeedsArg
			return
		}
		if p.token.kind != tokenName {
			p.complainNear("<name> or '...' expected")
		}
		f.reserve(1)
		f.declare(p.name())
		if !p.accept(',') {
			break
		} else if p.token.kind == ')' {
			p.complainNear("<name> or '...' expected")
		}
	}
	f.params = len(f.locals)
}
