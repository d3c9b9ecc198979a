package calls

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// programs makes random programs that end and use most of what the compiler knows.
type programs struct {
	*rand.Rand
	blocks, functions int // how deep
	loops             int
	vararg            bool
}

var variables = []string{"a", "b", "c", "d", "e"}

func (p *programs) one(choices ...string) string { return choices[p.IntN(len(choices))] }

func (p *programs) variable() string { return p.one(variables...) }

// list is between least and most expressions.
func (p *programs) list(least, most, depth int) string {
	all := make([]string, least+p.IntN(most-least+1))
	for i := range all {
		all[i] = p.expression(depth)
	}
	return strings.Join(all, ", ")
}

// expression uses N and S to make numbers and strings of any value, so that most programs get far.
func (p *programs) expression(depth int) string {
	sub := func() string { return p.expression(depth + 1) }
	n := p.IntN(100)
	switch {
	case depth > 3 || n < 35:
		return p.one(p.variable(), p.variable(), fmt.Sprint(p.IntN(6)), p.one("g1", "g2", "g3"), "nil", "true", "false", `"s"`, "t.x", "t[2]", "t.u.v", "1.5")
	case n < 50:
		return sub() + p.one(" and ", " or ") + sub()
	case n < 58:
		return "(" + sub() + ")"
	case n < 64:
		return "not " + sub()
	case n < 72:
		return "N(" + sub() + ")" + p.one(" + ", " - ", " * ", " / ", " % ") + "N(" + sub() + ")"
	case n < 78:
		return sub() + p.one(" == ", " ~= ") + sub()
	case n < 83:
		return "N(" + sub() + ")" + p.one(" < ", " > ", " <= ", " >= ") + "N(" + sub() + ")"
	case n < 87:
		return "S(" + sub() + ") .. " + p.one("S("+sub()+")", `"k"`, "1 .. S("+sub()+")")
	case n < 91:
		return "f(" + p.list(0, 3, depth+2) + ")"
	case n < 95:
		return p.one("#S(", "-N(") + sub() + ")"
	case n < 97 && p.vararg:
		return p.one("...", "(...)", `select("#", ...)`)
	case n < 99:
		return "C{" + p.expression(depth+2) + ", " + p.one("", "x = ", "[2] = ") + sub() + ", " + p.list(1, 2, depth+2) + "}"
	}
	return "(" + p.function("...", true) + ")(" + sub() + ")"
}

// function is one that counts its calls, so that recursion ends.
func (p *programs) function(parameters string, vararg bool) string {
	outer := *p
	p.functions, p.loops, p.vararg = p.functions+1, 0, vararg
	body := "B() return " + p.list(0, 3, 2)
	if outer.functions < 3 {
		body = "B() " + p.block(3) + " return " + p.list(0, 3, 2)
	}
	p.functions, p.loops, p.vararg = outer.functions, outer.loops, outer.vararg
	return "function(" + parameters + ") " + body + " end"
}

func (p *programs) target() string {
	return p.one(p.variable(), p.variable(), "g1", "g2", "g3", "t.x", "t[N("+p.variable()+")]", "t.u.v")
}

// some is between one and n of what each makes.
func (p *programs) some(n int, separator string, each func() string) string {
	all := make([]string, 1+p.IntN(n))
	for i := range all {
		all[i] = each()
	}
	return strings.Join(all, separator)
}

func (p *programs) statement() string {
	n := p.IntN(100)
	if p.blocks > 3 {
		n = n * 2 / 5
	}
	switch {
	case n < 25:
		return p.some(3, ", ", p.target) + " = " + p.list(1, 3, 1)
	case n < 38:
		return "local " + p.some(3, ", ", p.variable) + p.one("", " = "+p.list(1, 3, 1))
	case n < 42:
		return "L(" + p.list(1, 3, 1) + ")"
	}
	p.blocks++
	defer func() { p.blocks-- }()
	switch {
	case n < 55:
		return "if " + p.expression(0) + " then " + p.block(2) + p.one("", " else "+p.block(1), " elseif "+p.expression(0)+" then "+p.block(1)+" else "+p.block(1)) + " end"
	case n < 62:
		return "do local q = 0 while q < 3 and (" + p.expression(1) + ") do q = q + 1 " + p.loop() + " end end"
	case n < 70:
		return "do local q = 0 repeat q = q + 1 do " + p.loop() + " end local r = " + p.expression(1) + " local k = function() return r end until q > 2 or k() end"
	case n < 78:
		return "for " + p.variable() + " = " + p.one("1, 3", "3, 1, -1", "0, 1, 0.25", "'1', N("+p.expression(2)+") % 3") + " do " + p.loop() + " end"
	case n < 84:
		return "for " + p.variable() + ", " + p.variable() + " in ipairs{" + p.list(2, 3, 2) + "} do " + p.loop() + " end"
	case n < 88:
		return "do " + p.block(2) + " end"
	case n < 94:
		return "local f = " + p.function(p.one("", "a", "a, b", "..."), false)
	}
	v := p.variable()
	return v + " = " + p.function(p.one("", "a", "a, b"), false) + " F[#F + 1] = " + v
}

func (p *programs) loop() string {
	p.loops++
	defer func() { p.loops-- }()
	return p.block(2)
}

func (p *programs) block(n int) string {
	text := p.some(n, " ; ", p.statement)
	if p.loops > 0 && p.IntN(5) == 0 {
		text += " ; if " + p.expression(2) + " then break end"
	}
	return text
}

// judge runs programs and prints all that can be seen of them. What a program computes must not depend on the order of pairs.
const judge = `
local out, count, budget = {}, 0, 0
local function show(v, d)
  d = d or 0
  if type(v) == "table" then
    if d > 2 then return "{..}" end
    local items = {}
    for k, x in pairs(v) do items[#items + 1] = tostring(k) .. "=" .. show(x, d + 1) end
    table.sort(items)
    return "{" .. table.concat(items, ",") .. "}"
  elseif type(v) == "function" then return "function"
  elseif v == 0 then return "0" -- and not -0
  elseif v ~= v then return "nan" end
  return tostring(v)
end
function N(v)
  if type(v) == "number" then if v ~= v or v > 1e6 or v < -1e6 then return 7 end return v end
  if type(v) == "string" then return #v end
  return v and 1 or 2
end
function S(v) local s = show(v) if #s > 40 then return "long" end return s end
function B() budget = budget + 1 if budget > 500 then error("budget", 0) end end
function L(...)
  count = count + 1
  if count > 60 then error("count", 0) end
  local p = {}
  for i = 1, select("#", ...) do p[i] = show((select(i, ...))) end
  out[#out + 1] = table.concat(p, ",")
end
function C(t) return show(t) end
function f(...) L("f", ...) return select("#", ...), ... end
local function pack(...) return {n = select("#", ...), ...} end
local function run(i, source)
  out, count, budget = {}, 0, 0
  g1, g2, g3, t, F = 1, nil, "g", {1, 2, 3, x = "tx", u = {v = 9}}, {}
  local fn, message = loadstring(source, "=s")
  if not fn then print(i, "syntax", message) return end
  local r = pack(pcall(fn, 10, nil, "v"))
  for k = 1, r.n do r[k] = show(r[k]) end
  for _, fn in ipairs(F) do if type(fn) == "function" then L(pcall(fn, 1, 2)) end end
  print(i, table.concat(r, ",", 1, r.n), show(t), show(g1), show(g2), show(g3), table.concat(out, ";"))
end
`

func TestRandomProgramsBehaveAsInLua(t *testing.T) {
	batches := 6
	if testing.Short() {
		batches = 1
	}
	for seed := range batches {
		var script strings.Builder
		script.WriteString(judge)
		p := &programs{Rand: rand.New(rand.NewPCG(uint64(seed), 7))}
		for i := range 600 {
			p.vararg = true
			fmt.Fprintf(&script, "pcall(run, %d, [=[local a, b, c, d, e = 1, 'b', nil, false, 4 %s return %s, a, b, c, d, e]=])\n",
				i, p.block(5), p.list(3, 3, 1))
		}
		compareLines(t, ours(t, script.String()), reference(t, script.String()))
	}
}
