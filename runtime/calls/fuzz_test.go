package calls

import (
	"context"
	"strings"
	"testing"
	"time"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/runtime/chunk"
)

// FuzzScript holds the VM to its promise: whatever a script does, the process goes on, and no fault is the host's.
func FuzzScript(f *testing.F) {
	for _, s := range sources {
		f.Add(s)
	}
	for _, s := range stops {
		f.Add(strings.NewReplacer("reached", "print", "stop", "error").Replace(s))
	}
	f.Fuzz(func(t *testing.T, source string) {
		v := newTestVM(t)
		v.vm.IO = false
		v.vm.Limits.StringBytes, v.vm.Limits.Coroutines, v.vm.Limits.PatternSteps = 1<<20, 100, 1<<20
		v.vm.Limits.OutputBytes = 1 << 20
		v.L.SetGlobal("io", lua.LNil)
		v.L.SetGlobal("collectgarbage", lua.LNil)
		proto, err := chunk.Compile([]byte(source), "s", v.vm.Limits)
		if err != nil {
			return
		}
		timer := time.AfterFunc(time.Second, func() { v.vm.Stop(context.DeadlineExceeded) })
		defer timer.Stop()
		_, err = Protected(v.L, v.vm, Load(v.L, proto), nil)
		if fault.KindOf(err) == fault.Bug {
			t.Errorf("%v\n%s", err, fault.Of(err).Traceback)
		}
	})
}
