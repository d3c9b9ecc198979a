package luajson

import (
	"bytes"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/runtime/lua51/number"
)

// expected is the error for text that does not go on as it must.
func (d *decoder) expected(want string) error {
	if d.pos >= len(d.data) {
		return d.failure("expected %s, but the text ends here", want)
	}
	return d.failure("expected %s, found %s", want, excerpt(d.data[d.pos:], 20))
}

func (d *decoder) failure(format string, args ...any) error {
	line, column := position(d.data, d.pos)
	return fault.New(fault.Validation, "JSON, line %d, column %d: %s", line, column, fmt.Sprintf(format, args...))
}

// notUTF8 points at the first bad byte of the string that began at start.
func (d *decoder) notUTF8(start int) error {
	for d.pos = start; ; {
		r, size := utf8.DecodeRune(d.data[d.pos:])
		if r == utf8.RuneError && size <= 1 {
			return fault.Of(d.failure("byte 0x%02X is not UTF-8", d.data[d.pos])).WithHint("the text must be encoded as UTF-8")
		}
		d.pos += size
	}
}

func tooLong(size, limit int) error {
	return fault.New(fault.Validation, "JSON of %d bytes is longer than the limit of %d bytes", size, limit)
}

// position counts lines and characters from 1.
func position(data []byte, at int) (line, column int) {
	before := data[:min(at, len(data))]
	line = 1 + bytes.Count(before, []byte("\n"))
	return line, 1 + utf8.RuneCount(before[1+bytes.LastIndexByte(before, '\n'):])
}

// excerpt is the beginning of data in quotes, cut at a line's end and at n characters.
func excerpt(data []byte, n int) string {
	text := strings.ToValidUTF8(string(data[:min(len(data), 4*n)]), "\uFFFD")
	cut, _, _ := strings.Cut(text, "\n")
	if cut == "" {
		return "the end of the line"
	}
	if runes := []rune(cut); len(runes) > n {
		cut = string(runes[:n]) + "…"
	}
	return strconv.Quote(strings.TrimRight(cut, "\r"))
}

// Misfit says where in a value something cannot be written, and why.
type Misfit struct {
	Path    string // from the value on: "items[3].owner", "[3].owner", empty for the value itself
	Problem string
}

// Error is the path and the problem.
func (m *Misfit) Error() string { return strings.TrimPrefix(m.Path+": "+m.Problem, ": ") }

func (e *encoder) failure(format string, args ...any) *fault.Error {
	m := &Misfit{e.where(), fmt.Sprintf(format, args...)}
	name := e.o.Name
	if m.Path != "" && m.Path[0] != '[' {
		name += "."
	}
	f := fault.New(fault.Validation, "%s%s: %s", name, m.Path, m.Problem)
	f.Cause = m
	return f
}

// outer is a failure of the innermost open table itself, not of one of its members.
func (e *encoder) outer(format string, args ...any) *fault.Error {
	last := &e.path[len(e.path)-1]
	last.key, last.index = "", 0
	return e.failure(format, args...)
}

// where is the path to the place at hand.
func (e *encoder) where() string {
	var b strings.Builder
	for _, s := range e.path {
		switch {
		case s.index > 0:
			b.WriteString("[" + strconv.Itoa(s.index) + "]")
		case isName(s.key):
			b.WriteString("." + s.key)
		case s.key != "":
			b.WriteString("[" + excerpt([]byte(s.key), 40) + "]")
		}
	}
	return strings.TrimPrefix(b.String(), ".")
}

// isName reports whether a key can stand behind a dot.
func isName(key string) bool {
	for i, c := range key {
		if c != '_' && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return key != ""
}

// check compares a value with its declared type; how much of the type the value's content meets is seen later.
func (e *encoder) check(v lua.LValue, t *modules.Type) error {
	if t == nil || v.Type() == lua.LTUserData {
		return nil
	}
	want, ok := "", true
	switch kind := v.Type(); t.Kind {
	case modules.String:
		want, ok = "a string", kind == lua.LTString || isWhole(v) || (kind == lua.LTNumber && len(t.Choices) > 0)
	case modules.Boolean:
		want, ok = "true or false", kind == lua.LTBool
	case modules.Number:
		want, ok = "a number", kind == lua.LTNumber || isNumeral(v)
	case modules.Integer:
		want, ok = "a whole number", isInteger(v) || isBigInteger(v)
	case modules.List:
		want, ok = "a list", kind == lua.LTTable
	case modules.Map, modules.RecordOf:
		want, ok = "a table with named members", kind == lua.LTTable
	}
	if ok {
		return nil
	}
	return e.failure("expected %s, got %s", want, describe(v))
}

func isInteger(v lua.LValue) bool {
	n, ok := v.(lua.LNumber)
	return ok && float64(n) == math.Trunc(float64(n)) && !math.IsInf(float64(n), 0)
}

// isWhole reports whether v is a number that has one text only, as a serial number is often written.
func isWhole(v lua.LValue) bool { return isInteger(v) && math.Abs(float64(v.(lua.LNumber))) < 1e15 }

// isNumeral reports whether v is a number as Decode had to write it: one that is not finite, or a large integer.
func isNumeral(v lua.LValue) bool {
	s, ok := v.(lua.LString)
	_, special := notFinite[string(s)]
	return ok && (special || isBigInteger(v))
}

// isBigInteger reports whether v is an integer in digits that is too large for a number.
func isBigInteger(v lua.LValue) bool {
	s, ok := v.(lua.LString)
	digits := strings.TrimPrefix(string(s), "-")
	if !ok || len(digits) < 16 || digits[0] == '0' || strings.Trim(digits, "0123456789") != "" {
		return false
	}
	f, _ := strconv.ParseFloat(digits, 64)
	return f >= maxExact
}

// describe is a value as an error shows it.
func describe(v lua.LValue) string {
	switch v := v.(type) {
	case lua.LString:
		return "the string " + excerpt([]byte(v), 40)
	case lua.LNumber:
		return "the number " + number.Format(float64(v))
	case lua.LBool:
		return strconv.FormatBool(bool(v))
	}
	return "a " + v.Type().String()
}

func keyText(k lua.LValue) string {
	switch k := k.(type) {
	case lua.LString:
		return excerpt([]byte(k), 40)
	case lua.LNumber:
		return number.Format(float64(k))
	}
	return k.String()
}
