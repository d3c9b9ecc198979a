package wats

import (
	"context"
	"reflect"

	"github.com/watsrun/watsrun/modules"
)

// The enumerations of the WATS API. Arguments take the name in any case or the value; results show the name where the
// value is a number, else the value. A new one is a type here, and a line in enumerations.
type (
	// ProductState is whether a product is in use.
	ProductState int
	// ChangeType is what a write does with a tag.
	ChangeType int
	// AssetState is where an asset is in its life.
	AssetState int
	// AssetAlarmState is whether an asset is due.
	AssetAlarmState int
	// AssetLogType is what happened to an asset.
	AssetLogType int
	// SerialNumberIdentifier is what a serial number identifies.
	SerialNumberIdentifier int
	// UnitPhaseFlag is the phase of a unit.
	UnitPhaseFlag int
	// RunFilter is which run of a unit counts.
	RunFilter int
	// DateGrouping is the length of a period.
	DateGrouping int
	// YieldDataType is which yield is meant.
	YieldDataType int
	// AlarmType is what an alarm is about.
	AlarmType int
	// ProcessType is what a process is.
	ProcessType int
	// TicketStatus is how far a ticket is.
	TicketStatus int
	// TicketPriority is how urgent a ticket is.
	TicketPriority int
	// TicketView is whose tickets are meant.
	TicketView int
	// TicketUpdateType is what a ticket was changed in.
	TicketUpdateType int
	// DefinitionStatus is how far a definition is.
	DefinitionStatus int
	// RepairOnFailed is whether a failed unit is repaired at once.
	RepairOnFailed int
	// StatusFilter is the verdict of a report.
	StatusFilter string
	// SortDirection is the order of a list.
	SortDirection string
	// PackageStatus is how far a package is.
	PackageStatus string
	// Dimension is what a yield is split by.
	Dimension string
	// RepairDimension is what repairs are split by.
	RepairDimension string
	// KPI is a figure of a yield.
	KPI string
	// RepairKPI is a figure of repairs.
	RepairKPI string
)

// enumerations lists what wats.enums holds.
func enumerations() []modules.Enumeration {
	return []modules.Enumeration{
		ProductState(0), ChangeType(0), AssetState(0), AssetAlarmState(0), AssetLogType(0), SerialNumberIdentifier(0), UnitPhaseFlag(0),
		RunFilter(0), DateGrouping(0), YieldDataType(0), AlarmType(0), ProcessType(0), TicketStatus(0), TicketPriority(0), TicketView(0),
		TicketUpdateType(0), DefinitionStatus(0), RepairOnFailed(0), StatusFilter(""), SortDirection(""), PackageStatus(""),
		Dimension(""), RepairDimension(""), KPI(""), RepairKPI(""),
	}
}

// enumsModule is wats.enums: the names of each enumeration with the values that results show.
func enumsModule() *modules.Module {
	return &modules.Module{
		Name: "wats.enums", Doc: "The enumerations, for those who rather write wats.enums.AssetState.SCRAPPED than \"SCRAPPED\".",
		Fill: func(m *modules.Module) {
			for _, e := range enumerations() {
				m.Constants = append(m.Constants, enumConstant(e))
			}
		},
	}
}

func enumConstant(e modules.Enumeration) modules.Constant {
	t := modules.TypeOf(reflect.TypeOf(e))
	values := map[string]string{}
	for _, w := range t.Words {
		if values[w.Name] = w.Text; t.Numbers() {
			values[w.Name], _ = t.WordOf(float64(w.Code))
		}
	}
	names := &modules.Type{Kind: modules.RecordOf}
	for _, w := range t.Words {
		names.Fields = append(names.Fields, modules.Field{Name: w.Name, Type: t, Doc: "Shown as " + values[w.Name] + ".", Required: true})
	}
	return modules.Constant{
		Name: t.Name, Doc: "The names of " + t.Name + ", with the values that results show.", Type: names,
		Value: func(context.Context) any { return values },
	}
}

// Words implements modules.Enumeration.
func (ProductState) Words() []modules.Word {
	return []modules.Word{{Name: "INACTIVE", Code: 0}, {Name: "ACTIVE", Code: 1}}
}

// Words implements modules.Enumeration.
func (ChangeType) Words() []modules.Word {
	return []modules.Word{{Name: "NONE", Code: 0}, {Name: "ADD", Code: 1}, {Name: "UPDATE", Code: 2}, {Name: "DELETE", Code: 3}}
}

// Words implements modules.Enumeration.
func (AssetState) Words() []modules.Word {
	return []modules.Word{
		{Name: "UNKNOWN", Code: 0},
		{Name: "IN_OPERATION", Code: 1},
		{Name: "IN_TRANSIT", Code: 2},
		{Name: "IN_MAINTENANCE", Code: 3},
		{Name: "IN_CALIBRATION", Code: 4},
		{Name: "IN_STORAGE", Code: 5},
		{Name: "SCRAPPED", Code: 6},
		{Name: "OK", Code: 1},
	}
}

// Words implements modules.Enumeration.
func (AssetAlarmState) Words() []modules.Word {
	return []modules.Word{{Name: "OK", Code: 0}, {Name: "WARNING", Code: 1}, {Name: "ALARM", Code: 2}}
}

// Words implements modules.Enumeration.
func (AssetLogType) Words() []modules.Word {
	return []modules.Word{
		{Name: "MESSAGE", Code: 0},
		{Name: "REGISTER", Code: 1},
		{Name: "UPDATE", Code: 2},
		{Name: "RESET_COUNT", Code: 3},
		{Name: "CALIBRATION", Code: 4},
		{Name: "MAINTENANCE", Code: 5},
		{Name: "STATE_CHANGE", Code: 6},
		{Name: "UNKNOWN", Code: 0},
		{Name: "CREATED", Code: 1},
		{Name: "COUNT_RESET", Code: 3},
		{Name: "COMMENT", Code: 0},
	}
}

// Words implements modules.Enumeration.
func (SerialNumberIdentifier) Words() []modules.Word {
	return []modules.Word{{Name: "SERIAL_NUMBER", Code: 0}, {Name: "MAC_ADDRESS", Code: 1}, {Name: "IMEI", Code: 2}}
}

// Words implements modules.Enumeration.
func (UnitPhaseFlag) Words() []modules.Word {
	return []modules.Word{
		{Name: "UNKNOWN", Code: 1},
		{Name: "UNDER_PRODUCTION", Code: 2},
		{Name: "PRODUCTION_REPAIR", Code: 4},
		{Name: "SERVICE_REPAIR", Code: 8},
		{Name: "FINALIZED", Code: 16},
		{Name: "SCRAPPED", Code: 32},
		{Name: "EXTENDED_TEST", Code: 64},
		{Name: "CUSTOMIZATION", Code: 128},
		{Name: "REPAIRED", Code: 256},
		{Name: "MISSING", Code: 512},
		{Name: "IN_STORAGE", Code: 1024},
		{Name: "SHIPPED", Code: 2048},
	}
}

// Words implements modules.Enumeration.
func (RunFilter) Words() []modules.Word {
	return []modules.Word{{Name: "FIRST", Code: 1}, {Name: "SECOND", Code: 2}, {Name: "THIRD", Code: 3}, {Name: "LAST", Code: -1}, {Name: "ALL", Code: -2}}
}

// Words implements modules.Enumeration.
func (DateGrouping) Words() []modules.Word {
	return []modules.Word{
		{Name: "NONE", Code: -1},
		{Name: "YEAR", Code: 0},
		{Name: "QUARTER", Code: 1},
		{Name: "MONTH", Code: 2},
		{Name: "WEEK", Code: 3},
		{Name: "DAY", Code: 4},
		{Name: "HOUR", Code: 5},
	}
}

// Words implements modules.Enumeration.
func (YieldDataType) Words() []modules.Word {
	return []modules.Word{{Name: "FIRST_PASS", Code: 1}, {Name: "FINAL", Code: 2}, {Name: "ROLLED", Code: 3}}
}

// Words implements modules.Enumeration.
func (AlarmType) Words() []modules.Word {
	return []modules.Word{
		{Name: "REPORT", Code: 1}, {Name: "YIELD_VOLUME", Code: 2}, {Name: "SERIAL_NUMBER", Code: 3}, {Name: "MEASUREMENT", Code: 4}, {Name: "ASSET", Code: 5},
	}
}

// Words implements modules.Enumeration.
func (ProcessType) Words() []modules.Word {
	return []modules.Word{{Name: "TEST", Code: 1}, {Name: "REPAIR", Code: 2}, {Name: "CALIBRATION", Code: 3}}
}

// Words implements modules.Enumeration.
func (TicketStatus) Words() []modules.Word {
	return []modules.Word{
		{Name: "OPEN", Code: 1},
		{Name: "IN_PROGRESS", Code: 2},
		{Name: "ON_HOLD", Code: 4},
		{Name: "SOLVED", Code: 8},
		{Name: "CLOSED", Code: 16},
		{Name: "ARCHIVED", Code: 32},
	}
}

// Words implements modules.Enumeration.
func (TicketPriority) Words() []modules.Word {
	return []modules.Word{{Name: "LOW", Code: 0}, {Name: "MEDIUM", Code: 1}, {Name: "HIGH", Code: 2}}
}

// Words implements modules.Enumeration.
func (TicketView) Words() []modules.Word {
	return []modules.Word{{Name: "ASSIGNED", Code: 0}, {Name: "FOLLOWING", Code: 1}, {Name: "ALL", Code: 2}}
}

// Words implements modules.Enumeration.
func (TicketUpdateType) Words() []modules.Word {
	return []modules.Word{{Name: "CONTENT", Code: 0}, {Name: "PROGRESS", Code: 1}, {Name: "PROPERTIES", Code: 2}, {Name: "NOTIFICATION", Code: 3}}
}

// Words implements modules.Enumeration.
func (DefinitionStatus) Words() []modules.Word {
	return []modules.Word{{Name: "DRAFT", Code: 0}, {Name: "PENDING", Code: 1}, {Name: "RELEASED", Code: 2}, {Name: "REVOKED", Code: 3}}
}

// Words implements modules.Enumeration.
func (RepairOnFailed) Words() []modules.Word {
	return []modules.Word{{Name: "DISABLED", Code: 0}, {Name: "OPTIONAL", Code: 1}, {Name: "REQUIRED", Code: 2}}
}

// Words implements modules.Enumeration.
func (StatusFilter) Words() []modules.Word {
	return texts("PASSED", "Passed", "FAILED", "Failed", "ERROR", "Error", "TERMINATED", "Terminated", "DONE", "Done", "SKIPPED", "Skipped")
}

// Words implements modules.Enumeration.
func (SortDirection) Words() []modules.Word { return texts("ASC", "asc", "DESC", "desc") }

// Words implements modules.Enumeration.
func (PackageStatus) Words() []modules.Word {
	return texts("DRAFT", "Draft", "PENDING", "Pending", "RELEASED", "Released", "REVOKED", "Revoked")
}

// Words implements modules.Enumeration.
func (Dimension) Words() []modules.Word {
	return texts("PART_NUMBER", "partNumber", "PRODUCT_NAME", "productName", "PRODUCT_GROUP", "productGroup", "REVISION", "revision",
		"STATION_NAME", "stationName", "LOCATION", "location", "PURPOSE", "purpose", "TEST_OPERATION", "testOperation",
		"PROCESS_CODE", "processCode", "PERIOD", "period", "SW_FILENAME", "swFilename", "SW_VERSION", "swVersion", "LEVEL", "level",
		"BATCH_NUMBER", "batchNumber", "OPERATOR", "operator", "FIXTURE_ID", "fixtureId", "SOCKET_INDEX", "socketIndex",
		"ERROR_CODE", "errorCode", "STEP_CAUSED_UUT_FAILURE", "stepCausedUutFailure",
		"STEP_PATH_CAUSED_UUT_FAILURE", "stepPathCausedUutFailure", "MISC_INFO_DESCRIPTION", "miscInfoDescription",
		"MISC_INFO_STRING", "miscInfoString", "ASSET_SERIAL_NUMBER", "assetSerialNumber", "ASSET_NAME", "assetName", "UNIT_TYPE", "unitType")
}

// Words implements modules.Enumeration.
func (RepairDimension) Words() []modules.Word {
	return texts("REPAIR_OPERATION", "repairOperation", "REPAIR_CODE", "repairCode", "REPAIR_CATEGORY", "repairCategory", "REPAIR_TYPE", "repairType",
		"COMPONENT_REF", "componentRef", "COMPONENT_NUMBER", "componentNumber", "COMPONENT_REVISION", "componentRevision",
		"COMPONENT_VENDOR", "componentVendor", "COMPONENT_DESCRIPTION", "componentDescription", "FUNCTION_BLOCK", "functionBlock",
		"REFERENCED_STEP", "referencedStep", "REFERENCED_STEP_PATH", "referencedStepPath", "TEST_PERIOD", "testPeriod", "TEST_LEVEL", "testLevel",
		"TEST_STATION_NAME", "testStationName", "TEST_LOCATION", "testLocation", "TEST_PURPOSE", "testPurpose", "TEST_OPERATOR", "testOperator")
}

// Words implements modules.Enumeration.
func (KPI) Words() []modules.Word {
	return texts("UNIT_COUNT", "unitCount", "FP_COUNT", "fpCount", "SP_COUNT", "spCount", "TP_COUNT", "tpCount", "LP_COUNT", "lpCount",
		"FP_FAIL_COUNT", "fpFailCount", "SP_FAIL_COUNT", "spFailCount", "TP_FAIL_COUNT", "tpFailCount", "LP_FAIL_COUNT", "lpFailCount",
		"FPY", "fpy", "SPY", "spy", "TPY", "tpy", "LPY", "lpy", "PPM_FPY", "ppmFpy", "PPM_SPY", "ppmSpy", "PPM_TPY", "ppmTpy", "PPM_LPY", "ppmLpy",
		"PPM_TEST_YIELD", "ppmTestYield", "TEST_YIELD_COUNT", "testYieldCount", "TEST_REPORT_COUNT", "testReportCount",
		"TEST_YIELD", "testYield", "RETEST_COUNT", "retestCount", "FIRST_UTC", "firstUtc", "LAST_UTC", "lastUtc")
}

// Words implements modules.Enumeration.
func (RepairKPI) Words() []modules.Word {
	return texts("REPAIR_REPORT_COUNT", "repairReportCount", "REPAIR_COUNT", "repairCount")
}

// texts are the words of an enumeration of texts: name, text, name, text.
func texts(pairs ...string) []modules.Word {
	words := make([]modules.Word, 0, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		words = append(words, modules.Word{Name: pairs[i], Text: pairs[i+1]})
	}
	return words
}
