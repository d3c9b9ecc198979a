package luajson

import (
	"context"
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

type tag struct {
	Key   string `lua:"key" json:"tagKey"`
	Value string `lua:"value" json:"tagValue"`
}

type product struct {
	PartNumber string             `lua:"part_number" json:"partNumber"`
	State      state              `lua:"state" json:"state"`
	Client     string             `lua:"client" json:"ClientId"`
	Weight     float64            `lua:"weight" json:"weight"`
	Count      int                `lua:"count" json:"count"`
	Active     bool               `lua:"active" json:"active"`
	Tags       []tag              `lua:"tags" json:"tags"`
	Limits     map[string]float64 `lua:"limits" json:"limits"`
	Parent     *product           `lua:"-"`
	Extra      any                `lua:"extra" json:"extra"`
}

type state string

func (s *state) UnmarshalText(b []byte) error { *s = state(b); return nil }
func (*state) Choices() []string              { return []string{"Active", "Inactive"} }

type pascalProduct struct {
	PartNumber string   `lua:"part_number" json:"PartNumber"`
	_          struct{} `wire:"pascal"`
}

func typeOf[T any]() *modules.Type { return modules.TypeOf(reflect.TypeFor[T]()) }

// null stands for null in these tests, as in a VM.
var null = &lua.LUserData{Value: modules.Null{}, Metatable: lua.LNil}

func newState(t testing.TB) *lua.LState {
	L := lua.NewState(lua.Options{SkipOpenLibs: true})
	t.Cleanup(L.Close)
	return L
}

// list and object show Lua tables to cmp; marked says which empty ones are lists.
type (
	list   []any
	object map[string]any
)

func plain(L *lua.LState, v lua.LValue) any {
	switch v := v.(type) {
	case *lua.LNilType:
		return nil
	case lua.LBool:
		return bool(v)
	case lua.LNumber:
		return float64(v)
	case lua.LString:
		return string(v)
	case *lua.LTable:
		if IsArray(L, v) {
			items := list{}
			for i := 1; i <= v.MaxN(); i++ {
				items = append(items, plain(L, v.RawGetInt(i)))
			}
			return items
		}
		members := object{}
		v.ForEach(func(k, v lua.LValue) { members[k.String()] = plain(L, v) })
		return members
	}
	if v == null {
		return modules.Null{}
	}
	return v
}

func TestDecodeIsGuidedByTheType(t *testing.T) {
	products := typeOf[[]product]()
	for _, c := range []struct {
		name, text string
		t          *modules.Type
		verbatim   bool
		want       any
	}{
		{"declared names", `{"partNumber":"P","ClientId":"c"}`, products.Elem, false, object{"part_number": "P", "client": "c"}},
		{"the letter case of a known key does not matter", `{"PartNumber":"P"}`, products.Elem, false, object{"part_number": "P"}},
		{"undeclared names", `{"newThing":{"someMore":1}}`, products.Elem, false, object{"new_thing": object{"some_more": 1.0}}},
		{"no type", `{"partNumber":"P"}`, nil, false, object{"part_number": "P"}},
		{"verbatim", `{"partNumber":"P","x":null}`, nil, true, object{"partNumber": "P", "x": modules.Null{}}},
		{"verbatim with a type", `{"partNumber":"P","weight":"NaN"}`, products.Elem, true, object{"partNumber": "P", "weight": math.NaN()}},
		{
			"nested records and lists", `[{"tags":[{"tagKey":"a","tagValue":"b"}]}]`, products, false,
			list{object{"tags": list{object{"key": "a", "value": "b"}}}},
		},
		{"keys of maps", `{"limits":{"someKey":1,"PCBA-7":2}}`, products.Elem, false, object{"limits": object{"someKey": 1.0, "PCBA-7": 2.0}}},
		{"null members are absent", `{"partNumber":null,"weight":1}`, products.Elem, false, object{"weight": 1.0}},
		{"null in a list", `[1,null,3]`, nil, false, list{1.0, modules.Null{}, 3.0}},
		{"null alone", ` null `, nil, false, nil},
		{"null alone, verbatim", `null`, nil, true, modules.Null{}},
		{"empty list and object", `{"a":[],"b":{}}`, nil, false, object{"a": list{}, "b": object{}}},
		{"NaN where a number is declared", `{"weight":"-Infinity","client":"NaN"}`, products.Elem, false, object{"weight": math.Inf(-1), "client": "NaN"}},
		{"an enumeration stays text", `{"state":"Active"}`, products.Elem, false, object{"state": "Active"}},
		{"the last of equal members wins", `{"a":1,"a":2,"b":1,"b":null}`, nil, false, object{"a": 2.0}},
		{"a list where a record was declared", `{"tags":{"tagKey":1}}`, products.Elem, false, object{"tags": object{"tag_key": 1.0}}},
		{"escapes", `"a\"\\\/\b\f\n\r\t\u00e5\ud83d\ude00\u0000"`, nil, false, "a\"\\/\b\f\n\r\tå😀\x00"},
		{"half a pair", `"\ud83dx\ude00\ud83d\u0041"`, nil, false, "\uFFFDx\uFFFD\uFFFDA"},
		{"a byte order mark", "\ufeff1", nil, false, 1.0},
	} {
		t.Run(c.name, func(t *testing.T) {
			L := newState(t)
			got, err := Decode(L, []byte(c.text), c.t, DecodeOptions{Null: null, Verbatim: c.verbatim})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(c.want, plain(L, got), cmpopts.EquateNaNs()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDecodeKeepsNumbersExact(t *testing.T) {
	type numbers struct {
		V float64 `lua:"v" json:"v"`
		I int     `lua:"i" json:"i"`
	}
	for text, want := range map[string]any{
		`[0,-0,7,-7,1.5,1e3,1E-2,123456789012345]`:            list{0.0, math.Copysign(0, -1), 7.0, -7.0, 1.5, 1000.0, 0.01, 123456789012345.0},
		`[9007199254740992,-9007199254740992]`:                list{9007199254740992.0, -9007199254740992.0},
		`[9007199254740993,-9007199254740993]`:                list{"9007199254740993", "-9007199254740993"},
		`[9007199254740991,9007199254740994]`:                 list{9007199254740991.0, "9007199254740994"},
		`[18446744073709551615,1e19]`:                         list{"18446744073709551615", 1e19},
		`{"v":9007199254740993,"i":9007199254740993,"w":1e2}`: object{"v": 9007199254740992.0, "i": "9007199254740993", "w": 100.0},
		`[` + strings.Repeat("9", 400) + `]`:                  list{strings.Repeat("9", 400)},
	} {
		L := newState(t)
		got, err := Decode(L, []byte(text), typeOf[numbers](), DecodeOptions{})
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		if diff := cmp.Diff(want, plain(L, got)); diff != "" {
			t.Errorf("%s: %s", text, diff)
		}
	}
}

func TestDecodeSaysWhereADocumentIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		``:                                   `line 1, column 1: expected a value, but the text ends here`,
		"{\n  \"a\": 1,\n}":                  `line 3, column 1: expected a key in quotes, found "}"`,
		`{"å":x}`:                            `line 1, column 6: expected a value, found "x}"`,
		`[1 2]`:                              `line 1, column 4: expected a comma or "]", found "2]"`,
		`{"a" 1}`:                            `line 1, column 6: expected a colon, found "1}"`,
		`{"a":1`:                             `line 1, column 7: expected a comma or "}", but the text ends here`,
		`[1] []`:                             `line 1, column 5: expected the end of the text, found "[]"`,
		`tru`:                                `line 1, column 1: expected true, found "tru"`,
		`01`:                                 `line 1, column 2: expected the end of the text, found "1"`,
		`1.`:                                 `line 1, column 3: expected a digit, but the text ends here`,
		`-`:                                  `line 1, column 2: expected a digit, but the text ends here`,
		`1e+x`:                               `line 1, column 4: expected a digit, found "x"`,
		`1e999`:                              `line 1, column 1: the number "1e999" is too large`,
		`"a`:                                 `line 1, column 3: expected a closing quote, but the text ends here`,
		"\"a\nb\"":                           `line 1, column 3: expected no control character inside a string, found the end of the line`,
		`"\q"`:                               `line 1, column 2: expected an escape such as \n or \u00e5, found "\\q\""`,
		`"\u12"`:                             `line 1, column 2: expected an escape`,
		"\"a\xffb\"":                         `line 1, column 3: byte 0xFF is not UTF-8`,
		"\"\\n\xff\"":                        `line 1, column 4: byte 0xFF is not UTF-8`,
		`[[1,"` + strings.Repeat("x", 99):    `line 1, column 105: expected a closing quote`,
		strings.Repeat("[", 201):             `line 1, column 201: nested deeper than 200 levels`,
		`{"a":[1,2` + strings.Repeat(" ", 9): `line 1, column 19: expected a comma or "]", but the text ends here`,
	} {
		L := newState(t)
		v, err := Decode(L, []byte(text), nil, DecodeOptions{Null: null})
		if fault.KindOf(err) != fault.Validation || !strings.Contains(err.Error(), want) {
			t.Errorf("%.20q: %v, want %s", text, err, want)
		}
		if v != lua.LNil {
			t.Errorf("%.20q: %v escaped", text, v)
		}
	}
}

func TestDecodeHasBounds(t *testing.T) {
	L := newState(t)
	if _, err := Decode(L, []byte(`[1,2,3]`), nil, DecodeOptions{MaxBytes: 6}); fault.KindOf(err) != fault.Validation {
		t.Errorf("a document beyond the limit gives %v", err)
	}
	deep := strings.Repeat("[", MaxDepth) + strings.Repeat("]", MaxDepth)
	if _, err := Decode(L, []byte(deep), nil, DecodeOptions{}); err != nil {
		t.Error(err)
	}
	ctx, cancel := context.WithCancelCause(context.Background())
	L.SetContext(ctx)
	cancel(errors.New("the run is over"))
	long := "[" + strings.Repeat("1,", pollEvery) + "1]"
	if _, err := Decode(L, []byte(long), nil, DecodeOptions{}); err == nil || err.Error() != "the run is over" {
		t.Errorf("a stopped VM goes on decoding: %v", err)
	}
}

func TestDecodeLearnsNothingWrong(t *testing.T) {
	L := newState(t)
	text := []byte(`{"partNumber":1,"tagKey":2}`)
	want := []object{
		{"part_number": 1.0, "tag_key": 2.0},
		{"partNumber": 1.0, "tagKey": 2.0},
		{"part_number": 1.0, "tag_key": 2.0},
		{"part_number": 1.0, "key": 2.0},
	}
	for range 3 {
		for i, o := range []struct {
			t        *modules.Type
			verbatim bool
		}{{typeOf[product](), false}, {nil, true}, {nil, false}, {typeOf[tag](), false}} {
			v, err := Decode(L, text, o.t, DecodeOptions{Verbatim: o.verbatim})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want[i], plain(L, v)); diff != "" {
				t.Errorf("case %d: %s", i, diff)
			}
		}
	}
}

// TestDecodersAreShared has VMs decode side by side; the race detector watches.
func TestDecodersAreShared(t *testing.T) {
	var wg sync.WaitGroup
	for i := range 8 {
		L := newState(t)
		wg.Go(func() {
			for n := range 50 {
				text := fmt.Sprintf(`{"partNumber":"P%d","extraKey%d":[%d]}`, i, n, n)
				v, err := Decode(L, []byte(text), typeOf[product](), DecodeOptions{})
				if err != nil {
					t.Error(err)
					return
				}
				want := object{"part_number": fmt.Sprintf("P%d", i), fmt.Sprintf("extra_key%d", n): list{float64(n)}}
				if diff := cmp.Diff(want, plain(L, v)); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
	wg.Wait()
}

func TestTheMarkOfListsIsOutOfReach(t *testing.T) {
	L := lua.NewState()
	defer L.Close()
	v, err := Decode(L, []byte(`[]`), nil, DecodeOptions{})
	if err != nil {
		t.Fatal(err)
	}
	L.SetGlobal("list", v)
	if err := L.DoString(`assert(getmetatable(list) == "array"); assert(not pcall(setmetatable, list, {}))`); err != nil {
		t.Error(err)
	}
	other := L.NewTable()
	if IsArray(L, other) {
		t.Error("a plain table counts as a list")
	}
	if MarkArray(L, other); !IsArray(L, other) || other.Metatable != v.(*lua.LTable).Metatable {
		t.Error("the mark is not the same table throughout the VM")
	}
}

// TestSpellings: a key may be declared with other spellings; the declared one comes first, in whatever order they stand.
func TestSpellings(t *testing.T) {
	type spelled struct {
		ID string `lua:"report_id" json:"reportId" also:"id uuid"`
	}
	typ := modules.TypeOf(reflect.TypeFor[spelled]())
	for text, want := range map[string]string{
		`{"reportId":"a","id":"b"}`: "a", `{"id":"b","reportId":"a"}`: "a", `{"id":"b"}`: "b", `{"uuid":"c"}`: "c",
		`{"id":"b","reportId":null}`: "b", `{"reportId":null,"id":"b"}`: "b", `{"id":null}`: "nil", `{}`: "nil",
	} {
		L := lua.NewState()
		v, err := Decode(L, []byte(text), typ, DecodeOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if got := L.GetField(v, "report_id").String(); got != want {
			t.Errorf("%s gives %s", text, got)
		}
		L.Close()
	}
}
