package wats

import (
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// build chains calls: a field's name, then method and value, as a script does.
func build(t *testing.T, b *ODataFilterBuilder, chain ...any) string {
	t.Helper()
	_, c := filterClass().Go, filterClass()
	for i := 0; i < len(chain); i += 2 {
		_, method := c.Member(chain[i].(string))
		if method == nil {
			t.Fatalf("no method %v", chain[i])
		}
		in := newArgs(t, method, chain[i+1])
		if _, err := method.Invoke(inRun(t), b, in); err != nil {
			t.Fatalf("%v(%v): %v", chain[i], chain[i+1], err)
		}
	}
	text, err := b.Build(noArguments{})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestFilterBuilder(t *testing.T) {
	start := func() *ODataFilterBuilder { return &ODataFilterBuilder{operator: "and"} }
	group := start()
	build(t, group, "field", "result", "eq", "Failed", "field", "result", "eq", "Error")
	for want, chain := range map[string][]any{
		"":                                   {},
		"serialNumber eq 'S''1'":             {"field", "serialNumber", "eq", "S'1"},
		"serialNumber ne 'x'' or 1 eq 1'":    {"field", "serial_number", "ne", "x' or 1 eq 1"},
		"processCode gt 10 and yield le 0.5": {"field", "processCode", "gt", 10.0, "field", "yield", "le", 0.5},
		"a ge 1 or b lt true":                {"use_or", nil, "field", "a", "ge", 1.0, "field", "b", "lt", true},
		"a eq 12345678901234":                {"field", "a", "eq", 12345678901234.0},
		"contains(name,'50%''')":             {"field", "name", "contains", "50%'"},
		"startswith(name,'a') and endswith(name,'b')":            {"field", "name", "startswith", "a", "field", "name", "endswith", "b"},
		"a eq null and b ne null":                                {"field", "a", "is_null", nil, "field", "b", "is_not_null", nil},
		"a eq 'x' or a eq 'y'''":                                 {"field", "a", "in_list", []any{"x", "y'"}},
		"(a eq 'x' or a eq 2) and b eq 'z'":                      {"field", "a", "in_list", []any{"x", 2.0}, "field", "b", "eq", "z"},
		"a eq 'x' and b eq 'z'":                                  {"field", "a", "in_list", []any{"x"}, "field", "b", "eq", "z"},
		"false and b eq 'z'":                                     {"field", "a", "in_list", []any{}, "field", "b", "eq", "z"},
		"b eq 'z' and (result eq 'Failed' or result eq 'Error')": {"field", "b", "eq", "z", "or_group", group},
		"a eq 1 or b eq 2":                                       {"raw", " a eq 1 or b eq 2 "},
		"(a eq 1 or b eq 2) and c eq 'd'":                        {"raw", "a eq 1 or b eq 2", "field", "c", "eq", "d"},
		"start ge 2026-01-02T02:04:05.000Z":                      {"field", "start", "ge", "2026-01-02T03:04:05+01:00"},
		"s/calibrationDate lt 2026-01-02T02:04:05.250Z":          {"field", "s/calibrationDate", "lt", "2026-01-02T03:04:05.25+01:00"},
		"comment eq '2026-01-02'":                                {"field", "comment", "eq", "2026-01-02"},
		"start eq 'soon'":                                        {"field", "start", "eq", "soon"},
		"start ge 2026-01-02T02:04:05.250Z":                      {"field", "start", "ge", 1767319445.25},
		"uuid eq " + testID:                                      {"field", "uuid", "eq", strings.ToUpper(testID)},
		"name eq '" + testID + "'":                               {"field", "name", "eq", testID},
	} {
		if got := build(t, start(), chain...); got != want {
			t.Errorf("%v\ngives %s\nnot   %s", chain, got, want)
		}
	}
}

// newArgs are a method's arguments with one value.
func newArgs(t *testing.T, method *modules.Function, value any) any {
	t.Helper()
	switch {
	case len(method.Params) == 0:
		return &noArguments{}
	case method.Name == "field":
		return &fieldArg{value.(string)}
	case method.Name == "in_list":
		return &listedArg{value.([]any)}
	case method.Name == "or_group":
		return &groupArg{value.(*ODataFilterBuilder)}
	case method.Name == "raw":
		return &expressionArg{value.(string)}
	case method.Params[0].Required:
		return &textArg{value.(string)}
	}
	return &comparedArg{value}
}

func TestFilterBuilderRefuses(t *testing.T) {
	b := func() *ODataFilterBuilder { return &ODataFilterBuilder{operator: "and"} }
	named := func() *ODataFilterBuilder {
		one, err := b().Field(fieldArg{"a"})
		if err != nil {
			t.Fatal(err)
		}
		return one
	}
	for name, call := range map[string]func() error{
		"no field":          func() error { _, err := b().compare("eq", "x"); return err },
		"two fields":        func() error { _, err := named().Field(fieldArg{"b"}); return err },
		"no comparison":     func() error { _, err := named().Build(noArguments{}); return err },
		"nil":               func() error { _, err := named().compare("eq", nil); return err },
		"NaN":               func() error { _, err := named().compare("eq", math.NaN()); return err },
		"table":             func() error { _, err := named().compare("eq", map[string]any{}); return err },
		"injected field":    func() error { _, err := b().Field(fieldArg{"a eq 1 or b"}); return err },
		"blank raw":         func() error { _, err := b().Raw(expressionArg{" "}); return err },
		"nil in a list":     func() error { _, err := named().InList(listedArg{[]any{nil}}); return err },
		"unfinished group":  func() error { _, err := b().OrGroup(groupArg{named()}); return err },
		"no such GUID":      func() error { _, err := guidLiteral("x"); return err },
		"negative top":      func() error { n := -1; _, err := queryParams(&queryParamsArgs{Top: &n}); return err },
		"days":              func() error { _, err := recentFilter(&recentFilterArgs{0, onStart}, testNow); return err },
		"field of a period": func() error { _, err := todayFilter(&fieldNameArg{"start ge"}, testNow); return err },
	} {
		if err := call(); fault.KindOf(err) != fault.Usage {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestFilterFunctions: pyWATS does not double quotes and writes local times as if they were UTC.
func TestFilterFunctions(t *testing.T) {
	c := newClient(t, "")
	for name, e := range map[string]struct {
		args map[string]any
		want any
	}{
		"build_serial_filter":         {map[string]any{"serial_number": "S'1"}, "serialNumber eq 'S''1'"},
		"build_part_number_filter":    {map[string]any{"part_number": "O'Neil"}, "partNumber eq 'O''Neil'"},
		"build_subunit_part_filter":   {map[string]any{"subunit_part_number": "O'", "is_uut": false}, "uurSubUnits/any(s: s/partNumber eq 'O''')"},
		"build_subunit_serial_filter": {map[string]any{"subunit_serial_number": "O'"}, "subUnits/any(s: s/serialNumber eq 'O''')"},
		"build_date_range_filter": {
			map[string]any{"start_date": "2026-01-02T00:00:00+02:00", "field_name": "serial_date"}, "serialDate ge 2026-01-01T22:00:00.000Z",
		},
		"build_header_filter": {
			map[string]any{"part_number": "P'", "end_date": "2026-01-02T00:00:00+02:00"}, "partNumber eq 'P''' and start le 2026-01-01T22:00:00.000Z",
		},
		"build_recent_filter": {map[string]any{"days": 1.0}, "start ge 2026-03-03T04:06:07.000Z and start le 2026-03-04T04:06:07.000Z"},
		"build_today_filter":  {nil, "start ge 2026-03-03T23:00:00.000Z and start le 2026-03-04T22:59:59.999Z"},
		"get_expand_fields": {
			map[string]any{"is_uut": true, "include_subunits": true, "include_misc_info": true, "include_assets": true, "include_attachments": true},
			[]string{"subUnits", "miscInfo", "assets", "attachments"},
		},
		"build_query_params": {
			map[string]any{"odata_filter": "a eq 1", "top": 5, "skip": 0, "count": true, "expand": []string{"x", "y"}},
			map[string]any{"$filter": "a eq 1", "$top": 5, "$skip": 0, "$count": true, "$expand": "x,y"},
		},
		"get_default_query_params": {nil, map[string]any{"reportType": "U", "$top": 100, "$orderby": "start desc"}},
		"build_expand_clause":      {nil, nil},
	} {
		got, err := find(t, c, "filter."+name).call(t, inRun(t), e.args)
		if diff := cmp.Diff(e.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
	if _, err := find(t, c, "filter.build_date_range_filter").call(t, inRun(t), map[string]any{
		"start_date": "2026-01-02", "end_date": "2026-01-01",
	}); fault.KindOf(err) != fault.Usage {
		t.Error(err)
	}
}

// TestPeriodsAreLocalDays also where the clock is put forward.
func TestPeriodsAreLocalDays(t *testing.T) {
	oslo, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		t.Skip(err)
	}
	got, err := todayFilter(&onStart, time.Date(2026, 3, 29, 12, 0, 0, 0, oslo))
	if want := "start ge 2026-03-28T23:00:00.000Z and start le 2026-03-29T21:59:59.999Z"; err != nil || got != want {
		t.Errorf("%s, %v", got, err)
	}
}
