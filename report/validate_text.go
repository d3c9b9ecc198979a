package report

import (
	"fmt"
	"reflect"
	"strings"
	"unicode/utf8"

	"github.com/watsrun/watsrun/internal/fault"
)

// object checks the texts and numbers of an object and of the objects in it, but not of the steps below a step.
func (v *validator) object(at *place, ptr reflect.Value) {
	v.fields(at, ptr, true)
}

// scalars checks the texts and numbers of an object alone.
func (v *validator) scalars(at *place, ptr reflect.Value) {
	v.fields(at, ptr, false)
}

func (v *validator) fields(at *place, ptr reflect.Value, deep bool) {
	p, elem := planOf(ptr.Type().Elem()), ptr.Elem()
	for i := range p.fields {
		f := &p.fields[i]
		value := elem.Field(f.index)
		switch f.kind {
		case textKind:
			if s := value.String(); s != "" {
				v.checkText(at, f, s)
			}
		case textPtrKind:
			if !value.IsNil() {
				v.checkText(at, f, value.Elem().String())
			}
		case intKind:
			if !value.IsNil() {
				v.checkRange(at, f, value.Elem().Int())
			}
		case objectKind, objectsKind:
			if deep && !value.IsNil() && f.elem != stepType {
				v.nested(at, f, value)
			}
		}
	}
}

var stepType = reflect.TypeFor[Step]()

func (v *validator) nested(at *place, f *field, value reflect.Value) {
	if f.kind == objectKind {
		v.object(&place{up: at, word: f.key}, value)
		return
	}
	for i := range value.Len() {
		v.object(elementPlace(at, f.key, i, value.Index(i)), value.Index(i))
	}
}

// elementPlace names a measurement, and counts anything else.
func elementPlace(at *place, key string, i int, value reflect.Value) *place {
	if m, ok := value.Interface().(Measurement); ok {
		return &place{up: at, word: key, kind: namedPlace, name: sentName(m)}
	}
	return &place{up: at, word: key, kind: indexedPlace, index: i}
}

func (v *validator) checkText(at *place, f *field, s string) {
	if f.max > 0 && len(s) > f.max {
		if n := utf16Length(s); n > f.max {
			v.add(at, "R2", "%s is required to be at most %d characters, got %d.", f.key, f.max, n)
		}
	}
	if what := forbidden(s); what != "" {
		v.add(at, "R20", "%s contains characters that are not allowed (%s).", f.key, what)
	}
}

func (v *validator) checkRange(at *place, f *field, n int64) {
	if n < f.min || n > f.top {
		v.add(at, "R2", "%s is required to be from %d to %d, got %d.", f.key, f.min, f.top, n)
	}
}

// utf16Length is the length as servers count it.
func utf16Length(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}

// forbidden names the first character that a report may not hold, "" when there is none.
func forbidden(s string) string {
	for i := 0; i < len(s); i++ {
		if c := s[i]; c < ' ' && c != '\t' && c != '\n' && c != '\r' || c >= 0x7F {
			return forbiddenFrom(s[i:])
		}
	}
	return ""
}

// forbiddenFrom goes on where the text is not plain ASCII.
func forbiddenFrom(s string) string {
	for i, r := range s {
		switch {
		case r == utf8.RuneError && invalidAt(s[i:]):
			return fmt.Sprintf("the byte 0x%02X, which is not UTF-8", s[i])
		case r < ' ' && r != '\t' && r != '\n' && r != '\r', r >= 0x7F && r <= 0x9F, r == 0xFEFF, r == 0xFFFE, r == 0xFFFF:
			return fmt.Sprintf("%U", r)
		}
	}
	return ""
}

// invalidAt says whether the text begins with a byte that is not UTF-8.
func invalidAt(s string) bool {
	_, size := utf8.DecodeRuneInString(s)
	return size == 1
}

// checkTexts refuses an object of the model that no server would take for its texts, while it is being built.
func checkTexts(what string, object any) error {
	v := validator{}
	v.object(nil, reflect.ValueOf(object))
	if len(v.found) == 0 {
		return nil
	}
	f := fault.New(fault.Validation, "%s: %s", what, strings.TrimSuffix(v.found[0].Message, "."))
	if v.found[0].Rule == "R20" {
		f.Hint = "remove them from the text, or attach the raw bytes as a file"
	}
	return f
}

// checkTexts refuses a header that no server would take.
func (r *Report) checkTexts() error { return checkTexts("report", r) }
