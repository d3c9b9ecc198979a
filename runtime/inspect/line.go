package inspect

import (
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// line is an attempt to show a value on one line.
type line struct {
	p    *printer
	b    strings.Builder
	left int // columns
}

func (p *printer) line(width int) *line { return &line{p: p, left: width} }

func (l *line) String() string { return l.b.String() }

// add writes text in a style; false when there is no room for it.
func (l *line) add(text string, s style) bool {
	l.left -= columns(text)
	l.b.WriteString(l.p.painted(text, s))
	return l.left >= 0
}

// value writes v; false when it does not fit.
func (l *line) value(v lua.LValue) bool {
	t, ok := v.(*lua.LTable)
	if !ok {
		return l.add(l.p.leaf(v))
	}
	if text, s := l.p.cut(t); text != "" {
		return l.add(text, s)
	}
	return l.table(t)
}

func (l *line) table(t *lua.LTable) bool {
	list, keyed, more := l.p.contents(t)
	if 2*(list+len(keyed)) > l.left {
		return false
	}
	l.p.open = append(l.p.open, t)
	fits := l.add("{", plainStyle) && l.items(t, list, keyed) && l.rest(more) && l.add("}", plainStyle)
	l.p.open = l.p.open[:len(l.p.open)-1]
	return fits
}

func (l *line) items(t *lua.LTable, list int, keyed []lua.LValue) bool {
	for i := 1; i <= list; i++ {
		if i > 1 && !l.add(", ", plainStyle) || !l.value(t.RawGetInt(i)) {
			return false
		}
	}
	for i, k := range keyed {
		if i+list > 0 && !l.add(", ", plainStyle) {
			return false
		}
		if !l.add(keyText(k), keyStyle) || !l.add(" = ", plainStyle) || !l.value(t.RawGet(k)) {
			return false
		}
	}
	return true
}

func (l *line) rest(more int) bool {
	return more == 0 || l.add(", ", plainStyle) && l.add(moreText(more), dimStyle)
}
