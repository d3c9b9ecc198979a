package server

// builtInProcesses are what a new database starts with. The codes and names 10, 90, 500 and 510 are those of the WATS
// samples, so that reports which name their process are accepted.
func builtInProcesses() []Process {
	list := []Process{
		{Code: 500, Name: "Repair", IsRepair: true, Repair: builtInRepairType("Repair")},
		{Code: 510, Name: "RMA Repair", IsRepair: true, Repair: builtInRepairType("RMA Repair")},
	}
	for _, p := range []struct {
		code int
		name string
	}{
		{10, "SW Debug"},
		{20, "Flying probe test"},
		{30, "In-circuit test"},
		{40, "Boundary scan test"},
		{50, "PCBA test"},
		{60, "Programming"},
		{70, "Visual inspection"},
		{80, "Calibration"},
		{90, "Burn In test"},
		{100, "Final function test"},
		{110, "System test"},
		{120, "Outgoing inspection"},
		{1100, "Demo test"},
	} {
		list = append(list, Process{Code: p.code, Name: p.name, IsTest: true})
	}
	for _, p := range []struct {
		code int
		name string
	}{
		{200, "SMT assembly"}, {210, "Assembly"}, {220, "Box build"}, {230, "Packing"},
	} {
		list = append(list, Process{Code: p.code, Name: p.name, IsWIP: true})
	}
	return list
}

// The values of RepairType that say whether a reference may be left out, and of FailCode.FailureType.
const (
	optional      = 1
	never         = 2
	typeDefault   = 0
	typeAutomatic = 1
	typeScrapped  = 2
	typeNoFailure = 3
	typeComponent = 4
	typeDesign    = 5
	typeManual    = 6
	typeReplaced  = 7
)

func builtInRepairType(name string) *RepairType {
	return &RepairType{
		Description: name, UUTRequired: optional, BOMRequired: optional, VendorRequired: never,
		Categories: inOrder(
			category("Solder Process", typeAutomatic, "Appearance", "Bridge", "Cold solder", "Insufficient solder", "Solder ball"),
			category("Assembly Process", typeManual, "Missing component", "Wrong component", "Wrong polarity", "Misplaced component", "Loose connector"),
			category("Component", typeComponent, "Defect Component", "Burned Component", "Wrong value", "Replaced Component"),
			category("Design", typeDesign, "Layout", "Schematic", "Tolerance"),
			category("Software", typeDefault, "Wrong version", "Programming failed", "Defect software"),
			category("Test", typeDefault, "Fixture", "Test program", "Operator"),
			category("No failure", typeNoFailure, "No failure found"),
			category("Scrap", typeScrapped, "Beyond repair"),
			category("Replacement", typeReplaced, "Replaced sub-unit"),
		),
		MiscInfos: []RepairMiscInfo{
			{Description: "Order number"}, {Description: "RMA number"}, {Description: "Customer"}, {Description: "Remark"},
		},
	}
}

func category(name string, failureType int, codes ...string) FailCode {
	c := FailCode{Description: name, Selectable: true, FailureType: failureType, Status: 1}
	for _, code := range codes {
		c.Failcodes = append(c.Failcodes, FailCode{Description: code, Selectable: true, FailureType: failureType, Status: 1})
	}
	inOrder(c.Failcodes...)
	return c
}

// inOrder numbers codes as they are listed.
func inOrder(codes ...FailCode) []FailCode {
	for i := range codes {
		codes[i].SortOrder = i
	}
	return codes
}
