package render

import (
	"sort"
	"strings"

	"github.com/watsrun/watsrun/modules"
)

// entry is one thing that has a name: what help and completion find.
type entry struct {
	name string // in full: "wats.product", "wats.product.get_product", "Report:add_step", "Report.sn", "Product"
	kind string // module, globals, function, value, method, property, class or type
	text string // how it is written: a signature, or the name with its type
	doc  string
	page func(*page)

	alias bool     // there is another entry of the same thing
	more  []string // further texts that a search looks at
}

// entries are all the names, sorted. What has an alias is there under each of its names.
func (c *catalog) entries() []entry {
	var list []entry
	for _, m := range c.modules {
		list = append(list, c.moduleEntries(m, m.path)...)
		for _, alias := range m.Alias {
			for _, e := range c.moduleEntries(m, alias) {
				e.alias = true
				list = append(list, e)
			}
		}
		for _, class := range m.classes() {
			list = append(list, c.classEntries(class)...)
		}
	}
	for _, t := range c.types {
		name := typeName(t.Type)
		list = append(list, entry{
			name: name, kind: "type", text: name, doc: typeDoc(t.Type), page: func(p *page) { p.describe(name, t.Type) }, more: wordsOfType(t.Type),
		})
	}
	sort.SliceStable(list, func(i, j int) bool { return list[i].name < list[j].name })
	return list
}

func typeDoc(t *modules.Type) string {
	if len(t.Choices) > 0 {
		return "One of " + strings.Join(t.Choices, ", ") + "."
	}
	return "A table with the fields " + strings.Join(t.FieldNames(), ", ") + "."
}

func (c *catalog) moduleEntries(m *moduleEntry, path string) []entry {
	var list []entry
	prefix := ""
	if path != "" {
		prefix = path + "."
		list = append(list, entry{name: path, kind: "module", text: path, doc: m.Doc, page: func(p *page) { p.module(m, path) }})
	} else {
		list = append(list, entry{name: globalsName, kind: "globals", text: globalsName, doc: m.Doc, page: func(p *page) { p.module(m, path) }})
	}
	for _, f := range m.functions() {
		list = append(list, c.functionEntry(prefix+f.Name, "function", f))
	}
	for _, k := range m.constants() {
		list = append(list, c.valueEntry(prefix+k.Name, "value", k.Type, k.Doc))
	}
	return list
}

func (c *catalog) classEntries(class *modules.Class) []entry {
	list := []entry{{name: class.Name, kind: "class", text: class.Name, doc: class.Doc, page: func(p *page) { p.class(class) }}}
	for _, prop := range class.Properties {
		list = append(list, c.valueEntry(class.Name+"."+prop.Name, "property", prop.Type, propertyDoc(prop)))
	}
	for _, f := range byName(class.Methods) {
		list = append(list, c.functionEntry(class.Name+":"+f.Name, "method", f))
	}
	return list
}

func (c *catalog) functionEntry(name, kind string, f *modules.Function) entry {
	return entry{name: name, kind: kind, text: c.call(name, f), doc: f.Doc, page: func(p *page) { p.function(name, f) }, more: wordsOfFunction(f)}
}

func (c *catalog) valueEntry(name, kind string, t *modules.Type, doc string) entry {
	text := name + ": " + c.text(t)
	return entry{name: name, kind: kind, text: text, doc: doc, page: func(p *page) { p.value(text, doc) }}
}

// call is a signature with the result.
func (c *catalog) call(name string, f *modules.Function) string {
	if f.Result == nil {
		return signature(name, f)
	}
	return signature(name, f) + " -> " + c.text(f.Result)
}

// short is the last part of a name.
func short(name string) string { return name[strings.LastIndexAny(name, ".:")+1:] }

// Candidate is one way to go on with what was typed.
type Candidate struct {
	Text string // what was typed, completed
	Kind string // module, function, value, method or property
	Help string // signature or type
	Doc  string // first sentence
}

// Complete lists what a dotted name or, behind the name of a class, the name of a member may become: "wats.pro",
// "wats.product.get_", "Report:add_", "Report.s". The candidates are sorted. When nothing matches in the letter case that
// was typed, it is ignored.
func Complete(mods []*modules.Module, prefix string) []Candidate {
	all := newCatalog(mods).entries()
	found := complete(all, prefix, strings.HasPrefix)
	if len(found) == 0 {
		found = complete(all, prefix, func(name, prefix string) bool {
			return len(name) >= len(prefix) && strings.EqualFold(name[:len(prefix)], prefix)
		})
	}
	return found
}

func complete(all []entry, prefix string, matches func(name, prefix string) bool) []Candidate {
	var found []Candidate
	for _, e := range all {
		if e.kind == "class" || e.kind == "type" || e.kind == "globals" || !matches(e.name, prefix) || strings.ContainsAny(e.name[len(prefix):], ".:") {
			continue
		}
		found = append(found, Candidate{e.name, e.kind, e.text, summary(e.doc)})
	}
	return found
}
