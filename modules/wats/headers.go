package wats

import (
	"context"
	"fmt"
	"strings"

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

// The arguments that header queries have in common.
type (
	kindArg struct {
		ReportType ReportKind `lua:"report_type" query:"reportType" default:"uut" doc:"uut for test reports, uur for repair reports."`
	}
	topArg struct {
		Top *int `lua:"top" query:"$top" doc:"At most so many rows; the server gives 10 when not given, and never more than 10 000."`
	}
	odataArgs struct {
		Expand []string `lua:"expand" query:"$expand" doc:"What to add to each row: subUnits, miscInfo, assets, attachments (uurSubUnits, uurMiscInfo, uurAttachments for repairs)."`
		Filter string   `lua:"odata_filter" query:"$filter" doc:"OData filter, such as serialNumber eq 'SN-1' and start ge 2026-01-01T00:00:00Z."`
		topArg
		OrderBy string `lua:"orderby" query:"$orderby" doc:"start, uuid, serialNumber or timestamp, with asc or desc; start desc when not given."`
	}
	furtherArgs struct {
		Skip   *int     `lua:"skip" query:"$skip" doc:"How many rows to leave out at the beginning."`
		Select []string `lua:"select" query:"$select" doc:"Only these fields, by their wire names."`
	}
)

type headerArgs struct {
	kindArg
	odataArgs
	furtherArgs
}

type kindHeaderArgs struct {
	odataArgs
	furtherArgs
}

type subUnitHeaderArgs struct {
	kindArg
	Filter string `lua:"odata_filter" query:"$filter" doc:"OData filter."`
	topArg
	OrderBy string `lua:"orderby" query:"$orderby" doc:"start, uuid, serialNumber or timestamp, with asc or desc; start desc when not given."`
}

type subUnitPartArgs struct {
	PartNumber string `lua:"subunit_part_number,required" doc:"Part number of the sub-unit."`
	kindArg
	topArg
}

type subUnitSerialArgs struct {
	SerialNumber string `lua:"subunit_serial_number,required" doc:"Serial number of the sub-unit."`
	kindArg
	topArg
}

type serialArgs struct {
	SerialNumber string `lua:"serial_number,required" doc:"Serial number of the unit."`
	kindArg
	topArg
}

type partArgs struct {
	PartNumber string `lua:"part_number,required" doc:"Part number of the units."`
	kindArg
	topArg
}

type dateRangeArgs struct {
	Start report.Time `lua:"start_date,required" doc:"First instant, ISO 8601; local time unless it has an offset."`
	End   report.Time `lua:"end_date,required" doc:"Last instant, ISO 8601."`
	kindArg
	topArg
}

type recentArgs struct {
	Days float64 `lua:"days" default:"7" doc:"How many days back."`
	kindArg
	topArg
}

type todayArgs struct {
	kindArg
	topArg
}

type miscInfoArgs struct {
	Description string `lua:"description,required" query:"description" doc:"Name of the misc info."`
	StringValue string `lua:"string_value,required" query:"stringValue" doc:"Its value as text."`
	topArg
}

const quoted = "Quotes in the value are doubled; pyWATS leaves them and breaks the filter."

// headerOperations are the queries of report headers.
func headerOperations() []declaration {
	return []declaration{
		op[headerArgs, []ReportHeader]("query_headers", "Query the headers of test or repair reports.", headerRoute,
			note("A kind of report that is not known is refused; pyWATS takes it for repairs."),
			show(sample+`return wats.report.query_headers{odata_filter = "serialNumber eq 'SN-1'", top = 1}[1].part_number`, `"PCBA-7"`)),
		op[kindHeaderArgs, []ReportHeader]("query_uut_headers", "Query the headers of test reports.", headerRoute, fixed("reportType", "U"),
			show(sample+`return wats.report.query_uut_headers{top = 1}[1].report_type`, `"T"`)),
		op[kindHeaderArgs, []ReportHeader]("query_uur_headers", "Query the headers of repair reports.", headerRoute, fixed("reportType", "R"),
			show(sample+`return #wats.report.query_uur_headers{top = 1}`, `0`)),
		eachHeader("each_uut_header", "Loop over the headers of test reports, page by page.", "U", "1"),
		eachHeader("each_uur_header", "Loop over the headers of repair reports, page by page.", "R", "0"),
		op[subUnitHeaderArgs, []ReportHeader]("query_headers_with_subunits", "Query headers with their sub-units.", headerRoute,
			prepares(func(_ context.Context, in *subUnitHeaderArgs, r *request) error {
				r.set("$expand", in.ReportType.subUnits())
				return nil
			}),
			note("Test reports expand subUnits and repair reports uurSubUnits; pyWATS mixes the two up."),
			show(sample+`return wats.report.query_headers_with_subunits{odata_filter = "serialNumber eq 'SN-1'"}[1].sub_units[1].serial_number`, `"PSU-1"`)),
		bySubUnit("query_headers_by_subunit_part_number", "Query the headers of reports that contain a sub-unit's part number.",
			func(in *subUnitPartArgs) (ReportKind, string, string) {
				return in.ReportType, "partNumber", in.PartNumber
			},
			`("PSU")[1].sub_units[1].part_number`, `"PSU"`),
		bySubUnit("query_headers_by_subunit_serial", "Query the headers of reports that contain a sub-unit's serial number.",
			func(in *subUnitSerialArgs) (ReportKind, string, string) {
				return in.ReportType, "serialNumber", in.SerialNumber
			},
			`("PSU-1")[1].sub_units[1].serial_number`, `"PSU-1"`),
		op[miscInfoArgs, []ReportHeader]("query_headers_by_misc_info", "Query the headers of reports that carry a misc info.", miscInfoRoute,
			show(sample+`return wats.report.query_headers_by_misc_info{description = "lot", string_value = "A7"}[1].serial_number`, `"SN-1"`)),
		filtered("get_headers_by_serial", "The headers of one serial number's reports.",
			func(_ context.Context, in *serialArgs) (string, error) {
				return "serialNumber eq " + quote(in.SerialNumber), nil
			},
			quoted, `("SN-1")[1].serial_number`, `"SN-1"`),
		filtered("get_headers_by_part_number", "The headers of one part number's reports.",
			func(_ context.Context, in *partArgs) (string, error) {
				return "partNumber eq " + quote(in.PartNumber), nil
			},
			quoted, `("PCBA-7")[1].part_number`, `"PCBA-7"`),
		filtered("get_headers_by_date_range", "The headers of the reports between two instants.",
			func(_ context.Context, in *dateRangeArgs) (string, error) {
				return rangeFilter("start", in.Start, in.End)
			},
			inUTC, `{start_date = "2020-01-01", end_date = "2100-01-01", top = 1}[1] ~= nil`, "true"),
		filtered("get_recent_headers", "The headers of the last days' reports.", recent, inUTC, `(7)[1] ~= nil`, "true"),
		filtered("get_todays_headers", "The headers of the reports since local midnight.", today, inUTC, `()[1] ~= nil`, "true"),
	}
}

// filtered declares a query whose $filter is made of the arguments.
func filtered[In any](name, doc string, filter func(context.Context, *In) (string, error), difference, call, result string) declaration {
	return op[In, []ReportHeader](name, doc, headerRoute, prepares(func(ctx context.Context, in *In, r *request) error {
		text, err := filter(ctx, in)
		r.set("$filter", text)
		return err
	}), note(difference), show(sample+"return wats.report."+name+call, result))
}

// bySubUnit declares a query for a field of the sub-units.
func bySubUnit[In any](name, doc string, key func(*In) (kind ReportKind, field, value string), call, result string) declaration {
	return op[In, []ReportHeader](name, doc, headerRoute, prepares(func(_ context.Context, in *In, r *request) error {
		kind, field, value := key(in)
		r.set("$expand", kind.subUnits())
		r.set("$filter", fmt.Sprintf("%s/any(s: s/%s eq %s)", kind.subUnits(), field, quote(value)))
		return nil
	}), note("Quotes in the value are doubled, and the collection fits the kind of report; pyWATS does neither."),
		show(sample+"return wats.report."+name+call, result))
}

const inUTC = "Instants are turned to UTC; pyWATS calls local times UTC."

func recent(ctx context.Context, in *recentArgs) (string, error) {
	return recentFilter(&recentFilterArgs{in.Days, onStart}, modules.RunFrom(ctx).Now())
}

func today(ctx context.Context, _ *todayArgs) (string, error) {
	return todayFilter(&onStart, modules.RunFrom(ctx).Now())
}
