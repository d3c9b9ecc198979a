package render

import (
	"fmt"
	"sort"
	"strings"

	"github.com/watsrun/watsrun/modules"
)

// Coverage writes, as a Markdown table, what of pyWATS is there: each method by its name there, what a script calls, the
// route that it leads to, how the tests go through it, and what differs and why. root is the module below which the
// services are, such as wats.
func Coverage(mods []*modules.Module, root string) []byte {
	var rows []coverageRow
	for _, m := range newCatalog(mods).modules {
		service, below := strings.CutPrefix(m.path, root+".")
		switch {
		case m.path == root:
			service = "client"
		case !below:
			continue
		}
		for _, f := range m.functions() {
			rows = append(rows, functionRows(service, m.qualified(f.Name), f)...)
		}
		for _, class := range m.classes() {
			if class.PyWATS {
				rows = append(rows, classRows(service, class)...)
			}
		}
	}
	sort.SliceStable(rows, func(i, j int) bool { return rows[i].counterpart < rows[j].counterpart })
	return coverageTable(rows)
}

type coverageRow struct{ counterpart, call, route, tested, differs string }

func functionRows(service, call string, f *modules.Function) []coverageRow {
	names := f.PyWATS
	if names == nil {
		names = []string{f.Name}
	}
	var rows []coverageRow
	for _, name := range names {
		rows = append(rows, coverageRow{service + "." + name, call, f.Route, tested(f), f.Notes})
	}
	return rows
}

// tested says which of the tests that go through all functions concern this one.
func tested(f *modules.Function) string {
	var by []string
	if len(f.Examples) > 0 {
		by = append(by, "example")
	}
	if f.Route != "" {
		by = append(by, "request", "failures")
	}
	return strings.Join(by, ", ")
}

func classRows(service string, c *modules.Class) []coverageRow {
	var rows []coverageRow
	for _, p := range c.Properties {
		rows = append(rows, coverageRow{counterpart: service + "." + c.Name + "." + p.Name, call: c.Name + "." + p.Name})
	}
	for _, f := range c.Methods {
		rows = append(rows, functionRows(service+"."+c.Name, c.Name+":"+f.Name, f)...)
	}
	for i := range rows {
		rows[i].tested = "test of the class"
	}
	return rows
}

func coverageTable(rows []coverageRow) []byte {
	var b strings.Builder
	b.WriteString("| pyWATS | watsrun | route | tested by | what differs |\n|---|---|---|---|---|\n")
	for _, r := range rows {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", r.counterpart, r.call, cell(r.route), r.tested, cell(r.differs))
	}
	fmt.Fprintf(&b, "\n%d entries.\n", len(rows))
	return []byte(b.String())
}
