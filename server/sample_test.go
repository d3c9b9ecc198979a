package server

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/watsrun/watsrun/internal/shared"
)

// TestRealReports posts the samples: what is accepted comes back with everything that a server keeps, what is refused is
// refused for its own reason.
func TestRealReports(t *testing.T) {
	for _, c := range []struct {
		name    string
		refused string   // a line of the answer, "" when the report is accepted
		changed []string // the keys whose values a server changes
	}{
		{name: "uut-smallest.wsjf.json"},
		{name: "uut-charts-attachment.wsjf.json", changed: []string{"compOp", "startUTC"}},
		{name: "uut-bare-minimum.wsjf.json", changed: []string{"causedUUTFailure", "compOp", "startUTC"}},
		{name: "uur-one-failure.export.wsjf.json", changed: []string{"origin", "productName"}},
		{name: "uur-three-units.wsjf.json", changed: []string{"startUTC"}},
		{name: "uut-all-step-kinds.export.wsjf.json", refused: "root -> step Loops -> step NumericLimitLoopSequence -> " +
			"loop NumericLimitStepLoop: endingIndex is required to be the same as highest index."},
		{name: "uut-all-step-kinds.export.wsxf.xml", refused: "root -> step Pass/Fail tests -> step SinglePassDone: " +
			"Status cannot be different from measurement status."},
		{name: "uut.wsxf.xml", refused: "root -> step Numeric tests -> step SingleLEPass -> numericMeas : lowLimit is required for compOp LE."},
		{name: "uur.wsxf.xml", refused: "subUnits Index 1: partType is required."},
		{name: "uut.wrml.xml", refused: "this is WRML, the internal format of WATS clients, not WSXF " +
			"(let the WATS client send it, or export the report from the server as WSXF or WSJF)"},
		{name: "uut.wstf.txt", refused: "the report is not JSON: line 1, column 2: expected a digit, got '-'"},
		{name: "not-a-report.json", refused: "root: status is required to be one of P, F, D, S, E, T, U, got Passed."},
	} {
		t.Run(c.name, func(t *testing.T) {
			server := start(t, Options{})
			status, text := postSample(t, server, c.name)
			if c.refused != "" {
				if status != 400 || !slices.Contains(strings.Split(text, "\n"), c.refused) {
					t.Fatalf("%d %s", status, text)
				}
				return
			}
			if status != 200 {
				t.Fatalf("%d %s", status, text)
			}
			got := read[object](server, "GET", "/api/Report/Wsjf/"+idOf(t, text), nil)
			if diff := cmp.Diff(c.changed, lost(decode(t, shared.Read(t, "reports/"+c.name)), got)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// TestExportsAreAcceptedWhenNormalised posts the export of a server, as JSON and as XML, to a server that takes such.
func TestExportsAreAcceptedWhenNormalised(t *testing.T) {
	server := start(t, Options{NormaliseExports: true})
	_, text := postSample(t, server, "uut-all-step-kinds.export.wsjf.json")
	fromJSON := read[object](server, "GET", "/api/Report/Wsjf/"+idOf(t, text), nil)
	want := []string{"endingIndex", "idx", "origin", "status"}
	if diff := cmp.Diff(want, lost(decode(t, shared.Read(t, "reports/uut-all-step-kinds.export.wsjf.json")), fromJSON)); diff != "" {
		t.Error(diff)
	}
	_, text = postSample(t, server, "uut-all-step-kinds.export.wsxf.xml")
	fromXML := read[object](server, "GET", "/api/Report/Wsjf/"+idOf(t, text), nil)
	// The text of one step was replaced in the XML sample.
	if diff := cmp.Diff([]string{"reportText"}, lost(fromJSON, fromXML)); diff != "" {
		t.Error(diff)
	}
	xml := server.want(200, "GET", "/api/Report/Wsxf/"+idOf(t, text), nil)
	other := start(t, Options{NormaliseExports: true})
	again := read[[]receipt](other, "POST", "/api/Report/WSXF", xml)
	if different := lost(fromXML, read[object](other, "GET", "/api/Report/Wsjf/"+again[0].ID, nil)); len(different) > 0 {
		t.Errorf("going through XML lost %v", different)
	}
}

func postSample(t *testing.T, c client, name string) (int, string) {
	route := "/api/Report/WSJF"
	if strings.HasSuffix(name, ".xml") {
		route = "/api/Report/WSXF"
	}
	return c.send("POST", route, string(shared.Read(t, "reports/"+name)))
}

func idOf(t *testing.T, answer string) string {
	var receipts []receipt
	if err := json.Unmarshal([]byte(answer), &receipts); err != nil || len(receipts) != 1 {
		t.Fatalf("%v in %s", err, answer)
	}
	return receipts[0].ID
}

func decode(t *testing.T, data []byte) (v object) {
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// lost names the keys whose values in want are not in got. Null, empty and absent mean the same in a report.
func lost(want, got any) []string {
	found := map[string]bool{}
	collectLost("", want, got, found)
	var all []string
	for key := range found {
		all = append(all, key)
	}
	slices.Sort(all)
	return all
}

func collectLost(key string, want, got any, found map[string]bool) {
	switch w := want.(type) {
	case object:
		g, _ := got.(object)
		for k, v := range w {
			collectLost(k, v, g[k], found)
		}
	case []any:
		g, _ := got.([]any)
		for i, v := range w {
			var other any
			if i < len(g) {
				other = g[i]
			}
			collectLost(key, v, other, found)
		}
	case nil:
	default:
		if fmt.Sprint(w) != "" && !cmp.Equal(w, got) {
			found[key] = true
		}
	}
}
