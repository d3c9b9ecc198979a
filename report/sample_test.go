package report

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/shared"
)

var accepted = []string{
	"uut-smallest.wsjf.json", "uut-bare-minimum.wsjf.json", "uut-charts-attachment.wsjf.json",
	"uur-one-failure.export.wsjf.json", "uur-three-units.wsjf.json",
}

func sample(t testing.TB, name string) *Report {
	t.Helper()
	r, err := Decode(shared.Read(t, "reports/"+name))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestRealReportsAreValid(t *testing.T) {
	for _, name := range accepted {
		if v := sample(t, name).Validate(nil); len(v) > 0 {
			t.Errorf("%s:\n%v", name, v)
		}
	}
}

func TestRealReportsLoseNothing(t *testing.T) {
	for _, name := range append(accepted, "uut-all-step-kinds.export.wsjf.json") {
		want := parsed(t, shared.Read(t, "reports/"+name))
		if diff := cmp.Diff(want, parsed(t, sample(t, name).Encode())); diff != "" {
			t.Errorf("%s (-read +written):\n%s", name, diff)
		}
	}
}

func parsed(t *testing.T, data []byte) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// An export has the form in which servers write: the bytes of a real one.
func TestExportIsWhatAServerWrites(t *testing.T) {
	for _, name := range []string{"uut-all-step-kinds.export.wsjf.json", "uur-one-failure.export.wsjf.json"} {
		want := string(bytes.TrimSpace(shared.Read(t, "reports/"+name)))
		got := string(sample(t, name).Exported(FullExport))
		if diff := cmp.Diff(strings.Split(want, `,"`), strings.Split(got, `,"`)); diff != "" {
			t.Errorf("%s (-server +export):\n%s", name, diff)
		}
	}
}

// A server's own answer to the reposted export is known: these lines, among others of their kind.
func TestExportedLoopsAreRefusedAsAServerDoes(t *testing.T) {
	r := sample(t, "uut-all-step-kinds.export.wsjf.json")
	got := r.Validate(nil).Error()
	for _, line := range []string{
		"root -> step Pass/Fail tests -> step SinglePassDone: Status cannot be different from measurement status.",
		"root -> step Loops -> step NumericLimitLoopSequence -> loop NumericLimitStepLoop: endingIndex is required to be the same as highest index.",
		"root -> step Loops -> step NumericLimitLoopSequence -> loop NumericLimitStepLoop: num is required to be one more than endingIndex.",
		"-> loop GenericStepLoop -> Index 1: stepType is required to match Summary step.",
		"-> Index 2: numericMeas is required to match Summary step.",
		"-> Index 0 -> stringMeas : limit is required to match Summary step.",
		"-> stringMeas : compOp is required to match Summary step.",
		"-> Index 1 -> step StringStep -> stringMeas : limit is required to match Summary step.",
		"-> Index 2: step NumericStep1 in Summary step requires a match.",
	} {
		if !strings.Contains(got, line) {
			t.Errorf("missing: %s", line)
		}
	}
	for _, v := range r.Validate(nil) {
		if v.Rule != "R16" && v.Rule != "R10" {
			t.Errorf("%s %s", v.Rule, v)
		}
	}
}

func TestNormalisedExportIsAccepted(t *testing.T) {
	r := sample(t, "uut-all-step-kinds.export.wsjf.json")
	steps := r.Root.CountSteps(RecursiveArgs{})
	if changes := r.NormaliseLoops(); len(changes) == 0 {
		t.Error("no loop was changed")
	}
	for _, v := range r.Validate(nil) {
		if v.Rule == "R16" {
			t.Errorf("still refused: %s", v)
		}
	}
	r.NormaliseStatuses()
	if v := r.Validate(nil); len(v) > 0 {
		t.Errorf("still refused:\n%v", v)
	}
	if n := r.Root.CountSteps(RecursiveArgs{}); n != steps {
		t.Errorf("%d steps became %d", steps, n)
	}
	if changes := r.Normalise(); len(changes) > 0 {
		t.Errorf("a second time changed: %v", changes)
	}
}

func TestOtherFormatsAreRefused(t *testing.T) {
	_, err := Decode(shared.Read(t, "reports/not-a-report.json"))
	if err == nil || !strings.Contains(err.Error(), `root: status is required to be one of`) {
		t.Errorf("the internal model was not refused: %v", err)
	}
	if _, err := Decode(shared.Read(t, "reports/uut.wrml.xml")); err == nil {
		t.Error("XML was not refused")
	}
}
