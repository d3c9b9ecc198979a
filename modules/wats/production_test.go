package wats

import (
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// TestPhasesAreFoundInAnyCase: pyWATS lower-cases what it looks in and not what it looks for, so that it finds finalized and
// not Finalized.
func TestPhasesAreFoundInAnyCase(t *testing.T) {
	c := newClient(t, serve(t, says(200, "application/json", phasesSample)).URL)
	for given, want := range map[string]any{
		"Finalized": 16, "finalized": 16, "FINALIZED": 16, "In storage": 1024, "in_storage": 1024, "InStorage": 1024, "16": 16, " 99 ": 99,
		"UNDER_PRODUCTION": 2, "ready": 7, "Done": 7, "served": 8, "lost": nil,
	} {
		if got, err := find(t, c, "production.get_phase_id").call(t, inRun(t), map[string]any{"phase": given}); got != want || err != nil {
			t.Errorf("%q is %v, %v", given, got, err)
		}
	}
	for name, args := range map[string]map[string]any{
		"production.get_phase":         {"name": "FINALIZED"},
		"production.get_phase_by_name": {"name": "fiNalized"},
	} {
		got, err := find(t, c, name).call(t, inRun(t), args)
		if j, ok := got.(modules.JSON); !ok || !strings.Contains(string(j.Data), `"UnitPhaseId":16`) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	for _, args := range []map[string]any{{"phase_id": 1024}, {"code": "instorage"}, {"phase_id": 1024, "code": "Finalized", "name": "Served"}} {
		got, err := find(t, c, "production.get_phase").call(t, inRun(t), args)
		if want := `{"UnitPhaseId":1024,"code":"InStorage","name":"In storage","extraKey":1}`; printed(got) != want {
			t.Errorf("%v: %v, %v", args, printed(got), err)
		}
	}
	if _, err := find(t, c, "production.get_phase").call(t, inRun(t), nil); fault.KindOf(err) != fault.Usage {
		t.Error(err)
	}
}

func TestARunAsksForPhasesOnce(t *testing.T) {
	s := serve(t, says(200, "application/json", phasesSample))
	production := byName(newClient(t, s.URL))
	ctx := inRun(t)
	unit := map[string]any{"serial_number": "S", "part_number": "P", "phase": "finalized"}
	for range 3 {
		if _, err := production["production.get_phases"].call(t, ctx, nil); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(s.all()); n != 1 {
		t.Errorf("%d requests", n)
	}
	if _, err := production["production.get_phases"].call(t, ctx, map[string]any{"force_refresh": true}); err != nil || len(s.all()) != 2 {
		t.Errorf("%d requests, %v", len(s.all()), err)
	}
	if out, err := production["production.set_unit_phase"].call(t, ctx, unit); out != true || err != nil {
		t.Errorf("%v, %v", out, err)
	}
	if _, err := production["production.get_phases"].call(t, inRun(t), nil); err != nil || len(s.all()) != 4 {
		t.Errorf("another run: %d requests, %v", len(s.all()), err)
	}
}

func TestAnUnknownPhaseIsSaidSo(t *testing.T) {
	s := serve(t, says(200, "application/json", phasesSample))
	c := newClient(t, s.URL)
	_, err := find(t, c, "production.set_unit_phase").call(t, inRun(t), map[string]any{"serial_number": "S", "part_number": "P", "phase": "Finalised"})
	if f := fault.Of(err); f.Kind != fault.Usage || !strings.Contains(f.Hint, "Finalized") || len(s.all()) != 1 {
		t.Errorf("%v", err)
	}
	_, err = find(t, c, "production.set_unit_phase").call(t, inRun(t), map[string]any{"serial_number": " ", "part_number": "P", "phase": "16"})
	if fault.KindOf(err) != fault.Usage || len(s.all()) != 1 {
		t.Errorf("%v", err)
	}
	c = newClient(t, serve(t, says(404, "text/plain", "")).URL)
	_, err = find(t, c, "production.set_unit_phase").call(t, inRun(t), map[string]any{"serial_number": "S", "part_number": "P", "phase": "lost"})
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("a server without phases: %v", err)
	}
}

// TestConnectedIsWhatTheServerSays: in pyWATS any answer is true, even the word false.
func TestConnectedIsWhatTheServerSays(t *testing.T) {
	for body, want := range map[string]bool{"true": true, "false": false, "null": false, "": false} {
		c := newClient(t, serve(t, says(200, "application/json", body)).URL)
		if got, err := find(t, c, "production.is_connected").call(t, inRun(t), nil); got != want || err != nil {
			t.Errorf("%q is %v, %v", body, got, err)
		}
	}
}

func TestPassingNeedsTests(t *testing.T) {
	for body, want := range map[string]bool{
		`{"allProcessesPassedLastRun":true,"results":[{}]}`:  true,
		`{"allProcessesPassedLastRun":true}`:                 true,
		`{"allProcessesPassedLastRun":true,"results":[]}`:    false,
		`{"allProcessesPassedLastRun":false,"results":[{}]}`: false,
		`{"status":"Passed"}`:                                false,
	} {
		c := newClient(t, serve(t, says(200, "application/json", body)).URL)
		args := map[string]any{"serial_number": "S", "part_number": "P"}
		if got, err := find(t, c, "production.is_unit_passing").call(t, inRun(t), args); got != want || err != nil {
			t.Errorf("%s is %v, %v", body, got, err)
		}
	}
}

// TestVerifyUnitGivesTheGrade: pyWATS reads the grade as a row of one process, and loses all but status.
func TestVerifyUnitGivesTheGrade(t *testing.T) {
	const grade = `{"status":"Failed","allProcessesPassedAnyRun":true,"results":[{"processCode":10}]}`
	c := newClient(t, serve(t, says(200, "application/json", grade)).URL)
	got, err := find(t, c, "production.verify_unit").call(t, inRun(t), map[string]any{"serial_number": "S", "part_number": "P"})
	if j, ok := got.(modules.JSON); err != nil || !ok || string(j.Data) != grade || j.Type.Name != "UnitVerificationGrade" {
		t.Errorf("%v, %v", printed(got), err)
	}
}

// TestSerialDatesAreSentInUTC: in pyWATS a serial date makes the call fail.
func TestSerialDatesAreSentInUTC(t *testing.T) {
	for given, want := range map[string]string{
		`"2026-01-02T03:04:05+02:00"`: `"2026-01-02T01:04:05Z"`, `"2026-01-02T03:04:05.678Z"`: `"2026-01-02T03:04:05.678Z"`,
		`1767319445.25`: `"2026-01-02T02:04:05.25Z"`, `null`: `null`,
	} {
		s := serve(t, says(200, "application/json", `[{"serialNumber":"S","partNumber":"P"}]`))
		unit := `{"serialNumber":"S","partNumber":"P","serialDate":` + given + `,"other":1.50}`
		for name, args := range map[string]map[string]any{"production.update_unit": {"unit": unit}, "production.create_units": {"units": "[" + unit + "]"}} {
			if _, err := find(t, newClient(t, s.URL), name).call(t, inRun(t), args); err != nil {
				t.Fatal(err)
			}
			compareBody(t, strings.Replace("["+unit+"]", given, want, 1), s.last())
		}
	}
	s := serve(t, says(200, "application/json", `[]`))
	_, err := find(t, newClient(t, s.URL), "production.update_unit").call(t, inRun(t),
		map[string]any{"unit": `{"serialNumber":"S","partNumber":"P","serialDate":"yesterday"}`})
	if fault.KindOf(err) != fault.Usage || len(s.all()) != 0 {
		t.Errorf("%v", err)
	}
}

func TestUnitsAreAnsweredOrCounted(t *testing.T) {
	const unit = `{"serialNumber":"S","partNumber":"P"}`
	for body, want := range map[string]string{
		`[{"serialNumber":"S","extra":1}]`: `[{"serialNumber":"S","extra":1}]`, `{"errorCount":0}`: `[` + unit + `]`,
	} {
		c := newClient(t, serve(t, says(200, "application/json", body)).URL)
		got, err := find(t, c, "production.create_units").call(t, inRun(t), map[string]any{"units": "[" + unit + "]"})
		if printed(got) != want || err != nil {
			t.Errorf("%s gives %v, %v", body, printed(got), err)
		}
		got, err = find(t, c, "production.update_unit").call(t, inRun(t), map[string]any{"unit": unit})
		if "["+printed(got).(string)+"]" != want || err != nil {
			t.Errorf("%s gives %v, %v", body, printed(got), err)
		}
	}
	for body, kind := range map[string]fault.Kind{`{"errorCount":2,"errors":["no such product"]}`: fault.Validation, `{"other":1}`: fault.Server} {
		c := newClient(t, serve(t, says(200, "application/json", body)).URL)
		_, err := find(t, c, "production.create_units").call(t, inRun(t), map[string]any{"units": "[" + unit + "]"})
		if fault.KindOf(err) != kind {
			t.Errorf("%s gives %v", body, err)
		}
	}
}

func TestTakenNumbersInEveryForm(t *testing.T) {
	for body, want := range map[string][]string{
		`<?xml version="1.0"?><SerialNumbers><SN id="A&amp;1"/><SN id="B"></SN></SerialNumbers>`: {"A&1", "B"},
		"\n<x:serialnumbers xmlns:x=\"u\"><x:sn ID='7'/></x:serialnumbers>":                      {"7"},
		`["SN-1", 12345678901234567890, "SN-3"]`:                                                 {"SN-1", "12345678901234567890", "SN-3"},
		`"SN-1"`:                                                                                 {"SN-1"},
		"SN-1\n":                                                                                 {"SN-1"},
	} {
		c := newClient(t, serve(t, says(200, "text/xml", body)).URL)
		got, err := find(t, c, "production.allocate_serial_numbers").call(t, inRun(t), map[string]any{"type_name": "T"})
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", body, err, diff)
		}
	}
	for _, body := range []string{`<SerialNumbers/>`, `<SerialNumbers><SN id="1"`, `[{"id":1}]`, `[1,`, `{"ids":["1"]}`, `two words`} {
		c := newClient(t, serve(t, says(200, "text/xml", body)).URL)
		if got, err := find(t, c, "production.allocate_serial_numbers").call(t, inRun(t), map[string]any{"type_name": "T"}); fault.KindOf(err) != fault.Server {
			t.Errorf("%s gives %v, %v", body, got, err)
		}
	}
	for _, args := range []map[string]any{{"type_name": "T", "count": 0}, {"type_name": " "}} {
		s := serve(t, says(200, "text/xml", `"1"`))
		if _, err := find(t, newClient(t, s.URL), "production.allocate_serial_numbers").call(t, inRun(t), args); fault.KindOf(err) != fault.Usage || len(s.all()) != 0 {
			t.Errorf("%v: %v", args, err)
		}
	}
}

// TestRangesAreSent: pyWATS has a way to free numbers that forgets to say which.
func TestRangesAreSent(t *testing.T) {
	s := serve(t, says(200, "application/json", `{"freed":2}`))
	args := map[string]any{"ranges": `[{"serialNumberType":"T","startAddress":"1","endAddress":"2"}]`}
	if _, err := find(t, newClient(t, s.URL), "production.free_serial_numbers").call(t, inRun(t), args); err != nil {
		t.Fatal(err)
	}
	if got := s.last(); got.method != http.MethodPut || got.body != args["ranges"] {
		t.Errorf("%s %s", got.method, got.body)
	}
	_, err := find(t, newClient(t, s.URL), "production.free_serial_numbers").call(t, inRun(t), map[string]any{"ranges": "[]"})
	if fault.KindOf(err) != fault.Usage || len(s.all()) != 1 {
		t.Error(err)
	}
}

// queue is a server with unit changes, which are acknowledged by others while they are listed.
type queue struct {
	mu      sync.Mutex
	changes []int
}

func (q *queue) serve(w http.ResponseWriter, r *http.Request) {
	q.mu.Lock()
	defer q.mu.Unlock()
	top, _ := strconv.Atoi(r.URL.Query().Get("$top"))
	skip, _ := strconv.Atoi(r.URL.Query().Get("$skip"))
	from := min(skip, len(q.changes))
	var page []string
	for _, id := range q.changes[from:min(from+top, len(q.changes))] {
		page = append(page, `{"id":`+strconv.Itoa(id)+`}`)
	}
	says(http.StatusOK, "application/json", "["+strings.Join(page, ",")+"]")(w, r)
}

func (q *queue) acknowledge(id int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for i, other := range q.changes {
		if other == id {
			q.changes = append(q.changes[:i:i], q.changes[i+1:]...)
			return
		}
	}
}

// TestEachChangeIsGivenOnceInOrder: whoever acknowledges changes while listing them by pages misses those that move up.
func TestEachChangeIsGivenOnceInOrder(t *testing.T) {
	for name, keep := range map[string]func(id int) bool{
		"late":             func(id int) bool { return id < 10 },
		"all acknowledged": func(int) bool { return false }, "none": func(int) bool { return true }, "some": func(id int) bool { return id%3 == 0 },
	} {
		q := &queue{}
		for id := range 25 {
			q.changes = append(q.changes, id+1)
		}
		c := newClient(t, serve(t, q.serve).URL)
		var got []string
		for id := range loopChanges(t, c, 4) {
			got = append(got, id)
			if n, _ := strconv.Atoi(id); !keep(n) {
				q.acknowledge(n)
			}
		}
		for i, id := range got {
			if id != strconv.Itoa(i+1) {
				t.Errorf("%s: %v", name, got)
				break
			}
		}
		if len(got) != 25 {
			t.Errorf("%s: %d changes", name, len(got))
		}
	}
}

// loopChanges loops over each_unit_change, which must not fail.
func loopChanges(t *testing.T, c *Client, pageSize int) func(func(string) bool) {
	return func(yield func(string) bool) {
		it, err := eachChange(inRun(t), c.of("production"), &eachChangeArgs{PageSize: pageSize})
		if err != nil {
			t.Fatal(err)
		}
		defer it.Stop()
		for {
			item, err, more := it.Next()
			if err != nil {
				t.Fatal(err)
			}
			if !more {
				return
			}
			id := strings.Trim(string(item.(modules.JSON).Data), `{"id:}`)
			if !yield(id) {
				return
			}
		}
	}
}

func TestChangesOfAServerThatDoesNotPage(t *testing.T) {
	s := serve(t, says(200, "application/json", `[{"id":1},{"id":2}]`))
	it, err := eachChange(inRun(t), newClient(t, s.URL), &eachChangeArgs{PageSize: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer it.Stop()
	for range 2 {
		if _, err, more := it.Next(); err != nil || !more {
			t.Fatal(err, more)
		}
	}
	if _, err, _ := it.Next(); fault.KindOf(err) != fault.Server || !strings.Contains(err.Error(), "get_unit_changes") {
		t.Error(err)
	}
	if _, err := eachChange(inRun(t), newClient(t, s.URL), &eachChangeArgs{PageSize: 0}); fault.KindOf(err) != fault.Usage {
		t.Error(err)
	}
}
