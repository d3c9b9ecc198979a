// Package wats is the wats module: the operations of the WATS REST API, one file a service, one literal an operation, and
// the engine that turns a declared operation into a request. It knows neither Lua nor retries: it declares functions in
// the vocabulary of package modules, and sends through an ordinary *http.Client.
package wats

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strings"

	"github.com/watsrun/watsrun/internal/correlation"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
)

// Options say where the server is and what the run knows. The zero value is enough for documentation.
type Options struct {
	BaseURL   string // such as https://factory.wats.com; a final /api is understood
	Token     string // sent as Authorization: Basic TOKEN, empty for none
	HTTP      *http.Client
	UserAgent string
	Outbox    Outbox                                             // keeps submitted reports until they have arrived
	Defaults  func(ctx context.Context) (report.Defaults, error) // station, operator and clock of the run
	Strict    bool                                               // a missing thing raises not_found instead of being nil
}

// Client sends requests. It is safe for concurrent use.
type Client struct {
	options Options
	base    string
}

// NewClient makes a client.
func NewClient(o Options) *Client {
	base := strings.TrimRight(o.BaseURL, "/")
	base = strings.TrimRight(strings.TrimSuffix(base, "/api"), "/")
	if o.HTTP == nil {
		o.HTTP = http.DefaultClient
	}
	return &Client{options: o, base: base}
}

// request is one request, as the engine makes it of an operation's arguments.
type request struct {
	method   string
	path     string // percent-encoded
	route    string // the template, for messages and metrics
	query    url.Values
	body     []byte
	mime     string // of the body
	accept   string
	internal bool // an internal route, which wants a Referer
}

// response is an answer that was read to its end.
type response struct {
	status int
	header http.Header
	body   []byte
}

// maxAnswer bounds what is read of an answer.
const maxAnswer = 512 << 20

// send sends one request and reads the whole answer. Every answer that is not a success is an error.
func (c *Client) send(ctx context.Context, r *request) (*response, error) {
	req, err := c.build(ctx, r)
	if err != nil {
		return nil, err
	}
	answer, err := c.options.HTTP.Do(req)
	if err != nil {
		return nil, c.transportFault(ctx, r, err)
	}
	defer answer.Body.Close()
	body, err := readAnswer(answer)
	if err != nil {
		return nil, c.transportFault(ctx, r, err)
	}
	out := &response{status: answer.StatusCode, header: answer.Header, body: body}
	if out.status < 200 || out.status > 299 {
		return out, statusFault(ctx, r, out)
	}
	return out, nil
}

func (c *Client) build(ctx context.Context, r *request) (*http.Request, error) {
	if c.base == "" {
		return nil, fault.New(fault.Config, "no server is configured").WithHint("set server.url in watsrun.toml, or WATSRUN_SERVER_URL")
	}
	target := c.base + r.path
	if len(r.query) > 0 {
		target += "?" + r.query.Encode()
	}
	req, err := http.NewRequestWithContext(ctx, r.method, target, bytes.NewReader(r.body))
	if err != nil {
		return nil, fault.Wrap(fault.Config, err, "the request cannot be made").WithHint("check server.url: %s", c.base)
	}
	req.Header.Set("Accept", orElse(r.accept, "application/json"))
	if r.body != nil {
		req.Header.Set("Content-Type", orElse(r.mime, "application/json"))
	}
	if c.options.Token != "" {
		req.Header.Set("Authorization", "Basic "+c.options.Token)
	}
	if c.options.UserAgent != "" {
		req.Header.Set("User-Agent", c.options.UserAgent)
	}
	if r.internal {
		req.Header.Set("Referer", c.base)
	}
	if id := correlation.ID(ctx); id != "" {
		req.Header.Set("X-Correlation-ID", id)
	}
	return req, nil
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}

func readAnswer(answer *http.Response) ([]byte, error) {
	var buf bytes.Buffer
	if n := answer.ContentLength; n > 0 && n < 64<<20 {
		buf.Grow(int(n) + bytes.MinRead)
	}
	n, err := buf.ReadFrom(io.LimitReader(answer.Body, maxAnswer+1))
	if err == nil && n > maxAnswer {
		err = fault.New(fault.Server, "the answer is longer than %d MB", maxAnswer>>20)
	}
	return buf.Bytes(), err
}

// transportFault explains why there is no whole answer.
func (c *Client) transportFault(ctx context.Context, r *request, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return cause // the run or the call has ended; the wire's complaint about that says less
	}
	f, known := errors.AsType[*fault.Error](err)
	if !known {
		f = classify(err, c.base)
	}
	f.Message = r.method + " " + r.route + ": " + f.Message
	f.CorrelationID = orElse(f.CorrelationID, correlation.ID(ctx))
	return f
}

func classify(err error, base string) *fault.Error {
	var timeout interface{ Timeout() bool }
	if errors.As(err, &timeout) && timeout.Timeout() {
		f := fault.Wrap(fault.Timeout, err, "the server did not answer in time").WithHint("%s is slow or out of reach; try again", base)
		f.Retryable = true
		return f
	}
	f := fault.Wrap(fault.Connection, err, "no whole answer from %s", base).
		WithHint("check that the server runs and that its address is right (watsrun config)")
	f.Retryable = true
	return f
}

// statusFault turns an answer that is no success into an error whose kind says what to do.
func statusFault(ctx context.Context, r *request, a *response) error {
	kind, hint := kindOf(a.status)
	text := serverText(a)
	f := fault.New(kind, "%s %s: the server answered %d %s", r.method, r.route, a.status, http.StatusText(a.status))
	if text != "" {
		f.Message += ": " + text
	}
	f.Hint, f.Status, f.CorrelationID = hint, a.status, correlation.ID(ctx)
	f.Retryable = kind == fault.RateLimited || kind == fault.Server || kind == fault.Timeout
	return f
}

func kindOf(status int) (fault.Kind, string) {
	switch status {
	case http.StatusUnauthorized:
		return fault.Unauthorized, "check the token: WATSRUN_SERVER_TOKEN or server.token_file"
	case http.StatusForbidden:
		return fault.Forbidden, "the token lacks the right for this; ask the WATS administrator"
	case http.StatusNotFound, http.StatusGone:
		return fault.NotFound, ""
	case http.StatusConflict, http.StatusPreconditionFailed:
		return fault.Conflict, "somebody else changed it; read it again and repeat"
	case http.StatusRequestTimeout, http.StatusGatewayTimeout:
		return fault.Timeout, "try again"
	case http.StatusTooManyRequests:
		return fault.RateLimited, "too many requests; wait and try again"
	}
	switch {
	case status >= 500:
		return fault.Server, "the server failed; try again later"
	case status >= 400:
		return fault.Validation, "the server refused what was sent; correct it"
	}
	return fault.Server, "an answer of this kind was not expected; check that server.url leads to a WATS server"
}

// serverText is what the server itself said: the message of a JSON body, or a text body.
func serverText(a *response) string {
	var body map[string]any
	if json.Unmarshal(a.body, &body) == nil {
		for _, key := range []string{"Message", "message", "error", "detail", "title"} {
			if text, ok := body[key].(string); ok && text != "" {
				return text
			}
		}
	}
	kind, _, _ := mime.ParseMediaType(a.header.Get("Content-Type"))
	if text := strings.TrimSpace(string(a.body)); text != "" && kind != "text/html" && len(text) <= 64<<10 {
		return text
	}
	return ""
}
