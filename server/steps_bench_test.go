package server

import (
	"database/sql"
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/server/db"
	"github.com/watsrun/watsrun/server/steps"
)

// twentySteps is what the index sees of a test of the product: 19 numbers in two sequences, in one of fifty tests a
// failure.
func twentySteps(product string, random *rand.Rand) *report.Report {
	low, high, seconds := 3.2, 3.4, 0.25
	root := &report.Step{Name: "MainSequence Callback", StepType: "SequenceCall", Group: report.Main, Status: report.Passed}
	for n := range 19 {
		value := 3.3 + float64(random.IntN(200)-100)/1500
		root.Steps = append(root.Steps, &report.Step{
			Name: fmt.Sprint(product, " step ", n), StepType: "ET_NLT", Group: report.Main, Status: report.Passed, TotTime: &seconds,
			NumericMeas: []*report.NumericMeas{{CompOp: report.GELE, Status: report.Passed, Unit: "V", Value: &value, LowLimit: &low, HighLimit: &high}},
		})
	}
	r := &report.Report{Root: root, UUT: &report.UUT{}}
	r.NumberSteps()
	if random.IntN(50) == 0 {
		failed := root.Steps[random.IntN(19)]
		failed.Status = report.Failed
		r.UUT.StepIDCausedUUTFailure = failed.ID
	}
	return r
}

// fillSteps gives every report of the database twenty steps.
func fillSteps(tb testing.TB, s *Server) {
	tb.Helper()
	products := map[int64]string{}
	random := rand.New(rand.NewPCG(1, 2))
	index := newStepIndex(s.db, nil)
	if err := s.db.Write(tb.Context(), func(tx *db.Tx) error {
		if err := tx.Each(func(rows *sql.Rows) error {
			var id int64
			var product string
			err := rows.Scan(&id, &product)
			products[id] = product
			return err
		}, "SELECT id, part_number FROM report"); err != nil {
			return err
		}
		for _, id := range idsOf(products) {
			row := &stepRow{index: index, sheet: steps.Of(twentySteps(products[id], random))}
			if err := row.save(tx, id); err != nil {
				return err
			}
			row.saved() // nothing of this transaction fails
		}
		return nil
	}); err != nil {
		tb.Fatal(err)
	}
}

// BenchmarkSteps analyses 10 000 of 100 000 reports with 20 steps each (200 of 2 000 with -short).
func BenchmarkSteps(b *testing.B) {
	n := 100000
	if testing.Short() {
		n = 2000
	}
	s := openBench(b)
	fillReports(b, s.db, n)
	fillSteps(b, s)
	latest := fmt.Sprintf(`{"maxCount": %d}`, n/10)
	for _, c := range []struct{ name, path, filter string }{
		{"analysis", "App/TestStepAnalysis", latest},
		{"analysis of two products", "App/TestStepAnalysis", `{"partNumber": "PCBA-07;PCBA-08"}`},
		{"analysis of all", "App/TestStepAnalysis", `{}`},
		{"one measurement", "App/Measurements?measurementPaths=PCBA-07%20step%203;PCBA-08%20step%203", `{"partNumber": "PCBA-07;PCBA-08"}`},
		{"all measurements", "App/Measurements", latest},
		{"aggregates", "App/AggregatedMeasurements", latest},
		{"failures", "App/TopFailed", latest},
		{"flow", "internal/UnitFlow", `{"partNumber": "PCBA-07;PCBA-08"}`},
		{"flow of all", "internal/UnitFlow", `{}`},
	} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				handle(b, s.handler, "POST", "/api/"+c.path, []byte(c.filter))
			}
		})
	}
}
