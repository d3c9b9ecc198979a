package odata

import (
	"strings"
	"unicode/utf8"
)

// MaxDepth bounds how deep parentheses and functions may nest.
const MaxDepth = 100

// expression is a node of the tree that a filter is read into. at is the byte offset that a message points to.
type (
	expression interface{ position() int }

	literal struct {
		at    int
		value any
		is    Kind
	}
	name struct { // a field, with the variable of the lambda that it belongs to
		at       int
		variable string // "" for a field of the row itself
		field    string
	}
	call struct {
		at       int
		function string
		args     []expression
	}
	not struct {
		at   int
		term expression
	}
	compare struct {
		at          int
		operator    string
		left, right expression
	}
	in struct {
		at     int
		left   expression
		values []expression
	}
	chain struct { // a and b and c: one node, so that a long chain is not a deep tree
		at       int
		operator string
		terms    []expression
	}
	lambda struct {
		at         int
		collection string
		quantifier string // any or all
		variable   string
		condition  expression // nil for any()
	}
)

func (e literal) position() int { return e.at }
func (e name) position() int    { return e.at }
func (e call) position() int    { return e.at }
func (e not) position() int     { return e.at }
func (e compare) position() int { return e.at }
func (e in) position() int      { return e.at }
func (e chain) position() int   { return e.at }
func (e lambda) position() int  { return e.at }

// binding is how strongly an operator holds what stands on both sides.
var binding = map[string]int{"or": 1, "and": 2, "eq": 3, "ne": 3, "gt": 4, "ge": 4, "lt": 4, "le": 4, "in": 4}

// parser reads a filter from its tokens.
type parser struct {
	lexer
	token token // the next one
	depth int
}

// parse reads a whole filter.
func parse(option, source string) (expression, error) {
	p := &parser{lexer: lexer{option: option, source: source}}
	switch {
	case len(source) > MaxLength:
		return nil, p.fail(0, "longer than %d bytes", MaxLength)
	case !utf8.ValidString(source):
		return nil, p.fail(0, "not valid UTF-8")
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	e, err := p.expression(0)
	if err != nil {
		return nil, err
	}
	if p.token.kind != tokenEnd {
		return nil, p.fail(p.token.at, "unexpected %q: an operator such as and, or, eq belongs here", p.token.text)
	}
	return e, nil
}

func (p *parser) advance() (err error) {
	p.token, err = p.next()
	return err
}

// mark takes a mark when it is the next token.
func (p *parser) mark(text string) (bool, error) {
	if p.token.kind != tokenMark || p.token.text != text {
		return false, nil
	}
	return true, p.advance()
}

// expect takes a mark that must be there.
func (p *parser) expect(text, where string) error {
	found, err := p.mark(text)
	if err != nil || found {
		return err
	}
	if p.token.kind == tokenEnd {
		return p.fail(p.token.at, "%q is missing %s", text, where)
	}
	return p.fail(p.token.at, "%q is required %s, got %q", text, where, p.token.text)
}

// expression reads everything that holds together more strongly than least.
func (p *parser) expression(least int) (expression, error) {
	if p.depth++; p.depth > MaxDepth {
		return nil, p.fail(p.token.at, "nested more than %d levels deep", MaxDepth)
	}
	defer func() { p.depth-- }()
	left, err := p.operand()
	for err == nil {
		operator := strings.ToLower(p.token.text)
		strength := binding[operator]
		if p.token.kind != tokenName || strength <= least {
			return left, nil
		}
		at := p.token.at
		if err = p.advance(); err == nil {
			left, err = p.infix(left, operator, strength, at)
		}
	}
	return nil, err
}

// infix reads what stands to the right of an operator.
func (p *parser) infix(left expression, operator string, strength, at int) (expression, error) {
	if operator == "in" {
		values, err := p.list("behind in")
		return in{at: at, left: left, values: values}, err
	}
	right, err := p.expression(strength)
	if err != nil {
		return nil, err
	}
	if operator != "and" && operator != "or" {
		return compare{at: at, operator: operator, left: left, right: right}, nil
	}
	if c, ok := left.(chain); ok && c.operator == operator {
		return chain{at: c.at, operator: operator, terms: append(c.terms, right)}, nil
	}
	return chain{at: at, operator: operator, terms: []expression{left, right}}, nil
}

// operand reads one value, condition or parenthesis.
func (p *parser) operand() (expression, error) {
	t := p.token
	switch {
	case t.kind == tokenLiteral:
		return literal{at: t.at, value: t.value, is: t.is}, p.advance()
	case t.kind == tokenName && strings.EqualFold(t.text, "not"):
		if err := p.advance(); err != nil {
			return nil, err
		}
		term, err := p.expression(binding["and"]) // not (a eq b) and (not a) eq b are the same for conditions
		return not{at: t.at, term: term}, err
	case t.kind == tokenName:
		return p.named()
	case t.kind == tokenMark && t.text == "(":
		return p.parenthesis()
	case t.kind == tokenEnd:
		return nil, p.fail(t.at, "a field, a value or a function is missing here")
	}
	return nil, p.fail(t.at, "unexpected %q: a field, a value or a function belongs here", t.text)
}

func (p *parser) parenthesis() (expression, error) {
	if err := p.advance(); err != nil {
		return nil, err
	}
	e, err := p.expression(0)
	if err != nil {
		return nil, err
	}
	return e, p.expect(")", "to close the parenthesis")
}

// named reads what begins with a name: a field, a function, a field of a variable, or a lambda.
func (p *parser) named() (expression, error) {
	t := p.token
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.token.kind == tokenMark && p.token.text == "(" {
		args, err := p.list("behind " + t.text)
		return call{at: t.at, function: strings.ToLower(t.text), args: args}, err
	}
	deeper, err := p.mark("/")
	if err != nil || !deeper {
		return name{at: t.at, field: t.text}, err
	}
	member := p.token
	if member.kind != tokenName {
		return nil, p.fail(member.at, "a name is required behind %s/", t.text)
	}
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.token.kind == tokenMark && p.token.text == "(" {
		return p.lambda(t, member)
	}
	return name{at: t.at, variable: t.text, field: member.text}, nil
}

// lambda reads any() or all() from its opening parenthesis on.
func (p *parser) lambda(collection, quantifier token) (expression, error) {
	e := lambda{at: collection.at, collection: collection.text, quantifier: strings.ToLower(quantifier.text)}
	if e.quantifier != "any" && e.quantifier != "all" {
		return nil, p.fail(quantifier.at, "unknown function %q of a list: use any or all", quantifier.text)
	}
	if err := p.advance(); err != nil { // the parenthesis
		return nil, err
	}
	if empty, err := p.mark(")"); err != nil || empty {
		if err == nil && e.quantifier == "all" {
			err = p.fail(quantifier.at, "all needs a condition, as in all(x: x/field eq 'value')")
		}
		return e, err
	}
	variable := p.token
	if variable.kind != tokenName {
		return nil, p.fail(variable.at, "a variable is required here, as in %s(x: x/field eq 'value')", e.quantifier)
	}
	e.variable = variable.text
	if err := p.advance(); err != nil {
		return nil, err
	}
	if err := p.expect(":", "behind the variable "+e.variable); err != nil {
		return nil, err
	}
	var err error
	if e.condition, err = p.expression(0); err != nil {
		return nil, err
	}
	return e, p.expect(")", "to close "+e.quantifier)
}

// list reads expressions in parentheses.
func (p *parser) list(where string) ([]expression, error) {
	if err := p.expect("(", where); err != nil {
		return nil, err
	}
	var all []expression
	for {
		e, err := p.expression(0)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
		more, err := p.mark(",")
		if err != nil {
			return nil, err
		}
		if !more {
			return all, p.expect(")", "to close the list")
		}
	}
}
