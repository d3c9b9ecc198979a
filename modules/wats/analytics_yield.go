package wats

import (
	"context"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// YieldData is a row of yields: what it is grouped by, and its figures.
type YieldData struct {
	PartNumber      string  `lua:"part_number" json:"partNumber" doc:"Part number."`
	Revision        string  `lua:"revision" json:"revision" doc:"Revision of the part number."`
	ProductName     string  `lua:"product_name" json:"productName" doc:"Name of the product."`
	ProductGroup    string  `lua:"product_group" json:"productGroup" doc:"Product group."`
	StationName     string  `lua:"station_name" json:"stationName" doc:"Test station."`
	TestOperation   string  `lua:"test_operation" json:"testOperation" doc:"Test operation."`
	Period          string  `lua:"period" json:"period" doc:"Period, as date_grouping cuts it."`
	UnitCount       int     `lua:"unit_count" json:"unitCount" doc:"Units tested."`
	FpCount         int     `lua:"fp_count" json:"fpCount" doc:"Units that passed in their first run."`
	SpCount         int     `lua:"sp_count" json:"spCount" doc:"Units that passed in their second run or before."`
	TpCount         int     `lua:"tp_count" json:"tpCount" doc:"Units that passed in their third run or before."`
	LpCount         int     `lua:"lp_count" json:"lpCount" doc:"Units that passed in their last run."`
	FPY             float64 `lua:"fpy" json:"fpy" doc:"First-pass yield, in percent."`
	SPY             float64 `lua:"spy" json:"spy" doc:"Second-pass yield, in percent."`
	TPY             float64 `lua:"tpy" json:"tpy" doc:"Third-pass yield, in percent."`
	LPY             float64 `lua:"lpy" json:"lpy" doc:"Last-pass yield, in percent."`
	ProcessCode     int     `lua:"process_code" json:"processCode" doc:"Code of the process, when grouped by it."`
	Location        string  `lua:"location" json:"location" doc:"Location of the station, when grouped by it."`
	Purpose         string  `lua:"purpose" json:"purpose" doc:"Purpose of the station, when grouped by it."`
	Level           string  `lua:"level" json:"level" doc:"Production level, when grouped by it."`
	BatchNumber     string  `lua:"batch_number" json:"batchNumber" doc:"Batch, when grouped by it."`
	Operator        string  `lua:"operator" json:"operator" doc:"Operator, when grouped by it."`
	SWFilename      string  `lua:"sw_filename" json:"swFilename" doc:"Test program, when grouped by it."`
	SWVersion       string  `lua:"sw_version" json:"swVersion" doc:"Version of the test program, when grouped by it."`
	FpFailCount     int     `lua:"fp_fail_count" json:"fpFailCount" doc:"Units that did not pass in their first run."`
	SpFailCount     int     `lua:"sp_fail_count" json:"spFailCount" doc:"Units that had not passed after their second run."`
	TpFailCount     int     `lua:"tp_fail_count" json:"tpFailCount" doc:"Units that had not passed after their third run."`
	LpFailCount     int     `lua:"lp_fail_count" json:"lpFailCount" doc:"Units that did not pass in their last run."`
	RTY             float64 `lua:"rty" json:"rty" doc:"Rolled throughput yield, in percent: the first-pass yields of all processes, multiplied. The embedded server computes it."`
	PPMFPY          float64 `lua:"ppm_fpy" json:"ppmFpy" doc:"Failed units of a million, in their first run."`
	PPMSPY          float64 `lua:"ppm_spy" json:"ppmSpy" doc:"Failed units of a million, after their second run."`
	PPMTPY          float64 `lua:"ppm_tpy" json:"ppmTpy" doc:"Failed units of a million, after their third run."`
	PPMLPY          float64 `lua:"ppm_lpy" json:"ppmLpy" doc:"Failed units of a million, in their last run."`
	PPMTestYield    float64 `lua:"ppm_test_yield" json:"ppmTestYield" doc:"Failed reports of a million."`
	TestYieldCount  int     `lua:"test_yield_count" json:"testYieldCount" doc:"Passed reports."`
	TestReportCount int     `lua:"test_report_count" json:"testReportCount" doc:"Test reports."`
	TestYield       float64 `lua:"test_yield" json:"testYield" doc:"Passed reports, in percent."`
	RetestCount     int     `lua:"retest_count" json:"retestCount" doc:"Reports after the first of their unit."`
	FirstUTC        string  `lua:"first_utc" json:"firstUtc" doc:"Start of the first test, in UTC."`
	LastUTC         string  `lua:"last_utc" json:"lastUtc" doc:"Start of the last test, in UTC."`
}

// RepairStatistics is a row of repairs: what it is grouped by, and its figures.
type RepairStatistics struct {
	PartNumber           string  `lua:"part_number" json:"partNumber" doc:"Part number."`
	Revision             string  `lua:"revision" json:"revision" doc:"Revision of the part number."`
	ProductGroup         string  `lua:"product_group" json:"productGroup" doc:"Product group."`
	ProductName          string  `lua:"product_name" json:"productName" doc:"Name of the product."`
	UnitType             string  `lua:"unit_type" json:"unitType" doc:"Kind of unit."`
	RepairOperation      string  `lua:"repair_operation" json:"repairOperation" doc:"Repair operation."`
	StationName          string  `lua:"station_name" json:"stationName" doc:"Test station."`
	TestOperation        string  `lua:"test_operation" json:"testOperation" doc:"Test operation."`
	Period               string  `lua:"period" json:"period" doc:"Period, as date_grouping cuts it."`
	Level                string  `lua:"level" json:"level" doc:"Production level."`
	Location             string  `lua:"location" json:"location" doc:"Location of the station."`
	Purpose              string  `lua:"purpose" json:"purpose" doc:"Purpose of the station."`
	Operator             string  `lua:"operator" json:"operator" doc:"Operator."`
	MiscInfoDescription  string  `lua:"misc_info_description" json:"miscInfoDescription" doc:"Name of a misc info."`
	MiscInfoString       string  `lua:"misc_info_string" json:"miscInfoString" doc:"Value of a misc info."`
	RepairCategory       string  `lua:"repair_category" json:"repairCategory" doc:"Category of the failure."`
	RepairType           string  `lua:"repair_type" json:"repairType" doc:"Type of the failure."`
	ComponentRef         string  `lua:"component_ref" json:"componentRef" doc:"Reference of the component, such as R12."`
	ComponentNumber      string  `lua:"component_number" json:"componentNumber" doc:"Part number of the component."`
	ComponentRevision    string  `lua:"component_revision" json:"componentRevision" doc:"Revision of the component."`
	ComponentVendor      string  `lua:"component_vendor" json:"componentVendor" doc:"Vendor of the component."`
	ComponentDescription string  `lua:"component_description" json:"componentDescription" doc:"What the component is."`
	FunctionBlock        string  `lua:"function_block" json:"functionBlock" doc:"Function block of the component."`
	ReferencedStep       string  `lua:"referenced_step" json:"referencedStep" doc:"Test step that showed the failure."`
	ReferencedStepPath   string  `lua:"referenced_step_path" json:"referencedStepPath" doc:"Its path."`
	TestPeriod           string  `lua:"test_period" json:"testPeriod" doc:"Period of the failed test."`
	TestLevel            string  `lua:"test_level" json:"testLevel" doc:"Production level of the failed test."`
	TestStationName      string  `lua:"test_station_name" json:"testStationName" doc:"Station of the failed test."`
	TestLocation         string  `lua:"test_location" json:"testLocation" doc:"Location of the failed test."`
	TestPurpose          string  `lua:"test_purpose" json:"testPurpose" doc:"Purpose of the failed test."`
	TestOperator         string  `lua:"test_operator" json:"testOperator" doc:"Operator of the failed test."`
	BatchNumber          string  `lua:"batch_number" json:"batchNumber" doc:"Batch of the unit."`
	SWFilename           string  `lua:"sw_filename" json:"swFilename" doc:"Test program."`
	SWVersion            string  `lua:"sw_version" json:"swVersion" doc:"Version of the test program."`
	RepairReportCount    int     `lua:"repair_report_count" json:"repairReportCount" doc:"Repair reports."`
	RepairCount          int     `lua:"repair_count" json:"repairCount" doc:"Failures repaired."`
	TotalCount           int     `lua:"total_count" json:"totalCount" doc:"Units tested."`
	RepairRate           float64 `lua:"repair_rate" json:"repairRate" doc:"Repairs per unit, in percent."`
	FailCode             string  `lua:"fail_code" json:"failCode" doc:"Failure code of the test."`
	RepairCode           string  `lua:"repair_code" json:"repairCode" doc:"Failure code of the repair."`
}

// tested is Lua that tests three units, of which the second one fails, for the examples.
const tested = `for i, volts in ipairs{3.31, 3.42, 3.29} do
  local r = wats.report.create_uut_report{operator = "op", part_number = "PCBA-7", revision = "B", serial_number = "SN-" .. i, operation_type = 100, station_name = "EOL-1"}
  r:get_root_sequence_call():add_numeric_step{name = "3V3", value = volts, unit = "V", comp_op = "GELE", low_limit = 3.2, high_limit = 3.4}
  wats.report.submit(r)
end
`

const (
	dynamicYieldRoute  = "POST /api/App/DynamicYield"
	dynamicRepairRoute = "POST /api/App/DynamicRepair"
)

type yieldSummaryArgs struct {
	PartNumber string `lua:"part_number,required" doc:"Part number of the product."`
	Revision   string `lua:"revision" doc:"Revision; all when not given."`
	Days       int    `lua:"days" default:"30" doc:"How many days back, today included."`
}

type stationYieldArgs struct {
	StationName string `lua:"station_name,required" doc:"Name of the station."`
	Days        int    `lua:"days" default:"7" doc:"How many days back, today included."`
}

// groupTwinArgs are the arguments of analyses that take a filter, or a product group and level.
type groupTwinArgs struct {
	FilterData   WATSFilter `lua:"filter_data" doc:"Which reports to look at."`
	ProductGroup string     `lua:"product_group" doc:"Product groups, as in a filter."`
	Level        string     `lua:"level" doc:"Production levels, as in a filter."`
}

func (in *groupTwinArgs) filter() (f *WATSFilter, given bool) {
	f, given = &in.FilterData, in.FilterData.given()
	orFilter(in.ProductGroup, &f.ProductGroup)
	orFilter(in.Level, &f.Level)
	return f, given
}

// yieldOperations are the analyses that count units and repairs.
func yieldOperations() []declaration {
	return []declaration{
		op[watsFilterArgs, []YieldData]("get_dynamic_yield", "Yields, grouped by dimensions of choice.", dynamicYieldRoute,
			grouped(func(_ context.Context, in *watsFilterArgs) (*WATSFilter, error) { return &in.FilterData, nil }),
			note(filterIsChecked+" So are dimensions, which may be written as scripts write them."),
			show(tested+`return wats.analytics.get_dynamic_yield{part_number = "PCBA-%", dimensions = "part_number"}[1].fp_count`, "2")),
		op[yieldSummaryArgs, []YieldData]("get_yield_summary", "The yield of a product, day by day.", dynamicYieldRoute,
			grouped(func(_ context.Context, in *yieldSummaryArgs) (*WATSFilter, error) {
				return daily(WATSFilter{PartNumber: in.PartNumber, Revision: in.Revision, Dimensions: "partNumber;period"}, in.Days)
			}), note(daysAreDays), show(tested+`return wats.analytics.get_yield_summary("PCBA-7")[1].unit_count`, "3")),
		op[stationYieldArgs, []YieldData]("get_station_yield", "The yield of a station, day by day.", dynamicYieldRoute,
			grouped(func(_ context.Context, in *stationYieldArgs) (*WATSFilter, error) {
				return daily(WATSFilter{StationName: in.StationName, Dimensions: "stationName;period"}, in.Days)
			}), note(daysAreDays), show(tested+`return wats.analytics.get_station_yield("EOL-1")[1].fp_count`, "2")),
		op[watsFilterArgs, []RepairStatistics]("get_dynamic_repair", "Repairs, grouped by dimensions of choice.", dynamicRepairRoute,
			grouped(func(_ context.Context, in *watsFilterArgs) (*WATSFilter, error) { return &in.FilterData, nil }),
			note(filterIsChecked+" So are dimensions, which may be written as scripts write them."),
			show(`local repair = wats.report.create_uur_report{operator = "op", part_number = "PCBA-7", serial_number = "SN-1", test_operation_code = 100}
repair:add_main_failure("Component", "Defect Component")
wats.report.submit(repair)
return wats.analytics.get_dynamic_repair{part_number = "PCBA-7", dimensions = "partNumber"}[1].repair_report_count`, "1")),
		yieldTwin("get_volume_yield", "Volume and yield, period by period.", "VolumeYield"),
		yieldTwin("get_worst_yield", "The products with the lowest yields.", "WorstYield"),
		yieldList[watsFilterArgs]("get_worst_yield_by_product_group", "The product groups with the lowest yields.", "WorstYieldByProductGroup", asksFilter),
		yieldTwin("get_high_volume", "The products that are tested most.", "HighVolume"),
		yieldList[watsFilterArgs]("get_high_volume_by_product_group", "The product groups that are tested most.", "HighVolumeByProductGroup", asksFilter),
	}
}

func yieldList[In any](name, doc, route string, asked option, more ...option) declaration {
	return op[In, []YieldData](name, doc, "POST /api/App/"+route, append([]option{
		asked,
		show(tested+`return wats.analytics.`+name+`{part_number = "PCBA-7"}[1].unit_count`, "3"),
	}, more...)...)
}

// yieldTwin is one with two forms.
func yieldTwin(name, doc, route string) declaration {
	return yieldList[groupTwinArgs](name, doc, route, asksTwice[groupTwinArgs],
		show(tested+`return #wats.analytics.`+name+`() > 0`, "true"))
}

// grouped has a filter with dimensions sent, the dimensions in the query too, and the current period included.
func grouped[In any](make func(ctx context.Context, in *In) (*WATSFilter, error)) option {
	return func(p *plan) {
		declare(modules.Does(modules.Read))(p)
		prepares(func(ctx context.Context, in *In, r *request) error {
			f, err := make(ctx, in)
			if err != nil {
				return err
			}
			if f.IncludeCurrentPeriod == nil && (f.PeriodCount != nil || f.DateGrouping != nil) {
				f.IncludeCurrentPeriod = new(true)
			}
			r.addText("dimensions", string(f.Dimensions))
			return r.setFilter(f)
		})(p)
	}
}

const daysAreDays = "The periods are asked to be days; pyWATS leaves their length to the server."

// daily has the filter ask for the last days, one by one.
func daily(f WATSFilter, days int) (*WATSFilter, error) {
	if days < 1 || days > maxDays {
		return nil, fault.New(fault.Usage, "days must be 1 to %d, got %d", maxDays, days)
	}
	const day = DateGrouping(4)
	f.PeriodCount, f.DateGrouping = &days, new(day)
	return &f, nil
}
