package server

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
)

// hundredSteps is a test report with 100 numeric steps, for unit n of many.
func hundredSteps(n int) object {
	steps := make([]object, 100)
	for i := range steps {
		steps[i] = object{
			"group": "M", "stepType": "ET_NLT", "name": fmt.Sprint("Step ", i), "status": "P", "totTime": 0.01,
			"numericMeas": []object{{"compOp": "GELE", "status": "P", "unit": "V", "value": 3.3 + float64(i*n%97)/1000, "lowLimit": 3, "highLimit": 4}},
		}
	}
	r := uut(set("sn", fmt.Sprintf("SN-%06d", n)), set("start", now.Add(time.Duration(-n)*time.Minute).Format(time.RFC3339)),
		set("subUnits", []object{{"partType": "PCBA", "pn": "SUB", "sn": fmt.Sprintf("S-%06d", n), "rev": "1"}}),
		set("miscInfos", []object{{"description": "lot", "text": fmt.Sprint("L", n/100)}}))
	r["root"].(object)["steps"] = steps
	return r
}

// handle sends a request straight to the handler, so that benchmarks measure the server and not the socket.
func handle(tb testing.TB, h http.Handler, method, path string, body []byte) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(context.Background(), method, path, bytes.NewReader(body)))
	if w.Code != http.StatusOK {
		tb.Errorf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
	return w
}

func openBench(b *testing.B) *Server {
	s, err := Open(b.Context(), Options{Path: filepath.Join(b.TempDir(), "wats.db"), Clock: func() time.Time { return now }})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = s.Close() })
	return s
}

// BenchmarkInsert stores reports of 100 steps, one client after the other and 16 at once.
func BenchmarkInsert(b *testing.B) {
	for _, clients := range []int{1, 16} {
		b.Run(fmt.Sprint(clients), func(b *testing.B) {
			s := openBench(b)
			body, err := json.Marshal(hundredSteps(0))
			if err != nil {
				b.Fatal(err)
			}
			id, sn := body[bytes.Index(body, []byte(`"id":"`))+6:][:36], "SN-000000"
			var n atomic.Int64
			b.SetParallelism(clients)
			insert := func() {
				one := bytes.Replace(body, id, []byte(uuid.NewString()), 1)
				one = bytes.Replace(one, []byte(sn), fmt.Appendf(nil, "SN-%06d", n.Add(1)), 1)
				handle(b, s.handler, "POST", "/api/Report/WSJF", one)
			}
			if clients == 1 {
				for b.Loop() {
					insert()
				}
				return
			}
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					insert()
				}
			})
		})
	}
}

// BenchmarkHeaderQuery asks a database of 10 000 reports of 100 steps (500 with -short).
func BenchmarkHeaderQuery(b *testing.B) {
	rows := 10000
	if testing.Short() {
		rows = 500
	}
	s := openBench(b)
	for n := range rows {
		body, err := json.Marshal(hundredSteps(n))
		if err != nil {
			b.Fatal(err)
		}
		handle(b, s.handler, "POST", "/api/Report/WSJF", body)
	}
	for name, options := range map[string]string{
		"serial":   query("$filter", "serialNumber eq 'SN-000123'"),
		"sub-unit": query("$filter", "subUnits/any(s: s/serialNumber eq 'S-000123')") + "&$expand=subUnits,miscInfo",
		"latest":   "reportType=U",
		"page 100": "reportType=U&$top=100",
		"contains": query("$filter", "contains(serialNumber,'00123')"),
		"all":      "$top=10000",
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				handle(b, s.handler, "GET", headerPath+options, nil)
			}
		})
	}
	b.Run("report", func(b *testing.B) {
		var found []object
		if err := json.Unmarshal(handle(b, s.handler, "GET", headerPath+"$top=1", nil).Body.Bytes(), &found); err != nil {
			b.Fatal(err)
		}
		path := "/api/Report/Wsjf/" + found[0]["uuid"].(string)
		for b.Loop() {
			handle(b, s.handler, "GET", path, nil)
		}
	})
}
