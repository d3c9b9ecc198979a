package runtime

import (
	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/runtime/luajson"
)

// openEnvironment replaces the library functions that must know the environment of the run.
func (v *vm) openEnvironment() {
	for name, fn := range map[string]lua.LGFunction{"require": v.require, "module": v.module} {
		v.base[name] = v.goFunction(fn)
	}
	for _, name := range []string{"pairs", "next", "rawget", "rawset", "getmetatable", "setmetatable"} {
		v.base[name] = v.completing(v.base[name])
	}
	v.base["getfenv"] = v.materializing(v.base["getfenv"])
	debug := v.base["debug"].(*lua.LTable)
	debug.RawSetString("getfenv", v.materializing(debug.RawGetString("getfenv")))
	debug.RawSetString("setmetatable", v.completing(debug.RawGetString("setmetatable")))
	debug.RawSetString("getmetatable", v.goFunction(v.debugGetmetatable(debug.RawGetString("getmetatable"))))
	v.base["pairs"] = v.goFunction(v.pairs(v.base["pairs"]))
}

// completing has a function that looks into its first argument by raw access find there what scripts take it to be.
func (v *vm) completing(fn lua.LValue) lua.LValue {
	original := fn.(*lua.LFunction).GFunction
	return v.goFunction(func(L *lua.LState) int {
		v.complete(L.Get(1))
		return original(L)
	})
}

// complete makes what is put off until it is looked at: the contents of the global table and of module tables, and this run's
// own metatable of strings.
func (v *vm) complete(value lua.LValue) {
	switch x := value.(type) {
	case lua.LString:
		v.ownStrings()
	case *lua.LTable:
		if x.Metatable == lua.LNil {
			return
		}
		if x == v.env {
			v.materialize()
		}
		v.fillIfLazy(x)
	}
}

// debugGetmetatable does not give away metatables that outlive the run: those have a field __metatable, which it gives.
func (v *vm) debugGetmetatable(fn lua.LValue) lua.LGFunction {
	original := fn.(*lua.LFunction).GFunction
	return func(L *lua.LState) int {
		value := L.Get(1)
		v.complete(value)
		if t, ok := value.(*lua.LTable); ok && v.keeps(t.Metatable) {
			L.Push(L.GetMetatable(t))
			return 1
		}
		return original(L)
	}
}

// keeps tells whether a metatable is one of those that the VM has for all its runs.
func (v *vm) keeps(metatable lua.LValue) bool {
	mt, ok := metatable.(*lua.LTable)
	if !ok {
		return false
	}
	for _, live := range v.liveMetas {
		if mt == live {
			return true
		}
	}
	return mt == luajson.ArrayMetatable(v.L)
}

// pairs gives the next that scripts know.
func (v *vm) pairs(fn lua.LValue) lua.LGFunction {
	original, next := fn.(*lua.LFunction).GFunction, v.base["next"]
	return func(L *lua.LState) int {
		n := original(L)
		L.Replace(L.GetTop()-n+1, next)
		return n
	}
}

// materializing has a function that hands out the environment complete it first.
func (v *vm) materializing(fn lua.LValue) lua.LValue {
	original := fn.(*lua.LFunction).GFunction
	return v.goFunction(func(L *lua.LState) int {
		v.materialize()
		return original(L)
	})
}

// makeEnvMeta makes the metatable by which a fresh, empty global table finds its contents when they are first used.
// Scripts never see it: whoever asks for the table itself gets it complete and without a metatable.
func (v *vm) makeEnvMeta() {
	v.envMeta = v.L.CreateTable(0, 2)
	v.envMeta.RawSetString("__index", v.goFunction(func(L *lua.LState) int {
		name, ok := L.Get(2).(lua.LString)
		if !ok {
			return 0
		}
		L.Push(v.global(string(name)))
		return 1
	}))
	v.envMeta.RawSetString("__newindex", v.goFunction(func(L *lua.LState) int {
		if name, ok := L.Get(2).(lua.LString); ok {
			v.resolved[string(name)] = true // from now on nil means nil
		}
		L.CheckTable(1).RawSet(L.Get(2), L.Get(3))
		return 0
	}))
}

// freshEnvironment makes the global table of a run and has the VM use it.
func (v *vm) freshEnvironment() {
	v.env = v.L.CreateTable(0, 16)
	v.env.Metatable = v.envMeta
	v.loaded, v.stringTable, v.pkg = nil, nil, nil
	clear(v.resolved)
	clear(v.objects)
	v.L.G.Global, v.L.Env = v.env, v.env
}

// global finds a name that the global table does not hold yet, and puts it there.
func (v *vm) global(name string) lua.LValue {
	if v.resolved[name] {
		return lua.LNil
	}
	if name == "_G" {
		v.materialize()
		return v.env
	}
	val := v.make(name)
	if val != lua.LNil {
		v.resolved[name] = true
		v.env.RawSetString(name, val)
	}
	return val
}

// make gives this run's own value of a global.
func (v *vm) make(name string) lua.LValue {
	switch name {
	case "package":
		return v.packageTable()
	case "arg":
		return v.argTable()
	case "params":
		return v.paramsTable()
	}
	if e, ok := v.rt.set.roots[name]; ok {
		return v.moduleTable(e)
	}
	if c, ok := v.rt.set.values[name]; ok {
		return v.constant(&exchange{v, v.L}, c)
	}
	switch b := v.base[name].(type) {
	case nil:
		return lua.LNil
	case *lua.LTable:
		if name == "string" {
			return v.ownStrings()
		}
		return v.copyTable(b)
	default:
		return b
	}
}

// ownStrings is this run's string table. The methods of strings come from it, so that string.trim = ... works as in Lua.
func (v *vm) ownStrings() *lua.LTable {
	if v.stringTable == nil {
		v.stringTable = v.copyTable(v.base["string"].(*lua.LTable))
		mt := v.copyTable(v.strings)
		mt.RawSetString("__index", v.stringTable)
		v.L.SetMetatable(lua.LString(""), mt)
	}
	return v.stringTable
}

func (v *vm) copyTable(t *lua.LTable) *lua.LTable {
	c := v.L.CreateTable(0, 32)
	t.ForEach(func(k, val lua.LValue) { c.RawSet(k, val) })
	return c
}

// materialize completes the global table: it then holds all that a fresh one is expected to hold, and nothing is hidden.
func (v *vm) materialize() {
	if v.env.Metatable != lua.LValue(v.envMeta) {
		return
	}
	v.env.Metatable = lua.LNil
	for name := range v.base {
		v.global(name)
	}
	for name := range v.rt.set.roots {
		v.global(name)
	}
	for name := range v.rt.set.values {
		v.global(name)
	}
	for _, name := range []string{"package", "arg", "params"} {
		v.global(name)
	}
	v.env.RawSetString("_G", v.env)
}

// moduleTable is a module's table in this run, empty until something is looked up in it.
func (v *vm) moduleTable(e *moduleEntry) *lua.LTable {
	if t, ok := v.loadedTable().RawGetString(e.module.Name).(*lua.LTable); ok {
		return t
	}
	t := v.L.CreateTable(0, 0)
	t.Metatable = v.lazyMeta(e)
	v.loaded.RawSetString(e.module.Name, t)
	return t
}

// lazyMeta is the metatable of e's table until it is filled.
func (v *vm) lazyMeta(e *moduleEntry) *lua.LTable {
	if mt, ok := v.lazy[e]; ok {
		return mt
	}
	mt := v.L.CreateTable(0, 3)
	mt.RawSetString("__metatable", lua.LFalse)
	mt.RawSetString("__index", v.goFunction(func(L *lua.LState) int {
		t := L.CheckTable(1)
		v.fill(t, e)
		L.Push(L.GetTable(t, L.Get(2))) // not raw: a live constant is found by the metatable that fill sets
		return 1
	}))
	mt.RawSetString("__newindex", v.goFunction(func(L *lua.LState) int {
		t := L.CheckTable(1)
		v.fill(t, e)
		L.SetTable(t, L.Get(2), L.Get(3)) // not raw: a live constant refuses it
		return 0
	}))
	v.lazy[e] = mt
	return mt
}

func (v *vm) fillIfLazy(t *lua.LTable) {
	for e, mt := range v.lazy {
		if t.Metatable == lua.LValue(mt) {
			v.fill(t, e)
			return
		}
	}
}

// fill puts the module's functions, constants and sub-modules into its table.
func (v *vm) fill(t *lua.LTable, e *moduleEntry) {
	if err := e.load(); err != nil {
		v.raise(v.L, err)
	}
	t.Metatable = lua.LNil
	for _, b := range e.functions {
		t.RawSetString(b.fn.Name, v.function(b))
	}
	x := exchange{v, v.L}
	for i := range e.module.Constants {
		c := &e.module.Constants[i]
		if c.Live {
			t.Metatable = v.liveMeta(e)
			continue
		}
		t.RawSetString(c.Name, v.constant(&x, c))
	}
	for name, child := range e.children {
		t.RawSetString(name, v.moduleTable(child))
	}
}

func (v *vm) constant(x *exchange, c *modules.Constant) lua.LValue {
	val, err := x.value(c.Value(v.host.Context))
	if err != nil {
		v.raise(x.L, err)
	}
	return val
}

// liveMeta is the metatable by which a module's live constants are read. They cannot be set.
func (v *vm) liveMeta(e *moduleEntry) *lua.LTable {
	if mt, ok := v.liveMetas[e]; ok {
		return mt
	}
	find := func(name lua.LValue) *modules.Constant {
		for i := range e.module.Constants {
			if c := &e.module.Constants[i]; c.Live && lua.LString(c.Name) == name {
				return c
			}
		}
		return nil
	}
	mt := v.L.CreateTable(0, 3)
	mt.RawSetString("__metatable", lua.LFalse)
	mt.RawSetString("__index", v.goFunction(func(L *lua.LState) int {
		c := find(L.Get(2))
		if c == nil {
			return 0
		}
		L.Push(v.constant(&exchange{v, L}, c))
		return 1
	}))
	mt.RawSetString("__newindex", v.goFunction(func(L *lua.LState) int {
		if c := find(L.Get(2)); c != nil {
			v.raise(L, fault.New(fault.Usage, "%s.%s cannot be set", e.module.Name, c.Name))
		}
		L.CheckTable(1).RawSet(L.Get(2), L.Get(3))
		return 0
	}))
	v.liveMetas[e] = mt
	return mt
}

// paramsTable and argTable give the run its inputs.
func (v *vm) paramsTable() *lua.LTable {
	t := v.L.CreateTable(0, len(v.run.Params))
	for k, val := range v.run.Params {
		t.RawSetString(k, lua.LString(val))
	}
	return t
}

func (v *vm) argTable() *lua.LTable {
	t := v.L.CreateTable(len(v.run.Args), 1)
	for i, a := range v.run.Args {
		t.RawSetInt(i+1, lua.LString(a))
	}
	t.RawSetInt(0, lua.LString(v.run.Script))
	return t
}
