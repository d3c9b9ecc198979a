package server

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// testRun posts a test of SN-1 in a process.
func (c client) testRun(process int, result, at string, change ...func(object)) object {
	c.t.Helper()
	r := uut(append([]func(object){
		set("processCode", process), set("result", result), set("start", "2026-02-01T"+at+":00Z"), set("root", object{
			"group": "M", "stepType": "SequenceCall", "name": "Main", "status": result, "seqCall": object{"path": "a", "name": "b", "version": "1"},
		}),
	}, change...)...)
	c.post(r)
	return r
}

// grade is the verification of SN-1.
func (c client) grade(parameters ...string) unitGrade {
	c.t.Helper()
	return read[unitGrade](c, "GET", ofUnit(production+"UnitVerification", "SN-1", "PCBA-7", parameters...), nil)
}

func TestVerification(t *testing.T) {
	c := start(t, Options{})
	c.testRun(30, "F", "08:00")
	failed := c.testRun(30, "E", "08:10")
	c.post(uur(failed, set("start", "2026-02-01T08:20:00Z"), func(r object) { r["uur"].(object)["processCode"] = 30 }))
	c.testRun(30, "P", "08:30", set("machineName", "ST-2"))
	c.testRun(100, "P", "09:00")
	c.testRun(100, "P", "08:00", set("sn", "SN-2"))
	c.testRun(100, "F", "09:30", set("start", "2026-12-01T00:00:00Z")) // from the future
	got := read[object](c, "GET", ofUnit(production+"UnitVerification", "SN-1", "PCBA-7"), nil)
	want := object{
		"status": "Passed", "grade": "PassedLastRun", "allProcessesExecutedInCorrectOrder": true, "allProcessesPassedFirstRun": false,
		"allProcessesPassedAnyRun": true, "allProcessesPassedLastRun": true, "noRepairs": false,
		"results": []any{
			object{
				"processCode": 30.0, "processName": "In-circuit test", "processIndex": 2.0, "status": "Passed", "startUtc": "2026-02-01T08:30:00Z",
				"stationName": "ST-2", "totalCount": 3.0, "nonPassedCount": 2.0, "repairCount": 1.0,
			},
			object{
				"processCode": 100.0, "processName": "Final function test", "processIndex": 9.0, "status": "Passed", "startUtc": "2026-02-01T09:00:00Z",
				"stationName": "ST-1", "totalCount": 1.0, "nonPassedCount": 0.0, "repairCount": 0.0,
			},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestGrades(t *testing.T) {
	type run struct {
		process    int
		result, at string
	}
	for name, test := range map[string]struct {
		runs                      []run
		status, grade             string
		order, first, anyOf, last bool
	}{
		"first run":      {[]run{{30, "P", "08:00"}, {100, "P", "09:00"}}, "Passed", "PassedFirstRun", true, true, true, true},
		"wrong order":    {[]run{{100, "P", "08:00"}, {30, "P", "09:00"}}, "Passed", "PassedFirstRun", false, true, true, true},
		"failed later":   {[]run{{30, "P", "08:00"}, {30, "F", "09:00"}}, "Failed", "PassedAnyRun", true, true, true, false},
		"never passed":   {[]run{{30, "P", "08:00"}, {100, "E", "09:00"}}, "Error", "NotPassed", true, false, false, false},
		"terminated":     {[]run{{30, "T", "08:00"}}, "Terminated", "NotPassed", true, false, false, false},
		"passed at last": {[]run{{30, "T", "08:00"}, {30, "P", "08:01"}}, "Passed", "PassedLastRun", true, false, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			c := start(t, Options{})
			for _, r := range test.runs {
				c.testRun(r.process, r.result, r.at)
			}
			g := c.grade()
			if g.Status != test.status || g.Grade != test.grade || !g.NoRepairs {
				t.Errorf("%+v", g)
			}
			if diff := cmp.Diff([]bool{test.order, test.first, test.anyOf, test.last}, []bool{g.InOrder, g.PassedFirstRun, g.PassedAnyRun, g.PassedLastRun}); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestAUnitWithoutTestsDoesNotPass(t *testing.T) {
	c := start(t, Options{})
	c.want(404, "GET", ofUnit(production+"UnitVerification", "SN-1", "PCBA-7"), nil)
	c.makeUnits([3]string{"SN-1", "PCBA-7", "B"})
	g := c.grade()
	if g.PassedLastRun || g.PassedAnyRun || g.PassedFirstRun || g.InOrder || g.Status != "Unknown" || g.Grade != "NotTested" || g.Results == nil {
		t.Errorf("%+v", g)
	}
	c.testRun(30, "P", "08:00")
	if g := c.grade("revision", "B"); !g.PassedLastRun {
		t.Errorf("%+v", g)
	}
	if g := c.grade("revision", "C"); g.PassedLastRun || len(g.Results) != 0 {
		t.Errorf("tested as another revision: %+v", g)
	}
	c.want(400, "GET", withQuery(production+"UnitVerification", "serialNumber", "SN-1"), nil)
}
