package lua51_test

import "testing"

func TestTable(t *testing.T) {
	check(t, []expect{
		{`local t = {1, 2, 3} table.insert(t, 4) table.insert(t, 2, 9) return table.concat(t, ",")`, "1,9,2,3,4"},
		{`local t = {} table.insert(t, 5, "x") return t[5], #t`, "x 5"},
		{`local t = {1, 2} table.insert(t, 0, "z") return t[0], t[1], t[2], t[3]`, "z nil 1 2"},
		{`local t = {1, 2} table.insert(t, 3, "e") return #t, t[3]`, "3 e"},
		{`table.insert({})`, "error: test.lua:1: wrong number of arguments to 'insert'"},
		{`table.insert(1, 2)`, "error: test.lua:1: bad argument #1 to 'insert' (table expected, got number)"},
		{`table.insert({}, "x", 1)`, "error: test.lua:1: bad argument #2 to 'insert' (number expected, got string)"},
		{`local t = {1, 2, 3} return table.remove(t, 1), table.remove(t), #t, t[1]`, "1 3 1 2"},
		{`return select("#", table.remove({})), select("#", table.remove({1}, 5)), select("#", table.remove({1}, 0))`, "0 0 0"},
		{`return table.concat({1, 2.5, 3e20}, ";"), table.concat({}), table.concat({"a", "b", "c"}, "-", 2), table.concat({"a", "b"}, 1, 1, 2)`, "1;2.5;3e+20  b-c a1b"},
		{`return table.concat({1, {}, 3})`, "error: test.lua:1: invalid value (table) at index 2 in table for 'concat'"},
		{`return table.concat({1, 2}, ",", 1, 3)`, "error: test.lua:1: invalid value (nil) at index 3 in table for 'concat'"},
		{`local t = {} for i = 1, 100 do t[i] = ("x"):rep(1e6) end return table.concat(t)`, "error: test.lua:1: table.concat: result of 68000000 bytes is longer than the limit of 67108864"},
		{`local t = {} for i = 1, 50000 do t[i] = i end return #table.concat(t, ",")`, "288893"},
		{`return table.getn{1, 2}, table.maxn{1, 2, [10] = 1, [2.5] = 1, x = 1}, table.maxn{}`, "2 10 0"},
		{`table.setn({}, 1)`, "error: test.lua:1: 'setn' is obsolete"},
		{`return table.foreach({1, 2, x = 3}, function(k, v) if v == 3 then return k end end)`, "x"},
		{`local s = 0 table.foreachi({1, 2, 3}, function(i, v) s = s + i * v end) return s`, "14"},
		{`table.foreach({}, 1)`, "error: test.lua:1: bad argument #2 to 'foreach' (function expected, got number)"},
	})
}

func TestSort(t *testing.T) {
	check(t, []expect{
		{`local t = {3, 1, 2} table.sort(t) return table.concat(t, ",")`, "1,2,3"},
		{`local t = {"b", "a", "B"} table.sort(t) return table.concat(t, ",")`, "B,a,b"},
		{`local t = {3, 1, 2} table.sort(t, function(a, b) return a > b end) return table.concat(t, ",")`, "3,2,1"},
		{`table.sort({3, "a", 2})`, "error: attempt to compare string with number"},
		{`table.sort({{}, {}})`, "error: attempt to compare two table values"},
		{`local mt = {__lt = function(a, b) return a.n < b.n end} local t = {} for i = 1, 3 do t[i] = setmetatable({n = -i}, mt) end table.sort(t) return t[1].n`, "-3"},
		{`table.sort({1, 2, 3, 4, 5}, function() return true end)`, "error: test.lua:1: invalid order function for sorting"},
		{`table.sort({1}, 5)`, "error: test.lua:1: bad argument #2 to 'sort' (function expected, got number)"},
		{`local t = {3, 1, 2} pcall(table.sort, t, function() error("x") end) return table.concat(t, ",")`, "3,1,2"},
		{`local t = {} for i = 1, 3000 do t[i] = i * 7919 % 3001 end table.sort(t) for i = 2, #t do if t[i - 1] > t[i] then return i end end return "sorted"`, "sorted"},
	})
}

func TestMath(t *testing.T) {
	check(t, []expect{
		{`return math.huge, -math.huge, math.pi, math.mod == math.fmod`, "inf -inf 3.1415926535898 true"},
		{`return math.fmod(-5, 3), math.fmod(5, 0), math.modf(3.7)`, "-2 -nan 3 0.7"},
		{`return math.modf(-3.7)`, "-3 -0.7"},
		{`return math.modf(math.huge)`, "inf 0"},
		{`return math.modf(-0.5)`, "-0 -0.5"},
		{`return math.frexp(10)`, "0.625 4"},
		{`return math.ldexp(0.625, 4), math.ldexp(1, 1e9), math.ldexp(1, -1e9)`, "10 inf 0"},
		{`return math.log10(1000) == 3, math.log10(0.001), math.log10(1e-300), math.log10(2)`, "true -3 -300 0.30102999566398"},
		{`return math.sqrt(-1), math.log(-1), math.acos(2), math.asin(2), math.log10(-1)`, "-nan -nan nan nan nan"},
		{`return math.floor(-0.5), math.ceil(-1.5), math.abs(-2^63), math.floor(1e300) == 1e300`, "-1 -1 9.2233720368548e+18 true"},
		{`return math.max(1, 5, 3), math.min(2, "1"), math.max(-math.huge)`, "5 1 -inf"},
		{`math.max()`, "error: test.lua:1: bad argument #1 to 'max' (number expected, got no value)"},
		{`return math.deg(math.pi), math.rad(180) == math.pi, math.atan2(1, 0), math.pow(2, 10)`, "180 true 1.5707963267949 1024"},
		{`math.random(0)`, "error: test.lua:1: bad argument #1 to 'random' (interval is empty)"},
		{`math.random(2, 1)`, "error: test.lua:1: bad argument #2 to 'random' (interval is empty)"},
		{`math.random(1, 2, 3)`, "error: test.lua:1: wrong number of arguments"},
		{`math.randomseed()`, "error: test.lua:1: bad argument #1 to 'randomseed' (number expected, got no value)"},
		{`for i = 1, 1000 do local a, b, c = math.random(), math.random(6), math.random(-3, 3)
			if a < 0 or a >= 1 or b < 1 or b > 6 or b % 1 ~= 0 or c < -3 or c > 3 then return a, b, c end end return "ok"`, "ok"},
		{`math.randomseed(42) local a = math.random() math.randomseed(42) return a == math.random()`, "true"},
	})
}

// TestSeedStaysInItsVM has two VMs that seed alike and must not disturb each other.
func TestSeedStaysInItsVM(t *testing.T) {
	a, b := newMachine(t), newMachine(t)
	first, _ := a.run(`math.randomseed(1) return math.random(1e9)`)
	if _, err := b.run(`math.randomseed(1) return math.random(1e9), math.random(1e9)`); err != nil {
		t.Fatal(err)
	}
	second, _ := a.run(`return math.random(1e9)`)
	again, err := newMachine(t).run(`math.randomseed(1) return math.random(1e9), math.random(1e9)`)
	if err != nil || again != first+" "+second {
		t.Errorf("%s, %s differs from %s, %v", first, second, again, err)
	}
}
