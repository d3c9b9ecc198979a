package lua51

import (
	"math"
	"math/rand/v2"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/lua51/number"
)

func (lib *library) openMath(L *lua.LState) {
	t := register(L, "math", []function{
		{"abs", unary(math.Abs)},
		{"acos", unary(unsignedNaN(math.Acos))},
		{"asin", unary(unsignedNaN(math.Asin))},
		{"atan", unary(math.Atan)},
		{"atan2", binary(math.Atan2)},
		{"ceil", unary(math.Ceil)},
		{"cos", unary(math.Cos)},
		{"cosh", unary(math.Cosh)},
		{"deg", unary(func(x float64) float64 { return x / radiansPerDegree })},
		{"exp", unary(math.Exp)},
		{"floor", unary(math.Floor)},
		{"fmod", binary(math.Mod)},
		{"frexp", mathFrexp},
		{"ldexp", mathLdexp},
		{"log", unary(math.Log)},
		{"log10", unary(unsignedNaN(log10))},
		{"max", mathMax},
		{"min", mathMin},
		{"modf", mathModf},
		{"pow", binary(math.Pow)},
		{"rad", unary(func(x float64) float64 { return x * radiansPerDegree })},
		{"random", lib.mathRandom},
		{"randomseed", lib.mathRandomseed},
		{"sin", unary(math.Sin)},
		{"sinh", unary(math.Sinh)},
		{"sqrt", unary(math.Sqrt)},
		{"tan", unary(math.Tan)},
		{"tanh", unary(math.Tanh)},
	})
	t.RawSetString("mod", t.RawGetString("fmod")) // the name of Lua 5.0
	t.RawSetString("huge", lua.LNumber(math.Inf(1)))
	t.RawSetString("pi", lua.LNumber(math.Pi))
}

// radiansPerDegree is rounded as C rounds it: the quotient of two floating-point numbers.
var radiansPerDegree = float64Pi / 180

var float64Pi = math.Pi

func unary(f func(float64) float64) lua.LGFunction {
	return func(L *lua.LState) int { return returnNumber(L, f(checkNumber(L, 1))) }
}

func binary(f func(a, b float64) float64) lua.LGFunction {
	return func(L *lua.LState) int {
		a := checkNumber(L, 1)
		return returnNumber(L, f(a, checkNumber(L, 2)))
	}
}

// unsignedNaN is for functions whose C version answers what is out of their domain with a NaN without a sign.
func unsignedNaN(f func(float64) float64) func(float64) float64 {
	return func(x float64) float64 {
		y := f(x)
		if y != y && x == x {
			return number.NaN()
		}
		return y
	}
}

// log10 is exact for powers of ten, which Go's is not.
func log10(x float64) float64 {
	y := math.Log10(x)
	if whole := math.Round(y); whole != y && math.Abs(whole) < 309 && math.Pow10(int(whole)) == x {
		return whole
	}
	return y
}

func mathFrexp(L *lua.LState) int {
	fraction, exponent := math.Frexp(checkNumber(L, 1))
	L.Push(lua.LNumber(fraction))
	L.Push(lua.LNumber(exponent))
	return 2
}

func mathLdexp(L *lua.LState) int {
	x := checkNumber(L, 1)
	const bound = 1 << 12 // beyond it the result is 0 or infinite in any case
	return returnNumber(L, math.Ldexp(x, min(max(checkInt(L, 2), -bound), bound)))
}

func mathModf(L *lua.LState) int {
	x := checkNumber(L, 1)
	whole := math.Trunc(x)
	fraction := math.Copysign(0, x)
	if !math.IsInf(x, 0) {
		fraction = math.Copysign(x-whole, x)
	}
	L.Push(lua.LNumber(whole))
	L.Push(lua.LNumber(fraction))
	return 2
}

func mathMax(L *lua.LState) int {
	largest := checkNumber(L, 1)
	for n := 2; n <= L.GetTop(); n++ {
		if x := checkNumber(L, n); x > largest {
			largest = x
		}
	}
	return returnNumber(L, largest)
}

func mathMin(L *lua.LState) int {
	smallest := checkNumber(L, 1)
	for n := 2; n <= L.GetTop(); n++ {
		if x := checkNumber(L, n); x < smallest {
			smallest = x
		}
	}
	return returnNumber(L, smallest)
}

// random is the run's own source: one run's seed must not reach another.
func (lib *library) random() *rand.Rand {
	if lib.vm.Rand == nil {
		lib.vm.Rand = rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64()))
	}
	return lib.vm.Rand
}

func (lib *library) mathRandom(L *lua.LState) int {
	r := lib.random().Float64()
	low, high := 1, 1
	switch L.GetTop() {
	case 0:
		return returnNumber(L, r)
	case 1:
		if high = checkInt(L, 1); high < 1 {
			ArgError(L, 1, "interval is empty")
		}
	case 2:
		low, high = checkInt(L, 1), checkInt(L, 2)
		if low > high {
			ArgError(L, 2, "interval is empty")
		}
	default:
		raise(L, "wrong number of arguments")
	}
	width := float64(high) - float64(low) + 1
	return returnNumber(L, math.Floor(r*width)+float64(low))
}

func (lib *library) mathRandomseed(L *lua.LState) int {
	seed := checkInt(L, 1)
	lib.vm.Rand = rand.New(rand.NewPCG(uint64(seed), 0))
	return 0
}
