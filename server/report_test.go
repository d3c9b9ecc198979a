package server

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/report/wsxf"
	"github.com/watsrun/watsrun/server/db"
)

func TestReportRoundTrip(t *testing.T) {
	c := start(t, Options{})
	read[product](c, "PUT", "/api/Product", object{"partNumber": "PCBA-7", "name": "Board"})
	r := uut(set("id", "AAAAAAAA-0000-4000-8000-00000000000A"), set("miscInfos", []object{{"description": "lot", "text": "A7"}}))
	c.post(r)
	for _, id := range []string{"AAAAAAAA-0000-4000-8000-00000000000A", "aaaaaaaa-0000-4000-8000-00000000000a"} {
		got := read[object](c, "GET", "/api/Report/Wsjf/"+id, nil)
		for key, want := range map[string]any{
			"id": "aaaaaaaa-0000-4000-8000-00000000000a", "productName": "Board", "processName": "SW Debug",
			"start": "2026-03-01T10:00:00+01:00", "startUTC": "2026-03-01T09:00:00Z", "origin": nil,
		} {
			if got[key] != want {
				t.Errorf("%s is %v, want %v", key, got[key], want)
			}
		}
		if at(got, "root", "id") != 0.0 || at(got, "root", "steps", 0, "id") != 1.0 || at(got, "root", "steps", 0, "numericMeas", 0, "value") != 3.3 {
			t.Errorf("root is %v", got["root"])
		}
	}
	c.want(404, "GET", "/api/Report/Wsjf/aaaaaaaa-0000-4000-8000-00000000000b", nil)
	c.want(404, "GET", "/api/Report/Wsxf/nothing", nil)
}

func TestDetailLevels(t *testing.T) {
	c := start(t, Options{})
	r := uut()
	c.post(r)
	path := "/api/Report/Wsjf/" + r["id"].(string)
	if got := read[object](c, "GET", path+"?detailLevel=0", nil); len(got) != 2 || got["id"] == nil {
		t.Errorf("level 0: %v", got)
	}
	if got := read[object](c, "GET", path+"?detailLevel=1", nil); got["root"] != nil || got["sn"] != "SN-1" {
		t.Errorf("level 1: %v", got)
	}
	if got := read[object](c, "GET", path+"?DETAILLEVEL=3", nil); at(got, "root", "steps", 0).(object)["numericMeas"] != nil {
		t.Errorf("level 3: %v", got)
	}
	for _, query := range []string{"detailLevel=8", "detailLevel=x", "includeChartdata=maybe"} {
		c.want(400, "GET", path+"?"+query, nil)
	}
	c.want(400, "GET", strings.Replace(path, "Wsjf", "Wsxf", 1)+"?includeIndexes=2", nil)
	with := c.want(200, "GET", strings.Replace(path, "Wsjf", "Wsxf", 1), nil)
	without := c.want(200, "GET", strings.Replace(path, "Wsjf", "wsxf", 1)+"?includeIndexes=false", nil)
	if !strings.Contains(with, `StepIndex="0"`) || strings.Contains(without, "StepIndex") {
		t.Errorf("indexes: %s\n%s", with, without)
	}
}

func TestBadReportsAreRefusedWithAllFaults(t *testing.T) {
	c := start(t, Options{})
	for name, r := range map[string]struct {
		body any
		want string
	}{
		"no JSON":        {"<Reports/>", "the report is not JSON: line 1, column 1: expected"},
		"process":        {uut(set("processCode", 4711)), "processCode"},
		"repair process": {uut(set("processCode", 500)), "processCode"},
		"process name":   {uut(set("processName", "sw debug")), "processName"},
		"two faults":     {uut(set("sn", ""), set("location", nil)), "sn is required.\nreport: location is required."},
		"verdict":        {uut(set("result", "F")), "root"},
	} {
		status, text := c.send("POST", "/api/Report/WSJF", r.body)
		if status != 400 || !strings.Contains(text, r.want) || strings.HasPrefix(text, "{") {
			t.Errorf("%s: %d %s, want %s", name, status, text, r.want)
		}
	}
	for _, body := range []string{"", "{}", `<Reports xmlns="http://wats.virinco.com/schemas/WATS/Report/wsxf"/>`} {
		if status, text := c.send("POST", "/api/Report/WSXF", body); status != 400 || text == "" || strings.HasPrefix(text, "{") {
			t.Errorf("%q as WSXF: %d %s", body, status, text)
		}
	}
	if rows := read[[]object](c, "GET", "/api/Report/Query/Header", nil); len(rows) != 0 {
		t.Errorf("a refused report was stored: %v", rows)
	}
}

func TestTheSameIdReplacesTheReport(t *testing.T) {
	c := start(t, Options{})
	r := uut(set("subUnits", []object{{"partType": "x", "pn": "p", "sn": "old", "rev": "1"}}))
	first := c.post(r)
	other := c.post(uut(set("sn", "SN-2")))
	r["rev"], r["subUnits"] = "C", []object{{"partType": "x", "pn": "p", "sn": "new", "rev": "1"}}
	r["id"] = strings.ToUpper(r["id"].(string))
	if again := c.post(r); again != first || again == other {
		t.Errorf("the number was %d and is %d", first, again)
	}
	rows := read[[]object](c, "GET", "/api/Report/Query/Header?$filter=serialNumber%20eq%20'SN-1'&$expand=subUnits", nil)
	if len(rows) != 1 || rows[0]["receiveCount"] != 2.0 || rows[0]["revision"] != "C" || at(rows[0], "subUnits", 0, "serialNumber") != "new" || len(rows[0]["subUnits"].([]any)) != 1 {
		t.Errorf("%v", rows)
	}
	newest := read[[]object](c, "GET", "/api/Report/Query/Header?$orderby=timestamp%20desc", nil)
	if newest[0]["serialNumber"] != "SN-1" {
		t.Error("the replaced report is not the last one processed")
	}
}

func TestTheSameRunReplacesTheReport(t *testing.T) {
	at := func(start string) func(object) { return set("start", start) }
	for name, c := range map[string]struct {
		second []func(object)
		rows   int
	}{
		"500 ms later":    {[]func(object){at("2026-03-01T09:00:00.5Z")}, 1},
		"500 ms earlier":  {[]func(object){at("2026-03-01T08:59:59.5Z")}, 1},
		"501 ms later":    {[]func(object){at("2026-03-01T09:00:00.501Z")}, 2},
		"other unit":      {[]func(object){set("sn", "SN-2")}, 2},
		"other part":      {[]func(object){set("pn", "P")}, 2},
		"other process":   {[]func(object){set("processCode", 20)}, 2},
		"other revision":  {[]func(object){set("rev", "Z")}, 1},
		"other time zone": {[]func(object){at("2026-03-01T11:00:00+02:00")}, 1},
	} {
		server := start(t, Options{})
		server.post(uut())
		second := uut(c.second...)
		server.post(second)
		rows := read[[]object](server, "GET", "/api/Report/Query/Header?$orderby=timestamp%20desc", nil)
		if len(rows) != c.rows || rows[0]["uuid"] != second["id"] {
			t.Errorf("%s: %d rows, the last is %v", name, len(rows), rows[0]["uuid"])
		}
	}
}

func TestStartsAtTheEndsOfTime(t *testing.T) {
	c := start(t, Options{})
	c.post(uut(set("start", "9999-12-31T23:59:59Z")))
	if got := c.want(200, "GET", "/api/Report/Query/Header", nil); got != "[]" {
		t.Errorf("the far future has come: %s", got)
	}
}

func TestFiftyClientsWithOneReport(t *testing.T) {
	for _, path := range []string{"", t.TempDir() + "/wats.db"} {
		c := start(t, Options{Path: path})
		r := uut()
		var group sync.WaitGroup
		for range 50 {
			group.Go(func() { c.post(r) })
		}
		group.Wait()
		rows := read[[]object](c, "GET", "/api/Report/Query/Header", nil)
		if len(rows) != 1 || rows[0]["receiveCount"] != 50.0 {
			t.Errorf("%v", rows)
		}
	}
}

func TestFiftyUnitsAtOnceAllArrive(t *testing.T) {
	c := start(t, Options{Path: t.TempDir() + "/wats.db"})
	var group sync.WaitGroup
	for i := range 50 {
		group.Go(func() {
			r := uut(set("sn", fmt.Sprint("SN-", i)))
			c.post(r)
			c.want(200, "GET", "/api/Report/Wsjf/"+r["id"].(string), nil)
		})
	}
	group.Wait()
	if rows := read[[]object](c, "GET", "/api/Report/Query/Header?$top=100&$select=uuid", nil); len(rows) != 50 {
		t.Errorf("%d reports", len(rows))
	}
}

func TestAReportFromTheFutureIsHeldBack(t *testing.T) {
	var mu sync.Mutex
	clock := now
	c := start(t, Options{Clock: func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		return clock
	}})
	r := uut(set("start", "2026-03-01T13:00:00Z"), set("miscInfos", []object{{"description": "lot", "text": "A7"}}))
	c.post(r)
	queries := []string{"/api/Report/Query/Header", "/api/Report/Query/HeaderByMiscInfo?description=lot"}
	for _, q := range queries {
		if got := c.want(200, "GET", q, nil); got != "[]" {
			t.Errorf("%s: %s", q, got)
		}
	}
	mu.Lock()
	clock = now.Add(time.Hour)
	mu.Unlock()
	for _, q := range queries {
		if got := read[[]object](c, "GET", q, nil); len(got) != 1 {
			t.Errorf("%s: %v", q, got)
		}
	}
}

func TestPostProcessing(t *testing.T) {
	c := start(t, Options{})
	r := uut(set("result", "F"))
	root := r["root"].(object)
	root["status"] = "F"
	root["steps"] = []object{
		{"group": "S", "stepType": "Action", "name": "skipped", "status": "S", "numericMeas": []object{{"compOp": "LOG", "status": "P", "value": 1}}},
		{"group": "M", "stepType": "SequenceCall", "name": "Power", "status": "F", "seqCall": object{"path": "p", "name": "n", "version": "1"}, "steps": []object{
			{"group": "M", "stepType": "ET_PFT", "name": "rail", "status": "F", "booleanMeas": []object{{"status": "F"}}},
		}},
	}
	c.post(r)
	got := read[object](c, "GET", "/api/Report/Wsjf/"+r["id"].(string), nil)
	if step := at(got, "root", "steps", 0).(object); step["numericMeas"] != nil {
		t.Errorf("the skipped step kept %v", step)
	}
	if at(got, "root", "steps", 1, "steps", 0, "causedUUTFailure") != true || at(got, "uut", "stepIdCausedUUTFailure") != 3.0 {
		t.Errorf("the cause is %v", at(got, "uut", "stepIdCausedUUTFailure"))
	}
	row := read[[]object](c, "GET", "/api/Report/Query/Header", nil)[0]
	if row["causedUutFailure"] != "rail" || row["causedUutFailurePath"] != "MainSequence Callback/Power/rail" || row["result"] != "Failed" {
		t.Errorf("%v", row)
	}
}

// uur is a small repair report of a test.
func uur(test object, change ...func(object)) object {
	r := object{
		"type": "R", "id": uuid.NewString(), "pn": test["pn"], "sn": test["sn"], "rev": test["rev"], "processCode": 500, "result": "P",
		"machineName": "R-1", "location": "Lab", "purpose": "Repair", "start": "2026-03-01T11:00:00Z",
		"uur": object{
			"user": "fixer", "processCode": 10, "refUUT": test["id"], "confirmDate": "2026-03-01T11:00:00Z",
			"finalizeDate": "2026-03-01T11:00:00Z", "execTime": 2.5,
		},
		"subUnits": []object{{"partType": "Main", "pn": test["pn"], "sn": test["sn"], "rev": test["rev"], "idx": 0, "failures": []object{{
			"category": "Component", "code": "Defect Component", "refStepId": 1, "comRef": "R5",
			"attachments": []object{{"contentType": "image/png", "name": "photo.png", "data": "QUJD"}},
		}}}},
		"binaryData": []object{{"contentType": "text/plain", "name": "../photo.png", "data": "REVG"}},
		"miscInfos":  []object{{"description": "Order number", "text": "42"}},
	}
	for _, f := range change {
		f(r)
	}
	return r
}

func TestRepairs(t *testing.T) {
	c := start(t, Options{})
	test := uut()
	c.post(test)
	r := uur(test, func(r object) { r["uur"].(object)["refUUT"] = strings.ToUpper(test["id"].(string)) })
	c.post(r)
	got := read[object](c, "GET", "/api/Report/Wsjf/"+r["id"].(string), nil)
	if at(got, "uur", "processName") != "SW Debug" || got["processName"] != "Repair" || at(got, "subUnits", 0, "failures", 0, "refStepName") != "3V3" {
		t.Errorf("%v", got)
	}
	back := read[object](c, "GET", "/api/Report/Wsjf/"+test["id"].(string), nil)
	if at(back, "uut", "refUURs", 0, "id") != r["id"] {
		t.Errorf("the test does not name its repair: %v", back["uut"])
	}
	for name, change := range map[string]func(object){
		"category":   func(r object) { failureOf(r)["category"] = "Nonsense" },
		"code":       func(r object) { failureOf(r)["code"] = "Appearance" },
		"misc info":  set("miscInfos", []object{{"description": "Unknown", "text": "1"}}),
		"test":       func(r object) { r["uur"].(object)["processCode"] = 500 },
		"main unit":  func(r object) { r["subUnits"].([]object)[0]["idx"] = 1 },
		"no process": set("processCode", 10),
	} {
		if status, text := c.send("POST", "/api/Report/WSJF", uur(test, change)); status != 400 {
			t.Errorf("%s: %d %s", name, status, text)
		}
	}
	c.post(uur(test, set("start", "2026-03-01T11:30:00Z"), func(r object) { r["uur"].(object)["refUUT"] = uuid.NewString() }))
}

func failureOf(r object) object {
	return r["subUnits"].([]object)[0]["failures"].([]object)[0]
}

func TestAttachments(t *testing.T) {
	c := start(t, Options{})
	test := uut()
	test["root"].(object)["attachment"] = object{"name": `C:\logs\a b.txt`, "contentType": "text/html", "data": "SGVsbG8="}
	c.post(test)
	testID := test["id"].(string)
	if got := c.want(200, "GET", "/api/Report/Attachment?reportId="+testID+"&stepId=0", nil); got != "Hello" {
		t.Error(got)
	}
	repair := uur(test)
	c.post(repair)
	repairID := repair["id"].(string)
	exported := read[object](c, "GET", "/api/Report/Wsjf/"+repairID, nil)
	guid := at(exported, "subUnits", 0, "failures", 0, "attachments", 0, "id").(string)
	for _, query := range []string{"attachmentId=" + guid, "attachmentId=" + strings.ToUpper(guid) + "&reportId=" + repairID} {
		if got := c.want(200, "GET", "/api/Report/Attachment?"+query, nil); got != "ABC" {
			t.Errorf("%s: %s", query, got)
		}
	}
	c.post(repair)
	again := read[object](c, "GET", "/api/Report/Wsjf/"+repairID, nil)
	if at(again, "subUnits", 0, "failures", 0, "attachments", 0, "id") != guid {
		t.Error("sending the report again changed the ids of its files")
	}
	for query, status := range map[string]int{
		"": 400, "stepId=0": 400, "reportId=" + testID: 400, "reportId=" + testID + "&stepId=x": 400,
		"reportId=" + testID + "&stepId=1": 404, "reportId=x&stepId=1": 404, "attachmentId=x": 404,
		"attachmentId=" + guid + "&reportId=" + testID: 404,
	} {
		c.want(status, "GET", "/api/Report/Attachment?"+query, nil)
	}
	want := map[string]string{"photo.png": "DEF", "photo (2).png": "ABC"}
	if diff := cmp.Diff(want, unzip(t, c.want(200, "GET", "/api/Report/Attachments/"+repairID, nil))); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string]string{"a b.txt": "Hello"}, unzip(t, c.want(200, "GET", "/api/Report/Attachments/"+testID, nil))); diff != "" {
		t.Error(diff)
	}
	c.want(404, "GET", "/api/Report/Attachments/x", nil)
}

func unzip(t *testing.T, data string) map[string]string {
	archive, err := zip.NewReader(strings.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range archive.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		content, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name] = string(content)
	}
	return all
}

func TestCertificate(t *testing.T) {
	c := start(t, Options{})
	r := uut(set("sn", "SN-(1)"))
	c.post(r)
	got := c.want(200, "GET", "/api/Report/Certificate/"+r["id"].(string), nil)
	for _, want := range []string{"%PDF-1.4", "(Test certificate)", `(SN-\(1\))`, "(Passed)", "(10 SW Debug)", "%%EOF"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q", want)
		}
	}
	repair := uur(r)
	c.post(repair)
	if got := c.want(200, "GET", "/api/Report/Certificate/"+repair["id"].(string), nil); !strings.Contains(got, "(fixer)") {
		t.Error("the repair's operator is missing")
	}
	c.want(404, "GET", "/api/Report/Certificate/x", nil)
}

func TestWSXF(t *testing.T) {
	c := start(t, Options{})
	r := uut()
	c.post(r)
	id := r["id"].(string)
	before := read[object](c, "GET", "/api/Report/Wsjf/"+id, nil)
	other := start(t, Options{})
	xml := c.want(200, "GET", "/api/Report/Wsxf/"+id, nil)
	receipts := read[[]receipt](other, "POST", "/api/Report/WSXF", xml)
	if receipts[0].ID != id {
		t.Errorf("%+v", receipts)
	}
	if different := lost(before, read[object](other, "GET", "/api/Report/Wsjf/"+id, nil)); len(different) > 0 {
		t.Errorf("XML lost %v", different)
	}
}

func TestNumbersKeepTheirDigits(t *testing.T) {
	c := start(t, Options{})
	r := uut()
	meas := r["root"].(object)["steps"].([]object)[0]["numericMeas"].([]object)[0]
	meas["value"], meas["compOp"], meas["lowLimit"], meas["highLimit"] = json.RawMessage("0.30000000000000004"), "LOG", nil, nil
	c.post(r)
	meas["value"] = "NaN"
	c.post(uut(set("root", r["root"]), set("sn", "nan")))
	text := c.want(200, "GET", "/api/Report/Wsjf/"+r["id"].(string), nil)
	if !strings.Contains(text, `"value":0.3,`) {
		t.Errorf("an export has 15 digits: %s", text)
	}
}

func TestReportsOfAnySize(t *testing.T) {
	c := start(t, Options{})
	r := uut()
	var steps []object
	for i := range 2000 {
		steps = append(steps, object{"group": "M", "stepType": "Action", "name": fmt.Sprint("step ", i), "status": "P", "reportText": strings.Repeat("x", 500)})
	}
	r["root"].(object)["steps"] = steps
	c.post(r)
	got := read[object](c, "GET", "/api/Report/Wsjf/"+r["id"].(string), nil)
	if n := len(at(got, "root", "steps").([]any)); n != 2000 {
		t.Errorf("%d steps", n)
	}
	row := read[[]object](c, "GET", "/api/Report/Query/Header", nil)[0]
	if size := row["reportSize"].(float64); size < 1000 || size > 1300 {
		t.Errorf("reportSize is %v KB", size)
	}
}

func TestPackIsExact(t *testing.T) {
	for _, data := range [][]byte{nil, []byte("x"), bytes.Repeat([]byte("abc"), 100000)} {
		got, err := unpack(pack(data))
		if err != nil || !slices.Equal(got, data) {
			t.Errorf("%d bytes became %d, %v", len(data), len(got), err)
		}
	}
	if _, err := unpack([]byte("nonsense")); err == nil {
		t.Error("nonsense was unpacked")
	}
}

// FuzzStored: whatever is posted, it is refused or comes back from its row as it was. It stops short of the database,
// whose goroutines would make the paths through the code differ from one try to the next.
func FuzzStored(f *testing.F) {
	f.Add(jsonOf(f, uut()))
	f.Add(jsonOf(f, uur(uut())))
	f.Add(`<Reports xmlns="http://wats.virinco.com/schemas/WATS/Report/wsxf"><Report type="UUT"/></Reports>`)
	store, err := db.Open(context.Background(), "", schemaSteps(f))
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = store.Close() })
	processes, err := openProcesses(context.Background(), store, nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, body string) {
		for _, decode := range []func([]byte) (*report.Report, error){report.Decode, wsxf.DecodeOne} {
			r, err := decode([]byte(body))
			if err != nil {
				if _, err := refusal(err); err != nil {
					t.Errorf("not a refusal: %v", err)
				}
				continue
			}
			r.Normalise()
			if len(r.Validate(processes)) > 0 {
				continue
			}
			r.PostProcess(report.ServerFacts{})
			nameFiles(r)
			data, err := unpack(newReportRow(r, len(body)).document)
			if err != nil {
				t.Fatal(err)
			}
			again, err := report.Decode(data)
			if err != nil || !bytes.Equal(again.Exported(report.FullExport), r.Exported(report.FullExport)) {
				t.Errorf("%v: %s", err, data)
			}
		}
	})
}

// query escapes an OData option.
func query(name, value string) string {
	return url.Values{name: {value}}.Encode()
}
