package wsxf

import (
	"strings"
	"unicode/utf8"

	"github.com/watsrun/watsrun/internal/fault"
)

// writer appends XML. The first text that XML cannot hold is remembered and fails the whole document.
type writer struct {
	buf     []byte
	path    path   // where in the report the writer is, for that fault
	bad     error  // the first text that XML cannot hold
	pending bool   // the last start tag still waits for its ">"
}

// open begins an element; attributes may follow until its first content.
func (w *writer) open(name string) {
	w.content()
	w.buf = append(w.buf, '<')
	w.buf = append(w.buf, name...)
	w.pending = true
}

// close ends the element that open began.
func (w *writer) close(name string) {
	if w.pending {
		w.pending = false
		w.buf = append(w.buf, " />"...)
		return
	}
	w.buf = append(w.buf, "</"...)
	w.buf = append(w.buf, name...)
	w.buf = append(w.buf, '>')
}

// attr adds an attribute to the element just opened.
func (w *writer) attr(name, value string) {
	w.buf = append(w.buf, ' ')
	w.buf = append(w.buf, name...)
	w.buf = append(w.buf, `="`...)
	w.escape(name, value)
	w.buf = append(w.buf, '"')
}

// text adds character data to the open element. what names it in a fault.
func (w *writer) text(what, value string) {
	if value != "" {
		w.content()
		w.escape(what, value)
	}
}

// leaf writes an element that holds nothing but text.
func (w *writer) leaf(name, value string) {
	w.open(name)
	w.text(name, value)
	w.close(name)
}

func (w *writer) content() {
	if w.pending {
		w.pending = false
		w.buf = append(w.buf, '>')
	}
}

// escape appends value such that a reader gets back the same characters, line breaks and tabs in attributes included.
func (w *writer) escape(what, value string) {
	from := 0
	for i := 0; i < len(value); {
		if c := value[i]; c >= ' ' && c < utf8.RuneSelf && c != '<' && c != '>' && c != '&' && c != '"' {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(value[i:])
		if !allowed(r, size) {
			w.refuse(what, value[i:i+size])
			return
		}
		if code, special := references[r]; special {
			w.buf = append(append(w.buf, value[from:i]...), code...)
			from = i + size
		}
		i += size
	}
	w.buf = append(w.buf, value[from:]...)
}

// references are the characters that cannot stand for themselves everywhere.
var references = map[rune]string{
	'<': "&lt;", '>': "&gt;", '&': "&amp;", '"': "&quot;", '\t': "&#x9;", '\n': "&#xA;", '\r': "&#xD;",
}

// allowed tells whether XML 1.0 has the character that was decoded from size bytes.
func allowed(r rune, size int) bool {
	switch {
	case r == utf8.RuneError && size <= 1, r == 0xFFFE, r == 0xFFFF:
		return false
	}
	return r >= ' ' || r == '\t' || r == '\n' || r == '\r'
}

func (w *writer) refuse(what, char string) {
	if w.bad == nil {
		w.bad = fault.New(fault.Validation, "%s%s contains the character %+q, which XML cannot hold", w.path.prefix(), what, char).
			WithHint("remove the character from the text")
	}
}

// blank tells whether a text says nothing, such as the indentation between two tags.
func blank(s string) bool { return strings.TrimSpace(s) == "" }
