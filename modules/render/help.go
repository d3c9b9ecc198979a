package render

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// helpWidth is how wide the text of a help page is.
const helpWidth = 96

// Help is the page about one name, as plain text that ends with a newline: a module, a function, a class, one of its
// members, or a type. The last part of a name is enough; where several things end in it, the page lists them. An unknown
// name is a usage fault that says which known one is the nearest.
func Help(mods []*modules.Module, name string) (string, error) {
	c := newCatalog(mods)
	found := lookup(c.entries(), strings.TrimSuffix(strings.TrimSpace(name), "()"))
	p := &page{catalog: c}
	switch len(found) {
	case 0:
		return "", c.unknown(name)
	case 1:
		found[0].page(p)
	default:
		p.paragraph("", fmt.Sprintf("Several things are called %s:", short(found[0].name)))
		p.list(found)
	}
	return strings.TrimRight(p.b.String(), "\n") + "\n", nil
}

// lookup finds a full name, else all names that end in it.
func lookup(all []entry, name string) []entry {
	var ends []entry
	for _, e := range all {
		if e.name == name || strings.ReplaceAll(e.name, ":", ".") == name {
			return []entry{e}
		}
		if short(e.name) == name && !e.alias {
			ends = append(ends, e)
		}
	}
	return ends
}

func (c *catalog) unknown(name string) error {
	var full, last []string
	for _, e := range c.entries() {
		full = append(full, e.name)
		last = append(last, short(e.name))
	}
	hint := "watsrun docs lists everything"
	for _, names := range [][]string{full, last} {
		if n := fault.Nearest(name, names); n != "" {
			hint = "did you mean " + n + "?"
			break
		}
	}
	return fault.New(fault.Usage, "nothing is called %q", name).WithHint("%s", hint)
}

// page writes plain text.
type page struct {
	*catalog
	b strings.Builder
}

// paragraph writes wrapped text, indented, with an empty line after it.
func (p *page) paragraph(indent, text string) {
	used := 0
	for _, word := range strings.Fields(text) {
		switch width := len([]rune(word)); {
		case used == 0:
			p.b.WriteString(indent)
			used = len(indent) + width
		case used+1+width > helpWidth:
			p.b.WriteString("\n" + indent)
			used = len(indent) + width
		default:
			p.b.WriteString(" ")
			used += 1 + width
		}
		p.b.WriteString(word)
	}
	if used > 0 {
		p.b.WriteString("\n\n")
	}
}

// rows writes lines of columns that are as wide as they must be.
func (p *page) rows(rows [][]string) {
	if len(rows) == 0 {
		return
	}
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, text := range row {
			widths[i] = max(widths[i], len([]rune(text)))
		}
	}
	for _, row := range rows {
		line := " "
		for i, text := range row {
			line += " " + text + strings.Repeat(" ", widths[i]-len([]rune(text))+1)
		}
		p.b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	p.b.WriteString("\n")
}

func (p *page) list(entries []entry) {
	rows := make([][]string, len(entries))
	for i, e := range entries {
		rows[i] = []string{e.name, summary(e.doc)}
	}
	p.rows(rows)
}

func (p *page) module(m *moduleEntry, path string) {
	p.paragraph("", cmp.Or(path, globalsName))
	p.paragraph("  ", m.Doc)
	if len(m.Alias) > 0 {
		p.paragraph("  ", "Also known as "+strings.Join(m.Alias, ", ")+".")
	}
	p.list(p.moduleEntries(m, path)[1:])
	var below [][]string
	for _, other := range p.modules {
		if strings.HasPrefix(other.path, m.path+".") {
			below = append(below, []string{other.path, summary(other.Doc)})
		}
	}
	p.rows(below)
	var classes []entry
	for _, class := range m.classes() {
		classes = append(classes, p.classEntries(class)[0])
	}
	p.list(classes)
}

func (p *page) function(name string, f *modules.Function) {
	p.b.WriteString(p.call(name, f) + "\n\n")
	p.paragraph("  ", f.Doc)
	rows := make([][]string, len(f.Params))
	for i, param := range f.Params {
		doc := param.Doc
		switch {
		case param.Required:
			doc += " Required."
		case param.Default != "":
			doc += " Default " + param.Default + "."
		}
		rows[i] = []string{paramName(param), p.paramType(param), strings.TrimSpace(doc)}
	}
	p.rows(rows)
	for _, fact := range factsOf(f) {
		p.paragraph("  ", fact.name+": "+fact.text)
	}
	for _, e := range f.Examples {
		p.code(exampleText(e))
	}
}

func (p *page) code(text string) {
	p.b.WriteString("    " + strings.ReplaceAll(strings.TrimRight(text, "\n"), "\n", "\n    ") + "\n\n")
}

func (p *page) value(text, doc string) {
	p.paragraph("", text)
	p.paragraph("  ", doc)
}

func (p *page) class(class *modules.Class) {
	p.paragraph("", class.Name)
	p.paragraph("  ", class.Doc)
	rows := make([][]string, len(class.Properties))
	for i, prop := range class.Properties {
		rows[i] = []string{prop.Name, p.text(prop.Type), propertyDoc(prop)}
	}
	p.rows(rows)
	var methods []entry
	for _, f := range byName(class.Methods) {
		methods = append(methods, p.functionEntry(class.Name+":"+f.Name, "method", f))
	}
	p.list(methods)
	if class.Setup != "" {
		p.paragraph("  ", "The examples of the methods continue this:")
		p.code(class.Setup)
	}
}

func (p *page) describe(name string, t *modules.Type) {
	p.paragraph("", name)
	if len(t.Choices) > 0 {
		p.paragraph("  ", typeDoc(t))
		return
	}
	rows := make([][]string, len(t.Fields))
	for i, f := range t.Fields {
		rows[i] = []string{f.Name, p.text(f.Type), fieldDoc(f)}
	}
	p.rows(rows)
}
