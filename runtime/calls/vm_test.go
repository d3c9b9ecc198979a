package calls

import (
	"bytes"
	"context"
	"math/rand/v2"
	"testing"
	"time"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/chunk"
	"github.com/watsrun/watsrun/runtime/host"
	"github.com/watsrun/watsrun/runtime/lua51"
)

// testVM is a VM with the whole library, as scripts see it.
type testVM struct {
	L   *lua.LState
	vm  *host.VM
	out bytes.Buffer
}

func newTestVM(t testing.TB) *testVM {
	t.Helper()
	v := &testVM{vm: &host.VM{
		Limits: host.DefaultLimits(), Context: context.Background(), IO: true, Start: time.Now(),
		Rand: rand.New(rand.NewPCG(1, 2)), Stdin: bytes.NewReader(nil),
	}}
	v.vm.Stdout, v.vm.Stderr = &v.out, &v.out
	v.L = lua.NewState(Options())
	v.L.SetContext(v.vm)
	v.vm.Lock()
	lua51.Open(v.L, v.vm)
	Open(v.L, v.vm)
	t.Cleanup(v.L.Close)
	return v
}

func (v *testVM) compile(t testing.TB, source string) *lua.LFunction {
	t.Helper()
	proto, err := chunk.Compile([]byte(source), "test.lua", v.vm.Limits)
	if err != nil {
		t.Fatal(err)
	}
	return Load(v.L, proto)
}

// run executes a script and gives what it returned.
func (v *testVM) run(t testing.TB, source string) ([]lua.LValue, error) {
	t.Helper()
	return Protected(v.L, v.vm, v.compile(t, source), nil)
}

// texts is run with the results as scripts would print them; an error fails the test.
func (v *testVM) texts(t testing.TB, source string) []string {
	t.Helper()
	results, err := v.run(t, source)
	if err != nil {
		t.Fatalf("%v\n%s", err, source)
	}
	texts := make([]string, len(results))
	for i, r := range results {
		texts[i], _ = toNumberOrString(r)
		if _, ok := r.(lua.LString); !ok && texts[i] == "" {
			texts[i] = r.String()
		}
	}
	return texts
}
