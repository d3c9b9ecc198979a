package server

import "strings"

// filterPattern is a text of a filter, taken apart: it matches what equals one of the texts or matches one of the globs.
type filterPattern struct {
	texts []string
	globs []string // as SQLite's GLOB writes them
}

// patternOf takes a text of a filter apart; nil is one that asks for nothing.
func patternOf(text string) *filterPattern {
	p := &filterPattern{}
	for _, alternative := range alternatives(text) {
		plain, glob := globOf(alternative)
		switch {
		case alternative == "":
		case glob == "":
			p.texts = append(p.texts, plain)
		default:
			p.globs = append(p.globs, glob)
		}
	}
	if p.texts == nil && p.globs == nil {
		return nil
	}
	return p
}

// alternatives splits at semicolons other than [;].
func alternatives(text string) []string {
	var all []string
	from := 0
	for i := range len(text) {
		if text[i] == ';' && (i == 0 || i+1 == len(text) || text[i-1] != '[' || text[i+1] != ']') {
			all = append(all, strings.TrimSpace(text[from:i]))
			from = i + 1
		}
	}
	return append(all, strings.TrimSpace(text[from:]))
}

// globOf is the text that an alternative stands for, and the same as a glob, "" when it has no wildcards. SQLite uses an
// index for a glob that begins with plain text.
func globOf(alternative string) (plain, glob string) {
	var text, pattern strings.Builder
	wild := false
	for i := 0; i < len(alternative); i++ {
		c := alternative[i]
		switch {
		case c == '[' && i+2 < len(alternative) && alternative[i+2] == ']' && strings.IndexByte("%_;[", alternative[i+1]) >= 0:
			c, i = alternative[i+1], i+2
		case c == '%':
			wild = true
			pattern.WriteByte('*')
			continue
		case c == '_':
			wild = true
			pattern.WriteByte('?')
			continue
		}
		text.WriteByte(c)
		if strings.IndexByte("*?[", c) >= 0 {
			pattern.Write([]byte{'[', c, ']'})
		} else {
			pattern.WriteByte(c)
		}
	}
	if !wild {
		return text.String(), ""
	}
	return text.String(), pattern.String()
}

// match is the SQL condition on an expression, with its parameters.
func (p *filterPattern) match(expression string) (condition string, args []any) {
	var terms []string
	switch len(p.texts) {
	case 0:
	case 1:
		terms, args = append(terms, expression+" = ?"), append(args, p.texts[0])
	default:
		terms, args = append(terms, expression+" IN (SELECT value FROM json_each(?))"), append(args, jsonList(p.texts))
	}
	for _, glob := range p.globs {
		terms, args = append(terms, expression+" GLOB ?"), append(args, glob)
	}
	return "(" + strings.Join(terms, " OR ") + ")", args
}
