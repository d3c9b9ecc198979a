package calls

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/internal/fault"
)

// define gives scripts a Go function.
func (v *testVM) define(name string, fn lua.LGFunction) { v.L.SetGlobal(name, v.L.NewFunction(fn)) }

func TestAGoErrorCrossesLuaUnchanged(t *testing.T) {
	original := &fault.Error{
		Kind: fault.NotFound, Operation: "wats.product.get_product", Message: `no product "X"`, Hint: "check the part number",
		Status: 404, Retryable: true, RetryIn: 1500 * time.Millisecond, Attempts: 3, CorrelationID: "c-1",
	}
	for name, source := range map[string]string{
		"uncaught":              `fail()`,
		"rethrown":              `local ok, e = pcall(fail) error(e)`,
		"rethrown with level 0": `local ok, e = pcall(fail) error(e, 0)`,
		"through xpcall":        `local ok, e = xpcall(fail, function(e) return e end) error(e)`,
		"through a coroutine":   `local co = coroutine.create(fail) local ok, e = coroutine.resume(co) error(e)`,
		"through wrap":          `coroutine.wrap(fail)()`,
		"through a metamethod":  `local t = setmetatable({}, {__index = fail}) return t.x`,
		"through a sort":        `table.sort({3, 2, 1}, fail)`,
	} {
		t.Run(name, func(t *testing.T) {
			v := newTestVM(t)
			v.define("fail", func(L *lua.LState) int {
				Raise(L, original)
				return 0
			})
			_, err := v.run(t, source)
			if got, ok := errors.AsType[*fault.Error](err); !ok || got != original {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestScriptsSeeAGoErrorAsATable(t *testing.T) {
	v := newTestVM(t)
	v.define("fail", func(L *lua.LState) int {
		Raise(L, &fault.Error{
			Kind: fault.NotFound, Operation: "op", Message: "no such thing", Hint: "look again", Status: 404, Retryable: true,
			RetryIn: 1500 * time.Millisecond, Attempts: 3, CorrelationID: "c-1",
		})
		return 0
	})
	got := v.texts(t, `local ok, e = pcall(function()
		fail()
	end)
	return ok, type(e), e.kind, e.operation, e.message, e.hint, e.status, e.retryable, e.retry_in, e.attempts, e.correlation_id,
		e.where, tostring(e), getmetatable(e), pcall(setmetatable, e, {})`)
	want := []string{
		"false", "table", "not_found", "op", "no such thing", "look again", "404", "true", "1.5", "3", "c-1",
		"test.lua:2", "test.lua:2: op: no such thing (look again)", "false", "false", "cannot change a protected metatable",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestAnUncaughtErrorSaysWhatAndWhere(t *testing.T) {
	for _, c := range []struct{ source, text, where string }{
		{"\nerror('no luck')", "test.lua:2: no luck", "test.lua:2"},
		{"\nlocal a; a.b = 1", "test.lua:2: attempt to index local 'a' (a nil value)", "test.lua:2"},
		{"error('bare', 0)", "bare", "test.lua:1"},
		{"error({message = 'in a table'})", "in a table", "test.lua:1"},
		{"error(setmetatable({}, {__tostring = function() return 'as text' end}))", "as text", "test.lua:1"},
		{"error(setmetatable({}, {__tostring = function() error('x') end}))", "the script raised a table without a message (give it a field message, or a metatable with __tostring)", "test.lua:1"},
		{"error()", "the script raised a nil value instead of a message", "test.lua:1"},
		{"error(true)", "the script raised a boolean value instead of a message", "test.lua:1"},
		{"error(42, 0)", "42", "test.lua:1"},
		{"local function f() return f() + 1 end f()", "test.lua:1: stack overflow", "test.lua:1"},
		{"coroutine.wrap(function()\nerror('in', 0) end)()", "test.lua:2: in", "test.lua:2"},
	} {
		v := newTestVM(t)
		_, err := v.run(t, c.source)
		e, ok := errors.AsType[*Error](err)
		if !ok {
			t.Errorf("%s: got %v", c.source, err)
			continue
		}
		if e.Error() != c.text || strings.TrimSuffix(e.Where, ":") != c.where || fault.KindOf(err) != fault.Script {
			t.Errorf("%s: %q at %q, kind %s, want %q at %q", c.source, e.Error(), e.Where, fault.KindOf(err), c.text, c.where)
		}
		if !strings.HasPrefix(e.Traceback, "stack traceback:\n\t") {
			t.Errorf("%s: traceback is %q", c.source, e.Traceback)
		}
	}
}

func TestTheTracebackNamesTheCalls(t *testing.T) {
	v := newTestVM(t)
	_, err := v.run(t, "local function inner()\n  error('x')\nend\nfunction outer()\n  inner()\nend\nouter()")
	e, _ := errors.AsType[*Error](err)
	want := []string{
		"[C]: in function 'error'", "test.lua:2: in function 'inner'", "test.lua:5: in function 'outer'", "test.lua:7: in main chunk",
	}
	lines := strings.Split(e.Traceback, "\n\t")
	if len(lines) < 5 {
		t.Fatal(e.Traceback)
	}
	if diff := cmp.Diff(want, lines[1:5]); diff != "" {
		t.Error(diff)
	}
}

func TestTheRaisedValueIsKept(t *testing.T) {
	v := newTestVM(t)
	_, err := v.run(t, "error({code = 7})")
	e, _ := errors.AsType[*Error](err)
	if table, ok := e.Value.(*lua.LTable); !ok || table.RawGetString("code") != lua.LNumber(7) {
		t.Errorf("got %v", e.Value)
	}
}

// stops are ways in which a script may try to go on after the end of its run.
var stops = map[string]string{
	"plainly":         `stop() reached()`,
	"pcall":           `pcall(stop) reached()`,
	"pcall in a loop": `while true do pcall(function() pcall(stop) reached() end) reached() end`,
	"xpcall":          `xpcall(stop, reached) reached()`,
	"coroutine":       `coroutine.resume(coroutine.create(stop)) reached()`,
	"wrap":            `pcall(coroutine.wrap(function() pcall(stop) reached() end)) reached()`,
	"load":            `load(stop) reached()`,
	"metamethod":      `pcall(function() return setmetatable({}, {__index = stop}).x end) reached()`,
	"handler":         `xpcall(error, function() stop() reached() end) reached()`,
}

func TestNothingSwallowsTheEndOfARun(t *testing.T) {
	cause := errors.New("time is up")
	for name, source := range stops {
		t.Run(name, func(t *testing.T) {
			v := newTestVM(t)
			v.define("stop", func(*lua.LState) int {
				v.vm.Stop(cause)
				return 0
			})
			v.define("reached", func(*lua.LState) int {
				t.Error("the script went on")
				return 0
			})
			if _, err := v.run(t, source); !errors.Is(err, cause) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAGoPanicEndsTheRunAsABug(t *testing.T) {
	for name, source := range map[string]string{
		"plainly": `crash()`, "pcall": `pcall(crash)`, "xpcall": `xpcall(crash, print)`, "sort": `pcall(table.sort, {3, 2, 1}, crash)`,
		"coroutine": `coroutine.resume(coroutine.create(function() crash() end))`, "wrap": `pcall(coroutine.wrap(crash))`,
	} {
		t.Run(name, func(t *testing.T) {
			v := newTestVM(t)
			v.define("crash", func(*lua.LState) int { panic("broken") })
			v.define("reached", func(*lua.LState) int {
				t.Error("the script went on")
				return 0
			})
			_, err := v.run(t, source+" reached()")
			f := fault.Of(err)
			if f.Kind != fault.Bug || !strings.Contains(f.Message, "broken") || f.Traceback == "" {
				t.Errorf("got %s: %v\n%s", f.Kind, err, f.Traceback)
			}
		})
	}
}

func TestAVMGoesOnAfterErrors(t *testing.T) {
	v := newTestVM(t)
	for range 50 {
		_, _ = v.run(t, `local function f() return f() + 1 end pcall(f) error('x')`)
		_, _ = v.run(t, `pcall(coroutine.wrap(function() pcall(error) error('x') end)) local t = nil; t.x = 1`)
	}
	m := machineOf(v.L)
	if m.nested != 0 || m.levels != 0 || len(m.segments) != 0 || v.L.GetTop() != 0 || v.L.G.CurrentThread != v.L {
		t.Errorf("left behind: nested %d, levels %d, segments %d, top %d", m.nested, m.levels, len(m.segments), v.L.GetTop())
	}
	if got := v.texts(t, "return pcall(string.rep, 'x', 3)"); !cmp.Equal(got, []string{"true", "xxx"}) {
		t.Errorf("got %q", got)
	}
}

func TestProtectedGivesTheResults(t *testing.T) {
	v := newTestVM(t)
	fn := v.compile(t, "return select('#', ...), ...")
	got, err := Protected(v.L, v.vm, fn, []lua.LValue{lua.LNil, lua.LString("x"), lua.LNil})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]lua.LValue{lua.LNumber(3), lua.LNil, lua.LString("x"), lua.LNil}, got, cmp.Comparer(func(a, b lua.LValue) bool { return a == b })); diff != "" {
		t.Error(diff)
	}
}

func TestErrorOfOtherValues(t *testing.T) {
	v := newTestVM(t)
	plain := errors.New("plain")
	for _, c := range []struct {
		value lua.LValue
		want  string
	}{
		{lua.LString("a.lua:3: text"), "a.lua:3: text"},
		{&lua.LUserData{Value: plain, Metatable: lua.LNil}, "plain"},
		{lua.LTrue, "the script raised a boolean value instead of a message"},
	} {
		if got := ErrorOf(v.L, c.value); got.Error() != c.want {
			t.Errorf("%v: %q, want %q", c.value, got, c.want)
		}
	}
	if f := fault.Of(ErrorOf(v.L, lua.LString("a.lua:3: text"))); f.Where != "a.lua:3" || f.Message != "text" {
		t.Errorf("where %q, message %q", f.Where, f.Message)
	}
}
