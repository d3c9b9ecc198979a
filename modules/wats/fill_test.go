package wats

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

var awkward = []string{
	"PCBA-7", "A/B", "A#1", "50%", "50%25", "a b", "Ø-æ-日本", "x?y=z", "a+b", "a&b;c", "{part_number}", `a\b`, `"q"`, "a:b@c", "~.-_", ".", "..", "...",
	"a/../b", "%2e%2e", "\x01\x7f", "é́", strings.Repeat("long ", 100),
}

// TestPathSegments: a key may be anything; the server must get it whole, and as one segment.
func TestPathSegments(t *testing.T) {
	var got string
	mux := http.NewServeMux()
	mux.HandleFunc("GET /api/Product/{part}", func(w http.ResponseWriter, r *http.Request) {
		got = r.PathValue("part")
		says(200, "application/json", `{"partNumber":"P"}`)(w, r)
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	o := find(t, newClient(t, s.URL), "product.get_product")
	for _, key := range awkward {
		got = "(nothing arrived)"
		if _, err := o.call(t, inRun(t), map[string]any{"part_number": key}); err != nil || got != key {
			t.Errorf("%q arrives as %q, %v", key, got, err)
		}
	}
}

// TestEveryPathArgument sends an awkward key through every operation that has one in its path.
func TestEveryPathArgument(t *testing.T) {
	s := serve(t, says(404, "text/plain", ""))
	c := newClient(t, s.URL)
	for _, o := range requesting(t) {
		before, rest, found := strings.Cut(o.Route, "{")
		name, after, _ := strings.Cut(rest, "}")
		if !found || !slices.ContainsFunc(o.Params, func(p modules.Param) bool { return p.Name == name && p.Type.Kind == modules.String }) {
			continue // no path argument, one that is taken from a record, or a number
		}
		_, path, _ := strings.Cut(before, " ")
		args := sampleArgs(o)
		args[name] = "a/b #%?ø"
		for _, p := range o.Params {
			after = strings.ReplaceAll(after, "{"+p.Name+"}", segment(fmt.Sprint(args[p.Name])))
		}
		_, _ = find(t, c, o.String()).call(t, inRun(t), args)
		all := s.all()
		got, _, _ := strings.Cut(all[len(all)-1].uri, "?")
		if want := path + "a%2Fb%20%23%25%3F%C3%B8" + after; got != want {
			t.Errorf("%s asks for %s, want %s", o, got, want)
		}
	}
}

// FuzzSegment reads the path as a server does: parted at its slashes, then decoded.
func FuzzSegment(f *testing.F) {
	for _, key := range awkward {
		f.Add(key)
	}
	f.Fuzz(func(t *testing.T, key string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://x/api/"+segment(key)+"/end", nil)
		if err != nil {
			t.Fatal(err)
		}
		parts := strings.Split(r.URL.EscapedPath(), "/")
		if len(parts) != 4 || parts[2] == "." || parts[2] == ".." {
			t.Fatalf("%q becomes %q", key, parts)
		}
		if got, err := url.PathUnescape(parts[2]); err != nil || got != key {
			t.Errorf("%q arrives as %q, %v", key, got, err)
		}
	})
}

type everything struct {
	Text    string                  `lua:"text" query:"text"`
	Flag    *bool                   `lua:"flag" query:"flag"`
	Count   *int                    `lua:"count" query:"$count"`
	Ratio   *float64                `lua:"ratio" query:"ratio"`
	At      *time.Time              `lua:"at" query:"at"`
	Kind    ReportKind              `lua:"kind" query:"kind"`
	List    []string                `lua:"list" query:"list"`
	Name    *string                 `lua:"name" json:"name"`
	Label   string                  `lua:"label" json:"label"`
	Amount  *float64                `lua:"amount" json:"Amount"`
	Tags    []string                `lua:"tags" json:"tags,always"`
	Others  []string                `lua:"others" json:"others"`
	Setting modules.Record[Setting] `lua:"setting" json:"setting"`
	Map     map[string]int          `lua:"map" json:"map"`
}

func pointer[T any](v T) *T { return &v }

func TestFill(t *testing.T) {
	p := &plan{route: "POST /api/X", fields: fieldsOf(reflect.TypeFor[everything](), "/api/X"), object: true, fixed: map[string]string{"always": "1"}}
	for _, c := range []struct {
		name        string
		in          everything
		query, body string
	}{
		{"nothing given", everything{Setting: modules.Record[Setting]{JSON: []byte("{}")}}, "always=1", `{"tags":[],"setting":{}}`},
		{
			"everything given",
			everything{
				"a b", pointer(false), pointer(0), pointer(1e6), pointer(testNow), "R",
				[]string{"x", "y"},
				pointer(""), "l", pointer(2.5),
				[]string{"t"},
				[]string{},
				modules.Record[Setting]{JSON: []byte(`{"key":"k","new":null}`)},
				map[string]int{"n": 1},
			},
			"%24count=0&always=1&at=2026-03-04T05%3A06%3A07%2B01%3A00&flag=false&kind=R&list=x%2Cy&ratio=1000000&text=a+b",
			`{"name":"","label":"l","Amount":2.5,"tags":["t"],"others":[],"setting":{"key":"k","new":null},"map":{"n":1}}`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			r, err := p.request(t.Context(), &c.in)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.query, r.query.Encode()); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.body, string(r.body)); diff != "" || !json.Valid(r.body) {
				t.Error(diff)
			}
		})
	}
}

// TestDeclarationsThatCannotWork are refused when the program starts.
func TestDeclarationsThatCannotWork(t *testing.T) {
	type lost struct {
		Lost string `lua:"lost"`
	}
	for name, declare := range map[string]func(){
		"an argument that goes nowhere": func() { op[lost, string]("x", "X.", "GET /api/X") },
		"a path that nothing fills":     func() { op[lost, string]("x", "X.", "GET /api/{lost}/{other}") },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("it is taken")
				}
			}()
			declare()
		})
	}
}

// TestProductIsSentWhole: what a script does not give is not sent, but for the lists that the server wants.
func TestProductIsSentWhole(t *testing.T) {
	s := serve(t, says(200, "application/json", `{"partNumber":"P"}`))
	o := find(t, newClient(t, s.URL), "product.create_product")
	if _, err := o.call(t, inRun(t), map[string]any{"part_number": "P"}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(`{"partNumber":"P","nonSerial":false,"state":1,"revisions":[],"tags":[]}`, s.all()[0].body); diff != "" {
		t.Error(diff)
	}
	if _, err := o.call(t, inRun(t), map[string]any{"part_number": " \t"}); err == nil || len(s.all()) != 1 {
		t.Errorf("a blank part number gives %v after %d requests", err, len(s.all()))
	}
}

// TestRecordsMustBeComplete: a product without its key is not sent.
func TestRecordsMustBeComplete(t *testing.T) {
	s := serve(t, says(200, "application/json", `{"partNumber":"P"}`))
	o := find(t, newClient(t, s.URL), "product.update_product")
	for _, product := range []string{`{}`, `{"partNumber":null}`, `{"partNumber":""}`, `{"part_number":"P"}`} {
		_, err := o.call(t, inRun(t), map[string]any{"product": product})
		if f := fault.Of(err); f == nil || f.Kind != fault.Usage || !strings.Contains(f.Message, "product.part_number is required") {
			t.Errorf("%s: %v", product, err)
		}
	}
	if len(s.all()) != 0 {
		t.Errorf("%d requests were sent", len(s.all()))
	}
}
