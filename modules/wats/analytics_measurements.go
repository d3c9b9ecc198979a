package wats

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
	"strings"

	"github.com/watsrun/watsrun/modules"
)

// MeasurementData is one measured value.
type MeasurementData struct {
	SerialNumber    string  `lua:"serial_number" json:"serialNumber" doc:"Serial number of the unit."`
	PartNumber      string  `lua:"part_number" json:"partNumber" doc:"Part number."`
	Revision        string  `lua:"revision" json:"revision" doc:"Revision of the part number."`
	ReportID        string  `lua:"report_id" json:"reportId" also:"id" doc:"GUID of the report."`
	StepName        string  `lua:"step_name" json:"stepName" doc:"Name of the step."`
	StepPath        string  `lua:"step_path" json:"stepPath" doc:"Path of the step, with / between the names."`
	Value           float64 `lua:"value" json:"value" doc:"Measured value."`
	LimitLow        float64 `lua:"limit_low" json:"limitLow" also:"limit1" doc:"Lower limit."`
	LimitHigh       float64 `lua:"limit_high" json:"limitHigh" also:"limit2" doc:"Upper limit."`
	Unit            string  `lua:"unit" json:"unit" doc:"Unit of the values."`
	Status          string  `lua:"status" json:"status" doc:"Status of the step."`
	Timestamp       string  `lua:"timestamp" json:"startUtc" also:"start_utc" doc:"Start of the test, in UTC."`
	MeasurementPath string  `lua:"measurement_path" json:"measurementPath" doc:"Path that was asked for, as the server names it."`
	CompOperator    string  `lua:"comp_operator" json:"compOperator" doc:"How the value is compared with the limits."`
}

// AggregatedMeasurement is what one measurement did in many reports.
type AggregatedMeasurement struct {
	StepName        string  `lua:"step_name" json:"stepName" doc:"Name of the step."`
	StepPath        string  `lua:"step_path" json:"stepPath" doc:"Path of the step, with / between the names."`
	PartNumber      string  `lua:"part_number" json:"partNumber" doc:"Part number."`
	Revision        string  `lua:"revision" json:"revision" doc:"Revision of the part number."`
	Count           int     `lua:"count" json:"count" doc:"How many values."`
	Min             float64 `lua:"min" json:"min" doc:"Lowest value."`
	Max             float64 `lua:"max" json:"max" doc:"Highest value."`
	Avg             float64 `lua:"avg" json:"avg" doc:"Average."`
	Stdev           float64 `lua:"stdev" json:"stdev" doc:"Standard deviation."`
	Variance        float64 `lua:"variance" json:"var" doc:"Variance."`
	LimitLow        float64 `lua:"limit_low" json:"limitLow" also:"limit1" doc:"Lower limit."`
	LimitHigh       float64 `lua:"limit_high" json:"limitHigh" also:"limit2" doc:"Upper limit."`
	Cpk             float64 `lua:"cpk" json:"cpk" doc:"Cpk: how well the spread fits the nearer limit."`
	Cp              float64 `lua:"cp" json:"cp" doc:"Cp: how well the spread fits between the limits."`
	CpLower         float64 `lua:"cp_lower" json:"cpLower" doc:"Cp towards the lower limit."`
	CpUpper         float64 `lua:"cp_upper" json:"cpUpper" doc:"Cp towards the upper limit."`
	Unit            string  `lua:"unit" json:"unit" doc:"Unit of the values."`
	MeasurementPath string  `lua:"measurement_path" json:"measurementPath" doc:"Path that was asked for, as the server names it."`
}

// MeasurementListItem is a value that step and sequence filters found.
type MeasurementListItem struct {
	SerialNumber string  `lua:"serial_number" json:"serialNumber" doc:"Serial number of the unit."`
	PartNumber   string  `lua:"part_number" json:"partNumber" doc:"Part number."`
	Revision     string  `lua:"revision" json:"revision" doc:"Revision of the part number."`
	ReportID     string  `lua:"report_id" json:"reportId" also:"id" doc:"GUID of the report."`
	StepName     string  `lua:"step_name" json:"stepName" doc:"Name of the step."`
	StepPath     string  `lua:"step_path" json:"stepPath" doc:"Path of the step, with / between the names."`
	Value        float64 `lua:"value" json:"value" doc:"Measured value."`
	StringValue  string  `lua:"string_value" json:"stringValue" doc:"Measured text."`
	LimitLow     float64 `lua:"limit_low" json:"limitLow" also:"limit1" doc:"Lower limit."`
	LimitHigh    float64 `lua:"limit_high" json:"limitHigh" also:"limit2" doc:"Upper limit."`
	Unit         string  `lua:"unit" json:"unit" doc:"Unit of the values."`
	Status       string  `lua:"status" json:"status" doc:"Status of the step."`
	Timestamp    string  `lua:"timestamp" json:"startUtc" also:"start_utc" doc:"Start of the test, in UTC."`
	StationName  string  `lua:"station_name" json:"stationName" doc:"Test station."`
	MeasureName  string  `lua:"measure_name" json:"measureName" doc:"Name of the measurement."`
}

type measurementArgs struct {
	FilterData       WATSFilter `lua:"filter_data,required" doc:"Which reports to look at. On large servers, name the part number and the test operation: the search is slow otherwise."`
	MeasurementPaths string     `lua:"measurement_paths" doc:"Measurements, such as Power/3V3::Voltage; several with ; between them. Those of the filter when not given."`
}

const pathsAreSent = filterIsChecked + " Paths that are in the filter are sent in the query too, where servers look for them; pyWATS sends only those of the argument."

// measurementOperations are the analyses of measured values.
func measurementOperations() []declaration {
	const path = `{measurement_paths = "MainSequence Callback/3V3"}`
	return []declaration{
		op[measurementArgs, []MeasurementData]("get_measurements", "Single values of numeric measurements.", "POST /api/App/Measurements", asksMeasurements, reads(flattened[MeasurementData]),
			note(pathsAreSent), show(tested+`return #wats.analytics.get_measurements({part_number = "PCBA-7", test_operation = "100"}, `+path+`)`, "3")),
		op[measurementArgs, []AggregatedMeasurement]("get_aggregated_measurements", "What numeric measurements did: averages, spread, Cp and Cpk.", "POST /api/App/AggregatedMeasurements",
			asksMeasurements, reads(flattened[AggregatedMeasurement]), note(pathsAreSent),
			show(tested+`return wats.analytics.get_aggregated_measurements({part_number = "PCBA-7", test_operation = "100"}, `+path+`)[1].count`, "3")),
		op[stepFilterArgs, []MeasurementListItem]("get_measurement_list", "Values of the measurements that step and sequence filters find.", "POST /api/internal/App/MeasurementList",
			asks(filterOfSteps), note(raisesFailures),
			show(tested+`return #wats.analytics.get_measurement_list({part_number = "PCBA-7"}, [[<step name="3V3"/>]], "<sequences/>")`, "3")),
		op[productStepArgs, []MeasurementListItem]("get_measurement_list_by_product", "Values of a product group's measurements that step and sequence filters find.",
			"GET /api/internal/App/MeasurementList", note(raisesFailures),
			show(`return #wats.analytics.get_measurement_list_by_product("1", "1", 7, [[<step name="3V3"/>]], "<sequences/>")`, "0")),
	}
}

// asksMeasurements sends a filter, and the paths of the measurements in the query.
func asksMeasurements(p *plan) {
	declare(modules.Does(modules.Read))(p)
	prepares(func(_ context.Context, in *measurementArgs, r *request) error {
		if err := r.setFilter(&in.FilterData); err != nil {
			return err
		}
		r.addText("measurementPaths", orElse(normalizePaths(in.MeasurementPaths), in.FilterData.MeasurementPaths))
		return nil
	})(p)
}

// measurementGroup is what servers answer for one path.
type measurementGroup struct {
	MeasurementPath string            `json:"measurementPath"`
	Measurements    []json.RawMessage `json:"measurements"`
}

// flattened takes measurements out of the groups that servers answer, one for each path.
func flattened[T any](_ *measurementArgs, a *response) (any, error) {
	groups, err := rowsIn[measurementGroup](a)
	if err != nil {
		return nil, err
	}
	flat := []json.RawMessage{}
	for i := range groups {
		if groups[i].value.Measurements == nil {
			flat = append(flat, groups[i].raw) // it is a measurement itself
			continue
		}
		place, err := json.Marshal(groups[i].value.place())
		for _, m := range groups[i].value.Measurements {
			if err != nil || len(m) == 0 || m[0] != '{' {
				return nil, noJSON(a, "a list of measurements")
			}
			flat = append(flat, both(place, m))
		}
	}
	return modules.JSON{Data: listJSON(flat), Type: typeOf[[]T]()}, nil
}

// both is an object with the members of two; what the second one says counts.
func both(first, second json.RawMessage) json.RawMessage {
	rest := bytes.TrimSpace(second[1:])
	if rest[0] == '}' {
		return first
	}
	return slices.Concat(first[:len(first)-1], []byte{','}, rest)
}

// place is what a group's path says of its measurements.
func (g *measurementGroup) place() map[string]string {
	step, _, _ := strings.Cut(g.MeasurementPath, measurementMark)
	step = displayPath(step)
	name := step[strings.LastIndex(step, shownPath)+1:]
	return map[string]string{"measurementPath": g.MeasurementPath, "stepPath": step, "stepName": name}
}
