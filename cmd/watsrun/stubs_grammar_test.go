package main

import (
	"fmt"
	"regexp"
	"strings"
)

// annotated is a type as the Lua language server spells it.
type annotated struct {
	name     string // of a class, an alias or a type of Lua; "" for the other forms
	literal  string // of a string that stands for itself, with its quotes
	list     *annotated
	key, val *annotated // of table<K, V>
	fn       *signature
	union    []*annotated
	optional bool

	fields map[string]*annotated // of a table that a script writes, by name
	items  []*annotated          // its list
	loose  bool                  // it has further keys, which are computed
}

// signature is what may be called.
type signature struct {
	params  []parameter
	results []*annotated
	rest    bool       // takes further arguments
	named   *annotated // the class of the table of named arguments
	open    bool       // gives any number of results
}

type parameter struct {
	name     string
	typ      *annotated
	optional bool
}

// String is the type in the form in which it is written.
func (t *annotated) String() string {
	s := t.name
	switch {
	case t.literal != "":
		s = t.literal
	case t.list != nil:
		s = t.list.String() + "[]"
	case t.key != nil:
		s = "table<" + t.key.String() + ", " + t.val.String() + ">"
	case t.fn != nil:
		s = "function"
	case len(t.union) > 0:
		parts := make([]string, len(t.union))
		for i, u := range t.union {
			parts[i] = u.String()
		}
		s = strings.Join(parts, "|")
	}
	if t.optional {
		s += "?"
	}
	return s
}

var typeToken = regexp.MustCompile(`^(?:"[^"]*"|\.\.\.|\[\]|[\w.]+|[][(){}<>|?,:])`)

// typeParser reads type expressions by the grammar of the language server's annotations.
type typeParser struct {
	rest string
	err  error
}

func (p *typeParser) peek() string { return typeToken.FindString(strings.TrimLeft(p.rest, " ")) }

func (p *typeParser) next() string {
	t := p.peek()
	p.rest = strings.TrimPrefix(strings.TrimLeft(p.rest, " "), t)
	return t
}

func (p *typeParser) take(want string) bool {
	if p.peek() != want {
		return false
	}
	p.next()
	return true
}

func (p *typeParser) expect(want string) {
	if !p.take(want) {
		p.fail("%q is missing before %q", want, p.rest)
	}
}

func (p *typeParser) fail(format string, args ...any) {
	if p.err == nil {
		p.err = fmt.Errorf(format, args...)
	}
}

// union is one or more types with | between them.
func (p *typeParser) union() *annotated {
	t := p.postfix()
	if p.peek() != "|" {
		return t
	}
	u := &annotated{union: []*annotated{t}}
	for p.take("|") {
		u.union = append(u.union, p.postfix())
	}
	return u
}

// postfix is a type with [] and ? behind it.
func (p *typeParser) postfix() *annotated {
	t := p.primary()
	for {
		switch {
		case p.take("[]"):
			t = &annotated{list: t}
		case p.take("?"):
			t = t.orNil()
		default:
			return t
		}
	}
}

func (t *annotated) orNil() *annotated {
	c := *t
	c.optional = true
	return &c
}

func (p *typeParser) primary() *annotated {
	switch word := p.next(); {
	case word == "(":
		t := p.union()
		p.expect(")")
		return t
	case word == "fun":
		return &annotated{fn: p.function()}
	case word == "table" && p.take("<"):
		t := &annotated{key: p.union()}
		p.expect(",")
		t.val = p.union()
		p.expect(">")
		return t
	case strings.HasPrefix(word, `"`):
		return &annotated{literal: word}
	case dottedName.MatchString(word):
		return &annotated{name: word}
	default:
		p.fail("%q is no type", word+p.rest)
		return &annotated{name: "any"}
	}
}

var dottedName = regexp.MustCompile(`^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$`)

// function is what follows the word fun.
func (p *typeParser) function() *signature {
	f := &signature{}
	p.expect("(")
	for p.err == nil && !p.take(")") {
		if p.take("...") {
			f.rest = true
			continue
		}
		param := parameter{name: p.next(), optional: p.take("?")}
		p.expect(":")
		param.typ = p.union()
		f.params = append(f.params, param)
		if p.peek() != ")" {
			p.expect(",")
		}
	}
	if !p.take(":") {
		return f
	}
	for ok := true; ok; ok = p.take(",") {
		f.results = append(f.results, p.union())
	}
	return f
}

// parseType reads a type at the beginning of a text, and gives the description behind it.
func parseType(text string) (t *annotated, behind string, err error) {
	p := &typeParser{rest: text}
	t = p.union()
	if p.err == nil && p.rest != "" && !strings.HasPrefix(p.rest, " ") {
		p.fail("%q follows the type %s", p.rest, t)
	}
	return t, strings.TrimSpace(p.rest), p.err
}
