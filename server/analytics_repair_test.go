package server

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/server/db"
)

// repairMade is a random repair of a test.
type repairMade struct {
	of       made
	station  string
	operator string
	code     int
	start    time.Time
	failures []failureMade
}

// failureMade is a failure on the unit itself or on a part of it.
type failureMade struct {
	part                           bool
	code, ref, block, number, text string
	step                           bool // refers to the step that failed, else to the whole test
}

func makeRepairs(random *rand.Rand, tests []made, n int) []repairMade {
	pick := func(prefix string, n int) string { return fmt.Sprint(prefix, random.IntN(n)) }
	all := make([]repairMade, n)
	for i := range all {
		r := repairMade{
			of: tests[random.IntN(len(tests))], station: pick("RS", 2), operator: pick("fixer", 2), code: 500 + 10*random.IntN(2),
			start: now.Add(-time.Duration(1+random.IntN(200))*time.Hour - time.Duration(i)*time.Second),
		}
		for range random.IntN(4) {
			r.failures = append(r.failures, failureMade{
				part: random.IntN(2) == 0, code: []string{"Defect Component", "Burned Component"}[random.IntN(2)], ref: pick("R", 2), block: pick("FB", 2),
				number: pick("ART", 2), text: pick("text ", 2), step: random.IntN(2) == 0,
			})
		}
		all[i] = r
	}
	return all
}

func (r repairMade) report(test object) object {
	units := []object{
		{"partType": "Main", "pn": r.of.pn, "sn": r.of.sn, "rev": r.of.rev, "idx": 0},
		{"partType": "PCBA", "pn": "SUB", "sn": "S-1", "rev": "7", "idx": 1, "parentIdx": 0},
	}
	for _, f := range r.failures {
		unit := units[0]
		if f.part {
			unit = units[1]
		}
		failure := object{
			"category": "Component", "code": f.code, "comRef": f.ref, "funcBlock": f.block, "artNumber": f.number, "artRev": "r" + f.number,
			"artVendor": "v" + f.number, "artDescription": f.text, "refStepId": map[bool]int{true: 1}[f.step],
		}
		failures, _ := unit["failures"].([]object)
		unit["failures"] = append(failures, failure)
	}
	return object{
		"type": "R", "id": uuid.NewString(), "pn": r.of.pn, "sn": r.of.sn, "rev": r.of.rev, "processCode": r.code, "result": "P",
		"machineName": r.station, "location": "Bench", "purpose": "Repair", "start": r.start.Format(time.RFC3339),
		"uur": object{
			"user": r.operator, "processCode": r.of.code, "refUUT": test["id"], "confirmDate": r.start.Format(time.RFC3339),
			"finalizeDate": r.start.Format(time.RFC3339), "execTime": 2.5,
		},
		"subUnits": units,
	}
}

// ofRepair are the values that a failure of a repair has for a dimension; f is nil for a repair that found none.
var ofRepair = map[string]func(r repairMade, f *failureMade) []any{
	"stationName":     func(r repairMade, _ *failureMade) []any { return []any{r.station} },
	"location":        func(repairMade, *failureMade) []any { return []any{"Bench"} },
	"purpose":         func(repairMade, *failureMade) []any { return []any{"Repair"} },
	"processCode":     func(r repairMade, _ *failureMade) []any { return []any{float64(r.code)} },
	"operator":        func(r repairMade, _ *failureMade) []any { return []any{r.operator} },
	"period":          func(r repairMade, _ *failureMade) []any { return []any{r.start.Format("2006-01")} },
	"repairOperation": func(r repairMade, _ *failureMade) []any { return []any{r.operation()} },
	"repairType":      func(r repairMade, _ *failureMade) []any { return []any{r.operation()} },

	"miscInfoDescription": noValue, "miscInfoString": noValue, "assetSerialNumber": noValue, "assetName": noValue,

	"unitType": func(_ repairMade, f *failureMade) []any {
		return f.value(func(f *failureMade) any { return map[bool]any{false: "Main", true: "PCBA"}[f.part] })
	},
	"repairCategory": func(_ repairMade, f *failureMade) []any {
		return f.value(func(*failureMade) any { return "Component" })
	},
	"repairCode":      func(_ repairMade, f *failureMade) []any { return f.value(func(f *failureMade) any { return f.code }) },
	"failCode":        func(_ repairMade, f *failureMade) []any { return f.value(func(f *failureMade) any { return f.code }) },
	"componentRef":    func(_ repairMade, f *failureMade) []any { return f.value(func(f *failureMade) any { return f.ref }) },
	"componentNumber": func(_ repairMade, f *failureMade) []any { return f.value(func(f *failureMade) any { return f.number }) },
	"componentRevision": func(_ repairMade, f *failureMade) []any {
		return f.value(func(f *failureMade) any { return "r" + f.number })
	},
	"componentVendor": func(_ repairMade, f *failureMade) []any {
		return f.value(func(f *failureMade) any { return "v" + f.number })
	},
	"componentDescription": func(_ repairMade, f *failureMade) []any { return f.value(func(f *failureMade) any { return f.text }) },
	"functionBlock":        func(_ repairMade, f *failureMade) []any { return f.value(func(f *failureMade) any { return f.block }) },
	"referencedStep": func(r repairMade, f *failureMade) []any {
		return f.value(func(f *failureMade) any {
			return map[bool]any{false: "Main", true: fmt.Sprint("Step ", r.of.failCode)}[f.step]
		})
	},
	"referencedStepPath": func(r repairMade, f *failureMade) []any {
		return f.value(func(f *failureMade) any {
			return map[bool]any{false: "Main", true: fmt.Sprint("Main/Step ", r.of.failCode)}[f.step]
		})
	},
}

func noValue(repairMade, *failureMade) []any { return []any{nil} }

func (f *failureMade) value(of func(*failureMade) any) []any {
	if f == nil {
		return []any{nil}
	}
	return []any{of(f)}
}

func (r repairMade) operation() string {
	return map[int]string{500: "Repair", 510: "RMA Repair"}[r.code]
}

// plainRepairs are the rows that DynamicRepair must answer for one dimension.
func plainRepairs(repairs []repairMade, tests []made, d dimension) []object {
	values := ofRepair[d.Name]
	if values == nil { // one of the test
		values = func(r repairMade, _ *failureMade) []any { return ofDimension[d.test](r.of) }
	}
	tested := map[any]float64{}
	if d.test == "" {
		total := plainRows(tests)
		for _, r := range repairs {
			for _, f := range r.all() {
				for _, v := range values(r, f) {
					tested[v] = total[0]["unitCount"].(float64)
				}
			}
		}
	} else {
		for _, row := range plainRows(tests, d.test) {
			tested[row[d.test]] = row["unitCount"].(float64)
		}
	}
	rows := map[any]object{}
	for i, r := range repairs {
		for _, f := range r.all() {
			for _, v := range values(r, f) {
				row := rows[v]
				if row == nil {
					row = object{d.Name: v, "repairReportCount": 0.0, "repairCount": 0.0, "totalCount": tested[v], "last": -1}
					rows[v] = row
				}
				if row["last"] != i {
					row["repairReportCount"] = row["repairReportCount"].(float64) + 1
				}
				if row["last"] = i; f != nil {
					row["repairCount"] = row["repairCount"].(float64) + 1
				}
			}
		}
	}
	var list []object
	for _, row := range rows {
		delete(row, "last")
		row["repairRate"] = nil
		if n := row["totalCount"].(float64); n > 0 {
			row["repairRate"] = 100 * row["repairReportCount"].(float64) / n
		}
		list = append(list, row)
	}
	return list
}

// all are the failures, or nil for a repair without any.
func (r repairMade) all() []*failureMade {
	if len(r.failures) == 0 {
		return []*failureMade{nil}
	}
	var all []*failureMade
	for i := range r.failures {
		all = append(all, &r.failures[i])
	}
	return all
}

func TestRepairByEveryDimension(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 15))
	tests := makeTests(random, 150)
	repairs := makeRepairs(random, tests, 150)
	s := openMade(t, nil)
	sent := map[string]object{}
	post := func(r object) { handle(t, s.handler, "POST", "/api/Report/WSJF", []byte(jsonOf(t, r))) }
	for _, m := range tests {
		r := m.report()
		sent[fmt.Sprint(m)] = r
		post(r)
	}
	for _, r := range repairs {
		post(r.report(sent[fmt.Sprint(r.of)]))
	}
	for _, d := range repairDimensions {
		got := ask[[]object](t, s, "DynamicRepair", object{"dimensions": d.Name, "dateGrouping": "month"})
		want := plainRepairs(repairs, tests, d)
		if diff := cmp.Diff(byDimensions(want, []string{d.Name}), byDimensions(got, []string{d.Name}), aboutEqual); diff != "" {
			t.Errorf("%s: %s", d.Name, diff)
		}
	}
	total := 0
	for _, r := range repairs {
		total += len(r.failures)
	}
	if got := shown(ask[[]object](t, s, "DynamicRepair", object{}), "repairReportCount", "repairCount"); got != fmt.Sprintf("150/%d", total) {
		t.Error(got)
	}
}

func TestRepairFilterAndOrder(t *testing.T) {
	s := filtered(t)
	for _, c := range []struct {
		filter object
		want   string
	}{
		{object{"dimensions": "partNumber;repairCount desc"}, "PCBA-7/1/1/2 PCB_8*/1/1/1"},
		{object{"dimensions": "partNumber desc", "topCount": 1}, "PCB_8*/1/1/1"},
		{object{"dimensions": "partNumber", "testOperation": "SW Debug", "stationName": "R-1"}, "PCBA-7/1/1/2 PCB_8*/1/1/0"},
		{object{"dimensions": "partNumber", "batchNumber": "B1"}, "PCBA-7/1/1/1"},
		{object{"dimensions": "partNumber", "minCount": 2}, ""},
	} {
		rows := ask[[]object](t, s, "DynamicRepair", c.filter)
		if got := shown(rows, "partNumber", "repairReportCount", "repairCount", "totalCount"); got != c.want {
			t.Errorf("%v: %q, want %q", c.filter, got, c.want)
		}
	}
}

func TestRepairHistory(t *testing.T) {
	c := start(t, Options{})
	test := uut(set("result", "F"), set("uut", object{"user": "op", "errorCode": 1, "errorMessage": "3V3 is low"}),
		func(r object) { r["root"].(object)["status"] = "F" })
	c.post(test)
	repair := uur(test, func(r object) {
		units := r["subUnits"].([]object)
		units[0]["failures"].([]object)[0]["comment"] = "replaced"
		r["subUnits"] = append(units, object{
			"partType": "PCBA", "pn": "SUB", "sn": "S-1", "rev": "2", "idx": 1, "parentIdx": 0,
			"failures": []object{{"category": "Component", "code": "Burned Component", "refStepId": 77}},
		})
	})
	c.post(repair)
	path := "/api/App/RelatedRepairHistory?"
	want := []object{{
		"serialNumber": "SN-1", "partNumber": "PCBA-7", "revision": "B", "reportId": repair["id"], "repairDate": "2026-03-01T11:00:00Z",
		"failStepName": "3V3", "failStepPath": "MainSequence Callback/3V3", "failCode": "Defect Component", "repairCode": "Defect Component",
		"symptom": "3V3 is low", "cause": "Component", "action": "replaced",
	}}
	if diff := cmp.Diff(want, read[[]object](c, "GET", path+"partNumber=PCBA-7&revision=B", nil)); diff != "" {
		t.Error(diff)
	}
	if got := read[[]object](c, "GET", path+"PARTNUMBER=SUB&revision=2", nil); len(got) != 1 || got[0]["serialNumber"] != "S-1" || got[0]["failStepName"] != nil {
		t.Errorf("%v", got)
	}
	if got := c.want(200, "GET", path+"partNumber=SUB&revision=3", nil); got != "[]" {
		t.Error(got)
	}
	if got := c.want(400, "GET", path+"partNumber=SUB", nil); !strings.Contains(got, "revision is required") {
		t.Error(got)
	}
}

// A repair that comes again, changed, is counted as it is now.
func TestAReplacedRepairIsReadAgain(t *testing.T) {
	test := uut()
	s := openFilled(t, test)
	repair := uur(test)
	count := func() string {
		handle(t, s.handler, "POST", "/api/Report/WSJF", []byte(jsonOf(t, repair)))
		return shown(ask[[]object](t, s, "DynamicRepair", object{}), "repairReportCount", "repairCount")
	}
	if got := count(); got != "1/1" {
		t.Error(got)
	}
	delete(repair["subUnits"].([]object)[0], "failures")
	if got := count(); got != "1/0" {
		t.Error(got)
	}
}

// A database of version 1 holds repairs that nobody has looked into.
func TestRepairsOfAnOlderDatabaseAreRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wats.db")
	old, err := db.Open(t.Context(), path, schemaSteps(t)[:1])
	if err != nil {
		t.Fatal(err)
	}
	test := uut()
	for _, o := range []object{test, uur(test)} {
		r, err := report.Decode([]byte(jsonOf(t, o)))
		if err != nil {
			t.Fatal(err)
		}
		r.PostProcess(report.ServerFacts{TestProcessName: "SW Debug"})
		row := newReportRow(r, 1)
		row.lists = nil
		if err := old.Write(t.Context(), func(tx *db.Tx) error {
			_, err := row.insert(tx, nil, 1)
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := old.Close(); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), Options{Path: path, Clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	rows := ask[[]object](t, s, "DynamicRepair", object{"dimensions": "testOperation;referencedStep"})
	if got := shown(rows, "testOperation", "referencedStep", "repairCount"); got != "SW Debug/3V3/1" {
		t.Error(got)
	}
}

// Repairs are read when they are first needed, however many there are; a damaged one does not stop the others.
func TestPendingRepairsAreRead(t *testing.T) {
	test := uut()
	s := openFilled(t, test)
	n := repairBatch + 3
	for i := range n {
		handle(t, s.handler, "POST", "/api/Report/WSJF", []byte(jsonOf(t, uur(test, set("start", fmt.Sprintf("2026-02-01T10:%02d:00Z", i))))))
	}
	if err := s.db.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec("UPDATE document SET body = 'x' WHERE report = (SELECT max(id) FROM report)")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if got, want := shown(ask[[]object](t, s, "DynamicRepair", object{}), "repairReportCount", "repairCount"), fmt.Sprintf("%d/%d", n, n-1); got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestEveryRepairDimensionHasAValueInTheTests(t *testing.T) {
	for _, d := range repairDimensions {
		if ofRepair[d.Name] == nil && ofDimension[d.test] == nil {
			t.Errorf("%s is not tested", d.Name)
		}
	}
	if !slices.ContainsFunc(yieldDimensions, func(d dimension) bool { return d.Name == "unitType" }) {
		t.Error("unitType is missing")
	}
}
