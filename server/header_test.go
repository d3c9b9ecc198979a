package server

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/odata"
	"github.com/watsrun/watsrun/server/web"
)

const headerPath = "/api/Report/Query/Header?"

// serials asks for headers and joins the serial numbers of the rows.
func (c client) serials(options ...string) string {
	c.t.Helper()
	var all []string
	for _, row := range read[[]object](c, "GET", headerPath+strings.Join(options, "&"), nil) {
		all = append(all, row["serialNumber"].(string))
	}
	return strings.Join(all, " ")
}

// fill posts four tests and a repair.
func fill(t *testing.T) client {
	c := start(t, Options{})
	a := uut(set("sn", "A"), set("start", "2026-02-01T10:00:00+01:00"),
		set("subUnits", []object{{"partType": "PCBA", "pn": "SUB-1", "sn": "S-1", "rev": "1"}, {"partType": "PCBA", "pn": "SUB-2", "sn": "S-2", "rev": "1"}}),
		set("miscInfos", []object{{"description": "lot", "text": "L7"}, {"description": "temp", "numeric": 25.5}}),
		set("assets", []object{{"assetSN": "AS-1", "usageCount": 3}}),
		func(r object) {
			r["root"].(object)["attachment"] = object{"name": "log.txt", "contentType": "text/plain", "data": "QQ=="}
		})
	c.post(a)
	c.post(uut(set("sn", "B"), set("start", "2026-02-02T00:00:00Z"), set("pn", "O'Neil/7"),
		set("subUnits", []object{{"partType": "PCBA", "pn": "SUB-1", "sn": "S-3", "rev": "1"}})))
	c.post(uut(set("sn", "C"), set("start", "2026-02-03T00:00:00-05:00"), set("result", "E"), func(r object) { r["root"].(object)["status"] = "E" }))
	c.post(uut(set("sn", "D"), set("start", "2026-02-03T04:00:00Z"), set("machineName", "ST-2"), set("uut", object{
		"user": "Øyvind", "comment": "c", "execTime": 1.5, "batchSN": "b", "fixtureId": "f", "testSocketIndex": 2, "errorCode": -7, "errorMessage": "m",
	})))
	c.post(uur(a, set("start", "2026-02-04T00:00:00Z")))
	return c
}

func TestHeaderRow(t *testing.T) {
	c := fill(t)
	row := read[[]object](c, "GET", headerPath+query("$filter", "serialNumber eq 'D'"), nil)[0]
	want := object{
		"uuid": row["uuid"], "serialNumber": "D", "partNumber": "PCBA-7", "reportType": "T", "start": "2026-02-03T04:00:00Z",
		"startUtc": "2026-02-03T04:00:00Z", "revision": "B", "result": "Passed", "batchNumber": "b", "userName": "Øyvind", "operator": "Øyvind",
		"stationName": "ST-2", "location": "Lab", "purpose": "Test", "measuresDeleted": false, "timeStamp": 4.0, "processCode": 10.0,
		"processName": "SW Debug", "comment": "c", "executionTime": 1.5, "swFilename": "b.seq", "swVersion": "1.0", "testSocketIndex": 2.0,
		"fixtureId": "f", "errorCode": -7.0, "errorMessage": "m", "run": 1.0, "receiveCount": 1.0, "reportSize": 1.0, "rootNodeType": "SequenceCall",
		"causedUutFailure": nil, "causedUutFailurePath": nil, "passedInRun": 1.0, "referencedUut": nil,
	}
	if diff := cmp.Diff(want, row); diff != "" {
		t.Error(diff)
	}
	repair := read[[]object](c, "GET", headerPath+"reportType=R", nil)[0]
	if repair["reportType"] != "R" || repair["run"] != nil || repair["referencedUut"] == nil || repair["userName"] != "fixer" || repair["executionTime"] != 2.5 {
		t.Errorf("%v", repair)
	}
	shifted := read[[]object](c, "GET", headerPath+query("$filter", "serialNumber eq 'A' and reportType eq 'U'"), nil)[0]
	if shifted["start"] != "2026-02-01T10:00:00+01:00" || shifted["startUtc"] != "2026-02-01T09:00:00Z" {
		t.Errorf("start %v, startUtc %v", shifted["start"], shifted["startUtc"])
	}
}

func TestHeaderOptions(t *testing.T) {
	c := fill(t)
	tests := "reportType=U"
	for name, r := range map[string]struct {
		options []string
		want    string
	}{
		"latest first":  {nil, "A C D B A"},
		"tests":         {[]string{tests}, "C D B A"},
		"tests as T":    {[]string{"REPORTTYPE=t"}, "C D B A"},
		"repairs":       {[]string{"reportType=R"}, "A"},
		"top":           {[]string{tests, "$top=2"}, "C D"},
		"top 0":         {[]string{tests, "$top=0"}, ""},
		"skip":          {[]string{tests, "$top=2&$skip=1"}, "D B"},
		"skip beyond":   {[]string{tests, "$skip=99"}, ""},
		"ascending":     {[]string{tests, query("$orderby", "start")}, "A B D C"},
		"by serial":     {[]string{query("$orderby", "serialNumber desc,start asc")}, "D C B A A"},
		"by processing": {[]string{query("$orderby", "timestamp")}, "A B C D A"},
		"instant":       {[]string{tests, query("$filter", "start eq 2026-02-03T00:00:00-05:00")}, "C"},
		"range":         {[]string{query("$filter", "start ge 2026-02-02T00:00:00Z and start le 2026-02-03T04:00:00Z")}, "D B"},
		"utc field":     {[]string{query("$filter", "startUtc ge 2026-02-04")}, "A"},
		"quote":         {[]string{query("$filter", "partNumber eq 'O''Neil/7'")}, "B"},
		"letter":        {[]string{query("$filter", "result eq 'E'")}, "C"},
		"word":          {[]string{query("$filter", "result in ('Error','Failed')")}, "C"},
		"case":          {[]string{query("$filter", "tolower(operator) eq 'øyvind'")}, "D"},
		"number":        {[]string{query("$filter", "errorCode lt 0 and executionTime gt 1.4")}, "D"},
		"null":          {[]string{tests, query("$filter", "batchNumber ne null")}, "D"},
		"size":          {[]string{tests, query("$filter", "receiveCount eq 1 and measuresDeleted eq false and reportSize ge 1")}, "C D B A"},
		"first run":     {[]string{tests, query("$filter", "run eq 1 and passedInRun eq null")}, "C"},
		"sub-unit":      {[]string{query("$filter", "subUnits/any(s: s/partNumber eq 'SUB-1')")}, "B A"},
		"no sub-unit":   {[]string{tests, query("$filter", "not subUnits/any()")}, "C D"},
		"all sub-units": {[]string{tests, query("$filter", "subUnits/all(s: s/serialNumber eq 'S-3') and subUnits/any()")}, "B"},
		"repaired unit": {[]string{query("$filter", "uurSubUnits/any(s: s/serialNumber eq 'A')")}, "A"},
		"not a test's":  {[]string{query("$filter", "subUnits/any(s: s/serialNumber eq 'A')")}, ""},
		"misc info":     {[]string{query("$filter", "miscInfo/any(m: m/description eq 'lot' and m/value eq 'L7')")}, "A"},
		"misc number":   {[]string{query("$filter", "miscInfo/any(m: m/value eq '25.5')")}, "A"},
		"repair's misc": {[]string{query("$filter", "uurMiscInfo/any(m: m/value eq '42')")}, "A"},
		"asset":         {[]string{query("$filter", "assets/any(a: a/serialNumber eq 'AS-1' and a/usageCount ge 3)")}, "A"},
		"attachment":    {[]string{query("$filter", "attachments/any(a: endswith(a/filename,'.txt') and a/stepId eq 0)")}, "A"},
		"uur file":      {[]string{query("$filter", "uurAttachments/any(a: contains(a/filename,'photo'))")}, "A"},
	} {
		if got := c.serials(r.options...); got != r.want {
			t.Errorf("%s: %q, want %q", name, got, r.want)
		}
	}
}

func TestSelectAndExpand(t *testing.T) {
	c := fill(t)
	get := func(options ...string) object {
		return read[[]object](c, "GET", headerPath+strings.Join(options, "&"), nil)[0]
	}
	if diff := cmp.Diff(object{"serialNumber": "C", "result": "Error"}, get("reportType=U", query("$select", "serialNumber, RESULT"))); diff != "" {
		t.Error(diff)
	}
	want := object{
		"serialNumber": "A",
		"subUnits": []any{
			object{"partType": "PCBA", "serialNumber": "S-1", "partNumber": "SUB-1", "revision": "1"},
			object{"partType": "PCBA", "serialNumber": "S-2", "partNumber": "SUB-2", "revision": "1"},
		},
		"miscInfo": []any{object{"description": "lot", "value": "L7"}, object{"description": "temp", "value": "25.5"}},
		"assets": []any{object{
			"serialNumber": "AS-1", "usageCount": 3.0, "runningCount": nil, "totalCount": nil, "daysSinceCalibration": nil, "calibrationDaysOverdue": nil,
		}},
		"attachments": []any{object{"stepId": 0.0, "filename": "log.txt"}},
		"uurSubUnits": []any{},
	}
	if diff := cmp.Diff(want, get("reportType=U&$select=serialNumber&$orderby=serialNumber&$expand=subUnits,miscInfo,assets,attachments,uurSubUnits")); diff != "" {
		t.Error(diff)
	}
	repair := get("reportType=R&$select=uuid&$expand=uurSubUnits,uurMiscInfo,uurAttachments,subUnits")
	if len(repair["uurSubUnits"].([]any)) != 1 || len(repair["uurMiscInfo"].([]any)) != 1 || len(repair["uurAttachments"].([]any)) != 2 || len(repair["subUnits"].([]any)) != 0 {
		t.Errorf("%v", repair)
	}
	if repair["uurAttachments"].([]any)[0].(object)["id"] == "" {
		t.Errorf("%v", repair["uurAttachments"])
	}
}

func TestBadHeaderQueriesSayWhy(t *testing.T) {
	c := start(t, Options{})
	for options, want := range map[string]string{
		query("$filter", "serial eq 'x'"):              `$filter: position 1: unknown field \"serial\"`,
		query("$filter", "start ge 'monday'"):          `$filter: position 10: \"monday\" is not a date and time`,
		query("$filter", "subUnits/partNumber eq 'x'"): `$filter: position 1: subUnits is a list`,
		query("$orderby", "result"):                    `$orderby: position 1: unknown field to order by \"result\"`,
		query("$select", "uuid,colour"):                `$select: position 6: unknown name \"colour\"`,
		query("$expand", "units"):                      `$expand: position 1: unknown name \"units\"`,
		"$top=10001":                                   `the query parameter $top is required to be a whole number from 0 to 10000, got \"10001\"`,
		"$top=-1":                                      `$top`,
		"$skip=x":                                      `$skip`,
		"reportType=X":                                 `reportType cannot be \"X\"`,
	} {
		if got := c.want(400, "GET", headerPath+options, nil); !strings.HasPrefix(got, `{"Message":"`) || !strings.Contains(got, want) {
			t.Errorf("%s: %s", options, got)
		}
	}
}

func TestRuns(t *testing.T) {
	c := start(t, Options{})
	for i, result := range []string{"F", "F", "P", "F"} {
		c.post(uut(set("start", now.Add(time.Duration(i-10)*time.Minute)), set("result", result), func(r object) {
			r["root"].(object)["status"] = result
		}))
	}
	c.post(uut(set("start", now.Add(time.Hour))))                              // not yet
	c.post(uut(set("start", now.Add(-time.Hour)), set("processCode", 20)))     // another process
	c.post(uut(set("start", now.Add(-time.Hour)), set("sn", "SN-2")))          // another unit
	c.post(uur(uut(), set("start", now.Add(-time.Hour).Format(time.RFC3339)))) // a repair is no run
	var got []string
	for _, row := range read[[]object](c, "GET", headerPath+query("$orderby", "start")+"&"+query("$filter", "processCode eq 10 and serialNumber eq 'SN-1'"), nil) {
		got = append(got, fmt.Sprint(row["result"], row["run"], row["passedInRun"]))
	}
	if diff := cmp.Diff([]string{"Failed1 3", "Failed2 3", "Passed3 3", "Failed4 3"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestHeaderByMiscInfo(t *testing.T) {
	c := fill(t)
	all := read[[]object](c, "GET", "/api/Report/Query/HeaderByMiscInfo?description=lot&stringValue=L7&$top=5", nil)
	want := []object{{
		"miscData": []any{object{"description": "lot", "data": "L7"}}, "serialNumber": "A", "partNumber": "PCBA-7",
		"start": "2026-02-01T10:00:00+01:00", "result": "Passed", "uuid": at([]any{all[0]}, 0, "uuid"), "processCode": 10.0, "processName": "SW Debug",
	}}
	if diff := cmp.Diff(want, all); diff != "" {
		t.Error(diff)
	}
	for options, n := range map[string]int{
		"description=lot": 1, "data=L7": 1, "description=lot&data=L8": 0, "description=temp&data=25.5": 1, "serialNumber=A": 2,
		"serialNumber=A&processCode=10": 1, "description=lot&processCode=20": 0, "description=lot&$top=0": 0, "Description=Order+number": 1,
	} {
		if got := read[[]object](c, "GET", "/api/Report/Query/HeaderByMiscInfo?"+options, nil); len(got) != n {
			t.Errorf("%s: %v", options, got)
		}
	}
	c.want(400, "GET", "/api/Report/Query/HeaderByMiscInfo", nil)
	c.want(400, "GET", "/api/Report/Query/HeaderByMiscInfo?description=lot&processCode=x", nil)
}

func TestPagesDoNotOverlap(t *testing.T) {
	c := start(t, Options{})
	for i := range 25 { // all with the same start
		c.post(uut(set("sn", fmt.Sprint(i))))
	}
	var all []string
	for skip := 0; ; skip += 10 {
		page := strings.Fields(c.serials(fmt.Sprint("$skip=", skip)))
		if len(page) == 0 {
			break
		}
		all = append(all, page...)
	}
	slices.Sort(all)
	if len(slices.Compact(all)) != 25 {
		t.Errorf("%v", all)
	}
}

// TestHeaderQueriesUseIndexes: the queries that people make every day look at the rows that they return, not at all.
func TestHeaderQueriesUseIndexes(t *testing.T) {
	store, err := db.Open(t.Context(), "", schemaSteps(t))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	for options, want := range map[string]string{
		query("$filter", "serialNumber eq 'x'"):                                      "SEARCH report USING INDEX report_unit (serial_number=?)",
		query("$filter", "serialNumber eq 'x' and partNumber eq 'p'"):                "SEARCH report USING INDEX report_unit (serial_number=? AND part_number=?)",
		query("$filter", "startswith(serialNumber,'x')"):                             "SEARCH report USING INDEX report_unit (serial_number>? AND serial_number<?)",
		query("$filter", "partNumber eq 'x'"):                                        "SEARCH report USING INDEX report_part (part_number=? AND start<?)",
		query("$filter", "stationName eq 'x'"):                                       "SEARCH report USING INDEX report_station (station_name=? AND start<?)",
		query("$filter", "start ge 2026-01-01 and start le 2026-01-02"):              "SEARCH report USING INDEX report_start (start>? AND start<?)",
		query("$filter", "uuid eq 00000000-0000-4000-8000-000000000000"):             "SEARCH report USING INDEX sqlite_autoindex_report_1 (uuid=?)",
		query("$filter", "referencedUut eq 00000000-0000-4000-8000-000000000000"):    "SEARCH report USING INDEX report_referenced (referenced_uut=?)",
		query("$filter", "subUnits/any(s: s/serialNumber eq 'x')"):                   "SEARCH item1 USING INDEX sub_unit_serial (serial_number=?)",
		query("$filter", "miscInfo/any(m: m/description eq 'x' and m/value eq 'y')"): "SEARCH item1 USING INDEX misc_info_value (value=? AND description=?)",
		query("$filter", "assets/any(a: a/serialNumber eq 'x')"):                     "SEARCH used USING COVERING INDEX report_asset_serial (serial_number=?)",
		"reportType=U": "SEARCH report USING INDEX report_start (start<?)",
	} {
		q, err := readHeaderQuery(queryOf(t, options))
		if err != nil {
			t.Fatal(err)
		}
		plan := explain(t, store, q.statement(), q.parameters(now)...)
		if !strings.Contains(plan, want) || strings.Contains(plan, "SCAN report") {
			t.Errorf("%s: no %q in\n%s", options, want, plan)
		}
	}
}

func TestFindingEarlierReportsUsesIndexes(t *testing.T) {
	store, err := db.Open(t.Context(), "", schemaSteps(t))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	plan := explain(t, store, findTwins, "id", "sn", "pn", 10, "T", 1, 2)
	for _, want := range []string{
		"USING INDEX report_unit (serial_number=? AND part_number=? AND process_code=? AND type=? AND start>? AND start<?)", "(uuid=?)",
	} {
		if !strings.Contains(plan, want) {
			t.Errorf("no %q in\n%s", want, plan)
		}
	}
}

func TestValuesAsJSON(t *testing.T) {
	for _, c := range []struct {
		kind  odata.Kind
		value any
		want  string
	}{
		{odata.Text, nil, "null"},
		{odata.Text, "plain", `"plain"`},
		{odata.Text, "a\"b\\c\nØ", `"a\"b\\c\nØ"`},
		{odata.Number, int64(-5), "-5"},
		{odata.Number, 0.1, "0.1"},
		{odata.Number, math.Inf(1), `"Infinity"`},
		{odata.Number, math.Inf(-1), `"-Infinity"`},
		{odata.Number, math.NaN(), `"NaN"`},
		{odata.Bool, int64(1), "true"},
		{odata.Time, int64(1500000000), `"1970-01-01T00:00:01.5Z"`},
		{odata.Text, true, `"true"`},
	} {
		if got := string(column{Field: odata.Field{Kind: c.kind}}.appendValue(nil, c.value)); got != c.want {
			t.Errorf("%v: %s, want %s", c.value, got, c.want)
		}
	}
}

func queryOf(t *testing.T, options string) *web.Query {
	t.Helper()
	return web.QueryOf(&http.Request{URL: &url.URL{RawQuery: options}})
}

func explain(t *testing.T, store *db.DB, statement string, args ...any) string {
	t.Helper()
	var plan strings.Builder
	if err := store.Read(context.Background(), func(tx *db.Tx) error {
		return tx.Each(func(rows *sql.Rows) error {
			var id, parent, unused int
			var detail string
			err := rows.Scan(&id, &parent, &unused, &detail)
			plan.WriteString(detail + "\n")
			return err
		}, "EXPLAIN QUERY PLAN "+statement, args...)
	}); err != nil {
		t.Fatal(err)
	}
	return plan.String()
}
