// Package trouble injects faults into a server on purpose: it delays, refuses, garbles and loses answers by rules, so that
// the way clients live through bad servers and networks can be tested with real ones. The rule
//
//	POST /api/Report/WSJF: drop after; times=1
//
// has the server store one report and break the connection before it says so. Parse reads that form, which flags and the
// admin route take too; a Rule is the same in Go.
//
// The package knows HTTP and the patterns of routes; it may not know WATS or what the server behind it does.
package trouble

import (
	"fmt"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
)

// Injector holds the rules of one server. Its fields are set before the first request; its methods may be called from
// any goroutine at any time.
type Injector struct {
	// Now is the real time; nil is the machine's.
	Now func() time.Time
	// Watch is told of every fault before it happens, in the request's goroutine; nil tells nobody.
	Watch func(Hit)
	// Changed is told of the rules that have been set, also when there are none; nil tells nobody.
	Changed func([]Rule)

	rules  atomic.Pointer[ruleset]
	routes atomic.Pointer[[]string]
}

// Hit is one fault that is about to happen.
type Hit struct {
	Rule    Rule
	Request *http.Request // to be looked at; its body is the server's
}

// Count is a rule and what it did since it was set.
type Count struct {
	Rule
	Seen int `json:"seen"` // requests of its route that reached it
	Hits int `json:"hits"` // faults among them
}

// ruleset is what was set at one time.
type ruleset struct {
	rules  []*counter
	lifted chan struct{} // closed when other rules take its place
}

// New makes an injector with rules, which may be none. A rule that makes no sense is a usage fault.
func New(rules ...Rule) (*Injector, error) {
	in := &Injector{}
	in.rules.Store(&ruleset{lifted: make(chan struct{})})
	return in, in.Set(rules...)
}

// Set puts rules in place of those there are. They start to count anew; what waits because of the old ones waits no longer.
// With an error everything stays as it is.
func (in *Injector) Set(rules ...Rule) error {
	set := &ruleset{lifted: make(chan struct{})}
	for i, r := range rules {
		c, err := newCounter(r, uint64(i))
		if err == nil {
			err = c.route.declared(in.declared())
		}
		if err != nil {
			return misplaced(err, "fault rule %d, %q", i+1, r)
		}
		set.rules = append(set.rules, c)
	}
	close(in.rules.Swap(set).lifted)
	if in.Changed != nil {
		in.Changed(rules)
	}
	return nil
}

// misplaced says where a mistake is.
func misplaced(err error, format string, place ...any) error {
	f := *fault.Of(err)
	f.Message = fmt.Sprintf(format, place...) + ": " + f.Message
	return &f
}

// Clear takes all rules away and ends what waits because of them.
func (in *Injector) Clear() { _ = in.Set() } // no rules, no mistakes

// Declare says which routes the server has. A rule for none of them is a usage fault from then on, at once for those
// there are: it would never hit, and a test with it would pass for nothing.
func (in *Injector) Declare(routes []string) error {
	own := slices.Clone(routes)
	in.routes.Store(&own)
	for _, c := range in.rules.Load().rules {
		if err := c.route.declared(own); err != nil {
			return misplaced(err, "fault rule %q", c.rule)
		}
	}
	return nil
}

func (in *Injector) declared() []string {
	if routes := in.routes.Load(); routes != nil {
		return *routes
	}
	return nil
}

// Counts lists the rules in their order with what each did.
func (in *Injector) Counts() []Count {
	list := []Count{}
	for _, c := range in.rules.Load().rules {
		list = append(list, c.count())
	}
	return list
}

// Hits is how many faults all the rules made.
func (in *Injector) Hits() int {
	sum := 0
	for _, c := range in.Counts() {
		sum += c.Hits
	}
	return sum
}

// Clock is the server's clock: the real time, off by every skew that hits a request which is being handled.
func (in *Injector) Clock() time.Time {
	now := in.now()
	for _, c := range in.rules.Load().rules {
		if c.action.skew != nil {
			now = now.Add(c.action.skew.now())
		}
	}
	return now
}

func (in *Injector) now() time.Time {
	if in.Now == nil {
		return time.Now()
	}
	return in.Now()
}

// Middleware lets requests to next pass the rules in their order. A rule that answers by itself, or loses the request,
// ends the way: neither next nor the rules behind it see that request.
func (in *Injector) Middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x := &exchange{in: in, set: in.rules.Load(), next: next, w: w, received: r, request: r}
		x.pass(0)
		if x.touched {
			x.send()
		}
	})
}
