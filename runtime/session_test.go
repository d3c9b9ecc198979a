package runtime

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// newSession is a session whose output is kept.
func newSession(t *testing.T, r *Runtime) (s *Session, out *bytes.Buffer) {
	t.Helper()
	out = new(bytes.Buffer)
	s, err := r.Session(t.Context(), Job{Script: Script{Name: "repl"}, Stdout: out})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s, out
}

// feed evaluates chunks that must not fail.
func feed(t *testing.T, s *Session, chunks ...string) {
	t.Helper()
	for _, c := range chunks {
		if _, incomplete, err := s.Eval(t.Context(), c); err != nil || incomplete {
			t.Fatalf("%q: incomplete %v, %v", c, incomplete, err)
		}
	}
}

// TestLocalsOfASessionAreThoseOfOneSource evaluates parts of a source one by one and all at once: both print the same.
func TestLocalsOfASessionAreThoseOfOneSource(t *testing.T) {
	for name, parts := range map[string][]string{
		"value":              {"local a = 1", "print(a)", "a = a + 1", "print(a, rawget(_G, 'a'))"},
		"several":            {"local a, b, c = 1, 2", "print(a, b, c)", "local d, e = (function() return 3, 4, 5 end)()", "print(d, e)"},
		"same name twice":    {"local a = 1 local function f() return a end local a = 2 print(f(), a)", "print(f(), a)"},
		"closures":           {"local a = 1", "local function get() return a end", "local a = 2", "print(get(), a)", "a = 3 print(get(), a)"},
		"shared by closures": {"local n = 0", "local function up() n = n + 1 return n end", "up()", "n = n + 10", "print(up(), n)"},
		"from the one before": {
			"local a = 1", "local a = a + 1", "local f = function() return a end local a = a * 10", "print(f(), a)",
		},
		"recursion":      {"local function fact(n) if n < 2 then return 1 end return n * fact(n - 1) end", "print(fact(5))"},
		"not of a block": {"do local a = 1 end", "for i = 1, 2 do local b = i end", "if true then local c = 1 end", "print(a, b, c, i)"},
		"inside blocks":  {"local a = 1", "do local a = a + 1 print(a) end for i = a, 2 do a = a + i end", "print(a)"},
		"over a global":  {"g = 1", "local g = 2", "print(g, _G.g)", "local print = print print(g)", "function g2() return g end", "print(g2())"},
		"operators":      {"local s = 'a'", "local t = {n = 7}", "s = s .. s .. 1 print(s, t.n % 4, #s)", "t.n, s = s, t.n print(t.n, s)"},
		"calls":          {"local t = {}", "function t.f(x) return x end", "function t:g() return self end", "print(t.f(1), t:g() == t)"},
		"no value":       {"local a", "print(a)", "local a, b = 5", "local a = nil", "print(a, b)"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newTest(t, Options{Workers: 2})
			s, out := newSession(t, r)
			feed(t, s, parts...)
			want, res := run(t, r, strings.Join(parts, "\n"))
			if res.Err != nil {
				t.Fatal(res.Err)
			}
			if d := cmp.Diff(want+"\n", out.String()); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestALocalThatAnErrorKeptFromBeingSet(t *testing.T) {
	s, out := newSession(t, newTest(t, Options{}))
	feed(t, s, "local a, b = 1, 2")
	if _, _, err := s.Eval(t.Context(), "local b = 20 local a = error('no')"); err == nil {
		t.Fatal("the error went by")
	}
	feed(t, s, "print(a, b)")
	if out.String() != "1\t20\n" {
		t.Errorf("the variables are %q", out.String())
	}
}

func TestAChunkMayHaveAsManyLocalsAsTheEngineCan(t *testing.T) {
	s, out := newSession(t, newTest(t, Options{}))
	var b strings.Builder
	for range maxSharedForTest {
		b.WriteString("local x = (x or 0) + 1 ")
	}
	feed(t, s, b.String(), "print(x .. '')")
	if out.String() != "250\n" {
		t.Errorf("got %q", out.String())
	}
	if _, _, err := s.Eval(t.Context(), b.String()+"local y"); err == nil || !strings.Contains(err.Error(), "more than 250 local variables") {
		t.Errorf("got %v", err)
	}
}

// maxSharedForTest is the bound of chunk.Scope.
const maxSharedForTest = 250

func TestErrorsOfASessionAreExplained(t *testing.T) {
	s, _ := newSession(t, newTest(t, Options{}))
	feed(t, s, "local part", "voltages = {}")
	for code, want := range map[string]string{
		"bench.nestde()":      "did you mean bench.nested?",
		"prnt(1)":             "did you mean print?",
		"voltagse.rail = 3":   "did you mean voltages?",
		"bnech.show()":        "did you mean bench?",
		"local q = part.sn":   "",
		"nothing_like_this()": "",
	} {
		_, _, err := s.Eval(t.Context(), code)
		f, ok := errors.AsType[*fault.Error](err)
		if !ok || f.Hint != want {
			t.Errorf("%s: the hint is %q of %v, want %q", code, f.Hint, err, want)
		}
	}
	if _, _, err := s.Eval(t.Context(), "part.sn = 1"); !strings.Contains(err.Error(), "index local 'part'") {
		t.Errorf("got %v", err)
	}
}

func TestAChunkEndsTheSession(t *testing.T) {
	s, _ := newSession(t, newTest(t, Options{}))
	_, _, err := s.Eval(t.Context(), "pcall(os.exit, 21)")
	exit, ok := errors.AsType[*modules.Exit](err)
	if !ok || exit.Code != 21 {
		t.Fatalf("got %v", err)
	}
	if res := s.Close(); res.Exit != exit {
		t.Errorf("the result says %v", res.Exit)
	}
}
