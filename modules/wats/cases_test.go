package wats

import (
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// expectations are what the tests of all operations must know beyond the catalogue. Each service keeps its own in
// <service>_cases_test.go; cases holds all of them.
type expectations struct {
	complete  []string                  // services of which every method of the catalogue is declared
	ours      map[string]string         // operations that the catalogue does not have, each with its reason
	otherwise map[string]string         // "operation/argument" that is required or defaulted in another way on purpose, with its reason
	args      map[string]map[string]any // arguments to call an operation with; those not named get a value by their type
	requests  map[string][]string       // all requests, in order, of operations that send several: "VERB /path/{argument}"
	queries   map[string]url.Values     // parameters of the last request that differ from the arguments; of one with requests, all of them
	bodies    map[string]any            // body of the last request, where it is not
	always    map[string]map[string]any // members of bodies that are sent though they are no arguments
	mimes     map[string]string         // content types that are not JSON, or their beginning
	answers   map[string]string         // what the server answers to "VERB /path", matched without regard to case; [] for others
	files     []string                  // operations that fetch a file as it is
	apart     []string                  // operations of several requests whose failures have tests of their own
	full      []string                  // reads that raise when they are strict and a success has nothing in it
	nothing   map[string]string         // how what the catalogue says of a missing thing is printed, where it is neither nil nor empty
	truths    []string                  // operations that take any success for success, whatever is in it
}

// cases are the expectations of all services.
var cases = gather(clientCases, productCases, assetCases, productionCases, reportCases, softwareCases, analyticsCases, rootcauseCases, scimCases,
	processCases, inspectionCases, filterCases)

func gather(all ...expectations) expectations {
	c := expectations{
		ours: map[string]string{}, otherwise: map[string]string{}, args: map[string]map[string]any{}, requests: map[string][]string{},
		queries: map[string]url.Values{}, bodies: map[string]any{}, always: map[string]map[string]any{}, mimes: map[string]string{},
		answers: map[string]string{}, nothing: map[string]string{},
	}
	for _, e := range all {
		c.complete, c.files = append(c.complete, e.complete...), append(c.files, e.files...)
		c.apart = append(c.apart, e.apart...)
		c.full, c.truths = append(c.full, e.full...), append(c.truths, e.truths...)
		maps.Copy(c.ours, e.ours)
		maps.Copy(c.otherwise, e.otherwise)
		maps.Copy(c.args, e.args)
		maps.Copy(c.requests, e.requests)
		maps.Copy(c.queries, e.queries)
		maps.Copy(c.bodies, e.bodies)
		maps.Copy(c.always, e.always)
		maps.Copy(c.mimes, e.mimes)
		maps.Copy(c.answers, e.answers)
		maps.Copy(c.nothing, e.nothing)
	}
	return c
}

// answer plays the server for operations that look at what one request says before they send the next.
func (e expectations) answer(w http.ResponseWriter, r *http.Request) {
	for route, body := range e.answers {
		verb, path, _ := strings.Cut(route, " ")
		if verb == r.Method && strings.EqualFold(path, r.URL.Path) {
			says(http.StatusOK, "application/json", body)(w, r)
			return
		}
	}
	says(http.StatusOK, "application/json", "[]")(w, r)
}

// isFile tells an operation that fetches a file.
func isFile(o operation) bool { return slices.Contains(cases.files, o.String()) }

// isTruth tells an operation that does not look into a success.
func isTruth(o operation) bool { return slices.Contains(cases.truths, o.String()) }
