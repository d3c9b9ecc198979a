package wstf

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/internal/shared"
	"github.com/watsrun/watsrun/report"
)

var oslo = time.FixedZone("", 3600)

// options are those of the tests: a fixed zone, clock and id.
func options() Options {
	return Options{Zone: oslo, Defaults: report.Defaults{
		Station: "st", Location: "lo", Purpose: "pu",
		Now:   func() time.Time { return time.Date(2026, 1, 31, 14, 0, 0, 0, oslo) },
		NewID: func() string { return "6f0c5d3c-0000-4000-8000-000000000001" },
	}}
}

// In these tests " | " stands for a tab.
func tabs(text string) string { return strings.ReplaceAll(text, " | ", "\t") }

// file makes a file with one report.
func file(header, rows string) string {
	return tabs("--Header-Start--\nSerialNumber | SN-1\nPartNumber | PN-1\nRevision | A\n" + header +
		"--Step-Data-Start--\n" + strings.Join(columnNames, "\t") + "\n" + rows + "--Step-Data-End--\n--UUT-End--\n")
}

// row1 is the line of the first row of steps in a file without further header lines.
const row1 = 7

func one(t *testing.T, text string) *report.Report {
	t.Helper()
	reports, err := Decode(strings.NewReader(text), options())
	if err != nil {
		t.Fatal(err)
	}
	if len(reports) != 1 {
		t.Fatalf("%d reports", len(reports))
	}
	return reports[0]
}

func values(t *testing.T, document []byte) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal(document, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestSample(t *testing.T) {
	r := one(t, string(shared.Read(t, "reports/uut.wstf.txt")))
	if v := r.Validate(nil); len(v) > 0 {
		t.Errorf("a server would refuse it:\n%v", v)
	}
	for what, pair := range map[string][2]string{
		"sn": {r.SN, "423664753"}, "pn": {r.PN, "100200"}, "rev": {r.Rev, "A"}, "process": {r.ProcessName, "SW Debug"},
		"result": {string(r.Result), "F"}, "start": {r.Start.String(), "2014-07-04T13:09:04+01:00"}, "station": {r.MachineName, "VIC-WS-ML"},
		"operator": {r.UUT.User, "operator"}, "batch": {r.UUT.BatchSN, "B888"}, "fixture": {r.UUT.FixtureID, "543A"},
		"program": {*r.Root.Sequence.Name, `c:\test.seq`}, "version": {*r.Root.Sequence.Version, "1.0.0.0"},
		"misc info": {r.MiscInfos[0].Description + "=" + *r.MiscInfos[0].Text, "uCSwVer=1.0"},
		"sub-unit":  {r.SubUnits[1].PartType + r.SubUnits[1].PN + r.SubUnits[1].SN + r.SubUnits[1].Rev, "Controller CardPartno 2SN 5555Rev B"},
	} {
		if pair[0] != pair[1] {
			t.Errorf("%s is %q, want %q", what, pair[0], pair[1])
		}
	}
	want := strings.Join([]string{
		"SubSeq1 SequenceCall P", " test1.1 ET_NLT P P", " test1.2 ET_NLT P P",
		"SubSeq2 SequenceCall P", " test2.2 ET_MNLT P P P",
		"Test3 ET_MNLT F F F P", "test4 ET_PFT P P", "test5 ET_MPFT F F P P F", "Test6 ET_SVT F F", "Action Action D",
		"SubSeq3 SequenceCall P", " SameStepName ET_MNLT P P P", "",
	}, "\n")
	if diff := cmp.Diff(want, outline(r.Root, "")); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}

// outline is a line for each step: name, type, status, the statuses of its measurements.
func outline(s *report.Step, indent string) string {
	var b strings.Builder
	for _, c := range s.Steps {
		b.WriteString(indent + c.Name + " " + c.StepType + " " + string(c.Status))
		for _, m := range c.NumericMeas {
			b.WriteString(" " + string(m.Status))
		}
		for _, m := range c.StringMeas {
			b.WriteString(" " + string(m.Status))
		}
		for _, m := range c.BooleanMeas {
			b.WriteString(" " + string(m.Status))
		}
		b.WriteString("\n" + outline(c, indent+" "))
	}
	return b.String()
}

func TestHeader(t *testing.T) {
	for _, c := range []struct{ name, header, want string }{
		{"defaults", "", `{"processCode":10,"machineName":"st","location":"lo","purpose":"pu","result":"P","start":"2026-01-31T14:00:00+01:00",
			"uut":{"user":"sysoper"}}`},
		{"operation by code", "OperationTypeCode | 20\nOperationTypeName | ICT\n", `{"processCode":20,"processName":"ICT"}`},
		{"operation by name", "OperationTypeName | FCT\n", `{"processCode":30,"processName":"FCT"}`},
		{"unknown operation", "OperationTypeName | XXX\n", `{"processCode":10,"processName":"XXX"}`},
		{"local start", "StartDateTime | 2026-01-30T10:00:00\n", `{"start":"2026-01-30T10:00:00+01:00"}`},
		{"utc start", "UTCStartDateTime | 2026-01-30T10:00:00\n", `{"start":"2026-01-30T11:00:00+01:00"}`},
		{"both starts", "StartDateTime | 2026-01-30T15:31:00\nUTCStartDateTime | 2026-01-30T10:00:00\n", `{"start":"2026-01-30T15:31:00+05:30"}`},
		{"start with offset", "StartDateTime | 2026-01-30T15:30:00+05:30\n", `{"start":"2026-01-30T15:30:00+05:30"}`},
		{
			"unit", "uutstatus | failed\nErrorCode | -7\nErrorMessage | bad\nExecutionTime | 1.5\nTestSocketIndex | 2\nFixtureId | f\nBatchSerialNumber | b\nOperatorName | o\nComment | c\n",
			`{"result":"F","uut":{"user":"o","errorCode":-7,"errorMessage":"bad","execTime":1.5,"testSocketIndex":2,"fixtureId":"f","batchSN":"b","comment":"c"}}`,
		},
		{"last key counts", "UUTStatus | Failed\nUUTStatus | Error\n", `{"result":"E"}`},
		{"misc infos", "Serial2 | x\nEmpty | \nTemp | 20\n", `{"miscInfos":[{"description":"Serial2","text":"x"},{"description":"Temp","text":"20"}]}`},
		{
			"sub-units", "Subunit | PCBA | p | s | r\nSubunit |  | p2 | s2\n",
			`{"subUnits":[{"partType":"PCBA","pn":"p","rev":"r","sn":"s"},{"partType":"Unknown","pn":"p2","sn":"s2"}]}`,
		},
		{"wildcards in the serial number", "SerialNumber | A/1*\n", `{"sn":"A/1*"}`},
		{"trailing tabs and blanks", "Revision |  B  |  | \n\n \n", `{"rev":"B"}`},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := options()
			o.Operations = map[string]int{"FCT": 30}
			reports, err := Decode(strings.NewReader(file(c.header, "")), o)
			if err != nil {
				t.Fatal(err)
			}
			got, want := values(t, reports[0].Encode()), values(t, []byte(c.want))
			for key := range want {
				if diff := cmp.Diff(want[key], got[key]); diff != "" {
					t.Errorf("%s (-want +got):\n%s", key, diff)
				}
			}
		})
	}
}

func TestFooterAndStatusBetweenSteps(t *testing.T) {
	text := strings.Replace(file("UUTStatus | Passed\n", "ActionStep | a\nUUTStatus | Failed\nActionStep | b\n"),
		"--UUT-End--", "ExecutionTime\t7\nUUTStatus\tTerminated\n-- UUT-End --", 1)
	r := one(t, text)
	if r.Result != report.Terminated || r.Root.Status != report.Terminated || *r.UUT.ExecTime != 7 || len(r.Root.Steps) != 2 {
		t.Errorf("result %s, root %s, %v s, %d steps", r.Result, r.Root.Status, *r.UUT.ExecTime, len(r.Root.Steps))
	}
}

func TestSteps(t *testing.T) {
	for _, c := range []struct{ name, rows, want string }{
		{"nothing", "", ""},
		{"a number that passes", "NumericLimitTest | a |  | 7 | 7 | 10 | gele | V\n", "a ET_NLT P P"},
		{"a number that fails", "NumericLimitTest | a |  | 6.9 | 7 | 10 | GELE | V\n", "a ET_NLT F F"},
		{"a number without a verdict", "NumericLimitTest | a |  | 7\n", "a ET_NLT P P"},
		{"a number that is none", "NumericLimitTest | a |  | NaN | 7 |  | GE\n", "a ET_NLT F F"},
		{"a status counts more than the limits", "NumericLimitTest | a |  | 7 | 8 | 9 | GELE |  | Passed\n", "a ET_NLT P P"},
		{"only the low limit counts", "NumericLimitTest | a |  | 101 | 100 | 100 | GT\n", "a ET_NLT P P"},
		{"a done measurement", "NumericLimitTest | a |  | 1 |  |  |  |  | Done\n", "a ET_NLT P P"},
		{"a skipped one without a value", "NumericLimitTest | a |  |  | 1 | 2 | GELE |  | Skipped\nPassFailTest | b |  |  |  |  |  |  | Skipped\n", "a ET_NLT S S\nb ET_PFT S S"},
		{"an error while measuring", "NumericLimitTest | a |  | 1 | 1 | 2 | GELE |  | Error\n", "a ET_NLT E S"},
		{"several numbers", "NumericLimitTest | a | m1 | 1 | 1 |  | EQ\nNumericLimitTest |  | m2 | 2 | 1 |  | EQ\nNumericLimitTest | a | m3 | 1\n", "a ET_MNLT F P F P"},
		{"one of several numbers is an error", "NumericLimitTest | a | m1 | 1\nNumericLimitTest |  | m2 | 2 |  |  |  |  | Error\nNumericLimitTest |  | m3 | 2\n", "a ET_MNLT E P S P"},
		{"the same name twice", "NumericLimitTest | a |  | 1\nNumericLimitTest | a |  | 2\n", "a ET_NLT P P\na ET_NLT P P"},
		{"another kind of the same name", "NumericLimitTest | a | m | 1\nPassFailTest | a | m | TRUE\n", "a ET_MNLT P P\na ET_MPFT P P"},
		{"pass and fail", "PassFailTest | a |  | TRUE\nPassFailTest | b |  | false\n", "a ET_PFT P P\nb ET_PFT F F"},
		{"a failed TRUE", "PassFailTest | a |  | TRUE |  |  |  |  | Failed\n", "a ET_PFT F F"},
		{"a passed FALSE", "PassFailTest | a |  | FALSE |  |  |  |  | Passed\n", "a ET_PFT F F"},
		{"several verdicts", "PassFailTest | a | m1 | TRUE\nPassFailTest |  | m2 | FALSE |  |  |  |  | Done\n", "a ET_MPFT F P F"},
		{"texts", "StringValueTest | a |  | x | X |  | CASESENSIT\nStringValueTest | b |  | x | X |  | IGNORECASE\nStringValueTest | c |  | x\n", "a ET_SVT F F\nb ET_SVT P P\nc ET_SVT P P"},
		{"several texts", "StringValueTest | a | m1 | x | x |  | EQ\nStringValueTest |  | m2 | x | y |  | NE\n", "a ET_MSVT P P P"},
		{
			"nested sequences", "SequenceCall | a\nSequenceCall | b\nActionStep | c\nEndSequenceCall | b\nEndSequenceCall\nActionStep | d\n",
			"a SequenceCall P\n b SequenceCall P\n  c Action P\nd Action P",
		},
		{"a failure goes up", "SequenceCall | a |  |  |  |  |  |  | Passed\nPassFailTest | b |  | FALSE\n", "a SequenceCall F\n b ET_PFT F F"},
		{"the end says how it went", "SequenceCall | a\nActionStep | b\nEndSequenceCall | a |  |  |  |  |  |  | Skipped\n", "a SequenceCall S\n b Action P"},
		{"rows without a meaning", "MultipleNumericLimitTest\nActionStep | a\nEndMultipleNumericLimitTest\nMultipleStringValueTest\n", "a Action P"},
		{
			"a sequence in between ends a step", "NumericLimitTest | a | m | 1\nSequenceCall | s\nEndSequenceCall\nNumericLimitTest | a | m | 1\n",
			"a ET_MNLT P P\ns SequenceCall P\na ET_MNLT P P",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := strings.TrimRight(outline(one(t, file("", c.rows)).Root, ""), "\n")
			if got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestTheRestOfARow(t *testing.T) {
	r := one(t, file("", `SequenceCall | q |  |  |  |  |  |  |  | 1 | before | 1 | m1 | False
NumericLimitTest | n |  | -1.5 | -2 | 2 | GTLT | V |  | 0.25 | text | 5 | message | True
StringValueTest | s |  |  two |  two |  | EQ
EndSequenceCall |  |  |  |  |  |  |  |  | 2 | after | 3 | m2 | True
`))
	want := values(t, []byte(`{"steps":[{"group":"M","stepType":"SequenceCall","name":"q","status":"P","errorCode":3,"errorMessage":"m2","totTime":2,"causedSeqFailure":true,"reportText":"after",
		"seqCall":{"path":"SeqName","name":"q","version":"0.0.0"},"steps":[
		{"group":"M","stepType":"ET_NLT","name":"n","status":"P","errorCode":5,"errorMessage":"message","totTime":0.25,"causedSeqFailure":true,"reportText":"text",
		 "numericMeas":[{"compOp":"GTLT","status":"P","unit":"V","value":-1.5,"highLimit":2,"lowLimit":-2}]},
		{"group":"M","stepType":"ET_SVT","name":"s","status":"P","stringMeas":[{"compOp":"EQ","status":"P","value":" two","limit":" two"}]}]}]}`))
	got := values(t, r.Encode())["root"].(map[string]any)
	if diff := cmp.Diff(want["steps"], got["steps"]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCharts(t *testing.T) {
	r := one(t, file("", `NumericLimitTest | n |  | 1
Chart | linelogx | label | V | volt | s | time
Series | up | XYG | 1,5;2.5;3 | 0;1;2
Series | flat |  | 1;1
ActionStep | a
Chart |  | only
SequenceCall | q
EndSequenceCall
Chart | Line | of the sequence
`))
	chart := r.Root.Steps[0].Chart
	if chart == nil || chart.ChartType != report.LineLogX || chart.Label+chart.YUnit+chart.YLabel+chart.XUnit+chart.XLabel != "labelVvoltstime" {
		t.Fatalf("chart is %+v", chart)
	}
	if s := chart.Series; len(s) != 2 || *s[0].YData != "1.5;2.5;3" || *s[0].XData != "0;1;2" || *s[1].XData != "0;1" || s[1].DataType != "XYG" {
		t.Errorf("series are %+v", s)
	}
	if r.Root.Steps[1].Chart.Label != "only" || r.Root.Steps[2].Chart.Label != "of the sequence" {
		t.Error("a chart is not on the step above it")
	}
}

func TestModes(t *testing.T) {
	rows := "SequenceCall | a |  |  |  |  |  |  | Passed\nNumericLimitTest | b |  | 1 | 2 |  | GE |  | Failed\nPassFailTest | c |  | FALSE |  |  |  |  | Passed\n"
	for _, c := range []struct{ name, header, want string }{
		{"active: the unit cannot be better than its steps", "ConverterMode | Active\nUUTStatus | Passed\n", "FF"},
		{"active: the unit can be worse", "UUTStatus | Terminated\n", "TF"},
		{"import: statuses as given", "ConverterMode | Import\nUUTStatus | Passed\n", "PP"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := one(t, file(c.header, rows))
			if got := string(r.Result + r.Root.Steps[0].Status); got != c.want || r.Root.Status != r.Result {
				t.Errorf("result and sequence are %s, want %s; root %s", got, c.want, r.Root.Status)
			}
			if r.Root.Steps[0].Steps[1].Status != report.Failed {
				t.Error("FALSE passed")
			}
		})
	}
	t.Run("import by option", func(t *testing.T) {
		o := options()
		o.Defaults.Mode = report.Import
		_, err := Decode(strings.NewReader(file("", "ActionStep | a\n")), o)
		if err == nil || !strings.Contains(err.Error(), "StepStatus is missing") {
			t.Errorf("got %v", err)
		}
	})
}

func TestFaults(t *testing.T) {
	for _, c := range []struct {
		name, text string
		line       int
		want       string
	}{
		{"empty", "", 1, "Missing --Header-Start--"},
		{"another format", "{\"type\":\"T\"}\nmore\n", 1, "Missing --Header-Start--"},
		{"text before", "x\n" + file("", ""), 1, "Missing --Header-Start--"},
		{"text after", file("", "") + "x\n", 9, "Missing --Header-Start--"},
		{"a marker at the wrong place", file("--UUT-End--\n", ""), 5, "--UUT-End-- is not expected here"},
		{"an unknown marker", file("--What--\n", ""), 5, "--What-- is not expected here"},
		{
			"no column names", strings.Replace(file("", "ActionStep | a\n"), strings.Join(columnNames, "\t")+"\n", "", 1), 6,
			`column 1 is required to be StepType, got "ActionStep"`,
		},
		{
			"columns in another order", strings.Replace(file("", ""), "StepName\tMeasureName", "MeasureName\tStepName", 1), 6,
			`column 2 is required to be StepName, got "MeasureName"`,
		},
		{"no end of the steps", strings.TrimSuffix(file("", ""), "--Step-Data-End--\n--UUT-End--\n"), 1, "no --Step-Data-End--: it was cut off and is left out"},
		{"no serial number", strings.Replace(file("", ""), "SerialNumber", "SerialNo", 1), 1, "SerialNumber is missing"},
		{"a code that is none", file("OperationTypeCode | x\n", ""), 5, `OperationTypeCode: "x" is not a whole number from -32768 to 32767`},
		{"a code that is too large", file("OperationTypeCode | 40000\n", ""), 5, `"40000" is not a whole number`},
		{"a time that is none", file("StartDateTime | 30.1.2026 10:00\n", ""), 1, `StartDateTime: "30.1.2026 10:00" is no time`},
		{
			"times too far apart", file("StartDateTime | 2026-01-30T10:00:00\nUTCStartDateTime | 2026-01-29T10:00:00\n", ""), 1,
			"StartDateTime and UTCStartDateTime are 24h0m0s apart",
		},
		{"a unit that is Done", file("UUTStatus | Done\n", ""), 5, "UUTStatus: Done is no verdict of a unit"},
		{"an unknown mode", file("ConverterMode | Passive\n", ""), 5, `mode "Passive" is not known`},
		{"a sub-unit without a serial number", file("Subunit | PCBA | p\n", ""), 5, "sn is empty"},
		{"import without a verdict", file("ConverterMode | Import\n", ""), 1, "UUTStatus is missing"},
		{"import without a status", file("ConverterMode | Import\nUUTStatus | Passed\n", "NumericLimitTest | a |  | 1\n"), 9, "StepStatus is missing"},
		{
			"import without a sequence's status", file("ConverterMode | Import\nUUTStatus | Passed\n", "SequenceCall | a\nEndSequenceCall\n"), 10,
			"StepStatus of SequenceCall a in line 9 is missing",
		},
		{"import without an open sequence's status", file("ConverterMode | Import\nUUTStatus | Passed\n", "SequenceCall | a\n"), 9, "StepStatus of SequenceCall a in line 9 is missing"},

		{"an unknown row", file("", "Wait | a\n"), row1, `First element in line is not recognized as a valid type: "Wait"`},
		{"no step name", file("", "ActionStep\n"), row1, "StepName is missing"},
		{"no step to continue", file("", "NumericLimitTest |  | m | 1\n"), row1, "StepName is missing"},
		{"a second measurement without a name", file("", "NumericLimitTest | a | m | 1\nNumericLimitTest |  |  | 1\n"), row1 + 1, "MeasureName is missing: step a has several measurements"},
		{"no value", file("", "NumericLimitTest | a\n"), row1, `Value: "" is not a number`},
		{"a decimal comma", file("", "NumericLimitTest | a |  | 3,3\n"), row1, `Value: "3,3" is not a number (write a decimal point, or read the file with a decimal comma)`},
		{"two numbers", file("", "NumericLimitTest | a |  | 3;3\n"), row1, `Value: "3;3" is not a number`},
		{"a limit that is none", file("", "NumericLimitTest | a |  | 3 | x |  | GE\n"), row1, `LowLimit: "x" is not a number`},
		{"an unknown operator", file("", "NumericLimitTest | a |  | 3 | 1 |  | >=\n"), row1, `comparison operator ">=" is not known`},
		{"limits without an operator", file("", "NumericLimitTest | a |  | 3 | 1 | 2\n"), row1, "CompOperator is missing: there are limits"},
		{"a missing low limit", file("", "NumericLimitTest | a |  | 3 |  | 2 | LE\n"), row1, "LowLimit is missing: CompOperator LE compares with it"},
		{"a missing high limit", file("", "NumericLimitTest | a |  | 3 | 2 |  | GELE\n"), row1, "HighLimit is missing: CompOperator GELE compares with it"},
		{"a text without its limit", file("", "StringValueTest | a |  | x |  |  | EQ\n"), row1, "limit is missing"},
		{"a verdict that is none", file("", "PassFailTest | a |  | maybe\n"), row1, `Value is required to be TRUE or FALSE, got "maybe"`},
		{"an unknown status", file("", "ActionStep | a |  |  |  |  |  |  | Fine\n"), row1, `StepStatus "Fine" is not known`},
		{"a time", file("", "ActionStep | a |  |  |  |  |  |  |  | x\n"), row1, `StepExecutionTime: "x" is not a number`},
		{"an error code", file("", "ActionStep | a |  |  |  |  |  |  |  |  |  | 1.5\n"), row1, `StepErrorCode: "1.5" is not a whole number`},
		{"the last column", file("", "ActionStep | a |  |  |  |  |  |  |  |  |  |  |  | x\n"), row1, "CausedSequenceFailure is required to be True or False"},
		{"an end of nothing", file("", "EndSequenceCall\n"), row1, "EndSequenceCall without a SequenceCall"},
		{"an end of another", file("", "SequenceCall | a\nEndSequenceCall | b\n"), row1 + 1, "EndSequenceCall names b, but a of line 7 is open"},
		{"a chart of nothing", file("", "Chart | Line | l\n"), row1, "a Chart needs a step above it"},
		{"a second chart", file("", "ActionStep | a\nChart | Line | l\nChart | Line | l\n"), row1 + 2, "step a has a chart already"},
		{"a chart type", file("", "ActionStep | a\nChart | Pie | l\n"), row1 + 1, `chart type "Pie" is not known`},
		{"a series of nothing", file("", "Series | p | XYG | 1\n"), row1, "a Series needs a Chart above it"},
		{"a series type", file("", "ActionStep | a\nChart | Line | l\nSeries | p | ABC | 1\n"), row1 + 2, `data type of a Series is required to be XYG, got "ABC"`},
		{"points that are none", file("", "ActionStep | a\nChart | Line | l\nSeries | p | XYG | 1;x\n"), row1 + 2, `YData: point 2 is not a number: "x"`},
		{"unequal points", file("", "ActionStep | a\nChart | Line | l\nSeries | p | XYG | 1;2 | 1\n"), row1 + 2, "x_data of p has 1 points and y_data 2"},
		{"eleven series", file("", "ActionStep | a\nChart | Line | l\n"+strings.Repeat("Series | p | XYG | 1\n", 11)), row1 + 12, "the chart has 10 series already"},
		{"too many points", file("", "ActionStep | a\nChart | Line | l\nSeries | p | XYG | "+strings.Repeat("1;", 10001)+"\n"), row1 + 2, "10001 points, the most is 10000"},
		{"too many measurements", file("", "PassFailTest | a | m | TRUE\n"+manyMeasurements(5000)), row1 + 5000, "step a has 5000 measurements already"},
		{"a text that is too long", file("", "StringValueTest | a |  | "+strings.Repeat("x", 101)+"\n"), row1, "100"},
	} {
		t.Run(c.name, func(t *testing.T) {
			reports, err := Decode(strings.NewReader(c.text), options())
			var found report.Violations
			if fault.KindOf(err) != fault.Validation || !errors.As(err, &found) {
				t.Fatalf("got %v", err)
			}
			place := fmt.Sprintf("line %d", c.line)
			if len(found) != 1 || found[0].Path != place || !strings.Contains(found[0].Message, c.want) {
				t.Errorf("got  %v\nwant %s: %s", err, place, c.want)
			}
			if isWhole := strings.HasPrefix(c.name, "text "); len(reports) > 0 != isWhole {
				t.Errorf("%d reports were returned", len(reports))
			}
		})
	}
}

func manyMeasurements(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "PassFailTest | a | m%d | TRUE\n", i)
	}
	return b.String()
}

func TestAllFaultsComeAtOnceByLine(t *testing.T) {
	text := strings.Replace(file("ErrorCode | x\n", "What\nActionStep\n"), "Revision\tA\n", "", 1) + file("", "ActionStep | fine\n") + "after\n"
	reports, err := Decode(strings.NewReader(text), options())
	want := `the WSTF file has 5 faults:
line 1: Revision is missing
line 4: ErrorCode: "x" is not a whole number from -2147483648 to 2147483647
line 7: First element in line is not recognized as a valid type: "What"
line 8: StepName is missing
line 20: Missing --Header-Start--`
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
	if len(reports) != 1 || reports[0].Root.Steps[0].Name != "fine" {
		t.Errorf("the report without a fault is lost: %d reports", len(reports))
	}
}

func TestManyFaultsAreCounted(t *testing.T) {
	_, err := Decode(strings.NewReader(file("", strings.Repeat("What\n", 1000))), options())
	if err == nil || !strings.HasPrefix(err.Error(), "the WSTF file has 1000 faults:\n") || !strings.HasSuffix(err.Error(), "\nand 950 more") {
		t.Errorf("got %v", err)
	}
}

func TestAReportWithoutItsEndIsKept(t *testing.T) {
	open := strings.TrimSuffix(file("", "ActionStep | a\n"), "--UUT-End--\n")
	reports, err := Decode(strings.NewReader(open+open+file("", "")), options())
	if len(reports) != 3 {
		t.Errorf("%d reports, want 3", len(reports))
	}
	want := "the WSTF file has 2 faults:\nline 1: the report that begins here has no --UUT-End--\nline 9: the report that begins here has no --UUT-End--"
	if err == nil || err.Error() != want {
		t.Errorf("got %v", err)
	}
}

func TestDecimalComma(t *testing.T) {
	o := options()
	o.DecimalComma = true
	reports, err := Decode(strings.NewReader(file("ExecutionTime | 1,5\n", "NumericLimitTest | a |  | 3,31 | 3,2 | 3.4 | GELE\n")), o)
	if err != nil {
		t.Fatal(err)
	}
	if m := reports[0].Root.Steps[0].NumericMeas[0]; *m.Value != 3.31 || *m.LowLimit != 3.2 || *reports[0].UUT.ExecTime != 1.5 {
		t.Errorf("got %v, %v, %v", *m.Value, *m.LowLimit, *reports[0].UUT.ExecTime)
	}
}

func TestReadErrorsAndSize(t *testing.T) {
	_, err := Decode(iotest.ErrReader(io.ErrUnexpectedEOF), options())
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v", err)
	}
	endless := io.MultiReader(strings.NewReader("x"), zeros{})
	if _, err := Decode(endless, options()); err == nil || !strings.Contains(err.Error(), "larger than 64 MiB") {
		t.Errorf("got %v", err)
	}
	if _, err := Decode(strings.NewReader("-\x00-\x00"), options()); err == nil || !strings.Contains(err.Error(), "zero bytes") {
		t.Errorf("got %v", err)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

func TestWindows1252(t *testing.T) {
	bytes := []byte("\x80\x82\x83\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c\x8e\x91\x92\x93\x94\x95\x96\x97\x98\x99\x9a\x9b\x9c\x9e\x9f\xa0\xb5\xff")
	got, _, ok := CodePage("").text(bytes)
	if want := "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ\u00a0µÿ"; got != want || !ok {
		t.Errorf("got %q", got)
	}
	for _, undefined := range []byte{0x81, 0x8d, 0x8f, 0x90, 0x9d} {
		if _, line, ok := CodePage("").text([]byte{'\n', undefined}); ok || line != 2 {
			t.Errorf("byte %#x: %v, line %d", undefined, ok, line)
		}
	}
}

func TestCodePages(t *testing.T) {
	for _, c := range []struct {
		name, comment string
		page          CodePage
		want          string
	}{
		{"Windows-1252 by default", "Temp 25\xb0C, 5\x80", "", "Temp 25°C, 5€"},
		{"UTF-8 is recognised", "Temp 25°C", "", "Temp 25°C"},
		{"Windows-1252 on demand", "25°", Windows1252, "25Â°"},
		{"UTF-8 on demand", "25°", UTF8, "25°"},
	} {
		t.Run(c.name, func(t *testing.T) {
			o := options()
			o.CodePage = c.page
			reports, err := Decode(strings.NewReader(file("Comment | "+c.comment+"\n", "")), o)
			if err != nil {
				t.Fatal(err)
			}
			if got := reports[0].UUT.Comment; got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	t.Run("a byte order mark", func(t *testing.T) { one(t, "\ufeff"+file("", "")) })
	t.Run("no UTF-8", func(t *testing.T) {
		o := options()
		o.CodePage = UTF8
		_, err := Decode(strings.NewReader(file("Comment | 25\xb0\n", "")), o)
		if err == nil || !strings.HasPrefix(err.Error(), "line 5: a byte stands for nothing in utf-8") {
			t.Errorf("got %v", err)
		}
	})
}

func FuzzDecode(f *testing.F) {
	f.Add(file("UUTStatus | Failed\nSubunit | a | b | c\n", "SequenceCall | a\nNumericLimitTest | b | m | 1 | 1 | 2 | GELE\nEndSequenceCall\n"))
	f.Add(file("ConverterMode | Import\nUUTStatus | Passed\n", "PassFailTest | a |  | TRUE |  |  |  |  | Passed\nChart | Line | l\nSeries | s | XYG | 1 | 1\n"))
	f.Add("--Header-Start--\n--Step-Data-Start--\n")
	f.Fuzz(func(t *testing.T, text string) {
		reports, err := Decode(strings.NewReader(text), options())
		if len(reports) == 0 && err == nil {
			t.Fatal("neither a report nor an error")
		}
		for _, r := range reports {
			if r.Root == nil || r.Root.Status != r.Result {
				t.Errorf("the root is not as the report: %s", r.Encode())
			}
			if _, err := report.Decode(r.Encode()); err != nil {
				t.Errorf("not a report: %v", err)
			}
		}
	})
}
