package wstf

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// CodePage names how the bytes of a file stand for characters. Its zero value recognises UTF-8 and otherwise takes
// Windows-1252, which is what the format prescribes.
type CodePage string

// The code pages that can be asked for.
const (
	Windows1252 CodePage = "windows-1252" // whatever the bytes look like
	UTF8        CodePage = "utf-8"        // bytes that are not UTF-8 are a fault
)

var byteOrderMark = []byte("\xef\xbb\xbf")

// text turns the bytes of a file into characters. ok is false when they are not what the code page promises; line is
// then the 1-based line of the first wrong byte.
func (c CodePage) text(data []byte) (text string, line int, ok bool) {
	marked := bytes.HasPrefix(data, byteOrderMark)
	if c == UTF8 || c == "" && (marked || utf8.Valid(data)) {
		return utf8Text(bytes.TrimPrefix(data, byteOrderMark))
	}
	return windows1252Text(data)
}

func utf8Text(data []byte) (string, int, bool) {
	for rest := data; len(rest) > 0; {
		r, size := utf8.DecodeRune(rest)
		if r == utf8.RuneError && size == 1 {
			return "", lineAt(data, len(data)-len(rest)), false
		}
		rest = rest[size:]
	}
	return string(data), 0, true
}

func windows1252Text(data []byte) (string, int, bool) {
	var b strings.Builder
	b.Grow(len(data))
	for i, c := range data {
		r := rune(c)
		if c >= 0x80 && c < 0xa0 {
			r = windows1252[c-0x80]
		}
		if r < 0 {
			return "", lineAt(data, i), false
		}
		b.WriteRune(r)
	}
	return b.String(), 0, true
}

func lineAt(data []byte, offset int) int { return 1 + bytes.Count(data[:offset], []byte{'\n'}) }

// windows1252 is where the code page differs from ISO 8859-1: the bytes 0x80 to 0x9F. Five of them stand for nothing (-1).
var windows1252 = [32]rune{
	'€', -1, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', -1, 'Ž', -1,
	-1, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', -1, 'ž', 'Ÿ',
}
