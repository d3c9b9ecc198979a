package wats

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/watsrun/watsrun/internal/call"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// declaration is one operation, declared once and bound to a client when the module is made.
type declaration func(c *Client) *modules.Function

// answerMode says what an operation makes of a missing thing (404, or a success with nothing in it) unless it is strict.
type answerMode int

const (
	mustExist      answerMode = iota // it is an error
	missingIsNil                     // it is nil
	missingIsEmpty                   // it is what an empty list or object would be
	missingIsFalse                   // it is false
)

// plan is a declared operation: where it goes, how its arguments become a request, and what its answer becomes.
type plan struct {
	route    string
	further  []string // routes of other requests that it may make, for the documentation
	fields   []field
	fixed    map[string]string // query parameters that are always the same
	object   bool              // whether the body is an object made of arguments
	mime     string            // of the body, empty for JSON
	form     string            // the field of a form that holds the content, empty where the content is the body
	truth    bool              // any success is true
	missing  answerMode
	accept   string // the type of a file, empty for JSON
	prepare  func(ctx context.Context, in any, r *request) error
	decode   func(in any, a *response) (any, error)
	result   *modules.Type
	declared []modules.Option
}

// option sets something of an operation beyond its name and route.
type option func(*plan)

// lenient declares what is returned for a missing thing. Lists and maps are empty without being told.
func lenient(m answerMode) option { return func(p *plan) { p.missing = m } }

// show adds an example; see modules.Show.
func show(code, result string) option { return declare(modules.Show(code, result)) }

// note says what differs from pyWATS and why.
func note(text string) option { return declare(modules.Note(text)) }

// own says that pyWATS has nothing of the kind.
func own() option { return declare(modules.PyWATS()) }

// routed names the routes that a composed operation uses, the first one first, for the documentation and the coverage table.
func routed(route string, further ...string) option {
	return func(p *plan) { p.route, p.further = route, further }
}

// declare passes options of the vocabulary on.
func declare(options ...modules.Option) option {
	return func(p *plan) { p.declared = append(p.declared, options...) }
}

// mayBeNil says that reads gives nil for what is not there.
func mayBeNil(p *plan) {
	declare(func(f *modules.Function) {
		t := *f.Result
		t.Optional = true
		f.Result = &t
	})(p)
}

// fixed sends a query parameter that is no argument.
func fixed(wire, value string) option {
	return func(p *plan) {
		if p.fixed == nil {
			p.fixed = map[string]string{}
		}
		p.fixed[wire] = value
	}
}

// accepts asks for a file of a type and gives its bytes, or the path of the file that they were written to; see download.
func accepts(mime string) option { return func(p *plan) { p.accept = mime } }

// sends declares the type of a body that is no JSON.
func sends(mime string) option { return func(p *plan) { p.mime = mime } }

// sendsForm has the content sent as a file in a field of a form, as browsers do.
func sendsForm(field string) option { return func(p *plan) { p.form = field } }

// succeeds has the operation return true for every success, whatever the server says with it. There is no false: what
// could not be done raises, since nobody looks at a false.
func succeeds(p *plan) { p.truth = true }

// prepares has the arguments checked, or the request completed, where tags cannot say how. The request is filled already.
func prepares[In any](f func(ctx context.Context, in *In, r *request) error) option {
	return func(p *plan) {
		p.prepare = func(ctx context.Context, in any, r *request) error { return f(ctx, in.(*In), r) }
	}
}

// reads has the answer of a success read in a way of its own. It is never empty but for missingIsEmpty, where a missing
// thing arrives as [] or {}.
func reads[In any](f func(in *In, a *response) (any, error)) option {
	return func(p *plan) {
		p.decode = func(in any, a *response) (any, error) { return f(in.(*In), a) }
	}
}

// op declares an operation that is one request. In's fields are the arguments: one that the route names goes into the
// path, query:"wire" into the query, json:"wire" into an object that is the body; for body:"..." see fill.go. Out describes
// the answer, struct{} for none.
func op[In, Out any](name, doc, route string, opts ...option) declaration {
	p := &plan{route: route}
	method, path, _ := strings.Cut(route, " ")
	out := reflect.TypeFor[Out]()
	if out != reflect.TypeFor[struct{}]() {
		p.result = modules.TypeOf(out)
		if p.result.Kind == modules.List || p.result.Kind == modules.Map {
			p.missing = missingIsEmpty
		}
	}
	p.apply(opts)
	if p.missing == missingIsNil && p.result != nil {
		mayBeNil(p)
	}
	p.fields = fieldsOf(reflect.TypeFor[In](), path)
	p.check(name, path)
	for _, f := range p.fields {
		p.object = p.object || f.wire != "" || f.body == merged
	}
	declared := append([]modules.Option{modules.Waits(), modules.Does(effectOf(method)), modules.Returns(p.result), documented(route, p.further...)}, p.declared...)
	return func(c *Client) (f *modules.Function) {
		f = modules.Func(name, doc, func(ctx context.Context, in *In) (any, error) {
			ctx = c.begin(ctx, f)
			out, err := c.perform(ctx, p, in)
			call.From(ctx).End(err)
			return out, err
		}, declared...)
		return f
	}
}

// composed declares an operation that is more than one request, or none.
func composed[In, Out any](name, doc string, f func(ctx context.Context, c *Client, in *In) (Out, error), opts ...option) declaration {
	p := &plan{}
	p.apply(opts)
	declared := append([]modules.Option{modules.Waits(), modules.Does(modules.Read), documented(p.route, p.further...)}, p.declared...)
	return func(c *Client) (fn *modules.Function) {
		fn = modules.Func(name, doc, func(ctx context.Context, in *In) (Out, error) {
			ctx = c.begin(ctx, fn)
			out, err := f(ctx, c, in)
			if _, loop := any(out).(modules.Iterator); !loop || err != nil { // a loop ends with its last page
				call.From(ctx).End(err)
			}
			return out, err
		}, declared...)
		return fn
	}
}

func (p *plan) apply(opts []option) {
	for _, o := range opts {
		o(p)
	}
}

// check refuses a declaration that cannot work, when the program starts and so in every test: an argument that goes
// nowhere, or a path that nothing fills.
func (p *plan) check(name, path string) {
	for _, f := range p.fields {
		sent := f.path || f.body != "" || f.query != "" || f.wire != "" || slices.Contains(ownNames, f.name)
		if !sent && p.prepare == nil && p.decode == nil {
			panic(fmt.Sprintf("operation %s: argument %s goes nowhere", name, f.name))
		}
		if f.path {
			path = strings.Replace(path, "{"+f.name+"}", "", 1)
		}
	}
	if strings.Contains(path, "{") {
		panic(fmt.Sprintf("operation %s: no argument for all of %s", name, p.route))
	}
}

func documented(route string, further ...string) modules.Option {
	return func(f *modules.Function) { f.Route, f.Further = route, further }
}

func effectOf(method string) modules.Effect {
	switch method {
	case http.MethodGet, http.MethodHead:
		return modules.Read
	case http.MethodPut, http.MethodDelete:
		return modules.IdempotentWrite
	}
	return modules.Write
}

// strict is embedded in the arguments of operations whose missing thing is nil.
type strict struct {
	Strict *bool `lua:"strict" doc:"Whether a missing thing raises not_found instead of being nil; as the run has it when not given."`
}

const strictName = "strict"

// ownNames are the arguments that are the client's own and go into no request: of strict, download and upload.
var ownNames = []string{strictName, "to", "file"}

func (s *strict) isStrict() *bool { return s.Strict }

// perform sends the request of an operation and reads its answer.
func (c *Client) perform(ctx context.Context, p *plan, in any) (any, error) {
	r, err := p.request(ctx, in)
	if err != nil {
		return nil, err
	}
	r.again = call.From(ctx).Idempotent
	a, err := c.send(ctx, r)
	if err != nil {
		if a != nil && p.truth && r.isGone(a.status) {
			return true, nil
		}
		if a != nil && a.status == http.StatusNotFound && p.missing != mustExist && !c.strict(ctx, in) {
			return p.nothing(in)
		}
		return nil, err
	}
	out, err := p.read(in, a, c.strict(ctx, in))
	if err != nil {
		return nil, c.explain(ctx, r, err)
	}
	return out, nil
}

// isGone tells that a thing is not there to be deleted because an earlier attempt of the same call deleted it: the server did, and
// its answer was lost.
func (r *request) isGone(status int) bool {
	return r.method == http.MethodDelete && status == http.StatusNotFound && r.call.Attempts > 1
}

// strict tells whether a missing thing raises: as the call says, or else as the run has it.
func (c *Client) strict(ctx context.Context, in any) bool {
	if s, ok := in.(interface{ isStrict() *bool }); ok && s.isStrict() != nil {
		return *s.isStrict()
	}
	return c.isStrict(ctx)
}

// read turns the answer of a success into the result.
func (p *plan) read(in any, a *response, strict bool) (any, error) {
	switch {
	case p.truth:
		return true, nil
	case p.accept != "":
		return p.file(a)
	case !empty(a.body):
		return p.value(in, a)
	case p.result == nil:
		return nil, nil
	case p.missing == missingIsEmpty, p.missing != mustExist && !strict:
		return p.nothing(in)
	}
	f := fault.New(fault.EmptyResponse, "the server answered success with nothing in it")
	f.Status = a.status
	return nil, f
}

// nothing is the result for a missing thing.
func (p *plan) nothing(in any) (any, error) {
	switch p.missing {
	case missingIsNil:
		return nil, nil
	case missingIsFalse:
		return false, nil
	}
	none := []byte("[]")
	if p.result.Kind == modules.Map {
		none = []byte("{}")
	}
	return p.value(in, &response{status: http.StatusOK, body: none})
}

func (p *plan) value(in any, a *response) (any, error) {
	a.body = bytes.TrimPrefix(a.body, []byte("\ufeff"))
	switch {
	case p.decode != nil:
		return p.decode(in, a)
	case p.result == nil:
		return nil, nil // what a server says beyond success has no reader
	}
	if err := checkJSON(a, p.result.Kind); err != nil {
		return nil, err
	}
	if p.result.Kind == modules.List && p.result.Elem.Kind == modules.RecordOf && !holdsRecords(a.body) {
		return nil, noJSON(a, "a JSON list of objects")
	}
	return modules.JSON{Data: a.body, Type: p.result}, nil
}

// file gives the bytes of a file, or the path where they are. A page where another type was asked for is a proxy's or a
// login's, and no report.
func (p *plan) file(a *response) (any, error) {
	if a.savedTo != "" {
		return a.savedTo, nil
	}
	if isPage(a) && p.accept != anyFile {
		return nil, noJSON(a, "a file of type "+p.accept)
	}
	return a.body, nil
}

// anyFile is the type of a file that may be of any type.
const anyFile = "*/*"

// empty tells an answer without content, in the forms that servers give it.
func empty(body []byte) bool {
	switch text := bytes.TrimSpace(body); len(text) {
	case 0:
		return true
	case 2, 4:
		return slices.Contains([]string{`""`, "[]", "{}", "null"}, string(text))
	}
	return false
}

// checkJSON refuses an answer that is broken, or of another shape than declared: a table made of it would read as empty.
func checkJSON(a *response, kind modules.Kind) error {
	if !json.Valid(a.body) {
		return noJSON(a, "JSON")
	}
	want := byte('{')
	switch kind {
	case modules.List:
		want = '['
	case modules.RecordOf, modules.Map:
	default:
		return nil
	}
	if bytes.TrimLeft(a.body, " \t\r\n")[0] != want {
		return noJSON(a, "a JSON "+map[byte]string{'[': "list", '{': "object"}[want])
	}
	return nil
}

// holdsRecords tells a list of objects, or of nothing, by its beginning.
func holdsRecords(list []byte) bool {
	inner := bytes.TrimLeft(bytes.TrimSpace(list)[1:], " \t\r\n")
	return inner[0] == '{' || inner[0] == ']' || bytes.HasPrefix(inner, []byte("null"))
}

// noJSON is the fault of an answer that is not what was asked for.
func noJSON(a *response, want string) *fault.Error {
	f := fault.New(fault.Server, "the answer is not %s but %s: %s", want, orElse(a.header.Get("Content-Type"), "of no known type"), excerpt(a.body)).
		WithHint("check that server.url leads to a WATS server and not to a proxy or a login page")
	if kind, _, _ := mime.ParseMediaType(a.header.Get("Content-Type")); kind == "application/json" && !json.Valid(a.body) {
		f.Message = "the answer is broken JSON: " + excerpt(a.body)
	}
	f.Status = a.status
	return f
}

// unmarshal reads an answer into Go, for operations that work on it.
func unmarshal(a *response, into any) error {
	if empty(a.body) {
		return nil
	}
	if err := json.Unmarshal(a.body, into); err != nil {
		return noJSON(a, "the JSON that was asked for")
	}
	return nil
}

// notBlank checks texts that must be there: name, value, name, value.
func notBlank(pairs ...string) error {
	for i := 0; i < len(pairs); i += 2 {
		if strings.TrimSpace(pairs[i+1]) == "" {
			return fault.New(fault.Usage, "%s must not be blank", pairs[i])
		}
	}
	return nil
}
