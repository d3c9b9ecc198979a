// Package report holds the WATS report: the WSJF model of a test (UUT) or a repair (UUR), the builder that grows one step
// by step, the judging of measurements against their limits, the validation that a server would do, and the JSON codec.
//
// It is pure: it knows no Lua, no HTTP, no files, no clock and no configuration. What the run knows (station, operator,
// time, new ids) comes in as a Defaults value, what a server knows (processes, repair types) as a Registry.
//
// The model's struct tags are the one declaration of the format:
//
//	json:"wireName[,option...]"  the key. Options are for the export: null, array or false is what it writes for an unset
//	                             value; nonempty leaves an empty array out; plain writes whole numbers without ".0";
//	                             chart reformats the numbers of a series; operator writes the canonical spelling
//	level:"3"                    the lowest level of detail at which an export has the field, 1 where not said
//	oneof:"P F"                  the letters that a text may be; anything else is no report
//	max:"100"                    the longest text, in UTF-16 units as a server counts
//	range:"int16"                the range of a whole number
//	lua:"snake_name[,readonly]"  the name for scripts; readonly where a script may not assign; "set" where assigning must
//	                             go through the method Set<Field>, which keeps the verdicts right
//	doc:"..."                    one sentence for people
//
// Fields stand in the order in which a server exports them; both forms are written in that order.
//
// A pointer or a nil slice is absent. A plain string is absent when empty. What Decode found beyond the fields is kept in
// each object: unknown keys with their text and place, and which keys were null or empty, so that nothing is lost on
// the way through. (null and absent mean the same in WSJF. A null that was read is written again until its field is set.)
package report

// Report is one report: a test (Type T, with Root and UUT) or a repair (Type R, with UUR).
type Report struct {
	object

	Type              ReportType        `json:"type" level:"0" oneof:"T R" lua:"type,readonly" doc:"T for a test report (UUT), R for a repair report (UUR)."`
	ID                string            `json:"id" level:"0" lua:"id" doc:"GUID of the report; sending the same id again replaces the report."`
	PN                string            `json:"pn" max:"100" lua:"pn" doc:"Part number of the unit."`
	SN                string            `json:"sn" max:"100" lua:"sn" doc:"Serial number of the unit."`
	Rev               string            `json:"rev" max:"100" lua:"rev" doc:"Revision of the part number."`
	ProductName       string            `json:"productName,null" max:"100" lua:"product_name,readonly" doc:"Name of the product, filled by the server."`
	ProcessCode       *int              `json:"processCode" range:"int16" lua:"process_code" doc:"Code of the test operation, or of the repair operation in a repair report."`
	ProcessCodeFormat string            `json:"processCodeFormat,null" lua:"process_code_format" doc:"printf format that displays the process code."`
	ProcessName       string            `json:"processName,null" max:"100" lua:"process_name" doc:"Name of the process; must be exactly the server's name when given."`
	Result            Status            `json:"result" oneof:"P F E T" lua:"result,set" doc:"Verdict of the unit: P, F, E or T. Always equal to the root step's status."`
	MachineName       string            `json:"machineName" max:"100" lua:"station_name" doc:"Name of the station."`
	Location          string            `json:"location" max:"100" lua:"location" doc:"Where the station stands."`
	Purpose           string            `json:"purpose" max:"100" lua:"purpose" doc:"What the station is used for, such as Production."`
	Origin            string            `json:"origin,null" max:"100" lua:"origin,readonly" doc:"Who sent the report, filled by the server."`
	Start             Time              `json:"start" lua:"start" doc:"Start of the test: ISO 8601 local time with offset."`
	StartUTC          Time              `json:"startUTC" lua:"start_utc,readonly" doc:"The same instant in UTC, filled by the server."`
	Root              *Step             `json:"root" level:"3" lua:"root,readonly" doc:"The root sequence call of a test report."`
	UUR               *UUR              `json:"uur" level:"2" lua:"uur,readonly" doc:"What belongs to a repair only."`
	UUT               *UUT              `json:"uut" level:"2" lua:"uut,readonly" doc:"What belongs to a test only."`
	MiscInfos         []*MiscInfo       `json:"miscInfos,array" level:"2" lua:"misc_infos,readonly" doc:"Searchable facts about the unit or the run."`
	SubUnits          []*SubUnit        `json:"subUnits,array" level:"2" lua:"sub_units,readonly" doc:"Units built into this unit; in a repair report also the unit itself, at index 0."`
	Assets            []*Asset          `json:"assets,array" level:"2" lua:"assets,readonly" doc:"Equipment that was used and is counted."`
	AssetStats        []*AssetStats     `json:"assetStats,array" level:"2" lua:"asset_stats,readonly" doc:"State of the assets, filled by the server."`
	BinaryData        []*BinaryData     `json:"binaryData,nonempty" level:"4" lua:"binary_data,readonly" doc:"Files attached to a repair report."`
	AdditionalData    []*AdditionalData `json:"additionalData,array" level:"7" lua:"additional_data,readonly" doc:"Structured data of any depth."`

	run *building // nil until somebody builds on the report
}

// UUT is what belongs to a test report only.
type UUT struct {
	object

	ExecTime               *float64  `json:"execTime,null" lua:"exec_time" doc:"Duration of the test in seconds."`
	ExecTimeFormat         string    `json:"execTimeFormat" lua:"exec_time_format" doc:"printf format that displays exec_time."`
	TestSocketIndex        *int      `json:"testSocketIndex,null" range:"int16" lua:"socket_index" doc:"Index of the test socket, -1 for a single one."`
	TestSocketIndexFormat  string    `json:"testSocketIndexFormat" lua:"socket_index_format" doc:"printf format that displays socket_index."`
	BatchSN                string    `json:"batchSN,null" max:"100" lua:"batch_number" doc:"Serial number of the batch."`
	Comment                string    `json:"comment,null" max:"5000" lua:"comment" doc:"Free text; HTML is displayed."`
	ErrorCode              *int      `json:"errorCode,null" range:"int32" lua:"error_code" doc:"Error code, shown only together with error_message."`
	ErrorCodeFormat        string    `json:"errorCodeFormat" lua:"error_code_format" doc:"printf format that displays error_code."`
	ErrorMessage           string    `json:"errorMessage,null" max:"500" lua:"error_message" doc:"Error text of the unit."`
	FixtureID              string    `json:"fixtureId,null" max:"100" lua:"fixture_id" doc:"Fixture that held the unit."`
	User                   string    `json:"user,null" max:"100" lua:"operator" doc:"Operator who ran the test."`
	BatchFailCount         *int      `json:"batchFailCount,null" range:"int32" lua:"batch_fail_count" doc:"Failed units of the batch so far."`
	BatchFailCountFormat   string    `json:"batchFailCountFormat" lua:"batch_fail_count_format" doc:"printf format that displays batch_fail_count."`
	BatchLoopIndex         *int      `json:"batchLoopIndex,null" range:"int32" lua:"batch_loop_index" doc:"Index of the batch loop."`
	BatchLoopIndexFormat   string    `json:"batchLoopIndexFormat" lua:"batch_loop_index_format" doc:"printf format that displays batch_loop_index."`
	StepIDCausedUUTFailure *int      `json:"stepIdCausedUUTFailure,null" range:"int32" lua:"step_id_caused_uut_failure,readonly" doc:"Id of the step that failed the unit, filled by the server."`
	RefUURs                []*RefUUR `json:"refUURs" lua:"ref_uurs,readonly" doc:"Repair reports that refer to this test, filled by the server."`
}

// RefUUR names a repair report that refers to a test.
type RefUUR struct {
	object

	ID    string `json:"id" lua:"id" doc:"GUID of the repair report."`
	Start Time   `json:"start" lua:"start" doc:"Start of the repair."`
}

// UUR is what belongs to a repair report only.
type UUR struct {
	object

	Comment           string   `json:"comment,null" max:"5000" lua:"comment" doc:"Free text; HTML is displayed."`
	User              string   `json:"user,null" max:"100" lua:"operator" doc:"Operator who repaired the unit."`
	ProcessCode       *int     `json:"processCode,null" range:"int16" lua:"process_code" doc:"Code of the test operation that failed; the report's own code is the repair operation."`
	ProcessCodeFormat string   `json:"processCodeFormat" lua:"process_code_format" doc:"printf format that displays the process code."`
	ProcessName       string   `json:"processName,null" max:"100" lua:"process_name" doc:"Name of the test operation that failed."`
	RefUUT            string   `json:"refUUT,null" lua:"ref_uut" doc:"GUID of the failed test report."`
	ConfirmDate       Time     `json:"confirmDate,null" lua:"confirm_date" doc:"When the failure was confirmed."`
	FinalizeDate      Time     `json:"finalizeDate,null" lua:"finalize_date" doc:"When the repair was finished."`
	ExecTime          *float64 `json:"execTime,null" lua:"exec_time" doc:"Duration of the repair in seconds."`
	Parent            string   `json:"parent,null" lua:"parent" doc:"GUID of the parent repair report."`
	Children          []string `json:"children,null" lua:"children" doc:"GUIDs of the repair reports below this one."`
}

// MiscInfo is a searchable fact about the unit or the run: a text, a number, or both.
type MiscInfo struct {
	object

	Description   string   `json:"description" max:"100" lua:"description" doc:"Name of the fact; in a repair report one that the repair type defines."`
	Typedef       string   `json:"typedef" max:"30" lua:"typedef" doc:"Type name of the fact."`
	Text          *string  `json:"text,null" max:"100" lua:"string_value" doc:"Value as text."`
	Numeric       *float64 `json:"numeric,null,plain" lua:"numeric_value" doc:"Value as a number."`
	NumericFormat string   `json:"numericFormat" lua:"numeric_format" doc:"printf format that displays the number."`
	ID            string   `json:"id" lua:"id" doc:"GUID of the definition in the repair type."`
}

// SubUnit is a unit built into the unit of the report. A repair report also lists the unit itself, at index 0.
type SubUnit struct {
	object

	PartType    string     `json:"partType" max:"50" lua:"part_type" doc:"Kind of part, such as PCBA."`
	PN          string     `json:"pn" max:"100" lua:"pn" doc:"Part number of the sub-unit."`
	Rev         string     `json:"rev" max:"100" lua:"rev" doc:"Revision of the sub-unit."`
	SN          string     `json:"sn" max:"100" lua:"sn" doc:"Serial number of the sub-unit."`
	Idx         *int       `json:"idx" range:"int16" lua:"idx" doc:"Index in a repair report, 0 for the unit itself."`
	ParentIdx   *int       `json:"parentIdx" range:"int16" lua:"parent_idx" doc:"Index of the unit that holds this one."`
	Position    *int       `json:"position" range:"int32" lua:"position" doc:"Position in the parent."`
	ReplacedIdx *int       `json:"replacedIdx" range:"int16" lua:"replaced_idx" doc:"Index of the unit that replaced this one."`
	Failures    []*Failure `json:"failures" lua:"failures,readonly" doc:"Failures found on this unit, in a repair report."`

	report *Report // set while building
}

// Failure is one fault found by a repair.
type Failure struct {
	object

	ArtNumber      string        `json:"artNumber,null" max:"100" lua:"art_number" doc:"Article number of the component."`
	ArtRev         string        `json:"artRev,null" max:"100" lua:"art_rev" doc:"Revision of the article."`
	ArtVendor      string        `json:"artVendor,null" max:"500" lua:"art_vendor" doc:"Vendor of the article."`
	ArtDescription string        `json:"artDescription,null" max:"500" lua:"art_description" doc:"Description of the article."`
	Category       string        `json:"category,null" max:"200" lua:"category" doc:"Failure category of the repair type, such as Component."`
	Code           string        `json:"code,null" max:"200" lua:"code" doc:"Failure code within the category."`
	Comment        string        `json:"comment,null" max:"5000" lua:"comment" doc:"Free text."`
	ComRef         string        `json:"comRef,null" max:"50" lua:"com_ref" doc:"Component reference, such as R55."`
	FuncBlock      string        `json:"funcBlock,null" max:"100" lua:"func_block" doc:"Function block of the component."`
	RefStepID      *int          `json:"refStepId,null" range:"int32" lua:"ref_step_id" doc:"Id of the test report's step that showed the failure."`
	RefStepName    string        `json:"refStepName,null" max:"100" lua:"ref_step_name" doc:"Name of that step, filled by the server."`
	Attachments    []*BinaryData `json:"attachments,nonempty" level:"4" lua:"attachments,readonly" doc:"Files that show the failure."`
}

// BinaryData is a file attached to a repair report or to one of its failures.
type BinaryData struct {
	object

	ContentType string `json:"contentType" max:"100" lua:"content_type" doc:"MIME type of the content."`
	Data        string `json:"data" lua:"data,readonly" doc:"Content in base64."`
	Name        string `json:"name" max:"256" lua:"name" doc:"File name."`
	ID          string `json:"id" lua:"id,readonly" doc:"GUID of the file, filled by the server."`
}

// Asset is equipment that was used and is counted.
type Asset struct {
	object

	AssetSN          string `json:"assetSN" max:"100" lua:"sn" doc:"Serial number of the asset, known to the server."`
	UsageCount       *int   `json:"usageCount" range:"int32" lua:"usage_count" doc:"How many uses this report adds."`
	UsageCountFormat string `json:"usageCountFormat" lua:"usage_count_format" doc:"printf format that displays the count."`
}

// AssetStats is the state of an asset after the report, filled by the server.
type AssetStats struct {
	object

	AssetSN                       string   `json:"assetSN" lua:"sn,readonly" doc:"Serial number of the asset."`
	RunningCount                  *int     `json:"runningCount" lua:"running_count,readonly" doc:"Uses since the last reset."`
	RunningCountExceeded          *int     `json:"runningCountExceeded" lua:"running_count_exceeded,readonly" doc:"Running count less its limit; negative while below."`
	TotalCount                    *int     `json:"totalCount" lua:"total_count,readonly" doc:"Uses in total."`
	TotalCountExceeded            *int     `json:"totalCountExceeded" lua:"total_count_exceeded,readonly" doc:"Total count less its limit; negative while below."`
	DaysSinceCalibration          *float64 `json:"daysSinceCalibration" lua:"days_since_calibration,readonly" doc:"Days since the last calibration."`
	IsDaysSinceCalibrationUnknown *bool    `json:"isDaysSinceCalibrationUnknown" lua:"is_days_since_calibration_unknown,readonly" doc:"Whether no calibration is known."`
	CalibrationDaysOverdue        *float64 `json:"calibrationDaysOverdue" lua:"calibration_days_overdue,readonly" doc:"Days by which the calibration is overdue."`
	DaysSinceMaintenance          *float64 `json:"daysSinceMaintenance" lua:"days_since_maintenance,readonly" doc:"Days since the last maintenance."`
	IsDaysSinceMaintenanceUnknown *bool    `json:"isDaysSinceMaintenanceUnknown" lua:"is_days_since_maintenance_unknown,readonly" doc:"Whether no maintenance is known."`
	MaintenanceDaysOverdue        *float64 `json:"maintenanceDaysOverdue" lua:"maintenance_days_overdue,readonly" doc:"Days by which the maintenance is overdue."`
	Message                       string   `json:"message" lua:"message,readonly" doc:"What the server says about the asset."`
}

// AdditionalData is a named tree of properties, on a report or on a step.
type AdditionalData struct {
	object

	Name  string      `json:"name" max:"200" lua:"name" doc:"Name of the data."`
	Props []*Property `json:"props,nonempty" lua:"props" doc:"Properties of the data."`
}

// Property is a node of additional data. Its value is always text on the wire.
type Property struct {
	object

	Name      string      `json:"name" lua:"name" doc:"Name of the property."`
	Type      string      `json:"type" lua:"type" doc:"Number, String, Bool, Obj or Array."`
	Flags     *int        `json:"flags" lua:"flags" doc:"Flags of the property."`
	Value     *string     `json:"value" lua:"value" doc:"Value as text."`
	Comment   string      `json:"comment" lua:"comment" doc:"Comment on the property."`
	NumFormat string      `json:"numFormat" lua:"num_format" doc:"printf format that displays a number."`
	Props     []*Property `json:"props,nonempty" lua:"props" doc:"Properties of an Obj."`
	Array     *Array      `json:"array" lua:"array" doc:"Elements of an Array."`
}

// Array holds the elements of a property of type Array.
type Array struct {
	object

	Dimension *int          `json:"dimension" lua:"dimension" doc:"Number of dimensions."`
	Type      string        `json:"type" lua:"type" doc:"Type of the elements."`
	Indexes   []*ArrayIndex `json:"indexes" lua:"indexes" doc:"The elements with their indexes."`
}

// ArrayIndex is one element of an Array.
type ArrayIndex struct {
	object

	Text    string    `json:"text" lua:"text" doc:"Indexes as text, such as [0][1]."`
	Indexes []int     `json:"indexes" lua:"indexes" doc:"Indexes, one a dimension, from 0."`
	Value   *Property `json:"value" lua:"value" doc:"The element."`
}
