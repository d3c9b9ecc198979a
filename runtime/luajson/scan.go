package luajson

import (
	"bytes"
	"math"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
	"unsafe"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/modules"
)

func (d *decoder) text(t *modules.Type) (lua.LValue, error) {
	raw, err := d.quoted()
	if err != nil {
		return nil, err
	}
	if t != nil && t.Kind == modules.Number {
		if f, ok := notFinite[string(raw)]; ok {
			return f, nil
		}
	}
	return lua.LString(raw), nil
}

// notFinite are the numbers that JSON has no token for, as WATS spells them.
var notFinite = map[string]lua.LNumber{
	"NaN": lua.LNumber(math.NaN()), "Infinity": lua.LNumber(math.Inf(1)), "-Infinity": lua.LNumber(math.Inf(-1)),
}

// quoted reads a string and gives its text, valid until the next call.
func (d *decoder) quoted() ([]byte, error) {
	d.pos++
	start, ascii := d.pos, true
	for ; d.pos < len(d.data); d.pos++ {
		switch c := d.data[d.pos]; {
		case c == '"':
			raw := d.data[start:d.pos]
			if !ascii && !utf8.Valid(raw) {
				return nil, d.notUTF8(start)
			}
			d.pos++
			return raw, nil
		case c == '\\':
			d.scratch = append(d.scratch[:0], d.data[start:d.pos]...)
			return d.escaped(start)
		case c < ' ':
			return nil, d.expected("no control character inside a string")
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	return nil, d.expected("a closing quote")
}

// escaped goes on with a string from its first backslash on.
func (d *decoder) escaped(start int) ([]byte, error) {
	for d.pos < len(d.data) {
		switch c := d.data[d.pos]; {
		case c == '"':
			if !utf8.Valid(d.data[start:d.pos]) {
				return nil, d.notUTF8(start)
			}
			d.pos++
			return d.scratch, nil
		case c == '\\':
			if err := d.escape(); err != nil {
				return nil, err
			}
		case c < ' ':
			return nil, d.expected("no control character inside a string")
		default:
			d.scratch = append(d.scratch, c)
			d.pos++
		}
	}
	return nil, d.expected("a closing quote")
}

var escapes = map[byte]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// escape appends the meaning of one escape. Half a surrogate pair becomes U+FFFD, as encoding/json has it.
func (d *decoder) escape() error {
	r, ok := d.hex(d.pos)
	if !ok {
		if d.pos+1 < len(d.data) {
			if c, known := escapes[d.data[d.pos+1]]; known {
				d.scratch = append(d.scratch, c)
				d.pos += 2
				return nil
			}
		}
		return d.expected(`an escape such as \n or \u00e5`)
	}
	d.pos += 6
	if utf16.IsSurrogate(r) {
		low, ok := d.hex(d.pos)
		if r = utf16.DecodeRune(r, low); ok && r != utf8.RuneError {
			d.pos += 6
		}
	}
	d.scratch = utf8.AppendRune(d.scratch, r)
	return nil
}

// hex is the code unit of the \uXXXX at a position.
func (d *decoder) hex(at int) (rune, bool) {
	if at+6 > len(d.data) || d.data[at] != '\\' || d.data[at+1] != 'u' {
		return 0, false
	}
	n, err := strconv.ParseUint(string(d.data[at+2:at+6]), 16, 16)
	return rune(n), err == nil
}

func (d *decoder) number(t *modules.Type) (lua.LValue, error) {
	start := d.pos
	if d.peek() == '-' {
		d.pos++
	}
	if d.peek() == '0' {
		d.pos++
	} else if !d.digits() {
		return nil, d.expected("a digit")
	}
	whole := true
	if d.peek() == '.' {
		whole = false
		if d.pos++; !d.digits() {
			return nil, d.expected("a digit")
		}
	}
	if c := d.peek(); c == 'e' || c == 'E' {
		whole = false
		d.pos++
		if c := d.peek(); c == '+' || c == '-' {
			d.pos++
		}
		if !d.digits() {
			return nil, d.expected("a digit")
		}
	}
	v, err := d.numeric(start, whole, t)
	if n, ok := v.(lua.LNumber); ok && t.Numbers() {
		if name, known := t.WordOf(float64(n)); known {
			return lua.LString(name), nil
		}
	}
	return v, err
}

func (d *decoder) digits() bool {
	start := d.pos
	for d.pos < len(d.data) && '0' <= d.data[d.pos] && d.data[d.pos] <= '9' {
		d.pos++
	}
	return d.pos > start
}

// numeric turns the token that began at start into a number, or into text where a double cannot hold an integer.
func (d *decoder) numeric(start int, whole bool, t *modules.Type) (lua.LValue, error) {
	token := d.data[start:d.pos]
	if whole && len(token) < 16 && token[0] != '-' {
		n := 0
		for _, c := range token {
			n = n*10 + int(c-'0')
		}
		return lua.LNumber(n), nil
	}
	f, err := strconv.ParseFloat(unsafe.String(&token[0], len(token)), 64)
	if whole && math.Abs(f) >= maxExact && !exactly(token, f) && (t == nil || t.Kind != modules.Number) {
		return lua.LString(token), nil
	}
	if err != nil {
		d.pos = start
		return nil, d.failure("the number %s is too large", excerpt(token, 40))
	}
	return lua.LNumber(f), nil
}

// exactly reports whether token is ±2^53, the largest integer that is safe; its double is also that of 2^53+1.
func exactly(token []byte, f float64) bool {
	return math.Abs(f) == maxExact && bytes.HasSuffix(token, []byte("9007199254740992"))
}

func (d *decoder) literal(word string) error {
	if !bytes.HasPrefix(d.data[d.pos:], []byte(word)) {
		return d.expected(word)
	}
	d.pos += len(word)
	return nil
}

func (d *decoder) peek() byte {
	if d.pos < len(d.data) {
		return d.data[d.pos]
	}
	return 0
}

func (d *decoder) space() {
	for d.pos < len(d.data) {
		switch d.data[d.pos] {
		case ' ', '\n', '\r', '\t':
			d.pos++
		default:
			return
		}
	}
}
