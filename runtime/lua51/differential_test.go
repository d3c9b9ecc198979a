package lua51_test

import (
	"fmt"
	"math/rand/v2"
	"os/exec"
	"strings"
	"testing"

	"github.com/watsrun/watsrun/runtime/lua51/number"

	"github.com/watsrun/watsrun/internal/shared"
)

// The differential tests run generated scripts here and on Lua 5.1 itself, and compare every line that is printed.

const preamble = `
local function show(v)
  if type(v) == "string" then return (v:gsub("[^%w%p ]", function(c) return "<" .. c:byte() .. ">" end)) end
  return tostring(v)
end
local function P(...)
  local o = {}
  for i = 1, select("#", ...) do o[i] = show((select(i, ...))) end
  print(table.concat(o, "|"))
end
`

func compare(t *testing.T, lines []string) {
	t.Helper()
	reference, err := exec.LookPath("lua5.1")
	if err != nil {
		shared.Missing(t, "lua5.1 is not on PATH: nothing to compare with")
	}
	m := newMachine(t)
	for len(lines) > 0 { // in pieces, for the limits of one function
		n := min(len(lines), 100)
		compareScript(t, m, reference, lines[:n])
		lines = lines[n:]
	}
}

func compareScript(t *testing.T, m *machine, reference string, lines []string) {
	t.Helper()
	script := preamble + strings.Join(lines, "\n")
	cmd := exec.Command(reference, "-")
	cmd.Stdin = strings.NewReader(script)
	want, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v: %s", err, want)
	}
	m.out.Reset()
	if _, err := m.runAs("stdin", script); err != nil {
		t.Fatal(err)
	}
	ours, theirs := strings.Split(m.out.String(), "\n"), strings.Split(string(want), "\n")
	if len(ours) != len(theirs) {
		t.Fatalf("%d lines, want %d", len(ours), len(theirs))
	}
	for i, line := range theirs {
		if ours[i] != line {
			t.Errorf("%s\n got %s\nwant %s", lines[i], ours[i], line)
		}
	}
}

// literal is s as a Lua literal.
func literal(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := 0; i < len(s); i++ {
		fmt.Fprintf(&b, `\%03d`, s[i])
	}
	b.WriteByte('"')
	return b.String()
}

func pick[T any](r *rand.Rand, from ...T) T { return from[r.IntN(len(from))] }

// join puts up to most pieces together.
func join(r *rand.Rand, most int, pieces ...string) string {
	var b strings.Builder
	for range r.IntN(most + 1) {
		b.WriteString(pick(r, pieces...))
	}
	return b.String()
}

func randomNumber(r *rand.Rand) string {
	switch r.IntN(6) {
	case 0:
		return pick(r, "math.huge", "-math.huge", "math.huge - math.huge", "math.sqrt(-1)", "2^53", "-2^63", "2^63", "1e15", "1e14", "123456789012345", "0.1", "1e-5", "1e300", "5e-324")
	case 1:
		return fmt.Sprint(r.IntN(2000) - 1000 | 1) // no 0: C Lua confuses the constants 0 and -0
	case 2:
		return fmt.Sprintf("%.17g", (r.Float64()-0.5)*2000)
	case 3:
		return fmt.Sprintf("%.17ge%d", r.Float64()*10, r.IntN(600)-300)
	case 4:
		return fmt.Sprintf("%d.5", r.IntN(100)-50)
	}
	return fmt.Sprint(r.Int64N(1<<62) - 1<<61)
}

func TestFormatAgreesWithC(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 1))
	var lines []string
	for range 6000 {
		flags := join(r, 3, "-", "+", " ", "#", "0")
		width := pick(r, "", "", "1", "5", "12", "30")
		precision := pick(r, "", "", ".", ".0", ".1", ".3", ".10", ".20")
		conversion := pick(r, "d", "i", "u", "o", "x", "X", "e", "E", "f", "g", "G", "g", "s", "c", "q", "a", "F")
		value := randomNumber(r)
		switch conversion {
		case "c":
			value = fmt.Sprint(r.IntN(255) + 1)
		case "s", "q":
			value = literal(join(r, 6, "a", "b\n", "\r", `"`, `\`, "\x80"))
		}
		lines = append(lines, fmt.Sprintf("P(pcall(string.format, %q, %s))", "<%"+flags+width+precision+conversion+">", value))
	}
	compare(t, lines)
}

func TestNumbersAgreeWithC(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 2))
	var lines []string
	for range 3000 {
		text := join(r, 7, "0", "1", "9", "5", ".", "e", "E", "x", "X", "a", "F", "p", "+", "-", " ", "\t", "\n", "inf", "nan", "inity", "_", "0x", "1e3", "12")
		lines = append(lines, "P(tostring(tonumber("+literal(text)+")))")
		if !strings.ContainsAny(text, "-x") && len(text) < 10 { // C wraps what is negative or large
			lines = append(lines, fmt.Sprintf("P(tonumber(%s, %d))", literal(text), 2+r.IntN(35)))
		}
		lines = append(lines, "P(tostring("+randomNumber(r)+"))", "P(pcall(function() return "+literal(text)+" * 3 end))")
	}
	compare(t, lines)
}

func TestPatternsAgreeWithC(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	var lines []string
	for range 8000 {
		pattern := join(r, 6, "a", "b", ".", "%a", "%d", "%s", "%S", "%w", "%p", "%x", "%l", "%U", "%z", "[ab]", "[^a]", "[a-c1]", "[%a_]", "[]a]",
			"[^]]", "[a-]", "[%-x]", "(", ")", "()", "*", "+", "-", "?", "%b()", "%bab", "%f[a]", "%f[%W]", "%1", "%2", "$", "^", "%", "[", "%(", "%.")
		subject := join(r, 10, "a", "b", "c", "1", "(", ")", " ", "_", "-", "ab", "x", "\x80", "]")
		s, p := literal(subject), literal(pattern)
		switch r.IntN(4) {
		case 0:
			lines = append(lines, fmt.Sprintf("P(pcall(string.find, %s, %s, %d)) -- %q %q", s, p, r.IntN(9)-4, subject, pattern))
		case 1:
			lines = append(lines, fmt.Sprintf("P(pcall(string.match, %s, %s)) -- %q %q", s, p, subject, pattern))
		case 2:
			replacement := join(r, 3, "x", "%0", "%1", "%2", "%%", "%x")
			lines = append(lines, fmt.Sprintf("P(pcall(string.gsub, %s, %s, %s, %s)) -- %q %q", s, p, literal(replacement), pick(r, "nil", "1", "2"), subject, pattern))
		case 3:
			lines = append(lines, fmt.Sprintf("P(pcall(function() local n = 0 for a, b in string.gmatch(%s, %s) do n = n * 7 + #tostring(a) if n > 1e6 then break end end return n end)) -- %q %q", s, p, subject, pattern))
		}
	}
	compare(t, lines)
}

// An inconsistent order leads C Lua out of the array too; there it may compare with nil before it finds out.
func TestSortAgreesWithC(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	orders := []string{
		"nil", "function(a, b) return a > b end", "function(a, b) return a <= b end", "function(a, b) return a % 3 < b % 3 end",
		"function(a, b) return true end", "function(a, b) return false end",
	}
	var lines []string
	for range 2000 {
		var values []string
		for range r.IntN(20) {
			values = append(values, fmt.Sprint(r.IntN(12)))
		}
		lines = append(lines, fmt.Sprintf("do local t = {%s} local ok = pcall(table.sort, t, %s) P(ok and table.concat(t, ' ') or 'error') end",
			strings.Join(values, ","), pick(r, orders...)))
	}
	compare(t, lines)
}

func TestDatesAgreeWithC(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	var lines []string
	for range 500 {
		seconds := r.Int64N(1 << 33)
		lines = append(lines,
			fmt.Sprintf(`P(os.date("!%%a %%A %%b %%B %%c %%C %%d %%D %%e %%F %%g %%G %%h %%H %%I %%j %%k %%l %%m %%M %%n %%p %%P %%r %%R %%s %%S %%t %%T %%u %%U %%V %%w %%W %%x %%X %%y %%Y %%z %%Z %%%% %%Q", %d))`, seconds),
			fmt.Sprintf(`P(os.time{year=%d, month=%d, day=%d, hour=%d, min=%d, sec=%d})`, 1970+r.IntN(100), r.IntN(30)-8, r.IntN(80)-20, r.IntN(60)-20, r.IntN(200)-60, r.IntN(200)-60))
	}
	compare(t, lines)
}

func TestSubstringsAgreeWithC(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 6))
	index := func() string {
		return pick(r, "nil", "0", "-1", "1", "2", "3", "-3", "5", "-9", "9", "1.7", "-1.7", "2^53", "-2^60", number.Format(float64(r.IntN(20)-10)))
	}
	var lines []string
	for range 1500 {
		s := literal(join(r, 6, "a", "Z", "\x00", "å", "9"))
		lines = append(lines,
			fmt.Sprintf("P(pcall(string.sub, %s, %s, %s))", s, index(), index()),
			fmt.Sprintf("P(pcall(string.byte, %s, %s, %s))", s, index(), index()),
			fmt.Sprintf("P(pcall(string.find, %s, 'Z', %s, true))", s, index()),
			fmt.Sprintf("P(pcall(unpack, {1, 2, 3}, %s, %d))", pick(r, "nil", "1", "-2", "3"), r.IntN(9)-3),
			fmt.Sprintf("P(pcall(select, %s, 'a', 'b', 'c'))", pick(r, "1", "2", "-1", "-3", "-4", "0", "4", "'#'", "'x'", "nil", "1.9")),
			fmt.Sprintf("P(string.upper(%s), string.lower(%s), string.reverse(%s), string.rep(%s, %d), #%s)", s, s, s, s, r.IntN(5)-1, s))
	}
	compare(t, lines)
}
