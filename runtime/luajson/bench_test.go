package luajson

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/modules"
)

func modulesType(v any) *modules.Type { return modules.TypeOf(reflect.TypeOf(v)) }

type shortProduct struct {
	Number   string `lua:"part_number" json:"partNumber"`
	Name     string `lua:"name" json:"name"`
	Category string `lua:"category" json:"category"`
	Serial   bool   `lua:"non_serial" json:"nonSerial"`
	State    int    `lua:"state" json:"state"`
	Desc     string `lua:"description" json:"description"`
	Revision string `lua:"revision" json:"revision"`
}

func products(n int) []byte {
	rows := make([]string, n)
	for i := range rows {
		rows[i] = fmt.Sprintf(`{"partNumber":"PCBA-%d","name":"Board %d","category":"boards","nonSerial":false,"state":1,`+
			`"description":"A board of the %dth kind","revision":"B"}`, i, i, i)
	}
	return []byte("[" + strings.Join(rows, ",") + "]")
}

func headers(n int) []byte {
	rows := make([]string, n)
	for i := range rows {
		rows[i] = fmt.Sprintf(`{"uuid":"0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f%04d","serialNumber":"SN-%06d","partNumber":"PCBA-7","revision":"B",`+
			`"result":"Passed","processCode":10,"processName":"PCBA test","stationName":"STATION-1","location":"Oslo","purpose":"Production",`+
			`"start":"2026-01-02T03:04:05.678+01:00","operator":"op-12","executionTime":12.5,"batchNumber":null}`, i, i)
	}
	return []byte("[" + strings.Join(rows, ",") + "]")
}

func BenchmarkDecode(b *testing.B) {
	for _, c := range []struct {
		name string
		data []byte
		t    *modules.Type
	}{
		{"products", products(100), typeOf[[]shortProduct]()},
		{"headers", headers(100), nil},
		{"one_product", products(1), typeOf[[]shortProduct]()},
	} {
		L := newState(b)
		b.Run(c.name+"/tables", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Decode(L, c.data, c.t, DecodeOptions{Null: null}); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(c.name+"/encoding_json", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				var v any
				if err := json.Unmarshal(c.data, &v); err != nil {
					b.Fatal(err)
				}
				viaMaps(L, v)
			}
		})
	}
}

// viaMaps is the plain way to tables, to compare with.
func viaMaps(L *lua.LState, v any) lua.LValue {
	switch v := v.(type) {
	case bool:
		return lua.LBool(v)
	case float64:
		return lua.LNumber(v)
	case string:
		return lua.LString(v)
	case []any:
		t := L.CreateTable(len(v), 0)
		for _, item := range v {
			t.Append(viaMaps(L, item))
		}
		return t
	case map[string]any:
		t := L.CreateTable(0, len(v))
		for k, item := range v {
			t.RawSetString(modules.SnakeCase(k), viaMaps(L, item))
		}
		return t
	}
	return lua.LNil
}

func BenchmarkEncode(b *testing.B) {
	L := newState(b)
	rows := typeOf[[]shortProduct]()
	v, err := Decode(L, products(100), rows, DecodeOptions{})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Encode(L, v, rows, EncodeOptions{}); err != nil {
			b.Fatal(err)
		}
	}
}
