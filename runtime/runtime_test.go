package runtime

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	goruntime "runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// bench is a module for tests: an object, a function of each kind, and a wait that the test controls.
type part struct {
	Name   string  `lua:"name" doc:"The name."`
	Weight float64 `lua:"weight,set" doc:"In grams."`
	Serial string  `lua:"serial,readonly" doc:"The serial number."`
	parts  []*part
}

func (p *part) setWeight(w float64) error {
	if w < 0 {
		return fault.New(fault.Validation, "a weight is not negative")
	}
	p.Weight = w
	return nil
}

type partArgs struct {
	Name   string   `lua:"name,required" doc:"The name."`
	Weight *float64 `lua:"weight" doc:"In grams."`
	Count  int      `lua:"count" default:"1" doc:"How many."`
	Sound  bool     `lua:"sound" default:"true" doc:"Whether it is sound."`
	Tags   []string `lua:"tags" doc:"Words."`
	Data   []byte   `lua:"data" doc:"Bytes."`
	Any    any      `lua:"any" doc:"Anything."`
}

type nested struct {
	Points []struct {
		X float64 `lua:"x,required" doc:"x."`
		Y float64 `lua:"y" default:"2" doc:"y."`
	} `lua:"points" doc:"Points."`
	Labels map[string]int `lua:"labels" doc:"Numbers by name."`
}

type callArgs struct {
	Fn   modules.Callback `lua:"fn,required" doc:"A function."`
	Rest []modules.Raw    `lua:"rest,rest" doc:"Its arguments."`
}

func testModules(wait <-chan struct{}) []*modules.Module {
	class := modules.ClassOf("part", "A part.", func(p *part) string { return "part " + p.Name },
		modules.Setter("weight", (*part).setWeight),
		modules.Getter("count", "How many parts.", func(p *part) int { return len(p.parts) }),
		modules.Methods(
			modules.Method("add", "Add a part.", func(p *part, a partArgs) (*part, error) {
				c := &part{Name: a.Name}
				p.parts = append(p.parts, c)
				return c, nil
			}),
			modules.Method("get", "A part.", func(p *part, a struct {
				I int `lua:"i,required" doc:"Index."`
			},
			) (*part, error) {
				return p.parts[a.I-1], nil
			}),
		))
	return []*modules.Module{{
		Name: "bench", Doc: "For tests.", Classes: []*modules.Class{class},
		Constants: []modules.Constant{
			{Name: "size", Value: func(context.Context) any { return 3 }},
			{Name: "live", Live: true, Value: func(context.Context) any { return 4 }},
		},
		Functions: []*modules.Function{
			modules.Func("part", "Make a part.", func(_ context.Context, in *partArgs) (*part, error) {
				return &part{Name: in.Name, Serial: "S"}, nil
			}),
			modules.Func("show", "Show the arguments.", func(_ context.Context, in *partArgs) (string, error) {
				w := "none"
				if in.Weight != nil {
					w = fmt.Sprint(*in.Weight)
				}
				return fmt.Sprintf("%s %s %d %v %v %q %v", in.Name, w, in.Count, in.Sound, in.Tags, in.Data, in.Any), nil
			}),
			modules.Func("nested", "Show nested arguments.", func(_ context.Context, in *nested) (string, error) {
				return fmt.Sprint(in.Points, in.Labels), nil
			}),
			modules.Func("list", "Show a list.", func(_ context.Context, in *struct {
				Numbers []int `lua:"numbers" doc:"Numbers."`
			},
			) (string, error) {
				return fmt.Sprint(in.Numbers), nil
			}),
			modules.Func("wait", "Wait for the test.", func(ctx context.Context, _ *struct{}) (string, error) {
				select {
				case <-wait:
					return "waited", nil
				case <-ctx.Done():
					return "", ctx.Err()
				}
			}, modules.Waits()),
			modules.Func("released", "Whether the wait is over.", func(context.Context, *struct{}) (bool, error) {
				select {
				case <-wait:
					return true, nil
				default:
					return false, nil
				}
			}),
			modules.Func("stuck", "Wait without looking at the context.", func(context.Context, *struct{}) (string, error) {
				<-wait
				return "", nil
			}, modules.Waits()),
			modules.Func("call", "Call a function.", func(ctx context.Context, in *callArgs) ([]modules.Raw, error) {
				args := make([]any, len(in.Rest))
				for i, r := range in.Rest {
					args[i] = r
				}
				return in.Fn.Call(ctx, args...)
			}),
			modules.Func("fail", "Fail.", func(context.Context, *struct{}) (string, error) {
				return "", &fault.Error{Kind: fault.Conflict, Message: "taken", Hint: "choose another", Status: 409, RetryIn: 1500 * time.Millisecond}
			}),
			modules.Func("panic", "Panic.", func(context.Context, *struct{}) (string, error) { panic("broken") }),
			modules.Func("exit", "End the run.", func(context.Context, *struct{}) (string, error) {
				return "", &modules.Exit{Code: 21, Reason: "enough"}
			}),
		},
	}}
}

func newTest(t testing.TB, o Options) *Runtime {
	t.Helper()
	if o.Modules == nil {
		o.Modules = testModules(nil)
	}
	r, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(r.Close)
	return r
}

// run runs a script and gives what it printed.
func run(t testing.TB, r *Runtime, source string) (string, *Result) {
	t.Helper()
	var out bytes.Buffer
	res := r.Run(t.Context(), Job{Script: Script{Name: "test.lua", Source: []byte(source)}, Stdout: &out})
	return strings.TrimSpace(out.String()), res
}

func TestArguments(t *testing.T) {
	r := newTest(t, Options{})
	for _, c := range []struct{ code, want string }{
		{`bench.show("a")`, `a none 1 true [] "" <nil>`},
		{`bench.show{name = "a", weight = 1.5}`, `a 1.5 1 true [] "" <nil>`},
		{`bench.show("a", 2, {sound = false, tags = {"x", "y"}})`, `a 2 1 false [x y] "" <nil>`},
		{`bench.show("a", nil, 4)`, `a none 4 true [] "" <nil>`},
		{`bench.show{name = 1042, weight = "2.5"}`, `1042 2.5 1 true [] "" <nil>`},
		{`bench.show{name = "a", data = "\0\1", any = {1, {b = true}}}`, `a none 1 true [] "\x00\x01" [1 map[b:true]]`},
		{`bench.show{}`, `bench.show: name is required (write name = "...": The name)`},
		{`bench.show{nme = "a"}`, `bench.show: unknown argument "nme" (did you mean name?)`},
		{`bench.show{name = 1.5}`, `bench.show: name must be a string, got number 1.5: write it with string.format`},
		{`bench.show{name = "a", weight = "heavy"}`, `bench.show: weight must be a number, got string "heavy"`},
		{`bench.show{name = "a", count = 1.5}`, `bench.show: count must be a whole number, got number 1.5`},
		{`bench.show{name = "a", count = 2^60}`, `bench.show: count must be a whole number, got number 1.1529215046068e+18`},
		{`bench.show{name = "a", sound = "yes"}`, `bench.show: sound must be true or false, got string "yes"`},
		{`bench.show{name = "a", tags = "x"}`, `bench.show: tags must be a list, got string "x"`},
		{`bench.show{name = "a", tags = {"x", {}}}`, `bench.show: tags[2] must be a string, got table`},
		{`bench.show{name = "a", tags = {x = 1}}`, `bench.show: tags must be a list without gaps, but has the key string "x"`},
		{`bench.show("a", {name = "b"})`, `bench.show: name is given twice, by position and by name`},
		{`bench.show("a", 1, 1, true, {}, "", 1, 9)`, `bench.show: takes at most 7 arguments, got 8: the arguments are name, weight, count, sound, tags, data, any`},
		{`local t = {} t.t = t return bench.show{name = "a", any = t}`, `bench.show: any.t must not contain itself`},
		{`bench.show{name = "a", any = print}`, `bench.show: any must be a value without functions, got function`},
		{`bench.nested{points = {{x = 1}, {x = 2, y = 3}}, labels = {a = 1}}`, `[{1 2} {2 3}] map[a:1]`},
		{`bench.nested{points = {{y = 1}}}`, `bench.nested: points[1]: x is required (write x = ...: x)`},
		{`bench.nested{points = {{x = 1, z = 1}}}`, `bench.nested: points[1]: unknown argument "z" (did you mean x?)`},
		{`bench.nested{labels = {a = "b"}}`, `bench.nested: labels.a must be a whole number, got string "b"`},
		{`bench.call(function(...) return select("#", ...), ... end, nil, {}, nil)`, `3`},
		{`bench.list{1, 2}`, `[1 2]`},
		{`bench.list{numbers = {1, 2}}`, `[1 2]`},
		{`bench.list{nmbers = {1, 2}}`, `bench.list: unknown argument "nmbers" (did you mean numbers?)`},
		{`bench.show{name = "a", any = {}}`, `a none 1 true [] "" map[]`},
		{`bench.size`, `3`},
		{`(function() bench.live = 1 end)()`, `bench.live cannot be set`},
		{`tostring(bench.part("x"))`, `part x`},
	} {
		code := c.code
		if !strings.HasPrefix(code, "local") {
			code = "return " + code
		}
		got, res := run(t, r, "local ok, v = pcall(function() "+code+" end) print(tostring(v))")
		if res.Err != nil {
			t.Errorf("%s: %v", c.code, res.Err)
		} else if !sameLines(got, c.want) {
			t.Errorf("%s\n gives %s\n  want %s", c.code, got, c.want)
		}
	}
}

func TestObjects(t *testing.T) {
	r := newTest(t, Options{})
	got, res := run(t, r, `
		local p = bench.part("root")
		local c = p:add{name = "child"}
		print(p.name, p.serial, p.count, c.name)
		print(p:get(1) == c, ({[c] = "key"})[p:get(1)])
		p.name = "new"; p.weight = 2
		print(p.name, p.weight)
		local function why(f) local _, e = pcall(f) print(tostring(e)) end
		why(function() return p.nmae end)
		why(function() p.serial = "x" end)
		why(function() p.weight = -1 end)
		why(function() p.weight = "heavy" end)
		why(function() p.add{name = "x"} end)
		print(getmetatable(p))
		why(function() rawset(p, "x", 1) end)
	`)
	want := `root	S	1	child
true	key
new	2
a part has no "nmae" (did you mean name?)
part.serial cannot be set
part.weight: a weight is not negative
part: weight must be a number, got string "heavy"
called on table instead of a part (methods are called with a colon: object:method{...})
false
bad argument #1 to 'rawset' (table expected, got userdata)`
	if res.Err != nil || !sameLines(got, want) {
		t.Errorf("got (%v)\n%s\nwant\n%s", res.Err, got, want)
	}
}

// sameLines compares texts, leaving out the position that Lua puts before some messages.
func sameLines(got, want string) bool {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	if len(g) != len(w) {
		return false
	}
	for i := range g {
		if g[i] != w[i] && !strings.HasSuffix(g[i], ": "+w[i]) {
			return false
		}
	}
	return true
}

func TestErrorsCrossWithoutLoss(t *testing.T) {
	r := newTest(t, Options{})
	got, res := run(t, r, `
		local ok, e = pcall(bench.fail)
		print(ok, type(e), e.kind, e.operation, e.message, e.hint, e.status, e.retry_in)
		print(tostring(e))
		local co = coroutine.wrap(function() error(e) end)
		local ok, again = pcall(co)
		print(rawequal(e, again))
		local ok, third = pcall(bench.call, function() error(e, 0) end)
		print(third.kind)
		error(e)`)
	want := `false	table	conflict	bench.fail	taken	choose another	409	1.5
bench.fail: taken (choose another)
true
conflict`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if res.Err == nil || res.Err.Kind != fault.Conflict || res.Err.Status != 409 || res.Err.RetryIn != 1500*time.Millisecond {
		t.Errorf("the original is lost: %+v", res.Err)
	}
}

func TestCallbackErrorsKeepTheirValue(t *testing.T) {
	r := newTest(t, Options{})
	got, res := run(t, r, `
		local mine = {code = 7}
		local ok, e = pcall(bench.call, function() error(mine) end)
		print(ok, e == mine)
		print(pcall(bench.call, function() error("plain", 0) end))`)
	if want := "false\ttrue\nfalse\tplain"; got != want || res.Err != nil {
		t.Errorf("got %s (%v), want %s", got, res.Err, want)
	}
}

func TestHowARunEnds(t *testing.T) {
	for _, c := range []struct {
		name, source string
		check        func(*Result) error
	}{
		{"passes", `return 1`, func(r *Result) error { return r.errIf(r.Err != nil || r.Limit || r.NotLoaded) }},
		{"syntax", `x = = 1`, func(r *Result) error { return r.errIf(!r.NotLoaded || r.Err.Where != "test.lua:1") }},
		{"missing module", `require "missing"`, func(r *Result) error { return r.errIf(!r.NotLoaded || r.Err == nil) }},
		{"missing module, caught", `pcall(require, "missing") error("other")`, func(r *Result) error { return r.errIf(r.NotLoaded || r.Err == nil) }},
		{"raises", "\nerror('no luck')", func(r *Result) error {
			return r.errIf(r.Err == nil || r.Err.Kind != fault.Script || !strings.Contains(r.Err.Error(), "test.lua:2: no luck"))
		}},
		{"raises a table", `error({code = 1})`, func(r *Result) error { return r.errIf(r.Err == nil || r.Err.Kind != fault.Script) }},
		{"raises nil", `error()`, func(r *Result) error { return r.errIf(r.Err == nil || r.Err.Kind != fault.Script) }},
		{"os.exit", `pcall(os.exit, 7) print("never")`, func(r *Result) error { return r.errIf(r.Exit == nil || r.Exit.Code != 7 || r.Err != nil) }},
		{"module exit", `pcall(bench.exit) print("never")`, func(r *Result) error { return r.errIf(r.Exit == nil || r.Exit.Code != 21 || r.Exit.Reason != "enough") }},
		{"panic", `pcall(bench.panic) print("never")`, func(r *Result) error {
			return r.errIf(r.Err == nil || r.Err.Kind != fault.Bug || !strings.Contains(r.Err.Traceback, "goroutine"))
		}},
		{"endless loop", `while true do end`, limited(fault.Timeout)},
		{"endless loop in pcall", `while true do pcall(function() while true do end end) end`, limited(fault.Timeout)},
		{"endless coroutine", `coroutine.wrap(function() while true do end end)()`, limited(fault.Timeout)},
		{"wait in Go", `bench.wait()`, limited(fault.Timeout)},
		{"backtracking", `(("a"):rep(100000)):find((".-"):rep(20) .. "b")`, limited("")},
		{"eats memory", `local t = {} for i = 1, 1e9 do t[i] = {i} end`, limited(fault.Script)},
		{"long strings", `local s = "x" while true do s = s .. s end`, func(r *Result) error { return r.errIf(r.Err == nil || r.Err.Kind != fault.Script) }},
		{"rep", `local s = ("x"):rep(1e11)`, failed(fault.Script)},
		{"prints for ever", `while true do print(("x"):rep(1000)) end`, limited(fault.Script)},
		{"recursion", `local function f() return 1 + f() end f()`, failed(fault.Script)},
		{"recursive coroutines", `local function f() coroutine.wrap(f)() end f()`, failed(fault.Script)},
		{"nested source", `assert(loadstring("return " .. ("("):rep(1e5) .. "1" .. (")"):rep(1e5)))`, failed(fault.Script)},
		{"sparse array", `local t = {} t[60000000] = 1 t[1e15] = 2`, func(r *Result) error { return r.errIf(r.Err != nil) }},
		{"a table that contains itself", `local t = {} t.t = t bench.show{name = "x", any = t}`, failed(fault.Usage)},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := newTest(t, Options{Limits: Limits{Timeout: 500 * time.Millisecond, Grace: 200 * time.Millisecond, MemoryBytes: 200 << 20}})
			if c.name != "endless loop" && !strings.Contains(c.name, "endless") && !strings.Contains(c.name, "wait") {
				r.options.Limits.Timeout = 20 * time.Second
			}
			out, res := run(t, r, c.source)
			if strings.Contains(out, "never") {
				t.Error("the script went on after its end")
			}
			if err := c.check(res); err != nil {
				t.Error(err)
			}
			if out, res := run(t, r, `print(1 + 1)`); out != "2" || res.Err != nil {
				t.Errorf("the next run is not well: %q, %v", out, res.Err)
			}
		})
	}
}

func (res *Result) errIf(bad bool) error {
	if !bad {
		return nil
	}
	return fmt.Errorf("the run ended with %+v: %w", *res, res.Err)
}

func limited(kind fault.Kind) func(*Result) error {
	return func(r *Result) error {
		if kind == "" { // a budget of a library function, or the time limit, whichever comes first
			return r.errIf(r.Err == nil)
		}
		return r.errIf(!r.Limit || r.Err == nil || r.Err.Kind != kind)
	}
}

func failed(kind fault.Kind) func(*Result) error {
	return func(r *Result) error { return r.errIf(r.Err == nil || r.Err.Kind != kind || r.Limit) }
}

func TestAbandonedRunKeepsItsSlotUntilItEnds(t *testing.T) {
	release := make(chan struct{})
	r := newTest(t, Options{Modules: testModules(release), Workers: 2, Limits: Limits{Timeout: 20 * time.Millisecond, Grace: 20 * time.Millisecond}})
	_, res := run(t, r, `bench.stuck()`)
	if !res.Abandoned || !res.Limit {
		t.Fatalf("the run was not abandoned: %+v", res)
	}
	if s := r.Stats(); s.Abandoned != 1 || s.Running != 1 {
		t.Errorf("the slot was given up: %+v", s)
	}
	if out, res := run(t, r, `print("alive")`); out != "alive" || res.Err != nil {
		t.Errorf("another run: %q, %v", out, res.Err)
	}
	close(release)
	for r.Stats().Running > 0 {
		time.Sleep(time.Millisecond)
	}
}

func TestWaitingForAVMEndsWithTheRun(t *testing.T) {
	release := make(chan struct{})
	r := newTest(t, Options{Modules: testModules(release)})
	first := make(chan *Result)
	go func() { _, res := run(t, r, `bench.wait()`); first <- res }()
	for r.Stats().Running == 0 {
		time.Sleep(time.Millisecond)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	res := r.Run(ctx, Job{Script: Script{Name: "b.lua", Source: []byte("return 1")}})
	if res.Err == nil || res.Err.Kind != fault.Canceled {
		t.Errorf("the second run ended with %v", res.Err)
	}
	close(release)
	if res := <-first; res.Err != nil {
		t.Error(res.Err)
	}
}

// TestGarbageIsNoRoomForARun: what others left behind before a run is not added to its limit.
func TestGarbageIsNoRoomForARun(t *testing.T) {
	r := newTest(t, Options{Limits: Limits{MemoryBytes: 16 << 20, Timeout: 20 * time.Second}})
	goruntime.GC()
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	for range 200 {
		garbage = make([]byte, 1<<20)
	}
	_, res := run(t, r, `local t = {} for i = 1, 400000 do t[i] = {i} end while true do end`)
	if !res.Limit || res.Err == nil || !strings.Contains(res.Err.Error(), "memory") {
		t.Errorf("the run ended with %v", res.Err)
	}
}

var garbage []byte

func TestMemoryLimitEndsTheRunThatGrows(t *testing.T) {
	release := make(chan struct{})
	r := newTest(t, Options{Modules: testModules(release), Workers: 3, Limits: Limits{MemoryBytes: 150 << 20, Timeout: time.Minute}})
	innocent := make(chan *Result, 2)
	go func() { _, res := run(t, r, `bench.wait()`); innocent <- res }()
	for r.Stats().Running < 1 {
		time.Sleep(time.Millisecond)
	}
	grows := make(chan *Result, 1)
	go func() { _, res := run(t, r, `local t = {} for i = 1, 1e9 do t[i] = {i} end`); grows <- res }()
	for r.Stats().Running < 2 {
		time.Sleep(time.Millisecond)
	}
	go func() {
		_, res := run(t, r, `local n = 0 while not bench.released() do n = n + 1 end`)
		innocent <- res
	}()
	res := <-grows
	if !res.Limit || res.Err == nil || !strings.Contains(res.Err.Error(), "memory") {
		t.Errorf("the run that grows ended with %v", res.Err)
	}
	close(release)
	for range 2 {
		if res := <-innocent; res.Err != nil {
			t.Errorf("an innocent run ended with %v", res.Err)
		}
	}
}

func TestInterruptedRun(t *testing.T) {
	r := newTest(t, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	res := make(chan *Result)
	go func() {
		res <- r.Run(ctx, Job{Script: Script{Name: "b.lua", Source: []byte("bench.wait()")}})
	}()
	for r.Stats().Running == 0 {
		time.Sleep(time.Millisecond)
	}
	cancel()
	if got := <-res; got.Err == nil || got.Err.Kind != fault.Canceled || got.Limit {
		t.Errorf("the run ended with %+v, %v", got, got.Err)
	}
}

func TestRequire(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"a.lua": `print("loading", ...) return {name = "a"}`, "sub/init.lua": `return {name = "sub"}`, "sub/b.lua": `b = "global"`,
		"loop.lua": `return require "loop"`, "broken.lua": "x = = 1", "fails.lua": `error("at load")`, "old.lua": `module("old", package.seeall) function hi() return type(print) end`,
	} {
		path := filepath.Join(dir, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o755), os.WriteFile(path, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	outside := filepath.Join(t.TempDir(), "secret.lua")
	if err := errors.Join(os.WriteFile(outside, []byte("return 1"), 0o600), os.Symlink(outside, filepath.Join(dir, "link.lua"))); err != nil {
		t.Fatal(err)
	}
	r := newTest(t, Options{})
	var out bytes.Buffer
	res := r.Run(t.Context(), Job{Stdout: &out, Script: Script{Name: "main.lua", Dir: dir, Source: []byte(`
		print(require "a".name, require "a" == require "a", package.loaded.a.name)
		print(require "sub".name, require "sub.b", b)
		print(require "bench" == bench, require "string" == string)
		package.preload.pre = function(n) return "pre " .. n end
		print(require "pre")
		require "old" print(old.hi(), hi)
		local function why(n) local _, e = pcall(require, n) print((tostring(e):gsub("\n.*", ""))) end
		for _, n in ipairs{"loop", "missing", "../x", "/etc/passwd", "broken", "fails", "link"} do why(n) end`)}})
	got := strings.TrimSpace(out.String())
	want := []string{
		"loading\ta", "a\ttrue\ta", "sub\ttrue\tglobal", "true\ttrue", "pre pre", "function\tnil",
		"loop or previous error loading module 'loop'", "module 'missing' not found:", "module name '../x' is not allowed",
		"module name '/etc/passwd' is not allowed", "error loading module 'broken' from file 'broken.lua':", "fails.lua:1: at load", "module 'link' ",
	}
	lines := strings.Split(got, "\n")
	if res.Err != nil || len(lines) != len(want) {
		t.Fatalf("%v\n%s", res.Err, got)
	}
	for i := range want {
		if !strings.Contains(lines[i], want[i]) {
			t.Errorf("line %d is %q, want %q", i+1, lines[i], want[i])
		}
	}
}

// reading is bound by reflection, as what is touched now and then is.
type reading struct {
	StationName string
	Count       int
}

// Describe is seen as describe.
func (r reading) Describe() string { return fmt.Sprint(r.StationName, " ", r.Count) }

func TestLiveObjects(t *testing.T) {
	r := newTest(t, Options{Modules: []*modules.Module{{Name: "_G", Constants: []modules.Constant{{
		Name: "here", Value: func(context.Context) any { return modules.Live{Object: reading{"ICT", 3}} },
	}}}}})
	got, res := run(t, r, `
		print(here.station_name, here.count, here:describe(), _G.here == here)
		print(pcall(function() return here.staton_name end))
		print(getmetatable(here))`)
	want := "ICT\t3\tICT 3\ttrue\nfalse\ttest.lua:3: runtime.reading has no \"staton_name\" (did you mean station_name?)\nfalse"
	if got != want || res.Err != nil {
		t.Errorf("got (%v)\n%s\nwant\n%s", res.Err, got, want)
	}
}

func TestSession(t *testing.T) {
	r := newTest(t, Options{})
	s, err := r.Session(t.Context(), Job{Script: Script{Name: "repl"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		code       string
		want       string
		incomplete bool
		fails      bool
	}{
		{"x = 20", "", false, false},
		{"x + 1", "21", false, false},
		{"= x, 'a'", `20 "a"`, false, false},
		{"for i = 1, 2 do", "", true, true},
		{"error('no')", "", false, true},
		{"y", "nil", false, false},
		{"x", "20", false, false},
		{"{1, 2}", "{1, 2}", false, false},
	} {
		values, incomplete, err := s.Eval(t.Context(), c.code)
		if got := strings.Join(values, " "); got != c.want || incomplete != c.incomplete || (err != nil) != c.fails {
			t.Errorf("%q gives %q, incomplete %v, %v", c.code, got, incomplete, err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, _, err := s.Eval(ctx, "while true do end"); err == nil {
		t.Error("an interrupted chunk went on")
	}
	if values, _, err := s.Eval(t.Context(), "x"); err != nil || values[0] != "20" {
		t.Errorf("after an interruption: %v, %v", values, err)
	}
	if res := s.Close(); res.Err != nil {
		t.Error(res.Err)
	}
	if out, _ := run(t, r, "print(x)"); out != "nil" {
		t.Error("the session left a global")
	}
}

func TestThreadsOfARunOverlapTheirWaits(t *testing.T) {
	const threads = 20
	arrived := make(chan struct{}, threads)
	release := make(chan struct{})
	meet := modules.Func("meet", "Wait for all.", func(context.Context, *struct{}) (string, error) {
		arrived <- struct{}{}
		<-release
		return "met", nil
	}, modules.Waits())
	r := newTest(t, Options{Modules: []*modules.Module{{Name: "bench", Functions: []*modules.Function{meet}}}})
	v, err := r.pool.get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	j := Job{Script: Script{Name: "t.lua"}}
	v.begin(modules.WithRun(t.Context(), r.newRun(j)), r.newRun(j), j)
	fn, err := v.load([]byte(`for i = 1, 1000 do local t = {i} end return pcall(bench.meet)`), "t.lua")
	if err != nil {
		t.Fatal(err)
	}
	states := make([]string, threads)
	done := make(chan int)
	for i := range threads {
		thread, _ := v.L.NewThread()
		go func() {
			v.host.Lock()
			defer func() { v.host.Unlock(); done <- i }()
			results, err := v.protected(thread, fn, nil)
			if err != nil || len(results) != 2 {
				states[i] = fmt.Sprint(err, results)
				return
			}
			states[i] = results[1].String()
		}()
	}
	v.host.Unlock()
	for range threads {
		<-arrived // all of them wait at once: none holds the lock meanwhile
	}
	close(release)
	for range threads {
		<-done
	}
	for i, s := range states {
		if s != "met" {
			t.Errorf("thread %d: %s", i, s)
		}
	}
	v.host.Lock()
	clean := v.reset(nil)
	v.host.Unlock()
	r.pool.put(v, clean)
}
