package wats

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"reflect"
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
		for i, a := range e.Args {
			e.Args[i].Name = strings.TrimLeft(a.Name, "*") // pyWATS's keyword arguments
		}
		if !strings.Contains(e.Method, ".") && e.Kind == "method" { // the others are tested with their classes
			all[operation{service: e.Service, name: e.Method}.String()] = e
		}
	}
	return all
}

func TestEveryOperationIsInTheCatalogue(t *testing.T) {
	catalogue := readCatalogue(t)
	declared := map[string]bool{}
	for _, o := range operations(newClient(t, "")) {
		declared[o.String()] = true
		if _, known := catalogue[o.String()]; !known && cases.ours[o.String()] == "" {
			t.Errorf("%s is not in the catalogue", o)
		}
	}
	for name, e := range catalogue {
		if slices.Contains(cases.complete, e.Service) && !declared[name] {
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
			case at < 0 && cases.otherwise[o.String()+"/"+a.Name] != "":
				continue
			case at < 0:
				t.Errorf("%s has no argument %s", o, a.Name)
				continue
			case at != i && !a.KeywordOnly:
				t.Errorf("%s: argument %s is at position %d, not %d", o, a.Name, at+1, i+1)
			}
			p := o.Params[at]
			if p.Required != a.Required && cases.otherwise[o.String()+"/"+a.Name] == "" {
				t.Errorf("%s: argument %s is required: %v, in the catalogue %v", o, a.Name, p.Required, a.Required)
			}
			got := p.Default
			if w, known := p.Type.Find(got); known && p.Type.Numbers() {
				got = strconv.Itoa(w.Code)
			}
			if want := defaultText(a.Default); want != "" && got != want && cases.otherwise[o.String()+"/"+a.Name] == "" {
				t.Errorf("%s: argument %s is %q when not given, in the catalogue %q", o, a.Name, p.Default, want)
			}
		}
		for _, p := range o.Params {
			known := slices.ContainsFunc(e.Args, func(a argument) bool { return a.Name == p.Name })
			if p.Required && !known && cases.otherwise[o.String()+"/"+p.Name] == "" {
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

// values are what the arguments of a type are in the test, where a service does not say otherwise, and how they look on
// the wire; nil where they look alike.
var values = map[string]struct{ given, wire any }{
	"string":             {"a b&c/ø", nil},
	"guid":               {testID, nil},
	"integer":            {7, 7.0},
	"number":             {7.5, nil},
	"integer|string":     {"7", nil},
	"boolean":            {true, nil},
	"string[]":           {[]string{"one", "two"}, nil},
	"guid[]":             {[]string{testID}, nil},
	"ReportType|string":  {"uur", "R"},
	"ProductState":       {"INACTIVE", 0.0},
	"AssetState":         {"SCRAPPED", 6.0},
	"AssetState|integer": {"SCRAPPED", 6.0},
	"PackageStatus":      {"RELEASED", "Released"},
	"TicketStatus":       {"SOLVED", 8.0},
	"TicketPriority":     {"HIGH", 2.0},
	"TicketView":         {"ALL", 2.0},
	"AlarmType":          {"ASSET", 5.0},
	"datetime":           {"2026-01-02T03:04:05+02:00", nil},
	"bytes":              {"\x00content\xff", nil},
	"table":              {`{"oneKey":1}`, nil},
	"table[]":            {`[{"oneKey":1}]`, nil},
}

// argsOf are arguments with which an operation is called, by name.
func argsOf(t *testing.T, name string, e entry) map[string]any {
	t.Helper()
	args := maps.Clone(cases.args[name])
	if args == nil {
		args = map[string]any{}
	}
	for _, a := range e.Args {
		if _, given := args[a.Name]; given {
			continue
		}
		v, ok := values[a.Type]
		if !ok {
			t.Fatalf("no value for the type %s of %s: add it to the service's cases", a.Type, a.Name)
		}
		args[a.Name] = v.given
	}
	return args
}

// onWire is how an argument looks in a query or body.
func onWire(a argument, given any) any {
	if v, ok := values[a.Type]; ok && v.wire != nil && reflect.DeepEqual(given, v.given) {
		return v.wire
	}
	return given
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
			s := serve(t, cases.answer)
			args := argsOf(t, o.String(), e)
			o := find(t, newClient(t, s.URL), o.String())
			_, err := o.call(t, inRun(t), args) // what the answer means is not tested here
			requests := s.all()
			want := cases.requests[o.String()]
			if want == nil {
				want = []string{*e.HTTP + " " + *e.Path}
			}
			var sent []string
			for _, r := range requests {
				path, _, _ := strings.Cut(r.uri, "?")
				sent = append(sent, r.method+" "+path)
			}
			for i := range want {
				want[i] = fillPath(want[i], e, args)
			}
			if diff := cmp.Diff(want, sent); diff != "" {
				t.Fatalf("requests (-catalogue +sent):\n%s\nerror: %v", diff, err)
			}
			compareRequest(t, o.String(), e, args, requests[len(requests)-1], s.URL)
		})
	}
}

// fillPath puts the arguments into a route, percent-encoded.
func fillPath(route string, e entry, args map[string]any) string {
	for _, a := range e.Args {
		text := segment(fmt.Sprint(args[a.Name]))
		route = strings.ReplaceAll(route, "{"+a.Name+"}", text)
		if a.Wire != nil {
			route = strings.ReplaceAll(route, "{"+*a.Wire+"}", text)
		}
	}
	return route
}

func compareRequest(t *testing.T, name string, e entry, args map[string]any, got seen, base string) {
	t.Helper()
	want, special := cases.queries[name]
	if cases.requests[name] == nil {
		want = queryOf(e, args)
		maps.Copy(want, cases.queries[name])
	}
	if special || cases.requests[name] == nil {
		if diff := cmp.Diff(map[string][]string(want), got.query, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("query (-catalogue +sent):\n%s", diff)
		}
	}
	if want, special := cases.bodies[name]; special || cases.requests[name] == nil {
		if !special {
			want = bodyOf(t, name, e, args)
		}
		compareBody(t, want, got)
	}
	compareHeaders(t, name, e, got.header, base)
}

func queryOf(e entry, args map[string]any) url.Values {
	query := url.Values{}
	for _, a := range e.Args {
		if a.In != "query" {
			continue
		}
		switch v := onWire(a, args[a.Name]).(type) {
		case nil:
		case []string:
			query.Set(*a.Wire, strings.Join(v, ","))
		default:
			query.Set(*a.Wire, fmt.Sprint(v))
		}
	}
	for k, v := range e.Fixed {
		if text, ok := v.(string); ok && !strings.ContainsAny(text, "{|") {
			query.Set(k, text)
		}
	}
	return query
}

// bodyOf is the body as text or bytes, or as what JSON would be read into; nil for none.
func bodyOf(t *testing.T, name string, e entry, args map[string]any) any {
	t.Helper()
	members := map[string]any{}
	for _, a := range e.Args {
		if a.In != "body" {
			continue
		}
		given := onWire(a, args[a.Name])
		switch {
		case strings.HasPrefix(*a.Wire, "(whole"), *a.Wire == "[Product]":
			return given
		case *a.Wire == "(merged)":
			if err := json.Unmarshal([]byte(given.(string)), &members); err != nil {
				t.Fatal(err)
			}
		case given != nil:
			members[*a.Wire] = given
		}
	}
	maps.Copy(members, cases.always[name])
	if len(members) == 0 {
		return nil
	}
	return members
}

// compareBody compares what was sent with text that is JSON or is sent as it is, or with a Go value that is sent as JSON.
func compareBody(t *testing.T, want any, got seen) {
	t.Helper()
	text, isText := want.(string)
	if want == nil || isText && !json.Valid([]byte(text)) {
		if got.body != text {
			t.Errorf("the body is %q, not %q", got.body, text)
		}
		return
	}
	if !isText {
		data, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		text = string(data)
	}
	var asked, sent any
	if err := json.Unmarshal([]byte(text), &asked); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(got.body), &sent); err != nil {
		t.Errorf("the body %q is not JSON", got.body)
	}
	if diff := cmp.Diff(asked, sent); diff != "" {
		t.Errorf("body (-catalogue +sent):\n%s", diff)
	}
}

func compareHeaders(t *testing.T, name string, e entry, got http.Header, base string) {
	t.Helper()
	want := map[string]string{
		"Authorization": "Basic " + testToken, "X-Correlation-Id": callID, "User-Agent": "watsrun/test", "Referer": "", "Content-Type": "",
	}
	if e.Internal {
		want["Referer"] = base
	}
	if *e.HTTP != http.MethodGet {
		want["Content-Type"] = orElse(cases.mimes[name], "application/json")
	}
	for name, value := range want {
		if !strings.HasPrefix(got.Get(name), value) || value == "" && got.Get(name) != "" {
			t.Errorf("header %s is %q, want %q", name, got.Get(name), value)
		}
	}
}
