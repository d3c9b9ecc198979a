package lua51

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/watsrun/watsrun/internal/shared"
)

// elsewhere are the shared cases that test what this package does not provide: the language itself, and the functions
// that load, call and resume code.
var elsewhere = []string{
	"mod inf", "huge int", "goto", "deep recursion 10000", "upvalues 70", "big const table", "many consts", "concat chain 300",
	"call args 260", "__len table", "__mode weak", "loadstring err", "index nil local", "index nil global", "index nil field",
	"call nil method", "call nil global", "arith nil", "concat nil", "pcall yield", "metamethod yield", "iter yield",
	"coroutine status", "sort in coroutine yield", "string meta index", "num method", "semicolons", "ambiguous call",
	"label/goto continue", "hex float lit", "require missing", "package", "dofile missing",
}

var (
	address  = regexp.MustCompile(`0x[0-9a-f]+`)
	caseName = regexp.MustCompile(`^T\("([^"]*)"`)
)

// TestSharedCases compares with what Lua 5.1 on C printed for the shared cases.
func TestSharedCases(t *testing.T) {
	lines := strings.Split(string(shared.Read(t, "lua51/cases.lua")), "\n")
	for i, line := range lines {
		if name := caseName.FindStringSubmatch(line); name != nil && slices.Contains(elsewhere, name[1]) {
			lines[i] = "" // an empty line, so that the lines after it keep their numbers
		}
	}
	m := newMachine(t)
	fn, err := m.L.Load(strings.NewReader(strings.Join(lines, "\n")), "cases.lua")
	if err != nil {
		t.Fatal(err)
	}
	m.L.Push(fn)
	if err := m.L.PCall(0, 0, nil); err != nil {
		t.Fatalf("%v\nafter\n%s", err, m.out)
	}
	compareCases(t, m.out.String(), string(shared.Read(t, "lua51/expected-lua5.1.txt")))
}

func compareCases(t *testing.T, got, want string) {
	t.Helper()
	results := map[string]string{}
	for line := range strings.Lines(got) {
		name, result, _ := strings.Cut(line, " => ")
		results[name] = address.ReplaceAllString(result, "0x")
	}
	for line := range strings.Lines(want) {
		name, result, _ := strings.Cut(line, " => ")
		if slices.Contains(elsewhere, name) {
			continue
		}
		if got := results[name]; got != address.ReplaceAllString(result, "0x") {
			t.Errorf("%s\n got %swant %s", name, got, result)
		}
	}
}
