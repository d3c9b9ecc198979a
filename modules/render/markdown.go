package render

import (
	"fmt"
	"strings"

	"github.com/watsrun/watsrun/modules"
)

// Page is one file of the reference.
type Page struct {
	Name string // of the file, such as "wats.product.md"
	Text string // ends with a newline
}

// Markdown writes the reference: an index, README.md, and one page a module. Links between them are relative.
func Markdown(mods []*modules.Module) []Page {
	c := newCatalog(mods)
	pages := []Page{{"README.md", index(c)}}
	for _, m := range c.modules {
		w := &markdown{catalog: c, module: m}
		w.page()
		pages = append(pages, Page{fileName(m), w.b.String()})
	}
	return pages
}

func fileName(m *moduleEntry) string {
	if m.path == "" {
		return "globals.md"
	}
	return m.path + ".md"
}

func title(m *moduleEntry) string {
	if m.path == "" {
		return "Global functions"
	}
	return m.path
}

func index(c *catalog) string {
	var b strings.Builder
	b.WriteString("# Reference\n\nWritten from the declarations in the source; do not edit.\n\n| module | |\n|---|---|\n")
	for _, m := range c.modules {
		fmt.Fprintf(&b, "| [%s](%s) | %s |\n", title(m), fileName(m), cell(summary(m.Doc)))
	}
	return b.String()
}

// cell is text that stays inside one cell of a table.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "\n", " ").Replace(text)
}

// markdown writes one page.
type markdown struct {
	*catalog
	module *moduleEntry
	b      strings.Builder
}

func (w *markdown) printf(format string, args ...any) { fmt.Fprintf(&w.b, format, args...) }

func (w *markdown) page() {
	w.printf("# %s\n\n", title(w.module))
	if w.module.Doc != "" {
		w.printf("%s\n\n", w.module.Doc)
	}
	if len(w.module.Alias) > 0 {
		w.printf("Also known as `%s`.\n\n", strings.Join(w.module.Alias, "`, `"))
	}
	w.overview()
	w.constants()
	for _, f := range w.module.functions() {
		w.function(w.module.qualified(f.Name), f, "##")
	}
	for _, class := range w.module.classes() {
		w.class(class)
	}
	for _, t := range w.module.types {
		w.describe(t)
	}
	text := strings.TrimRight(w.b.String(), "\n") + "\n"
	w.b.Reset()
	w.b.WriteString(text)
}

func (w *markdown) overview() {
	if len(w.module.Functions) == 0 {
		return
	}
	w.printf("| function | |\n|---|---|\n")
	for _, f := range w.module.functions() {
		w.printf("| [`%s`](#%s) | %s |\n", f.Name, anchor(w.module.qualified(f.Name)), cell(summary(f.Doc)))
	}
	w.printf("\n")
	var objects, tables, words []string
	for _, class := range w.module.classes() {
		objects = append(objects, w.here(class.Name, "object"))
	}
	for _, t := range w.module.types {
		if name := typeName(t.Type); len(t.Choices) > 0 {
			words = append(words, w.here(name, "words"))
		} else {
			tables = append(tables, w.here(name, "table"))
		}
	}
	w.list("Objects", objects)
	w.list("Tables", tables)
	w.list("Words", words)
}

// here links to a section of this page.
func (w *markdown) here(name, kind string) string {
	return fmt.Sprintf("[%s](%s)", name, w.target(w.module, name+" ("+kind+")"))
}

func (w *markdown) list(title string, links []string) {
	if len(links) > 0 {
		w.printf("%s: %s.\n\n", title, strings.Join(links, ", "))
	}
}

// anchor is how a heading is linked to: lower case, spaces to hyphens, dots and colons gone.
func anchor(heading string) string {
	return strings.NewReplacer(" ", "-", ".", "", ":", "").Replace(strings.ToLower(heading))
}

func (w *markdown) constants() {
	if len(w.module.Constants) == 0 {
		return
	}
	w.printf("## Values\n\n| name | type | |\n|---|---|---|\n")
	for _, k := range w.module.constants() {
		typ, doc := w.link(k.Type), cell(k.Doc)
		if k.Type.Name == "" && len(k.Type.Fields) > 0 { // a table of words
			typ, doc = w.link(k.Type.Fields[0].Type), "`"+strings.Join(k.Type.FieldNames(), "`, `")+"`"
		}
		w.printf("| `%s` | %s | %s |\n", w.module.qualified(k.Name), typ, doc)
	}
	w.printf("\n")
}

func (w *markdown) function(name string, f *modules.Function, level string) {
	w.printf("%s %s\n\n`%s`", level, name, signature(name, f))
	if f.Result != nil {
		w.printf(" → %s", w.link(f.Result))
	}
	w.printf("\n\n%s\n\n", f.Doc)
	w.params(f)
	w.facts(f)
	w.examples(f)
}

func (w *markdown) params(f *modules.Function) {
	if len(f.Params) == 0 {
		return
	}
	w.printf("| parameter | type | default | |\n|---|---|---|---|\n")
	for _, p := range f.Params {
		w.printf("| `%s` | %s | %s | %s |\n", paramName(p), strings.TrimSuffix(w.link(p.Type), "?"), need(p), cell(p.Doc))
	}
	w.printf("\n")
	if f.Positional {
		w.printf("Arguments are given by position.\n\n")
	}
}

func paramName(p modules.Param) string {
	if p.Rest {
		return "..."
	}
	return p.Name
}

func need(p modules.Param) string {
	switch {
	case p.Required:
		return "required"
	case p.Default != "":
		return "`" + cell(p.Default) + "`"
	}
	return ""
}

// facts are what is short: effect, request, errors, what differs.
func (w *markdown) facts(f *modules.Function) {
	for _, fact := range factsOf(f) {
		if fact.code {
			w.printf("- %s: `%s`\n", fact.name, fact.text)
		} else {
			w.printf("- %s: %s\n", fact.name, fact.text)
		}
	}
	w.printf("\n")
}

type fact struct {
	name, text string
	code       bool
}

func factsOf(f *modules.Function) []fact {
	facts := []fact{{name: "Effect", text: string(f.Effect)}}
	if f.Waits {
		facts[0].text += "; may wait"
	}
	switch {
	case len(f.Further) > 0:
		facts = append(facts, fact{"Requests, as needed", routes(f), true})
	case f.Route != "":
		facts = append(facts, fact{"Request", f.Route, true})
	}
	if f.Errors != "" {
		facts = append(facts, fact{name: "Raises", text: sentence(f.Errors)})
	}
	if f.Notes != "" {
		facts = append(facts, fact{name: "Compared with pyWATS", text: sentence(f.Notes)})
	}
	if isOwn(f) && f.Notes == "" {
		facts = append(facts, fact{name: "Compared with pyWATS", text: "it has nothing of the kind."})
	}
	return facts
}

// routes are those of all requests that a function may make.
func routes(f *modules.Function) string {
	return strings.Join(append([]string{f.Route}, f.Further...), ", ")
}

func (w *markdown) examples(f *modules.Function) {
	for _, e := range f.Examples {
		w.printf("```lua\n%s```\n\n", exampleText(e))
	}
}

// exampleText is the code of an example, followed by its result as a comment; every line ends with a newline.
func exampleText(e modules.Example) string {
	text := strings.TrimRight(e.Code, "\n") + "\n"
	if e.Result != "" {
		text += "--> " + strings.ReplaceAll(e.Result, "\n", "\n--> ") + "\n"
	}
	return text
}

func (w *markdown) class(class *modules.Class) {
	w.printf("## %s (object)\n\n%s\n\n", class.Name, class.Doc)
	if len(class.Properties) > 0 {
		w.printf("| property | type | |\n|---|---|---|\n")
		for _, p := range class.Properties {
			w.printf("| `%s` | %s | %s |\n", p.Name, w.link(p.Type), cell(propertyDoc(p)))
		}
		w.printf("\n")
	}
	if class.Setup != "" {
		w.printf("The examples of the methods continue this:\n\n```lua\n%s```\n\n", class.Setup)
	}
	for _, f := range byName(class.Methods) {
		w.function(class.Name+":"+f.Name, f, "###")
	}
}

func propertyDoc(p modules.Property) string {
	if p.ReadOnly {
		return strings.TrimSpace(p.Doc + " Read-only.")
	}
	return p.Doc
}

func (w *markdown) describe(t *typeEntry) {
	name := typeName(t.Type)
	if len(t.Choices) > 0 {
		w.printf("## %s (words)\n\n", name)
		w.words(t.Type)
		return
	}
	w.printf("## %s (table)\n\n| field | type | |\n|---|---|---|\n", name)
	for _, f := range t.Fields {
		w.printf("| `%s` | %s | %s |\n", f.Name, w.link(f.Type), cell(fieldDoc(f)+wireDoc(f)))
	}
	w.printf("\n")
}

// words lists the values of an enumeration, and how arguments may spell them.
func (w *markdown) words(t *modules.Type) {
	switch {
	case t.Numbers():
		w.printf("Results show the word; arguments take it in any case, or the number.\n\n| word | number | |\n|---|---|---|\n")
	case len(t.Words) > 0:
		w.printf("Results show the value; arguments take it, or the word, in any case.\n\n| value | word |\n|---|---|\n")
	case len(t.Letters) > 0:
		w.printf("One of `%s`; arguments take them in any case, or as letters: `%s`.\n\n", strings.Join(t.Choices, "`, `"), strings.Join(t.Letters, "`, `"))
	default:
		w.printf("One of `%s`; arguments take them in any case.\n\n", strings.Join(t.Choices, "`, `"))
	}
	for _, word := range t.Words {
		if shown, _ := t.WordOf(float64(word.Code)); !t.Numbers() {
			w.printf("| `%s` | `%s` |\n", word.Text, word.Name)
		} else if shown != word.Name {
			w.printf("| `%s` | %d | shown as `%s` |\n", word.Name, word.Code, shown)
		} else {
			w.printf("| `%s` | %d | |\n", word.Name, word.Code)
		}
	}
	if len(t.Words) > 0 {
		w.printf("\n")
	}
}

func fieldDoc(f modules.Field) string {
	doc := f.Doc
	if f.Required {
		doc += " Required."
	}
	if f.ReadOnly {
		doc += " Read-only."
	}
	return strings.TrimSpace(doc)
}

// wireDoc names a field as the server does where that cannot be guessed.
func wireDoc(f modules.Field) string {
	if f.Wire == modules.WireCase(f.Name, false) || f.Wire == modules.WireCase(f.Name, true) {
		return ""
	}
	return " The server calls it `" + f.Wire + "`."
}

// link is a type whose names lead to their descriptions.
func (w *markdown) link(t *modules.Type) string {
	return cell(w.spell(t, func(name string, t *modules.Type) string {
		if e := w.byName[name]; e != nil && t.Kind != modules.Object {
			heading := name + " (table)"
			if len(t.Choices) > 0 {
				heading = name + " (words)"
			}
			return fmt.Sprintf("[%s](%s)", name, w.target(e.module, heading))
		}
		for _, m := range w.modules {
			for _, class := range m.Classes {
				if class.Name == name {
					return fmt.Sprintf("[%s](%s)", name, w.target(m, name+" (object)"))
				}
			}
		}
		return name
	}))
}

func (w *markdown) target(m *moduleEntry, heading string) string {
	link := "#" + strings.NewReplacer("(", "", ")", "").Replace(anchor(heading))
	if m != w.module {
		link = fileName(m) + link
	}
	return link
}
