package runtime

import (
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/modules/std"
)

var (
	luaBlock = regexp.MustCompile("(?s)```lua\n(.*?)```")
	expected = regexp.MustCompile(`(?m)--> ?(.*)$`)
)

// TestLuaGuide runs every example of docs/lua.md. What a line prints stands behind it.
func TestLuaGuide(t *testing.T) {
	guide, err := os.ReadFile("../docs/lua.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks := luaBlock.FindAllStringSubmatch(string(guide), -1)
	if len(blocks) < 8 {
		t.Fatalf("only %d examples found", len(blocks))
	}
	r := newTest(t, Options{Modules: std.Modules(std.Options{})})
	for _, block := range blocks {
		var want []string
		for _, m := range expected.FindAllStringSubmatch(block[1], -1) {
			want = append(want, m[1])
		}
		var got strings.Builder
		res := r.Run(t.Context(), Job{Script: Script{Name: "example.lua", Dir: t.TempDir(), Source: []byte(block[1])}, Stdout: &got})
		if diff := cmp.Diff(strings.Join(want, "\n"), strings.TrimSpace(got.String())); diff != "" || res.Err != nil {
			t.Errorf("%s\n%v %s", block[1], res.Err, diff)
		}
	}
}

// TestLimitsInTheGuide compares the table of limits with the defaults.
func TestLimitsInTheGuide(t *testing.T) {
	guide, err := os.ReadFile("../docs/lua.md")
	if err != nil {
		t.Fatal(err)
	}
	d := DefaultLimits()
	for _, row := range []string{
		fmt.Sprintf("| growth of memory | %d GiB |", d.MemoryBytes>>30),
		fmt.Sprintf("| output | %d MiB |", d.OutputBytes>>20),
		fmt.Sprintf("| a string | %d MiB |", d.StringBytes>>20),
		fmt.Sprintf("`string.find` or `table.sort` | %d million |", d.PatternSteps/1_000_000),
		fmt.Sprintf("| coroutines alive | %d |", d.Coroutines),
		fmt.Sprintf("| source of a chunk | %d MiB |", d.SourceBytes>>20),
		fmt.Sprintf("| nesting of blocks and expressions | %d |", d.SourceDepth),
		fmt.Sprintf("| elements of an array that `#` counts | %d |", maxArrayIndex-1),
	} {
		if !strings.Contains(strings.ReplaceAll(string(guide), "4 194 303", "4194303"), row) {
			t.Errorf("the guide does not say %q", row)
		}
	}
}

// TestSandboxInTheGuide has what the guide says to be missing in the sandbox.
func TestSandboxInTheGuide(t *testing.T) {
	r := newTest(t, Options{Sandbox: true})
	for _, code := range []string{
		`io.open("x")`, `io.popen("x")`, `io.lines("x")`, `io.input("x")`, `io.output("x")`, `io.tmpfile()`, `os.execute("x")`, `os.getenv("HOME")`,
		`os.remove("x")`, `os.rename("x", "y")`, `os.tmpname()`, `assert(loadfile("x"))`, `dofile("x")`,
	} {
		if out, res := run(t, r, code); res.Err == nil || !strings.Contains(res.Err.Error(), "sandbox") {
			t.Errorf("%s: %v, %s", code, res.Err, out)
		}
	}
	if out, res := run(t, r, `print(os.time() > 0, os.date("!%Y", 0), os.clock() >= 0)`); out != "true\t1970\ttrue" {
		t.Errorf("clocks: %v, %s", res.Err, out)
	}
}
