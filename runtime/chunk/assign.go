package chunk

import lua "github.com/yuin/gopher-lua"

// maxTargets bounds the variables of one assignment.
const maxTargets = 200

// assignment reads what follows the first variable of an assignment. The values are all computed before the first is
// stored, and stored from the last to the first.
func (p *parser) assignment(first expr) {
	f := p.fn
	targets := []expr{first}
	p.checkTarget(first)
	for p.accept(',') {
		e := p.suffixed()
		p.checkTarget(e)
		if e.place == placeLocal {
			f.protect(targets, e.at)
		}
		targets = append(targets, e)
		if len(targets) > maxTargets {
			f.limit(len(targets), maxTargets, "variables in assignment")
		}
	}
	p.expect('=')
	value, n := p.expressions()
	if n == len(targets) {
		f.single(&value)
		last := len(targets) - 1
		f.store(&targets[last], &value)
		targets = targets[:last]
	} else {
		f.adjust(len(targets), n, &value)
		if n > len(targets) {
			f.free -= n - len(targets) // the values that nothing takes
		}
	}
	for i := len(targets) - 1; i >= 0; i-- {
		value := expr{place: placeRegister, at: f.free - 1}
		f.store(&targets[i], &value)
	}
}

// checkTarget insists on something that can be assigned to.
func (p *parser) checkTarget(e expr) {
	switch e.place {
	case placeLocal, placeUpvalue, placeGlobal, placeIndexed:
		return
	}
	p.complainNear("syntax error")
}

// protect copies a local variable that is about to be assigned, when an earlier target uses its value as a table or a key.
func (f *function) protect(targets []expr, register int) {
	copied := -1
	for i := range targets {
		t := &targets[i]
		if t.place != placeIndexed || t.at != register && t.key != register {
			continue
		}
		if copied < 0 {
			copied = f.reserve(1)
			f.emit(lua.OP_MOVE, copied, register, 0)
		}
		if t.at == register {
			t.at = copied
		}
		if t.key == register {
			t.key = copied
		}
	}
}

// single cuts an open list of values down to one.
func (f *function) single(e *expr) {
	if e.isMulti() {
		f.discharge(e)
	}
}

// openResults lets a call or "..." give all values that it has.
func (f *function) openResults(e *expr) { f.results(e, -1) }

// results has a call or "..." give n values; -1 means all.
func (f *function) results(e *expr, n int) {
	if e.place == placeCall {
		f.setC(e.at, n+1)
		return
	}
	f.setB(e.at, n+1)
	f.setA(e.at, f.reserve(1))
}

// adjust makes as many values as there are variables: what is missing is nil.
func (f *function) adjust(variables, values int, last *expr) {
	missing := variables - values
	if last.isMulti() {
		missing = max(missing+1, 0) // the last expression gives what it can
		f.results(last, missing)
		if missing > 1 {
			f.reserve(missing - 1)
		}
		return
	}
	if last.place != placeNowhere {
		f.toNext(last)
	}
	if missing > 0 {
		first := f.reserve(missing)
		f.loadNil(first, missing)
	}
}

// localStatement reads the declaration of local variables or of a local function.
func (p *parser) localStatement() {
	f := p.fn
	if p.accept(tokenFunction) {
		name := p.name()
		if f.shares() {
			variable := f.share(name)
			body := p.body(false, p.token.line)
			f.store(&variable, &body)
			return
		}
		register := f.reserve(1)
		f.declare(name)
		body := p.body(false, p.token.line)
		f.put(&body, register)
		f.locals[register].StartPc = len(f.code)
		return
	}
	var names []string
	for again := true; again; again = p.accept(',') {
		names = append(names, p.name())
		f.limit(len(f.locals)+len(names), maxLocals, "local variables")
	}
	var value expr
	n := 0
	if p.accept('=') {
		value, n = p.expressions()
	}
	f.adjust(len(names), n, &value)
	f.free = len(f.locals) + len(names)
	if f.shares() {
		f.shareAll(names)
		return
	}
	for _, name := range names {
		f.declare(name)
	}
}

// functionStatement reads "function a.b:c() ... end".
func (p *parser) functionStatement(line int) {
	f := p.fn
	p.advance()
	target := f.variable(p.name())
	isMethod := false
	for !isMethod && (p.token.kind == '.' || p.token.kind == ':') {
		isMethod = p.token.kind == ':'
		p.field(&target)
	}
	body := p.body(isMethod, line)
	f.store(&target, &body)
	f.lines[len(f.lines)-1] = line // a failure to store belongs to where the function begins
}

// field reads ".name" or ":name" after a table.
func (p *parser) field(e *expr) {
	p.fn.toAny(e)
	p.advance()
	key := expr{place: placeString, text: p.name()}
	p.fn.index(e, &key)
}
