package report

import (
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"unsafe"
)

// plan is what the codec and the validation know about one struct of the model, read from its tags once.
type plan struct {
	fields []field
	apart  []int // the fields that hold parts, see Part
}

// field is one key of an object.
type field struct {
	key      string
	prefix   string // the key as it is written: `"name":`
	offset   uintptr
	word     uintptr // offset of the word that is 0 when the field has no value
	typ      reflect.Type
	kind     kind
	sub      func() *plan // for objects and lists of objects
	elem     reflect.Type // what a pointer or a list element points to
	max      int          // longest text, 0 for any
	min, top int64        // range of a whole number
	oneof    []string     // what a text may be, empty for anything
	level    int          // lowest level of detail of an export
	null     bool         // an export writes null when unset
	array    bool         // an export writes [] when unset
	falsy    bool         // an export writes false when unset
	nonempty bool         // an export leaves an empty array out
	plain    bool         // an export writes whole numbers without ".0"
	chart    bool         // numbers joined with ";"
	operator bool         // an export writes the canonical spelling
	visited  bool         // the validation's walk over the steps visits the objects itself
	apart    bool         // holds parts, see Part
	own      int          // how many of a list of parts belong to their holder all the same
}

// kind is how a field's value looks on the wire.
type kind int

const (
	textKind     kind = iota // string types; "" is absent
	textPtrKind              // *string
	timeKind                 // Time
	intKind                  // *int
	floatKind                // *float64
	boolKind                 // *bool
	objectKind               // pointer to a struct of the model
	objectsKind              // list of such pointers
	textListKind             // []string
	intListKind              // []int
)

var plans sync.Map // reflect.Type of a struct to *plan

// The plans of what there is most of.
var (
	stepPlan    = planFor[Step]()
	numericPlan = planFor[NumericMeas]()
	stringPlan  = planFor[StringMeas]()
	booleanPlan = planFor[BooleanMeas]()
)

// planOf returns the plan of a struct type of the model.
func planOf(t reflect.Type) *plan {
	if p, ok := plans.Load(t); ok {
		return p.(*plan)
	}
	if t.Field(0).Type != reflect.TypeFor[object]() {
		panic(fmt.Sprintf("report: %s does not begin with what every object keeps", t))
	}
	p := &plan{}
	for i := range t.NumField() {
		if key := t.Field(i).Tag.Get("json"); key != "" {
			p.fields = append(p.fields, newField(t.Field(i), key))
			if last := len(p.fields) - 1; p.fields[last].apart {
				p.apart = append(p.apart, last)
			}
		}
	}
	if len(p.fields) > 64 {
		panic(fmt.Sprintf("report: %s has more fields than a record of kept things has bits", t))
	}
	shared, _ := plans.LoadOrStore(t, p)
	return shared.(*plan)
}

func newField(sf reflect.StructField, tag string) field {
	options := strings.Split(tag, ",")
	f := field{key: options[0], prefix: strconv.Quote(options[0]) + ":", offset: sf.Offset, typ: sf.Type, level: 1}
	for _, o := range options[1:] {
		f.setOption(o)
	}
	if l := sf.Tag.Get("level"); l != "" {
		f.level, _ = strconv.Atoi(l)
	}
	f.max, _ = strconv.Atoi(sf.Tag.Get("max"))
	f.oneof = strings.Fields(sf.Tag.Get("oneof"))
	f.min, f.top = intRange(sf.Tag.Get("range"))
	f.setKind(sf.Type)
	if f.word = f.offset; f.kind == textKind {
		f.word += unsafe.Sizeof(uintptr(0)) // behind the address of a string is its length
	}
	switch f.key {
	case "root", "steps", "numericMeas", "stringMeas", "booleanMeas":
		f.visited = true
	}
	f.setApart()
	return f
}

// setApart has parts be what comes one by one or is large. A single measurement stays with its step.
func (f *field) setApart() {
	switch f.elem {
	case reflect.TypeFor[NumericMeas](), reflect.TypeFor[StringMeas](), reflect.TypeFor[BooleanMeas]():
		f.own = 1
	case reflect.TypeFor[Step](), reflect.TypeFor[Chart](), reflect.TypeFor[Series](), reflect.TypeFor[Attachment](),
		reflect.TypeFor[MiscInfo](), reflect.TypeFor[SubUnit](), reflect.TypeFor[Failure](), reflect.TypeFor[BinaryData](),
		reflect.TypeFor[Asset](), reflect.TypeFor[AdditionalData]():
	default:
		return
	}
	f.apart = true
}

func (f *field) setOption(option string) {
	switch option {
	case "null":
		f.null = true
	case "array":
		f.array = true
	case "false":
		f.falsy = true
	case "nonempty":
		f.nonempty = true
	case "plain":
		f.plain = true
	case "chart":
		f.chart = true
	case "operator":
		f.operator = true
	default:
		panic("report: unknown option " + option + " on " + f.key)
	}
}

// intRange is the range that a tag names; whole numbers without one have 64 bits.
func intRange(name string) (low, high int64) {
	bits := 64
	switch name {
	case "int16":
		bits = 16
	case "int32":
		bits = 32
	}
	high = 1<<(bits-1) - 1
	return -high - 1, high
}

func (f *field) setKind(t reflect.Type) {
	switch {
	case t == reflect.TypeFor[Time]():
		f.kind = timeKind
	case t.Kind() == reflect.String:
		f.kind = textKind
	case t.Kind() == reflect.Pointer:
		f.setPointer(t.Elem())
	case t.Kind() == reflect.Slice:
		f.setList(t.Elem())
	default:
		panic(fmt.Sprintf("report: %s has a type that the codec cannot write: %s", f.key, t))
	}
}

func (f *field) setPointer(t reflect.Type) {
	f.elem = t
	switch t.Kind() {
	case reflect.String:
		f.kind = textPtrKind
	case reflect.Int:
		f.kind = intKind
	case reflect.Float64:
		f.kind = floatKind
	case reflect.Bool:
		f.kind = boolKind
	case reflect.Struct:
		f.kind, f.sub = objectKind, sync.OnceValue(func() *plan { return planOf(t) })
	default:
		panic(fmt.Sprintf("report: %s has a type that the codec cannot write: %s", f.key, t))
	}
}

func (f *field) setList(t reflect.Type) {
	switch t.Kind() {
	case reflect.String:
		f.kind = textListKind
	case reflect.Int:
		f.kind = intListKind
	case reflect.Pointer:
		f.elem = t.Elem()
		f.kind, f.sub = objectsKind, sync.OnceValue(func() *plan { return planOf(t.Elem()) })
	default:
		panic(fmt.Sprintf("report: %s is a list that the codec cannot write: %s", f.key, t))
	}
}

// fieldIndex is the position of a key, looked for from a position on because documents keep the order; -1 if unknown.
func (p *plan) fieldIndex(key []byte, from int) int {
	for i := from; i < len(p.fields); i++ {
		if p.fields[i].key == string(key) {
			return i
		}
	}
	for i := range min(from, len(p.fields)) {
		if p.fields[i].key == string(key) {
			return i
		}
	}
	return -1
}

// bit is the position of a key in the records of kept things.
func (p *plan) bit(key string) uint64 {
	if i := p.fieldIndex([]byte(key), 0); i >= 0 {
		return 1 << i
	}
	return 0
}
