package wats

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// Unit is one piece of a product, with the units that it is built of.
type Unit struct {
	SerialNumber       string          `lua:"serial_number,required" json:"serialNumber" doc:"Serial number, with the part number the key of the unit."`
	PartNumber         string          `lua:"part_number,required" json:"partNumber" doc:"Part number of its product."`
	Revision           string          `lua:"revision" json:"revision" doc:"Its revision."`
	ParentSerialNumber string          `lua:"parent_serial_number" json:"parentSerialNumber" doc:"Serial number of the unit that it is built into."`
	BatchNumber        string          `lua:"batch_number" json:"batchNumber" doc:"Batch that it was made in."`
	SerialDate         any             `lua:"serial_date" json:"serialDate" doc:"When it got its serial number; ISO 8601, or seconds since 1970 when it is written."`
	CurrentLocation    string          `lua:"current_location" json:"currentLocation" doc:"Where it is."`
	XMLData            string          `lua:"xml_data" json:"xmlData" doc:"Tags in their XML form."`
	UnitPhaseID        int             `lua:"unit_phase_id" json:"unitPhaseId" doc:"Number of its phase."`
	UnitPhase          string          `lua:"unit_phase" json:"unitPhase" doc:"Name of its phase."`
	ProcessCode        int             `lua:"process_code" json:"processCode" doc:"Process that it is in."`
	Tags               []Setting       `lua:"tags" json:"tags" doc:"Tags of the unit."`
	ProductRevision    ProductRevision `lua:"product_revision" json:"productRevision" doc:"Its revision, where that is registered."`
	Product            Product         `lua:"product" json:"product" doc:"Its product, where that is registered."`
	SubUnits           []Unit          `lua:"sub_units" json:"subUnits" doc:"Units that it is built of."`
}

// UnitVerification is how a unit fared in one process.
type UnitVerification struct {
	ProcessCode    int    `lua:"process_code" json:"processCode" doc:"Code of the process."`
	ProcessName    string `lua:"process_name" json:"processName" doc:"Name of the process."`
	ProcessIndex   int    `lua:"process_index" json:"processIndex" doc:"Place of the process in the order of processes."`
	Status         string `lua:"status" json:"status" doc:"Passed, Failed, Error or Terminated: the last run."`
	StartUTC       string `lua:"start_utc" json:"startUtc" doc:"When the last run began."`
	StationName    string `lua:"station_name" json:"stationName" doc:"Station of the last run."`
	TotalCount     int    `lua:"total_count" json:"totalCount" doc:"Runs in all."`
	NonPassedCount int    `lua:"non_passed_count" json:"nonPassedCount" doc:"Runs that did not pass."`
	RepairCount    int    `lua:"repair_count" json:"repairCount" doc:"Repairs after failures in this process."`
}

// UnitVerificationGrade says whether a unit may go on, and why.
type UnitVerificationGrade struct {
	Status         string             `lua:"status" json:"status" doc:"Of the unit: Passed only where the last run of every process passed."`
	Grade          string             `lua:"grade" json:"grade" doc:"The server's grade."`
	InOrder        bool               `lua:"all_processes_executed_in_correct_order" json:"allProcessesExecutedInCorrectOrder" doc:"Whether the processes were run in their order."`
	PassedFirstRun bool               `lua:"all_processes_passed_first_run" json:"allProcessesPassedFirstRun" doc:"Whether the first run of every process passed."`
	PassedAnyRun   bool               `lua:"all_processes_passed_any_run" json:"allProcessesPassedAnyRun" doc:"Whether some run of every process passed."`
	PassedLastRun  bool               `lua:"all_processes_passed_last_run" json:"allProcessesPassedLastRun" doc:"Whether the last run of every process passed."`
	NoRepairs      bool               `lua:"no_repairs" json:"noRepairs" doc:"Whether it was never repaired."`
	Results        []UnitVerification `lua:"results" json:"results" doc:"A row a process in which it was tested."`
}

// UnitInfo is a unit with what its reports say about it.
type UnitInfo struct {
	Unit
	ProcessName      string `lua:"process_name" json:"processName" doc:"Name of the process that it is in."`
	ParentPartNumber string `lua:"parent_part_number" json:"parentPartNumber" doc:"Part number of the unit that it is built into."`
	TestCount        int    `lua:"test_count" json:"testCount" doc:"Its test reports."`
	RepairCount      int    `lua:"repair_count" json:"repairCount" doc:"Its repair reports."`
	LastTestResult   string `lua:"last_test_result" json:"lastTestResult" doc:"Result of its newest test."`
	LastTestUTC      string `lua:"last_test_utc" json:"lastTestUtc" doc:"When its newest test began."`
}

// Site is a place where units are tested or kept.
type Site struct {
	SiteID string `lua:"site_id" json:"siteId" doc:"GUID of the site."`
	Name   string `lua:"name" json:"name" doc:"Its name."`
}

const (
	productionRoute         = "/api/Production/"
	internalProductionRoute = "/api/internal/Production/"
	verificationRoute       = "GET " + productionRoute + "UnitVerification"
	putUnitsRoute           = "PUT " + productionRoute + "Units"
)

type unitPathArgs struct {
	SerialNumber string `lua:"serial_number,required" doc:"Serial number of the unit."`
	PartNumber   string `lua:"part_number,required" doc:"Part number of its product."`
	strict
}

// unitArgs name a unit in the query.
type unitArgs struct {
	SerialNumber string `lua:"serial_number,required" query:"serialNumber" doc:"Serial number of the unit."`
	PartNumber   string `lua:"part_number,required" query:"partNumber" doc:"Part number of its product."`
}

type strictUnitArgs struct {
	unitArgs
	strict
}

type revisionOfUnit struct {
	unitArgs
	Revision string `lua:"revision" query:"revision" doc:"Revision of which the tests count; those of all when not given."`
	strict
}

type neededRevisionOfUnit struct {
	unitArgs
	Revision string `lua:"revision,required" query:"revision" doc:"Revision of the unit."`
	strict
}

type manyUnits struct {
	Units []modules.Record[Unit] `lua:"units,required" body:"whole" doc:"The units."`
}

type oneUnit struct {
	Unit modules.Record[Unit] `lua:"unit,required" body:"only" doc:"The unit, as get_unit gives it, with what is to change."`
}

type newUnit struct {
	unitArgs
	Revision    string         `lua:"revision,required" query:"revision" doc:"Its revision."`
	BatchNumber string         `lua:"batch_number" query:"batchNumber" doc:"Batch that it is made in."`
	UnitPhase   *UnitPhaseFlag `lua:"unit_phase" query:"unitPhase" doc:"Its phase, under production when not given."`
}

var productionService = service{
	name: "production", doc: "Units with their phases, assemblies, changes and batches, and pools of serial numbers.",
	operations: func() []declaration {
		return slices.Concat(unitOperations(), phaseOperations(), changeOperations(), batchOperations(), assemblyOperations(), serialNumberOperations())
	},
}

// aUnit begins an example with a unit.
const aUnit = `wats.production.create_units{{serial_number = "SN-1", part_number = "PCBA-7", revision = "B"}}
`

// aTest begins an example with a unit that was tested.
const aTest = `local r = wats.report.create_uut_report{
  operator = "op", part_number = "PCBA-7", revision = "B", serial_number = "SN-1", operation_type = 100,
}
r:get_root_sequence_call():add_pass_fail_step{name = "LED", value = true}
wats.report.submit(r)
`

func unitOperations() []declaration {
	return []declaration{
		op[unitPathArgs, Unit]("get_unit", "Fetch one unit, also one that only its reports have made known.", "GET "+productionRoute+"Unit/{serial_number}/{part_number}",
			lenient(missingIsNil), show(aUnit+`return wats.production.get_unit("SN-1", "PCBA-7").unit_phase`, `"Under production"`)),
		op[manyUnits, []Unit]("create_units", "Create units, or change those that are there: all of them or none.", putUnitsRoute,
			lenient(mustExist), prepares(writeUnits[manyUnits]), reads(readUnits[manyUnits]),
			note("serial_date works, and is sent in UTC; in pyWATS it makes the call fail. What a unit leaves out stays as it is."),
			show(`wats.production.create_units{{serial_number = "SN-1", part_number = "P", serial_date = "2026-02-01T10:00:00+01:00"}}[1].serial_date`, `"2026-02-01T09:00:00Z"`)),
		op[oneUnit, Unit]("update_unit", "Write a unit back.", putUnitsRoute, prepares(writeUnits[oneUnit]), reads(readUnit),
			note("serial_date works, and is sent in UTC; in pyWATS it makes the call fail."),
			show(aUnit+`local u = wats.production.get_unit("SN-1", "PCBA-7")
u.current_location = "Shelf 3"
return wats.production.update_unit(u).current_location`, `"Shelf 3"`)),
		op[revisionOfUnit, UnitVerificationGrade]("verify_unit", "Grade a unit by its tests; the same as get_unit_grade.", verificationRoute, lenient(missingIsNil),
			note("Gives the whole grade, whose results are the rows a process. pyWATS reads the grade as if it were such a row, so that all but status is None."),
			show(aTest+`return wats.production.verify_unit("SN-1", "PCBA-7").results[1].process_name`, `"Final function test"`)),
		op[revisionOfUnit, UnitVerificationGrade]("get_unit_grade", "Grade a unit by its tests.", verificationRoute, lenient(missingIsNil),
			show(aTest+`return wats.production.get_unit_grade("SN-1", "PCBA-7").all_processes_passed_first_run`, "true")),
		op[strictUnitArgs, bool]("is_unit_passing", "Whether the last run of every process in which a unit was tested passed.", verificationRoute,
			lenient(missingIsFalse), reads(isPassing),
			note("False also for a unit that has no tests, whatever the server makes of that."),
			show(aTest+`return wats.production.is_unit_passing("SN-1", "PCBA-7")`, "true")),
		op[strictUnitArgs, UnitInfo]("get_unit_info", "Fetch a unit with what its reports say about it.", "GET "+internalProductionRoute+"GetUnitInfo", lenient(missingIsNil),
			show(aTest+`return wats.production.get_unit_info("SN-1", "PCBA-7").last_test_result`, `"Passed"`)),
		op[newUnit, Unit]("create_unit", "Create one unit, which nobody has created before.", "POST "+internalProductionRoute+"CreateUnit",
			note("unit_phase may be a name too."),
			show(`wats.production.create_unit{serial_number = "SN-2", part_number = "PCBA-7", revision = "B", unit_phase = "FINALIZED"}.unit_phase`, `"Finalized"`)),
		op[noArguments, bool]("is_connected", "Whether the production module answers, and says that it is connected.", "GET "+internalProductionRoute+"isConnected",
			lenient(missingIsFalse), reads(readTruth), note("By what the server says; in pyWATS any answer is true, also false."),
			show(`wats.production.is_connected()`, "true")),
		op[noArguments, []Site]("get_sites", "List the places where units are tested or kept.", "GET "+internalProductionRoute+"GetSites",
			show(`wats.production.create_units{{serial_number = "SN-1", part_number = "PCBA-7", current_location = "Oslo"}}
return wats.production.get_sites()[1].name`, `"Oslo"`)),
	}
}

// isPassing reads a grade. No tests are no pass.
func isPassing(_ *strictUnitArgs, a *response) (any, error) {
	if err := checkJSON(a, modules.RecordOf); err != nil {
		return nil, err
	}
	var grade struct {
		AllProcessesPassedLastRun bool
		Results                   *[]json.RawMessage
	}
	err := unmarshal(a, &grade)
	return grade.AllProcessesPassedLastRun && (grade.Results == nil || len(*grade.Results) > 0), err
}

// readTruth reads true or false.
func readTruth(_ *noArguments, a *response) (any, error) {
	var truth bool
	err := unmarshal(a, &truth)
	return truth, err
}

// writeUnits completes the tags of units, and their serial dates: in UTC, since servers take a time without an offset for
// theirs.
func writeUnits[In any](ctx context.Context, in *In, r *request) error {
	if err := addTags(ctx, in, r); err != nil || !bytes.Contains(r.body, []byte(`"serialDate"`)) {
		return err
	}
	var units []map[string]json.RawMessage
	if err := json.Unmarshal(r.body, &units); err != nil {
		return fault.Wrap(fault.Usage, err, "the units cannot be sent")
	}
	for _, u := range units {
		if err := writeSerialDate(u); err != nil {
			return err
		}
	}
	var err error
	r.body, err = json.Marshal(units)
	return err
}

func writeSerialDate(u map[string]json.RawMessage) error {
	var given any
	if raw, ok := u["serialDate"]; !ok {
		return nil
	} else if err := json.Unmarshal(raw, &given); err != nil {
		return fault.Wrap(fault.Usage, err, "serial_date cannot be sent")
	}
	sent, err := instant("serial_date", given)
	if err != nil {
		return err
	}
	u["serialDate"], err = json.Marshal(sent)
	return err
}

// readUnits reads what the server made of units: it answers them, or only how many it could not write.
func readUnits[In any](in *In, a *response) (any, error) {
	if !bytes.HasPrefix(bytes.TrimSpace(a.body), []byte("{")) {
		if err := checkJSON(a, modules.List); err != nil {
			return nil, err
		}
		return modules.JSON{Data: a.body, Type: typeOf[[]Unit]()}, nil
	}
	var outcome struct{ ErrorCount *int }
	if err := unmarshal(a, &outcome); err != nil {
		return nil, err
	}
	switch {
	case outcome.ErrorCount == nil:
		return nil, noJSON(a, "a list of units")
	case *outcome.ErrorCount > 0:
		return nil, fault.New(fault.Validation, "the server could not write %d of the units: %s", *outcome.ErrorCount, excerpt(a.body)).
			WithHint("read them with get_unit to see which were written")
	}
	return modules.JSON{Data: sentUnits(in), Type: typeOf[[]Unit]()}, nil
}

// sentUnits are the units of a call, for a server that does not answer them.
func sentUnits(in any) []byte {
	var data []byte
	switch in := in.(type) {
	case *manyUnits:
		data, _ = json.Marshal(in.Units) // it was sent
	case *oneUnit:
		data = fmt.Appendf(nil, "[%s]", in.Unit.Wire())
	}
	return data
}

// readUnit is readUnits for one.
func readUnit(in *oneUnit, a *response) (any, error) {
	all, err := readUnits(in, a)
	if err != nil {
		return nil, err
	}
	rows, err := rowsIn[json.RawMessage](a.part(all.(modules.JSON).Data))
	if err != nil {
		return nil, err
	}
	if len(rows) != 1 {
		return nil, noJSON(a, "one unit")
	}
	return modules.JSON{Data: rows[0].raw, Type: typeOf[Unit]()}, nil
}
