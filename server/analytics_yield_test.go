package server

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
)

// made is a random test with everything that dimensions look at.
type made struct {
	sn, pn, rev, station, location, purpose, user, batch, fixture, file, version string
	code, socket, failCode                                                       int
	passed                                                                       bool
	start                                                                        time.Time
	misc                                                                         [][2]string
	assets                                                                       []string
}

// makeTests are random tests, many of the same units.
func makeTests(random *rand.Rand, n int) []made {
	pick := func(prefix string, n int) string { return fmt.Sprint(prefix, random.IntN(n)) }
	all := make([]made, n)
	for i := range all {
		m := made{
			sn: pick("SN", n/3), pn: pick("PN", 3), rev: pick("R", 2), station: pick("ST", 3), location: pick("L", 2), purpose: pick("P", 2),
			user: pick("op", 3), batch: pick("B", 3), fixture: pick("F", 2), file: pick("f", 2), version: pick("1.", 2),
			code: 10 * (1 + random.IntN(4)), socket: random.IntN(3), failCode: random.IntN(2), passed: random.IntN(3) > 0,
			start: now.Add(-time.Duration(1+random.IntN(400*24*60)) * time.Minute),
		}
		for range random.IntN(3) {
			m.misc = append(m.misc, [2]string{pick("d", 2), pick("v", 3)})
		}
		if random.IntN(3) == 0 {
			m.assets = append(m.assets, pick("A", 2))
		}
		all[i] = m
	}
	return all
}

// report is the test as it is sent.
func (m made) report() object {
	misc, assets := []object{}, []object{}
	for _, p := range m.misc {
		misc = append(misc, object{"description": p[0], "text": p[1]})
	}
	for _, a := range m.assets {
		assets = append(assets, object{"assetSN": a, "usageCount": 1})
	}
	result, step := "P", "P"
	if !m.passed {
		result, step = "F", "F"
	}
	return object{
		"type": "T", "id": uuid.NewString(), "pn": m.pn, "sn": m.sn, "rev": m.rev, "processCode": m.code, "result": result,
		"machineName": m.station, "location": m.location, "purpose": m.purpose, "start": m.start.Format(time.RFC3339),
		"root": object{
			"group": "M", "stepType": "SequenceCall", "name": "Main", "status": result,
			"seqCall": object{"path": "p", "name": m.file, "version": m.version},
			"steps":   []object{{"group": "M", "stepType": "ET_A", "name": fmt.Sprint("Step ", m.failCode), "status": step}},
		},
		"uut": object{
			"user": m.user, "batchSN": m.batch, "fixtureId": m.fixture, "testSocketIndex": m.socket, "errorCode": m.failCode, "errorMessage": "e",
		},
		"miscInfos": misc, "assets": assets,
	}
}

// ofDimension are the values that a test has for a dimension: none is nil.
var ofDimension = map[string]func(made) []any{
	"partNumber":   func(m made) []any { return []any{m.pn} },
	"productName":  func(m made) []any { return []any{map[string]any{"PN0": "Zero", "PN1": "One"}[m.pn]} },
	"productGroup": func(m made) []any { return map[string][]any{"PN0": {"G1", "G2"}, "PN1": {"G1"}, "PN2": {nil}}[m.pn] },
	"revision":     func(m made) []any { return []any{m.rev} },
	"stationName":  func(m made) []any { return []any{m.station} },
	"location":     func(m made) []any { return []any{m.location} },
	"purpose":      func(m made) []any { return []any{m.purpose} },
	"processCode":  func(m made) []any { return []any{float64(m.code)} },
	"testOperation": func(m made) []any {
		return []any{map[int]any{10: "SW Debug", 20: "Flying probe test", 30: "In-circuit test", 40: "Boundary scan test"}[m.code]}
	},
	"level":       func(m made) []any { return []any{map[bool]any{true: "PCBA"}[m.code > 10]} },
	"operator":    func(m made) []any { return []any{m.user} },
	"period":      func(m made) []any { return []any{m.start.Format("2006-01")} },
	"swFilename":  func(m made) []any { return []any{m.file} },
	"swVersion":   func(m made) []any { return []any{m.version} },
	"batchNumber": func(m made) []any { return []any{m.batch} },
	"fixtureId":   func(m made) []any { return []any{m.fixture} },
	"socketIndex": func(m made) []any { return []any{float64(m.socket)} },
	"errorCode":   func(m made) []any { return []any{float64(m.failCode)} },
	"stepCausedUutFailure": func(m made) []any {
		return []any{map[bool]any{false: fmt.Sprint("Step ", m.failCode)}[m.passed]}
	},
	"stepPathCausedUutFailure": func(m made) []any {
		return []any{map[bool]any{false: fmt.Sprint("Main/Step ", m.failCode)}[m.passed]}
	},
	"unitType":            func(made) []any { return []any{"Main"} },
	"miscInfoDescription": func(m made) []any { return m.miscOf(0) },
	"miscInfoString":      func(m made) []any { return m.miscOf(1) },
	"assetSerialNumber":   func(m made) []any { return m.assetsAs(func(sn string) any { return sn }) },
	"assetName": func(m made) []any {
		return m.assetsAs(func(sn string) any { return map[string]any{"A0": "Fixture"}[sn] })
	},
}

func (m made) miscOf(part int) []any {
	var values []any
	for _, p := range m.misc {
		if !slices.Contains(values, any(p[part])) {
			values = append(values, p[part])
		}
	}
	if values == nil {
		return []any{nil}
	}
	return values
}

func (m made) assetsAs(value func(string) any) []any {
	for _, a := range m.assets {
		return []any{value(a)}
	}
	return []any{nil}
}

// plainRows are the rows that an analysis must answer, by their dimensions, without the tests being in any order.
func plainRows(tests []made, dimensions ...string) []object {
	tests = slices.Clone(tests)
	slices.SortStableFunc(tests, func(a, b made) int { return a.start.Compare(b.start) })
	runs := map[string][]made{}
	for _, m := range tests {
		unit := fmt.Sprint(m.sn, m.pn, m.code)
		runs[unit] = append(runs[unit], m)
	}
	rows := map[string]object{}
	firstPass, firstOf := map[string]map[int]float64{}, map[string]map[int]float64{}
	for _, m := range tests {
		of := runs[fmt.Sprint(m.sn, m.pn, m.code)]
		first := m.start.Equal(of[0].start)
		passedWithin := func(n int) bool {
			return slices.ContainsFunc(of[:min(n, len(of))], func(m made) bool { return m.passed })
		}
		for _, values := range combinations(m, dimensions) {
			key := fmt.Sprintf("%#v", values)
			row := rows[key]
			if row == nil {
				row = object{"firstUtc": m.start.Format(time.RFC3339)}
				for i, d := range dimensions {
					row[d] = values[i]
				}
				for _, f := range yieldFigures {
					if strings.HasSuffix(f.Name, "Count") {
						row[f.Name] = 0.0
					}
				}
				rows[key], firstPass[key], firstOf[key] = row, map[int]float64{}, map[int]float64{}
			}
			count := func(name string, yes bool) {
				if yes {
					row[name] = row[name].(float64) + 1
				}
			}
			row["lastUtc"] = m.start.Format(time.RFC3339)
			count("testReportCount", true)
			count("testYieldCount", m.passed)
			count("retestCount", !first)
			count("unitCount", first)
			count("fpCount", first && m.passed)
			count("fpFailCount", first && !m.passed)
			count("spCount", first && passedWithin(2))
			count("spFailCount", first && !passedWithin(2))
			count("tpCount", first && passedWithin(3))
			count("tpFailCount", first && !passedWithin(3))
			count("lpCount", first && of[len(of)-1].passed)
			count("lpFailCount", first && !of[len(of)-1].passed)
			if first {
				firstOf[key][m.code]++
				if m.passed {
					firstPass[key][m.code]++
				}
			}
		}
	}
	list := []object{}
	for key, row := range rows {
		rate(row, "fpy", "ppmFpy", "fpCount", "unitCount")
		rate(row, "spy", "ppmSpy", "spCount", "unitCount")
		rate(row, "tpy", "ppmTpy", "tpCount", "unitCount")
		rate(row, "lpy", "ppmLpy", "lpCount", "unitCount")
		rate(row, "testYield", "ppmTestYield", "testYieldCount", "testReportCount")
		row["rty"] = nil
		if len(firstOf[key]) > 0 {
			product := 100.0
			for code, n := range firstOf[key] {
				product *= firstPass[key][code] / n
			}
			row["rty"] = product
		}
		list = append(list, row)
	}
	return list
}

// rate fills a yield in percent and the defects in a million.
func rate(row object, yield, ppm, part, whole string) {
	row[yield], row[ppm] = nil, nil
	if n := row[whole].(float64); n > 0 {
		row[yield], row[ppm] = 100*row[part].(float64)/n, 1e6*(n-row[part].(float64))/n
	}
}

// combinations are all combinations of the values that a test has for the dimensions. Description and value of a misc
// info belong together.
func combinations(m made, dimensions []string) [][]any {
	all := [][]any{{}}
	for _, d := range dimensions {
		var longer [][]any
		for _, head := range all {
			for _, v := range ofDimension[d](m) {
				longer = append(longer, append(slices.Clone(head), v))
			}
		}
		all = longer
	}
	return all
}

// byDimensions sorts rows by what tells them apart, and drops nothing.
func byDimensions(rows []object, dimensions []string) []object {
	slices.SortFunc(rows, func(a, b object) int {
		for _, d := range dimensions {
			if c := cmp.Compare(fmt.Sprintf("%T%v", a[d], a[d]), fmt.Sprintf("%T%v", b[d], b[d])); c != 0 {
				return c
			}
		}
		return 0
	})
	return rows
}

var aboutEqual = cmpopts.EquateApprox(1e-9, 0)

// ask sends a filter to an analysis and decodes the rows.
func ask[T any](t testing.TB, s *Server, analysis string, filter any) T {
	t.Helper()
	var v T
	answer := handle(t, s.handler, "POST", "/api/App/"+analysis, []byte(jsonOf(t, filter)))
	if err := json.Unmarshal(answer.Body.Bytes(), &v); err != nil {
		t.Fatalf("%s: %v in %s", analysis, err, answer.Body)
	}
	return v
}

// openMade is a server with the tests, and with the products, groups and assets that they name.
func openMade(t testing.TB, tests []made) *Server {
	t.Helper()
	s := openFilled(t)
	put := func(path string, body any) { handle(t, s.handler, "PUT", path, []byte(jsonOf(t, body))) }
	put("/api/Product/Products", []object{{"partNumber": "PN0", "name": "Zero"}, {"partNumber": "PN1", "name": "One"}})
	put("/api/Product/Group", object{"productGroupName": "G1", "partNumbers": []string{"PN0", "PN1"}})
	put("/api/Product/Group", object{"productGroupName": "G2", "partNumbers": []string{"PN0"}})
	put("/api/Asset/Types", object{"typeName": "Fixture"})
	var types []object
	if err := json.Unmarshal(handle(t, s.handler, "GET", "/api/Asset/Types", nil).Body.Bytes(), &types); err != nil {
		t.Fatal(err)
	}
	put("/api/Asset", object{"serialNumber": "A0", "assetName": "Fixture", "typeId": types[0]["typeId"]})
	for _, m := range tests {
		handle(t, s.handler, "POST", "/api/Report/WSJF", []byte(jsonOf(t, m.report())))
	}
	return s
}

func TestYieldByEveryDimension(t *testing.T) {
	tests := makeTests(rand.New(rand.NewPCG(2026, 3)), 2000)
	s := openMade(t, tests)
	check := func(filter object, chosen []made, dimensions ...string) {
		t.Helper()
		filter["dimensions"] = strings.Join(dimensions, ";")
		got := ask[[]object](t, s, "DynamicYield", filter)
		want := plainRows(chosen, dimensions...)
		if diff := gocmp.Diff(byDimensions(want, dimensions), byDimensions(got, dimensions), aboutEqual); diff != "" {
			t.Errorf("%v: %s", filter, diff)
		}
	}
	for _, d := range yieldDimensions {
		check(object{"dateGrouping": 2}, tests, d.Name)
	}
	check(object{}, tests)
	check(object{"dateGrouping": "MONTH"}, tests, "partNumber", "stationName", "period")
	check(object{}, tests, "productGroup", "assetSerialNumber", "errorCode")
	some := func(keep func(made) bool) []made {
		return slices.DeleteFunc(slices.Clone(tests), func(m made) bool { return !keep(m) })
	}
	check(object{"partNumber": "PN1", "stationName": "ST0;ST2"}, some(func(m made) bool { return m.pn == "PN1" && m.station != "ST1" }), "revision")
	from := now.AddDate(0, -6, 0)
	check(object{"dateFrom": from, "level": "PCBA"}, some(func(m made) bool { return !m.start.Before(from) && m.code > 10 }), "processCode")
	check(object{"status": "Failed"}, some(func(m made) bool { return !m.passed }), "operator")
	check(object{"partNumber": "none"}, nil, "partNumber")
	// Rows are about what the filter asks for, and not about what else the same tests have.
	for filter, keys := range map[string][]string{
		`{"productGroup": "G2", "dimensions": "productGroup"}`:                                     {"G2"},
		`{"productGroup": "1", "dimensions": "productGroup"}`:                                      {"G1"},
		`{"miscDescription": "d1", "dimensions": "miscInfoDescription;miscInfoString"}`:            {"d1/v0", "d1/v1", "d1/v2"},
		`{"miscValue": "v1", "miscInfoDescription": "d0;d1", "dimensions": "miscInfoDescription"}`: {"d0", "d1"},
		`{"assetName": "Fix%", "dimensions": "assetSerialNumber;assetName"}`:                       {"A0/Fixture"},
		`{"assetSerialNumber": "A1", "dimensions": "assetSerialNumber;assetName"}`:                 {"A1/<nil>"},
	} {
		var dimensions struct{ Dimensions string }
		if err := json.Unmarshal([]byte(filter), &dimensions); err != nil {
			t.Fatal(err)
		}
		got := shown(ask[[]object](t, s, "DynamicYield", json.RawMessage(filter)), strings.Split(dimensions.Dimensions, ";")...)
		if got != strings.Join(keys, " ") {
			t.Errorf("%s: %s", filter, got)
		}
	}
}

// fewTests are easy to count: unit A fails, fails and passes; B passes; C of another product fails.
func fewTests() []object {
	test := func(sn, pn, station, result, start string) object {
		return uut(set("sn", sn), set("pn", pn), set("machineName", station), set("result", result), set("start", start+":00Z"),
			func(r object) { r["root"].(object)["status"] = result })
	}
	return []object{
		test("A", "P1", "S1", "F", "2026-02-02T10:00"), test("A", "P1", "S2", "E", "2026-02-02T11:00"), test("A", "P1", "S2", "P", "2026-02-03T10:00"),
		test("B", "P1", "S2", "P", "2026-02-03T11:00"), test("C", "P2", "S1", "T", "2026-02-28T23:30"),
	}
}

func TestYieldRow(t *testing.T) {
	s := openFilled(t, fewTests()...)
	want := object{
		"partNumber": "P1", "unitCount": 2.0, "fpCount": 1.0, "spCount": 1.0, "tpCount": 2.0, "lpCount": 2.0, "fpFailCount": 1.0, "spFailCount": 1.0,
		"tpFailCount": 0.0, "lpFailCount": 0.0, "fpy": 50.0, "spy": 50.0, "tpy": 100.0, "lpy": 100.0, "rty": 50.0, "ppmFpy": 500000.0, "ppmSpy": 500000.0,
		"ppmTpy": 0.0, "ppmLpy": 0.0, "ppmTestYield": 500000.0, "testYieldCount": 2.0, "testReportCount": 4.0, "testYield": 50.0, "retestCount": 2.0,
		"firstUtc": "2026-02-02T10:00:00Z", "lastUtc": "2026-02-03T11:00:00Z",
	}
	if diff := gocmp.Diff([]object{want}, ask[[]object](t, s, "DynamicYield", object{"partNumber": "P1", "dimensions": "partNumber"})); diff != "" {
		t.Error(diff)
	}
}

// shown joins the rows' values of some keys.
func shown(rows []object, keys ...string) string {
	var all []string
	for _, row := range rows {
		var values []string
		for _, key := range keys {
			if v, ok := row[key].(float64); ok {
				values = append(values, fmt.Sprint(math.Round(v)))
			} else {
				values = append(values, fmt.Sprint(row[key]))
			}
		}
		all = append(all, strings.Join(values, "/"))
	}
	return strings.Join(all, " ")
}

func TestYieldRankings(t *testing.T) {
	s := openFilled(t, fewTests()...)
	for _, c := range []struct {
		analysis string
		filter   object
		keys     []string
		want     string
	}{
		{"DynamicYield", object{"dimensions": "stationName"}, []string{"stationName", "unitCount", "fpy", "retestCount"}, "S1/2/0/0 S2/1/100/2"},
		{"DynamicYield", object{"dimensions": "StationName desc"}, []string{"stationName"}, "S2 S1"},
		{"DynamicYield", object{"dimensions": "stationName;UNITCOUNT ascending"}, []string{"stationName"}, "S2 S1"},
		{"DynamicYield", object{"dimensions": "stationName;partNumber desc, stationName"}, []string{"stationName", "partNumber"}, "S1/P2 S1/P1 S2/P1"},
		{"DynamicYield", object{"dimensions": "period"}, []string{"period", "unitCount", "testReportCount"}, "2026-02-02/1/2 2026-02-03/1/2 2026-02-28/1/1"},
		{"DynamicYield", object{"dimensions": "period desc", "topCount": 1}, []string{"period"}, "2026-02-28"},
		{"DynamicYield", object{"dimensions": "period", "timeZone": "+01:00"}, []string{"period"}, "2026-02-02 2026-02-03 2026-03-01"},
		{"DynamicYield", object{"dimensions": "period;fpy desc", "dateFrom": "2026-02-03"}, []string{"period", "fpy"}, "2026-02-03/100 2026-02-28/0"},
		{"DynamicYield", object{"dimensions": "partNumber", "minCount": 2}, []string{"partNumber"}, "P1"},
		{"DynamicYield", object{"dimensions": "partNumber", "yield": 49.5}, []string{"partNumber"}, "P2"},
		{"DynamicYield", object{"dimensions": "partNumber", "run": 1}, []string{"partNumber", "testReportCount"}, "P1/2 P2/1"},
		{"DynamicYield", object{"dimensions": "partNumber", "maxCount": 2}, []string{"partNumber", "fpy"}, "P1/100 P2/0"},
		{"VolumeYield", object{"dateGrouping": 2}, []string{"period", "unitCount"}, "2026-02/3"},
		{"HighVolume", object{}, []string{"partNumber", "unitCount"}, "P1/2 P2/1"},
		{"HighVolume", object{"topCount": 1}, []string{"partNumber"}, "P1"},
		{"HighVolumeByProductGroup", object{}, []string{"productGroup", "unitCount"}, "<nil>/3"},
		{"WorstYield", object{}, []string{"partNumber", "fpy"}, "P2/0 P1/50"},
		{"WorstYieldByProductGroup", object{}, []string{"productGroup", "fpy"}, "<nil>/33"},
	} {
		if got := shown(ask[[]object](t, s, c.analysis, c.filter), c.keys...); got != c.want {
			t.Errorf("%s %v: %q, want %q", c.analysis, c.filter, got, c.want)
		}
	}
}

func TestYieldOverASocket(t *testing.T) {
	c := start(t, Options{})
	for _, r := range fewTests() {
		c.post(r)
	}
	for _, path := range []string{"VolumeYield?productGroup=None", "WorstYield?level=System", "DynamicYield?partNumber=none"} {
		if got := c.want(200, "GET", "/api/app/"+path, nil); got != "[]" {
			t.Errorf("%s: %s", path, got)
		}
	}
	if got := shown(read[[]object](c, "GET", "/api/App/HighVolume?topCount=1", nil), "partNumber"); got != "P1" {
		t.Error(got)
	}
	// pyWATS sends dimensions in the query and in the body, or an empty body.
	byStation := "/api/App/DynamicYield?dimensions=stationName%3Bperiod"
	for _, body := range []any{object{"dimensions": "stationName;period", "periodCount": 30, "includeCurrentPeriod": true}, object{}, nil} {
		if got := shown(read[[]object](c, "POST", byStation, body), "stationName"); got != "S1 S1 S2 S2" {
			t.Errorf("%v: %s", body, got)
		}
	}
	for body, want := range map[string]string{
		`{"dimensions": "stationNam"}`:       "did you mean stationName?",
		`{"dimensions": "stationName down"}`: "use asc or desc",
		`{"dimensions": 7`:                   "ends where JSON is expected",
	} {
		if got := c.want(400, "POST", "/api/App/DynamicYield", body); !strings.Contains(got, want) {
			t.Errorf("%s: %s", body, got)
		}
	}
}

func TestYieldOfNothingIsAnEmptyList(t *testing.T) {
	s := openFilled(t)
	for _, analysis := range []string{"DynamicYield", "VolumeYield", "HighVolume", "WorstYield", "DynamicRepair", "UutReport", "UurReport"} {
		r := httptest.NewRequest(http.MethodPost, "/api/App/"+analysis, nil)
		w := httptest.NewRecorder()
		if s.handler.ServeHTTP(w, r); w.Code != 200 || w.Body.String() != "[]" {
			t.Errorf("%s: %d %s", analysis, w.Code, w.Body)
		}
	}
}
