package lua51

import (
	"math"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/stack"
)

// newStringMetatable makes the metatable of strings: their methods, and arithmetic on strings that read as numbers.
// The engine would read them as Go does: "010" as 8 and "1e3" not at all.
func newStringMetatable(L *lua.LState, methods *lua.LTable) *lua.LTable {
	mt := L.CreateTable(0, 8)
	mt.RawSetString("__index", methods)
	for _, f := range []function{
		{"__add", arithmetic("__add", func(a, b float64) float64 { return a + b })},
		{"__sub", arithmetic("__sub", func(a, b float64) float64 { return a - b })},
		{"__mul", arithmetic("__mul", func(a, b float64) float64 { return a * b })},
		{"__div", arithmetic("__div", func(a, b float64) float64 { return a / b })},
		{"__mod", arithmetic("__mod", modulo)},
		{"__pow", arithmetic("__pow", math.Pow)},
		{"__unm", negate},
	} {
		mt.RawSetString(f.name, stack.Hide(f.call))
	}
	return mt
}

// modulo is a % b as Lua 5.1 defines it.
func modulo(a, b float64) float64 {
	product := math.Floor(a/b) * b
	return a - product
}

// arithmetic is a metamethod of strings. An operand that is no number may have the metamethod itself.
func arithmetic(event string, compute func(a, b float64) float64) lua.LGFunction {
	return func(L *lua.LState) int {
		a, aok := toNumber(L.Get(1))
		b, bok := toNumber(L.Get(2))
		if aok && bok {
			return returnNumber(L, compute(a, b))
		}
		return otherArithmetic(L, event, aok)
	}
}

// otherArithmetic calls the metamethod of the operand that is not a string, or raises.
func otherArithmetic(L *lua.LState, event string, firstIsNumber bool) int {
	for n := 1; n <= 2; n++ {
		v := L.Get(n)
		if _, isString := v.(lua.LString); isString {
			continue
		}
		if meta := L.GetMetaField(v, event); meta != lua.LNil {
			L.SetTop(2)
			L.Insert(meta, 1)
			L.Call(2, 1)
			return 1
		}
	}
	wrong := 1
	if firstIsNumber {
		wrong = 2
	}
	raiseArithmetic(L, wrong)
	return 0
}

func negate(L *lua.LState) int {
	f, ok := toNumber(L.Get(1))
	if !ok {
		raiseArithmetic(L, 1)
	}
	return returnNumber(L, -f)
}

// raiseArithmetic raises Lua's error for operand n, 1 or 2, of the operation under way, with the variable's name where the
// code tells it.
func raiseArithmetic(L *lua.LState, n int) {
	subject := "a " + L.Get(n).Type().String() + " value"
	operation, _ := stack.At(L, 0)
	if name := operation.Operand(n); name.Kind != "" {
		subject = name.String() + " (" + subject + ")"
	}
	L.Error(lua.LString(stack.Where(L, 0)+"attempt to perform arithmetic on "+subject), 0)
}
