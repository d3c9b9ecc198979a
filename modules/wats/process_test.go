package wats

import (
	"net/http"
	"strconv"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// someProcesses counts the requests in the name of its only process.
func someProcesses(n *atomic.Int64) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		says(200, "application/json", `[{"code":100,"name":"`+strconv.FormatInt(n.Add(1), 10)+`","isTestOperation":true}]`)(w, r)
	}
}

// TestProcessesAreKeptWhereAskedFor follows the cache of the processes through its own functions.
func TestProcessesAreKeptWhereAskedFor(t *testing.T) {
	var n atomic.Int64
	at := testNow
	c := newClient(t, serve(t, someProcesses(&n)).URL, func(o *Options) {
		o.Caching, o.Now = Caching{Services: []string{"process"}, Age: time.Minute}, func() time.Time { return at }
	})
	run := inRun(t)
	ask := func(name string, args map[string]any) any {
		t.Helper()
		out, err := find(t, c, "process."+name).call(t, run, args)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return out
	}
	names := func() string { return printed(ask("list_process_names", nil).([]string)[0]).(string) }

	if kept := ask("last_refresh", nil).(*time.Time); kept != nil {
		t.Errorf("kept at %v before anything was asked", kept)
	}
	names()
	at = at.Add(30 * time.Second)
	if got := names(); got != "1" {
		t.Errorf("the processes were asked for again: %s", got)
	}
	if kept := ask("last_refresh", nil).(*time.Time); kept == nil || !kept.Equal(testNow) {
		t.Errorf("kept at %v", kept)
	}
	if diff := cmp.Diff(CacheStats{Hits: 1, Misses: 1, Size: 1, MaxSize: maxKept, HitRate: 0.5}, ask("cache_stats", nil)); diff != "" {
		t.Error(diff)
	}
	if ttl := ask("cache_ttl", nil); ttl != 60.0 {
		t.Errorf("kept for %v seconds", ttl)
	}
	if interval := ask("refresh_interval", map[string]any{"value": 20.0}); interval != 20.0 {
		t.Errorf("kept for %v seconds", interval)
	}
	if got := names(); got != "2" {
		t.Errorf("an answer of 30 seconds ago counts: %s", got)
	}
	ask("refresh", nil)
	if got := names(); got != "3" || n.Load() != 3 {
		t.Errorf("refresh brought %s, with %d requests", got, n.Load())
	}
	ask("clear_cache", nil)
	if got := names(); got != "4" {
		t.Errorf("something was left: %s", got)
	}
	run = inRun(t)
	if ttl := ask("cache_ttl", nil); ttl != 60.0 {
		t.Errorf("the interval of one run is another's: %v", ttl)
	}
}

func TestNothingIsKeptUnlessAskedFor(t *testing.T) {
	c := newClient(t, "http://127.0.0.1:1")
	for name, want := range map[string]any{"cache_ttl": 0.0, "refresh_interval": 0.0, "cache_stats": CacheStats{}, "last_refresh": (*time.Time)(nil)} {
		if out, err := find(t, c, "process."+name).call(t, inRun(t), nil); err != nil || !cmp.Equal(out, want) {
			t.Errorf("%s gives %v, %v", name, out, err)
		}
	}
	interval := find(t, c, "process.refresh_interval")
	if _, err := interval.call(t, inRun(t), map[string]any{"value": 5.0}); fault.KindOf(err) != fault.Config {
		t.Error(err)
	}
	if _, err := interval.call(t, inRun(t), map[string]any{"value": -1.0}); fault.KindOf(err) != fault.Usage {
		t.Error(err)
	}
}

// TestACopyIsMadeEachTime: the copy of a definition is a GET that writes, so it must not be answered from what is kept.
func TestACopyIsMadeEachTime(t *testing.T) {
	s := serve(t, says(200, "application/json", `{"Version":2}`))
	c := newClient(t, s.URL, func(o *Options) { o.Caching = Caching{Services: []string{"manual_inspection"}, Age: time.Hour} })
	for range 2 {
		if _, err := find(t, c, "manual_inspection.copy_definition").call(t, inRun(t), map[string]any{"definition_id": "d"}); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(s.all()); n != 2 {
		t.Errorf("%d requests were sent for two copies", n)
	}
}

func TestFailCodesOfAConfiguration(t *testing.T) {
	const config = `{"Description":"Repair","Categories":[{"GUID":"c1","Description":"Component","Failcodes":[
		{"GUID":"f2","Description":"Burned","Selectable":true,"SortOrder":2},{"GUID":"f1","Description":"Defect","Selectable":true,"SortOrder":1},
		{"GUID":"f3","Description":"Hidden","Selectable":false}]},{"GUID":"c2","Description":"Empty","Failcodes":[]}]}`
	c := newClient(t, "")
	ask := func(name, category, code string) any {
		t.Helper()
		out, err := find(t, c, "process."+name).call(t, inRun(t), map[string]any{"config": config, "category": category, "code": code})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	defect := FailCode{Category: "Component", Code: "Defect", Description: "Defect", GUID: "f1", CategoryGUID: "c1"}
	if diff := cmp.Diff(defect, ask("get_fail_code_by_name", "component", "DEFECT")); diff != "" {
		t.Error(diff)
	}
	for _, pair := range [][2]string{{"Component", "Hidden"}, {"Empty", "Defect"}, {"", "Defect"}} {
		if got := ask("get_fail_code_by_name", pair[0], pair[1]); got != nil {
			t.Errorf("%v is %v", pair, got)
		}
	}
	for pair, want := range map[[2]string]modules.Multi{
		{"Component", "burned"}: {true},
		{"component", "Lost"}:   {false, "category component has no code Lost: use one of Defect, Burned"},
		{"Lost", "Defect"}:      {false, "there is no category Lost: use one of Component"},
	} {
		if diff := cmp.Diff(want, ask("validate_fail_code", pair[0], pair[1])); diff != "" {
			t.Error(diff)
		}
	}
}
