package main

import (
	"archive/zip"
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var (
	guideBlock  = regexp.MustCompile("(?s)```lua\n(.*?)```")
	guideOutput = regexp.MustCompile(`(?m)--> ?(.*)$`)
)

// TestFromPyWATS runs the Lua of the guide as one script, since its later tasks are about what the earlier ones have made,
// and checks it as an editor would. What a line prints stands behind it or below it.
func TestFromPyWATS(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "docs", "from-pywats.md"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := guideBlock.FindAllStringSubmatch(string(text), -1)
	if len(blocks) < 10 {
		t.Fatalf("only %d tasks found", len(blocks))
	}
	var script, want strings.Builder
	for _, block := range blocks {
		script.WriteString("do\n" + block[1] + "end\n")
		for _, line := range guideOutput.FindAllStringSubmatch(block[1], -1) {
			want.WriteString(line[1] + "\n")
		}
	}
	for _, fault := range declaredStubs(t).check(script.String()) {
		t.Errorf("line %s", fault)
	}
	t.Chdir(guideFiles(t))
	got := watsrun(t, nil, "-e", script.String())
	if diff := cmp.Diff(want.String(), got.stdout); diff != "" {
		t.Errorf("%s\n%s", diff, got.stderr)
	}
	if got.code != exitFailed { // its units fail
		t.Errorf("exit %d\n%s", got.code, got.stderr)
	}
}

// guideFiles is a folder with the files that the guide sends.
func guideFiles(t *testing.T) string {
	t.Helper()
	var archive bytes.Buffer
	z := zip.NewWriter(&archive)
	if _, err := z.Create("limits.lua"); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, content := range map[string]string{"certificate.pdf": "%PDF-1.7", "rail.log": "3.52 V\n", "build.zip": archive.String()} {
		write(t, filepath.Join(dir, name), content)
	}
	return dir
}
