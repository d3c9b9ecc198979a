package main

import (
	"testing"

	"github.com/watsrun/watsrun/runtime"
)

// manySteps tests five units of 1000 steps one after the other.
const manySteps = `for u = 1, 5 do
  local root = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "S", operation_type = 10}:get_root_sequence_call()
  for i = 1, 1000 do
    root:add_numeric_step{name = "step", value = i, unit = "V", comp_op = "GELE", low_limit = 0, high_limit = 2000}
  end
end`

// BenchmarkJournal is what the journal costs a script that does nothing but add 5000 steps: tests are slower by orders of
// magnitude, and the journal's cost is one of time and not of steps.
func BenchmarkJournal(b *testing.B) {
	for _, c := range []struct{ name, set string }{
		{"off", "WATSRUN_JOURNAL_ENABLED=false"},
		{"every 250ms", "WATSRUN_JOURNAL_INTERVAL=250ms"},
		{"every 10ms", "WATSRUN_JOURNAL_INTERVAL=10ms"},
	} {
		b.Run(c.name, func(b *testing.B) {
			p, _, _ := testProcess(b)
			p.environ = append(p.environ, c.set)
			a := newApp(p)
			defer a.close()
			if err := a.load(); err != nil {
				b.Fatal(err)
			}
			h, err := a.newHost(b.Context())
			if err != nil {
				b.Fatal(err)
			}
			job := runtime.Job{Script: runtime.Script{Name: "bench.lua", Source: []byte(manySteps)}}
			for b.Loop() {
				res := h.runtime.Run(b.Context(), job)
				if res.Err != nil {
					b.Fatal(res.Err)
				}
				h.finishReports(b.Context(), res, nil)
			}
		})
	}
}
