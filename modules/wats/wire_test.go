package wats

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
)

// closedAddress is an address of this machine at which nothing listens.
func closedAddress() string {
	s := httptest.NewServer(http.NotFoundHandler())
	s.Close()
	return s.URL
}

// tlsSite is a server with a certificate for example.com, and a client that trusts it but for what change does.
func tlsSite(t *testing.T, serverSide func(*tls.Config), clientSide func(*tls.Config)) *http.Transport {
	t.Helper()
	s := httptest.NewUnstartedServer(http.NotFoundHandler())
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.TLS = &tls.Config{}
	serverSide(s.TLS)
	s.StartTLS()
	t.Cleanup(s.Close)
	way := s.Client().Transport.(*http.Transport).Clone()
	way.DialContext = func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "tcp", s.Listener.Addr().String())
	}
	clientSide(way.TLSClientConfig)
	t.Cleanup(way.CloseIdleConnections)
	return way
}

func asIs(*tls.Config) {}

// TestWireTroubleInWords: whatever goes wrong on the way, people read what it is and what to do, and programs find what Go
// says of it below.
func TestWireTroubleInWords(t *testing.T) {
	closed := closedAddress()
	plain := httptest.NewServer(http.NotFoundHandler())
	t.Cleanup(plain.Close)
	proxy, _ := url.Parse(closedAddress())
	fails := func(err error) http.RoundTripper {
		return roundTrip(func(*http.Request) (*http.Response, error) { return nil, err })
	}
	dial := func(cause error) error {
		return &net.OpError{Op: "dial", Net: "tcp", Addr: &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 443}, Err: os.NewSyscallError("connectex", cause)}
	}
	for _, c := range []struct {
		name, url string
		way       http.RoundTripper
		says      string
		hint      string
	}{
		{"nothing listens", closed, http.DefaultTransport, "cannot connect to " + closed + ": nothing listens there (connection refused)", "address"},
		{"nothing listens, Windows", "http://x", fails(dial(syscall.Errno(10061))), "cannot connect to http://x: nothing listens there (connection refused)", "address"},
		{"unreachable", "http://x", fails(dial(syscall.ENETUNREACH)), "cannot connect to http://x: no way leads there (network unreachable)", "network"},
		{"unreachable, Windows", "http://x", fails(dial(syscall.Errno(10065))), "cannot connect to http://x: no way leads there (network unreachable)", "network"},
		{"not allowed, Windows", "http://x", fails(dial(syscall.Errno(10013))), "cannot connect to http://x: this machine does not allow it", "firewall"},
		{"no answer to connect", "http://x", fails(dial(syscall.ETIMEDOUT)), "cannot connect to http://x: no answer", "firewall"},
		{"no answer to connect, Windows", "http://x", fails(dial(syscall.Errno(10060))), "cannot connect to http://x: no answer", "firewall"},
		{"reset, Windows", "http://x", fails(&net.OpError{Op: "read", Err: os.NewSyscallError("wsarecv", syscall.Errno(10054))}), "the connection to http://x broke before the whole answer was there", "try again"},
		{"no such host", "http://x", fails(&net.OpError{Op: "dial", Err: &net.DNSError{Name: "x", Err: "no such host", IsNotFound: true}}), "there is no host called x", "address"},
		{"no name server", "http://x", fails(&net.OpError{Op: "dial", Err: &net.DNSError{Name: "x", Err: "i/o timeout", IsTimeout: true}}), "the host x cannot be looked up: the name server does not answer", "DNS"},
		{"no proxy", "http://x", &http.Transport{Proxy: http.ProxyURL(proxy)}, "cannot connect to the proxy " + proxy.Host + ": nothing listens there (connection refused)", "HTTPS_PROXY"},
		{"no such proxy", "http://x", fails(&net.OpError{Op: "proxyconnect", Err: &net.OpError{Op: "dial", Err: &net.DNSError{Name: "p", IsNotFound: true}}}), "cannot connect to the proxy: there is no host called p", "HTTPS_PROXY"},
		{"no TLS", strings.Replace(plain.URL, "http:", "https:", 1), http.DefaultTransport, "speaks HTTP without TLS", "http://"},
		{"unknown authority", "https://example.com", tlsSite(t, asIs, func(c *tls.Config) { c.RootCAs = nil }), "the certificate of https://example.com is not trusted: nobody whom this machine trusts has signed it", "server.ca_file"},
		{"certificate of another", "https://factory.test", tlsSite(t, asIs, asIs), "the certificate of https://factory.test is not trusted: it is for example.com, ", "name"},
		{"old certificate", "https://example.com", tlsSite(t, asIs, func(c *tls.Config) { c.Time = func() time.Time { return time.Unix(1<<33, 0) } }), "is not trusted: it is valid from 1970-01-01 to 2084-01-29", "clock"},
		{"wants a certificate", "https://example.com", tlsSite(t, func(c *tls.Config) { c.ClientAuth = tls.RequireAnyClientCert }, asIs), "https://example.com refuses the TLS connection: certificate required", "server.cert_file"},
		{"anything else", "http://x", fails(errors.New("odd")), "no whole answer from http://x: odd", "address"},
	} {
		t.Run(c.name, func(t *testing.T) {
			client := newClient(t, c.url, func(o *Options) { o.HTTP = &http.Client{Transport: c.way} })
			_, err := find(t, client, "get_version").call(t, inRun(t), nil)
			f := fault.Of(err)
			if got := strings.TrimPrefix(f.Message, "GET /api/App/Version: "); !strings.Contains(got, c.says) || strings.Contains(c.says, c.url) && !strings.HasPrefix(got, c.says) {
				t.Errorf("it says %q, not %q", got, c.says)
			}
			if !strings.Contains(f.Hint, c.hint) {
				t.Errorf("the hint %q misses %q", f.Hint, c.hint)
			}
			if f.Cause == nil {
				t.Error("what Go says of it is lost")
			}
		})
	}
}

// TestTimeoutNamesWhatCounted: the hint names the setting that must be raised, which a script may have set.
func TestTimeoutNamesWhatCounted(t *testing.T) {
	s := serve(t, func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	c := newClient(t, s.URL, func(o *Options) { o.HTTP = &http.Client{Timeout: 20 * time.Millisecond} })
	shorter := 0.01
	ask := func(ctx context.Context) *fault.Error {
		_, err := find(t, c, "get_version").call(t, ctx, nil)
		return fault.Of(err)
	}
	run := inRun(t)
	if f := ask(run); !strings.HasSuffix(f.Message, "did not answer within 20ms") || !strings.HasSuffix(f.Hint, "or raise server.timeout") {
		t.Error(f)
	}
	if _, err := configure(run, &CallOptions{Timeout: &shorter}); err != nil {
		t.Fatal(err)
	}
	if f := ask(run); !strings.HasSuffix(f.Message, "did not answer within 10ms") || !strings.HasSuffix(f.Hint, "or raise timeout in wats.configure") {
		t.Error(f)
	}
	limits, err := (&CallOptions{Timeout: &shorter}).tuning("wats.with")
	if err != nil {
		t.Fatal(err)
	}
	if f := ask(context.WithValue(run, tuningKey{}, limits)); !strings.HasSuffix(f.Hint, "or raise timeout in wats.with") {
		t.Error(f)
	}
}
