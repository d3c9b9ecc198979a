package lua51

import (
	"io"
	"runtime"
	"runtime/metrics"
	"strings"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/lua51/number"
)

func (lib *library) openBase(L *lua.LState) {
	globals := L.G.Global
	globals.RawSetString("_G", globals)
	globals.RawSetString("_VERSION", lua.LString("Lua 5.1"))
	setFunctions(L, globals, []function{
		{"assert", assert},
		{"collectgarbage", lib.collectGarbage},
		{"gcinfo", lib.gcinfo},
		{"getfenv", getfenv},
		{"getmetatable", getmetatable},
		{"newproxy", newproxy},
		{"pairs", lib.pairs},
		{"ipairs", lib.pairsInOrder},
		{"next", next},
		{"print", lib.print},
		{"rawequal", rawequal},
		{"rawget", rawget},
		{"rawset", rawset},
		{"select", selectArgs},
		{"setfenv", setfenv},
		{"setmetatable", setmetatable},
		{"tonumber", tonumber},
		{"tostring", tostring},
		{"type", typeOf},
		{"unpack", unpack},
	})
	lib.next, _ = globals.RawGetString("next").(*lua.LFunction)
	lib.tostring, _ = globals.RawGetString("tostring").(*lua.LFunction)
	lib.ipairs = L.NewFunction(nextInOrder)
	setLoaded(L, "_G", globals)
}

// assert raises its message as error does at level 1. A message that is neither string nor number, such as the
// table of a failed operation, is raised as it is; C Lua has only an error about its type to offer there.
func assert(L *lua.LState) int {
	if lua.LVAsBool(checkAny(L, 1)) {
		return L.GetTop()
	}
	switch message := L.Get(2).(type) {
	case *lua.LTable, *lua.LUserData:
		L.Error(message, 1)
	default:
		raise(L, "%s", optString(L, 2, "assertion failed!"))
	}
	return 0
}

// collectGarbage answers as Lua's does where that makes sense for Go's collector, which adjusts itself: the options
// that tune Lua's own collector are accepted and have no effect.
func (lib *library) collectGarbage(L *lua.LState) int {
	option := checkOption(L, 1, "collect", "collect", "stop", "restart", "count", "step", "setpause", "setstepmul")
	optInt(L, 2, 0)
	switch option {
	case "count":
		return returnNumber(L, heapBytes()/1024)
	case "setpause", "setstepmul":
		return returnNumber(L, 200) // the setting of a fresh Lua
	case "step":
		lib.wait(L, runtime.GC)
		return returnValue(L, lua.LTrue) // a cycle is complete
	case "collect":
		lib.wait(L, runtime.GC)
	}
	return returnNumber(L, 0)
}

// gcinfo is the old name of the count, in whole kilobytes.
func (lib *library) gcinfo(L *lua.LState) int {
	pushInt(L, int(heapBytes()/1024))
	return 1
}

// heapBytes is the memory that the objects of the process take.
func heapBytes() float64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	if sample[0].Value.Kind() != metrics.KindUint64 {
		return 0
	}
	return float64(sample[0].Value.Uint64())
}

func getmetatable(L *lua.LState) int {
	return returnValue(L, L.GetMetatable(checkAny(L, 1)))
}

func setmetatable(L *lua.LState) int {
	meta := L.Get(2)
	t := checkTable(L, 1)
	checkMetatable(L, 2)
	if old, ok := t.Metatable.(*lua.LTable); ok && old.RawGetString("__metatable") != lua.LNil {
		raise(L, "cannot change a protected metatable")
	}
	t.Metatable = meta
	L.SetTop(1)
	return 1
}

// checkMetatable demands nil or a table as argument n, and that it is there.
func checkMetatable(L *lua.LState, n int) {
	if n <= L.GetTop() {
		switch L.Get(n).(type) {
		case *lua.LTable, *lua.LNilType:
			return
		}
	}
	ArgError(L, n, "nil or table expected")
}

// newproxy makes a userdata without contents, for its metatable: none, a new one, or that of another proxy.
func newproxy(L *lua.LState) int {
	proxy := &lua.LUserData{Metatable: lua.LNil, Env: L.Env}
	switch v := L.Get(1).(type) {
	case *lua.LNilType:
	case lua.LBool:
		if v {
			proxy.Metatable = L.CreateTable(0, 4)
		}
	case *lua.LUserData:
		if v.Value != nil || v.Metatable == lua.LNil {
			ArgError(L, 1, "boolean or proxy expected")
		}
		proxy.Metatable = v.Metatable
	default:
		ArgError(L, 1, "boolean or proxy expected")
	}
	return returnValue(L, proxy)
}

func (lib *library) pairs(L *lua.LState) int {
	t := checkTable(L, 1)
	L.Push(lib.next)
	L.Push(t)
	L.Push(lua.LNil)
	return 3
}

func (lib *library) pairsInOrder(L *lua.LState) int {
	t := checkTable(L, 1)
	L.Push(lib.ipairs)
	L.Push(t)
	L.Push(numberValue(0))
	return 3
}

// nextInOrder is the iterator of ipairs.
func nextInOrder(L *lua.LState) int {
	t := checkTable(L, 1)
	i := checkInt(L, 2) + 1
	v := rawGetInt(t, i)
	if v == lua.LNil {
		return 0
	}
	pushInt(L, i)
	L.Push(v)
	return 2
}

// print writes its arguments, converted by the global tostring, in one go.
func (lib *library) print(L *lua.LState) int {
	convert, _ := L.GetField(L.Env, "tostring").(*lua.LFunction)
	var line strings.Builder
	for i, top := 1, L.GetTop(); i <= top; i++ {
		if i > 1 {
			line.WriteByte('\t')
		}
		text := lib.printed(L, convert, L.Get(i))
		lib.checkLength(L, "print", line.Len()+len(text))
		line.WriteString(text)
	}
	line.WriteByte('\n')
	if _, err := io.WriteString(lib.vm.Stdout, line.String()); err != nil {
		raise(L, "print: cannot write: %s", err.Error())
	}
	return 0
}

// printed is one argument of print as text.
func (lib *library) printed(L *lua.LState, convert *lua.LFunction, v lua.LValue) string {
	if convert == lib.tostring {
		return ToString(L, v)
	}
	L.Push(L.GetField(L.Env, "tostring"))
	L.Push(v)
	L.Call(1, 1)
	text := L.Get(-1)
	L.Pop(1)
	return mustBeText(L, text)
}

// mustBeText is the text of what a tostring or __tostring returned.
func mustBeText(L *lua.LState, v lua.LValue) string {
	switch v := v.(type) {
	case lua.LString:
		return string(v)
	case lua.LNumber:
		return number.Format(float64(v))
	}
	raise(L, "'tostring' must return a string to 'print'")
	return ""
}

// ToString is what print writes for v: the result of __tostring where there is one. It raises when that is no string.
func ToString(L *lua.LState, v lua.LValue) string { return mustBeText(L, convertToString(L, v)) }

// convertToString is tostring: __tostring may return any value.
func convertToString(L *lua.LState, v lua.LValue) lua.LValue {
	if meta := L.GetMetaField(v, "__tostring"); meta != lua.LNil {
		L.Push(meta)
		L.Push(v)
		L.Call(1, 1)
		text := L.Get(-1)
		L.Pop(1)
		return text
	}
	switch v := v.(type) {
	case lua.LString:
		return v
	case lua.LNumber:
		return lua.LString(number.Format(float64(v)))
	}
	return lua.LString(v.String())
}

func tostring(L *lua.LState) int {
	return returnValue(L, convertToString(L, checkAny(L, 1)))
}

func tonumber(L *lua.LState) int {
	base := optInt(L, 2, 10)
	if base == 10 {
		v := checkAny(L, 1)
		if _, ok := v.(lua.LNumber); ok {
			return returnValue(L, v)
		}
		return returnMaybe(L)(toNumber(v))
	}
	text := checkString(L, 1)
	if base < 2 || base > 36 {
		ArgError(L, 2, "base out of range")
	}
	return returnMaybe(L)(number.ParseBase(text, base))
}

// returnMaybe returns a number or, where there is none, nil.
func returnMaybe(L *lua.LState) func(f float64, ok bool) int {
	return func(f float64, ok bool) int {
		if !ok {
			return returnValue(L, lua.LNil)
		}
		return returnNumber(L, f)
	}
}

func rawequal(L *lua.LState) int {
	return returnValue(L, lua.LBool(L.RawEqual(checkAny(L, 1), checkAny(L, 2))))
}

func rawget(L *lua.LState) int {
	t := checkTable(L, 1)
	return returnValue(L, t.RawGet(checkAny(L, 2)))
}

func rawset(L *lua.LState) int {
	t := checkTable(L, 1)
	key, value := checkAny(L, 2), checkAny(L, 3)
	checkKey(L, key)
	t.RawSet(key, value)
	L.SetTop(1)
	return 1
}

// checkKey refuses what cannot be the key of a table.
func checkKey(L *lua.LState, key lua.LValue) {
	if key == lua.LNil {
		raiseBare(L, "table index is nil")
	}
	if n, ok := key.(lua.LNumber); ok && n != n {
		raiseBare(L, "table index is NaN")
	}
}

func selectArgs(L *lua.LState) int {
	top := L.GetTop()
	if s, ok := L.Get(1).(lua.LString); ok && strings.HasPrefix(string(s), "#") {
		pushInt(L, top-1)
		return 1
	}
	n := checkInt(L, 1)
	if n < 0 {
		n += top
	} else if n > top {
		n = top
	}
	if n < 1 {
		ArgError(L, 1, "index out of range")
	}
	return top - n
}

// typeNames are the values that type returns, so that it allocates nothing.
var typeNames = func() (names [int(lua.LTChannel) + 1]lua.LValue) {
	for t := range names {
		names[t] = lua.LString(lua.LValueType(t).String())
	}
	return names
}()

func typeOf(L *lua.LState) int {
	return returnValue(L, typeNames[checkAny(L, 1).Type()])
}

func unpack(L *lua.LState) int {
	t := checkTable(L, 1)
	first := optInt(L, 2, 1)
	last := optInt(L, 3, t.Len())
	if first > last {
		return 0
	}
	n := last - first + 1
	if n <= 0 {
		raise(L, "too many results to unpack")
	}
	checkResults(L, n, "too many results to unpack")
	for i := first; i < first+n; i++ {
		L.Push(rawGetInt(t, i))
	}
	return n
}
