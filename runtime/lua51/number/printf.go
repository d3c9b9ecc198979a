package number

import (
	"bytes"
	"math"
	"strconv"
)

// Spec is what stands between the % and the letter of a conversion of C's printf.
type Spec struct {
	Minus, Plus, Space, Sharp, Zero bool

	Width     int
	Precision int // -1 where none is given
}

// AppendInt adds n as %d does.
func (s Spec) AppendInt(dst []byte, n int64) []byte {
	magnitude := uint64(n)
	if n < 0 {
		magnitude = -magnitude
	}
	var buf [20]byte
	return s.appendDigits(dst, s.sign(n < 0), strconv.AppendUint(buf[:0], magnitude, 10), n == 0)
}

// AppendUint adds n as %u, %o, %x or %X does.
func (s Spec) AppendUint(dst []byte, conversion byte, n uint64) []byte {
	var buf [24]byte
	var digits []byte
	prefix := ""
	switch conversion {
	case 'o':
		digits = strconv.AppendUint(buf[:0], n, 8)
		switch { // # has the number begin with 0
		case s.Sharp && n == 0 && s.Precision == 0:
			s.Precision = 1
		case s.Sharp && n != 0 && s.Precision <= len(digits):
			digits = append([]byte{'0'}, digits...)
		}
	case 'x', 'X':
		digits = strconv.AppendUint(buf[:0], n, 16)
		if s.Sharp && n != 0 {
			prefix = "0x"
		}
		if conversion == 'X' {
			digits, prefix = bytes.ToUpper(digits), string(bytes.ToUpper([]byte(prefix)))
		}
	default:
		digits = strconv.AppendUint(buf[:0], n, 10)
	}
	return s.appendDigits(dst, prefix, digits, n == 0)
}

// AppendFloat adds f as %e, %E, %f, %g or %G does.
func (s Spec) AppendFloat(dst []byte, conversion byte, f float64) []byte {
	sign := s.sign(negative(f))
	if special, ok := specialName(f); ok {
		if conversion < 'a' {
			special = string(bytes.ToUpper([]byte(special)))
		}
		s.Zero = false
		return s.pad(dst, sign, []byte(special), 0)
	}
	if s.Precision < 0 {
		s.Precision = 6
	}
	var buf [64]byte
	digits := s.appendMagnitude(buf[:0], conversion|0x20, math.Abs(f))
	if conversion < 'a' {
		digits = bytes.ToUpper(digits)
	}
	return s.pad(dst, sign, digits, 0)
}

func (s Spec) appendMagnitude(dst []byte, conversion byte, f float64) []byte {
	if conversion == 'g' {
		if s.Precision == 0 {
			s.Precision = 1
		}
		if !s.Sharp {
			return strconv.AppendFloat(dst, f, 'g', s.Precision, 64)
		}
		conversion, s.Precision = general(f, s.Precision)
	}
	dst = strconv.AppendFloat(dst, f, conversion, s.Precision, 64)
	if s.Sharp && s.Precision == 0 {
		dst = insertPoint(dst)
	}
	return dst
}

// general chooses between %e and %f as %#g does, which keeps the zeros at the end.
func general(f float64, precision int) (conversion byte, decimals int) {
	text := strconv.FormatFloat(f, 'e', precision-1, 64)
	exponent, _ := strconv.Atoi(text[bytes.IndexByte([]byte(text), 'e')+1:]) // AppendFloat wrote it
	if exponent < -4 || exponent >= precision {
		return 'e', precision - 1
	}
	return 'f', precision - 1 - exponent
}

// insertPoint adds the decimal point that # asks for even where no decimals follow.
func insertPoint(text []byte) []byte {
	at := bytes.IndexByte(text, 'e')
	if at < 0 {
		return append(text, '.')
	}
	text = append(text, 0)
	copy(text[at+1:], text[at:])
	text[at] = '.'
	return text
}

// AppendString adds text as %s does: the precision cuts it.
func (s Spec) AppendString(dst []byte, text string) []byte {
	if s.Precision >= 0 && s.Precision < len(text) {
		text = text[:s.Precision]
	}
	fill := s.Width - len(text)
	if !s.Minus {
		dst = repeat(dst, ' ', fill)
	}
	dst = append(dst, text...)
	if s.Minus {
		dst = repeat(dst, ' ', fill)
	}
	return dst
}

func (s Spec) sign(minus bool) string {
	switch {
	case minus:
		return "-"
	case s.Plus:
		return "+"
	case s.Space:
		return " "
	}
	return ""
}

// appendDigits adds a whole number: a precision is the least number of digits and takes the effect of 0 away.
func (s Spec) appendDigits(dst []byte, prefix string, digits []byte, zero bool) []byte {
	missing := 0
	if s.Precision >= 0 {
		s.Zero = false
		if zero {
			digits = digits[:0]
		}
		missing = max(s.Precision-len(digits), 0)
	}
	return s.pad(dst, prefix, digits, missing)
}

// pad adds prefix, zeros and digits, filled up to the width.
func (s Spec) pad(dst []byte, prefix string, digits []byte, zeros int) []byte {
	fill := s.Width - len(prefix) - zeros - len(digits)
	if s.Zero && !s.Minus && fill > 0 {
		zeros, fill = zeros+fill, 0
	}
	if !s.Minus {
		dst = repeat(dst, ' ', fill)
	}
	dst = append(dst, prefix...)
	dst = repeat(dst, '0', zeros)
	dst = append(dst, digits...)
	if s.Minus {
		dst = repeat(dst, ' ', fill)
	}
	return dst
}

func repeat(dst []byte, c byte, n int) []byte {
	for ; n > 0; n-- {
		dst = append(dst, c)
	}
	return dst
}
