package render

import (
	"bytes"
	"encoding/json"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// The shapes of the JSON. Members are added over time, never renamed.
type (
	docJSON struct {
		Modules []moduleJSON `json:"modules"`
		Types   []typeJSON   `json:"types"`
	}
	moduleJSON struct {
		Name      string         `json:"name"`
		Doc       string         `json:"doc"`
		Aliases   []string       `json:"aliases,omitempty"`
		Values    []valueJSON    `json:"values,omitempty"`
		Functions []functionJSON `json:"functions,omitempty"`
		Classes   []classJSON    `json:"classes,omitempty"`
	}
	functionJSON struct {
		Name       string        `json:"name"` // in full
		Doc        string        `json:"doc"`
		Signature  string        `json:"signature"`
		Params     []valueJSON   `json:"params"`
		Positional bool          `json:"positional,omitempty"` // takes no table of named arguments
		Result     string        `json:"result,omitempty"`
		Effect     string        `json:"effect"`
		Waits      bool          `json:"waits,omitempty"`
		Route      string        `json:"route,omitempty"`
		Further    []string      `json:"further_routes,omitempty"`
		Errors     string        `json:"errors,omitempty"`
		Notes      string        `json:"notes,omitempty"`
		Examples   []exampleJSON `json:"examples,omitempty"`
	}
	exampleJSON struct {
		Code   string `json:"code"`
		Result string `json:"result,omitempty"`
	}
	classJSON struct {
		Name       string         `json:"name"`
		Doc        string         `json:"doc"`
		Properties []valueJSON    `json:"properties,omitempty"`
		Methods    []functionJSON `json:"methods,omitempty"`
		Setup      string         `json:"setup,omitempty"` // what the examples of the methods continue
	}
	valueJSON struct {
		Name     string `json:"name"`
		Type     string `json:"type"`
		Doc      string `json:"doc"`
		Wire     string `json:"wire,omitempty"`
		Required bool   `json:"required,omitempty"`
		ReadOnly bool   `json:"read_only,omitempty"`
		Default  string `json:"default,omitempty"`
		Rest     bool   `json:"rest,omitempty"`
	}
	typeJSON struct {
		Name    string      `json:"name"`
		Choices []string    `json:"choices,omitempty"`
		Fields  []valueJSON `json:"fields,omitempty"`
	}
)

// JSON writes everything that is declared as one JSON document, indented, ending with a newline.
func JSON(mods []*modules.Module) ([]byte, error) {
	c := newCatalog(mods)
	var doc docJSON
	for _, m := range c.modules {
		doc.Modules = append(doc.Modules, c.moduleJSON(m))
	}
	for _, t := range c.types {
		doc.Types = append(doc.Types, c.typeJSON(t))
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(doc); err != nil {
		return nil, fault.Wrap(fault.Bug, err, "the declarations cannot be written as JSON")
	}
	return b.Bytes(), nil
}

func (c *catalog) moduleJSON(m *moduleEntry) moduleJSON {
	j := moduleJSON{Name: m.Name, Doc: m.Doc, Aliases: m.Alias}
	for _, k := range m.constants() {
		j.Values = append(j.Values, valueJSON{Name: m.qualified(k.Name), Type: c.text(k.Type), Doc: k.Doc, ReadOnly: true})
	}
	for _, f := range m.functions() {
		j.Functions = append(j.Functions, c.functionJSON(m.qualified(f.Name), f))
	}
	for _, class := range m.classes() {
		j.Classes = append(j.Classes, c.classJSON(class))
	}
	return j
}

func (c *catalog) functionJSON(name string, f *modules.Function) functionJSON {
	j := functionJSON{
		Name: name, Doc: f.Doc, Signature: c.call(name, f), Params: []valueJSON{}, Positional: f.Positional, Effect: string(f.Effect),
		Waits: f.Waits, Route: f.Route, Further: f.Further, Errors: f.Errors, Notes: f.Notes,
	}
	if f.Result != nil {
		j.Result = c.text(f.Result)
	}
	for _, p := range f.Params {
		j.Params = append(j.Params, valueJSON{
			Name: p.Name, Type: c.paramType(p), Doc: p.Doc, Required: p.Required, Default: p.Default, Rest: p.Rest,
		})
	}
	for _, e := range f.Examples {
		j.Examples = append(j.Examples, exampleJSON(e))
	}
	return j
}

func (c *catalog) classJSON(class *modules.Class) classJSON {
	j := classJSON{Name: class.Name, Doc: class.Doc, Setup: class.Setup}
	for _, p := range class.Properties {
		j.Properties = append(j.Properties, valueJSON{Name: p.Name, Type: c.text(p.Type), Doc: p.Doc, ReadOnly: p.ReadOnly})
	}
	for _, f := range byName(class.Methods) {
		j.Methods = append(j.Methods, c.functionJSON(class.Name+":"+f.Name, f))
	}
	return j
}

func (c *catalog) typeJSON(t *typeEntry) typeJSON {
	j := typeJSON{Name: typeName(t.Type), Choices: t.Choices}
	for _, f := range t.Fields {
		j.Fields = append(j.Fields, valueJSON{
			Name: f.Name, Type: c.text(f.Type), Doc: f.Doc, Wire: f.Wire, Required: f.Required, ReadOnly: f.ReadOnly,
		})
	}
	return j
}
