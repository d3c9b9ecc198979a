package luajson

import (
	"bytes"
	"encoding/json"
	"errors"
	"math/big"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	lua "github.com/yuin/gopher-lua"
)

var documents = []string{
	`{"a":[1,2.5,-0,1e3,"x\u00e5\n"],"b":{"c":null,"d":true},"a":[]}`, `[]`, `""`, ` 12 `, `9007199254740993`, `1e400`, `[1,]`, `{"a"}`,
	`"\ud800"`, "\"\xff\"", "\ufeff{}", `nul`, `-`, `00`, `"\u12g4"`, `[[[[]]]]`, `{"":{"":""}}`, `1E-400`, "\t\r\n[\f]",
}

// FuzzDecode compares with encoding/json: the same documents are refused, and the others mean the same, but for the
// differences that the package comment names.
func FuzzDecode(f *testing.F) {
	for _, d := range documents {
		f.Add([]byte(d))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		L := newState(t)
		got, err := Decode(L, data, nil, DecodeOptions{Null: null, Verbatim: true})
		text := bytes.TrimPrefix(data, []byte("\ufeff"))
		dec := json.NewDecoder(bytes.NewReader(text))
		dec.UseNumber()
		var want any
		if !json.Valid(text) || !utf8.Valid(text) || depth(text) > MaxDepth {
			if err == nil {
				t.Fatalf("accepted %q as %v", data, plain(L, got))
			}
			return
		}
		if jsonErr := dec.Decode(&want); jsonErr != nil {
			t.Fatal(jsonErr)
		}
		expected, rangeErr := luaView(want)
		if rangeErr != nil {
			if err == nil {
				t.Fatalf("accepted the number in %q", data)
			}
			return
		}
		if err != nil {
			t.Fatalf("refused %q: %v", data, err)
		}
		if diff := cmp.Diff(expected, plain(L, got)); diff != "" {
			t.Fatalf("%q: %s", data, diff)
		}
	})
}

// depth is how deep the brackets of a valid document nest.
func depth(text []byte) int {
	deepest, now, quoted := 0, 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case !quoted && (c == '[' || c == '{'):
			now++
			deepest = max(deepest, now)
		case !quoted && (c == ']' || c == '}'):
			now--
		}
	}
	return deepest
}

var errRange = errors.New("out of range")

// luaView turns what encoding/json decoded into what plain shows.
func luaView(v any) (any, error) {
	switch v := v.(type) {
	case json.Number:
		return luaNumber(v.String())
	case nil:
		return reflect.ValueOf(null.Value).Interface(), nil
	case []any:
		items := list{}
		for _, item := range v {
			x, err := luaView(item)
			if err != nil {
				return nil, err
			}
			items = append(items, x)
		}
		return items, nil
	case map[string]any:
		members := object{}
		for k, item := range v {
			x, err := luaView(item)
			if err != nil {
				return nil, err
			}
			members[k] = x
		}
		return members, nil
	}
	return v, nil
}

func luaNumber(text string) (any, error) {
	if !strings.ContainsAny(text, ".eE") {
		i, _ := new(big.Int).SetString(text, 10)
		if i.CmpAbs(big.NewInt(maxExact)) > 0 {
			return text, nil
		}
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return nil, errRange
	}
	return f, nil
}

// FuzzRoundTrip writes what was read and reads it again.
func FuzzRoundTrip(f *testing.F) {
	for _, d := range documents {
		f.Add([]byte(d))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		L := newState(t)
		first, err := Decode(L, data, nil, DecodeOptions{Null: null, Verbatim: true})
		if err != nil {
			return
		}
		text, err := Encode(L, first, nil, EncodeOptions{Null: null, Indent: " "})
		if err != nil {
			t.Fatalf("%q is read, but not written: %v", data, err)
		}
		if !json.Valid(text) {
			t.Fatalf("%q is written as %q", data, text)
		}
		second, err := Decode(L, text, nil, DecodeOptions{Null: null, Verbatim: true})
		if err != nil {
			t.Fatalf("%q is written as %q: %v", data, text, err)
		}
		if diff := cmp.Diff(plain(L, first), plain(L, second)); diff != "" {
			t.Fatalf("%q: %s", data, diff)
		}
	})
}

// FuzzGuided looks for panics where the document and the type do not fit together.
func FuzzGuided(f *testing.F) {
	f.Add([]byte(`[{"partNumber":"P","weight":"NaN","tags":[{"tagKey":"a"}],"limits":{"a":1}}]`))
	f.Add([]byte(`{"tags":{"a":[]},"limits":[1],"weight":{},"state":[]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		L := newState(t)
		for _, typ := range []any{product{}, []product{}, map[string]product{}, 1.5, ""} {
			v, err := Decode(L, data, modulesType(typ), DecodeOptions{Null: null})
			if err == nil {
				_, _ = Encode(L, v, modulesType(typ), EncodeOptions{Null: null})
			} else if v != lua.LNil {
				t.Fatalf("%v escaped from %q", v, data)
			}
		}
	})
}
