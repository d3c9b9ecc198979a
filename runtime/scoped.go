package runtime

import (
	"context"
	"fmt"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// scoped is a module whose functions work within another context. Its members are made when they are looked up; it cannot
// be changed, since what a script puts into a module belongs into the module itself.
func (v *vm) scoped(s modules.Scoped) (lua.LValue, error) {
	e := v.rt.set.byName[s.Module]
	if e == nil {
		return nil, fmt.Errorf("there is no module %s", s.Module)
	}
	return v.scopedTable(e, s.Within), nil
}

func (v *vm) scopedTable(e *moduleEntry, within func(context.Context) context.Context) *lua.LTable {
	t := v.L.CreateTable(0, 0)
	mt := v.L.CreateTable(0, 3)
	mt.RawSetString("__metatable", lua.LFalse)
	mt.RawSetString("__index", v.goFunction(func(L *lua.LState) int {
		member := v.scopedMember(L, e, L.Get(2), within)
		if name, ok := L.Get(2).(lua.LString); ok && member != lua.LNil {
			t.RawSetString(string(name), member)
		}
		L.Push(member)
		return 1
	}))
	mt.RawSetString("__newindex", v.goFunction(func(L *lua.LState) int {
		v.raise(L, fault.New(fault.Usage, "%s cannot be changed here", e.module.Name).WithHint("change %s itself", e.module.Name))
		return 0
	}))
	t.Metatable = mt
	return t
}

func (v *vm) scopedMember(L *lua.LState, e *moduleEntry, key lua.LValue, within func(context.Context) context.Context) lua.LValue {
	name, _ := key.(lua.LString)
	if child := e.children[string(name)]; child != nil {
		return v.scopedTable(child, within)
	}
	if err := e.load(); err != nil {
		v.raise(L, err)
	}
	for _, b := range e.functions {
		if b.fn.Name == string(name) {
			return v.scopedFunction(b, within)
		}
	}
	return L.GetTable(v.moduleTable(e), key) // a constant, or what the script has put there
}

// scopedFunction calls a module's function within another context.
func (v *vm) scopedFunction(b *binding, within func(context.Context) context.Context) *lua.LFunction {
	return v.goFunction(func(L *lua.LState) int {
		restore := v.host.Context
		v.host.Context = within(restore)
		defer func() { v.host.Context = restore }()
		return v.call(L, b)
	})
}
