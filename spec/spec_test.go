// Package spec holds what scripts rely on, written as scripts: each *_spec.lua is a list of cases, and each case is a run
// of its own against an embedded server on a socket. The examples of all declarations are run here too.
package spec

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/watsrun/watsrun/internal/call"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/modules/station"
	"github.com/watsrun/watsrun/modules/std"
	"github.com/watsrun/watsrun/modules/wats"
	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/runtime"
	"github.com/watsrun/watsrun/server"
)

// direct is an outbox that only sends: what the real one does beyond that is tested with it.
type direct struct{ client *wats.Client }

func (d *direct) Submit(ctx context.Context, s wats.Submission) (wats.Outcome, error) {
	id, err := d.client.Post(ctx, s.ContentType, s.Body)
	if err != nil {
		return wats.Outcome{ID: s.ID, State: wats.Rejected, Reason: err.Error(), Err: err}, nil
	}
	return wats.Outcome{ID: id, State: wats.Delivered}, nil
}

// rig is everything that a script talks to: modules, and a server with its own empty database.
type rig struct {
	modules  []*modules.Module
	runtime  *runtime.Runtime
	requests atomic.Int64 // that have reached the server

	mu     sync.Mutex
	routes map[string][]string // of the requests that each operation has made
}

// RoundTrip is part of http.RoundTripper.
func (r *rig) RoundTrip(q *http.Request) (*http.Response, error) {
	if c := call.From(q.Context()); c != nil {
		r.mu.Lock()
		r.routes[c.Operation] = append(r.routes[c.Operation], c.Route)
		r.mu.Unlock()
	}
	return http.DefaultTransport.RoundTrip(q)
}

func newRig(t *testing.T) *rig {
	t.Helper()
	s, err := server.Open(t.Context(), server.Options{Version: "spec"})
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{routes: map[string][]string{}}
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		r.requests.Add(1)
		s.Handler().ServeHTTP(w, q)
	}))
	t.Cleanup(func() { web.Close(); s.Close() })

	here := station.Station{Name: "SPEC-1", Location: "Lab", Purpose: "Development"}
	registry, err := station.NewRegistry(here, nil)
	if err != nil {
		t.Fatal(err)
	}
	host := station.NewHost(here, registry)
	outbox := &direct{}
	client := wats.NewClient(wats.Options{
		BaseURL: web.URL, HTTP: &http.Client{Transport: r}, Outbox: outbox,
		Defaults: func(ctx context.Context) (report.Defaults, error) {
			st := host.Current(ctx)
			return report.Defaults{Station: st.Name, Location: st.Location, Purpose: st.Purpose, Now: modules.RunFrom(ctx).Now}, nil
		},
	})
	outbox.client = client
	r.modules = append(std.Modules(std.Options{}), wats.New(client), host.Module())
	if r.runtime, err = runtime.New(runtime.Options{Modules: r.modules}); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.runtime.Close)
	return r
}

func (r *rig) run(t *testing.T, name, source string) (string, *runtime.Result) {
	t.Helper()
	var out bytes.Buffer
	res := r.runtime.Run(t.Context(), runtime.Job{
		Script: runtime.Script{Name: name, Dir: "testdata", Source: []byte(source)}, Stdout: &out,
		Params: map[string]string{"sn": "SN-7"}, Args: []string{"first", "second"},
	})
	return strings.TrimRight(out.String(), "\n"), res
}

// TestExamples runs the examples of all declarations: what the documentation shows is what happens, and all requests that it
// names are made, and no others.
func TestExamples(t *testing.T) {
	for _, m := range flatten(newRig(t).modules) {
		for _, f := range m.Functions {
			made := runExamples(t, m.Name+"."+f.Name, "", f.Examples)
			if f.Route != "" {
				checkRoutes(t, m.Name+"."+f.Name, append([]string{f.Route}, f.Further...), made)
			}
		}
		for _, c := range m.Classes {
			for _, f := range c.Methods {
				runExamples(t, c.Name+":"+f.Name, c.Setup, f.Examples)
			}
		}
	}
}

func flatten(mods []*modules.Module) []*modules.Module {
	var all []*modules.Module
	for _, m := range mods {
		all = append(append(all, m.Load()), flatten(m.Modules)...)
	}
	return all
}

func checkRoutes(t *testing.T, name string, documented, made []string) {
	for _, route := range made {
		if !slices.Contains(documented, route) {
			t.Errorf("%s makes the request %s, which its documentation does not name", name, route)
		}
	}
	for _, route := range documented {
		if !slices.Contains(made, route) {
			t.Errorf("no example of %s makes the request %s", name, route)
		}
	}
}

// runExamples gives the routes of the requests that calls of name made.
func runExamples(t *testing.T, name, setup string, examples []modules.Example) (made []string) {
	for i, e := range examples {
		t.Run(fmt.Sprintf("%s/%d", name, i+1), func(t *testing.T) {
			r, code := newRig(t), e.Code
			if r.runtime.Check(runtime.Script{Source: []byte("return " + code)}) == nil {
				code = "return " + code
			}
			out, res := r.run(t, name, setup+"local function example() "+code+"\nend\nprint(inspect((example())))")
			if res.Err != nil {
				t.Fatalf("%s\nraises %v", e.Code, res.Err)
			}
			if e.Result != "" && out != e.Result {
				t.Errorf("%s\ngives %s, not %s", e.Code, out, e.Result)
			}
			made = append(made, r.routes[name]...)
		})
	}
	return made
}

func TestEveryDeclarationCanBeBound(t *testing.T) {
	if err := newRig(t).runtime.CheckDeclarations(); err != nil {
		t.Fatal(err)
	}
}

func TestEveryMethodHasAnExample(t *testing.T) {
	for _, m := range flatten(newRig(t).modules) {
		for _, c := range m.Classes {
			for _, f := range c.Methods {
				if len(f.Examples) == 0 {
					t.Errorf("%s:%s has no example", c.Name, f.Name)
				}
			}
		}
	}
}

// TestEveryFunctionHasAnExample also asks for documentation.
func TestEveryFunctionHasAnExample(t *testing.T) {
	for _, m := range flatten(newRig(t).modules) {
		for _, f := range m.Functions {
			if len(f.Examples) == 0 && m.Name+"."+f.Name != "station.exit" {
				t.Errorf("%s.%s has no example", m.Name, f.Name)
			}
			if !strings.HasSuffix(strings.SplitN(f.Doc, "\n", 2)[0], ".") {
				t.Errorf("%s.%s: the documentation %q is no sentence", m.Name, f.Name, f.Doc)
			}
			for _, p := range f.Params {
				if p.Doc == "" {
					t.Errorf("%s.%s: parameter %s is not documented", m.Name, f.Name, p.Name)
				}
			}
		}
	}
}

// TestSpecs runs the cases of *_spec.lua. A case begins with a line "-- case: NAME" and is a run of its own; it fails by
// raising. A line that ends with "--> TEXT" must raise an error with that text, as the last thing that the case does.
func TestSpecs(t *testing.T) {
	files, err := filepath.Glob("*_spec.lua")
	if err != nil || len(files) == 0 {
		t.Fatalf("no specs: %v", err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		parts := strings.Split(string(text), "-- case: ")
		for i, part := range parts[1:] {
			name, body, _ := strings.Cut(part, "\n")
			line := strings.Count(strings.Join(parts[:i+1], "-- case: "), "\n") + 1
			t.Run(file+"/"+name, func(t *testing.T) { runCase(t, file, line, body) })
		}
	}
}

func runCase(t *testing.T, file string, line int, body string) {
	source := strings.Repeat("\n", line) + body // so that messages name the file's own lines
	_, res := newRig(t).run(t, file, source)
	want, at := expected(source)
	switch {
	case want == "" && res.Err != nil:
		t.Errorf("%v\n%s", res.Err, res.Err.Traceback)
	case want != "" && res.Err == nil:
		t.Errorf("%s:%d: did not raise %q", file, at, want)
	case want != "" && !strings.Contains(res.Err.Error(), want):
		t.Errorf("%s:%d: raised %q, want %q", file, at, res.Err, want)
	}
}

func expected(source string) (text string, line int) {
	for i, l := range strings.Split(source, "\n") {
		if _, text, ok := strings.Cut(l, "--> "); ok {
			return text, i + 1
		}
	}
	return "", 0
}
