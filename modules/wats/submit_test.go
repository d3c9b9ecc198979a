package wats

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/watsrun/watsrun/internal/call"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/report/wsxf"
)

// bench is a run with a client and a clock that the test moves.
type bench struct {
	*testing.T
	client *Client
	ctx    context.Context
	run    *modules.Run
	now    time.Time
}

func newBench(t *testing.T, c *Client) *bench {
	b := &bench{T: t, client: c, now: testNow}
	b.ctx = inRun(t)
	b.run = modules.RunFrom(b.ctx)
	b.run.Now = func() time.Time { return b.now }
	return b
}

func (b *bench) call(name string, args map[string]any) (any, error) {
	b.Helper()
	return find(b, b.client, name).call(b, b.ctx, args)
}

// uut builds a test report with one step.
func (b *bench) uut(serial string) *report.Report {
	b.Helper()
	out, err := b.call("report.create_uut_report", map[string]any{
		"operator": "op", "part_number": "P", "revision": "A", "serial_number": serial, "operation_type": 10,
	})
	if err != nil {
		b.Fatal(err)
	}
	r := out.(*report.Report)
	if _, err := r.Root.AddPassFailStep(report.BooleanStepArgs{StepArgs: report.StepArgs{Name: "Power"}, BooleanArgs: report.BooleanArgs{Value: pointer(true)}}); err != nil {
		b.Fatal(err)
	}
	return r
}

func (b *bench) submit(v any) (Outcome, error) {
	b.Helper()
	out, err := b.call("report.submit", map[string]any{"report": v})
	o, _ := out.(Outcome)
	return o, err
}

// states are the reports of the run as a summary shows them.
func (b *bench) states() []string {
	var all []string
	for _, e := range Reports(b.run) {
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s %s %s %s %s", e.Kind, e.SerialNumber, e.Result, e.Outcome.State, map[bool]string{true: "changed"}[e.Changed])))
	}
	return all
}

func accepting(t *testing.T) *site {
	return serve(t, says(200, "application/json", `[{"ID":"`+testID+`","uuid":"`+testID+`"}]`))
}

func TestSubmit(t *testing.T) {
	s := accepting(t)
	b := newBench(t, newClient(t, s.URL))
	r := b.uut("S-1")
	b.now = b.now.Add(12345678 * time.Microsecond)
	out, err := b.submit(r)
	if err != nil || out.ID != r.ID || out.State != Delivered {
		t.Fatalf("%+v, %v", out, err)
	}
	got := s.all()[0]
	if got.method != http.MethodPost || got.uri != "/api/Report/WSJF" || got.header.Get("Content-Type") != "application/json" || got.header.Get("X-Correlation-Id") != callID {
		t.Errorf("sent %s %s %v", got.method, got.uri, got.header)
	}
	back, err := report.Decode([]byte(got.body))
	if err != nil {
		t.Fatal(err)
	}
	if back.MachineName != "EOL-1" || back.Location != "Lab" || back.Purpose != "Test" || *back.UUT.ExecTime != 12.345 || !back.Start.Time().Equal(testNow) {
		t.Errorf("sent %s", got.body)
	}
	want := []Entry{{Report: r, Outcome: Outcome{ID: r.ID, State: Delivered}, Submission: Submission{
		ID: r.ID, Kind: "UUT", ContentType: "application/json", SerialNumber: "S-1", PartNumber: "P", Result: report.Passed, Station: "EOL-1",
		RunID: "run-1", CorrelationID: callID,
	}}}
	same := cmp.Comparer(func(a, b *report.Report) bool { return a == b })
	if diff := cmp.Diff(want, Reports(b.run), same, cmpopts.IgnoreUnexported(Entry{})); diff != "" {
		t.Error(diff)
	}
}

// TestLedger: what the summary says of a report is true of the report as it is now.
func TestLedger(t *testing.T) {
	s := accepting(t)
	b := newBench(t, newClient(t, s.URL))
	r := b.uut("S-1")
	b.uut("S-2")
	check := func(what string, want ...string) {
		t.Helper()
		if diff := cmp.Diff(want, b.states()); diff != "" {
			t.Errorf("%s:\n%s", what, diff)
		}
	}
	check("built", "UUT S-1 P", "UUT S-2 P")
	b.submit(r)
	check("submitted", "UUT S-1 P delivered", "UUT S-2 P")
	if err := r.SetResult(report.Failed); err != nil {
		t.Fatal(err)
	}
	check("failed afterwards", "UUT S-1 F delivered changed", "UUT S-2 P")
	b.submit(r)
	check("submitted again", "UUT S-1 F delivered", "UUT S-2 P")
	r.ID = "1f3ac9d2-6d3b-4b0e-9a55-3f1c0c6d8e10"
	b.submit(r)
	check("submitted under another id", "UUT S-1 F delivered", "UUT S-2 P")
	r.SN = ""
	if _, err := b.submit(r); fault.KindOf(err) != fault.Validation {
		t.Errorf("without serial number: %v", err)
	}
	check("made invalid", "UUT  F invalid", "UUT S-2 P")
	r.SN = "S-1"
	b.submit(string(r.Encode()))
	check("the same report as text", "UUT S-1 F delivered", "UUT S-2 P")
	if n := len(s.all()); n != 4 {
		t.Errorf("%d requests", n)
	}
}

func TestInvalidReportsAreNotSent(t *testing.T) {
	s := accepting(t)
	b := newBench(t, newClient(t, s.URL))
	r := b.uut("S-1")
	r.PN, r.Location = "", ""
	r.Root.Steps[0].Name = ""
	_, err := b.submit(r)
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Validation || len(s.all()) != 0 {
		t.Fatalf("%v after %d requests", err, len(s.all()))
	}
	for _, want := range []string{"pn is required", "location is required", "name is required"} {
		if !strings.Contains(f.Message, want) {
			t.Errorf("%q does not say %q", f.Message, want)
		}
	}
	if e := Reports(b.run)[0]; e.Outcome.State != Invalid || e.Outcome.Reason != f.Message {
		t.Errorf("%+v", e.Outcome)
	}
}

// TestDuration: the duration is filled in unless the script gives one, brought up to date when a report is submitted
// again, and left alone where the report was not begun in this run.
func TestDuration(t *testing.T) {
	b := newBench(t, newClient(t, accepting(t).URL))
	r := b.uut("S-1")
	for i := 1; i <= 2; i++ {
		b.now = b.now.Add(time.Second)
		b.submit(r)
		if *r.UUT.ExecTime != float64(i) {
			t.Errorf("after %d s the duration is %v", i, *r.UUT.ExecTime)
		}
	}
	given := b.uut("S-2")
	given.UUT.ExecTime = pointer(77.0)
	older := b.uut("S-3")
	older.Start = report.NewTime(testNow.Add(-time.Hour))
	future := b.uut("S-4")
	future.Start = report.NewTime(testNow.Add(time.Hour))
	for _, r := range []*report.Report{given, older, future} {
		b.submit(r)
	}
	if *given.UUT.ExecTime != 77 || older.UUT.ExecTime != nil || future.UUT.ExecTime != nil {
		t.Errorf("%v %v %v", *given.UUT.ExecTime, older.UUT.ExecTime, future.UUT.ExecTime)
	}
}

// TestSubmitWSJF: a table may have empty lists, which Lua cannot tell from empty objects, and numbers that are none.
func TestSubmitWSJF(t *testing.T) {
	s := accepting(t)
	b := newBench(t, newClient(t, s.URL))
	none := map[string]any{}
	table := map[string]any{
		"type": "T", "id": testID, "pn": "P", "sn": "S", "rev": "A", "processCode": 10.0, "result": "P", "machineName": "M", "location": "L",
		"purpose": "Q", "start": "2026-01-02T03:04:05+01:00", "uut": map[string]any{"user": "op"}, "miscInfos": none, "subUnits": []any{},
		"extra": map[string]any{"kept": true},
		"root": map[string]any{
			"group": "M", "stepType": "SequenceCall", "name": "Main", "status": "P", "seqCall": map[string]any{"path": "p", "name": "n", "version": "1"},
			"steps": []any{map[string]any{
				"group": "M", "stepType": "ET_NLT", "name": "n", "status": "P",
				"numericMeas": []any{map[string]any{"compOp": "LOG", "status": "P", "unit": "V", "value": -inf()}},
			}},
		},
	}
	if out, err := b.submit(table); err != nil || out.State != Delivered || out.ID != testID {
		t.Fatalf("%+v, %v", out, err)
	}
	body := s.all()[0].body
	for _, want := range []string{`"miscInfos":[]`, `"value":"-Infinity"`, `"extra":{"kept":true}`} {
		if !strings.Contains(body, want) {
			t.Errorf("%s is not in %s", want, body)
		}
	}
	if out, err := b.submit(body); err != nil || out.ID != testID || s.all()[1].body != body {
		t.Errorf("as text: %+v, %v", out, err)
	}
	for name, bad := range map[string]any{"a number": 5.0, "no JSON": "{", "nothing": "", "a list": []any{}, "another type": map[string]any{"steps": 1.0, "sn": 5.0}} {
		if _, err := b.submit(bad); err == nil || fault.KindOf(err) == fault.Bug {
			t.Errorf("%s: %v", name, err)
		}
	}
	if len(s.all()) != 2 {
		t.Errorf("%d requests", len(s.all()))
	}
}

func inf() float64 { x := 1e300; return x * x }

// TestRoundTrip: a report that somebody else made keeps what this program does not know.
func TestRoundTrip(t *testing.T) {
	original := newBench(t, newClient(t, "")).uut("S-1").Encode()
	foreign := strings.Replace(string(original), `{"type"`, `{"futureKey":{"a":[1,null]},"type"`, 1)
	s := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			says(200, "application/json", foreign)(w, r)
			return
		}
		says(200, "application/json", `{"id":"`+strings.ToUpper(testID)+`"}`)(w, r)
	})
	b := newBench(t, newClient(t, s.URL))
	got, err := b.call("report.get_report", map[string]any{"report_id": testID})
	if err != nil {
		t.Fatal(err)
	}
	if len(Reports(b.run)) != 0 {
		t.Error("a report that was only read is in the summary")
	}
	if out, err := b.submit(got); err != nil || out.State != Delivered {
		t.Fatalf("%+v, %v", out, err)
	}
	if body := s.all()[1].body; body != foreign {
		t.Errorf("sent\n%s\nread\n%s", body, foreign)
	}
}

func TestSubmitXML(t *testing.T) {
	s := serve(t, says(200, "text/plain", testID))
	b := newBench(t, newClient(t, s.URL))
	xml, err := wsxf.Encode(newBench(t, newClient(t, "")).uut("S-1"))
	if err != nil {
		t.Fatal(err)
	}
	text := "<!-- kept as it is -->\n" + string(xml)
	out, err := b.call("report.submit_report_xml", map[string]any{"xml_content": text})
	if err != nil || out.(Outcome).State != Delivered {
		t.Fatalf("%+v, %v", out, err)
	}
	if got := s.all()[0]; got.uri != "/api/Report/WSXF" || got.header.Get("Content-Type") != "application/xml" || got.body != text {
		t.Errorf("sent %s %v %s", got.uri, got.header, got.body)
	}
	if diff := cmp.Diff([]string{"UUT S-1 P delivered"}, b.states()); diff != "" {
		t.Error(diff)
	}
	anonymous := newBench(t, newClient(t, "")).uut("S-2")
	anonymous.ID = ""
	noID, err := wsxf.Encode(anonymous)
	if err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string]string{"no XML": "{}", "nothing": "", "no id": string(noID)} {
		if _, err := b.call("report.submit_report_xml", map[string]any{"xml_content": bad}); fault.KindOf(err) != fault.Validation {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(s.all()); n != 1 {
		t.Errorf("%d requests", n)
	}
}

// TestPostedID reads the answers of servers to a report. What names no report is no delivery.
func TestPostedID(t *testing.T) {
	for _, answer := range []string{
		`[{"ID":"` + testID + `","uuid":"9f3ac9d2-6d3b-4b0e-9a55-3f1c0c6d8e10","Report_ID":5}]`, `{"ID":"` + testID + `"}`, `{"id":"` + testID + `"}`,
		`{"uuid":"` + strings.ToUpper(testID) + `"}`, `"` + testID + `"`, testID, testID + "\r\n", ` [ "` + testID + `" ] `,
	} {
		id, err := newClient(t, serve(t, says(200, "application/json", answer)).URL).Post(inRun(t), typeWSJF, []byte("{}"))
		if id != testID || err != nil {
			t.Errorf("%s: %q, %v", answer, id, err)
		}
	}
	for _, answer := range []string{"", " ", "null", "[]", "{}", `""`, `{"ID":""}`, `{"ID":5}`, `"OK"`, "OK", "true", loginPage, `[[]]`, `{"Message":"` + testToken + `"}`} {
		_, err := newClient(t, serve(t, says(200, "application/json", answer)).URL).Post(inRun(t), typeWSJF, []byte("{}"))
		f := fault.Of(err)
		if f == nil || f.Kind != fault.Server || !f.Retryable || !strings.HasPrefix(f.Message, "POST /api/Report/WSJF: ") || f.CorrelationID != corrID || strings.Contains(err.Error(), testToken) {
			t.Errorf("%s: %v", answer, err)
		}
	}
}

// TestRefusals: only what WATS says of the content gives a report up.
func TestRefusals(t *testing.T) {
	for _, c := range []struct {
		answer http.HandlerFunc
		kind   fault.Kind
	}{
		{says(400, "text/plain", "root -> step A: name is required."), fault.Validation},
		{says(400, "application/json", `{"Message":"sn is required."}`), fault.Validation},
		{says(422, "application/json", `{"Message":"sn is required."}`), fault.Validation},
		{says(400, "text/html", "<title>400 The plain HTTP request was sent to HTTPS port</title>"), fault.Server},
		{says(413, "text/html", "<title>413 Request Entity Too Large</title>"), fault.Server},
		{says(414, "text/plain", ""), fault.Server},
		{says(418, "text/plain", ""), fault.Server},
		{says(404, "text/plain", ""), fault.NotFound},
		{says(401, "text/plain", ""), fault.Unauthorized},
		{says(302, "text/plain", ""), fault.Config},
		{says(429, "text/plain", ""), fault.RateLimited},
		{says(500, "text/plain", ""), fault.Server},
		{reset(""), fault.Connection},
	} {
		c1 := newClient(t, serve(t, c.answer).URL)
		if _, err := c1.Post(inRun(t), typeWSXF, []byte("<a/>")); fault.KindOf(err) != c.kind || !strings.Contains(err.Error(), "POST /api/Report/WSXF: ") {
			t.Errorf("want %s: %v", c.kind, err)
		}
	}
}

type brokenBox struct{ err error }

func (b brokenBox) Submit(context.Context, Submission) (Outcome, error) { return Outcome{}, b.err }

func TestReportsThatAreNotSafe(t *testing.T) {
	full := errors.New("no space left on device")
	for name, c := range map[string]struct {
		box  Outbox
		kind fault.Kind
	}{"a full disk": {brokenBox{full}, fault.Bug}, "no outbox": {nil, fault.Config}} {
		b := newBench(t, newClient(t, "http://x.test", func(o *Options) { o.Outbox = c.box }))
		_, err := b.submit(b.uut("S-1"))
		if fault.KindOf(err) != c.kind {
			t.Errorf("%s: %v", name, err)
		}
		if diff := cmp.Diff([]string{"UUT S-1 P lost"}, b.states()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestRepairReports(t *testing.T) {
	b := newBench(t, newClient(t, ""))
	test := b.uut("S-1")
	for name, args := range map[string]map[string]any{
		"of a report":      {"uut_or_guid_or_pn": test, "operator": "rep"},
		"of a GUID":        {"uut_or_guid_or_pn": test.ID, "test_operation_code_pos": 10, "part_number": "P", "serial_number": "S-1", "revision": "A"},
		"of a part number": {"uut_or_guid_or_pn": "P", "process_code": 10, "serial_number": "S-1", "ref_uut": test.ID},
		"by names":         {"part_number": "P", "serial_number": "S-1", "operation_type": 10, "ref_uut": test.ID},
	} {
		out, err := b.call("report.create_uur_report", args)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		r := out.(*report.Report)
		if r.PN != "P" || r.SN != "S-1" || r.Rev != "A" || *r.ProcessCode != 500 || *r.UUR.ProcessCode != 10 || r.UUR.RefUUT != test.ID || r.MachineName != "EOL-1" {
			t.Errorf("%s: %s", name, r.Encode())
		}
	}
	for name, args := range map[string]map[string]any{
		"no operation": {"part_number": "P", "serial_number": "S-1"}, "no part number": {"serial_number": "S", "process_code": 10},
		"a list": {"uut_or_guid_or_pn": []any{1.0}}, "a repair": {"uut_or_guid_or_pn": &report.Report{Type: report.TypeUUR}},
	} {
		if _, err := b.call("report.create_uur_report", args); fault.KindOf(err) != fault.Usage && fault.KindOf(err) != fault.Validation {
			t.Errorf("%s: %v", name, err)
		}
	}
	place := StationFields{Name: "REPAIR-1", Location: "Hall", Purpose: "Repair"}
	out, err := b.call("report.create_uur_from_uut", map[string]any{"uut_report": test, "comment": "c", "station": place, "location": "Desk"})
	if err != nil {
		t.Fatal(err)
	}
	if r := out.(*report.Report); r.MachineName != "REPAIR-1" || r.Location != "Desk" || r.Purpose != "Repair" || r.UUR.Comment != "c" {
		t.Errorf("%s", r.Encode())
	}
}

// callSpy keeps what the chain of policies is told of a request.
type callSpy struct{ calls []call.Call }

// RoundTrip implements http.RoundTripper.
func (s *callSpy) RoundTrip(r *http.Request) (*http.Response, error) {
	s.calls = append(s.calls, *call.From(r.Context()))
	return (&http.Transport{DisableKeepAlives: true}).RoundTrip(r)
}

// TestAReportMayBeSentAgain: it overwrites itself by its id, so that a chain that tries again may send it again.
func TestAReportMayBeSentAgain(t *testing.T) {
	site := serve(t, says(200, "application/json", `[{"ID":"0f3ac9d2-6d3b-4b0e-9a55-3f1c0c6d8e10"}]`))
	spy := &callSpy{}
	c := newClient(t, site.URL, func(o *Options) { o.HTTP = &http.Client{Transport: spy} })
	for _, kind := range []string{typeWSJF, typeWSXF} {
		if _, err := c.Post(inRun(t), kind, []byte("{}")); err != nil {
			t.Error(err)
		}
	}
	for _, got := range spy.calls {
		if !got.Idempotent {
			t.Errorf("%s is sent once only", got.Route)
		}
	}
}

// TestErrorsOfTheOutboxNameWhatTheScriptCalled, and not what that is made of.
func TestErrorsOfTheOutboxNameWhatTheScriptCalled(t *testing.T) {
	full := fault.New(fault.Storage, "no space left on device").At("delivery.submit")
	b := newBench(t, newClient(t, "http://x.test", func(o *Options) { o.Outbox = brokenBox{full} }))
	_, err := b.submit(b.uut("S-1"))
	if f := fault.Of(err); f.Operation != "wats.report.submit" || f.Kind != fault.Storage || full.Operation != "delivery.submit" {
		t.Error(err)
	}
}
