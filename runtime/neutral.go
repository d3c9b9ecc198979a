package runtime

import (
	"sort"
	"strconv"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/runtime/lua51/number"
	"github.com/watsrun/watsrun/runtime/luajson"
)

const (
	neutralDepth = 64
	neutralItems = 1_000_000
)

// neutral turns an arbitrary Lua value into plain Go: nil, bool, float64, string, modules.Table, modules.Null, or the Go
// object behind a userdata. Tables that contain themselves, are too deep or too large are refused, since they would end
// the process and not only the run.
func neutral(L *lua.LState, v lua.LValue) (any, error) {
	n := neutralizer{L: L}
	return n.value(v)
}

type neutralizer struct {
	L     *lua.LState
	open  map[*lua.LTable]bool
	items int
}

func (n *neutralizer) value(v lua.LValue) (any, error) {
	switch v := v.(type) {
	case *lua.LNilType:
		return nil, nil
	case lua.LBool:
		return bool(v), nil
	case lua.LNumber:
		return float64(v), nil
	case lua.LString:
		return string(v), nil
	case *lua.LUserData:
		return v.Value, nil
	case *lua.LTable:
		return n.table(v)
	}
	return nil, wrong("a value without functions", v)
}

func (n *neutralizer) table(t *lua.LTable) (any, error) {
	if n.open[t] {
		return nil, &misfit{problem: "must not contain itself"}
	}
	if len(n.open) >= neutralDepth {
		return nil, &misfit{problem: "is nested too deeply"}
	}
	if n.open == nil {
		n.open = map[*lua.LTable]bool{}
	}
	n.open[t] = true
	defer delete(n.open, t)

	out := modules.Table{Array: luajson.IsArray(n.L, t)}
	var failed error
	size := t.Len()
	t.ForEach(func(k, v lua.LValue) {
		if failed != nil {
			return
		}
		if n.items++; n.items > neutralItems {
			failed = &misfit{problem: "has more than a million items"}
			return
		}
		item, err := n.value(v)
		if i, ok := k.(lua.LNumber); ok && i >= 1 && int(i) <= size && i == lua.LNumber(int(i)) {
			if out.List == nil {
				out.List = make([]any, size)
			}
			out.List[int(i)-1] = item
			if err != nil {
				failed = within("["+number.Format(float64(i))+"]", err)
			}
			return
		}
		key := keyText(k)
		if err != nil {
			failed = within(key, err)
			return
		}
		if out.Fields == nil {
			out.Fields = map[string]any{}
		}
		out.Fields[key] = item
		out.Keys = append(out.Keys, key)
	})
	sort.Strings(out.Keys)
	return out, failed
}

// plain is v as maps and lists, for a parameter that is declared to take anything.
func plain(v any) any {
	t, ok := v.(modules.Table)
	if !ok {
		return v
	}
	if len(t.Keys) == 0 && (len(t.List) > 0 || t.Array) {
		list := make([]any, len(t.List))
		for i, item := range t.List {
			list[i] = plain(item)
		}
		return list
	}
	m := make(map[string]any, len(t.List)+len(t.Keys))
	for i, item := range t.List {
		m[strconv.Itoa(i+1)] = plain(item)
	}
	for k, item := range t.Fields {
		m[k] = plain(item)
	}
	return m
}

func keyText(k lua.LValue) string {
	switch k := k.(type) {
	case lua.LString:
		return string(k)
	case lua.LNumber:
		return number.Format(float64(k))
	}
	return k.String()
}
