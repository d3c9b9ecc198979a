package lua51

import (
	"fmt"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/lua51/number"
	"github.com/watsrun/watsrun/runtime/stack"
)

// raise raises an error at the position of the Lua function that called the running library function.
func raise(L *lua.LState, format string, args ...any) {
	L.Error(lua.LString(stack.Where(L, 1)+fmt.Sprintf(format, args...)), 0)
}

// raiseBare raises an error without a position, as Lua's core does while a library function runs.
func raiseBare(L *lua.LState, format string, args ...any) {
	L.Error(lua.LString(fmt.Sprintf(format, args...)), 0)
}

// ArgError raises "bad argument #n to 'name' (message)" in Lua's wording: the function is named as it was called, and
// the receiver of a method call does not count. It does not return.
func ArgError(L *lua.LState, n int, message string) {
	name := stack.NameAt(L, 0)
	if name.Kind == "" {
		name.Text = "?"
	}
	if name.Kind == "method" {
		n--
		if n == 0 {
			raise(L, "calling '%s' on bad self (%s)", name.Text, message)
		}
	}
	raise(L, "bad argument #%d to '%s' (%s)", n, name.Text, message)
}

// TypeError raises the ArgError that says what was expected and what came. It does not return.
func TypeError(L *lua.LState, n int, expected string) {
	ArgError(L, n, expected+" expected, got "+typeNameAt(L, n))
}

func typeNameAt(L *lua.LState, n int) string {
	if n > L.GetTop() {
		return "no value"
	}
	return L.Get(n).Type().String()
}

// checkAny demands that there is an argument n, nil included.
func checkAny(L *lua.LState, n int) lua.LValue {
	if n > L.GetTop() {
		ArgError(L, n, "value expected")
	}
	return L.Get(n)
}

func checkTable(L *lua.LState, n int) *lua.LTable {
	t, ok := L.Get(n).(*lua.LTable)
	if !ok {
		TypeError(L, n, "table")
	}
	return t
}

func checkFunction(L *lua.LState, n int) *lua.LFunction {
	fn, ok := L.Get(n).(*lua.LFunction)
	if !ok {
		TypeError(L, n, "function")
	}
	return fn
}

// checkString takes strings, and numbers as they are written.
func checkString(L *lua.LState, n int) string {
	switch v := L.Get(n).(type) {
	case lua.LString:
		return string(v)
	case lua.LNumber:
		return number.Format(float64(v))
	}
	TypeError(L, n, "string")
	return ""
}

func optString(L *lua.LState, n int, absent string) string {
	if L.Get(n) == lua.LNil {
		return absent
	}
	return checkString(L, n)
}

// toNumber converts numbers and strings that read as one.
func toNumber(v lua.LValue) (float64, bool) {
	switch v := v.(type) {
	case lua.LNumber:
		return float64(v), true
	case lua.LString:
		return number.Parse(string(v))
	}
	return 0, false
}

func checkNumber(L *lua.LState, n int) float64 {
	if v, ok := L.Get(n).(lua.LNumber); ok {
		return float64(v)
	}
	f, ok := toNumber(L.Get(n))
	if !ok {
		TypeError(L, n, "number")
	}
	return f
}

func optNumber(L *lua.LState, n int, absent float64) float64 {
	if L.Get(n) == lua.LNil {
		return absent
	}
	return checkNumber(L, n)
}

// checkInt takes a number and cuts its fraction off, as C does.
func checkInt(L *lua.LState, n int) int { return int(number.Integer(checkNumber(L, n))) }

func optInt(L *lua.LState, n, absent int) int {
	if L.Get(n) == lua.LNil {
		return absent
	}
	return checkInt(L, n)
}

// checkOption takes one of some words; absent stands for a missing argument, "" demands one.
func checkOption(L *lua.LState, n int, absent string, options ...string) string {
	var word string
	if absent == "" {
		word = checkString(L, n)
	} else {
		word = optString(L, n, absent)
	}
	for _, o := range options {
		if o == word {
			return word
		}
	}
	ArgError(L, n, "invalid option '"+word+"'")
	return ""
}

// smallNumbers are the numbers that library functions return most, as values that need no allocation.
var smallNumbers = makeSmallNumbers()

func makeSmallNumbers() (numbers [1024]lua.LValue) {
	for i := range numbers {
		numbers[i] = lua.LNumber(i)
	}
	return numbers
}

func numberValue(n int) lua.LValue {
	if uint(n) < uint(len(smallNumbers)) {
		return smallNumbers[n]
	}
	return lua.LNumber(n)
}

func pushInt(L *lua.LState, n int) { L.Push(numberValue(n)) }

// returnValue, returnString and returnNumber end a library function that has one result.
func returnValue(L *lua.LState, v lua.LValue) int {
	L.Push(v)
	return 1
}

func returnString(L *lua.LState, s string) int {
	L.Push(lua.LString(s))
	return 1
}

func returnNumber(L *lua.LState, f float64) int {
	L.Push(lua.LNumber(f))
	return 1
}
