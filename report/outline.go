package report

import (
	"encoding/binary"
	"math"
	"unsafe"
)

// outline is all that an object's text depends on, in a form that costs a fraction of the text: two objects have the same
// outline only if their texts are the same.
type outline struct {
	buf  []byte
	long []string
}

// longText is from how many bytes on a text's address stands for it in an outline, since files and charts are megabytes.
// Whoever keeps an outline holds these texts, so that no other text can get the address.
const longText = 512

func (o *outline) object(b base, p *plan) {
	if keep := selfOf(b).kept; keep != nil {
		o.word(keep.hidden)
	}
	for i := range p.fields {
		f := &p.fields[i]
		if f.isUnset(b) || f.elsewhere(b) {
			continue
		}
		o.buf = append(o.buf, byte(i))
		o.value(f, b)
	}
	o.buf = append(o.buf, math.MaxUint8) // no field has this number
}

func (o *outline) value(f *field, b base) {
	switch f.kind {
	case textKind:
		o.text(*f.text(b))
	case textPtrKind:
		o.text(**f.textPtr(b))
	case timeKind:
		t := f.time(b)
		o.text(t.text)
		_, offset := t.at.Zone()
		o.word(uint64(t.at.UnixNano()))
		o.word(uint64(offset))
	case intKind:
		o.word(uint64(**f.int(b)))
	case floatKind:
		o.word(math.Float64bits(**f.float(b)))
	case boolKind:
		if **f.bool(b) {
			o.buf = append(o.buf, 1)
		}
	case objectKind:
		o.object(*f.object(b), f.sub())
	case objectsKind:
		outlines(o, f.owned(*f.objects(b)), func(item base) { o.object(item, f.sub()) })
	case textListKind:
		outlines(o, *f.texts(b), o.text)
	case intListKind:
		outlines(o, *f.ints(b), func(n int) { o.word(uint64(n)) })
	}
}

func outlines[T any](o *outline, items []T, outline func(T)) {
	o.word(uint64(len(items)))
	for _, item := range items {
		outline(item)
	}
}

func (o *outline) word(w uint64) { o.buf = binary.LittleEndian.AppendUint64(o.buf, w) }

func (o *outline) text(s string) {
	o.word(uint64(len(s)))
	if len(s) < longText {
		o.buf = append(o.buf, s...)
		return
	}
	o.long = append(o.long, s)
	o.word(uint64(uintptr(unsafe.Pointer(unsafe.StringData(s)))))
}

// elsewhere tells whether all that the field holds are parts of their own.
func (f *field) elsewhere(b base) bool {
	return f.apart && f.own == 0 && (f.kind == objectKind || len(*f.objects(b)) > 0)
}

// owned is what of a list of objects is not a part of its own.
func (f *field) owned(items []base) []base {
	if f.apart && len(items) > f.own {
		return items[:f.own]
	}
	return items
}
