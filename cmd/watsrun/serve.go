package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"github.com/watsrun/watsrun/internal/fault"
)

// stopTimeout is how long requests that are under way may take when the server stops.
const stopTimeout = 10 * time.Second

func serveCommand(a *app) *cobra.Command {
	var faults faultFlags
	cmd := &cobra.Command{
		Use: "serve", Short: "Serve the embedded WATS-compatible server", Args: noArguments,
		Long: "Serves the embedded WATS-compatible server until it is interrupted. Its address goes to stdout when it is ready.\n" +
			"It listens on this machine only, unless callers must show a token: WATSRUN_EMBEDDED_TOKEN, --token-file or --token.\n\n" +
			faultHelp(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := a.load(); err != nil {
				return err
			}
			return a.serve(cmd.Context(), faults)
		},
	}
	a.addKeyFlags(cmd.Flags(), "addr", "db", "latency", "token", "token-file", "metrics-addr")
	faults.add(cmd.Flags())
	return cmd
}

func (a *app) serve(ctx context.Context, faults faultFlags) error {
	token, err := a.settings.Embedded.Bearer()
	if err != nil {
		return err
	}
	in, err := a.newInjector(faults)
	if err != nil {
		return err
	}
	a.secrets.Add(token.Reveal())
	listener, err := listen(ctx, a.settings.Embedded.Addr, token.Reveal() != "")
	if err != nil {
		return err
	}
	s, err := a.openServer(ctx, token.Reveal(), in.into, a.meters.watch)
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	a.closers = append(a.closers, s)
	if err := a.serveMetrics(ctx); err != nil {
		return errors.Join(err, listener.Close())
	}
	if err := in.start(s.Routes()); err != nil {
		return errors.Join(err, listener.Close())
	}
	a.log.Info("the embedded server is ready", "database", string(a.settings.Embedded.DB))
	if _, err := fmt.Fprintf(a.stdout, "http://%s\n", listener.Addr()); err != nil {
		return errors.Join(fault.Wrap(fault.Usage, err, "cannot print the server's address"), listener.Close())
	}
	return a.serveUntilDone(ctx, listener, s.Handler(), in.end)
}

// listen opens the port. Without a token nobody outside this machine may come in.
func listen(ctx context.Context, addr string, guarded bool) (net.Listener, error) {
	hostName, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fault.Wrap(fault.Config, err, "the address %q", addr).WithHint("--addr is HOST:PORT, such as 127.0.0.1:8085")
	}
	if !guarded && !loopback(hostName) {
		return nil, fault.New(fault.Config, "%s can be reached from other machines, and no token guards it", addr).
			WithHint("set WATSRUN_EMBEDDED_TOKEN or --token-file, or listen on 127.0.0.1")
	}
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fault.Wrap(fault.Config, err, "cannot listen on %s", addr).WithHint("choose another port with --addr; port 0 takes a free one")
	}
	return l, nil
}

func loopback(hostName string) bool {
	if hostName == "localhost" {
		return true
	}
	ip := net.ParseIP(hostName)
	return ip != nil && ip.IsLoopback()
}

// serveUntilDone serves until ctx ends, and then, after stopping, lets requests that are under way finish.
func (a *app) serveUntilDone(ctx context.Context, l net.Listener, h http.Handler, stopping func()) error {
	s := &http.Server{Handler: h, ReadHeaderTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute}
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(l) }()
	select {
	case err := <-failed:
		return fault.Wrap(fault.Server, err, "the embedded server stopped")
	case <-ctx.Done():
	}
	a.log.Info("the embedded server stops", "cause", context.Cause(ctx))
	stopping()
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
	defer cancel()
	if err := s.Shutdown(stop); err != nil {
		return errors.Join(fault.Wrap(fault.Timeout, err, "some requests did not end in %s", stopTimeout), s.Close())
	}
	return nil
}
