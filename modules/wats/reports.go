package wats

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
)

// sample is Lua that makes and submits a small report, for the examples.
const sample = `local r = wats.report.create_uut_report{operator = "op", part_number = "PCBA-7", revision = "B", serial_number = "SN-1", operation_type = 10}
r:get_root_sequence_call():add_pass_fail_step{name = "Power", value = true}
r:add_sub_unit{part_type = "PSU", sn = "PSU-1", pn = "PSU", rev = "A"}
r:add_misc_info{description = "lot", value = "A7"}
local sent = wats.report.submit(r)
`

type reportKey struct {
	ReportID           string `lua:"report_id,required" doc:"GUID of the report."`
	DetailLevel        *int   `lua:"detail_level" query:"detailLevel" doc:"0 (ids only) to 7 (all)."`
	IncludeChartdata   *bool  `lua:"include_chartdata" query:"includeChartdata" doc:"Whether charts carry their points."`
	IncludeAttachments *bool  `lua:"include_attachments" query:"includeAttachments" doc:"Whether attachments carry their content."`
	strict
}

type reportXMLKey struct {
	ReportID           string `lua:"report_id,required" doc:"GUID of the report."`
	IncludeAttachments *bool  `lua:"include_attachments" query:"includeAttachments" doc:"Whether attachments carry their content."`
	IncludeChartdata   *bool  `lua:"include_chartdata" query:"includeChartdata" doc:"Whether charts carry their points."`
	IncludeIndexes     *bool  `lua:"include_indexes" query:"includeIndexes" doc:"Whether steps and measurements carry their indexes."`
	download
	strict
}

type wholeReportKey struct {
	ReportID string `lua:"report_id,required" doc:"GUID of the report."`
	download
	strict
}

type attachmentKey struct {
	AttachmentID string `lua:"attachment_id" query:"attachmentId" doc:"GUID of the attachment, for a repair report."`
	StepID       string `lua:"step_id" query:"stepId" doc:"Id of the step that holds it, for a test report."`
	ReportID     string `lua:"report_id,required" query:"reportId" doc:"GUID of the report."`
	download
	strict
}

var reportService = service{
	name: "report", doc: "Test and repair reports: build, submit, fetch and query them.",
	operations: reportOperations, classes: reportClasses,
}

func reportOperations() []declaration {
	return slices.Concat(builders(), submissions(), headerOperations(), []declaration{
		op[reportKey, report.Report]("get_report", "Fetch a report as an object.", "GET /api/Report/Wsjf/{report_id}", lenient(missingIsNil),
			reads(decodeReport), show(sample+`return wats.report.get_report(sent.id).sn`, `"SN-1"`)),
		op[reportXMLKey, string]("get_report_xml", "Fetch a report as WSXF text.", "GET /api/Report/Wsxf/{report_id}", lenient(missingIsNil), accepts("application/xml"),
			show(sample+`return wats.report.get_report_xml(sent.id):match("<Reports") ~= nil`, "true")),
		op[attachmentKey, string]("get_attachment", "Fetch the content of one attachment.", "GET /api/Report/Attachment", lenient(missingIsNil), accepts(anyFile),
			prepares(checkAttachment),
			note("Sends the report's id, without which the server cannot find the attachment; pyWATS forgets it."),
			show(`local r = wats.report.create_uut_report{operator = "op", part_number = "PCBA-7", revision = "B", serial_number = "SN-2", operation_type = 10}
r:get_root_sequence_call():add_action_step{name = "Log", id = 1}:add_attachment{name = "log.txt", data = "all well", content_type = "text/plain"}
r:get_root_sequence_call().id = 0
local sent = wats.report.submit(r)
return wats.report.get_attachment{report_id = sent.id, step_id = 1}`, `"all well"`)),
		op[wholeReportKey, string]("get_all_attachments", "Fetch all attachments of a report as a zip file.", "GET /api/Report/Attachments/{report_id}", lenient(missingIsNil), accepts("application/zip"),
			show(sample+`return type(wats.report.get_all_attachments(sent.id))`, `"string"`)),
		op[wholeReportKey, string]("get_certificate", "Fetch a report's certificate, a PDF file.", "GET /api/Report/Certificate/{report_id}", lenient(missingIsNil), accepts("application/pdf"),
			show(sample+`return wats.report.get_certificate(sent.id):sub(1, 4)`, `"%PDF"`)),
	})
}

func decodeReport(_ *reportKey, a *response) (any, error) {
	r, err := report.Decode(a.body)
	switch {
	case err == nil:
		return r, nil
	case !json.Valid(a.body):
		return nil, noJSON(a, "JSON")
	}
	f := fault.Wrap(fault.Server, err, "the answer is no report").WithHint("check that server.url leads to a WATS server")
	f.Status = a.status
	return nil, f
}

func checkAttachment(_ context.Context, in *attachmentKey, _ *request) error {
	if in.AttachmentID == "" && in.StepID == "" {
		return fault.New(fault.Usage, "attachment_id or step_id is required").
			WithHint("step_id for a test report, attachment_id for a repair report")
	}
	return nil
}
