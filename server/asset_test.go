package server

import (
	"fmt"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// addType puts an asset type and returns its id.
func addType(c client, change ...func(object)) string {
	c.t.Helper()
	o := object{"typeName": "Fixture"}
	for _, f := range change {
		f(o)
	}
	return read[assetType](c, "PUT", "/api/Asset/Types", o).TypeID
}

// addAsset puts an asset of a type.
func addAsset(c client, typeID, serial string, change ...func(object)) asset {
	c.t.Helper()
	o := object{"serialNumber": serial, "typeId": typeID, "tags": []any{}, "assetChildren": []any{}, "assetLog": []any{}}
	for _, f := range change {
		f(o)
	}
	return read[asset](c, "PUT", "/api/Asset", o)
}

// assets are the serial numbers of the assets that a route lists.
func (c client) assets(path string) string {
	c.t.Helper()
	var all []string
	for _, a := range read[[]asset](c, "GET", path, nil) {
		all = append(all, a.SerialNumber)
	}
	return strings.Join(all, " ")
}

func withFilter(path, filter string) string {
	return path + "?" + url.Values{"$filter": {filter}}.Encode()
}

func TestAssetRoundTrip(t *testing.T) {
	c := start(t, Options{})
	c.want(404, "GET", "/api/Asset/FX-1", nil)
	typeID := addType(c, set("calibrationInterval", 10))
	stored := read[object](c, "PUT", "/api/Asset", object{
		"serialNumber": "FX-1", "typeId": strings.ToUpper(typeID), "assetName": "Fixture 1", "partNumber": "FX", "revision": "A",
		"ClientId": 7, "state": 5, "description": "d", "location": "l", "totalCount": 12, "runningCount": 3,
		"firstSeenDate": "2026-01-01T01:00:00+01:00", "lastCalibrationDate": "2026-02-01T00:00:00Z",
		"lastSeenDate": "0001-01-01T00:00:00Z", "nextMaintenanceDate": "2026-05-01T00:00:00.1234567Z",
		"tags": []object{{"key": "bay", "value": "3", "change": 1}},
	})
	want := object{
		"assetId": stored["assetId"], "serialNumber": "FX-1", "typeId": typeID, "parentAssetId": nil, "parentSerialNumber": nil,
		"assetName": "Fixture 1", "partNumber": "FX", "revision": "A", "ClientId": 7.0, "state": 5.0, "description": "d",
		"location": "l", "firstSeenDate": "2026-01-01T00:00:00Z", "lastSeenDate": nil, "lastMaintenanceDate": nil,
		"nextMaintenanceDate": "2026-05-01T00:00:00.1234567Z", "lastCalibrationDate": "2026-02-01T00:00:00Z",
		"nextCalibrationDate": "2026-02-11T00:00:00Z", "totalCount": 12.0, "runningCount": 3.0,
		"tags": []any{object{"key": "bay", "value": "3", "change": 0.0}}, "assetChildren": []any{}, "assetLog": []any{},
		"assetType": object{
			"typeId": typeID, "typeName": "Fixture", "runningCountLimit": nil, "totalCountLimit": nil, "maintenanceInterval": nil,
			"calibrationInterval": 10.0, "warningThreshold": nil, "alarmThreshold": nil, "isReadonly": false, "icon": nil,
		},
	}
	for name, got := range map[string]object{
		"PUT": stored, "by serial number": read[object](c, "GET", "/api/Asset/FX-1", nil),
		"by id":            read[object](c, "GET", "/api/Asset/"+strings.ToUpper(stored["assetId"].(string)), nil),
		"written back":     read[object](c, "PUT", "/api/Asset", stored),
		"in the list":      read[[]object](c, "GET", "/api/Asset", nil)[0],
		"after many reads": read[object](c, "GET", "/api/asset/FX-1", nil),
	} {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	// The date that was read and written back still follows the type.
	addType(c, set("calibrationInterval", 20))
	if got := read[object](c, "GET", "/api/Asset/FX-1", nil)["nextCalibrationDate"]; got != "2026-02-21T00:00:00Z" {
		t.Errorf("due on %v", got)
	}
	c.want(204, "DELETE", "/api/Asset?serialNumber=FX-1", nil)
	c.want(404, "GET", "/api/Asset/FX-1", nil)
	c.want(404, "DELETE", "/api/Asset?id="+stored["assetId"].(string), nil)
	if got := addAsset(c, typeID, "FX-1"); len(got.Tags) != 0 {
		t.Errorf("a deleted asset left tags: %v", got.Tags)
	}
}

func TestPutKeepsWhatAnAssetHasBeenThrough(t *testing.T) {
	c := start(t, Options{})
	first := addAsset(c, addType(c), "A", set("assetName", "old"), set("totalCount", 5), set("runningCount", 4), set("state", 3),
		set("lastCalibrationDate", "2026-01-01T00:00:00Z"), set("nextCalibrationDate", "2026-09-01T00:00:00Z"))
	second := read[asset](c, "PUT", "/api/Asset", object{"assetId": first.AssetID, "serialNumber": "B"})
	if second.AssetID != first.AssetID || second.SerialNumber != "B" || second.AssetName != nil || *second.TotalCount != 5 ||
		*second.RunningCount != 4 || *second.State != 3 || second.NextCalibrationDate.String() != "2026-09-01T00:00:00Z" {
		t.Errorf("%+v", second)
	}
	addAsset(c, first.TypeID, "C")
	c.want(409, "PUT", "/api/Asset", object{"assetId": first.AssetID, "serialNumber": "C"})
	own := "0a0a0a0a-0000-4000-8000-00000000000f"
	if got := addAsset(c, first.TypeID, "D", set("assetId", strings.ToUpper(own))); got.AssetID != own {
		t.Errorf("its own id became %s", got.AssetID)
	}
}

func TestAssetQueries(t *testing.T) {
	c := start(t, Options{})
	if got := c.want(200, "GET", "/api/Asset", nil); got != "[]" {
		t.Error(got)
	}
	typeID := addType(c, set("calibrationInterval", 30))
	addAsset(c, typeID, "A", set("state", 2), set("assetName", "it's"), set("lastCalibrationDate", "2026-01-01T00:00:00Z"))
	b := addAsset(c, typeID, "B", set("totalCount", 10), set("parentSerialNumber", "A"), set("tags", []object{{"key": "bay", "value": "3"}}))
	addAsset(c, addType(c, set("typeName", "DMM")), "C", set("totalCount", 20), set("ClientId", 4))
	for filter, want := range map[string]string{
		"state eq 2":           "A",
		"assetName eq 'it''s'": "A",
		"totalCount gt 5":      "B C",
		"typeId eq " + typeID:  "A B",
		"assetId eq '" + b.AssetID + "' or clientid eq 4": "B C",
		"parentAssetId ne null":                           "B",
		"parentSerialNumber eq 'A'":                       "B",
		"nextCalibrationDate lt 2026-02-01T00:00:00Z":     "A",
		"tags/any(t: t/key eq 'bay' and t/value eq '3')":  "B",
		"startswith(serialNumber, 'Z')":                   "",
	} {
		if got := c.assets(withFilter("/api/Asset", filter)); got != want {
			t.Errorf("%s: %q, want %q", filter, got, want)
		}
	}
	for query, want := range map[string]string{
		"?$orderby=totalCount%20desc,serialNumber": "C B A", "?$top=2": "A B", "?$top=1&$skip=1": "B", "?$top=0": "", "?$skip=5": "",
	} {
		if got := c.assets("/api/Asset" + query); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	for _, bad := range []string{"$filter=wrong%20eq%201", "$filter=state", "$orderby=wrong", "$top=-1", "$skip=x", "$expand=wrong"} {
		c.want(400, "GET", "/api/Asset?"+bad, nil)
	}
}

func TestExpandAddsLists(t *testing.T) {
	c := start(t, Options{})
	typeID := addType(c)
	addAsset(c, typeID, "A")
	addAsset(c, typeID, "B", set("parentSerialNumber", "A"))
	got := read[asset](c, "GET", "/api/Asset/A?$expand=assetChildren,assetLog", nil)
	if len(got.AssetChildren) != 1 || got.AssetChildren[0].SerialNumber != "B" || got.AssetChildren[0].AssetType.TypeName != "Fixture" {
		t.Errorf("children: %+v", got.AssetChildren)
	}
	if len(got.AssetLog) != 1 || got.AssetLog[0].Type != loggedRegister || got.AssetLog[0].SerialNumber != "A" {
		t.Errorf("log: %+v", got.AssetLog)
	}
}

func TestSubAssets(t *testing.T) {
	c := start(t, Options{})
	typeID := addType(c)
	rack := addAsset(c, typeID, "rack")
	for _, pair := range [][2]string{{"a", "rack"}, {"a1", "a"}, {"a11", "a1"}, {"b", "rack"}} {
		addAsset(c, typeID, pair[0], set("parentSerialNumber", pair[1]))
	}
	for query, want := range map[string]string{
		"id=" + rack.AssetID + "&level=1": "a b", "serialNumber=rack&level=2": "a a1 b", "serialNumber=rack&level=0": "a a1 a11 b",
		"serialNumber=rack": "a a1 a11 b", "serialNumber=a11": "",
	} {
		if got := c.assets("/api/Asset/SubAssets?" + query); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
	c.want(404, "GET", "/api/Asset/SubAssets?id=none", nil)
	c.want(400, "GET", "/api/Asset/SubAssets", nil)
	c.want(400, "GET", "/api/Asset/SubAssets?id=rack&level=-1", nil)

	// Nothing can be below itself, and what an unknown parent is named for is not stored.
	c.want(400, "PUT", "/api/Asset", object{"serialNumber": "rack", "parentSerialNumber": "a11"})
	c.want(400, "PUT", "/api/Asset", object{"serialNumber": "rack", "parentSerialNumber": "rack"})
	c.want(404, "PUT", "/api/Asset", object{"serialNumber": "new", "typeId": typeID, "parentAssetId": "none"})
	c.want(404, "GET", "/api/Asset/new", nil)

	// Of the two names of the parent, the one that was changed counts.
	a1 := read[object](c, "GET", "/api/Asset/a1", nil)
	a1["parentSerialNumber"] = "b"
	if got := read[asset](c, "PUT", "/api/Asset", a1); *got.ParentSerialNumber != "b" {
		t.Errorf("by serial number: %s", *got.ParentSerialNumber)
	}
	a1["parentAssetId"] = rack.AssetID
	if got := read[asset](c, "PUT", "/api/Asset", a1); *got.ParentSerialNumber != "rack" {
		t.Errorf("by id: %s", *got.ParentSerialNumber)
	}
	c.want(204, "DELETE", "/api/Asset?serialNumber=a1", nil)
	if got := read[asset](c, "GET", "/api/Asset/a11", nil); got.ParentAssetID != nil {
		t.Errorf("the parent of a11 is gone, but it has one: %s", *got.ParentAssetID)
	}
}

func TestAssetTypes(t *testing.T) {
	c := start(t, Options{})
	if got := c.want(200, "GET", "/api/Asset/Types", nil); got != "[]" {
		t.Error(got)
	}
	first := read[object](c, "PUT", "/api/Asset/Types", object{
		"typeName": "DMM", "runningCountLimit": 10, "totalCountLimit": 100, "maintenanceInterval": 1.5, "calibrationInterval": -2,
		"warningThreshold": 80, "alarmThreshold": 95.5, "isReadonly": false, "icon": "meter",
	})
	want := object{
		"typeId": first["typeId"], "typeName": "DMM", "runningCountLimit": 10.0, "totalCountLimit": 100.0, "maintenanceInterval": 1.5,
		"calibrationInterval": -2.0, "warningThreshold": 80.0, "alarmThreshold": 95.5, "isReadonly": false, "icon": "meter",
	}
	if diff := cmp.Diff([]object{want}, read[[]object](c, "GET", "/api/Asset/Types", nil)); diff != "" {
		t.Error(diff)
	}
	addAsset(c, first["typeId"].(string), "A")
	again := read[assetType](c, "PUT", "/api/Asset/Types", object{"typeName": "DMM"})
	renamed := read[assetType](c, "PUT", "/api/Asset/Types", object{"typeId": again.TypeID, "typeName": "Meter", "alarmThreshold": 90})
	if again.TypeID != first["typeId"] || again.Icon != nil || renamed.TypeID != again.TypeID || renamed.TypeName != "Meter" {
		t.Errorf("%+v, then %+v", again, renamed)
	}
	addType(c)
	c.want(409, "PUT", "/api/Asset/Types", object{"typeId": again.TypeID, "typeName": "Fixture"})
	if got := read[[]assetType](c, "GET", "/api/Asset/Types?$filter=alarmThreshold%20eq%2090&$top=1", nil); len(got) != 1 || got[0].TypeName != "Meter" {
		t.Errorf("%+v", got)
	}
	c.want(400, "PUT", "/api/Asset/Types", object{"typeName": " "})
	c.want(400, "PUT", "/api/Asset/Types", object{"typeName": "x", "calibrationInterval": -3})
	c.want(400, "GET", "/api/Asset/Types?$filter=wrong", nil)
}

func TestBadAssetsAreRefused(t *testing.T) {
	c := start(t, Options{})
	typeID := addType(c)
	addAsset(c, typeID, "A")
	for _, body := range []any{
		"", "[]",
		object{},
		object{"serialNumber": "B"},
		object{"serialNumber": " ", "typeId": typeID},
		object{"serialNumber": strings.Repeat("x", 101), "typeId": typeID},
		object{"serialNumber": "B", "typeId": "none"},
		object{"serialNumber": "B", "typeId": typeID, "state": 7},
		object{"serialNumber": "B", "typeId": typeID, "totalCount": -1},
		object{"serialNumber": "B", "typeId": typeID, "firstSeenDate": "yesterday"},
		object{"serialNumber": "B", "typeId": typeID, "tags": []object{{"value": "x"}}},
	} {
		c.want(400, "PUT", "/api/Asset", body)
	}
	for _, r := range []string{
		"DELETE /api/Asset", "GET /api/Asset/Status", "PUT /api/Asset/Count", "PUT /api/Asset/State?id=A", "PUT /api/Asset/State?id=A&state=9",
		"PUT /api/Asset/Count?id=A&incrementBy=-1", "PUT /api/Asset/Count?id=A&incrementBy=x", "PUT /api/Asset/SetTotalCount?id=A",
		"PUT /api/Asset/SetRunningCount?id=A&runningCount=-2", "POST /api/Asset/Calibration?id=A&dateTime=soon",
		"POST /api/Asset/Calibration/External?id=A&fromDate=2026-02-01&toDate=2026-01-01", "POST /api/Asset/Maintenance/External?id=A&fromDate=x",
		"GET /api/Asset/Log?$filter=x", "POST /api/internal/Blob/Asset?assetId=A", "GET /api/internal/Blob/Asset?filename=x",
	} {
		method, path, _ := strings.Cut(r, " ")
		c.want(400, method, path, nil)
	}
	for _, r := range []string{
		"GET /api/Asset/Status", "PUT /api/Asset/Count", "POST /api/Asset/ResetRunningCount", "POST /api/Asset/Calibration",
		"POST /api/Asset/Maintenance/External", "DELETE /api/Asset",
	} {
		method, path, _ := strings.Cut(r, " ")
		if got := c.want(404, method, path+"?serialNumber=none", nil); !strings.Contains(got, `\"none\"`) {
			t.Errorf("%s: %s", r, got)
		}
	}
}

func TestAssetCounts(t *testing.T) {
	c := start(t, Options{})
	typeID := addType(c)
	rack := addAsset(c, typeID, "rack", set("runningCount", 5), set("totalCount", 50))
	addAsset(c, typeID, "slot", set("parentSerialNumber", "rack"))
	addAsset(c, typeID, "pin", set("parentSerialNumber", "slot"))
	counts := func() (all string) {
		for _, a := range read[[]asset](c, "GET", "/api/Asset", nil) {
			all += fmt.Sprintf("%s %d/%d ", a.SerialNumber, *a.RunningCount, *a.TotalCount)
		}
		return all
	}
	for _, step := range []struct{ request, want string }{
		{"PUT /api/Asset/Count?id=" + rack.AssetID, "pin 0/0 rack 6/51 slot 0/0 "},
		{"PUT /api/Asset/Count?serialNumber=rack&incrementBy=4&incrementChildren=true", "pin 4/4 rack 10/55 slot 4/4 "},
		{"PUT /api/asset/count?SERIALNUMBER=slot&incrementby=2&incrementChildren=False", "pin 4/4 rack 10/55 slot 6/6 "},
		{"POST /api/Asset/ResetRunningCount?serialNumber=rack&comment=new%20pins", "pin 4/4 rack 0/55 slot 6/6 "},
		{"PUT /api/Asset/SetRunningCount?serialNumber=rack&runningCount=9", "pin 4/4 rack 9/55 slot 6/6 "},
		{"PUT /api/Asset/SetTotalCount?serialNumber=rack&totalCount=0", "pin 4/4 rack 9/0 slot 6/6 "},
		{"POST /api/Asset/ResetRunningCount?serialNumber=slot", "pin 4/4 rack 9/0 slot 0/6 "},
	} {
		method, path, _ := strings.Cut(step.request, " ")
		c.want(204, method, path, nil)
		if got := counts(); got != step.want {
			t.Errorf("%s: %s", step.request, got)
		}
	}
	if got := c.assetComments("type eq 3"); got != "the running count was 6|new pins" {
		t.Error(got)
	}
}

// assetComments are those of the log rows that a filter lets through, the latest first.
func (c client) assetComments(filter string) string {
	c.t.Helper()
	var all []string
	for _, l := range read[[]assetLog](c, "GET", withFilter("/api/Asset/Log", filter), nil) {
		all = append(all, textOf(l.Comment))
	}
	return strings.Join(all, "|")
}

func TestCountsOfManyClientsAddUp(t *testing.T) {
	c := start(t, Options{Path: filepath.Join(t.TempDir(), "wats.db")})
	addAsset(c, addType(c), "A")
	var all sync.WaitGroup
	for range 50 {
		all.Go(func() {
			if status, text := c.send("PUT", "/api/Asset/Count?id=A&incrementBy=2", nil); status != 204 {
				t.Errorf("%d %s", status, text)
			}
		})
	}
	all.Wait()
	if got := read[asset](c, "GET", "/api/Asset/A", nil); *got.TotalCount != 100 || *got.RunningCount != 100 {
		t.Errorf("%d, %d", *got.RunningCount, *got.TotalCount)
	}
}
