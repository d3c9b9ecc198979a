package runtime

import (
	"fmt"
	"math/bits"
	"reflect"
	"slices"
	"strings"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// arguments is the plan by which Lua values fill a struct: the parameters of a function, or a record inside them.
type arguments struct {
	typ    reflect.Type
	fn     *modules.Function // that takes them; nil for a record
	params []param
	index  map[string]int
	need   uint64        // the required parameters, a bit each
	fresh  reflect.Value // a struct that holds the defaults; calls begin with a copy of it
}

type param struct {
	*modules.Param
	decode decoder // of a value; of one element for the parameter that takes the rest
	table  bool    // whether a table is a value for it
}

func planArguments(t reflect.Type, params []modules.Param, fn *modules.Function) (*arguments, error) {
	if len(params) > 64 {
		return nil, fmt.Errorf("more than 64 parameters")
	}
	a := &arguments{typ: t, fn: fn, index: make(map[string]int, len(params)), fresh: reflect.New(t).Elem()}
	for i := range params {
		p, err := planParam(&params[i])
		if err == nil {
			err = p.setDefault(a.fresh)
		}
		if err != nil {
			return nil, fmt.Errorf("parameter %s: %w", params[i].Name, err)
		}
		if p.Required {
			a.need |= 1 << i
		}
		a.index[p.Name] = i
		a.params = append(a.params, p)
	}
	return a, nil
}

func planParam(m *modules.Param) (param, error) {
	p := param{Param: m}
	t := m.Field.Type
	if m.Rest {
		t = t.Elem()
	}
	var err error
	if p.decode, err = decoderOf(t); err != nil {
		return p, err
	}
	switch m.Type.Kind {
	case modules.Any, modules.List, modules.Map, modules.RecordOf:
		p.table = true
	}
	return p, nil
}

// setDefault puts the parameter's default, if it has one, into its field.
func (p *param) setDefault(fresh reflect.Value) error {
	if p.Default == "" {
		return nil
	}
	text := lua.LValue(lua.LString(p.Default)) // numbers are read from their text like any numeric string
	if p.Type.Kind == modules.Boolean {
		text = lua.LBool(p.Default == "true")
	}
	if err := p.decode(&exchange{}, text, fresh.FieldByIndex(p.Index)); err != nil {
		return fmt.Errorf("its default %q does not fit: %w", p.Default, err)
	}
	return nil
}

// fromStack fills dst, a copy of fresh, from the arguments of the running Go function, the first of them at base.
func (a *arguments) fromStack(x *exchange, base int, positionalOnly bool, dst reflect.Value) error {
	n := x.L.GetTop() - base + 1
	var given uint64
	if n > 0 && !positionalOnly {
		if t, ok := x.L.Get(base + n - 1).(*lua.LTable); ok && a.named(t, n-1) {
			var err error
			if given, err = a.fromTable(x, t, dst); err != nil {
				return err
			}
			n--
		}
	}
	for i := range n {
		v := x.L.Get(base + i)
		if i >= len(a.params) || a.params[i].Rest {
			return a.finishRest(x, base, i, n, given, dst)
		}
		if v == lua.LNil {
			continue
		}
		if given&(1<<i) != 0 {
			return &misfit{path: a.params[i].Name, problem: "is given twice, by position and by name"}
		}
		if err := a.set(x, i, v, dst); err != nil {
			return err
		}
		given |= 1 << i
	}
	return a.finish(given)
}

// finishRest takes the arguments from position i on.
func (a *arguments) finishRest(x *exchange, base, i, n int, given uint64, dst reflect.Value) error {
	if i >= len(a.params) {
		return fault.New(fault.Usage, "takes at most %d arguments, got %d%s", len(a.params), n, a.usage())
	}
	p := &a.params[i]
	list := reflect.MakeSlice(p.Field.Type, n-i, n-i)
	for k := range n - i {
		v := x.L.Get(base + i + k)
		if v == lua.LNil && p.Field.Type.Elem() != rawType {
			continue
		}
		if err := p.decode(x, v, list.Index(k)); err != nil {
			return within(fmt.Sprintf("argument %d", i+k+1), err)
		}
	}
	dst.FieldByIndex(p.Index).Set(list)
	return a.finish(given | 1<<i)
}

// named tells whether a table at the end of the arguments, at a position, holds named arguments, rather than being the
// value of the parameter at that position. Where that parameter takes a table, all the keys must be names of parameters;
// where it takes a list, a name is enough, since a list has none.
func (a *arguments) named(t *lua.LTable, position int) bool {
	if position >= len(a.params) {
		return len(a.params) > 0
	}
	if a.params[position].Rest {
		return false
	}
	if !a.params[position].table {
		return true
	}
	all, some, words := true, false, false
	t.ForEach(func(k, _ lua.LValue) {
		name, ok := k.(lua.LString)
		_, known := a.index[string(name)]
		all, some, words = all && ok && known, true, words || ok
	})
	return some && (all || words && a.params[position].Type.Kind == modules.List)
}

// fromTable fills dst from a table of named values and tells which were given. Required ones are not checked yet.
func (a *arguments) fromTable(x *exchange, t *lua.LTable, dst reflect.Value) (given uint64, err error) {
	t.ForEach(func(k, v lua.LValue) {
		if err != nil {
			return
		}
		name, ok := k.(lua.LString)
		i, known := a.index[string(name)]
		if !ok || !known {
			err = a.unknown(k)
			return
		}
		if err = a.set(x, i, v, dst); err == nil {
			given |= 1 << i
		}
	})
	return given, err
}

func (a *arguments) unknown(k lua.LValue) error {
	name, ok := k.(lua.LString)
	if !ok {
		return &misfit{path: describe(k), problem: "is not a name of an argument: write name = value" + a.usage()}
	}
	hint := fault.DidYouMean(string(name), a.names())
	for _, p := range a.params {
		if slices.Contains(p.Mistaken, string(name)) {
			hint = "did you mean " + p.Name + "?"
		}
	}
	return fault.New(fault.Usage, "unknown argument %q", string(name)).WithHint("%s", hint)
}

func (a *arguments) names() []string {
	names := make([]string, len(a.params))
	for i, p := range a.params {
		names[i] = p.Name
	}
	return names
}

func (a *arguments) usage() string {
	if len(a.params) == 0 {
		return ": it takes no arguments"
	}
	return ": the arguments are " + strings.Join(a.names(), ", ")
}

func (a *arguments) set(x *exchange, i int, v lua.LValue, dst reflect.Value) error {
	p := &a.params[i]
	if p.Rest {
		return &misfit{path: p.Name, problem: "cannot be given by name"}
	}
	field := dst.FieldByIndex(p.Index)
	if err := p.decode(x, v, field); err != nil {
		return within(p.Name, err)
	}
	return nil
}

// finish refuses when a required value is missing.
func (a *arguments) finish(given uint64) error {
	if missing := a.need &^ given; missing != 0 {
		p := a.params[bits.TrailingZeros64(missing)]
		return fault.New(fault.Usage, "%s is required", p.Name).WithHint("write %s: %s", p.Written(a.fn), strings.TrimSuffix(p.Doc, "."))
	}
	return nil
}

// structDecoder fills a record inside the arguments.
func structDecoder(t reflect.Type) (decoder, error) {
	params, _ := modules.ParamsOf(t)
	a, err := planArguments(t, params, nil)
	if err != nil {
		return nil, err
	}
	return func(x *exchange, v lua.LValue, dst reflect.Value) error {
		table, ok := v.(*lua.LTable)
		if !ok {
			return wrong("a table", v)
		}
		dst.Set(a.fresh)
		given, err := a.fromTable(x, table, dst)
		if err != nil {
			return err
		}
		return a.finish(given)
	}, nil
}
