package render

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/watsrun/watsrun/modules"
)

// Stubs writes the declarations as one Lua file for the Lua language server: what editors complete and check with. The
// file is Lua 5.1 that defines empty tables and functions and does nothing else.
func Stubs(mods []*modules.Module) []byte {
	w := &stubs{catalog: newCatalog(mods)}
	w.printf("---@meta _\n\n-- Written from the declarations in the source; do not edit.\n\n")
	w.printf("---A time as ISO 8601 text. Where one is asked for, seconds since 1970 will do too.\n---@alias datetime string|number\n\n")
	classes := w.classNames()
	for _, t := range w.types {
		if !classes[typeName(t.Type)] { // as a table it has the same fields as the object
			w.describe(t)
		}
	}
	for _, m := range w.modules {
		w.module(m)
	}
	return []byte(w.b.String())
}

func (c *catalog) classNames() map[string]bool {
	names := map[string]bool{}
	for _, m := range c.modules {
		for _, class := range m.Classes {
			names[class.Name] = true
		}
	}
	return names
}

type stubs struct {
	*catalog
	b strings.Builder
}

func (w *stubs) printf(format string, args ...any) { fmt.Fprintf(&w.b, format, args...) }

// doc writes a text as comments of the language server, one a line.
func (w *stubs) doc(text string) {
	if text != "" {
		w.printf("---%s\n", strings.ReplaceAll(text, "\n", "\n---"))
	}
}

// oneLine is a text behind an annotation.
func oneLine(text string) string {
	if text = strings.Join(strings.Fields(text), " "); text != "" {
		return " " + text
	}
	return ""
}

func (w *stubs) describe(t *typeEntry) {
	name := typeName(t.Type)
	if len(t.Choices) > 0 {
		w.printf("---@alias %s %s\n\n", name, words(t.Type))
		return
	}
	w.record(name, t.Type)
	w.printf("\n")
}

// words are the values of an enumeration: those that results show, and all that arguments may be.
func words(t *modules.Type) string {
	words := t.Spellings()
	for i, word := range words {
		words[i] = strconv.Quote(word)
	}
	if t.Numbers() {
		words = append(words, "integer")
	}
	return strings.Join(words, "|")
}

func (w *stubs) record(name string, t *modules.Type) {
	w.printf("---@class %s\n", name)
	for _, f := range t.Fields {
		w.field(f.Name, w.luaType(f.Type), fieldDoc(f), !f.Required)
	}
	if t.Open {
		w.printf("---@field [string] any What the server keeps besides.\n")
	}
}

func (w *stubs) field(name, typ, doc string, optional bool) {
	if optional {
		typ = strings.TrimSuffix(typ, "?")
	}
	switch {
	case !isName(name) && optional: // the mark cannot stand behind a bracket
		name, typ = "["+strconv.Quote(name)+"]", typ+"?"
	case !isName(name):
		name = "[" + strconv.Quote(name) + "]"
	case optional:
		name += "?"
	}
	w.printf("---@field %s %s%s\n", name, typ, oneLine(doc))
}

func (w *stubs) module(m *moduleEntry) {
	for _, f := range m.functions() {
		w.arguments(m.qualified(f.Name), f)
	}
	if m.path != "" {
		w.doc(m.Doc)
		w.printf("---@class %s\n%s = {}\n\n", m.path, m.path)
	}
	for _, k := range m.constants() {
		w.constant(m.qualified(k.Name), k)
	}
	for _, f := range m.functions() {
		w.function(m.qualified(f.Name), "", f)
	}
	for _, class := range m.classes() {
		w.class(class)
	}
	for _, alias := range m.Alias {
		w.printf("%s = %s\n\n", alias, m.path)
	}
}

func (w *stubs) constant(name string, k modules.Constant) {
	w.doc(k.Doc)
	if k.Type.Kind == modules.RecordOf && k.Type.Name == "" {
		w.record(name, k.Type)
		w.printf("%s = {}\n\n", access(name))
		return
	}
	w.printf("---@type %s\n%s = nil\n\n", w.luaType(k.Type), access(name))
}

func (w *stubs) class(class *modules.Class) {
	for _, f := range class.Methods {
		w.arguments(class.Name+"."+f.Name, f)
	}
	w.printf("do\n")
	w.doc(class.Doc)
	w.printf("---@class %s\n", class.Name)
	for _, p := range class.Properties {
		w.field(p.Name, w.luaType(p.Type), propertyDoc(p), false)
	}
	w.printf("local %s = {}\n\n", class.Name)
	for _, f := range byName(class.Methods) {
		w.function(class.Name+"."+f.Name, class.Name, f)
	}
	w.printf("end\n\n")
}

// arguments writes the class of the table of named arguments. Where some may be given by position before it, those that
// may follow in a table have a class of their own.
func (w *stubs) arguments(name string, f *modules.Function) {
	if !named(f) {
		return
	}
	if n := leading(f); n > 0 {
		w.params(name+".options", f.Params[n:])
		w.params(name+".args: "+name+".options", f.Params[:n])
		return
	}
	w.params(name+".args", f.Params)
}

func (w *stubs) params(class string, params []modules.Param) {
	w.printf("---@class %s\n", class)
	for _, p := range params {
		if !p.Rest {
			w.field(p.Name, w.luaType(p.Type), w.paramDoc(p), !p.Required)
		}
	}
	w.printf("\n")
}

// leading is how many arguments usually stand before a table of the others: those that are required, or the record that a
// function is about; 0 where nobody writes calls so.
func leading(f *modules.Function) int {
	n := 0
	for i, p := range f.Params {
		if p.Required {
			n = i + 1
		}
	}
	if n == 0 && len(f.Params) > 0 && f.Params[0].Type.Kind == modules.RecordOf {
		n = 1
	}
	if n == len(f.Params) || f.Params[n].Rest {
		return 0
	}
	return n
}

// named reports whether a function takes a table of named arguments.
func named(f *modules.Function) bool {
	return !f.Positional && len(f.Params) > 0 && !(len(f.Params) == 1 && f.Params[0].Rest)
}

func (w *stubs) paramDoc(p modules.Param) string {
	if p.Default != "" {
		return p.Doc + " Default " + p.Default + "."
	}
	return p.Doc
}

// function writes a function, or a method where class is set; name has a dot in either case.
func (w *stubs) function(name, class string, f *modules.Function) {
	w.doc(f.Doc)
	for _, fact := range factsOf(f)[1:] {
		w.doc("\n" + fact.name + ": " + fact.text)
	}
	var params []string
	for _, p := range f.Params {
		params = append(params, w.param(p))
	}
	w.results(f.Result)
	if named(f) {
		w.overload(name, class, f)
	}
	list := strings.Join(params, ", ")
	switch at := strings.LastIndexByte(name, '.'); {
	case !isName(name[at+1:]):
		if class != "" {
			list = strings.TrimSuffix("self, "+list, ", ")
		}
		w.printf("%s = function(%s) end\n\n", access(name), list)
	case class != "":
		w.printf("function %s:%s(%s) end\n\n", class, f.Name, list)
	default:
		w.printf("function %s(%s) end\n\n", name, list)
	}
}

// param writes the annotation of a parameter and gives its name in the signature.
func (w *stubs) param(p modules.Param) string {
	typ := w.luaType(p.Type)
	if p.Rest {
		w.printf("---@param ... any%s\n", oneLine(p.Doc))
		return "..."
	}
	name, mark := p.Name, ""
	if !isName(name) {
		name += "_"
	}
	if !p.Required {
		mark, typ = "?", strings.TrimSuffix(typ, "?")
	}
	w.printf("---@param %s%s %s%s\n", name, mark, typ, oneLine(w.paramDoc(p)))
	return name
}

// results writes an annotation for each result.
func (w *stubs) results(t *modules.Type) {
	switch {
	case t == nil:
	case t.Kind == modules.Several && len(t.Fields) > 0:
		for _, f := range t.Fields {
			w.printf("---@return %s %s%s\n", w.luaType(f.Type), f.Name, oneLine(f.Doc))
		}
	case t.Kind == modules.Several:
		w.printf("---@return any ...\n")
	default:
		w.printf("---@return %s\n", w.luaType(t))
	}
}

// overload writes the calls with a table of named arguments: of all of them, or of those behind the leading ones.
func (w *stubs) overload(name, class string, f *modules.Function) {
	before, results := "", ""
	if class != "" {
		before = "self: " + class + ", "
	}
	if f.Result != nil {
		results = ": " + w.luaType(f.Result)
	}
	w.printf("---@overload fun(%sargs: %s.args)%s\n", before, name, results)
	if n := leading(f); n > 0 {
		for _, p := range f.Params[:n] {
			before += p.Name + ": " + w.luaType(p.Type) + ", "
		}
		w.printf("---@overload fun(%soptions: %s.options)%s\n", before, name, results)
	}
}

// luaType is a type as the language server spells it.
func (w *stubs) luaType(t *modules.Type) string {
	if t == nil {
		return "nil"
	}
	s := ""
	switch t.Kind {
	case modules.Iterate:
		return "fun(): " + strings.TrimSuffix(w.luaType(t.Elem), "?") + "?"
	case modules.List:
		if s = "any"; t.Elem != nil {
			s = w.luaType(t.Elem)
		}
		if strings.ContainsAny(s, "?: ") {
			s = "(" + s + ")"
		}
		s += "[]"
	case modules.Map:
		s = "table<string, any>"
		if t.Elem != nil {
			s = "table<string, " + w.luaType(t.Elem) + ">"
		}
	case modules.Several:
		types := make([]string, len(t.Fields))
		for i, f := range t.Fields {
			types[i] = w.luaType(f.Type)
		}
		if s = strings.Join(types, ", "); s == "" {
			s = "any"
		}
	case modules.Object:
		if s = w.classes[t.Name]; s == "" {
			s = w.modulePath(t.Name)
		}
	default:
		s = w.text(&modules.Type{Kind: t.Kind, Name: t.Name})
	}
	if t.Optional && t.Kind != modules.Any {
		s += "?"
	}
	return s
}

// modulePath is the type of a module that a function returns.
func (w *stubs) modulePath(name string) string {
	for _, m := range w.modules {
		if m.path == name {
			return name
		}
	}
	return "userdata"
}

// access is a dotted name whose last part may be any text.
func access(name string) string {
	at := strings.LastIndexByte(name, '.')
	if at < 0 || isName(name[at+1:]) {
		return name
	}
	return name[:at] + "[" + strconv.Quote(name[at+1:]) + "]"
}

var keywords = map[string]bool{
	"and": true, "break": true, "do": true, "else": true, "elseif": true, "end": true, "false": true, "for": true, "function": true,
	"if": true, "in": true, "local": true, "nil": true, "not": true, "or": true, "repeat": true, "return": true, "then": true,
	"true": true, "until": true, "while": true,
}

// isName reports whether a word is a name in Lua.
func isName(word string) bool {
	for i, c := range word {
		if c != '_' && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return word != "" && !keywords[word]
}
