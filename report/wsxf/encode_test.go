package wsxf

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/report"
)

var oslo = time.FixedZone("", 3600)

// built makes a test report with the builder.
func built(t testing.TB) *report.Report {
	t.Helper()
	r, err := report.NewUUT(report.UUTArgs{PartNumber: "PN", Revision: "A", SerialNumber: "SN", OperationType: 10}, report.Defaults{
		Station: "st", Location: "lo", Purpose: "pu", Operator: "op",
		Now:   func() time.Time { return time.Date(2026, 1, 31, 14, 0, 0, 5e6, oslo) },
		NewID: func() string { return "6f0c5d3c-0000-4000-8000-00000000000a" },
	})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func must[T any](t testing.TB) func(value T, err error) T {
	return func(value T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func named(name string) report.StepArgs { return report.StepArgs{Name: name} }

// everyKind is a report with every kind of step that the builder makes.
func everyKind(t testing.TB) *report.Report {
	r := built(t)
	step := must[*report.Step](t)
	low, high, limit, yes, button := 3.2, 3.4, "x", true, 1
	seq := step(r.Root.AddSequenceCall(report.SequenceCallArgs{StepArgs: named("seq")}))
	step(seq.AddNumericStep(report.NumericStepArgs{StepArgs: named("numeric"), NumericArgs: report.NumericArgs{
		Value: 3.31, Unit: "V", CompOp: report.GELE, LowLimit: &low, HighLimit: &high,
	}}))
	step(seq.AddNumericStep(report.NumericStepArgs{StepArgs: named("nan"), NumericArgs: report.NumericArgs{Value: math.NaN(), CompOp: report.NE, LowLimit: &low}}))
	step(seq.AddNumericStep(report.NumericStepArgs{StepArgs: named("inf"), NumericArgs: report.NumericArgs{Value: math.Inf(-1)}}))
	step(seq.AddStringStep(report.StringStepArgs{StepArgs: named("string"), StringArgs: report.StringArgs{Value: "x", CompOp: report.EQ, Limit: &limit}}))
	step(seq.AddBooleanStep(report.BooleanStepArgs{StepArgs: named("boolean"), BooleanArgs: report.BooleanArgs{Value: &yes}}))
	for name, add := range map[string]func(report.MultiStepArgs) (*report.Step, error){
		"numbers": seq.AddMultiNumericStep, "texts": seq.AddMultiStringStep, "verdicts": seq.AddMultiBooleanStep,
	} {
		s := step(add(report.MultiStepArgs{StepArgs: named(name)}))
		value := map[string]any{"numbers": 1.5, "texts": "t", "verdicts": true}[name]
		for _, m := range []string{"a", "b"} {
			must[report.Measurement](t)(s.AddMeasurement(report.MeasurementArgs{Name: m, Value: value}))
		}
	}
	step(seq.AddActionStep(report.ActionStepArgs{StepArgs: named("action")}))
	step(seq.AddGenericStep(report.GenericStepArgs{StepArgs: named("wait"), StepType: "NI_Wait"}))
	step(seq.AddCallExeStep(report.CallExeStepArgs{StepArgs: named("exe"), ExitCode: 3}))
	step(seq.AddMessagePopupStep(report.MessagePopupStepArgs{StepArgs: named("popup"), Response: "a\tb", Button: &button}))
	chart := step(seq.AddChartStep(report.ChartStepArgs{StepArgs: named("chart")}))
	must[*report.Series](t)(chart.Chart.AddSeries(report.SeriesArgs{Name: "s", YData: []float64{1, 2.5}}))
	file := step(seq.AddActionStep(report.ActionStepArgs{StepArgs: named("file")}))
	must[*report.Attachment](t)(file.AddAttachment(report.FileArgs{Name: "f.bin", Data: []byte{0, 1, 2, 3}}))
	must[*report.AdditionalData](t)(file.AddAdditionalResults(report.AdditionalDataArgs{Name: "extra", Props: map[string]any{"list": []any{1, 2}, "deep": map[string]any{"x": "<&>\r\n"}}}))
	return r
}

func TestEveryKindOfStepSurvivesXML(t *testing.T) {
	r := everyKind(t)
	got := decodeOne(t, encode1(t, r))
	want := values(t, r.Encode()).(map[string]any)
	want["startUTC"] = "2026-01-31T13:00:00.005Z" // what XML demands besides
	if diff := cmp.Diff(any(want), values(t, got.Encode())); diff != "" {
		t.Errorf("(-built +through XML):\n%s", diff)
	}
	if v := got.Validate(nil); len(v) > 0 {
		t.Errorf("a server would refuse it: %v", v)
	}
}

func TestEncodeIsWhatClientsPost(t *testing.T) {
	r := built(t)
	s := must[*report.Step](t)(r.Root.AddMultiNumericStep(report.MultiStepArgs{StepArgs: named("one")}))
	must[report.Measurement](t)(s.AddMeasurement(report.MeasurementArgs{Name: "hidden", Value: 0.30000000000000004}))
	want := `<?xml version="1.0" encoding="utf-8"?><Reports xmlns="http://wats.virinco.com/schemas/WATS/Report/wsxf">` +
		`<Report type="UUT" ID="6F0C5D3C-0000-4000-8000-00000000000A" Start="2026-01-31T14:00:00.005+01:00" Start_utc="2026-01-31T13:00:00.005Z" ` +
		`Result="Passed" SN="SN" PN="PN" Rev="A" MachineName="st" Location="lo" Purpose="pu"><UUT UserLoginName="op" /><Process Code="10" />` +
		`<Step Group="Main" Name="MainSequence Callback" StepType="SequenceCall" Status="Passed" StepIndex="0">` +
		`<SequenceCall Name="TestSequence" Version="1.0.0" Filepath="TestSequence" Filename="TestSequence" MeasIndex="0" />` +
		`<Step Group="Main" Name="one" StepType="ET_MNLT" Status="Passed" StepIndex="0">` +
		`<NumericLimit NumericValue="0.30000000000000004" CompOperator="LOG" Status="Passed" MeasIndex="0" MeasOrderNumber="-1" /></Step></Step></Report></Reports>`
	if got := encode1(t, r); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestExportOptions(t *testing.T) {
	r := everyKind(t)
	export := func(o ExportOptions) string {
		document, err := Export(r, o)
		if err != nil {
			t.Fatal(err)
		}
		return string(document)
	}
	full := export(FullExport)
	for what, present := range map[string]bool{
		`ProductName=""`: true, `Units=""`: true, `XUnit=""`: true, "<ydata>1;2.5</ydata>": true, "<Attachment": true,
		`StepIndex="1"`: true, `MeasOrderNumber="3"`: true, `StepCausedUUTFailure="false"`: true, "<AdditionalResults": true,
	} {
		if strings.Contains(full, what) != present {
			t.Errorf("full export: %s is %v", what, !present)
		}
	}
	for _, c := range []struct {
		name    string
		options ExportOptions
		absent  []string
	}{
		{"no indexes", ExportOptions{report.FullExport, false}, []string{"StepIndex", "MeasIndex", "MeasOrderNumber", " idx="}},
		{"no points", ExportOptions{report.ExportOptions{DetailLevel: 7, Attachments: true}, true}, []string{"<Series", "ydata"}},
		{"no files", ExportOptions{report.ExportOptions{DetailLevel: 7, Chartdata: true}, true}, []string{"<Attachment"}},
		{"header only", ExportOptions{report.ExportOptions{DetailLevel: 1, Chartdata: true, Attachments: true}, true}, []string{"<Step", "<UUT"}},
		{"no measurements", ExportOptions{report.ExportOptions{DetailLevel: 3}, true}, []string{"<NumericLimit", "<PassFail"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			document := export(c.options)
			for _, what := range c.absent {
				if strings.Contains(document, what) {
					t.Errorf("%s is there", what)
				}
			}
			decodeOne(t, document)
		})
	}
}

func TestExportRoundsNumbers(t *testing.T) {
	r := built(t)
	must[*report.Step](t)(r.Root.AddNumericStep(report.NumericStepArgs{StepArgs: named("n"), NumericArgs: report.NumericArgs{Value: 3.2782090082913697}}))
	document := must[[]byte](t)(Export(r, FullExport))
	if !bytes.Contains(document, []byte(`NumericValue="3.27820900829137"`)) {
		t.Errorf("got %s", document)
	}
}

func TestRefusesCharactersThatXMLCannotHold(t *testing.T) {
	for _, c := range []struct{ name, char, shown string }{
		{"zero", "\x00", `"\x00"`}, {"control", "\x1b", `"\x1b"`}, {"no UTF-8", "\xff", `"\xff"`}, {"no character", "\uffff", `"\uffff"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := built(t)
			seq := must[*report.Step](t)(r.Root.AddSequenceCall(report.SequenceCallArgs{StepArgs: named("Power")}))
			step := must[*report.Step](t)(seq.AddStringStep(report.StringStepArgs{StepArgs: named("Version"), StringArgs: report.StringArgs{Value: "1"}}))
			value := "ok" + c.char
			step.StringMeas[0].Value = &value
			r.UUT.Comment = c.char
			_, err := Encode(r)
			want := "uut: Comment contains the character " + c.shown + ", which XML cannot hold.\n" +
				"root -> step Power -> step Version -> stringMeas : StringValue contains the character " + c.shown + ", which XML cannot hold."
			if c.name == "no UTF-8" { // JSON makes U+FFFD of it
				if err != nil {
					t.Fatal(err)
				}
				return
			}
			if err == nil || !strings.HasSuffix(err.Error(), want) {
				t.Errorf("got  %v\nwant %s", err, want)
			}
		})
	}
}

func TestTextsComeBackAsTheyWere(t *testing.T) {
	text := " <a b=\"c\" d='e'>&amp;]]>\t\n\r\n 🙂\u0085 "
	r := built(t)
	r.UUT.Comment, r.UUT.ErrorMessage = text, text
	got := decodeOne(t, encode1(t, r))
	if got.UUT.Comment != text || got.UUT.ErrorMessage != text {
		t.Errorf("got  %q\nand  %q\nwant %q", got.UUT.Comment, got.UUT.ErrorMessage, text)
	}
}

func TestTimesBecomeTimesOfXML(t *testing.T) {
	r := decodeWSJF(t, []byte(`{"type":"R","start":"2020-01-01 09:00:00+01:00","startUTC":"2020-01-01T08:00:00.Z","uur":{"confirmDate":"2018-04-01T13:40:40"}}`))
	document := encode1(t, r)
	for _, want := range []string{`Start="2020-01-01T09:00:00+01:00"`, `Start_utc="2020-01-01T08:00:00Z"`, `ConfirmDate="2018-04-01T13:40:40"`} {
		if !strings.Contains(document, want) {
			t.Errorf("no %s in %s", want, document)
		}
	}
}

// Keys that only pretend to come from XML must neither break the document nor change what the report says.
func TestForeignKeysCannotForgeXML(t *testing.T) {
	r := decodeWSJF(t, []byte(`{"type":"T","result":"F","wsxf:@Result":"Passed","wsxf:@result":"Passed","wsxf:@a b":"x","wsxf:@xmlns":"y","wsxf:@New":"1","wsxf:@New":"2",
		"wsxf:@StepIndex":7,"wsxf:Step/@Status":"Passed","wsxf:Process/@Code":"5","other":1,
		"root":{"status":"F","group":"M","wsxf:@StepIndex":"9","wsxf:Step":"<Step/>","wsxf:NumericLimit":"<NumericLimit/>"}}`))
	want := `<Report type="UUT" Result="Failed" New="2"><Step Group="Main" Status="Failed" StepIndex="0" /></Report></Reports>`
	if got := encode1(t, r); !strings.HasSuffix(got, want) {
		t.Errorf("got %s\nwant …%s", got, want)
	}
	r = decodeWSJF(t, []byte(`{"type":"T","wsxf:X":"<X>"}`))
	if _, err := Encode(r); err == nil || !strings.Contains(err.Error(), "report: wsxf:X is required to be XML: ") {
		t.Errorf("got %v", err)
	}
}

// thousand is a report with 1000 numeric steps.
func thousand(b *testing.B) *report.Report {
	r := built(b)
	low, high := 1.0, 2.0
	for i := range 1000 {
		must[*report.Step](b)(r.Root.AddNumericStep(report.NumericStepArgs{StepArgs: named(fmt.Sprintf("Step %d", i)), NumericArgs: report.NumericArgs{
			Value: 1 + float64(i)/1000, Unit: "V", CompOp: report.GELE, LowLimit: &low, HighLimit: &high,
		}}))
	}
	return r
}

func BenchmarkEncode1000Steps(b *testing.B) {
	r := thousand(b)
	b.ReportAllocs()
	for b.Loop() {
		encode1(b, r)
	}
}

func BenchmarkDecode1000Steps(b *testing.B) {
	document := []byte(encode1(b, thousand(b)))
	b.SetBytes(int64(len(document)))
	b.ReportAllocs()
	for b.Loop() {
		must[*report.Report](b)(DecodeOne(document))
	}
}
