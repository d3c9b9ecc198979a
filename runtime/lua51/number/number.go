// Package number turns floating-point numbers into text and back exactly as Lua 5.1 on C does: "%.14g" out, strtod in, and
// the conversions of printf. It is pure Go: it knows no Lua state and no run.
package number

import (
	"math"
	"strconv"
	"strings"
)

// integral is the bound below which "%.14g" writes a whole number with all its digits.
const integral = 1e14

// Format is a number as Lua's tostring writes it: C's "%.14g".
func Format(f float64) string {
	if i := int64(f); float64(i) == f && i > -integral && i < integral && (i != 0 || !math.Signbit(f)) {
		return strconv.FormatInt(i, 10)
	}
	var buf [32]byte
	return string(appendGeneral(buf[:0], f))
}

// Append adds what Format gives to dst.
func Append(dst []byte, f float64) []byte {
	if i := int64(f); float64(i) == f && i > -integral && i < integral && (i != 0 || !math.Signbit(f)) {
		return strconv.AppendInt(dst, i, 10)
	}
	return appendGeneral(dst, f)
}

func appendGeneral(dst []byte, f float64) []byte {
	if special, ok := specialName(f); ok {
		if negative(f) {
			dst = append(dst, '-')
		}
		return append(dst, special...)
	}
	return strconv.AppendFloat(dst, f, 'g', 14, 64)
}

// specialName is how C spells what is not a finite number, without its sign.
func specialName(f float64) (string, bool) {
	switch {
	case math.IsInf(f, 0):
		return "inf", true
	case math.IsNaN(f):
		return "nan", true
	}
	return "", false
}

// negative says whether C writes a minus. The result of an invalid operation has its sign bit set on x86, and C
// shows it as "-nan"; where Go's own functions answer such an operation with math.NaN(), whose lowest bit tells it
// from the hardware's, the same is shown.
func negative(f float64) bool {
	goMade := math.IsNaN(f) && math.Float64bits(f)&1 != 0
	return math.Signbit(f) != goMade
}

// NaN is not a number, without a sign: "nan".
func NaN() float64 { return math.Float64frombits(0x7FF8000000000000) }

const space = " \t\n\v\f\r"

// Parse reads a number as Lua 5.1 converts a string: what C's strtod takes (decimal, hexadecimal with an optional
// binary exponent, inf, nan), with white space around it. As in C, a zero byte ends the text.
func Parse(s string) (float64, bool) {
	if end := strings.IndexByte(s, 0); end >= 0 {
		s = s[:end]
	}
	if f, ok := parseShort(s); ok {
		return f, true
	}
	s = strings.Trim(s, space)
	digits, minus := unsigned(s)
	if digits == "" {
		return 0, false
	}
	switch c := digits[0] | 0x20; {
	case c == 'i' || c == 'n':
		return parseWord(digits, minus)
	case isHex(digits):
		return parseHex(digits, minus)
	case decimalLength(digits) != len(digits):
		return 0, false
	}
	f, _ := strconv.ParseFloat(s, 64) // the syntax is right: an error can only say that the range is left, as inf does
	return f, true
}

// parseShort reads the most common texts: up to 15 decimal digits and nothing else.
func parseShort(s string) (float64, bool) {
	if len(s) == 0 || len(s) > 15 {
		return 0, false
	}
	n := int64(0)
	for i := 0; i < len(s); i++ {
		d := s[i] - '0'
		if d > 9 {
			return 0, false
		}
		n = n*10 + int64(d)
	}
	return float64(n), true
}

// unsigned splits the sign off.
func unsigned(s string) (rest string, minus bool) {
	if s != "" && (s[0] == '-' || s[0] == '+') {
		return s[1:], s[0] == '-'
	}
	return s, false
}

func signed(f float64, minus bool) float64 {
	if minus {
		return math.Copysign(f, -1)
	}
	return f
}

func isHex(s string) bool { return len(s) > 2 && s[0] == '0' && s[1]|0x20 == 'x' }

func parseWord(s string, minus bool) (float64, bool) {
	switch s = strings.ToLower(s); {
	case s == "inf" || s == "infinity":
		return signed(math.Inf(1), minus), true
	case s == "nan" || strings.HasPrefix(s, "nan(") && wordEnd(s[4:]):
		return signed(NaN(), minus), true
	}
	return 0, false
}

// wordEnd says whether s is letters, digits and underscores up to a closing bracket at its end.
func wordEnd(s string) bool {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c == ')' {
			return i == len(s)-1
		} else if c != '_' && digitValue(c) > 35 {
			return false
		}
	}
	return false
}

func parseHex(s string, minus bool) (float64, bool) {
	mantissa := digitsLength(s[2:], 16)
	end := 2 + mantissa.length
	if mantissa.digits == 0 {
		return 0, false
	}
	text := s
	if end == len(s) {
		text = s + "p0" // Go demands the exponent that C leaves out
	} else if exponentLength(s[end:], 'p') != len(s)-end {
		return 0, false
	}
	f, _ := strconv.ParseFloat(text, 64) // see Parse
	return signed(f, minus), true
}

type run struct{ length, digits int }

// digitsLength measures digits of a base with at most one point among them.
func digitsLength(s string, base uint8) run {
	var r run
	point := false
	for ; r.length < len(s); r.length++ {
		if c := s[r.length]; digitValue(c) < base {
			r.digits++
		} else if c != '.' || point {
			break
		} else {
			point = true
		}
	}
	return r
}

// exponentLength measures an exponent that s starts with; 0 where it has no digits.
func exponentLength(s string, mark byte) int {
	if s == "" || s[0]|0x20 != mark {
		return 0
	}
	rest, _ := unsigned(s[1:])
	n := 0
	for n < len(rest) && rest[n]-'0' <= 9 {
		n++
	}
	if n == 0 {
		return 0
	}
	return len(s) - len(rest) + n
}

// decimalLength measures the decimal number without sign that s starts with; 0 where there is none.
func decimalLength(s string) int {
	r := digitsLength(s, 10)
	if r.digits == 0 {
		return 0
	}
	return r.length + exponentLength(s[r.length:], 'e')
}

// digitValue is the value of a digit in bases up to 36, and 255 for what is no digit.
func digitValue(c byte) uint8 {
	switch {
	case '0' <= c && c <= '9':
		return c - '0'
	case 'a' <= c && c <= 'z':
		return c - 'a' + 10
	case 'A' <= c && c <= 'Z':
		return c - 'A' + 10
	}
	return 255
}

// ParseBase reads a whole number of a base from 2 to 36: white space around it, a sign, and 0x before base 16. Unlike
// C's strtoul, which Lua calls here, it neither wraps a negative number nor cuts a large one off.
func ParseBase(s string, base int) (float64, bool) {
	if end := strings.IndexByte(s, 0); end >= 0 {
		s = s[:end]
	}
	digits, minus := unsigned(strings.Trim(s, space))
	if base == 16 && isHex(digits) {
		digits = digits[2:]
	}
	if digits == "" {
		return 0, false
	}
	n, f := uint64(0), 0.0
	for i := 0; i < len(digits); i++ {
		d := uint64(digitValue(digits[i]))
		if d >= uint64(base) {
			return 0, false
		}
		n = n*uint64(base) + d
		f = f*float64(base) + float64(d)
	}
	if f < 1<<63 {
		f = float64(n) // exact but for one rounding
	}
	return signed(f, minus), true
}

// Integer converts as C casts a double to a 64-bit integer on x86: it cuts the fraction off; whatever does not
// fit, NaN included, becomes the smallest integer.
func Integer(f float64) int64 {
	if f >= -1<<63 && f < 1<<63 {
		return int64(f)
	}
	return math.MinInt64
}

// Unsigned converts as C casts a double to an unsigned 64-bit integer on x86: negative numbers wrap.
func Unsigned(f float64) uint64 {
	switch {
	case f >= 1<<64:
		return 0
	case f >= 1<<63:
		return uint64(f)
	}
	return uint64(Integer(f))
}
