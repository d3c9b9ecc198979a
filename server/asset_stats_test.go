package server

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A report says how its assets stood when it was made, whatever became of them since.
func TestReportsTellHowTheirAssetsStood(t *testing.T) {
	c := start(t, Options{})
	typeID := addType(c, set("runningCountLimit", 10), set("calibrationInterval", 30), set("maintenanceInterval", 60))
	addAsset(c, typeID, "FX-1", set("totalCount", 100), set("lastCalibrationDate", "2026-01-25T21:00:00Z"))
	addAsset(c, addType(c, set("typeName", "Cable")), "CB-1")
	first := uut(usesAssets("FX-1", 12, "CB-1", 1, "nobody's", 1), set("start", "2026-03-01T09:00:00Z"))
	c.post(first)
	c.want(204, "POST", "/api/Asset/ResetRunningCount?serialNumber=FX-1", nil)
	c.want(204, "POST", "/api/Asset/Calibration?serialNumber=FX-1", nil)
	second := uut(usesAssets("FX-1", 1), set("sn", "SN-2"), set("start", "2026-03-01T12:00:00Z"))
	c.post(second)

	stats := func(r object) any {
		return read[object](c, "GET", "/api/Report/Wsjf/"+r["id"].(string), nil)["assetStats"]
	}
	fixture := object{
		"assetSN": "FX-1", "runningCount": 12.0, "runningCountExceeded": 2.0, "totalCount": 112.0,
		"daysSinceCalibration": 34.0, "calibrationDaysOverdue": 5.0, "isDaysSinceMaintenanceUnknown": true,
		"message": "running count 12 of 10; calibration overdue since 2026-02-24; no maintenance is known",
	}
	if diff := cmp.Diff([]any{object{"assetSN": "CB-1", "runningCount": 1.0, "totalCount": 1.0}, fixture}, stats(first)); diff != "" {
		t.Error(diff)
	}
	later := stats(second).([]any)[0].(object)
	if later["runningCount"] != 1.0 || later["totalCount"] != 113.0 || later["daysSinceCalibration"] != 0.0 || later["calibrationDaysOverdue"] != -30.0 {
		t.Errorf("after the calibration: %v", later)
	}
	none := uut(set("sn", "SN-3"))
	c.post(none)
	if diff := cmp.Diff([]any{}, stats(none)); diff != "" {
		t.Error(diff)
	}
}

func TestHeadersShowHowAssetsStood(t *testing.T) {
	c := start(t, Options{})
	addAsset(c, addType(c, set("calibrationInterval", 30)), "FX-1", set("lastCalibrationDate", "2026-02-28T09:00:00Z"))
	test := uut(usesAssets("FX-1", 2, "nobody's", 1))
	c.post(test)
	c.post(uur(test, usesAssets("FX-1", 1)))
	assets := func(options, list string) any {
		t.Helper()
		return read[[]object](c, "GET", headerPath+options, nil)[0][list]
	}
	want := []any{
		object{"serialNumber": "FX-1", "usageCount": 2.0, "runningCount": 2.0, "totalCount": 2.0, "daysSinceCalibration": 1.0, "calibrationDaysOverdue": -29.0},
		object{"serialNumber": "nobody's", "usageCount": 1.0, "runningCount": nil, "totalCount": nil, "daysSinceCalibration": nil, "calibrationDaysOverdue": nil},
	}
	if diff := cmp.Diff(want, assets("reportType=U&$expand=assets", "assets")); diff != "" {
		t.Error(diff)
	}
	repair := assets("reportType=R&$expand=uurSubUnits,uurAssets", "uurAssets").([]any)
	if len(repair) != 1 || repair[0].(object)["totalCount"] != 3.0 {
		t.Errorf("of a repair: %v", repair)
	}
	if diff := cmp.Diff([]any{}, assets("reportType=U&$expand=uurAssets", "uurAssets")); diff != "" {
		t.Errorf("a test has assets of a repair: %s", diff)
	}
	if got := c.serials("reportType=U", "$filter=assets/any(a:a/totalCount%20ge%202)"); got != "SN-1" {
		t.Errorf("by the count of an asset: %q", got)
	}
}
