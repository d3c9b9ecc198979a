package wats

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"sort"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/watsrun/watsrun/internal/correlation"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/internal/retryafter"
	"github.com/watsrun/watsrun/modules"
)

// explain says which request failed, puts the correlation id into the fault and the token out of it, and makes words from
// elsewhere fit to be read.
func (c *Client) explain(ctx context.Context, r *request, err error) error {
	f := *fault.Of(err) // a copy: the transport may give the same fault to many calls
	f.Message = c.secrets.Text(readable(r.String() + ": " + f.Message))
	f.Hint = c.secrets.Text(f.Hint)
	f.CorrelationID = orElse(f.CorrelationID, correlation.ID(ctx))
	if r.call != nil && r.call.Attempts > 0 {
		f.Attempts = r.call.Attempts
	}
	return &f
}

// transportFault explains why there is no whole answer.
func (c *Client) transportFault(ctx context.Context, r *request, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		if r.moves != nil && errors.Is(cause, r.moves.stalled) {
			return c.explain(ctx, r, cause)
		}
		return cause // the run or the call has ended; the wire's complaint about that says less
	}
	if f, known := errors.AsType[*fault.Error](err); known {
		return c.explain(ctx, r, f)
	}
	return c.explain(ctx, r, c.wireFault(ctx, err))
}

// statusFault turns an answer that is no success into an error whose kind says what to do.
func (c *Client) statusFault(r *request, a *response) *fault.Error {
	kind, hint := kindOf(a.status)
	f := fault.New(kind, "the server answered %s", strings.TrimSpace(strconv.Itoa(a.status)+" "+http.StatusText(a.status)))
	if text := serverText(a); text != "" {
		f.Message += ": " + text
	}
	if target, ok := redirected(a); ok {
		f.Message += " and points to " + target
	}
	f.Hint, f.Status = hint, a.status
	f.RetryIn, _ = retryafter.Parse(a.header.Get("Retry-After"), c.options.Now())
	f.Retryable = retryable(a.status)
	switch {
	case f.RetryIn > 0:
		f.Hint = fmt.Sprintf("the server asks to wait %s", f.RetryIn)
		if r.call.GivenUp != "" {
			f.Hint += "; " + r.call.GivenUp
		}
	case f.Kind == fault.NotFound:
		f.Hint = r.missingHint(a)
	case f.Kind == fault.Validation && strings.Contains(f.Message, "processCode is required to be"):
		f.Hint = "name an operation that the server has, of the right kind; wats.process.get_processes() lists them"
	}
	return f
}

// missingHint is what to do when there is no such thing. An answer without a word of the server's own may well come from
// something else.
func (r *request) missingHint(a *response) string {
	switch {
	case isPage(a) || serverText(a) == "":
		return "check that server.url leads to a WATS server, and that it knows what was asked for"
	case r.method == http.MethodGet:
		return "check how it is written; wats.try gives nil and this error instead of raising"
	}
	return "check how it is written, and that it is on this server"
}

func redirected(a *response) (target string, ok bool) {
	u, err := url.Parse(a.header.Get("Location"))
	if a.status/100 != 3 || err != nil || u.Host == "" {
		return "", false
	}
	u.User, u.RawQuery = nil, ""
	return u.String(), true
}

func kindOf(status int) (fault.Kind, string) {
	switch status {
	case http.StatusUnauthorized:
		return fault.Unauthorized, "check the token: WATSRUN_SERVER_TOKEN or server.token_file"
	case http.StatusProxyAuthRequired:
		return fault.Unauthorized, "the proxy wants a name and a password: put them into HTTPS_PROXY"
	case http.StatusForbidden:
		return fault.Forbidden, "the token lacks the right for this; ask the WATS administrator"
	case http.StatusNotFound, http.StatusGone:
		return fault.NotFound, ""
	case http.StatusConflict, http.StatusPreconditionFailed, http.StatusLocked:
		return fault.Conflict, "it does not go with what the server has; read it again before you repeat"
	case http.StatusRequestTimeout, http.StatusGatewayTimeout:
		return fault.Timeout, "try again"
	case http.StatusTooManyRequests:
		return fault.RateLimited, "too many requests; wait and try again"
	case http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return fault.Server, "this server does not know the operation; check that server.url leads to a WATS server"
	}
	switch status / 100 {
	case 3:
		return fault.Config, "set server.url to the address that the server points to"
	case 4:
		return fault.Validation, "the server refused what was sent; correct it"
	case 5:
		return fault.Server, "the server failed; try again later"
	}
	return fault.Server, "an answer of this kind was not expected; check that server.url leads to a WATS server"
}

func retryable(status int) bool {
	switch status {
	case http.StatusRequestTimeout, http.StatusTooManyRequests:
		return true
	case http.StatusNotImplemented, http.StatusHTTPVersionNotSupported:
		return false
	}
	return status >= 500
}

// maxMessage is the longest message in bytes: a server may list many faults, and may answer with anything.
const maxMessage = 16 << 10

// serverText is what the server itself said: the message of a JSON body, a text body, or the title of a page.
func serverText(a *response) string {
	var text string
	var value any
	switch {
	case isPage(a):
		text = "the page " + strconv.Quote(pageTitle(a.body))
	case json.Unmarshal(a.body, &value) == nil:
		text = messageIn(value)
	default:
		text = string(a.body)
	}
	return strings.TrimSpace(text)
}

// readable makes text from elsewhere fit for a message: valid, of bounded length, and without control characters but
// for the ends of lines, since servers list faults one a line.
func readable(text string) string {
	if len(text) > maxMessage {
		text = text[:maxMessage] + "..."
	}
	text = strings.Map(func(c rune) rune {
		switch {
		case c == '\r':
			return -1
		case c != '\n' && unicode.IsControl(c):
			return ' '
		}
		return c
	}, strings.ToValidUTF8(text, string(utf8.RuneError)))
	return strings.TrimSpace(text)
}

// messageIn finds the words in a JSON error: the message of an object with the details below it, or a text.
func messageIn(value any) string {
	switch v := value.(type) {
	case string:
		return v
	case []any:
		parts := make([]string, 0, len(v))
		for _, item := range v {
			parts = append(parts, messageIn(item))
		}
		return joined(parts)
	case map[string]any:
		return messageOf(v)
	}
	return ""
}

func messageOf(object map[string]any) string {
	var parts []string
	for _, key := range []string{"Message", "message", "error", "detail", "title"} {
		if text := messageIn(object[key]); text != "" {
			parts = append(parts, text)
			break
		}
	}
	for _, key := range []string{"ExceptionMessage", "MessageDetail", "errors", "ModelState"} {
		details, ok := object[key].(map[string]any)
		if !ok {
			parts = append(parts, messageIn(object[key]))
			continue
		}
		for _, name := range sortedKeys(details) {
			parts = append(parts, name+": "+messageIn(details[name]))
		}
	}
	return joined(parts)
}

func sortedKeys(m map[string]any) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	return keys
}

// joined puts the parts that say something on a line each.
func joined(parts []string) string {
	var said []string
	for _, p := range parts {
		if p = strings.TrimSpace(p); p != "" {
			said = append(said, p)
		}
	}
	return strings.Join(said, "\n")
}

// isPage tells an answer that was made for a browser, by a proxy, a login or an error page.
func isPage(a *response) bool {
	kind, _, _ := mime.ParseMediaType(a.header.Get("Content-Type"))
	return kind == "text/html" || kind == "application/xhtml+xml"
}

var titleTag = regexp.MustCompile(`(?is)<title[^>]*>(.*?)</title>`)

// pageTitle is the title of a page, or its beginning.
func pageTitle(body []byte) string {
	text := body[:min(len(body), maxMessage)]
	if m := titleTag.FindSubmatch(text); m != nil {
		text = m[1]
	}
	return strings.Join(strings.Fields(fmt.Sprintf("%.80s", text)), " ")
}

// excerpt is the beginning of an answer that makes no sense.
func excerpt(b []byte) string {
	text := strings.Join(strings.Fields(string(b[:min(len(b), 200)])), " ")
	return fmt.Sprintf("%.80q", text)
}

// emptyOrBroken refuses a success that holds nothing, or not what was asked for.
func emptyOrBroken(a *response, kind modules.Kind) error {
	if !empty(a.body) {
		return checkJSON(a, kind)
	}
	f := fault.New(fault.EmptyResponse, "the server answered success with nothing in it")
	f.Status = a.status
	return f
}

// isMissing tells the error of a thing that is not there.
func isMissing(err error) bool {
	kind := fault.KindOf(err)
	return kind == fault.NotFound || kind == fault.EmptyResponse
}
