package server

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/watsrun/watsrun/server/db"
)

// fillReports puts n test reports into the database without their documents: 20 products, 5 operations, 12 stations, and
// units that are tested until they pass, four times at most.
func fillReports(tb testing.TB, store *db.DB, n int) {
	tb.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	id, unit := 0, 0
	if err := store.Write(tb.Context(), func(tx *db.Tx) error {
		for id < n {
			unit++
			product, process := random.IntN(20), 10*(1+random.IntN(5))
			start := now.Add(-time.Duration(random.IntN(365*24)) * time.Hour)
			for range 4 {
				id++
				result := "Passed"
				if random.IntN(10) == 0 {
					result = "Failed"
				}
				if _, err := tx.Exec(`INSERT INTO report (id, uuid, type, serial_number, part_number, revision, process_code, process_name, result,
					station_name, location, purpose, start, start_text, processed, user_name, batch_number, execution_time, sw_filename,
					sw_version, root_node_type, receive_count, size) VALUES (?, ?, 'T', ?, ?, 'A', ?, ?, ?, ?, 'Hall 1', 'Production', ?, ?, ?,
					?, ?, ?, 'main.seq', '1.0.0', 'SequenceCall', 1, 12)`,
					id, uuid.NewString(), fmt.Sprintf("SN-%07d", unit), fmt.Sprintf("PCBA-%02d", product), process, fmt.Sprint("Operation ", process), result,
					fmt.Sprint("ST-", random.IntN(12)), start.UnixNano(), start.Format(time.RFC3339Nano), id,
					fmt.Sprint("op-", random.IntN(9)), fmt.Sprint("B-", unit/500), 30.0); err != nil {
					return err
				}
				if start = start.Add(time.Hour); result == "Passed" {
					break
				}
			}
		}
		return nil
	}); err != nil {
		tb.Fatal(err)
	}
}

// BenchmarkYield asks a database of 100 000 reports (2 000 with -short) for the headers of a unit and for yields.
func BenchmarkYield(b *testing.B) {
	n := 100000
	if testing.Short() {
		n = 2000
	}
	s := openBench(b)
	fillReports(b, s.db, n)
	b.Run("header by serial number", func(b *testing.B) {
		for b.Loop() {
			handle(b, s.handler, "GET", "/api/Report/Query/Header?reportType=U&$filter=serialNumber%20eq%20'SN-0000777'", nil)
		}
	})
	for _, c := range []struct{ name, path, filter string }{
		{"total", "DynamicYield", `{}`},
		{"product and month", "DynamicYield", `{"dimensions": "partNumber;period", "dateGrouping": 2}`},
		{"five dimensions", "DynamicYield", `{"dimensions": "partNumber;productName;stationName;testOperation;level"}`},
		{"misc info", "DynamicYield", `{"dimensions": "miscInfoDescription;miscInfoString"}`},
		{"group", "HighVolumeByProductGroup", `{}`},
		{"first runs", "DynamicYield", `{"dimensions": "stationName", "run": 1}`},
		{"one product", "DynamicYield", `{"dimensions": "stationName", "partNumber": "PCBA-07"}`},
		{"last week", "DynamicYield", `{"dimensions": "stationName;period", "periodCount": 7}`},
		{"effectiveness", "OeeAnalysis", `{}`},
		{"failed reports", "UutReport", `{"status": "Failed", "topCount": 100}`},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				handle(b, s.handler, "POST", "/api/App/"+c.path, []byte(c.filter))
			}
		})
	}
}
