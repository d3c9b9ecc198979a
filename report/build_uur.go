package report

import (
	"slices"

	"github.com/watsrun/watsrun/internal/fault"
)

// UURArgs describe a new repair report.
type UURArgs struct {
	Operator          string   `lua:"operator" doc:"Operator who repairs the unit; the run's operator when not given."`
	PartNumber        string   `lua:"part_number,required" doc:"Part number of the unit, at most 100 characters."`
	SerialNumber      string   `lua:"serial_number,required" doc:"Serial number of the unit, at most 100 characters."`
	Revision          string   `lua:"revision" default:"A" doc:"Revision of the part number."`
	RepairProcessCode *int     `lua:"repair_process_code" default:"500" doc:"Code of the repair operation."`
	TestOperationCode int      `lua:"test_operation_code,required" doc:"Code of the test operation that failed."`
	RefUUT            string   `lua:"ref_uut" doc:"GUID of the failed test report."`
	StationName       string   `lua:"station_name" doc:"Name of the station; the run's station when not given."`
	Location          string   `lua:"location" doc:"Location of the station; the run's when not given."`
	Purpose           string   `lua:"purpose" doc:"Purpose of the station; the run's when not given, else Repair."`
	Comment           string   `lua:"comment" doc:"Free text, at most 5000 characters."`
	StartTime         Time     `lua:"start_time" doc:"Start of the repair, ISO 8601; now when not given."`
	ExecTime          *float64 `lua:"exec_time" default:"0" doc:"Duration of the repair in seconds."`
	ID                string   `lua:"id" doc:"GUID of the report; a new one when not given."`

	AllowProblematicCharacters bool `lua:"allow_problematic_characters" doc:"Allow wildcards of WATS searches (* % ? [ ] ^ ! / \\) in serial and part number."`
}

// defaultRepair is the code of the operation "Repair" on every WATS server.
const defaultRepair = 500

// NewUUR makes a repair report with the unit itself as sub-unit 0. Confirmed and finished are set to now.
func NewUUR(a UURArgs, d Defaults) (*Report, error) {
	r := &Report{Type: TypeUUR, Result: Passed, run: &building{mode: Active}}
	if err := r.setUnit(a.PartNumber, a.SerialNumber, orElse(a.Revision, "A"), a.AllowProblematicCharacters); err != nil {
		return nil, err
	}
	r.setOrigin(origin{a.ID, a.StationName, a.Location, firstOf(a.Purpose, d.Purpose, "Repair"), a.StartTime}, d)
	r.ProcessCode = a.RepairProcessCode
	if r.ProcessCode == nil {
		r.ProcessCode = ptr(defaultRepair)
	}
	r.UUR = a.uur(d)
	r.SubUnits = []*SubUnit{{PartType: "Main", PN: r.PN, SN: r.SN, Rev: r.Rev, Idx: ptr(0)}}
	r.adopt()
	return r, r.checkTexts()
}

func (a UURArgs) uur(d Defaults) *UUR {
	now := NewTime(d.now())
	u := &UUR{
		User: firstOf(a.Operator, d.Operator), Comment: a.Comment, ProcessCode: ptr(a.TestOperationCode), RefUUT: a.RefUUT,
		ConfirmDate: now, FinalizeDate: now, ExecTime: a.ExecTime,
	}
	if u.ExecTime == nil {
		u.ExecTime = ptr(0.0)
	}
	return u
}

// UURFromUUTArgs describe a repair of a unit whose test report is there.
type UURFromUUTArgs struct {
	Operator          string `lua:"operator" doc:"Operator who repairs the unit; the run's operator when not given."`
	RepairProcessCode *int   `lua:"repair_process_code" default:"500" doc:"Code of the repair operation."`
	StationName       string `lua:"station_name" doc:"Name of the station; the run's station when not given."`
	Location          string `lua:"location" doc:"Location of the station; the run's when not given."`
	Purpose           string `lua:"purpose" doc:"Purpose of the station; the run's when not given, else Repair."`
	Comment           string `lua:"comment" doc:"Free text, at most 5000 characters."`
	StartTime         Time   `lua:"start_time" doc:"Start of the repair, ISO 8601; now when not given."`
	ID                string `lua:"id" doc:"GUID of the report; a new one when not given."`
}

// NewUURFromUUT makes a repair report that refers to a test report and takes over its unit, its test operation and its
// sub-units. Failures then find their step by name.
func NewUURFromUUT(uut *Report, a UURFromUUTArgs, d Defaults) (*Report, error) {
	if uut == nil || uut.Type != TypeUUT {
		return nil, fault.New(fault.Usage, "a repair is made from a test report")
	}
	r, err := NewUUR(UURArgs{
		Operator: a.Operator, PartNumber: uut.PN, SerialNumber: uut.SN, Revision: uut.Rev, TestOperationCode: deref(uut.ProcessCode),
		RepairProcessCode: a.RepairProcessCode, RefUUT: uut.ID, StationName: a.StationName, Location: a.Location,
		Purpose: a.Purpose, Comment: a.Comment, StartTime: a.StartTime, ID: a.ID, AllowProblematicCharacters: true,
	}, d)
	if err != nil {
		return nil, err
	}
	r.building().uut = uut
	for _, u := range uut.SubUnits {
		if _, err := r.AddSubUnit(SubUnitArgs{PartType: u.PartType, PN: u.PN, SN: u.SN, Rev: u.Rev, Position: u.Position}); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// SubUnitArgs describe a unit that is built into the unit of the report.
type SubUnitArgs struct {
	PartType  string `lua:"part_type" default:"Unknown" doc:"Kind of part, such as PCBA, at most 50 characters."`
	SN        string `lua:"sn,required" doc:"Serial number of the sub-unit."`
	PN        string `lua:"pn,required" doc:"Part number of the sub-unit."`
	Rev       string `lua:"rev" doc:"Revision of the sub-unit."`
	Position  *int   `lua:"position" doc:"Position in the parent."`
	ParentIdx *int   `lua:"parent_idx" default:"0" doc:"In a repair report, the index of the unit that holds this one."`
}

// AddSubUnit adds a unit. In a repair report it gets the next index.
func (r *Report) AddSubUnit(a SubUnitArgs) (*SubUnit, error) {
	pn, err := required("pn", a.PN)
	if err != nil {
		return nil, err
	}
	sn, err := required("sn", a.SN)
	if err != nil {
		return nil, err
	}
	u := &SubUnit{PartType: orElse(a.PartType, "Unknown"), PN: pn, SN: sn, Rev: a.Rev, Position: a.Position, report: r}
	if r.Type == TypeUUR {
		if err := r.index(u, a.ParentIdx); err != nil {
			return nil, err
		}
	}
	if err := checkTexts("sub-unit", sn, u); err != nil {
		return nil, err
	}
	r.SubUnits = append(r.SubUnits, u)
	return u, nil
}

// index gives a unit of a repair report its index and its parent.
func (r *Report) index(u *SubUnit, parent *int) error {
	next := 0
	for _, other := range r.SubUnits {
		next = max(next, deref(other.Idx)+1)
	}
	u.Idx, u.ParentIdx = &next, parent
	if parent == nil {
		u.ParentIdx = ptr(0)
	}
	if r.findSubUnit(*u.ParentIdx) == nil {
		return fault.New(fault.Usage, "parent_idx %d is not the index of a unit of the report", *u.ParentIdx)
	}
	return nil
}

func (r *Report) findSubUnit(idx int) *SubUnit {
	i := slices.IndexFunc(r.SubUnits, func(u *SubUnit) bool { return u.Idx != nil && *u.Idx == idx })
	if i < 0 {
		return nil
	}
	return r.SubUnits[i]
}

// GetSubUnit is the unit with an index of a repair report, nil when there is none.
func (r *Report) GetSubUnit(idx int) *SubUnit { return r.findSubUnit(idx) }

// GetMainUnit is the unit of a repair report itself.
func (r *Report) GetMainUnit() (*SubUnit, error) {
	if u := r.findSubUnit(0); u != nil && r.Type == TypeUUR {
		return u, nil
	}
	return nil, fault.New(fault.Usage, "the report has no main unit").WithHint("only repair reports have one")
}

// FailureArgs describe a fault found on a unit.
type FailureArgs struct {
	Category       string `lua:"category,required" doc:"Failure category of the repair type, such as Component."`
	Code           string `lua:"code,required" doc:"Failure code within the category, such as Defect Component."`
	Comment        string `lua:"comment" doc:"Free text, at most 5000 characters."`
	ComRef         string `lua:"com_ref" doc:"Component reference, such as R55."`
	ComponentRef   string `lua:"component_ref" doc:"Another name of com_ref."`
	FuncBlock      string `lua:"func_block" doc:"Function block of the component."`
	RefStepID      *int   `lua:"ref_step_id" doc:"Id of the test report's step; the one that failed the unit, or 0, when neither id nor name is given."`
	RefStepName    string `lua:"ref_step_name" doc:"Name of the step, where the repair was made from the test report."`
	ArtNumber      string `lua:"art_number" doc:"Article number of the component."`
	ArtRev         string `lua:"art_rev" doc:"Revision of the article."`
	ArtVendor      string `lua:"art_vendor" doc:"Vendor of the article."`
	ArtDescription string `lua:"art_description" doc:"Description of the article."`
}

// UnitFailureArgs describe a fault and say on which unit it was found.
type UnitFailureArgs struct {
	FailureArgs
	SubUnitIdx   *int   `lua:"sub_unit_idx" default:"0" doc:"Index of the unit; 0 is the unit itself."`
	Idx          *int   `lua:"idx" doc:"Another name of sub_unit_idx."`
	SerialNumber string `lua:"serial_number" doc:"Serial number of the unit, instead of its index."`
}

// AddFailure adds a fault to a unit of a repair report, to the main unit when none is named.
func (r *Report) AddFailure(a UnitFailureArgs) (*Failure, error) {
	u, err := r.failedUnit(a)
	if err != nil {
		return nil, err
	}
	return u.AddFailure(a.FailureArgs)
}

// AddFailureToSubUnit is another name of AddFailure.
func (r *Report) AddFailureToSubUnit(a UnitFailureArgs) (*Failure, error) { return r.AddFailure(a) }

// AddMainFailure adds a fault to the unit itself.
func (r *Report) AddMainFailure(a FailureArgs) (*Failure, error) {
	return r.AddFailure(UnitFailureArgs{FailureArgs: a})
}

func (r *Report) failedUnit(a UnitFailureArgs) (*SubUnit, error) {
	if r.Type != TypeUUR {
		return nil, fault.New(fault.Usage, "only a repair report has failures").WithHint("use create_uur_from_uut")
	}
	if a.SerialNumber != "" {
		i := slices.IndexFunc(r.SubUnits, func(u *SubUnit) bool { return u.SN == a.SerialNumber })
		if i < 0 {
			return nil, fault.New(fault.Usage, "serial_number %q is not a unit of the report", a.SerialNumber).WithHint("add it with add_sub_unit")
		}
		return r.SubUnits[i], nil
	}
	idx := a.SubUnitIdx
	if idx == nil {
		idx = a.Idx
	}
	if u := r.findSubUnit(deref(idx)); u != nil {
		return u, nil
	}
	return nil, fault.New(fault.Usage, "sub_unit_idx %d is not a unit of the report", deref(idx)).WithHint("add it with add_sub_unit")
}

// AddFailure adds a fault to the unit.
func (u *SubUnit) AddFailure(a FailureArgs) (*Failure, error) {
	if u.report == nil || u.report.Type != TypeUUR {
		return nil, fault.New(fault.Usage, "only units of a repair report have failures").WithHint("use create_uur_from_uut")
	}
	f := &Failure{
		Comment: a.Comment, ComRef: orElse(a.ComRef, a.ComponentRef), FuncBlock: a.FuncBlock, ArtNumber: a.ArtNumber,
		ArtRev: a.ArtRev, ArtVendor: a.ArtVendor, ArtDescription: a.ArtDescription, RefStepID: a.RefStepID,
	}
	var err error
	if f.Category, err = required("category", a.Category); err != nil {
		return nil, err
	}
	if f.Code, err = required("code", a.Code); err != nil {
		return nil, err
	}
	if err := u.report.refer(f, a.RefStepName); err != nil {
		return nil, err
	}
	if err := checkTexts("failure", f.Code, f); err != nil {
		return nil, err
	}
	u.Failures = append(u.Failures, f)
	return f, nil
}

// refer fills the id of the test step: by name, else the step that failed the unit, else the root's 0.
func (r *Report) refer(f *Failure, name string) error {
	uut := r.building().uut
	if f.RefStepID != nil {
		return nil
	}
	if name != "" {
		if uut == nil {
			return fault.New(fault.Usage, "ref_step_name cannot be looked up: the test report is not there").
				WithHint("give ref_step_id, or make the repair with create_uur_from_uut")
		}
		s := uut.Root.FindStep(FindArgs{Name: name})
		if s == nil {
			return fault.New(fault.Usage, "ref_step_name %q is not a step of the test report", name)
		}
		f.RefStepID = ptr(s.Number())
		return nil
	}
	f.RefStepID = ptr(0)
	if s := uut.failedStep(); s != nil {
		f.RefStepID = ptr(s.Number())
	}
	return nil
}

// Failures are all faults of a repair report, unit by unit.
func (r *Report) Failures() []*Failure {
	all := []*Failure{}
	for _, u := range r.SubUnits {
		all = append(all, u.Failures...)
	}
	return all
}

// AddAttachment adds a file that shows the failure.
func (f *Failure) AddAttachment(a FileArgs) (*BinaryData, error) {
	b, err := a.binary()
	if err != nil {
		return nil, err
	}
	f.Attachments = append(f.Attachments, b)
	return b, nil
}

// LinkToUUT has a repair report refer to a test report by its GUID.
func (r *Report) LinkToUUT(id string) error {
	if r.UUR == nil {
		return fault.New(fault.Usage, "only a repair report refers to a test report")
	}
	if !isGUID(id) {
		return fault.New(fault.Validation, "%q is not a GUID", id)
	}
	r.UUR.RefUUT = id
	return nil
}

// CopyMiscFromUUT takes over the facts of a test report that the repair report does not have.
func (r *Report) CopyMiscFromUUT(uut *Report) error {
	if r.UUR == nil || uut == nil {
		return fault.New(fault.Usage, "facts are copied from a test report to a repair report")
	}
	for _, m := range uut.MiscInfos {
		has := slices.ContainsFunc(r.MiscInfos, func(o *MiscInfo) bool { return o.Description == m.Description })
		if !has {
			r.MiscInfos = append(r.MiscInfos, ptr(*m))
		}
	}
	return nil
}
