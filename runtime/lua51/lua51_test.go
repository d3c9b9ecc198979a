package lua51_test

import (
	"bytes"
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/calls"
	"github.com/watsrun/watsrun/runtime/chunk"
	"github.com/watsrun/watsrun/runtime/host"
	"github.com/watsrun/watsrun/runtime/lua51"
)

// machine is a VM with the whole library, as scripts see it.
type machine struct {
	L   *lua.LState
	vm  *host.VM
	out *bytes.Buffer
}

func newMachine(t testing.TB) *machine {
	t.Helper()
	m := &machine{L: lua.NewState(calls.Options()), out: new(bytes.Buffer)}
	m.vm = &host.VM{IO: true, Stdin: strings.NewReader(""), Stdout: m.out, Stderr: m.out, Context: context.Background()}
	m.vm.Lock()
	m.L.SetContext(m.vm)
	lua51.Open(m.L, m.vm)
	calls.Open(m.L, m.vm)
	t.Cleanup(func() {
		if err := m.vm.Close(); err != nil {
			t.Errorf("closing what the run left open: %v", err)
		}
		m.L.Close()
	})
	return m
}

// run executes source as the file test.lua and returns its results as text.
func (m *machine) run(source string) (string, error) { return m.runAs("test.lua", source) }

func (m *machine) runAs(name, source string) (string, error) {
	proto, err := chunk.Compile([]byte(source), name, m.vm.Limits)
	if err != nil {
		return "", err
	}
	values, err := calls.Protected(m.L, m.vm, calls.Load(m.L, proto), nil)
	if raised, ok := errors.AsType[*calls.Error](err); ok && raised.Value != lua.LNil {
		return "", errors.New(raised.Value.String())
	}
	results := make([]string, len(values))
	for i, v := range values {
		results[i] = lua51.ToString(m.L, v)
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
