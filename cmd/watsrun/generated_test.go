package main

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/modules/render"
)

var root = filepath.Join("..", "..")

// generated lists the files that come from declarations, by their path in the repository.
func generated(t *testing.T) map[string]string {
	t.Helper()
	mods, err := declaredModules()
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{
		"docs/configuration.md":       configurationPage(),
		"docs/exit-codes.md":          exitCodesPage(),
		"docs/summary.md":             summaryPage(),
		"docs/reference/" + stubsFile: string(render.Stubs(mods)),
	}
	for _, page := range render.Markdown(mods) {
		files["docs/reference/"+page.Name] = page.Text
	}
	return files
}

// TestGeneratedFiles compares the committed files with what the declarations say now; -update writes them.
func TestGeneratedFiles(t *testing.T) {
	files := generated(t)
	for name, want := range files {
		golden(t, filepath.Join(root, filepath.FromSlash(name)), want)
	}
	found, err := filepath.Glob(filepath.Join(root, "docs", "reference", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range found {
		if _, ok := files["docs/reference/"+filepath.Base(path)]; !ok {
			t.Errorf("%s comes from no declaration any more: delete it", path)
		}
	}
}

func golden(t *testing.T, path, want string) {
	t.Helper()
	if *update {
		write(t, path, want)
		return
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Errorf("%v: make generate writes it", err)
	} else if d := cmp.Diff(want, strings.ReplaceAll(string(got), "\r\n", "\n")); d != "" {
		t.Errorf("%s is out of date, make generate writes it:\n%s", path, d)
	}
}

// TestExamples runs every example, against the embedded server in a state of its own, and compares what it prints and its
// exit code with the golden file beside this test. With -binary it runs them through that binary.
func TestExamples(t *testing.T) {
	examples, err := filepath.Glob(filepath.Join(root, "scripts", "examples", "*.lua"))
	if err != nil || len(examples) == 0 {
		t.Fatalf("no examples: %v", err)
	}
	for _, path := range examples {
		name := filepath.Base(path)
		t.Run(name, func(t *testing.T) {
			path, err := filepath.Abs(path)
			if err != nil {
				t.Fatal(err)
			}
			got := runExample(t, path)
			text := got.stdout + "exit " + exitRow(got.code).word + "\n"
			if *binary == "" {
				golden(t, filepath.Join("testdata", "examples", name+".golden"), text)
				return
			}
			want, err := os.ReadFile(filepath.Join("testdata", "examples", name+".golden"))
			if err != nil || string(want) != text {
				t.Errorf("%v\n%s\n%s", err, cmp.Diff(string(want), text), got.stderr)
			}
		})
	}
}

func runExample(t *testing.T, path string) outcome {
	t.Helper()
	if *binary == "" {
		return watsrun(t, nil, path)
	}
	home := t.TempDir()
	var out, errs bytes.Buffer
	cmd := exec.Command(*binary, path)
	cmd.Dir, cmd.Stdout, cmd.Stderr = home, &out, &errs
	cmd.Env = append(os.Environ(), "WATSRUN_STATION=bench-1", "WATSRUN_SERVER_URL=embedded",
		"XDG_STATE_HOME="+home, "XDG_CONFIG_HOME="+home, "HOME="+home, "LOCALAPPDATA="+home, "APPDATA="+home)
	err := cmd.Run()
	if failed, ok := errors.AsType[*exec.ExitError](err); ok {
		return outcome{failed.ExitCode(), out.String(), errs.String()}
	}
	if err != nil {
		t.Fatal(err)
	}
	return outcome{0, out.String(), errs.String()}
}
