package report

import (
	"fmt"
	"testing"
	"time"
)

// fixed are defaults without clock and chance.
var fixed = Defaults{
	Station: "STATION-1", Location: "Line 1", Purpose: "Production", Operator: "op-12",
	Now:   func() time.Time { return time.Date(2026, 1, 31, 14, 26, 16, 977e6, time.FixedZone("", 3600)) },
	NewID: func() string { return "0191f0a0-7a3e-7cc3-98c4-dc0c0c07398f" },
}

// thousand builds a report of 1000 numeric steps.
func thousand(t testing.TB) *Report {
	r, err := NewUUT(UUTArgs{PartNumber: "PCBA-7", Revision: "B", SerialNumber: "SN-1", OperationType: 10}, fixed)
	if err != nil {
		t.Fatal(err)
	}
	low, high := 3.2, 3.4
	for i := range 1000 {
		_, err := r.Root.AddNumericStep(NumericStepArgs{
			StepArgs:    StepArgs{Name: names[i]},
			NumericArgs: NumericArgs{Value: 3.3 + float64(i)*1e-5, Unit: "V", CompOp: GELE, LowLimit: &low, HighLimit: &high},
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return r
}

var names = func() (n [1000]string) {
	for i := range n {
		n[i] = fmt.Sprintf("rail %d", i)
	}
	return n
}()

func BenchmarkBuild1000(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		thousand(b)
	}
}

func BenchmarkValidate1000(b *testing.B) {
	r := thousand(b)
	b.ReportAllocs()
	for b.Loop() {
		if v := r.Validate(nil); len(v) > 0 {
			b.Fatal(v)
		}
	}
}

func BenchmarkEncode1000(b *testing.B) {
	r := thousand(b)
	b.ReportAllocs()
	for b.Loop() {
		b.SetBytes(int64(len(r.Encode())))
	}
}

func BenchmarkDecode1000(b *testing.B) {
	data := thousand(b).Encode()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Decode(data); err != nil {
			b.Fatal(err)
		}
	}
}
