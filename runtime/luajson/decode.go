package luajson

import (
	"bytes"
	"sync"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/modules"
)

// DecodeOptions say how JSON becomes Lua values.
type DecodeOptions struct {
	Null     lua.LValue // stands for null where nil cannot; without one, nulls in lists leave holes
	Verbatim bool       // keys stay as they are and null members are kept as Null
	MaxBytes int        // longest document, 0 for 64 MiB
}

// Decode turns one JSON document into a Lua value. Members that t declares get their declared names; others are renamed
// to snake_case; the keys of maps stay. Null members are absent, nulls in lists are o.Null. Integers beyond 2^53 become
// strings unless t says that they are numbers; the strings "NaN", "Infinity" and "-Infinity" become numbers where t
// says number. Of members with the same name the last one wins. Every list is marked, see MarkArray. Nothing of a bad document escapes:
// the error is a validation fault with line, column and what was expected, or the reason for which L must stop.
func Decode(L *lua.LState, data []byte, t *modules.Type, o DecodeOptions) (lua.LValue, error) {
	limit := o.MaxBytes
	if limit <= 0 {
		limit = maxBytes
	}
	if len(data) > limit {
		return lua.LNil, tooLong(len(data), limit)
	}
	d := decoders.Get().(*decoder)
	defer d.release()
	d.L, d.data, d.pos, d.verbatim, d.null, d.mark = L, bytes.TrimPrefix(data, []byte("\ufeff")), 0, o.Verbatim, o.Null, ArrayMetatable(L)
	if d.null == nil {
		d.null = lua.LNil
	}
	v, err := d.document(t)
	if err != nil {
		return lua.LNil, err
	}
	return v, nil
}

// decoder is the state of one pass. Decoders are reused: what they learnt of the shapes of objects stays true.
type decoder struct {
	L        *lua.LState
	data     []byte
	pos      int
	depth    int
	count    int // of values so far
	verbatim bool
	null     lua.LValue
	mark     *lua.LTable
	shapes   map[shapeKey]*shape
	scratch  []byte // of the string with escapes that is being read
}

var decoders = sync.Pool{New: func() any { return &decoder{shapes: map[shapeKey]*shape{}} }}

// shape is what is known of the objects of one type: how large the last one was and what its keys mean.
type shape struct {
	size    int
	members map[string]member
}

type shapeKey struct {
	t        *modules.Type
	verbatim bool
}

type member struct {
	name      string
	t         *modules.Type
	spellings bool // the field has several spellings
	other     bool // this is not the declared one
}

// Bounds of what a decoder remembers; documents may have any number of different keys.
const (
	maxShapes  = 256
	maxMembers = 256
)

func (d *decoder) release() {
	if len(d.shapes) > maxShapes || cap(d.scratch) > 1<<16 {
		return
	}
	*d = decoder{shapes: d.shapes, scratch: d.scratch[:0]}
	decoders.Put(d)
}

func (d *decoder) document(t *modules.Type) (lua.LValue, error) {
	d.space()
	isNull := d.pos < len(d.data) && d.data[d.pos] == 'n'
	v, err := d.value(t)
	if err != nil {
		return nil, err
	}
	if d.space(); d.pos < len(d.data) {
		return nil, d.expected("the end of the text")
	}
	if isNull && !d.verbatim {
		return lua.LNil, nil
	}
	return v, nil
}

func (d *decoder) value(t *modules.Type) (lua.LValue, error) {
	if d.count++; d.count%pollEvery == 0 {
		if err := stopped(d.L); err != nil {
			return nil, err
		}
	}
	switch d.peek() {
	case '{':
		return d.object(t)
	case '[':
		return d.list(t)
	case '"':
		return d.text(t)
	case '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return d.number(t)
	case 't':
		return lua.LTrue, d.literal("true")
	case 'f':
		return lua.LFalse, d.literal("false")
	case 'n':
		return d.null, d.literal("null")
	}
	return nil, d.expected("a value")
}

func (d *decoder) object(t *modules.Type) (lua.LValue, error) {
	if err := d.enter(); err != nil {
		return nil, err
	}
	if t != nil && t.Kind != modules.RecordOf && t.Kind != modules.Map {
		t = nil
	}
	s := d.shape(t)
	table, size := d.L.CreateTable(0, max(s.size, 1)), 0
	for first := true; ; first = false {
		more, err := d.next(first, '}', `a comma or "}"`)
		if err != nil {
			return nil, err
		}
		if !more {
			break
		}
		if err := d.member(table, s, t); err != nil {
			return nil, err
		}
		size++
	}
	s.size = min(size, maxMembers)
	d.depth--
	return table, nil
}

func (d *decoder) member(table *lua.LTable, s *shape, t *modules.Type) error {
	if d.peek() != '"' {
		return d.expected("a key in quotes")
	}
	raw, err := d.quoted()
	if err != nil {
		return err
	}
	m := d.meaning(s, t, raw)
	if d.space(); d.peek() != ':' {
		return d.expected("a colon")
	}
	d.pos++
	d.space()
	v, err := d.value(m.t)
	if err != nil {
		return err
	}
	if v == d.null && !d.verbatim {
		if m.spellings {
			return nil // another spelling of the key may have brought a value
		}
		v = lua.LNil
	}
	if m.other && table.RawGetString(m.name) != lua.LNil {
		return nil // the declared spelling comes first
	}
	table.RawSetString(m.name, v)
	return nil
}

// list reads an array. The engine miscounts lists that go beyond lua.MaxArrayIndex, so those are refused.
func (d *decoder) list(t *modules.Type) (lua.LValue, error) {
	if err := d.enter(); err != nil {
		return nil, err
	}
	if t != nil {
		t = t.Elem
	}
	var table *lua.LTable
	for n := 1; ; n++ {
		more, err := d.next(n == 1, ']', `a comma or "]"`)
		if err != nil {
			return nil, err
		}
		if table == nil {
			table = d.newList(more)
		}
		if !more {
			break
		}
		if n >= lua.MaxArrayIndex {
			return nil, d.failure("a list of more than %d items", n-1)
		}
		v, err := d.value(t)
		if err != nil {
			return nil, err
		}
		table.RawSetInt(n, v)
	}
	d.depth--
	return table, nil
}

func (d *decoder) newList(filled bool) *lua.LTable {
	size := 0
	if filled {
		size = 4
	}
	table := d.L.CreateTable(size, 0)
	table.Metatable = d.mark
	return table
}

func (d *decoder) enter() error {
	if d.depth++; d.depth > MaxDepth {
		return d.failure("nested deeper than %d levels", MaxDepth)
	}
	d.pos++
	return nil
}

// next steps over the comma before an item, or over the closing bracket; more says which it was.
func (d *decoder) next(first bool, closing byte, want string) (more bool, err error) {
	d.space()
	switch c := d.peek(); {
	case c == closing && d.pos < len(d.data):
		d.pos++
		return false, nil
	case first:
		return true, nil
	case c == ',':
		d.pos++
		d.space()
		return true, nil
	}
	return false, d.expected(want)
}

func (d *decoder) shape(t *modules.Type) *shape {
	key := shapeKey{t, d.verbatim}
	s, ok := d.shapes[key]
	if !ok {
		s = &shape{size: 4, members: map[string]member{}}
		if t != nil && t.Kind == modules.RecordOf {
			s.size = min(len(t.Fields), 16)
		}
		d.shapes[key] = s
	}
	return s
}

func (d *decoder) meaning(s *shape, t *modules.Type, raw []byte) member {
	if m, ok := s.members[string(raw)]; ok {
		return m
	}
	key := string(raw)
	m := resolve(key, t)
	if d.verbatim {
		m.name = key
	}
	if len(s.members) >= maxMembers {
		clear(s.members)
	}
	s.members[key] = m
	return m
}

// resolve finds what a key on the wire means. Servers are not of one mind about upper and lower case, so a key that
// differs from the declared one in that alone is the declared one.
func resolve(wire string, t *modules.Type) member {
	if t != nil && t.Kind == modules.Map {
		return member{name: wire, t: t.Elem}
	}
	if f := t.FieldByWire(wire); f != nil {
		return member{f.Name, f.Type, len(f.Also) > 0, f.Wire != wire}
	}
	name := modules.SnakeCase(wire)
	if f := t.FieldByName(name); f != nil {
		return member{name: f.Name, t: f.Type, spellings: len(f.Also) > 0}
	}
	return member{name: name}
}
