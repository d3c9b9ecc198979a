// Package web is the HTTP side of the embedded server: routes, request bodies, answers and what every request passes
// through. It knows HTTP and JSON; it may not know WATS, SQL or where the data is.
package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Handler answers a request with a value: nil for an empty 204, Text, File, Created, or anything that encodes as JSON. A
// *fault.Error becomes the status of its kind. Path values are read with http.Request.PathValue.
type Handler func(*http.Request) (any, error)

// Route is one declared operation: a method and path as http.ServeMux writes them, such as
// "GET /api/Product/{part_number}", and what serves it.
type Route struct {
	Pattern string
	Handle  Handler
}

// Router finds the route of a request. Unlike http.ServeMux it ignores the case of fixed segments, never redirects, and
// hands over path values that hold an encoded slash or a dot as they are.
type Router struct {
	root     node
	patterns []string
}

// node is one place in the tree of path segments.
type node struct {
	fixed  map[string]*node  // by lower-case segment
	value  *node             // any other segment
	routes map[string]*entry // by method, for paths that end here
}

// entry is a route with the names of its path values, in order.
type entry struct {
	route Route
	names []string
}

// NewRouter makes a router. Two routes that match the same paths, or a pattern that is none, are an error.
func NewRouter(routes []Route) (*Router, error) {
	r := &Router{}
	for _, route := range routes {
		if err := r.add(route); err != nil {
			return nil, err
		}
		r.patterns = append(r.patterns, route.Pattern)
	}
	slices.Sort(r.patterns)
	return r, nil
}

func (r *Router) add(route Route) error {
	method, path, ok := strings.Cut(route.Pattern, " ")
	if !ok || !strings.HasPrefix(path, "/") || route.Handle == nil {
		return fmt.Errorf("route %q: want a method, a path and a handler", route.Pattern)
	}
	n, e := &r.root, &entry{route: route}
	for _, segment := range strings.Split(path[1:], "/") {
		if name, ok := strings.CutPrefix(segment, "{"); ok {
			e.names = append(e.names, strings.TrimSuffix(name, "}"))
			n = n.anyValue()
		} else {
			n = n.fixedSegment(strings.ToLower(segment))
		}
	}
	if other, taken := n.routes[method]; taken {
		return fmt.Errorf("route %q matches the same requests as %q", route.Pattern, other.route.Pattern)
	}
	if n.routes == nil {
		n.routes = map[string]*entry{}
	}
	n.routes[method] = e
	return nil
}

func (n *node) anyValue() *node {
	if n.value == nil {
		n.value = &node{}
	}
	return n.value
}

func (n *node) fixedSegment(segment string) *node {
	next, ok := n.fixed[segment]
	if !ok {
		next = &node{}
		if n.fixed == nil {
			n.fixed = map[string]*node{}
		}
		n.fixed[segment] = next
	}
	return next
}

// Patterns lists the declared routes in alphabetical order.
func (r *Router) Patterns() []string { return slices.Clone(r.patterns) }

// match is the outcome of looking for a route.
type match struct {
	entry   *entry   // nil when there is none
	values  []string // decoded once, in the order of the route's names
	allowed []string // the methods of the paths that matched, where the method did not
}

// find looks for the route of a method and an escaped path.
func (r *Router) find(method, path string) match {
	m := match{}
	segments := strings.Split(strings.TrimPrefix(path, "/"), "/")
	for i, s := range segments {
		decoded, err := url.PathUnescape(s)
		if err != nil {
			return m
		}
		segments[i] = decoded
	}
	r.root.find(method, segments, nil, &m)
	return m
}

// find walks down the tree: a fixed segment wins over a value where both lead to a route of the method.
func (n *node) find(method string, segments, values []string, m *match) {
	if len(segments) == 0 {
		n.choose(method, values, m)
		return
	}
	if next, ok := n.fixed[strings.ToLower(segments[0])]; ok {
		next.find(method, segments[1:], values, m)
	}
	if n.value != nil && m.entry == nil && segments[0] != "" {
		n.value.find(method, segments[1:], append(values, segments[0]), m)
	}
}

// choose takes the route of the method at the end of a path; a HEAD is served as a GET.
func (n *node) choose(method string, values []string, m *match) {
	e, ok := n.routes[method]
	if !ok && method == http.MethodHead {
		e, ok = n.routes[http.MethodGet]
	}
	if ok {
		m.entry, m.values = e, slices.Clone(values)
		return
	}
	for allowed := range n.routes {
		if !slices.Contains(m.allowed, allowed) {
			m.allowed = append(m.allowed, allowed)
		}
	}
}

// Handler serves the routes through the middleware, the first of which is outermost. Each sees the declared pattern in
// http.Request.Pattern, "" for a request that no route serves.
func (r *Router) Handler(through ...func(http.Handler) http.Handler) http.Handler {
	wrap := func(h http.Handler) http.Handler {
		for _, middleware := range slices.Backward(through) {
			h = middleware(h)
		}
		return h
	}
	served := map[*entry]http.Handler{}
	r.root.each(func(e *entry) { served[e] = wrap(serve(e.route.Handle)) })
	missing := wrap(http.HandlerFunc(r.missing))
	return http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) {
		m := r.find(request.Method, request.URL.EscapedPath())
		if m.entry == nil {
			missing.ServeHTTP(w, request)
			return
		}
		request.Pattern = m.entry.route.Pattern
		for i, name := range m.entry.names {
			request.SetPathValue(name, m.values[i])
		}
		served[m.entry].ServeHTTP(w, request)
	})
}

// each calls f for every route at or below the node.
func (n *node) each(f func(*entry)) {
	for _, e := range n.routes {
		f(e)
	}
	for _, next := range n.fixed {
		next.each(f)
	}
	if n.value != nil {
		n.value.each(f)
	}
}

// missing answers a request that no route serves: 405 where another method is served, else 404.
func (r *Router) missing(w http.ResponseWriter, request *http.Request) {
	allowed := r.find(request.Method, request.URL.EscapedPath()).allowed
	if len(allowed) == 0 {
		writeMessage(w, http.StatusNotFound, fmt.Sprintf("this server has no route %s %s", request.Method, request.URL.Path))
		return
	}
	slices.Sort(allowed)
	w.Header().Set("Allow", strings.Join(allowed, ", "))
	writeMessage(w, http.StatusMethodNotAllowed, fmt.Sprintf("%s is not possible here: use %s",
		request.Method, strings.Join(allowed, " or ")))
}
