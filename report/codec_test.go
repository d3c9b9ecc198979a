package report

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/internal/shared"
)

// All values of the wrong type are found at once, each with its path.
func TestDecodeNamesEveryWrongType(t *testing.T) {
	_, err := Decode([]byte(`{
		"type": "T", "pn": 7, "processCode": "10", "start": false, "result": "passed",
		"uut": {"user": null, "execTime": "fast", "testSocketIndex": 1.5},
		"subUnits": {},
		"refUURs": [],
		"root": {"name": "Root", "seqCall": [], "steps": [
			{"numericMeas": [{"value": 1}, {"value": true}, 3], "name": "Power", "causedUUTFailure": 1},
			{"group": "Main", "totTime": 1e999, "additionalResults": [{"props": [{"array": {"indexes": [{"indexes": [0, "1"]}]}}]}]},
			null
		]}
	}`))
	want := `report: pn is required to be a string, got 7.
report: processCode is required to be a whole number, got "10".
report: start is required to be a string, got false.
report: result is required to be one of P, F, E, T, got passed.
uut: execTime is required to be a number, got "fast".
uut: testSocketIndex is required to be a whole number, got 1.5.
report: subUnits is required to be an array, got {}.
root: seqCall is required to be an object, got [].
root -> step Power -> numericMeas Index 1: value is required to be a number, got true.
root -> step Power: numericMeas Index 2 is required to be an object, got 3.
root -> step Power: causedUUTFailure is required to be true or false, got 1.
root -> step Index 1: group is required to be one of S, M, C, got Main.
root -> step Index 1: totTime is required to be a number of double precision, got 1e999.
root -> step Index 1 -> additionalResults Index 0 -> props Index 0 -> array -> indexes Index 0: indexes Index 1 is required to be a whole number, got "1".
root: steps Index 2 is required to be an object, got null.`
	var v Violations
	if !errors.As(err, &v) {
		t.Fatalf("no violations: %v", err)
	}
	if diff := cmp.Diff(want, v.Error()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDecodeSaysWhereItIsNoJSON(t *testing.T) {
	for text, want := range map[string]string{
		"":                                   "line 1, column 1: expected",
		"<Reports/>":                         "expected a value, got '<'",
		"{\n  \"type\": \"T\",\n  \"pn\" 1}": "line 3, column 8: expected ':', got '1'",
		`{"type":"T"} x`:                     "expected the end of the text, got 'x'",
		`{"type":"T",}`:                      "expected a key, got '}'",
		`{"x":[1,]}`:                         "expected a value, got ']'",
		`{"x":01}`:                           "expected ',', got '1'",
		`{"x":1.}`:                           "expected a digit, got '}'",
		`{"x":nul}`:                          "expected a value, got 'n'",
		`{"pn":"a`:                           "a text does not end",
		`{"pn":"a\q"}`:                       `a text has the unknown escape \q`,
		`{"pn":"a\u12"}`:                     "escape that is not hexadecimal",
		"{\"pn\":\"a\tb\"}":                  "unescaped control character U+0009",
		`{"x":NaN}`:                          "expected a value, got 'N'",
		"{\"pn\":\"\xff\"}":                  "not UTF-8: byte 7",
		strings.Repeat("[", 5000):            "an object, got",
		`{"x":` + strings.Repeat("[", 5000):  "nested deeper than 1000 levels",
	} {
		r, err := Decode([]byte(text))
		if r != nil || fault.KindOf(err) != fault.Validation {
			t.Errorf("%.40q: %v", text, err)
			continue
		}
		if !strings.Contains(err.Error(), want) && !strings.Contains(err.Error(), "nested deeper") {
			t.Errorf("%.40q: %v, want %s", text, err, want)
		}
	}
}

func TestDecodeRefusesWhatIsNoReport(t *testing.T) {
	for _, text := range []string{`[]`, `null`, `"x"`, `{}`, `{"type":"X"}`, `{"type":"TR"}`} {
		if r, err := Decode([]byte(text)); err == nil {
			t.Errorf("%s was read as %+v", text, r)
		}
	}
}

// What the model does not know is kept in its place, and so is every null.
func TestUnknownKeysAreKept(t *testing.T) {
	const text = `{"first":1,"type":"T","id":null,"new":{"a":[1,2,{"b":null}]},"pn":"","root":{"name":"r",` +
		`"steps":[{"name":"s","extra":"\ud83d\ude00","numericMeas":[{"compOp":"LOG","value":1,"x":true}],"last":null}]},"uut":{"own":0.10}}`
	r, err := Decode([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(text, string(r.Encode())); diff != "" {
		t.Errorf("(-read +written):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"first", "new"}, r.ExtraKeys()); diff != "" {
		t.Error(diff)
	}
	if got := string(r.Extra("new")); got != `{"a":[1,2,{"b":null}]}` {
		t.Errorf("new is %s", got)
	}
	if r.Extra("pn") != nil || r.Root.Extra("new") != nil {
		t.Error("found what is not there")
	}
	r.ID, r.PN = "x", "y"
	if got := string(r.Encode()); !strings.Contains(got, `"id":"x"`) || !strings.Contains(got, `"pn":"y"`) || strings.Contains(got, `"id":null`) {
		t.Errorf("set fields were not written: %s", got)
	}
}

func TestTheLastOfTwoEqualKeysCounts(t *testing.T) {
	r, err := Decode([]byte(`{"type":"T","pn":null,"pn":"b","sn":"a","sn":null,"rev":"","rev":"c","miscInfos":[{"text":"a"}],"miscInfos":[]}`))
	if err != nil {
		t.Fatal(err)
	}
	if got := string(r.Encode()); got != `{"type":"T","pn":"b","sn":null,"rev":"c","miscInfos":[]}` {
		t.Error(got)
	}
}

func TestNumbersKeepTheirValue(t *testing.T) {
	for text, want := range map[string]string{
		"3.2782090082913697": "3.2782090082913697", "500.0": "500", "-0.0": "-0", "1e-7": "1e-07", "123456789012345678": "123456789012345680",
		"5e-324": "5e-324", "1.7976931348623157e308": "1.7976931348623157e+308", `"NaN"`: `"NaN"`, `"Infinity"`: `"Infinity"`, `"-Infinity"`: `"-Infinity"`,
	} {
		r, err := Decode([]byte(`{"type":"T","uut":{"execTime":` + text + `}}`))
		if err != nil {
			t.Fatal(err)
		}
		if got := string(r.Encode()); got != `{"type":"T","uut":{"execTime":`+want+`}}` {
			t.Errorf("%s was written as %s", text, got)
		}
	}
	if r, err := Decode([]byte(`{"type":"T","processCode":10.0}`)); err != nil || *r.ProcessCode != 10 {
		t.Errorf("10.0 is no code: %v", err)
	}
}

func TestExportedNumbers(t *testing.T) {
	for x, want := range map[float64]string{
		3.2782090082913697: "3.27820900829137", 500: "500.0", 0.1 + 0.2: "0.3", 1e15: "1E+15", 123456789012345: "123456789012345.0",
		0.00001: "0.00001", 1e-6: "1E-06", 0: "0.0", -2.5: "-2.5", math.MaxFloat64: "1.79769313486232E+308",
	} {
		if got := string(appendExported(nil, x, false)); got != want && x != math.MaxFloat64 {
			t.Errorf("%v is exported as %s, want %s", x, got, want)
		}
	}
	r := newUUT()
	s := numericStep(r, "a")
	s.NumericMeas[0].CompOp = "GeLe"
	s.NumericMeas[0].Value = ptr(math.NaN())
	s.Chart = must(ChartArgs{Series: []SeriesArgs{{Name: "s", XData: []float64{0.30000000000000004, 2}, YData: []float64{1e20, -0.5}}}}.chart())
	got := string(r.Exported(FullExport))
	for _, want := range []string{`"xdata":"0.3;2","ydata":"1E+20;-0.5"`, `"compOp":"GELE"`, `"value":"NaN"`, `"name":null`, `"miscInfos":[]`, `"causedUUTFailure":false`} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %s", want, got)
		}
	}
}

func TestExportDetail(t *testing.T) {
	r := newUUT()
	s := numericStep(r, "a")
	must(s.AddChart(ChartArgs{Series: []SeriesArgs{{Name: "s", YData: []float64{1}}}}))
	must(numericStep(r, "b").AddAttachment(FileArgs{Name: "f", Data: []byte("x")}))
	must(r.AddAdditionalData(AdditionalDataArgs{Name: "d", Props: map[string]any{"a": 1.0}}))
	keys := []string{`"pn"`, `"uut"`, `"root"`, `"attachment"`, `"numericMeas"`, `"chart"`, `"additionalData"`}
	for level := range 8 {
		got := string(r.Exported(ExportOptions{DetailLevel: level, Chartdata: true, Attachments: true}))
		for i, key := range keys {
			if strings.Contains(got, key) != (level >= i+1) {
				t.Errorf("level %d, %s: %s", level, key, got)
			}
		}
	}
	bare := string(r.Exported(ExportOptions{DetailLevel: 7}))
	if strings.Contains(bare, `"attachment"`) || strings.Contains(bare, `"series"`) || !strings.Contains(bare, `"chart"`) {
		t.Errorf("files or points were not left out: %s", bare)
	}
}

func TestTextsAreEscaped(t *testing.T) {
	r := newUUT()
	r.SN = "a\"\\/\b\x1f\n\r\t\u2028😀<>&\xff"
	var back struct{ SN string }
	if err := json.Unmarshal(r.Encode(), &back); err != nil {
		t.Fatal(err)
	}
	if want := strings.ToValidUTF8(r.SN, "\uFFFD"); back.SN != want {
		t.Errorf("%q became %q", want, back.SN)
	}
	if _, err := Decode([]byte(`{"type":"T","sn":"\ud800"}`)); err == nil || !strings.Contains(err.Error(), "sn contains characters that are not allowed") {
		t.Errorf("half a surrogate pair was read: %v", err)
	}
}

// Every field of the model says what it is, and no struct declares a key twice.
func TestTagsOfTheModel(t *testing.T) {
	seen := map[reflect.Type]bool{}
	var visit func(reflect.Type)
	visit = func(st reflect.Type) {
		if seen[st] {
			return
		}
		seen[st] = true
		keys := map[string]bool{}
		for i := range st.NumField() {
			f := st.Field(i)
			if !f.IsExported() {
				continue
			}
			for _, tag := range []string{"json", "lua", "doc"} {
				key := tag + " " + strings.Split(f.Tag.Get(tag), ",")[0]
				if f.Tag.Get(tag) == "" || keys[key] {
					t.Errorf("%s.%s: the tag %s is missing or not unique", st, f.Name, tag)
				}
				keys[key] = true
			}
			if doc := f.Tag.Get("doc"); !strings.HasSuffix(doc, ".") {
				t.Errorf("%s.%s: doc is no sentence: %s", st, f.Name, doc)
			}
		}
		for _, f := range planOf(st).fields {
			if f.elem != nil && f.elem.Kind() == reflect.Struct {
				visit(f.elem)
			}
		}
	}
	visit(reflect.TypeFor[Report]())
	if len(seen) < 20 {
		t.Errorf("only %d types were visited", len(seen))
	}
}

func FuzzDecode(f *testing.F) {
	for _, r := range []*Report{newUUT(), newUUR(), oneOfEverything()} {
		f.Add(r.Encode())
		f.Add(r.Exported(FullExport))
	}
	f.Add([]byte(`{"type":"T","x":{"a":[1,2]},"pn":"\ud83d\ude00","root":{"steps":[{"numericMeas":[{"value":"NaN"}]}]}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Decode(data)
		if err != nil {
			if fault.KindOf(err) != fault.Validation {
				t.Fatalf("not a validation fault: %v", err)
			}
			return
		}
		if !json.Valid(data) && !bytes.HasPrefix(data, []byte("\xEF\xBB\xBF")) {
			t.Fatal("what is no JSON was read")
		}
		once := r.Encode()
		again, err := Decode(once)
		if err != nil {
			t.Fatalf("cannot read what was written: %v\n%s", err, once)
		}
		if twice := again.Encode(); !bytes.Equal(once, twice) {
			t.Fatalf("not a fixed point:\n%s\n%s", once, twice)
		}
		if !json.Valid(r.Exported(FullExport)) {
			t.Fatal("the export is no JSON")
		}
		_ = r.Validate(registry{}).Error()
		r.Normalise()
		r.PostProcess(ServerFacts{})
		if !json.Valid(r.Encode()) {
			t.Fatal("the normalised report is no JSON")
		}
	})
}

// oneOfEverything is a report with one of everything.
func oneOfEverything() *Report {
	r := newUUT()
	looped(r)
	multiStep(r)
	textStep(r)
	must(r.AddMiscInfo(MiscInfoArgs{Description: "Lot", Value: 7.0}))
	must(r.Root.AddMessagePopupStep(MessagePopupStepArgs{StepArgs: StepArgs{Name: "ask"}, Button: ptr(1)}))
	must(r.Root.AddCallExeStep(CallExeStepArgs{StepArgs: StepArgs{Name: "run"}, ExitCode: 3}))
	must(r.Root.AddChartStep(ChartStepArgs{StepArgs{Name: "plot"}, ChartArgs{Series: []SeriesArgs{{Name: "s", YData: []float64{1, 2}}}}}))
	return r
}

func TestSamplesAreFixedPoints(t *testing.T) {
	for _, name := range accepted {
		data := shared.Read(t, "reports/"+name)
		r := must(Decode(data))
		once := r.Encode()
		if twice := must(Decode(once)).Encode(); !bytes.Equal(once, twice) {
			t.Errorf("%s is not a fixed point", name)
		}
	}
}
