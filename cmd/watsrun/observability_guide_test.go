package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// guideRun is an example: a script whose first line is the command that runs it, and what it logs.
var guideRun = regexp.MustCompile("(?s)```lua\n-- watsrun (.*?) \\S+\\.lua\n(.*?)```(?:\n\n```(?:json|text)\n(.*?)```)?")

// TestObservabilityGuide runs the examples of docs/observability.md.
func TestObservabilityGuide(t *testing.T) {
	examples := guideRun.FindAllStringSubmatch(observabilityGuide(t), -1)
	if len(examples) < 3 {
		t.Fatalf("only %d examples", len(examples))
	}
	for _, e := range examples {
		got := watsrun(t, nil, append(strings.Fields(e[1]), "-e", e[2])...)
		var want strings.Builder
		for _, m := range printed.FindAllStringSubmatch(e[2], -1) {
			want.WriteString(m[1] + "\n")
		}
		if diff := cmp.Diff(want.String(), got.stdout); diff != "" || got.code != exitPassed {
			t.Errorf("%s\n%s\n%s", e[2], diff, got.stderr)
		}
		for line := range strings.Lines(e[3]) {
			if !logged(strings.TrimSpace(line)).MatchString(got.stderr) {
				t.Errorf("%q is not in\n%s", line, got.stderr)
			}
		}
	}
}

// logged matches a line in which … stands for anything.
func logged(line string) *regexp.Regexp {
	return regexp.MustCompile("(?m)^" + strings.ReplaceAll(regexp.QuoteMeta(line), "…", ".*") + "$")
}

func observabilityGuide(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "docs", "observability.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestGuideNamesEveryMetric compares the table with what is served.
func TestGuideNamesEveryMetric(t *testing.T) {
	metric := regexp.MustCompile("(?m)^\\| `(watsrun_[a-z_]+)` \\|")
	served := regexp.MustCompile(`(?m)^# TYPE (\S+) `)
	names := func(re *regexp.Regexp, text string) []string {
		var all []string
		for _, m := range re.FindAllStringSubmatch(text, -1) {
			all = append(all, m[1])
		}
		slices.Sort(all)
		return slices.Compact(all)
	}
	text, _ := runMeasured(t)
	if diff := cmp.Diff(names(served, text+serveMeasured(t)), names(metric, observabilityGuide(t))); diff != "" {
		t.Errorf("the guide's table (+) is not what is served (-):\n%s", diff)
	}
}

// TestGuideNamesEveryVariable: what the table says of OpenTelemetry is what the code reads.
func TestGuideNamesEveryVariable(t *testing.T) {
	code, err := os.ReadFile(filepath.Join(root, "internal", "trace", "environment.go"))
	if err != nil {
		t.Fatal(err)
	}
	guide := observabilityGuide(t)
	for _, name := range regexp.MustCompile(`OTEL_[A-Z_]*[A-Z]|e\.(exporter|pairs)\("([A-Z]+)"\)`).FindAllStringSubmatch(string(code), -1) {
		variable := name[0]
		if name[2] != "" {
			variable = "OTEL_EXPORTER_OTLP_" + name[2]
		}
		if strings.HasSuffix(variable, "_TRACES_TIMEOUT") || strings.HasSuffix(variable, "OTLP_TRACES") || strings.HasSuffix(variable, "_OTLP") {
			continue // the rule for traces alone
		}
		if !strings.Contains(guide, "`"+variable+"`") {
			t.Errorf("the guide does not explain %s", variable)
		}
	}
}
