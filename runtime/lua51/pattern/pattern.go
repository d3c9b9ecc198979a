// Package pattern matches Lua 5.1 patterns against strings, byte by byte as in the C locale, with the work of each call
// bounded by a Budget. It is pure Go: it knows no Lua state and no run.
package pattern

import (
	"errors"
	"fmt"
	"strings"
)

// MaxCaptures is how many captures a pattern may have.
const MaxCaptures = 32

// maxLength bounds the memory that a compiled pattern takes.
const maxLength = 1 << 20

// Pattern is a pattern ready to match. It is immutable.
//
// Lua finds a fault in a pattern only when matching reaches it. So compiling never fails: a fault is an item of its own,
// which raises when it is reached.
type Pattern struct {
	items    []item
	anchored bool
	captures int  // how many there are
	open     uint // the captures that are never closed, as bits
}

type op uint8

const (
	opText     op = iota // the bytes of text
	opSet                // one byte of set, or many, see repeat
	opOpen               // a capture begins
	opPosition           // a position capture
	opClose              // a capture ends
	opBack               // what the capture matched
	opBalance            // from a byte to its counterpart
	opFrontier           // between a byte outside and one inside of set
	opEnd                // the end of the subject
	opFail               // a fault of the pattern
)

// item is one step of matching.
type item struct {
	op     op
	repeat byte // of opSet: 0 once, '?' '*' '+' '-' as in patterns
	char   byte // of opBalance: where it begins
	close  byte // of opBalance: where it ends
	index  int  // of opOpen, opPosition, opClose, opBack: the capture, from 0
	set    *set
	text   string
	err    error // of opFail
}

// HasSpecials says whether a pattern means anything but its own bytes.
func HasSpecials(pattern string) bool { return strings.ContainsAny(pattern, "^$*+?.([%-") }

// Compile prepares a pattern. With anchors, a ^ at the beginning binds it to the place where matching begins; without,
// as gmatch wants it, ^ is a byte like others.
func Compile(pattern string, anchors bool) *Pattern {
	c := compiler{rest: pattern}
	if len(pattern) > maxLength {
		c.fail(fmt.Sprintf("pattern of %d bytes is longer than the limit of %d", len(pattern), maxLength))
		return &c.out
	}
	if anchors && strings.HasPrefix(pattern, "^") {
		c.out.anchored = true
		c.rest = pattern[1:]
	}
	for c.rest != "" && !c.failed {
		c.item()
	}
	c.flush()
	for _, index := range c.openCaptures {
		c.out.open |= 1 << index
	}
	return &c.out
}

// compiler takes a pattern apart from its beginning.
type compiler struct {
	rest         string
	text         []byte // bytes that stand for themselves and are not an item yet
	out          Pattern
	openCaptures []int
	singles      map[byte]*set // of single bytes that repeat
	failed       bool
}

func (c *compiler) add(it item) {
	c.flush()
	c.out.items = append(c.out.items, it)
}

func (c *compiler) flush() {
	if len(c.text) > 0 {
		c.out.items = append(c.out.items, item{op: opText, text: string(c.text)})
		c.text = c.text[:0]
	}
}

func (c *compiler) fail(message string) {
	c.add(item{op: opFail, err: errors.New(message)})
	c.failed = true
}

func (c *compiler) item() {
	switch c.rest[0] {
	case '(':
		c.openCapture()
		return
	case ')':
		c.closeCapture()
		return
	case '$':
		if len(c.rest) == 1 {
			c.rest = ""
			c.add(item{op: opEnd})
			return
		}
	case '%':
		if len(c.rest) > 1 && c.escape(c.rest[1]) {
			return
		}
	}
	c.single()
}

func (c *compiler) openCapture() {
	if c.out.captures >= MaxCaptures {
		c.fail("too many captures")
		return
	}
	index := c.out.captures
	c.out.captures++
	if strings.HasPrefix(c.rest, "()") {
		c.rest = c.rest[2:]
		c.add(item{op: opPosition, index: index})
		return
	}
	c.rest = c.rest[1:]
	c.openCaptures = append(c.openCaptures, index)
	c.add(item{op: opOpen, index: index})
}

func (c *compiler) closeCapture() {
	last := len(c.openCaptures) - 1
	if last < 0 {
		c.fail("invalid pattern capture")
		return
	}
	c.rest = c.rest[1:]
	c.add(item{op: opClose, index: c.openCaptures[last]})
	c.openCaptures = c.openCaptures[:last]
}

// escape takes the items that begin with % but match more than one byte; it says whether there was one.
func (c *compiler) escape(kind byte) bool {
	switch {
	case kind == 'b':
		c.balance()
	case kind == 'f':
		c.frontier()
	case isDigit(kind):
		c.back(int(kind) - '1')
	default:
		return false
	}
	return true
}

func (c *compiler) balance() {
	if len(c.rest) < 4 {
		c.fail("unbalanced pattern")
		return
	}
	c.add(item{op: opBalance, char: c.rest[2], close: c.rest[3]})
	c.rest = c.rest[4:]
}

func (c *compiler) frontier() {
	if len(c.rest) < 3 || c.rest[2] != '[' {
		c.fail("missing '[' after '%f' in pattern")
		return
	}
	c.rest = c.rest[2:]
	if s, _ := c.class(); s != nil {
		c.add(item{op: opFrontier, set: s})
	}
}

func (c *compiler) back(index int) {
	if index < 0 || index >= c.out.captures || c.isOpen(index) {
		c.fail("invalid capture index")
		return
	}
	c.add(item{op: opBack, index: index})
	c.rest = c.rest[2:]
}

func (c *compiler) isOpen(index int) bool {
	for _, open := range c.openCaptures {
		if open == index {
			return true
		}
	}
	return false
}

// single takes one class and what says how often it may match.
func (c *compiler) single() {
	s, char := c.class()
	if c.failed {
		return
	}
	if c.rest != "" && strings.IndexByte("?*+-", c.rest[0]) >= 0 {
		if s == nil {
			s = c.only(char)
		}
		c.add(item{op: opSet, set: s, repeat: c.rest[0]})
		c.rest = c.rest[1:]
		return
	}
	if s != nil {
		c.add(item{op: opSet, set: s})
		return
	}
	c.text = append(c.text, char)
}

// only is the set of one byte.
func (c *compiler) only(char byte) *set {
	s, ok := c.singles[char]
	if !ok {
		s = newSet(func(b byte) bool { return b == char })
		if c.singles == nil {
			c.singles = map[byte]*set{}
		}
		c.singles[char] = s
	}
	return s
}

// class takes what matches a single byte: a set, or nil and the one byte.
func (c *compiler) class() (*set, byte) {
	char := c.rest[0]
	switch char {
	case '.':
		c.rest = c.rest[1:]
		return anyByte, 0
	case '%':
		if len(c.rest) == 1 {
			c.fail("malformed pattern (ends with '%')")
			return nil, 0
		}
		char = c.rest[1]
		c.rest = c.rest[2:]
		return classes[char], char
	case '[':
		return c.bracket(), 0
	}
	c.rest = c.rest[1:]
	return nil, char
}

// bracket takes a set in brackets; nil where its end is missing.
func (c *compiler) bracket() *set {
	body := c.rest[1:]
	inverted := strings.HasPrefix(body, "^")
	if inverted {
		body = body[1:]
	}
	end := bracketEnd(body)
	if end < 0 {
		c.fail("malformed pattern (missing ']')")
		return nil
	}
	c.rest = body[end+1:]
	s := bracketSet(body[:end])
	if inverted {
		return s.complement()
	}
	return s
}

// bracketEnd is where the closing bracket stands. A bracket that comes first, or after %, is a member.
func bracketEnd(body string) int {
	for i := 0; i < len(body); i++ {
		switch {
		case body[i] == ']' && i > 0:
			return i
		case body[i] == '%' && i+1 < len(body):
			i++
		}
	}
	return -1
}

// bracketSet reads the members of a set: classes, ranges and bytes.
func bracketSet(body string) *set {
	s := new(set)
	for i := 0; i < len(body); i++ {
		switch {
		case body[i] == '%' && i+1 < len(body):
			i++
			if class := classes[body[i]]; class != nil {
				s.add(class)
			} else {
				s[body[i]] = true
			}
		case i+2 < len(body) && body[i+1] == '-':
			for b := int(body[i]); b <= int(body[i+2]); b++ {
				s[b] = true
			}
			i += 2
		default:
			s[body[i]] = true
		}
	}
	return s
}

// Anchored says whether the pattern matches only where matching begins.
func (p *Pattern) Anchored() bool { return p.anchored }
