package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
	"unsafe"

	"github.com/watsrun/watsrun/internal/fault"
)

// Decode reads a report. It refuses text that is no JSON, naming line and column, and values of the wrong type, all of
// them at once: the error is a validation fault with Violations as its cause. Unknown keys are kept; whether the report
// follows the rules is for Validate to say.
func Decode(data []byte) (r *Report, err error) {
	data = bytes.TrimPrefix(data, []byte("\xEF\xBB\xBF"))
	if !utf8.Valid(data) {
		return nil, notUTF8(data)
	}
	d := decoder{scanner: scanner{data: data}}
	r = &Report{}
	if err := d.read(func() { d.report(r) }); err != nil {
		return nil, err
	}
	r.adopt()
	return r, nil
}

// read calls what reads the text, and gives what was wrong with it.
func (d *decoder) read(all func()) (err error) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case syntaxError:
			err = d.syntaxFault(p)
		default:
			panic(p)
		}
	}()
	all()
	return d.violations().Fault()
}

// decoder fills the model from JSON.
type decoder struct {
	scanner
	path   []node
	faults []typeFault
}

// node is a step on the way from the report to the value that is being read.
type node struct {
	key   string
	index int   // in an array, else -1
	step  *Step // when it is one: its name may come after the fault
}

// typeFault is a value of the wrong type, and the way to it.
type typeFault struct {
	path    []node
	message string
}

func (d *decoder) report(r *Report) {
	if d.peek() != '{' {
		d.typeFault("a report", "an object")
		return
	}
	d.object(unsafe.Pointer(r), planFor[Report]())
	d.end()
	if r.Type == "" && len(d.faults) == 0 {
		d.fault("type is required to be one of T, R.")
	}
}

// end makes sure that nothing follows.
func (d *decoder) end() {
	if d.peek() != 0 || d.pos < len(d.data) {
		d.fail("expected the end of the text, got %s", d.found())
	}
}

// object reads an object of the model.
func (d *decoder) object(b base, p *plan) {
	last := -1
	d.members(func(key []byte) {
		i := p.fieldIndex(key, last+1)
		if i < 0 {
			selfOf(b).keepExtra(last, string(key), d.skip())
			return
		}
		last = i
		d.member(&p.fields[i], i, b)
	})
}

// keepExtra keeps a key that the model does not know.
func (o *object) keepExtra(after int, key string, raw []byte) {
	var b bytes.Buffer
	if err := json.Compact(&b, raw); err != nil {
		panic(syntaxError{0, err.Error()})
	}
	k := o.keep()
	k.extra = append(k.extra, extraKey{after: after, key: key, raw: b.Bytes()})
}

// member reads the value of a field, or keeps its null. A key that comes twice: the last one counts.
func (d *decoder) member(f *field, i int, b base) {
	if k := selfOf(b).kept; k != nil {
		k.nulls &^= 1 << i
		k.empty &^= 1 << i
	}
	if d.peek() == 'n' {
		d.literal("null")
		f.zero(b)
		selfOf(b).keep().nulls |= 1 << i
		return
	}
	d.value(f, b)
	if f.kind == textKind && *f.text(b) == "" {
		selfOf(b).keep().empty |= 1 << i
	}
}

func (d *decoder) value(f *field, b base) {
	switch f.kind {
	case textKind:
		*f.text(b) = d.textValue(f, f.key)
	case textPtrKind:
		*f.textPtr(b) = ptr(d.textValue(f, f.key))
	case timeKind:
		*f.time(b) = keptTime(d.textValue(f, f.key))
	case intKind:
		*f.int(b) = ptr(int(d.intValue(f.key)))
	case floatKind:
		*f.float(b) = ptr(d.floatValue(f.key))
	case boolKind:
		*f.bool(b) = ptr(d.boolValue(f.key))
	case objectKind:
		*f.object(b) = d.objectValue(f, -1)
	case objectsKind:
		*f.objects(b) = listOf(d, f, func(i int) base { return d.objectValue(f, i) })
	case textListKind:
		*f.texts(b) = listOf(d, f, func(i int) string { return d.textValue(f, indexed(f, i)) })
	case intListKind:
		*f.ints(b) = listOf(d, f, func(i int) int { return int(d.intValue(indexed(f, i))) })
	}
}

func indexed(f *field, i int) string { return f.key + " Index " + strconv.Itoa(i) }

// objectValue reads an object; index is its position in an array, else -1. It is nil when there is something else.
func (d *decoder) objectValue(f *field, index int) base {
	if d.peek() != '{' {
		what := f.key
		if index >= 0 {
			what = indexed(f, index)
		}
		d.typeFault(what, "an object")
		return nil
	}
	b := f.newObject()
	n := node{key: f.key, index: index}
	if f.isStep() {
		n.step = (*Step)(b)
	}
	d.path = append(d.path, n)
	d.object(b, f.sub())
	d.path = d.path[:len(d.path)-1]
	return b
}

// listOf reads an array.
func listOf[T any](d *decoder, f *field, read func(i int) T) []T {
	if d.peek() != '[' {
		d.typeFault(f.key, "an array")
		return nil
	}
	list := []T{}
	d.elements(func(i int) { list = append(list, read(i)) })
	return list
}

func (d *decoder) textValue(f *field, what string) string {
	if d.peek() != '"' {
		d.typeFault(what, "a string")
		return ""
	}
	text, lone := d.text()
	if lone {
		d.fault(what + " contains characters that are not allowed (half of a surrogate pair).")
	}
	if len(f.oneof) > 0 && len(text) > 0 {
		return d.letter(f, text)
	}
	return string(text)
}

// letter returns one of the letters that the field may have, without a copy.
func (d *decoder) letter(f *field, text []byte) string {
	for _, letter := range f.oneof {
		if letter == string(text) {
			return letter
		}
	}
	d.fault(fmt.Sprintf("%s is required to be one of %s, got %s.", f.key, strings.Join(f.oneof, ", "), shorten(text)))
	return ""
}

func (d *decoder) boolValue(what string) bool {
	switch d.peek() {
	case 't':
		d.literal("true")
		return true
	case 'f':
		d.literal("false")
		return false
	}
	d.typeFault(what, "true or false")
	return false
}

// isNumber says whether the next value starts like a number.
func (d *decoder) isNumber() bool {
	c := d.peek()
	return c == '-' || (c >= '0' && c <= '9')
}

func (d *decoder) intValue(what string) int64 {
	if !d.isNumber() {
		d.typeFault(what, "a whole number")
		return 0
	}
	text := d.number()
	n, err := strconv.ParseInt(string(text), 10, 64)
	if err == nil {
		return n
	}
	x, err := strconv.ParseFloat(string(text), 64)
	if err != nil || x != math.Trunc(x) || math.Abs(x) > 1<<53 {
		d.fault(fmt.Sprintf("%s is required to be a whole number, got %s.", what, shorten(text)))
		return 0
	}
	return int64(x)
}

// floatValue reads a number, or one of the strings that stand for what JSON cannot write.
func (d *decoder) floatValue(what string) float64 {
	if d.peek() == '"' {
		return d.specialNumber(what)
	}
	if !d.isNumber() {
		d.typeFault(what, "a number")
		return 0
	}
	text := d.number()
	x, err := strconv.ParseFloat(string(text), 64)
	if err != nil {
		d.fault(fmt.Sprintf("%s is required to be a number of double precision, got %s.", what, shorten(text)))
	}
	return x
}

func (d *decoder) specialNumber(what string) float64 {
	start := d.pos
	switch text, _ := d.text(); string(text) {
	case "NaN":
		return math.NaN()
	case "Infinity":
		return math.Inf(1)
	case "-Infinity":
		return math.Inf(-1)
	}
	d.fault(fmt.Sprintf("%s is required to be a number, got %s.", what, shorten(d.data[start:d.pos])))
	return 0
}

// typeFault notes that the next value is not what it should be and reads over it.
func (d *decoder) typeFault(what, want string) {
	d.fault(fmt.Sprintf("%s is required to be %s, got %s.", what, want, shorten(d.skip())))
}

func (d *decoder) fault(message string) {
	d.faults = append(d.faults, typeFault{append([]node(nil), d.path...), message})
}

// shorten is what a message shows of a wrong value.
func shorten(text []byte) string {
	const most = 40
	if len(text) <= most {
		return string(text)
	}
	return strings.ToValidUTF8(string(text[:most]), "") + "..."
}

// violations turns the faults to lines, now that all names are known.
func (d *decoder) violations() Violations {
	var v Violations
	for _, f := range d.faults {
		var at *place
		for _, n := range f.path {
			at = n.place(at)
		}
		v = append(v, Violation{Path: at.String(), Rule: "type", Message: f.message})
	}
	return v
}

func (n node) place(up *place) *place {
	switch {
	case n.step != nil && n.index >= 0:
		if n.step.Name == "" {
			return &place{up: up, word: "step", kind: indexedPlace, index: n.index}
		}
		return &place{up: up, word: "step", kind: namedPlace, name: n.step.Name}
	case n.index >= 0:
		return &place{up: up, word: n.key, kind: indexedPlace, index: n.index}
	}
	return &place{up: up, word: n.key}
}

// syntaxFault names the line and the column of what is no JSON.
func (d *decoder) syntaxFault(se syntaxError) error {
	before := d.data[:min(se.pos, len(d.data))]
	line := 1 + bytes.Count(before, []byte("\n"))
	column := 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return fault.New(fault.Validation, "the report is not JSON: line %d, column %d: %s", line, column, se.message)
}

func notUTF8(data []byte) error {
	at := 0
	for at < len(data) {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size == 1 {
			break
		}
		at += size
	}
	return fault.New(fault.Validation, "the report is not UTF-8: byte %d", at).WithHint("write the file as UTF-8")
}
