package runtime

import (
	"context"
	"testing"

	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/runtime/host"
)

// holding runs a script that holds a part, and gives both as soon as it does.
func holding(t *testing.T, wait <-chan struct{}, source string) (run *modules.Run, held *part, stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	began, ended := make(chan *modules.Run, 1), make(chan struct{})
	list := testModules(wait)
	list[0].Functions = append(list[0].Functions, modules.Func("held", "The part.", func(ctx context.Context, _ *struct{}) (*part, error) {
		held = &part{}
		began <- modules.RunFrom(ctx)
		return held, nil
	}))
	r := newTest(t, Options{Modules: list, Workers: 1})
	go func() {
		defer close(ended)
		r.Run(ctx, Job{Script: Script{Name: "test.lua", Source: []byte("p = bench.held() " + source)}})
	}()
	return <-began, held, func() { cancel(); <-ended }
}

// TestQuiet: whatever a script does, somebody else may look at what it holds. The race detector sees to it that nobody
// else does at the same time.
func TestQuiet(t *testing.T) {
	wait := make(chan struct{})
	defer close(wait)
	for name, source := range map[string]string{
		"computes": "while true do p.name = p.name .. 'x' if #p.name > 9 then p.name = '' end end",
		"waits":    "while true do p.name = 'a' bench.wait() end",
		"changes":  "while true do p:add('x') end",
	} {
		run, held, stop := holding(t, wait, source)
		for range 20 {
			if !run.Quiet(t.Context(), func() { held.Name += "y" }) {
				t.Errorf("a script that %s was never quiet", name)
			}
		}
		stop()
	}
}

// TestQuietGivesUp: whose context has ended is never called, whatever the run does.
func TestQuietGivesUp(t *testing.T) {
	wait := make(chan struct{})
	run, held, stop := holding(t, wait, "bench.wait()")
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if run.Quiet(ctx, func() { held.Name = "touched" }) || held.Name != "" {
		t.Error("called after its context had ended")
	}
	close(wait)
	stop()
	if run.Quiet(ctx, func() { held.Name = "touched" }) || held.Name != "" {
		t.Error("called after the run")
	}
}

// TestQuietOfABusyVM: a VM that executes Go code with the run lock held is not disturbed.
func TestQuietOfABusyVM(t *testing.T) {
	vm, called := &host.VM{}, false
	vm.Lock()
	ctx, cancel := context.WithCancel(t.Context())
	answer := make(chan bool)
	go func() { answer <- vm.Quiet(ctx, func() { called = true }) }()
	cancel()
	if <-answer {
		t.Error("quiet while the VM was busy")
	}
	vm.Done() // the next instruction
	vm.Unlock()
	if called {
		t.Error("called too late")
	}
}
