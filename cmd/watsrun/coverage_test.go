package main

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/watsrun/watsrun/internal/shared"
)

// entry is a method of pyWATS in the catalogue.
type entry struct {
	Service, Method string
	HTTP, Path      *string
}

// TestCoverageIsWhole: what pyWATS has is there, documented and with an example.
func TestCoverageIsWhole(t *testing.T) {
	var catalogue []entry
	if err := json.Unmarshal(shared.Read(t, "facts/wats-operations.json"), &catalogue); err != nil {
		t.Fatal(err)
	}
	rows := coverage(t)
	for _, e := range catalogue {
		row, ok := rows[e.Service+"."+e.Method]
		if !ok {
			t.Errorf("%s.%s is not in the table", e.Service, e.Method)
			continue
		}
		if e.HTTP != nil && !strings.Contains(e.Method, ".") && row.route == "" {
			t.Errorf("%s.%s leads to no route", e.Service, e.Method)
		}
		if row.tested == "" {
			t.Errorf("%s.%s is not tested", e.Service, e.Method)
		}
	}
}

type coverageRow struct{ call, route, tested string }

// coverage reads the table of watsrun docs --coverage.
func coverage(t *testing.T) map[string]coverageRow {
	t.Helper()
	got := watsrun(t, nil, "docs", "--coverage")
	got.want(t, exitPassed)
	rows := map[string]coverageRow{}
	for line := range strings.Lines(got.stdout) {
		if cells := strings.Split(line, " | "); len(cells) == 5 {
			rows[strings.TrimPrefix(cells[0], "| ")] = coverageRow{strings.TrimSpace(cells[1]), strings.TrimSpace(cells[2]), strings.TrimSpace(cells[3])}
		}
	}
	return rows
}

// TestDocsNameEveryFunction compares the JSON, by which editors and other programs go, with the table.
func TestDocsNameEveryFunction(t *testing.T) {
	got := watsrun(t, nil, "docs", "--json")
	got.want(t, exitPassed)
	var docs struct {
		Modules []struct {
			Functions []struct {
				Name, Doc string
				Examples  []any
			}
		}
	}
	if err := json.Unmarshal([]byte(got.stdout), &docs); err != nil {
		t.Fatal(err)
	}
	named := map[string]bool{}
	for _, m := range docs.Modules {
		for _, f := range m.Functions {
			named[f.Name] = true
			if strings.HasPrefix(f.Name, "wats.") && (f.Doc == "" || len(f.Examples) == 0) {
				t.Errorf("%s: documentation %q, %d examples", f.Name, f.Doc, len(f.Examples))
			}
		}
	}
	for counterpart, row := range coverage(t) {
		if strings.HasPrefix(row.call, "wats.") && !named[row.call] {
			t.Errorf("%s, for %s, is not in the JSON", row.call, counterpart)
		}
	}
}
