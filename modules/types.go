package modules

import (
	"encoding"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"
)

// Kind is the shape of a value as scripts see it.
type Kind string

// The kinds.
const (
	Any      Kind = "any"
	String   Kind = "string"
	Boolean  Kind = "boolean"
	Number   Kind = "number"
	Integer  Kind = "integer"
	List     Kind = "list"
	Map      Kind = "map"
	RecordOf Kind = "record"   // a table with declared fields
	Object   Kind = "object"   // a live object of a class
	Lambda   Kind = "function" // a Lua function
	Iterate  Kind = "iterator"
	Several  Kind = "several" // any number of values
)

// Type describes a parameter, a result or a field.
type Type struct {
	Kind     Kind
	Name     string // of a record, class or enumeration
	Optional bool   // may be nil
	Elem     *Type  // of a list, map or iterator
	Fields   []Field
	Choices  []string // of an enumeration: the words that results show
	Letters  []string // of an enumeration: letters that are taken for words
	Words    []Word   // of an Enumeration
	Open     bool     // further keys are usual; declared by a field _ struct{} `wire:"open"`
	Pascal   bool     // unknown keys are written PascalCase on the wire; declared by a field _ struct{} `wire:"pascal"`

	numbers bool // Words are numbers on the wire
	byWire  map[string]*Field
	byName  map[string]*Field
}

// Field is a field of a record.
type Field struct {
	Name     string   // as scripts write it
	Wire     string   // as the server writes it
	Also     []string // as other servers write it: tag also:"one two"
	Doc      string
	Type     *Type
	Required bool
	ReadOnly bool
}

// Param is a parameter of a function.
type Param struct {
	Name     string
	Doc      string
	Type     *Type
	Required bool
	Mistaken []string // names that people try instead: tag mistaken:"one two"; they are not taken, but lead to this one
	Default  string   // as text for the documentation and as the value when absent
	Rest     bool
	Index    []int // of the Go field
	Field    reflect.StructField
}

// Written is how a script writes the parameter by name: as an example of its function does, else with dots for the value.
func (p *Param) Written(f *Function) string {
	if f != nil {
		given := regexp.MustCompile(`\b` + regexp.QuoteMeta(p.Name) + ` = ("[^"]*"|-?[0-9.]+|true|false)`)
		for _, e := range f.Examples {
			if found := given.FindString(e.Code); found != "" {
				return found
			}
		}
	}
	return WrittenAs(p.Name, p.Type)
}

// WrittenAs is how a script gives a value of a type by name.
func WrittenAs(name string, t *Type) string {
	switch {
	case len(t.Choices) > 0:
		return name + ` = "` + t.Choices[0] + `"`
	case t.Kind == String:
		return name + ` = "..."`
	case t.Kind == List, t.Kind == Map, t.Kind == RecordOf:
		return name + " = {...}"
	}
	return name + " = ..."
}

// Enum is implemented by types whose values are a few words. They are taken in any case.
type Enum interface{ Choices() []string }

// Lettered is implemented by an Enum whose words may be shortened to letters.
type Lettered interface{ Letters() []string }

// FieldByWire finds a record's field by its wire name.
func (t *Type) FieldByWire(wire string) *Field {
	if t == nil {
		return nil
	}
	return t.byWire[wire]
}

// FieldByName finds a record's field by the name that scripts use.
func (t *Type) FieldByName(name string) *Field {
	if t == nil {
		return nil
	}
	return t.byName[name]
}

// FieldNames lists a record's fields as scripts write them.
func (t *Type) FieldNames() []string {
	names := make([]string, len(t.Fields))
	for i, f := range t.Fields {
		names[i] = f.Name
	}
	return names
}

// String is the type as the documentation writes it: "string", "Product[]", "number?".
func (t *Type) String() string {
	if t == nil {
		return "nil"
	}
	s := string(t.Kind)
	switch {
	case t.Kind == List:
		s = t.Elem.String() + "[]"
	case t.Kind == Map:
		s = "table<string, " + t.Elem.String() + ">"
	case t.Kind == Iterate:
		s = "iterator of " + t.Elem.String()
	case t.Kind == Several:
		s = "..."
	case t.Name != "":
		s = t.Name
	case t.Kind == RecordOf:
		s = "table"
	}
	if t.Optional {
		s += "?"
	}
	return s
}

var (
	typeMu    sync.Mutex
	typeCache = map[reflect.Type]*Type{}
)

// TypeOf derives the description of a Go type.
func TypeOf(t reflect.Type) *Type {
	typeMu.Lock()
	defer typeMu.Unlock()
	return typeOf(t)
}

var (
	textType     = reflect.TypeFor[encoding.TextUnmarshaler]()
	numberType   = reflect.TypeFor[NumberTaker]()
	enumType     = reflect.TypeFor[Enum]()
	timeType     = reflect.TypeFor[time.Time]()
	callbackType = reflect.TypeFor[Callback]()
)

func typeOf(t reflect.Type) *Type {
	if known, ok := typeCache[t]; ok {
		return known
	}
	d := &Type{}
	typeCache[t] = d // first, so that a type may contain itself
	describe(d, t)
	return d
}

func describe(d *Type, t reflect.Type) {
	if special(d, t) {
		return
	}
	switch t.Kind() {
	case reflect.String:
		d.Kind = String
	case reflect.Bool:
		d.Kind = Boolean
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		d.Kind = Integer
	case reflect.Float32, reflect.Float64:
		d.Kind = Number
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			d.Kind = String
			return
		}
		d.Kind, d.Elem = List, typeOf(t.Elem())
	case reflect.Map:
		d.Kind, d.Elem = Map, typeOf(t.Elem())
	case reflect.Pointer:
		describePointer(d, t)
	case reflect.Struct:
		describeRecord(d, t)
	default:
		d.Kind, d.Optional = Any, true
	}
}

// special handles the types that have a meaning of their own here, and those that are text on the wire.
func special(d *Type, t reflect.Type) bool {
	switch zero := reflect.Zero(t).Interface().(type) {
	case Raw:
		d.Kind, d.Optional = Any, true
		return true
	case Multi, []Raw:
		d.Kind = Several
		return true
	case JSON, Table, Live, Null, Array, Scoped:
		d.Kind = Any
		return true
	case interface{ record() reflect.Type }:
		*d = *typeOf(zero.record())
		return true
	case interface{ elem() reflect.Type }:
		d.Kind, d.Elem = Iterate, typeOf(zero.elem())
		return true
	case Enumeration:
		if t.Kind() == reflect.Int || t.Kind() == reflect.String {
			describeWords(d, t, zero)
			return true
		}
	}
	switch {
	case t == callbackType:
		d.Kind = Lambda
	case t == timeType:
		d.Kind, d.Name = String, "datetime"
	case t.Kind() != reflect.Pointer && reflect.PointerTo(t).Implements(textType):
		d.Kind = String
		if reflect.PointerTo(t).Implements(numberType) {
			d.Name = "datetime"
		}
		if reflect.PointerTo(t).Implements(enumType) {
			d.Name = t.Name()
			d.Choices = reflect.New(t).Interface().(Enum).Choices()
			if short, ok := reflect.New(t).Interface().(Lettered); ok {
				d.Letters = short.Letters()
			}
		}
	default:
		return false
	}
	return true
}

func describePointer(d *Type, t reflect.Type) {
	if e := t.Elem(); e.Kind() == reflect.Struct && !t.Implements(textType) && e != timeType {
		if it, ok := reflect.Zero(t).Interface().(interface{ elem() reflect.Type }); ok {
			d.Kind, d.Elem = Iterate, typeOf(it.elem())
			return
		}
		d.Kind, d.Name = Object, e.Name() // scripts hold structs behind a pointer by reference
		return
	}
	*d = *typeOf(t.Elem())
	d.Optional = true
}

func describeRecord(d *Type, t reflect.Type) {
	d.Kind, d.Name = RecordOf, t.Name()
	for i := range t.NumField() {
		if f := t.Field(i); f.Name == "_" {
			d.Pascal = d.Pascal || f.Tag.Get("wire") == "pascal"
			d.Open = d.Open || f.Tag.Get("wire") == "open"
		}
	}
	for _, f := range taggedFields(t) {
		wire, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if wire == "" {
			wire = f.Name
		}
		d.Fields = append(d.Fields, Field{
			Name: f.name, Wire: wire, Doc: f.Tag.Get("doc"), Type: typeOf(f.Type),
			Required: f.required, ReadOnly: f.readonly, Also: strings.Fields(f.Tag.Get("also")),
		})
	}
	d.byWire, d.byName = make(map[string]*Field, len(d.Fields)), make(map[string]*Field, len(d.Fields))
	for i := range d.Fields {
		f := &d.Fields[i]
		d.byWire[f.Wire], d.byName[f.Name] = f, f
		for _, other := range f.Also {
			d.byWire[other] = f
		}
	}
}

// NumberTaker is a type of times: a text, for which seconds since 1970 are taken too. Documents call it datetime.
type NumberTaker interface {
	SetNumber(n float64) error
}

// tagged is a field that scripts see, with what its lua tag says.
type tagged struct {
	reflect.StructField
	name                                string
	required, readonly, set, rest, last bool
}

// taggedFields are the fields of a struct that scripts see, those of embedded structs in their place, or behind all others where they are
// tagged as last.
func taggedFields(t reflect.Type) []tagged {
	fields := appendTagged(nil, t, nil)
	slices.SortStableFunc(fields, func(a, b tagged) int {
		switch {
		case a.last == b.last:
			return 0
		case a.last:
			return 1
		}
		return -1
	})
	return fields
}

func appendTagged(fields []tagged, t reflect.Type, above []int) []tagged {
	for i := range t.NumField() {
		f := t.Field(i)
		f.Index = append(slices.Clone(above), i)
		text, ok := f.Tag.Lookup("lua")
		switch {
		case f.Anonymous && !ok && f.Type.Kind() == reflect.Struct:
			fields = appendTagged(fields, f.Type, f.Index)
		case f.Anonymous && text == ",last":
			from := len(fields)
			fields = appendTagged(fields, f.Type, f.Index)
			for i := range fields[from:] {
				fields[from+i].last = true
			}
		case ok && text != "-" && f.IsExported():
			fields = append(fields, newTagged(f, text))
		}
	}
	return fields
}

func newTagged(f reflect.StructField, text string) tagged {
	name, options, _ := strings.Cut(text, ",")
	x := tagged{StructField: f, name: name}
	for options != "" {
		var option string
		option, options, _ = strings.Cut(options, ",")
		switch option {
		case "required":
			x.required = true
		case "readonly":
			x.readonly = true
		case "set":
			x.set = true
		case "rest":
			x.rest = true
		case "last":
			x.last = true
		}
	}
	return x
}

// ParamsOf derives the parameters of a struct of arguments, and the position of the one that takes the rest, or -1.
func ParamsOf(t reflect.Type) (params []Param, rest int) {
	if known, ok := paramCache.Load(t); ok {
		p := known.(*paramList)
		return p.params, p.rest
	}
	if t.Kind() != reflect.Struct {
		panic(fmt.Sprintf("arguments are declared as a struct, not %v", t))
	}
	list := &paramList{rest: -1}
	for _, f := range taggedFields(t) {
		if f.rest {
			list.rest = len(list.params)
		}
		list.params = append(list.params, Param{
			Name: f.name, Doc: f.Tag.Get("doc"), Type: TypeOf(f.Type), Required: f.required, Default: f.Tag.Get("default"),
			Rest: f.rest, Index: f.Index, Field: f.StructField, Mistaken: strings.Fields(f.Tag.Get("mistaken")),
		})
	}
	paramCache.Store(t, list)
	return list.params, list.rest
}

// paramCache holds what ParamsOf found, which nobody changes.
var paramCache sync.Map // reflect.Type → *paramList

type paramList struct {
	params []Param
	rest   int
}

func propertiesOf(t reflect.Type) []Property {
	var props []Property
	for _, f := range taggedFields(t) {
		props = append(props, Property{
			Name: f.name, Doc: f.Tag.Get("doc"), Type: TypeOf(f.Type), ReadOnly: f.readonly || f.set, Index: f.Index,
		})
	}
	return props
}

// SnakeCase turns a wire name into the name that scripts use: partNumber and PartNumber become part_number, startUTC start_utc.
func SnakeCase(wire string) string {
	var b strings.Builder
	runes := []rune(wire)
	for i, r := range runes {
		if unicode.IsUpper(r) {
			lowerBefore := i > 0 && (unicode.IsLower(runes[i-1]) || unicode.IsDigit(runes[i-1]))
			lowerAfter := i > 0 && unicode.IsUpper(runes[i-1]) && i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if lowerBefore || lowerAfter {
				b.WriteByte('_')
			}
			r = unicode.ToLower(r)
		}
		b.WriteRune(r)
	}
	return b.String()
}

// WireCase turns a script's name into a wire name: part_number becomes partNumber, or PartNumber where pascal is set.
func WireCase(name string, pascal bool) string {
	var b strings.Builder
	upper := pascal
	for _, r := range name {
		if r == '_' && b.Len() > 0 {
			upper = true
			continue
		}
		if upper {
			r, upper = unicode.ToUpper(r), false
		}
		b.WriteRune(r)
	}
	return b.String()
}
