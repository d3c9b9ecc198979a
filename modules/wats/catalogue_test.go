package wats

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/watsrun/watsrun/internal/shared"
	"github.com/watsrun/watsrun/modules"
)

// entry is an operation as the catalogue of the WATS API describes it.
type entry struct {
	Service, Method, Kind string
	HTTP, Path            *string
	Internal              bool
	Args                  []argument
	Fixed                 map[string]any
	Lenient               string `json:"not_found_lenient"`
}

type argument struct {
	Name, Type, In string
	Wire           *string
	Required       bool
	Default        any
	KeywordOnly    bool `json:"keyword_only"`
}

func readCatalogue(t *testing.T) map[string]entry {
	t.Helper()
	var list []entry
	if err := json.Unmarshal(shared.Read(t, "facts/wats-operations.json"), &list); err != nil {
		t.Fatal(err)
	}
	all := make(map[string]entry, len(list))
	for _, e := range list {
		if e.Kind == "method" {
			all[operation{service: e.Service, name: e.Method}.String()] = e
		}
	}
	return all
}

// ours are operations that the catalogue does not have, each with its reason.
var ours = map[string]string{
	"try":                    "a way to catch errors",
	"report.each_uut_header": "a loop over all pages",
	"report.each_uur_header": "a loop over all pages",
}

// otherwise are the arguments that differ from the catalogue on purpose, each with its reason.
var otherwise = map[string]string{
	"report.create_uut_report/operator": "the run has one",
	"report.get_attachment/report_id":   "the server cannot find the attachment without it",
}

// complete are the services of which every method of the catalogue is declared.
var complete = []string{"client", "process", "report"}

func TestEveryOperationIsInTheCatalogue(t *testing.T) {
	catalogue := readCatalogue(t)
	declared := map[string]bool{}
	for _, o := range operations(newClient(t, "")) {
		declared[o.String()] = true
		if _, known := catalogue[o.String()]; !known && ours[o.String()] == "" {
			t.Errorf("%s is not in the catalogue", o)
		}
	}
	for name, e := range catalogue {
		if slices.Contains(complete, e.Service) && !declared[name] {
			t.Errorf("%s is not declared", name)
		}
	}
}

// TestArguments compares names, order, obligation and defaults: a call written for pyWATS must mean the same.
func TestArguments(t *testing.T) {
	catalogue := readCatalogue(t)
	for _, o := range operations(newClient(t, "")) {
		e, known := catalogue[o.String()]
		if !known {
			continue
		}
		for i, a := range e.Args {
			at := slices.IndexFunc(o.Params, func(p modules.Param) bool { return p.Name == a.Name })
			switch {
			case at < 0:
				t.Errorf("%s has no argument %s", o, a.Name)
				continue
			case at != i && !a.KeywordOnly:
				t.Errorf("%s: argument %s is at position %d, not %d", o, a.Name, at+1, i+1)
			}
			p := o.Params[at]
			if p.Required != a.Required && otherwise[o.String()+"/"+a.Name] == "" {
				t.Errorf("%s: argument %s is required: %v, in the catalogue %v", o, a.Name, p.Required, a.Required)
			}
			if want := defaultText(a.Default); want != "" && p.Default != want {
				t.Errorf("%s: argument %s is %q when not given, in the catalogue %q", o, a.Name, p.Default, want)
			}
		}
		for _, p := range o.Params {
			known := slices.ContainsFunc(e.Args, func(a argument) bool { return a.Name == p.Name })
			if p.Required && !known && otherwise[o.String()+"/"+p.Name] == "" {
				t.Errorf("%s demands %s, of which the catalogue knows nothing", o, p.Name)
			}
		}
	}
}

func defaultText(v any) string {
	switch v := v.(type) {
	case string:
		if v == "U" {
			return "uut"
		}
		return v
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	}
	return ""
}

// values are what the arguments of a type are in the test, and how they look on the wire.
var values = map[string]struct{ given, wire any }{
	"string":            {"a b&c/ø", "a b&c/ø"},
	"guid":              {testID, testID},
	"integer":           {7, 7.0},
	"integer|string":    {"7", nil},
	"boolean":           {true, true},
	"string[]":          {[]string{"one", "two"}, "one,two"},
	"ReportType|string": {"uur", "R"},
	"ProductState":      {0, 0.0},
	"datetime":          {"2026-01-02T03:04:05+02:00", nil},
	"Product":           {`{"partNumber":"P","unknownKey":[1]}`, nil},
}

// fixedQueries are the query parameters of operations that make a filter of their arguments.
var fixedQueries = map[string]url.Values{
	"report.query_headers_with_subunits": {"$expand": {"uurSubUnits"}},
	"report.query_headers_by_subunit_part_number": {
		"$expand": {"uurSubUnits"}, "$filter": {"uurSubUnits/any(s: s/partNumber eq 'a b&c/ø')"},
	},
	"report.query_headers_by_subunit_serial": {
		"$expand": {"uurSubUnits"}, "$filter": {"uurSubUnits/any(s: s/serialNumber eq 'a b&c/ø')"},
	},
	"report.get_headers_by_serial":      {"$filter": {"serialNumber eq 'a b&c/ø'"}},
	"report.get_headers_by_part_number": {"$filter": {"partNumber eq 'a b&c/ø'"}},
	"report.get_headers_by_date_range":  {"$filter": {"start ge 2026-01-02T01:04:05.000Z and start le 2026-01-02T01:04:05.000Z"}},
	"report.get_recent_headers":         {"$filter": {"start ge 2026-02-25T04:06:07.000Z and start le 2026-03-04T04:06:07.000Z"}},
	"report.get_todays_headers":         {"$filter": {"start ge 2026-03-03T23:00:00.000Z and start le 2026-03-04T22:59:59.999Z"}},
	"report.get_attachment":             {"reportId": {testID}},
}

// always are members of bodies that are sent though they are no arguments of the catalogue.
var always = map[string]map[string]any{
	"product.create_product": {"revisions": []any{}, "tags": []any{}},
}

// TestRequests compares verb, path, query names and body of every operation's request, as they arrive at a socket, with
// the catalogue.
func TestRequests(t *testing.T) {
	catalogue := readCatalogue(t)
	for _, o := range operations(newClient(t, "")) {
		e := catalogue[o.String()]
		if e.HTTP == nil || strings.HasPrefix(o.name, "submit") {
			continue // submitting has tests of its own
		}
		t.Run(o.String(), func(t *testing.T) {
			s := serve(t, says(200, "application/json", "[]"))
			args := map[string]any{"report_id": testID}
			for _, a := range e.Args {
				v, ok := values[a.Type]
				if !ok {
					t.Fatalf("no value for the type %s of %s", a.Type, a.Name)
				}
				args[a.Name] = v.given
			}
			c := newClient(t, s.URL)
			_, _ = find(t, c, o.String()).call(t, inRun(t), args) // what the answer means is not tested here
			requests := s.all()
			if len(requests) != 1 {
				t.Fatalf("%d requests arrived", len(requests))
			}
			compareRequest(t, o.String(), e, requests[0], s.URL)
		})
	}
}

func compareRequest(t *testing.T, name string, e entry, got seen, base string) {
	t.Helper()
	path, query, body := *e.Path, url.Values{}, map[string]any{}
	var whole any
	for _, a := range e.Args {
		v := values[a.Type]
		switch text, _ := json.Marshal(v.wire); {
		case a.In == "path":
			path = strings.Replace(path, "{"+*a.Wire+"}", url.PathEscape(v.given.(string)), 1)
		case a.In == "query" && *a.Wire != "$filter" || a.Name == "odata_filter":
			query.Set(*a.Wire, strings.Trim(unquoted(string(text)), `"`))
		case a.In == "body" && *a.Wire == "(whole)":
			_ = json.Unmarshal([]byte(v.given.(string)), &whole)
		case a.In == "body":
			body[*a.Wire] = v.wire
		}
	}
	for k, v := range e.Fixed {
		if text, ok := v.(string); ok && !strings.ContainsAny(text, "{|") {
			query.Set(k, text)
		}
	}
	for k, v := range fixedQueries[name] {
		query[k] = v
	}
	for k, v := range always[name] {
		body[k] = v
	}
	if whole == nil && len(body) > 0 {
		whole = body
	}
	gotPath, _, _ := strings.Cut(got.uri, "?")
	if got.method != *e.HTTP || gotPath != path {
		t.Errorf("sent %s %s, in the catalogue %s %s", got.method, gotPath, *e.HTTP, path)
	}
	if diff := cmp.Diff(map[string][]string(query), got.query, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("query (-catalogue +sent):\n%s", diff)
	}
	var sent any
	if got.body != "" {
		if err := json.Unmarshal([]byte(got.body), &sent); err != nil {
			t.Errorf("the body %s is not JSON", got.body)
		}
	}
	if diff := cmp.Diff(whole, sent); diff != "" {
		t.Errorf("body (-catalogue +sent):\n%s", diff)
	}
	compareHeaders(t, e, got.header, base)
}

func unquoted(text string) string {
	if s, err := strconv.Unquote(text); err == nil {
		return s
	}
	return text
}

func compareHeaders(t *testing.T, e entry, got http.Header, base string) {
	t.Helper()
	want := map[string]string{
		"Authorization": "Basic " + testToken, "X-Correlation-Id": corrID, "User-Agent": "watsrun/test", "Referer": "", "Content-Type": "",
	}
	if e.Internal {
		want["Referer"] = base
	}
	if *e.HTTP != http.MethodGet {
		want["Content-Type"] = "application/json"
	}
	for name, value := range want {
		if got.Get(name) != value {
			t.Errorf("header %s is %q, want %q", name, got.Get(name), value)
		}
	}
}
