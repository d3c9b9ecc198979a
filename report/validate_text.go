package report

import (
	"fmt"
	"strings"
	"unicode/utf8"
	"unsafe"

	"github.com/watsrun/watsrun/internal/fault"
)

// texts checks the texts and numbers of an object and, when deep, of the objects in it, but for what the walk over the
// steps visits: steps and measurements.
func (v *validator) texts(at *place, b base, p *plan, deep bool) {
	for i := range p.fields {
		f := &p.fields[i]
		if f.isUnset(b) {
			continue
		}
		switch f.kind {
		case textKind:
			v.checkText(at, f, *f.text(b))
		case textPtrKind:
			v.checkText(at, f, **f.textPtr(b))
		case intKind:
			v.checkRange(at, f, int64(**f.int(b)))
		case objectKind, objectsKind:
			if deep && !f.visited {
				v.nested(at, f, b)
			}
		}
	}
}

func (v *validator) nested(at *place, f *field, b base) {
	if f.kind == objectsKind {
		for i, item := range *f.objects(b) {
			v.texts(&place{up: at, word: f.key, kind: indexedPlace, index: i}, item, f.sub(), true)
		}
		return
	}
	v.texts(&place{up: at, word: f.key}, *f.object(b), f.sub(), true)
}

// stepTexts checks the texts of a step and of its measurements, but not of the steps below it.
func (v *validator) stepTexts(at *place, s *Step) {
	v.texts(at, unsafe.Pointer(s), stepPlan, true)
	for _, m := range s.NumericMeas {
		v.texts(measurementPlace(at, "numericMeas", m), unsafe.Pointer(m), numericPlan, true)
	}
	for _, m := range s.StringMeas {
		v.texts(measurementPlace(at, "stringMeas", m), unsafe.Pointer(m), stringPlan, true)
	}
	for _, m := range s.BooleanMeas {
		v.texts(measurementPlace(at, "booleanMeas", m), unsafe.Pointer(m), booleanPlan, true)
	}
}

func measurementPlace(at *place, key string, m Measurement) *place {
	return &place{up: at, word: key, kind: namedPlace, name: sentName(m)}
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
func checkTexts[T any](what, name string, object *T) error {
	v := validator{}
	if s, ok := any(object).(*Step); ok {
		v.stepTexts(nil, s)
	} else {
		v.texts(nil, unsafe.Pointer(object), planFor[T](), true)
	}
	if len(v.found) == 0 {
		return nil
	}
	f := fault.New(fault.Validation, "%s %s: %s", what, name, strings.TrimSuffix(v.found[0].Message, "."))
	if v.found[0].Rule == "R20" {
		f.Hint = "remove them from the text, or attach the raw bytes as a file"
	}
	return f
}

// checkTexts refuses a header that no server would take.
func (r *Report) checkTexts() error { return checkTexts("report", r.ID, r) }
