package trace

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
)

// The numbers where the environment says nothing, as OpenTelemetry has them.
const (
	defaultEndpoint = "http://localhost:4318"
	defaultTimeout  = 10 * time.Second
	defaultDelay    = 5 * time.Second
	defaultQueue    = 2048
	defaultBatch    = 512
)

// FromEnvironment reads the standard variables of OpenTelemetry. Tracing is on when OTEL_TRACES_EXPORTER is otlp, or when an
// endpoint is set; else Options.Endpoint is empty. What cannot be understood is a warning and never stops anything: a test
// must not fail for the want of a trace.
func FromEnvironment(getenv func(string) string) (o Options, warnings []string) {
	e := &environment{getenv: getenv}
	o = Options{
		Headers: e.pairs("HEADERS"), Timeout: e.milliseconds("OTEL_EXPORTER_OTLP_TRACES_TIMEOUT", "OTEL_EXPORTER_OTLP_TIMEOUT", defaultTimeout),
		Delay: e.milliseconds("OTEL_BSP_SCHEDULE_DELAY", "", defaultDelay), Queue: e.number("OTEL_BSP_MAX_QUEUE_SIZE", defaultQueue),
		Batch: e.number("OTEL_BSP_MAX_EXPORT_BATCH_SIZE", defaultBatch), Compress: e.exporter("COMPRESSION") == "gzip",
		Resource: e.resource(), Sampler: e.sampler(), Transport: e.transport(),
	}
	o.Parent, _ = ParseHeader(getenv("TRACEPARENT"))
	if e.on() {
		o.Endpoint = e.endpoint()
	}
	if o.Endpoint == "" {
		return Options{Parent: o.Parent}, e.warningsIfWanted()
	}
	return o, e.warnings
}

// environment reads variables and collects what is wrong with them.
type environment struct {
	getenv   func(string) string
	warnings []string
}

func (e *environment) warn(format string, args ...any) {
	e.warnings = append(e.warnings, fmt.Sprintf(format, args...))
}

// warningsIfWanted are those for somebody who wants traces and gets none.
func (e *environment) warningsIfWanted() []string {
	if e.wanted() {
		return e.warnings
	}
	return nil
}

// exporter is a variable of the exporter: that for traces comes before that for all signals.
func (e *environment) exporter(name string) string {
	if v := e.getenv("OTEL_EXPORTER_OTLP_TRACES_" + name); v != "" {
		return v
	}
	return e.getenv("OTEL_EXPORTER_OTLP_" + name)
}

func (e *environment) wanted() bool {
	if strings.EqualFold(e.getenv("OTEL_SDK_DISABLED"), "true") || e.getenv("OTEL_TRACES_EXPORTER") == "none" {
		return false
	}
	return e.getenv("OTEL_TRACES_EXPORTER") != "" || e.exporter("ENDPOINT") != ""
}

// on tells whether there is somebody to send to, in the one way that is spoken here.
func (e *environment) on() bool {
	if !e.wanted() {
		return false
	}
	if name := e.getenv("OTEL_TRACES_EXPORTER"); name != "" && name != "otlp" {
		e.warn("OTEL_TRACES_EXPORTER is %q: only otlp and none are known, so there are no traces", name)
		return false
	}
	switch protocol := e.exporter("PROTOCOL"); protocol {
	case "", "http/json", "http/protobuf": // collectors take both at the same address, and tell them apart by the content type
		return true
	default:
		e.warn("the protocol of OTEL_EXPORTER_OTLP_PROTOCOL is %q: only http/json is spoken, so there are no traces", protocol)
		return false
	}
}

// endpoint is where traces go: the address for traces as it is, or the one for all signals with /v1/traces.
func (e *environment) endpoint() string {
	address, own := e.getenv("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"), true
	if address == "" {
		address, own = e.getenv("OTEL_EXPORTER_OTLP_ENDPOINT"), false
	}
	if address == "" {
		address = defaultEndpoint
	}
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		e.warn("the endpoint of OTEL_EXPORTER_OTLP_ENDPOINT is no address such as %s, so there are no traces", defaultEndpoint)
		return ""
	}
	if !own {
		u = u.JoinPath("v1", "traces")
	}
	return u.String()
}

// pairs reads a list such as a=1,b=2; values may be percent-encoded.
func (e *environment) pairs(name string) map[string]string {
	return e.list("OTLP "+name, e.exporter(name))
}

func (e *environment) list(name, text string) map[string]string {
	pairs := map[string]string{}
	for item := range strings.SplitSeq(text, ",") {
		if strings.TrimSpace(item) == "" {
			continue
		}
		key, value, ok := strings.Cut(item, "=")
		value, err := url.PathUnescape(strings.TrimSpace(value))
		if key = strings.TrimSpace(key); !ok || key == "" || err != nil {
			e.warn("%s has an entry that is not NAME=VALUE; it is left out", name)
			continue
		}
		pairs[key] = value
	}
	return pairs
}

// resource are the attributes of the process.
func (e *environment) resource() map[string]string {
	all := e.list("OTEL_RESOURCE_ATTRIBUTES", e.getenv("OTEL_RESOURCE_ATTRIBUTES"))
	if name := e.getenv("OTEL_SERVICE_NAME"); name != "" {
		all["service.name"] = name
	}
	return all
}

func (e *environment) milliseconds(name, otherwise string, d time.Duration) time.Duration {
	if e.getenv(name) == "" && otherwise != "" {
		name = otherwise
	}
	return time.Duration(e.number(name, int(d.Milliseconds()))) * time.Millisecond
}

func (e *environment) number(name string, otherwise int) int {
	text := e.getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || n < 1 {
		e.warn("%s is no number from 1 on; %d is taken", name, otherwise)
		return otherwise
	}
	return n
}

// sampler says which traces are kept.
func (e *environment) sampler() Sampler {
	s := Sampler{Ratio: 1, FollowParent: true}
	name := e.getenv("OTEL_TRACES_SAMPLER")
	base, parent := strings.CutPrefix(name, "parentbased_")
	switch base {
	case "":
		return s
	case "always_on":
	case "always_off":
		s.Ratio = 0
	case "traceidratio":
		arg := e.getenv("OTEL_TRACES_SAMPLER_ARG")
		if ratio, err := strconv.ParseFloat(arg, 64); err == nil && ratio >= 0 && ratio <= 1 {
			s.Ratio = ratio
		} else if arg != "" {
			e.warn("OTEL_TRACES_SAMPLER_ARG is no number from 0 to 1; every trace is kept")
		}
	default:
		e.warn("OTEL_TRACES_SAMPLER is %q, which is not known; every trace is kept", name)
		return s
	}
	s.FollowParent = parent
	return s
}

// transport trusts the authorities that the environment names, besides the system's.
func (e *environment) transport() http.RoundTripper {
	t := &http.Transport{Proxy: http.ProxyFromEnvironment, MaxIdleConns: 1, IdleConnTimeout: time.Minute, ForceAttemptHTTP2: true}
	name := e.exporter("CERTIFICATE")
	if name == "" {
		return t
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if pem, err := os.ReadFile(name); err != nil || !pool.AppendCertsFromPEM(pem) {
		e.warn("OTEL_EXPORTER_OTLP_CERTIFICATE is no file with certificates")
	}
	t.TLSClientConfig = &tls.Config{MinVersion: tls.VersionTLS12, RootCAs: pool}
	return t
}
