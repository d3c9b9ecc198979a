package lua51

import (
	"strings"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/lua51/number"
)

func (lib *library) stringFormat(L *lua.LState) int {
	format := checkString(L, 1)
	f := formatter{lib: lib, L: L, rest: format, out: make([]byte, 0, len(format)+32)}
	for {
		at := strings.IndexByte(f.rest, '%')
		if at < 0 {
			break
		}
		f.out = append(f.out, f.rest[:at]...)
		f.rest = f.rest[at+1:]
		if strings.HasPrefix(f.rest, "%") {
			f.out = append(f.out, '%')
			f.rest = f.rest[1:]
			continue
		}
		f.item()
		f.checkRoom(0)
	}
	f.checkRoom(len(f.rest))
	f.out = append(f.out, f.rest...)
	return returnString(L, string(f.out))
}

// formatter is one call of string.format.
type formatter struct {
	lib  *library
	L    *lua.LState
	rest string // of the format
	out  []byte
	arg  int // the last argument that was used, not counting the format
}

// item adds one argument as its conversion says.
func (f *formatter) item() {
	f.arg++
	n := f.arg + 1
	if n > f.L.GetTop() {
		ArgError(f.L, n, "no value")
	}
	spec := f.spec()
	conversion := byte(0)
	if f.rest != "" {
		conversion, f.rest = f.rest[0], f.rest[1:]
	}
	switch conversion {
	case 'd', 'i':
		f.out = spec.AppendInt(f.out, number.Integer(checkNumber(f.L, n)))
	case 'u', 'o', 'x', 'X':
		f.out = spec.AppendUint(f.out, conversion, number.Unsigned(checkNumber(f.L, n)))
	case 'e', 'E', 'f', 'g', 'G':
		f.out = spec.AppendFloat(f.out, conversion, checkNumber(f.L, n))
	case 's':
		text := checkString(f.L, n)
		f.checkRoom(len(text))
		f.out = spec.AppendString(f.out, text)
	case 'c':
		spec.Precision = -1
		f.out = spec.AppendString(f.out, string([]byte{byte(checkInt(f.L, n))}))
	case 'q':
		text := checkString(f.L, n)
		f.checkRoom(len(text) + 3*strings.Count(text, "\x00"))
		f.out = appendQuoted(f.out, text)
	case 0:
		raise(f.L, "invalid option '%%' to 'format'")
	default:
		raise(f.L, "invalid option '%%%s' to 'format'", string([]byte{conversion}))
	}
}

// checkRoom raises before n more bytes make the result too long.
func (f *formatter) checkRoom(n int) { f.lib.checkLength(f.L, "string.format", len(f.out)+n) }

// spec takes flags, width and precision: two digits each at most.
func (f *formatter) spec() number.Spec {
	s := number.Spec{Precision: -1}
	flags := 0
	for flags < len(f.rest) && setFlag(&s, f.rest[flags]) {
		flags++
	}
	if flags > 5 {
		raise(f.L, "invalid format (repeated flags)")
	}
	f.rest = f.rest[flags:]
	s.Width = f.digits()
	if strings.HasPrefix(f.rest, ".") {
		f.rest = f.rest[1:]
		s.Precision = f.digits()
	}
	if f.rest != "" && f.rest[0]-'0' <= 9 {
		raise(f.L, "invalid format (width or precision too long)")
	}
	return s
}

func setFlag(s *number.Spec, flag byte) bool {
	switch flag {
	case '-':
		s.Minus = true
	case '+':
		s.Plus = true
	case ' ':
		s.Space = true
	case '#':
		s.Sharp = true
	case '0':
		s.Zero = true
	default:
		return false
	}
	return true
}

func (f *formatter) digits() int {
	n := 0
	for i := 0; i < 2 && f.rest != "" && f.rest[0]-'0' <= 9; i++ {
		n = n*10 + int(f.rest[0]-'0')
		f.rest = f.rest[1:]
	}
	return n
}

// appendQuoted adds s as a Lua literal that reads back as s.
func appendQuoted(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case '"', '\\', '\n':
			dst = append(dst, '\\', c)
		case '\r':
			dst = append(dst, '\\', 'r')
		case 0:
			dst = append(dst, '\\', '0', '0', '0')
		default:
			dst = append(dst, c)
		}
	}
	return append(dst, '"')
}
