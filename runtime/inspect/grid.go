package inspect

import (
	"strings"
	"unicode"

	lua "github.com/yuin/gopher-lua"
)

// column is a key that records have, with the texts of its cells.
type column struct {
	name    string
	cells   []string
	numbers bool // aligned to the right
	width   int
}

// grid shows a list of at least two flat records as rows and columns; false when v is something else or is too wide.
func (p *printer) grid(v lua.LValue) (string, bool) {
	t, ok := v.(*lua.LTable)
	if !ok {
		return "", false
	}
	n, keyed, more := p.contents(t)
	if n < 2 || len(keyed) > 0 {
		return "", false
	}
	cols, ok := p.columns(t, n)
	if !ok {
		return "", false
	}
	total := 2 * (len(cols) - 1)
	for i := range cols {
		cols[i].width = columns(cols[i].name)
		for _, cell := range cols[i].cells {
			cols[i].width = max(cols[i].width, columns(cell))
		}
		total += cols[i].width
	}
	if total > p.o.Width || len(cols) == 0 {
		return "", false
	}
	return p.rows(cols, n, more), true
}

// columns collects the cells; false when an item is not a flat record. The order is that of first appearance.
func (p *printer) columns(t *lua.LTable, n int) ([]column, bool) {
	var cols []column
	index := map[string]int{}
	for row := range n {
		record, ok := t.RawGetInt(row + 1).(*lua.LTable)
		if !ok {
			return nil, false
		}
		for k, v := record.Next(lua.LNil); k != lua.LNil; k, v = record.Next(k) {
			name, ok := k.(lua.LString)
			if !ok || v.Type() == lua.LTTable {
				return nil, false
			}
			i, known := index[string(name)]
			if !known {
				i = len(cols)
				index[string(name)] = i
				cols = append(cols, column{name: string(name), cells: make([]string, n), numbers: true})
			}
			cols[i].cells[row] = p.cell(v)
			cols[i].numbers = cols[i].numbers && v.Type() == lua.LTNumber
		}
	}
	return cols, true
}

// cell is the text of a value; strings need no quotes where they cannot be mistaken for something else.
func (p *printer) cell(v lua.LValue) string {
	if s, ok := v.(lua.LString); ok && s != "" && strings.TrimFunc(string(s), unicode.IsPrint) == "" && strings.TrimSpace(string(s)) == string(s) {
		return string(s)
	}
	text, _ := p.leaf(v)
	return text
}

func (p *printer) rows(cols []column, n, more int) string {
	var b strings.Builder
	for i, c := range cols {
		b.WriteString(p.painted(c.padded(c.name, i == len(cols)-1), keyStyle))
		b.WriteString(gap(i, cols))
	}
	for row := range n {
		for i, c := range cols {
			b.WriteString(c.padded(c.cells[row], i == len(cols)-1))
			b.WriteString(gap(i, cols))
		}
	}
	if more > 0 {
		b.WriteString(p.painted(moreText(more), dimStyle))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func (c *column) padded(text string, last bool) string {
	pad := strings.Repeat(" ", c.width-columns(text))
	switch {
	case c.numbers:
		return pad + text
	case last:
		return text
	}
	return text + pad
}

func gap(i int, cols []column) string {
	if i == len(cols)-1 {
		return "\n"
	}
	return "  "
}
