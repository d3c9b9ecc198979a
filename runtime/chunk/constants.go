package chunk

import (
	"math"
	"strconv"

	lua "github.com/yuin/gopher-lua"
	"github.com/yuin/gopher-lua/ast"
)

// maxGlobals bounds the names of globals in one function beyond those that are small constants. The engine looks for
// each new name among all that it has, so that their number must not be left to the source.
const maxGlobals = 1 << 14

// constants are the constants of one function. The engine keeps the text of names in a list of its own, by the index of
// the constant, which it fills only for what it compiles itself; so the names of globals are numbered apart and moved
// between the small constants, which may be names of fields, and all others.
type constants struct {
	values  []lua.LValue
	index   map[any]int
	globals []string
	globalI map[string]int
}

func newConstants() *constants { return &constants{index: map[any]int{}, globalI: map[string]int{}} }

// numberKey tells numbers by their bits, since 0 and -0 are equal but not the same.
type numberKey uint64

func (c *constants) number(f float64) int {
	return c.addAs(numberKey(math.Float64bits(f)), lua.LNumber(f))
}

func (c *constants) text(s string) int { return c.addAs(s, lua.LString(s)) }

// add is the index of nil, true or false.
func (c *constants) add(v lua.LValue) int { return c.addAs(v, v) }

func (c *constants) addAs(key any, v lua.LValue) int {
	if i, ok := c.index[key]; ok {
		return i
	}
	c.values = append(c.values, v)
	c.index[key] = len(c.values) - 1
	return len(c.values) - 1
}

// global is the number of a global's name.
func (c *constants) global(name string) int {
	if i, ok := c.globalI[name]; ok {
		return i
	}
	c.globals = append(c.globals, name)
	c.globalI[name] = len(c.globals) - 1
	return len(c.globals) - 1
}

func (c *constants) full() bool {
	return len(c.values)+len(c.globals) > maxBx || len(c.globals) > maxGlobals
}

// layout gives all constants in their final order, the index of each global's name, and how far the constants beyond
// the small ones move.
func (c *constants) layout() (all []lua.LValue, globals []int, moved int) {
	small := min(len(c.values), smallConstants)
	all = append(all, c.values[:small]...)
	for _, name := range c.globals {
		i, ok := c.index[name]
		if !ok || i >= small {
			i = len(all)
			all = append(all, lua.LString(name))
		}
		globals = append(globals, i)
	}
	moved = len(all) - small
	return append(all, c.values[small:]...), globals, moved
}

// prototype makes a function of the engine that knows the texts of the first constants, for names. All else is to be filled in.
func prototype(texts []lua.LValue, name string) (*lua.FunctionProto, error) {
	taken := make(map[string]bool, len(texts))
	for _, v := range texts {
		if s, ok := v.(lua.LString); ok {
			taken[string(s)] = true
		}
	}
	statements := make([]ast.Stmt, len(texts))
	filler := 0
	for i, v := range texts {
		s, ok := v.(lua.LString)
		for !ok { // the engine counts equal constants once, so that each place needs a text of its own
			s = lua.LString(strconv.Itoa(filler))
			filler++
			ok = !taken[string(s)]
		}
		statements[i] = &ast.ReturnStmt{Exprs: []ast.Expr{&ast.StringExpr{Value: string(s)}}}
	}
	return lua.Compile(statements, name)
}
