package runtime

import (
	"context"
	"testing"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// waitingModules have functions that call a Lua function while they wait, that is with the run lock released.
func waitingModules(meet chan struct{}) []*modules.Module {
	around := func(ctx context.Context, in *callArgs) ([]modules.Raw, error) {
		args := make([]any, len(in.Rest))
		for i, r := range in.Rest {
			args[i] = r
		}
		ctx, cancel := context.WithCancel(ctx) // a module may derive its own
		defer cancel()
		return in.Fn.Call(ctx, args...)
	}
	return []*modules.Module{{Name: "bench", Functions: []*modules.Function{
		modules.Func("around", "Call a function while waiting.", around, modules.Waits(), modules.Positional()),
		modules.Func("held", "Call a function with the run lock held.", around, modules.Positional()),
		modules.Func("meet", "Wait for another.", func(ctx context.Context, _ *struct{}) (string, error) {
			select {
			case meet <- struct{}{}:
			case <-meet:
			case <-ctx.Done():
				return "", ctx.Err()
			case <-time.After(10 * time.Second):
				return "nobody came", nil
			}
			return "met", nil
		}, modules.Waits()),
	}}}
}

func TestFunctionsThatWaitCallBack(t *testing.T) {
	r := newTest(t, Options{Modules: waitingModules(make(chan struct{}))})
	for _, c := range []struct{ code, want string }{
		{`print(bench.around(function(a, b) return b, a end, 1, "x"))`, "x\t1"},
		{`print(bench.around(function() return bench.held(function() return bench.around(tostring, 5) end) end))`, "5"},
		{`print(bench.held(bench.around, function() return bench.held(tostring, 6) end))`, "6"},
		{`print(pcall(bench.around, function() error({code = 7}) end)); print(1)`, ""},
		{`local ok, e = pcall(bench.around, function() error({code = 7}) end); print(ok, e.code)`, "false\t7"},
		{`local co = coroutine.wrap(function() coroutine.yield(bench.around(tostring, 8)); return bench.around(tostring, 9) end); print(co(), co())`, "8\t9"},
		{`local n = 0; for i = 1, 100 do bench.around(function() n = n + i end) end; print(n)`, "5050"},
	} {
		got, res := run(t, r, c.code)
		if res.Err != nil || c.want != "" && got != c.want {
			t.Errorf("%s\ngives %q, %v, not %q", c.code, got, res.Err, c.want)
		}
	}
}

// TestCallbacksOfThreadsOverlap has two threads wait inside their callbacks for one another: neither may hold the run lock
// meanwhile, and each goes on as itself.
func TestCallbacksOfThreadsOverlap(t *testing.T) {
	r := newTest(t, Options{Modules: waitingModules(make(chan struct{}))})
	v, err := r.pool.get(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	j := Job{Script: Script{Name: "t.lua"}}
	v.begin(modules.WithRun(t.Context(), r.newRun(j)), r.newRun(j), j)
	fn, err := v.load([]byte(`local me = coroutine.running()
		for i = 1, 100 do
			local x = bench.around(function() return bench.meet() end)
			assert(x == "met" and coroutine.running() == me, x)
		end
		return "done"`), "t.lua")
	if err != nil {
		t.Fatal(err)
	}
	states, ctx := make(chan string), v.host.Context
	for range 2 {
		thread, _ := v.L.NewThread()
		go func() {
			v.host.Lock()
			v.host.Context = ctx // the other may wait in a callback, with the context of that
			results, err := v.protected(thread, fn, nil)
			v.host.Unlock()
			if err != nil {
				states <- err.Error()
				return
			}
			states <- results[0].String()
		}()
	}
	v.host.Unlock()
	for range 2 {
		if s := <-states; s != "done" {
			t.Error(s)
		}
	}
	v.host.Lock()
	clean := v.reset(nil)
	v.host.Unlock()
	r.pool.put(v, clean)
}

func TestARunEndsInsideACallback(t *testing.T) {
	r := newTest(t, Options{Modules: waitingModules(make(chan struct{}))})
	for _, code := range []string{
		`bench.around(function() while true do end end)`,
		`while true do pcall(bench.around, function() bench.meet() end) end`,
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
		res := r.Run(ctx, Job{Script: Script{Name: "test.lua", Source: []byte(code)}})
		cancel()
		if res.Err == nil || res.Err.Kind != fault.Timeout {
			t.Errorf("%s: %v", code, res.Err)
		}
	}
	if out, res := run(t, r, `print(bench.around(tostring, 1))`); out != "1" || res.Err != nil {
		t.Errorf("the next run gives %q, %v", out, res.Err)
	}
}
