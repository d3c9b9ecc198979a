package server

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
)

// openFilled is a server in memory with the reports, which came in in this order.
func openFilled(t testing.TB, reports ...object) *Server {
	t.Helper()
	s, err := Open(context.Background(), Options{Clock: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	for _, r := range reports {
		handle(t, s.handler, "POST", "/api/Report/WSJF", []byte(jsonOf(t, r)))
	}
	return s
}

// chosen are the serial numbers and days of the reports that a filter selects, oldest first. The filter is a query or,
// when it begins with a brace, a body.
func chosenBy(t testing.TB, s *Server, filter, reportType string) string {
	t.Helper()
	escaped := strings.NewReplacer("%", "%25", " ", "%20", "+", "%2B").Replace(filter)
	r := httptest.NewRequest(http.MethodGet, "/?"+escaped, nil)
	if strings.HasPrefix(filter, "{") {
		r = httptest.NewRequest(http.MethodPost, "/", strings.NewReader(filter))
	}
	f, err := readFilter(r, now)
	if err != nil {
		t.Fatalf("%s: %v", filter, err)
	}
	var all []string
	if err := s.db.Read(t.Context(), func(tx *db.Tx) error {
		ids, err := f.reportIDs(tx, reportType, 100)
		for _, id := range slices.Backward(ids) {
			var serial, start string
			if _, err := tx.Find([]any{&serial, &start}, "SELECT serial_number, start_text FROM report WHERE id = ?", id); err != nil {
				return err
			}
			all = append(all, serial+start[8:10])
		}
		return err
	}); err != nil {
		t.Fatalf("%s: %v", filter, err)
	}
	return strings.Join(all, " ")
}

// filtered is a server with six tests and two repairs.
func filtered(t testing.TB) *Server {
	day := func(text string) func(object) { return set("start", "2026-02-"+text+"T10:00:00Z") }
	result := func(letter string) func(object) {
		return func(r object) {
			r["result"] = letter
			r["root"].(object)["status"] = letter
		}
	}
	a1 := uut(set("sn", "A"), day("01"), result("F"), set("uut", object{"user": "op", "batchSN": "B1", "testSocketIndex": 3}),
		set("miscInfos", []object{{"description": "lot", "text": "L1"}, {"description": "temp", "text": "L2"}}))
	c := uut(set("sn", "C"), day("04"), set("pn", "PCB_8*"), set("processCode", 20), set("machineName", "ST;2"),
		set("assets", []object{{"assetSN": "AS-1", "usageCount": 1}}))
	return openFilled(t,
		a1,
		uut(set("sn", "A"), day("02"), result("E")),
		uut(set("sn", "A"), day("05"), set("miscInfos", []object{{"description": "lot", "text": "L2"}})),
		uut(set("sn", "B"), day("03"), set("rev", "C")),
		c,
		uut(set("sn", "D"), set("start", "2026-02-28T23:30:00-02:00"), set("pn", "PCBX8*")),
		uur(a1, set("sn", "A"), day("06")),
		uur(c, set("sn", "C"), set("pn", "PCB_8*"), day("07")))
}

func TestFilterSelectsTests(t *testing.T) {
	s := filtered(t)
	for filter, want := range map[string]string{
		"":                                      "A01 A02 B03 C04 A05 D28",
		"serialNumber=A":                        "A01 A02 A05",
		"SERIALNUMBER=A; C":                     "A01 A02 C04 A05",
		"serialNumber=a":                        "",
		`{"serialNumbers": ["B", "D"]}`:         "B03 D28",
		`{"partNumber": "PCB_8*"}`:              "C04 D28",
		`{"partNumber": "PCB[_]8*"}`:            "C04",
		`{"partNumber": "PCBA%;%X%"}`:           "A01 A02 B03 A05 D28",
		`{"partNumber": "PCBA-_"}`:              "A01 A02 B03 A05",
		`{"partNumber": "PCBA*"}`:               "",
		`{"stationName": "ST[;]2"}`:             "C04",
		`{"stationName": "%[;]%"}`:              "C04",
		`{"revision": "C", "partNumber": null}`: "B03",
		`{"testOperation": "SW%"}`:              "A01 A02 B03 A05 D28",
		`{"testOperation": 20}`:                 "C04",
		`{"processCodes": [20, 30]}`:            "C04",
		`{"level": "PCBA"}`:                     "C04",
		`{"level": "1;3"}`:                      "C04",
		"batchNumber=B%":                        "A01",
		"socket=3":                              "A01",
		"swFilename=b.s__&swVersion=1.0":        "A01 A02 B03 C04 A05 D28",
		"location=Lab&purpose=Test;Other":       "A01 A02 B03 C04 A05 D28",
		"miscInfoDescription=lot":               "A01 A05",
		"miscDescription=lot&miscValue=L2":      "A05",
		"miscInfoString=L2":                     "A01 A05",
		"assetSerialNum=AS-1":                   "C04",
		"assetName=Probe":                       "",
		"assetSerialNumber=AS%":                 "C04",
		"status=Passed":                         "B03 C04 A05 D28",
		"status=failed;E":                       "A01 A02",
		"status=All":                            "A01 A02 B03 C04 A05 D28",
		"status=Done":                           "",
		"run=1":                                 "A01 B03 C04 D28",
		"run=2":                                 "A02",
		"run=third":                             "A05",
		"run=-1":                                "B03 C04 A05 D28",
		"run=-2":                                "A01 A02 B03 C04 A05 D28",
		"run=1&dateFrom=2026-02-02":             "A02 B03 C04 D28",
		"run=1&status=Passed":                   "B03 C04 D28",
		"run=-1&status=Failed":                  "",
		"maxCount=2":                            "A05 D28",
		"maxCount=2&run=1":                      "C04 D28",
		"dateFrom=2026-02-02&dateTo=2026-02-04T10:00:00Z":                    "A02 B03",
		"dateFrom=2026-02-02T10:00:01Z&dateTo=2026-02-04T10:00:00.000000001": "B03 C04",
		"dateFrom=2026-03-01":                                                        "D28",
		"dateFrom=2026-03-01&timeZone=-02:00":                                        "",
		"dateFrom=2026-02-28T23:00&timeZone=-02:00":                                  "D28",
		`{"periodCount": 1, "includeCurrentPeriod": true}`:                           "D28",
		`{"periodCount": 1}`:                                                         "",
		`{"periodCount": 1, "dateGrouping": 2}`:                                      "A01 A02 B03 C04 A05",
		`{"periodCount": 2, "dateGrouping": "month", "includeCurrentPeriod": true}`:  "A01 A02 B03 C04 A05 D28",
		`{"periodCount": 2, "dateGrouping": 4, "dateTo": "2026-02-05"}`:              "B03 C04",
		`{"periodCount": 2, "dateTo": "2026-02-05", "includeCurrentPeriod": "True"}`: "B03 C04",
		`{"periodCount": 1, "dateGrouping": 3, "timeZone": "UTC"}`:                   "",
		"days=1":             "D28",
		"dayCount=25":        "A05 D28",
		"productGroup=Gizmo": "",
	} {
		if got := chosenBy(t, s, filter, "T"); got != want {
			t.Errorf("%s: %q, want %q", filter, got, want)
		}
	}
}

func TestFilterSelectsRepairs(t *testing.T) {
	s := filtered(t)
	for filter, want := range map[string]string{
		"":                    "A06 C07",
		"serialNumber=A":      "A06",
		"batchNumber=B1":      "A06",
		"socket=3":            "A06",
		"processCode=500":     "A06 C07",
		"status=Passed":       "A06 C07",
		"run=1&maxCount=1":    "C07",
		"swFilename=other":    "",
		"partNumber=PCBA-7":   "A06",
		"dateFrom=2026-02-07": "C07",
	} {
		if got := chosenBy(t, s, filter, "R"); got != want {
			t.Errorf("%s: %q, want %q", filter, got, want)
		}
	}
	if got := chosenBy(t, s, "serialNumber=A&batchNumber=B1", ""); got != "A01 A06" {
		t.Errorf("both types: %q", got)
	}
}

func TestFilterSeesProductGroups(t *testing.T) {
	s := filtered(t)
	if err := s.db.Write(t.Context(), func(tx *db.Tx) error {
		_, err := tx.Exec("INSERT INTO product_group VALUES (7, 'Gizmos')")
		if err == nil {
			_, err = tx.Exec("INSERT INTO product_group_member VALUES (7, 'PCB_8*')")
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	for _, filter := range []string{"productGroup=Gizmos", "productGroup=7", "productGroup=Giz%;Other"} {
		if got := chosenBy(t, s, filter, "T"); got != "C04" {
			t.Errorf("%s: %q", filter, got)
		}
	}
}

func TestFilterSeesAssetNames(t *testing.T) {
	s := filtered(t)
	kind := handle(t, s.handler, "PUT", "/api/Asset/Types", []byte(`{"typeName": "Probe"}`)).Body.String()
	asset := `{"serialNumber": "AS-1", "assetName": "Probe 1", "typeId": "` + strings.Split(kind, `"`)[3] + `"}`
	handle(t, s.handler, "PUT", "/api/Asset", []byte(asset))
	if got := chosenBy(t, s, "assetName=Probe%", "T"); got != "C04" {
		t.Error(got)
	}
}

func TestFilterHoldsBackTheFuture(t *testing.T) {
	at := func(serial string, start time.Time) object {
		return uut(set("sn", serial), set("start", start.Format(time.RFC3339Nano)))
	}
	s := openFilled(t, at("NOW", now), at("LATER", now.Add(time.Second)))
	if got := chosenBy(t, s, "dateTo=2027-01-01", "T"); got != "NOW01" {
		t.Error(got)
	}
}

func TestFilterRefusesWhatMakesNoSense(t *testing.T) {
	for query, want := range map[string]string{
		"run=4":                    "run is required to be a whole number from -2 to 3",
		"run=first&dateGrouping=6": "dateGrouping",
		"dateFrom=yesterday":       `dateFrom: "yesterday" is not a date`,
		"status=Broken":            `status "Broken" is not known`,
		"maxCount=-1":              "maxCount",
		"yield=101":                "yield",
		"includeCurrentPeriod=1.5": "includeCurrentPeriod",
		"timeZone=Mars/Base":       `no time zone "Mars/Base"`,
		"serialNumber=" + url.QueryEscape(strings.Repeat("A;", maxAlternatives)): "10001 alternatives",
	} {
		_, err := readFilter(httptest.NewRequest(http.MethodGet, "/?"+query, nil), now)
		if fault.KindOf(err) != fault.Validation || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s: %v", query, err)
		}
	}
	for body, want := range map[string]string{
		`[1]`:                      "cannot be a JSON array",
		`{"partNumber": {"a": 1}}`: "cannot be a JSON object",
		`{"partNumber": "A"} x`:    "goes on after the end",
	} {
		_, err := readFilter(httptest.NewRequest(http.MethodPost, "/", strings.NewReader(body)), now)
		if fault.KindOf(err) != fault.Validation || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", body, err)
		}
	}
}

func TestFilterPatterns(t *testing.T) {
	for text, want := range map[string]*filterPattern{
		"":               nil,
		" ; ":            nil,
		"A; B ;":         {texts: []string{"A", "B"}},
		"A%;B":           {texts: []string{"B"}, globs: []string{"A*"}},
		"_*[x]?":         {globs: []string{"?[*][[]x][?]"}},
		"100[%];a[_]b":   {texts: []string{"100%", "a_b"}},
		"[;];[[]%]":      {texts: []string{";"}, globs: []string{"[[]*]"}},
		`C:\tests\%.seq`: {globs: []string{`C:\tests\*.seq`}},
	} {
		if diff := cmp.Diff(want, patternOf(text), cmp.AllowUnexported(filterPattern{})); diff != "" {
			t.Errorf("%q: %s", text, diff)
		}
	}
}
