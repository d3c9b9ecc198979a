package lua51

import (
	"strings"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/lua51/number"
)

func (lib *library) openTable(L *lua.LState) {
	register(L, "table", []function{
		{"concat", lib.tableConcat},
		{"foreach", tableForeach},
		{"foreachi", tableForeachi},
		{"getn", tableGetn},
		{"insert", lib.tableInsert},
		{"maxn", tableMaxn},
		{"remove", tableRemove},
		{"setn", tableSetn},
		{"sort", lib.tableSort},
	})
}

// tableInsert raises where the engine would lose the value: # does not see what lies beyond its array limit.
func (lib *library) tableInsert(L *lua.LState) int {
	t := checkTable(L, 1)
	end := t.Len() + 1
	switch L.GetTop() {
	case 2:
		checkRoom(L, end)
		t.RawSetInt(end, L.Get(2))
	case 3:
		at := checkInt(L, 2)
		if at < end {
			checkRoom(L, end)
		}
		lib.insertAt(L, t, at, end)
	default:
		raise(L, "wrong number of arguments to 'insert'")
	}
	return 0
}

func checkRoom(L *lua.LState, index int) {
	if index >= lua.MaxArrayIndex {
		raise(L, "table overflow: an array holds %d elements at most", lua.MaxArrayIndex-1)
	}
}

// insertAt moves up what stands from at on, before the first free index end, and puts argument 3 there.
func (lib *library) insertAt(L *lua.LState, t *lua.LTable, at, end int) {
	value := L.Get(3)
	if at >= 1 && at < end {
		t.Insert(at, value)
		return
	}
	budget := lib.budget()
	for i := end; i > at; i-- {
		lib.spend(L, "table.insert", &budget, 1)
		t.RawSet(lua.LNumber(i), rawGetInt(t, i-1))
	}
	t.RawSet(lua.LNumber(at), value)
}

func tableRemove(L *lua.LState) int {
	t := checkTable(L, 1)
	end := t.Len()
	at := optInt(L, 2, end)
	if at < 1 || at > end {
		return 0
	}
	return returnValue(L, t.Remove(at))
}

// tableConcat measures first, then builds the string in one piece.
func (lib *library) tableConcat(L *lua.LState) int {
	t := checkTable(L, 1)
	separator := optString(L, 2, "")
	first := optInt(L, 3, 1)
	last := optInt(L, 4, t.Len())
	size := lib.measure(L, t, first, last, len(separator))
	var b strings.Builder
	b.Grow(size)
	var digits [32]byte
	for i := first; i <= last; i++ {
		switch v := rawGetInt(t, i).(type) {
		case lua.LString:
			b.WriteString(string(v))
		case lua.LNumber:
			b.Write(number.Append(digits[:0], float64(v)))
		}
		if i == last {
			break // last may be the largest integer
		}
		b.WriteString(separator)
	}
	return returnString(L, b.String())
}

// measure is an upper bound of the length of what concat gives; it raises for elements that have no text.
func (lib *library) measure(L *lua.LState, t *lua.LTable, first, last, separator int) int {
	budget := lib.budget()
	size := 0
	for i := first; i <= last; i++ {
		v := rawGetInt(t, i)
		switch v := v.(type) {
		case lua.LString:
			size += len(v)
		case lua.LNumber:
			size += numberLength(float64(v))
		default:
			raise(L, "invalid value (%s) at index %d in table for 'concat'", v.Type().String(), i)
		}
		if i == last {
			break
		}
		size += separator
		lib.checkLength(L, "table.concat", size)
		lib.spend(L, "table.concat", &budget, 1)
	}
	lib.checkLength(L, "table.concat", size)
	return size
}

// numberLength is at least the length of a number's text, and exact for small whole numbers.
func numberLength(f float64) int {
	switch {
	case f >= 0 && f < 10:
		return 1 + fractionLength(f)
	case f >= 0 && f < 100:
		return 2 + fractionLength(f)
	case f >= 0 && f < 1000:
		return 3 + fractionLength(f)
	}
	return 21
}

func fractionLength(f float64) int {
	if f == float64(int(f)) {
		return 0
	}
	return 20
}

func tableGetn(L *lua.LState) int {
	pushInt(L, checkTable(L, 1).Len())
	return 1
}

func tableSetn(L *lua.LState) int {
	checkTable(L, 1)
	raise(L, "'setn' is obsolete")
	return 0
}

// tableMaxn is the largest positive number among the keys.
func tableMaxn(L *lua.LState) int {
	largest := lua.LNumber(0)
	checkTable(L, 1).ForEach(func(key, _ lua.LValue) {
		if n, ok := key.(lua.LNumber); ok && n > largest {
			largest = n
		}
	})
	return returnValue(L, largest)
}

func tableForeach(L *lua.LState) int {
	t, fn := checkTable(L, 1), checkFunction(L, 2)
	for key, value := advance(L, t, lua.LNil); key != lua.LNil; key, value = advance(L, t, key) {
		if result := callPair(L, fn, key, value); result != lua.LNil {
			return returnValue(L, result)
		}
	}
	return 0
}

func tableForeachi(L *lua.LState) int {
	t, fn := checkTable(L, 1), checkFunction(L, 2)
	for i, n := 1, t.Len(); i <= n; i++ {
		if result := callPair(L, fn, numberValue(i), rawGetInt(t, i)); result != lua.LNil {
			return returnValue(L, result)
		}
	}
	return 0
}

// callPair calls fn with two arguments for one result.
func callPair(L *lua.LState, fn *lua.LFunction, a, b lua.LValue) lua.LValue {
	L.Push(fn)
	L.Push(a)
	L.Push(b)
	L.Call(2, 1)
	v := L.Get(-1)
	L.Pop(1)
	return v
}
