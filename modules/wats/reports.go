package wats

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/report"
)

// HeaderSubUnit is a sub-unit in a report's header.
type HeaderSubUnit struct {
	PartType     string `lua:"part_type" json:"partType" doc:"Kind of part."`
	SerialNumber string `lua:"serial_number" json:"serialNumber" doc:"Serial number of the sub-unit."`
	PartNumber   string `lua:"part_number" json:"partNumber" doc:"Part number of the sub-unit."`
	Revision     string `lua:"revision" json:"revision" doc:"Revision of the sub-unit."`
}

// HeaderMiscInfo is a misc info in a report's header.
type HeaderMiscInfo struct {
	Description string `lua:"description" json:"description" doc:"Name of the fact."`
	Value       string `lua:"value" json:"value" doc:"Its value as text."`
}

// HeaderAsset is an asset in a report's header.
type HeaderAsset struct {
	SerialNumber           string  `lua:"serial_number" json:"serialNumber" doc:"Serial number of the asset."`
	RunningCount           int     `lua:"running_count" json:"runningCount" doc:"Uses since the last reset."`
	TotalCount             int     `lua:"total_count" json:"totalCount" doc:"Uses in total."`
	DaysSinceCalibration   float64 `lua:"days_since_calibration" json:"daysSinceCalibration" doc:"Days since the last calibration."`
	CalibrationDaysOverdue float64 `lua:"calibration_days_overdue" json:"calibrationDaysOverdue" doc:"Days by which the calibration is overdue."`
}

// HeaderAttachment is an attachment in a report's header.
type HeaderAttachment struct {
	StepID   int    `lua:"step_id" json:"stepId" doc:"Step that holds it, in a test report."`
	ID       string `lua:"id" json:"id" doc:"GUID of the file, in a repair report."`
	FileName string `lua:"filename" json:"filename" doc:"File name."`
}

// ReportHeader is what a query tells of a report.
type ReportHeader struct {
	UUID                 string             `lua:"uuid" json:"uuid" doc:"GUID of the report."`
	SerialNumber         string             `lua:"serial_number" json:"serialNumber" doc:"Serial number of the unit."`
	PartNumber           string             `lua:"part_number" json:"partNumber" doc:"Part number of the unit."`
	Revision             string             `lua:"revision" json:"revision" doc:"Revision of the part number."`
	BatchNumber          string             `lua:"batch_number" json:"batchNumber" doc:"Batch of the unit."`
	ReportType           string             `lua:"report_type" json:"reportType" doc:"T test, R repair."`
	StationName          string             `lua:"station_name" json:"stationName" doc:"Station."`
	Location             string             `lua:"location" json:"location" doc:"Location of the station."`
	Purpose              string             `lua:"purpose" json:"purpose" doc:"Purpose of the station."`
	ProcessCode          int                `lua:"process_code" json:"processCode" doc:"Code of the process."`
	ProcessName          string             `lua:"process_name" json:"processName" doc:"Name of the process."`
	Result               string             `lua:"result" json:"result" doc:"Passed, Failed, Error or Terminated."`
	Start                string             `lua:"start" json:"start" doc:"Start, local time with offset."`
	StartUTC             string             `lua:"start_utc" json:"startUtc" doc:"Start in UTC."`
	Operator             string             `lua:"operator" json:"userName" doc:"Operator."`
	Comment              string             `lua:"comment" json:"comment" doc:"Comment."`
	ExecutionTime        float64            `lua:"execution_time" json:"executionTime" doc:"Duration in seconds."`
	SWFilename           string             `lua:"sw_filename" json:"swFilename" doc:"Test program."`
	SWVersion            string             `lua:"sw_version" json:"swVersion" doc:"Version of the test program."`
	TestSocketIndex      int                `lua:"test_socket_index" json:"testSocketIndex" doc:"Socket."`
	FixtureID            string             `lua:"fixture_id" json:"fixtureId" doc:"Fixture."`
	Run                  int                `lua:"run" json:"run" doc:"How often the unit has run this process, this report included."`
	PassedInRun          int                `lua:"passed_in_run" json:"passedInRun" doc:"Run in which the unit passed."`
	ReceiveCount         int                `lua:"receive_count" json:"receiveCount" doc:"How often the report was received."`
	ReportSize           int                `lua:"report_size" json:"reportSize" doc:"Size in KB."`
	CausedUUTFailure     string             `lua:"caused_uut_failure" json:"causedUutFailure" doc:"Step that failed the unit."`
	CausedUUTFailurePath string             `lua:"caused_uut_failure_path" json:"causedUutFailurePath" doc:"Its path."`
	ErrorCode            int                `lua:"error_code" json:"errorCode" doc:"Error code."`
	ErrorMessage         string             `lua:"error_message" json:"errorMessage" doc:"Error text."`
	ReferencedUUT        string             `lua:"referenced_uut" json:"referencedUut" doc:"Test report that a repair report refers to."`
	SubUnits             []HeaderSubUnit    `lua:"sub_units" json:"subUnits" doc:"Sub-units, when expanded."`
	UURSubUnits          []HeaderSubUnit    `lua:"uur_sub_units" json:"uurSubUnits" doc:"Sub-units of a repair, when expanded."`
	MiscInfo             []HeaderMiscInfo   `lua:"misc_info" json:"miscInfo" doc:"Misc infos, when expanded."`
	UURMiscInfo          []HeaderMiscInfo   `lua:"uur_misc_info" json:"uurMiscInfo" doc:"Misc infos of a repair, when expanded."`
	Assets               []HeaderAsset      `lua:"assets" json:"assets" doc:"Assets, when expanded."`
	Attachments          []HeaderAttachment `lua:"attachments" json:"attachments" doc:"Attachments, when expanded."`
	UURAttachments       []HeaderAttachment `lua:"uur_attachments" json:"uurAttachments" doc:"Attachments of a repair, when expanded."`
}

const (
	headerRoute   = "GET /api/Report/Query/Header"
	miscInfoRoute = "GET /api/Report/Query/HeaderByMiscInfo"
	wsjfRoute     = "GET /api/Report/Wsjf/{report_id}"
)

// ReportKind chooses between test and repair reports in a query.
type ReportKind string

// UnmarshalText reads uut, U and T as tests, uur and R as repairs, in any case.
func (k *ReportKind) UnmarshalText(text []byte) error {
	switch strings.ToLower(strings.TrimSpace(string(text))) {
	case "u", "t", "uut", "test":
		*k = "U"
	case "r", "uur", "repair":
		*k = "R"
	default:
		return fault.New(fault.Usage, "%q is no kind of report", text).WithHint("write uut for test reports or uur for repair reports")
	}
	return nil
}

// Choices implements modules.Enum.
func (*ReportKind) Choices() []string { return []string{"uut", "uur"} }

// String is the letter on the wire.
func (k ReportKind) String() string { return string(k) }

func (k ReportKind) subUnits() string {
	if k == "R" {
		return "uurSubUnits"
	}
	return "subUnits"
}

type headerArgs struct {
	ReportType ReportKind `lua:"report_type" query:"reportType" default:"uut" doc:"uut for test reports, uur for repair reports."`
	anyHeaderArgs
	Skip *int `lua:"skip" query:"$skip" doc:"How many rows to leave out at the beginning."`
}

type anyHeaderArgs struct {
	Expand  []string `lua:"expand" query:"$expand" doc:"What to add to each row: subUnits, miscInfo, assets, attachments (uurSubUnits, uurMiscInfo, uurAttachments for repairs)."`
	Filter  string   `lua:"odata_filter" query:"$filter" doc:"OData filter, such as serialNumber eq 'SN-1' and start ge 2026-01-01T00:00:00Z."`
	Top     *int     `lua:"top" query:"$top" doc:"At most so many rows; the server gives 10 when not given, and never more than 10 000."`
	OrderBy string   `lua:"orderby" query:"$orderby" doc:"start, uuid, serialNumber or timestamp, with asc or desc; start desc when not given."`
	Select  []string `lua:"select" query:"$select" doc:"Only these fields, by their wire names."`
}

type kindHeaderArgs struct {
	anyHeaderArgs
	Skip *int `lua:"skip" query:"$skip" doc:"How many rows to leave out at the beginning."`
}

type subUnitHeaderArgs struct {
	ReportType ReportKind `lua:"report_type" default:"uut" doc:"uut for test reports, uur for repair reports."`
	Filter     string     `lua:"odata_filter" doc:"OData filter."`
	Top        *int       `lua:"top" doc:"At most so many rows."`
	OrderBy    string     `lua:"orderby" doc:"Order of the rows."`
}

type subUnitPartArgs struct {
	PartNumber string     `lua:"subunit_part_number,required" doc:"Part number of the sub-unit."`
	ReportType ReportKind `lua:"report_type" default:"uut" doc:"uut for test reports, uur for repair reports."`
	Top        *int       `lua:"top" doc:"At most so many rows."`
}

type subUnitSerialArgs struct {
	SerialNumber string     `lua:"subunit_serial_number,required" doc:"Serial number of the sub-unit."`
	ReportType   ReportKind `lua:"report_type" default:"uut" doc:"uut for test reports, uur for repair reports."`
	Top          *int       `lua:"top" doc:"At most so many rows."`
}

type serialArgs struct {
	SerialNumber string     `lua:"serial_number,required" doc:"Serial number of the unit."`
	ReportType   ReportKind `lua:"report_type" default:"uut" doc:"uut for test reports, uur for repair reports."`
	Top          *int       `lua:"top" doc:"At most so many rows."`
}

type partArgs struct {
	PartNumber string     `lua:"part_number,required" doc:"Part number of the units."`
	ReportType ReportKind `lua:"report_type" default:"uut" doc:"uut for test reports, uur for repair reports."`
	Top        *int       `lua:"top" doc:"At most so many rows."`
}

type dateRangeArgs struct {
	Start      report.Time `lua:"start_date,required" doc:"First instant, ISO 8601; local time unless it has an offset."`
	End        report.Time `lua:"end_date,required" doc:"Last instant, ISO 8601."`
	ReportType ReportKind  `lua:"report_type" default:"uut" doc:"uut for test reports, uur for repair reports."`
	Top        *int        `lua:"top" doc:"At most so many rows."`
}

type recentArgs struct {
	Days       float64    `lua:"days" default:"7" doc:"How many days back."`
	ReportType ReportKind `lua:"report_type" default:"uut" doc:"uut for test reports, uur for repair reports."`
	Top        *int       `lua:"top" doc:"At most so many rows."`
}

type todayArgs struct {
	ReportType ReportKind `lua:"report_type" default:"uut" doc:"uut for test reports, uur for repair reports."`
	Top        *int       `lua:"top" doc:"At most so many rows."`
}

type miscInfoArgs struct {
	Description string `lua:"description,required" query:"description" doc:"Name of the misc info."`
	StringValue string `lua:"string_value,required" query:"stringValue" doc:"Its value as text."`
	Top         *int   `lua:"top" query:"$top" doc:"At most so many rows."`
}

type eachArgs struct {
	Filter   string `lua:"filter" doc:"OData filter."`
	OrderBy  string `lua:"orderby" default:"start desc" doc:"Order of the rows."`
	PageSize int    `lua:"page_size" default:"500" doc:"Rows a request."`
}

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
	strict
}

type wholeReportKey struct {
	ReportID string `lua:"report_id,required" doc:"GUID of the report."`
	strict
}

type attachmentKey struct {
	AttachmentID string `lua:"attachment_id" query:"attachmentId" doc:"GUID of the attachment, for a repair report."`
	StepID       string `lua:"step_id" query:"stepId" doc:"Id of the step that holds it, for a test report."`
	ReportID     string `lua:"report_id,required" query:"reportId" doc:"GUID of the report."`
	strict
}

// sample is Lua that makes and submits a small report, for the examples.
const sample = `local r = wats.report.create_uut_report{operator = "op", part_number = "PCBA-7", revision = "B", serial_number = "SN-1", operation_type = 10}
r:get_root_sequence_call():add_pass_fail_step{name = "Power", value = true}
r:add_sub_unit{part_type = "PSU", sn = "PSU-1", pn = "PSU", rev = "A"}
r:add_misc_info{description = "lot", value = "A7"}
local sent = wats.report.submit(r)
`

var headerListType = modules.TypeOf(reflect.TypeFor[[]ReportHeader]())

var reportService = service{
	name: "report", doc: "Test and repair reports: build, submit, fetch and query them.",
	classes: reportClasses(),
	operations: append(builders(),
		composed("submit", "Keep a report safe and send it to the server.", submit, submitOptions("submit")...),
		composed("submit_report", "Keep a report safe and send it to the server; the same as submit.", submit, submitOptions("submit_report")...),
		composed("submit_report_xml", "Keep a report in WSXF form safe and send it to the server.", submitXML, modules.Does(modules.IdempotentWrite), modules.Returns(outcomeType),
			modules.Show(sample+`local xml = wats.report.get_report_xml(sent.id)
return wats.report.submit_report_xml(xml).state`, `"delivered"`)),
		op[reportKey, report.Report]("get_report", "Fetch a report as an object.", wsjfRoute, lenient(missingIsNil),
			decodes(decodeReport), show(sample+`return wats.report.get_report(sent.id).sn`, `"SN-1"`)),
		op[reportXMLKey, string]("get_report_xml", "Fetch a report as WSXF text.", "GET /api/Report/Wsxf/{report_id}", lenient(missingIsNil), accepts("application/xml"),
			show(sample+`return wats.report.get_report_xml(sent.id):match("<Reports") ~= nil`, "true")),
		op[attachmentKey, string]("get_attachment", "Fetch the content of one attachment.", "GET /api/Report/Attachment", lenient(missingIsNil), accepts("*/*"),
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
		op[headerArgs, []ReportHeader]("query_headers", "Query the headers of test or repair reports.", headerRoute,
			show(sample+`return wats.report.query_headers{odata_filter = "serialNumber eq 'SN-1'", top = 1}[1].part_number`, `"PCBA-7"`)),
		headersOfKind("query_uut_headers", "Query the headers of test reports.", "U"),
		headersOfKind("query_uur_headers", "Query the headers of repair reports.", "R"),
		eachHeader("each_uut_header", "Loop over the headers of test reports, page by page.", "U"),
		eachHeader("each_uur_header", "Loop over the headers of repair reports, page by page.", "R"),
		headers("query_headers_with_subunits", "Query headers with their sub-units.", func(_ context.Context, in *subUnitHeaderArgs) headerQuery {
			return headerQuery{kind: in.ReportType, filter: in.Filter, top: in.Top, orderBy: in.OrderBy, expand: in.ReportType.subUnits()}
		}, `{odata_filter = "serialNumber eq 'SN-1'"}[1].sub_units[1].serial_number`, `"PSU-1"`, "Test reports expand subUnits and repair reports uurSubUnits; pyWATS mixes the two up."),
		headers("query_headers_by_subunit_part_number", "Query the headers of reports that contain a sub-unit's part number.", func(_ context.Context, in *subUnitPartArgs) headerQuery {
			return subUnitQuery(in.ReportType, "partNumber", in.PartNumber, in.Top)
		}, `("PSU")[1].sub_units[1].part_number`, `"PSU"`, "Quotes in the value are doubled, and the collection fits the kind of report; pyWATS does neither."),
		headers("query_headers_by_subunit_serial", "Query the headers of reports that contain a sub-unit's serial number.", func(_ context.Context, in *subUnitSerialArgs) headerQuery {
			return subUnitQuery(in.ReportType, "serialNumber", in.SerialNumber, in.Top)
		}, `("PSU-1")[1].sub_units[1].serial_number`, `"PSU-1"`, "Quotes in the value are doubled, and the collection fits the kind of report; pyWATS does neither."),
		op[miscInfoArgs, []ReportHeader]("query_headers_by_misc_info", "Query the headers of reports that carry a misc info.", miscInfoRoute,
			show(sample+`return wats.report.query_headers_by_misc_info{description = "lot", string_value = "A7"}[1].serial_number`, `"SN-1"`)),
		headers("get_headers_by_serial", "The headers of one serial number's reports.", func(_ context.Context, in *serialArgs) headerQuery {
			return headerQuery{kind: in.ReportType, filter: "serialNumber eq " + quote(in.SerialNumber), top: in.Top}
		}, `("SN-1")[1].serial_number`, `"SN-1"`, "Quotes in the value are doubled."),
		headers("get_headers_by_part_number", "The headers of one part number's reports.", func(_ context.Context, in *partArgs) headerQuery {
			return headerQuery{kind: in.ReportType, filter: "partNumber eq " + quote(in.PartNumber), top: in.Top}
		}, `("PCBA-7")[1].part_number`, `"PCBA-7"`, "Quotes in the value are doubled."),
		headers("get_headers_by_date_range", "The headers of the reports between two instants.", func(_ context.Context, in *dateRangeArgs) headerQuery {
			return between(in.ReportType, in.Start.Time(), in.End.Time(), in.Top)
		}, `{start_date = "2020-01-01", end_date = "2100-01-01", top = 1}[1] ~= nil`, "true", "Instants are turned to UTC; pyWATS calls local times UTC."),
		headers("get_recent_headers", "The headers of the last days' reports.", func(ctx context.Context, in *recentArgs) headerQuery {
			now := modules.RunFrom(ctx).Now()
			return between(in.ReportType, now.Add(-time.Duration(in.Days*24*float64(time.Hour))), now, in.Top)
		}, `(7)[1] ~= nil`, "true", "Instants are turned to UTC; pyWATS calls local times UTC."),
		headers("get_todays_headers", "The headers of the reports since local midnight.", func(ctx context.Context, in *todayArgs) headerQuery {
			now := modules.RunFrom(ctx).Now()
			midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
			return between(in.ReportType, midnight, midnight.AddDate(0, 0, 1).Add(-time.Millisecond), in.Top)
		}, `()[1] ~= nil`, "true", "Instants are turned to UTC; pyWATS calls local times UTC."),
	),
}

func decodeReport(a *response) (any, error) {
	r, err := report.Decode(a.body)
	if err != nil {
		return nil, fault.Wrap(fault.Server, err, "the server's answer is no report").WithHint("check that server.url leads to a WATS server")
	}
	return r, nil
}

// headerQuery is a query as the composed operations make it.
type headerQuery struct {
	kind    ReportKind
	filter  string
	top     *int
	skip    int
	orderBy string
	expand  string
	fields  string // $select
}

// quote writes a text as an OData string.
func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }

func subUnitQuery(kind ReportKind, field, value string, top *int) headerQuery {
	return headerQuery{kind: kind, filter: fmt.Sprintf("%s/any(s: s/%s eq %s)", kind.subUnits(), field, quote(value)), top: top, expand: kind.subUnits()}
}

func between(kind ReportKind, start, end time.Time, top *int) headerQuery {
	const layout = "2006-01-02T15:04:05.000Z"
	return headerQuery{kind: kind, top: top, filter: "start ge " + start.UTC().Format(layout) + " and start le " + end.UTC().Format(layout)}
}

func (q *headerQuery) request() *request {
	method, path, _ := strings.Cut(headerRoute, " ")
	r := &request{method: method, path: path, route: path}
	for name, v := range map[string]any{"reportType": q.kind.String(), "$filter": q.filter, "$top": q.top, "$orderby": q.orderBy, "$expand": q.expand, "$select": q.fields} {
		r.addQuery(name, reflect.ValueOf(v))
	}
	if q.skip > 0 {
		r.addQuery("$skip", reflect.ValueOf(q.skip))
	}
	return r
}

// rows sends the query and gives the rows as the server sent them.
func (c *Client) rows(ctx context.Context, q *headerQuery) ([]byte, error) {
	a, err := c.send(ctx, q.request())
	if err != nil {
		if a != nil && a.status == http.StatusNotFound && !c.options.Strict {
			return []byte("[]"), nil
		}
		return nil, err
	}
	if empty(a.body) {
		return []byte("[]"), nil
	}
	return a.body, nil
}

func headers[In any](name, doc string, query func(context.Context, *In) headerQuery, call, result, difference string) declaration {
	return composed(name, doc, func(ctx context.Context, c *Client, in *In) (modules.JSON, error) {
		q := query(ctx, in)
		data, err := c.rows(ctx, &q)
		return modules.JSON{Data: data, Type: headerListType}, err
	}, modules.Returns(headerListType), modules.Note(difference), routed(headerRoute), modules.Show(sample+"return wats.report."+name+call, result))
}

func headersOfKind(name, doc string, kind ReportKind) declaration {
	return composed(name, doc, func(ctx context.Context, c *Client, in *kindHeaderArgs) (modules.JSON, error) {
		q := headerQuery{kind: kind, filter: in.Filter, top: in.Top, orderBy: in.OrderBy, expand: strings.Join(in.Expand, ","), fields: strings.Join(in.Select, ",")}
		if in.Skip != nil {
			q.skip = *in.Skip
		}
		data, err := c.rows(ctx, &q)
		return modules.JSON{Data: data, Type: headerListType}, err
	}, modules.Returns(headerListType), routed(headerRoute), modules.Show(sample+"return type(wats.report."+name+"{top = 1})", `"table"`))
}

// eachHeader pages through a query until a page is empty: a server may give shorter pages than it was asked for.
func eachHeader(name, doc string, kind ReportKind) declaration {
	result := &modules.Type{Kind: modules.Iterate, Elem: headerListType.Elem}
	return composed(name, doc, func(ctx context.Context, c *Client, in *eachArgs) (*modules.Each[modules.JSON], error) {
		if in.PageSize < 1 || in.PageSize > 10_000 {
			return nil, fault.New(fault.Usage, "page_size must be 1 to 10000, got %d", in.PageSize)
		}
		return modules.EachOf(func(yield func(modules.JSON, error) bool) {
			q := headerQuery{kind: kind, filter: in.Filter, orderBy: in.OrderBy, top: &in.PageSize}
			for {
				data, err := c.rows(ctx, &q)
				var page []json.RawMessage
				if err == nil {
					err = unmarshal(headerRoute, data, &page)
				}
				if err != nil {
					yield(modules.JSON{}, err)
					return
				}
				for _, row := range page {
					if !yield(modules.JSON{Data: row, Type: headerListType.Elem}, nil) {
						return
					}
				}
				if len(page) == 0 {
					return
				}
				q.skip += len(page)
			}
		}), nil
	}, modules.Returns(result), routed(headerRoute), modules.Show(sample+`local n = 0
for h in wats.report.`+name+`{page_size = 2} do n = n + 1 end
return n >= 0`, "true"))
}

// routed names the route that a composed operation uses, for the documentation and the coverage table.
func routed(route string) modules.Option { return func(f *modules.Function) { f.Route = route } }
