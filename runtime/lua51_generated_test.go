package runtime

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/watsrun/watsrun/internal/shared"
)

// How many programs TestGeneratedPrograms compares, and how many it gives to an interpreter at once.
const (
	generatedPrograms = 3000
	programsAtOnce    = 250
)

// generatedPrelude is what generated programs find: fuel that ends them, objects with every metamethod, and a way to be run.
const generatedPrelude = `
local fuel, log
function F() fuel = fuel - 1 if fuel < 0 then error("fuel", 0) end end
function N(v) v = tonumber(v) if v and v ~= 0 then return v end return 3 end -- the engine has no -0
function C(v) return type(v) == "function" and v or I end
function T(v) return type(v) == "table" and v or {n = v} end
function I(v) return v end
function K(v) if type(v) == "string" and #v > 60 then return v:sub(1, 60) end return v end
local function text(v)
  if type(v) == "number" and v ~= v then return "nan" end
  if v == 0 then return "0" end
  return (tostring(v):gsub("0x%x+", "ADDRESS"):gsub("%-?nan", "nan"))
end
S = text
function P(...)
  local out = {}
  for i = 1, select("#", ...) do out[i] = text((select(i, ...))) end
  log[#log + 1] = table.concat(out, ",")
end
local function event(name)
  return function(a, b) F() return name .. "(" .. type(a) .. " " .. type(b) .. ")" end
end
local meta = {}
for _, name in ipairs{"add", "sub", "mul", "div", "mod", "pow", "concat", "call"} do meta["__" .. name] = event(name) end
meta.__unm = function(a) F() return "unm(" .. type(a) .. ")" end
meta.__eq = function(a, b) F() return rawequal(a.n, b.n) end
meta.__lt = function(a, b) F() return type(a) < type(b) end
meta.__index = function(t, k) F() return type(k) .. " missing" end
meta.__newindex = function(t, k, v) F() if v ~= nil then rawset(t, k, v) end end
meta.__tostring = function(t) return "object of a " .. type(t.n) end
function M(n) return setmetatable({n = n}, meta) end
local function results(...) P(...) end
function RUN(number, source)
  fuel, log = 200, {}
  m1, m2, g1, g2, g3 = M(1), M(2), 7, "10", nil
  local f, message = loadstring(source, "=s")
  if f then results(pcall(setfenv(f, setmetatable({}, {__index = _G})), 1, "two", nil, 4)) else P("syntax", message) end
  print(number, (table.concat(log, "; "):gsub("\n", " ")))
end
`

// TestGeneratedPrograms runs programs that nobody wrote, the same each time, here and on Lua 5.1 itself.
func TestGeneratedPrograms(t *testing.T) {
	reference, err := exec.LookPath("lua5.1")
	if err != nil {
		shared.Missing(t, "lua5.1 is not on PATH: nothing to compare with")
	}
	programs := generatedPrograms
	if testing.Short() {
		programs /= 10
	}
	host := newTest(t, Options{})
	r := rand.New(rand.NewPCG(51, 1))
	for done := 0; done < programs; done += programsAtOnce {
		sources := make([]string, programsAtOnce)
		for i := range sources {
			sources[i] = generate(r)
		}
		compareGenerated(t, host, reference, sources)
	}
}

func compareGenerated(t *testing.T, host *Runtime, reference string, sources []string) {
	t.Helper()
	var script strings.Builder
	script.WriteString(generatedPrelude)
	for i, s := range sources {
		fmt.Fprintf(&script, "RUN(%d, [==[%s]==])\n", i, s)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, reference, "-")
	cmd.Stdin = strings.NewReader(script.String())
	want, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, want)
	}
	var got bytes.Buffer
	if res := host.Run(ctx, Job{Script: Script{Name: "stdin", Source: []byte(script.String())}, Stdout: &got}); res.Err != nil {
		t.Fatal(res.Err)
	}
	ours, theirs := strings.Split(got.String(), "\n"), strings.Split(string(want), "\n")
	if len(ours) != len(theirs) {
		t.Fatalf("%d lines, want %d", len(ours), len(theirs))
	}
	for i, s := range sources {
		if ours[i] != theirs[i] {
			t.Fatalf("this program differs:\n%s\n got  %s\n want %s", s, ours[i], theirs[i])
		}
	}
}

// generator writes one program. Its variables are in scope one after the other.
type generator struct {
	*rand.Rand
	text  strings.Builder
	vars  []string
	depth int
	names int
	loops int // in which the statement stands, within its function
	dots  bool
	yield bool // whether the function runs in a coroutine
}

func generate(r *rand.Rand) string {
	g := &generator{Rand: r, dots: true}
	g.vars = []string{"g1", "g2", "g3", "m1", "m2"}
	g.statements(3 + g.IntN(6))
	g.line("return %s, %s, %s", g.variable(), g.variable(), g.expression())
	return g.text.String()
}

func (g *generator) line(format string, args ...any) { fmt.Fprintf(&g.text, format+"\n", args...) }

func (g *generator) one(choices ...string) string { return choices[g.IntN(len(choices))] }

func (g *generator) variable() string { return g.vars[g.IntN(len(g.vars))] }

func (g *generator) fresh() string {
	g.names++
	return fmt.Sprintf("v%d", g.names)
}

// scope runs what makes a block: variables that it declares end with it.
func (g *generator) scope(block func()) {
	n := len(g.vars)
	g.depth++
	block()
	g.depth--
	g.vars = g.vars[:n]
}

func (g *generator) block() { g.scope(func() { g.statements(1 + g.IntN(3)) }) }

func (g *generator) statements(n int) {
	for range n {
		if g.depth > 3 {
			g.simple()
			continue
		}
		switch g.IntN(14) {
		case 0:
			g.line("if %s then", g.expression())
			g.block()
			g.line("%s", g.one("else", "elseif "+g.expression()+" then"))
			g.block()
			g.line("end")
		case 1, 2:
			g.loop()
		case 3:
			g.function()
		case 4:
			g.protected()
		case 5:
			g.coroutine()
		case 6:
			g.line("do")
			g.block()
			g.line("end")
		default:
			g.simple()
		}
	}
}

func (g *generator) simple() {
	switch g.IntN(8) {
	case 0, 1:
		a := g.fresh()
		values := g.expressions(1 + g.IntN(3))
		b := g.fresh()
		g.line("local %s, %s = %s", a, b, values)
		g.vars = append(g.vars, a, b)
	case 2:
		g.line("%s, %s = %s", g.target(), g.target(), g.expressions(1+g.IntN(3)))
	case 3, 4:
		g.line("%s = %s", g.target(), g.expression())
	case 5:
		g.line("P(%s)", g.expressions(1+g.IntN(3)))
	case 6:
		g.line("P(pcall(%s, %s))", g.variable(), g.expressions(2))
	case 7:
		if g.yield && g.IntN(2) == 0 {
			g.line("P(coroutine.yield(%s))", g.expressions(1+g.IntN(2)))
			return
		}
		g.line("local x = %s; P(x)", g.call())
	}
}

func (g *generator) target() string {
	switch g.IntN(8) {
	case 0:
		return g.variable() + "." + g.one("x", "y", "n")
	case 1, 2:
		return "T(" + g.variable() + ")." + g.one("x", "y", "n")
	case 3:
		return g.variable() + "[type(" + g.atom() + ")]"
	}
	return g.variable()
}

func (g *generator) loop() {
	g.loops++
	v := g.fresh()
	switch g.IntN(5) {
	case 0:
		g.line("for %s = %s, %s, %s do F()", v, g.one("N("+g.variable()+")", g.number()), g.number(), g.one("1", "0.5", "-1", "-0.25", "'2'", "3", "0.1", g.number()))
	case 1:
		g.line("for i, %s in ipairs{%s} do F()", v, g.expressions(3))
	case 2:
		g.line("local %s = 0 while %s < %d do F() %s = %s + 1", v, v, 1+g.IntN(4), v, v)
	case 3:
		g.line("for %s, w in %s do F()", v, g.one("pairs{"+g.expression()+"}", "coroutine.wrap(function() for i = 1, 3 do coroutine.yield(i, g1) end end)", "('a,b,c'):gmatch('%a')"))
	case 4:
		g.line("local %s = 0 repeat F() %s = %s + 1 local u = %s", v, v, v, g.expression())
		g.scope(func() { g.vars = append(g.vars, v); g.statements(1 + g.IntN(2)) })
		g.line("until u or %s > 2", v)
		g.loops--
		return
	}
	g.scope(func() {
		g.vars = append(g.vars, v)
		g.statements(1 + g.IntN(3))
		if g.IntN(4) == 0 {
			g.line("if %s then break end", g.expression())
		}
	})
	g.line("end")
	g.loops--
}

func (g *generator) function() {
	f := g.fresh()
	switch g.IntN(4) {
	case 0:
		g.line("local function %s(a, b, ...) F()", f)
	case 1:
		g.line("function %s.m(self, a, ...) F()", g.one("m1", "m2"))
		g.body("a")
		return
	default:
		g.line("local %s = function(a, b, ...) F()", f)
	}
	g.body("a", "b")
	g.vars = append(g.vars, f)
}

// body writes the rest of a function.
func (g *generator) body(params ...string) {
	dots, loops, yield := g.dots, g.loops, g.yield
	g.dots, g.loops = true, 0
	g.scope(func() {
		g.vars = append(g.vars, params...)
		g.statements(1 + g.IntN(3))
		g.line("return %s", g.one(g.expressions(1+g.IntN(2)), g.call(), "..."))
	})
	g.line("end")
	g.dots, g.loops, g.yield = dots, loops, yield
}

func (g *generator) protected() {
	switch g.IntN(3) {
	case 0:
		g.line("P(pcall(function(...) F()")
	case 1:
		g.line("P(xpcall(function(...) F()")
		g.body()
		g.line(", function(e) return %s end))", g.one("e", "type(e)", "'handled ' .. S(e)", "#nil")) // one that fails is called again by Lua
		return
	case 2:
		g.line("P(pcall(function(...) F() if %s then error(%s, %s) end", g.expression(), g.expression(), g.one("0", "1", "2", "3"))
	}
	g.body()
	g.line("))")
}

func (g *generator) coroutine() {
	co := g.fresh()
	yield := g.yield
	g.yield = true
	g.line("local %s = coroutine.create(function(a, ...) F()", co)
	g.body("a")
	g.yield = yield
	g.line(")")
	for range 1 + g.IntN(3) {
		g.line("P(coroutine.resume(%s, %s)) P(coroutine.status(%s))", co, g.expressions(1+g.IntN(2)), co)
	}
}

func (g *generator) expressions(n int) string {
	list := make([]string, n)
	for i := range list {
		list[i] = g.expression()
	}
	return strings.Join(list, ", ")
}

func (g *generator) expression() string {
	g.depth++
	defer func() { g.depth-- }()
	if g.depth > 6 {
		return g.atom()
	}
	switch g.IntN(16) {
	case 0, 1:
		operator := " " + g.one("+", "-", "*", "/", "%") + " "
		if g.IntN(3) > 0 {
			return "N(" + g.expression() + ")" + operator + "N(" + g.atom() + ")"
		}
		return g.expression() + operator + g.atom()
	case 2:
		if g.IntN(3) > 0 {
			return "K(S(" + g.expression() + ") .. S(" + g.atom() + "))"
		}
		return "K(" + g.expression() + " .. " + g.atom() + g.one("", " .. "+g.expression()) + ")"
	case 3:
		if g.IntN(3) > 0 {
			return "N(" + g.atom() + ") " + g.one("==", "~=", "<", "<=", ">", ">=") + " N(" + g.atom() + ")"
		}
		return g.atom() + " " + g.one("==", "~=", "<", "<=", ">", ">=") + " " + g.atom()
	case 4:
		return "I(" + g.expression() + " " + g.one("and", "or") + " " + g.expression() + ")" // Lua may name the wrong operand otherwise
	case 5:
		return g.one("not ", "-", "#", "- -", "not not ") + g.atom()
	case 6:
		return "{" + g.expressions(1+g.IntN(2)) + ", x = " + g.atom() + ", [" + g.one("1", "'k'", "2.5") + "] = " + g.atom() + "}"
	case 7:
		return g.call()
	case 8:
		return g.library()
	case 9:
		if g.IntN(3) > 0 {
			return "T(" + g.variable() + ")" + g.one(".x", ".n", "[1]")
		}
		return g.variable() + g.one(".x", ".n", "[1]", ".x.y", "[g1]")
	case 10:
		return g.one("2", g.atom()) + "^" + g.one("2", "0.5", "3", g.variable())
	}
	return g.atom()
}

func (g *generator) call() string {
	switch g.IntN(4) {
	case 0:
		return g.variable() + ":m(" + g.expressions(2) + ")"
	case 1:
		return "(function(...) F() return " + g.one("...", "select('#', ...)", "(...)", "...") + " end)(" + g.expressions(2) + ")"
	}
	if g.IntN(3) > 0 {
		return "C(" + g.variable() + ")(" + g.expressions(1+g.IntN(2)) + ")"
	}
	return g.variable() + "(" + g.expressions(1+g.IntN(2)) + ")"
}

func (g *generator) library() string {
	a, b := g.atom(), g.atom()
	if g.IntN(3) > 0 {
		a, b = "S("+a+")", "N("+b+")"
	}
	return g.one(
		"S("+a+")", "tostring("+g.number()+")", "tonumber("+a+")", "tonumber("+a+", 10)", "type("+a+")", "select('#', "+a+", "+b+")", "math.floor("+b+")", "math.max("+b+", "+a+")",
		"K(("+a+"):rep(2))", "("+a+"):sub("+b+")", "string.sub("+a+", 2, -2)", "("+a+"):upper()", "string.format('%5.1f|%s|%d', "+a+", "+b+", 3)",
		"string.format('%q', "+a+")", "string.find("+a+", "+b+")", "(string.gsub("+a+", '%w', '<%0>'))", "string.byte("+a+")", "#"+a, "next({"+a+"})", "rawget("+a+", 'n')",
		"unpack({"+a+", "+b+"})", "rawequal("+a+", "+b+")", "getmetatable("+a+") ~= nil", "table.concat({"+a+", "+b+"}, '-')", "string.char(65 + #S("+a+"))",
		"setmetatable({"+a+"}, {__index = {x = "+b+"}}).x", "getfenv(1) == _G", "assert("+a+", 'm')", "loadstring('return ' .. S("+a+"))", "math.fmod(7, "+b+")")
}

func (g *generator) atom() string {
	switch g.IntN(10) {
	case 0, 1, 2:
		return g.number()
	case 3:
		return g.one("'a'", "'10'", "'0x1p'", "' 5 '", "'1e2'", "''", "'abc'", "'-7.5'", "'0x1F'")
	case 4:
		return g.one("nil", "true", "false")
	case 5:
		if g.dots {
			return g.one("...", "(...)")
		}
	}
	return g.variable()
}

func (g *generator) number() string {
	return g.one("4", "1", "2", "3", "-1", "0.5", "1e15", "0.1", "1e100", "-2.75", "255", "math.huge", "123456789012", "7", "10", "1e-5")
}
