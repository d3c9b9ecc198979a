package wsxf

import "unicode/utf8"

// appendElement appends an element with all that is in it. around is the namespace of what surrounds it.
func appendElement(b []byte, e *element, around string) []byte {
	b = append(append(b, '<'), e.name...)
	if e.space != around {
		b = appendAttribute(b, "xmlns", spaceName(e.space))
	}
	for _, a := range e.attrs {
		b = appendAttribute(b, a.name, a.value)
	}
	if e.text == "" && len(e.children) == 0 {
		return append(b, " />"...)
	}
	b = appendEscaped(append(b, '>'), e.text)
	for _, c := range e.children {
		b = appendElement(b, c, e.space)
	}
	b = append(append(b, "</"...), e.name...)
	return append(b, '>')
}

func spaceName(space string) string {
	if space == "" {
		return Namespace
	}
	return space
}

func appendAttribute(b []byte, name, value string) []byte {
	b = append(append(b, ' '), name...)
	b = append(b, `="`...)
	return append(appendEscaped(b, value), '"')
}

// appendEscaped appends a text such that a reader gets the same characters back, line breaks and tabs included.
func appendEscaped(b []byte, text string) []byte {
	from := 0
	for i := range len(text) {
		if code := references[text[i]]; code != "" {
			b = append(append(b, text[from:i]...), code...)
			from = i + 1
		}
	}
	return append(b, text[from:]...)
}

// references are the characters that cannot stand for themselves everywhere.
var references = [256]string{
	'<': "&lt;", '>': "&gt;", '&': "&amp;", '"': "&quot;", '\t': "&#x9;", '\n': "&#xA;", '\r': "&#xD;",
}

// forbidden is the first character of a text that XML cannot hold, "" for none.
func forbidden(text string) string {
	for i := 0; i < len(text); {
		if c := text[i]; c >= ' ' && c < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		if !allowed(r, size) {
			return text[i : i+size]
		}
		i += size
	}
	return ""
}

// allowed tells whether XML 1.0 has the character that was decoded from size bytes.
func allowed(r rune, size int) bool {
	switch {
	case r == utf8.RuneError && size == 1, r == 0xFFFE, r == 0xFFFF:
		return false
	}
	return r >= ' ' || r == '\t' || r == '\n' || r == '\r'
}
