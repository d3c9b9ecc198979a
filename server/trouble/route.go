package trouble

import (
	"net/http"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
)

// everything is the route of every request.
const everything = "*"

// route says which requests a rule is for.
type route struct {
	text   string
	method string // * is any
	path   string // bare; without the * that it may end in
	prefix bool   // whether anything may follow
}

func parseRoute(text string) (route, error) {
	words := strings.Fields(text)
	switch {
	case len(words) == 0:
		return route{}, fault.New(fault.Usage, "no route is named").WithHint("* stands for every request")
	case text == everything:
		words = []string{everything, everything}
	case len(words) == 1 && strings.HasPrefix(text, "/"):
		return route{}, fault.New(fault.Usage, "the route %q has no method", text).WithHint("write one, or * for any: * %s", text)
	case len(words) != 2 || !strings.HasPrefix(words[1], "/") && words[1] != everything:
		return route{}, fault.New(fault.Usage, "%q is no route", text).WithHint("a route is METHOD /path; * stands for every request")
	}
	path, prefix := strings.CutSuffix(words[1], everything)
	if strings.Contains(path, everything) {
		return route{}, fault.New(fault.Usage, "the route %q has a * within its path", text).WithHint("* may stand at the end only; a value in a path is written {name}")
	}
	return route{text, strings.ToUpper(words[0]), bare(path), prefix}, nil
}

// bare is a path without what does not count: upper case and the names of values.
func bare(path string) string {
	var b strings.Builder
	for path != "" {
		before, after, found := strings.Cut(path, "{")
		b.WriteString(strings.ToLower(before))
		if !found {
			break
		}
		b.WriteString("{}")
		_, path, _ = strings.Cut(after, "}")
	}
	return b.String()
}

// subject is what routes are compared with: the declared route, or method and path where there is none.
func subject(r *http.Request) string {
	if r.Pattern != "" {
		return r.Pattern
	}
	return r.Method + " " + r.URL.Path
}

func (t route) matches(subject string) bool {
	method, path, ok := strings.Cut(subject, " ")
	if !ok { // a pattern for all methods
		method, path = everything, subject
	}
	if t.method != everything && t.method != method {
		return false
	}
	path = bare(path)
	return path == t.path || t.prefix && strings.HasPrefix(path, t.path)
}

// declared is a fault when a server with these routes has none that matches; nil routes are unknown ones.
func (t route) declared(routes []string) error {
	if routes == nil || t.prefix && t.path == "" {
		return nil
	}
	for _, r := range routes {
		if t.matches(r) {
			return nil
		}
	}
	f := fault.New(fault.Usage, "the server has no route %q", t.text)
	if near := fault.Nearest(t.text, routes); near != "" {
		return f.WithHint("did you mean %s?", near)
	}
	return f.WithHint("routes are written as in the reference of operations, such as GET /api/Product/{part_number}")
}
