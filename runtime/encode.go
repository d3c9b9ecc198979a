package runtime

import (
	"context"
	"encoding"
	"fmt"
	"math"
	"reflect"
	"strconv"
	"time"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/runtime/luajson"
)

// push turns a result into Lua values on the stack and tells how many.
func (x *exchange) push(out any) (int, error) {
	switch out := out.(type) {
	case nil, struct{}:
		return 0, nil
	case modules.Multi:
		return x.pushAll(len(out), func(i int) any { return out[i] })
	case []modules.Raw:
		return x.pushAll(len(out), func(i int) any { return out[i] })
	}
	v, err := x.value(out)
	if err != nil {
		return 0, err
	}
	x.L.Push(v)
	return 1, nil
}

func (x *exchange) pushAll(n int, at func(int) any) (int, error) {
	for i := range n {
		v, err := x.value(at(i))
		if err != nil {
			return 0, err
		}
		x.L.Push(v)
	}
	return n, nil
}

// value turns a Go value into a Lua value: the frequent types by a switch, the rest by reflection.
func (x *exchange) value(v any) (lua.LValue, error) {
	switch v := v.(type) {
	case nil:
		return lua.LNil, nil
	case string:
		return lua.LString(v), nil
	case float64:
		return lua.LNumber(v), nil
	case bool:
		return lua.LBool(v), nil
	case int:
		return integer(int64(v)), nil
	case []byte:
		return lua.LString(v), nil
	case modules.Raw:
		return v.Value.(lua.LValue), nil
	case modules.JSON:
		return luajson.Decode(x.L, v.Data, v.Type, luajson.DecodeOptions{Null: x.vm.null, Verbatim: v.Verbatim})
	case modules.Null:
		return x.vm.null, nil
	case modules.Array:
		return x.array(v)
	case modules.Table:
		return x.table(v)
	case modules.Live:
		return x.vm.live(v.Object), nil
	case modules.Scoped:
		return x.vm.scoped(v)
	case modules.Iterator:
		return x.iterator(v), nil
	case error:
		return x.vm.errorValue(x.L, v), nil
	case time.Time:
		return lua.LString(v.Format(time.RFC3339Nano)), nil
	}
	return x.reflected(reflect.ValueOf(v))
}

// integer keeps whole numbers exact: those that a Lua number cannot hold become text.
func integer(i int64) lua.LValue {
	if i > 1<<53 || i < -(1<<53) {
		return lua.LString(strconv.FormatInt(i, 10))
	}
	return lua.LNumber(i)
}

func (x *exchange) array(a modules.Array) (lua.LValue, error) {
	t, ok := a.Of.Value.(*lua.LTable)
	if !ok {
		return nil, wrong("a table", a.Of.Value.(lua.LValue))
	}
	luajson.MarkArray(x.L, t)
	return t, nil
}

func (x *exchange) table(m modules.Table) (lua.LValue, error) {
	t := x.L.CreateTable(len(m.List), len(m.Keys))
	for i, item := range m.List {
		v, err := x.value(item)
		if err != nil {
			return nil, err
		}
		t.RawSetInt(i+1, v)
	}
	for _, k := range m.Keys {
		v, err := x.value(m.Fields[k])
		if err != nil {
			return nil, err
		}
		t.RawSetString(k, v)
	}
	if m.Array {
		luajson.MarkArray(x.L, t)
	}
	return t, nil
}

func (x *exchange) reflected(v reflect.Value) (lua.LValue, error) {
	if v.Kind() == reflect.Pointer {
		return x.pointer(v)
	}
	switch m := v.Interface().(type) {
	case encoding.TextMarshaler:
		text, err := m.MarshalText()
		return lua.LString(text), err
	case modules.Enumeration:
		if v.Kind() == reflect.Int {
			if name, known := modules.TypeOf(v.Type()).WordOf(float64(v.Int())); known {
				return lua.LString(name), nil
			}
		}
	}
	switch v.Kind() {
	case reflect.String:
		return lua.LString(v.String()), nil
	case reflect.Bool:
		return lua.LBool(v.Bool()), nil
	case reflect.Float32, reflect.Float64:
		return lua.LNumber(v.Float()), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return integer(v.Int()), nil
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return integer(int64(min(v.Uint(), math.MaxInt64))), nil
	case reflect.Slice, reflect.Array:
		return x.list(v)
	case reflect.Map:
		return x.mapping(v)
	case reflect.Struct:
		return x.record(v)
	case reflect.Interface:
		return x.value(v.Interface())
	}
	return nil, fmt.Errorf("a Go value of type %v cannot go to Lua", v.Type())
}

func (x *exchange) pointer(v reflect.Value) (lua.LValue, error) {
	if v.IsNil() {
		return lua.LNil, nil
	}
	if c := x.vm.rt.set.class(v.Type()); c != nil {
		return x.vm.object(c, v.Interface()), nil
	}
	return x.value(v.Elem().Interface())
}

func (x *exchange) list(v reflect.Value) (lua.LValue, error) {
	t := x.L.CreateTable(v.Len(), 0)
	for i := range v.Len() {
		item, err := x.value(v.Index(i).Interface())
		if err != nil {
			return nil, err
		}
		t.RawSetInt(i+1, item)
	}
	luajson.MarkArray(x.L, t)
	return t, nil
}

func (x *exchange) mapping(v reflect.Value) (lua.LValue, error) {
	t := x.L.CreateTable(0, v.Len())
	for it := v.MapRange(); it.Next(); {
		item, err := x.value(it.Value().Interface())
		if err != nil {
			return nil, err
		}
		t.RawSetString(fmt.Sprint(it.Key().Interface()), item)
	}
	return t, nil
}

func (x *exchange) record(v reflect.Value) (lua.LValue, error) {
	params, _ := modules.ParamsOf(v.Type())
	t := x.L.CreateTable(0, len(params))
	for _, p := range params {
		item, err := x.value(v.FieldByIndex(p.Index).Interface())
		if err != nil {
			return nil, err
		}
		t.RawSetString(p.Name, item)
	}
	return t, nil
}

// iterator is the function that a for loop calls. It is stopped when the run ends, if the loop did not end before.
func (x *exchange) iterator(it modules.Iterator) lua.LValue {
	c := &iteration{it}
	x.vm.host.Track(c)
	return x.L.NewFunction(func(L *lua.LState) int {
		var item any
		var err error
		var ok bool
		x.vm.host.Block(L, func(context.Context) { item, err, ok = it.Next() })
		if !ok {
			x.vm.host.Untrack(c)
			return 0
		}
		inner := exchange{x.vm, L}
		if err == nil {
			var n int
			if n, err = inner.push(item); err == nil {
				return n
			}
		}
		x.vm.raise(L, err)
		return 0
	})
}

// iteration ends an iterator with its run.
type iteration struct{ modules.Iterator }

func (i *iteration) Close() error {
	i.Stop()
	return nil
}
