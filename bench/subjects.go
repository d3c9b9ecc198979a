package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"github.com/watsrun/watsrun/modules/std"
	"github.com/watsrun/watsrun/modules/wats"
	"github.com/watsrun/watsrun/report"
	watsruntime "github.com/watsrun/watsrun/runtime"
	"github.com/watsrun/watsrun/server"
)

// trivial is a script that does next to nothing, so that what is measured is the host.
const trivial = `local n = 0 for i = 1, 10 do n = n + i end return n`

// thousandSteps builds, validates and encodes a report of 1000 numeric steps.
const thousandSteps = `
local report = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "S", operation_type = 10}
local root = report:get_root_sequence_call()
for i = 1, 1000 do
  root:add_numeric_step{name = "step", value = i, unit = "V", comp_op = "GELE", low_limit = 0, high_limit = 2000}
end
assert(#report:validate() == 0)
return #report:to_json()`

// thousandTables is the part of thousandSteps that is the engine's alone.
const thousandTables = `
for i = 1, 1000 do
  local t = {name = "step", value = i, unit = "V", comp_op = "GELE", low_limit = 0, high_limit = 2000}
end`

func comparisons(ctx context.Context) ([]comparison, func(), error) {
	files, err := os.MkdirTemp("", "watsrun-bench")
	if err != nil {
		return nil, nil, err
	}
	site, err := startServer(ctx, filepath.Join(files, "bench.db"))
	if err != nil {
		return nil, nil, err
	}
	closeAll := func() { site.close(); os.RemoveAll(files) }
	client := wats.NewClient(wats.Options{BaseURL: site.url, HTTP: site.http, Defaults: defaults})
	reused, err := newRuntime(client, 0)
	if err != nil {
		return nil, closeAll, err
	}
	fresh, err := newRuntime(client, 1)
	if err != nil {
		return nil, closeAll, err
	}
	binary := filepath.Join(files, "watsrun")
	if err := build(ctx, binary, files); err != nil {
		return nil, closeAll, err
	}
	few, err := backlog(ctx, filepath.Join(files, "few"), 100)
	if err != nil {
		return nil, closeAll, err
	}
	many, err := backlog(ctx, filepath.Join(files, "many"), 100_000)
	if err != nil {
		return nil, closeAll, err
	}
	return []comparison{
		{
			title: "run of a trivial script on a reused VM", target: "10 times cheaper than a fresh VM, aim for 40",
			ours: subject{"reused VM", scripts(ctx, reused, trivial)}, theirs: &subject{"fresh VM", scripts(ctx, fresh, trivial)},
			rounds: 200, unit: time.Microsecond, met: func(ratio, _ float64) bool { return ratio >= 10 },
		},
		{
			title: "report of 1000 steps: built from Lua, validated, encoded", target: "below 5 ms",
			ours: subject{"watsrun", scripts(ctx, reused, thousandSteps)}, theirs: &subject{"only making the 1000 argument tables", scripts(ctx, reused, thousandTables)},
			rounds: 5, unit: time.Millisecond,
			met: func(_, ours float64) bool { return ours < 5 },
		},
		{
			title: "one operation (100 products) against the embedded server", target: "below 1.3 times plain net/http that decodes the same answer: ratio above 0.77",
			ours: subject{"watsrun", scripts(ctx, reused, `for i = 1, 20 do wats.product.get_products() end`)}, theirs: &subject{"net/http and encoding/json", site.plainProducts(20)},
			rounds: 5, unit: time.Millisecond, met: func(ratio, _ float64) bool { return ratio > 1/1.3 },
		},
		{
			title: "one operation (a product) against the embedded server", target: "below 1.3 times plain net/http that decodes the same answer: ratio above 0.77",
			ours: subject{"watsrun", scripts(ctx, reused, `for i = 1, 50 do wats.product.get_product("P-1") end`)}, theirs: &subject{"net/http and encoding/json", site.plainProduct(50)},
			rounds: 5, unit: time.Millisecond, met: func(ratio, _ float64) bool { return ratio > 1/1.3 },
		},
		{
			title: "start of the binary to the end of an empty script", target: "below 10 ms; compared with an empty Go program",
			ours: subject{"watsrun", process(ctx, binary, "run", "-e", "return 1")}, theirs: &subject{"empty Go program", process(ctx, filepath.Join(files, "empty"))},
			rounds: 5, unit: time.Millisecond, met: func(_, ours float64) bool { return ours < 10 },
		},
		{
			title: "the policies that a request goes through, with retries on", target: "below 10 µs a request; compared with the same transport without them",
			ours: subject{"chain", throughChain(ctx, policies())}, theirs: &subject{"no policies", throughChain(ctx, instant{})},
			rounds: 2000, unit: time.Microsecond, met: func(_, ours float64) bool { return ours < 10 },
		},
		{
			title: "a report accepted on disk and delivered while 100 000 wait, without a server", target: "as fast as while 100 wait: ratio above 0.8",
			ours: subject{"100 000 waiting", submits(ctx, many)}, theirs: &subject{"100 waiting", submits(ctx, few)},
			rounds: 50, unit: time.Millisecond, met: func(ratio, _ float64) bool { return ratio > 0.8 },
		},
	}, closeAll, nil
}

func defaults(context.Context) (report.Defaults, error) {
	return report.Defaults{Station: "BENCH", Location: "here", Purpose: "Development"}, nil
}

func newRuntime(c *wats.Client, maxRuns int) (*watsruntime.Runtime, error) {
	mods := append(std.Modules(std.Options{}), wats.New(c))
	return watsruntime.New(watsruntime.Options{Modules: mods, MaxRuns: maxRuns})
}

// scripts runs a source n times.
func scripts(ctx context.Context, r *watsruntime.Runtime, source string) func(int) error {
	job := watsruntime.Job{Script: watsruntime.Script{Name: "bench.lua", Source: []byte(source)}}
	return func(n int) error {
		for range n {
			if res := r.Run(ctx, job); res.Err != nil {
				return res.Err
			}
		}
		return nil
	}
}

// site is an embedded server on a socket, with a hundred products.
type site struct {
	url   string
	http  *http.Client
	close func()
}

func startServer(ctx context.Context, path string) (*site, error) {
	s, err := server.Open(ctx, server.Options{Path: path})
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	h := &http.Server{Handler: s.Handler(), ReadHeaderTimeout: time.Minute}
	go func() { _ = h.Serve(l) }() // ends with http.ErrServerClosed
	t := &http.Transport{MaxIdleConnsPerHost: 16}
	x := &site{url: "http://" + l.Addr().String(), http: &http.Client{Transport: t}, close: func() { t.CloseIdleConnections(); h.Close(); s.Close() }}
	return x, x.fill(ctx)
}

func (s *site) fill(ctx context.Context) error {
	r, err := newRuntime(wats.NewClient(wats.Options{BaseURL: s.url, HTTP: s.http}), 0)
	if err != nil {
		return err
	}
	defer r.Close()
	return scripts(ctx, r, `for i = 1, 100 do wats.product.create_product{part_number = "P-" .. i, name = "Product " .. i} end`)(1)
}

// plainProducts is the same work without watsrun: net/http, and encoding/json into the typed records.
func (s *site) plainProducts(calls int) func(int) error {
	return s.plain("/api/Product/Query", calls, func() any { return new([]wats.ProductView) })
}

func (s *site) plainProduct(calls int) func(int) error {
	return s.plain("/api/Product/P-1", calls, func() any { return new(wats.Product) })
}

func (s *site) plain(path string, calls int, into func() any) func(int) error {
	return func(n int) error {
		for range n * calls {
			answer, err := s.http.Get(s.url + path)
			if err != nil {
				return err
			}
			body, err := io.ReadAll(answer.Body)
			answer.Body.Close()
			if err == nil {
				err = json.Unmarshal(body, into())
			}
			if err != nil {
				return err
			}
		}
		return nil
	}
}

// build makes the binary, and an empty program to compare it with.
func build(ctx context.Context, binary, dir string) error {
	empty := filepath.Join(dir, "empty.go")
	if err := os.WriteFile(empty, []byte("package main\n\nfunc main() {}\n"), 0o644); err != nil {
		return err
	}
	for out, from := range map[string]string{binary: "./cmd/watsrun", filepath.Join(dir, "empty"): empty} {
		cmd := exec.CommandContext(ctx, "go", "build", "-o", out, from)
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
		if text, err := cmd.CombinedOutput(); err != nil {
			return fmt.Errorf("go build %s: %w\n%s", from, err, text)
		}
	}
	return nil
}

// process starts a program n times and waits for it.
func process(ctx context.Context, name string, args ...string) func(int) error {
	return func(n int) error {
		for range n {
			if text, err := exec.CommandContext(ctx, name, args...).CombinedOutput(); err != nil {
				return fmt.Errorf("%s: %w\n%s", name, err, text)
			}
		}
		return nil
	}
}
