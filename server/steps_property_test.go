package server

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
)

// randomReports makes test reports with steps of all kinds: nested, repeated, in loops, skipped, with statuses as they
// come.
type randomReports struct {
	*rand.Rand
}

func (r randomReports) pick(letters string) string {
	i := r.IntN(len(letters))
	return letters[i : i+1]
}

func (r randomReports) report(n int) object {
	result := r.pick("PPPFET")
	root := sequence("MainSequence Callback", result, r.steps(0)...)
	return uut(set("pn", "P-"+r.pick("12")), set("rev", r.pick("AB")), set("sn", fmt.Sprint("SN-", n)), set("result", result), set("root", root),
		set("processCode", 10*(1+r.IntN(2))), set("start", time.Date(2026, 2, 1, 0, n, 0, r.IntN(3)*1e8, time.UTC).Format(time.RFC3339Nano)))
}

func (r randomReports) steps(depth int) []object {
	all := []object{}
	for range 1 + r.IntN(4) {
		name := "Step " + r.pick("abcd/e")
		switch r.IntN(8) {
		case 0, 1:
			if depth < 2 {
				all = append(all, sequence(name, r.pick("PPFDS"), r.steps(depth+1)...))
			}
		case 2:
			all = append(all, r.loop("Loop "+r.pick("xy"))...)
		case 3:
			all = append(all, object{"group": r.pick("SMC"), "stepType": "Action", "name": name, "status": r.pick("PDFETS")})
		case 4:
			all = append(all, r.texts("Text "+name))
		default:
			all = append(all, r.numbers("Number "+name))
		}
	}
	for _, step := range all {
		if r.IntN(3) > 0 {
			step["totTime"] = r.number()
		}
	}
	return all
}

// number has few digits, many, or is none at all.
func (r randomReports) number() any {
	switch r.IntN(12) {
	case 0:
		return "NaN"
	case 1:
		return "Infinity"
	case 2:
		return r.NormFloat64()
	}
	return math.Round(r.NormFloat64()*1000) / 1000
}

func (r randomReports) measure(status string) object {
	m := object{"compOp": "LOG", "status": status, "unit": "V", "value": r.number()}
	switch r.IntN(4) {
	case 0:
		m["compOp"], m["lowLimit"] = []string{"GE", "GT", "LE", "LT", "EQ"}[r.IntN(5)], -1.5
	case 1:
		m["compOp"], m["lowLimit"], m["highLimit"] = []string{"GELE", "GTLT", "LTGT"}[r.IntN(3)], -2, r.IntN(3)
	}
	return m
}

func (r randomReports) numbers(name string) object {
	step := object{"group": "M", "stepType": "ET_NLT", "name": name, "status": r.pick("PPPFS")}
	status, _ := step["status"].(string)
	if r.IntN(3) > 0 {
		step["numericMeas"] = []object{r.measure(status)}
		return step
	}
	step["stepType"], step["name"] = "ET_MNLT", name+" many"
	var all []object
	for i := range 2 + r.IntN(2) {
		m := r.measure(status)
		m["name"] = fmt.Sprint("M/", i)
		all = append(all, m)
	}
	step["numericMeas"] = all
	return step
}

func (r randomReports) texts(name string) object {
	status := r.pick("PF")
	if r.IntN(2) == 0 {
		return object{"group": "M", "stepType": "ET_PFT", "name": name, "status": status, "booleanMeas": []object{{"status": status}}}
	}
	return object{
		"group": "M", "stepType": "ET_SVT", "name": name + " text", "status": status,
		"stringMeas": []object{{"compOp": "LOG", "status": status, "value": r.pick("abc")}},
	}
}

// loop is a summary with its iterations, of which there may be none.
func (r randomReports) loop(name string) []object {
	n := r.IntN(4)
	step := func(loop object) object {
		status := r.pick("PPF")
		return object{
			"group": "M", "stepType": "ET_NLT", "name": name, "status": status, "loop": loop,
			"numericMeas": []object{{"compOp": "LOG", "status": status, "unit": "V", "value": r.number()}},
		}
	}
	all := []object{step(object{"num": n, "endingIndex": n - 1, "passed": 0, "failed": 0})}
	for i := range n {
		all = append(all, step(object{"idx": i}))
	}
	return all
}

// plainStep is a step of an export, as the slow recomputation sees it.
type plainStep struct {
	object
	path  []string
	cause bool
}

func (s plainStep) id() string {
	return fmt.Sprint(strings.Join(s.path, "/"), "|", s.object["stepType"], "|", s.object["group"])
}

func list(o object, key string) []object {
	var all []object
	items, _ := o[key].([]any)
	for _, item := range items {
		all = append(all, item.(object))
	}
	return all
}

// numberOf is a number of an export.
func numberOf(v any) (float64, bool) {
	switch v := v.(type) {
	case float64:
		return v, true
	case string:
		return map[string]float64{"NaN": math.NaN(), "Infinity": math.Inf(1), "-Infinity": math.Inf(-1)}[v], true
	}
	return 0, false
}

// plainSteps lists the steps of an exported report, without the summaries of loops that have iterations.
func plainSteps(r object) []plainStep {
	cause, caused := at(r, "uut", "stepIdCausedUUTFailure").(float64)
	var all []plainStep
	var lost string
	var walk func(s object, path []string, kept bool)
	walk = func(s object, path []string, kept bool) {
		path = append(slices.Clone(path), s["name"].(string))
		mine := caused && s["id"] == cause
		if kept {
			all = append(all, plainStep{s, path, mine})
		} else if mine {
			lost = strings.Join(path, "/")
		}
		below := list(s, "steps")
		for i, child := range below {
			keep := kept
			if loop, ok := child["loop"].(object); ok && loop["idx"] == nil {
				for _, later := range below[i+1:] {
					if loop, ok := later["loop"].(object); ok && later["name"] == child["name"] {
						keep = keep && loop["idx"] == nil
						break
					}
				}
			}
			walk(child, path, keep)
		}
	}
	walk(r["root"].(object), nil, true)
	for i := range all {
		if lost != "" && strings.Join(all[i].path, "/") == lost && strings.Contains("FET", all[i].object["status"].(string)) {
			all[i].cause = true
			break
		}
	}
	return all
}

// plainNumbers are statistics by their definitions, over lists.
type plainNumbers struct {
	values    []float64
	op        string
	low, high any
}

func (p *plainNumbers) add(m object) {
	p.op, p.low, p.high = m["compOp"].(string), m["lowLimit"], m["highLimit"]
	if v, ok := numberOf(m["value"]); ok && !math.IsNaN(v) && !math.IsInf(v, 0) {
		p.values = append(p.values, v)
	}
}

// statistics are under the keys of a step analysis.
func (p *plainNumbers) statistics() object {
	o := object{"measureCount": float64(len(p.values)), "limit1": p.low, "limit2": p.high}
	for _, key := range []string{"min", "max", "avg", "stdev", "var", "cp", "cpk", "cpLower", "cpUpper", "sigmaHigh3", "sigmaLow3"} {
		o[key] = nil
	}
	n := float64(len(p.values))
	if n == 0 {
		return o
	}
	sum, squares := 0.0, 0.0
	for _, v := range p.values {
		sum += v
	}
	mean := sum / n
	for _, v := range p.values {
		squares += (v - mean) * (v - mean)
	}
	o["min"], o["max"], o["avg"] = slices.Min(p.values), slices.Max(p.values), mean
	if n < 2 {
		return o
	}
	deviation := math.Sqrt(squares / (n - 1))
	o["var"], o["stdev"], o["sigmaHigh3"], o["sigmaLow3"] = squares/(n-1), deviation, mean+3*deviation, mean-3*deviation
	if deviation == 0 {
		return o
	}
	lower := func(limit any) float64 { v, _ := numberOf(limit); return (mean - v) / 3 / deviation }
	upper := func(limit any) float64 { v, _ := numberOf(limit); return (v - mean) / 3 / deviation }
	switch p.op {
	case "GE", "GT":
		o["cpLower"], o["cpk"] = lower(p.low), lower(p.low)
	case "LE", "LT":
		o["cpUpper"], o["cpk"] = upper(p.low), upper(p.low)
	case "GELE", "GTLT":
		o["cpLower"], o["cpUpper"] = lower(p.low), upper(p.high)
		o["cpk"], o["cp"] = min(lower(p.low), upper(p.high)), (lower(p.low)+upper(p.high))/2
	}
	return o
}

// plainAnalysis computes a step analysis from exported reports, oldest first.
func plainAnalysis(reports []object) map[string]object {
	rows := map[string]object{}
	all, passed := map[string]*plainNumbers{}, map[string]*plainNumbers{}
	times := map[string][]float64{}
	hasNumbers := map[string]bool{}
	for _, r := range reports {
		for _, s := range plainSteps(r) {
			id := s.id()
			if rows[id] == nil {
				rows[id] = emptyRow(s)
			}
			rows[id]["stepCount"] = rows[id]["stepCount"].(float64) + 1
			add := func(key string) { rows[id][key] = rows[id][key].(float64) + 1 }
			word := map[any]string{"P": "Passed", "D": "Done", "S": "Skipped", "F": "Failed", "E": "Error", "T": "Terminated"}
			status := s.object["status"]
			add("step" + word[status] + "Count")
			if strings.Contains("FET", status.(string)) {
				add("stepFailedErrorTerminatedCount")
			}
			if s.cause {
				add("stepCausedUutFailedErrorTerminated")
				add("stepCausedUut" + word[r["result"]])
			}
			if v, ok := numberOf(s.object["totTime"]); ok && !math.IsNaN(v) && !math.IsInf(v, 0) {
				times[id] = append(times[id], v)
			}
			for _, m := range list(s.object, "numericMeas") {
				hasNumbers[id] = true
				key := fmt.Sprint(id, "|", m["name"])
				if all[key] == nil {
					all[key], passed[key] = &plainNumbers{}, &plainNumbers{}
				}
				all[key].add(m)
				if status == "P" {
					passed[key].add(m)
				}
			}
		}
	}
	result := map[string]object{}
	for id, row := range rows {
		if t := times[id]; len(t) > 0 {
			sum := 0.0
			for _, v := range t {
				sum += v
			}
			row["stepTimeAvg"], row["stepTimeMin"], row["stepTimeMax"] = sum/float64(len(t)), slices.Min(t), slices.Max(t)
		}
		if !hasNumbers[id] {
			result[id+"|<nil>"] = row
		}
	}
	for key, numbers := range all {
		row := maps.Clone(rows[key[:strings.LastIndex(key, "|")]])
		row["compOperator"] = numbers.op
		if name := key[strings.LastIndex(key, "|")+1:]; name != "<nil>" {
			row["measureName"] = name
		}
		maps.Copy(row, numbers.statistics())
		for k, v := range passed[key].statistics() {
			row[k+"Wof"] = v
		}
		result[key] = row
	}
	return result
}

// emptyRow is a row of a step that was not counted yet.
func emptyRow(s plainStep) object {
	o := object{
		"stepName": s.path[len(s.path)-1], "stepPath": strings.Join(s.path, "/"), "stepType": s.object["stepType"],
		"stepGroup":   map[any]string{"S": "Setup", "M": "Main", "C": "Cleanup"}[s.object["group"]],
		"measureName": nil, "compOperator": nil, "stepTimeAvg": nil, "stepTimeMin": nil, "stepTimeMax": nil,
	}
	for _, key := range []string{
		"stepCount", "stepPassedCount", "stepDoneCount", "stepSkippedCount", "stepFailedCount", "stepErrorCount", "stepTerminatedCount",
		"stepOtherCount", "stepFailedErrorTerminatedCount", "stepCausedUutFailedErrorTerminated", "stepCausedUutFailed", "stepCausedUutError",
		"stepCausedUutTerminated",
	} {
		o[key] = 0.0
	}
	for k, v := range (&plainNumbers{}).statistics() {
		o[k], o[k+"Wof"] = v, v
	}
	return o
}

// TestAnalysesAgainstAPlainRecomputation sends random reports, reads them back as a client does, and compares every
// figure of every analysis with one that is computed from them by its definition.
func TestAnalysesAgainstAPlainRecomputation(t *testing.T) {
	c := start(t, Options{})
	random := randomReports{rand.New(rand.NewPCG(3, 5))}
	var reports []object
	for n := range 150 {
		r := random.report(n)
		c.post(r)
		if r["pn"] == "P-1" && r["processCode"] == 20 {
			reports = append(reports, read[object](c, "GET", "/api/Report/Wsjf/"+r["id"].(string)+"?detailLevel=7", nil))
		}
	}
	filter := object{"partNumber": "P-1", "testOperation": "Flying%"}
	t.Run("steps", func(t *testing.T) {
		got := map[string]object{}
		for _, row := range read[[]object](c, "POST", analysisPath, filter) {
			group := row["stepGroup"].(string)[:1]
			got[fmt.Sprint(row["stepPath"], "|", row["stepType"], "|", group, "|", row["measureName"])] = row
		}
		want := plainAnalysis(reports)
		if len(want) < 100 {
			t.Errorf("only %d rows are compared", len(want))
		}
		if diff := gocmp.Diff(want, got, nearly); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("measurements", func(t *testing.T) { compareMeasurements(c, reports, filter) })
	t.Run("aggregates", func(t *testing.T) { compareAggregates(c, reports, filter) })
	t.Run("failures", func(t *testing.T) { compareFailures(c, reports, filter) })
}

// measurementPathOf is a path as requests write it.
func measurementPathOf(s plainStep, m object) string {
	path := strings.Join(s.path, "¶")
	if m["name"] != nil {
		path += "¶¶" + m["name"].(string)
	}
	return path
}

func compareMeasurements(c client, reports []object, filter object) {
	c.t.Helper()
	want := map[string][]object{}
	for _, r := range slices.Backward(reports) {
		for _, s := range plainSteps(r) {
			for _, m := range list(s.object, "numericMeas") {
				path := measurementPathOf(s, m)
				want[path] = append(want[path], object{"id": r["id"], "value": m["value"], "limit1": m["lowLimit"], "limit2": m["highLimit"]})
			}
		}
	}
	got := map[string][]object{}
	for _, p := range read[[]object](c, "POST", "/api/App/Measurements", filter) {
		for _, m := range list(p, "measurements") {
			path := p["measurementPath"].(string)
			got[path] = append(got[path], object{"id": m["id"], "value": m["value"], "limit1": m["limit1"], "limit2": m["limit2"]})
		}
	}
	if diff := gocmp.Diff(want, got, nearly); diff != "" { // an export rounds to 15 digits
		c.t.Error(diff)
	}
	for path := range want { // one by one it must be the same
		one := read[[]object](c, "POST", "/api/App/Measurements?"+url.Values{"measurementPaths": {path}}.Encode(), filter)
		if len(one) == 0 || !slices.ContainsFunc(one, func(p object) bool {
			return p["measurementPath"] == path && len(list(p, "measurements")) == len(want[path])
		}) {
			c.t.Errorf("%s alone: %v", path, one)
		}
	}
}

func compareAggregates(c client, reports []object, filter object) {
	c.t.Helper()
	numbers := map[string]*plainNumbers{}
	for _, r := range reports {
		for _, s := range plainSteps(r) {
			for _, m := range list(s.object, "numericMeas") {
				key := fmt.Sprint(measurementPathOf(s, m), "|", r["pn"], "|", r["rev"])
				if numbers[key] == nil {
					numbers[key] = &plainNumbers{}
				}
				numbers[key].add(m)
			}
		}
	}
	want, got := map[string]object{}, map[string]object{}
	for key, n := range numbers {
		want[key] = n.statistics()
		want[key]["count"] = want[key]["measureCount"]
		for _, other := range []string{"measureCount", "sigmaHigh3", "sigmaLow3"} {
			delete(want[key], other)
		}
	}
	for _, p := range read[[]object](c, "POST", "/api/App/AggregatedMeasurements", filter) {
		for _, m := range list(p, "measurements") {
			key := fmt.Sprint(p["measurementPath"], "|", m["partNumber"], "|", m["revision"])
			for _, other := range []string{"stepName", "stepPath", "partNumber", "revision", "unit"} {
				delete(m, other)
			}
			got[key] = m
		}
	}
	if diff := gocmp.Diff(want, got, nearly); diff != "" {
		c.t.Error(diff)
	}
}

func compareFailures(c client, reports []object, filter object) {
	c.t.Helper()
	type counts struct{ failed, ran int }
	want, got := map[string]counts{}, map[string]counts{}
	for _, r := range reports {
		ran, failed := map[string]bool{}, map[string]bool{}
		for _, s := range plainSteps(r) {
			ran[s.id()] = ran[s.id()] || s.object["status"] != "S" || s.cause
			failed[s.id()] = failed[s.id()] || s.cause
		}
		for id := range ran {
			n := want[id]
			if ran[id] {
				n.ran++
			}
			if failed[id] {
				n.failed++
			}
			want[id] = n
		}
	}
	maps.DeleteFunc(want, func(_ string, n counts) bool { return n.failed == 0 })
	maps.Copy(filter, object{"topCount": 1000})
	rows := read[[]object](c, "POST", "/api/App/TopFailed", filter)
	for _, row := range rows {
		id := fmt.Sprint(row["stepPath"], "|", row["stepType"], "|", row["stepGroup"].(string)[:1])
		n := counts{int(row["failCount"].(float64)), int(row["totalCount"].(float64))}
		got[id] = n
		if rate := 100 * float64(n.failed) / float64(n.ran); !gocmp.Equal(rate, row["failRate"], nearly) {
			c.t.Errorf("%s: %v", id, row["failRate"])
		}
	}
	if diff := gocmp.Diff(want, got, gocmp.AllowUnexported(counts{})); diff != "" {
		c.t.Error(diff)
	}
	if !slices.IsSortedFunc(rows, func(a, b object) int { return cmp.Compare(b["failCount"].(float64), a["failCount"].(float64)) }) {
		c.t.Error("the worst step is not first")
	}
}
