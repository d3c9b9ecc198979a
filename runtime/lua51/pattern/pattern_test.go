package pattern

import (
	"errors"
	"strings"
	"testing"
	"time"
)

func unlimited() *Budget {
	b := NewBudget(1<<40, func() error { return nil })
	return &b
}

// find gives the match and its captures, separated by commas, or the error.
func find(subject, pattern string, init int) string {
	m := NewMatcher(Compile(pattern, true), subject, unlimited())
	found, err := m.Find(init)
	if err != nil {
		return "error: " + err.Error()
	}
	if !found {
		return "no match"
	}
	parts := []string{subject[m.Start:m.End]}
	for i := range m.Captures() {
		c, err := m.Capture(i)
		switch {
		case err != nil:
			return "error: " + err.Error()
		case c.IsPosition:
			parts = append(parts, strings.Repeat("@", c.Start+1))
		case m.HasCaptures():
			parts = append(parts, m.Text(c))
		}
	}
	return strings.Join(parts, ",")
}

func TestFind(t *testing.T) {
	for _, c := range []struct{ subject, pattern, want string }{
		{"hello", "l+", "ll"},
		{"hello", "l-o", "llo"},
		{"hello", "hel?l", "hell"},
		{"hello", "", ""},
		{"hello", "^e", "no match"},
		{"hello", "o$", "o"},
		{"a$b", "$b", "$b"},
		{"key = val", "^(%w+)%s*=%s*(%w+)$", "key = val,key,val"},
		{"hello", "()ll()", "ll,@@@,@@@@@"},
		{"f(a(b)c)d", "%b()", "(a(b)c)"},
		{"((", "%b()", "no match"},
		{"THE (quick) fox", "%f[%a]%a+%f[%A]", "THE"},
		{"xx=xx", "(x+)=%1", "xx=xx,xx"},
		{"a]b", "[]]", "]"},
		{"a-b", "[a-]+", "a-"},
		{"x^", "[x^]+", "x^"},
		{"b", "[^a]", "b"},
		{"\x00a", "%z", "\x00"},
		{"a\x00b", "a\x00b", "a\x00b"},
		{"åäö", "%w", "no match"},
		{"a.b", "%.", "."},
		{"a%b", "%%", "%"},
		{"5-3", "[%d%-]+", "5-3"},
		{"ab", "((a)(b))", "ab,ab,a,b"},
		{"()", "%1", "error: invalid capture index"},
		{"a", "[a", "error: malformed pattern (missing ']')"},
		{"a", "[a%", "error: malformed pattern (missing ']')"},
		{"a", "(a", "error: unfinished capture"},
		{"a", "%", "error: malformed pattern (ends with '%')"},
		{"a", "a)", "error: invalid pattern capture"},
		{"a", "%f", "error: missing '[' after '%f' in pattern"},
		{"a", "%f[a", "error: malformed pattern (missing ']')"},
		{"a", "%b", "error: unbalanced pattern"},
		{"a", strings.Repeat("()", 33), "error: too many captures"},
		{"a", "(%1)", "error: invalid capture index"},
		{"b", "a[", "no match"},
		{"a", "()%1", "no match"},
		{"ab", "a*-b", "no match"},
		{"a*b", "a*%*b", "a*b"},
		{"x", "[[:alpha:]", "no match"},
		{"9", "[1-9]", "9"},
		{"é", "[\xc3]", "\xc3"},
	} {
		if got := find(c.subject, c.pattern, 0); got != c.want {
			t.Errorf("%q in %q: %q, want %q", c.pattern, c.subject, got, c.want)
		}
	}
}

func TestFindBeginsAtInit(t *testing.T) {
	for init, want := range map[int]string{0: "ab,ab", 1: "ab,ab", 3: "no match"} {
		if got := find("abab", "(ab)", init); got != want {
			t.Errorf("from %d: %q, want %q", init, got, want)
		}
	}
	if got := find("abab", "^b", 1); got != "b" {
		t.Errorf("an anchor binds to where the search begins: %q", got)
	}
}

func TestWithoutAnchors(t *testing.T) {
	m := NewMatcher(Compile("^a", false), "x^a", unlimited())
	if found, err := m.Find(0); !found || err != nil || m.Start != 1 {
		t.Errorf("found %v at %d, %v", found, m.Start, err)
	}
}

// TestBudgetEndsBacktracking has patterns that would take years.
func TestBudgetEndsBacktracking(t *testing.T) {
	for _, c := range []struct{ subject, pattern string }{
		{strings.Repeat("a", 40), strings.Repeat("a?", 40) + strings.Repeat("a", 40)},
		{strings.Repeat("a", 100_000), ".-.-.-b"},
		{strings.Repeat("a", 100_000), ".*.*.*b"},
		{strings.Repeat("a", 100_000), "[ab]*[ab]*[ab]*c"},
		{strings.Repeat("(", 1_000_000), "%b()"},
		{strings.Repeat("a", 1_000_000), "a+b"},
	} {
		budget := NewBudget(1_000_000, func() error { return nil })
		m := NewMatcher(Compile(c.pattern, true), c.subject, &budget)
		start := time.Now()
		if _, err := m.Find(0); !errors.Is(err, ErrSteps) {
			t.Errorf("%.20q ended with %v", c.pattern, err)
		}
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%.20q took %v for a million steps", c.pattern, took)
		}
	}
}

func TestBudgetSeesTheEndOfTheRun(t *testing.T) {
	stopped := errors.New("stopped")
	looks := 0
	budget := NewBudget(1<<40, func() error {
		if looks++; looks == 3 {
			return stopped
		}
		return nil
	})
	m := NewMatcher(Compile(".-.-.-b", true), strings.Repeat("a", 100_000), &budget)
	if _, err := m.Find(0); !errors.Is(err, stopped) {
		t.Errorf("ended with %v", err)
	}
}

func TestBudgetCounts(t *testing.T) {
	b := NewBudget(10_000, func() error { return nil })
	spent := 0
	for b.Spend(7) == nil {
		spent += 7
	}
	if spent < 9_000 || spent > 10_000 {
		t.Errorf("%d of 10000 steps could be spent", spent)
	}
}

func TestDeepAndLongPatterns(t *testing.T) {
	deep := strings.Repeat("a?", 200_000)
	if got := find("", deep, 0); got != "error: pattern too complex" {
		t.Errorf("deep: %q", got)
	}
	if got := find("", strings.Repeat("a", maxLength+1), 0); !strings.Contains(got, "longer than the limit") {
		t.Errorf("long: %q", got)
	}
	long := strings.Repeat("a", maxLength)
	if got := find("b"+long, long, 0); got != long {
		t.Error("a long plain pattern does not match")
	}
}

func FuzzFind(f *testing.F) {
	for _, seed := range []string{"%b()", "%f[%w]", "((a*)b)-", "[^%]x-]+$", "%1", "(()", "[", "a.-b*c?", "^%", "%bxx"} {
		f.Add("a(b)c xx 12", seed, 0)
	}
	f.Fuzz(func(t *testing.T, subject, pattern string, init int) {
		if init < 0 || init > len(subject) {
			return
		}
		budget := NewBudget(200_000, func() error { return nil })
		m := NewMatcher(Compile(pattern, true), subject, &budget)
		found, err := m.Find(init)
		if !found || err != nil {
			return
		}
		if m.Start < init || m.End < m.Start || m.End > len(subject) {
			t.Errorf("%q in %q from %d: %d to %d", pattern, subject, init, m.Start, m.End)
		}
		for i := range m.Captures() {
			if c, err := m.Capture(i); err == nil && !c.IsPosition {
				m.Text(c)
			}
		}
		if budget.slice < 0 || budget.left < 0 {
			t.Errorf("%q in %q: the budget is overdrawn", pattern, subject)
		}
	})
}

func BenchmarkFind(b *testing.B) {
	subject := strings.Repeat("lorem ipsum dolor 3.14 ", 20) + "key = value"
	for _, pattern := range []string{"(%w+) = (%w+)", "%d+%.%d+", "key", ".-=", "[^ ]+$"} {
		p := Compile(pattern, true)
		b.Run(pattern, func(b *testing.B) {
			for range b.N {
				budget := NewBudget(1<<30, func() error { return nil })
				m := NewMatcher(p, subject, &budget)
				if found, err := m.Find(0); !found || err != nil {
					b.Fatal(found, err)
				}
			}
		})
	}
}
