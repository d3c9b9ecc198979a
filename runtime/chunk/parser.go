package chunk

import (
	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/host"
)

// parser reads statements and makes the code of the function that it is in. It never looks back: what Lua reads in
// one pass, it compiles in one pass, so that the memory it needs grows with the nesting of a source, not with its length.
type parser struct {
	lexer    *lexer
	source   string // the name that the functions know
	token    token  // the current one
	ahead    token  // the one after, when peeked is set
	peeked   bool
	lastLine int // the line of the token before
	fn       *function
	depth    int
	limits   host.Limits
	shared   *sharing // of the session that the chunk is part of
}

// parse compiles a whole source.
func (p *parser) parse() *lua.FunctionProto {
	p.token.line = 1
	main := p.open(0)
	main.vararg = lua.VarArgIsVarArg
	p.advance()
	p.chunk()
	p.check(tokenEOF)
	return main.finish(p.token.line)
}

// open begins a function inside the current one.
func (p *parser) open(line int) *function {
	f := &function{parent: p.fn, parser: p, line: line, constants: newConstants()}
	f.enter(false)
	p.fn = f
	return f
}

func (p *parser) advance() {
	p.lastLine = p.token.line
	if p.peeked {
		p.token, p.peeked = p.ahead, false
		return
	}
	p.token = p.lexer.next()
}

// peek is the token after the current one.
func (p *parser) peek() token {
	if !p.peeked {
		p.ahead, p.peeked = p.lexer.next(), true
	}
	return p.ahead
}

// complain ends the compilation with a message about the whole.
func (p *parser) complain(format string, args ...any) {
	p.lexer.raise(p.token.line, "", format, args...)
}

// complainNear ends the compilation with a message about the current token.
func (p *parser) complainNear(format string, args ...any) {
	p.lexer.raise(p.token.line, p.token.near(), format, args...)
}

// accept steps over the token if it is of the kind.
func (p *parser) accept(k kind) bool {
	if p.token.kind != k {
		return false
	}
	p.advance()
	return true
}

// check insists on the kind of the current token.
func (p *parser) check(k kind) {
	if p.token.kind != k {
		p.complainNear("'%s' expected", k)
	}
}

// expect steps over a token that must be of the kind.
func (p *parser) expect(k kind) {
	p.check(k)
	p.advance()
}

// expectClosing steps over the token that ends what another one began on a line.
func (p *parser) expectClosing(k, opening kind, line int) {
	if p.accept(k) {
		return
	}
	if line == p.token.line {
		p.check(k)
	}
	p.complainNear("'%s' expected (to close '%s' at line %d)", k, opening, line)
}

// name steps over a name.
func (p *parser) name() string {
	p.check(tokenName)
	name := p.token.text
	p.advance()
	return name
}

// nest counts a level of nesting until unnest.
func (p *parser) nest() {
	p.depth++
	if p.depth > p.limits.SourceDepth {
		p.complain("chunk has too many syntax levels")
	}
}

func (p *parser) unnest() { p.depth-- }

// ended tells whether a block cannot go on.
func (p *parser) ended() bool {
	switch p.token.kind {
	case tokenElse, tokenElseif, tokenEnd, tokenEOF, tokenUntil:
		return true
	}
	return false
}

// chunk reads statements up to the end of the block.
func (p *parser) chunk() {
	p.nest()
	for last := false; !last && !p.ended(); {
		last = p.statement()
		p.accept(';')
		p.fn.free = len(p.fn.locals)
	}
	p.unnest()
}

// scope reads a block with variables of its own.
func (p *parser) scope() {
	p.fn.enter(false)
	p.chunk()
	p.fn.leave()
}

// statement reads one statement, and tells whether it must be the last of its block.
func (p *parser) statement() (last bool) {
	line := p.token.line
	switch p.token.kind {
	case tokenIf:
		p.ifStatement(line)
	case tokenWhile:
		p.whileStatement(line)
	case tokenDo:
		p.advance()
		p.scope()
		p.expectClosing(tokenEnd, tokenDo, line)
	case tokenFor:
		p.forStatement(line)
	case tokenRepeat:
		p.repeatStatement(line)
	case tokenFunction:
		p.functionStatement(line)
	case tokenLocal:
		p.advance()
		p.localStatement()
	case tokenReturn:
		p.returnStatement()
		return true
	case tokenBreak:
		p.advance()
		p.breakStatement()
		return true
	default:
		p.expressionStatement()
	}
	return false
}

// condition reads an expression and collects the jumps that are taken when it is false.
func (p *parser) condition() []int {
	e := p.expression()
	if e.place == placeNil {
		e.place = placeFalse // all that counts is the truth
	}
	p.fn.goOnIfTrue(&e)
	return e.whenFalse
}

func (p *parser) ifStatement(line int) {
	f := p.fn
	var ends []int
	otherwise := p.thenBlock()
	for p.token.kind == tokenElseif {
		ends = append(ends, f.jump())
		f.patchHere(otherwise)
		otherwise = p.thenBlock()
	}
	if p.token.kind == tokenElse {
		ends = append(ends, f.jump())
		f.patchHere(otherwise)
		p.advance()
		p.scope()
	} else {
		ends = append(ends, otherwise...)
	}
	f.patchHere(ends)
	p.expectClosing(tokenEnd, tokenIf, line)
}

// thenBlock reads a condition and the block that it guards.
func (p *parser) thenBlock() (otherwise []int) {
	p.advance() // if or elseif
	otherwise = p.condition()
	p.expect(tokenThen)
	p.scope()
	return otherwise
}

func (p *parser) whileStatement(line int) {
	f := p.fn
	p.advance()
	start := f.here()
	exit := p.condition()
	f.enter(true)
	p.expect(tokenDo)
	p.scope()
	f.aim(f.jump(), start)
	p.expectClosing(tokenEnd, tokenWhile, line)
	f.leave()
	f.patchHere(exit)
}

func (p *parser) repeatStatement(line int) {
	f := p.fn
	start := f.here()
	f.enter(true)
	inner := f.enter(false)
	p.advance()
	p.chunk()
	p.expectClosing(tokenUntil, tokenRepeat, line)
	again := p.condition()
	if inner.captured { // both ways out must close the variables
		p.breakStatement()
		f.patchHere(again)
		f.leave()
		again = []int{f.jump()}
	} else {
		f.leave()
	}
	f.patch(again, start)
	f.leave()
}

// breakStatement leaves the innermost loop.
func (p *parser) breakStatement() {
	f := p.fn
	captured := false
	b := f.block
	for ; b != nil && !b.loop; b = b.outer {
		captured = captured || b.captured
	}
	if b == nil {
		p.complainNear("no loop to break")
	}
	if captured || b.captured {
		f.emit(lua.OP_CLOSE, b.locals, 0, 0)
	}
	b.breaks = append(b.breaks, f.jump())
}

func (p *parser) returnStatement() {
	f := p.fn
	p.advance()
	if p.ended() || p.token.kind == ';' {
		f.emit(lua.OP_RETURN, 0, 1, 0)
		return
	}
	e, n := p.expressions()
	switch {
	case e.isMulti():
		if e.place == placeCall && n == 1 {
			call := f.code[e.at]
			f.code[e.at] = encode(lua.OP_TAILCALL, argA(call), argB(call), argC(call))
		}
		f.openResults(&e)
		f.emit(lua.OP_RETURN, len(f.locals), 0, 0)
	case n == 1:
		f.emit(lua.OP_RETURN, f.toAny(&e), 2, 0)
	default:
		f.toNext(&e)
		f.emit(lua.OP_RETURN, len(f.locals), n+1, 0)
	}
}

// expressionStatement reads a call or an assignment.
func (p *parser) expressionStatement() {
	e := p.suffixed()
	if e.place == placeCall {
		p.fn.setC(e.at, 1) // its results are not used
		return
	}
	p.assignment(e)
}

// note names a call for tracebacks and messages.
func (f *function) note(call int, name string) {
	if name == "" {
		name = "?"
	}
	f.debugCalls = append(f.debugCalls, lua.DbgCall{Pc: call, Name: name})
}

// placeName is the name by which a script knows a variable, "" of other expressions.
func (e *expr) placeName() string {
	switch e.place {
	case placeLocal, placeUpvalue, placeGlobal:
		return e.text
	case placeIndexed:
		if e.named {
			return e.text
		}
	}
	return ""
}
