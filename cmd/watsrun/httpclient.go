package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
	"net/url"
	"os"
	"time"

	"github.com/watsrun/watsrun/internal/config"
	"github.com/watsrun/watsrun/internal/fault"
)

// The bounds of one connection; the bound of the whole call is server.timeout.
const (
	dialTimeout      = 10 * time.Second
	handshakeTimeout = 10 * time.Second
	idleTimeout      = 90 * time.Second
	minIdle          = 16
)

// newTransport is the way to a real server: kept connections for every worker, HTTP/2, the environment's proxy, and
// the certificates of the settings.
func newTransport(s config.Server, workers int) (*http.Transport, error) {
	certificates, err := tlsConfig(s)
	if err != nil {
		return nil, err
	}
	idle := max(minIdle, workers)
	return &http.Transport{
		Proxy:                 proxyOf(http.ProxyFromEnvironment),
		DialContext:           (&net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          4 * idle,
		MaxIdleConnsPerHost:   idle,
		IdleConnTimeout:       idleTimeout,
		TLSHandshakeTimeout:   handshakeTimeout,
		ExpectContinueTimeout: time.Second,
		TLSClientConfig:       certificates,

		OnProxyConnectResponse: func(_ context.Context, proxy *url.URL, _ *http.Request, answer *http.Response) error {
			return proxyRefusal(proxy, answer)
		},
	}, nil
}

// proxyOf says how to write a proxy's address where the environment has one that is none.
func proxyOf(find func(*http.Request) (*url.URL, error)) func(*http.Request) (*url.URL, error) {
	return func(r *http.Request) (*url.URL, error) {
		proxy, err := find(r)
		if err != nil {
			f := fault.New(fault.Config, "HTTPS_PROXY or HTTP_PROXY is no address of a proxy").WithHint("write it as http://proxy.company.com:3128")
			f.Cause = err // not shown: it may hold a password
			return nil, f
		}
		return proxy, nil
	}
}

// proxyRefusal is why a proxy does not let a connection through, nil if it does.
func proxyRefusal(proxy *url.URL, answer *http.Response) error {
	switch answer.StatusCode {
	case http.StatusOK:
		return nil
	case http.StatusProxyAuthRequired:
		return fault.New(fault.Unauthorized, "the proxy %s wants a name and a password", proxy.Host).
			WithHint("put them into HTTPS_PROXY, as http://NAME:PASSWORD@%s", proxy.Host)
	}
	f := fault.New(fault.Connection, "the proxy %s does not connect to the server: it answered %s", proxy.Host, answer.Status).
		WithHint("ask who runs the proxy to let the server through; NO_PROXY names the servers that need no proxy")
	f.Retryable = answer.StatusCode >= http.StatusInternalServerError
	return f
}

func tlsConfig(s config.Server) (*tls.Config, error) {
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	if s.CAFile != "" {
		pem, err := os.ReadFile(string(s.CAFile))
		if err != nil {
			return nil, fault.Wrap(fault.Config, err, "cannot read the certificate authorities").WithHint("check server.ca_file")
		}
		if c.RootCAs, err = x509.SystemCertPool(); err != nil {
			c.RootCAs = x509.NewCertPool()
		}
		if !c.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fault.New(fault.Config, "%s holds no certificate", s.CAFile).WithHint("server.ca_file is a PEM file with BEGIN CERTIFICATE lines")
		}
	}
	if s.CertFile != "" {
		pair, err := tls.LoadX509KeyPair(string(s.CertFile), string(s.KeyFile))
		if err != nil {
			return nil, fault.Wrap(fault.Config, err, "cannot read the client certificate").WithHint("check server.cert_file and server.key_file")
		}
		c.Certificates = []tls.Certificate{pair}
	}
	return c, nil
}
