package wats

import (
	"encoding/json"
	"math"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/fault"
)

// TestDatesAreSentInUTC: pyWATS sends the local time without its offset, which a server in another zone takes for its own.
func TestDatesAreSentInUTC(t *testing.T) {
	local := time.Local
	t.Cleanup(func() { time.Local = local })
	time.Local = time.FixedZone("", 2*3600)
	for _, c := range []struct{ given, sent any }{
		{nil, nil},
		{"2026-01-02T03:04:05+01:00", "2026-01-02T02:04:05Z"},
		{"2026-01-02T03:04:05Z", "2026-01-02T03:04:05Z"},
		{"2026-01-02T03:04:05", "2026-01-02T01:04:05Z"},
		{"2026-01-02", "2026-01-01T22:00:00Z"},
		{"2026-01-02T03:04:05.1234567Z", "2026-01-02T03:04:05.123Z"},
		{1767319445.25, "2026-01-02T02:04:05.25Z"},
		{0.0, "1970-01-01T00:00:00Z"},
	} {
		if sent, err := instant("date_from", c.given); err != nil || sent != c.sent {
			t.Errorf("%v is sent as %v, %v; want %v", c.given, sent, err, c.sent)
		}
	}
	for _, bad := range []any{"yesterday", "2026-13-01", "", true, math.NaN(), math.Inf(1), 1e15, map[string]any{}} {
		if sent, err := instant("date_from", bad); fault.KindOf(err) != fault.Usage || fault.Of(err).Hint == "" {
			t.Errorf("%v is sent as %v, %v", bad, sent, err)
		}
	}
}

func TestStatusesOfFilters(t *testing.T) {
	for given, want := range map[string]StatusWords{
		"": "", "all": "", "ALL": "", "Failed;all": "", "failed": "Failed", "p": "Passed", " F ; Error;": "Failed;Error", "skip": "Skipped",
	} {
		var got StatusWords
		if err := got.UnmarshalText([]byte(given)); err != nil || got != want {
			t.Errorf("%q is %q, %v; want %q", given, got, err, want)
		}
	}
	var got StatusWords
	if err := got.UnmarshalText([]byte("broken")); fault.Of(err) == nil {
		t.Errorf("broken is %q", got)
	}
}

// TestFiltersSendWhatWasGiven: what was not given is not sent, and what was given is, though it be zero or empty.
func TestFiltersSendWhatWasGiven(t *testing.T) {
	year := DateGrouping(0)
	for _, c := range []struct {
		filter filterRecord
		want   string
	}{
		{&WATSFilter{}, `{}`},
		{&WATSFilter{DateGrouping: &year, MinCount: new(0), IncludeCurrentPeriod: new(false)}, `{"dateGrouping":0,"includeCurrentPeriod":false,"minCount":0}`},
		{&WATSFilter{YieldValue: new(95), MeasurementPaths: "A/B::M; C/D"}, `{"yield":95,"measurementPaths":"A¶B¶¶M;C¶D"}`},
		{&UnitFlowFilter{}, `{}`},
		{&UnitFlowFilter{ShowList: []string{}}, `{"showList":[]}`},
	} {
		r := &request{}
		if err := r.setFilter(c.filter); err != nil {
			t.Fatal(err)
		}
		compareBody(t, c.want, seen{body: string(r.body)})
	}
}

// TestTwins: without a filter the request is a GET, with one a POST; arguments beside a filter go before its fields.
func TestTwins(t *testing.T) {
	for _, c := range []struct {
		operation string
		args      map[string]any
		method    string
		query     url.Values
		body      string
	}{
		{"get_volume_yield", map[string]any{}, http.MethodGet, url.Values{}, ""},
		{"get_volume_yield", map[string]any{"product_group": "A&B", "level": "1"}, http.MethodGet, url.Values{"productGroup": {"A&B"}, "level": {"1"}}, ""},
		{"get_worst_yield", map[string]any{"filter_data": WATSFilter{PartNumber: "P"}}, http.MethodPost, url.Values{}, `{"partNumber":"P"}`},
		{"get_high_volume", map[string]any{"filter_data": WATSFilter{Level: "1"}, "level": "2"}, http.MethodPost, url.Values{}, `{"level":"2"}`},
		{"get_top_failed", map[string]any{"part_number": "P", "top_count": 1500000}, http.MethodGet, url.Values{"partNumber": {"P"}, "topCount": {"1500000"}}, ""},
		{"get_top_failed", map[string]any{"filter_data": WATSFilter{PartNumber: "P"}, "top_count": 5}, http.MethodPost, url.Values{}, `{"partNumber":"P","topCount":5}`},
		{"get_uut_reports", map[string]any{"serial_number": "S", "status": "f"}, http.MethodGet, url.Values{"serialNumber": {"S"}, "status": {"Failed"}}, ""},
		{"get_uut_reports", map[string]any{"filter_data": WATSFilter{DateFrom: 0.0}, "status": "f"}, http.MethodPost, url.Values{}, `{"dateFrom":"1970-01-01T00:00:00Z","status":"Failed"}`},
	} {
		got := sentBy(t, "analytics."+c.operation, c.args)
		if got.method != c.method {
			t.Errorf("%s %v is a %s", c.operation, c.args, got.method)
		}
		if diff := cmp.Diff(map[string][]string(c.query), got.query); diff != "" {
			t.Errorf("%s %v: %s", c.operation, c.args, diff)
		}
		if c.body == "" && got.body != "" {
			t.Errorf("%s %v sends %s", c.operation, c.args, got.body)
		}
		if c.body != "" {
			compareBody(t, c.body, got)
		}
	}
}

// sentBy is the request that an operation sends.
func sentBy(t *testing.T, name string, args map[string]any) seen {
	t.Helper()
	s := serve(t, says(200, "application/json", "[]"))
	if _, err := find(t, newClient(t, s.URL), name).call(t, inRun(t), args); err != nil {
		t.Errorf("%s: %v", name, err)
	}
	return s.last()
}

// TestCurrentPeriodIsIncluded: unless the filter says otherwise, as soon as it asks for periods.
func TestCurrentPeriodIsIncluded(t *testing.T) {
	for _, name := range []string{"analytics.get_dynamic_yield", "analytics.get_dynamic_repair"} {
		for _, c := range []struct {
			filter WATSFilter
			want   any
		}{
			{WATSFilter{}, nil},
			{WATSFilter{PeriodCount: new(7)}, true},
			{WATSFilter{DateGrouping: new(DateGrouping(4))}, true},
			{WATSFilter{PeriodCount: new(7), IncludeCurrentPeriod: new(false)}, false},
		} {
			var sent map[string]any
			got := sentBy(t, name, map[string]any{"filter_data": c.filter})
			if err := json.Unmarshal([]byte(got.body), &sent); err != nil || sent["includeCurrentPeriod"] != c.want {
				t.Errorf("%s sends %s", name, got.body)
			}
		}
	}
	got := sentBy(t, "analytics.get_dynamic_yield", map[string]any{"filter_data": WATSFilter{Dimensions: "partNumber;period"}})
	if got.query["dimensions"][0] != "partNumber;period" || got.body != `{"dimensions":"partNumber;period"}` {
		t.Errorf("dimensions are sent as %v and %s", got.query, got.body)
	}
}

// TestPeriodsAreBounded: days are checked before anything is sent.
func TestPeriodsAreBounded(t *testing.T) {
	s := serve(t, says(200, "application/json", "[]"))
	for name, args := range map[string]map[string]any{
		"analytics.get_yield_summary":                    {"part_number": "P"},
		"analytics.get_station_yield":                    {"station_name": "S"},
		"analytics.get_test_step_analysis_for_operation": {"part_number": "P", "test_operation": "T"},
	} {
		for _, days := range []any{0, -1, 1 << 30} {
			args["days"] = days
			if _, err := find(t, newClient(t, s.URL), name).call(t, inRun(t), args); fault.KindOf(err) != fault.Usage {
				t.Errorf("%s for %v days: %v", name, days, err)
			}
		}
	}
	if n := len(s.all()); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}
