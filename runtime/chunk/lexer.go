package chunk

import (
	"fmt"
	"strings"

	"github.com/watsrun/watsrun/runtime/lua51/number"
)

// lexer cuts a source into tokens. Errors end the compilation by a panic with a *SyntaxError, which Compile recovers.
type lexer struct {
	source string
	name   string // of the source, for messages
	at     int    // the next byte
	line   int
	start  int // where the current token begins
}

// raise ends the compilation with a message about the text near which it stopped.
func (l *lexer) raise(line int, near, format string, args ...any) {
	message := fmt.Sprintf(format, args...)
	if near != "" {
		message += " near '" + near + "'"
	}
	panic(newSyntaxError(l.name, line, message, near == spellings[tokenEOF]))
}

// raiseHere complains about the text of the current token as far as it was read.
func (l *lexer) raiseHere(format string, args ...any) {
	l.raise(l.line, l.source[l.start:l.at], format, args...)
}

// peek is the byte n places on, 0 beyond the end.
func (l *lexer) peek(n int) byte {
	if l.at+n < len(l.source) {
		return l.source[l.at+n]
	}
	return 0
}

func (l *lexer) ended() bool { return l.at >= len(l.source) }

// newline steps over one line end, of which "\r\n" and "\n\r" are one.
func (l *lexer) newline() {
	first := l.source[l.at]
	l.at++
	if next := l.peek(0); (next == '\n' || next == '\r') && next != first {
		l.at++
	}
	l.line++
}

// next is the token after the current one.
func (l *lexer) next() token {
	l.skip()
	l.start = l.at
	if l.ended() {
		return token{kind: tokenEOF, line: l.line}
	}
	switch c := l.source[l.at]; {
	case isLetter(c):
		return l.word()
	case isDigit(c), c == '.' && isDigit(l.peek(1)):
		return l.number()
	case c == '"' || c == '\'':
		return l.quoted(c)
	case c == '[' && (l.peek(1) == '[' || l.peek(1) == '='):
		return l.bracket()
	}
	return l.operator()
}

// skip steps over white space and comments.
func (l *lexer) skip() {
	for !l.ended() {
		switch c := l.source[l.at]; {
		case c == '\n' || c == '\r':
			l.newline()
		case c == ' ' || c == '\t' || c == '\v' || c == '\f':
			l.at++
		case c == '-' && l.peek(1) == '-':
			l.comment()
		default:
			return
		}
	}
}

func (l *lexer) comment() {
	l.at += 2
	if level, ok := l.openBracket(); ok {
		l.start = l.at
		l.long(level, "unfinished long comment")
		return
	}
	for !l.ended() && l.source[l.at] != '\n' && l.source[l.at] != '\r' {
		l.at++
	}
}

func (l *lexer) word() token {
	for !l.ended() && (isLetter(l.source[l.at]) || isDigit(l.source[l.at])) {
		l.at++
	}
	text := l.source[l.start:l.at]
	if k, ok := keywords[text]; ok {
		return token{kind: k, line: l.line}
	}
	return token{kind: tokenName, line: l.line, text: text}
}

// number reads as far as a number could go and then asks whether it is one, so that "3x" is one bad number.
func (l *lexer) number() token {
	for isDigit(l.peek(0)) || l.peek(0) == '.' {
		l.at++
	}
	if c := l.peek(0); c == 'e' || c == 'E' {
		l.at++
		if c := l.peek(0); c == '+' || c == '-' {
			l.at++
		}
	}
	for isLetter(l.peek(0)) || isDigit(l.peek(0)) {
		l.at++
	}
	text := l.source[l.start:l.at]
	value, ok := number.Parse(text)
	if !ok {
		l.raiseHere("malformed number")
	}
	return token{kind: tokenNumber, line: l.line, text: text, number: value}
}

// quoted reads a string between quotes and resolves its escapes.
func (l *lexer) quoted(quote byte) token {
	var value strings.Builder
	l.at++
	for {
		switch c := l.peek(0); {
		case l.ended():
			l.raise(l.line, spellings[tokenEOF], "unfinished string")
		case c == '\n' || c == '\r':
			l.raise(l.line, string(quote)+value.String(), "unfinished string")
		case c == '\\':
			l.at++
			l.escape(quote, &value)
		case c == quote:
			l.at++
			text := string(quote) + value.String() + string(quote)
			return token{kind: tokenString, line: l.line, text: text, value: value.String()}
		default:
			value.WriteByte(c)
			l.at++
		}
	}
}

var escapes = map[byte]byte{'a': '\a', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', 'v': '\v'}

// escape resolves what follows a backslash. A character without a meaning of its own stands for itself.
func (l *lexer) escape(quote byte, value *strings.Builder) {
	switch c := l.peek(0); {
	case l.ended(): // the caller complains
	case c == '\n' || c == '\r':
		value.WriteByte('\n')
		l.newline()
	case isDigit(c):
		code := 0
		for n := 0; n < 3 && isDigit(l.peek(0)); n++ {
			code = code*10 + int(l.peek(0)-'0')
			l.at++
		}
		if code > 255 {
			l.raise(l.line, string(quote)+value.String(), "escape sequence too large")
		}
		value.WriteByte(byte(code))
	default:
		if meaning, ok := escapes[c]; ok {
			c = meaning
		}
		value.WriteByte(c)
		l.at++
	}
}

// bracket reads a string between long brackets, or the single character '['.
func (l *lexer) bracket() token {
	level, ok := l.openBracket()
	if !ok {
		l.at++
		if l.source[l.start+1] == '=' {
			for l.peek(0) == '=' {
				l.at++
			}
			l.raiseHere("invalid long string delimiter")
		}
		return token{kind: '[', line: l.line}
	}
	value := l.long(level, "unfinished long string")
	return token{kind: tokenString, line: l.line, text: l.source[l.start:l.at], value: value}
}

// openBracket steps over "[[", "[=[" and so on, and tells the number of equals signs. It stays where it is otherwise.
func (l *lexer) openBracket() (level int, ok bool) {
	if l.peek(0) != '[' {
		return 0, false
	}
	for l.peek(1+level) == '=' {
		level++
	}
	if l.peek(1+level) != '[' {
		return 0, false
	}
	l.at += level + 2
	return level, true
}

// long reads up to the closing bracket of the given level. A line end right after the opening one does not count.
func (l *lexer) long(level int, unfinished string) string {
	closing := "]" + strings.Repeat("=", level) + "]"
	if c := l.peek(0); !l.ended() && (c == '\n' || c == '\r') {
		l.newline()
	}
	var value strings.Builder
	for !strings.HasPrefix(l.source[l.at:], closing) {
		switch c := l.peek(0); {
		case l.ended():
			l.raise(l.line, spellings[tokenEOF], "%s", unfinished)
		case c == '\n' || c == '\r':
			value.WriteByte('\n')
			l.newline()
		case level == 0 && c == '[' && l.peek(1) == '[':
			l.raise(l.line, "[", "nesting of [[...]] is deprecated")
		default:
			value.WriteByte(c)
			l.at++
		}
	}
	l.at += len(closing)
	return value.String()
}

var operators = []struct {
	text string
	kind kind
}{
	{"...", tokenDots}, {"..", tokenConcat}, {"==", tokenEq}, {">=", tokenGe}, {"<=", tokenLe}, {"~=", tokenNe},
}

func (l *lexer) operator() token {
	for _, o := range operators {
		if strings.HasPrefix(l.source[l.at:], o.text) {
			l.at += len(o.text)
			return token{kind: o.kind, line: l.line}
		}
	}
	l.at++
	return token{kind: kind(l.source[l.at-1]), line: l.line}
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

func isLetter(c byte) bool { return c == '_' || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }
