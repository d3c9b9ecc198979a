package wats

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"sync"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
)

// reportOf takes a report object, or WSJF as a table or as text.
func reportOf(v any) (*report.Report, error) {
	switch v := v.(type) {
	case *report.Report:
		return v, nil
	case string:
		return report.Decode([]byte(v))
	case map[string]any:
		data, err := json.Marshal(wsjf("", v))
		if err != nil {
			return nil, fault.Wrap(fault.Usage, err, "the table cannot be sent")
		}
		return report.Decode(data)
	}
	return nil, fault.New(fault.Usage, "report must be a report object, or WSJF as a table or text").
		WithHint("make one with wats.report.create_uut_report{...}")
}

// wsjf is a table's value under a key as JSON can write it: Lua does not tell an empty list from an empty object, and
// JSON has no word for numbers that are none.
func wsjf(key string, value any) any {
	switch v := value.(type) {
	case map[string]any:
		if len(v) == 0 && listKeys()[key] {
			return []any{}
		}
		for k, item := range v {
			v[k] = wsjf(k, item)
		}
	case []any:
		for i, item := range v {
			v[i] = wsjf("", item)
		}
	case float64:
		switch {
		case math.IsNaN(v):
			return "NaN"
		case math.IsInf(v, 1):
			return "Infinity"
		case math.IsInf(v, -1):
			return "-Infinity"
		}
	}
	return value
}

// listKeys are the keys of WSJF whose value is a list.
var listKeys = sync.OnceValue(func() map[string]bool {
	keys, seen := map[string]bool{}, map[reflect.Type]bool{}
	var visit func(reflect.Type)
	visit = func(t reflect.Type) {
		for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
			t = t.Elem()
		}
		if t.Kind() != reflect.Struct || seen[t] {
			return
		}
		seen[t] = true
		for _, f := range reflect.VisibleFields(t) {
			wire, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			if wire == "" {
				continue
			}
			keys[wire] = keys[wire] || f.Type.Kind() == reflect.Slice
			visit(f.Type)
		}
	}
	visit(reflect.TypeFor[report.Report]())
	return keys
})
