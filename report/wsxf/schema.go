package wsxf

import (
	"sync"

	"github.com/watsrun/watsrun/report"
)

// reportShape is the whole format. Reading and writing both follow it. What it cannot say is in arrange.go: failures and
// their files stand beside the units in XML and inside them in the model, and indexes repeat the order of the document.
// It is made when the first report in XML is met: most commands meet none.
var reportShape = sync.OnceValue(newReportShape)

func newReportShape() *shape {
	s := newShape[report.Report]([]attr{
		{xml: "type", key: "type"},
		{xml: "ID", key: "id", guid: true},
		{xml: "Start", key: "start"},
		{xml: "Start_utc", key: "startUTC"},
		{xml: "Result", key: "result"},
		{xml: "SN", key: "sn"},
		{xml: "PN", key: "pn"},
		{xml: "Rev", key: "rev"},
		{xml: "origin", key: "origin"},
		{xml: "MachineName", key: "machineName"},
		{xml: "Location", key: "location"},
		{xml: "Purpose", key: "purpose"},
		{xml: "ProductName", key: "productName", blank: true},
	})
	s.contain(
		part{xml: "UUT", key: "uut", sub: newUUTShape()},
		part{xml: "UUR", key: "uur", sub: newUURShape()},
		part{xml: "Process", kind: flatPart, sub: newShape[report.Report](processAttrs)},
		part{xml: "MiscInfo", key: "miscInfos", kind: manyParts, sub: newMiscInfoShape()},
		part{xml: "ReportUnitHierarchy", key: "subUnits", kind: manyParts, sub: newSubUnitShape()},
		part{xml: "Asset", key: "assets", kind: manyParts, sub: newShape[report.Asset]([]attr{
			{xml: "AssetSN", key: "assetSN"}, {xml: "UsageCount", key: "usageCount"}, {xml: "UsageCountFormat", key: "usageCountFormat"},
		})},
		part{xml: "AdditionalData", key: "additionalData", kind: manyParts, sub: newAdditionalShape()},
		part{xml: "Step", key: "root", sub: newStepShape()},
		part{xml: "Binary", key: "binaryData", kind: manyParts, sub: newBinaryShape()},
	)
	return s
}

// processAttrs are the same for the report and for the repair's test operation.
var processAttrs = []attr{
	{xml: "Code", key: "processCode"}, {xml: "CodeFormat", key: "processCodeFormat"}, {xml: "Name", key: "processName"},
}

var commentPart = part{xml: "Comment", key: "comment", kind: textPart}

func newUUTShape() *shape {
	return newShape[report.UUT]([]attr{
		{xml: "UserLoginName", key: "user"},
		{xml: "BatchSN", key: "batchSN"},
		{xml: "TestSocketIndex", key: "testSocketIndex"},
		{xml: "TestSocketIndexFormat", key: "testSocketIndexFormat"},
		{xml: "ExecutionTime", key: "execTime"},
		{xml: "ExecutionTimeFormat", key: "execTimeFormat"},
		{xml: "FixtureId", key: "fixtureId"},
		{xml: "ErrorCode", key: "errorCode"},
		{xml: "ErrorCodeFormat", key: "errorCodeFormat"},
		{xml: "ErrorMessage", key: "errorMessage"},
		{xml: "BatchFailCount", key: "batchFailCount"},
		{xml: "BatchFailCountFormat", key: "batchFailCountFormat"},
		{xml: "BatchLoopIndex", key: "batchLoopIndex"},
		{xml: "BatchLoopIndexFormat", key: "batchLoopIndexFormat"},
		{xml: "StepIdCausedUUTFailure", key: "stepIdCausedUUTFailure"},
	}, commentPart)
}

func newUURShape() *shape {
	return newShape[report.UUR]([]attr{
		{xml: "UserLoginName", key: "user"},
		{xml: "ConfirmDate", key: "confirmDate"},
		{xml: "FinalizeDate", key: "finalizeDate"},
		{xml: "ExecutionTime", key: "execTime"},
		{xml: "ReferencedUUT", key: "refUUT", guid: true},
		{xml: "Parent", key: "parent", guid: true},
	},
		commentPart,
		part{xml: "Process", kind: flatPart, sub: newShape[report.UUR](processAttrs)},
		part{xml: "Children", key: "children", kind: guidParts},
	)
}

func newMiscInfoShape() *shape {
	return newShape[report.MiscInfo]([]attr{
		{xml: "Typedef", key: "typedef", blank: true},
		{xml: "Description", key: "description"},
		{xml: "Numeric", key: "numeric"},
		{xml: "NumericFormat", key: "numericFormat"},
		{xml: "Id", key: "id", guid: true},
	}).holding(attr{key: "text"}).numbered("idx", "order_no")
}

func newSubUnitShape() *shape {
	return newShape[report.SubUnit]([]attr{
		{xml: "Idx", key: "idx"},
		{xml: "ParentIDX", key: "parentIdx"},
		{xml: "ReplacedIDX", key: "replacedIdx"},
		{xml: "PartType", key: "partType"},
		{xml: "PN", key: "pn"},
		{xml: "SN", key: "sn"},
		{xml: "Rev", key: "rev"},
		{xml: "Position", key: "position"},
	}, part{xml: "Failures", key: "failures", kind: manyParts, sub: newFailureShape()})
}

func newFailureShape() *shape {
	return newShape[report.Failure]([]attr{
		{xml: "Category", key: "category"},
		{xml: "Code", key: "code"},
		{xml: "CompRef", key: "comRef"},
		{xml: "StepID", key: "refStepId"},
		{xml: "StepName", key: "refStepName"},
		{xml: "FunctionBlock", key: "funcBlock"},
		{xml: "ArticleNumber", key: "artNumber"},
		{xml: "ArticleRevision", key: "artRev"},
		{xml: "ArticleVendor", key: "artVendor"},
		{xml: "ArticleDescription", key: "artDescription"},
	},
		commentPart,
		part{xml: "Binary", key: "attachments", kind: manyParts, sub: newBinaryShape()},
	).numbered("Idx", "PartIdx")
}

func newBinaryShape() *shape {
	data := newShape[report.BinaryData]([]attr{
		{xml: "BinaryDataGUID", key: "id", guid: true}, {xml: "ContentType", key: "contentType"}, {xml: "FileName", key: "name"},
	}).holding(attr{key: "data", packed: true}).numbered("size")
	return newShape[report.BinaryData](nil, part{xml: "Data", kind: flatPart, sub: data}).numbered("FailIdx", "BinaryDataIndex")
}

// newAdditionalShape writes properties as elements of their own names; the format prescribes nothing below the name.
func newAdditionalShape() *shape {
	property := newShape[report.Property]([]attr{
		{xml: "Name", key: "name"}, {xml: "Type", key: "type"}, {xml: "Flags", key: "flags"}, {xml: "NumFormat", key: "numFormat"},
	}, part{xml: "Value", key: "value", kind: textPart}, part{xml: "Comment", key: "comment", kind: textPart})
	index := newShape[report.ArrayIndex]([]attr{{xml: "Text", key: "text"}, {xml: "Indexes", key: "indexes"}},
		part{xml: "Prop", key: "value", sub: property})
	array := newShape[report.Array]([]attr{{xml: "Dimension", key: "dimension"}, {xml: "Type", key: "type"}},
		part{xml: "Index", key: "indexes", kind: manyParts, sub: index})
	property.contain(
		part{xml: "Prop", key: "props", kind: manyParts, sub: property},
		part{xml: "Array", key: "array", sub: array},
	)
	return newShape[report.AdditionalData]([]attr{{xml: "Name", key: "name"}},
		part{xml: "Prop", key: "props", kind: manyParts, sub: property}).numbered("Idx")
}
