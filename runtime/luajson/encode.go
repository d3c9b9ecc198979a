package luajson

import (
	"bytes"
	"encoding"
	"encoding/json"
	"math"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// EncodeOptions say how Lua values become JSON.
type EncodeOptions struct {
	Indent   string     // of one level; empty for one line
	Null     lua.LValue // written as null
	MaxDepth int        // 0 for MaxDepth
	MaxBytes int        // longest result before indenting, 0 for 64 MiB
	Name     string     // of the value, for error messages; empty for "value"
}

// Encode writes a Lua value as JSON. Tables whose keys are 1..n are lists, other tables are objects with sorted keys,
// an empty table is a list where it is marked as one or t says so. Members that t declares get their names on the wire
// and must have the declared type; other members of a record are written in its letter case, keys of maps and of
// undeclared tables as they are. Metatables are not consulted. Go values that are json.Marshaler or
// encoding.TextMarshaler write themselves. Errors are validation faults that name the path, such as
// value.items[3].owner, and have a *Misfit as their cause.
func Encode(L *lua.LState, v lua.LValue, t *modules.Type, o EncodeOptions) ([]byte, error) {
	if o.MaxDepth <= 0 {
		o.MaxDepth = MaxDepth
	}
	if o.MaxBytes <= 0 {
		o.MaxBytes = maxBytes
	}
	if o.Name == "" {
		o.Name = "value"
	}
	e := &encoder{L: L, o: o}
	if err := e.value(v, t, verbatim); err != nil {
		return nil, err
	}
	if o.Indent == "" {
		return e.out, nil
	}
	var b bytes.Buffer
	if err := json.Indent(&b, e.out, "", o.Indent); err != nil {
		return nil, fault.Wrap(fault.Bug, err, "the encoder wrote bad JSON")
	}
	return b.Bytes(), nil
}

// letterCase is how the names of undeclared members are written.
type letterCase int

const (
	verbatim letterCase = iota
	camel
	pascal
)

func (c letterCase) wire(name string) string {
	if c == verbatim {
		return name
	}
	return modules.WireCase(name, c == pascal)
}

// encoder is the state of one pass.
type encoder struct {
	L     *lua.LState
	o     EncodeOptions
	out   []byte
	count int
	path  []step // from the value to where the pass is
}

// step is a table that is being written and the member that is at hand.
type step struct {
	table *lua.LTable
	key   string
	index int // of a list, 0 in an object
}

func (e *encoder) value(v lua.LValue, t *modules.Type, names letterCase) error {
	if e.count++; e.count%pollEvery == 0 {
		if err := stopped(e.L); err != nil {
			return err
		}
	}
	if len(e.out) > e.o.MaxBytes {
		return tooLong(len(e.out), e.o.MaxBytes)
	}
	if v == lua.LNil || (e.o.Null != nil && v == e.o.Null) {
		e.out = append(e.out, "null"...)
		return nil
	}
	if err := e.check(v, t); err != nil {
		return err
	}
	switch v := v.(type) {
	case lua.LBool:
		e.out = strconv.AppendBool(e.out, bool(v))
		return nil
	case lua.LNumber:
		return e.number(float64(v), t)
	case lua.LString:
		return e.string(string(v), t)
	case *lua.LTable:
		return e.table(v, t, names)
	case *lua.LUserData:
		return e.userdata(v)
	}
	return e.failure("a %s cannot be written as JSON", v.Type())
}

func (e *encoder) number(f float64, t *modules.Type) error {
	kind := modules.Any
	if t != nil {
		kind = t.Kind
	}
	switch {
	case math.IsNaN(f) || math.IsInf(f, 0):
		return e.notFinite(f, kind)
	case kind == modules.String && len(t.Choices) == 0:
		return e.quote(strconv.FormatFloat(f, 'f', -1, 64))
	}
	e.out = appendNumber(e.out, f, kind == modules.Integer)
	return nil
}

// appendNumber writes the shortest text that reads as the same double. Integers beyond 2^53 get an exponent, because
// in digits they would look more exact than they are and be read back as text, unless digits are what the server wants.
func appendNumber(b []byte, f float64, digits bool) []byte {
	size := math.Abs(f)
	switch {
	case digits:
		return strconv.AppendFloat(b, f, 'f', 0, 64)
	case size != 0 && (size < 1e-6 || size > maxExact):
		return strconv.AppendFloat(b, f, 'e', -1, 64)
	}
	return strconv.AppendFloat(b, f, 'f', -1, 64)
}

func (e *encoder) notFinite(f float64, kind modules.Kind) error {
	if kind != modules.Number {
		return e.failure("%s is not a number that JSON knows", spelled(f))
	}
	e.out = append(append(append(e.out, '"'), spelled(f)...), '"')
	return nil
}

func spelled(f float64) string {
	switch {
	case math.IsNaN(f):
		return "NaN"
	case f < 0:
		return "-Infinity"
	}
	return "Infinity"
}

func (e *encoder) string(s string, t *modules.Type) error {
	if t != nil {
		switch {
		case (t.Kind == modules.Number || t.Kind == modules.Integer) && isBigInteger(lua.LString(s)):
			e.out = append(e.out, s...)
			return nil
		case t.Kind == modules.String && len(t.Choices) > 0:
			return e.choice(s, t)
		}
	}
	return e.quote(s)
}

// choice writes the word of an enumeration that s is but for its spelling.
func (e *encoder) choice(s string, t *modules.Type) error {
	for _, c := range t.Choices {
		if strings.EqualFold(c, s) && !t.Numbers() {
			return e.quote(c)
		}
	}
	w, known := t.Find(s)
	switch {
	case known && t.Numbers():
		e.out = strconv.AppendInt(e.out, int64(w.Code), 10)
		return nil
	case known:
		return e.quote(w.Text)
	}
	return e.failure("%s is not a known %s", excerpt([]byte(s), 40), t).WithHint("%s", fault.DidYouMean(s, t.Choices))
}

const hexDigits = "0123456789abcdef"

func (e *encoder) quote(s string) error {
	if !utf8.ValidString(s) {
		return e.failure("%s is not UTF-8", excerpt([]byte(s), 40)).WithHint("JSON is UTF-8: convert the text, or write the bytes as hexadecimal")
	}
	e.out = append(e.out, '"')
	start := 0
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= ' ' && c != '"' && c != '\\' {
			continue
		}
		e.out = append(e.out, s[start:i]...)
		start = i + 1
		switch c {
		case '"', '\\':
			e.out = append(e.out, '\\', c)
		case '\n':
			e.out = append(e.out, `\n`...)
		case '\r':
			e.out = append(e.out, `\r`...)
		case '\t':
			e.out = append(e.out, `\t`...)
		default:
			e.out = append(e.out, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
	}
	e.out = append(append(e.out, s[start:]...), '"')
	return nil
}

func (e *encoder) userdata(u *lua.LUserData) error {
	switch u.Value.(type) {
	case json.Marshaler, encoding.TextMarshaler:
	default:
		return e.failure("a userdata cannot be written as JSON")
	}
	data, err := json.Marshal(u.Value)
	if err != nil {
		return e.failure("cannot be written as JSON: %v", err)
	}
	e.out = append(e.out, data...)
	return nil
}

func (e *encoder) table(t *lua.LTable, typ *modules.Type, names letterCase) error {
	for _, s := range e.path {
		if s.table == t {
			return e.failure("a table that contains itself")
		}
	}
	if len(e.path) >= e.o.MaxDepth {
		return e.failure("nested deeper than %d levels", e.o.MaxDepth)
	}
	e.path = append(e.path, step{table: t})
	defer func() { e.path = e.path[:len(e.path)-1] }()
	n := t.MaxN()
	extra := anyKeyAfter(t, n)
	wanted := modules.Any
	if typ != nil {
		wanted = typ.Kind
	}
	switch named := wanted == modules.RecordOf || wanted == modules.Map; {
	case n > 0 && extra:
		return e.mixed(t, n)
	case n > 0 && named:
		return e.outer("expected a table with named members, got a list")
	case n > 0:
		return e.list(t, n, typ, names)
	case extra && wanted == modules.List, extra && IsArray(e.L, t):
		return e.outer("expected a list, got a table with named members")
	case extra:
		return e.object(t, typ, names)
	case !named && (wanted == modules.List || IsArray(e.L, t)):
		e.out = append(e.out, "[]"...)
	default:
		e.out = append(e.out, "{}"...)
	}
	return nil
}

// anyKeyAfter reports whether t has keys beyond the n of its list part.
func anyKeyAfter(t *lua.LTable, n int) bool {
	from := lua.LNil
	if n > 0 {
		from = lua.LNumber(n)
	}
	key, _ := t.Next(from)
	return key != lua.LNil
}

// mixed handles a table with a list part and further keys. Lists longer than lua.MaxArrayIndex are like that.
func (e *encoder) mixed(t *lua.LTable, n int) error {
	var odd lua.LValue = lua.LNil
	t.ForEach(func(k, _ lua.LValue) {
		if i, ok := k.(lua.LNumber); !ok || i != lua.LNumber(math.Trunc(float64(i))) || i < 1 || int(i) <= n && t.RawGetInt(int(i)) == lua.LNil {
			odd = k
		}
	})
	if odd == lua.LNil {
		return e.outer("a list of more than %d items is too long", n)
	}
	return e.outer("a table with both a list part and the key %s", keyText(odd)).
		WithHint("use either list items or named members")
}

func (e *encoder) list(t *lua.LTable, n int, typ *modules.Type, names letterCase) error {
	var elem *modules.Type
	if typ != nil {
		elem = typ.Elem
	}
	e.out = append(e.out, '[')
	for i := 1; i <= n; i++ {
		if i > 1 {
			e.out = append(e.out, ',')
		}
		e.path[len(e.path)-1].index = i
		v := t.RawGetInt(i)
		if v == lua.LNil {
			return e.failure("a hole in a list of %d items", n).WithHint("put json.null where there is no value")
		}
		if err := e.value(v, elem, names); err != nil {
			return err
		}
	}
	e.out = append(e.out, ']')
	return nil
}

// entry is a member of an object on its way out.
type entry struct {
	wire, name string
	value      lua.LValue
	t          *modules.Type
}

func (e *encoder) object(t *lua.LTable, typ *modules.Type, names letterCase) error {
	if typ != nil && typ.Kind == modules.RecordOf {
		names = camel
		if typ.Pascal {
			names = pascal
		}
	}
	entries, err := e.entries(t, typ, names)
	if err != nil {
		return err
	}
	e.out = append(e.out, '{')
	for i, m := range entries {
		e.path[len(e.path)-1].key = m.name
		if i > 0 {
			if m.wire == entries[i-1].wire {
				return e.outer("%s and %s are the same member, %s", entries[i-1].name, m.name, m.wire)
			}
			e.out = append(e.out, ',')
		}
		if err := e.quote(m.wire); err != nil {
			return err
		}
		e.out = append(e.out, ':')
		if err := e.value(m.value, m.t, names); err != nil {
			return err
		}
	}
	e.out = append(e.out, '}')
	return nil
}

// entries lists the members of a table, sorted by their names on the wire.
func (e *encoder) entries(t *lua.LTable, typ *modules.Type, names letterCase) ([]entry, error) {
	var list []entry
	var odd lua.LValue
	t.ForEach(func(k, v lua.LValue) {
		if name, ok := k.(lua.LString); ok {
			list = append(list, wireEntry(string(name), v, typ, names))
		} else {
			odd = k
		}
	})
	if odd != nil {
		return nil, e.outer("the key %s is neither text nor a place in a list", keyText(odd))
	}
	sort.Slice(list, func(i, j int) bool {
		return list[i].wire < list[j].wire || (list[i].wire == list[j].wire && list[i].name < list[j].name)
	})
	return list, nil
}

func wireEntry(name string, v lua.LValue, typ *modules.Type, names letterCase) entry {
	if typ != nil && typ.Kind == modules.Map {
		return entry{name, name, v, typ.Elem}
	}
	if f := typ.FieldByName(name); f != nil {
		return entry{f.Wire, name, v, f.Type}
	}
	wire := names.wire(name)
	if f := typ.FieldByWire(wire); f != nil {
		return entry{wire, name, v, f.Type}
	}
	return entry{wire, name, v, nil}
}
