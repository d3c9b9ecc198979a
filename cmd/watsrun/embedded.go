package main

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"sync/atomic"
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
	failed atomic.Bool // it could not be opened
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
		e.failed.Store(true)
		return
	}
	e.http = &http.Server{Handler: e.server.Handler(), ReadHeaderTimeout: time.Minute}
	go func() { _ = e.http.Serve(e) }() // it ends with ErrServerClosed, by Close
}

// unusable tells whether the server could not be opened. It is not tried again in this process.
func (e *embedded) unusable() bool { return e != nil && e.failed.Load() }

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
	version, _, _ := buildVersion()
	o := server.Options{
		Path: path, Token: token, Version: version, Latency: a.settings.Embedded.Latency, Logger: a.log, Clock: a.now,
	}
	for _, change := range changes {
		change(&o)
	}
	var opened *server.Server
	err := writable(path)
	if err == nil {
		opened, err = server.Open(ctx, o)
	}
	if f, known := errors.AsType[*fault.Error](err); known && f.Kind == fault.Config {
		return nil, withHint(f, "another database: embedded.db (WATSRUN_EMBEDDED_DB); another server: server.url (WATSRUN_SERVER_URL)")
	}
	return opened, err
}

// writable refuses a database that may only be read, which opens and then takes no report.
func writable(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil // it will be made
	case err != nil:
		return fault.Wrap(fault.Config, err, "cannot write the embedded server's database").WithHint("let this user write to it")
	}
	return f.Close()
}

// withHint is a copy of a fault with more to its hint.
func withHint(f *fault.Error, more string) *fault.Error {
	c := *f
	c.Hint = strings.TrimPrefix(c.Hint+"; "+more, "; ")
	return &c
}
