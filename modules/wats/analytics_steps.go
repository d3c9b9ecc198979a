package wats

import (
	"bytes"
	"context"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// TopFailedStep is a step that fails often.
type TopFailedStep struct {
	StepName      string  `lua:"step_name" json:"stepName" doc:"Name of the step."`
	StepPath      string  `lua:"step_path" json:"stepPath" doc:"Path of the step, with / between the names."`
	StepType      string  `lua:"step_type" json:"stepType" doc:"Type of the step."`
	StepGroup     string  `lua:"step_group" json:"stepGroup" doc:"Setup, Main or Cleanup."`
	PartNumber    string  `lua:"part_number" json:"partNumber" doc:"Part number."`
	Revision      string  `lua:"revision" json:"revision" doc:"Revision of the part number."`
	ProductGroup  string  `lua:"product_group" json:"productGroup" doc:"Product group."`
	FailCount     int     `lua:"fail_count" json:"failCount" doc:"How often the step caused the failure of a report."`
	TotalCount    int     `lua:"total_count" json:"totalCount" doc:"How often the step ran."`
	FailRate      float64 `lua:"fail_rate" json:"failRate" doc:"Failures per run, in percent."`
	FirstFailDate string  `lua:"first_fail_date" json:"firstFailDate" doc:"When it failed first, in UTC."`
	LastFailDate  string  `lua:"last_fail_date" json:"lastFailDate" doc:"When it failed last, in UTC."`
}

// StepAnalysisRow is what a step, or one of its measurements, did in many reports.
type StepAnalysisRow struct {
	StepName                           string  `lua:"step_name" json:"stepName" doc:"Name of the step."`
	StepPath                           string  `lua:"step_path" json:"stepPath" doc:"Path of the step, with / between the names."`
	StepType                           string  `lua:"step_type" json:"stepType" doc:"Type of the step."`
	StepGroup                          string  `lua:"step_group" json:"stepGroup" doc:"Setup, Main or Cleanup."`
	StepCount                          int     `lua:"step_count" json:"stepCount" doc:"How often the step ran."`
	StepPassedCount                    int     `lua:"step_passed_count" json:"stepPassedCount" doc:"How often it passed."`
	StepDoneCount                      int     `lua:"step_done_count" json:"stepDoneCount" doc:"How often it was done."`
	StepSkippedCount                   int     `lua:"step_skipped_count" json:"stepSkippedCount" doc:"How often it was skipped."`
	StepFailedCount                    int     `lua:"step_failed_count" json:"stepFailedCount" doc:"How often it failed."`
	StepErrorCount                     int     `lua:"step_error_count" json:"stepErrorCount" doc:"How often it ended in an error."`
	StepTerminatedCount                int     `lua:"step_terminated_count" json:"stepTerminatedCount" doc:"How often it was terminated."`
	StepOtherCount                     int     `lua:"step_other_count" json:"stepOtherCount" doc:"How often it ended in another way."`
	StepFailedErrorTerminatedCount     int     `lua:"step_failed_error_terminated_count" json:"stepFailedErrorTerminatedCount" doc:"How often it failed, ended in an error or was terminated."`
	StepCausedUUTFailedErrorTerminated int     `lua:"step_caused_uut_failed_error_terminated" json:"stepCausedUutFailedErrorTerminated" doc:"How often it made the unit fail, err or be terminated."`
	StepCausedUUTFailed                int     `lua:"step_caused_uut_failed" json:"stepCausedUutFailed" doc:"How often it made the unit fail."`
	StepCausedUUTError                 int     `lua:"step_caused_uut_error" json:"stepCausedUutError" doc:"How often it made the unit err."`
	StepCausedUUTTerminated            int     `lua:"step_caused_uut_terminated" json:"stepCausedUutTerminated" doc:"How often it made the unit be terminated."`
	Limit1                             float64 `lua:"limit1" json:"limit1" doc:"Lower, or only, limit."`
	Limit1Wof                          float64 `lua:"limit1_wof" json:"limit1Wof" doc:"Lower, or only, limit, of passed units only."`
	Limit2                             float64 `lua:"limit2" json:"limit2" doc:"Upper limit."`
	Limit2Wof                          float64 `lua:"limit2_wof" json:"limit2Wof" doc:"Upper limit, of passed units only."`
	CompOperator                       string  `lua:"comp_operator" json:"compOperator" doc:"How the value is compared with the limits."`
	StepTimeAvg                        float64 `lua:"step_time_avg" json:"stepTimeAvg" doc:"Average time, in seconds."`
	StepTimeMax                        float64 `lua:"step_time_max" json:"stepTimeMax" doc:"Longest time, in seconds."`
	StepTimeMin                        float64 `lua:"step_time_min" json:"stepTimeMin" doc:"Shortest time, in seconds."`
	MeasureName                        string  `lua:"measure_name" json:"measureName" doc:"Name of the measurement."`
	MeasureCount                       int     `lua:"measure_count" json:"measureCount" doc:"How many values."`
	MeasureCountWof                    int     `lua:"measure_count_wof" json:"measureCountWof" doc:"How many values, of passed units only."`
	Min                                float64 `lua:"min" json:"min" doc:"Lowest value."`
	MinWof                             float64 `lua:"min_wof" json:"minWof" doc:"Lowest value, of passed units only."`
	Max                                float64 `lua:"max" json:"max" doc:"Highest value."`
	MaxWof                             float64 `lua:"max_wof" json:"maxWof" doc:"Highest value, of passed units only."`
	Avg                                float64 `lua:"avg" json:"avg" doc:"Average."`
	AvgWof                             float64 `lua:"avg_wof" json:"avgWof" doc:"Average, of passed units only."`
	Stdev                              float64 `lua:"stdev" json:"stdev" doc:"Standard deviation."`
	StdevWof                           float64 `lua:"stdev_wof" json:"stdevWof" doc:"Standard deviation, of passed units only."`
	Var                                float64 `lua:"var" json:"var" doc:"Variance."`
	VarWof                             float64 `lua:"var_wof" json:"varWof" doc:"Variance, of passed units only."`
	Cpk                                float64 `lua:"cpk" json:"cpk" doc:"Cpk: how well the spread fits the nearer limit."`
	CpkWof                             float64 `lua:"cpk_wof" json:"cpkWof" doc:"Cpk: how well the spread fits the nearer limit, of passed units only."`
	Cp                                 float64 `lua:"cp" json:"cp" doc:"Cp: how well the spread fits between the limits."`
	CpWof                              float64 `lua:"cp_wof" json:"cpWof" doc:"Cp: how well the spread fits between the limits, of passed units only."`
	CpLower                            float64 `lua:"cp_lower" json:"cpLower" doc:"Cp towards the lower limit."`
	CpLowerWof                         float64 `lua:"cp_lower_wof" json:"cpLowerWof" doc:"Cp towards the lower limit, of passed units only."`
	CpUpper                            float64 `lua:"cp_upper" json:"cpUpper" doc:"Cp towards the upper limit."`
	CpUpperWof                         float64 `lua:"cp_upper_wof" json:"cpUpperWof" doc:"Cp towards the upper limit, of passed units only."`
	SigmaHigh3                         float64 `lua:"sigma_high_3" json:"sigmaHigh3" doc:"Average plus three standard deviations."`
	SigmaHigh3Wof                      float64 `lua:"sigma_high_3_wof" json:"sigmaHigh3Wof" doc:"Average plus three standard deviations, of passed units only."`
	SigmaLow3                          float64 `lua:"sigma_low_3" json:"sigmaLow3" doc:"Average minus three standard deviations."`
	SigmaLow3Wof                       float64 `lua:"sigma_low_3_wof" json:"sigmaLow3Wof" doc:"Average minus three standard deviations, of passed units only."`
}

// StepStatusItem is how a step ended.
type StepStatusItem struct {
	StepName     string `lua:"step_name" json:"stepName" doc:"Name of the step."`
	StepPath     string `lua:"step_path" json:"stepPath" doc:"Path of the step, with / between the names."`
	StepType     string `lua:"step_type" json:"stepType" doc:"Type of the step."`
	StepGroup    string `lua:"step_group" json:"stepGroup" doc:"Setup, Main or Cleanup."`
	PartNumber   string `lua:"part_number" json:"partNumber" doc:"Part number."`
	Revision     string `lua:"revision" json:"revision" doc:"Revision of the part number."`
	PassCount    int    `lua:"pass_count" json:"passCount" doc:"How often the step passed."`
	FailCount    int    `lua:"fail_count" json:"failCount" doc:"How often it failed."`
	TotalCount   int    `lua:"total_count" json:"totalCount" doc:"How often it ran."`
	Status       string `lua:"status" json:"status" doc:"Status of the step."`
	Timestamp    string `lua:"timestamp" json:"startUtc" also:"start_utc" doc:"Start of the test, in UTC."`
	SerialNumber string `lua:"serial_number" json:"serialNumber" doc:"Serial number of the unit."`
	ReportID     string `lua:"report_id" json:"reportId" also:"id" doc:"GUID of the report."`
}

const (
	stepAnalysisRoute = "POST /api/App/TestStepAnalysis"
	topFailedRoute    = "POST /api/App/TopFailed"
)

type topFailedArgs struct {
	FilterData   WATSFilter `lua:"filter_data" doc:"Which reports to look at."`
	ProductGroup string     `lua:"product_group" doc:"Product groups, as in a filter."`
	Level        string     `lua:"level" doc:"Production levels, as in a filter."`
	PartNumber   string     `lua:"part_number" doc:"Part numbers, as in a filter."`
	Revision     string     `lua:"revision" doc:"Revisions, as in a filter."`
	TopCount     *int       `lua:"top_count" doc:"Give so many steps at most."`
}

func (in *topFailedArgs) filter() (f *WATSFilter, given bool) {
	f, given = &in.FilterData, in.FilterData.given()
	orFilter(in.ProductGroup, &f.ProductGroup)
	orFilter(in.Level, &f.Level)
	orFilter(in.PartNumber, &f.PartNumber)
	orFilter(in.Revision, &f.Revision)
	if in.TopCount != nil {
		f.TopCount = in.TopCount
	}
	return f, given
}

type operationStepArgs struct {
	PartNumber    string     `lua:"part_number,required" doc:"Part number of the units."`
	TestOperation string     `lua:"test_operation,required" doc:"Test operation, by name or code."`
	Revision      string     `lua:"revision" doc:"Revision; all when not given."`
	Days          float64    `lua:"days" default:"30" doc:"How many days back."`
	Run           *RunFilter `lua:"run" default:"1" doc:"Which test of a unit counts: first, second, third, last, all, or its number."`
	MaxCount      *int       `lua:"max_count" default:"10000" doc:"Look at so many reports at most, the latest ones."`
}

// stepFilterArgs find steps by filters that are XML text.
type stepFilterArgs struct {
	FilterData      WATSFilter `lua:"filter_data,required" doc:"Which reports to look at."`
	StepFilters     string     `lua:"step_filters,required" query:"stepFilters" doc:"Which steps, as XML text."`
	SequenceFilters string     `lua:"sequence_filters,required" query:"sequenceFilters" doc:"Which sequences, as XML text."`
}

// productStepArgs find steps by filters that are XML text, in the last reports of a product group.
type productStepArgs struct {
	ProductGroupID  string `lua:"product_group_id,required" query:"productGroupId" doc:"Number of the product group."`
	LevelID         string `lua:"level_id,required" query:"levelId" doc:"Number of the production level."`
	Days            int    `lua:"days,required" query:"days" doc:"How many days back."`
	StepFilters     string `lua:"step_filters,required" query:"stepFilters" doc:"Which steps, as XML text."`
	SequenceFilters string `lua:"sequence_filters,required" query:"sequenceFilters" doc:"Which sequences, as XML text."`
}

type topFailedFilterArgs struct {
	FilterData WATSFilter `lua:"filter_data,required" doc:"Which reports to look at."`
	TopCount   *int       `lua:"top_count" doc:"Give so many steps at most."`
}

type topFailedProductArgs struct {
	PartNumber     string `lua:"part_number,required" query:"partNumber" doc:"Part number of the units."`
	ProcessCode    string `lua:"process_code,required" query:"processCode" doc:"Code of the test operation."`
	ProductGroupID string `lua:"product_group_id,required" query:"productGroupId" doc:"Number of the product group."`
	LevelID        string `lua:"level_id,required" query:"levelId" doc:"Number of the production level."`
	Days           int    `lua:"days,required" query:"days" doc:"How many days back."`
	Count          int    `lua:"count" query:"count" default:"10" doc:"Give so many steps at most."`
}

// stepOperations are the analyses of steps.
func stepOperations() []declaration {
	return []declaration{
		op[topFailedArgs, []TopFailedStep]("get_top_failed", "The steps that fail units most often: of each failed report the step that caused its failure, others not.", topFailedRoute, asksTwice[topFailedArgs], reads(oneOrMore[topFailedArgs]),
			show(tested+`return wats.analytics.get_top_failed{part_number = "PCBA-7", top_count = 5}[1].step_name`, `"3V3"`),
			show(tested+`return wats.analytics.get_top_failed{filter_data = {part_number = "PCBA-7", test_operation = "100"}}[1].step_name`, `"3V3"`)),
		op[watsFilterArgs, []StepAnalysisRow]("get_test_step_analysis", "What each step and measurement did: counts, limits, averages, Cp and Cpk.", stepAnalysisRoute, asksFilter,
			show(tested+`for _, step in ipairs(wats.analytics.get_test_step_analysis{part_number = "PCBA-7"}) do
  if step.step_name == "3V3" then return step.step_failed_count end
end`, "1")),
		op[operationStepArgs, []StepAnalysisRow]("get_test_step_analysis_for_operation", "What each step and measurement of a product did in one test operation.", stepAnalysisRoute,
			asks(stepsOfOperation), note("The period begins at an instant in UTC; pyWATS sends a local time without its offset."),
			show(tested+`return #wats.analytics.get_test_step_analysis_for_operation("PCBA-7", "100", {days = 7}) > 0`, "true")),
		op[stepFilterArgs, []StepStatusItem]("get_step_status_list", "How the steps ended that step and sequence filters find.", "POST /api/internal/App/StepStatusList",
			asks(filterOfSteps), note(raisesFailures),
			show(tested+`return #wats.analytics.get_step_status_list({part_number = "PCBA-7"}, [[<step name="3V3"/>]], "<sequences/>") > 0`, "true")),
		op[productStepArgs, []StepStatusItem]("get_step_status_list_by_product", "How the steps of a product group ended that step and sequence filters find.",
			"GET /api/internal/App/StepStatusList", note(raisesFailures),
			show(`return #wats.analytics.get_step_status_list_by_product("1", "1", 7, [[<step name="3V3"/>]], "<sequences/>")`, "0")),
		op[topFailedFilterArgs, []TopFailedStep]("get_top_failed_internal", "The steps that fail most often, from the internal route.", "POST /api/internal/App/TopFailed",
			asks(topFailedFilter), reads(oneOrMore[topFailedFilterArgs]), note(raisesFailures),
			show(tested+`return wats.analytics.get_top_failed_internal({part_number = "PCBA-7"}, 5)[1].step_name`, `"3V3"`)),
		op[topFailedProductArgs, []TopFailedStep]("get_top_failed_by_product", "The steps that fail most often, by product, operation, group and level.", "GET /api/internal/App/TopFailed",
			reads(oneOrMore[topFailedProductArgs]), note(raisesFailures),
			show(`return #wats.analytics.get_top_failed_by_product{part_number = "PCBA-7", process_code = "100", product_group_id = "1", level_id = "1", days = 7}`, "0")),
	}
}

// oneOrMore reads a list that some servers write as its only item.
func oneOrMore[In any](_ *In, a *response) (any, error) {
	if bytes.HasPrefix(bytes.TrimSpace(a.body), []byte{'{'}) {
		a = a.part(append(append([]byte{'['}, a.body...), ']'))
	}
	t := typeOf[[]TopFailedStep]()
	return modules.JSON{Data: a.body, Type: t}, checkJSON(a, t.Kind)
}

func stepsOfOperation(ctx context.Context, in *operationStepArgs) (filterRecord, error) {
	if !(in.Days > 0 && in.Days <= maxDays) { // NaN is not
		return nil, fault.New(fault.Usage, "days must be above 0 and at most %d, got %v", maxDays, in.Days)
	}
	from := modules.RunFrom(ctx).Now().Add(-time.Duration(in.Days * 24 * float64(time.Hour)))
	return &WATSFilter{
		PartNumber: in.PartNumber, TestOperation: in.TestOperation, Revision: in.Revision, Run: in.Run, MaxCount: in.MaxCount,
		DateFrom: from.Format(time.RFC3339Nano),
	}, nil
}

func filterOfSteps(_ context.Context, in *stepFilterArgs) (filterRecord, error) {
	return &in.FilterData, nil
}

func topFailedFilter(_ context.Context, in *topFailedFilterArgs) (filterRecord, error) {
	if in.TopCount != nil {
		in.FilterData.TopCount = in.TopCount
	}
	return &in.FilterData, nil
}
