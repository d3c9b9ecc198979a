package wats

import (
	"cmp"
	"context"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/report"
)

// builders are the functions that make reports.
func builders() []declaration {
	return []declaration{
		building("create_uut_report", "Make a test report; station, location, purpose and start come from the run.",
			func(in report.UUTArgs, d report.Defaults) (*report.Report, error) { return report.NewUUT(in, d) },
			`wats.report.create_uut_report{operator = "op", part_number = "PCBA-7", revision = "B", serial_number = "SN-1", operation_type = 10}.result`, `"P"`),
		building("create_uur_report", "Make a repair report, of a test report, of the id of one, or of a part number.", newUUR,
			`wats.report.create_uur_report{operator = "op", part_number = "PCBA-7", serial_number = "SN-1", test_operation_code = 10}.type`, `"R"`),
		building("create_uur_from_uut", "Make a repair report of a test report.",
			func(in uurFromUUTArgs, d report.Defaults) (*report.Report, error) {
				return uurArgs{
					Of: in.UUT, Operator: in.Operator, Comment: in.Comment, RepairProcessCode: in.RepairProcessCode, originArgs: in.originArgs,
				}.fromUUT(in.UUT, d)
			},
			`local t = wats.report.create_uut_report{operator = "op", part_number = "PCBA-7", revision = "B", serial_number = "SN-1", operation_type = 10}
return wats.report.create_uur_from_uut(t, "op").sn`, `"SN-1"`),
	}
}

// originArgs say where and when a repair is made.
type originArgs struct {
	Station     StationFields `lua:"station" doc:"A station, such as station.get gives it: its name, location and purpose."`
	StationName string        `lua:"station_name" doc:"Name of the station; the run's station when not given."`
	Location    string        `lua:"location" doc:"Location of the station; the run's when not given."`
	Purpose     string        `lua:"purpose" doc:"Purpose of the station; the run's when not given, else Repair."`
	StartTime   report.Time   `lua:"start_time" doc:"Start of the repair, ISO 8601; now when not given. See create_uut_report for two reports of a unit in quick succession."`
	ID          string        `lua:"id" doc:"GUID of the report; a new one when not given."`
}

// StationFields are a station as the station module describes one.
type StationFields struct {
	Key         string `lua:"key" doc:"Key in the registry; not in the report."`
	Name        string `lua:"name" doc:"Name of the station."`
	Location    string `lua:"location" doc:"Where it is."`
	Purpose     string `lua:"purpose" doc:"What it is for."`
	Description string `lua:"description" doc:"What people should know of it; not in the report."`
}

type uurFromUUTArgs struct {
	UUT               *report.Report `lua:"uut_report,required" doc:"The failed test report."`
	Operator          string         `lua:"operator" doc:"Operator who repairs the unit; the run's operator when not given."`
	Comment           string         `lua:"comment" doc:"Free text, at most 5000 characters."`
	RepairProcessCode *int           `lua:"repair_process_code" default:"500" doc:"Code of the repair operation."`
	originArgs
}

// uurArgs are pyWATS's arguments of create_uur_report, whose first one may be three things.
type uurArgs struct {
	Of                   any    `lua:"uut_or_guid_or_pn" doc:"The failed test report, or its GUID, or the part number."`
	TestOperationCodePos *int   `lua:"test_operation_code_pos" doc:"Another name of test_operation_code."`
	Operator             string `lua:"operator" doc:"Operator who repairs the unit; the run's operator when not given."`
	PartNumber           string `lua:"part_number" doc:"Part number of the unit; required unless the first argument tells it."`
	SerialNumber         string `lua:"serial_number" doc:"Serial number of the unit; required unless the first argument is a report."`
	Revision             string `lua:"revision" default:"A" doc:"Revision of the part number."`
	RepairProcessCode    *int   `lua:"repair_process_code" default:"500" doc:"Code of the repair operation."`
	TestOperationCode    *int   `lua:"test_operation_code" doc:"Code of the test operation that failed; required unless the first argument is a report."`
	originArgs
	Comment       string `lua:"comment" doc:"Free text, at most 5000 characters."`
	ProcessCode   *int   `lua:"process_code" doc:"Another name of test_operation_code."`
	OperationType *int   `lua:"operation_type" doc:"Another name of test_operation_code."`
	RefUUT        string `lua:"ref_uut" doc:"GUID of the failed test report."`
}

func newUUR(in uurArgs, d report.Defaults) (*report.Report, error) {
	switch of := in.Of.(type) {
	case nil:
	case *report.Report:
		return in.fromUUT(of, d)
	case string:
		if uuid.Validate(of) == nil {
			in.RefUUT = orElse(in.RefUUT, of)
		} else {
			in.PartNumber = orElse(in.PartNumber, of)
		}
	default:
		return nil, fault.New(fault.Usage, "uut_or_guid_or_pn must be a report, a GUID or a part number")
	}
	code := cmp.Or(in.TestOperationCode, in.TestOperationCodePos, in.ProcessCode, in.OperationType)
	if code == nil {
		return nil, fault.New(fault.Usage, "test_operation_code is required").WithHint("give the code of the test operation that failed, or make the repair of the test report itself")
	}
	o := in.origin()
	return report.NewUUR(report.UURArgs{
		Operator: in.Operator, PartNumber: in.PartNumber, SerialNumber: in.SerialNumber, Revision: in.Revision, RepairProcessCode: in.RepairProcessCode,
		TestOperationCode: *code, RefUUT: in.RefUUT, StationName: o.StationName, Location: o.Location, Purpose: o.Purpose,
		Comment: in.Comment, StartTime: o.StartTime, ID: o.ID,
	}, d)
}

func (in uurArgs) fromUUT(uut *report.Report, d report.Defaults) (*report.Report, error) {
	o := in.origin()
	return report.NewUURFromUUT(uut, report.UURFromUUTArgs{
		Operator: in.Operator, RepairProcessCode: in.RepairProcessCode, StationName: o.StationName, Location: o.Location,
		Purpose: o.Purpose, Comment: in.Comment, StartTime: o.StartTime, ID: o.ID,
	}, d)
}

// origin lets the names go before the station.
func (a originArgs) origin() originArgs {
	a.StationName = orElse(a.StationName, a.Station.Name)
	a.Location = orElse(a.Location, a.Station.Location)
	a.Purpose = orElse(a.Purpose, a.Station.Purpose)
	return a
}

// building declares a function that makes a report with what the run knows, and enters it in the run's ledger.
func building[In any](name, doc string, build func(In, report.Defaults) (*report.Report, error), code, result string) declaration {
	return func(c *Client) *modules.Function {
		return modules.Func(name, doc, func(ctx context.Context, in *In) (*report.Report, error) {
			d, err := c.defaults(ctx)
			if err != nil {
				return nil, err
			}
			r, err := build(*in, d)
			if err == nil {
				c.follow(ctx, r)
			}
			return r, err
		}, modules.Show(code, result))
	}
}

// defaults are what the run gives to a new report.
func (c *Client) defaults(ctx context.Context) (report.Defaults, error) {
	if c.options.Defaults == nil {
		return report.Defaults{}, nil
	}
	return c.options.Defaults(ctx)
}
