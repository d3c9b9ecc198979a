package wats

import (
	"context"
	"regexp"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/report"
)

var filterService = service{
	name: "filter", doc: "OData filters and query parameters for report headers, put together so that no value can break them.",
	operations: func() []declaration { return append(filterFunctions(), parameterFunctions()...) },
	classes:    func() []*modules.Class { return []*modules.Class{filterClass()} },
}

// pure declares a function that asks no server.
func pure[In, Out any](name, doc string, f func(*In) (Out, error), opts ...modules.Option) declaration {
	return func(*Client) *modules.Function {
		return modules.Func(name, doc, func(_ context.Context, in *In) (Out, error) { return f(in) }, opts...)
	}
}

// timed declares a function that goes by the run's clock.
func timed[In any](name, doc string, f func(in *In, now time.Time) (string, error), opts ...modules.Option) declaration {
	return func(*Client) *modules.Function {
		return modules.Func(name, doc, func(ctx context.Context, in *In) (string, error) { return f(in, modules.RunFrom(ctx).Now()) }, opts...)
	}
}

// Operator joins conditions.
type Operator string

// Words implements modules.Enumeration.
func (Operator) Words() []modules.Word { return texts("AND", "and", "OR", "or") }

type (
	textArg struct {
		Value string `lua:"value,required" doc:"The text."`
	}
	valueArg struct {
		Value any `lua:"value" doc:"A text, number or boolean; nil is null."`
	}
	dateArg struct {
		Date report.Time `lua:"dt,required" doc:"ISO 8601; local time unless it has an offset."`
	}
	conditionsArgs struct {
		Conditions []string `lua:"conditions,required" doc:"The conditions; empty ones are left out."`
		Operator   Operator `lua:"operator" default:"and" doc:"and or or."`
	}
	filtersArgs struct {
		Filters  []string `lua:"filters,required" doc:"The filters; empty ones are left out."`
		Operator Operator `lua:"operator" default:"and" doc:"and or or."`
	}
	filterSerialArgs struct {
		SerialNumber string `lua:"serial_number,required" doc:"Serial number of the unit."`
	}
	filterPartArgs struct {
		PartNumber string `lua:"part_number,required" doc:"Part number of the units."`
	}
	fieldNameArg struct {
		FieldName string `lua:"field_name" default:"start" doc:"The field that holds the time."`
	}
	rangeArgs struct {
		Start report.Time `lua:"start_date" doc:"First instant, ISO 8601; open when not given."`
		End   report.Time `lua:"end_date" doc:"Last instant, ISO 8601; open when not given."`
		fieldNameArg
	}
	recentFilterArgs struct {
		Days float64 `lua:"days" default:"7" doc:"How many days back."`
		fieldNameArg
	}
	filterSubUnitPartArgs struct {
		PartNumber string `lua:"subunit_part_number,required" doc:"Part number of the sub-unit."`
		IsUUT      bool   `lua:"is_uut" default:"true" doc:"true for test reports, false for repair reports."`
	}
	filterSubUnitSerialArgs struct {
		SerialNumber string `lua:"subunit_serial_number,required" doc:"Serial number of the sub-unit."`
		IsUUT        bool   `lua:"is_uut" default:"true" doc:"true for test reports, false for repair reports."`
	}
	headerFilterArgs struct {
		PartNumber   string      `lua:"part_number" doc:"Part number of the units."`
		SerialNumber string      `lua:"serial_number" doc:"Serial number of the unit."`
		Start        report.Time `lua:"start_date" doc:"First instant, ISO 8601."`
		End          report.Time `lua:"end_date" doc:"Last instant, ISO 8601."`
	}
)

// filterFunctions make filters.
func filterFunctions() []declaration {
	doubled := modules.Note(quoted)
	return []declaration{
		pure("new", "Make a filter builder.", func(*noArguments) (*ODataFilterBuilder, error) { return &ODataFilterBuilder{operator: "and"}, nil },
			modules.PyWATS("ODataFilterBuilder"), modules.Note("The class itself in pyWATS."),
			modules.Show(`wats.filter.new():field("serialNumber"):eq("S'1"):build()`, `"serialNumber eq 'S''1'"`)),
		pure("escape_string", "A text as it stands between the quotes of a filter: quotes are doubled.",
			func(in *textArg) (string, error) { return escapeQuotes(in.Value), nil }, modules.Show(`wats.filter.escape_string("O'Neil")`, `"O''Neil"`)),
		pure("escape_guid", "A GUID as filters have it: lower case with dashes, without quotes.", func(in *textArg) (string, error) { return guidLiteral(in.Value) },
			modules.Show(`wats.filter.escape_guid("{0F3AC9D2-6D3B-4B0E-9A55-3F1C0C6D8E10}")`, `"0f3ac9d2-6d3b-4b0e-9a55-3f1c0c6d8e10"`)),
		pure("format_value", "A value as filters have it: texts in quotes.", func(in *valueArg) (string, error) { return literal(in.Value) }, doubled,
			modules.Show(`wats.filter.format_value("S'1")`, `"'S''1'"`), modules.Show(`wats.filter.format_value(10)`, `"10"`)),
		pure("format_datetime_for_odata", "A date as filters have it: UTC, without quotes.", func(in *dateArg) (string, error) { return instantLiteral(in.Date.Time()), nil },
			modules.Note(inUTC), modules.Show(`wats.filter.format_datetime_for_odata("2026-01-02T03:04:05+01:00")`, `"2026-01-02T02:04:05.000Z"`)),
		pure("build_filter", "Join conditions.", func(in *conditionsArgs) (string, error) { return join(in.Conditions, in.Operator), nil },
			modules.Note("Takes one list of conditions, and puts each into parentheses, so that an or in one of them stays in it."),
			modules.Show(`wats.filter.build_filter({"result eq 'Failed'", "processCode eq 10"}, "or")`, `"(result eq 'Failed') or (processCode eq 10)"`)),
		pure("combine_filters", "Join filters.", func(in *filtersArgs) (string, error) { return join(in.Filters, in.Operator), nil },
			modules.Show(`wats.filter.combine_filters{"a eq 1 or b eq 2", "", "c eq 3"}`, `"(a eq 1 or b eq 2) and (c eq 3)"`)),
		pure("build_serial_filter", "A filter for a serial number.", func(in *filterSerialArgs) (string, error) { return "serialNumber eq " + quote(in.SerialNumber), nil }, doubled,
			modules.Show(`wats.filter.build_serial_filter("S'1")`, `"serialNumber eq 'S''1'"`)),
		pure("build_part_number_filter", "A filter for a part number.", func(in *filterPartArgs) (string, error) { return "partNumber eq " + quote(in.PartNumber), nil }, doubled,
			modules.Show(`wats.filter.build_part_number_filter("PCBA-7")`, `"partNumber eq 'PCBA-7'"`)),
		pure("build_date_range_filter", "A filter for the time between two instants, both included.",
			func(in *rangeArgs) (string, error) { return rangeFilter(in.FieldName, in.Start, in.End) }, modules.Note(inUTC),
			modules.Show(`wats.filter.build_date_range_filter("2026-01-01T00:00:00Z", "2026-01-31T23:59:59Z")`,
				`"start ge 2026-01-01T00:00:00.000Z and start le 2026-01-31T23:59:59.000Z"`)),
		timed("build_recent_filter", "A filter for the last days.", recentFilter, modules.Note(inUTC),
			modules.Show(`wats.filter.build_recent_filter(7):match("^start ge .+Z and start le .+Z$") ~= nil`, "true")),
		timed("build_today_filter", "A filter for the time since local midnight.", todayFilter, modules.Note(inUTC),
			modules.Show(`wats.filter.build_today_filter():match("^start ge .+Z and start le .+Z$") ~= nil`, "true")),
		pure("build_subunit_part_filter", "A filter for reports that contain a sub-unit's part number.",
			func(in *filterSubUnitPartArgs) (string, error) {
				return subUnitFilter(in.IsUUT, "partNumber", in.PartNumber), nil
			}, doubled,
			modules.Show(`wats.filter.build_subunit_part_filter("PSU", false)`, `"uurSubUnits/any(s: s/partNumber eq 'PSU')"`)),
		pure("build_subunit_serial_filter", "A filter for reports that contain a sub-unit's serial number.",
			func(in *filterSubUnitSerialArgs) (string, error) {
				return subUnitFilter(in.IsUUT, "serialNumber", in.SerialNumber), nil
			}, doubled,
			modules.Show(`wats.filter.build_subunit_serial_filter("PSU-1")`, `"subUnits/any(s: s/serialNumber eq 'PSU-1')"`)),
		pure("build_header_filter", "A filter for all that is given.", headerFilter, doubled,
			modules.Show(`wats.filter.build_header_filter{part_number = "PCBA-7", serial_number = "SN-1"}`, `"partNumber eq 'PCBA-7' and serialNumber eq 'SN-1'"`)),
	}
}

// quote writes a text as filters have it.
func quote(s string) string { return "'" + escapeQuotes(s) + "'" }

func escapeQuotes(s string) string { return strings.ReplaceAll(s, "'", "''") }

// guidLiteral writes a GUID as filters have it.
func guidLiteral(text string) (string, error) {
	id, err := uuid.Parse(strings.TrimSpace(text))
	if err != nil {
		return "", fault.New(fault.Usage, "%q is no GUID", text).WithHint("write it as 0f3ac9d2-6d3b-4b0e-9a55-3f1c0c6d8e10")
	}
	return id.String(), nil
}

// instantLiteral writes an instant as filters have it.
func instantLiteral(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000Z") }

// join joins conditions so that each keeps its meaning. Blank ones are left out.
func join(all []string, operator Operator) string {
	var conditions []string
	for _, c := range all {
		if c = strings.TrimSpace(c); c != "" {
			conditions = append(conditions, c)
		}
	}
	if len(conditions) <= 1 {
		return strings.Join(conditions, "")
	}
	return "(" + strings.Join(conditions, ") "+string(operator)+" (") + ")"
}

// fieldPattern is what a field's name may look like; a slash leads into a field of a field.
var fieldPattern = regexp.MustCompile(`^[A-Za-z_]\w*(/[A-Za-z_]\w*)*$`)

// fieldName is the name of a field on the wire: scripts may write serial_number for serialNumber.
func fieldName(name string) (string, error) {
	if !fieldPattern.MatchString(name) {
		return "", fault.New(fault.Usage, "%q is no name of a field", name).WithHint("a name such as serialNumber or serial_number; raw takes whole conditions")
	}
	return modules.WireCase(name, false), nil
}

// rangeFilter is a filter for the time between two instants, each of which may be open.
func rangeFilter(field string, start, end report.Time) (string, error) {
	name, err := fieldName(field)
	if err != nil {
		return "", err
	}
	if !start.IsZero() && !end.IsZero() && end.Time().Before(start.Time()) {
		return "", fault.New(fault.Usage, "end_date %s is before start_date %s", end, start)
	}
	var conditions []string
	if !start.IsZero() {
		conditions = append(conditions, name+" ge "+instantLiteral(start.Time()))
	}
	if !end.IsZero() {
		conditions = append(conditions, name+" le "+instantLiteral(end.Time()))
	}
	return strings.Join(conditions, " and "), nil
}

// onStart names the field that holds when a report began.
var onStart = fieldNameArg{"start"}

// maxDays keeps a span of days within what a time can count.
const maxDays = 36525

func recentFilter(in *recentFilterArgs, now time.Time) (string, error) {
	if !(in.Days > 0 && in.Days <= maxDays) {
		return "", fault.New(fault.Usage, "days must be above 0 and at most %d, got %v", maxDays, in.Days)
	}
	return rangeFilter(in.FieldName, report.NewTime(now.Add(-time.Duration(in.Days*24*float64(time.Hour)))), report.NewTime(now))
}

func todayFilter(in *fieldNameArg, now time.Time) (string, error) {
	midnight := time.Date(now.Year(), now.Month(), now.Day(), 0, 0, 0, 0, now.Location())
	return rangeFilter(in.FieldName, report.NewTime(midnight), report.NewTime(midnight.AddDate(0, 0, 1).Add(-time.Millisecond)))
}

// kindBy is the kind of reports by a flag of pyWATS.
func kindBy(isUUT bool) ReportKind {
	if isUUT {
		return "U"
	}
	return "R"
}

func subUnitFilter(isUUT bool, field, value string) string {
	return kindBy(isUUT).subUnits() + "/any(s: s/" + field + " eq " + quote(value) + ")"
}

func headerFilter(in *headerFilterArgs) (string, error) {
	var conditions []string
	if in.PartNumber != "" {
		conditions = append(conditions, "partNumber eq "+quote(in.PartNumber))
	}
	if in.SerialNumber != "" {
		conditions = append(conditions, "serialNumber eq "+quote(in.SerialNumber))
	}
	period, err := rangeFilter("start", in.Start, in.End)
	if period != "" {
		conditions = append(conditions, period)
	}
	return strings.Join(conditions, " and "), err
}
