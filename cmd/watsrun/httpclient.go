package main

import (
	"crypto/tls"
	"crypto/x509"
	"net"
	"net/http"
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
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: dialTimeout, KeepAlive: 30 * time.Second}).DialContext,
		ForceAttemptHTTP2:     true,
		MaxIdleConns:          4 * idle,
		MaxIdleConnsPerHost:   idle,
		IdleConnTimeout:       idleTimeout,
		TLSHandshakeTimeout:   handshakeTimeout,
		ExpectContinueTimeout: time.Second,
		TLSClientConfig:       certificates,
	}, nil
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
