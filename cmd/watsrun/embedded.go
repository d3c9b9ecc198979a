package main

import (
	"context"
	"errors"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server"
)

// embeddedURL is how requests name the server inside this process. No name service ever sees it.
const embeddedURL = "http://embedded"

// embedded is the server inside this process: real HTTP over connections in memory, so that no port is open. It is
// opened when the first request comes, since many scripts need no server.
type embedded struct {
	open  func() (*server.Server, error)
	conns chan net.Conn
	done  chan struct{}

	once   sync.Once
	err    error
	server *server.Server
	http   *http.Server
}

func newEmbedded(open func() (*server.Server, error)) *embedded {
	return &embedded{open: open, conns: make(chan net.Conn), done: make(chan struct{})}
}

// transport sends requests to the server.
func (e *embedded) transport(workers int) *http.Transport {
	return &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) { return e.dial(ctx) },
		// The other end is in this process: packing would only cost time.
		DisableCompression: true, MaxIdleConnsPerHost: max(minIdle, workers), IdleConnTimeout: idleTimeout,
	}
}

func (e *embedded) dial(ctx context.Context) (net.Conn, error) {
	e.once.Do(e.start)
	if e.err != nil {
		return nil, e.err
	}
	near, far := net.Pipe()
	select {
	case e.conns <- far:
		return near, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	case <-e.done:
		return nil, net.ErrClosed
	}
}

func (e *embedded) start() {
	if e.server, e.err = e.open(); e.err != nil {
		return
	}
	e.http = &http.Server{Handler: e.server.Handler(), ReadHeaderTimeout: time.Minute}
	go func() { _ = e.http.Serve(e) }() // it ends with ErrServerClosed, by Close
}

// Accept is part of net.Listener.
func (e *embedded) Accept() (net.Conn, error) {
	select {
	case c := <-e.conns:
		return c, nil
	case <-e.done:
		return nil, net.ErrClosed
	}
}

// Addr is part of net.Listener.
func (e *embedded) Addr() net.Addr { return &net.UnixAddr{Name: embeddedURL, Net: "pipe"} }

// Close is part of net.Listener and ends the server. It may be called twice, since http.Server closes its listeners.
func (e *embedded) Close() error {
	select {
	case <-e.done:
		return nil
	default:
		close(e.done)
	}
	e.once.Do(func() { e.err = net.ErrClosed }) // never started, and never will be
	if e.server == nil {
		return nil
	}
	return errors.Join(e.http.Close(), e.server.Close())
}

// openServer opens the embedded server over the configured database. Each change has the last word on its options.
func (a *app) openServer(ctx context.Context, token string, changes ...func(*server.Options)) (*server.Server, error) {
	path := string(a.settings.Embedded.DB)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, fault.Wrap(fault.Config, err, "cannot make the folder of the embedded server's database").WithHint("check embedded.db")
	}
	version, _, _ := buildVersion()
	o := server.Options{
		Path: path, Token: token, Version: version, Latency: a.settings.Embedded.Latency, Logger: a.log, Clock: a.now,
	}
	for _, change := range changes {
		change(&o)
	}
	return server.Open(ctx, o)
}
