package wsxf

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/watsrun/watsrun/report"
)

// shape says how one object of the report's model looks in XML. The types of the values are those of the model: its
// json tags are looked up by key, so a row needs nothing but two names.
type shape struct {
	model   reflect.Type // the struct of the model
	attrs   []attr
	body    *attr    // what the element's own text is, nil for nothing
	parts   []part   // the child elements, in the order in which a server writes them
	derived []string // attributes that only repeat the order of the document: made on writing, dropped on reading
}

// attr is an attribute, or a text, that holds one value of the object.
type attr struct {
	xml    string
	key    string // the json key of the model
	blank  bool   // an export writes "" where there is no value, so "" is read as none
	guid   bool   // upper case in XML, lower case in the model
	packed bool   // blanks and line breaks mean nothing: base64
	twin   string // the attribute that says the same, read where this one is missing
	orElse string // the JSON that a missing attribute stands for, "" for none
	index  int    // of the model's field
	kind   kind
	oneof  []string // the letters that a word may stand for, nil for any
}

// part is a child element.
type part struct {
	xml   string
	key   string // the json key of the model, "" for a flat part
	kind  partKind
	sub   *shape
	value attr // of a text
	index int  // of the model's field
}

type partKind int

const (
	singlePart partKind = iota // an object of the model
	manyParts                  // one of a list of objects
	textPart                   // an element that holds nothing but a text
	guidParts                  // one of a list of GUIDs
	flatPart                   // an element whose attributes belong to the object around it
)

// kind is how a value of the model is written in XML.
type kind int

const (
	textKind kind = iota // also enumerations that are spelled the same in both formats
	textPtrKind
	timeKind
	intKind
	floatKind
	boolKind
	statusKind // P is Passed
	groupKind  // M is Main
	typeKind   // T is UUT
	intsKind   // numbers with blanks between
)

// newShape binds rows to a struct of the model. It panics where a key is not in the model.
func newShape[T any](attrs []attr, parts ...part) *shape {
	s := &shape{model: reflect.TypeFor[T]()}
	for _, a := range attrs {
		s.attrs = append(s.attrs, s.bind(a))
	}
	s.contain(parts...)
	return s
}

// contain adds child elements.
func (s *shape) contain(parts ...part) {
	for _, p := range parts {
		switch p.kind {
		case flatPart:
		case textPart:
			p.value = s.bind(attr{xml: p.xml, key: p.key})
		default:
			p.index = s.field(p.key).Index[0]
		}
		s.parts = append(s.parts, p)
	}
}

// holding says what the element's own text is.
func (s *shape) holding(a attr) *shape {
	a = s.bind(a)
	s.body = &a
	return s
}

// numbered names the attributes that only repeat the order of the document.
func (s *shape) numbered(names ...string) *shape {
	s.derived = names
	return s
}

func (s *shape) bind(a attr) attr {
	f := s.field(a.key)
	a.index, a.kind, a.oneof = f.Index[0], kindOf(f.Type), strings.Fields(f.Tag.Get("oneof"))
	return a
}

// field finds the model's field by its json key.
func (s *shape) field(key string) reflect.StructField {
	for f := range s.model.Fields() {
		if name, _, _ := strings.Cut(f.Tag.Get("json"), ","); name == key {
			return f
		}
	}
	panic(fmt.Sprintf("wsxf: %s has no key %q", s.model, key))
}

var kinds = map[reflect.Type]kind{
	reflect.TypeFor[*string]():           textPtrKind,
	reflect.TypeFor[report.Time]():       timeKind,
	reflect.TypeFor[*int]():              intKind,
	reflect.TypeFor[*float64]():          floatKind,
	reflect.TypeFor[*bool]():             boolKind,
	reflect.TypeFor[report.Status]():     statusKind,
	reflect.TypeFor[report.Group]():      groupKind,
	reflect.TypeFor[report.ReportType](): typeKind,
	reflect.TypeFor[[]int]():             intsKind,
}

func kindOf(t reflect.Type) kind {
	if k, ok := kinds[t]; ok {
		return k
	}
	if t.Kind() != reflect.String {
		panic(fmt.Sprintf("wsxf: no attribute can hold a %s", t))
	}
	return textKind
}

// attribute finds the row of an attribute.
func (s *shape) attribute(name string) (*attr, bool) {
	for i := range s.attrs {
		if s.attrs[i].xml == name {
			return &s.attrs[i], true
		}
	}
	return nil, false
}

// child finds the row of a child element.
func (s *shape) child(name string) (*part, bool) {
	for i := range s.parts {
		if s.parts[i].xml == name {
			return &s.parts[i], true
		}
	}
	return nil, false
}

// likely is the known name that differs from an unknown one in nothing but case, "" for none.
func (s *shape) likely(name string) string {
	for _, a := range s.attrs {
		if strings.EqualFold(a.xml, name) {
			return a.xml
		}
	}
	for _, p := range s.parts {
		if strings.EqualFold(p.xml, name) {
			return p.xml
		}
	}
	return ""
}

// knows tells whether an attribute has a meaning of its own.
func (s *shape) knows(name string) bool {
	return s.likely(name) != "" || slices.Contains(s.derived, name)
}
