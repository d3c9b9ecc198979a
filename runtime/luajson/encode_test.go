package luajson

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// evaluate gives the value of a Lua expression; null and array are there as in a script.
func evaluate(t testing.TB, code string) (*lua.LState, lua.LValue) {
	t.Helper()
	L := lua.NewState()
	t.Cleanup(L.Close)
	L.SetGlobal("null", null)
	L.SetGlobal("array", L.NewFunction(func(L *lua.LState) int {
		MarkArray(L, L.CheckTable(1))
		L.Push(L.Get(1))
		return 1
	}))
	L.SetGlobal("clock", &lua.LUserData{Value: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Metatable: lua.LNil})
	L.SetGlobal("thing", &lua.LUserData{Value: struct{}{}, Metatable: lua.LNil})
	L.SetGlobal("inf", lua.LNumber(math.Inf(1)))
	if err := L.DoString("local loop = {}; loop.again = {loop}; return " + code); err != nil {
		t.Fatal(err)
	}
	return L, L.Get(-1)
}

func TestEncode(t *testing.T) {
	record, pascal := typeOf[product](), typeOf[pascalProduct]()
	for _, c := range []struct {
		code string
		t    *modules.Type
		want string
	}{
		{`nil`, nil, `null`},
		{`{true, false, "x", 1.5, null}`, nil, `[true,false,"x",1.5,null]`},
		{`{}`, nil, `{}`},
		{`array{}`, nil, `[]`},
		{`{b = 1, a = {c = array{}}}`, nil, `{"a":{"c":[]},"b":1}`},
		{`{part_number = 1}`, nil, `{"part_number":1}`},
		{`"a\"\\\n\r\t\0\127å<&>"`, nil, `"a\"\\\n\r\t\u0000` + "\x7f" + `å<&>"`},
		{
			`{0, -7, 1e15, 2^53, 2^53 + 2, 1e21, 0.1, 1e-7, 1/3}`, nil,
			`[0,-7,1000000000000000,9007199254740992,9.007199254740994e+15,1e+21,0.1,1e-07,0.3333333333333333]`,
		},
		{`-(1 - 1)`, nil, `-0`},
		{`clock`, nil, `"2026-01-02T03:04:05Z"`},
		{
			`{part_number = "P", client = "c", state = "active", tags = {{key = "a"}}, limits = {some_key = 1}}`, record,
			`{"ClientId":"c","limits":{"some_key":1},"partNumber":"P","state":"Active","tags":[{"tagKey":"a"}]}`,
		},
		{`{new_thing = {some_more = 1}, extra = {a_b = 1}}`, record, `{"extra":{"aB":1},"newThing":{"someMore":1}}`},
		{`{part_number = "P", new_thing = 1}`, pascal, `{"NewThing":1,"PartNumber":"P"}`},
		{`{partNumber = 12345, tags = {}, limits = {}, extra = {}}`, record, `{"extra":{},"limits":{},"partNumber":"12345","tags":[]}`},
		{`{weight = inf, count = 2^60, active = null, state = 1}`, record, `{"active":null,"count":1152921504606846976,"state":1,"weight":"Infinity"}`},
		{`{weight = "NaN", count = "9007199254740993"}`, record, `{"count":9007199254740993,"weight":"NaN"}`},
		{`{limits = array{}}`, record, `{"limits":{}}`},
	} {
		L, v := evaluate(t, c.code)
		got, err := Encode(L, v, c.t, EncodeOptions{Null: null})
		if err != nil || string(got) != c.want {
			t.Errorf("%s gives %s, %v, want %s", c.code, got, err, c.want)
		}
	}
}

func TestEncodeNamesThePathOfWhatIsWrong(t *testing.T) {
	record := typeOf[product]()
	for _, c := range []struct {
		code string
		t    *modules.Type
		want string
	}{
		{`{items = {1, 2, {owner = loop}}}`, nil, `value.items[3].owner.again[1]: a table that contains itself`},
		{`{1, nil, 3}`, nil, `value[2]: a hole in a list of 3 items (put json.null where there is no value)`},
		{`{1, 2, x = 3}`, nil, `value: a table with both a list part and the key "x"`},
		{`{a = {[1.5] = 1}}`, nil, `value.a: the key 1.5 is neither text nor a place in a list`},
		{`{[true] = 1}`, nil, `value: the key true is neither`},
		{`{print}`, nil, `value[1]: a function cannot be written as JSON`},
		{`{["a b"] = thing}`, nil, `value["a b"]: a userdata cannot be written as JSON`},
		{`{a = 0/0}`, nil, `value.a: NaN is not a number that JSON knows`},
		{`{a = "\255"}`, nil, `value.a: "` + "\uFFFD" + `" is not UTF-8`},
		{`{["\255"] = 1}`, nil, `is not UTF-8`},
		{`array{a = 1}`, nil, `value: expected a list, got a table with named members`},
		{`{part_number = true}`, record, `value.part_number: expected a string, got true`},
		{`{part_number = 1.5}`, record, `value.part_number: expected a string, got the number 1.5`},
		{`{weight = "heavy"}`, record, `value.weight: expected a number, got the string "heavy"`},
		{`{count = 1.5}`, record, `value.count: expected a whole number, got the number 1.5`},
		{`{count = inf}`, record, `value.count: expected a whole number`},
		{`{active = "yes"}`, record, `value.active: expected true or false, got the string "yes"`},
		{`{tags = "x"}`, record, `value.tags: expected a list, got the string "x"`},
		{`{tags = {key = "x"}}`, record, `value.tags: expected a list, got a table with named members`},
		{`{tags = {{key = "x"}, {"y"}}}`, record, `value.tags[2]: expected a table with named members, got a list`},
		{`{limits = {x = "y"}}`, record, `value.limits.x: expected a number`},
		{`{state = "Actve"}`, record, `value.state: "Actve" is not a known state (did you mean Active?)`},
		{`{part_number = "a", partNumber = "b"}`, record, `value: partNumber and part_number are the same member, partNumber`},
		{`"x"`, record, `value: expected a table with named members, got the string "x"`},
	} {
		L, v := evaluate(t, c.code)
		got, err := Encode(L, v, c.t, EncodeOptions{Null: null})
		if fault.KindOf(err) != fault.Validation || !strings.HasPrefix(err.Error(), c.want) && !strings.Contains(err.Error(), "UTF-8") {
			t.Errorf("%s gives %s, %v, want %s", c.code, got, err, c.want)
		}
	}
}

func TestEncodeErrorsCarryTheirPath(t *testing.T) {
	L, v := evaluate(t, `{{a = print}}`)
	_, err := Encode(L, v, nil, EncodeOptions{Name: "body"})
	var m *Misfit
	if !errors.As(err, &m) || m.Path != "[1].a" || err.Error() != "body[1].a: a function cannot be written as JSON" {
		t.Errorf("got %v with cause %+v", err, m)
	}
}

func TestEncodeHasBounds(t *testing.T) {
	L, v := evaluate(t, `(function() local t = {} for i = 1, 10000 do t[i] = "0123456789" end return t end)()`)
	if _, err := Encode(L, v, nil, EncodeOptions{MaxBytes: 5000}); fault.KindOf(err) != fault.Validation {
		t.Errorf("a result beyond the limit gives %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	L.SetContext(ctx)
	if _, err := Encode(L, v, nil, EncodeOptions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("a stopped VM goes on encoding: %v", err)
	}
	L, v = evaluate(t, `(function() local t = {} for i = 1, 201 do t = {t} end return t end)()`)
	if _, err := Encode(L, v, nil, EncodeOptions{}); err == nil || !strings.HasSuffix(err.Error(), "nested deeper than 200 levels") {
		t.Errorf("a deep table gives %v", err)
	}
}

func TestEncodeIndents(t *testing.T) {
	L, v := evaluate(t, `{a = {1, 2}, b = {}}`)
	got, err := Encode(L, v, nil, EncodeOptions{Indent: "  "})
	if want := "{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {}\n}"; err != nil || string(got) != want {
		t.Errorf("got %s, %v", got, err)
	}
}
