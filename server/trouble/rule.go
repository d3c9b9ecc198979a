package trouble

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
)

// Rule is one fault and the requests that it hits.
type Rule struct {
	// Route is a method and a path as the server declares them, such as "GET /api/Product/{part_number}". Either may be *,
	// and a path may end in it: "* /api/Report/*". "*" alone is every request.
	Route string `json:"route"`
	// Fault is what happens and its arguments, such as "status 503"; see Faults.
	Fault string `json:"fault"`

	After int     `json:"after,omitempty"` // requests that pass before the rule begins
	Every int     `json:"every,omitempty"` // of those that follow, only each Every-th is hit; 0 and 1 are each
	Share float64 `json:"share,omitempty"` // of those that are left, the share that is hit by chance, above 0 to 1; 0 is all
	Times int     `json:"times,omitempty"` // the rule ends after so many hits; 0 is never
	Seed  uint64  `json:"seed,omitempty"`  // of chance, for Share and for waits between two bounds
}

// form is how a rule is written.
const form = "a rule is METHOD /path: FAULT, such as 'POST /api/Report/WSJF: drop after; times=1'"

// Parse reads the form ROUTE: FAULT[; OPTION=VALUE]... A mistake is a usage fault that says what is wrong and what is right.
func Parse(text string) (Rule, error) {
	r, err := parse(text)
	if err == nil {
		_, err = newCounter(r, 0)
	}
	if err != nil {
		return Rule{}, misplaced(err, "fault rule %q", text)
	}
	return r, nil
}

// ParseAll reads a list of rules.
func ParseAll(texts ...string) ([]Rule, error) {
	var rules []Rule
	for _, text := range texts {
		r, err := Parse(text)
		if err != nil {
			return nil, err
		}
		rules = append(rules, r)
	}
	return rules, nil
}

func parse(text string) (Rule, error) {
	route, rest, ok := strings.Cut(text, ":")
	if !ok {
		return Rule{}, fault.New(fault.Usage, "no colon stands between the route and the fault").WithHint("%s; * stands for every request", form)
	}
	parts := strings.Split(rest, ";")
	r := Rule{Route: clean(route), Fault: clean(parts[0])}
	for _, part := range parts[1:] {
		name, value, ok := strings.Cut(part, "=")
		if !ok {
			return r, fault.New(fault.Usage, "the option %q has no value", clean(part)).WithHint("an option is NAME=VALUE, such as times=1")
		}
		if err := r.setOption(clean(name), clean(value)); err != nil {
			return r, err
		}
	}
	return r, nil
}

// clean leaves single blanks between words.
func clean(text string) string { return strings.Join(strings.Fields(text), " ") }

// Option is a restriction of a rule.
type Option struct {
	Name  string
	Usage string // how it is written
	Doc   string // what it does

	set func(*Rule, string) error
	get func(Rule) string
}

// Options lists the restrictions in the order in which they count.
func Options() []Option {
	return []Option{
		whole("after", "the first N requests pass", func(r *Rule) *int { return &r.After }),
		whole("every", "of those that follow, only each N-th is hit", func(r *Rule) *int { return &r.Every }),
		{
			"share", "share=P", "of those that are left, a share from 0 to 1 is hit by chance", setShare,
			func(r Rule) string { return strconv.FormatFloat(r.Share, 'g', -1, 64) },
		},
		whole("times", "the rule ends after N hits", func(r *Rule) *int { return &r.Times }),
		{"seed", "seed=N", "another course of chance; the same seed always gives the same", setSeed, func(r Rule) string { return fmt.Sprint(r.Seed) }},
	}
}

func whole(name, doc string, field func(*Rule) *int) Option {
	set := func(r *Rule, text string) error {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			return fault.New(fault.Usage, "%s=%s: want a whole number from 1", name, text).WithHint("leave %s out where it does not count", name)
		}
		*field(r) = n
		return nil
	}
	return Option{name, name + "=N", doc, set, func(r Rule) string { return fmt.Sprint(*field(&r)) }}
}

func setShare(r *Rule, text string) error {
	share, err := strconv.ParseFloat(text, 64)
	if err != nil || !(share > 0 && share <= 1) {
		return fault.New(fault.Usage, "share=%s: want a number above 0, at most 1", text).WithHint("0.2 is every fifth request on average")
	}
	r.Share = share
	return nil
}

func setSeed(r *Rule, text string) error {
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return fault.New(fault.Usage, "seed=%s: want a whole number from 0", text).WithHint("leave seed out for the usual course of chance")
	}
	r.Seed = seed
	return nil
}

// setOption sets the option of a name. others are names that are known in its place besides.
func (r *Rule) setOption(name, value string, others ...string) error {
	for _, o := range Options() {
		if o.Name == name {
			return o.set(r, value)
		}
		others = append(others, o.Name)
	}
	return fault.New(fault.Usage, "there is no option %q", name).WithHint("%s", fault.DidYouMean(name, others))
}

// String is the rule in the form that Parse reads.
func (r Rule) String() string {
	text := r.Route + ": " + r.Fault
	for _, o := range Options() {
		if value := o.get(r); value != "0" {
			text += "; " + o.Name + "=" + value
		}
	}
	return text
}

// decodeRules reads a JSON list of rules, each an object with the members of Rule or a text for Parse. Members that Count
// adds are let pass, so that what was asked for can be set again.
func decodeRules(items []json.RawMessage) ([]Rule, error) {
	var rules []Rule
	for i, item := range items {
		r, err := decodeRule(item)
		if err != nil {
			return nil, misplaced(err, "item %d of the list", i+1)
		}
		rules = append(rules, r)
	}
	return rules, nil
}

func decodeRule(data json.RawMessage) (Rule, error) {
	var text string
	if json.Unmarshal(data, &text) == nil {
		return Parse(text)
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(data, &members) != nil || members == nil {
		return Rule{}, fault.New(fault.Usage, "a JSON object or a text is expected").WithHint(`{"route": "*", "fault": "delay 10ms"} or "*: delay 10ms"`)
	}
	var r Rule
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if err := r.setMember(name, members[name]); err != nil {
			return Rule{}, err
		}
	}
	return r, nil
}

func (r *Rule) setMember(name string, value json.RawMessage) error {
	field := map[string]*string{"route": &r.Route, "fault": &r.Fault}[name]
	switch {
	case field != nil:
		if json.Unmarshal(value, field) != nil {
			return fault.New(fault.Usage, "%s is no text", name).WithHint(`{"route": "*", "fault": "delay 10ms"}`)
		}
		*field = clean(*field)
	case name == "seen" || name == "hits":
	default:
		return r.setOption(name, string(value), "route", "fault")
	}
	return nil
}
