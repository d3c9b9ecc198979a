package main

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/watsrun/watsrun/internal/config"
	"github.com/watsrun/watsrun/internal/fault"
)

// authority signs certificates for the tests.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func newAuthority(t *testing.T) *authority {
	t.Helper()
	a := &authority{}
	a.cert, a.key = certificate(t, nil, "authority")
	return a
}

// certificate makes a certificate that lasts an hour, signed by the authority or, without one, by itself.
func certificate(t *testing.T, by *authority, name string) (*x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(time.Now().UnixNano()), Subject: pkix.Name{CommonName: name}, NotBefore: time.Now().Add(-time.Hour),
		NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, BasicConstraintsValid: true, IsCA: by == nil,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth, x509.ExtKeyUsageClientAuth},
	}
	parent, signer := template, key
	if by != nil {
		parent, signer = by.cert, by.key
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &key.PublicKey, signer)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return cert, key
}

// writePEM writes certificate and key as files and gives their paths.
func writePEM(t *testing.T, cert *x509.Certificate, key *ecdsa.PrivateKey) (certFile, keyFile config.Path) {
	t.Helper()
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	c, k := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	write(t, c, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw})))
	write(t, k, string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})))
	return config.Path(c), config.Path(k)
}

// guardedServer is a server with a certificate of the authority, which wants one of its clients too.
func guardedServer(t *testing.T, ca *authority) *httptest.Server {
	t.Helper()
	cert, key := certificate(t, ca, "server")
	pool := x509.NewCertPool()
	pool.AddCert(ca.cert)
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte(r.Proto + " " + r.TLS.PeerCertificates[0].Subject.CommonName))
	}))
	s.TLS = &tls.Config{
		Certificates: []tls.Certificate{{Certificate: [][]byte{cert.Raw}, PrivateKey: key}},
		ClientAuth:   tls.RequireAndVerifyClientCert, ClientCAs: pool,
	}
	s.EnableHTTP2 = true
	s.Config.ErrorLog = log.New(io.Discard, "", 0) // clients that are refused are part of the tests
	s.StartTLS()
	t.Cleanup(s.Close)
	return s
}

func TestOwnCertificatesLeadToAGuardedServer(t *testing.T) {
	ca := newAuthority(t)
	s := guardedServer(t, ca)
	caFile, _ := writePEM(t, ca.cert, ca.key)
	cert, key := certificate(t, ca, "station")
	certFile, keyFile := writePEM(t, cert, key)
	transport, err := newTransport(config.Server{CAFile: caFile, CertFile: certFile, KeyFile: keyFile}, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer transport.CloseIdleConnections()
	answer, err := (&http.Client{Transport: transport}).Get(s.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text := make([]byte, 64)
	n, _ := answer.Body.Read(text)
	if got := string(text[:n]); got != "HTTP/2.0 station" {
		t.Errorf("the server saw %q", got)
	}
}

func TestWithoutThemTheServerIsNotTrusted(t *testing.T) {
	s := guardedServer(t, newAuthority(t))
	transport, err := newTransport(config.Server{}, 1)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (&http.Client{Transport: transport}).Get(s.URL); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("got %v", err)
	}
}

func TestTransportKeepsConnectionsForEveryWorker(t *testing.T) {
	for workers, want := range map[int]int{1: 16, 40: 40} {
		transport, err := newTransport(config.Server{}, workers)
		if err != nil || transport.MaxIdleConnsPerHost != want || transport.MaxIdleConns < want || transport.Proxy == nil {
			t.Errorf("%d workers: %+v, %v", workers, transport, err)
		}
	}
}

func TestWrongCertificateFiles(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty.pem")
	write(t, empty, "nothing")
	for _, s := range []config.Server{
		{CAFile: "missing.pem"}, {CAFile: config.Path(empty)}, {CertFile: config.Path(empty), KeyFile: config.Path(empty)},
	} {
		if _, err := newTransport(s, 1); fault.KindOf(err) != fault.Config || fault.Of(err).Hint == "" {
			t.Errorf("%+v gave %v", s, err)
		}
	}
}

// TestProxiesThatRefuse: who stands behind a proxy learns that it is the proxy that says no.
func TestProxiesThatRefuse(t *testing.T) {
	for status, want := range map[int]struct {
		kind fault.Kind
		text string
	}{
		http.StatusProxyAuthRequired: {fault.Unauthorized, "wants a name and a password"},
		http.StatusForbidden:         {fault.Connection, "does not connect to the server: it answered 403 Forbidden"},
		http.StatusBadGateway:        {fault.Connection, "does not connect to the server: it answered 502 Bad Gateway"},
	} {
		proxy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		address, _ := url.Parse(proxy.URL)
		transport, err := newTransport(config.Server{}, 1)
		if err != nil {
			t.Fatal(err)
		}
		transport.Proxy = proxyOf(http.ProxyURL(address))
		_, err = (&http.Client{Transport: transport}).Get("https://company.test")
		f := fault.Of(err)
		if f.Kind != want.kind || f.Message != "the proxy "+address.Host+" "+want.text || f.Hint == "" || f.Retryable != (status >= 500) {
			t.Errorf("%d: %+v", status, f)
		}
		proxy.Close()
	}
}

func TestAnAddressThatIsNoProxy(t *testing.T) {
	transport := &http.Transport{Proxy: proxyOf(func(*http.Request) (*url.URL, error) { return nil, errors.New("invalid proxy address") })}
	if _, err := (&http.Client{Transport: transport}).Get("https://company.test"); fault.KindOf(err) != fault.Config || fault.Of(err).Hint == "" {
		t.Error(err)
	}
}
