package report

import (
	"bytes"
	"math"
	"strconv"
	"sync"
	"unicode/utf8"
	"unsafe"
)

// Encode writes the report in the form that clients send: one JSON object, unset fields left out, numbers with all of
// their digits, NaN and infinities as the strings "NaN", "Infinity" and "-Infinity". It never fails; whether a server will
// take the report is for Validate to say.
func (r *Report) Encode() []byte {
	return r.write(nil)
}

// write appends the report to a used buffer, so that a long report does not grow a new one, and returns a copy.
func (r *Report) write(export *ExportOptions) []byte {
	w := writers.Get().(*writer)
	defer writers.Put(w)
	w.buf, w.export = w.buf[:0], export
	w.object(unsafe.Pointer(r), planFor[Report]())
	return bytes.Clone(w.buf)
}

var writers = sync.Pool{New: func() any { return new(writer) }}

// writer appends JSON. With options it writes the form that servers export, else the form that clients send.
type writer struct {
	buf    []byte
	export *ExportOptions
	apart  bool // leave out what is a part of its own, see Part
}

// object writes one object of the model.
func (w *writer) object(b base, p *plan) {
	keep := selfOf(b).kept
	plain := keep == nil && w.export == nil
	w.buf = append(w.buf, '{')
	w.extras(keep, -1)
	for i := range p.fields {
		f := &p.fields[i]
		switch unset := f.isUnset(b); {
		case plain && unset:
			continue // most fields of most objects
		case keep.hides(i) || !w.wanted(f) || w.apart && f.elsewhere(b):
		case unset || w.leavesOut(f, b):
			w.unset(f, keep, i)
		default:
			w.key(f.prefix)
			w.value(f, b)
		}
		w.extras(keep, i)
	}
	w.buf = append(w.buf, '}')
}

// key starts a member of the current object.
func (w *writer) key(prefix string) {
	if w.buf[len(w.buf)-1] != '{' {
		w.buf = append(w.buf, ',')
	}
	w.buf = append(w.buf, prefix...)
}

// extras writes the unknown keys that came after a field.
func (w *writer) extras(keep *kept, after int) {
	if keep == nil {
		return
	}
	for _, e := range keep.extra {
		if e.after == after {
			w.key("")
			w.text(e.key)
			w.buf = append(w.buf, ':')
			w.buf = append(w.buf, e.raw...)
		}
	}
}

// unset writes what stands for a field without a value, if anything does.
func (w *writer) unset(f *field, keep *kept, i int) {
	literal := ""
	switch {
	case w.export != nil:
		literal = f.unsetInExport()
	case keep != nil && keep.nulls&(1<<i) != 0:
		literal = "null"
	case keep != nil && keep.empty&(1<<i) != 0:
		literal = `""`
	}
	if literal != "" {
		w.key(f.prefix)
		w.buf = append(w.buf, literal...)
	}
}

// value writes the value of a field that is set.
func (w *writer) value(f *field, b base) {
	switch f.kind {
	case textKind:
		w.textOf(f, *f.text(b))
	case textPtrKind:
		w.textOf(f, **f.textPtr(b))
	case timeKind:
		w.text(f.time(b).String())
	case intKind:
		w.int(**f.int(b))
	case floatKind:
		w.number(f, **f.float(b))
	case boolKind:
		w.buf = strconv.AppendBool(w.buf, **f.bool(b))
	case objectKind:
		w.object(*f.object(b), f.sub())
	case objectsKind:
		items := *f.objects(b)
		if w.apart {
			items = f.owned(items)
		}
		list(w, items, func(item base) { w.object(item, f.sub()) })
	case textListKind:
		list(w, *f.texts(b), w.text)
	case intListKind:
		list(w, *f.ints(b), w.int)
	}
}

func (w *writer) int(n int) { w.buf = strconv.AppendInt(w.buf, int64(n), 10) }

// textOf writes a text; an export reformats some.
func (w *writer) textOf(f *field, s string) {
	if w.export != nil {
		s = f.exportedText(s)
	}
	w.text(s)
}

// list writes an array.
func list[T any](w *writer, items []T, write func(T)) {
	w.buf = append(w.buf, '[')
	for i, item := range items {
		if i > 0 {
			w.buf = append(w.buf, ',')
		}
		write(item)
	}
	w.buf = append(w.buf, ']')
}

// number writes a number; what JSON cannot write becomes the string that servers use.
func (w *writer) number(f *field, x float64) {
	switch {
	case math.IsNaN(x):
		w.buf = append(w.buf, `"NaN"`...)
	case math.IsInf(x, 1):
		w.buf = append(w.buf, `"Infinity"`...)
	case math.IsInf(x, -1):
		w.buf = append(w.buf, `"-Infinity"`...)
	case w.export != nil:
		w.buf = appendExported(w.buf, x, f.plain)
	default:
		w.buf = appendNumber(w.buf, x)
	}
}

// appendNumber writes the shortest text that reads back as x.
func appendNumber(b []byte, x float64) []byte {
	abs := math.Abs(x)
	if abs < 1e15 && x == math.Trunc(x) && (x != 0 || !math.Signbit(x)) {
		return strconv.AppendInt(b, int64(x), 10)
	}
	if abs != 0 && (abs < 1e-6 || abs >= 1e21) {
		return strconv.AppendFloat(b, x, 'e', -1, 64)
	}
	return strconv.AppendFloat(b, x, 'f', -1, 64)
}

// text writes a JSON string. Bytes that are no UTF-8 become U+FFFD; Validate refuses them before.
func (w *writer) text(s string) {
	w.buf = append(w.buf, '"')
	start := 0
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if c < ' ' || c == '"' || c == '\\' {
				w.buf = appendEscape(append(w.buf, s[start:i]...), c)
				start = i + 1
			}
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			w.buf = append(append(w.buf, s[start:i]...), "\uFFFD"...)
			start = i + 1
		}
		i += size
	}
	w.buf = append(append(w.buf, s[start:]...), '"')
}

func appendEscape(b []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(b, '\\', c)
	case '\n':
		return append(b, `\n`...)
	case '\r':
		return append(b, `\r`...)
	case '\t':
		return append(b, `\t`...)
	}
	const hex = "0123456789abcdef"
	return append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&15])
}
