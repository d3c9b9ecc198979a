package wats

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// field is one argument's place in the request, from the tags of the struct.
type field struct {
	index    []int
	name     string // as scripts write it
	path     bool   // the route names it
	query    string // query:"wire"
	wire     string // json:"wire", a member of the body
	always   bool   // json:"wire,always": a list that is sent as [] when not given
	body     string // body:"...": how the argument is the body, see below
	required bool
	record   *modules.Type // of a body that is a record or a list of them, for what they must have
}

// How an argument may be the body, by its tag body:"...".
const (
	whole   = "whole"   // it is the body: a record, a list of records, or text as it is
	only    = "only"    // it is the only item of a list that is the body
	merged  = "merged"  // its members are added to those of the other arguments
	content = "content" // it is the content of a file that is sent, unless upload names one
)

func fieldsOf(t reflect.Type, path string) []field {
	params, _ := modules.ParamsOf(t)
	fields := make([]field, len(params))
	for i, p := range params {
		tag := p.Field.Tag
		wire, when, _ := strings.Cut(tag.Get("json"), ",")
		fields[i] = field{
			index: p.Index, name: p.Name, path: strings.Contains(path, "{"+p.Name+"}"), query: tag.Get("query"),
			wire: wire, always: when == "always", body: tag.Get("body"), required: p.Required,
		}
		if t := p.Type; fields[i].body != "" {
			if t.Kind == modules.List {
				t = t.Elem
			}
			if t.Kind == modules.RecordOf {
				fields[i].record = t
			}
		}
	}
	return fields
}

// request fills the route with the arguments of a call.
func (p *plan) request(ctx context.Context, in any) (*request, error) {
	r := newRequest(p.route)
	r.mime = p.mime
	if r.accept = p.accept; r.accept != "" {
		r.limit = maxFile
		if r.accept != anyFile {
			r.accept += ", " + anyFile + ";q=0.1" // errors come in types of their own
		}
	}
	members := []byte{'{'}
	args := reflect.ValueOf(in).Elem()
	for i := range p.fields {
		var err error
		if members, err = p.fields[i].fill(r, args, members); err != nil {
			return nil, err
		}
	}
	if p.object {
		r.body = append(members, '}')
	}
	for wire, value := range p.fixed {
		r.set(wire, value)
	}
	if err := p.files(ctx, in, r); err != nil {
		return nil, err
	}
	if p.prepare != nil {
		return r, p.prepare(ctx, in, r)
	}
	return r, nil
}

// fill puts one argument where it belongs; members is the body's object so far.
func (f *field) fill(r *request, args reflect.Value, members []byte) ([]byte, error) {
	v := args.FieldByIndex(f.index)
	if f.required && v.Kind() == reflect.String && strings.TrimSpace(v.String()) == "" {
		return nil, fault.New(fault.Usage, "%s must not be blank", f.name)
	}
	switch {
	case f.path:
		r.path = strings.Replace(r.path, "{"+f.name+"}", segment(textOf(v)), 1)
	case f.query != "":
		r.add(f.query, v)
	case f.body == whole, f.body == only:
		var err error
		r.body, err = f.wholeBody(v)
		return members, err
	case f.body == merged:
		return f.merge(members, v)
	case f.wire != "":
		return f.member(members, v)
	}
	return members, nil
}

// segment encodes one segment of a path. Dots alone would be taken for steps up the path.
func segment(text string) string {
	if text == "." || text == ".." {
		return strings.ReplaceAll(text, ".", "%2E")
	}
	return url.PathEscape(text)
}

// set gives the query a parameter.
func (r *request) set(name, value string) {
	if r.query == nil {
		r.query = url.Values{}
	}
	r.query.Set(name, value)
}

// add gives the query a parameter unless it was not given: a nil pointer, an empty text or list.
func (r *request) add(name string, v reflect.Value) {
	if v.Kind() == reflect.Pointer {
		if !v.IsNil() {
			r.set(name, textOf(v.Elem()))
		}
		return
	}
	switch v.Kind() {
	case reflect.Slice:
		items := make([]string, v.Len())
		for i := range items {
			items[i] = textOf(v.Index(i))
		}
		r.addText(name, strings.Join(items, ","))
	default:
		r.addText(name, textOf(v))
	}
}

func (r *request) addText(name, text string) {
	if text != "" {
		r.set(name, text)
	}
}

// textOf is a value as paths and queries write it: numbers without an exponent, dates in ISO 8601.
func textOf(v reflect.Value) string {
	switch x := v.Interface().(type) {
	case time.Time:
		return x.Format(time.RFC3339Nano)
	case fmt.Stringer:
		return x.String()
	case float64:
		return strconv.FormatFloat(x, 'f', -1, 64)
	}
	return fmt.Sprint(v.Interface())
}

// wholeBody is an argument that is the body: JSON of records, or text as it is.
func (f *field) wholeBody(v reflect.Value) ([]byte, error) {
	switch x := v.Interface().(type) {
	case []byte:
		return x, nil
	case string:
		return []byte(x), nil
	}
	if f.body == only {
		v = reflect.Append(reflect.MakeSlice(reflect.SliceOf(v.Type()), 0, 1), v)
	}
	if v.Kind() == reflect.Slice && v.IsNil() {
		return []byte("[]"), nil
	}
	data, err := json.Marshal(v.Interface())
	if err != nil {
		return nil, fault.Wrap(fault.Usage, err, "%s cannot be sent", f.name)
	}
	return data, f.complete(data)
}

// complete refuses a record without what it must have, such as the key of the thing that is to be written.
func (f *field) complete(body []byte) error {
	if f.record == nil {
		return nil
	}
	if body[0] == '{' {
		return f.completeOne(f.name, body)
	}
	var items []json.RawMessage
	if err := json.Unmarshal(body, &items); err != nil {
		return fault.Wrap(fault.Usage, err, "%s cannot be sent", f.name)
	}
	for i, item := range items {
		name := fmt.Sprintf("%s[%d]", f.name, i+1)
		if f.body == only {
			name = f.name
		}
		if err := f.completeOne(name, item); err != nil {
			return err
		}
	}
	return nil
}

func (f *field) completeOne(name string, body []byte) error {
	var given map[string]json.RawMessage
	if err := json.Unmarshal(body, &given); err != nil {
		return fault.Wrap(fault.Usage, err, "%s cannot be sent", name)
	}
	for _, member := range f.record.Fields {
		if member.Required && empty(given[member.Wire]) {
			return fault.New(fault.Usage, "%s.%s is required", name, member.Name).
				WithHint("write %s: %s", modules.WrittenAs(member.Name, member.Type), strings.TrimSuffix(member.Doc, "."))
		}
	}
	return nil
}

// merge adds the members of a record to the body's object.
func (f *field) merge(members []byte, v reflect.Value) ([]byte, error) {
	data, err := json.Marshal(v.Interface())
	if err != nil {
		return nil, fault.Wrap(fault.Usage, err, "%s cannot be sent", f.name)
	}
	inner := bytes.TrimSpace(data)
	if len(inner) <= len("{}") || inner[0] != '{' {
		return members, nil
	}
	if len(members) > 1 {
		members = append(members, ',')
	}
	return append(members, inner[1:len(inner)-1]...), nil
}

// member adds the argument to the body's object, unless it was not given: a nil pointer, list or map, or an empty text.
func (f *field) member(members []byte, v reflect.Value) ([]byte, error) {
	data := []byte("[]")
	switch v.Kind() {
	case reflect.String:
		if v.Len() == 0 {
			return members, nil
		}
	case reflect.Pointer, reflect.Slice, reflect.Map:
		if v.IsNil() && !f.always {
			return members, nil
		}
	}
	if !f.always || !v.IsNil() {
		var err error
		if data, err = json.Marshal(v.Interface()); err != nil {
			return nil, fault.Wrap(fault.Usage, err, "%s cannot be sent", f.name)
		}
	}
	if len(members) > 1 {
		members = append(members, ',')
	}
	members = strconv.AppendQuote(members, f.wire)
	return append(append(members, ':'), data...), nil
}
