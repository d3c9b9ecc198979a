package server

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestReportLists(t *testing.T) {
	s := filtered(t)
	for _, c := range []struct {
		analysis string
		filter   object
		want     string
	}{
		{"UutReport", object{}, "D A C B A A"},
		{"UutReport", object{"topCount": 2}, "D A"},
		{"UutReport", object{"maxCount": 1}, "D"},
		{"UutReport", object{"status": "Failed", "partNumber": "PCBA%"}, "A"},
		{"UutReport", object{"run": -1, "serialNumber": "A"}, "A"},
		{"UurReport", object{}, "C A"},
		{"UurReport", object{"testOperation": "SW Debug", "level": nil}, "C A"},
		{"UurReport", object{"level": "PCBA"}, ""},
		{"SerialNumberHistory", object{"serialNumber": "C"}, "C C"},
	} {
		if got := shown(ask[[]object](t, s, c.analysis, c.filter), "serialNumber"); got != c.want {
			t.Errorf("%s %v: %q, want %q", c.analysis, c.filter, got, c.want)
		}
	}
	history := ask[[]object](t, s, "SerialNumberHistory", object{"serialNumber": "A;none"})
	if got := shown(history, "reportType", "result", "run", "testOperation"); got != "T/Failed/1/SW Debug T/Error/2/SW Debug T/Passed/3/SW Debug R/Passed/<nil>/Repair" {
		t.Error(got)
	}
}

func TestReportListsAreHeaders(t *testing.T) {
	s := filtered(t)
	var headers []object
	answer := handle(t, s.handler, "GET", headerPath+"$filter=serialNumber%20eq%20'D'", nil)
	if err := json.Unmarshal(answer.Body.Bytes(), &headers); err != nil {
		t.Fatal(err)
	}
	headers[0]["testOperation"] = "SW Debug"
	if diff := cmp.Diff(headers, ask[[]object](t, s, "UutReport", object{"serialNumber": "D"})); diff != "" {
		t.Error(diff)
	}
}

func TestSerialNumberHistoryNeedsASerialNumber(t *testing.T) {
	c := start(t, Options{})
	if got := c.want(400, "POST", "/api/App/SerialNumberHistory", object{"partNumber": "X"}); !strings.Contains(got, "serialNumber is required") {
		t.Error(got)
	}
	if got := c.want(200, "GET", "/api/App/SerialNumberHistory?serialNumber=X", nil); got != "[]" {
		t.Error(got)
	}
}

func TestLevelsAndGroups(t *testing.T) {
	c := start(t, Options{})
	if got := c.want(200, "GET", "/api/App/Levels", nil); got != `[{"levelId":1,"levelName":"PCBA"},{"levelId":2,"levelName":"Module"},{"levelId":3,"levelName":"System"}]` {
		t.Error(got)
	}
	if got := c.want(200, "GET", "/api/App/ProductGroups", nil); got != "[]" {
		t.Error(got)
	}
	c.want(200, "PUT", "/api/Product/Group", object{"productGroupName": "G1", "partNumbers": []string{"B", "A"}})
	c.want(200, "PUT", "/api/Product/Group", object{"productGroupName": "G0"})
	for path, want := range map[string]string{
		"":                      `[{"productGroupId":2,"productGroupName":"G0"},{"productGroupId":1,"productGroupName":"G1"}]`,
		"?includeFilters=false": `[{"productGroupId":2,"productGroupName":"G0"},{"productGroupId":1,"productGroupName":"G1"}]`,
		"?includefilters=True":  `[{"productGroupId":2,"productGroupName":"G0"},{"productGroupId":1,"productGroupName":"G1","partNumbers":["A","B"]}]`,
	} {
		if got := c.want(200, "GET", "/api/App/ProductGroups"+path, nil); got != want {
			t.Errorf("%s: %s", path, got)
		}
	}
	c.want(400, "GET", "/api/App/ProductGroups?includeFilters=maybe", nil)
}

func TestEffectivenessOfEquipment(t *testing.T) {
	lasting := func(start string, seconds float64, change ...func(object)) object {
		r := uut(append(change, set("start", "2026-02-02T"+start+"Z"), set("uut", object{"user": "op", "execTime": seconds}))...)
		return r
	}
	s := openFilled(t,
		lasting("10:00:00", 10, set("sn", "A")), lasting("10:00:20", 20, set("sn", "B")),
		lasting("10:00:30", 10, set("sn", "C"), set("result", "F"), func(r object) { r["root"].(object)["status"] = "F" }))
	want := object{
		"oee": 50.0, "availability": 75.0, "performance": 100.0, "quality": 200.0 / 3, "totalTime": 40.0, "runTime": 30.0, "downTime": 10.0,
		"plannedProductionTime": 40.0, "totalCount": 3.0, "goodCount": 2.0, "rejectCount": 1.0, "idealCycleTime": 10.0, "actualCycleTime": 10.0,
		"period": "2026-02-02", "partNumber": "PCBA-7", "stationName": "ST-1",
	}
	if diff := cmp.Diff(want, ask[object](t, s, "OeeAnalysis", object{"dateGrouping": "day"}), aboutEqual); diff != "" {
		t.Error(diff)
	}
	none := ask[object](t, s, "OeeAnalysis", object{"partNumber": "none"})
	if none["oee"] != nil || none["totalCount"] != 0.0 || none["period"] != nil {
		t.Errorf("%v", none)
	}
}

func TestAlarmsOfAssets(t *testing.T) {
	time1 := now
	c := start(t, Options{Clock: func() time.Time { return time1 }})
	path := "/api/internal/Trigger/GetAlarmAndNotificationLogs"
	if got := c.want(200, "POST", path, nil); got != "[]" {
		t.Error(got)
	}
	kind := read[object](c, "PUT", "/api/Asset/Types", object{"typeName": "Probe", "runningCountLimit": 100, "warningThreshold": 80, "alarmThreshold": 100})
	c.want(200, "PUT", "/api/Asset", object{"serialNumber": "AS-1", "assetName": "Probe 1", "typeId": kind["typeId"]})
	count := func(n string) {
		c.want(204, "PUT", "/api/Asset/SetRunningCount?serialNumber=AS-1&value="+n+"&runningCount="+n, nil)
	}
	list := func(filter any) string {
		return shown(read[[]object](c, "POST", path, filter), "type", "state", "serialnumber", "assetname", "logDate")
	}
	warning, alarm := "5/Warning/AS-1/Probe 1/2026-03-01T12:00:00Z", "5/Alarm/AS-1/Probe 1/2026-03-01T13:00:00Z"
	count("80")
	for range 2 { // it is noted once
		if got := list(object{"topCount": 10}); got != warning {
			t.Error(got)
		}
	}
	time1 = time1.Add(time.Hour)
	count("100")
	if got := list(nil); got != alarm+" "+warning {
		t.Error(got)
	}
	for filter, want := range map[string]string{
		`{"topCount": 1}`:                      alarm,
		`{"dateFrom": "2026-03-01T12:30:00Z"}`: alarm,
		`{"dateTo": "2026-03-01T12:30:00Z"}`:   warning,
		`{"productGroup": "any"}`:              "",
	} {
		if got := list(filter); got != want {
			t.Errorf("%s: %s", filter, got)
		}
	}
	count("0")
	list(nil)
	time1 = time1.Add(time.Hour)
	count("85") // worse again
	if got := list(object{"topCount": 1}); got != strings.Replace(warning, "T12", "T14", 1) {
		t.Error(got)
	}
}
