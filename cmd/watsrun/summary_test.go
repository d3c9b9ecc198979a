package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheSummaryReplacesNoneButItself gives --json what was meant as something else: nothing is run, and no file changes.
func TestTheSummaryReplacesNoneButItself(t *testing.T) {
	for _, c := range []struct {
		args []string
		want string
	}{
		{[]string{"--json", "a.lua", "b.lua"}, "was given the script a.lua"},
		{[]string{"--json", "A.LUA", "b.lua"}, "was given the script A.LUA"},
		{[]string{"--json", "new.lua", "b.lua"}, "was given the script new.lua"},
		{[]string{"--json", "-p", "v=9", "b.lua"}, `was given "-p"`},
		{[]string{"--json=", "b.lua"}, "names no file"},
		{[]string{"--json", "limits.csv", "b.lua"}, "would replace limits.csv, which is no summary"},
		{[]string{"--json", ".", "b.lua"}, ". is no file"},
	} {
		var home string
		got := watsrun(t, func(p *process) {
			home = p.dir
			for _, name := range []string{"a.lua", "b.lua", "limits.csv"} {
				write(t, filepath.Join(home, name), "print('ran')")
			}
		}, c.args...)
		got.want(t, exitUsage, c.want, "hint: ")
		if files, _ := filepath.Glob(filepath.Join(home, "*")); len(files) != 3 || got.stdout != "" {
			t.Errorf("%v: %v, %q", c.args, files, got.stdout)
		}
		for _, name := range []string{"a.lua", "limits.csv"} {
			if text, _ := os.ReadFile(filepath.Join(home, name)); string(text) != "print('ran')" {
				t.Errorf("%v: %s is %q now", c.args, name, text)
			}
		}
	}
}

func TestTheSummaryReplacesAnEarlierOne(t *testing.T) {
	for _, before := range []string{"", `{"version": "1"}`} {
		var path string
		got := watsrun(t, func(p *process) {
			path = filepath.Join(p.dir, "summary.json")
			write(t, path, before)
		}, "--json", "summary.json", "-e", "error('x')")
		got.want(t, exitError)
		text, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(text), `"exit_code": 4`) {
			t.Errorf("after %q: %v %s", before, err, text)
		}
	}
}

func TestTheSummaryOnStdout(t *testing.T) {
	got := watsrun(t, nil, "--json", "-", "-e", "print('measured')")
	got.want(t, exitPassed)
	said, summary, _ := strings.Cut(got.stdout, "\n")
	var out summaryJSON
	if err := json.Unmarshal([]byte(summary), &out); err != nil || said != "measured" || out.Verdict != "passed" || len(out.Scripts) != 1 {
		t.Errorf("%v: %s", err, got.stdout)
	}
}

func TestOneLineForAScriptThatIsNotThere(t *testing.T) {
	alone := watsrun(t, nil, "first.lua")
	alone.want(t, exitNotLoaded, "there is no script first.lua")
	if strings.Contains(alone.stderr, "not loaded") {
		t.Error(alone.stderr)
	}
	watsrun(t, nil, "first.lua", "second.lua").want(t, exitNotLoaded, "not loaded  first.lua", "not loaded  second.lua")
}

// TestTheSummaryIsDocumented has a summary with one of everything, and wants each of its fields on the page.
func TestTheSummaryIsDocumented(t *testing.T) {
	page := summaryPage()
	got := watsrun(t, func(p *process) {
		write(t, filepath.Join(p.dir, "cut.lua"), strings.Replace(submit, "wats.report.submit(r)", "wats.product.get_product('P') error('x')", 1))
		write(t, filepath.Join(p.dir, "ended.lua"), "station.exit(21, 'no fixture')")
	}, "--server", "http://127.0.0.1:9", "--json", "-", "cut.lua", "ended.lua")
	got.want(t, exitError)
	var summary any
	if err := json.Unmarshal([]byte(got.stdout), &summary); err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	namesOf("", summary, named)
	for name := range named {
		if !strings.Contains(page, "| `"+name+"` | ") {
			t.Errorf("%s is not documented", name)
		}
	}
	for _, name := range []string{"exit_code", "scripts[].ended", "scripts[].error.operation", "scripts[].reports[].reason", "scripts[].reports[].cut_short"} {
		if !named[name] {
			t.Errorf("the summary lacks %s: %s", name, got.stdout)
		}
	}
	if strings.Contains(page, "|  |\n") {
		t.Errorf("not every field has its meaning:\n%s", page)
	}
}

// namesOf adds the fields of a JSON value, with the way to them.
func namesOf(path string, v any, found map[string]bool) {
	switch v := v.(type) {
	case map[string]any:
		for name, value := range v {
			found[strings.TrimPrefix(path+"."+name, ".")] = true
			namesOf(strings.TrimPrefix(path+"."+name, "."), value, found)
		}
	case []any:
		for _, value := range v {
			namesOf(path+"[]", value, found)
		}
	}
}
