package web

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/watsrun/watsrun/internal/fault"
)

// maxBody is the bound of request bodies in these tests.
const maxBody = 1 << 16

// serveRoutes listens with the routes until the test ends and returns the base address.
func serveRoutes(t *testing.T, routes []Route, through ...func(http.Handler) http.Handler) string {
	t.Helper()
	router, err := NewRouter(routes)
	if err != nil {
		t.Fatal(err)
	}
	s := httptest.NewServer(router.Handler(through...))
	t.Cleanup(s.Close)
	return s.URL
}

// send makes a request without any help of the client: no redirects, no unpacking.
func send(t *testing.T, method, address string, body io.Reader, headers ...string) (status int, header http.Header, text string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, address, body)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	client := http.Client{
		Transport:     &http.Transport{DisableCompression: true, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, answer.Header, string(data)
}

func echo(name string) Handler {
	return func(r *http.Request) (any, error) { return name + ":" + r.PathValue("pn"), nil }
}

func TestRoutes(t *testing.T) {
	base := serveRoutes(t, []Route{
		{"GET /api/Product/Query", echo("query")},
		{"PUT /api/Product/Group", echo("group")},
		{"GET /api/Product/{pn}", echo("one")},
		{"GET /api/Product/{pn}/Tags", echo("tags")},
		{"PUT /api/Product", echo("put")},
		{"GET /", echo("root")},
	})
	for _, c := range []struct {
		method, path string
		status       int
		want         string
	}{
		{"GET", "/api/Product/Query", 200, `"query:"`},
		{"GET", "/API/pRODUCT/qUERY", 200, `"query:"`},
		{"GET", "/api/Product/PCBA-7", 200, `"one:PCBA-7"`},
		{"GET", "/api/product/a%2Fb%23c%25d%2520%C3%98%3F", 200, `"one:a/b#c%d%20Ø?"`},
		{"GET", "/api/Product/%2E%2E", 200, `"one:.."`},
		{"GET", "/api/Product/a+b%20c", 200, `"one:a+b c"`},
		{"GET", "/api/Product/a%2Fb/tags", 200, `"tags:a/b"`},
		{"GET", "/api/Product/Group", 200, `"one:Group"`},
		{"PUT", "/api/Product/GROUP", 200, `"group:"`},
		{"HEAD", "/api/Product/x", 200, ""},
		{"GET", "/", 200, `"root:"`},
		{"DELETE", "/api/Product/x", 405, `{"Message":"DELETE is not possible here: use GET"}`},
		{"DELETE", "/api/Product/Group", 405, `{"Message":"DELETE is not possible here: use GET or PUT"}`},
		{"GET", "/api/Product", 405, `{"Message":"GET is not possible here: use PUT"}`},
		{"GET", "/api/Product/", 404, `{"Message":"this server has no route GET /api/Product/"}`},
		{"GET", "/api/Product/a/b", 404, `{"Message":"this server has no route GET /api/Product/a/b"}`},
		{"GET", "/api//Product/a", 404, `{"Message":"this server has no route GET /api//Product/a"}`},
		{"GET", "/nothing", 404, `{"Message":"this server has no route GET /nothing"}`},
	} {
		status, _, text := send(t, c.method, base+c.path, nil)
		if status != c.status || text != c.want {
			t.Errorf("%s %s: %d %s, want %d %s", c.method, c.path, status, text, c.status, c.want)
		}
	}
}

func TestBadDeclarationsAreRefused(t *testing.T) {
	h := echo("x")
	for _, routes := range [][]Route{
		{{"GET", h}},
		{{"GET api", h}},
		{{"GET /api", nil}},
		{{"GET /api/{a}", h}, {"GET /API/{b}", h}},
	} {
		if _, err := NewRouter(routes); err == nil {
			t.Errorf("%v was accepted", routes)
		}
	}
}

func TestPatternsAreSorted(t *testing.T) {
	r, err := NewRouter([]Route{{"PUT /b", echo("")}, {"GET /a/{x}", echo("")}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"GET /a/{x}", "PUT /b"}, r.Patterns()); diff != "" {
		t.Error(diff)
	}
}

func TestMiddlewareSeesThePattern(t *testing.T) {
	var seen []string
	spy := func(name string) func(http.Handler) http.Handler {
		return func(next http.Handler) http.Handler {
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				seen = append(seen, name+" "+r.Pattern)
				next.ServeHTTP(w, r)
			})
		}
	}
	base := serveRoutes(t, []Route{{"GET /a/{x}", echo("")}}, spy("outer"), spy("inner"))
	send(t, "GET", base+"/A/1", nil)
	send(t, "GET", base+"/nothing", nil)
	if diff := cmp.Diff([]string{"outer GET /a/{x}", "inner GET /a/{x}", "outer ", "inner "}, seen); diff != "" {
		t.Error(diff)
	}
}

func TestAnswers(t *testing.T) {
	limited := fault.New(fault.RateLimited, "too fast")
	limited.RetryIn = 1500 * time.Millisecond
	for name, c := range map[string]struct {
		answer any
		err    error
		status int
		header map[string]string
		want   string
	}{
		"json":      {answer: map[string]string{"a": "<&>Ø"}, status: 200, header: map[string]string{"Content-Type": jsonType}, want: `{"a":"<&>Ø"}`},
		"empty":     {status: 204},
		"created":   {answer: Created{"/x/1", map[string]int{"a": 1}}, status: 201, header: map[string]string{"Content-Type": jsonType, "Location": "/x/1"}, want: `{"a":1}`},
		"text":      {answer: Text{400, "bad"}, status: 400, header: map[string]string{"Content-Type": "text/plain; charset=utf-8"}, want: "bad"},
		"file":      {answer: File{"image/png", "ø.png", []byte("x")}, status: 200, header: map[string]string{"Content-Type": "image/png", "Content-Disposition": "attachment; filename*=utf-8''%C3%B8.png"}, want: "x"},
		"no json":   {answer: func() {}, status: 500, want: `{"Message":"cannot encode the answer: json: unsupported type: func()"}`},
		"not found": {err: fault.New(fault.NotFound, "no product"), status: 404, want: `{"Message":"no product"}`},
		"hint":      {err: fault.New(fault.Validation, "bad").WithHint("do good"), status: 400, want: `{"Message":"bad (do good)"}`},
		"limited":   {err: limited, status: 429, header: map[string]string{"Retry-After": "2"}, want: `{"Message":"too fast"}`},
		"surprise":  {err: errors.New("boom"), status: 500, want: `{"Message":"boom"}`},
	} {
		base := serveRoutes(t, []Route{{"GET /x", func(*http.Request) (any, error) { return c.answer, c.err }}})
		status, header, text := send(t, "GET", base+"/x", nil)
		if status != c.status || text != c.want {
			t.Errorf("%s: %d %s, want %d %s", name, status, text, c.status, c.want)
		}
		for k, v := range c.header {
			if header.Get(k) != v {
				t.Errorf("%s: %s is %q, want %q", name, k, header.Get(k), v)
			}
		}
	}
}

func TestDecode(t *testing.T) {
	base := serveRoutes(t, []Route{{"PUT /x", func(r *http.Request) (any, error) {
		var v struct {
			Name string `json:"name"`
			Size int    `json:"size"`
		}
		err := Decode(r, &v)
		return v, err
	}}}, Unpack(maxBody))
	for body, want := range map[string]string{
		"\ufeff" + `{"name":"a","size":1,"more":[]}`: `{"name":"a","size":1}`,
		`{"size":"big"}`: `{"Message":"size cannot be a JSON string (byte 13)"}`,
		`[]`:             `{"Message":"the request body cannot be a JSON array (byte 1)"}`,
		`{"name"`:        `{"Message":"the request body ends where JSON is expected"}`,
		``:               `{"Message":"the request body ends where JSON is expected"}`,
		`{} {}`:          `{"Message":"the request body goes on after the end of its JSON value, at byte 4"}`,
		`{'a'}`:          `{"Message":"the request body is not JSON: invalid character '\\'' looking for beginning of object key string (byte 2)"}`,
	} {
		if _, _, text := send(t, "PUT", base+"/x", strings.NewReader(body)); text != want {
			t.Errorf("%s: %s, want %s", body, text, want)
		}
	}
}

func packed(t *testing.T, data []byte) *bytes.Buffer {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return &b
}

func TestBodies(t *testing.T) {
	base := serveRoutes(t, []Route{{"POST /x", func(r *http.Request) (any, error) {
		data, err := Body(r)
		return len(data), err
	}}}, Unpack(maxBody))
	long := make([]byte, maxBody+1)
	for name, c := range map[string]struct {
		body     io.Reader
		encoding string
		status   int
	}{
		"plain":       {strings.NewReader("abc"), "", 200},
		"packed":      {packed(t, []byte("abc")), "gzip", 200},
		"empty":       {nil, "", 200},
		"not gzip":    {strings.NewReader("abc"), "gzip", 400},
		"cut off":     {bytes.NewReader(packed(t, []byte("abc")).Bytes()[:20]), "gzip", 400},
		"unknown":     {strings.NewReader("abc"), "br", 415},
		"longest":     {bytes.NewReader(long[1:]), "", 200},
		"too long":    {bytes.NewReader(long), "", 413},
		"packed bomb": {packed(t, long), "gzip", 413},
	} {
		status, _, text := send(t, "POST", base+"/x", c.body, "Content-Encoding", c.encoding)
		if status != c.status {
			t.Errorf("%s: %d %s, want %d", name, status, text, c.status)
		}
	}
}

func TestLongAnswersArePackedWhenAskedFor(t *testing.T) {
	long, short := strings.Repeat("x", worthPacking), "x"
	base := serveRoutes(t, []Route{
		{"GET /long", func(*http.Request) (any, error) { return Text{200, long}, nil }},
		{"GET /short", func(*http.Request) (any, error) { return Text{200, short}, nil }},
		{"GET /zip", func(*http.Request) (any, error) { return File{"application/zip", "", []byte(long)}, nil }},
	}, Pack)
	for _, c := range []struct {
		path, accept string
		packed       bool
	}{
		{"/long", "gzip", true},
		{"/long", "br, GZIP;q=0.5", true},
		{"/long", "*", true},
		{"/long", "", false},
		{"/long", "gzip;q=0", false},
		{"/long", "br", false},
		{"/short", "gzip", false},
		{"/zip", "gzip", false},
	} {
		_, header, text := send(t, "GET", base+c.path, nil, "Accept-Encoding", c.accept)
		if (header.Get("Content-Encoding") == "gzip") != c.packed {
			t.Errorf("%s %q: encoding %q", c.path, c.accept, header.Get("Content-Encoding"))
		}
		if c.packed {
			unpacked, err := gzip.NewReader(strings.NewReader(text))
			if err != nil {
				t.Fatal(err)
			}
			if data, err := io.ReadAll(unpacked); err != nil || string(data) != long {
				t.Errorf("%s: %d bytes, %v", c.path, len(data), err)
			}
		}
	}
}

func TestToken(t *testing.T) {
	routes := []Route{{"GET /x", echo("")}, {"GET /own", echo("")}}
	base := serveRoutes(t, routes, Authorize("dG9rZW4=", func(r *http.Request) bool {
		return r.Pattern == "GET /own" && r.Header.Get("Authorization") == "Bearer own"
	}))
	for given, want := range map[string]int{
		"": 401, "Basic": 401, "Basic x": 401, "Bearer dG9rZW4=": 401, "Basic dG9rZW4": 401, "Basic dG9rZW4=": 200, "basic dG9rZW4=": 200,
	} {
		if status, _, _ := send(t, "GET", base+"/x", nil, "Authorization", given); status != want {
			t.Errorf("%q: %d, want %d", given, status, want)
		}
	}
	for path, want := range map[string]int{"/own": 200, "/x": 401, "/nothing": 401} {
		if status, _, _ := send(t, "GET", base+path, nil, "Authorization", "Bearer own"); status != want {
			t.Errorf("%s with a token that its route judges: %d, want %d", path, status, want)
		}
	}
	if status, _, _ := send(t, "GET", base+"/nothing", nil); status != 401 {
		t.Errorf("an unknown route without a token: %d", status)
	}
	if status, _, _ := send(t, "GET", serveRoutes(t, routes, Authorize("", nil))+"/x", nil); status != 200 {
		t.Errorf("no token set: %d", status)
	}
}

func TestAPanicIsLoggedAndTheServerLives(t *testing.T) {
	var lines bytes.Buffer
	log := slog.New(slog.NewTextHandler(&lines, nil))
	base := serveRoutes(t, []Route{
		{"GET /panic", func(*http.Request) (any, error) { panic("surprise") }},
		{"GET /fine", echo("fine")},
	}, Log(log, time.Now), Recover(log))
	if status, _, text := send(t, "GET", base+"/panic", nil); status != 500 || !strings.Contains(text, "Message") {
		t.Errorf("%d %s", status, text)
	}
	if status, _, _ := send(t, "GET", base+"/fine", nil); status != 200 {
		t.Errorf("after the panic: %d", status)
	}
	for _, want := range []string{"panic=surprise", "web_test.go", "status=500"} {
		if !strings.Contains(lines.String(), want) {
			t.Errorf("the log lacks %q:\n%s", want, lines.String())
		}
	}
}

func TestDelay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := Delay(10 * time.Millisecond)(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(299) }))
		begin, w := time.Now(), httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), "GET", "/x", nil))
		if took := time.Since(begin); w.Code != 299 || took != 10*time.Millisecond {
			t.Errorf("%d after %v", w.Code, took)
		}
	})
}

func TestQuery(t *testing.T) {
	q := QueryOf(&http.Request{URL: &url.URL{RawQuery: "$TOP=5&Flag=True&name=a%2Bb&blank=+"}})
	if q.Int("$top", 10, 0, 100) != 5 || !q.Bool("flag", false) || q.Text("NAME") != "a+b" || q.Has("absent") {
		t.Error("values are not read")
	}
	if q.Int("$skip", 7, 0, 100) != 7 || q.Bool("absent", true) != true || q.Err() != nil {
		t.Errorf("defaults: %v", q.Err())
	}
	for _, ask := range []func(*Query){
		func(q *Query) { q.Int("$top", 10, 6, 100) },
		func(q *Query) { q.Int("name", 10, 0, 100) },
		func(q *Query) { q.Bool("name", false) },
		func(q *Query) { q.Required("blank") },
		func(q *Query) { q.Required("absent") },
	} {
		q := QueryOf(&http.Request{URL: &url.URL{RawQuery: "$TOP=5&name=x&blank=+"}})
		if ask(q); fault.KindOf(q.Err()) != fault.Validation {
			t.Errorf("no fault: %v", q.Err())
		}
	}
}

func FuzzRouter(f *testing.F) {
	router, err := NewRouter([]Route{{"GET /api/Product/{pn}", echo("one")}, {"GET /api/{a}/{b}/{c}", echo("three")}})
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"PCBA-7", "a/b", "%2F", "..", "Ø#?%"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, pn string) {
		router.find("GET", pn)
		if pn == "" {
			return
		}
		m := router.find("GET", "/API/product/"+url.PathEscape(pn))
		if m.entry == nil || len(m.values) != 1 || m.values[0] != pn {
			t.Errorf("%q arrived as %q", pn, m.values)
		}
	})
}
