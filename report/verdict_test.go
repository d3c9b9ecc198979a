package report

import (
	"math"
	"strings"
	"testing"

	"github.com/watsrun/watsrun/internal/fault"
)

// states is the statuses of report, root and below, in the order of the report: "F F(F(F P))" style, one letter each.
func states(r *Report) string {
	var b strings.Builder
	b.WriteString(string(r.Result))
	for s := range r.steps() {
		b.WriteString(string(s.Status))
		for m := range s.measurements() {
			b.WriteString(strings.ToLower(string(*m.verdict())))
		}
	}
	return b.String()
}

func expect(t *testing.T, r *Report, want string) {
	t.Helper()
	if got := states(r); got != want {
		t.Errorf("statuses are %s, want %s", got, want)
	}
}

// measure adds a step judged by 1 <= value <= 2.
func measure(t *testing.T, s *Step, value float64, change ...func(*NumericStepArgs)) *Step {
	t.Helper()
	low, high := 1.0, 2.0
	a := NumericStepArgs{StepArgs{Name: "v"}, NumericArgs{Value: value, CompOp: GELE, LowLimit: &low, HighLimit: &high}}
	for _, c := range change {
		c(&a)
	}
	child, err := s.AddNumericStep(a)
	if err != nil {
		t.Fatal(err)
	}
	return child
}

func sequence(s *Step, change ...func(*SequenceCallArgs)) *Step {
	a := SequenceCallArgs{StepArgs: StepArgs{Name: "q"}}
	for _, c := range change {
		c(&a)
	}
	return must(s.AddSequenceCall(a))
}

func TestAFailureGoesUp(t *testing.T) {
	r := newUUT()
	inner := sequence(sequence(r.Root))
	measure(t, inner, 1.5)
	expect(t, r, "PPPPPp")
	measure(t, inner, 2.5)
	expect(t, r, "FFFFPpFf")
	if v := r.Validate(nil); len(v) > 0 {
		t.Error(v)
	}
}

func TestAFailureStaysWhereItIsTold(t *testing.T) {
	keep := ptr(false)
	r := newUUT()
	measure(t, r.Root, 3, func(a *NumericStepArgs) { a.FailParentOnFailure = keep })
	expect(t, r, "PPFf")
	inner := sequence(r.Root, func(a *SequenceCallArgs) { a.FailParentOnFailure = keep })
	measure(t, inner, 3)
	expect(t, r, "PPFfFFf")
}

func TestTheMoreSevereStatusWins(t *testing.T) {
	r := newUUT()
	q := sequence(r.Root)
	measure(t, q, 3)
	must(q.AddActionStep(ActionStepArgs{StepArgs{Name: "a", OutcomeArgs: OutcomeArgs{Status: Error}}}))
	expect(t, r, "EEEFfE")
	must(q.AddActionStep(ActionStepArgs{StepArgs{Name: "b", OutcomeArgs: OutcomeArgs{Status: Terminated}}}))
	expect(t, r, "TTTFfET")
	measure(t, r.Root, 3)
	expect(t, r, "TTTFfETFf")
}

func TestAGivenStatusIsTaken(t *testing.T) {
	r := newUUT()
	given := func(s Status) func(*NumericStepArgs) { return func(a *NumericStepArgs) { a.Status = s } }
	measure(t, r.Root, 9, given(Passed))
	expect(t, r, "PPPp")
	measure(t, r.Root, 9, given(Skipped))
	expect(t, r, "PPPpSs")
	measure(t, r.Root, 1.5, given(Error))
	expect(t, r, "EEPpSsEs")
	if v := r.Validate(nil); len(v) > 0 {
		t.Error(v)
	}
}

func TestALaterStatusGoesUpToo(t *testing.T) {
	r := newUUT()
	q := sequence(r.Root)
	s := measure(t, q, 1.5)
	if err := s.SetStatus(Failed); err != nil {
		t.Fatal(err)
	}
	expect(t, r, "FFFFf")
	if err := s.SetStatus(Passed); err != nil {
		t.Fatal(err)
	}
	expect(t, r, "FFFPp") // what failed once does not pass by itself
	if err := q.SetStatus(Passed); err != nil {
		t.Fatal(err)
	}
	if err := r.Root.SetStatus(Passed); err != nil {
		t.Fatal(err)
	}
	expect(t, r, "PPPPp")
	if err := s.NumericMeas[0].SetStatus(Failed); err != nil {
		t.Fatal(err)
	}
	expect(t, r, "FFFFf")
}

func TestStatusesThatCannotBe(t *testing.T) {
	r := newUUT()
	s := measure(t, r.Root, 1.5)
	for name, err := range map[string]error{
		"done with a measurement": s.SetStatus(Done),
		"unknown":                 s.SetStatus(Unknown),
		"empty":                   s.SetStatus(""),
		"a done root":             r.Root.SetStatus(Done),
		"a skipped root":          r.Root.SetStatus(Skipped),
		"a skipped report":        r.SetResult(Skipped),
		"a failed repair":         newUUR().SetResult(Failed),
		"a done measurement":      s.NumericMeas[0].SetStatus(Done),
	} {
		if fault.KindOf(err) != fault.Validation {
			t.Errorf("%s: %v", name, err)
		}
	}
	expect(t, r, "PPPp")
}

func TestTheResultIsTheRootsStatus(t *testing.T) {
	r := newUUT()
	if err := r.SetResult(Terminated); err != nil {
		t.Fatal(err)
	}
	expect(t, r, "TT")
}

// What cannot be judged is refused and leaves nothing behind; it never passes.
func TestWhatCannotBeJudgedIsRefused(t *testing.T) {
	low, high, nan := 1.0, 2.0, math.NaN()
	for name, a := range map[string]NumericArgs{
		"limits without an operator":    {Value: 9, LowLimit: &low, HighLimit: &high},
		"no limits":                     {Value: 1, CompOp: GELE},
		"no upper limit":                {Value: 1, CompOp: GELE, LowLimit: &low},
		"LT with the other limit":       {Value: 1, CompOp: LT, HighLimit: &high},
		"GE with a limit too many":      {Value: 9, CompOp: GE, LowLimit: &low, HighLimit: &high},
		"a limit that is no number":     {Value: 1, CompOp: GE, LowLimit: &nan},
		"an operator of texts":          {Value: 1, CompOp: CASESENSIT, LowLimit: &low},
		"an operator that nobody knows": {Value: 1, CompOp: "EQT", LowLimit: &low},
	} {
		r := newUUT()
		_, err := r.Root.AddNumericStep(NumericStepArgs{StepArgs{Name: "v"}, a})
		if fault.KindOf(err) != fault.Validation || !strings.HasPrefix(err.Error(), "step v: ") || fault.Of(err).Hint == "" {
			t.Errorf("%s: %v", name, err)
		}
		expect(t, r, "PP")
	}
	r := newUUT()
	limit := "x"
	for name, err := range map[string]error{
		"a text without an operator": second(r.Root.AddStringStep(StringStepArgs{StepArgs{Name: "s"}, StringArgs{Value: "y", Limit: &limit}})),
		"a text without a limit":     second(r.Root.AddStringStep(StringStepArgs{StepArgs{Name: "s"}, StringArgs{Value: "y", CompOp: EQ}})),
		"a boolean without a value":  second(r.Root.AddBooleanStep(BooleanStepArgs{StepArgs{Name: "b"}, BooleanArgs{}})),
	} {
		if fault.KindOf(err) != fault.Validation {
			t.Errorf("%s: %v", name, err)
		}
	}
	expect(t, r, "PP")
}

func second[T any](_ T, err error) error { return err }

func TestValuesThatAreNoNumberFail(t *testing.T) {
	for value, want := range map[float64]string{math.Inf(1): "FFFf", math.Inf(-1): "FFFf", 2: "PPPp", 1: "PPPp"} {
		r := newUUT()
		measure(t, r.Root, value)
		expect(t, r, want)
	}
	r := newUUT()
	measure(t, r.Root, math.NaN())
	expect(t, r, "FFFf")
	if !strings.Contains(string(r.Encode()), `"value":"NaN"`) {
		t.Error("NaN is not written")
	}
	r = newUUT()
	measure(t, r.Root, math.NaN(), func(a *NumericStepArgs) { a.CompOp, a.LowLimit, a.HighLimit = "", nil, nil })
	expect(t, r, "PPPp")
}

func TestStringsAndBooleansAreJudged(t *testing.T) {
	r := newUUT()
	limit := "1.4.2"
	must(r.Root.AddStringStep(StringStepArgs{StepArgs{Name: "s"}, StringArgs{Value: "1.4.2", CompOp: CASESENSIT, Limit: &limit}}))
	must(r.Root.AddBooleanStep(BooleanStepArgs{StepArgs{Name: "b"}, BooleanArgs{Value: ptr(true)}}))
	must(r.Root.AddBooleanStep(BooleanStepArgs{StepArgs{Name: "c", OutcomeArgs: OutcomeArgs{Status: Passed}}, BooleanArgs{}}))
	expect(t, r, "PPPpPpPp")
	must(r.Root.AddPassFailStep(BooleanStepArgs{StepArgs{Name: "d"}, BooleanArgs{Value: ptr(false)}}))
	expect(t, r, "FFPpPpPpFf")
	must(r.Root.AddStringStep(StringStepArgs{StepArgs{Name: "e"}, StringArgs{Value: "1.4.3", CompOp: CASESENSIT, Limit: &limit}}))
	expect(t, r, "FFPpPpPpFfFf")
	if v := r.Validate(nil); len(v) > 0 {
		t.Error(v)
	}
}

func TestAMultiStepFollowsItsMeasurements(t *testing.T) {
	r := newUUT()
	s := must(r.Root.AddMultiNumericStep(MultiStepArgs{StepArgs{Name: "m"}}))
	low := 1.0
	add := func(value float64, status Status) Measurement {
		return must(s.AddMeasurement(MeasurementArgs{Name: "x", Value: value, CompOp: GE, LowLimit: &low, Status: status}))
	}
	add(1, Skipped)
	expect(t, r, "PPSs")
	add(1, "")
	expect(t, r, "PPPsp")
	m := add(0, "")
	expect(t, r, "FFFspf")
	if v := r.Validate(nil); len(v) > 0 {
		t.Error(v)
	}
	if err := m.SetStatus(Passed); err != nil {
		t.Fatal(err)
	}
	expect(t, r, "FFPspp")
}

func TestAFailedMeasurementCannotBeHidden(t *testing.T) {
	r := newUUT()
	s := must(r.Root.AddMultiBooleanStep(MultiStepArgs{StepArgs{Name: "m", OutcomeArgs: OutcomeArgs{Status: Passed}}}))
	must(s.AddMeasurement(MeasurementArgs{Name: "a", Value: true}))
	must(s.AddMeasurement(MeasurementArgs{Name: "b", Value: false}))
	expect(t, r, "FFFpf")
	if v := r.Validate(nil); len(v) > 0 {
		t.Error(v)
	}
}

func TestAnErrorKeepsItsMeasurementSkipped(t *testing.T) {
	r := newUUT()
	s := must(r.Root.AddMultiNumericStep(MultiStepArgs{StepArgs{Name: "m", OutcomeArgs: OutcomeArgs{Status: Error}}}))
	must(s.AddMeasurement(MeasurementArgs{Name: "a", Value: 1.0}))
	expect(t, r, "EEEs")
	must(s.AddMeasurement(MeasurementArgs{Name: "b", Value: 1.0}))
	if v := r.Validate(nil); len(v) > 0 {
		t.Error(v)
	}
}

func TestImportModeTakesStatusesAsGiven(t *testing.T) {
	r := must(NewUUT(UUTArgs{PartNumber: "p", Revision: "r", SerialNumber: "s", OperationType: 10, Mode: Import}, fixed))
	q := sequence(r.Root)
	measure(t, q, 9)
	measure(t, q, 1, func(a *NumericStepArgs) { a.Status = Failed })
	must(q.AddBooleanStep(BooleanStepArgs{StepArgs{Name: "b"}, BooleanArgs{Value: ptr(false)}}))
	expect(t, r, "PPPPpFfPp")
	m := must(q.AddMultiNumericStep(MultiStepArgs{StepArgs{Name: "m"}}))
	must(m.AddMeasurement(MeasurementArgs{Name: "a", Value: 9.0, CompOp: GELE, Status: Failed}))
	must(m.AddMeasurement(MeasurementArgs{Name: "b", Value: 9.0, CompOp: GELE}))
	expect(t, r, "PPPPpFfPpFfp")
	if r.Mode() != Import {
		t.Error("the mode is lost")
	}
	r.SetMode(Active)
	measure(t, q, 9)
	if r.Result != Failed {
		t.Error("active mode does not judge")
	}
}

func TestMeasurementsOfAllKindsTakeAStatus(t *testing.T) {
	r := newUUT()
	text := textStep(r)
	boolean := must(r.Root.AddBooleanStep(BooleanStepArgs{StepArgs{Name: "b"}, BooleanArgs{Value: ptr(true)}}))
	if err := text.StringMeas[0].SetStatus(Skipped); err != nil {
		t.Fatal(err)
	}
	expect(t, r, "PPSsPp")
	if err := boolean.BooleanMeas[0].SetStatus(Failed); err != nil {
		t.Fatal(err)
	}
	expect(t, r, "FFSsFf")
	if v := r.Validate(nil); len(v) > 0 {
		t.Error(v)
	}
}
