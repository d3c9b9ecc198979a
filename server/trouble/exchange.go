package trouble

import (
	"bytes"
	"context"
	"io"
	"maps"
	"net/http"
	"strconv"
	"time"
)

// maxHeld is how much of a request body is read before a delay, in bytes: more than any server here accepts.
const maxHeld = 65 << 20

// exchange is one request on its way through the rules, and the answer on its way back.
type exchange struct {
	in       *Injector
	set      *ruleset
	next     http.Handler
	w        http.ResponseWriter
	received *http.Request // as the client sent it; its context ends when the client goes
	request  *http.Request // as it is handed on

	touched bool          // by a rule: the answer is kept, and then sent as the rules have it
	answer  answer        // what the client is to get
	pace    time.Duration // how long the answer's body takes; 0 is at once
	cut     func()        // what ends the answer in the middle of its body; nil nothing
}

// pass leads the request to the rules from the i-th on, and behind the last one to the server.
func (x *exchange) pass(i int) {
	for ; i < len(x.set.rules); i++ {
		c := x.set.rules[i]
		luck, hit := c.take(subject(x.received))
		if !hit {
			continue
		}
		x.touched = true
		if x.in.Watch != nil {
			x.in.Watch(Hit{c.rule, x.received})
		}
		c.action.apply(x, luck, func() { x.pass(i + 1) })
		return
	}
	x.handle()
}

// handle lets the server answer. An answer that rules work on is kept, and never compressed.
func (x *exchange) handle() {
	if !x.touched {
		x.next.ServeHTTP(x.w, x.request)
		return
	}
	r := x.request.Clone(x.request.Context())
	r.Header.Del("Accept-Encoding")
	x.next.ServeHTTP(&x.answer, r)
}

// hold reads the request body and lets the request live on without its client, as one that is under way does.
func (x *exchange) hold() {
	body := x.request.Body
	data, err := io.ReadAll(io.LimitReader(body, maxHeld))
	if err != nil {
		x.drop() // the client went while it was sending
	}
	x.request = x.request.WithContext(context.WithoutCancel(x.request.Context()))
	x.request.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(data), body), body}
}

// wait waits for a time, or until gone is closed or the rules are lifted.
func (x *exchange) wait(d time.Duration, gone <-chan struct{}) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-gone:
	case <-x.set.lifted:
	}
}

// hang waits until the client goes or the rules are lifted, and ends the connection. The server notices that the client
// goes only when it has read all that was sent.
func (x *exchange) hang() {
	_, _ = io.Copy(io.Discard, x.received.Body)
	select {
	case <-x.received.Context().Done():
	case <-x.set.lifted:
	}
	x.end()
}

// drop resets the connection: the client learns no more.
func (x *exchange) drop() {
	if conn, _, err := http.NewResponseController(x.w).Hijack(); err == nil {
		if tcp, ok := conn.(interface{ SetLinger(seconds int) error }); ok {
			_ = tcp.SetLinger(0) // without it the end is orderly, and an end all the same
		}
		_ = conn.Close()
	}
	x.end()
}

// end ends the connection.
func (x *exchange) end() { panic(http.ErrAbortHandler) }

// send brings the answer to the client.
func (x *exchange) send() {
	maps.Copy(x.w.Header(), x.answer.Header())
	body := x.answer.body.Bytes()
	if x.cut != nil {
		body = body[:len(body)/2]
		if len(body) == 0 { // an answer with nothing to cut ends before it begins
			x.cut()
		}
	}
	x.w.WriteHeader(max(x.answer.status, http.StatusOK))
	x.trickle(body)
	if x.cut != nil {
		x.flush()
		x.cut()
	}
}

// step is how long the pauses of a body that trickles are.
const step = 20 * time.Millisecond

// trickle writes a body in as many pieces as its time has steps.
func (x *exchange) trickle(body []byte) {
	pieces := min(len(body), max(1, int(x.pace/step)))
	for i := range pieces {
		if x.pace > 0 {
			x.flush()
			x.wait(x.pace/time.Duration(pieces), x.received.Context().Done())
		}
		_, _ = x.w.Write(body[len(body)*i/pieces : len(body)*(i+1)/pieces]) // the client has gone: there is nobody left to tell
	}
}

func (x *exchange) flush() { _ = http.NewResponseController(x.w).Flush() }

// answer keeps what a server answers. It is the http.ResponseWriter of one request.
type answer struct {
	status int
	header http.Header
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (a *answer) Header() http.Header {
	if a.header == nil {
		a.header = http.Header{}
	}
	return a.header
}

// WriteHeader implements http.ResponseWriter.
func (a *answer) WriteHeader(status int) {
	if a.status == 0 && status >= http.StatusOK { // what comes before the answer proper is left out
		a.status = status
	}
}

// Write implements http.ResponseWriter.
func (a *answer) Write(data []byte) (int, error) {
	a.WriteHeader(http.StatusOK)
	return a.body.Write(data)
}

// set makes another answer of it.
func (a *answer) set(status int, contentType string, body []byte) {
	a.status, a.header = status, http.Header{"Content-Type": {contentType}}
	a.rewrite(body)
}

// rewrite puts another body in place of the answer's.
func (a *answer) rewrite(body []byte) {
	a.body = *bytes.NewBuffer(body)
	a.Header().Set("Content-Length", strconv.Itoa(len(body)))
}
