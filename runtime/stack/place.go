package stack

import (
	"iter"
	"reflect"

	lua "github.com/yuin/gopher-lua"
)

// The engine tells of a call by its line only. These are the fields in which it keeps the rest; reading them needs reflection.
var fields = func() (f struct{ frame, parent, function, pc, tails, isGo, code, env, upvalues, line int }) {
	index := func(t reflect.Type, name string) int {
		field, ok := t.FieldByName(name)
		if !ok {
			panic("the engine keeps its calls in another way: no " + name)
		}
		return field.Index[0]
	}
	f.frame = index(reflect.TypeFor[lua.Debug](), "frame")
	call := reflect.TypeFor[lua.Debug]().Field(f.frame).Type.Elem()
	f.parent, f.function, f.pc, f.tails = index(call, "Parent"), index(call, "Fn"), index(call, "Pc"), index(call, "TailCall")
	f.isGo, f.code = index(reflect.TypeFor[lua.LFunction](), "IsG"), index(reflect.TypeFor[lua.LFunction](), "Proto")
	f.env = index(reflect.TypeFor[lua.LFunction](), "Env")
	f.upvalues = index(reflect.TypeFor[lua.LFunction](), "Upvalues")
	f.line = index(reflect.TypeFor[lua.FunctionProto](), "LineDefined")
	return f
}()

// place is where a call stands on the stack of its thread.
type place struct {
	thread *lua.LState
	level  int // as the engine counts
	isGo   bool
	pc     int
	tails  int

	hidden   bool // a function that Hide or HideCode marked
	marked   bool // a Go function that may carry a mark
	yielding bool // no call of the engine's: see yielding
}

// places are the calls of one thread, hidden ones included, innermost first.
func places(L *lua.LState) iter.Seq[place] {
	return func(yield func(place) bool) {
		info, ok := L.GetStack(0)
		if !ok {
			return
		}
		p := place{thread: L}
		for link := reflect.ValueOf(info).Elem().Field(fields.frame); !link.IsNil(); {
			p.read(link.Elem())
			if !yield(p) {
				return
			}
			p.level += 1 + p.tails
			link = link.Elem().Field(fields.parent)
		}
	}
}

func (p *place) read(call reflect.Value) {
	fn := call.Field(fields.function).Elem()
	p.isGo = fn.Field(fields.isGo).Bool()
	p.hidden, p.marked, p.pc, p.tails = false, false, -1, 0
	if p.isGo {
		p.hidden = fn.Field(fields.env).Pointer() == reflect.ValueOf(hiddenEnv).Pointer()
		p.marked = fn.Field(fields.upvalues).Len() == 1
	} else {
		p.hidden = fn.Field(fields.code).Elem().Field(fields.line).Int() < 0
		p.pc, p.tails = int(call.Field(fields.pc).Int())-1, int(call.Field(fields.tails).Int())
	}
}

// visible are the calls that Lua would have: that of yield in a coroutine that waits, those of L, then those of the thread that waits for it to end, and so on.
func visible(L *lua.LState) iter.Seq[place] {
	return func(yield func(place) bool) {
		if suspended(L) && !yield(place{thread: L, yielding: true, pc: -1}) {
			return
		}
		for ; L != nil; L = outer(L) {
			for p := range places(L) {
				if !p.hidden && p.mark() == nil && !yield(p) {
					return
				}
			}
		}
	}
}

// yielding stands for the call of coroutine.yield in a coroutine that waits; the engine keeps none.
var yielding = &lua.LFunction{IsG: true, GFunction: func(L *lua.LState) int {
	L.RaiseError("attempt to yield across metamethod/C-call boundary")
	return 0
}}

// suspended tells whether L is a coroutine that has begun and waits to be resumed.
func suspended(L *lua.LState) bool {
	if L.Parent != nil || L.Dead {
		return false
	}
	var bottom place
	n := 0
	for bottom = range places(L) {
		n++
	}
	return n > 1 && bottom.hidden
}

// outer is the thread in which the stack of L goes on, nil for none.
func outer(L *lua.LState) (waiting *lua.LState) {
	for p := range places(L) {
		waiting = nil
		if m := p.mark(); m != nil {
			waiting = m.waiting()
		}
	}
	return waiting
}

func (p place) call() Call {
	if p.yielding {
		return Call{Function: yielding, Line: -1, pc: -1}
	}
	c := Call{Line: -1, thread: p.thread, pc: p.pc, tails: p.tails}
	c.info, _ = p.thread.GetStack(p.level)
	v, _ := p.thread.GetInfo("fl", c.info, lua.LNil)
	c.Function, _ = v.(*lua.LFunction)
	if !p.isGo {
		c.Line = c.info.CurrentLine
	}
	if c.pc < 0 || p.isGo || c.pc >= len(c.Function.Proto.Code) {
		c.pc = -1
	}
	return c
}

// mark is what Join leaves with a function, as its only upvalue.
type mark struct{ waiting func() *lua.LState }

// mark asks the engine for the function, which walks to its level: so only where there may be a mark.
func (p place) mark() *mark {
	if !p.marked {
		return nil
	}
	info, _ := p.thread.GetStack(p.level)
	v, _ := p.thread.GetInfo("f", info, lua.LNil)
	fn, ok := v.(*lua.LFunction)
	if !ok || len(fn.Upvalues) != 1 {
		return nil
	}
	if ud, ok := fn.Upvalues[0].Value().(*lua.LUserData); ok {
		m, _ := ud.Value.(*mark)
		return m
	}
	return nil
}

// Hide makes a Go function whose calls are no levels: it does the work of an instruction that Lua has and the engine has not.
func Hide(f lua.LGFunction) *lua.LFunction {
	return &lua.LFunction{IsG: true, GFunction: f, Env: hiddenEnv}
}

// hiddenEnv is the environment of hidden functions, by which they are known; library functions use none.
var hiddenEnv = &lua.LTable{Metatable: lua.LNil}

// HideCode has the calls of a compiled function be no levels: it is at the bottom of coroutines.
func HideCode(p *lua.FunctionProto) { p.LineDefined = -1 }

// Join makes a Go function that is the bottom of a thread's stack and no level itself: the stack goes on in another thread, the
// one that waits for the call to end.
func Join(f lua.LGFunction, waiting func() *lua.LState) *lua.LFunction {
	up := &lua.Upvalue{}
	up.Close() // it has its value in itself and not on a stack
	up.SetValue(&lua.LUserData{Value: &mark{waiting}, Metatable: lua.LNil})
	return &lua.LFunction{IsG: true, GFunction: f, Upvalues: []*lua.Upvalue{up}}
}
