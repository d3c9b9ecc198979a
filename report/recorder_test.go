package report

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tape is what a recorder emitted.
type tape struct {
	*Recorder
	parts []Part
}

func (t *tape) record() (changed int) {
	t.Changes(func(p Part) {
		p.Data = append([]byte(nil), p.Data...)
		t.parts = append(t.parts, p)
		changed++
	})
	return changed
}

func (t *tape) play(test testing.TB) *Report {
	test.Helper()
	r, left, err := Assemble(t.parts, Active)
	if err != nil || left > 0 {
		test.Fatalf("%d parts were left out: %v", left, err)
	}
	return r
}

// growth is one thing that a script may do to a report.
type growth func(r *Report, groups *[]*Step, random *rand.Rand) error

var growths = []growth{
	func(_ *Report, groups *[]*Step, random *rand.Rand) error {
		s, err := pick(*groups, random).AddSequenceCall(SequenceCallArgs{StepArgs: StepArgs{Name: "group"}})
		*groups = append(*groups, s)
		return err
	},
	func(_ *Report, groups *[]*Step, random *rand.Rand) error {
		values := []float64{math.NaN(), math.Inf(1), math.Inf(-1), math.Copysign(0, -1), 0.1, 1e300, math.SmallestNonzeroFloat64, random.NormFloat64()}
		low := 0.0
		_, err := pick(*groups, random).AddNumericStep(NumericStepArgs{
			StepArgs{Name: "number"}, NumericArgs{Value: pick(values, random), CompOp: GE, LowLimit: &low, Unit: "Ω"},
		})
		return err
	},
	func(_ *Report, groups *[]*Step, random *rand.Rand) error {
		s, err := pick(*groups, random).AddMultiStringStep(MultiStepArgs{StepArgs{Name: "several"}})
		for i := 0; err == nil && i < random.IntN(4); i++ {
			_, err = s.AddMeasurement(MeasurementArgs{Name: "m", Value: strings.Repeat("é\n\"", random.IntN(20))})
		}
		return err
	},
	func(_ *Report, groups *[]*Step, random *rand.Rand) error {
		s, err := pick(*groups, random).AddActionStep(ActionStepArgs{StepArgs{Name: "shown", OutcomeArgs: OutcomeArgs{ReportText: strings.Repeat("x", 1000)}}})
		if err == nil && random.IntN(2) == 0 {
			_, err = s.AddAttachment(FileArgs{Name: "f", Data: make([]byte, 2000)})
		} else if err == nil {
			_, err = s.AddChart(ChartArgs{})
		}
		return err
	},
	func(r *Report, _ *[]*Step, random *rand.Rand) error {
		for s := range r.steps() {
			if s.Chart != nil && len(s.Chart.Series) < maxSeries {
				_, err := s.Chart.AddSeries(SeriesArgs{Name: "s", YData: make([]float64, 300)})
				return err
			}
			if s.Name == "several" && len(s.StringMeas) > 0 {
				return pick(s.StringMeas, random).SetStatus(Failed)
			}
		}
		return nil
	},
	func(_ *Report, groups *[]*Step, random *rand.Rand) error {
		l, err := pick(*groups, random).AddLoop(LoopArgs{Name: "again"})
		for i := 0; err == nil && i < random.IntN(3); i++ {
			_, err = l.AddBooleanStep(BooleanIterationArgs{BooleanArgs: BooleanArgs{Value: ptr(random.IntN(3) > 0)}})
		}
		return err
	},
	func(r *Report, _ *[]*Step, _ *rand.Rand) error {
		_, err := r.AddMiscInfo(MiscInfoArgs{Description: "lot", Value: 0.1})
		return err
	},
	func(r *Report, groups *[]*Step, random *rand.Rand) error {
		pick(*groups, random).ReportText += "more"
		r.UUT.Comment += "."
		_, err := pick(*groups, random).AddAdditionalResults(AdditionalDataArgs{Name: "d", Props: map[string]any{"a": []any{1.5, "b"}}})
		return err
	},
	func(r *Report, _ *[]*Step, _ *rand.Rand) error {
		_, err := r.AddSubUnit(SubUnitArgs{SN: "1", PN: "2"})
		return err
	},
}

func pick[T any](list []T, random *rand.Rand) T { return list[random.IntN(len(list))] }

// TestRecorder: whatever is done to a report, its parts are the report.
func TestRecorder(t *testing.T) {
	for seed := range uint64(200) {
		random := rand.New(rand.NewPCG(seed, 1))
		r := newUUT()
		tape := &tape{Recorder: NewRecorder(r)}
		groups := []*Step{r.Root}
		for range 40 {
			if err := pick(growths, random)(r, &groups, random); err != nil {
				t.Fatal(err)
			}
			if random.IntN(4) == 0 {
				tape.record()
			}
		}
		tape.record()
		if diff := cmp.Diff(string(r.Encode()), string(tape.play(t).Encode())); diff != "" {
			t.Fatalf("seed %d:\n%s", seed, diff)
		}
		if n := tape.record(); n != 0 {
			t.Fatalf("seed %d: %d parts changed by themselves", seed, n)
		}
	}
}

// TestRecorderWritesWhatChanged: a step costs its own parts, however much there is already.
func TestRecorderWritesWhatChanged(t *testing.T) {
	r := thousand(t)
	tape := &tape{Recorder: NewRecorder(r)}
	if n := tape.record(); n != 1002 {
		t.Errorf("the first look gave %d parts", n)
	}
	big, err := r.Root.AddActionStep(ActionStepArgs{StepArgs{Name: "photo"}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := big.AddAttachment(FileArgs{Name: "p", Data: make([]byte, 1<<20)}); err != nil {
		t.Fatal(err)
	}
	if n := tape.record(); n != 2 {
		t.Errorf("a step with a file is %d parts", n)
	}
	big.ReportText = "sharp"
	multi, err := r.Root.AddMultiNumericStep(MultiStepArgs{StepArgs{Name: "many"}})
	if err != nil {
		t.Fatal(err)
	}
	tape.record()
	for i := range 5 {
		if _, err := multi.AddMeasurement(MeasurementArgs{Name: fmt.Sprint(i), Value: 1.0}); err != nil {
			t.Fatal(err)
		}
		before := len(tape.parts)
		tape.record()
		for _, p := range tape.parts[before:] {
			if len(p.Data) > 300 {
				t.Errorf("measurement %d wrote %s", i, p.Data)
			}
		}
	}
	if diff := cmp.Diff(string(r.Encode()), string(tape.play(t).Encode())); diff != "" {
		t.Error(diff)
	}
}

func TestRecorderOfARepair(t *testing.T) {
	r := must(NewUUR(UURArgs{PartNumber: "P", SerialNumber: "S", TestOperationCode: 10}, fixed))
	tape := &tape{Recorder: NewRecorder(r)}
	tape.record()
	f, err := r.AddFailure(UnitFailureArgs{FailureArgs: FailureArgs{Category: "Component", Code: "Missing"}})
	if err != nil {
		t.Fatal(err)
	}
	tape.record()
	if _, err := f.AddAttachment(FileArgs{Name: "f", Data: []byte("x")}); err != nil {
		t.Fatal(err)
	}
	if _, err := r.AddBinaryData(FileArgs{Name: "g", Data: []byte("y")}); err != nil {
		t.Fatal(err)
	}
	if n := tape.record(); n != 2 {
		t.Errorf("two files are %d parts", n)
	}
	if diff := cmp.Diff(string(r.Encode()), string(tape.play(t).Encode())); diff != "" {
		t.Error(diff)
	}
}

// TestAssembleWithHoles: what a damaged journal leaves is used as far as it goes.
func TestAssembleWithHoles(t *testing.T) {
	r := newUUT()
	group := must(r.Root.AddSequenceCall(SequenceCallArgs{StepArgs: StepArgs{Name: "lost"}}))
	must(group.AddActionStep(ActionStepArgs{StepArgs{Name: "orphan"}}))
	must(r.AddMiscInfo(MiscInfoArgs{Description: "fact", Value: "v"}))
	tape := &tape{Recorder: NewRecorder(r)}
	tape.record()
	var holed []Part
	for _, p := range tape.parts {
		if !strings.Contains(string(p.Data), `"lost"`) {
			holed = append(holed, p)
		}
	}
	holed = append(holed, Part{Number: 90, Of: 80, As: "miscInfos", Data: []byte("{}")}, Part{Number: 91, As: "pn", Data: []byte("{}")},
		Part{Number: 92, As: "miscInfos", Data: []byte("[")})
	back, left, err := Assemble(holed, Import)
	if err != nil || left != 3 || back.Mode() != Import {
		t.Fatalf("%d left out, %v", left, err)
	}
	if back.Root.Steps[0].Name != "orphan" || back.Root.Steps[0].Parent() != back.Root || len(back.MiscInfos) != 1 {
		t.Errorf("%s", back.Encode())
	}
	if _, _, err := Assemble(holed[1:2], Active); err == nil {
		t.Error("a report without its beginning")
	}
}

func BenchmarkRecorder1000(b *testing.B) {
	rec := NewRecorder(thousand(b))
	rec.Changes(func(Part) {})
	b.ReportAllocs()
	for b.Loop() {
		rec.Changes(func(p Part) { b.Fatalf("%s changed", p.Data) })
	}
}
