package trouble

import (
	"fmt"
	"html"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
)

// Kind is one kind of fault.
type Kind struct {
	Name  string
	Usage string // how it is written, with its arguments
	Doc   string // what it does, in one sentence

	parse func(arguments []string) (action, error)
}

// action is a fault with its arguments.
type action struct {
	// apply makes the fault. luck is from 0 to 1; proceed leads the request on, and when it returns there is an answer.
	apply func(x *exchange, luck float64, proceed func())
	skew  *skew // where the fault is one of the clock
}

// Faults lists every kind of fault.
func Faults() []Kind {
	return []Kind{
		{
			"delay", "delay TIME[..TIME]", "The request waits before it is handled, for one time or for a random one between two. " +
				"It is handled even when the client has given up meanwhile.", parseDelay,
		},
		{
			"status", "status CODE [retry-after TIME | retry-date TIME]", "The answer is that status, and nothing is handled; " +
				"Retry-After says when to come again, in seconds or as a date.", parseStatus,
		},
		{"drop", "drop before|during|after", "The connection breaks: before the request is handled, in the middle of the answer's body, " +
			"or when it has been handled and nothing has been answered.", parseDrop},
		{"hang", "hang before|during|after", "No more is heard at that point until the client goes.", parseHang},
		{"slow", "slow TIME[..TIME]", "The answer's body trickles in over that time.", parseSlow},
		{"type", "type MEDIA-TYPE", "The answer has that Content-Type.", parseType},
		{"garble", "garble", "The answer's JSON is broken in its middle.", alone(garble)},
		{"truncate", "truncate", "The answer is whole, but its JSON ends in the middle.", alone(truncate)},
		{"login", "login", "The answer is a login page in HTML with status 200, and nothing is handled.", alone(login)},
		{"skew", "skew [-]TIME", "The Date of the answer, and the server's clock while it handles the request, are off by that.", parseSkew},
	}
}

func parseFault(text string) (action, error) {
	words := strings.Fields(text)
	if len(words) == 0 {
		return action{}, fault.New(fault.Usage, "no fault is named").WithHint("%s", form)
	}
	var names []string
	for _, k := range Faults() {
		if k.Name == words[0] {
			a, err := k.parse(words[1:])
			if err != nil {
				return a, misplaced(err, "the fault %q", text)
			}
			return a, nil
		}
		names = append(names, k.Name)
	}
	return action{}, fault.New(fault.Usage, "there is no fault %q", words[0]).WithHint("%s", fault.DidYouMean(words[0], names))
}

// wrong is the fault of arguments that a kind does not take.
func wrong(name string) error {
	kinds := Faults()
	i := slices.IndexFunc(kinds, func(k Kind) bool { return k.Name == name })
	return fault.New(fault.Usage, "its arguments are not understood").WithHint("write %s", kinds[i].Usage)
}

// span is a time, or a random one between two.
type span struct{ low, high time.Duration }

// at is the time for a luck from 0 to 1.
func (s span) at(luck float64) time.Duration {
	return s.low + time.Duration(luck*float64(s.high-s.low))
}

// longest is the longest wait that a rule can ask for; what is to wait longer hangs.
const longest = 10 * time.Minute

func parseSpan(name string, arguments []string) (span, error) {
	if len(arguments) != 1 {
		return span{}, wrong(name)
	}
	from, to, ranged := strings.Cut(arguments[0], "..")
	if !ranged {
		to = from
	}
	low, err := parseTime(from)
	if err != nil {
		return span{}, err
	}
	high, err := parseTime(to)
	if err != nil {
		return span{}, err
	}
	if low < 0 || high < low || high > longest {
		return span{}, fault.New(fault.Usage, "%s is not from 0 to %s, the shorter time first", arguments[0], longest).
			WithHint("write 200ms or 200ms..2s; hang waits for as long as the client does")
	}
	return span{low, high}, nil
}

func parseTime(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil {
		return 0, fault.New(fault.Usage, "%q is no time", text).WithHint("a time is a number and its unit, such as 200ms, 1.5s or 2h")
	}
	return d, nil
}

func parseDelay(arguments []string) (action, error) {
	s, err := parseSpan("delay", arguments)
	return action{apply: func(x *exchange, luck float64, proceed func()) {
		x.hold()
		x.wait(s.at(luck), nil)
		proceed()
	}}, err
}

func parseSlow(arguments []string) (action, error) {
	s, err := parseSpan("slow", arguments)
	return action{apply: func(x *exchange, luck float64, proceed func()) {
		proceed()
		x.pace += s.at(luck)
	}}, err
}

func parseStatus(arguments []string) (action, error) {
	if len(arguments) != 1 && len(arguments) != 3 {
		return action{}, wrong("status")
	}
	code, err := strconv.Atoi(arguments[0])
	if err != nil || code < 200 || code > 599 {
		return action{}, fault.New(fault.Usage, "%q is no status", arguments[0]).WithHint("a status is a number from 200 to 599, such as 503")
	}
	retry, err := parseRetry(arguments[1:])
	return action{apply: func(x *exchange, _ float64, _ func()) {
		var body []byte
		if code >= http.StatusBadRequest {
			body = fmt.Appendf(nil, `{"Message":"status %d was injected on purpose"}`, code)
		}
		x.answer.set(code, "application/json; charset=utf-8", body)
		retry(x)
	}}, err
}

// parseRetry reads what follows a status; nothing is fine.
func parseRetry(arguments []string) (func(*exchange), error) {
	if len(arguments) == 0 {
		return func(*exchange) {}, nil
	}
	after, err := parseTime(arguments[1])
	switch {
	case err != nil:
		return nil, err
	case after < 0 || after%time.Second != 0:
		return nil, fault.New(fault.Usage, "Retry-After counts whole seconds, not %s", arguments[1]).WithHint("write 2s or 1m30s")
	case arguments[0] == "retry-after":
		return func(x *exchange) { x.answer.Header().Set("Retry-After", fmt.Sprint(int(after/time.Second))) }, nil
	case arguments[0] == "retry-date":
		return func(x *exchange) { x.answer.Header().Set("Retry-After", date(x.in.Clock().Add(after))) }, nil
	}
	return nil, wrong("status")
}

// date is a time as HTTP headers have it.
func date(at time.Time) string { return at.UTC().Format(http.TimeFormat) }

func parseDrop(arguments []string) (action, error) {
	return parsePoint("drop", arguments, (*exchange).drop, (*exchange).end)
}

func parseHang(arguments []string) (action, error) {
	return parsePoint("hang", arguments, (*exchange).hang, (*exchange).hang)
}

// parsePoint is a fault at one of three points of an exchange. What was sent before a reset may be lost on the way to the
// client, so that in the middle of a body there is another form of it.
func parsePoint(name string, arguments []string, stop, cut func(*exchange)) (action, error) {
	switch strings.Join(arguments, " ") {
	case "before":
		return action{apply: func(x *exchange, _ float64, _ func()) { stop(x) }}, nil
	case "during":
		return action{apply: func(x *exchange, _ float64, proceed func()) {
			proceed()
			x.cut = func() { cut(x) }
		}}, nil
	case "after":
		return action{apply: func(x *exchange, _ float64, proceed func()) {
			proceed()
			stop(x)
		}}, nil
	}
	return action{}, wrong(name)
}

func parseType(arguments []string) (action, error) {
	if len(arguments) == 0 {
		return action{}, wrong("type")
	}
	return action{apply: func(x *exchange, _ float64, proceed func()) {
		proceed()
		x.answer.Header().Set("Content-Type", strings.Join(arguments, " "))
	}}, nil
}

// alone is a fault that has no arguments.
func alone(apply func(x *exchange, proceed func())) func([]string) (action, error) {
	return func(arguments []string) (action, error) {
		if len(arguments) > 0 {
			return action{}, fault.New(fault.Usage, "it takes no arguments").WithHint("options stand behind a semicolon, such as ; times=1")
		}
		return action{apply: func(x *exchange, _ float64, proceed func()) { apply(x, proceed) }}, nil
	}
}

// garble puts a byte into the body that JSON has nowhere.
func garble(x *exchange, proceed func()) {
	proceed()
	body := x.answer.body.Bytes()
	x.answer.rewrite(slices.Insert(slices.Clone(body), len(body)/2, 0))
}

func truncate(x *exchange, proceed func()) {
	proceed()
	body := x.answer.body.Bytes()
	x.answer.rewrite(body[:len(body)/2])
}

func login(x *exchange, _ func()) {
	page := "<!DOCTYPE html>\n<html><head><title>Sign in</title></head><body><form method=\"post\">" +
		"<h1>Sign in to continue to " + html.EscapeString(x.received.Host) + "</h1><input name=\"user\"><input name=\"password\" type=\"password\">" +
		"<button>Sign in</button></form></body></html>\n"
	x.answer.set(http.StatusOK, "text/html; charset=utf-8", []byte(page))
}

// skew is how far the server's clock is off while requests are handled that it hits.
type skew struct {
	by      time.Duration
	handled atomic.Int64 // requests that are being handled
}

func (s *skew) now() time.Duration {
	if s.handled.Load() > 0 {
		return s.by
	}
	return 0
}

func parseSkew(arguments []string) (action, error) {
	if len(arguments) != 1 {
		return action{}, wrong("skew")
	}
	by, err := parseTime(arguments[0])
	s := &skew{by: by}
	return action{skew: s, apply: func(x *exchange, _ float64, proceed func()) {
		s.handled.Add(1)
		defer s.handled.Add(-1)
		proceed()
		x.answer.Header().Set("Date", date(x.in.Clock()))
	}}, err
}
