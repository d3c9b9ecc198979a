package wats

import (
	"context"
	"encoding/json"

	"github.com/watsrun/watsrun/modules"
)

// RepairHistoryRecord is a past repair.
type RepairHistoryRecord struct {
	SerialNumber string `lua:"serial_number" json:"serialNumber" doc:"Serial number of the unit."`
	PartNumber   string `lua:"part_number" json:"partNumber" doc:"Part number."`
	Revision     string `lua:"revision" json:"revision" doc:"Revision of the part number."`
	ReportID     string `lua:"report_id" json:"reportId" doc:"GUID of the repair report."`
	RepairDate   string `lua:"repair_date" json:"repairDate" doc:"When it was repaired, in UTC."`
	FailStepName string `lua:"fail_step_name" json:"failStepName" doc:"Test step that showed the failure."`
	FailStepPath string `lua:"fail_step_path" json:"failStepPath" doc:"Its path."`
	FailCode     string `lua:"fail_code" json:"failCode" doc:"Failure code of the test."`
	RepairCode   string `lua:"repair_code" json:"repairCode" doc:"Failure code of the repair."`
	Symptom      string `lua:"symptom" json:"symptom" doc:"What was seen."`
	Cause        string `lua:"cause" json:"cause" doc:"What caused it."`
	Action       string `lua:"action" json:"action" doc:"What was done."`
}

// OeeAnalysisResult is how well equipment was used.
type OeeAnalysisResult struct {
	OEE                   float64 `lua:"oee" json:"oee" doc:"Overall equipment effectiveness, in percent: availability, performance and quality together."`
	Availability          float64 `lua:"availability" json:"availability" doc:"Share of the planned time that was run, in percent."`
	Performance           float64 `lua:"performance" json:"performance" doc:"Speed against the ideal cycle time, in percent."`
	Quality               float64 `lua:"quality" json:"quality" doc:"Good units of all, in percent."`
	TotalTime             float64 `lua:"total_time" json:"totalTime" doc:"Time in all, in seconds."`
	RunTime               float64 `lua:"run_time" json:"runTime" doc:"Time under test, in seconds."`
	DownTime              float64 `lua:"down_time" json:"downTime" doc:"Time not under test, in seconds."`
	PlannedProductionTime float64 `lua:"planned_production_time" json:"plannedProductionTime" doc:"Time planned for production, in seconds."`
	TotalCount            int     `lua:"total_count" json:"totalCount" doc:"Units in all."`
	GoodCount             int     `lua:"good_count" json:"goodCount" doc:"Good units."`
	RejectCount           int     `lua:"reject_count" json:"rejectCount" doc:"Rejected units."`
	IdealCycleTime        float64 `lua:"ideal_cycle_time" json:"idealCycleTime" doc:"Shortest time of a unit, in seconds."`
	ActualCycleTime       float64 `lua:"actual_cycle_time" json:"actualCycleTime" doc:"Average time of a unit, in seconds."`
	Period                string  `lua:"period" json:"period" doc:"Period, as date_grouping cuts it."`
	PartNumber            string  `lua:"part_number" json:"partNumber" doc:"Part number."`
	StationName           string  `lua:"station_name" json:"stationName" doc:"Test station."`
}

// AlarmLog is an alarm or notification that a trigger gave.
type AlarmLog struct {
	LogID                         int       `lua:"log_id" json:"logId" doc:"Number of the row."`
	Name                          string    `lua:"name" json:"name" doc:"Name of the trigger."`
	LogDate                       string    `lua:"log_date" json:"logDate" doc:"When it happened."`
	TriggerID                     int       `lua:"trigger_id" json:"triggerId" doc:"Number of the trigger."`
	Type                          AlarmType `lua:"type" json:"type" doc:"What kind of alarm."`
	State                         string    `lua:"state" json:"state" doc:"State of the trigger."`
	GroupingSet                   string    `lua:"grouping_set" json:"groupingSet" doc:"Grouping of the trigger."`
	CalculationsString            string    `lua:"calculations_string" json:"calculationsString" doc:"What the trigger computes."`
	ClientGroupIDs                []int     `lua:"client_group_ids" json:"clientGroupIds" doc:"Client groups that it watches."`
	ProductSelectionIDs           []int     `lua:"product_selection_ids" json:"productSelectionIds" doc:"Product selections that it watches."`
	PartNumber                    string    `lua:"part_number" json:"partNumber" doc:"Part number."`
	ProductName                   string    `lua:"product_name" json:"productName" doc:"Name of the product."`
	ProcessCode                   string    `lua:"process_code" json:"processCode" doc:"Code of the process."`
	ProcessName                   string    `lua:"process_name" json:"processName" doc:"Name of the process."`
	ReportGUID                    string    `lua:"report_guid" json:"reportGuid" doc:"GUID of the report."`
	SerialNumber                  string    `lua:"serial_number" json:"serialNumber" doc:"Serial number of the unit."`
	Revision                      string    `lua:"revision" json:"revision" doc:"Revision of the part number."`
	StationName                   string    `lua:"station_name" json:"stationName" doc:"Test station."`
	Operator                      string    `lua:"operator" json:"operator" doc:"Operator."`
	Result                        string    `lua:"result" json:"result" doc:"Result of the report."`
	StartUTC                      string    `lua:"start_utc" json:"startUtc" doc:"Start of the report, in UTC."`
	FPY                           float64   `lua:"fpy" json:"fpy" doc:"First-pass yield, in percent."`
	SPY                           float64   `lua:"spy" json:"spy" doc:"Second-pass yield, in percent."`
	TPY                           float64   `lua:"tpy" json:"tpy" doc:"Third-pass yield, in percent."`
	LPY                           float64   `lua:"lpy" json:"lpy" doc:"Last-pass yield, in percent."`
	TestYield                     float64   `lua:"test_yield" json:"testYield" doc:"Passed reports, in percent."`
	FPYTrend                      float64   `lua:"fpy_trend" json:"fpyTrend" doc:"Change of the first-pass yield."`
	SPYTrend                      float64   `lua:"spy_trend" json:"spyTrend" doc:"Change of the second-pass yield."`
	TPYTrend                      float64   `lua:"tpy_trend" json:"tpyTrend" doc:"Change of the third-pass yield."`
	LPYTrend                      float64   `lua:"lpy_trend" json:"lpyTrend" doc:"Change of the last-pass yield."`
	TestYieldTrend                float64   `lua:"test_yield_trend" json:"testYieldTrend" doc:"Change of the test yield."`
	UUTCount                      int       `lua:"uut_count" json:"uutCount" doc:"Test reports."`
	UnitCount                     int       `lua:"unit_count" json:"unitCount" doc:"Units tested."`
	FpCount                       int       `lua:"fp_count" json:"fpCount" doc:"Units that passed in their first run."`
	LpCount                       int       `lua:"lp_count" json:"lpCount" doc:"Units that passed in their last run."`
	RetestCount                   int       `lua:"retest_count" json:"retestCount" doc:"Tests after the first."`
	SequenceCount                 int       `lua:"sequence_count" json:"sequenceCount" doc:"Events in a row."`
	SequentialMatch               int       `lua:"sequential_match" json:"sequentialMatch" doc:"Events in a row that match."`
	Free                          int       `lua:"free" json:"free" doc:"Free serial numbers."`
	Reserved                      int       `lua:"reserved" json:"reserved" doc:"Reserved serial numbers."`
	SerialNumberType              string    `lua:"serial_number_type" json:"serialNumberType" doc:"Type of the serial numbers."`
	Cp                            float64   `lua:"cp" json:"cp" doc:"Cp: how well the spread fits between the limits."`
	Cpk                           float64   `lua:"cpk" json:"cpk" doc:"Cpk: how well the spread fits the nearer limit."`
	Min                           float64   `lua:"min" json:"min" doc:"Lowest value."`
	Max                           float64   `lua:"max" json:"max" doc:"Highest value."`
	Avg                           float64   `lua:"avg" json:"avg" doc:"Average."`
	Stdev                         float64   `lua:"stdev" json:"stdev" doc:"Standard deviation."`
	MeasurementPath               string    `lua:"measurement_path" json:"measurementPath" doc:"Path of the measurement."`
	AssetName                     string    `lua:"asset_name" json:"assetname" also:"assetName" doc:"Name of the asset."`
	AssetSerialNumber             string    `lua:"asset_serial_number" json:"serialnumber" also:"assetSerialNumber" doc:"Serial number of the asset."`
	TypeID                        string    `lua:"type_id" json:"typeid" also:"typeId" doc:"Type of the asset."`
	AssetState                    string    `lua:"asset_state" json:"assetstate" also:"assetState" doc:"State of the asset."`
	BubbledStatus                 string    `lua:"bubbled_status" json:"bubbledstatus" also:"bubbledStatus" doc:"Worst status of the asset and its parts."`
	Tags                          string    `lua:"tags" json:"tags" doc:"Tags of the asset."`
	IsDaysSinceCalibrationUnknown bool      `lua:"is_days_since_calibration_unknown" json:"isDaysSinceCalibrationUnknown" doc:"Whether the last calibration is unknown."`
	IsDaysSinceMaintenanceUnknown bool      `lua:"is_days_since_maintenance_unknown" json:"isDaysSinceMaintenanceUnknown" doc:"Whether the last maintenance is unknown."`
}

type repairHistoryArgs struct {
	PartNumber string `lua:"part_number,required" query:"partNumber" doc:"Part number of the units."`
	Revision   string `lua:"revision,required" query:"revision" doc:"Their revision."`
}

type strictFilterArgs struct {
	watsFilterArgs
	strict
}

type uutReportArgs struct {
	FilterData   WATSFilter  `lua:"filter_data" doc:"Which reports to list."`
	ProductGroup string      `lua:"product_group" doc:"Product groups, as in a filter."`
	Level        string      `lua:"level" doc:"Production levels, as in a filter."`
	PartNumber   string      `lua:"part_number" doc:"Part numbers, as in a filter."`
	Revision     string      `lua:"revision" doc:"Revisions, as in a filter."`
	SerialNumber string      `lua:"serial_number" doc:"Serial numbers, as in a filter."`
	Status       StatusWords `lua:"status" doc:"Statuses, as in a filter."`
	TopCount     *int        `lua:"top_count" doc:"Give so many reports at most."`
}

func (in *uutReportArgs) filter() (f *WATSFilter, given bool) {
	f, given = &in.FilterData, in.FilterData.given()
	orFilter(in.ProductGroup, &f.ProductGroup)
	orFilter(in.Level, &f.Level)
	orFilter(in.PartNumber, &f.PartNumber)
	orFilter(in.Revision, &f.Revision)
	orFilter(in.SerialNumber, &f.SerialNumber)
	if in.Status != "" {
		f.Status = in.Status
	}
	if in.TopCount != nil {
		f.TopCount = in.TopCount
	}
	return f, given
}

// alarmArgs are the arguments of get_alarm_logs. All but the type are sent.
type alarmArgs struct {
	AlarmType    *AlarmType `lua:"alarm_type" json:"-" doc:"Only alarms of this type: report, yield_volume, serial_number, measurement or asset."`
	TopCount     *int       `lua:"top_count" json:"topCount,omitzero" doc:"Give so many rows at most, before those of other types are left out."`
	DateFrom     any        `lua:"date_from" json:"dateFrom,omitzero" doc:"Alarms from then on: ISO 8601, local time unless it has an offset, or seconds since 1970."`
	DateTo       any        `lua:"date_to" json:"dateTo,omitzero" doc:"Alarms until then: as date_from."`
	ProductGroup string     `lua:"product_group" json:"productGroup,omitzero" doc:"Product group."`
	Level        string     `lua:"level" json:"level,omitzero" doc:"Production level."`
}

func (in *alarmArgs) complete() error { return instants("", &in.DateFrom, &in.DateTo) }

// analyticsReportOperations are the lists of reports, repairs and alarms.
func analyticsReportOperations() []declaration {
	return []declaration{
		op[repairHistoryArgs, []RepairHistoryRecord]("get_related_repair_history", "Past repairs of a product and revision.", "GET /api/App/RelatedRepairHistory",
			show(`return #wats.analytics.get_related_repair_history("PCBA-7", "B")`, "0")),
		op[strictFilterArgs, OeeAnalysisResult]("get_oee_analysis", "How well equipment was used.", "POST /api/App/OeeAnalysis", lenient(missingIsNil),
			asks(func(_ context.Context, in *strictFilterArgs) (filterRecord, error) { return &in.FilterData, nil }),
			show(tested+`return wats.analytics.get_oee_analysis{station_name = "EOL-1"}.total_count`, "3")),
		op[watsFilterArgs, []ReportHeader]("get_serial_number_history", "The headers of a serial number's reports.", "POST /api/App/SerialNumberHistory", asksFilter,
			show(tested+`return wats.analytics.get_serial_number_history{serial_number = "SN-2"}[1].result`, `"Failed"`)),
		op[uutReportArgs, []ReportHeader]("get_uut_reports", "The headers of test reports.", "POST /api/App/UutReport", asksTwice[uutReportArgs],
			show(tested+`return wats.analytics.get_uut_reports{part_number = "PCBA-7", status = "failed"}[1].serial_number`, `"SN-2"`),
			show(tested+`return #wats.analytics.get_uut_reports{filter_data = {part_number = "PCBA-7", test_operation = "100"}}`, "3")),
		op[watsFilterArgs, []ReportHeader]("get_uur_reports", "The headers of repair reports.", "POST /api/App/UurReport", asksFilter,
			show(`return #wats.analytics.get_uur_reports{part_number = "PCBA-7"}`, "0")),
		op[alarmArgs, []AlarmLog]("get_alarm_logs", "Alarms and notifications that triggers gave.", "POST /api/internal/Trigger/GetAlarmAndNotificationLogs",
			prepares(asksAlarms), reads(alarmsOfType), declare(modules.Does(modules.Read)), note(raisesFailures),
			show(`return #wats.analytics.get_alarm_logs{alarm_type = "asset", top_count = 10}`, "0")),
	}
}

// asksAlarms sends what was given, and no body where nothing was.
func asksAlarms(_ context.Context, in *alarmArgs, r *request) error {
	if err := r.setFilter(in); err != nil || len(r.body) > len("{}") {
		return err
	}
	r.body = nil
	return nil
}

// alarmsOfType leaves the alarms of other types out, which the server cannot.
func alarmsOfType(in *alarmArgs, a *response) (any, error) {
	rows, err := rowsIn[struct {
		Type AlarmType `json:"type"`
	}](a)
	if err != nil {
		return nil, err
	}
	kept := []json.RawMessage{}
	for i := range rows {
		if in.AlarmType == nil || rows[i].value.Type == *in.AlarmType {
			kept = append(kept, rows[i].raw)
		}
	}
	return modules.JSON{Data: listJSON(kept), Type: typeOf[[]AlarmLog]()}, nil
}
