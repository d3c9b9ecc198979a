package trace

import (
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const header = "00-0197f0c0112233445566778899aabbcc-00f067aa0ba902b7-01"

func TestHeader(t *testing.T) {
	c, ok := ParseHeader(header)
	if !ok || c.Header() != header || !c.Sampled || c.Trace.String() != header[3:35] {
		t.Errorf("%+v, %v, %s", c, ok, c.Header())
	}
	if later, ok := ParseHeader("01" + header[2:] + "-more"); !ok || later != c {
		t.Errorf("a later version gives %+v, %v", later, ok)
	}
	for _, bad := range []string{
		"", "x", header[:54], header + "-more", strings.ToUpper(header), "ff" + header[2:], "00-" + strings.Repeat("0", 32) + header[35:],
		header[:36] + strings.Repeat("0", 16) + header[52:], strings.Replace(header, "a", "g", 1), strings.ReplaceAll(header, "-", "_"),
	} {
		if c, ok := ParseHeader(bad); ok {
			t.Errorf("%q is read as %+v", bad, c)
		}
	}
}

func FuzzParseHeader(f *testing.F) {
	f.Add(header)
	f.Fuzz(func(t *testing.T, text string) {
		if c, ok := ParseHeader(text); ok {
			if again, ok := ParseHeader(c.Header()); !ok || again != c {
				t.Errorf("%q gives %+v, then %+v", text, c, again)
			}
		}
	})
}

func TestIDOfARun(t *testing.T) {
	id, ok := IDOf("0197f0c0-1122-7344-9566-778899aabbcc.12")
	if !ok || id.String() != "0197f0c01122734495667788"+"99aabbcc" {
		t.Errorf("%s, %v", id, ok)
	}
	for _, text := range []string{"", "order-77", strings.Repeat("x", 36), "00000000-0000-0000-0000-000000000000"} {
		if id, ok := IDOf(text); ok {
			t.Errorf("%q gives %s", text, id)
		}
	}
}

// collector is a collector of OpenTelemetry on a socket.
type collector struct {
	*httptest.Server
	mu      sync.Mutex
	spans   []spanJSON
	exports []exportJSON
	headers []http.Header
	answer  func(n int, w http.ResponseWriter) (answered bool) // to post n; else it is taken
}

func collect(t *testing.T) *collector {
	c := &collector{}
	c.Server = httptest.NewServer(c)
	t.Cleanup(c.Close)
	return c
}

// ServeHTTP takes a post, as the protocol says.
func (c *collector) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.headers = append(c.headers, r.Header.Clone())
	if c.answer != nil && c.answer(len(c.headers), w) {
		return
	}
	var body io.Reader = r.Body
	if r.Header.Get("Content-Encoding") == "gzip" {
		body, _ = gzip.NewReader(r.Body)
	}
	d := json.NewDecoder(body)
	d.DisallowUnknownFields()
	var e exportJSON
	if err := d.Decode(&e); err != nil || r.Method != http.MethodPost || r.URL.Path != "/v1/traces" || r.Header.Get("Content-Type") != "application/json" {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	c.exports = append(c.exports, e)
	for _, rs := range e.ResourceSpans {
		for _, ss := range rs.ScopeSpans {
			c.spans = append(c.spans, ss.Spans...)
		}
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, `{"partialSuccess":{}}`)
}

// troubles are what a tracer complained of.
type troubles struct {
	mu   sync.Mutex
	told []string
}

func (s *troubles) tell(lost int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.told = append(s.told, fmt.Sprint(lost, " ", err))
}

// tracer is one for a collector, as variables make it.
func tracer(t *testing.T, c *collector, change func(*Options), variables ...string) (*Tracer, *troubles) {
	t.Helper()
	o, warnings := FromEnvironment(environ(append(variables, "OTEL_EXPORTER_OTLP_ENDPOINT="+c.URL)...))
	if len(warnings) > 0 {
		t.Error(warnings)
	}
	said := &troubles{}
	o.Trouble, o.Version = said.tell, "1.2"
	if change != nil {
		change(&o)
	}
	tr := New(o)
	t.Cleanup(func() { tr.Close(t.Context()); o.Transport.(*http.Transport).CloseIdleConnections() })
	return tr, said
}

func environ(variables ...string) func(string) string {
	return func(name string) string {
		for _, v := range variables {
			if key, value, _ := strings.Cut(v, "="); key == name {
				return value
			}
		}
		return ""
	}
}

func TestSpansArriveAtTheCollector(t *testing.T) {
	c := collect(t)
	now := time.Unix(1_700_000_000, 5)
	tr, said := tracer(t, c, func(o *Options) {
		o.Now = func() time.Time { now = now.Add(time.Second); return now }
		o.Redact = func(b []byte) []byte { return []byte(strings.ReplaceAll(string(b), "sesame", "***")) }
	}, "OTEL_SERVICE_NAME=station 7", "OTEL_RESOURCE_ATTRIBUTES=line=2,site=Oslo%20A,service.name=no", "OTEL_EXPORTER_OTLP_HEADERS=Api-Key=k%3D1", "OTEL_EXPORTER_OTLP_COMPRESSION=gzip")
	id, _ := IDOf("0197f0c0-1122-7344-9566-778899aabbcc")
	ctx, run := tr.Begin(With(t.Context(), tr.Place(id)), "run", Internal, slog.String("script", "a.lua"))
	_, call := tr.Begin(ctx, "GET /x", Client, slog.Int("n", 1<<60), slog.Bool("ok", true), slog.Float64("f", 1.5), slog.Duration("d", 2*time.Second))
	call.Finish("refused: sesame")
	run.Finish("", slog.String("verdict", "passed"))
	tr.Close(t.Context())

	text := func(s string) valueJSON { return valueJSON{String: &s} }
	number, yes, half, two := fmt.Sprint(1<<60), true, 1.5, 2.0
	want := []spanJSON{
		{
			TraceID: id.String(), SpanID: spanID(call.Span), ParentSpanID: spanID(run.Span), Name: "GET /x", Kind: Client,
			Start: "1700000002000000005", End: "1700000003000000005", Flags: 1, Status: statusJSON{2, "refused: ***"},
			Attributes: []attributeJSON{{"n", valueJSON{Int: &number}}, {"ok", valueJSON{Bool: &yes}}, {"f", valueJSON{Double: &half}}, {"d", valueJSON{Double: &two}}},
		},
		{
			TraceID: id.String(), SpanID: spanID(run.Span), Name: "run", Kind: Internal, Start: "1700000001000000005", End: "1700000004000000005", Flags: 1,
			Attributes: []attributeJSON{{"script", text("a.lua")}, {"verdict", text("passed")}},
		},
	}
	if d := cmp.Diff(want, c.spans); d != "" || len(said.told) > 0 {
		t.Error(d, said.told)
	}
	resource := []attributeJSON{
		{"line", text("2")},
		{"service.name", text("station 7")},
		{"service.version", text("1.2")},
		{"site", text("Oslo A")},
		{"telemetry.sdk.language", text("go")},
		{"telemetry.sdk.name", text("watsrun")},
		{"telemetry.sdk.version", text("1.2")},
	}
	if d := cmp.Diff(resource, c.exports[0].ResourceSpans[0].Resource.Attributes); d != "" {
		t.Error(d)
	}
	if c.headers[0].Get("Api-Key") != "k=1" {
		t.Errorf("the headers are %v", c.headers[0])
	}
}

// keepSome keeps so many spans.
func keepSome(t *testing.T, tr *Tracer, n int) {
	t.Helper()
	for range n {
		_, s := tr.Begin(With(t.Context(), tr.Place(NewID())), "x", Internal)
		s.Finish("")
	}
}

func TestWhatTheCollectorCannotTakeNowIsSentLater(t *testing.T) {
	c := collect(t)
	refusals := make(chan bool, 10)
	c.answer = func(n int, w http.ResponseWriter) bool {
		if n > 2 {
			return false
		}
		w.WriteHeader(http.StatusServiceUnavailable)
		refusals <- true
		return true
	}
	tr, said := tracer(t, c, nil, "OTEL_BSP_SCHEDULE_DELAY=1", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE=2")
	keepSome(t, tr, 5)
	<-refusals
	<-refusals
	tr.Close(t.Context())
	seen := map[string]bool{}
	for _, s := range c.spans {
		seen[s.SpanID] = true
	}
	if len(seen) != 5 || fmt.Sprint(said.told) != "[0 the collector answered 503]" {
		t.Errorf("%d spans, %q", len(seen), said.told)
	}
}

func TestWhatIsLostIsTold(t *testing.T) {
	for name, k := range map[string]struct {
		answer    func(int, http.ResponseWriter) bool
		variables []string
		want      string
	}{
		"refused": {func(_ int, w http.ResponseWriter) bool { w.WriteHeader(http.StatusUnauthorized); return true }, nil, "3 the collector answered 401: "},
		"in part": {
			func(_ int, w http.ResponseWriter) bool {
				_, _ = io.WriteString(w, `{"partialSuccess":{"rejectedSpans":"2","errorMessage":"too old"}}`)
				return true
			}, nil, "2 the collector refused 2 spans: too old",
		},
		"too many": {nil, []string{"OTEL_BSP_MAX_QUEUE_SIZE=1"}, "2 <nil>"},
	} {
		t.Run(name, func(t *testing.T) {
			c := collect(t)
			c.answer = k.answer
			tr, said := tracer(t, c, nil, append(k.variables, "OTEL_BSP_SCHEDULE_DELAY=100000")...)
			keepSome(t, tr, 3)
			tr.Close(t.Context())
			if len(said.told) != 1 || !strings.HasPrefix(said.told[0], k.want) {
				t.Errorf("told %q", said.told)
			}
		})
	}
}

// TestTheEndIsBounded has a collector that never answers: neither a post under way nor the last one may hold the process.
func TestTheEndIsBounded(t *testing.T) {
	hold, came := make(chan bool), make(chan bool, 10)
	s := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		came <- true
		select {
		case <-hold:
		case <-r.Context().Done():
		}
	}))
	defer s.Close()
	defer close(hold)
	tr, said := tracer(t, &collector{Server: s}, nil, "OTEL_BSP_SCHEDULE_DELAY=1")
	keepSome(t, tr, 1)
	<-came
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	tr.Close(ctx)
	if len(said.told) != 1 || !strings.HasPrefix(said.told[0], "1 ") {
		t.Errorf("told %q", said.told)
	}
}

func TestOffMeansOff(t *testing.T) {
	tr := New(Options{})
	id := NewID()
	ctx, span := tr.Begin(With(t.Context(), tr.Place(id)), "x", Internal)
	span.Finish("") // none, and no panic
	if at := From(ctx); tr.On() || span != nil || at.Trace != id || at.Sampled {
		t.Errorf("%+v %+v", at, span)
	}
	tr.Close(t.Context())
	parent, _ := ParseHeader(header)
	passing := New(Options{Parent: parent})
	if at := passing.Place(id); at != parent {
		t.Errorf("the parent's place is passed on as %+v", at)
	}
}

func TestSampling(t *testing.T) {
	parent, _ := ParseHeader(header)
	unsampled := parent
	unsampled.Sampled = false
	for name, c := range map[string]struct {
		variables []string
		parent    Context
		low, high int // of 1000 traces
	}{
		"default":                  {nil, Context{}, 1000, 1000},
		"default, parent says no":  {nil, unsampled, 0, 0},
		"always, parent says no":   {[]string{"OTEL_TRACES_SAMPLER=always_on"}, unsampled, 1000, 1000},
		"never":                    {[]string{"OTEL_TRACES_SAMPLER=always_off"}, Context{}, 0, 0},
		"a tenth":                  {[]string{"OTEL_TRACES_SAMPLER=traceidratio", "OTEL_TRACES_SAMPLER_ARG=0.1"}, Context{}, 40, 190},
		"a tenth, parent says yes": {[]string{"OTEL_TRACES_SAMPLER=parentbased_traceidratio", "OTEL_TRACES_SAMPLER_ARG=0.1"}, parent, 1000, 1000},
	} {
		o, warnings := FromEnvironment(environ(append(c.variables, "OTEL_TRACES_EXPORTER=otlp")...))
		o.Parent = c.parent
		tr := New(o)
		n := 0
		for range 1000 {
			if tr.Place(NewID()).Sampled {
				n++
			}
		}
		tr.Close(t.Context())
		if n < c.low || n > c.high || len(warnings) > 0 {
			t.Errorf("%s: %d of 1000 are kept, %q", name, n, warnings)
		}
	}
}

func TestEnvironment(t *testing.T) {
	for _, c := range []struct {
		variables, endpoint, warning string
	}{
		{"", "", ""},
		{"OTEL_SERVICE_NAME=x", "", ""},
		{"OTEL_TRACES_EXPORTER=otlp", "http://localhost:4318/v1/traces", ""},
		{"OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4318", "http://c:4318/v1/traces", ""},
		{"OTEL_EXPORTER_OTLP_ENDPOINT=https://c/otlp/", "https://c/otlp/v1/traces", ""},
		{"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=http://c/x OTEL_EXPORTER_OTLP_ENDPOINT=http://d", "http://c/x", ""},
		{"OTEL_SDK_DISABLED=true OTEL_EXPORTER_OTLP_ENDPOINT=http://c", "", ""},
		{"OTEL_TRACES_EXPORTER=none OTEL_EXPORTER_OTLP_ENDPOINT=http://c OTEL_BSP_MAX_QUEUE_SIZE=x", "", ""},
		{"OTEL_TRACES_EXPORTER=zipkin", "", "only otlp and none are known"},
		{"OTEL_EXPORTER_OTLP_PROTOCOL=grpc OTEL_EXPORTER_OTLP_ENDPOINT=http://c:4317", "", "only http/json is spoken"},
		{"OTEL_EXPORTER_OTLP_TRACES_PROTOCOL=http/protobuf OTEL_TRACES_EXPORTER=otlp", "http://localhost:4318/v1/traces", ""},
		{"OTEL_EXPORTER_OTLP_ENDPOINT=c:4318", "", "is no address"},
		{"OTEL_TRACES_EXPORTER=otlp OTEL_BSP_MAX_QUEUE_SIZE=-1", "http://localhost:4318/v1/traces", "2048 is taken"},
		{"OTEL_TRACES_EXPORTER=otlp OTEL_EXPORTER_OTLP_HEADERS=oops", "http://localhost:4318/v1/traces", "NAME=VALUE"},
		{"OTEL_TRACES_EXPORTER=otlp OTEL_TRACES_SAMPLER=jaeger_remote", "http://localhost:4318/v1/traces", "every trace is kept"},
		{"OTEL_TRACES_EXPORTER=otlp OTEL_TRACES_SAMPLER=traceidratio OTEL_TRACES_SAMPLER_ARG=7", "http://localhost:4318/v1/traces", "from 0 to 1"},
		{"OTEL_TRACES_EXPORTER=otlp OTEL_EXPORTER_OTLP_CERTIFICATE=none.pem", "http://localhost:4318/v1/traces", "no file with certificates"},
	} {
		o, warnings := FromEnvironment(environ(strings.Fields(c.variables)...))
		if o.Endpoint != c.endpoint || !strings.Contains(strings.Join(warnings, "\n"), c.warning) || (len(warnings) > 0) != (c.warning != "") {
			t.Errorf("%s: %q, %q", c.variables, o.Endpoint, warnings)
		}
	}
}
