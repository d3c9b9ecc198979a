package inspect

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	lua "github.com/yuin/gopher-lua"
)

// evaluate gives the value of the last return of a chunk. Objects with and without a text are there.
func evaluate(t testing.TB, code string) (*lua.LState, lua.LValue) {
	t.Helper()
	L := lua.NewState()
	t.Cleanup(L.Close)
	object := func(show lua.LGFunction) lua.LValue {
		mt := L.NewTable()
		mt.RawSetString("__tostring", L.NewFunction(show))
		return &lua.LUserData{Metatable: mt}
	}
	L.SetGlobal("object", object(func(L *lua.LState) int { L.Push(lua.LString("Report \x1bSN-1")); return 1 }))
	L.SetGlobal("broken", object(func(L *lua.LState) int { L.RaiseError("no"); return 0 }))
	L.SetGlobal("odd", object(func(L *lua.LState) int { L.Push(lua.LNumber(1)); return 1 }))
	L.SetGlobal("bare", &lua.LUserData{Metatable: lua.LNil})
	fn, err := L.Load(strings.NewReader(code), "sequence.lua")
	if err != nil {
		t.Fatal(err)
	}
	if err := L.CallByParam(lua.P{Fn: fn, NRet: 1, Protect: true}); err != nil {
		t.Fatal(err)
	}
	return L, L.Get(-1)
}

func TestInspectOnOneLine(t *testing.T) {
	for code, want := range map[string]string{
		`return nil`:                         `nil`,
		`return {true, 1, 1.5, "x", nil, 7}`: `{true, 1, 1.5, "x", [6] = 7}`,
		`return {}`:                          `{}`,
		`return 0.1 + 0.2`:                   `0.3`,
		`return {2^53, -1e300, 0/0 ~= 0/0}`:  `{9.007199254741e+15, -1e+300, true}`,
		`return {b = 1, a = {c = 2}, 3}`:     `{3, a = {c = 2}, b = 1}`,
		`return {["a b"] = 1, ["end"] = 2, [1.5] = 3, [true] = 4, [-1] = 5, [""] = 6, _x1 = 7}`: `{[-1] = 5, [1.5] = 3, [""] = 6, _x1 = 7, ["a b"] = 1, ["end"] = 2, [true] = 4}`,
		`return "a\"b\\c\n\t\0\1272\255å"`:                                                      `"a\"b\\c\n\t\000\1272\255å"`,
		`local t = {}; t.me = t; t.list = {t}; return t`:                                        `{list = {<cycle>}, me = <cycle>}`,
		`local t = {1}; return {t, t}`:                                                          `{{1}, {1}}`,
		`return {print, function() end}`:                                                        `{<function>, <function sequence.lua:1>}`,
		`return coroutine.create(print)`:                                                        `<thread>`,
		`return {object, broken, odd, bare}`:                                                    `{Report ?SN-1, <userdata, its __tostring fails>, <userdata>, <userdata>}`,
		`return {[object] = 1, [print] = 2}`:                                                    `{[<function>] = 2, [<userdata>] = 1}`,
		`return setmetatable({1}, {__tostring = function() return "no" end})`:                   `{1}`,
	} {
		L, v := evaluate(t, code)
		top := L.GetTop()
		if got := Inspect(L, v, Options{}); got != want {
			t.Errorf("%s gives %s, want %s", code, got, want)
		}
		if L.GetTop() != top {
			t.Errorf("%s leaves %d values on the stack", code, L.GetTop()-top)
		}
	}
}

func TestInspectLaysOutWhatIsLong(t *testing.T) {
	L, v := evaluate(t, `return {
		name = "a sequence of steps", steps = {{name = "Power", limits = {low = 3.2, high = 3.4}}, {name = "Firmware"}},
		samples = {101, 102, 103, 104, 105, 106, 107, 108, 109, 110}, empty = {}, self = print,
	}`)
	want := `{
  empty = {},
  name = "a sequence of steps",
  samples = {
    101, 102, 103, 104, 105, 106, 107,
    108, 109, 110,
  },
  self = <function>,
  steps = {
    {
      limits = {high = 3.4, low = 3.2},
      name = "Power",
    },
    {name = "Firmware"},
  },
}`
	if diff := cmp.Diff(want, Inspect(L, v, Options{Width: 40})); diff != "" {
		t.Error(diff)
	}
	if got := Inspect(L, v, Options{Width: 1000}); strings.Contains(got, "\n") {
		t.Errorf("a wide line is broken: %s", got)
	}
}

func TestInspectCutsWhatIsTooMuch(t *testing.T) {
	numbers := `local t = {} for i = 1, 100 do t[i] = i end return t`
	for _, c := range []struct {
		code string
		o    Options
		want string
	}{
		{numbers, Options{MaxItems: 5}, `{1, 2, 3, 4, 5, … 95 more}`},
		{numbers, Options{MaxItems: 5, Width: 12}, "{\n  1, 2, 3,\n  4, 5,\n  … 95 more\n}"},
		{`return {1, 2, 3, a = 4, b = 5}`, Options{MaxItems: 4}, `{1, 2, 3, a = 4, … 1 more}`},
		{`return {1, 2, 3, a = 4, b = 5}`, Options{MaxItems: 2}, `{1, 2, … 3 more}`},
		{`return {{{{1}}}, {}}`, Options{Depth: 2}, `{{{…}}, {}}`},
		{`return ("x"):rep(10) .. "åå"`, Options{MaxText: 11}, `"xxxxxxxxxx"… 4 more bytes`},
		{`return {{a = {{a = {}}}}}`, Options{Width: 1, Depth: 2}, "{\n  {\n    a = {…},\n  },\n}"},
		{`local t = {}; t.a = t; return {t}`, Options{Width: 1}, "{\n  {\n    a = <cycle>,\n  },\n}"},
	} {
		L, v := evaluate(t, c.code)
		if diff := cmp.Diff(c.want, Inspect(L, v, c.o)); diff != "" {
			t.Errorf("%s: %s", c.code, diff)
		}
	}
}

// TestInspectEnds shows a table to which there are a million ways.
func TestInspectEnds(t *testing.T) {
	L, v := evaluate(t, `local t = {name = "leaf", size = 1}
		for i = 1, 7 do local outer = {} for k = 1, 90 do outer["key" .. k] = t end t = outer end return t`)
	if got := Inspect(L, v, Options{}); len(got) > 4<<20 || !strings.Contains(got, "{…}") {
		t.Errorf("%d bytes were printed", len(got))
	}
}

func TestInspectShowsRecordsAsATable(t *testing.T) {
	code := `return {
		{part_number = "PCBA-7", count = 12, note = ""}, {part_number = "PCBA-10", count = 3.5, fresh = true}, {part_number = "x\ny", count = 100}}`
	L, v := evaluate(t, code)
	want := strings.Join([]string{
		"part_number  count  note  fresh",
		"PCBA-7          12  \"\"    ",
		"PCBA-10        3.5        true",
		"\"x\\ny\"         100        ",
	}, "\n")
	if diff := cmp.Diff(want, Inspect(L, v, Options{Tables: true})); diff != "" {
		t.Error(diff)
	}
	if got := Inspect(L, v, Options{Tables: true, MaxItems: 2}); !strings.HasSuffix(got, "\n… 1 more") {
		t.Errorf("rows are left out silently: %s", got)
	}
	for _, other := range []string{`return {{a = 1}}`, `return {{a = 1}, {a = {}}}`, `return {{1}, {2}}`, `return {1, 2}`, `return {{}, {}}`, `return 1`} {
		L, v := evaluate(t, other)
		if plain, got := Inspect(L, v, Options{}), Inspect(L, v, Options{Tables: true}); got != plain {
			t.Errorf("%s is shown as %s", other, got)
		}
	}
	if got := Inspect(L, v, Options{Tables: true, Width: 20}); !strings.HasPrefix(got, "{\n") {
		t.Errorf("a table that is too wide is shown as %s", got)
	}
}

func TestColoursDoNotChangeTheLayout(t *testing.T) {
	L, v := evaluate(t, `return {name = "x", 1, true, {print}, samples = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10}}`)
	for _, width := range []int{10, 30, 100} {
		plain, colored := Inspect(L, v, Options{Width: width}), Inspect(L, v, Options{Width: width, Color: true})
		var b strings.Builder
		for i, part := range strings.Split(colored, "\x1b[") {
			if i > 0 {
				_, part, _ = strings.Cut(part, "m")
			}
			b.WriteString(part)
		}
		if plain == colored || b.String() != plain {
			t.Errorf("width %d: %q is not %q in colour", width, colored, plain)
		}
	}
}

// FuzzStrings has every string read back by Lua as itself.
func FuzzStrings(f *testing.F) {
	f.Add("a\"\\\n\r\t\x00\x7f1\xff\u2028å")
	f.Fuzz(func(t *testing.T, s string) {
		L := lua.NewState(lua.Options{SkipOpenLibs: true})
		defer L.Close()
		text := Inspect(L, lua.LString(s), Options{MaxText: len(s) + 1})
		if !utf8.ValidString(text) || strings.ContainsAny(text, "\n\x1b") {
			t.Fatalf("%q is shown as %q", s, text)
		}
		if err := L.DoString(fmt.Sprintf("return %s", text)); err != nil {
			t.Fatalf("%q is shown as %s: %v", s, text, err)
		}
		if got := L.Get(-1); got != lua.LString(s) {
			t.Fatalf("%q reads back as %q", s, got)
		}
	})
}
