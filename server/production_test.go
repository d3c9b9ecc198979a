package server

import (
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// withQuery is a path with its parameters, given by turns as name and value.
func withQuery(path string, parameters ...string) string {
	values := url.Values{}
	for i := 0; i < len(parameters); i += 2 {
		values.Set(parameters[i], parameters[i+1])
	}
	return path + "?" + values.Encode()
}

// ofUnit is a path with the query that names a unit, and further parameters.
func ofUnit(path, serial, part string, parameters ...string) string {
	return withQuery(path, append([]string{"serialNumber", serial, "partNumber", part}, parameters...)...)
}

// UnmarshalText reads what MarshalText writes.
func (i *instant) UnmarshalText(text []byte) error {
	at, err := time.Parse(time.RFC3339Nano, string(text))
	*i = instantOf(at)
	return err
}

const production, internalProduction = "/api/Production/", "/api/internal/Production/"

func TestUnitRoundTrip(t *testing.T) {
	c := start(t, Options{})
	c.want(404, "GET", production+"Unit/U-1/P", nil)
	read[product](c, "PUT", "/api/Product", object{"partNumber": "P", "name": "Board", "revisions": []object{{"revision": "A"}, {"revision": "B"}}})
	in := object{
		"serialNumber": "U-1", "partNumber": "P", "revision": "B", "batchNumber": "B-7", "serialDate": "2026-02-01T10:00:00+01:00",
		"currentLocation": "Shelf 3", "xmlData": "<x/>", "unitPhaseId": 16, "processCode": 50, "tags": []object{{"key": "k", "value": "v"}},
	}
	stored := read[[]object](c, "PUT", production+"Units", []object{in})[0]
	want := object{
		"serialNumber": "U-1", "partNumber": "P", "revision": "B", "parentSerialNumber": nil, "batchNumber": "B-7",
		"serialDate": "2026-02-01T09:00:00Z", "currentLocation": "Shelf 3", "xmlData": "<x/>", "unitPhaseId": 16.0, "unitPhase": "Finalized",
		"processCode": 50.0, "tags": []any{object{"key": "k", "value": "v", "change": 0.0}}, "subUnits": []any{},
		"product": stored["product"], "productRevision": at(stored, "product", "revisions", 1),
	}
	if diff := cmp.Diff(want, stored); diff != "" {
		t.Error(diff)
	}
	if at(stored, "product", "name") != "Board" || at(stored, "productRevision", "revision") != "B" {
		t.Errorf("%v", stored)
	}
	if diff := cmp.Diff(want, read[object](c, "GET", production+"Unit/U-1/P", nil)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]object{want}, read[[]object](c, "PUT", production+"Units", []object{stored})); diff != "" {
		t.Errorf("writing back what was read changed it: %s", diff)
	}
}

func TestAUnitKeepsWhatARequestLeavesOut(t *testing.T) {
	c := start(t, Options{})
	put := func(changes object) unit {
		changes["serialNumber"], changes["partNumber"] = "U-1", "P"
		return read[[]unit](c, "PUT", production+"Units", []object{changes})[0]
	}
	put(object{"revision": "A", "batchNumber": "B-1", "unitPhase": "in storage"})
	got := put(object{"revision": "B", "batchNumber": "", "serialDate": nil})
	if *got.Revision != "B" || got.BatchNumber != nil || *got.UnitPhase != "In storage" || *got.SerialDate != now.Format(time.RFC3339) {
		t.Errorf("%s", jsonOf(t, got))
	}
}

func TestSerialDates(t *testing.T) {
	c := start(t, Options{})
	for given, want := range map[string]any{
		"2026-02-01T10:00:00.5+01:00": "2026-02-01T09:00:00.5Z", "2026-02-01 10:00": "2026-02-01T10:00:00Z", "2026-02-01": "2026-02-01T00:00:00Z",
		"0001-01-01T00:00:00": nil, "9999-12-31T00:00:00Z": "2262-04-11T23:47:16.854775807Z",
	} {
		got := read[[]object](c, "PUT", production+"Units", []object{{"serialNumber": "U", "partNumber": "P", "serialDate": given}})
		if got[0]["serialDate"] != want {
			t.Errorf("%s is %v, want %v", given, got[0]["serialDate"], want)
		}
	}
}

func TestUnitNumbersArriveWhole(t *testing.T) {
	c := start(t, Options{})
	for _, name := range []string{"a/b", "a#b", "100%", "50%25", "Ø-漢", "a b+c", "..", "?x=y"} {
		read[[]unit](c, "PUT", production+"Units", []object{{"serialNumber": name, "partNumber": name}})
		if got := read[unit](c, "GET", production+"Unit/"+url.PathEscape(name)+"/"+url.PathEscape(name), nil); got.SerialNumber != name || got.PartNumber != name {
			t.Errorf("%q came back as %q, %q", name, got.SerialNumber, got.PartNumber)
		}
	}
}

func TestReportsMakeUnits(t *testing.T) {
	c := start(t, Options{})
	c.post(uut(set("rev", "A"), set("location", "Oslo"), set("uut", object{"user": "op", "batchSN": "B-1"})))
	c.post(uut(set("start", "2026-03-01T09:30:00Z")))
	c.post(uut(set("start", "2026-04-01T09:30:00Z"), set("rev", "from the future")))
	got := read[unit](c, "GET", production+"Unit/SN-1/PCBA-7", nil)
	if *got.Revision != "B" || *got.BatchNumber != "B-1" || *got.CurrentLocation != "Lab" || *got.UnitPhase != "Unknown" || *got.SerialDate != "2026-03-01T09:00:00Z" {
		t.Errorf("%s", jsonOf(t, got))
	}
	c.want(404, "GET", production+"Unit/SN-1/other", nil)
	if changes := c.want(200, "GET", production+"Units/Changes", nil); changes != "[]" {
		t.Errorf("nobody has written the unit, but: %s", changes)
	}
	c.want(204, "PUT", ofUnit(production+"SetUnitPhase", "SN-1", "PCBA-7", "phase", "16"), nil)
	c.post(uut(set("start", "2026-03-01T09:40:00Z"), set("rev", "C")))
	got = read[unit](c, "GET", production+"Unit/SN-1/PCBA-7", nil)
	if *got.Revision != "C" || *got.UnitPhase != "Finalized" {
		t.Errorf("%s", jsonOf(t, got))
	}
	info := read[unitInfo](c, "GET", ofUnit(internalProduction+"GetUnitInfo", "SN-1", "PCBA-7"), nil)
	if info.TestCount != 3 || info.RepairCount != 0 || *info.LastTestResult != "Passed" || *info.Revision != "C" {
		t.Errorf("%s", jsonOf(t, info))
	}
}

func TestUnitsAreFoundBySerialNumber(t *testing.T) {
	c := start(t, Options{})
	c.post(uut())
	if got := read[unit](c, "GET", withQuery(internalProduction+"GetUnit", "serialNumber", "SN-1"), nil); got.PartNumber != "PCBA-7" {
		t.Errorf("%+v", got)
	}
	read[[]unit](c, "PUT", production+"Units", []object{{"serialNumber": "SN-1", "partNumber": "OTHER"}})
	if text := c.want(409, "GET", withQuery(internalProduction+"GetUnit", "serialNumber", "SN-1"), nil); !strings.Contains(text, "OTHER, PCBA-7") {
		t.Error(text)
	}
	if got := read[unit](c, "GET", ofUnit(internalProduction+"GetUnit", "SN-1", "OTHER"), nil); got.PartNumber != "OTHER" {
		t.Errorf("%+v", got)
	}
	c.want(404, "GET", withQuery(internalProduction+"GetUnit", "serialNumber", "SN-2"), nil)
	c.want(400, "GET", internalProduction+"GetUnit", nil)
}

func TestCreateUnit(t *testing.T) {
	c := start(t, Options{})
	path := ofUnit(internalProduction+"CreateUnit", "U-1", "P", "revision", "A", "batchNumber", "B-1")
	made := read[unit](c, "POST", path, nil)
	if *made.Revision != "A" || *made.BatchNumber != "B-1" || *made.UnitPhase != "Under production" {
		t.Errorf("%s", jsonOf(t, made))
	}
	c.want(409, "POST", path, nil)
	made = read[unit](c, "POST", ofUnit(internalProduction+"CreateUnit", "U-2", "P", "revision", "A", "unitPhase", "64"), nil)
	if *made.UnitPhaseID != 64 {
		t.Errorf("%s", jsonOf(t, made))
	}
	c.want(400, "POST", ofUnit(internalProduction+"CreateUnit", "U-3", "P", "revision", "A", "unitPhase", "3"), nil)
	c.want(400, "POST", ofUnit(internalProduction+"CreateUnit", "U-3", "P"), nil)
	c.want(404, "GET", production+"Unit/U-3/P", nil)
}

func TestUnitPhases(t *testing.T) {
	c := start(t, Options{})
	phases := read[[]object](c, "GET", "/api/internal/mes/getunitphases", nil)
	if len(phases) != 12 || phases[3]["UnitPhaseId"] != 8.0 || phases[3]["Code"] != "ServiceRepair" || phases[3]["Name"] != "Service repair" {
		t.Errorf("%v", phases)
	}
	read[[]unit](c, "PUT", production+"Units", []object{{"serialNumber": "U-1", "partNumber": "P"}})
	for phase, want := range map[string]int{"16": 16, "SCRAPPED": 32, "in storage": 1024, "ExtendedTest": 64} {
		c.want(204, "PUT", ofUnit(production+"SetUnitPhase", "U-1", "P", "phase", phase), nil)
		if got := read[unitPhase](c, "GET", ofUnit(internalProduction+"GetUnitPhase", "U-1", "P"), nil); got.ID != want {
			t.Errorf("%s set %+v", phase, got)
		}
	}
	c.want(400, "PUT", ofUnit(production+"SetUnitPhase", "U-1", "P", "phase", "3"), nil)
	c.want(400, "PUT", ofUnit(production+"SetUnitPhase", "U-1", "P"), nil)
	c.want(404, "PUT", ofUnit(production+"SetUnitPhase", "U-2", "P", "phase", "2"), nil)
	c.want(400, "PUT", withQuery(production+"SetUnitPhase", "serialNumber", "U-1", "phase", "2"), nil)
}

func TestAUnitIsWrittenBackWithAnotherPhase(t *testing.T) {
	c := start(t, Options{})
	put := func(status int, id int, name string) string {
		return c.want(status, "PUT", production+"Units", []object{{"serialNumber": "U", "partNumber": "P", "unitPhaseId": id, "unitPhase": name}})
	}
	put(200, 16, "Finalized")
	for _, test := range []struct {
		id   int
		name string
		want int
	}{{16, "Shipped", 2048}, {32, "Shipped", 32}, {32, "Scrapped", 32}, {2, "Under production", 2}} {
		put(200, test.id, test.name)
		if got := read[unitPhase](c, "GET", ofUnit(internalProduction+"GetUnitPhase", "U", "P"), nil); got.ID != test.want {
			t.Errorf("%d and %s set %+v", test.id, test.name, got)
		}
	}
	if text := put(400, 16, "Shipped"); !strings.Contains(text, "are two phases") {
		t.Error(text)
	}
}

func TestUnitProcesses(t *testing.T) {
	c := start(t, Options{})
	read[[]unit](c, "PUT", production+"Units", []object{{"serialNumber": "U-1", "partNumber": "P"}})
	path := ofUnit(internalProduction+"GetUnitProcess", "U-1", "P")
	c.want(204, "PUT", ofUnit(production+"SetUnitProcess", "U-1", "P", "processCode", "30", "comment", "to the tester"), nil)
	if got := read[object](c, "GET", path, nil); got["processCode"] != 30.0 || got["processName"] != "In-circuit test" {
		t.Errorf("%v", got)
	}
	c.want(400, "PUT", ofUnit(production+"SetUnitProcess", "U-1", "P", "processCode", "9999"), nil)
	c.want(204, "PUT", ofUnit(production+"SetUnitProcess", "U-1", "P"), nil)
	if got := read[object](c, "GET", path, nil); got["processCode"] != nil || got["processName"] != nil {
		t.Errorf("%v", got)
	}
}

func TestUnitChanges(t *testing.T) {
	c := start(t, Options{})
	read[[]unit](c, "PUT", production+"Units", []object{{"serialNumber": "U-1", "partNumber": "P", "revision": "A"}, {"serialNumber": "U-2", "partNumber": "P"}})
	c.want(204, "PUT", ofUnit(production+"SetUnitPhase", "U-1", "P", "phase", "16", "comment", "done"), nil)
	c.want(204, "PUT", ofUnit(production+"SetUnitPhase", "U-1", "P", "phase", "16"), nil) // no change
	c.want(204, "PUT", ofUnit(production+"SetUnitProcess", "U-1", "P", "processCode", "30"), nil)
	c.want(200, "POST", withQuery(production+"AddChildUnit", "parentSerialNumber", "U-1", "parentPartNumber", "P", "childSerialNumber", "U-2", "childPartNumber", "P"), nil)
	all := read[[]object](c, "GET", production+"Units/Changes", nil)
	want := []object{
		{"id": 1.0, "unitSerialNumber": "U-1", "newParentSerialNumber": nil, "newPartNumber": "P", "newRevision": "A", "newUnitPhaseId": 2.0},
		{"id": 2.0, "unitSerialNumber": "U-2", "newParentSerialNumber": nil, "newPartNumber": "P", "newRevision": nil, "newUnitPhaseId": 2.0},
		{"id": 3.0, "unitSerialNumber": "U-1", "newParentSerialNumber": nil, "newPartNumber": nil, "newRevision": nil, "newUnitPhaseId": 16.0},
		{"id": 5.0, "unitSerialNumber": "U-2", "newParentSerialNumber": "U-1", "newPartNumber": nil, "newRevision": nil, "newUnitPhaseId": nil},
	}
	if diff := cmp.Diff(want, all); diff != "" {
		t.Error(diff)
	}
	page := read[[]object](c, "GET", withQuery(production+"Units/Changes", "$top", "1", "$skip", "1", "serialNumber", "U-1", "partNumber", "P"), nil)
	if diff := cmp.Diff(want[2:3], page); diff != "" {
		t.Error(diff)
	}
	c.want(204, "DELETE", production+"Units/Changes/3", nil)
	c.want(404, "DELETE", production+"Units/Changes/3", nil)
	c.want(400, "DELETE", production+"Units/Changes/x", nil)
	c.want(400, "GET", withQuery(production+"Units/Changes", "$top", "-1"), nil)
	if left := read[[]object](c, "GET", ofUnit(production+"Units/Changes", "U-1", "P"), nil); len(left) != 1 {
		t.Errorf("%v", left)
	}
	history := read[[]unitState](c, "GET", ofUnit(internalProduction+"GetUnitStateHistory", "U-1", "P"), nil)
	if len(history) != 3 || *history[1].UnitPhase != "Finalized" || *history[1].Comment != "done" || *history[2].ProcessName != "In-circuit test" || history[0].UTC != instantOf(now) {
		t.Errorf("%s", jsonOf(t, history))
	}
}

func TestProductionBatches(t *testing.T) {
	c := start(t, Options{})
	if got := c.want(200, "GET", production+"Batches", nil); got != "[]" {
		t.Error(got)
	}
	c.want(200, "PUT", production+"Batches", []object{{"batchNumber": "B-2"}, {"batchNumber": "B-3", "batchSize": 5}})
	if got := c.want(200, "PUT", production+"Batch", object{"batchNumber": "B-1", "batchSize": 100}); got != `{"batchNumber":"B-1","batchSize":100}` {
		t.Error(got)
	}
	if got := c.want(200, "PUT", production+"Batch", object{"batchNumber": "B-1"}); got != `{"batchNumber":"B-1","batchSize":100}` {
		t.Errorf("the size that was left out: %s", got)
	}
	if got := read[[]productionBatch](c, "GET", withQuery(production+"Batches", "batchId", "B-3"), nil); len(got) != 1 || *got[0].BatchSize != 5 {
		t.Errorf("%+v", got)
	}
	read[[]unit](c, "PUT", production+"Units", []object{{"serialNumber": "U-1", "partNumber": "P", "batchNumber": "B-2"}})
	c.post(uut(set("uut", object{"user": "op", "batchSN": "B-3"})))
	for part, want := range map[string]string{"P": "B-2", "PCBA-7": "B-3"} {
		if got := read[[]productionBatch](c, "GET", withQuery(production+"Batches", "partNumber", part), nil); len(got) != 1 || got[0].BatchNumber != want {
			t.Errorf("%s: %+v", part, got)
		}
	}
	c.want(400, "PUT", production+"Batches", []object{{"batchNumber": "B-9"}, {"batchSize": 5}})
	c.want(400, "PUT", production+"Batch", object{"batchNumber": "B-9", "batchSize": -1})
	if got := read[[]productionBatch](c, "GET", production+"Batches", nil); len(got) != 3 {
		t.Errorf("%+v", got)
	}
}

func TestBadUnitsAreRefused(t *testing.T) {
	c := start(t, Options{})
	for _, bad := range []any{
		"",
		object{},
		[]object{{}},
		[]object{{"serialNumber": "U"}},
		[]object{{"serialNumber": " ", "partNumber": "P"}},
		[]object{{"serialNumber": strings.Repeat("x", 101), "partNumber": "P"}},
		[]object{{"serialNumber": "U", "partNumber": "P", "unitPhaseId": 3}},
		[]object{{"serialNumber": "U", "partNumber": "P", "unitPhase": "lost"}},
		[]object{{"serialNumber": "U", "partNumber": "P", "processCode": 9999}},
		[]object{{"serialNumber": "U", "partNumber": "P", "serialDate": "yesterday"}},
		[]object{{"serialNumber": "U", "partNumber": "P"}, {"serialNumber": "U", "partNumber": "P", "tags": []object{{"value": "v"}}}},
	} {
		c.want(400, "PUT", production+"Units", bad)
	}
	c.want(404, "GET", production+"Unit/U/P", nil)
	if changes := c.want(200, "GET", production+"Units/Changes", nil); changes != "[]" {
		t.Error(changes)
	}
}

func TestSitesAndProbe(t *testing.T) {
	c := start(t, Options{})
	if got := c.want(200, "GET", internalProduction+"isConnected", nil); got != "true" {
		t.Error(got)
	}
	c.post(uut())
	read[[]unit](c, "PUT", production+"Units", []object{{"serialNumber": "U", "partNumber": "P", "currentLocation": "Attic"}})
	if got := read[[]site](c, "GET", internalProduction+"GetSites", nil); len(got) != 2 || got[0].Name != "Attic" || got[1].Name != "Lab" {
		t.Errorf("%+v", got)
	}
}

func TestARestartKeepsUnits(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wats.db")
	var before []string
	paths := []string{
		production + "Unit/U-1/P", production + "Units/Changes", production + "Batches",
		ofUnit(internalProduction+"GetUnitStateHistory", "U-1", "P"), withQuery(production+"SerialNumbers", "typeName", "Pool"),
		internalProduction + "SerialNumbers/Statistics",
	}
	t.Run("before", func(t *testing.T) {
		c := start(t, Options{Path: path})
		c.want(200, "PUT", production+"Units", []object{{"serialNumber": "U-1", "partNumber": "P", "subUnits": []object{{"serialNumber": "U-2", "partNumber": "C"}}}})
		c.want(200, "PUT", production+"Batch", object{"batchNumber": "B-1"})
		c.want(200, "PUT", withQuery(production+"SerialNumbers", "typeName", "Pool"), "S-1\nS-2\n")
		c.want(200, "POST", withQuery(production+"SerialNumbers/Take", "serialNumberType", "Pool"), nil)
		for _, p := range paths {
			before = append(before, c.want(200, "GET", p, nil))
		}
	})
	c := start(t, Options{Path: path})
	for i, p := range paths {
		if diff := cmp.Diff(before[i], c.want(200, "GET", p, nil)); diff != "" {
			t.Errorf("%s: %s", p, diff)
		}
	}
}
