package server

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// errand is one request of a client that knows the API only from its catalogue.
type errand struct {
	route string // as the catalogue writes it
	args  string // of the path and of the query, written as a query that needs no escapes; @name stands for what was kept
	body  string // @name stands for what was kept
	keep  string // what of the answer is needed later, as in "unit=0.id"; without a path it is all of it
	media string // the Content-Type where it is not JSON
}

// TestIndependentClient sends every request of the catalogue with input that makes sense, in an order that makes sense,
// and reads every answer as its operations declare it. A request that no errand makes is a failure.
func TestIndependentClient(t *testing.T) {
	all := readCatalogue(t)
	routes, made := all.routes(), map[string]bool{}
	clock := func() time.Time { return now.Add(123456789) } // real times are not whole seconds
	c := independent{client: start(t, Options{Token: "dXNlcjpwYXNz", Version: "1.0", Clock: clock}), kept: map[string]string{}}
	for _, e := range errands(t) {
		operations := routes[e.route]
		if made[e.route] = true; operations == nil {
			t.Fatalf("%s is not in the catalogue", e.route)
		}
		answer := c.run(e, operations)
		for _, o := range operations {
			for _, wrong := range all.faults(o, answer) {
				t.Errorf("%s: %s.%s: %s", e.route, o.Service, o.Method, wrong)
			}
		}
	}
	for route := range routes {
		if !made[route] {
			t.Errorf("no errand for %s", route)
		}
	}
}

// independent is a client with what it has kept of earlier answers.
type independent struct {
	client
	kept map[string]string
}

// run makes the request of an errand, which must succeed, and returns the answer's body.
func (c independent) run(e errand, operations []*operation) []byte {
	c.t.Helper()
	method, path, _ := strings.Cut(e.route, " ")
	args := url.Values{}
	for _, pair := range strings.Split(c.filled(e.args), "&") {
		if name, value, ok := strings.Cut(pair, "="); ok {
			args.Set(name, value)
		}
	}
	for name := range args {
		if segment := "{" + name + "}"; strings.Contains(path, segment) {
			path = strings.Replace(path, segment, url.PathEscape(args.Get(name)), 1)
			args.Del(name)
		} else if !declares(name, operations) {
			c.t.Errorf("%s: the catalogue has no %s", e.route, name)
		}
	}
	if e.media == "" || e.media == "application/xml" {
		e.body = c.filled(e.body)
	}
	r, err := http.NewRequestWithContext(context.Background(), method, c.base+path+"?"+args.Encode(), strings.NewReader(e.body))
	if err != nil {
		c.t.Fatal(err)
	}
	for name, value := range map[string]string{
		"Authorization": "Basic dXNlcjpwYXNz", "Accept": "application/json", "Content-Type": "application/json", "Referer": c.base,
	} {
		r.Header.Set(name, value)
	}
	if e.media != "" {
		r.Header.Set("Content-Type", e.media)
	}
	return c.send(e, r)
}

func (c independent) send(e errand, r *http.Request) []byte {
	c.t.Helper()
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		c.t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	if answer.StatusCode < 200 || answer.StatusCode > 299 {
		c.t.Fatalf("%s %s: %d %s", e.route, r.URL.RawQuery, answer.StatusCode, body)
	}
	c.keep(e, body)
	return body
}

// declares says whether one of the operations has a query parameter of the name.
func declares(name string, operations []*operation) bool {
	for _, o := range operations {
		if _, fixed := o.Fixed[name]; fixed {
			return true
		}
		for _, a := range o.Args {
			if a.Wire == name && a.In == "query" {
				return true
			}
		}
	}
	return name == "dimensions" // which goes into the query from within the body
}

var placeholder = regexp.MustCompile(`@[a-z]+`)

// filled is a text with what was kept in the place of its names.
func (c independent) filled(text string) string {
	return placeholder.ReplaceAllStringFunc(text, func(name string) string {
		value, ok := c.kept[name[1:]]
		if !ok {
			c.t.Fatalf("nothing was kept as %s", name)
		}
		return value
	})
}

// keep takes what later errands need out of an answer.
func (c independent) keep(e errand, body []byte) {
	c.t.Helper()
	name, path, _ := strings.Cut(e.keep, "=")
	if name == "" {
		return
	}
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		value = string(body)
	}
	var keys []any
	for key := range strings.SplitSeq(path, ".") {
		if i, err := strconv.Atoi(key); err == nil {
			keys = append(keys, i)
		} else if key != "" {
			keys = append(keys, key)
		}
	}
	switch v := at(value, keys...).(type) {
	case string:
		c.kept[name] = v
	case float64:
		c.kept[name] = strconv.FormatFloat(v, 'f', -1, 64)
	default:
		c.t.Fatalf("%s: there is no %s in %s", e.route, path, body)
	}
}
