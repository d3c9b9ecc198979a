package report

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// maxDepth is the deepest nesting of JSON that is read, far above real reports (about 10) and far below the stack.
const maxDepth = 1000

// scanner reads JSON text token by token. It panics with a syntaxError, which Decode catches.
type scanner struct {
	data  []byte
	pos   int
	depth int
}

// syntaxError says where and why the text is no JSON.
type syntaxError struct {
	pos     int
	message string
}

func (s *scanner) fail(format string, args ...any) {
	panic(syntaxError{s.pos, fmt.Sprintf(format, args...)})
}

// peek is the first byte of the next token, 0 at the end.
func (s *scanner) peek() byte {
	for s.pos < len(s.data) {
		switch c := s.data[s.pos]; c {
		case ' ', '\t', '\n', '\r':
			s.pos++
		default:
			return c
		}
	}
	return 0
}

// take reads one given byte.
func (s *scanner) take(want byte) {
	if c := s.peek(); c != want {
		s.fail("expected %q, got %s", want, s.found())
	}
	s.pos++
}

// found shows what is there instead of what was expected.
func (s *scanner) found() string {
	if s.pos >= len(s.data) {
		return "the end of the text"
	}
	r, _ := utf8.DecodeRune(s.data[s.pos:])
	return strconv.QuoteRune(r)
}

// members reads an object and calls each with every key; each must read the value.
func (s *scanner) members(each func(key []byte)) {
	s.enter('{')
	for first := true; s.peek() != '}'; first = false {
		if !first {
			s.take(',')
		}
		if s.peek() != '"' {
			s.fail("expected a key, got %s", s.found())
		}
		key, _ := s.text()
		s.take(':')
		each(key)
	}
	s.leave()
}

// elements reads an array and calls each for every element; each must read the value.
func (s *scanner) elements(each func(index int)) {
	s.enter('[')
	for i := 0; s.peek() != ']'; i++ {
		if i > 0 {
			s.take(',')
			if s.peek() == ']' {
				s.fail("expected a value, got ']'")
			}
		}
		each(i)
	}
	s.leave()
}

func (s *scanner) enter(open byte) {
	s.take(open)
	if s.depth++; s.depth > maxDepth {
		s.fail("nested deeper than %d levels", maxDepth)
	}
}

func (s *scanner) leave() {
	s.pos++
	s.depth--
}

// literal reads null, true or false.
func (s *scanner) literal(word string) {
	if !bytes.HasPrefix(s.data[s.pos:], []byte(word)) {
		s.fail("expected a value, got %s", s.found())
	}
	s.pos += len(word)
}

// number reads the text of a number.
func (s *scanner) number() []byte {
	start := s.pos
	if s.at('-') {
		s.pos++
	}
	if s.at('0') {
		s.pos++
	} else {
		s.digits()
	}
	if s.at('.') {
		s.pos++
		s.digits()
	}
	if s.at('e') || s.at('E') {
		s.pos++
		if s.at('+') || s.at('-') {
			s.pos++
		}
		s.digits()
	}
	return s.data[start:s.pos]
}

func (s *scanner) at(c byte) bool { return s.pos < len(s.data) && s.data[s.pos] == c }

func (s *scanner) digits() {
	start := s.pos
	for s.pos < len(s.data) && s.data[s.pos] >= '0' && s.data[s.pos] <= '9' {
		s.pos++
	}
	if s.pos == start {
		s.fail("expected a digit, got %s", s.found())
	}
}

// text reads a string. lone says that it has half of a surrogate pair, which no text can hold. The bytes may be part of
// the document.
func (s *scanner) text() (text []byte, lone bool) {
	s.pos++
	start := s.pos
	for s.pos < len(s.data) {
		switch c := s.data[s.pos]; {
		case c == '"':
			s.pos++
			return s.data[start : s.pos-1], false
		case c == '\\':
			return s.escapedText(start)
		case c < ' ':
			s.fail("a text has the unescaped control character %U", c)
		}
		s.pos++
	}
	s.fail("a text does not end")
	return nil, false
}

// escapedText goes on from the first backslash, with a copy.
func (s *scanner) escapedText(start int) (text []byte, lone bool) {
	text = append(make([]byte, 0, 2*(s.pos-start)+16), s.data[start:s.pos]...)
	for s.pos < len(s.data) {
		switch c := s.data[s.pos]; {
		case c == '"':
			s.pos++
			return text, lone
		case c == '\\':
			r := s.escape()
			lone = lone || utf16.IsSurrogate(r)
			text = utf8.AppendRune(text, r)
		case c < ' ':
			s.fail("a text has the unescaped control character %U", c)
		default:
			text = append(text, c)
			s.pos++
		}
	}
	s.fail("a text does not end")
	return nil, false
}

var shortEscapes = map[byte]rune{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// escape reads one escaped character, both halves of a surrogate pair. A lone half is returned as it is.
func (s *scanner) escape() rune {
	if s.pos++; s.pos >= len(s.data) {
		s.fail("a text does not end")
	}
	c := s.data[s.pos]
	s.pos++
	if r, ok := shortEscapes[c]; ok {
		return r
	}
	if c != 'u' {
		s.pos--
		s.fail("a text has the unknown escape \\%c", c)
	}
	r := s.hex()
	if utf16.IsSurrogate(r) && bytes.HasPrefix(s.data[s.pos:], []byte(`\u`)) {
		s.pos += 2
		if pair := utf16.DecodeRune(r, s.hex()); pair != utf8.RuneError {
			return pair
		}
		s.pos -= 6
	}
	return r
}

func (s *scanner) hex() rune {
	if s.pos+4 > len(s.data) {
		s.fail("a text does not end")
	}
	n, err := strconv.ParseUint(string(s.data[s.pos:s.pos+4]), 16, 32)
	if err != nil {
		s.fail("a text has an escape that is not hexadecimal")
	}
	s.pos += 4
	return rune(n)
}

// skip reads a value of any type and returns its text.
func (s *scanner) skip() []byte {
	c := s.peek()
	start := s.pos
	switch c {
	case '{':
		s.members(func([]byte) { s.skip() })
	case '[':
		s.elements(func(int) { s.skip() })
	case '"':
		s.text()
	case 't':
		s.literal("true")
	case 'f':
		s.literal("false")
	case 'n':
		s.literal("null")
	default:
		if c != '-' && (c < '0' || c > '9') {
			s.fail("expected a value, got %s", s.found())
		}
		s.number()
	}
	return s.data[start:s.pos]
}
