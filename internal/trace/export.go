package trace

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The JSON of OTLP.
type (
	exportJSON struct {
		ResourceSpans []resourceSpansJSON `json:"resourceSpans"`
	}
	resourceSpansJSON struct {
		Resource   resourceJSON     `json:"resource"`
		ScopeSpans []scopeSpansJSON `json:"scopeSpans"`
	}
	resourceJSON struct {
		Attributes []attributeJSON `json:"attributes"`
	}
	scopeSpansJSON struct {
		Scope scopeJSON  `json:"scope"`
		Spans []spanJSON `json:"spans"`
	}
	scopeJSON struct {
		Name    string `json:"name"`
		Version string `json:"version,omitempty"`
	}
	spanJSON struct {
		TraceID      string          `json:"traceId"`
		SpanID       string          `json:"spanId"`
		ParentSpanID string          `json:"parentSpanId,omitempty"`
		Name         string          `json:"name"`
		Kind         Kind            `json:"kind"`
		Start        string          `json:"startTimeUnixNano"`
		End          string          `json:"endTimeUnixNano"`
		Attributes   []attributeJSON `json:"attributes,omitempty"`
		Status       statusJSON      `json:"status"`
		Flags        int             `json:"flags"`
	}
	attributeJSON struct {
		Key   string    `json:"key"`
		Value valueJSON `json:"value"`
	}
	valueJSON struct {
		String *string  `json:"stringValue,omitempty"`
		Int    *string  `json:"intValue,omitempty"` // 64 bits do not fit into a JSON number
		Double *float64 `json:"doubleValue,omitempty"`
		Bool   *bool    `json:"boolValue,omitempty"`
	}
	statusJSON struct {
		Code    int    `json:"code,omitempty"`
		Message string `json:"message,omitempty"`
	}
)

const (
	statusError = 2
	flagSampled = 1
	scopeName   = "github.com/watsrun/watsrun"
	service     = "watsrun"
)

// export is the body of a post.
func (t *Tracer) export(batch []*Span) ([]byte, error) {
	spans := make([]spanJSON, len(batch))
	for i, s := range batch {
		spans[i] = s.json()
	}
	body, err := json.Marshal(exportJSON{[]resourceSpansJSON{{
		Resource:   resourceJSON{t.resource()},
		ScopeSpans: []scopeSpansJSON{{scopeJSON{scopeName, t.o.Version}, spans}},
	}}})
	if err == nil && t.o.Redact != nil {
		body = t.o.Redact(body)
	}
	return body, err
}

func (t *Tracer) resource() []attributeJSON {
	attrs := []slog.Attr{
		slog.String("telemetry.sdk.name", service), slog.String("telemetry.sdk.language", "go"), slog.String("telemetry.sdk.version", t.o.Version),
		slog.String("service.version", t.o.Version),
	}
	if t.o.Resource["service.name"] == "" {
		attrs = append(attrs, slog.String("service.name", service))
	}
	for key, value := range t.o.Resource {
		attrs = slices.DeleteFunc(attrs, func(a slog.Attr) bool { return a.Key == key })
		attrs = append(attrs, slog.String(key, value))
	}
	slices.SortFunc(attrs, func(a, b slog.Attr) int { return strings.Compare(a.Key, b.Key) })
	return attributes(attrs)
}

func (s *Span) json() spanJSON {
	out := spanJSON{
		TraceID: s.Trace.String(), SpanID: spanID(s.Span), Name: s.Name, Kind: s.Kind, Attributes: attributes(s.Attrs), Flags: flagSampled,
		Start: nanoseconds(s.Start), End: nanoseconds(s.End),
	}
	if s.Parent != 0 {
		out.ParentSpanID = spanID(s.Parent)
	}
	if s.Failure != "" {
		out.Status = statusJSON{statusError, bounded(s.Failure)}
	}
	return out
}

func nanoseconds(t time.Time) string { return strconv.FormatInt(t.UnixNano(), 10) }

func spanID(id uint64) string {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], id)
	return hex.EncodeToString(b[:])
}

func attributes(attrs []slog.Attr) []attributeJSON {
	out := make([]attributeJSON, len(attrs))
	for i, a := range attrs {
		out[i] = attributeJSON{a.Key, valueOf(a.Value)}
	}
	return out
}

func valueOf(v slog.Value) valueJSON {
	switch v.Kind() {
	case slog.KindInt64:
		n := strconv.FormatInt(v.Int64(), 10)
		return valueJSON{Int: &n}
	case slog.KindFloat64:
		f := v.Float64()
		return valueJSON{Double: &f}
	case slog.KindDuration:
		f := v.Duration().Seconds()
		return valueJSON{Double: &f}
	case slog.KindBool:
		b := v.Bool()
		return valueJSON{Bool: &b}
	}
	text := bounded(v.String())
	return valueJSON{String: &text}
}

// bounded shortens what a server may have said at any length.
func bounded(text string) string {
	const longest = 4096
	return strings.ToValidUTF8(text[:min(len(text), longest)], "")
}

// post sends a batch. later says that an error may pass.
func (t *Tracer) post(ctx context.Context, batch []*Span) (later bool, err error) {
	body, err := t.export(batch)
	if err != nil {
		return false, err
	}
	ctx, cancel := context.WithTimeout(ctx, t.o.Timeout)
	defer cancel()
	req, err := t.request(ctx, body)
	if err != nil {
		return false, err
	}
	answer, err := t.o.Transport.RoundTrip(req)
	if err != nil {
		return true, err
	}
	defer answer.Body.Close()
	const longest = 64 << 10
	text, err := io.ReadAll(io.LimitReader(answer.Body, longest))
	if err != nil {
		return true, err
	}
	return verdict(answer.StatusCode, text)
}

func (t *Tracer) request(ctx context.Context, body []byte) (*http.Request, error) {
	if t.o.Compress {
		var packed bytes.Buffer
		w := gzip.NewWriter(&packed)
		_, _ = w.Write(body)
		if err := w.Close(); err != nil {
			return nil, err
		}
		body = packed.Bytes()
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, t.o.Endpoint, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	for name, value := range t.o.Headers {
		req.Header.Set(name, value)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", service+"/"+t.o.Version)
	if t.o.Compress {
		req.Header.Set("Content-Encoding", "gzip")
	}
	return req, nil
}

// verdict is what the collector's answer means.
func verdict(status int, body []byte) (later bool, err error) {
	switch status {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true, fmt.Errorf("the collector answered %d", status)
	}
	if status < 200 || status > 299 {
		return false, fmt.Errorf("the collector answered %d: %.200s", status, body)
	}
	var answer struct {
		PartialSuccess partial `json:"partialSuccess"`
	}
	if json.Unmarshal(body, &answer) == nil && answer.PartialSuccess.Rejected > 0 {
		return false, &answer.PartialSuccess
	}
	return false, nil
}

// partial is the error of a collector that took some of the spans.
type partial struct {
	Rejected int    `json:"rejectedSpans,string"`
	Message  string `json:"errorMessage"`
}

// Error implements error.
func (p *partial) Error() string {
	return fmt.Sprintf("the collector refused %d spans: %.200s", p.Rejected, p.Message)
}

// refused is how many spans of a batch an error lost.
func refused(err error, batch int) int {
	if p, ok := errors.AsType[*partial](err); ok {
		return min(p.Rejected, batch)
	}
	return batch
}
