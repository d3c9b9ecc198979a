package wsxf

import (
	"encoding/json"
	"reflect"
	"strings"
	"unicode"

	"github.com/watsrun/watsrun/report"
)

// encoder turns objects of the model to elements. It notes every text that XML cannot hold.
type encoder struct {
	faults
	blanks bool // write "" where a server does
}

// object makes the element of one object; v is the struct.
func (e *encoder) object(name string, v reflect.Value, s *shape) *element {
	el := &element{name: name, attrs: make([]attribute, 0, len(s.attrs)+len(s.derived))}
	e.fill(el, v, s)
	return el
}

// fill adds what the shape says and what the model keeps besides.
func (e *encoder) fill(el *element, v reflect.Value, s *shape) {
	for i := range s.attrs {
		e.attribute(el, &s.attrs[i], v)
	}
	if s.body != nil {
		el.text, _ = s.body.text(v.Field(s.body.index))
		e.check(s.body.label(), el.text)
	}
	for i := range s.parts {
		e.part(el, &s.parts[i], v)
	}
}

func (e *encoder) attribute(el *element, row *attr, v reflect.Value) {
	value, ok := row.text(v.Field(row.index))
	if !ok && !(row.blank && e.blanks) {
		return
	}
	e.check(row.xml, value)
	el.set(row.xml, value)
}

func (e *encoder) check(what, value string) {
	if char := forbidden(value); char != "" {
		e.add("%s contains the character %+q, which XML cannot hold.", what, char)
	}
}

func (e *encoder) part(el *element, p *part, v reflect.Value) {
	switch p.kind {
	case singlePart:
		if f := v.Field(p.index); !f.IsNil() {
			e.member(el, p, f, -1)
		}
	case manyParts:
		for i := range v.Field(p.index).Len() {
			e.member(el, p, v.Field(p.index).Index(i), i)
		}
	case flatPart:
		flat := &element{name: p.xml}
		if e.fill(flat, v, p.sub); len(flat.attrs) > 0 || flat.text != "" {
			el.add(flat)
		}
	default:
		e.textPart(el, p, v)
	}
}

// member adds the element of an object of the model, given by its pointer.
func (e *encoder) member(el *element, p *part, pointer reflect.Value, index int) {
	v := pointer.Elem()
	at := place{key: p.key, index: index}
	if name := v.FieldByName("Name"); name.IsValid() && name.Kind() == reflect.String {
		at.name = name.String()
	}
	e.enter(at)
	child := el.add(e.object(p.xml, v, p.sub))
	e.extras(child, pointer.Interface().(keeper), p.sub)
	e.leave()
}

func (e *encoder) textPart(el *element, p *part, v reflect.Value) {
	if p.kind == guidParts {
		for i := range v.Field(p.index).Len() {
			id := strings.ToUpper(v.Field(p.index).Index(i).String())
			e.check(p.xml, id)
			el.add(&element{name: p.xml, text: id})
		}
		return
	}
	if value, ok := p.value.text(v.Field(p.value.index)); ok {
		e.check(p.xml, value)
		el.add(&element{name: p.xml, text: value})
	}
}

// keeper is every object of the model: it keeps the keys that it has no field for.
type keeper interface {
	ExtraKeys() []string
	Extra(key string) []byte
}

// extras writes what the model kept for WSXF. Keys that the decoder cannot have made are passed over: they must not add
// or change anything that the report says in fields of its own.
func (e *encoder) extras(el *element, k keeper, s *shape) {
	for _, key := range k.ExtraKeys() {
		name, ours := strings.CutPrefix(key, extraPrefix)
		var value string
		if !ours || json.Unmarshal(k.Extra(key), &value) != nil {
			continue
		}
		e.check(key, value)
		if part, inPart, ok := strings.Cut(name, "/"); ok {
			e.flatExtra(el, part, inPart, value, s)
		} else {
			e.extra(el, name, value, s)
		}
	}
}

// flatExtra writes what belongs to a flat part, which may have nothing else.
func (e *encoder) flatExtra(el *element, part, name, value string, s *shape) {
	p, ok := s.child(part)
	if !ok || p.kind != flatPart {
		return
	}
	if found := el.named(part); len(found) > 0 {
		e.extra(found[0], name, value, p.sub)
		return
	}
	alone := &element{name: part}
	if e.extra(alone, name, value, p.sub); len(alone.attrs)+len(alone.children)+len(alone.text) > 0 {
		el.add(alone)
	}
}

func (e *encoder) extra(el *element, name, value string, s *shape) {
	attribute, isAttribute := strings.CutPrefix(name, "@")
	switch {
	case name == "#text":
		if s.body == nil {
			el.text = value
		}
	case isAttribute:
		if _, twice := el.attr(attribute); isName(attribute) && !s.knows(attribute) && !twice {
			el.set(attribute, value)
		}
	default:
		e.extraElements(el, name, value, s)
	}
}

// extraElements writes the elements of one name.
func (e *encoder) extraElements(el *element, name, value string, s *shape) {
	fragment, err := parse([]byte("<x xmlns=\"" + Namespace + "\">" + value + "</x>"))
	if err != nil {
		e.add("%s%s is required to be XML: %v.", extraPrefix, name, err)
		return
	}
	for _, c := range fragment.children {
		if c.name == name && (c.space != "" || s.likely(name) == "") {
			el.add(c)
		}
	}
}

// isName tells whether a word can name an attribute.
func isName(word string) bool {
	for i, r := range word {
		if !unicode.IsLetter(r) && r != '_' && (i == 0 || !unicode.IsDigit(r) && r != '-' && r != '.') {
			return false
		}
	}
	return word != "" && word != "xmlns"
}

// element makes the <Report> element.
func (e *encoder) element(r *report.Report) *element {
	el := e.object("Report", reflect.ValueOf(r).Elem(), reportShape())
	e.extras(el, r, reportShape())
	e.spread(el)
	return el
}
