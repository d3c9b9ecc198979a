package luajson

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/watsrun/watsrun/internal/fault"
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
			return d.failure("byte 0x%02X is not UTF-8", d.data[d.pos]).(*fault.Error).WithHint("the text must be encoded as UTF-8")
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
