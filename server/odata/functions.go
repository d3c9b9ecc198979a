package odata

import (
	"fmt"
	"strings"
)

// function is one OData function: the kinds of its arguments, its result, and its SQL.
type function struct {
	takes []Kind
	gives Kind
	sql   string
}

// functions holds the functions by name and number of arguments. Positions count from 0 in OData, from 1 in SQL, and
// SQL would count negative ones from the end.
var functions = map[string]function{
	"contains/2":    {[]Kind{Text, Text}, Bool, "instr(%s, %s) > 0"},
	"substringof/2": {[]Kind{Text, Text}, Bool, "instr(%[2]s, %[1]s) > 0"},
	"startswith/2":  {[]Kind{Text, Text}, Bool, "instr(%s, %s) = 1"},
	"endswith/2":    {[]Kind{Text, Text}, Bool, "(%[2]s = '' OR substr(%[1]s, -length(%[2]s)) = %[2]s)"},
	"indexof/2":     {[]Kind{Text, Text}, Number, "(instr(%s, %s) - 1)"},
	"substring/2":   {[]Kind{Text, Number}, Text, "substr(%s, max(%s, 0) + 1)"},
	"substring/3":   {[]Kind{Text, Number, Number}, Text, "substr(%s, max(%s, 0) + 1, max(%s, 0))"},
	"concat/2":      {[]Kind{Text, Text}, Text, "(%s || %s)"},
	"tolower/1":     {[]Kind{Text}, Text, "lower(%s)"},
	"toupper/1":     {[]Kind{Text}, Text, "upper(%s)"},
	"trim/1":        {[]Kind{Text}, Text, "trim(%s)"},
	"length/1":      {[]Kind{Text}, Number, "length(%s)"},
}

func functionNames() []string {
	seen, all := map[string]bool{}, []string{}
	for key := range functions {
		n, _, _ := strings.Cut(key, "/")
		if !seen[n] {
			seen[n] = true
			all = append(all, n)
		}
	}
	return all
}

// call writes a function.
func (g *generator) call(e call) (value, error) {
	f, ok := functions[fmt.Sprintf("%s/%d", e.function, len(e.args))]
	if !ok {
		return value{}, g.noFunction(e)
	}
	if e.function == "startswith" {
		if v, done, err := g.startsWith(e); done || err != nil {
			return v, err
		}
	}
	texts := make([]any, len(e.args))
	for i, a := range e.args {
		v, err := g.emit(a)
		if err != nil {
			return value{}, err
		}
		if !comparable(v, value{is: f.takes[i]}) || v.is == null {
			return value{}, g.fail(a.position(), "%s needs %s here, got %s", e.function, f.takes[i], v.is)
		}
		if texts[i], err = g.side(v, a.position(), value{is: f.takes[i]}); err != nil {
			return value{}, err
		}
	}
	return value{sql: fmt.Sprintf(f.sql, texts...), is: f.gives, test: f.gives == Bool}, nil
}

func (g *generator) noFunction(e call) error {
	for n := range 4 {
		if _, ok := functions[fmt.Sprintf("%s/%d", e.function, n)]; ok {
			return g.fail(e.at, "%s does not take %d arguments", e.function, len(e.args))
		}
	}
	return g.fail(e.at, "%s", unknown("function", e.function, functionNames()))
}

// startsWith writes the search for a field's beginning as a range, which an index can answer: from the text itself up to
// the first text that is greater than all that begin with it. Texts are compared by their bytes, and no byte of UTF-8 is
// the greatest one, so that the last byte can always be raised by one.
func (g *generator) startsWith(e call) (v value, done bool, err error) {
	field, isName := e.args[0].(name)
	prefix, isLiteral := e.args[1].(literal)
	if !isName || !isLiteral || prefix.is != Text || prefix.value == "" {
		return value{}, false, nil
	}
	if v, err = g.name(field); err != nil || v.is != Text {
		return value{}, false, err
	}
	text, _ := prefix.value.(string)
	last := len(text) - 1
	above := text[:last] + string([]byte{text[last] + 1})
	low, high := g.bind(text), g.bind(above)
	return value{sql: fmt.Sprintf("(%[1]s >= %[2]s AND %[1]s < %[3]s)", v.sql, low, high), is: Bool, test: true}, true, nil
}
