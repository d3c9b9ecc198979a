// Package render writes what people and editors read about the declarations: the Markdown reference, stubs for the Lua
// language server, JSON, the help page of one name, and completion. It knows the vocabulary of declarations and nothing
// of Lua VMs, HTTP, terminals or files. The same declarations always give the same bytes.
package render

import (
	"sort"
	"strings"

	"github.com/watsrun/watsrun/modules"
)

// globalsName is the module whose functions are globals.
const globalsName = "_G"

// catalog is the declarations laid out flat, in an order that does not depend on the order of declaration.
type catalog struct {
	modules []*moduleEntry
	types   []*typeEntry // records and enumerations that have a name, sorted by it
	byName  map[string]*typeEntry
	classes map[string]string // by the name of the Go type
}

type moduleEntry struct {
	*modules.Module
	path  string // as scripts write it; empty for the globals
	types []*typeEntry
}

// typeEntry is a type and the module on whose page it is described: the one that mentions it most.
type typeEntry struct {
	*modules.Type
	module   *moduleEntry
	mentions int
}

func newCatalog(mods []*modules.Module) *catalog {
	c := &catalog{byName: map[string]*typeEntry{}, classes: map[string]string{}}
	for _, m := range mods {
		c.add(m)
	}
	sort.SliceStable(c.modules, func(i, j int) bool { return c.modules[i].path < c.modules[j].path })
	for _, m := range c.modules {
		for _, class := range m.Classes {
			c.classes[class.Go.Elem().Name()] = class.Name
		}
		c.collect(m)
	}
	sort.Slice(c.types, func(i, j int) bool { return c.types[i].Name < c.types[j].Name })
	for _, t := range c.types {
		t.module.types = append(t.module.types, t)
	}
	return c
}

// collect keeps the named types that a module mentions.
func (c *catalog) collect(m *moduleEntry) {
	mentions := map[string]int{}
	m.eachType(func(t *modules.Type) {
		for _, below := range namedTypes(t, nil) {
			name := typeName(below)
			if c.byName[name] == nil {
				e := &typeEntry{Type: below}
				c.byName[name] = e
				c.types = append(c.types, e)
			}
			mentions[name]++
		}
	})
	for name, n := range mentions {
		if e := c.byName[name]; n > e.mentions {
			e.module, e.mentions = m, n
		}
	}
}

// namedTypes adds the records and enumerations in t that have a name, each once; types may contain themselves.
func namedTypes(t *modules.Type, found []*modules.Type) []*modules.Type {
	if t == nil {
		return found
	}
	found = namedTypes(t.Elem, found)
	if t.Name != "" {
		if t.Kind != modules.RecordOf && len(t.Choices) == 0 {
			return found
		}
		for _, f := range found {
			if typeName(f) == typeName(t) {
				return found
			}
		}
		found = append(found, t)
	}
	for _, f := range t.Fields {
		found = namedTypes(f.Type, found)
	}
	return found
}

func (c *catalog) add(m *modules.Module) {
	e := &moduleEntry{Module: m.Load(), path: m.Name}
	if m.Name == globalsName {
		e.path = ""
	}
	c.modules = append(c.modules, e)
	for _, sub := range m.Modules {
		c.add(sub)
	}
}

// functions are the module's functions by name.
func (m *moduleEntry) functions() []*modules.Function { return byName(m.Functions) }

func (m *moduleEntry) constants() []modules.Constant {
	list := append([]modules.Constant(nil), m.Constants...)
	sort.SliceStable(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list
}

func (m *moduleEntry) classes() []*modules.Class {
	list := append([]*modules.Class(nil), m.Classes...)
	sort.SliceStable(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list
}

// qualified is the name of a member of the module as scripts write it.
func (m *moduleEntry) qualified(name string) string {
	if m.path == "" {
		return name
	}
	return m.path + "." + name
}

func byName(fns []*modules.Function) []*modules.Function {
	list := append([]*modules.Function(nil), fns...)
	sort.SliceStable(list, func(i, j int) bool { return list[i].Name < list[j].Name })
	return list
}

// eachType visits every type that the module's members mention, outermost ones only.
func (m *moduleEntry) eachType(visit func(*modules.Type)) {
	for _, f := range m.functions() {
		eachTypeOf(f, visit)
	}
	for _, k := range m.constants() {
		visit(k.Type)
	}
	for _, class := range m.classes() {
		for _, p := range class.Properties {
			visit(p.Type)
		}
		for _, f := range byName(class.Methods) {
			eachTypeOf(f, visit)
		}
	}
}

func eachTypeOf(f *modules.Function, visit func(*modules.Type)) {
	for _, p := range f.Params {
		visit(p.Type)
	}
	visit(f.Result)
}

// typeName is a type's name, fit for being a name in Lua; Go adds brackets and packages to some.
func typeName(t *modules.Type) string {
	return strings.Map(func(r rune) rune {
		if r == '_' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' {
			return r
		}
		return '_'
	}, t.Name)
}

// spell writes a type; named is called for records, classes and enumerations that have a name.
func (c *catalog) spell(t *modules.Type, named func(name string, t *modules.Type) string) string {
	if t == nil {
		return "nil"
	}
	s := string(t.Kind)
	switch {
	case t.Kind == modules.List && t.Elem != nil:
		if s = c.spell(t.Elem, named); strings.HasSuffix(s, "?") {
			s = "(" + s + ")"
		}
		s += "[]"
	case t.Kind == modules.Map && t.Elem != nil:
		s = "table<string, " + c.spell(t.Elem, named) + ">"
	case t.Kind == modules.Iterate && t.Elem != nil:
		s = "iterator of " + c.spell(t.Elem, named)
	case t.Kind == modules.Several && len(t.Fields) > 0:
		results := make([]string, len(t.Fields))
		for i, f := range t.Fields {
			results[i] = c.spell(f.Type, named)
		}
		s = strings.Join(results, ", ")
	case t.Kind == modules.Several:
		s = "..."
	case t.Kind == modules.Object && c.classes[t.Name] != "":
		s = named(c.classes[t.Name], t)
	case t.Name != "" && c.byName[typeName(t)] != nil:
		s = named(typeName(t), t)
	case t.Name != "":
		s = t.Name
	case t.Kind == modules.RecordOf || t.Kind == modules.List || t.Kind == modules.Map:
		s = "table"
	}
	if t.Optional && t.Kind != modules.Any {
		s += "?"
	}
	return s
}

// text is a type in plain words.
func (c *catalog) text(t *modules.Type) string {
	return c.spell(t, func(name string, _ *modules.Type) string { return name })
}

// paramType is the type of a parameter; whether it may be left out is said elsewhere.
func (c *catalog) paramType(p modules.Param) string { return strings.TrimSuffix(c.text(p.Type), "?") }

// mostInOrder is how many optional arguments people can be expected to give by position; of more, or of those that stand before
// a required one, they name the few that they want. A signature shows mostNamed of them.
const (
	mostInOrder = 4
	mostNamed   = 4
)

// signature is a call with its parameters, as scripts would best write it: by position, "get_product(part_number[, strict])", or
// by name, "add_numeric_step{name=, value=, [unit=, comp_op=, ...]}".
func signature(name string, f *modules.Function) string {
	if wantsNames(f) {
		return namedSignature(name, f)
	}
	var b strings.Builder
	b.WriteString(name + "(")
	end := ")"
	for i, p := range f.Params {
		comma := ", "
		if i == 0 {
			comma = ""
		}
		if end == ")" && !p.Required && !p.Rest {
			comma, end = "["+comma, "])"
		}
		b.WriteString(comma + paramName(p))
	}
	return b.String() + end
}

func wantsNames(f *modules.Function) bool {
	optional, mixed := 0, false
	for _, p := range f.Params {
		switch {
		case p.Rest:
			return false
		case !p.Required:
			optional++
		case optional > 0:
			mixed = true
		}
	}
	return !f.Positional && (mixed || optional > mostInOrder)
}

// namedSignature has the required arguments first.
func namedSignature(name string, f *modules.Function) string {
	var required, optional []string
	for _, p := range f.Params {
		if p.Required {
			required = append(required, p.Name+"=")
		} else {
			optional = append(optional, p.Name+"=")
		}
	}
	if len(optional) > mostNamed+1 {
		optional = append(optional[:mostNamed], "...")
	}
	return name + "{" + strings.Join(append(required, "["+strings.Join(optional, ", ")+"]"), ", ") + "}"
}

// summary is the first sentence of a documentation, on one line.
func summary(doc string) string {
	doc = strings.Join(strings.Fields(doc), " ")
	if i := strings.Index(doc, ". "); i >= 0 {
		return doc[:i+1]
	}
	return doc
}

// sentence ends a text with a full stop.
func sentence(text string) string {
	if text == "" || strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}
