package wats

import "github.com/watsrun/watsrun/modules"

// AssemblyCheck says whether a unit is built of what the box build of its revision asks for.
type AssemblyCheck struct {
	SerialNumber string         `lua:"serial_number" json:"serialNumber" doc:"Serial number of the unit."`
	PartNumber   string         `lua:"part_number" json:"partNumber" doc:"Part number of its product."`
	Revision     string         `lua:"revision" json:"revision" doc:"Revision whose box build counts."`
	IsValid      bool           `lua:"is_valid" json:"isValid" doc:"Whether everything is there and nothing else; false where there is no box build."`
	Message      string         `lua:"message" json:"message" doc:"What is wrong first of all."`
	Children     []ChildCheck   `lua:"children" json:"children" doc:"The units that it is built of."`
	Missing      []MissingChild `lua:"missing" json:"missing" doc:"What there is too little of."`
}

// ChildCheck says whether a unit has a place in a box build.
type ChildCheck struct {
	SerialNumber string `lua:"serial_number" json:"serialNumber" doc:"Serial number of the child."`
	PartNumber   string `lua:"part_number" json:"partNumber" doc:"Part number of the child."`
	Revision     string `lua:"revision" json:"revision" doc:"Revision of the child."`
	IsValid      bool   `lua:"is_valid" json:"isValid" doc:"Whether the box build has a place for it."`
	Message      string `lua:"message" json:"message" doc:"What is wrong with it."`
}

// MissingChild is a line of a box build for which there are too few units.
type MissingChild struct {
	PartNumber string `lua:"part_number" json:"partNumber" doc:"Part number that is asked for."`
	Revision   string `lua:"revision" json:"revision" doc:"Revisions that fit, as a mask."`
	Quantity   int    `lua:"quantity" json:"quantity" doc:"How many are asked for."`
	Found      int    `lua:"found" json:"found" doc:"How many there are."`
}

// UnitNode is a unit at its place in a hierarchy.
type UnitNode struct {
	SerialNumber string     `lua:"serial_number" json:"serialNumber" doc:"Serial number of the unit."`
	PartNumber   string     `lua:"part_number" json:"partNumber" doc:"Part number of its product."`
	Revision     string     `lua:"revision" json:"revision" doc:"Its revision."`
	UnitPhaseID  int        `lua:"unit_phase_id" json:"unitPhaseId" doc:"Number of its phase."`
	UnitPhase    string     `lua:"unit_phase" json:"unitPhase" doc:"Name of its phase."`
	Level        int        `lua:"level" json:"level" doc:"0 at the top."`
	SubUnits     []UnitNode `lua:"sub_units" json:"subUnits" doc:"Units that it is built of."`
}

// UnitContents are the components of a unit.
type UnitContents struct {
	SerialNumber string          `lua:"serial_number" json:"serialNumber" doc:"Serial number of the unit."`
	PartNumber   string          `lua:"part_number" json:"partNumber" doc:"Part number of its product."`
	Revision     string          `lua:"revision" json:"revision" doc:"Its revision."`
	Contents     []UnitComponent `lua:"contents" json:"contents" doc:"Its components, each before its own."`
}

// UnitComponent is a component of a unit, or of one of its components.
type UnitComponent struct {
	Level        int    `lua:"level" json:"level" doc:"1 for a component of the unit itself."`
	SerialNumber string `lua:"serial_number" json:"serialNumber" doc:"Serial number of the component."`
	PartNumber   string `lua:"part_number" json:"partNumber" doc:"Part number of the component."`
	Revision     string `lua:"revision" json:"revision" doc:"Revision of the component."`
	PartType     string `lua:"part_type" json:"partType" doc:"What it is in the unit, where a report says so."`
	Source       string `lua:"source" json:"source" doc:"assembly, or report for what only the newest test names."`
}

type childArgs struct {
	ParentSerial string `lua:"parent_serial,required" query:"parentSerialNumber" doc:"Serial number of the unit that it is built into."`
	ParentPart   string `lua:"parent_part,required" query:"parentPartNumber" doc:"Part number of that unit."`
	ChildSerial  string `lua:"child_serial,required" query:"childSerialNumber" doc:"Serial number of the child."`
	ChildPart    string `lua:"child_part,required" query:"childPartNumber" doc:"Part number of the child."`
}

type parentArgs struct {
	ParentSerial string `lua:"parent_serial,required" query:"serialNumber" doc:"Serial number of the unit."`
	ParentPart   string `lua:"parent_part,required" query:"partNumber" doc:"Part number of the unit."`
}

// childOfUnit names a parent and a child as the internal routes do.
type childOfUnit struct {
	unitArgs
	ChildSerialNumber string `lua:"child_serial_number,required" query:"childSerialNumber" doc:"Serial number of the child."`
	ChildPartNumber   string `lua:"child_part_number,required" query:"childPartNumber" doc:"Part number of the child."`
}

type checkedChildArgs struct {
	childOfUnit
	CheckPartNumber string `lua:"check_part_number,required" query:"checkPartNumber" doc:"Part numbers that the child may have: a list with commas, A% for all that begin with A."`
	CheckRevision   string `lua:"check_revision,required" query:"checkRevision" doc:"Revisions that the child may have, written likewise; % for any."`
	CultureCode     string `lua:"culture_code" query:"cultureCode" default:"en-US" doc:"Language of the server's messages."`
	CheckPhase      *bool  `lua:"check_phase" query:"checkPhase" doc:"Whether the child must be finalized."`
}

type localizedChildArgs struct {
	childOfUnit
	CultureCode string `lua:"culture_code" query:"cultureCode" doc:"Language of the server's messages."`
}

type localizedUnitArgs struct {
	unitArgs
	CultureCode string `lua:"culture_code" query:"cultureCode" doc:"Language of the server's messages."`
}

type parentCheckArgs struct {
	ParentSerialNumber string `lua:"parent_serial_number,required" query:"ParentSerialNumber" doc:"Serial number of the unit."`
	ParentPartNumber   string `lua:"parent_part_number,required" query:"ParentPartNumber" doc:"Part number of the unit."`
	CultureCode        string `lua:"culture_code" query:"CultureCode" default:"en-US" doc:"Language of the server's messages."`
	strict
}

// anAssembly begins an example with a unit that another is built into.
const anAssembly = `wats.production.create_units{
  {serial_number = "BOX-1", part_number = "BOX", revision = "A"}, {serial_number = "M-1", part_number = "MODULE", revision = "A"},
}
wats.production.add_child_to_assembly("BOX-1", "BOX", "M-1", "MODULE")
`

// asAnswered is what notes say of replies whose form is the server's.
const asAnswered = "Gives what the server answers, and raises for what is not there; the embedded server answers "

func assemblyOperations() []declaration {
	const get = "GET " + internalProductionRoute
	const post = "POST " + internalProductionRoute
	return []declaration{
		op[childArgs, bool]("add_child_to_assembly", "Build a unit into another.", "POST "+productionRoute+"AddChildUnit", succeeds, note(raisesMissing),
			show(anAssembly+`return wats.production.get_unit("BOX-1", "BOX").sub_units[1].serial_number`, `"M-1"`)),
		op[childArgs, bool]("remove_child_from_assembly", "Take a unit out of another.", "POST "+productionRoute+"RemoveChildUnit", succeeds, note(raisesMissing),
			show(anAssembly+`wats.production.remove_child_from_assembly("BOX-1", "BOX", "M-1", "MODULE")
return #wats.production.get_unit("BOX-1", "BOX").sub_units`, "0")),
		op[parentArgs, bool]("remove_all_children_from_assembly", "Take all units out of another.", post+"RemoveAllChildUnits", succeeds,
			note(raisesMissing+" An answer with nothing in it is a success too; pyWATS takes it for a failure."),
			show(anAssembly+`return wats.production.remove_all_children_from_assembly("BOX-1", "BOX")`, "true")),
		op[neededRevisionOfUnit, AssemblyCheck]("verify_assembly", "Compare what a unit is built of with the box build of its revision.", "GET "+productionRoute+"CheckChildUnits",
			lenient(missingIsNil), show(anAssembly+`return wats.production.verify_assembly("BOX-1", "BOX", "A").message`, `"there is no box build of product \"BOX\" revision \"A\""`)),
		op[strictUnitArgs, UnitNode]("get_unit_hierarchy", "The whole tree that a unit is part of, from the unit at its top.", get+"GetUnitHierarchy", lenient(missingIsNil),
			show(anAssembly+`return wats.production.get_unit_hierarchy("M-1", "MODULE").sub_units[1].level`, "1")),
		op[neededRevisionOfUnit, UnitContents]("get_unit_contents", "The components of a unit.", get+"GetUnitContents", lenient(missingIsNil),
			show(anAssembly+`return wats.production.get_unit_contents("BOX-1", "BOX", "A").contents[1].serial_number`, `"M-1"`)),
		op[checkedChildArgs, any]("add_child_unit_validated", "Build a unit into another, if its part number and revision are right.", post+"AddChildUnit",
			note(asAnswered+"the child."),
			show(anAssembly+`wats.production.remove_all_child_units("BOX-1", "BOX")
local ok, err = pcall(wats.production.add_child_unit_validated, "BOX-1", "BOX", "M-1", "MODULE", "MODULE", "B%")
return err.kind`, `"conflict"`)),
		op[localizedChildArgs, any]("remove_child_unit_localized", "Take a unit out of another.", post+"RemoveChildUnit", note(asAnswered+"the child."),
			show(anAssembly+`return wats.production.remove_child_unit_localized("BOX-1", "BOX", "M-1", "MODULE").serial_number`, `"M-1"`)),
		op[localizedUnitArgs, any]("remove_all_child_units", "Take all units out of another.", post+"RemoveAllChildUnits", note(asAnswered+"how many they were."),
			show(anAssembly+`return wats.production.remove_all_child_units("BOX-1", "BOX").removed`, "1")),
		op[parentCheckArgs, AssemblyCheck]("validate_child_units", "Compare what a unit is built of with the box build of its revision.", get+"CheckChildUnits",
			lenient(missingIsNil), show(anAssembly+`return wats.production.validate_child_units("BOX-1", "BOX").is_valid`, "false")),
	}
}

// ProductionBatch is a number of units that are made together.
type ProductionBatch struct {
	BatchNumber string `lua:"batch_number,required" json:"batchNumber" doc:"Number of the batch, its key."`
	BatchSize   int    `lua:"batch_size" json:"batchSize" doc:"How many units it has."`
}

type batchesArgs struct {
	PartNumber string `lua:"part_number" query:"partNumber" doc:"Only the batches with units of this product."`
	BatchID    string `lua:"batch_id" query:"batchId" doc:"Only the batch with this number."`
}

type oneBatch struct {
	Batch modules.Record[ProductionBatch] `lua:"batch,required" body:"whole" doc:"The batch."`
}

type manyBatches struct {
	Batches []modules.Record[ProductionBatch] `lua:"batches,required" body:"whole" doc:"The batches."`
}

func batchOperations() []declaration {
	const oneBatchRoute = "PUT " + productionRoute + "Batch"
	return []declaration{
		op[batchesArgs, []ProductionBatch]("get_batches", "List the production batches.", "GET "+productionRoute+"Batches",
			show(`wats.production.create_batch{batch_number = "B-1", batch_size = 100}
return wats.production.get_batches()[1].batch_size`, "100")),
		op[oneBatch, ProductionBatch]("create_batch", "Create a batch, or change the one with its number.", oneBatchRoute,
			show(`wats.production.create_batch{batch_number = "B-1", batch_size = 100}.batch_number`, `"B-1"`)),
		op[oneBatch, ProductionBatch]("update_batch", "Write a batch back.", oneBatchRoute,
			show(`local batch = wats.production.create_batch{batch_number = "B-1", batch_size = 100}
batch.batch_size = 120
return wats.production.update_batch(batch).batch_size`, "120")),
		op[manyBatches, []ProductionBatch]("save_batches", "Create or change many batches: all of them or none.", "PUT "+productionRoute+"Batches", lenient(mustExist),
			show(`#wats.production.save_batches{{batch_number = "B-1"}, {batch_number = "B-2"}}`, "2")),
	}
}
