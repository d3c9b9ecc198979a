package wats

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// declaration is one operation, declared once and bound to a client when the module is made.
type declaration func(c *Client) *modules.Function

// answerMode says what an operation makes of an empty or missing answer where pyWATS's lenient mode forgives it.
type answerMode int

const (
	mustExist      answerMode = iota // a 404 or an empty answer is an error
	missingIsNil                     // gives nil
	missingIsEmpty                   // gives an empty list
)

// plan is an operation ready to be sent: how the arguments become path, query and body.
type plan struct {
	method, path string // of the route; path has {name} for a path argument
	fields       []field
	body         bool // whether there is a JSON object to build
	missing      answerMode
	internal     bool
	accept       string
	mime         string
	result       *modules.Type
	decode       func(*response) (any, error)
}

// field is one argument's place in the request, from the tags of the struct: path when the route names it, query:"wire",
// json:"wire" for a member of the body, or body:"whole".
type field struct {
	index    []int
	name     string
	path     bool
	query    string
	wire     string
	whole    bool
	required bool
}

// opOption sets something of an operation beyond its route.
type opOption func(*plan, *[]modules.Option)

// lenient declares what is returned for a missing thing.
func lenient(m answerMode) opOption { return func(p *plan, _ *[]modules.Option) { p.missing = m } }

// show adds an example to an operation.
func show(code, result string) opOption {
	return func(_ *plan, o *[]modules.Option) { *o = append(*o, modules.Show(code, result)) }
}

// note says what differs from pyWATS and why.
func note(text string) opOption {
	return func(_ *plan, o *[]modules.Option) { *o = append(*o, modules.Note(text)) }
}

// accepts asks for another type of answer than JSON and gives it as it is.
func accepts(mime string) opOption {
	return func(p *plan, _ *[]modules.Option) {
		p.accept = mime
		p.decode = func(a *response) (any, error) { return a.body, nil }
	}
}

// decodes has the answer read in its own way.
func decodes(f func(*response) (any, error)) opOption {
	return func(p *plan, _ *[]modules.Option) { p.decode = f }
}

// op declares an operation that is one request. In's fields are the arguments, Out describes the answer.
func op[In, Out any](name, doc, route string, opts ...opOption) declaration {
	method, path, _ := strings.Cut(route, " ")
	p := &plan{method: method, path: path, internal: strings.Contains(path, "/internal/"), result: modules.TypeOf(reflect.TypeFor[Out]())}
	if p.result.Kind == modules.List {
		p.missing = missingIsEmpty
	}
	rest := []modules.Option{modules.Waits(), modules.Does(effectOf(method))}
	for _, o := range opts {
		o(p, &rest)
	}
	p.fields = fieldsOf(reflect.TypeFor[In](), path)
	for _, f := range p.fields {
		p.body = p.body || f.wire != ""
	}
	return func(c *Client) *modules.Function {
		fn := modules.Func(name, doc, func(ctx context.Context, in *In) (any, error) {
			return c.perform(ctx, p, reflect.ValueOf(in).Elem())
		}, rest...)
		fn.Result, fn.Route = p.resultType(), route
		return fn
	}
}

// composed declares an operation that is more than one request, or none.
func composed[In, Out any](name, doc string, f func(ctx context.Context, c *Client, in *In) (Out, error), opts ...modules.Option) declaration {
	return func(c *Client) *modules.Function {
		return modules.Func(name, doc, func(ctx context.Context, in *In) (Out, error) { return f(ctx, c, in) },
			append([]modules.Option{modules.Waits(), modules.Does(modules.Read)}, opts...)...)
	}
}

func (p *plan) resultType() *modules.Type {
	if p.missing != missingIsNil {
		return p.result
	}
	t := *p.result
	t.Optional = true
	return &t
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

func fieldsOf(t reflect.Type, path string) []field {
	var fields []field
	for _, f := range reflect.VisibleFields(t) {
		tag, ok := f.Tag.Lookup("lua")
		if !ok {
			continue
		}
		name, opts, _ := strings.Cut(tag, ",")
		wire, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		fields = append(fields, field{
			index: f.Index, name: name, path: strings.Contains(path, "{"+name+"}"), query: f.Tag.Get("query"),
			wire: wire, whole: f.Tag.Get("body") == "whole", required: strings.Contains(opts, "required"),
		})
	}
	return fields
}

// strict is embedded in the arguments of operations whose missing thing is nil.
type strict struct {
	Strict bool `lua:"strict" doc:"Raise not_found for a missing thing instead of returning nil."`
}

func (s strict) isStrict() bool { return s.Strict }

func (c *Client) perform(ctx context.Context, p *plan, in reflect.Value) (any, error) {
	r, err := p.request(in)
	if err != nil {
		return nil, err
	}
	a, err := c.send(ctx, r)
	demand := c.options.Strict
	if s, ok := in.Interface().(interface{ isStrict() bool }); ok {
		demand = demand || s.isStrict()
	}
	if err != nil {
		if !demand && p.missing != mustExist && a != nil && a.status == http.StatusNotFound {
			return p.nothing(), nil
		}
		return nil, err
	}
	if empty(a.body) && p.accept == "" {
		if !demand && p.missing != mustExist {
			return p.nothing(), nil
		}
		if p.result == nil {
			return nil, nil
		}
		return nil, &fault.Error{Kind: fault.EmptyResponse, Status: a.status, Message: r.method + " " + r.route + ": the server answered success with nothing in it"}
	}
	if p.decode != nil {
		return p.decode(a)
	}
	return p.json(r, a)
}

// json hands the answer on as JSON, after a look whether it is that at all.
func (p *plan) json(r *request, a *response) (any, error) {
	if first := bytes.TrimLeft(a.body, " \t\r\n\xef\xbb\xbf"); len(first) == 0 || !strings.ContainsRune(`{["-0123456789tfn`, rune(first[0])) {
		return nil, fault.New(fault.Server, "%s %s: the answer is not JSON but %s: %s", r.method, r.route, a.header.Get("Content-Type"), excerpt(a.body)).
			WithHint("check that server.url leads to a WATS server and not to a proxy or a login page")
	}
	return modules.JSON{Data: a.body, Type: p.result}, nil
}

func excerpt(b []byte) string {
	text := strings.Join(strings.Fields(string(b[:min(len(b), 200)])), " ")
	return fmt.Sprintf("%.80q", text)
}

func (p *plan) nothing() any {
	if p.missing == missingIsEmpty {
		return modules.JSON{Data: []byte("[]"), Type: p.result}
	}
	return nil
}

// empty tells an answer without content, in the forms that servers give it.
func empty(body []byte) bool {
	switch strings.TrimSpace(string(body[:min(len(body), 64)])) {
	case "", "null", `""`:
		return true
	}
	return false
}

func (p *plan) request(in reflect.Value) (*request, error) {
	r := &request{method: p.method, path: p.path, route: p.path, internal: p.internal, accept: p.accept, mime: p.mime}
	var members []byte
	for i := range p.fields {
		f := &p.fields[i]
		v := in.FieldByIndex(f.index)
		if f.required && v.Kind() == reflect.String && strings.TrimSpace(v.String()) == "" {
			return nil, fault.New(fault.Usage, "%s must not be blank", f.name)
		}
		switch {
		case f.path:
			r.path = strings.Replace(r.path, "{"+f.name+"}", url.PathEscape(textOf(v)), 1)
		case f.query != "":
			r.addQuery(f.query, v)
		case f.whole:
			r.body = wholeBody(v)
		case f.wire != "":
			var err error
			if members, err = appendMember(members, f.wire, v); err != nil {
				return nil, err
			}
		}
	}
	if p.body {
		r.body = append(append([]byte{'{'}, members...), '}')
	}
	return r, nil
}

// addQuery adds a parameter unless it was not given.
func (r *request) addQuery(name string, v reflect.Value) {
	if v.Kind() == reflect.Pointer {
		if v.IsNil() {
			return
		}
		v = v.Elem()
	}
	if r.query == nil {
		r.query = url.Values{}
	}
	switch v.Kind() {
	case reflect.Slice:
		if v.Len() > 0 {
			items := make([]string, v.Len())
			for i := range items {
				items[i] = textOf(v.Index(i))
			}
			r.query.Set(name, strings.Join(items, ","))
		}
	case reflect.String:
		if v.Len() > 0 {
			r.query.Set(name, v.String())
		}
	default:
		r.query.Set(name, textOf(v))
	}
}

func textOf(v reflect.Value) string {
	switch x := v.Interface().(type) {
	case time.Time:
		return x.Format(time.RFC3339Nano)
	case fmt.Stringer:
		return x.String()
	}
	return fmt.Sprint(v.Interface())
}

// wholeBody is an argument that is the body: a record's JSON, or text and bytes as they are.
func wholeBody(v reflect.Value) []byte {
	switch x := v.Interface().(type) {
	case interface{ Wire() []byte }:
		return x.Wire()
	case []byte:
		return x
	}
	return []byte(v.String())
}

// appendMember adds a member to a JSON object, unless it was not given.
func appendMember(members []byte, wire string, v reflect.Value) ([]byte, error) {
	if v.Kind() == reflect.Pointer || v.Kind() == reflect.Slice || v.Kind() == reflect.Map {
		if v.IsNil() {
			return members, nil
		}
	}
	if v.Kind() == reflect.String && v.Len() == 0 {
		return members, nil
	}
	data, err := json.Marshal(v.Interface())
	if err != nil {
		return nil, fault.Wrap(fault.Usage, err, "%s cannot be sent", wire)
	}
	if len(members) > 0 {
		members = append(members, ',')
	}
	members = fmt.Appendf(members, "%q:", wire)
	return append(members, data...), nil
}
