package chunk

import (
	"slices"
	"strings"
)

// Access is how a part of an expression is reached from the part before it.
type Access int

// The ways.
const (
	Variable Access = iota // by its own name: the first part
	Text                   // it is a string: the first part, too
	Field                  // .name or ["name"]
	Method                 // :name
	Element                // [1], or any other key
	Call                   // as the result of a call
)

// Link is one part of an expression such as reports[1]:get_root_sequence_call().
type Link struct {
	By   Access
	Name string // of a variable, field or method; the digits of the key of an element, else empty
}

// Ending is what a source ends in while it is typed: the beginning of a name, and what decides which names can stand there.
type Ending struct {
	Name   string   // as far as it is typed, perhaps empty
	Owner  []Link   // what the name is a field or method of, else empty
	Method bool     // it stands behind a colon
	Call   []Link   // the function whose named arguments the name may be one of, else empty
	Given  []string // those of its arguments that are there already
}

// EndOf finds out what a source ends in. It is false where no name can stand: in a string, a comment or a number, or
// behind something that says nothing of its names.
func EndOf(source string) (e Ending, ok bool) {
	tokens, ok := tokensOf(source)
	if !ok {
		return e, false
	}
	tokens, ok = e.takeName(tokens, source)
	if !ok {
		return e, false
	}
	if n := len(tokens); n > 0 && (tokens[n-1].kind == '.' || tokens[n-1].kind == ':') {
		e.Method = tokens[n-1].kind == ':'
		e.Owner, ok = pathOf(tokens[:n-1])
		return e, ok
	}
	e.findCall(tokens)
	return e, true
}

// placed is a token with where it ends.
type placed struct {
	token
	end int
}

// tokensOf cuts a source into tokens. It is false where the source ends within one, or in a comment.
func tokensOf(source string) (tokens []placed, ok bool) {
	defer func() {
		if _, wrong := recover().(*SyntaxError); wrong {
			ok = false
		}
	}()
	l := &lexer{source: source, line: 1}
	for t := l.next(); t.kind != tokenEOF; t = l.next() {
		tokens = append(tokens, placed{t, l.at})
	}
	rest := source
	if n := len(tokens); n > 0 {
		rest = source[tokens[n-1].end:]
	}
	rest = rest[strings.LastIndexAny(rest, "\r\n")+1:]
	return tokens, strings.TrimSpace(rest) == ""
}

// takeName takes the beginning of the name from the tokens. A name cannot begin right behind another value.
func (e *Ending) takeName(tokens []placed, source string) ([]placed, bool) {
	n := len(tokens)
	if n == 0 || tokens[n-1].end < len(source) {
		return tokens, true
	}
	last := tokens[n-1]
	switch {
	case last.kind == tokenName:
		e.Name = last.text
	case last.kind >= tokenAnd && last.kind <= tokenWhile:
		e.Name = spellings[last.kind]
	default:
		return tokens, !last.endsValue()
	}
	return tokens[:n-1], true
}

// endsValue tells whether a token is the end of a value, which can be called.
func (p placed) endsValue() bool {
	switch p.kind {
	case tokenName, tokenString, tokenNumber, ')', ']', '}':
		return true
	}
	return false
}

// pathOf is the expression at the end of the tokens, read from its end.
func pathOf(tokens []placed) (path []Link, ok bool) {
	for len(tokens) > 0 {
		link, rest, ok := lastLink(tokens)
		if !ok {
			return nil, false
		}
		path = append(path, link)
		if link.By == Variable || link.By == Text {
			slices.Reverse(path)
			return path, true
		}
		tokens = rest
	}
	return nil, false
}

// lastLink takes the last part of an expression from the tokens.
func lastLink(tokens []placed) (link Link, rest []placed, ok bool) {
	n := len(tokens)
	switch last := tokens[n-1]; last.kind {
	case tokenName:
		return nameLink(tokens)
	case tokenString:
		return Link{By: Call}, tokens[:n-1], called(tokens[:n-1])
	case ')', '}', ']':
		from := opening(tokens)
		if from < 0 {
			return link, nil, false
		}
		return bracketLink(last.kind, tokens[from+1:n-1], tokens[:from])
	}
	return link, nil, false
}

func nameLink(tokens []placed) (link Link, rest []placed, ok bool) {
	n := len(tokens)
	link.Name = tokens[n-1].text
	if n > 1 && tokens[n-2].kind == '.' {
		link.By = Field
	} else if n > 1 && tokens[n-2].kind == ':' {
		link.By = Method
	} else {
		return link, nil, true
	}
	return link, tokens[:n-2], true
}

// bracketLink is a call or an index by what is between the brackets, and what is before them.
func bracketLink(closing kind, inside, before []placed) (link Link, rest []placed, ok bool) {
	only := token{}
	if len(inside) == 1 {
		only = inside[0].token
	}
	switch {
	case closing == ']' && only.kind == tokenString:
		return Link{Field, only.value}, before, true
	case closing == ']':
		return Link{Element, only.text}, before, true
	case called(before):
		return Link{By: Call}, before, true
	}
	return Link{By: Text}, nil, closing == ')' && only.kind == tokenString
}

// called tells whether what follows the tokens is the argument of a call.
func called(tokens []placed) bool { return len(tokens) > 0 && tokens[len(tokens)-1].endsValue() }

// depths are the brackets, with what they do to the depth when they are read from the end.
var depths = map[kind]int{')': 1, ']': 1, '}': 1, '(': -1, '[': -1, '{': -1}

// opening is the index of the bracket that the last token closes, -1 where there is none.
func opening(tokens []placed) int {
	depth := 0
	for i, t := range slices.Backward(tokens) {
		if depth += depths[t.kind]; depth == 0 {
			return i
		}
	}
	return -1
}

// findCall finds the function whose table of named arguments is open at the end of the tokens, where an argument begins there.
func (e *Ending) findCall(tokens []placed) {
	n := len(tokens)
	if n == 0 || tokens[n-1].kind != '{' && tokens[n-1].kind != ',' && tokens[n-1].kind != ';' {
		return
	}
	open, depth := n-1, 0
	for ; open >= 0; open-- {
		t := tokens[open].kind
		if depth += depths[t]; depth < 0 {
			break
		}
		if depth == 0 && t == '=' && open > 0 && tokens[open-1].kind == tokenName {
			e.Given = append(e.Given, tokens[open-1].text)
		}
	}
	if open < 1 || tokens[open].kind != '{' {
		return
	}
	before := tokens[:open]
	if before[open-1].kind == '(' {
		before = before[:open-1]
	}
	if called(before) {
		e.Call, _ = pathOf(before)
	}
}

// Keywords lists the reserved words of Lua.
func Keywords() []string {
	words := make([]string, 0, len(keywords))
	for word := range keywords {
		words = append(words, word)
	}
	slices.Sort(words)
	return words
}
