package wats

import "github.com/watsrun/watsrun/modules"

// TestSequenceDefinition is a definition of a manual inspection: a sequence of steps that a person carries out.
type TestSequenceDefinition struct {
	_ struct{} `wire:"pascal"`

	TestSequenceDefinitionID            string                 `lua:"test_sequence_definition_id" json:"TestSequenceDefinitionId" doc:"GUID of the definition."`
	VirtualFolderID                     string                 `lua:"virtual_folder_id" json:"VirtualFolderId" doc:"GUID of the folder that it lies in."`
	Name                                string                 `lua:"name" json:"Name" doc:"Its name, which all its versions have."`
	Version                             int                    `lua:"version" json:"Version" doc:"Its number among the definitions of that name."`
	Description                         string                 `lua:"description" json:"Description" doc:"Free text."`
	Created                             string                 `lua:"created" json:"Created" doc:"When it was made, ISO 8601."`
	CreatedBy                           string                 `lua:"created_by" json:"CreatedBy" doc:"Who made it."`
	CreatedBySite                       string                 `lua:"created_by_site" json:"CreatedBySite" doc:"Where it was made."`
	Modified                            string                 `lua:"modified" json:"Modified" doc:"When it was changed last."`
	ModifiedBy                          string                 `lua:"modified_by" json:"ModifiedBy" doc:"Who changed it last."`
	Released                            string                 `lua:"released" json:"Released" doc:"When it was released last."`
	ReleasedBy                          string                 `lua:"released_by" json:"ReleasedBy" doc:"Who released it."`
	Revoked                             string                 `lua:"revoked" json:"Revoked" doc:"When it was revoked."`
	RevokedBy                           string                 `lua:"revoked_by" json:"RevokedBy" doc:"Who revoked it."`
	Status                              DefinitionStatus       `lua:"status" json:"Status" doc:"DRAFT, PENDING, RELEASED or REVOKED."`
	IsGlobal                            bool                   `lua:"is_global" json:"IsGlobal" doc:"Whether it is for all sites."`
	OnFailGotoCleanup                   bool                   `lua:"on_fail_goto_cleanup" json:"OnFailGotoCleanup" doc:"Whether a failed step leads to the cleanup."`
	OnFailRequireSubmit                 bool                   `lua:"on_fail_require_submit" json:"OnFailRequireSubmit" doc:"Whether the report of a failed unit must be submitted."`
	OnFailRequireRepair                 RepairOnFailed         `lua:"on_fail_require_repair" json:"OnFailRequireRepair" doc:"Whether a failure leads to a repair: DISABLED, OPTIONAL or REQUIRED."`
	LogOperator                         bool                   `lua:"log_operator" json:"LogOperator" doc:"Whether reports name the operator."`
	LogDescription                      bool                   `lua:"log_description" json:"LogDescription" doc:"Whether reports hold the description."`
	CreateUnsubmittedReportOnFailedStep bool                   `lua:"create_unsubmitted_report_on_failed_step" json:"CreateUnsubmittedReportOnFailedStep" doc:"Whether a failed step makes a report at once."`
	RepairProcessID                     string                 `lua:"repair_process_id" json:"RepairProcessId" doc:"GUID of the repair process for failures."`
	AddChildUnits                       bool                   `lua:"add_child_units" json:"AddChildUnits" doc:"Whether child units may be added."`
	IncludeUURMiscInfoInUUT             bool                   `lua:"include_uur_misc_info_in_uut" json:"IncludeUURMiscInfoInUUT" doc:"Whether test reports hold the misc infos of repairs."`
	LoadPreviousMiscInfo                bool                   `lua:"load_previous_misc_info" json:"LoadPreviousMiscInfo" doc:"Whether misc infos of the last run are shown."`
	Relations                           []TestSequenceRelation `lua:"relations" json:"Relations" doc:"What it is for."`
	InstancesCount                      int                    `lua:"instances_count" json:"InstancesCount" doc:"How often it was carried out."`
	XAML                                string                 `lua:"xaml" json:"XAML" doc:"Its steps; not in lists."`
}

// TestSequenceProcessRelation narrows a relation to a process.
type TestSequenceProcessRelation struct {
	_ struct{} `wire:"pascal"`

	TestSequenceProcessRelationID string `lua:"test_sequence_process_relation_id" json:"TestSequenceProcessRelationId" doc:"GUID of the row."`
	TestSequenceRelationID        string `lua:"test_sequence_relation_id" json:"TestSequenceRelationId" doc:"GUID of the relation."`
	ProcessID                     string `lua:"process_id" json:"ProcessId" doc:"GUID of the process."`
}

// TestSequenceSiteRelation narrows a relation to a site.
type TestSequenceSiteRelation struct {
	_ struct{} `wire:"pascal"`

	TestSequenceSiteRelationID string `lua:"test_sequence_site_relation_id" json:"TestSequenceSiteRelationId" doc:"GUID of the row."`
	TestSequenceRelationID     string `lua:"test_sequence_relation_id" json:"TestSequenceRelationId" doc:"GUID of the relation."`
	SiteID                     string `lua:"site_id" json:"SiteId" doc:"GUID of the site."`
}

// TestSequenceRelation says what a definition is for: an entity such as a product, perhaps only at some processes and sites.
type TestSequenceRelation struct {
	_ struct{} `wire:"pascal"`

	TestSequenceRelationID   string                        `lua:"test_sequence_relation_id" json:"TestSequenceRelationId" doc:"GUID of the relation."`
	TestSequenceDefinitionID string                        `lua:"test_sequence_definition_id" json:"TestSequenceDefinitionId" doc:"GUID of the definition."`
	EntitySchema             string                        `lua:"entity_schema" json:"EntitySchema" doc:"Kind of the entity, such as Product."`
	EntityName               string                        `lua:"entity_name" json:"EntityName" doc:"What names the entity, such as PartNumber."`
	EntityKey                string                        `lua:"entity_key" json:"EntityKey" doc:"Its key, where it has one beside the value."`
	EntityValue              string                        `lua:"entity_value" json:"EntityValue" doc:"Which entity, such as a part number."`
	Status                   int                           `lua:"status" json:"Status" doc:"State of the relation, as the server gives it."`
	ProductName              string                        `lua:"product_name" json:"ProductName" doc:"Name of the product, where it is one."`
	ProcessRelations         []TestSequenceProcessRelation `lua:"process_relations" json:"TestSequenceProcessRelations" doc:"The processes; none means all."`
	SiteRelations            []TestSequenceSiteRelation    `lua:"site_relations" json:"TestSequenceSiteRelations" doc:"The sites; none means all."`
}

// TestSequenceInstance is an execution of a definition on a unit.
type TestSequenceInstance struct {
	TestSequenceInstanceID   string `lua:"test_sequence_instance_id" json:"TestSequenceInstanceId" doc:"GUID of the execution."`
	TestSequenceDefinitionID string `lua:"test_sequence_definition_id" json:"TestSequenceDefinitionId" doc:"GUID of the definition."`
	UnitID                   string `lua:"unit_id" json:"UnitId" doc:"GUID of the unit, where it is registered."`
	SerialNumber             string `lua:"serial_number" json:"SerialNumber" doc:"Serial number of the unit."`
	PartNumber               string `lua:"part_number" json:"PartNumber" doc:"Part number of the unit."`
	Revision                 string `lua:"revision" json:"Revision" doc:"Revision of the unit."`
	Created                  string `lua:"created" json:"Created" doc:"When it began, ISO 8601."`
	LastEventTime            string `lua:"last_event_time" json:"LastEventTime" doc:"When something happened in it last."`
}

// RelationConflict is a relation of another definition to the same entity.
type RelationConflict struct {
	TestSequenceDefinitionID string `lua:"test_sequence_definition_id" json:"TestSequenceDefinitionId" doc:"GUID of the other definition."`
	TestSequenceRelationID   string `lua:"test_sequence_relation_id" json:"TestSequenceRelationId" doc:"GUID of its relation."`
	Name                     string `lua:"name" json:"Name" doc:"Name of the other definition."`
	EntityName               string `lua:"entity_name" json:"EntityName" doc:"What names the entity."`
	EntityValue              string `lua:"entity_value" json:"EntityValue" doc:"Which entity."`
	Status                   int    `lua:"status" json:"Status" doc:"State, as the server gives it; the embedded server gives that of the other definition: 0 draft, 1 pending, 2 released."`
}

// MiSequence is a definition in short.
type MiSequence struct {
	_ struct{} `wire:"pascal"`

	TestSequenceDefinitionID string           `lua:"test_sequence_definition_id,required" json:"TestSequenceDefinitionId" doc:"GUID of the definition."`
	Name                     string           `lua:"name" json:"Name" doc:"Its name."`
	Version                  int              `lua:"version" json:"Version" doc:"Its number among the definitions of that name."`
	Status                   DefinitionStatus `lua:"status" json:"Status" doc:"DRAFT, PENDING, RELEASED or REVOKED."`
}

// definitionQuery names a definition in the query.
type definitionQuery struct {
	DefinitionID string `lua:"definition_id,required" query:"definitionId" doc:"GUID of the definition."`
	strict
}

// definitionPath names a definition in the path.
type definitionPath struct {
	DefinitionID string `lua:"definition_id,required" doc:"GUID of the definition."`
	strict
}

type definitionToCopy struct {
	DefinitionID string `lua:"definition_id,required" doc:"GUID of the definition."`
}

type definitionBody struct {
	DefinitionID string `lua:"definition_id,required" json:"TestSequenceDefinitionId" doc:"GUID of the definition."`
}

type whichDefinitions struct {
	IsGlobal bool `lua:"is_global" query:"isGlobalDefinitions" default:"false" doc:"true for the definitions of all sites, false for those of this one."`
}

type newDefinition struct {
	Name                string                                 `lua:"name,required" json:"Name" doc:"Name of the definition."`
	Description         *string                                `lua:"description" json:"Description" doc:"Free text."`
	IsGlobal            bool                                   `lua:"is_global" json:"IsGlobal" default:"false" doc:"Whether it is for all sites."`
	OnFailGotoCleanup   bool                                   `lua:"on_fail_goto_cleanup" json:"OnFailGotoCleanup" default:"false" doc:"Whether a failed step leads to the cleanup."`
	OnFailRequireSubmit bool                                   `lua:"on_fail_require_submit" json:"OnFailRequireSubmit" default:"false" doc:"Whether the report of a failed unit must be submitted."`
	OnFailRequireRepair RepairOnFailed                         `lua:"on_fail_require_repair" json:"OnFailRequireRepair" default:"0" doc:"Whether a failure leads to a repair: DISABLED, OPTIONAL or REQUIRED, or 0, 1 or 2."`
	AddChildUnits       bool                                   `lua:"add_child_units" json:"AddChildUnits" default:"false" doc:"Whether child units may be added."`
	ExtraFields         modules.Record[TestSequenceDefinition] `lua:"extra_fields" body:"merged" doc:"Further fields of the definition."`
}

type definitionChange struct {
	definitionBody
	Fields modules.Record[TestSequenceDefinition] `lua:"fields" body:"merged" doc:"What is to change; the rest stays."`
}

type newRelation struct {
	definitionBody
	EntitySchema string                               `lua:"entity_schema,required" json:"EntitySchema" doc:"Kind of the entity, such as Product."`
	EntityName   string                               `lua:"entity_name,required" json:"EntityName" doc:"What names the entity, such as PartNumber."`
	EntityKey    *string                              `lua:"entity_key" json:"EntityKey" doc:"Its key, where it has one beside the value."`
	EntityValue  *string                              `lua:"entity_value" json:"EntityValue" doc:"Which entity, such as a part number."`
	ExtraFields  modules.Record[TestSequenceRelation] `lua:"extra_fields" body:"merged" doc:"Further fields of the relation."`
}

// relationPayload is a relation that is to be changed or removed.
type relationPayload struct {
	Payload modules.Record[relationKey] `lua:"payload,required" body:"whole" doc:"The relation, as list_relations gives it, or its test_sequence_relation_id with what is to change."`
}

// relationKey is a TestSequenceRelation that must name itself.
type relationKey struct {
	_ struct{} `wire:"pascal"`

	TestSequenceRelationID string                        `lua:"test_sequence_relation_id,required" json:"TestSequenceRelationId" doc:"GUID of the relation."`
	ProcessRelations       []TestSequenceProcessRelation `lua:"process_relations" json:"TestSequenceProcessRelations" doc:"The processes; none means all."`
	SiteRelations          []TestSequenceSiteRelation    `lua:"site_relations" json:"TestSequenceSiteRelations" doc:"The sites; none means all."`
}

type sequencePayload struct {
	Payload modules.Record[MiSequence] `lua:"payload,required" body:"whole" doc:"The sequence, as list_sequences gives it, with what is to change."`
}

type sequenceKey struct {
	SequenceID string `lua:"sequence_id,required" doc:"GUID of the definition."`
}

type unitPath struct {
	UnitID string `lua:"unit_id,required" doc:"Id of the unit; the embedded server takes its serial number too."`
	strict
}

// DefinitionXAML is the XAML of a definition.
type DefinitionXAML struct {
	_ struct{} `wire:"pascal"`

	TestSequenceDefinitionID string `lua:"test_sequence_definition_id,required" json:"TestSequenceDefinitionId" doc:"GUID of the definition."`
	XAML                     string `lua:"xaml" json:"XAML" doc:"The steps."`
}

type xamlPayload struct {
	Payload modules.Record[DefinitionXAML] `lua:"payload,required" body:"whole" doc:"The XAML with test_sequence_definition_id; what else is in it is kept too."`
}

// MiscInfoInput is what an operator has put into a field.
type MiscInfoInput struct {
	_ struct{} `wire:"pascal"`

	Description string `lua:"description" json:"Description" doc:"Name of the field."`
	Text        string `lua:"text" json:"Text" doc:"What was put in."`
	ValidRegex  string `lua:"valid_regex" json:"ValidRegex" doc:"Regular expression that it must match; when not given, that of the repair process."`
}

// MiscInfoInputs are fields of a definition with what was put in.
type MiscInfoInputs struct {
	_ struct{} `wire:"pascal"`

	TestSequenceDefinitionID string          `lua:"test_sequence_definition_id" json:"TestSequenceDefinitionId" doc:"GUID of the definition, whose repair process has rules for fields."`
	MiscInfos                []MiscInfoInput `lua:"misc_infos" json:"MiscInfos" doc:"The fields."`
}

type miscInfoPayload struct {
	Payload modules.Record[MiscInfoInputs] `lua:"payload,required" body:"whole" doc:"The fields with what was put in."`
}

// MiscInfoVerdict says whether an input may be reported.
type MiscInfoVerdict struct {
	Description string `lua:"description" json:"Description" doc:"Name of the field."`
	Text        string `lua:"text" json:"Text" doc:"What was put in."`
	IsValid     bool   `lua:"is_valid" json:"IsValid" doc:"Whether it may be reported."`
	Message     string `lua:"message" json:"Message" doc:"What is wrong with it."`
}

// MiscInfoVerdicts says whether inputs may be reported.
type MiscInfoVerdicts struct {
	IsValid   bool              `lua:"is_valid" json:"IsValid" doc:"Whether all of them may."`
	MiscInfos []MiscInfoVerdict `lua:"misc_infos" json:"MiscInfos" doc:"The verdict on each."`
}

// StringTest is a text that a step of a definition compares.
type StringTest struct {
	_ struct{} `wire:"pascal"`

	TestSequenceDefinitionID string `lua:"test_sequence_definition_id" json:"TestSequenceDefinitionId" doc:"GUID of the definition."`
	Name                     string `lua:"name" json:"Name" doc:"Name of the step."`
}

type stringTestPayload struct {
	Payload modules.Record[StringTest] `lua:"payload,required" body:"whole" doc:"The entry; the server keeps all that is in it."`
}
