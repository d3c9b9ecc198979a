package server

import (
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const flowPath = "/api/internal/UnitFlow"

// went posts the reports of a unit, ten minutes from one to the next: "20P" is a passed test in operation 20, of 60
// seconds, at a station that is named after the operation.
func went(c client, serial string, visits ...string) {
	for i, v := range visits {
		var code int
		var result string
		if _, err := fmt.Sscanf(v, "%d%1s", &code, &result); err != nil {
			c.t.Fatal(err)
		}
		r := tested(0, result, numeric("3V3", 3.3, "P"))
		r["sn"], r["processCode"], r["machineName"] = serial, code, fmt.Sprint("ST-", code, result)
		r["start"] = time.Date(2026, 2, 1, 8, 10*i, 0, 0, time.UTC).Format(time.RFC3339)
		r["uut"] = object{"user": "op", "execTime": 60}
		c.post(r)
	}
}

// flow asks for a flow.
func flow(c client, path string, body any) unitFlow {
	c.t.Helper()
	return read[unitFlow](c, "POST", path, body)
}

func ids[T any](all []T, id func(T) string) []string {
	list := []string{}
	for _, one := range all {
		list = append(list, id(one))
	}
	return list
}

func nodeIDs(f unitFlow) []string { return ids(f.Nodes, func(n *flowNode) string { return n.ID }) }

func linkIDs(f unitFlow) []string { return ids(f.Links, func(l *flowLink) string { return l.ID }) }

func unitIDs(f unitFlow) []string {
	return ids(f.Units, func(u flowUnit) string { return u.SerialNumber })
}

func TestUnitFlowFollowsUnits(t *testing.T) {
	c := start(t, Options{})
	went(c, "A", "20P", "30P")
	went(c, "B", "20F", "20P", "30F")
	went(c, "C", "20F")
	got := read[object](c, "POST", flowPath, object{"partNumber": "PCBA-%"})
	want := object{
		"totalUnits": 3.0,
		"nodes": []any{
			object{
				"id": "20", "name": "Flying probe test", "processCode": 20.0, "processName": "Flying probe test", "stationName": nil, "location": nil, "purpose": nil,
				"unitCount": 3.0, "passCount": 2.0, "failCount": 1.0, "yieldPercent": 66.6666667, "avgTime": 60.0,
				"isExpanded": false, "isVisible": true, "level": 0.0, "parentId": nil,
			},
			object{
				"id": "30", "name": "In-circuit test", "processCode": 30.0, "processName": "In-circuit test", "stationName": nil, "location": nil,
				"purpose": nil, "unitCount": 2.0, "passCount": 1.0, "failCount": 1.0, "yieldPercent": 50.0, "avgTime": 60.0,
				"isExpanded": false, "isVisible": true, "level": 0.0, "parentId": nil,
			},
		},
		"links": []any{object{
			"id": "20>30", "sourceId": "20", "targetId": "30", "sourceName": "Flying probe test", "targetName": "In-circuit test",
			"unitCount": 2.0, "passCount": 2.0, "failCount": 0.0, "avgTime": 540.0, "isVisible": true,
		}},
		"units": []any{
			object{
				"serialNumber": "A", "partNumber": "PCBA-7", "revision": "B", "status": "Passed", "startTime": "2026-02-01T08:00:00Z",
				"endTime": "2026-02-01T08:11:00Z", "totalTime": 660.0, "nodePath": []any{"Flying probe test", "In-circuit test"}, "currentNode": "In-circuit test",
			},
			object{
				"serialNumber": "B", "partNumber": "PCBA-7", "revision": "B", "status": "Failed", "startTime": "2026-02-01T08:00:00Z",
				"endTime": "2026-02-01T08:21:00Z", "totalTime": 1260.0, "nodePath": []any{"Flying probe test", "In-circuit test"}, "currentNode": "In-circuit test",
			},
			object{
				"serialNumber": "C", "partNumber": "PCBA-7", "revision": "B", "status": "Failed", "startTime": "2026-02-01T08:00:00Z",
				"endTime": "2026-02-01T08:01:00Z", "totalTime": 60.0, "nodePath": []any{"Flying probe test"}, "currentNode": "Flying probe test",
			},
		},
	}
	if diff := cmp.Diff(want, got, nearly); diff != "" {
		t.Error(diff)
	}
}

func TestUnitFlowFilters(t *testing.T) {
	c := start(t, Options{})
	went(c, "A", "20P", "30P", "50P")
	went(c, "B_1", "20F", "20P", "30F")
	went(c, "BX1", "20F")
	for name, one := range map[string]struct {
		path  string
		body  any
		units []string
	}{
		"no body":         {flowPath, nil, []string{"A", "BX1", "B_1"}},
		"nothing":         {flowPath, object{"partNumber": "other"}, []string{}},
		"serial":          {flowPath, object{"serialNumber": "B%"}, []string{"BX1", "B_1"}},
		"exact serials":   {flowPath + "/SN", object{"serialNumbers": []string{"B_1", "Z"}}, []string{"B_1"}},
		"no serials":      {flowPath + "/SN", object{"serialNumbers": []string{}}, []string{}},
		"failed only":     {flowPath, object{"includePassed": false}, []string{"BX1", "B_1"}},
		"passed only":     {flowPath, object{"includeFailed": false}, []string{"A"}},
		"codes":           {flowPath, object{"processCodes": []int{30, 50}}, []string{"A", "B_1"}},
		"dates":           {flowPath, object{"dateFrom": "2026-02-01T08:20:00", "dateTo": "2026-02-02"}, []string{"A", "B_1"}},
		"station":         {flowPath, object{"stationName": "ST-30F;ST-50P"}, []string{"A", "B_1"}},
		"by serial":       {flowPath + "/UnitOrder", object{"unitOrder": "SerialNumber"}, []string{"A", "BX1", "B_1"}},
		"by end":          {flowPath + "/UnitOrder", object{"unitOrder": "endTime"}, []string{"BX1", "A", "B_1"}},
		"by status":       {flowPath + "/UnitOrder", object{"unitOrder": "status"}, []string{"BX1", "B_1", "A"}},
		"unknown ignored": {flowPath, object{"colour": "red", "serialNumber": "A"}, []string{"A"}},
	} {
		if diff := cmp.Diff(one.units, unitIDs(flow(c, one.path, one.body))); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	c.want(400, "POST", flowPath+"/SN", object{})
	c.want(400, "POST", flowPath+"/SplitBy", object{})
	c.want(400, "POST", flowPath+"/SplitBy", object{"splitBy": "colour"})
	c.want(400, "POST", flowPath+"/UnitOrder", object{"unitOrder": "colour"})
	c.want(400, "POST", flowPath, object{"dateFrom": "yesterday"})
	c.want(400, "POST", flowPath, "[]")
}

func TestUnitFlowSplitsExpandsAndHides(t *testing.T) {
	c := start(t, Options{})
	went(c, "A", "20P", "30P")
	went(c, "B", "20F", "20P", "30F")
	split := flow(c, flowPath+"/SplitBy", object{"splitBy": "stationName"})
	if diff := cmp.Diff([]string{"20|ST-20F", "20|ST-20P", "30|ST-30F", "30|ST-30P"}, nodeIDs(split)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"20|ST-20F>20|ST-20P", "20|ST-20P>30|ST-30F", "20|ST-20P>30|ST-30P"}, linkIDs(split)); diff != "" {
		t.Error(diff)
	}
	if n := split.Nodes[0]; *n.StationName != "ST-20F" || n.Name != "Flying probe test / ST-20F" || n.Level != 0 || n.ParentID != nil || n.FailCount != 1 {
		t.Errorf("%+v", n)
	}
	expanded := flow(c, flowPath, object{"expandOperations": true})
	if diff := cmp.Diff([]string{"20", "20|ST-20F", "20|ST-20P", "30", "30|ST-30F", "30|ST-30P"}, nodeIDs(expanded)); diff != "" {
		t.Error(diff)
	}
	if n := expanded.Nodes[0]; !n.IsExpanded || n.Level != 0 || n.UnitCount != 2 || n.PassCount != 2 {
		t.Errorf("%+v", n)
	}
	if n := expanded.Nodes[1]; n.IsExpanded || n.Level != 1 || *n.ParentID != "20" || n.UnitCount != 1 {
		t.Errorf("%+v", n)
	}
	if diff := cmp.Diff(linkIDs(split), linkIDs(expanded)); diff != "" {
		t.Error(diff)
	}
	if collapsed := flow(c, flowPath, object{"expandOperations": false, "splitBy": "processCode"}); len(collapsed.Nodes) != 2 {
		t.Errorf("%v", nodeIDs(collapsed))
	}
	for name, lists := range map[string]object{
		"show by code": {"showList": []any{20}, "hideList": []any{}},
		"show by name": {"showList": []string{"flying PROBE test"}},
		"hide by id":   {"hideList": []string{"30"}},
		"hide wins":    {"showList": []string{"20", "30"}, "hideList": []string{"in-circuit test"}},
	} {
		f := flow(c, flowPath, lists)
		if len(f.Nodes) != 2 || !f.Nodes[0].IsVisible || f.Nodes[1].IsVisible || f.Links[0].IsVisible {
			t.Errorf("%s: %+v, %+v", name, f.Nodes[0], f.Nodes[1])
		}
	}
}

func TestARepairDoesNotPassAUnit(t *testing.T) {
	c := start(t, Options{})
	went(c, "A", "20F")
	r := uur(tested(0, "F"), set("sn", "A"), set("start", "2026-02-01T09:00:00Z"))
	c.post(r)
	f := flow(c, flowPath, object{})
	if diff := cmp.Diff([]string{"20", "500"}, nodeIDs(f)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"20>500"}, linkIDs(f)); diff != "" || f.Links[0].FailCount != 1 {
		t.Errorf("%s %+v", diff, f.Links)
	}
	if u := f.Units[0]; *u.Status != "Failed" || u.CurrentNode != "Repair" {
		t.Errorf("%+v", u)
	}
}

// TestTheCurrentFlowIsTheLastOneOfItsClient also after a restart of the server, for a day.
func TestTheCurrentFlowIsTheLastOneOfItsClient(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wats.db")
	at := now
	open := func() (client, func()) {
		s, err := Open(t.Context(), Options{Path: path, Clock: func() time.Time { return at }})
		if err != nil {
			t.Fatal(err)
		}
		listener := httptest.NewServer(s.Handler())
		return client{t, listener.URL}, func() {
			listener.Close()
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	}
	current := func(c client) (nodes, links, units int) {
		return len(read[[]object](c, "GET", flowPath+"/Nodes", nil)), len(read[[]object](c, "GET", flowPath+"/Links", nil)),
			len(read[[]object](c, "GET", flowPath+"/Units", nil))
	}
	c, end := open()
	went(c, "A", "20P", "30P")
	went(c, "B", "50P")
	if n, l, u := current(c); n != 3 || l != 1 || u != 2 {
		t.Errorf("without a flow: %d nodes, %d links, %d units", n, l, u)
	}
	flow(c, flowPath, object{"serialNumber": "A", "splitBy": "stationName"})
	end()
	c, end = open()
	defer func() { end() }()
	if n, l, u := current(c); n != 2 || l != 1 || u != 1 {
		t.Errorf("after a restart: %d nodes, %d links, %d units", n, l, u)
	}
	at = at.Add(25 * time.Hour)
	if n, _, _ := current(c); n != 3 {
		t.Errorf("the flow of yesterday is still shown: %d nodes", n)
	}
}

// TestUnitFlowAgainstAPlainCount compares a flow of random units with one that is counted way by way.
func TestUnitFlowAgainstAPlainCount(t *testing.T) {
	c := start(t, Options{})
	random := rand.New(rand.NewPCG(7, 11))
	codes := []int{20, 30, 50}
	var units [][]string
	for i := range 60 {
		var visits []string
		for range 1 + random.IntN(5) {
			visits = append(visits, fmt.Sprint(codes[random.IntN(3)], string("PPFET"[random.IntN(5)])))
		}
		went(c, fmt.Sprintf("U%02d", i), visits...)
		units = append(units, visits)
	}
	type counts struct{ units, passed int }
	nodes, links := map[string]counts{}, map[string]counts{}
	for _, visits := range units {
		lastAt, lastWay := map[string]bool{}, map[string]bool{}
		for i, v := range visits {
			lastAt[v[:2]] = v[2:] == "P"
			if i > 0 && visits[i-1][:2] != v[:2] {
				lastWay[visits[i-1][:2]+">"+v[:2]] = visits[i-1][2:] == "P"
			}
		}
		for into, from := range map[*map[string]counts]map[string]bool{&nodes: lastAt, &links: lastWay} {
			for id, passed := range from {
				n := (*into)[id]
				n.units++
				if passed {
					n.passed++
				}
				(*into)[id] = n
			}
		}
	}
	got := flow(c, flowPath, object{})
	gotNodes, gotLinks := map[string]counts{}, map[string]counts{}
	for _, n := range got.Nodes {
		gotNodes[n.ID] = counts{n.UnitCount, n.PassCount}
		if n.PassCount+n.FailCount != n.UnitCount || !cmp.Equal(n.YieldPercent, 100*float64(n.PassCount)/float64(n.UnitCount), nearly) {
			t.Errorf("%+v", n)
		}
	}
	for _, l := range got.Links {
		gotLinks[l.ID] = counts{l.UnitCount, l.PassCount}
	}
	if diff := cmp.Diff(nodes, gotNodes, cmp.AllowUnexported(counts{})); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(links, gotLinks, cmp.AllowUnexported(counts{}), cmpopts.EquateEmpty()); diff != "" {
		t.Error(diff)
	}
	if got.TotalUnits != 60 || !slices.IsSorted(unitIDs(got)) {
		t.Errorf("%d units", got.TotalUnits)
	}
}
