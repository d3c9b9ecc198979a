package lua51

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/host"
)

// machine is a VM with this library and, for what other packages write, the engine's own functions.
type machine struct {
	L   *lua.LState
	vm  *host.VM
	out *bytes.Buffer
}

func newMachine(t testing.TB) *machine {
	t.Helper()
	m := &machine{
		L: lua.NewState(lua.Options{
			SkipOpenLibs: true, RegistrySize: 1024, RegistryMaxSize: 1 << 20, RegistryGrowStep: 4096, CallStackSize: 1000,
		}),
		out: new(bytes.Buffer),
	}
	m.vm = &host.VM{IO: true, Stdin: strings.NewReader(""), Stdout: m.out, Stderr: m.out, Context: context.Background()}
	m.vm.Lock()
	m.L.SetContext(m.vm)
	m.borrow()
	Open(m.L, m.vm)
	t.Cleanup(func() {
		if err := m.vm.Close(); err != nil {
			t.Errorf("closing what the run left open: %v", err)
		}
		m.L.Close()
	})
	return m
}

// borrow takes the functions that call or load Lua code from the engine.
func (m *machine) borrow() {
	lua.OpenBase(m.L)
	lua.OpenCoroutine(m.L)
}

// run executes source as the file test.lua and returns its results as text.
func (m *machine) run(source string) (string, error) { return m.runAs("test.lua", source) }

func (m *machine) runAs(name, source string) (string, error) {
	fn, err := m.L.Load(strings.NewReader(source), name)
	if err != nil {
		return "", err
	}
	top := m.L.GetTop()
	m.L.Push(fn)
	err = m.L.PCall(0, lua.MultRet, nil)
	var results []string
	for i := top + 1; i <= m.L.GetTop(); i++ {
		results = append(results, ToString(m.L, m.L.Get(i)))
	}
	m.L.SetTop(top)
	if apiError, ok := errors.AsType[*lua.ApiError](err); ok {
		return "", errors.New(apiError.Object.String())
	}
	return strings.Join(results, " "), err
}

// expect is one script with the text of its results, or of its error after "error: ".
type expect struct{ source, want string }

func check(t *testing.T, cases []expect) {
	t.Helper()
	m := newMachine(t)
	for _, c := range cases {
		got, err := m.run(c.source)
		if err != nil {
			got = "error: " + err.Error()
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s\n%s", c.source, diff)
		}
	}
}

func cancelFunction(cancel context.CancelFunc) lua.LGFunction {
	return func(*lua.LState) int {
		cancel()
		return 0
	}
}
