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
	var own []string // what pyWATS does not have
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
			if isOwn(f) {
				own = append(own, m.qualified(f.Name))
			}
		}
		for _, class := range m.classes() {
			if class.PyWATS {
				rows = append(rows, classRows(service, class)...)
			}
		}
	}
	sort.SliceStable(rows, func(i, j int) bool { return rows[i].counterpart < rows[j].counterpart })
	return coverageTable(rows, own)
}

// isOwn tells what pyWATS has nothing of the kind of.
func isOwn(f *modules.Function) bool { return f.PyWATS != nil && len(f.PyWATS) == 0 }

type coverageRow struct{ counterpart, call, route, tested, differs string }

func functionRows(service, call string, f *modules.Function) []coverageRow {
	names := f.PyWATS
	if names == nil {
		names = []string{f.Name}
	}
	var rows []coverageRow
	for _, name := range names {
		rows = append(rows, coverageRow{service + "." + name, call, routes(f), tested(f), f.Notes})
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

// legend explains the table: what holds for all rows stands here once.
const legend = `
%d entries. An empty last column means that nothing differs but what holds everywhere: what fails raises, arguments are
checked before anything is sent, dates go out in UTC, and what stands in a path is percent-encoded.

Tested by "example": the example of its documentation runs against the embedded server. "request": what arrives at a
socket is compared with verb, path, query and body as the API has them. "failures": the server refuses it in every way,
answers nothing, or what is no JSON.

Not in pyWATS: %s.
`

func coverageTable(rows []coverageRow, own []string) []byte {
	var b strings.Builder
	b.WriteString("| pyWATS | watsrun | route | tested by | what differs |\n|---|---|---|---|---|\n")
	for _, r := range rows {
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", r.counterpart, r.call, cell(r.route), r.tested, cell(r.differs))
	}
	fmt.Fprintf(&b, legend, len(rows), strings.Join(own, ", "))
	return []byte(b.String())
}
