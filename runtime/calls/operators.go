package calls

import (
	"strings"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/chunk"
	"github.com/watsrun/watsrun/runtime/host"
	"github.com/watsrun/watsrun/runtime/lua51/number"
)

// longNumber is more than any number takes as text.
const longNumber = 32

func toNumber(v lua.LValue) (float64, bool) {
	switch v := v.(type) {
	case lua.LNumber:
		return float64(v), true
	case lua.LString:
		return number.Parse(string(v))
	}
	return 0, false
}

func toNumberOrString(v lua.LValue) (string, bool) {
	switch v := v.(type) {
	case lua.LString:
		return string(v), true
	case lua.LNumber:
		return number.Format(float64(v)), true
	}
	return "", false
}

// concatenate joins its arguments as the operator ".." does.
func (m *machine) concatenate(L *lua.LState) int {
	n := L.GetTop()
	length := 0
	for i := 1; i <= n; i++ {
		switch v := L.Get(i).(type) {
		case lua.LString:
			length += len(v)
		case lua.LNumber:
			length += longNumber
		default:
			return m.concatenateSlowly(L, n)
		}
	}
	L.Push(m.join(L, 1, n, length))
	return 1
}

// join makes one string of the strings and numbers from first to last.
func (m *machine) join(L *lua.LState, first, last, length int) lua.LValue {
	m.checkLength(L, length)
	if first+1 == last {
		a, aok := L.Get(first).(lua.LString)
		b, bok := L.Get(last).(lua.LString)
		if aok && bok {
			return a + b
		}
	}
	var b strings.Builder
	var digits [longNumber]byte
	b.Grow(length)
	for i := first; i <= last; i++ {
		switch v := L.Get(i).(type) {
		case lua.LString:
			b.WriteString(string(v))
		case lua.LNumber:
			b.Write(number.Append(digits[:0], float64(v)))
		}
	}
	return lua.LString(b.String())
}

func (m *machine) checkLength(L *lua.LState, length int) {
	limit := m.vm.Limits.StringBytes
	if limit <= 0 {
		limit = host.DefaultLimits().StringBytes
	}
	if length > limit {
		L.RaiseError("string length overflow: %d bytes are more than the limit of %d", length, limit)
	}
}

// concatenateSlowly joins from right to left and asks the metamethods of what is neither string nor number.
func (m *machine) concatenateSlowly(L *lua.LState, n int) int {
	result := L.Get(n)
	atHand := true // whether result is still the operand n
	for i := n - 1; i >= 1; i-- {
		left := L.Get(i)
		a, aok := toNumberOrString(left)
		b, bok := toNumberOrString(result)
		if aok && bok {
			m.checkLength(L, len(a)+len(b))
			result, atHand = lua.LString(a+b), false
			continue
		}
		event := L.GetMetaField(left, "__concat")
		if event == lua.LNil {
			event = L.GetMetaField(result, "__concat")
		}
		if event == lua.LNil {
			m.raiseConcat(L, i, left, aok, result, atHand)
		}
		L.Push(event)
		L.Push(left)
		L.Push(result)
		L.Call(2, 1)
		result, atHand = L.Get(-1), false
		L.Pop(1)
	}
	L.Push(result)
	return 1
}

// raiseConcat complains about the left operand unless it is the right one that cannot be joined.
func (m *machine) raiseConcat(L *lua.LState, i int, left lua.LValue, leftOK bool, right lua.LValue, rightAtHand bool) {
	wrong, operand := left, i
	if leftOK {
		wrong, operand = right, i+1
		if !rightAtHand {
			operand = 0
		}
	}
	m.raiseOperand(L, "concatenate", operand, wrong)
}

// raiseOperand raises Lua's complaint about an operand of the running intrinsic, 0 for a value that is none of them.
func (m *machine) raiseOperand(L *lua.LState, attempt string, operand int, wrong lua.LValue) {
	var name chunk.Name
	position := ""
	if f, ok := frameAt(L, 1); ok && f.isLua() {
		position = f.where() + " "
		if operand > 0 {
			name = chunk.RegisterName(f.fn.Proto, f.pc, f.instruction().A+operand)
		}
	}
	m.throw(L, lua.LString(position+describe(attempt, name, wrong.Type().String())))
}

// remainder is the operator "%".
func (m *machine) remainder(L *lua.LState) int {
	left, right := L.Get(1), L.Get(2)
	if a, ok := left.(lua.LNumber); ok {
		if b, ok := right.(lua.LNumber); ok {
			L.Push(lua.LNumber(chunk.Remainder(float64(a), float64(b))))
			return 1
		}
	}
	for _, v := range []lua.LValue{left, right} {
		if _, isString := v.(lua.LString); isString {
			continue
		}
		if event := L.GetMetaField(v, "__mod"); event != lua.LNil {
			L.Push(event)
			L.Push(left)
			L.Push(right)
			L.Call(2, 1)
			return 1
		}
	}
	a, aok := toNumber(left)
	b, bok := toNumber(right)
	switch {
	case !aok:
		m.raiseOperand(L, "perform arithmetic on", 1, left)
	case !bok:
		m.raiseOperand(L, "perform arithmetic on", 2, right)
	}
	L.Push(lua.LNumber(chunk.Remainder(a, b)))
	return 1
}
