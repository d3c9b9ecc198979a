package lua51

import (
	"reflect"

	lua "github.com/yuin/gopher-lua"
)

// rawGetInt is t[i] without metamethods. The engine keeps indexes beyond its array limit elsewhere.
func rawGetInt(t *lua.LTable, i int) lua.LValue {
	if i >= 1 && i < lua.MaxArrayIndex {
		return t.RawGetInt(i)
	}
	return t.RawGet(lua.LNumber(i))
}

func next(L *lua.LState) int {
	t := checkTable(L, 1)
	key, value := advance(L, t, L.Get(2))
	if key == lua.LNil {
		return returnValue(L, lua.LNil)
	}
	L.Push(key)
	L.Push(value)
	return 2
}

// advance is the entry after key. The engine takes any key and goes on somewhere; Lua raises for one that the table
// never had. A key whose value was set to nil meanwhile is still good.
func advance(L *lua.LState, t *lua.LTable, key lua.LValue) (lua.LValue, lua.LValue) {
	if key != lua.LNil && t.RawGet(key) == lua.LNil {
		var known bool
		if key, known = vanished(t, key); !known {
			raiseBare(L, "invalid key to 'next'")
		}
	}
	return t.Next(key)
}

// The engine's table has no way to ask whether a key was ever there, so the fields are read.
var (
	arrayField = tableField("array")
	indexField = tableField("k2i")
)

func tableField(name string) []int {
	f, _ := reflect.TypeFor[lua.LTable]().FieldByName(name)
	return f.Index
}

// vanished finds the place of a key without a value: the key to go on from, and whether the table ever had it. An index
// within the array's room counts, as in Lua: table.remove shortens the array during a traversal.
func vanished(t *lua.LTable, key lua.LValue) (lua.LValue, bool) {
	fields := reflect.ValueOf(t).Elem()
	if n, ok := key.(lua.LNumber); ok {
		if n != n {
			return key, false
		}
		array := fields.FieldByIndex(arrayField)
		if i := int(n); lua.LNumber(i) == n && i >= 1 && i <= array.Cap() {
			return place(min(i, array.Len())), true
		}
	}
	return key, fields.FieldByIndex(indexField).MapIndex(reflect.ValueOf(&key).Elem()).IsValid()
}

// place is the key after which the engine goes on with what follows the first n entries of the array.
func place(n int) lua.LValue {
	if n == 0 {
		return lua.LNil
	}
	return lua.LNumber(n)
}
