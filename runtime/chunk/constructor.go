package chunk

import lua "github.com/yuin/gopher-lua"

// constructor reads a table between braces.
func (p *parser) constructor() expr {
	f := p.fn
	line := p.token.line
	at := f.emit(lua.OP_NEWTABLE, 0, 0, 0)
	t := expr{place: placePending, at: at}
	f.toNext(&t)
	list := items{fn: f, table: t.at}
	fields := 0
	p.expect('{')
	for p.token.kind != '}' {
		list.flush(false)
		switch {
		case p.token.kind == '[', p.token.kind == tokenName && p.peek().kind == '=':
			p.keyed(t)
			fields++
		default:
			list.pending, list.count = p.expression(), list.count+1
		}
		if !p.accept(',') && !p.accept(';') {
			break
		}
	}
	p.expectClosing('}', '{', line)
	list.flush(true)
	f.setB(at, min(list.count, maxCount))
	f.setC(at, min(fields, maxCount))
	return t
}

// keyed reads "name = value" or "[key] = value".
func (p *parser) keyed(table expr) {
	f := p.fn
	free := f.free
	var key expr
	if p.token.kind == tokenName {
		key = expr{place: placeString, text: p.name()}
	} else {
		key = p.bracketedKey()
	}
	p.expect('=')
	f.index(&table, &key)
	value := p.expression()
	f.store(&table, &value)
	f.free = free
}

// items collects the list part of a table constructor, and stores them by the dozen.
type items struct {
	fn      *function
	table   int
	pending expr // the last item read
	count   int  // items in all
	waiting int  // of those, the ones that stand in registers
}

// flush puts the last item into a register, and stores what waits there when it is enough or when the list has ended.
func (l *items) flush(ended bool) {
	f := l.fn
	switch {
	case l.pending.place == placeNowhere:
	case ended && l.pending.isMulti():
		f.openResults(&l.pending)
		l.store(0)
		l.count-- // how many values there are is not known
		return
	default:
		f.toNext(&l.pending)
		l.pending = expr{}
		l.waiting++
	}
	if l.waiting == lua.FieldsPerFlush || ended && l.waiting > 0 {
		l.store(l.waiting)
	}
}

// store emits the instruction that stores n items, 0 meaning all on the stack.
func (l *items) store(n int) {
	f := l.fn
	batch := (l.count-1)/lua.FieldsPerFlush + 1
	if batch <= maxCount {
		f.emit(lua.OP_SETLIST, l.table, n, batch)
	} else {
		f.emit(lua.OP_SETLIST, l.table, n, 0)
		f.add(uint32(batch))
	}
	f.free = l.table + 1
	l.waiting = 0
}
