package odata

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// maxParameters bounds the values of one filter: SQLite allows 32766 parameters a statement.
const maxParameters = 5000

// maxTree bounds how deep the SQL of a filter may nest: SQLite allows 1000, and some of ours take several of its own.
const maxTree = 200

// Filter turns a $filter into a SQL condition and its bind parameters, which are numbered ?first, ?first+1 and so on.
// Errors are of type *Error. Comparisons follow OData where a column is NULL: they are false, but eq and ne compare NULL
// like any other value.
func Filter(source string, schema *Schema, first int) (condition string, args []any, err error) {
	tree, err := parse("$filter", source)
	if err != nil {
		return "", nil, err
	}
	g := &generator{lexer: lexer{option: "$filter", source: source}, schema: schema, first: first}
	v, err := g.emit(tree)
	if err != nil {
		return "", nil, err
	}
	if v.is != Bool {
		return "", nil, g.fail(tree.position(), "a condition is required, got %s", v.is)
	}
	return g.condition(v), g.args, nil
}

// value is the SQL of an expression. Literals stay values until it is known what they are compared with.
type value struct {
	sql     string
	is      Kind
	literal *literal
	field   *Field
	test    bool // a condition, not a column that holds true or false
}

// generator writes SQL.
type generator struct {
	lexer  // for messages
	schema *Schema
	scopes []scope
	first  int // the number of the first parameter
	args   []any
	depth  int
}

// scope is one lambda that is being written.
type scope struct {
	variable string
	alias    string
	fields   []Field
}

// bind adds a parameter and returns its mark.
func (g *generator) bind(v any) string {
	g.args = append(g.args, v)
	return fmt.Sprintf("?%d", g.first+len(g.args)-1)
}

// emit writes any expression.
func (g *generator) emit(e expression) (value, error) {
	if len(g.args) > maxParameters {
		return value{}, g.fail(e.position(), "more than %d values", maxParameters)
	}
	if g.depth++; g.depth > maxTree {
		return value{}, g.fail(e.position(), "more than %d comparisons of comparisons", maxTree)
	}
	defer func() { g.depth-- }()
	switch e := e.(type) {
	case literal:
		return value{is: e.is, literal: &e}, nil
	case name:
		return g.name(e)
	case call:
		return g.call(e)
	case not:
		v, err := g.test(e.term)
		return value{sql: "(" + v + ") IS NOT TRUE", is: Bool, test: true}, err
	case compare:
		return g.compare(e)
	case in:
		return g.in(e)
	case chain:
		sql, err := g.chain(e.operator, e.terms)
		return value{sql: sql, is: Bool, test: true}, err
	case lambda:
		return g.lambda(e)
	}
	return value{}, g.fail(e.position(), "cannot be used here")
}

// test writes an expression that must be a condition.
func (g *generator) test(e expression) (string, error) {
	v, err := g.emit(e)
	if err != nil {
		return "", err
	}
	if v.is != Bool {
		return "", g.fail(e.position(), "a condition is required here, got %s: compare it with something", v.is)
	}
	return g.condition(v), nil
}

// condition is the SQL of a value of kind Bool.
func (g *generator) condition(v value) string {
	if v.literal != nil {
		return g.bind(v.literal.value)
	}
	return v.sql
}

// chain writes a and b and c as a balanced tree: SQLite bounds the depth of a condition.
func (g *generator) chain(operator string, terms []expression) (string, error) {
	if len(terms) == 1 {
		return g.test(terms[0])
	}
	half := len(terms) / 2
	left, err := g.chain(operator, terms[:half])
	if err != nil {
		return "", err
	}
	right, err := g.chain(operator, terms[half:])
	return "(" + left + " " + strings.ToUpper(operator) + " " + right + ")", err
}

// name looks a field up, from the innermost lambda outwards.
func (g *generator) name(e name) (value, error) {
	if e.variable == "" {
		f, ok := find(g.schema.Fields, e.field, fieldName)
		if ok {
			return value{sql: f.SQL, is: f.Kind, field: &f}, nil
		}
		if c, ok := find(g.schema.Collections, e.field, collectionName); ok {
			return value{}, g.fail(e.at, "%s is a list: write %s/any(x: x/%s eq ...)", c.Name, c.Name, c.Fields[0].Name)
		}
		return value{}, g.fail(e.at, "%s", unknown("field", e.field, names(g.schema.Fields, fieldName)))
	}
	for i := len(g.scopes) - 1; i >= 0; i-- {
		s := g.scopes[i]
		if s.variable != e.variable {
			continue
		}
		f, ok := find(s.fields, e.field, fieldName)
		if !ok {
			return value{}, g.fail(e.at, "%s", unknown("field", e.field, names(s.fields, fieldName)))
		}
		return value{sql: s.alias + "." + f.SQL, is: f.Kind, field: &f}, nil
	}
	if c, ok := find(g.schema.Collections, e.variable, collectionName); ok {
		return value{}, g.fail(e.at, "%s is a list: write %s/any(x: x/%s ...)", c.Name, c.Name, e.field)
	}
	return value{}, g.fail(e.at, "unknown variable %q", e.variable)
}

// side writes one side of a comparison, a literal as a value of the kind that it is compared with.
func (g *generator) side(v value, at int, other value) (string, error) {
	if v.literal == nil {
		return v.sql, nil
	}
	if v.is == null {
		return "NULL", nil
	}
	stored, err := g.stored(*v.literal, at, other)
	if err != nil {
		return "", err
	}
	return g.bind(stored), nil
}

// stored is a literal as the column that it is compared with holds it.
func (g *generator) stored(l literal, at int, other value) (any, error) {
	switch {
	case l.is == Time:
		t, _ := l.value.(time.Time)
		return Nanoseconds(t), nil
	case l.is == GUID && other.is != Text:
		text, _ := l.value.(string)
		return strings.ToLower(text), nil
	case l.is != Text:
		return l.value, nil
	}
	text, _ := l.value.(string)
	switch other.is {
	case Time:
		t, err := parseTime(text)
		if err != nil {
			return nil, g.fail(at, "%q is not a date and time", text)
		}
		return Nanoseconds(t), nil
	case GUID:
		return strings.ToLower(strings.Trim(text, "{}")), nil
	}
	if other.field != nil && other.field.Word != nil {
		return other.field.Word(text), nil
	}
	return text, nil
}

// Nanoseconds is a time as a Time column holds it. What lies outside the years 1678 to 2261, such as the 0001-01-01 that
// stands for no date, becomes the least or the greatest number.
func Nanoseconds(t time.Time) int64 {
	switch year := t.Year(); {
	case year < 1678:
		return math.MinInt64
	case year > 2261:
		return math.MaxInt64
	}
	return t.UnixNano()
}

// comparable says whether two kinds can be compared: texts with quotes may stand for dates and GUIDs.
func comparable(a, b value) bool {
	if a.is == b.is || a.is == null || b.is == null {
		return true
	}
	quoted := func(x, y value) bool {
		return x.literal != nil && x.is == Text && (y.is == Time || y.is == GUID)
	}
	text := func(x, y value) bool { return x.is == GUID && y.is == Text } // a GUID is a text to the text functions
	return quoted(a, b) || quoted(b, a) || text(a, b) || text(b, a)
}

// compare writes a comparison. IS and IS NOT treat NULL as OData does, and use an index as = does.
func (g *generator) compare(e compare) (value, error) {
	left, err := g.emit(e.left)
	if err != nil {
		return value{}, err
	}
	right, err := g.emit(e.right)
	if err != nil {
		return value{}, err
	}
	operator := map[string]string{"eq": "IS", "ne": "IS NOT", "gt": ">", "ge": ">=", "lt": "<", "le": "<="}[e.operator]
	if !comparable(left, right) {
		return value{}, g.fail(e.at, "%s cannot be compared with %s", left.is, right.is)
	}
	if left.is == Bool && e.operator != "eq" && e.operator != "ne" {
		return value{}, g.fail(e.at, "true and false have no order: use eq or ne")
	}
	before, err := g.side(left, e.left.position(), right)
	if err != nil {
		return value{}, err
	}
	after, err := g.side(right, e.right.position(), left)
	if left.test || right.test { // a condition on NULL is NULL, but it means false
		before, after = "coalesce("+before+", 0)", "coalesce("+after+", 0)"
	}
	return value{sql: before + " " + operator + " " + after, is: Bool, test: true}, err
}

// in writes a membership test.
func (g *generator) in(e in) (value, error) {
	left, err := g.emit(e.left)
	if err != nil {
		return value{}, err
	}
	if left.literal != nil {
		return value{}, g.fail(e.left.position(), "a field is required on the left of in")
	}
	marks := make([]string, len(e.values))
	for i, item := range e.values {
		v, err := g.emit(item)
		if err != nil {
			return value{}, err
		}
		if v.literal == nil || !comparable(left, v) || v.is == null {
			return value{}, g.fail(item.position(), "%s is required in this list", left.is)
		}
		if marks[i], err = g.side(v, item.position(), left); err != nil {
			return value{}, err
		}
	}
	return value{sql: "(" + left.sql + ") IN (" + strings.Join(marks, ", ") + ")", is: Bool, test: true}, nil
}

// lambda writes any and all as a search of the items, so that a rare item is found by its index.
func (g *generator) lambda(e lambda) (value, error) {
	c, ok := find(g.schema.Collections, e.collection, collectionName)
	if !ok {
		return value{}, g.fail(e.at, "%s", unknown("list", e.collection, names(g.schema.Collections, collectionName)))
	}
	alias := fmt.Sprintf("item%d", len(g.scopes)+1)
	inside := "1"
	if e.condition != nil {
		g.scopes = append(g.scopes, scope{variable: e.variable, alias: alias, fields: c.Fields})
		var err error
		if inside, err = g.test(e.condition); err != nil {
			return value{}, err
		}
		g.scopes = g.scopes[:len(g.scopes)-1]
	}
	operator := "IN"
	if e.quantifier == "all" { // no item for which the condition does not hold
		operator, inside = "NOT IN", "("+inside+") IS NOT TRUE"
	}
	if c.Where != "" {
		inside = "(" + inside + ") AND " + alias + "." + c.Where
	}
	sql := fmt.Sprintf("%s %s (SELECT %s.%s FROM %s AS %s WHERE %s)", c.Parent, operator, alias, c.Key, c.Table, alias, inside)
	return value{sql: sql, is: Bool, test: true}, nil
}
