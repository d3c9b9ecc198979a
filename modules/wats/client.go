// Package wats is the wats module: the operations of the WATS REST API, one file a service, one literal an operation, and
// the engine that turns a declared operation into a request. It knows neither Lua nor retries: it declares functions in
// the vocabulary of package modules, and sends through an ordinary *http.Client.
package wats

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/watsrun/watsrun/internal/call"
	"github.com/watsrun/watsrun/internal/correlation"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/internal/redact"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/report"
)

// Options say where the server is and what the run knows. The zero value is enough for documentation.
type Options struct {
	BaseURL   string // such as https://factory.wats.com; a final /api is understood
	Token     string // sent as Authorization: Basic TOKEN, empty for none; it is kept out of every error
	HTTP      *http.Client
	UserAgent string
	Outbox    Outbox                                             // keeps submitted reports until they have arrived
	Journal   Journal                                            // keeps reports until they are submitted; nil for none
	Defaults  func(ctx context.Context) (report.Defaults, error) // station, operator and clock of the run
	Strict    bool                                               // a missing thing raises not_found instead of being nil
	Now       func() time.Time                                   // for a Retry-After that is a date; nil is the system's clock
	Caching   Caching
	Chain     Chain // the policies that HTTP goes through; nil where there are none
	// Begin is told of each call of an operation before its first request. It may put something into the context of these, and
	// set Call.OnEnd. Nil for nobody.
	Begin func(ctx context.Context, c *call.Call) context.Context
	// Correlate has submitted reports carry the correlation id of their call as a misc info.
	Correlate bool
}

// Client sends requests. It is safe for concurrent use.
type Client struct {
	options Options
	base    string // the address without a final slash or /api
	shown   string // the address as errors may show it, without name and password
	problem error  // why no request can be sent, if so
	http    *http.Client
	secrets *redact.Secrets // the token, where a server repeats it
	service string          // that this client is for; empty for the client's own operations
	starts  *starts         // of the reports that went out
	caches  map[string]*cache
	cache   *cache // of the service; nil for none
}

// of is the client as the operations of a service use it.
func (c *Client) of(service string) *Client {
	copied := *c
	copied.service, copied.cache = service, c.caches[service]
	return &copied
}

// begin is the context of a call of an operation: it has an id of its own, which all its requests carry.
func (c *Client) begin(ctx context.Context, f *modules.Function) context.Context {
	name := "wats." + f.Name
	if c.service != "" {
		name = "wats." + c.service + "." + f.Name
	}
	whole := &call.Call{Operation: name, Idempotent: f.Effect != modules.Write}
	ctx = call.With(correlation.Next(ctx), whole)
	if c.options.Begin != nil {
		ctx = c.options.Begin(ctx, whole)
	}
	return ctx
}

// callTimeout bounds a call where the options bring no HTTP client with a bound of its own.
const callTimeout = 30 * time.Second

// NewClient makes a client. An address that cannot be one is a config fault of every call.
func NewClient(o Options) *Client {
	if o.Now == nil {
		o.Now = time.Now
	}
	c := &Client{options: o, http: &http.Client{Timeout: callTimeout}, secrets: &redact.Secrets{}, starts: newStarts()}
	if o.HTTP != nil {
		copied := *o.HTTP
		c.http = &copied
	}
	c.http.CheckRedirect = follow
	c.secrets.Add(o.Token)
	c.base, c.shown, c.problem = parseBase(o.BaseURL)
	c.caches = newCaches(o.Caching, o.Now)
	return c
}

// parseBase reads the address of a server.
func parseBase(address string) (base, shown string, err error) {
	base = strings.TrimRight(strings.TrimSpace(address), "/")
	if end := len(base) - len("/api"); end >= 0 && strings.EqualFold(base[end:], "/api") {
		base = strings.TrimRight(base[:end], "/")
	}
	if base == "" {
		return "", "", fault.New(fault.Config, "no server is configured").WithHint("set server.url in watsrun.toml, or WATSRUN_SERVER_URL")
	}
	u, err := url.Parse(base)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.RawQuery != "" || u.Fragment != "" {
		return "", "", fault.New(fault.Config, "server.url is no address of a server").WithHint("write it as https://factory.wats.com")
	}
	u.User = nil
	return base, u.String(), nil
}

// request is one request, as the engine makes it of an operation's arguments.
type request struct {
	method   string
	path     string // percent-encoded
	route    string // the template, for messages and metrics
	query    url.Values
	body     []byte
	source   *source // instead of body: a file
	saveTo   string  // the file that a success is written to, empty for none
	mime     string  // of the body
	accept   string
	internal bool // an internal route, which wants a Referer
	again    bool // sending it twice does what sending it once does
	writes   bool // though it is a GET
	limit    int  // the longest answer in bytes, 0 for maxJSON
	moves    *transfer
	call     *call.Call
}

// newRequest is a request of a route that has no arguments in its path.
func newRequest(route string) *request {
	method, path, _ := strings.Cut(route, " ")
	return &request{
		method: method, path: path, route: path, internal: strings.Contains(path, "/internal/"), again: effectOf(method) != modules.Write,
	}
}

// String names the request in messages.
func (r *request) String() string { return r.method + " " + r.route }

// response is an answer that was read to its end.
type response struct {
	status int
	header http.Header
	body   []byte
	// savedTo is the file that has the body.
	savedTo string
}

// The longest answers: JSON that is turned into tables, and files.
const (
	maxJSON = 64 << 20
	maxFile = 512 << 20
)

// send sends one request and reads the whole answer. Every answer that is not a success is an error; with it comes the
// answer, if there was one.
func (c *Client) send(ctx context.Context, r *request) (*response, error) {
	if err := context.Cause(ctx); err != nil {
		return nil, err
	}
	ctx = c.tune(ctx)
	switch {
	case r.saveTo != "":
		return c.sendFile(ctx, r)
	case c.cache != nil:
		return c.cache.send(ctx, r, c.sendNow)
	}
	return c.sendNow(ctx, r)
}

func (c *Client) sendNow(ctx context.Context, r *request) (*response, error) {
	if r.source != nil {
		return c.sendFile(ctx, r)
	}
	limit, _ := c.timeout(ctx)
	return c.exchange(ctx, limit, r)
}

// sendFile is an exchange that may take longer than a call, as long as something moves.
func (c *Client) sendFile(ctx context.Context, r *request) (*response, error) {
	limit, setting := c.timeout(ctx)
	if limit <= 0 {
		return c.exchange(ctx, 0, r)
	}
	t, ctx, stop := newTransfer(ctx, limit, setting)
	defer stop()
	r.moves = t
	return c.exchange(ctx, 0, r)
}

// exchange sends the request and reads the answer, within a time unless that is 0.
func (c *Client) exchange(ctx context.Context, limit time.Duration, r *request) (*response, error) {
	client := *c.http
	client.Timeout = limit
	req, err := c.build(ctx, r)
	if err != nil {
		return nil, err
	}
	answer, err := client.Do(req)
	r.counted(ctx, answer)
	if err != nil {
		return nil, c.transportFault(ctx, r, err)
	}
	defer answer.Body.Close()
	out := &response{status: answer.StatusCode, header: answer.Header}
	if err := c.receive(ctx, r, answer, out); err != nil {
		return nil, c.transportFault(ctx, r, err)
	}
	if !out.success() {
		return out, c.explain(ctx, r, c.statusFault(r, out))
	}
	return out, nil
}

// receive reads the body, into the file that was asked for where it is one.
func (c *Client) receive(ctx context.Context, r *request, answer *http.Response, out *response) (err error) {
	if r.moves != nil {
		answer.Body = io.NopCloser(moving{answer.Body, r.moves})
	}
	if r.saveTo != "" && out.success() && !isPage(out) {
		out.savedTo = r.saveTo
		return save(ctx, answer, r.saveTo)
	}
	out.body, err = readAnswer(answer, r.limit)
	return err
}

func (a *response) success() bool { return a.status >= 200 && a.status <= 299 }

// maxRedirects is how often a read is sent on.
const maxRedirects = 5

// follow lets a read be redirected, but never a write, which would arrive as a read without its body and look like a
// success, and never from https to http, which would show the token to everybody.
func follow(next *http.Request, via []*http.Request) error {
	last := via[len(via)-1]
	if len(via) > maxRedirects || next.Method != last.Method || last.URL.Scheme == "https" && next.URL.Scheme != "https" {
		return http.ErrUseLastResponse
	}
	return nil
}

func (c *Client) build(ctx context.Context, r *request) (*http.Request, error) {
	if c.problem != nil {
		return nil, c.problem
	}
	target := c.base + r.path
	if len(r.query) > 0 {
		target += "?" + r.query.Encode()
	}
	req, err := http.NewRequestWithContext(r.part(ctx), r.method, target, bytes.NewReader(r.body))
	if err != nil {
		return nil, fault.New(fault.Config, "the request cannot be made").WithHint("check server.url: %s", c.shown)
	}
	if err := r.attach(ctx, req); err != nil {
		return nil, err
	}
	c.setHeaders(ctx, req.Header, r)
	return req, nil
}

// part is the context of the request, which says what it is part of.
func (r *request) part(ctx context.Context) context.Context {
	r.call = &call.Call{Operation: "wats", Route: r.String(), Idempotent: r.again, Stream: r.saveTo != ""}
	if whole := call.From(ctx); whole != nil {
		r.call.Operation = whole.Operation
		r.call.Idempotent = r.again && (whole.Idempotent || effectOf(r.method) == modules.Read)
	}
	return call.With(ctx, r.call)
}

// counted adds the request to those of its call.
func (r *request) counted(ctx context.Context, answer *http.Response) {
	whole := call.From(ctx)
	if whole == nil {
		return
	}
	whole.Requests++
	whole.Attempts += r.call.Attempts
	if whole.Status = 0; answer != nil {
		whole.Status = answer.StatusCode
	}
}

func (c *Client) setHeaders(ctx context.Context, h http.Header, r *request) {
	h.Set("Accept", orElse(r.accept, "application/json"))
	if r.method != http.MethodGet && r.method != http.MethodHead {
		h.Set("Content-Type", orElse(r.mime, "application/json")) // also without a body: some servers answer 415 otherwise
	}
	if c.options.Token != "" {
		h.Set("Authorization", "Basic "+c.options.Token)
	}
	if c.options.UserAgent != "" {
		h.Set("User-Agent", c.options.UserAgent)
	}
	if r.internal {
		h.Set("Referer", c.shown)
	}
	if id := correlation.ID(ctx); id != "" {
		h.Set("X-Correlation-ID", id)
	}
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

// readAnswer reads the body up to a limit.
func readAnswer(answer *http.Response, limit int) ([]byte, error) {
	if limit == 0 {
		limit = maxJSON
	}
	n := answer.ContentLength
	if n > int64(limit) {
		return nil, tooLong(limit)
	}
	var buf bytes.Buffer
	if n > 0 {
		buf.Grow(int(n) + bytes.MinRead)
	}
	if _, err := buf.ReadFrom(io.LimitReader(answer.Body, int64(limit)+1)); err != nil {
		return nil, err
	}
	if buf.Len() > limit {
		return nil, tooLong(limit)
	}
	return buf.Bytes(), nil
}

func tooLong(limit int) error {
	return fault.New(fault.Server, "the answer is longer than %d MB", limit>>20).WithHint("ask for less, such as fewer rows or a lower level of detail")
}

// put sends a body as JSON and gives what the server stored, which is of type t.
func put(ctx context.Context, c *Client, route string, body any, t *modules.Type) (any, error) {
	r := newRequest(route)
	var err error
	if r.body, err = json.Marshal(body); err != nil {
		return nil, fault.Wrap(fault.Usage, err, "the arguments cannot be sent")
	}
	a, err := c.send(ctx, r)
	if err != nil {
		return nil, err
	}
	if err := emptyOrBroken(a, t.Kind); err != nil {
		return nil, c.explain(ctx, r, err)
	}
	return modules.JSON{Data: a.body, Type: t}, nil
}
