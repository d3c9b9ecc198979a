package wats

import (
	"maps"
	"net/url"
)

// analyticsCases are what the tests of all operations must know of the analytics service.
var analyticsCases = expectations{
	complete: []string{"analytics"},
	ours:     map[string]string{"analytics.dimensions": "pyWATS's class DimensionBuilder"},
	full:     []string{"analytics.get_version", "analytics.get_oee_analysis", "analytics.trace_serial_numbers"},
	args:     sampleFilters.args,
	requests: map[string][]string{ // arguments beside the filter go into the body
		"analytics.get_volume_yield":         {"POST /api/App/VolumeYield"},
		"analytics.get_worst_yield":          {"POST /api/App/WorstYield"},
		"analytics.get_high_volume":          {"POST /api/App/HighVolume"},
		"analytics.get_top_failed":           {"POST /api/App/TopFailed"},
		"analytics.get_uut_reports":          {"POST /api/App/UutReport"},
		"analytics.get_yield_summary":        {"POST /api/App/DynamicYield"},
		"analytics.get_station_yield":        {"POST /api/App/DynamicYield"},
		"analytics.get_top_failed_internal":  {"POST /api/internal/App/TopFailed"},
		"analytics.trace_serial_numbers":     {"POST /api/internal/UnitFlow/SN"},
		"analytics.split_flow_by":            {"POST /api/internal/UnitFlow/SplitBy"},
		"analytics.set_unit_order":           {"POST /api/internal/UnitFlow/UnitOrder"},
		"analytics.set_unit_flow_visibility": {"POST /api/internal/UnitFlow"},
		"analytics.show_operations":          {"POST /api/internal/UnitFlow"},
		"analytics.hide_operations":          {"POST /api/internal/UnitFlow"},
		"analytics.expand_operations":        {"POST /api/internal/UnitFlow"},
	},
	queries: map[string]url.Values{
		"analytics.get_volume_yield":            {},
		"analytics.get_worst_yield":             {},
		"analytics.get_high_volume":             {},
		"analytics.get_top_failed":              {},
		"analytics.get_uut_reports":             {},
		"analytics.get_yield_summary":           {"dimensions": {"partNumber;period"}},
		"analytics.get_station_yield":           {"dimensions": {"stationName;period"}},
		"analytics.get_measurements":            {"measurementPaths": {"Main¶Power¶¶3V3;Rx¶Gain"}},
		"analytics.get_aggregated_measurements": {"measurementPaths": {"Main¶Power¶¶3V3;Rx¶Gain"}},
	},
	bodies: sampleFilters.bodies,
	nothing: map[string]string{
		"empty UnitFlowResult": `{"links":[],"nodes":[],"totalUnits":0,"units":[]}`,
		"table of zeros":       "{0 0 0 0 0 0 0 0}",
	},
}

// filterBodies are the bodies of operations whose arguments join the filter, or make one.
var filterBodies = map[string]any{
	"analytics.get_volume_yield": with(filterBody, "productGroup", anyText, "level", anyText),
	"analytics.get_worst_yield":  with(filterBody, "productGroup", anyText, "level", anyText),
	"analytics.get_high_volume":  with(filterBody, "productGroup", anyText, "level", anyText),
	"analytics.get_top_failed":   with(filterBody, "productGroup", anyText, "level", anyText, "partNumber", anyText, "revision", anyText, "topCount", 7),
	"analytics.get_uut_reports": with(filterBody, "productGroup", anyText, "level", anyText, "partNumber", anyText, "revision", anyText,
		"serialNumber", anyText, "status", "Passed", "topCount", 7),
	"analytics.get_yield_summary": with(nil, "partNumber", anyText, "revision", anyText, "periodCount", 7, "dateGrouping", 4,
		"dimensions", "partNumber;period", "includeCurrentPeriod", true),
	"analytics.get_station_yield": with(nil, "stationName", anyText, "periodCount", 7, "dateGrouping", 4,
		"dimensions", "stationName;period", "includeCurrentPeriod", true),
	"analytics.get_test_step_analysis_for_operation": with(nil, "partNumber", anyText, "testOperation", anyText, "revision", anyText,
		"run", 7, "maxCount", 7, "dateFrom", "2026-02-25T04:06:07Z"),
	"analytics.get_top_failed_internal": with(filterBody, "topCount", 7),
	"analytics.get_alarm_logs": with(nil, "topCount", 7, "productGroup", anyText, "level", anyText,
		"dateFrom", "2026-01-02T01:04:05Z", "dateTo", "2026-01-02T01:04:05Z"),
	"analytics.trace_serial_numbers":     with(flowBody, "serialNumbers", []string{"one", "two"}),
	"analytics.split_flow_by":            with(flowBody, "splitBy", anyText),
	"analytics.set_unit_order":           with(flowBody, "unitOrder", anyText),
	"analytics.set_unit_flow_visibility": with(flowBody, "showList", []string{"one", "two"}, "hideList", []string{"one", "two"}),
	"analytics.show_operations":          with(flowBody, "showList", []string{"one", "two"}),
	"analytics.hide_operations":          with(flowBody, "hideList", []string{"one", "two"}),
	"analytics.expand_operations":        with(flowBody, "expandOperations", true),
}

// anyText is the text that the tests give for an argument of which nothing else is known.
const anyText = "a b&c/ø"

// A filter as scripts write it, and what it looks like on the wire.
var (
	sampleFilter = WATSFilter{BatchNumber: "B-%;B_1", Status: "Failed", DateFrom: "2026-01-02T03:04:05+02:00", DateTo: 1767319445.25}
	filterBody   = map[string]any{
		"batchNumber": "B-%;B_1", "status": "Failed", "dateFrom": "2026-01-02T01:04:05Z", "dateTo": "2026-01-02T02:04:05.25Z",
	}

	sampleFlow = UnitFlowFilter{PartNumber: "PCBA-7", ProcessCodes: []int{100}, DateFrom: "2026-01-02T00:00Z"}
	flowBody   = map[string]any{"partNumber": "PCBA-7", "processCodes": []int{100}, "dateFrom": "2026-01-02T00:00:00Z"}
)

// with adds members to a body.
func with(body map[string]any, members ...any) map[string]any {
	all := map[string]any{}
	maps.Copy(all, body)
	for i := 0; i < len(members); i += 2 {
		all[members[i].(string)] = members[i+1]
	}
	return all
}

// samples are arguments and the bodies that they become.
type samples struct {
	args   map[string]map[string]any
	bodies map[string]any
}

var sampleFilters = sampleFiltersOf(operations(NewClient(Options{})))

// sampleFiltersOf gives every operation that takes one a filter.
func sampleFiltersOf(all []operation) samples {
	s := samples{args: map[string]map[string]any{}, bodies: map[string]any{}}
	for _, o := range all {
		for _, p := range o.Params {
			switch p.Type {
			case typeOf[WATSFilter]():
				s.args[o.String()], s.bodies[o.String()] = map[string]any{p.Name: sampleFilter}, filterBody
			case typeOf[UnitFlowFilter]():
				s.args[o.String()], s.bodies[o.String()] = map[string]any{p.Name: sampleFlow}, flowBody
			}
		}
	}
	maps.Copy(s.bodies, filterBodies)
	s.args["analytics.get_uut_reports"]["status"] = "p"
	s.args["analytics.get_measurements"]["measurement_paths"] = "Main/Power::3V3; Rx/Gain"
	s.args["analytics.get_aggregated_measurements"]["measurement_paths"] = "Main/Power::3V3; Rx/Gain"
	return s
}
