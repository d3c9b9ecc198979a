package report

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/fault"
)

func TestANewTestReport(t *testing.T) {
	r := newUUT()
	want := `{"type":"T","id":"0191f0a0-7a3e-7cc3-98c4-dc0c0c07398f","pn":"PCBA-7","sn":"SN-1","rev":"B","processCode":10,"result":"P",` +
		`"machineName":"STATION-1","location":"Line 1","purpose":"Production","start":"2026-01-31T14:26:16.977+01:00",` +
		`"root":{"group":"M","stepType":"SequenceCall","name":"MainSequence Callback","status":"P",` +
		`"seqCall":{"path":"TestSequence","name":"TestSequence","version":"1.0.0"}},"uut":{"user":"op-12"}}`
	if diff := cmp.Diff(want, string(r.Encode())); diff != "" {
		t.Error(diff)
	}
	if v := r.Validate(nil); len(v) > 0 {
		t.Error(v)
	}
}

func TestAStepOnTheWire(t *testing.T) {
	r := newUUT()
	s := numericStep(r, " 3V3 rail ")
	s.ID = ptr(1)
	want := `{"id":1,"group":"M","stepType":"ET_NLT","name":"3V3 rail","status":"P",` +
		`"numericMeas":[{"compOp":"GELE","status":"P","unit":"V","value":3.3,"highLimit":3.4,"lowLimit":3.2}]}`
	if got := string(r.Encode()); !strings.Contains(got, want) {
		t.Errorf("no %s in %s", want, got)
	}
}

func TestHeadersAreChecked(t *testing.T) {
	good := UUTArgs{PartNumber: " PCBA-7 ", Revision: "B", SerialNumber: "SN-1", OperationType: 10}
	for name, c := range map[string]struct {
		change func(*UUTArgs)
		want   string
	}{
		"wildcard":      {func(a *UUTArgs) { a.SerialNumber = "SN/1" }, `serial_number "SN/1" contains "/"`},
		"part wildcard": {func(a *UUTArgs) { a.PartNumber = "P%" }, `part_number "P%" contains "%"`},
		"blank":         {func(a *UUTArgs) { a.SerialNumber = " " }, "serial_number is empty"},
		"no revision":   {func(a *UUTArgs) { a.Revision = "" }, "revision is empty"},
		"long":          {func(a *UUTArgs) { a.SerialNumber = strings.Repeat("x", 101) }, "sn is required to be at most 100 characters"},
		"range":         {func(a *UUTArgs) { a.OperationType = 40000 }, "processCode is required to be from -32768 to 32767"},
		"control":       {func(a *UUTArgs) { a.SerialNumber = "a\x01" }, "sn contains characters that are not allowed (U+0001)"},
	} {
		a := good
		c.change(&a)
		if r, err := NewUUT(a, fixed); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, %v", name, r, err)
		}
	}
	a := good
	a.SerialNumber = "SUPPRESS: SN*1"
	if r := must(NewUUT(a, fixed)); r.SN != "SN*1" || r.PN != "PCBA-7" {
		t.Errorf("names are %q and %q", r.SN, r.PN)
	}
	a.SerialNumber, a.AllowProblematicCharacters = "SN?", true
	if r := must(NewUUT(a, fixed)); r.SN != "SN?" {
		t.Errorf("serial number is %q", r.SN)
	}
}

func TestWithoutDefaults(t *testing.T) {
	r := must(NewUUT(UUTArgs{PartNumber: "p", Revision: "r", SerialNumber: "s"}, Defaults{}))
	if r.MachineName != "Unknown" || r.UUT.User != "Unknown" || r.Start.IsZero() || !isGUID(r.ID) {
		t.Errorf("made %+v", r)
	}
	if v := r.Validate(nil); len(v) > 0 {
		t.Error(v)
	}
}

func TestASingleMeasurementIsSentWithoutItsName(t *testing.T) {
	r := newUUT()
	s := must(r.Root.AddMultiStringStep(MultiStepArgs{StepArgs{Name: "m"}}))
	first := must(s.AddMeasurement(MeasurementArgs{Name: "a", Value: "x"})).(*StringMeas)
	if first.Name != "a" {
		t.Errorf("the name is %q", first.Name)
	}
	if got := string(r.Encode()); strings.Contains(got, `"name":"a"`) || strings.Contains(string(r.Exported(FullExport)), `"name":"a"`) {
		t.Errorf("the name is sent: %s", got)
	}
	if v := r.Validate(nil); len(v) > 0 {
		t.Error(v)
	}
	must(s.AddMeasurement(MeasurementArgs{Name: "b", Value: "x"}))
	must(s.AddMeasurement(MeasurementArgs{Name: "a", Value: "x"}))
	must(s.AddMeasurement(MeasurementArgs{Name: "a", Value: "x"}))
	got := string(r.Encode())
	for _, name := range []string{"a", "b", "a #2", "a #3"} {
		if !strings.Contains(got, `"name":"`+name+`"`) {
			t.Errorf("no %s in %s", name, got)
		}
	}
	if v := r.Validate(nil); len(v) > 0 {
		t.Error(v)
	}
}

func TestArgumentsThatDoNotFit(t *testing.T) {
	r := newUUT()
	multi := multiStep(r)
	text := must(r.Root.AddMultiStringStep(MultiStepArgs{StepArgs{Name: "t"}}))
	boolean := must(r.Root.AddMultiBooleanStep(MultiStepArgs{StepArgs{Name: "b"}}))
	rail := numericStep(r, "rail")
	chart := must(numericStep(r, "chart").AddChart(ChartArgs{}))
	before := r.Root.CountSteps(RecursiveArgs{})
	for want, err := range map[string]error{
		"name is empty":                                                      second(r.Root.AddActionStep(ActionStepArgs{})),
		"step rail is not a sequence call":                                   second(rail.AddActionStep(ActionStepArgs{StepArgs{Name: "x"}})),
		"step rail is not a sequence call and cannot hold a loop":            second(rail.AddLoop(LoopArgs{Name: "x"})),
		"step_type is empty":                                                 second(r.Root.AddGenericStep(GenericStepArgs{StepArgs: StepArgs{Name: "x"}})),
		"step rail takes no further measurements":                            second(rail.AddMeasurement(MeasurementArgs{Name: "x", Value: 1.0})),
		"measurement x: value is required to be a number, got a text":        second(multi.AddMeasurement(MeasurementArgs{Name: "x", Value: "1"})),
		"measurement y: value is required to be a number, got nil":           second(multi.AddMeasurement(MeasurementArgs{Name: "y"})),
		"measurement x: value is required to be a text, got a number":        second(text.AddMeasurement(MeasurementArgs{Name: "x", Value: 1})),
		"measurement x: value is required to be true or false, got a number": second(boolean.AddMeasurement(MeasurementArgs{Name: "x", Value: 1.0})),
		"measurement y: value is missing":                                    second(boolean.AddMeasurement(MeasurementArgs{Name: "y"})),
		"status Done is not a status of a measurement":                       second(multi.AddMeasurement(MeasurementArgs{Name: "x", Value: 1.0, Status: Done})),
		"x: name is required to be at most 100 characters, got 101":          second(r.Root.AddActionStep(ActionStepArgs{StepArgs{Name: strings.Repeat("x", 101)}})),
		"step d cannot be Done":                                              second(r.Root.AddBooleanStep(BooleanStepArgs{StepArgs{Name: "d", OutcomeArgs: OutcomeArgs{Status: Done}}, BooleanArgs{}})),
		"step e cannot be Done":                                              second(r.Root.AddMultiNumericStep(MultiStepArgs{StepArgs{Name: "e", OutcomeArgs: OutcomeArgs{Status: Done}}})),
		"y_data of s is empty":                                               second(chart.AddSeries(SeriesArgs{Name: "s"})),
		"y_data of l has 10001 points":                                       second(chart.AddSeries(SeriesArgs{Name: "l", YData: make([]float64, 10001)})),
		"x_data of s has 1 points and y_data 2":                              second(chart.AddSeries(SeriesArgs{Name: "s", XData: []float64{1}, YData: []float64{1, 2}})),
		"step chart has a chart already":                                     second(r.Root.FindStep(FindArgs{Name: "chart"}).AddAttachment(FileArgs{Name: "f", Data: []byte("x")})),
		"data of f is empty":                                                 second(rail.AddAttachment(FileArgs{Name: "f"})),
		"big has more than 10485760 bytes":                                   second(rail.AddAttachment(FileArgs{Name: "big", Data: make([]byte, 10<<20+1)})),
		"name is required to be at most 100 characters, got 101":             second(rail.AddAttachment(FileArgs{Name: strings.Repeat("f", 101), Data: []byte("x")})),
		"either data or file is required":                                    second(rail.AddAttachment(FileArgs{File: "f", Data: []byte("x")})),
		"the file no/f cannot be read":                                       second(rail.AddAttachment(FileArgs{File: "no/f"})),
		"only a repair report holds files":                                   second(r.AddBinaryData(FileArgs{Name: "f", Data: []byte("x")})),
		"value of misc info m is missing":                                    second(r.AddMiscInfo(MiscInfoArgs{Description: "m"})),
		"value of misc info m is required":                                   second(r.AddMiscInfo(MiscInfoArgs{Description: "m", Value: []any{}})),
		"misc info t: text is required to be at most":                        second(r.AddMiscInfo(MiscInfoArgs{Description: "t", Value: strings.Repeat("x", 101)})),
		"sn is empty":                         second(r.AddAsset(AssetArgs{})),
		"pn is empty":                         second(r.AddSubUnit(SubUnitArgs{SN: "s"})),
		"only a repair report has failures":   second(r.AddFailure(UnitFailureArgs{})),
		"a repair report has no steps":        second(newUUR().GetRootSequenceCall()),
		"props: x has a value of type func()": second(r.AddAdditionalData(AdditionalDataArgs{Name: "d", Props: map[string]any{"x": func() {}}})),
	} {
		if f := fault.Of(err); f == nil || !strings.Contains(f.Error(), want) || (f.Kind != fault.Usage && f.Kind != fault.Validation) {
			t.Errorf("want %s, got %v", want, err)
		}
	}
	if n := r.Root.CountSteps(RecursiveArgs{}); n != before {
		t.Errorf("%d steps became %d", before, n)
	}
	if v := r.Validate(nil); len(v) > 0 {
		t.Error(v)
	}
}

func TestErrorTextsAreCut(t *testing.T) {
	r := newUUT()
	s := must(r.Root.AddActionStep(ActionStepArgs{StepArgs{Name: "a", OutcomeArgs: OutcomeArgs{
		Status: Error, ErrorMessage: strings.Repeat("😀", 150), ErrorCode: ptr(-7),
	}}}))
	if n := utf16Length(s.ErrorMessage); n != 200 {
		t.Errorf("%d units are left", n)
	}
	if v := r.Validate(nil); len(v) > 0 {
		t.Error(v)
	}
}

func TestSequencesInheritWhereTheyComeFrom(t *testing.T) {
	r := must(NewUUT(UUTArgs{PartNumber: "p", Revision: "r", SerialNumber: "s", SequenceName: "power.lua", SequenceVersion: "2.1", SequencePath: "/t/power.lua"}, fixed))
	q := must(r.Root.AddSequenceCall(SequenceCallArgs{StepArgs: StepArgs{Name: "Power", Group: Setup}}))
	if got := []string{*q.Sequence.Path, *q.Sequence.Name, *q.Sequence.Version, string(q.Group)}; !cmp.Equal(got, []string{"/t/power.lua", "Power", "2.1", "S"}) {
		t.Errorf("made %v", got)
	}
}

func TestEverythingElseThatAReportHolds(t *testing.T) {
	r := newUUT()
	must(r.AddMiscInfo(MiscInfoArgs{Description: "Lot", Value: "A7"}))
	must(r.AddMiscInfo(MiscInfoArgs{Description: "Humidity", Value: 41.5}))
	must(r.AddMiscInfo(MiscInfoArgs{Description: "Both", Text: ptr("x"), Numeric: ptr(1.0)}))
	must(r.AddMiscInfo(MiscInfoArgs{Description: "Flag", Value: true}))
	must(r.AddAsset(AssetArgs{SN: "DMM-1"}))
	must(r.AddSubUnit(SubUnitArgs{PartType: "PCBA", SN: "1", PN: "2", Rev: "3"}))
	must(r.AddAdditionalData(AdditionalDataArgs{Name: "Env", Props: map[string]any{
		"t": 21.5, "n": 3, "ok": true, "s": "x", "inf": math.Inf(-1), "list": []any{1.0, 2.0}, "mixed": []any{1.0, "a"}, "none": []any{}, "sub": map[string]any{"a": "b"},
	}}))
	s := must(r.Root.AddMessagePopupStep(MessagePopupStepArgs{StepArgs: StepArgs{Name: "ask"}, Response: "yes", Button: ptr(1)}))
	must(s.AddAdditionalResults(AdditionalDataArgs{Name: "More", Props: map[string]any{}}))
	must(r.Root.AddCallExeStep(CallExeStepArgs{StepArgs: StepArgs{Name: "run"}, ExitCode: 2}))
	must(r.Root.AddGenericStep(GenericStepArgs{StepArgs{Name: "wait", OutcomeArgs: OutcomeArgs{Status: Done}}, "NI_Wait"}))
	file := must(must(r.Root.AddActionStep(ActionStepArgs{StepArgs{Name: "f"}})).AddAttachment(FileArgs{Name: "log.txt", Data: []byte{0, 255}, ContentType: "text/plain"}))
	if data := must(file.Bytes()); !cmp.Equal(data, []byte{0, 255}) {
		t.Errorf("the file holds %v", data)
	}
	chart := must(r.Root.AddChartStep(ChartStepArgs{StepArgs{Name: "plot"}, ChartArgs{ChartType: LineLogX, Series: []SeriesArgs{{Name: "u", YData: []float64{1, 2.5}}}}})).Chart
	x, y, err := chart.Series[0].Points()
	if err != nil || !cmp.Equal(x, []float64{0, 1}) || !cmp.Equal(y, []float64{1, 2.5}) {
		t.Errorf("points are %v, %v, %v", x, y, err)
	}
	if v := r.Validate(nil); len(v) > 0 {
		t.Error(v)
	}
	got := string(r.Encode())
	for _, want := range []string{
		`{"description":"Lot","text":"A7"},{"description":"Humidity","numeric":41.5},{"description":"Both","text":"x","numeric":1},{"description":"Flag","text":"true"}`,
		`"assets":[{"assetSN":"DMM-1","usageCount":1}]`,
		`"subUnits":[{"partType":"PCBA","pn":"2","rev":"3","sn":"1"}]`,
		`{"name":"inf","type":"Number","value":"-Infinity"}`,
		`{"name":"list","type":"Array","array":{"dimension":1,"type":"Number","indexes":[{"text":"[0]","indexes":[0],"value":{"name":"[0]","type":"Number","value":"1"}}`,
		`"type":"Obj","indexes":[{"text":"[0]","indexes":[0],"value":{"name":"[0]","type":"Number"`,
		`{"name":"sub","type":"Obj","props":[{"name":"a","type":"String","value":"b"}]}`,
		`"messagePopup":{"response":"yes","button":1}`, `"callExe":{"exitCode":2}`, `"stepType":"NI_Wait","name":"wait","status":"D"`,
		`"attachment":{"name":"log.txt","contentType":"text/plain","data":"AP8="}`,
		`"chart":{"chartType":"LineLogX","label":"Chart","xLabel":"X","yLabel":"Y","series":[{"dataType":"XYG","name":"u","xdata":"0;1","ydata":"1;2.5"}]}`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
}

func TestAdditionalDataThatHoldItself(t *testing.T) {
	loop := map[string]any{}
	loop["self"] = []any{loop}
	if _, err := newUUT().AddAdditionalData(AdditionalDataArgs{Name: "d", Props: loop}); fault.KindOf(err) != fault.Usage {
		t.Errorf("taken: %v", err)
	}
}

func TestTheTree(t *testing.T) {
	r := newUUT()
	q := must(r.Root.AddSequenceCall(SequenceCallArgs{StepArgs: StepArgs{Name: "Power"}}))
	low := 3.2
	s := must(q.AddNumericStep(NumericStepArgs{StepArgs{Name: "3V3"}, NumericArgs{Value: 3.1, Unit: "V", CompOp: GE, LowLimit: &low}}))
	must(r.Root.AddActionStep(ActionStepArgs{StepArgs{Name: "3V3"}}))
	textStep(r)
	if got := s.GetStepPath(); got != "MainSequence Callback/Power/3V3" {
		t.Errorf("path is %s", got)
	}
	if s.Parent() != q || s.Report() != r || s.Number() != 2 || r.Root.Steps[1].Number() != 3 {
		t.Error("the step does not know where it is")
	}
	flat := ptr(false)
	if r.Root.FindStep(FindArgs{Name: "3V3"}) != s || r.Root.FindStep(FindArgs{Name: "3V3", Recursive: flat}) != r.Root.Steps[1] {
		t.Error("the wrong step was found")
	}
	if r.Root.FindStep(FindArgs{Name: "no"}) != nil || r.Root.FindStep(FindArgs{StepType: "Action"}) != r.Root.Steps[1] {
		t.Error("the wrong step was found by type")
	}
	if n := len(r.Root.FindAllSteps(FindArgs{Name: "3V3"})); n != 2 {
		t.Errorf("%d steps were found", n)
	}
	if n, direct := r.Root.CountSteps(RecursiveArgs{}), r.Root.CountSteps(RecursiveArgs{Recursive: flat}); n != 4 || direct != 3 {
		t.Errorf("%d and %d steps were counted", n, direct)
	}
	if failed := r.Root.GetFailedSteps(RecursiveArgs{}); len(failed) != 2 || failed[1] != s {
		t.Errorf("failed: %v", failed)
	}
	want := `F MainSequence Callback [SequenceCall]
  F Power [SequenceCall]
    F 3V3 [ET_NLT] 3.1 V GE 3.2 F
  P 3V3 [Action]
  P Firmware [ET_SVT] "1.4" LOG P
`
	if diff := cmp.Diff(want, r.Root.PrintHierarchy()); diff != "" {
		t.Error(diff)
	}
	r.NumberSteps()
	if *s.ID != 2 || *r.Root.Steps[2].ID != 4 || s.Number() != 2 {
		t.Error("steps are numbered wrongly")
	}
	if back := must(Decode(r.Encode())); back.Root.Steps[0].Steps[0].GetStepPath() != s.GetStepPath() {
		t.Error("a decoded step does not know its parents")
	}
}

func TestALoop(t *testing.T) {
	r := newUUT()
	low, high := 1.0, 2.0
	l := must(r.Root.AddLoop(LoopArgs{Name: "Settle"}))
	if l.Summary() != nil || r.Root.CountSteps(RecursiveArgs{}) != 0 {
		t.Error("an empty loop left something behind")
	}
	add := func(value float64) error {
		return second(l.AddNumericStep(NumericIterationArgs{NumericArgs: NumericArgs{Value: value, CompOp: GELE, LowLimit: &low, HighLimit: &high}}))
	}
	for _, value := range []float64{1.5, 3, 1.25} {
		if err := add(value); err != nil {
			t.Fatal(err)
		}
	}
	expect(t, r, "FFFfPpFfPp")
	s := l.Summary()
	if got := []int{*s.Loop.Num, *s.Loop.EndingIndex, *s.Loop.Passed, *s.Loop.Failed}; !cmp.Equal(got, []int{3, 2, 2, 1}) || s.Loop.Idx != nil {
		t.Errorf("counters are %v", got)
	}
	if *s.NumericMeas[0].Value != 3 || *l.Iterations()[2].Loop.Idx != 2 || l.Iterations()[2].Name != "Settle" {
		t.Error("summary or iteration is wrong")
	}
	other := 0.5
	_, err := l.AddNumericStep(NumericIterationArgs{NumericArgs: NumericArgs{Value: 1, CompOp: GELE, LowLimit: &other, HighLimit: &high}})
	if err == nil || !strings.Contains(err.Error(), "loop Settle -> Index 3 -> numericMeas : lowLimit is required to match Summary step") {
		t.Errorf("an iteration with another limit was taken: %v", err)
	}
	if err := second(l.AddActionStep(ActionIterationArgs{})); err == nil {
		t.Error("an iteration of another type was taken")
	}
	if n := len(r.Root.Steps); n != 4 || len(l.Iterations()) != 3 {
		t.Errorf("%d steps after refused iterations", n)
	}
	if v := r.Validate(nil); len(v) > 0 {
		t.Error(v)
	}
}

func TestALoopOfSequences(t *testing.T) {
	r := newUUT()
	l := must(r.Root.AddLoop(LoopArgs{Name: "Burn in", Group: Cleanup, FailParentOnFailure: ptr(false)}))
	for _, value := range []float64{1.5, 5} {
		q := must(l.AddSequenceCall(ActionIterationArgs{}))
		measure(t, q, value)
	}
	expect(t, r, "PPFPPpFFf") // the loop failed, its parents were told not to
	if s := l.Summary(); *s.Loop.Passed != 1 || *s.Loop.Failed != 1 || s.Group != Cleanup {
		t.Errorf("counters are %+v", s.Loop)
	}
	if v := r.Validate(nil); len(v) > 0 {
		t.Error(v)
	}
}

func TestTheFirstIterationMayBeRefused(t *testing.T) {
	r := newUUT()
	l := must(r.Root.AddLoop(LoopArgs{Name: "x"}))
	if _, err := l.AddNumericStep(NumericIterationArgs{NumericArgs: NumericArgs{CompOp: GE}}); err == nil {
		t.Fatal("an iteration without a limit was taken")
	}
	if l.Summary() != nil || len(r.Root.Steps) != 0 {
		t.Error("a refused iteration left something behind")
	}
	must(l.AddStringStep(StringIterationArgs{StringArgs: StringArgs{Value: "x"}}))
	must(must(r.Root.AddLoop(LoopArgs{Name: "y"})).AddBooleanStep(BooleanIterationArgs{BooleanArgs: BooleanArgs{Value: ptr(true)}}))
	must(must(r.Root.AddLoop(LoopArgs{Name: "z"})).AddActionStep(ActionIterationArgs{OutcomeArgs{Status: Skipped}}))
	expect(t, r, "PPPpPpPpPpSS")
	if v := r.Validate(nil); len(v) > 0 {
		t.Error(v)
	}
}

func TestARepairOfATest(t *testing.T) {
	uut := newUUT()
	numericStep(uut, "good")
	q := sequence(uut.Root)
	bad := measure(t, q, 9)
	bad.Name = "bad"
	must(uut.AddSubUnit(SubUnitArgs{PartType: "PCBA", SN: "sub", PN: "p", Rev: "1"}))
	must(uut.AddMiscInfo(MiscInfoArgs{Description: "Lot", Value: "A"}))
	r := must(NewUURFromUUT(uut, UURFromUUTArgs{Comment: "c"}, fixed))
	if r.UUR.RefUUT != uut.ID || *r.UUR.ProcessCode != 10 || *r.ProcessCode != 500 || len(r.SubUnits) != 2 || *r.SubUnits[1].Idx != 1 || *r.SubUnits[1].ParentIdx != 0 {
		t.Errorf("made %s", r.Encode())
	}
	must(r.AddMainFailure(FailureArgs{Category: "Component", Code: "Defect Component", ComponentRef: "R1"}))
	must(r.AddFailure(UnitFailureArgs{FailureArgs: FailureArgs{Category: "a", Code: "b", RefStepName: "good"}, SubUnitIdx: ptr(1)}))
	f := must(r.AddFailureToSubUnit(UnitFailureArgs{FailureArgs: FailureArgs{Category: "a", Code: "c", RefStepID: ptr(9)}, SerialNumber: "sub"}))
	must(f.AddAttachment(FileArgs{Name: "x.png", Data: []byte("x"), ContentType: "image/png"}))
	must(r.AddBinaryData(FileArgs{Name: "y", Data: []byte("y")}))
	got := []int{}
	for _, f := range r.Failures() {
		got = append(got, *f.RefStepID)
	}
	if !cmp.Equal(got, []int{bad.Number(), 1, 9}) {
		t.Errorf("failures refer to %v", got)
	}
	if err := r.CopyMiscFromUUT(uut); err != nil || len(r.MiscInfos) != 1 {
		t.Errorf("facts: %v, %v", r.MiscInfos, err)
	}
	if err := r.CopyMiscFromUUT(uut); err != nil || len(r.MiscInfos) != 1 {
		t.Error("facts were copied twice")
	}
	if v := r.Validate(nil); len(v) > 0 {
		t.Error(v)
	}
	if u := must(r.GetMainUnit()); u.PartType != "Main" || r.GetSubUnit(1).SN != "sub" || r.GetSubUnit(5) != nil {
		t.Error("units are not found")
	}
	uut.PostProcess(ServerFacts{})
	r.PostProcess(ServerFacts{TestProcessName: "SW Debug", ProcessName: "Repair", UUT: uut})
	if r.SubUnits[0].Failures[0].RefStepName != "bad" || r.UUR.ProcessName != "SW Debug" || r.ProcessName != "Repair" {
		t.Errorf("not filled: %s", r.Encode())
	}
}

func TestRepairsThatCannotBe(t *testing.T) {
	r := newUUR()
	for want, err := range map[string]error{
		"not a unit of the report":      second(r.AddFailure(UnitFailureArgs{FailureArgs: FailureArgs{Category: "a", Code: "b"}, Idx: ptr(4)})),
		`serial_number "x" is not`:      second(r.AddFailure(UnitFailureArgs{SerialNumber: "x"})),
		"category is empty":             second(r.AddMainFailure(FailureArgs{Code: "b"})),
		"code is empty":                 second(r.AddMainFailure(FailureArgs{Category: "b"})),
		"cannot be looked up":           second(r.AddMainFailure(FailureArgs{Category: "a", Code: "b", RefStepName: "s"})),
		"parent_idx 9 is not":           second(r.AddSubUnit(SubUnitArgs{PN: "p", SN: "s", ParentIdx: ptr(9)})),
		`"x" is not a GUID`:             r.LinkToUUT("x"),
		"a repair is made from a test":  second(NewUURFromUUT(r, UURFromUUTArgs{}, fixed)),
		"comRef is required to be at":   second(r.AddMainFailure(FailureArgs{Category: "a", Code: "b", ComRef: strings.Repeat("x", 51)})),
		"only a repair report refers":   newUUT().LinkToUUT(r.ID),
		"facts are copied from a test":  newUUT().CopyMiscFromUUT(r),
		"only units of a repair report": second((&SubUnit{}).AddFailure(FailureArgs{})),
		"the report has no main unit":   second(newUUT().GetMainUnit()),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("want %s, got %v", want, err)
		}
	}
	if err := r.LinkToUUT("B6C95876-CB19-4C43-A010-7E51A86B0886"); err != nil || r.UUR.RefUUT == "" {
		t.Error(err)
	}
	if v := r.Validate(nil); len(v) > 0 || len(r.SubUnits) != 1 {
		t.Errorf("refused parts stayed: %v", v)
	}
}
