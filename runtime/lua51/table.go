package lua51

import (
	"strings"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/lua51/number"
	"github.com/watsrun/watsrun/runtime/lua51/pattern"
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

func (lib *library) tableSort(L *lua.LState) int {
	t := checkTable(L, 1)
	var order *lua.LFunction
	if L.Get(2) != lua.LNil {
		order = checkFunction(L, 2)
	}
	s := sorter{lib: lib, L: L, order: order, budget: lib.budget(), values: make([]lua.LValue, t.Len())}
	for i := range s.values {
		s.values[i] = t.RawGetInt(i + 1)
	}
	s.sort(0, len(s.values)-1)
	for i, v := range s.values {
		t.RawSetInt(i+1, v)
	}
	return 0
}

// sorter sorts the elements of a table aside, so that the table stays as it was when the comparison raises.
//
// The algorithm is the quicksort with the median of three that Lua's C library uses too: elements that compare equal end
// in the same order as there, and the same inconsistent comparison functions are found out.
type sorter struct {
	lib    *library
	L      *lua.LState
	order  *lua.LFunction // nil for <
	budget pattern.Budget
	values []lua.LValue
}

// sort puts the values from low to high, both included, into order.
func (s *sorter) sort(low, high int) {
	for low < high {
		s.inOrder(low, high)
		if high-low == 1 {
			return
		}
		middle := (low + high) / 2
		if !s.inOrder(low, middle) {
			s.inOrder(middle, high)
		}
		if high-low == 2 {
			return
		}
		cut := s.partition(low, high, middle)
		if cut-low < high-cut {
			s.sort(low, cut-1)
			low = cut + 1
		} else {
			s.sort(cut+1, high)
			high = cut - 1
		}
	}
}

// inOrder swaps the values at two places when they stand the wrong way round, and says whether it did.
func (s *sorter) inOrder(low, high int) bool {
	if !s.less(s.values[high], s.values[low]) {
		return false
	}
	s.swap(low, high)
	return true
}

func (s *sorter) swap(i, j int) { s.values[i], s.values[j] = s.values[j], s.values[i] }

// partition moves what is less than the value in the middle before it and the rest behind it. The values at low and high are
// on their sides already.
func (s *sorter) partition(low, high, middle int) int {
	pivot := s.values[middle]
	s.swap(middle, high-1)
	i, j := low, high-1
	for {
		for i++; s.less(s.at(i), pivot); i++ {
			s.checkInside(i <= high)
		}
		for j--; s.less(pivot, s.at(j)); j-- {
			s.checkInside(j >= low)
		}
		if j < i {
			break
		}
		s.swap(i, j)
	}
	s.swap(high-1, i)
	return i
}

// at is the value at i, which only a comparison that contradicts itself looks for outside of the array.
func (s *sorter) at(i int) lua.LValue {
	s.checkInside(i >= 0 && i < len(s.values))
	return s.values[i]
}

func (s *sorter) checkInside(inside bool) {
	if !inside {
		raise(s.L, "invalid order function for sorting")
	}
}

func (s *sorter) less(a, b lua.LValue) bool {
	s.lib.spend(s.L, "table.sort", &s.budget, 1)
	if s.order != nil {
		return lua.LVAsBool(callPair(s.L, s.order, a, b))
	}
	switch a := a.(type) {
	case lua.LNumber:
		if b, ok := b.(lua.LNumber); ok {
			return a < b
		}
	case lua.LString:
		if b, ok := b.(lua.LString); ok {
			return a < b
		}
	}
	return lessByMetamethod(s.L, a, b)
}

// lessByMetamethod compares as < does where both operands share a metamethod, and raises Lua's error otherwise.
func lessByMetamethod(L *lua.LState, a, b lua.LValue) bool {
	if a.Type() == b.Type() {
		meta := L.GetMetaField(a, "__lt")
		if fn, ok := meta.(*lua.LFunction); ok && L.GetMetaField(b, "__lt") == meta {
			return lua.LVAsBool(callPair(L, fn, a, b))
		}
		raiseBare(L, "attempt to compare two %s values", a.Type().String())
	}
	raiseBare(L, "attempt to compare %s with %s", a.Type().String(), b.Type().String())
	return false
}
