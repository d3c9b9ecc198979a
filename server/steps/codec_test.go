package steps

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/watsrun/watsrun/report"
)

// sameBits compares numbers by their bits, so that NaN equals itself and -0 is not 0.
var sameBits = cmp.Comparer(func(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) })

func TestNumbersKeepTheirBits(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	values := []float64{
		0, math.Copysign(0, -1), 1, -1, 3.3, 0.1, 0.07, 1e-12, 1e-13, 1e300, 123456.789, -0.000001, math.MaxFloat64, math.SmallestNonzeroFloat64,
		math.Inf(1), math.Inf(-1), math.NaN(), 1 << 53, 1<<53 + 2, 1.0 / 3, math.Pi, 9007199254740993, 4503599627370497.5,
	}
	for range 10000 {
		values = append(values, random.NormFloat64()*math.Pow(10, float64(random.IntN(30)-15)),
			math.Round(random.NormFloat64()*1e6)/math.Pow(10, float64(random.IntN(8))), math.Float64frombits(random.Uint64()))
	}
	for _, v := range values {
		d := Decoder{rest: Some(v).append(nil)}
		if got := d.number(); !got.Known || math.Float64bits(got.Value) != math.Float64bits(v) || d.bad || len(d.rest) > 0 {
			t.Fatalf("%v came back as %+v", v, got)
		}
	}
	if n := len(Some(3.312).append(nil)); n != 3 {
		t.Errorf("a number of four digits takes %d bytes", n)
	}
}

// sample is a list of steps with everything that a step can have.
func sample() []Step {
	text, empty := "1.2.3 Ø", ""
	return []Step{
		{ID: 7, Status: report.Failed, Cause: true, Time: Some(0.25), Measures: []Measure{
			{ID: 3, Kind: Numeric, Status: report.Failed, Op: report.LEGE, Value: Some(math.NaN()), Low: Some(-1.5), High: Some(1e20)},
			{ID: 900, Kind: Numeric, Op: report.LOG},
		}},
		{ID: 1, Status: report.Skipped},
		{ID: 1 << 40, Status: report.Unknown, Time: Some(math.Inf(1)), Measures: []Measure{
			{ID: 2, Kind: Text, Status: report.Passed, Op: report.IGNORECASE, Text: &text, Limit: &empty},
			{ID: 2, Kind: Text, Op: report.EQ, Limit: &text},
			{ID: 4, Kind: Boolean, Status: report.Skipped, Op: report.LOG},
		}},
	}
}

func TestStepsComeBackAsTheyWere(t *testing.T) {
	var d Decoder
	for _, all := range [][]Step{sample(), nil, sample()[1:], sample()} {
		got, err := d.Decode(Encode(all))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(all, got, sameBits, cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
	}
}

func TestDamagedStepsAreAnError(t *testing.T) {
	data := Encode(sample())
	var d Decoder
	for n := range data {
		if _, err := d.Decode(data[:n]); err == nil {
			t.Errorf("the first %d bytes are taken for the whole", n)
		}
	}
	if _, err := d.Decode(append(data, 0)); err == nil {
		t.Error("a byte too many is not seen")
	}
}

func FuzzDecode(f *testing.F) {
	f.Add(Encode(sample()))
	f.Add(Encode(nil))
	f.Add([]byte{version, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		var d, again Decoder
		all, err := d.Decode(data)
		if err != nil {
			return
		}
		back, err := again.Decode(Encode(all))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(all, back, sameBits, cmpopts.EquateEmpty()); diff != "" {
			t.Error(diff)
		}
	})
}
