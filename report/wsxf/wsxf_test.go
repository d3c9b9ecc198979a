package wsxf

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/internal/shared"
	"github.com/watsrun/watsrun/report"
)

// wrap puts the inside of a Report element into a document.
func wrap(attributes, inside string) string {
	return `<Reports xmlns="` + Namespace + `"><Report ` + attributes + `>` + inside + `</Report></Reports>`
}

const uutAttributes = `type="UUT" ID="AB" SN="1" PN="2" Rev="3" Start="2026-01-30T22:01:41+01:00" Result="Passed" MachineName="m" Location="l" Purpose="p"`

func decodeOne(t testing.TB, document string) *report.Report {
	t.Helper()
	r, err := DecodeOne([]byte(document))
	if err != nil {
		t.Fatalf("%v\n%s", err, document)
	}
	return r
}

func encode1(t testing.TB, r *report.Report) string {
	t.Helper()
	document, err := Encode(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(document)
}

func decodeWSJF(t testing.TB, document []byte) *report.Report {
	t.Helper()
	r, err := report.Decode(document)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// values turns JSON to what can be compared without regard to the order of keys.
func values(t testing.TB, document []byte) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(document, &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// lines are the elements in order without what does not matter: the order of attributes, and what is ignored.
func lines(e *element, ignored ...string) []string {
	var all []string
	var walk func(e *element, indent string)
	walk = func(e *element, indent string) {
		var attrs []string
		for _, a := range e.attrs {
			if !slices.Contains(ignored, e.name+"/"+a.name) {
				attrs = append(attrs, a.name+"="+a.value)
			}
		}
		slices.Sort(attrs)
		line := fmt.Sprintf("%s%s %s %q", indent, e.name, e.space, attrs)
		if !slices.Contains(ignored, e.name) {
			line += " " + e.text
		}
		all = append(all, line)
		for _, c := range e.children {
			walk(c, indent+"  ")
		}
	}
	walk(e, "")
	return all
}

func mustParse(t testing.TB, document []byte) *element {
	t.Helper()
	root, err := parse(document)
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// The payload of this text was replaced in the XML sample only.
func clearReportText(r *report.Report) {
	for _, s := range r.Root.Steps {
		s.ReportText = ""
	}
}

func TestExportsOfTheSameReportConvertIntoEachOther(t *testing.T) {
	wsxf := shared.Read(t, "reports/uut-all-step-kinds.export.wsxf.xml")
	wsjf := shared.Read(t, "reports/uut-all-step-kinds.export.wsjf.json")
	fromXML, fromJSON := decodeOne(t, string(wsxf)), decodeWSJF(t, wsjf)

	exported, err := Export(fromJSON, FullExport)
	if err != nil {
		t.Fatal(err)
	}
	// A real export leaves Filename empty where the version is unknown; where it knows it, it repeats Filepath.
	ignored := []string{"SequenceCall/Filename", "ReportText"}
	if diff := cmp.Diff(lines(mustParse(t, wsxf), ignored...), lines(mustParse(t, exported), ignored...)); diff != "" {
		t.Errorf("WSJF does not become the server's WSXF (-server +ours):\n%s", diff)
	}

	clearReportText(fromXML)
	clearReportText(fromJSON)
	if diff := cmp.Diff(values(t, fromJSON.Exported(report.FullExport)), values(t, fromXML.Exported(report.FullExport))); diff != "" {
		t.Errorf("WSXF does not become the same report as WSJF (-wsjf +wsxf):\n%s", diff)
	}
}

func TestSamplesOfWSXFSurviveARoundTrip(t *testing.T) {
	for _, name := range []string{"uut-all-step-kinds.export.wsxf.xml", "uut.wsxf.xml", "uur.wsxf.xml"} {
		t.Run(name, func(t *testing.T) {
			original := shared.Read(t, "reports/"+name)
			r := decodeOne(t, string(original))
			written := encode1(t, r)
			if diff := cmp.Diff(values(t, r.Encode()), values(t, decodeOne(t, written).Encode())); diff != "" {
				t.Errorf("(-read +reread):\n%s", diff)
			}
			after := contents(mustParse(t, []byte(written)))
			for name, want := range contents(mustParse(t, original)) {
				if got := after[name]; got != want {
					t.Errorf("%s: %d of %d are left", name, got, want)
				}
			}
		})
	}
}

// contents counts element/attribute=value; what is empty or derived is left out.
func contents(e *element) map[string]int {
	counts := map[string]int{}
	var walk func(e *element)
	walk = func(e *element) {
		for _, a := range e.attrs {
			if !slices.Contains(derived, e.name+"/"+a.name) && a.value != "" {
				counts[e.name+"/"+a.name+"="+canonical(a.value)]++
			}
		}
		counts[e.name+":"+strings.TrimSpace(e.text)]++
		for _, c := range e.children {
			walk(c)
		}
	}
	walk(e)
	return counts
}

var derived = []string{
	"Step/StepIndex", "Step/Idx", "NumericLimit/MeasIndex", "StringValue/MeasIndex", "PassFail/MeasIndex",
	"StringValue/MeasOrderNumber", "Attachment/Size", "SequenceCall/Filename",
}

// canonical spells booleans one way; all of the samples' other 0 and 1 are numbers, for which it makes no difference.
func canonical(value string) string {
	return map[string]string{"true": "1", "false": "0"}[value] + strings.TrimPrefix(strings.TrimPrefix(value, "true"), "false")
}

func TestWSJFSamplesSurviveXML(t *testing.T) {
	for _, name := range []string{
		"uut-all-step-kinds.export", "uut-charts-attachment", "uut-bare-minimum", "uut-smallest", "uur-one-failure.export", "uur-three-units",
	} {
		t.Run(name, func(t *testing.T) {
			r := decodeWSJF(t, shared.Read(t, "reports/"+name+".wsjf.json"))
			exported := func(r *report.Report) any {
				v := values(t, r.Exported(report.FullExport)).(map[string]any)
				maps.DeleteFunc(v, func(key string, _ any) bool { return key == "startUTC" || key == "confirmDate" })
				return v
			}
			if diff := cmp.Diff(exported(r), exported(decodeOne(t, encode1(t, r)))); diff != "" {
				t.Errorf("(-WSJF +through WSXF):\n%s", diff)
			}
		})
	}
}

func TestOtherFormatsAreRefused(t *testing.T) {
	for name, want := range map[string]string{
		"uut.wrml.xml":              "this is WRML, the internal format of WATS clients, not WSXF",
		"not-a-report.json":         "this looks like JSON",
		"uut-smallest.wsjf.json":    "this looks like JSON",
		"uut.wstf.txt":              "this is no XML document",
		"uur-three-units.wsjf.json": "this looks like JSON",
	} {
		t.Run(name, func(t *testing.T) {
			refuses(t, string(shared.Read(t, "reports/"+name)), want)
		})
	}
}

func refuses(t *testing.T, document, want string) {
	t.Helper()
	_, err := DecodeOne([]byte(document))
	if err == nil {
		t.Fatalf("accepted; want %q", want)
	}
	if fault.KindOf(err) != fault.Validation || !strings.Contains(err.Error(), want) {
		t.Errorf("got  %s: %v\nwant %s", fault.KindOf(err), err, want)
	}
}

func TestRefusesWhatIsNoWSXF(t *testing.T) {
	step := `<Step Group="Main" Name="Top" Status="Passed">`
	for _, c := range []struct{ name, document, want string }{
		{"nothing", "", "the document is empty"},
		{"blank", " \n ", "the document is empty"},
		{"a byte order mark only", "\ufeff", "the document is empty"},
		{"text", "hello", "this is no XML document"},
		{"UTF-16", "\xff\xfe<\x00R\x00", "this is UTF-16: save it as UTF-8"},
		{"another encoding", `<?xml version="1.0" encoding="koi8-r"?><Reports/>`, "encoding koi8-r is not supported: save the document as UTF-8"},
		{"wrong root", "<Tests/>", "line 1: the root element is Tests, not Reports of WSXF"},
		{"wrong namespace", `<Reports xmlns="urn:x"/>`, "the root element is Reports of urn:x"},
		{"a bare report", `<Report/>`, "put it into <Reports>"},
		{"wrml by namespace", `<Reports xmlns="http://wats.virinco.com/schemas/WATS/Report/wrml"/>`, "this is WRML"},
		{"wrml by shape", `<Reports><Report><Step StepID="1"/></Report></Reports>`, "this is WRML"},
		{"something in Reports", "<Reports>\n<Step/></Reports>", "line 2: Reports holds the element Step"},
		{"no report", "<Reports/>", "exactly one Report is required in Reports, got 0"},
		{"two reports", "<Reports>" + strings.Repeat("<Report "+uutAttributes+"/>", 2) + "</Reports>", "exactly one Report is required in Reports, got 2"},
		{"cut off", "<Reports>\n<Report>\n", "line 3: unexpected EOF"},
		{"cut off in an attribute", `<Reports><Report ID="`, "line 1: unexpected EOF"},
		{"crossed tags", "<Reports>\n<Report></Reports></Report>", "line 2: element <Report> closed by </Reports>"},
		{"two roots", "<Reports/><Reports/>", "a second root element <Reports> follows the first"},
		{"text after the root", "<Reports/>x", "text stands outside the root element"},
		{"a document type", `<!DOCTYPE r [<!ENTITY a "b">]><Reports/>`, "a document type or entity declaration is not allowed"},
		{"an entity", wrap(uutAttributes, "<UUT><Comment>&a;</Comment></UUT>"), "invalid character entity &a;"},
		{"huge nesting", strings.Repeat("<a>", 300), "elements are nested more than 250 deep"},
		{"many attributes", "<Reports " + strings.Repeat(`a="" `, 101) + "/>", "more than 100 attributes"},
		{"an attribute twice", `<Reports a="" a=""/>`, "attribute a is given twice in <Reports>"},
		{"a control character", wrap(uutAttributes, "<UUT><Comment>\x01</Comment></UUT>"), "line 1: illegal character code U+0001"},
		{"not UTF-8", wrap(uutAttributes, "<UUT><Comment>\xe5</Comment></UUT>"), "line 1: invalid UTF-8"},

		{"no type", wrap("", ""), "report: type is required"},
		{"a wrong type", wrap(`type="ABC"`, ""), `report: type is required to be one of UUT, UUR, got "ABC" (line 1).`},
		{
			"a wrong status", wrap(uutAttributes, step+"\n<PassFail Status=\"Good\"/></Step>"),
			`root -> booleanMeas : Status is required to be one of Passed, Failed, Skipped, got "Good" (line 2).`,
		},
		{
			"a status that measurements cannot have", wrap(uutAttributes, step+`<PassFail Status="Done"/></Step>`),
			`root -> booleanMeas : Status is required to be one of Passed, Failed, Skipped, got "Done" (line 1).`,
		},
		{
			"a number with a comma", wrap(uutAttributes, step+step+`<NumericLimit Name="U" NumericValue="3,3"/></Step></Step>`),
			`root -> step Top -> numericMeas U: NumericValue is required to be a number with a decimal point, got "3,3" (line 1).`,
		},
		{"no number", wrap(uutAttributes, step+`<NumericLimit NumericValue="0x10"/></Step>`), `NumericValue is required to be a number, got "0x10"`},
		{"Go's infinity", wrap(uutAttributes, step+`<NumericLimit NumericValue="inf"/></Step>`), `NumericValue is required to be a number, got "inf"`},
		{"too large", wrap(uutAttributes, step+`<NumericLimit NumericValue="1e999"/></Step>`), `NumericValue is required to be a number, got "1e999"`},
		{"no whole number", wrap(uutAttributes, `<Process Code="1.5"/>`), `report: Code is required to be a whole number, got "1.5" (line 1).`},
		{"no boolean", wrap(uutAttributes, `<Step StepCausedUUTFailure="2"/>`), `root: StepCausedUUTFailure is required to be true or false, got "2"`},
		{"a wrong group", wrap(uutAttributes, `<Step Group="Begin"/>`), `root: Group is required to be one of Setup, Main, Cleanup, got "Begin"`},
		{"a name in the wrong case", wrap(uutAttributes, `<Step status="Failed"/>`), "root: attribute status of Step is not known, write Status (line 1)."},
		{"an element in the wrong case", wrap(uutAttributes, step+`<CallExe/></Step>`), "root: element CallExe in Step is not known, write Callexe (line 1)."},
		{"two roots of the steps", wrap(uutAttributes, "<Step/>\n<Step/>"), "report: Step is required to occur once, got 2 (line 2)."},
		{"two processes", wrap(uutAttributes, "<Process/><Process/>"), "report: Process is required to occur once, got 2 (line 1)."},
		{"two texts", wrap(uutAttributes, step+"<ReportText/><ReportText/></Step>"), "root: ReportText is required to occur once, got 2 (line 1)."},
		{"many unknown elements", wrap(uutAttributes, manyNames(101)), "report: Report has more than 100 kinds of elements that are not known (line 1)."},
		{"a failure of no unit", wrap(`type="UUR"`, `<Failures PartIdx="3"/>`), `report: PartIdx of Failures is required to be an Idx that exists, got "3" (line 1).`},
		{"a file of no failure", wrap(`type="UUR"`, `<Binary FailIdx="3"/>`), `report: FailIdx of Binary is required to be an Idx that exists, got "3" (line 1).`},
	} {
		t.Run(c.name, func(t *testing.T) { refuses(t, c.document, c.want) })
	}
}

func manyNames(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<n%d/>", i)
	}
	return b.String()
}

func TestAllFaultsComeAtOnce(t *testing.T) {
	_, err := Decode([]byte(wrap(uutAttributes, `<Process Code="x"/><Step Group="Main" Status="?"/>`)))
	want := "the report is not valid in 2 places:\n" +
		"report: Code is required to be a whole number, got \"x\" (line 1).\n" +
		"root: Status is required to be one of Passed, Failed, Done, Skipped, Error, Terminated, Unknown, got \"?\" (line 1)."
	if err == nil || err.Error() != want {
		t.Errorf("got  %v\nwant %s", err, want)
	}
}

func TestSeveralReportsInOneDocument(t *testing.T) {
	one := "\n<Report " + uutAttributes + "/>"
	reports, err := Decode([]byte("<Reports>" + one + one + "</Reports>"))
	if err != nil || len(reports) != 2 {
		t.Fatalf("%d reports, %v", len(reports), err)
	}
	_, err = Decode([]byte("<Reports>" + one + "\n<Report type='x'/></Reports>"))
	if err == nil || !strings.HasPrefix(err.Error(), "report 2 of 2 (line 3): the report is not valid: report: type is required") {
		t.Errorf("got %v", err)
	}
}
