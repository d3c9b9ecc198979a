package wats

import (
	"cmp"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/report"
)

// The arguments of failures, in pyWATS's order.
type (
	mainFailureArgs struct {
		Category     string `lua:"category,required" doc:"Failure category of the repair type, such as Component."`
		Code         string `lua:"code,required" doc:"Failure code within the category, such as Defect Component."`
		Comment      string `lua:"comment" doc:"Free text, at most 5000 characters."`
		ComponentRef string `lua:"component_ref" doc:"Component reference, such as R55."`
		failureDetails
	}
	unitFailureArgs struct {
		Category     string `lua:"category,required" doc:"Failure category of the repair type, such as Component."`
		Code         string `lua:"code,required" doc:"Failure code within the category, such as Defect Component."`
		Comment      string `lua:"comment" doc:"Free text, at most 5000 characters."`
		ComponentRef string `lua:"component_ref" doc:"Component reference, such as R55."`
		RefStepID    *int   `lua:"ref_step_id" doc:"Id of the test report's step; the one that failed the unit, or 0, when neither id nor name is given."`
		SubUnitIdx   *int   `lua:"sub_unit_idx" doc:"Index of the unit; 0, the unit itself, when not given."`
		SerialNumber string `lua:"serial_number" doc:"Serial number of the unit, instead of its index."`
		Idx          *int   `lua:"idx" doc:"Another name of sub_unit_idx."`
		componentArgs
	}
	subUnitFailureArgs struct {
		Category     string `lua:"category,required" doc:"Failure category of the repair type, such as Component."`
		Code         string `lua:"code,required" doc:"Failure code within the category, such as Defect Component."`
		SerialNumber string `lua:"serial_number" doc:"Serial number of the unit, instead of its index."`
		Idx          *int   `lua:"idx" doc:"Index of the unit; 0, the unit itself, when not given."`
		Comment      string `lua:"comment" doc:"Free text, at most 5000 characters."`
		ComponentRef string `lua:"component_ref" doc:"Component reference, such as R55."`
		failureDetails
	}
	failureDetails struct {
		RefStepID *int `lua:"ref_step_id" doc:"Id of the test report's step; the one that failed the unit, or 0, when neither id nor name is given."`
		componentArgs
	}
	componentArgs struct {
		RefStepName    string `lua:"ref_step_name" doc:"Name of the step, where the repair was made from the test report."`
		ComRef         string `lua:"com_ref" doc:"Another name of component_ref."`
		FuncBlock      string `lua:"func_block" doc:"Function block of the component."`
		ArtNumber      string `lua:"art_number" doc:"Article number of the component."`
		ArtRev         string `lua:"art_rev" doc:"Revision of the article."`
		ArtVendor      string `lua:"art_vendor" doc:"Vendor of the article."`
		ArtDescription string `lua:"art_description" doc:"Description of the article."`
	}
)

func (a mainFailureArgs) failure() unitFailureArgs {
	return unitFailureArgs{
		Category: a.Category, Code: a.Code, Comment: a.Comment, ComponentRef: a.ComponentRef, RefStepID: a.RefStepID, componentArgs: a.componentArgs,
	}
}

func (a subUnitFailureArgs) failure() unitFailureArgs {
	f := mainFailureArgs{a.Category, a.Code, a.Comment, a.ComponentRef, a.failureDetails}.failure()
	f.SerialNumber, f.Idx = a.SerialNumber, a.Idx
	return f
}

func addFailure(r *report.Report, a unitFailureArgs) (*report.Failure, error) {
	return r.AddFailure(report.UnitFailureArgs{
		SubUnitIdx: cmp.Or(a.SubUnitIdx, a.Idx), SerialNumber: a.SerialNumber,
		FailureArgs: report.FailureArgs{
			Category: a.Category, Code: a.Code, Comment: a.Comment, ComRef: orElse(a.ComRef, a.ComponentRef), FuncBlock: a.FuncBlock,
			RefStepID: a.RefStepID, RefStepName: a.RefStepName, ArtNumber: a.ArtNumber, ArtRev: a.ArtRev, ArtVendor: a.ArtVendor, ArtDescription: a.ArtDescription,
		},
	})
}

func addMainFailure(r *report.Report, a mainFailureArgs) (*report.Failure, error) {
	return addFailure(r, a.failure())
}

// attachArgs are a file in the order of pyWATS's attach_bytes.
type attachArgs struct {
	Name     string `lua:"name,required" doc:"File name."`
	Content  []byte `lua:"content,required" doc:"Content of the file."`
	MimeType string `lua:"mime_type" default:"application/octet-stream" doc:"MIME type of the content, such as image/png."`
}

type operationArgs struct {
	Code int    `lua:"code,required" doc:"Code of the operation."`
	Name string `lua:"name" doc:"Its name, exactly as the server has it; not needed."`
}

// repairMethods are the methods of a repair report.
func repairMethods() modules.Member {
	return modules.Methods(
		modules.Method("add_failure", "Add a failure to a unit of a repair report, the main unit unless another is named.", addFailure),
		modules.Method("add_failure_to_sub_unit", "Add a failure to a unit that is named by serial number or index.",
			func(r *report.Report, a subUnitFailureArgs) (*report.Failure, error) {
				return addFailure(r, a.failure())
			}),
		modules.Method("add_failure_to_main_unit", "Add a failure to the main unit of a repair report.", addMainFailure),
		modules.Method("add_main_failure", "Add a failure to the main unit of a repair report.", addMainFailure),
		look("get_all_failures", "The failures of all units.", (*report.Report).Failures),
		look("count_failures", "How many failures there are on all units.", func(r *report.Report) int { return len(r.Failures()) }),
		modules.Method("get_main_unit", "The repaired unit itself.", func(r *report.Report, _ noArguments) (*report.SubUnit, error) { return r.GetMainUnit() }),
		query("get_sub_unit", "The sub-unit with an index, or nil.", func(r *report.Report, in indexArgs) *report.SubUnit { return r.GetSubUnit(in.Idx) }),
		query("get_sub_unit_by_idx", "The sub-unit with an index, or nil; the same as get_sub_unit.", func(r *report.Report, in indexArgs) *report.SubUnit { return r.GetSubUnit(in.Idx) }),
		attaches("add_binary_data", "Attach a file to a repair report.", (*report.Report).AddBinaryData),
		attaches("add_attachment", "Attach a file to a repair report; the same as add_binary_data.", (*report.Report).AddBinaryData),
		modules.Method("attach_bytes", "Attach a file to a repair report, its name first.", func(r *report.Report, in attachArgs) (*report.BinaryData, error) {
			return r.AddBinaryData(report.FileArgs{Name: in.Name, Data: in.Content, ContentType: in.MimeType})
		}),
		modules.Method("link_to_uut", "Name the test report that a repair belongs to.", func(r *report.Report, in linkArgs) (struct{}, error) {
			return struct{}{}, r.LinkToUUT(in.UUTID)
		}),
		modules.Method("copy_misc_from_uut", "Take over a test report's misc infos.", func(r *report.Report, in copyArgs) (struct{}, error) {
			return struct{}{}, r.CopyMiscFromUUT(in.UUT)
		}),
		modules.Method("set_repair_process", "Set the repair operation.", func(r *report.Report, in operationArgs) (struct{}, error) {
			if r.UUR == nil {
				return struct{}{}, noRepair()
			}
			r.ProcessCode, r.ProcessName = &in.Code, in.Name
			return struct{}{}, nil
		}),
		modules.Method("set_test_operation", "Set the test operation that failed.", func(r *report.Report, in operationArgs) (struct{}, error) {
			if r.UUR == nil {
				return struct{}{}, noRepair()
			}
			r.UUR.ProcessCode, r.UUR.ProcessName = &in.Code, in.Name
			return struct{}{}, nil
		}),
	)
}

func noRepair() error { return fault.New(fault.Usage, "only a repair report has a repair operation") }

type indexArgs struct {
	Idx int `lua:"idx,required" doc:"Index of the unit; 0 is the unit itself."`
}

type linkArgs struct {
	UUTID string `lua:"uut_id,required" doc:"GUID of the test report."`
}

type copyArgs struct {
	UUT *report.Report `lua:"uut_report,required" doc:"The test report."`
}

// testOperation is the code of the test, of either kind of report.
func testOperation(r *report.Report) *int {
	if r.UUR != nil {
		return r.UUR.ProcessCode
	}
	return r.ProcessCode
}

// repairOperation is the code of the repair, nil for a test report.
func repairOperation(r *report.Report) *int {
	if r.UUR == nil {
		return nil
	}
	return r.ProcessCode
}

// uutGUID is the id of the test report that a repair refers to, nil for none.
func uutGUID(r *report.Report) *string {
	if r.UUR == nil || r.UUR.RefUUT == "" {
		return nil
	}
	return &r.UUR.RefUUT
}

func subUnitClass() *modules.Class {
	return modules.ClassOf("SubUnit", "A unit built into the unit of the report.", func(u *report.SubUnit) string { return "sub-unit " + u.PN + " " + u.SN },
		modules.Methods(
			modules.Method("add_failure", "Add a failure to this unit.", (*report.SubUnit).AddFailure),
			look("get_failures", "The failures of this unit.", func(u *report.SubUnit) []*report.Failure { return append([]*report.Failure{}, u.Failures...) }),
			look("has_failures", "Whether this unit has failures.", func(u *report.SubUnit) bool { return len(u.Failures) > 0 }),
		), subUnitExamples())
}
