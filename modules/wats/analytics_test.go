package wats

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// answered calls an operation of the service with the arguments of the other tests, on a server that answers text.
func answered(t *testing.T, name, text string, args map[string]any) any {
	t.Helper()
	o := find(t, newClient(t, serve(t, says(200, "application/json", text)).URL), "analytics."+name)
	all := sampleArgs(o)
	for k, v := range args {
		all[k] = v
	}
	out, err := o.call(t, inRun(t), all)
	if err != nil {
		t.Errorf("%s: %v", name, err)
	}
	return out
}

// compareJSON compares a result that is JSON.
func compareJSON(t *testing.T, out any, want string) {
	t.Helper()
	var got, wanted any
	data, _ := out.(modules.JSON)
	if err := json.Unmarshal(data.Data, &got); err != nil {
		t.Fatalf("%v is no JSON: %v", out, err)
	}
	if err := json.Unmarshal([]byte(want), &wanted); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(wanted, declared(got, data.Type)); diff != "" {
		t.Error(diff)
	}
}

// declared spells the members of JSON as the type declares them, as the runtime does when it makes tables of them.
func declared(v any, t *modules.Type) any {
	switch v := v.(type) {
	case []any:
		for i := range v {
			v[i] = declared(v[i], t.Elem)
		}
	case map[string]any:
		for wire, value := range v {
			f := t.FieldByWire(wire)
			if f == nil {
				continue
			}
			delete(v, wire)
			if own, there := v[f.Wire]; wire == f.Wire || !there || own == nil {
				v[f.Wire] = declared(value, f.Type)
			}
		}
	}
	return v
}

// TestInternalFailuresRaise: pyWATS gives an empty result for whatever a server answers to its internal routes, so that an
// expired token looks like a line without a bottleneck.
func TestInternalFailuresRaise(t *testing.T) {
	count := 0
	for _, status := range []int{400, 401, 403, 409, 429, 500, 503} {
		c := newClient(t, serve(t, says(status, "application/json", `{"Message":"no"}`)).URL)
		for name, o := range byName(c) {
			if !strings.HasPrefix(name, "analytics.") || !strings.Contains(o.Route, "/internal/") {
				continue
			}
			count++
			if out, err := o.call(t, inRun(t), sampleArgs(o)); fault.KindOf(err) == "" || fault.Of(err).Status != status {
				t.Errorf("%s gives %v, %v for %d", name, out, err, status)
			}
		}
	}
	if count != 7*20 {
		t.Errorf("%d calls", count)
	}
}

// TestAnalysesOnlyRead: they are POSTs, yet a retry or a dry run may send them.
func TestAnalysesOnlyRead(t *testing.T) {
	for name, o := range byName(newClient(t, "")) {
		if strings.HasPrefix(name, "analytics.") && o.Route != "" && o.Effect != modules.Read {
			t.Errorf("%s is a %s", name, o.Effect)
		}
	}
}

// TestMeasurementsAreFlattened: servers answer a group for each path, with other names than the lists use.
func TestMeasurementsAreFlattened(t *testing.T) {
	compareJSON(t, answered(t, "get_measurements", `[
		{"measurementPath":"Main¶Power¶¶3V3","measurements":[
			{"id":"r1","value":3.3,"limit1":3.2,"limit2":null,"startUtc":"2026-01-01T00:00:00Z","newKey":1},
			{"reportId":"r2","id":"not this","stepName":"own","limitLow":1,"limit1":2,"start_utc":"2026-01-02"}]},
		{"measurementPath":"Rx","measurements":[]},
		{"stepPath":"flat","limit2":9}]`, nil), `[
		{"reportId":"r1","value":3.3,"limitLow":3.2,"limitHigh":null,"startUtc":"2026-01-01T00:00:00Z","newKey":1,
			"measurementPath":"Main¶Power¶¶3V3","stepPath":"Main/Power","stepName":"Power"},
		{"reportId":"r2","stepName":"own","limitLow":1,"startUtc":"2026-01-02",
			"measurementPath":"Main¶Power¶¶3V3","stepPath":"Main/Power"},
		{"stepPath":"flat","limitHigh":9}]`)
	compareJSON(t, answered(t, "get_aggregated_measurements", `[{"measurementPath":"A/B","measurements":[{"count":3,"limit1":1}]}]`, nil),
		`[{"count":3,"limitLow":1,"measurementPath":"A/B","stepPath":"A/B","stepName":"B"}]`)
}

// TestMeasurementPathsOfTheFilter: those in the filter are sent in the query, where servers look for them.
func TestMeasurementPathsOfTheFilter(t *testing.T) {
	for _, c := range []struct{ argument, filter, want string }{
		{"A/B::M", "", "A¶B¶¶M"}, {"", "A/B; C", "A¶B;C"}, {"X", "A/B", "X"},
	} {
		got := sentBy(t, "analytics.get_measurements", map[string]any{"filter_data": WATSFilter{MeasurementPaths: c.filter}, "measurement_paths": c.argument})
		if q := got.query["measurementPaths"]; !slices.Equal(q, []string{c.want}) {
			t.Errorf("%+v sends %q", c, q)
		}
	}
	if got := sentBy(t, "analytics.get_measurements", map[string]any{}); len(got.query) != 0 {
		t.Errorf("nothing is sent as %v", got.query)
	}
}

// TestTopFailedInOneObject: some servers write a list of one as the one.
func TestTopFailedInOneObject(t *testing.T) {
	for _, name := range []string{"get_top_failed", "get_top_failed_internal", "get_top_failed_by_product"} {
		compareJSON(t, answered(t, name, ` {"stepName":"3V3"}`, nil), `[{"stepName":"3V3"}]`)
		compareJSON(t, answered(t, name, `[{"stepName":"3V3"},{"stepName":"5V"}]`, nil), `[{"stepName":"3V3"},{"stepName":"5V"}]`)
	}
}

func TestListsInOtherSpellings(t *testing.T) {
	compareJSON(t, answered(t, "get_step_status_list", `[{"id":"r","start_utc":"t"}]`, nil), `[{"reportId":"r","startUtc":"t"}]`)
	compareJSON(t, answered(t, "get_measurement_list", `[{"id":"r","limit1":1,"limit2":2}]`, nil), `[{"reportId":"r","limitLow":1,"limitHigh":2}]`)
	compareJSON(t, answered(t, "get_flow_links", `[{"source":1,"target":"2"}]`, nil), `[{"sourceId":1,"targetId":"2"}]`)
	compareJSON(t, answered(t, "get_flow_nodes", `[{"yield":50}]`, nil), `[{"yieldPercent":50}]`)
}

// TestAlarmsOfAType: the server does not know the type, so the others are left out here.
func TestAlarmsOfAType(t *testing.T) {
	const rows = `[{"logId":1,"type":5,"assetName":"DMM"},{"logId":2,"type":1,"serialNumber":"S","serialnumber":"A"},{"logId":3}]`
	compareJSON(t, answered(t, "get_alarm_logs", rows, nil),
		`[{"logId":1,"type":5,"assetname":"DMM"},{"logId":2,"type":1,"serialNumber":"S","serialnumber":"A"},{"logId":3}]`)
	compareJSON(t, answered(t, "get_alarm_logs", rows, map[string]any{"alarm_type": "asset"}), `[{"logId":1,"type":5,"assetname":"DMM"}]`)
	compareJSON(t, answered(t, "get_alarm_logs", rows, map[string]any{"alarm_type": 3}), `[]`)
	if got := sentBy(t, "analytics.get_alarm_logs", map[string]any{"alarm_type": "asset"}); got.body != "" {
		t.Errorf("without conditions %q is sent", got.body)
	}
}

const flowAnswer = `{"nodes":[
	{"id":1,"yieldPercent":97,"unitCount":100,"passCount":97,"failCount":3},
	{"id":2,"yield":80,"unitCount":50,"passCount":40,"failCount":10},
	{"id":3,"yieldPercent":50.5,"unitCount":2,"passCount":1,"failCount":1},
	{"id":4,"unitCount":1}],
	"links":[{"source":1,"target":2}],"units":null,"totalUnits":100,"newKey":true}`

func TestFlowIsComplete(t *testing.T) {
	want := `{"nodes":[{"id":1,"yieldPercent":97,"unitCount":100,"passCount":97,"failCount":3},
		{"id":2,"yieldPercent":80,"unitCount":50,"passCount":40,"failCount":10},
		{"id":3,"yieldPercent":50.5,"unitCount":2,"passCount":1,"failCount":1},{"id":4,"unitCount":1}],
		"links":[{"sourceId":1,"targetId":2}],"units":[],"totalUnits":100,"newKey":true}`
	for _, name := range []string{
		"get_unit_flow", "trace_serial_numbers", "split_flow_by", "set_unit_order", "set_unit_flow_visibility", "show_operations",
		"hide_operations", "expand_operations",
	} {
		compareJSON(t, answered(t, name, flowAnswer, nil), want)
	}
}

func TestBottlenecksComeLowestFirst(t *testing.T) {
	for threshold, want := range map[float64][]int{95: {3, 2}, 97: {3, 2}, 97.5: {3, 2, 1}, 50.5: nil, 0: nil} {
		var nodes []struct{ ID int }
		out := answered(t, "get_bottlenecks", flowAnswer, map[string]any{"min_yield_threshold": threshold})
		if err := json.Unmarshal(out.(modules.JSON).Data, &nodes); err != nil {
			t.Fatal(err)
		}
		var ids []int
		for _, n := range nodes {
			ids = append(ids, n.ID)
		}
		if !slices.Equal(ids, want) {
			t.Errorf("below %v are %v, want %v", threshold, ids, want)
		}
	}
}

// TestFlowSummary: units are counted where they are all listed, since each of them passes several operations.
func TestFlowSummary(t *testing.T) {
	want := FlowSummary{TotalNodes: 4, TotalLinks: 1, TotalUnits: 100, PassedUnits: 138, FailedUnits: 14, AvgYield: (97 + 80 + 50.5) / 3, MinYield: 50.5, MaxYield: 97}
	units := `"units":[{"status":"Passed"},{"status":"Failed"},{"status":"P"},{"status":null},{"status":"?"}],"totalUnits":5`
	listed := want
	listed.TotalUnits, listed.PassedUnits, listed.FailedUnits = 5, 2, 1
	for answer, want := range map[string]FlowSummary{
		flowAnswer: want,
		strings.Replace(flowAnswer, `"units":null,"totalUnits":100`, units, 1): listed,
		`{"nodes":[{"id":1}]}`: {TotalNodes: 1},
	} {
		got := answered(t, "get_flow_summary", answer, nil).(FlowSummary)
		if diff := cmp.Diff(fmt.Sprintf("%.6v", want), fmt.Sprintf("%.6v", got)); diff != "" {
			t.Error(diff)
		}
	}
}

// TestVisibilityListsMayBeEmpty: an empty list is sent, one that was not given is not, and then the filter's stays.
func TestVisibilityListsMayBeEmpty(t *testing.T) {
	for _, c := range []struct {
		args map[string]any
		want string
	}{
		{map[string]any{}, `{}`},
		{map[string]any{"show_operations": []string{}}, `{"showList":[]}`},
		{map[string]any{"hide_operations": []string{"1"}, "filter_data": UnitFlowFilter{ShowList: []string{"2"}, HideList: []string{"3"}}}, `{"showList":["2"],"hideList":["1"]}`},
	} {
		got := sentBy(t, "analytics.set_unit_flow_visibility", c.args)
		if got.method != http.MethodPost {
			t.Error(got.method)
		}
		compareBody(t, c.want, got)
	}
}

// TestBrokenRowsAreFaults: a row that is no record is the server's fault, not an empty one.
func TestBrokenRowsAreFaults(t *testing.T) {
	for name, text := range map[string]string{
		"get_measurements": `[{"measurementPath":"A","measurements":[1]}]`, "get_flow_nodes": `["yield"]`, "get_unit_flow": `{"nodes":{"a":1}}`,
		"get_flow_summary": `{"nodes":[{"passCount":"many"}]}`, "get_bottlenecks": `{"nodes":[{"yield":"low"}]}`, "get_alarm_logs": `[{"type":"x"}]`,
	} {
		o := find(t, newClient(t, serve(t, says(200, "application/json", text)).URL), "analytics."+name)
		if out, err := o.call(t, inRun(t), sampleArgs(o)); fault.KindOf(err) != fault.Server {
			t.Errorf("%s gives %v, %v", name, printed(out), err)
		}
	}
}
