package runtime

import (
	"cmp"
	"context"
	"errors"
	"reflect"
	"slices"

	lua "github.com/yuin/gopher-lua"
	luar "layeh.com/gopher-luar"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/runtime/calls"
)

// object is the userdata of a Go object, the same one each time within a run, so that == and table keys work.
func (v *vm) object(c *classPlan, o any) lua.LValue {
	if u, ok := v.objects[o]; ok {
		return u
	}
	u := &lua.LUserData{Value: o, Metatable: v.metatable(c)}
	v.objects[o] = u
	return u
}

// metatable is the class's metatable in this VM. Scripts cannot reach it.
func (v *vm) metatable(c *classPlan) *lua.LTable {
	if mt, ok := v.metatables[c]; ok {
		return mt
	}
	mt := v.L.CreateTable(0, 5)
	mt.RawSetString("__name", lua.LString(c.class.Name))
	mt.RawSetString("__metatable", lua.LFalse)
	mt.RawSetString("__index", v.goFunction(func(L *lua.LState) int { return v.getMember(L, c) }))
	mt.RawSetString("__newindex", v.goFunction(func(L *lua.LState) int { return v.setMember(L, c) }))
	mt.RawSetString("__tostring", v.goFunction(func(L *lua.LState) int {
		L.Push(lua.LString(c.class.Text(v.self(L, c))))
		return 1
	}))
	v.metatables[c] = mt
	return mt
}

// self is the object that a metamethod or method is called on.
func (v *vm) self(L *lua.LState, c *classPlan) any {
	if u, ok := L.Get(1).(*lua.LUserData); ok && reflect.TypeOf(u.Value) == c.class.Go {
		return u.Value
	}
	v.raise(L, fault.New(fault.Usage, "called on %s instead of a %s", describe(L.Get(1)), c.class.Name).
		WithHint("methods are called with a colon: object:method{...}"))
	return nil
}

func (v *vm) member(L *lua.LState, c *classPlan) (string, *memberPlan) {
	key, ok := L.Get(2).(lua.LString)
	m := c.members[string(key)]
	if !ok || m == nil {
		hint := cmp.Or(fault.DidYouMean(string(key), c.class.MemberNames()), "watsrun docs "+c.class.Name+" lists what it has")
		v.raise(L, fault.New(fault.Usage, "a %s has no %s", c.class.Name, describeKey(L.Get(2))).WithHint("%s", hint))
	}
	return string(key), m
}

func (v *vm) getMember(L *lua.LState, c *classPlan) int {
	_, m := v.member(L, c)
	if m.method != nil {
		L.Push(v.function(m.method))
		return 1
	}
	o := v.self(L, c)
	var value any
	if m.property.Get != nil {
		value = m.property.Get(o)
	} else {
		value = reflect.ValueOf(o).Elem().FieldByIndex(m.property.Index).Interface()
	}
	x := exchange{v, L}
	lv, err := x.value(value)
	if err != nil {
		v.raise(L, err)
	}
	L.Push(lv)
	return 1
}

func (v *vm) setMember(L *lua.LState, c *classPlan) int {
	name, m := v.member(L, c)
	o := v.self(L, c)
	if m.property == nil || m.property.ReadOnly {
		v.raise(L, fault.New(fault.Usage, "%s.%s cannot be set", c.class.Name, name))
	}
	value := reflect.New(m.typ).Elem()
	if lv := L.Get(3); lv != lua.LNil {
		x := exchange{v, L}
		if err := m.decode(&x, lv, value); err != nil {
			v.raise(L, asUsage(within(name, err), c.class.Name))
		}
	}
	if m.property.Set != nil {
		if err := m.property.Set(o, value.Interface()); err != nil {
			v.raise(L, asUsage(err, c.class.Name+"."+name))
		}
		return 0
	}
	reflect.ValueOf(o).Elem().FieldByIndex(m.property.Index).Set(value)
	return 0
}

// live binds an object by reflection, for what is touched now and then. Unknown names raise instead of being nil.
func (v *vm) live(o any) lua.LValue {
	mt := luar.MT(v.L, o)
	if mt.RawGetString("__metatable") != lua.LFalse {
		mt.RawSetString("__metatable", lua.LFalse)
		if find, ok := mt.RawGetString("__index").(*lua.LFunction); ok {
			mt.RawSetString("__index", v.goFunction(func(L *lua.LState) int {
				L.Push(find)
				L.Push(L.Get(1))
				L.Push(L.Get(2))
				L.Call(2, 1)
				if fields := liveFields(o); L.Get(-1) == lua.LNil && !slices.Contains(fields, L.ToString(2)) {
					v.raise(L, fault.New(fault.Usage, "%T has no %s", o, describeKey(L.Get(2))).WithHint("%s", fault.DidYouMean(L.ToString(2), fields)))
				}
				return 1
			}))
		}
	}
	return luar.New(v.L, o)
}

// liveFields are the names under which gopher-luar shows the exported fields of an object.
func liveFields(o any) []string {
	t := reflect.TypeOf(o)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if t.Kind() != reflect.Struct {
		return nil
	}
	var names []string
	for _, f := range reflect.VisibleFields(t) {
		if f.IsExported() {
			names = append(names, modules.SnakeCase(f.Name))
		}
	}
	return names
}

// liveNames configures gopher-luar: exported names in snake_case only.
func liveNames(L *lua.LState) {
	cfg := luar.GetConfig(L)
	cfg.FieldNames = func(_ reflect.Type, f reflect.StructField) []string { return []string{modules.SnakeCase(f.Name)} }
	cfg.MethodNames = func(_ reflect.Type, m reflect.Method) []string { return []string{modules.SnakeCase(m.Name)} }
}

// function is the Lua function of a binding in this VM, made at first use.
func (v *vm) function(b *binding) *lua.LFunction {
	if f, ok := v.functions[b]; ok {
		return f
	}
	f := v.goFunction(func(L *lua.LState) int { return v.call(L, b) })
	v.functions[b] = f
	return f
}

// call is a call from Lua into a module: arguments in, Go function, results out.
func (v *vm) call(L *lua.LState, b *binding) int {
	x := exchange{v, L}
	base := 1
	var self any
	if b.fn.Self() != nil {
		self = v.self(L, v.rt.set.class(b.fn.Self()))
		base = 2
	}
	plan, err := b.arguments()
	if err != nil {
		v.raise(L, err)
	}
	in := v.argumentsFor(b, plan)
	if err := plan.fromStack(&x, base, b.fn.Positional, in.Elem()); err != nil {
		v.raise(L, asUsage(err, b.name))
	}
	var out any
	if b.fn.Waits {
		v.host.Block(L, func(ctx context.Context) {
			out, err = b.fn.Invoke(context.WithValue(ctx, unlocked{}, true), self, in.Interface())
		})
	} else {
		out, err = b.fn.Invoke(v.host.Context, self, in.Interface())
	}
	if err == nil {
		var n int
		if n, err = x.push(out); err == nil {
			if n == 0 && out == nil && b.fn.Result != nil {
				L.Push(lua.LNil) // nothing was found, which print and select count as a value
				n = 1
			}
			return n
		}
	}
	if ctx := v.host.Context; ctx.Err() != nil {
		v.host.Stop(runEnded(ctx)) // now, so that no pcall swallows what the function made of it
	}
	v.raise(L, named(err, b.name))
	return 0
}

// argumentsFor is a struct for the arguments of one call, with the defaults in it. Functions that copy theirs share one.
func (v *vm) argumentsFor(b *binding, plan *arguments) reflect.Value {
	in, ok := v.scratch[b]
	if !ok {
		in = reflect.New(plan.typ)
	}
	if b.fn.CopiesArguments() {
		v.scratch[b] = in
	}
	in.Elem().Set(plan.fresh)
	return in
}

// asUsage makes a fault of what is wrong with an argument.
func asUsage(err error, operation string) error {
	if m, ok := errors.AsType[*misfit](err); ok {
		return fault.New(fault.Usage, "%s", m.Error()).WithHint("%s", m.hint).At(operation)
	}
	return named(err, operation)
}

// named puts the operation's name into a fault that does not carry one.
func named(err error, operation string) error {
	if _, raised := errors.AsType[*calls.Error](err); raised {
		return err // a callback's own error, which goes on as it is
	}
	if e, ok := errors.AsType[*fault.Error](err); ok && e.Operation == "" {
		return e.At(operation)
	}
	return err
}

// callback is a Lua function that a module holds during its call.
type callback struct {
	vm *vm
	L  *lua.LState
	fn *lua.LFunction
}

// unlocked is the key under which a context says that its function runs with the run lock released.
type unlocked struct{}

// Call implements modules.Callback. It executes Lua, and so takes the run lock where its caller does not hold it.
func (c *callback) Call(ctx context.Context, args ...any) ([]modules.Raw, error) {
	if ctx.Value(unlocked{}) == true {
		c.vm.host.Lock()
		defer c.vm.host.Unlock()
		c.L.G.CurrentThread = c.L
		ctx = context.WithValue(ctx, unlocked{}, false)
	}
	x := exchange{c.vm, c.L}
	values := make([]lua.LValue, len(args))
	for i, a := range args {
		v, err := x.value(a)
		if err != nil {
			return nil, err
		}
		values[i] = v
	}
	restore := c.vm.host.Context
	c.vm.host.Context = ctx
	defer func() { c.vm.host.Context = restore }()
	results, err := c.vm.protected(c.L, c.fn, values)
	raw := make([]modules.Raw, len(results))
	for i, r := range results {
		raw[i] = modules.Raw{Value: r}
	}
	return raw, err
}
