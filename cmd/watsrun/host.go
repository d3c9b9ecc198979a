package main

import (
	"context"
	"io"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/internal/config"
	"github.com/watsrun/watsrun/internal/correlation"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/modules/station"
	"github.com/watsrun/watsrun/modules/std"
	"github.com/watsrun/watsrun/modules/wats"
	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/resilience"
	"github.com/watsrun/watsrun/runtime"
	"github.com/watsrun/watsrun/server"
)

// host is what runs scripts: the Lua runtime with all modules, wired to a server, an outbox and a station.
type host struct {
	*app
	runtime *runtime.Runtime
	station *station.Host
	modules []*modules.Module
	mail    *mail
	client  *wats.Client
	target  string // the server, as people read it
	prepare func(*modules.Run)
	chain   *resilience.Transport

	embedded  *embedded    // nil where another server is configured
	leftAlone atomic.Int64 // how often the breaker had opened when that was last said; 0 while it is closed
	limited   atomic.Bool  // that the limiter holds requests back has been said
}

// newHost wires everything by the settings. What it opens, the app closes.
func (a *app) newHost(ctx context.Context) (*host, error) {
	h := &host{app: a, prepare: a.progress()}
	detected, registry, err := a.detectStation()
	if err != nil {
		return nil, err
	}
	for _, w := range detected.Warnings {
		a.log.Warn(w)
	}
	h.station = station.NewHost(detected.Station, registry)
	client, err := h.newClient(ctx)
	if err != nil {
		return nil, err
	}
	h.modules = scriptModules(h.station, client)
	h.runtime, err = runtime.New(h.runtimeOptions())
	if err != nil {
		return nil, err
	}
	a.closers = append(a.closers, closeFunc(func() error { h.runtime.Close(); return nil }))
	h.meters.measurePool(h.runtime)
	return h, nil
}

// scriptModules lists every module that scripts see.
func scriptModules(s *station.Host, c *wats.Client) []*modules.Module {
	return append(std.Modules(std.Options{}), s.Module(), wats.New(c))
}

// declaredModules lists them for documentation, without anything behind them.
func declaredModules() ([]*modules.Module, error) {
	registry, err := station.NewRegistry(station.Station{}, nil)
	if err != nil {
		return nil, err
	}
	return scriptModules(station.NewHost(station.Station{}, registry), wats.NewClient(wats.Options{})), nil
}

// newClient makes the client of the configured server, with the outbox between.
func (h *host) newClient(ctx context.Context) (*wats.Client, error) {
	s := h.settings.Server
	url, transport, err := h.way(ctx)
	if err != nil {
		return nil, err
	}
	token, err := s.Bearer()
	if err != nil {
		return nil, err
	}
	h.secrets.Add(token.Reveal())
	box, err := h.openOutbox(url)
	if err != nil {
		return nil, err
	}
	h.recoverReports(ctx, box)
	h.chain = resilience.New(resilience.Options{Policy: h.policy(), Base: telling{transport, h.app}, Watch: h.attempted})
	h.mail = &mail{box: box, policy: h.chain.Policy}
	h.closers = append(h.closers, h.mail)
	version, _, _ := buildVersion()
	options := wats.Options{
		BaseURL: url, Token: token.Reveal(), UserAgent: "watsrun/" + version,
		HTTP: &http.Client{Transport: h.chain, Timeout: s.Timeout}, Outbox: h.mail, Defaults: h.reportDefaults,
		Strict: h.settings.Run.Strict, Now: h.now, Chain: chainView{h.chain}, Caching: wats.Caching{Services: h.settings.Cache.Services, Age: h.settings.Cache.Age},
	}
	options.Begin, options.Correlate = h.began, h.settings.Run.CorrelateReports
	options.Journal = h.newUnitJournal(box)
	client := wats.NewClient(options)
	h.client = client
	options.HTTP = &http.Client{Transport: h.spareWay(), Timeout: s.Timeout}
	h.mail.server, h.mail.spare, h.mail.reach = client, wats.NewClient(options), client.Reach
	h.meters.measure(h)
	return client, nil
}

// way is the server's address and the transport that leads there.
func (h *host) way(ctx context.Context) (url string, t *http.Transport, err error) {
	workers := h.settings.Run.Jobs
	if !h.settings.Server.URL.Embedded() {
		h.target = string(h.settings.Server.URL)
		t, err = newTransport(h.settings.Server, workers)
		return h.target, t, err
	}
	h.target = "the embedded server"
	e := newEmbedded(func() (*server.Server, error) {
		h.ui.notice("no server is configured: the embedded server keeps the reports, in " + string(h.settings.Embedded.DB))
		s, err := h.openServer(context.WithoutCancel(ctx), "", h.meters.watch)
		if err != nil {
			h.ui.fault(fault.Of(err)) // once, and whatever becomes of the request: nothing will get there
		}
		return s, err
	})
	h.embedded = e
	h.closers = append(h.closers, e)
	return embeddedURL, e.transport(workers), nil
}

// reportDefaults is what reports take from their run when a script says nothing.
func (h *host) reportDefaults(ctx context.Context) (report.Defaults, error) {
	s := h.station.Current(ctx).ForReport()
	return report.Defaults{Station: s.Name, Location: s.Location, Purpose: s.Purpose, Now: modules.RunFrom(ctx).Now}, nil
}

func (h *host) runtimeOptions() runtime.Options {
	run := h.settings.Run
	return runtime.Options{
		Modules: h.modules, Workers: run.Jobs, MaxRuns: run.Reuse, Sandbox: run.Sandbox, Logger: h.log, Now: h.now,
		Limits: runtimeLimits(h.settings.Limits),
	}
}

func runtimeLimits(l config.Limits) runtime.Limits {
	out := runtime.DefaultLimits()
	out.Timeout, out.Grace, out.MemoryBytes = l.Timeout, l.Grace, uint64(l.Memory)
	out.StringBytes, out.OutputBytes = int(l.String), int64(l.Output)
	out.SourceBytes, out.SourceDepth = int(l.Source), l.SourceDepth
	out.Coroutines, out.PatternSteps = l.Coroutines, l.PatternSteps
	return out
}

// runAll runs the scripts, as many at once as the settings say, and gives their results in the order of the scripts.
func (h *host) runAll(ctx context.Context, o runOptions) []*result {
	results := make([]*result, len(o.scripts))
	next := make(chan int)
	streams := h.streams(len(o.scripts))
	var workers sync.WaitGroup
	for range min(h.settings.Run.Jobs, len(o.scripts)) {
		workers.Go(func() {
			for i := range next {
				results[i] = h.runOne(ctx, o, o.scripts[i], streams)
			}
		})
	}
	for i := range o.scripts {
		next <- i
	}
	close(next)
	workers.Wait()
	return results
}

// streams are the standard streams as scripts get them.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// streams lets only a single script read the standard input, and several write one after another.
func (h *host) streams(scripts int) streams {
	s := streams{in: h.stdin, out: h.stdout, err: h.stderr}
	if scripts > 1 {
		s.in, s.out = nil, &lockedWriter{w: h.stdout}
	}
	return s
}

type lockedWriter struct {
	mu sync.Mutex
	w  io.Writer
}

// Write is part of io.Writer.
func (l *lockedWriter) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.w.Write(p)
}

// runOne runs one script.
func (h *host) runOne(ctx context.Context, o runOptions, s script, std streams) *result {
	if ctx.Err() != nil {
		return notStarted(s, context.Cause(ctx))
	}
	source, err := h.source(s)
	if err == nil {
		err = h.runtime.Check(runtime.Script{Name: s.name, Dir: s.dir, Source: source})
	}
	if err != nil {
		r := notLoaded(s, err)
		h.ui.failure(r)
		return r
	}
	if s.path == "" && s.code == nil {
		std.in = nil // the script itself came that way
	}
	out := h.linesOf(s, std.out, len(o.scripts))
	run, id, done := h.beginRun(ctx, s.name)
	res := h.runtime.Run(run, runtime.Job{
		Script: runtime.Script{Name: s.name, Dir: s.dir, Source: source}, Args: o.args, Params: o.params,
		Stdin: std.in, Stdout: out, Stderr: std.err, RunID: id, CorrelationID: id, Prepare: h.prepare,
	})
	if err := out.Close(); err != nil {
		h.log.Error("the end of the output is lost", "script", s.name, "error", err)
	}
	h.finishReports(ctx, res, earlyEnd(res))
	r := finished(ctx, s, res)
	r.identity = h.identify(modules.WithRun(run, res.Run))
	if h.embedded.unusable() && len(waiting([]*result{r})) > 0 {
		r.code = worst(r.code, exitUndelivered) // it is safe, but nothing that this machine does by itself will deliver it
	}
	done(r)
	h.ui.failure(r)
	return r
}

// runContext is the context of one run: requests find its correlation id there, and log lines its station.
func (h *host) runContext(ctx context.Context) (run context.Context, id string) {
	id = uuid.Must(uuid.NewV7()).String()
	return correlation.With(context.WithValue(ctx, stationKey{}, h.station), id), id
}

type closeFunc func() error

// Close is part of io.Closer.
func (f closeFunc) Close() error { return f() }
