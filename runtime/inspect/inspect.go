// Package inspect shows Lua values to people: in the REPL, in error messages and where a script asks for it. It knows
// gopher-lua only. What it prints is for eyes, not for parsers, though simple values read back as Lua.
package inspect

import (
	"strconv"
	"strings"

	lua "github.com/yuin/gopher-lua"
)

// Options say how values are laid out. A zero field means the default.
type Options struct {
	Width    int  // columns of a line, default 100
	Depth    int  // nested tables beyond it are shown as {…}, default 8
	MaxItems int  // shown of one table, default 100
	MaxText  int  // bytes shown of one string, default 4000
	Color    bool // ANSI colours
	Tables   bool // lists of flat records as rows and columns where they fit
}

func (o Options) filled() Options {
	for field, fallback := range map[*int]int{&o.Width: 100, &o.Depth: 8, &o.MaxItems: 100, &o.MaxText: 4000} {
		if *field <= 0 {
			*field = fallback
		}
	}
	return o
}

// maxNodes bounds one inspection: tables refer to one another, and each way to a table is shown.
const maxNodes = 20_000

// Inspect shows v on one line where it fits the width, else indented. Keys are sorted, the list part comes first.
// A userdata is shown by its __tostring, called protected on L; no other metamethod is called.
func Inspect(L *lua.LState, v lua.LValue, o Options) string {
	p := &printer{L: L, o: o.filled()}
	if o.Tables {
		if rows, ok := p.grid(v); ok {
			return rows
		}
	}
	p.value(v, 0, 0)
	return p.out.String()
}

// printer is the state of one inspection.
type printer struct {
	L     *lua.LState
	o     Options
	out   strings.Builder
	open  []*lua.LTable // from the value down to the table at hand
	nodes int
}

// value writes v, of which lines after the first are indented; used columns of the first line are taken.
func (p *printer) value(v lua.LValue, indent, used int) {
	t, ok := v.(*lua.LTable)
	if !ok {
		p.out.WriteString(p.painted(p.leaf(v)))
		return
	}
	if text, s := p.cut(t); text != "" {
		p.out.WriteString(p.painted(text, s))
		return
	}
	if l := p.line(p.o.Width - used); l.table(t) {
		p.out.WriteString(l.String())
		return
	}
	p.open = append(p.open, t)
	p.block(t, indent)
	p.open = p.open[:len(p.open)-1]
}

// cut is what stands for a table whose items are not shown; empty for a table that is shown.
func (p *printer) cut(t *lua.LTable) (string, style) {
	if first, _ := t.Next(lua.LNil); first == lua.LNil {
		return "{}", plainStyle
	}
	for _, o := range p.open {
		if o == t {
			return "<cycle>", dimStyle
		}
	}
	if len(p.open) >= p.o.Depth || p.nodes >= maxNodes {
		return "{…}", dimStyle
	}
	return "", plainStyle
}

func (p *printer) block(t *lua.LTable, indent int) {
	pad := strings.Repeat(" ", indent+2)
	p.out.WriteString("{\n")
	list, keyed, more := p.contents(t)
	if !p.filled(t, list, pad) {
		for i := 1; i <= list; i++ {
			p.out.WriteString(pad)
			p.value(t.RawGetInt(i), indent+2, len(pad)+1)
			p.out.WriteString(",\n")
		}
	}
	for _, k := range keyed {
		name := keyText(k)
		p.out.WriteString(pad)
		p.out.WriteString(p.painted(name, keyStyle) + " = ")
		p.value(t.RawGet(k), indent+2, len(pad)+columns(name)+4)
		p.out.WriteString(",\n")
	}
	if more > 0 {
		p.out.WriteString(pad + p.painted(moreText(more), dimStyle) + "\n")
	}
	p.out.WriteString(pad[2:] + "}")
}

// filled writes a list of plain values with several on each line; false when there are tables in it.
func (p *printer) filled(t *lua.LTable, n int, pad string) bool {
	for i := 1; i <= n; i++ {
		if t.RawGetInt(i).Type() == lua.LTTable {
			return false
		}
	}
	used := 0
	for i := 1; i <= n; i++ {
		text, s := p.leaf(t.RawGetInt(i))
		switch width := columns(text) + 2; {
		case used == 0:
			p.out.WriteString(pad)
			used = len(pad) + width
		case used+width > p.o.Width+1:
			p.out.WriteString("\n" + pad)
			used = len(pad) + width
		default:
			p.out.WriteString(" ")
			used += width
		}
		p.out.WriteString(p.painted(text, s) + ",")
	}
	if n > 0 {
		p.out.WriteString("\n")
	}
	return true
}

func moreText(n int) string { return "… " + strconv.Itoa(n) + " more" }
