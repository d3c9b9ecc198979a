// Package server is an embedded WATS-compatible server over a database on disk: a station without a WATS, a team, a CI
// job and every test of this program send it their reports and ask it for them again. It serves what real servers serve,
// refuses what they refuse and answers in their words.
//
// One file holds one WATS service with its routes; one line in services makes it part of the server. The server may not
// know Lua, the client, delivery, or who started it and why: it neither listens nor reads configuration.
package server

import (
	"context"
	"embed"
	"errors"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/web"
)

// maxBody bounds a request body in bytes. The largest reports are those with files in them.
const maxBody = 64 << 20

// Options say what a server is like. The zero value is a server in memory that lets everybody in.
type Options struct {
	// Path of the database file; "" or ":memory:" keeps everything in memory until Close. Several processes may use the
	// same file at once.
	Path string
	// Token that requests must carry as "Authorization: Basic <token>"; "" lets every request in.
	Token string
	// Version is what /api/App/Version answers.
	Version string
	// NormaliseExports accepts reports in the form in which servers export them, which a real server refuses when it is
	// posted again: see report.Report.Normalise for what is changed.
	NormaliseExports bool
	// Processes are added to the built-in ones; one with the code of another replaces it.
	Processes []Process
	// Latency lets every request wait before it is served.
	Latency time.Duration
	// Middleware wraps every request that has the right token, the first one outermost. It finds the declared route in
	// http.Request.Pattern, so that it can delay, break or refuse some routes and not others.
	Middleware []func(http.Handler) http.Handler
	// Logger gets a line for each request (debug), each failure (error) and each report that took the place of another
	// (info); nil logs nothing.
	Logger *slog.Logger
	// Clock is the server's time, by which reports from the future are held back; nil is the real one.
	Clock func() time.Time
}

// Server is an open server. Its methods may be called from any goroutine.
type Server struct {
	db      *db.DB
	router  *web.Router
	handler http.Handler
}

// service is one WATS service.
type service interface {
	routes() []web.Route
}

//go:embed schema/*.sql
var schema embed.FS

// migrations lead from an empty database to the present one: all files of schema whose names begin with one number, such
// as 2-asset.sql, are one step. A step that was released is never changed, only followed by the next.
func migrations() ([]string, error) {
	files, err := schema.ReadDir("schema") // sorted by name
	var steps []string
	for _, f := range files {
		text, readErr := schema.ReadFile("schema/" + f.Name())
		number, nameErr := strconv.Atoi(strings.TrimRight(f.Name()[:2], "-."))
		if err = errors.Join(err, readErr, nameErr); err != nil {
			return nil, fault.Wrap(fault.Bug, err, "the schema of the database cannot be read")
		}
		for len(steps) < number {
			steps = append(steps, "")
		}
		steps[number-1] += string(text)
	}
	return steps, err
}

// Open opens the database, makes or upgrades it where needed, and prepares the routes. A path that cannot be used is a
// config fault.
func Open(ctx context.Context, o Options) (*Server, error) {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	steps, err := migrations()
	if err != nil {
		return nil, err
	}
	store, err := db.Open(ctx, o.Path, steps)
	if err != nil {
		return nil, err
	}
	s, err := build(ctx, store, o)
	if err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return s, nil
}

func build(ctx context.Context, store *db.DB, o Options) (*Server, error) {
	all, err := services(ctx, store, o)
	if err != nil {
		return nil, err
	}
	var routes []web.Route
	for _, one := range all {
		routes = append(routes, one.routes()...)
	}
	router, err := web.NewRouter(routes)
	if err != nil {
		return nil, fault.Wrap(fault.Bug, err, "the routes of the server clash")
	}
	through := []func(http.Handler) http.Handler{
		web.Log(o.Logger, o.Clock), web.Recover(o.Logger), web.Authorize(o.Token, bearsSCIMToken), web.Delay(o.Latency),
	}
	through = append(through, o.Middleware...)
	through = append(through, web.Unpack(maxBody), web.Pack)
	return &Server{db: store, router: router, handler: router.Handler(through...)}, nil
}

// services makes every service of the server.
func services(ctx context.Context, store *db.DB, o Options) ([]service, error) {
	processes, err := openProcesses(ctx, store, o.Processes)
	if err != nil {
		return nil, err
	}
	o.Clock = inTicks(o.Clock)
	index := newStepIndex(store, o.Logger)
	return []service{
		&appService{version: o.Version, processes: processes},
		processes,
		&productService{db: store},
		&reportService{db: store, log: o.Logger, processes: processes, steps: index, normaliseExports: o.NormaliseExports},
		&stepService{db: store, clock: o.Clock, index: index},
		&unitFlowService{db: store, clock: o.Clock},
		&headerService{db: store, clock: o.Clock},
		&softwareService{db: store, clock: o.Clock},
		&analyticsService{db: store, clock: o.Clock},
		&productionService{db: store, clock: o.Clock},
		&serialNumberService{db: store, clock: o.Clock},
		&assetService{db: store, clock: o.Clock},
		&scimService{db: store, clock: o.Clock},
		&rootCauseService{db: store, clock: o.Clock},
		&inspectionService{db: store, processes: processes, clock: o.Clock},
	}, nil
}

// Handler serves the routes.
func (s *Server) Handler() http.Handler { return s.handler }

// Routes lists the declared routes in alphabetical order, as http.ServeMux patterns: "GET /api/Product/{part_number}".
func (s *Server) Routes() []string { return s.router.Patterns() }

// Close waits for what is being read and written and closes the database.
func (s *Server) Close() error { return s.db.Close() }

// stored turns an error of the database into one that tells the client whether to come again.
func stored(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*fault.Error](err); ok {
		return err
	}
	f := fault.Wrap(fault.Server, err, "the server's database failed")
	switch {
	case db.Busy(err):
		f.Status, f.RetryIn, f.Retryable = http.StatusServiceUnavailable, time.Second, true
		f.Message = "the server's database is kept busy by another process"
	case db.Full(err):
		f.Status, f.Retryable = http.StatusInsufficientStorage, true
		f.Hint = "make room on the server's disk"
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return fault.Of(err)
	}
	return f
}
