package server

import (
	"fmt"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// numeric is a step with one number within 3.2 and 3.4.
func numeric(name string, value float64, status string) object {
	return object{
		"group": "M", "stepType": "ET_NLT", "name": name, "status": status, "totTime": 0.5,
		"numericMeas": []object{{"compOp": "GELE", "status": status, "unit": "V", "value": value, "lowLimit": 3.2, "highLimit": 3.4}},
	}
}

// sequence is a step with steps below.
func sequence(name, status string, below ...object) object {
	return object{
		"group": "M", "stepType": "SequenceCall", "name": name, "status": status,
		"seqCall": object{"path": "a/b.seq", "name": "b.seq", "version": "1.0"}, "steps": below,
	}
}

// tested is the report of a unit, n minutes after ten o'clock, whose root has the steps.
func tested(n int, result string, below ...object) object {
	root := sequence("MainSequence Callback", result, below...)
	return uut(set("sn", fmt.Sprintf("SN-%d", n)), set("result", result), set("root", root),
		set("start", time.Date(2026, 3, 1, 10, n, 0, 0, time.UTC).Format(time.RFC3339)))
}

// voltages posts one report for each value of a step, which fails above 3.4.
func voltages(c client, values ...float64) {
	for n, v := range values {
		status := "P"
		if v > 3.4 {
			status = "F"
		}
		c.post(tested(n, status, sequence("Power", status, numeric("3V3", v, status))))
	}
}

const analysisPath = "/api/App/TestStepAnalysis"

func TestStepAnalysisCountsStepsAndJudgesNumbers(t *testing.T) {
	c := start(t, Options{})
	voltages(c, 3.2, 3.3, 3.4, 3.5)
	rows := read[[]object](c, "POST", analysisPath, object{"partNumber": "PCBA-7", "testOperation": "SW Debug", "run": 1, "maxCount": 10000})
	if len(rows) != 3 || rows[0]["stepPath"] != "MainSequence Callback" || rows[1]["stepPath"] != "MainSequence Callback/Power" {
		t.Fatalf("%v", rows)
	}
	got := rows[2]
	for key, want := range map[string]any{
		"stepName": "3V3", "stepPath": "MainSequence Callback/Power/3V3", "stepType": "ET_NLT", "stepGroup": "Main",
		"stepCount": 4.0, "stepPassedCount": 3.0, "stepDoneCount": 0.0, "stepSkippedCount": 0.0, "stepFailedCount": 1.0, "stepErrorCount": 0.0,
		"stepTerminatedCount": 0.0, "stepOtherCount": 0.0, "stepFailedErrorTerminatedCount": 1.0,
		"stepCausedUutFailedErrorTerminated": 1.0, "stepCausedUutFailed": 1.0, "stepCausedUutError": 0.0, "stepCausedUutTerminated": 0.0,
		"limit1": 3.2, "limit1Wof": 3.2, "limit2": 3.4, "limit2Wof": 3.4, "compOperator": "GELE",
		"stepTimeAvg": 0.5, "stepTimeMax": 0.5, "stepTimeMin": 0.5,
		"measureName": nil, "measureCount": 4.0, "measureCountWof": 3.0, "min": 3.2, "minWof": 3.2, "max": 3.5, "maxWof": 3.4,
		"avg": 3.35, "avgWof": 3.3, "stdev": 0.1290994, "stdevWof": 0.1, "var": 0.0166667, "varWof": 0.01,
		"cp": 0.2581989, "cpWof": 0.3333333, "cpk": 0.1290994, "cpkWof": 0.3333333,
		"cpLower": 0.3872983, "cpLowerWof": 0.3333333, "cpUpper": 0.1290994, "cpUpperWof": 0.3333333,
		"sigmaHigh3": 3.7372983, "sigmaHigh3Wof": 3.6, "sigmaLow3": 2.9627017, "sigmaLow3Wof": 3.0,
	} {
		if _, ok := got[key]; !ok {
			t.Errorf("%s is missing", key)
		}
		if diff := cmp.Diff(want, got[key], nearly); diff != "" {
			t.Errorf("%s: %s", key, diff)
		}
		delete(got, key)
	}
	if len(got) > 0 {
		t.Errorf("keys that the model does not have: %v", got)
	}
}

// nearly compares numbers without the last digits.
var nearly = cmp.Comparer(func(a, b float64) bool { return a-b < 1e-6 && b-a < 1e-6 })

func TestMeasurementsByPath(t *testing.T) {
	c := start(t, Options{})
	multi := object{
		"group": "M", "stepType": "ET_MNLT", "name": "Rails", "status": "P",
		"numericMeas": []object{
			{"name": "A/B", "compOp": "LOG", "status": "P", "unit": "V", "value": 1},
			{"name": "C", "compOp": "GE", "status": "P", "unit": "mA", "value": 20.5, "lowLimit": 20},
		},
	}
	c.post(tested(0, "P", sequence("Power", "P", numeric("3V3", 3.3, "P"), multi)))
	c.post(tested(1, "P", sequence("Power", "P", numeric("3V3", 3.31, "P"), multi)))
	type answer struct {
		MeasurementPath string
		Measurements    []object
	}
	ask := func(paths string) []answer {
		return read[[]answer](c, "POST", "/api/App/Measurements?"+url.Values{"measurementPaths": {paths}}.Encode(), object{"partNumber": "PCBA-7"})
	}
	got := ask("MainSequence Callback¶Power¶3V3")
	if len(got) != 1 || got[0].MeasurementPath != "MainSequence Callback¶Power¶3V3" || len(got[0].Measurements) != 2 {
		t.Fatalf("%v", got)
	}
	want := object{
		"id": got[0].Measurements[0]["id"], "serialNumber": "SN-1", "partNumber": "PCBA-7", "revision": "B", "stepName": "3V3",
		"stepPath": "MainSequence Callback/Power/3V3", "value": 3.31, "limit1": 3.2, "limit2": 3.4, "unit": "V",
		"status": "Passed", "startUtc": "2026-03-01T10:01:00Z",
	}
	if diff := cmp.Diff(want, got[0].Measurements[0]); diff != "" {
		t.Error(diff)
	}
	for paths, want := range map[string][]string{
		"": {"MainSequence Callback¶Power¶3V3", "MainSequence Callback¶Power¶Rails¶¶A/B", "MainSequence Callback¶Power¶Rails¶¶C"},
		"MainSequence Callback/Power/Rails::C;Power¶3V3": {"MainSequence Callback¶Power¶3V3", "MainSequence Callback¶Power¶Rails¶¶C"},
		"mainsequence callback¶power¶rails¶¶a/b":         {"MainSequence Callback¶Power¶Rails¶¶A/B"},
		"Power¶Rails":     {"MainSequence Callback¶Power¶Rails¶¶A/B", "MainSequence Callback¶Power¶Rails¶¶C"},
		"Power¶Rails¶C":   {"MainSequence Callback¶Power¶Rails¶¶C"},
		"Power¶3V3¶¶3V3":  {"MainSequence Callback¶Power¶3V3"},
		"Power¶Rail":      nil,
		"Power":           nil,
		"Power¶Rails¶¶A":  nil,
		"Rails¶¶C;3V3¶¶X": nil,
	} {
		var paths2 []string
		for _, a := range ask(paths) {
			paths2 = append(paths2, a.MeasurementPath)
		}
		if diff := cmp.Diff(want, paths2); diff != "" {
			t.Errorf("%q: %s", paths, diff)
		}
	}
	aggregated := read[[]answer](c, "POST", "/api/App/AggregatedMeasurements", object{"measurementPaths": "Power/3V3;Power/Rails::C"})
	if len(aggregated) != 2 {
		t.Fatalf("%v", aggregated)
	}
	if diff := cmp.Diff([]object{{
		"stepName": "3V3", "stepPath": "MainSequence Callback/Power/3V3", "partNumber": "PCBA-7", "revision": "B", "count": 2.0,
		"min": 3.3, "max": 3.31, "avg": 3.305, "stdev": 0.0070711, "var": 0.00005, "limit1": 3.2, "limit2": 3.4,
		"cpk": 4.4783428, "cp": 4.7140452, "cpLower": 4.9497475, "cpUpper": 4.4783428, "unit": "V",
	}}, aggregated[0].Measurements, nearly); diff != "" {
		t.Error(diff)
	}
	if one := aggregated[1].Measurements[0]; one["stdev"] != 0.0 || one["cpk"] != nil || one["cpUpper"] != nil || one["limit2"] != nil {
		t.Errorf("without spread there is no capability: %v", one)
	}
}

func TestTopFailed(t *testing.T) {
	c := start(t, Options{})
	voltages(c, 3.3, 3.5, 3.6)
	c.post(tested(3, "F", sequence("Power", "P", numeric("3V3", 3.3, "P")), sequence("Radio", "F", numeric("Level", 9, "F"))))
	want := []object{
		{
			"stepName": "3V3", "stepPath": "MainSequence Callback/Power/3V3", "stepType": "ET_NLT", "stepGroup": "Main", "partNumber": "PCBA-7",
			"revision": "B", "productGroup": nil, "failCount": 2.0, "totalCount": 4.0, "failRate": 50.0,
			"firstFailDate": "2026-03-01T10:01:00Z", "lastFailDate": "2026-03-01T10:02:00Z",
		},
		{
			"stepName": "Level", "stepPath": "MainSequence Callback/Radio/Level", "stepType": "ET_NLT", "stepGroup": "Main", "partNumber": "PCBA-7",
			"revision": "B", "productGroup": nil, "failCount": 1.0, "totalCount": 1.0, "failRate": 100.0,
			"firstFailDate": "2026-03-01T10:03:00Z", "lastFailDate": "2026-03-01T10:03:00Z",
		},
	}
	for _, path := range []string{"/api/App/TopFailed", "/api/internal/App/TopFailed"} {
		if diff := cmp.Diff(want, read[[]object](c, "POST", path, object{"partNumber": "PCBA-7"})); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
		if diff := cmp.Diff(want[:1], read[[]object](c, "POST", path, object{"partNumber": "PCBA-7", "topCount": 1})); diff != "" {
			t.Errorf("%s: %s", path, diff)
		}
	}
	if diff := cmp.Diff(want[:1], read[[]object](c, "GET", "/api/App/TopFailed?partNumber=PCBA-7&topCount=1", nil)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(want[:1], read[[]object](c, "GET", "/api/internal/App/TopFailed?partNumber=PCBA-7&processCode=10&productGroupId=&levelId=&days=30&count=1", nil)); diff != "" {
		t.Error(diff)
	}
	if got := c.want(200, "GET", "/api/App/TopFailed?partNumber=other", nil); got != "[]" {
		t.Error(got)
	}
	c.want(400, "GET", "/api/internal/App/TopFailed?count=many", nil)
}

func TestMeasurementAndStatusLists(t *testing.T) {
	c := start(t, Options{})
	text := object{
		"group": "C", "stepType": "ET_SVT", "name": "Version", "status": "P",
		"stringMeas": []object{{"compOp": "EQ", "status": "P", "value": "1.2", "limit": "1.2"}},
	}
	verdict := object{"group": "S", "stepType": "ET_PFT", "name": "Lamp", "status": "F", "booleanMeas": []object{{"status": "F"}}}
	r := tested(0, "F", sequence("Power", "P", numeric("3V3", 3.3, "P")), sequence("End", "F", text, verdict))
	c.post(r)
	list := func(path, steps, sequences string) []object {
		options := url.Values{"stepFilters": {steps}, "sequenceFilters": {sequences}}.Encode()
		posted := read[[]object](c, "POST", path+"?"+options, object{"partNumber": "PCBA-7"})
		got := read[[]object](c, "GET", path+"?productGroupId=&levelId=&days=30&"+options, nil)
		if diff := cmp.Diff(posted, got); diff != "" {
			t.Errorf("POST and GET differ: %s", diff)
		}
		return posted
	}
	const measurements, statuses = "/api/internal/App/MeasurementList", "/api/internal/App/StepStatusList"
	common := object{"serialNumber": "SN-0", "partNumber": "PCBA-7", "revision": "B", "reportId": r["id"], "startUtc": "2026-03-01T10:00:00Z"}
	with := func(more object) object {
		for key, value := range common {
			more[key] = value
		}
		return more
	}
	if diff := cmp.Diff([]object{with(object{
		"stepName": "Version", "stepPath": "MainSequence Callback/End/Version", "measureName": nil, "value": nil, "stringValue": "1.2",
		"limitLow": nil, "limitHigh": nil, "unit": "", "status": "Passed", "stationName": "ST-1",
	})}, list(measurements, "<filters><step path='End/Ver%'/></filters>", "")); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]object{with(object{
		"stepName": "Lamp", "stepPath": "MainSequence Callback/End/Lamp", "stepType": "ET_PFT", "stepGroup": "Setup",
		"passCount": 0.0, "failCount": 1.0, "totalCount": 1.0, "status": "Failed",
	})}, list(statuses, "l_mp", "<a><b>end</b></a>")); diff != "" {
		t.Error(diff)
	}
	if got := list(measurements, "<filters/>", ""); len(got) != 3 {
		t.Errorf("%v", got)
	}
	if got := list(statuses, "", "Power"); len(got) != 1 {
		t.Errorf("%v", got)
	}
	c.want(400, "POST", measurements+"?stepFilters=%3Ca", object{})
}

func TestTopCountBoundsTheRows(t *testing.T) {
	c := start(t, Options{})
	voltages(c, 3.2, 3.3, 3.4)
	filter := object{"topCount": 2}
	for _, path := range []string{analysisPath, "/api/internal/App/MeasurementList", "/api/internal/App/StepStatusList"} {
		if got := read[[]object](c, "POST", path, filter); len(got) != 2 {
			t.Errorf("%s: %d rows", path, len(got))
		}
	}
	got := read[[]object](c, "POST", "/api/App/Measurements", filter)
	if len(got) != 1 || len(list(got[0], "measurements")) != 2 || at(got[0], "measurements", 0, "value") != 3.4 {
		t.Errorf("the two latest of the path: %v", got)
	}
}

// TestReportsOutsideOfTheFilterDoNotCount goes through the parts of the filter that analyses are asked with most.
func TestReportsOutsideOfTheFilterDoNotCount(t *testing.T) {
	c := start(t, Options{})
	voltages(c, 3.2, 3.3, 3.5)
	again := tested(30, "P", numeric("3V3", 3.4, "P"))
	again["sn"] = "SN-0"
	c.post(again)
	future := tested(0, "P", numeric("3V3", 3.4, "P"))
	future["start"] = "2026-03-02T10:00:00Z"
	c.post(future)
	for filter, want := range map[string]float64{
		`{}`: 4, `{"run": 1}`: 3, `{"run": -1}`: 3, `{"run": 2}`: 1, `{"status": "Failed"}`: 1, `{"maxCount": 2}`: 2,
		`{"serialNumber": "SN-1;SN-2"}`: 2, `{"testOperation": "SW%"}`: 4, `{"dateFrom": "2026-03-01T10:01:00Z", "dateTo": "2026-03-01T10:02:00Z"}`: 1,
	} {
		rows := read[[]object](c, "POST", analysisPath, filter)
		if len(rows) == 0 || rows[0]["stepCount"] != want {
			t.Errorf("%s: %v", filter, rows)
		}
	}
}

func TestStepRoutesRefuseBadFilters(t *testing.T) {
	c := start(t, Options{})
	for _, path := range []string{
		analysisPath, "/api/App/Measurements", "/api/App/AggregatedMeasurements", "/api/App/TopFailed",
		"/api/internal/App/MeasurementList", "/api/internal/App/StepStatusList", "/api/internal/App/TopFailed",
	} {
		c.want(400, "POST", path, "[")
		c.want(400, "POST", path, object{"run": "often"})
		if got := c.want(200, "POST", path, object{}); got != "[]" {
			t.Errorf("%s: %s", path, got)
		}
		if got := c.want(200, "POST", path, nil); got != "[]" {
			t.Errorf("%s without a body: %s", path, got)
		}
	}
}
