package server

import (
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/watsrun/watsrun/report"
)

// usesAssets are the assets of a report.
func usesAssets(pairs ...any) func(object) {
	var all []object
	for i := 0; i < len(pairs); i += 2 {
		all = append(all, object{"assetSN": pairs[i], "usageCount": pairs[i+1]})
	}
	return set("assets", all)
}

func TestReportsCountTheirAssetsOnce(t *testing.T) {
	c := start(t, Options{})
	typeID := addType(c)
	addAsset(c, typeID, "FX-1", set("totalCount", 100))
	addAsset(c, typeID, "FX-2")
	want := func(what string, first, second int64) {
		t.Helper()
		a, b := read[asset](c, "GET", "/api/Asset/FX-1", nil), read[asset](c, "GET", "/api/Asset/FX-2", nil)
		if *a.RunningCount != first || *a.TotalCount != first+100 || *b.RunningCount != second {
			t.Errorf("%s: %d %d, %d", what, *a.RunningCount, *a.TotalCount, *b.RunningCount)
		}
	}
	one := uut(usesAssets("FX-1", 2, "unknown", 5, "FX-1", 1))
	c.post(one)
	want("named twice in one report", 3, 0)
	c.post(one)
	want("the same report again", 3, 0)
	c.post(uut(set("id", one["id"]), set("rev", "C"), usesAssets("FX-1", 2, "FX-2", 4), set("start", "2026-03-01T08:00:00Z")))
	want("the report replaced, with one asset more", 3, 4)
	c.post(uut(usesAssets("FX-1", 7), set("start", "2026-03-01T08:00:00.2Z")))
	want("the same run under another id", 3, 4)
	c.post(uut(set("sn", "SN-2"), usesAssets("FX-1", 10), set("start", "2026-03-01T11:00:00Z")))
	want("another unit", 13, 4)
	seen := read[asset](c, "GET", "/api/Asset/FX-1", nil)
	if seen.FirstSeenDate.String() != "2026-03-01T09:00:00Z" || seen.LastSeenDate.String() != "2026-03-01T11:00:00Z" {
		t.Errorf("seen from %s to %s", seen.FirstSeenDate, seen.LastSeenDate)
	}
	if got := c.assetComments("type ne 1"); got != "" {
		t.Errorf("uses are logged: %s", got)
	}
}

func TestUsesAreCountedOnceAcrossARestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wats.db")
	r := uut(usesAssets("FX-1", 2))
	var before string
	t.Run("first", func(t *testing.T) {
		c := start(t, Options{Path: path})
		addAsset(c, addType(c, set("calibrationInterval", 10)), "FX-1", set("tags", []object{{"key": "k", "value": "v"}}))
		c.want(204, "POST", "/api/Asset/Calibration?id=FX-1&comment=lab", nil)
		c.want(204, "POST", "/api/internal/Blob/Asset?assetId=FX-1&filename=a.bin", "\x00\xff")
		c.post(r)
		before = c.want(200, "GET", "/api/Asset/FX-1?$expand=assetLog", nil)
	})
	t.Run("second", func(t *testing.T) {
		c := start(t, Options{Path: path})
		c.post(r)
		if diff := cmp.Diff(before, c.want(200, "GET", "/api/Asset/FX-1?$expand=assetLog", nil)); diff != "" {
			t.Error(diff)
		}
		if got := c.want(200, "GET", "/api/internal/Blob/Asset?assetId=FX-1&filename=a.bin", nil); got != "\x00\xff" {
			t.Errorf("%q", got)
		}
	})
}

func TestCalibrationAndMaintenance(t *testing.T) {
	c := start(t, Options{})
	addAsset(c, addType(c, set("calibrationInterval", 10), set("maintenanceInterval", -2)), "A")
	dates := func() string {
		a := read[asset](c, "GET", "/api/Asset/A", nil)
		all := ""
		for _, d := range []*report.Time{a.LastCalibrationDate, a.NextCalibrationDate, a.LastMaintenanceDate, a.NextMaintenanceDate} {
			if d == nil {
				all += "- "
			} else {
				all += d.Time().UTC().Format("01-02T15 ")
			}
		}
		return all
	}
	for _, step := range []struct {
		route string
		query url.Values
		want  string
	}{
		{"Calibration", url.Values{"comment": {"lab"}}, "03-01T12 03-11T12 - - "},
		{"Calibration", url.Values{"dateTime": {"2026-02-27T09:00:00+01:00"}, "comment": {"late entry"}}, "03-01T12 03-11T12 - - "},
		{"Calibration", url.Values{"dateTime": {"2026-03-02T09:00:00+01:00"}}, "03-02T08 03-12T08 - - "},
		{"Calibration/External", url.Values{"fromDate": {"2026-03-03T00:00:00Z"}, "toDate": {"2026-06-03T00:00:00Z"}}, "03-03T00 06-03T00 - - "},
		{"Calibration/External", url.Values{"fromDate": {"2026-02-20T00:00:00Z"}, "toDate": {"2026-06-20T00:00:00Z"}}, "02-20T00 06-20T00 - - "},
		{"Calibration/External", url.Values{"fromDate": {"2026-03-03T00:00:00Z"}, "toDate": {"2026-06-03T00:00:00Z"}}, "03-03T00 06-03T00 - - "},
		{"Maintenance", url.Values{"comment": {"oil"}}, "03-03T00 06-03T00 03-01T12 - "},
		{"Maintenance/External", url.Values{"toDate": {"2026-07-01T00:00:00Z"}}, "03-03T00 06-03T00 03-01T12 07-01T00 "},
		{"Calibration/External", url.Values{"fromDate": {"2026-03-04T00:00:00Z"}}, "03-04T00 03-14T00 03-01T12 07-01T00 "},
	} {
		step.query.Set("serialNumber", "A")
		c.want(204, "POST", "/api/Asset/"+step.route+"?"+step.query.Encode(), nil)
		if got := dates(); got != step.want {
			t.Errorf("%s %v: %s", step.route, step.query, got)
		}
	}
	if got := c.assetComments("type eq 4 and comment ne null"); got != "lab|late entry" {
		t.Error(got)
	}
	if got := c.assetComments("type eq 5"); got != "|oil" {
		t.Error(got)
	}
}

func TestAssetLog(t *testing.T) {
	c := start(t, Options{})
	if got := c.want(200, "GET", "/api/Asset/Log", nil); got != "[]" {
		t.Error(got)
	}
	a := addAsset(c, addType(c), "A")
	addAsset(c, a.TypeID, "B")
	c.want(204, "POST", "/api/Asset/Message", object{"assetId": a.AssetID, "comment": "pin 3 is bent", "user": "kim"})
	c.want(204, "POST", "/api/Asset/Message", object{"assetId": "A", "comment": "straightened"})
	c.want(204, "PUT", "/api/Asset/State?id=A&state=3", nil)
	addAsset(c, a.TypeID, "A", set("assetName", "n"))
	all := read[[]object](c, "GET", withFilter("/api/Asset/Log", "serialNumber eq 'A'")+"&$orderby=logId", nil)
	want := object{
		"logId": all[1]["logId"], "assetId": a.AssetID, "serialNumber": "A", "date": "2026-03-01T12:00:00Z", "user": "kim", "type": 0.0,
		"comment": "pin 3 is bent",
	}
	if diff := cmp.Diff(want, all[1]); diff != "" {
		t.Error(diff)
	}
	var types []float64
	for _, row := range all {
		types = append(types, row["type"].(float64))
	}
	if diff := cmp.Diff([]float64{1, 0, 0, 6, 2}, types); diff != "" {
		t.Error(diff)
	}
	if got := c.assetComments("type eq 6"); got != "the state changed from in operation to in maintenance" {
		t.Error(got)
	}
	if got := read[[]assetLog](c, "GET", "/api/Asset/Log?$top=2&$skip=1", nil); len(got) != 2 || got[0].Type != loggedState {
		t.Errorf("%+v", got)
	}
	c.want(404, "POST", "/api/Asset/Message", object{"assetId": "none", "comment": "x"})
	c.want(400, "POST", "/api/Asset/Message", object{"assetId": "A", "comment": " "})
	c.want(400, "POST", "/api/Asset/Message", object{"comment": "x"})
}

func TestAssetStatus(t *testing.T) {
	day := func(n int) string { return now.AddDate(0, 0, n).Format(time.RFC3339) }
	kind := func(pairs ...any) object {
		o := object{"typeName": uuid.NewString()}
		for i := 0; i < len(pairs); i += 2 {
			o[pairs[i].(string)] = pairs[i+1]
		}
		return o
	}
	c := start(t, Options{})
	for _, tc := range []struct {
		name    string
		kind    object
		asset   []func(object)
		state   int
		message string
	}{
		{"nothing bounds it", kind(), []func(object){set("runningCount", 9)}, 0, ""},
		{"below the limit", kind("runningCountLimit", 10), []func(object){set("runningCount", 9)}, 0, ""},
		{"at the limit", kind("runningCountLimit", 10), []func(object){set("runningCount", 10)}, 2, "running count 10 of 10"},
		{"warned of", kind("totalCountLimit", 10, "warningThreshold", 90), []func(object){set("totalCount", 9)}, 1, "total count 9 of 10"},
		{"early alarm", kind("totalCountLimit", 10, "alarmThreshold", 50), []func(object){set("totalCount", 5)}, 2, "total count 5 of 10"},
		{"late alarm", kind("totalCountLimit", 10, "alarmThreshold", 150), []func(object){set("totalCount", 14)}, 0, ""},
		{"limit of 0", kind("totalCountLimit", 0, "warningThreshold", 0, "alarmThreshold", 0), nil, 0, ""},
		{"calibrated", kind("calibrationInterval", 10), []func(object){set("lastCalibrationDate", day(-9))}, 0, ""},
		{"overdue", kind("calibrationInterval", 10), []func(object){set("lastCalibrationDate", day(-10))}, 2, "calibration overdue since 2026-03-01"},
		{"soon", kind("maintenanceInterval", 10, "warningThreshold", 80), []func(object){set("lastMaintenanceDate", day(-8))}, 1, "maintenance due on 2026-03-03"},
		{"never", kind("calibrationInterval", 10), nil, 1, "no calibration is known"},
		{"unlimited", kind("calibrationInterval", -1, "maintenanceInterval", 0), []func(object){set("lastCalibrationDate", day(-999))}, 0, ""},
		{"decided outside", kind("calibrationInterval", -2), []func(object){set("nextCalibrationDate", day(-1))}, 2, "calibration overdue since 2026-02-28"},
		{"not yet", kind("calibrationInterval", -2), []func(object){set("nextCalibrationDate", day(1))}, 0, ""},
		{
			"the worst counts", kind("runningCountLimit", 10, "calibrationInterval", 10),
			[]func(object){set("runningCount", 20)},
			2, "running count 20 of 10; no calibration is known",
		},
	} {
		addAsset(c, read[assetType](c, "PUT", "/api/Asset/Types", tc.kind).TypeID, tc.name, tc.asset...)
		got := read[assetStatus](c, "GET", "/api/Asset/Status?serialNumber="+url.QueryEscape(tc.name), nil)
		if got.AlarmState != tc.state || got.Message != tc.message {
			t.Errorf("%s: %d %q", tc.name, got.AlarmState, got.Message)
		}
	}
	want := object{
		"assetId": read[asset](c, "GET", "/api/Asset/soon", nil).AssetID, "serialNumber": "soon", "alarmState": 1.0,
		"message": "maintenance due on 2026-03-03", "runningCount": 0.0, "totalCount": 0.0, "daysSinceMaintenance": 8.0, "maintenanceDaysOverdue": -2.0,
	}
	if diff := cmp.Diff(want, read[object](c, "GET", "/api/Asset/Status?id=soon&translate=false&cultureCode=en-US", nil)); diff != "" {
		t.Error(diff)
	}
	worst := read[object](c, "GET", "/api/Asset/Status?id="+url.QueryEscape("the worst counts"), nil)
	if worst["runningCountExceeded"] != 10.0 || worst["isDaysSinceCalibrationUnknown"] != true {
		t.Errorf("%v", worst)
	}
}

func TestAssetFiles(t *testing.T) {
	c := start(t, Options{})
	a := addAsset(c, addType(c), "FX/1")
	list := "/api/internal/Blob/Asset/List/" + url.PathEscape("FX/1")
	file := func(name string) string {
		return "/api/internal/Blob/Asset?" + url.Values{"assetId": {a.AssetID}, "fileName": {name}}.Encode()
	}
	if got := c.want(200, "GET", list, nil); got != "[]" {
		t.Error(got)
	}
	binary := "\x00\xff\r\n{}"
	c.want(204, "POST", file("b ä.bin"), "first")
	c.want(204, "POST", file("b ä.bin"), binary)
	c.want(204, "POST", file("empty"), nil)
	if got := c.want(200, "GET", list, nil); got != `["b ä.bin","empty"]` {
		t.Error(got)
	}
	if got := c.want(200, "GET", file("b ä.bin"), nil); got != binary {
		t.Errorf("%q", got)
	}
	if got := c.want(200, "GET", file("empty"), nil); got != "" {
		t.Errorf("%q", got)
	}
	c.want(404, "GET", file("none"), nil)
	all := "/api/internal/Blob/Assets?assetId=" + a.AssetID
	c.want(404, "DELETE", all, []string{"empty", "none"})
	if got := c.want(400, "DELETE", all, nil); !strings.Contains(got, "names of files") {
		t.Errorf("a request without names: %s", got)
	}
	c.want(400, "DELETE", "/api/internal/Blob/Assets", []string{"empty"})
	if got := c.want(200, "GET", list, nil); got != `["b ä.bin","empty"]` {
		t.Errorf("a refused request deleted something: %s", got)
	}
	c.want(204, "DELETE", all, []string{"empty"})
	c.want(404, "GET", file("empty"), nil)
	c.want(404, "POST", "/api/internal/Blob/Asset?assetId=none&filename=x", "x")
	c.want(404, "GET", "/api/internal/Blob/Asset/List/none", nil)
}
