package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/fault"
)

var (
	luaBlock = regexp.MustCompile("(?s)```lua\n(.*?)```")
	printed  = regexp.MustCompile(`(?m)--> ?(.*)$`)
)

// TestGuides runs the examples of the guides, each on a server of its own. What a line prints stands behind it.
func TestGuides(t *testing.T) {
	for _, name := range []string{"error-handling.md"} {
		text, err := os.ReadFile(filepath.Join(root, "docs", name))
		if err != nil {
			t.Fatal(err)
		}
		blocks := luaBlock.FindAllStringSubmatch(string(text), -1)
		if len(blocks) < 4 {
			t.Fatalf("only %d examples in %s", len(blocks), name)
		}
		for _, block := range blocks {
			var want strings.Builder
			for _, m := range printed.FindAllStringSubmatch(block[1], -1) {
				want.WriteString(m[1] + "\n")
			}
			got := watsrun(t, nil, "-e", block[1])
			if diff := cmp.Diff(want.String(), got.stdout); diff != "" || got.code != exitPassed {
				t.Errorf("%s: %s\n%s\n%s", name, block[1], diff, got.stderr)
			}
		}
	}
}

// TestReadme runs its first script as it says.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	got := watsrun(t, func(p *process) {
		write(t, filepath.Join(p.dir, "first.lua"), luaBlock.FindStringSubmatch(string(text))[1])
	}, "-p", "sn=SN-0042", "first.lua")
	if ok, _ := regexp.MatchString(`^report [0-9a-f-]{36} of PCBA-7 SN-0042: Passed\tdelivered\n$`, got.stdout); !ok || got.code != exitPassed {
		t.Errorf("%q\n%s", got.stdout, got.stderr)
	}
	if !strings.Contains(string(text), "of PCBA-7 SN-0042: Passed  delivered`") {
		t.Error("the README does not say what its first script prints")
	}
}

// TestGuideNamesEveryKind: the table of kinds is whole.
func TestGuideNamesEveryKind(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "docs", "error-handling.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range fault.Kinds() {
		if !strings.Contains(string(text), "| `"+string(kind)+"` |") {
			t.Errorf("the guide does not explain %s", kind)
		}
	}
}
