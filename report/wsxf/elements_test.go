package wsxf

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/report"
)

// elements are the parts of a report with what they are in WSJF. Every row is read, and written again.
var elements = []struct {
	name, kind string // kind is where the element stands: report, repair, uut, uur, step
	xml, json  string
}{
	{"header", "report", ``, `{}`},
	{"process", "report", `<Process Code="10" CodeFormat="%d" Name="SW Debug" />`, `{"processCode":10,"processCodeFormat":"%d","processName":"SW Debug"}`},
	{"unknown attribute of a flat part", "report", `<Process Code="10" Guid="G" />`, `{"processCode":10,"wsxf:Process/@Guid":"G"}`},
	{
		"misc info text", "report", `<MiscInfo Typedef="T" Description="d" idx="0" order_no="0">a &lt; b</MiscInfo>`,
		`{"miscInfos":[{"description":"d","typedef":"T","text":"a < b"}]}`,
	},
	{
		"misc info number", "report", `<MiscInfo Description="d" Numeric="-1.5" NumericFormat="%.2f" Id="AB" idx="0" order_no="0" />`,
		`{"miscInfos":[{"description":"d","numeric":-1.5,"numericFormat":"%.2f","id":"ab"}]}`,
	},
	{
		"misc info with both", "report", `<MiscInfo Description="d" Numeric="1" idx="0" order_no="0">one</MiscInfo>`,
		`{"miscInfos":[{"description":"d","text":"one","numeric":1}]}`,
	},
	{
		"sub-unit", "report", `<ReportUnitHierarchy PartType="PCBA" PN="p" SN="s" Rev="r" Position="2" />`,
		`{"subUnits":[{"partType":"PCBA","pn":"p","rev":"r","sn":"s","position":2}]}`,
	},
	{"asset", "report", `<Asset AssetSN="a" UsageCount="2" UsageCountFormat="%d" />`, `{"assets":[{"assetSN":"a","usageCount":2,"usageCountFormat":"%d"}]}`},
	{
		"additional data", "report", `<AdditionalData Name="n" Idx="0">` +
			`<Prop Name="a" Type="Number" Flags="0" NumFormat="%d"><Value>1</Value><Comment>c</Comment></Prop>` +
			`<Prop Name="o" Type="Obj"><Prop Name="e" Type="String"><Value></Value></Prop></Prop>` +
			`<Prop Name="l" Type="Array"><Array Dimension="2" Type="Bool"><Index Text="[0][1]" Indexes="0 1"><Prop Type="Bool"><Value>true</Value></Prop></Index></Array></Prop>` +
			`</AdditionalData>`,
		`{"additionalData":[{"name":"n","props":[
			{"name":"a","type":"Number","flags":0,"value":"1","comment":"c","numFormat":"%d"},
			{"name":"o","type":"Obj","props":[{"name":"e","type":"String","value":""}]},
			{"name":"l","type":"Array","array":{"dimension":2,"type":"Bool","indexes":[{"text":"[0][1]","indexes":[0,1],"value":{"type":"Bool","value":"true"}}]}}]}]}`,
	},
	{
		"additional data of any XML", "report", `<AdditionalData Name="n" Idx="0"><Foo a="1"><Bar xmlns="urn:x">t</Bar></Foo></AdditionalData>`,
		`{"additionalData":[{"name":"n","wsxf:Foo":"<Foo a=\"1\"><Bar xmlns=\"urn:x\">t</Bar></Foo>"}]}`,
	},
	{"additional data of text", "report", `<AdditionalData Name="n" Idx="0">any</AdditionalData>`, `{"additionalData":[{"name":"n","wsxf:#text":"any"}]}`},
	{
		"unknown elements", "report", `<New a="1" /><New a="2" /><Other>x</Other>`,
		`{"wsxf:New":"<New a=\"1\" /><New a=\"2\" />","wsxf:Other":"<Other>x</Other>"}`,
	},

	{
		"uut", "uut", `UserLoginName="u" BatchSN="b" TestSocketIndex="-1" TestSocketIndexFormat="%d" ExecutionTime="1.5" ExecutionTimeFormat="%f" ` +
			`FixtureId="f" ErrorCode="-5" ErrorCodeFormat="%x" ErrorMessage="e" BatchFailCount="1" BatchFailCountFormat="%d" BatchLoopIndex="2" ` +
			`BatchLoopIndexFormat="%d" StepIdCausedUUTFailure="7" ParameterBaseVersion="v"><Comment>c</Comment>`,
		`{"user":"u","batchSN":"b","testSocketIndex":-1,"testSocketIndexFormat":"%d","execTime":1.5,"execTimeFormat":"%f","fixtureId":"f",
		"errorCode":-5,"errorCodeFormat":"%x","errorMessage":"e","batchFailCount":1,"batchFailCountFormat":"%d","batchLoopIndex":2,
		"batchLoopIndexFormat":"%d","stepIdCausedUUTFailure":7,"comment":"c","wsxf:@ParameterBaseVersion":"v"}`,
	},
	{
		"uur", "uur", `UserLoginName="u" ConfirmDate="2018-04-01T13:40:40" FinalizeDate="2020-08-05T07:03:58.7257865Z" ExecutionTime="12" ` +
			`ReferencedUUT="AB" Parent="CD" Active="1"><Comment>c</Comment><Process Code="10" Name="n" /><Children>EF</Children><Children>01</Children>`,
		`{"user":"u","confirmDate":"2018-04-01T13:40:40","finalizeDate":"2020-08-05T07:03:58.7257865Z","execTime":12,"refUUT":"ab","parent":"cd",
		"comment":"c","processCode":10,"processName":"n","children":["ef","01"],"wsxf:@Active":"1"}`,
	},
	{
		"failures", "repair", `<ReportUnitHierarchy Idx="0" SN="a" /><ReportUnitHierarchy Idx="1" ParentIDX="0" ReplacedIDX="0" SN="b" />` +
			`<Failures Category="c" Code="d" CompRef="R1" StepID="3" StepName="s" FunctionBlock="f" ArticleNumber="n" ArticleRevision="r" ArticleVendor="v" ArticleDescription="e" Failcode="F" Idx="1" PartIdx="1"><Comment>k</Comment></Failures>` +
			`<Binary BinaryDataIndex="0"><Data BinaryDataGUID="AA" ContentType="text/plain" FileName="x.txt" size="1">eA==</Data></Binary>` +
			`<Binary FailIdx="1" BinaryDataIndex="1"><Data ContentType="image/png" FileName="y.png" size="3">eHl6</Data></Binary>`,
		`{"subUnits":[{"idx":0,"sn":"a"},{"idx":1,"parentIdx":0,"replacedIdx":0,"sn":"b","failures":[{"category":"c","code":"d","comRef":"R1",
		"refStepId":3,"refStepName":"s","funcBlock":"f","artNumber":"n","artRev":"r","artVendor":"v","artDescription":"e","comment":"k","wsxf:@Failcode":"F",
		"attachments":[{"contentType":"image/png","name":"y.png","data":"eHl6"}]}]}],
		"binaryData":[{"contentType":"text/plain","name":"x.txt","data":"eA==","id":"aa"}]}`,
	},

	{
		"step", "step", `Id="1" Group="Setup" Name="n" StepType="Action" Status="Skipped" Start="2026-01-30T22:01:41" total_time="0.25" total_timeFormat="%f" ` +
			`TSGuid="ID#:x" StepErrorCode="9" StepErrorCodeFormat="%d" StepErrorMessage="m" InteractiveExeNum="4" InteractiveExeNumFormat="%d" ` +
			`StepCausedSequenceFailure="true" StepCausedUUTFailure="false" module_time="0.1"><ReportText>r` + "&#xA;" + `s</ReportText>`,
		`{"id":1,"group":"S","name":"n","stepType":"Action","status":"S","start":"2026-01-30T22:01:41","totTime":0.25,"totTimeFormat":"%f","tsGuid":"ID#:x",
		"errorCode":9,"errorCodeFormat":"%d","errorMessage":"m","interactiveExeNum":4,"interactiveExeNumFormat":"%d","causedSeqFailure":true,
		"causedUUTFailure":false,"reportText":"r\ns","wsxf:@module_time":"0.1"}`,
	},
	{"loop summary", "step", `Group="Main"><Loop num="3" passed="1" failed="2" ending_index="2" />`, `{"group":"M","loop":{"num":3,"passed":1,"failed":2,"endingIndex":2}}`},
	{"loop iteration", "step", `Group="Main"><Loop index="0" />`, `{"group":"M","loop":{"idx":0}}`},
	{
		"sequence", "step", `Group="Main"><SequenceCall Name="n" Version="1.0" Filepath="p" Filename="p" MeasIndex="0" /><Step Group="Cleanup" Name="c" StepIndex="0" />`,
		`{"group":"M","seqCall":{"name":"n","version":"1.0","path":"p"},"steps":[{"group":"C","name":"c"}]}`,
	},
	{
		"numeric", "step", `Group="Main"><NumericLimit Name="n" NumericValue="3.31" NumericValueFormat="%.2f" Units="V" CompOperator="GELE" HighLimit="3.4" ` +
			`HighLimitFormat="%f" LowLimit="3.2" LowLimitFormat="%e" Status="Passed" MeasIndex="0" MeasOrderNumber="-1" />`,
		`{"group":"M","numericMeas":[{"name":"n","value":3.31,"valueFormat":"%.2f","unit":"V","compOp":"GELE","highLimit":3.4,"highLimitFormat":"%f","lowLimit":3.2,"lowLimitFormat":"%e","status":"P"}]}`,
	},
	{
		"numbers that are none", "step", `Group="Main"><NumericLimit NumericValue="NaN" CompOperator="LTGT" HighLimit="INF" LowLimit="-INF" MeasIndex="0" MeasOrderNumber="-1" />`,
		`{"group":"M","numericMeas":[{"value":"NaN","compOp":"LTGT","highLimit":"Infinity","lowLimit":"-Infinity"}]}`,
	},
	{
		"numbers at the border", "step", `Group="Main"><NumericLimit NumericValue="1E+308" CompOperator="GELE" HighLimit="0.30000000000000004" LowLimit="-5E-324" MeasIndex="0" MeasOrderNumber="-1" />`,
		`{"group":"M","numericMeas":[{"value":1e308,"compOp":"GELE","highLimit":0.30000000000000004,"lowLimit":-5e-324}]}`,
	},
	{
		"booleans", "step", `Group="Main"><PassFail Name="a" Status="Passed" MeasIndex="0" MeasOrderNumber="-1" /><PassFail Name="b" Status="Failed" MeasIndex="1" MeasOrderNumber="0" />`,
		`{"group":"M","booleanMeas":[{"name":"a","status":"P"},{"name":"b","status":"F"}]}`,
	},
	{
		"strings", "step", `Group="Main"><StringValue Name="a" CompOperator="CASESENSIT" StringLimit="" StringValue="" Status="Skipped" MeasIndex="0" MeasOrderNumber="-1" />`,
		`{"group":"M","stringMeas":[{"name":"a","compOp":"CASESENSIT","limit":"","value":"","status":"S"}]}`,
	},
	{
		"message popup", "step", `Group="Main"><MessagePopup Button="1" ButtonFormat="%d" Response="yes" MeasIndex="0" />`,
		`{"group":"M","messagePopup":{"button":1,"buttonFormat":"%d","response":"yes"}}`,
	},
	{"executable", "step", `Group="Main"><Callexe ExitCode="17232" ExitCodeFormat="%d" MeasIndex="0" />`, `{"group":"M","callExe":{"exitCode":17232,"exitCodeFormat":"%d"}}`},
	{
		"chart", "step", `Group="Main"><Chart ChartType="LineLogX" Label="l" XLabel="x" XUnit="s" YLabel="y" YUnit="V" idx="0">` +
			`<Series Name="a" DataType="XYG"><ydata>1;2</ydata><xdata>0;1</xdata></Series><Series Name="b" DataType="XYG"><ydata>3</ydata></Series></Chart>`,
		`{"group":"M","chart":{"chartType":"LineLogX","label":"l","xLabel":"x","xUnit":"s","yLabel":"y","yUnit":"V","series":[
		{"name":"a","dataType":"XYG","ydata":"1;2","xdata":"0;1"},{"name":"b","dataType":"XYG","ydata":"3"}]}}`,
	},
	{
		"attachment", "step", `Group="Main"><Attachment Name="a.txt" ContentType="text/plain" Size="2">eHk=</Attachment>`,
		`{"group":"M","attachment":{"name":"a.txt","contentType":"text/plain","data":"eHk="}}`,
	},
	{
		"additional results", "step", `Group="Main"><AdditionalResults Name="n" Idx="0"><Prop Name="a" Type="String"><Value>v</Value></Prop></AdditionalResults>`,
		`{"group":"M","additionalResults":[{"name":"n","props":[{"name":"a","type":"String","value":"v"}]}]}`,
	},
	{"property loader", "step", `Group="Main"><PropertyLoader Read="3" Applied="2" />`, `{"group":"M","wsxf:PropertyLoader":"<PropertyLoader Read=\"3\" Applied=\"2\" />"}`},
}

// repairAttributes are those that every repair report has when it is written.
const repairAttributes = `type="UUR" ID="AB" Start="2026-01-30T22:01:41+01:00" Start_utc="2026-01-30T21:01:41Z" Result="Passed" SN="1" PN="2" Rev="3"`

// place puts an element into a document, and its JSON into a report.
func placed(kind, xml, json string) (document, wsjf string) {
	repair, uut := repairAttributes, strings.Replace(repairAttributes, "UUR", "UUT", 1)
	header := `"id":"ab","pn":"2","sn":"1","rev":"3","result":"P","start":"2026-01-30T22:01:41+01:00","startUTC":"2026-01-30T21:01:41Z"`
	join := func(key string) string { return `{"type":"T",` + header + `,"` + key + `":` + json + `}` }
	switch kind {
	case "uut":
		return wrap(uut, "<UUT "+xml+"</UUT>"), join("uut")
	case "uur":
		return wrap(repair, "<UUR "+xml+"</UUR>"), strings.Replace(join("uur"), `"T"`, `"R"`, 1)
	case "step":
		xml = strings.Replace(xml, ">", ` StepIndex="0">`, 1)
		return wrap(uut, "<Step "+xml+"</Step>"), join("root")
	}
	wsjf = `{"type":"T",` + header + strings.TrimSuffix(","+json[1:], ",}")
	if kind == "repair" {
		return wrap(repair, xml), strings.Replace(wsjf, `"T"`, `"R"`, 1)
	}
	if json == "{}" {
		wsjf += "}"
	}
	return wrap(uut, xml), wsjf
}

func TestEveryElementIsReadAndWritten(t *testing.T) {
	for _, c := range elements {
		t.Run(c.name, func(t *testing.T) {
			document, wsjf := placed(c.kind, c.xml, c.json)
			r := decodeOne(t, document)
			if diff := cmp.Diff(values(t, []byte(wsjf)), values(t, r.Encode())); diff != "" {
				t.Fatalf("read wrong (-want +got):\n%s", diff)
			}
			want, got := mustParse(t, []byte(document)), mustParse(t, []byte(encode1(t, r)))
			if diff := cmp.Diff(lines(want), lines(got)); diff != "" {
				t.Errorf("written wrong (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadsTheOlderConvention(t *testing.T) {
	r := decodeOne(t, `<w:Reports xmlns:w="`+Namespace+`" xmlns:xsi="urn:i" xsi:schemaLocation="x"><w:Report type="UUR" ID="AB">
		<w:ReportUnitHierarchy Idx="0"/>
		<w:Failures Idx="2" Code="second"/><w:Failures Idx="1" PartIdx=" 0 " Code="first"/>
		<w:Binary FailIdx="0"><w:Data FileName="of the report">eA
			==</w:Data></w:Binary>
	</w:Report></w:Reports>`)
	if r.Result != report.Passed {
		t.Errorf("the result of a repair is %q", r.Result)
	}
	if f := r.SubUnits[0].Failures; len(f) != 2 || f[0].Code != "second" || f[1].Code != "first" {
		t.Errorf("failures are not in the order of the document")
	}
	if len(r.BinaryData) != 1 || r.BinaryData[0].Data != "eA==" {
		t.Errorf("file of the report: %+v", r.BinaryData)
	}
}

func TestReadsWhatIsLeftOut(t *testing.T) {
	r := decodeOne(t, wrap(uutAttributes, `<Step Group="" StepCausedUUTFailure="1" TSGuid="" total_time=" 5 ">
		<SequenceCall Version="" Filepath="" Filename=""/>
		<NumericLimit NumericValue="1" Units="" CompOperator=""/><StringValue StringValue="s"/>
		<MessagePopup Response=""/><Chart XUnit=""/>
	</Step>`))
	want := `{"group":"M","causedUUTFailure":true,"totTime":5,"seqCall":{},"numericMeas":[{"value":1,"compOp":"LOG"}],
		"stringMeas":[{"value":"s","compOp":"LOG"}],"messagePopup":{},"chart":{}}`
	got := values(t, r.Encode()).(map[string]any)["root"]
	if diff := cmp.Diff(values(t, []byte(want)), got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFilenameStandsInForFilepath(t *testing.T) {
	for _, attributes := range []string{`Filename="f"`, `Filepath="" Filename="f"`, `Filepath="f" Filename="other"`} {
		r := decodeOne(t, wrap(uutAttributes, `<Step><SequenceCall `+attributes+`/></Step>`))
		if path := r.Root.Sequence.Path; path == nil || *path != "f" {
			t.Errorf("%s: path is %v", attributes, path)
		}
	}
}

func TestADeclaredEncodingThatIsNotTrueIsForgiven(t *testing.T) {
	for _, declared := range []string{"utf-8", "UTF-16", "us-ascii"} {
		r := decodeOne(t, "\ufeff<?xml version=\"1.0\" encoding=\""+declared+"\"?>"+wrap(uutAttributes, "<UUT><Comment>25 °C</Comment></UUT>"))
		if r.UUT.Comment != "25 °C" {
			t.Errorf("%s: %q", declared, r.UUT.Comment)
		}
	}
}
