package chunk

import (
	"errors"
	"fmt"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/runtime/host"

	"github.com/watsrun/watsrun/internal/shared"
)

// syntaxErrors are sources with the message that Lua gives.
var syntaxErrors = []struct{ source, message string }{
	{"x = = 1", "1: unexpected symbol near '='"},
	{"x =", "1: unexpected symbol near '<eof>'"},
	{"x", "1: '=' expected near '<eof>'"},
	{"x 1", "1: '=' expected near '1'"},
	{"1 = x", "1: unexpected symbol near '1'"},
	{"f() = 1", "1: unexpected symbol near '='"},
	{"a, f() = 1", "1: syntax error near '='"},
	{"(a) = 1", "1: syntax error near '='"},
	{"(a+1) = 1", "1: syntax error near '='"},
	{"local x.y = 1", "1: unexpected symbol near '.'"},
	{"if x then\n\ny=1", "3: 'end' expected (to close 'if' at line 1) near '<eof>'"},
	{"while true do", "1: 'end' expected near '<eof>'"},
	{"for i=1 do end", "1: ',' expected near 'do'"},
	{"for i do end", "1: '=' or 'in' expected near 'do'"},
	{"for i,j=1,2 do end", "1: 'in' expected near '='"},
	{"repeat x=1\nend", "2: 'until' expected (to close 'repeat' at line 1) near 'end'"},
	{"function f(a,) end", "1: <name> or '...' expected near ')'"},
	{"function f(..., a) end", "1: ')' expected near ','"},
	{"function f(1) end", "1: <name> or '...' expected near '1'"},
	{"function f.1() end", "1: '(' expected near '.1'"},
	{"f(1,2", "1: ')' expected near '<eof>'"},
	{"f(1,\n2", "2: ')' expected (to close '(' at line 1) near '<eof>'"},
	{"t = {1,2", "1: '}' expected near '<eof>'"},
	{"t = {[1]2}", "1: '=' expected near '2'"},
	{"return return", "1: unexpected symbol near 'return'"},
	{"return 1 x=2", "1: '<eof>' expected near 'x'"},
	{"break", "1: no loop to break near '<eof>'"},
	{"while 1 do break x=1 end", "1: 'end' expected near 'x'"},
	{"return ...", ""},
	{"function f() return ... end", "1: cannot use '...' outside a vararg function near '...'"},
	{"f\n(1)", "2: ambiguous syntax (function call x new statement) near '('"},
	{"a:b", "1: function arguments expected near '<eof>'"},
	{"a.1", "1: '=' expected near '.1'"},
	{"goto x", "1: '=' expected near 'x'"},
	{"::x::", "1: unexpected symbol near ':'"},
	{";", "1: unexpected symbol near ';'"},
	{"x=1;;", "1: unexpected symbol near ';'"},
	{"x = 1 // 2", "1: unexpected symbol near '/'"},
	{"x = 1 != 2", "1: unexpected symbol near '!'"},
	{"x = a & b", "1: unexpected symbol near '&'"},
	{"x = 3x", "1: malformed number near '3x'"},
	{"x = 0x", "1: malformed number near '0x'"},
	{"x = 1e", "1: malformed number near '1e'"},
	{"x = 1..2", "1: malformed number near '1..2'"},
	{"x = 1.2.3", "1: malformed number near '1.2.3'"},
	{"x = 1e+", "1: malformed number near '1e+'"},
	{"x = 'abc", "1: unfinished string near '<eof>'"},
	{"x = 'abc\n'", "1: unfinished string near ''abc'"},
	{"x = '\\300'", "1: escape sequence too large near '''"},
	{"x = [[abc", "1: unfinished long string near '<eof>'"},
	{"x = [=abc", "1: invalid long string delimiter near '[='"},
	{"x = [[a [[b]] ]]", "1: nesting of [[...]] is deprecated near '['"},
	{"--[[ abc", "1: unfinished long comment near '<eof>'"},
	{"x = \x01", "1: unexpected symbol near 'char(1)'"},
	{"x = \xc2\xb5", "1: unexpected symbol near '\xc2'"},
	{"x\r\ny\n\rz = = 1", "2: '=' expected near 'y'"},
	{"local function f.x() end", "1: '(' expected near '.'"},
	{"local 'x'", "1: '<name>' expected near ''x''"},
	{"x = }", "1: unexpected symbol near '}'"},
	{"x = function", "1: '(' expected near '<eof>'"},
	{"for 1=2,3 do end", "1: '<name>' expected near '1'"},
	{"x = a.b.", "1: '<name>' expected near '<eof>'"},
	{"not x", "1: unexpected symbol near 'not'"},
	{"x = #", "1: unexpected symbol near '<eof>'"},
	{"end", "1: '<eof>' expected near 'end'"},
	{"elseif", "1: '<eof>' expected near 'elseif'"},
	{"x = [[\n\n]] y", "3: '=' expected near '<eof>'"},
	{"x = 'a\\\nb' y", "2: '=' expected near '<eof>'"},
}

func TestSyntaxErrorsAreWordedAsByLua(t *testing.T) {
	for _, c := range syntaxErrors {
		_, err := Compile([]byte(c.source), "s", host.Limits{})
		if got := strings.TrimPrefix(text(err), "s:"); got != c.message {
			t.Errorf("%q: %q, want %q", c.source, got, c.message)
		}
		if err != nil && fault.KindOf(err) != fault.Script {
			t.Errorf("%q: kind %s", c.source, fault.KindOf(err))
		}
	}
}

// TestSyntaxErrorsAgainstLua has the messages above confirmed by Lua itself.
func TestSyntaxErrorsAgainstLua(t *testing.T) {
	path, err := exec.LookPath("lua5.1")
	if err != nil {
		shared.Missing(t, "no lua5.1 on the PATH to compare with")
	}
	var script strings.Builder
	for _, c := range syntaxErrors {
		var bytes []string
		for _, b := range []byte(c.source) {
			bytes = append(bytes, fmt.Sprint(b))
		}
		fmt.Fprintf(&script, "print((select(2, loadstring(string.char(%s), '=s')) or ''))\n", strings.Join(bytes, ","))
	}
	cmd := exec.Command(path, "-")
	cmd.Stdin = strings.NewReader(script.String())
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(out), "\n")
	for i, c := range syntaxErrors {
		if got := strings.TrimPrefix(lines[i], "s:"); got != c.message {
			t.Errorf("%q: Lua says %q, the table %q", c.source, got, c.message)
		}
	}
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestLimitsOfLua(t *testing.T) {
	repeat := strings.Repeat
	locals := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "local a%d = 1\n", i)
		}
		return b.String()
	}
	upvalues := func(n int) string {
		var b strings.Builder
		fmt.Fprintf(&b, "%s return function() return 0", locals(n))
		for i := range n {
			fmt.Fprintf(&b, "+a%d", i)
		}
		return b.String() + " end"
	}
	for _, c := range []struct{ name, source, message string }{
		{"200 locals", locals(200), ""},
		{"201 locals", locals(201), "201: main function has more than 200 local variables"},
		{"60 upvalues", upvalues(60), ""},
		{"61 upvalues", upvalues(61), "62: function at line 62 has more than 60 upvalues"},
		{"a long list", "return f(" + repeat("1,", 260) + "1)", "1: function or expression too complex near '1'"},
		{"a big table", "return {" + repeat("1,", 100_000) + "}", ""},
		{"a table of numbers", "return {" + numbers(70_000) + "}", ""},
		{"many elseifs", "if x then " + repeat("elseif y then ", 10_000) + "end", ""},
		{"a long sum", "return 1" + repeat("+x", 100_000), ""},
		{"long fields", "return x" + repeat(".y", 100_000), ""},
		{"long calls", "return x" + repeat("()", 100_000), ""},
		{"many statements", repeat("x=1 ", 100_000), ""},
		{"many functions", repeat("f=function() end ", 2_000), ""},
		{"parentheses", "return " + repeat("(", 200_000), "1: chunk has too many syntax levels"},
		{"minuses", "return " + repeat("- ", 200_000) + "1", "1: chunk has too many syntax levels"},
		{"nots", "return " + repeat("not ", 200_000) + "1", "1: chunk has too many syntax levels"},
		{"powers", "return 1" + repeat("^x", 200_000), "1: chunk has too many syntax levels"},
		{"tables", "return " + repeat("{", 200_000), "1: chunk has too many syntax levels"},
		{"functions", repeat("function f() ", 200_000), "1: chunk has too many syntax levels"},
		{"blocks", repeat("do\n", 200_000), "181: chunk has too many syntax levels"},
		{"calls", repeat("f(", 200_000), "1: chunk has too many syntax levels"},
		{"concatenations", "return ''" + repeat("..x", 200_000), "1: chunk has too many syntax levels"},
		{"targets", "x" + repeat(",x", 300) + " = 1", "1: main function has more than 200 variables in assignment"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := Compile([]byte(c.source), "s", host.Limits{})
			if got := strings.TrimPrefix(text(err), "s:"); got != c.message {
				t.Errorf("%.200q, want %q", got, c.message)
			}
		})
	}
}

func numbers(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "%d,", i)
	}
	return b.String()
}

func TestManyGlobalsTakeLittleTime(t *testing.T) {
	var b strings.Builder
	for i := range 300_000 {
		fmt.Fprintf(&b, "g%d=%d\n", i, i)
	}
	begin := time.Now()
	_, err := Compile([]byte(b.String()), "s", host.Limits{})
	if !strings.Contains(text(err), "constant table overflow") {
		t.Errorf("got %v", err)
	}
	if d := time.Since(begin); d > 30*time.Second {
		t.Errorf("took %s", d)
	}
}

func TestTheHostsLimits(t *testing.T) {
	for _, c := range []struct {
		source  string
		limits  host.Limits
		message string
	}{
		{"return 1", host.Limits{SourceBytes: 7}, "s:1: source of 8 bytes is longer than the limit of 7"},
		{"return ((((1))))", host.Limits{SourceDepth: 4}, "s:1: chunk has too many syntax levels"},
		{"\x1bLuaQ", host.Limits{}, "s:1: cannot load a compiled chunk: only source text"},
	} {
		if _, err := Compile([]byte(c.source), "s", c.limits); text(err) != c.message {
			t.Errorf("%q: %v, want %s", c.source, err, c.message)
		}
	}
}

func TestTheFirstLineMayBeForTheOperatingSystem(t *testing.T) {
	for source, message := range map[string]string{
		"#!/usr/bin/env watsrun\nx = = 1": "s:2: unexpected symbol near '='",
		"#!watsrun\r\nx = = 1":            "s:2: unexpected symbol near '='",
		"#!watsrun":                       "",
		"\ufeffx = 1":                     "",
		"\ufeff#!watsrun\r\nx = = 1":      "s:2: unexpected symbol near '='",
		"x = \ufeff1":                     "s:1: unexpected symbol near '\xef'",
		"\xff\xfex\x00":                   "s:1: the source is UTF-16: save it as UTF-8",
		"x = 1\n# x":                      "s:2: unexpected symbol near '#'",
	} {
		if _, err := Compile([]byte(source), "s", host.Limits{}); text(err) != message {
			t.Errorf("%q: %v, want %q", source, err, message)
		}
	}
}

func TestIsIncomplete(t *testing.T) {
	for source, want := range map[string]bool{
		"x =": true, "for i=1,2 do": true, "f(": true, "x = [[a": true, "--[[": true, "if x then": true, "x = 'a\\": true,
		"x = = 1": false, "x = 'a\n": false, "return 1": false, "end": false,
	} {
		_, err := Compile([]byte(source), "s", host.Limits{})
		if got := IsIncomplete(err); got != want {
			t.Errorf("%q: %v (%v)", source, got, err)
		}
		if got := IsIncomplete(fmt.Errorf("while reading: %w", err)); err != nil && got != want {
			t.Errorf("%q wrapped: %v", source, got)
		}
	}
	if IsIncomplete(errors.New("near '<eof>'")) {
		t.Error("any error is taken for incomplete")
	}
}

func TestDisplayName(t *testing.T) {
	long := strings.Repeat("x", 100)
	for name, want := range map[string]string{
		"=stdin": "stdin", "@dir/file.lua": "dir/file.lua", "return 1": `[string "return 1"]`,
		"x = 1\ny = 2": `[string "x = 1..."]`, "=" + long: long[:59], "@" + long: "..." + long[:52],
		long: `[string "` + long[:43] + `..."]`, "": `[string ""]`,
	} {
		if got := DisplayName(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

func TestSyntaxErrorsShowMoreOfTheName(t *testing.T) {
	long := strings.Repeat("x", 100)
	_, err := CompileChunk([]byte("x = = 1"), long, host.Limits{})
	if want := `[string "` + long[:63] + `..."]:1: unexpected symbol near '='`; text(err) != want {
		t.Errorf("got %v, want %s", err, want)
	}
	p, err := CompileChunk([]byte("x = 1"), long, host.Limits{})
	if want := `[string "` + long[:43] + `..."]`; err != nil || p.SourceName != want {
		t.Errorf("got %q, %v", p.SourceName, err)
	}
}

func TestNamesOfRegisters(t *testing.T) {
	for source, want := range map[string]string{
		"local a; a()":                        "local 'a'",
		"f()":                                 "global 'f'",
		"local t; t.x.y()":                    "field 'y'",
		"local t, i; t[i]()":                  "field '?'",
		"local t; t:m()":                      "method 'm'",
		"local a, b; (a or b)()":              "",
		"(1)()":                               "",
		"local a; local function f() a() end": "upvalue 'a'",
		"local a, b = 1, 2 if a then b = a end b()": "local 'b'",
	} {
		p, err := Compile([]byte(source), "s", host.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if len(p.FunctionPrototypes) > 0 {
			p = p.FunctionPrototypes[0]
		}
		got := "no call"
		for pc := range p.Code {
			if InstructionAt(p, pc).Op == lua.OP_CALL {
				got = CallName(p, pc).String()
			}
		}
		if got != want {
			t.Errorf("%s: %q, want %q", source, got, want)
		}
	}
}

// TestEveryInstructionHasALine also sees to it that what the engine prints of a function does not fail.
func TestEveryInstructionHasALine(t *testing.T) {
	source := "local a = 1\nlocal function f(b, ...)\n  return a + b, ...\nend\nfor i = 1, 2 do\n  f(i, a .. i)\nend\nreturn {f(1), x = a % 3, [a] = -a}"
	p, err := Compile([]byte(source), "s", host.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if len(p.DbgSourcePositions) != len(p.Code) {
		t.Fatalf("%d lines for %d instructions", len(p.DbgSourcePositions), len(p.Code))
	}
	var lines []int
	for _, l := range p.DbgSourcePositions {
		if n := len(lines); n == 0 || lines[n-1] != l {
			lines = append(lines, l)
		}
	}
	if diff := cmp.Diff([]int{1, 4, 5, 6, 5, 8}, lines); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(p.String(), "CLOSURE") {
		t.Error("the listing lacks the closure")
	}
}
