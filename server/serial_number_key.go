package server

import (
	"fmt"
	"strconv"
	"strings"
)

// The kinds of numbers.
const (
	kindSerialNumber = 0
	kindMAC          = 1
	kindIMEI         = 2
)

// identityOf is the same for all spellings of one number: a MAC address may be written with or without separators and in
// any case.
func identityOf(kind int, number string) string {
	if kind != kindMAC {
		return number
	}
	return strings.ToUpper(strings.NewReplacer(":", "", "-", "", ".", "").Replace(number))
}

// positionOf is a text that sorts as people count: the numbers in it by their value, each behind the count of its digits.
func positionOf(kind int, identity string) string {
	if kind == kindMAC {
		return identity
	}
	var b strings.Builder
	for len(identity) > 0 {
		n := digits(identity)
		if n == 0 {
			b.WriteByte(identity[0])
			identity = identity[1:]
			continue
		}
		value := strings.TrimLeft(identity[:n], "0")
		fmt.Fprintf(&b, "%03d%s", len(value), value)
		identity = identity[n:]
	}
	return b.String()
}

// digits is how many digits a text begins with.
func digits(text string) int {
	n := 0
	for n < len(text) && '0' <= text[n] && text[n] <= '9' {
		n++
	}
	return n
}

// counter is a number taken apart at the digits that count it: SN-0042-A is "SN-", 42 of width 4, "-A".
type counter struct {
	prefix, suffix string
	value          uint64
	width          int // 0 for a number that does not count
}

// counterOf takes an identity apart at its last digits; a MAC address counts as a whole.
func counterOf(kind int, identity string) counter {
	if kind == kindMAC {
		value, err := strconv.ParseUint(identity, 16, 64)
		if err != nil {
			return counter{prefix: identity}
		}
		return counter{value: value, width: len(identity)}
	}
	end := strings.LastIndexAny(identity, "0123456789") + 1
	from := end
	for from > 0 && digits(identity[from-1:end]) > 0 {
		from--
	}
	value, err := strconv.ParseUint(identity[from:end], 10, 64)
	if err != nil {
		return counter{prefix: identity}
	}
	return counter{identity[:from], identity[end:], value, end - from}
}

// next says whether other comes right after c: SN-099 before SN-100, and SN-99 before SN-100.
func (c counter) next(other counter) bool {
	carried := c.width == len(strconv.FormatUint(c.value, 10)) && other.width == len(strconv.FormatUint(other.value, 10))
	return c.width > 0 && c.prefix == other.prefix && c.suffix == other.suffix && c.value+1 == other.value &&
		(c.width == other.width || carried)
}
