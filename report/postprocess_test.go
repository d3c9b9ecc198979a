package report

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/watsrun/watsrun/internal/fault"
)

// What a real server was seen to do: the first failed step without a failed child is the cause.
func TestPostProcessFindsTheCause(t *testing.T) {
	r := newUUT()
	numericStep(r, "good")
	q := sequence(r.Root)
	inner := sequence(q)
	measure(t, inner, 9)
	measure(t, r.Root, 9)
	r.PostProcess(ServerFacts{ProcessName: "SW Debug", ProductName: "Board", Origin: "C0FFEE"})
	if got := *r.UUT.StepIDCausedUUTFailure; got != 4 || !*inner.Steps[0].CausedUUTFailure {
		t.Errorf("the cause is %d", got)
	}
	if r.ProcessName != "SW Debug" || r.ProductName != "Board" || r.Origin != "C0FFEE" || r.StartUTC.String() != "2026-01-31T13:26:16.977Z" {
		t.Errorf("not filled: %s", r.Encode())
	}
	if again := must(Decode(r.Encode())).Validate(nil); len(again) > 0 {
		t.Error(again)
	}
}

func TestPostProcessKeepsAMarkedCause(t *testing.T) {
	r := newUUT()
	measure(t, r.Root, 9)
	s := measure(t, r.Root, 9)
	s.CausedUUTFailure = ptr(true)
	r.PostProcess(ServerFacts{})
	if *r.UUT.StepIDCausedUUTFailure != 2 || r.Root.Steps[0].CausedUUTFailure != nil {
		t.Error("another step was marked")
	}
}

func TestPostProcessEmptiesSkippedSteps(t *testing.T) {
	r := newUUT()
	q := sequence(r.Root, func(a *SequenceCallArgs) { a.Status = Skipped })
	measure(t, q, 1)
	s := measure(t, r.Root, 1, func(a *NumericStepArgs) { a.Status = Skipped })
	must(s.AddChart(ChartArgs{}))
	r.PostProcess(ServerFacts{})
	if len(q.Steps) != 0 || s.NumericMeas != nil || s.Chart != nil || q.Sequence == nil {
		t.Errorf("skipped steps hold data: %s", r.Encode())
	}
	if r.UUT.StepIDCausedUUTFailure != nil || *s.ID != 2 {
		t.Error("a passed report has a cause, or ids are wrong")
	}
}

// The numbers a server gives are those that a failure was told before.
func TestNumbersAreThoseOfTheServer(t *testing.T) {
	r := oneOfEverything()
	var before, after []int
	for s := range r.steps() {
		before = append(before, s.Number())
	}
	back := must(Decode(r.Encode()))
	back.PostProcess(ServerFacts{})
	for s := range back.steps() {
		after = append(after, *s.ID)
	}
	for i := range before {
		if before[i] != after[i] {
			t.Errorf("step %d has number %d, the server's is %d", i, before[i], after[i])
		}
	}
	if text := string(back.Exported(FullExport)); strings.Contains(text, `"id":null`) {
		t.Error("an id is missing in the export")
	}
}

// failing refuses to be written to.
type failing struct{}

func (failing) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }

func TestExportSaysWhenItCannotWrite(t *testing.T) {
	var b bytes.Buffer
	r := newUUT()
	if err := r.Export(&b, FullExport); err != nil || !bytes.Equal(b.Bytes(), r.Exported(FullExport)) {
		t.Errorf("wrote %s, %v", b.Bytes(), err)
	}
	if err := r.Export(failing{}, FullExport); fault.KindOf(err) != fault.Connection {
		t.Errorf("the failure is %v", err)
	}
}
