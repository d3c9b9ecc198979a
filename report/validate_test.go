package report

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// must is what a builder made, where it must not fail.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// newUUT is a valid test report of fixed content.
func newUUT() *Report {
	return must(NewUUT(UUTArgs{PartNumber: "PCBA-7", Revision: "B", SerialNumber: "SN-1", OperationType: 10}, fixed))
}

// newUUR is a valid repair report with one failure.
func newUUR() *Report {
	r := must(NewUUR(UURArgs{PartNumber: "PCBA-7", SerialNumber: "SN-1", TestOperationCode: 10}, fixed))
	must(r.AddMainFailure(FailureArgs{Category: "Component", Code: "Defect Component"}))
	return r
}

// numericStep adds a passing step.
func numericStep(r *Report, name string) *Step {
	low, high := 3.2, 3.4
	return must(r.Root.AddNumericStep(NumericStepArgs{
		StepArgs: StepArgs{Name: name}, NumericArgs: NumericArgs{Value: 3.3, Unit: "V", CompOp: GELE, LowLimit: &low, HighLimit: &high},
	}))
}

// multiStep adds a step with two numbers.
func multiStep(r *Report) *Step {
	s := must(r.Root.AddMultiNumericStep(MultiStepArgs{StepArgs{Name: "Rails"}}))
	must(s.AddMeasurement(MeasurementArgs{Name: "a", Value: 1.0}))
	must(s.AddMeasurement(MeasurementArgs{Name: "b", Value: 2.0}))
	return s
}

func textStep(r *Report) *Step {
	return must(r.Root.AddStringStep(StringStepArgs{StepArgs: StepArgs{Name: "Firmware"}, StringArgs: StringArgs{Value: "1.4"}}))
}

// looped adds a loop of two numeric iterations.
func looped(r *Report) []*Step {
	l := must(r.Root.AddLoop(LoopArgs{Name: "Again"}))
	low := 1.0
	for range 2 {
		must(l.AddNumericStep(NumericIterationArgs{NumericArgs: NumericArgs{Value: 1, CompOp: GE, LowLimit: &low}}))
	}
	return append([]*Step{l.Summary()}, l.Iterations()...)
}

// registry knows a test operation, a repair operation and its repair type.
type registry struct{}

func (registry) Process(code int) (Process, bool) {
	p, ok := map[int]Process{
		10:  {Code: 10, Name: "SW Debug", Test: true},
		500: {Code: 500, Name: "Repair", Repair: true},
	}[code]
	return p, ok
}

func (registry) RepairType(code int) (RepairType, bool) {
	return RepairType{
		Categories: map[string][]string{"Component": {"Defect Component", "Burned Component"}},
		MiscInfos:  []string{"Lot"}, UUTRequired: true,
	}, code == 500
}

func TestEveryRule(t *testing.T) {
	rail := func(r *Report) *Step { return numericStep(r, "3V3") }
	for _, c := range []struct {
		rule, name string
		uur        bool
		spoil      func(r *Report)
		want       string
	}{
		{rule: "R1", name: "header keys", spoil: func(r *Report) {
			r.ID, r.PN, r.SN, r.Rev, r.MachineName, r.Location, r.Purpose = "", "", "", "", "", "", ""
			r.Start = Time{}
			r.ProcessCode = nil
		}, want: `report: id is required.
report: pn is required.
report: sn is required.
report: rev is required.
report: machineName is required.
report: location is required.
report: purpose is required.
report: start is required.
report: processCode is required.`},
		{rule: "R1", name: "type", spoil: func(r *Report) { r.Type = "X" }, want: "report: type is required to be T or R."},
		{rule: "R1", name: "id", spoil: func(r *Report) { r.ID = "12" }, want: `report: id is required to be a GUID, got "12".`},
		{rule: "R1", name: "uut", spoil: func(r *Report) { r.UUT = nil }, want: "report: uut is required."},
		{rule: "R1", name: "user", spoil: func(r *Report) { r.UUT.User = "" }, want: "uut: user is required."},
		{rule: "R1", name: "root", spoil: func(r *Report) { r.Root = nil }, want: "report: root is required."},
		{rule: "R1", name: "asset", spoil: func(r *Report) { r.Assets = []*Asset{{}} }, want: `assets Index 0: assetSN is required.
assets Index 0: usageCount is required.`},
		{rule: "R1", name: "step keys", spoil: func(r *Report) { *rail(r) = Step{} }, want: `root -> step : group is required.
root -> step : stepType is required.
root -> step : name is required.
root -> step : status is required.`},
		{
			rule: "R1", name: "unknown status", spoil: func(r *Report) { r.Root.Steps = []*Step{{Name: "x", Group: Main, StepType: "Action", Status: Unknown}} },
			want: "root -> step x: status is required to be one of P, F, D, S, E, T.",
		},
		{
			rule: "R1", name: "measurement keys", spoil: func(r *Report) { *rail(r).NumericMeas[0] = NumericMeas{CompOp: LOG} },
			want: `root -> step 3V3 -> numericMeas : status is required.
root -> step 3V3 -> numericMeas : value is required.`,
		},
		{
			rule: "R1", name: "text keys", spoil: func(r *Report) { *textStep(r).StringMeas[0] = StringMeas{CompOp: LOG} },
			want: `root -> step Firmware -> stringMeas : status is required.
root -> step Firmware -> stringMeas : value is required.`,
		},
		{
			rule: "R1", name: "ydata", spoil: func(r *Report) { rail(r).Chart = &Chart{ChartType: Line, Series: []*Series{{}}} },
			want: "root -> step 3V3 -> chart -> series Index 0: ydata is required.",
		},
		{
			rule: "R1", name: "attachment", spoil: func(r *Report) { rail(r).Attachment = &Attachment{} },
			want: `root -> step 3V3 -> attachment: name is required.
root -> step 3V3 -> attachment: contentType is required.
root -> step 3V3 -> attachment: data is required.`,
		},
		{rule: "R1", name: "uur", uur: true, spoil: func(r *Report) { r.UUR = nil }, want: "report: uur is required."},
		{
			rule: "R1", name: "uur keys", uur: true, spoil: func(r *Report) { r.UUR.User, r.UUR.ProcessCode, r.UUR.RefUUT = "", nil, "x" },
			want: `uur: user is required.
uur: processCode is required.
uur: refUUT is required to be a GUID, got "x".`,
		},
		{
			rule: "R1", name: "uur result", uur: true, spoil: func(r *Report) { r.Result = Failed },
			want: "report: result is required to be P in a repair report.",
		},
		{rule: "R1", name: "uur without UUT", uur: true, spoil: func(r *Report) { r.UUR.RefUUT = "" }, want: "uur: refUUT is required."},
		{rule: "R1", name: "units", uur: true, spoil: func(r *Report) { r.SubUnits = nil }, want: "report: subUnits is required."},
		{rule: "R2", name: "lengths", spoil: func(r *Report) {
			r.SN = strings.Repeat("x", 101)
			r.UUT.Comment = strings.Repeat("€", 5001)
			s := rail(r)
			s.ErrorMessage = strings.Repeat("😀", 101)
			s.NumericMeas[0].Unit = strings.Repeat("u", 21)
		}, want: `report: sn is required to be at most 100 characters, got 101.
uut: comment is required to be at most 5000 characters, got 5001.
root -> step 3V3: errorMessage is required to be at most 200 characters, got 202.
root -> step 3V3 -> numericMeas : unit is required to be at most 20 characters, got 21.`},
		{
			rule: "R2", name: "ranges", spoil: func(r *Report) { r.UUT.TestSocketIndex = ptr(-32769); rail(r).ErrorCode = ptr(1 << 31) },
			want: `uut: testSocketIndex is required to be from -32768 to 32767, got -32769.
root -> step 3V3: errorCode is required to be from -2147483648 to 2147483647, got 2147483648.`,
		},
		{rule: "R2", name: "series", spoil: func(r *Report) {
			rail(r).Chart = &Chart{ChartType: Line, Series: make([]*Series, 11)}
			for i := range 11 {
				r.Root.Steps[0].Chart.Series[i] = &Series{YData: ptr("1")}
			}
		}, want: "root -> step 3V3 -> chart: series is required to have at most 10 items, got 11."},
		{rule: "R2", name: "points", spoil: func(r *Report) {
			rail(r).Chart = &Chart{ChartType: Line, Series: []*Series{{YData: ptr(strings.Repeat("1;", 10001))}}}
		}, want: "root -> step 3V3 -> chart -> series Index 0: ydata is required to have at most 10000 points, got 10001."},
		{
			rule: "R3", name: "code", spoil: func(r *Report) { r.ProcessCode = ptr(500) },
			want: "report: processCode is required to be the code of a test operation, got 500.",
		},
		{
			rule: "R3", name: "name", spoil: func(r *Report) { r.ProcessName = "sw debug" },
			want: `report: processName is required to be "SW Debug", got "sw debug".`,
		},
		{
			rule: "R3", name: "repair code", uur: true, spoil: func(r *Report) { r.ProcessCode, r.UUR.ProcessCode = ptr(10), ptr(500) },
			want: `report: processCode is required to be the code of a repair operation, got 10.
uur: processCode is required to be the code of a test operation, got 500.`,
		},
		{
			rule: "R4", name: "root", spoil: func(r *Report) { r.Root.Sequence, r.Root.Status = nil, Failed },
			want: `root: seqCall is required.
root: status is required to be the same as result.`,
		},
		{
			rule: "R5", name: "ids twice", spoil: func(r *Report) { r.Root.ID, rail(r).ID = ptr(0), ptr(0) },
			want: "root -> step 3V3: id is required to be unique, 0 is not.",
		},
		{rule: "R5", name: "some ids", spoil: func(r *Report) { rail(r).ID = ptr(1) }, want: "root: id is required on all steps or on none."},
		{
			rule: "R7", name: "kinds", spoil: func(r *Report) { s := rail(r); s.Sequence, s.CallExe = &Sequence{}, &CallExe{} },
			want: `root -> step 3V3: Cannot have numericMeas in step with seqCall.
root -> step 3V3: Cannot have callExe in step with seqCall.`,
		},
		{
			rule: "R8", name: "steps", spoil: func(r *Report) { rail(r).Steps = []*Step{{Name: "x", Group: Main, StepType: "Action", Status: Passed}} },
			want: "root -> step 3V3: Cannot have steps in step without seqCall.",
		},
		{rule: "R9", name: "chart and file", spoil: func(r *Report) {
			s := rail(r)
			s.Chart, s.Attachment = &Chart{ChartType: Line}, &Attachment{Name: "a", ContentType: "b", Data: "AA=="}
		}, want: "root -> step 3V3: Cannot have attachment in step with chart."},
		{
			rule: "R10", name: "single", spoil: func(r *Report) { rail(r).Status = Done },
			want: "root -> step 3V3: Status cannot be different from measurement status.",
		},
		{
			rule: "R11", name: "passed", spoil: func(r *Report) { multiStep(r).NumericMeas[1].Status = Failed },
			want: "root -> step Rails: Status cannot be Passed with a failed measurement.",
		},
		{
			rule: "R11", name: "failed", spoil: func(r *Report) { multiStep(r).Status = Failed },
			want: "root -> step Rails: Status cannot be Failed without a failed measurement.",
		},
		{
			rule: "R12", name: "missing", spoil: func(r *Report) { multiStep(r).NumericMeas[1].Name = "" },
			want: "root -> step Rails -> numericMeas Index 1: name is required.",
		},
		{
			rule: "R12", name: "twice", spoil: func(r *Report) { multiStep(r).NumericMeas[1].Name = "a" },
			want: `root -> step Rails: measurement name is required to be unique, "a" is not.`,
		},
		{
			rule: "R13", name: "single", spoil: func(r *Report) { rail(r).NumericMeas[0].Name = "x" },
			want: "root -> step 3V3 -> numericMeas x: name cannot be given for a single measurement.",
		},
		{
			rule: "R15", name: "limits", spoil: func(r *Report) { m := rail(r).NumericMeas[0]; m.LowLimit, m.HighLimit = nil, nil },
			want: `root -> step 3V3 -> numericMeas : lowLimit is required for compOp GELE.
root -> step 3V3 -> numericMeas : highLimit is required for compOp GELE.`,
		},
		{
			rule: "R15", name: "limit", spoil: func(r *Report) { textStep(r).StringMeas[0].CompOp = "IgnoreCase" },
			want: "root -> step Firmware -> stringMeas : limit is required for compOp IGNORECASE.",
		},
		{
			rule: "R15", name: "operators", spoil: func(r *Report) { rail(r).NumericMeas[0].CompOp, textStep(r).StringMeas[0].CompOp = "EQT", "" },
			want: `root -> step 3V3 -> numericMeas : compOp is required to be one of LOG, EQ, NE, GT, GE, LT, LE, GTLT, GTLE, GELT, GELE, LTGT, LTGE, LEGT, LEGE, got "EQT".
root -> step Firmware -> stringMeas : compOp is required.`,
		},
		{rule: "R15", name: "chart", spoil: func(r *Report) {
			rail(r).Chart = &Chart{ChartType: "LineChart", Series: []*Series{
				{YData: ptr("1;x")}, {YData: ptr("1;2"), XData: ptr("1")}, {YData: ptr("1"), XData: ptr("0x1p2")},
			}}
		}, want: `root -> step 3V3 -> chart: chartType is required to be one of Line, LineLogXY, LineLogX, LineLogY, got "LineChart".
root -> step 3V3 -> chart -> series Index 0: ydata is required to be numbers separated by semicolons.
root -> step 3V3 -> chart -> series Index 1: xdata is required to have as many points as ydata, got 1 and 2.
root -> step 3V3 -> chart -> series Index 2: xdata is required to be numbers separated by semicolons.`},
		{
			rule: "R15", name: "base64", spoil: func(r *Report) { rail(r).Attachment = &Attachment{Name: "a", ContentType: "b", Data: "no base64"} },
			want: "root -> step 3V3 -> attachment: data is required to be base64.",
		},
		{
			rule: "R16", name: "counters", spoil: func(r *Report) { l := looped(r)[0].Loop; l.EndingIndex, l.Num = ptr(2), ptr(2) },
			want: `root -> loop Again: endingIndex is required to be the same as highest index.
root -> loop Again: num is required to be one more than endingIndex.`,
		},
		{rule: "R16", name: "iterations", spoil: func(r *Report) {
			s := looped(r)
			s[1].StepType, s[1].NumericMeas[0].LowLimit = "ET_X", ptr(0.5)
			s[2].NumericMeas = nil
		}, want: `root -> loop Again -> Index 0: stepType is required to match Summary step.
root -> loop Again -> Index 0 -> numericMeas : lowLimit is required to match Summary step.
root -> loop Again -> Index 1: numericMeas is required to match Summary step.`},
		{
			rule: "R17", name: "misc infos", spoil: func(r *Report) { r.MiscInfos = []*MiscInfo{{}} },
			want: `miscInfos Index 0: description is required.
miscInfos Index 0: text or numeric is required.`,
		},
		{rule: "R17", name: "repair misc infos", uur: true, spoil: func(r *Report) {
			for _, d := range []string{"Lot", "Lot", "Other"} {
				must(r.AddMiscInfo(MiscInfoArgs{Description: d, Value: "x"}))
			}
		}, want: `miscInfos Index 1: description is required to be unique, got "Lot".
miscInfos Index 2: description is required to be defined in the repair type, got "Other".`},
		{
			rule: "R18", name: "sub-unit", spoil: func(r *Report) { r.SubUnits = []*SubUnit{{}} },
			want: `subUnits Index 0: partType is required.
subUnits Index 0: sn is required.
subUnits Index 0: pn is required.`,
		},
		{rule: "R18", name: "units of a repair", uur: true, spoil: func(r *Report) {
			for range 3 {
				must(r.AddSubUnit(SubUnitArgs{PN: "p", SN: "s"}))
			}
			r.SubUnits[0].Idx = nil
			r.SubUnits[2].Idx, r.SubUnits[2].ParentIdx = ptr(1), ptr(1)
			r.SubUnits[3].ParentIdx, r.SubUnits[3].ReplacedIdx = ptr(7), ptr(8)
			r.SubUnits[1].ParentIdx = nil
		}, want: `report: subUnits is required to have exactly one unit with idx 0.
subUnits Index 0: idx is required.
subUnits Index 1: idx is required to be unique, 1 is not.
subUnits Index 2: idx is required to be unique, 1 is not.
subUnits Index 3: parentIdx is required to be the idx of a unit, got 7.
subUnits Index 3: replacedIdx is required to be the idx of a unit, got 8.`},
		{rule: "R19", name: "failures", uur: true, spoil: func(r *Report) {
			r.SubUnits[0].Failures = []*Failure{
				{}, {Category: "Nothing", Code: "x", RefStepID: ptr(0)}, {Category: "Component", Code: "x", RefStepID: ptr(0)},
			}
		}, want: `subUnits Index 0 -> failures Index 0: category is required.
subUnits Index 0 -> failures Index 0: code is required.
subUnits Index 0 -> failures Index 0: refStepId is required.
subUnits Index 0 -> failures Index 1: Category must be a valid value.
subUnits Index 0 -> failures Index 2: Code must be a valid value.`},
		{rule: "R20", name: "characters", spoil: func(r *Report) {
			r.SN = "a\x00"
			s := rail(r)
			s.Name, s.ReportText, s.ErrorMessage = "x\u0085", "\uFEFF", "ok\xff"
			s.NumericMeas[0].Unit = "\u007f"
		}, want: "report: sn contains characters that are not allowed (U+0000).\n" +
			"root -> step x\u0085: name contains characters that are not allowed (U+0085).\n" +
			"root -> step x\u0085: errorMessage contains characters that are not allowed (the byte 0xFF, which is not UTF-8).\n" +
			"root -> step x\u0085: reportText contains characters that are not allowed (U+FEFF).\n" +
			"root -> step x\u0085 -> numericMeas : unit contains characters that are not allowed (U+007F)."},
		{
			rule: "R23", name: "no date", spoil: func(r *Report) { r.Start, r.StartUTC = keptTime("soon"), keptTime("later") },
			want: `report: start is required to be a date such as 2026-01-31T14:26:16.977+01:00, got "soon".
report: startUTC is required to be a date such as 2026-01-31T14:26:16.977+01:00, got "later".`,
		},
		{
			rule: "R23", name: "instant", spoil: func(r *Report) { r.StartUTC = keptTime("2026-01-31T13:26:18Z") },
			want: "report: startUTC is required to be the same instant as start.",
		},
		{
			rule: "R23", name: "old", spoil: func(r *Report) { r.Start = keptTime("1969-12-31T23:00:00Z") },
			want: "report: start is required to be 1970-01-01 or later, got 1969-12-31T23:00:00Z.",
		},
		{
			rule: "R23", name: "offset", spoil: func(r *Report) { r.Start = keptTime("2026-01-31T14:26:16+15:00") },
			want: "report: start is required to have an offset of at most 14 hours, got 2026-01-31T14:26:16+15:00.",
		},
	} {
		t.Run(c.rule+" "+c.name, func(t *testing.T) {
			r := newUUT()
			if c.uur {
				r = newUUR()
				r.UUR.RefUUT = r.ID
			}
			if v := r.Validate(registry{}); len(v) > 0 {
				t.Fatalf("not valid before:\n%v", v)
			}
			c.spoil(r)
			got := r.Validate(registry{})
			if diff := cmp.Diff(c.want, got.Error()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			for _, v := range got {
				if v.Rule != c.rule {
					t.Errorf("rule %s: %s", v.Rule, v)
				}
			}
		})
	}
}

// What servers accept must not be refused: a false refusal costs a report.
func TestWhatServersAccept(t *testing.T) {
	for name, change := range map[string]func(r *Report){
		"R6 a bare step": func(r *Report) { must(r.Root.AddGenericStep(GenericStepArgs{StepArgs{Name: "w"}, "NI_Wait"})) },
		"R8 an empty sequence": func(r *Report) {
			must(r.Root.AddSequenceCall(SequenceCallArgs{StepArgs: StepArgs{Name: "q"}})).Steps = []*Step{}
		},
		"R8 no steps":         func(r *Report) { r.Root.Steps = nil },
		"R14 equal siblings":  func(r *Report) { numericStep(r, "a"); numericStep(r, "a") },
		"R21 a wrong verdict": func(r *Report) { numericStep(r, "a").NumericMeas[0].Value = ptr(9.0) },
		"R22 data of a skipped": func(r *Report) {
			s := multiStep(r)
			s.Status = Skipped
			s.NumericMeas[0].Name = "b"
			s.Chart = &Chart{}
		},
		"an error with a skipped measurement": func(r *Report) {
			s := numericStep(r, "a")
			s.Status, s.NumericMeas[0].Status = Error, Skipped
		},
		"a passed parent of a failed step": func(r *Report) { s := numericStep(r, "a"); s.Status, s.NumericMeas[0].Status = Failed, Failed },
		"a loop without iterations":        func(r *Report) { numericStep(r, "a").Loop = &Loop{Num: ptr(3), EndingIndex: ptr(3)} },
		"an iteration without a loop":      func(r *Report) { numericStep(r, "a").Loop = &Loop{Idx: ptr(0)} },
		"a start without an offset": func(r *Report) {
			r.Start = keptTime("2026-01-31T14:26:16")
			r.StartUTC = keptTime("2026-01-31T10:00:00Z")
		},
		"the same instant":             func(r *Report) { r.StartUTC = keptTime("2026-01-31T13:26:16.977") },
		"no unit and a spelling":       func(r *Report) { m := numericStep(r, "a").NumericMeas[0]; m.Unit, m.CompOp = "", "GeLe" },
		"a start in the future":        func(r *Report) { r.Start = NewTime(fixed.Now().Add(1000 * time.Hour)) },
		"a sequence without a version": func(r *Report) { r.Root.Sequence.Version = nil },
	} {
		r := newUUT()
		change(r)
		if v := r.Validate(registry{}); len(v) > 0 {
			t.Errorf("%s:\n%v", name, v)
		}
	}
}

func TestFaultOfViolations(t *testing.T) {
	r := newUUT()
	r.PN = ""
	want := "the report is not valid: report: pn is required."
	if got := r.Validate(nil).Fault(); got == nil || got.Error() != want {
		t.Errorf("one: %v", got)
	}
	r.SN = ""
	want = "the report is not valid in 2 places:\nreport: pn is required.\nreport: sn is required."
	if got := fmt.Sprint(r.Validate(nil).Fault()); got != want {
		t.Errorf("two: %s", got)
	}
	if err := (Violations{}).Fault(); err != nil {
		t.Errorf("none: %v", err)
	}
}
