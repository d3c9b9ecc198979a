package inspect

import (
	"fmt"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/lua51/number"
)

// style is the ANSI code of a colour, empty for none.
type style string

const (
	plainStyle  style = ""
	keyStyle    style = "34"
	textStyle   style = "32"
	numberStyle style = "36"
	wordStyle   style = "35"
	dimStyle    style = "2"
)

func (p *printer) painted(text string, s style) string {
	if !p.o.Color || s == plainStyle {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

// columns is the room that text takes on a terminal.
func columns(text string) int { return utf8.RuneCountInString(text) }

// leaf is the text of a value that is not shown item by item.
func (p *printer) leaf(v lua.LValue) (string, style) {
	p.nodes++
	switch v := v.(type) {
	case lua.LString:
		return p.text(string(v)), textStyle
	case lua.LNumber:
		return number.Format(float64(v)), numberStyle
	case lua.LBool, *lua.LNilType:
		return v.String(), wordStyle
	case *lua.LFunction:
		return functionText(v), dimStyle
	case *lua.LUserData:
		return p.userdata(v), wordStyle
	}
	return "<" + v.Type().String() + ">", dimStyle
}

func (p *printer) text(s string) string {
	if len(s) <= p.o.MaxText {
		return quote(s)
	}
	cut := p.o.MaxText
	for cut > 0 && !utf8.RuneStart(s[cut]) {
		cut--
	}
	return fmt.Sprintf("%s… %d more bytes", quote(s[:cut]), len(s)-cut)
}

// quote is a string as Lua source writes it; what is not printable UTF-8 becomes decimal escapes.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i, size := 0, 0; i < len(s); i += size {
		var r rune
		r, size = utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\r':
			b.WriteString(`\r`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == utf8.RuneError && size <= 1 || !unicode.IsPrint(r):
			for _, c := range []byte(s[i : i+size]) {
				fmt.Fprintf(&b, `\%03d`, c)
			}
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

func functionText(f *lua.LFunction) string {
	if f.IsG || f.Proto == nil {
		return "<function>"
	}
	return fmt.Sprintf("<function %s:%d>", f.Proto.SourceName, f.Proto.LineDefined)
}

func (p *printer) userdata(u *lua.LUserData) string {
	mt, ok := u.Metatable.(*lua.LTable)
	if !ok {
		return "<userdata>"
	}
	show, ok := mt.RawGetString("__tostring").(*lua.LFunction)
	if !ok {
		return "<userdata>"
	}
	if err := p.L.CallByParam(lua.P{Fn: show, NRet: 1, Protect: true}, u); err != nil {
		return "<userdata, its __tostring fails>"
	}
	text := p.L.Get(-1)
	p.L.Pop(1)
	if s, ok := text.(lua.LString); ok {
		return strings.Map(printable, string(s))
	}
	return "<userdata>"
}

// printable keeps control characters off the terminal.
func printable(r rune) rune {
	if unicode.IsPrint(r) {
		return r
	}
	return '?'
}

// contents tells what to show of a table: the length of its list part, the sorted keys beyond it, and how many items
// are left out so that at most MaxItems are shown. Sorting many keys uses up the bound of the inspection.
func (p *printer) contents(t *lua.LTable) (list int, keyed []lua.LValue, more int) {
	limit := p.o.MaxItems
	for list < limit && t.RawGetInt(list+1) != lua.LNil {
		list++
	}
	from := list
	if list == limit {
		from = t.MaxN()
		more = from - list
	}
	start := lua.LNil
	if from > 0 {
		start = lua.LNumber(from)
	}
	for k, _ := t.Next(start); k != lua.LNil; k, _ = t.Next(k) {
		keyed = append(keyed, k)
	}
	p.nodes += len(keyed)
	sort.Slice(keyed, func(i, j int) bool { return less(keyed[i], keyed[j]) })
	if room := limit - list; len(keyed) > room {
		more += len(keyed) - room
		keyed = keyed[:room]
	}
	return list, keyed, more
}

// less orders keys: numbers, strings, then the rest by their text.
func less(a, b lua.LValue) bool {
	if a.Type() != b.Type() {
		return rank(a) < rank(b)
	}
	switch a := a.(type) {
	case lua.LNumber:
		return a < b.(lua.LNumber)
	case lua.LString:
		return a < b.(lua.LString)
	}
	return keyText(a) < keyText(b)
}

func rank(k lua.LValue) int {
	switch k.Type() {
	case lua.LTNumber:
		return 0
	case lua.LTString:
		return 1
	}
	return 2 + int(k.Type())
}

// keyText is a key as a table constructor writes it.
func keyText(k lua.LValue) string {
	switch k := k.(type) {
	case lua.LString:
		if isName(string(k)) {
			return string(k)
		}
		return "[" + quote(string(k)) + "]"
	case lua.LNumber:
		return "[" + number.Format(float64(k)) + "]"
	case lua.LBool:
		return "[" + k.String() + "]"
	case *lua.LFunction:
		return "[" + functionText(k) + "]"
	}
	return "[<" + k.Type().String() + ">]"
}

var keywords = map[string]bool{
	"and": true, "break": true, "do": true, "else": true, "elseif": true, "end": true, "false": true, "for": true, "function": true,
	"if": true, "in": true, "local": true, "nil": true, "not": true, "or": true, "repeat": true, "return": true, "then": true,
	"true": true, "until": true, "while": true,
}

// isName reports whether a key needs no brackets.
func isName(key string) bool {
	for i, c := range key {
		if c != '_' && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return key != "" && !keywords[key]
}
