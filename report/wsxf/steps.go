package wsxf

import "github.com/watsrun/watsrun/report"

func newStepShape() *shape {
	step := newShape[report.Step]([]attr{
		{xml: "Id", key: "id"},
		{xml: "Group", key: "group", orElse: `"M"`},
		{xml: "Name", key: "name"},
		{xml: "StepType", key: "stepType"},
		{xml: "Status", key: "status"},
		{xml: "Start", key: "start"},
		{xml: "total_time", key: "totTime"},
		{xml: "total_timeFormat", key: "totTimeFormat"},
		{xml: "TSGuid", key: "tsGuid"},
		{xml: "StepErrorCode", key: "errorCode"},
		{xml: "StepErrorCodeFormat", key: "errorCodeFormat"},
		{xml: "StepErrorMessage", key: "errorMessage"},
		{xml: "InteractiveExeNum", key: "interactiveExeNum"},
		{xml: "InteractiveExeNumFormat", key: "interactiveExeNumFormat"},
		{xml: "StepCausedSequenceFailure", key: "causedSeqFailure"},
		{xml: "StepCausedUUTFailure", key: "causedUUTFailure"},
	}).numbered("StepIndex", "Idx")
	step.contain(
		part{xml: "ReportText", key: "reportText", kind: textPart},
		part{xml: "Loop", key: "loop", sub: newShape[report.Loop]([]attr{
			{xml: "num", key: "num"},
			{xml: "passed", key: "passed"},
			{xml: "failed", key: "failed"},
			{xml: "ending_index", key: "endingIndex"},
			{xml: "index", key: "idx"},
		})},
		part{xml: "SequenceCall", key: "seqCall", sub: newShape[report.Sequence]([]attr{
			{xml: "Name", key: "name"}, {xml: "Version", key: "version", blank: true}, {xml: "Filepath", key: "path", blank: true, twin: "Filename"},
		}).numbered("Filename", "MeasIndex")},
		part{xml: "NumericLimit", key: "numericMeas", kind: manyParts, sub: newNumericShape()},
		part{xml: "PassFail", key: "booleanMeas", kind: manyParts, sub: newShape[report.BooleanMeas]([]attr{
			{xml: "Name", key: "name"}, {xml: "Status", key: "status"},
		}).numbered(measured...)},
		part{xml: "StringValue", key: "stringMeas", kind: manyParts, sub: newShape[report.StringMeas]([]attr{
			{xml: "Name", key: "name"},
			{xml: "CompOperator", key: "compOp", orElse: `"LOG"`},
			{xml: "StringLimit", key: "limit"},
			{xml: "StringValue", key: "value"},
			{xml: "Status", key: "status"},
		}).numbered(measured...)},
		part{xml: "MessagePopup", key: "messagePopup", sub: newShape[report.MessagePopup]([]attr{
			{xml: "Button", key: "button"}, {xml: "ButtonFormat", key: "buttonFormat"}, {xml: "Response", key: "response", blank: true},
		}).numbered("MeasIndex")},
		part{xml: "Callexe", key: "callExe", sub: newShape[report.CallExe]([]attr{
			{xml: "ExitCode", key: "exitCode"}, {xml: "ExitCodeFormat", key: "exitCodeFormat"},
		}).numbered("MeasIndex")},
		part{xml: "Chart", key: "chart", sub: newChartShape()},
		part{xml: "Attachment", key: "attachment", sub: newShape[report.Attachment]([]attr{
			{xml: "Name", key: "name"}, {xml: "ContentType", key: "contentType"},
		}).holding(attr{key: "data", packed: true}).numbered("Size")},
		part{xml: "AdditionalResults", key: "additionalResults", kind: manyParts, sub: newAdditionalShape()},
		part{xml: "Step", key: "steps", kind: manyParts, sub: step},
	)
	return step
}

// measured are the indexes of a measurement.
var measured = []string{"MeasIndex", "MeasOrderNumber"}

func newNumericShape() *shape {
	return newShape[report.NumericMeas]([]attr{
		{xml: "Name", key: "name"},
		{xml: "NumericValue", key: "value"},
		{xml: "NumericValueFormat", key: "valueFormat"},
		{xml: "Units", key: "unit", blank: true},
		{xml: "CompOperator", key: "compOp", orElse: `"LOG"`},
		{xml: "HighLimit", key: "highLimit"},
		{xml: "HighLimitFormat", key: "highLimitFormat"},
		{xml: "LowLimit", key: "lowLimit"},
		{xml: "LowLimitFormat", key: "lowLimitFormat"},
		{xml: "Status", key: "status"},
	}).numbered(measured...)
}

func newChartShape() *shape {
	series := newShape[report.Series]([]attr{{xml: "Name", key: "name"}, {xml: "DataType", key: "dataType"}},
		part{xml: "ydata", key: "ydata", kind: textPart}, part{xml: "xdata", key: "xdata", kind: textPart})
	return newShape[report.Chart]([]attr{
		{xml: "ChartType", key: "chartType"},
		{xml: "Label", key: "label"},
		{xml: "XLabel", key: "xLabel"},
		{xml: "XUnit", key: "xUnit", blank: true},
		{xml: "YLabel", key: "yLabel"},
		{xml: "YUnit", key: "yUnit", blank: true},
	}, part{xml: "Series", key: "series", kind: manyParts, sub: series}).numbered("idx")
}
