package wats

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// workshop is a server with a number of assets, of which it gives at most two a page. The state of each is its number
// modulo three, and number 7 is deleted between being listed and being asked about.
func workshop(t *testing.T, assets int) *site {
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		if r.URL.Path == "/api/Asset/Status" {
			n, _ := strconv.Atoi(q.Get("id"))
			if n == 7 {
				says(404, "application/json", `{"Message":"gone"}`)(w, r)
				return
			}
			says(200, "application/json", fmt.Sprintf(`{"alarmState":%d}`, n%3))(w, r)
			return
		}
		skip, _ := strconv.Atoi(q.Get("$skip"))
		var rows []string
		for i := skip; i < min(skip+2, assets); i++ {
			rows = append(rows, fmt.Sprintf(`{"assetId":"%d","serialNumber":"S-%d"}`, i, i))
		}
		says(200, "application/json", "["+strings.Join(rows, ",")+"]")(w, r)
	})
}

// serialsIn are the numbers of the assets in a result.
func serialsIn(t *testing.T, out any) string {
	t.Helper()
	rows, err := rowsIn[Asset](&response{body: out.(modules.JSON).Data})
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, r := range rows {
		all = append(all, strings.TrimPrefix(r.value.SerialNumber, "S-"))
	}
	return strings.Join(all, " ")
}

// TestAlarmsGoByTheStatus: in pyWATS the four methods raise AttributeError for an enum member that does not exist.
func TestAlarmsGoByTheStatus(t *testing.T) {
	s := workshop(t, 12)
	c := newClient(t, s.URL)
	for _, tc := range []struct {
		name string
		args map[string]any
		want string
	}{
		{"asset.get_assets_in_alarm", nil, "2 5 8 11"},
		{"asset.get_assets_in_warning", nil, "1 4 10"},
		{"asset.get_assets_in_alarm", map[string]any{"top": 2}, "2 5"},
		{"asset.get_assets_in_alarm", map[string]any{"top": 0}, ""},
	} {
		out, err := find(t, c, tc.name).call(t, inRun(t), tc.args)
		if err != nil {
			t.Fatal(err)
		}
		if got := serialsIn(t, out); got != tc.want {
			t.Errorf("%s %v: %s, want %s", tc.name, tc.args, got, tc.want)
		}
	}
	for id, want := range map[string][2]bool{"0": {false, false}, "1": {false, true}, "2": {true, false}} {
		asset := map[string]any{"asset": `{"assetId":"` + id + `","serialNumber":"S"}`}
		alarm, err := find(t, c, "asset.is_in_alarm").call(t, inRun(t), asset)
		if err != nil || *alarm.(*bool) != want[0] {
			t.Errorf("asset %s in alarm: %v, %v", id, alarm, err)
		}
		warning, err := find(t, c, "asset.is_in_warning").call(t, inRun(t), asset)
		if err != nil || *warning.(*bool) != want[1] {
			t.Errorf("asset %s in warning: %v, %v", id, warning, err)
		}
	}
}

// TestNoAlarmIsNotNoAsset: what is not there is neither in alarm nor out of it.
func TestNoAlarmIsNotNoAsset(t *testing.T) {
	c := newClient(t, workshop(t, 0).URL)
	args := map[string]any{"asset": `{"assetId":"7","serialNumber":"S"}`}
	out, err := find(t, c, "asset.is_in_alarm").call(t, inRun(t), args)
	if p, ok := out.(*bool); !ok || p != nil || err != nil {
		t.Errorf("%v, %v", out, err)
	}
	args["strict"] = true
	if _, err := find(t, c, "asset.is_in_alarm").call(t, inRun(t), args); fault.KindOf(err) != fault.NotFound {
		t.Error(err)
	}
}

func TestAnAssetIsNamedByIDOrSerialNumber(t *testing.T) {
	s := serve(t, says(200, "application/json", `{"serialNumber":"S"}`))
	c := newClient(t, s.URL)
	for _, o := range operations(c) {
		if o.service != "asset" || len(o.Params) == 0 || !hasParam(o, "serial_number") || o.name == "create_asset" || o.name == "get_asset_by_serial" {
			continue
		}
		args := sampleArgs(o)
		delete(args, "asset_id")
		if _, err := o.call(t, inRun(t), args); fault.KindOf(err) != fault.Usage || !strings.Contains(err.Error(), "asset_id or serial_number") {
			t.Errorf("%s with neither: %v", o, err)
		}
		args["serial_number"] = "a/b"
		if _, err := o.call(t, inRun(t), args); err != nil || !strings.Contains(s.last().uri, "a%2Fb") {
			t.Errorf("%s by serial number: %v, %s", o, err, s.last().uri)
		}
	}
}

func hasParam(o operation, name string) bool {
	for _, p := range o.Params {
		if p.Name == name {
			return true
		}
	}
	return false
}

// TestCountsAreNotAddedTwice: a PUT that adds is no PUT that may be repeated.
func TestCountsAreNotAddedTwice(t *testing.T) {
	if o := find(t, newClient(t, ""), "asset.increment_count"); o.Effect != modules.Write {
		t.Errorf("the effect is %q", o.Effect)
	}
}

func TestDatesOfAssetsAreSentInUTC(t *testing.T) {
	s := serve(t, says(200, "", ""))
	o := find(t, newClient(t, s.URL), "asset.record_calibration")
	for given, want := range map[string]string{
		"2026-01-02T03:04:05+02:00": "2026-01-02T01:04:05Z", "2026-01-02T03:04:05.25Z": "2026-01-02T03:04:05.25Z",
	} {
		if _, err := o.call(t, inRun(t), map[string]any{"asset_id": "A", "date_time": given}); err != nil || s.last().query["dateTime"][0] != want {
			t.Errorf("%s is sent as %v, %v", given, s.last().query, err)
		}
	}
	if _, err := o.call(t, inRun(t), map[string]any{"asset_id": "A"}); err != nil || s.last().query["dateTime"] != nil {
		t.Errorf("no date is sent as %v, %v", s.last().query, err)
	}
	var i Instant
	for _, bad := range []string{"", " ", "tomorrow", "2026-13-01"} {
		if err := i.UnmarshalText([]byte(bad)); err == nil {
			t.Errorf("%q is a date", bad)
		}
	}
}

// TestFilesOfAssets: pyWATS cannot download raw bytes and sends no names when files are to be deleted.
func TestFilesOfAssets(t *testing.T) {
	s := serve(t, says(200, "application/octet-stream", "\x00\xff"))
	c := newClient(t, s.URL)
	path := filepath.Join(t.TempDir(), "cal ø.pdf")
	if err := os.WriteFile(path, []byte("%PDF"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, args := range map[string]map[string]any{"cal ø.pdf": {"file": path}, "other.pdf": {"file": path, "filename": "other.pdf"}} {
		args["asset_id"] = "A"
		if _, err := find(t, c, "asset.upload_file").call(t, inRun(t), args); err != nil {
			t.Fatal(err)
		}
		if got := s.last(); got.body != "%PDF" || got.query["filename"][0] != name {
			t.Errorf("%q arrives as %v", got.body, got.query)
		}
	}
	if _, err := find(t, c, "asset.upload_file").call(t, inRun(t), map[string]any{"asset_id": "A", "content": "x"}); fault.KindOf(err) != fault.Usage {
		t.Errorf("content without a name: %v", err)
	}
	out, err := find(t, c, "asset.download_file").call(t, inRun(t), map[string]any{"asset_id": "A", "filename": "x"})
	if err != nil || string(out.([]byte)) != "\x00\xff" {
		t.Errorf("%q, %v", out, err)
	}
	_, err = find(t, c, "asset.delete_files").call(t, inRun(t), map[string]any{"asset_id": "A", "filenames": []string{"a", "b"}})
	if diff := cmp.Diff(`["a","b"]`, s.last().body); diff != "" || err != nil {
		t.Errorf("%s, %v", diff, err)
	}
}

func TestLoopsOverAssets(t *testing.T) {
	for name, size := range map[string]int{"asset.each_asset": 2, "asset.each_asset_log": 3} {
		s := workshop(t, 5)
		o := find(t, newClient(t, s.URL), name)
		out, err := o.Invoke(inRun(t), nil, loopArgs(o, size))
		if err != nil {
			t.Fatal(err)
		}
		it := out.(modules.Iterator)
		n := 0
		for {
			if _, err, more := it.Next(); err != nil || !more {
				break
			}
			n++
		}
		first := s.all()[0].query
		if n != 5 || first["$top"][0] != strconv.Itoa(size) || first["$filter"][0] != "x eq 1" || first["$orderby"] == nil {
			t.Errorf("%s: %d rows, first request %v", name, n, first)
		}
		if _, err := o.Invoke(inRun(t), nil, loopArgs(o, 0)); fault.KindOf(err) != fault.Usage {
			t.Errorf("%s with no page: %v", name, err)
		}
	}
}

// loopArgs are the arguments of either loop.
func loopArgs(o operation, size int) any {
	in := eachAssetArgs{Filter: "x eq 1", OrderBy: "y", PageSize: size}
	if o.name == "each_asset_log" {
		log := eachLogArgs(in)
		return &log
	}
	return &in
}
