package lua51

import (
	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/lua51/pattern"
)

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
