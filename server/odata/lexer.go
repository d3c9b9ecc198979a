package odata

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// MaxLength bounds a filter in bytes.
const MaxLength = 64 << 10

type tokenKind int

const (
	tokenEnd tokenKind = iota
	tokenName
	tokenMark    // ( ) , : /
	tokenLiteral // text, number, date, GUID, true, false, null
)

// token is one word of a filter. A literal carries its value: string, int64, float64, bool, time.Time or nil.
type token struct {
	kind  tokenKind
	text  string
	at    int // byte offset
	value any
	is    Kind // of a literal
}

// What a literal without quotes can look like. A plus sign that a client forgot to encode arrives as a blank.
var (
	guidPattern   = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}`)
	timePattern   = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}([Tt]\d{2}:\d{2}(:\d{2}(\.\d+)?)?([Zz]|[-+ ]\d{2}:\d{2})?)?`)
	numberPattern = regexp.MustCompile(`^-?\d+(\.\d+)?([eE][-+]?\d+)?`)
)

// lexer cuts a filter into tokens.
type lexer struct {
	option string
	source string
	at     int
}

func (l *lexer) fail(at int, format string, args ...any) error {
	return &Error{
		Option: l.option, Position: utf8.RuneCountInString(l.source[:at]) + 1, Message: fmt.Sprintf(format, args...),
	}
}

// next cuts the next token off.
func (l *lexer) next() (token, error) {
	rest := strings.TrimLeft(l.source[l.at:], " \t\r\n")
	l.at = len(l.source) - len(rest)
	if rest == "" {
		return token{at: l.at}, nil
	}
	switch first := rest[0]; {
	case strings.IndexByte("(),:/", first) >= 0:
		return l.take(token{kind: tokenMark, text: rest[:1]}), nil
	case first == '\'':
		return l.quoted(l.at)
	case len(rest) >= 36 && rest[8] == '-' && guidPattern.MatchString(rest):
		text := guidPattern.FindString(rest)
		return l.literal(text, text, GUID)
	case first != '-' && (first < '0' || first > '9'):
		return l.name(rest)
	case timePattern.MatchString(rest):
		text := timePattern.FindString(rest)
		value, err := parseTime(text)
		if err != nil {
			return token{}, l.fail(l.at, "%q is not a date and time", text)
		}
		return l.literal(text, value, Time)
	case numberPattern.MatchString(rest):
		return l.number(numberPattern.FindString(rest))
	}
	return token{}, l.fail(l.at, "unexpected character '-'")
}

// take moves behind a token.
func (l *lexer) take(t token) token {
	t.at = l.at
	l.at += len(t.text)
	return t
}

// literal takes a literal, which must not run into the next word: 12abc is neither a number nor a name.
func (l *lexer) literal(text string, value any, is Kind) (token, error) {
	if end := l.at + len(text); end < len(l.source) {
		if r, _ := utf8.DecodeRuneInString(l.source[end:]); isNamePart(r) || r == '-' {
			return token{}, l.fail(l.at, "%q is no number, date or GUID: write texts in quotes, as in 'x'", l.word(l.at))
		}
	}
	return l.take(token{kind: tokenLiteral, text: text, value: value, is: is}), nil
}

// word is what people see as one word, for messages.
func (l *lexer) word(at int) string {
	rest := l.source[at:]
	if i := strings.IndexAny(rest, " ()',/"); i > 0 {
		rest = rest[:i]
	}
	return rest
}

func (l *lexer) number(text string) (token, error) {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return l.literal(text, n, Number)
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return token{}, l.fail(l.at, "the number %s is too large", text)
	}
	return l.literal(text, f, Number)
}

// quoted takes a text in quotes, in which two quotes stand for one.
func (l *lexer) quoted(at int) (token, error) {
	for end := l.at + 1; end < len(l.source); end++ {
		if l.source[end] != '\'' {
			continue
		}
		if end+1 < len(l.source) && l.source[end+1] == '\'' {
			end++
			continue
		}
		value := strings.ReplaceAll(l.source[l.at+1:end], "''", "'")
		t := token{kind: tokenLiteral, text: l.source[at : end+1], at: at, value: value, is: Text}
		l.at = end + 1
		return t, nil
	}
	return token{}, l.fail(at, "the text that begins here has no closing quote (write a quote inside a text twice)")
}

// name takes a name, the words true, false and null, or a typed literal of older OData such as guid'...'.
func (l *lexer) name(rest string) (token, error) {
	end := strings.IndexFunc(rest, func(r rune) bool { return !isNamePart(r) })
	if end < 0 {
		end = len(rest)
	}
	if end == 0 {
		r, _ := utf8.DecodeRuneInString(rest)
		return token{}, l.fail(l.at, "unexpected character %q", r)
	}
	text := rest[:end]
	switch lower := strings.ToLower(text); {
	case lower == "true" || lower == "false":
		return l.take(token{kind: tokenLiteral, text: text, value: lower == "true", is: Bool}), nil
	case lower == "null":
		return l.take(token{kind: tokenLiteral, text: text, is: null}), nil
	case (lower == "guid" || strings.HasPrefix(lower, "datetime")) && strings.HasPrefix(rest[end:], "'"):
		at := l.at
		l.at += end
		return l.quoted(at)
	case strings.HasPrefix(rest[end:], "-"):
		return token{}, l.fail(l.at, "%q is no name: write texts in quotes, as in 'x'", l.word(l.at))
	}
	return l.take(token{kind: tokenName, text: text}), nil
}

func isNamePart(r rune) bool {
	return r == '_' || r == '.' || r == '$' || unicode.IsLetter(r) || unicode.IsDigit(r)
}

// parseTime reads a date, or a date and time with an offset; without one it is UTC.
func parseTime(text string) (time.Time, error) {
	text = strings.ToUpper(strings.TrimSpace(text))
	if date, clock, ok := strings.Cut(text, "T"); ok {
		text = date + "T" + strings.Replace(clock, " ", "+", 1)
	}
	var err error
	for _, layout := range []string{
		"2006-01-02T15:04:05.999999999Z07:00", "2006-01-02T15:04:05.999999999", "2006-01-02T15:04Z07:00",
		"2006-01-02T15:04", "2006-01-02",
	} {
		var t time.Time
		if t, err = time.Parse(layout, text); err == nil {
			return t, nil
		}
	}
	return time.Time{}, err
}
