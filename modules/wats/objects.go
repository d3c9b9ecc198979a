package wats

import (
	"fmt"

	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/report"
)

// query declares a method that takes arguments and cannot fail.
func query[T, In, Out any](name, doc string, f func(*T, In) Out) *modules.Function {
	return modules.Method(name, doc, func(o *T, in In) (Out, error) { return f(o, in), nil })
}

// look declares a method without arguments that cannot fail.
func look[T, Out any](name, doc string, f func(*T) Out) *modules.Function {
	return modules.Method(name, doc, func(o *T, _ noArguments) (Out, error) { return f(o), nil })
}

// reportClasses are the classes of the objects that a report is made of.
func reportClasses() []*modules.Class {
	return append([]*modules.Class{reportClass(), stepClass()}, partClasses()...)
}

func reportClass() *modules.Class {
	return modules.ClassOf("Report", "A test report (UUT) or a repair report (UUR), in memory until it is submitted.",
		func(r *report.Report) string {
			return fmt.Sprintf("report %s of %s %s: %s", r.ID, r.PN, r.SN, r.Result.Word())
		},
		modules.Setter("result", (*report.Report).SetResult),
		modules.Methods(
			modules.Method("get_root_sequence_call", "The root step, to which groups and steps are added.",
				func(r *report.Report, _ noArguments) (*report.Step, error) { return r.GetRootSequenceCall() }),
			modules.Method("add_misc_info", "Add a searchable fact, as text or number.", (*report.Report).AddMiscInfo),
			modules.Method("add_sub_unit", "Add a unit that is built into this one.", (*report.Report).AddSubUnit),
			modules.Method("add_asset", "Count the use of an asset.", (*report.Report).AddAsset),
			modules.Method("add_binary_data", "Attach a file to a repair report.", (*report.Report).AddBinaryData),
			modules.Method("attach_bytes", "Attach a file to a repair report; the same as add_binary_data.", (*report.Report).AddBinaryData),
			modules.Method("add_additional_data", "Add structured data of any depth.", (*report.Report).AddAdditionalData),
			modules.Method("add_failure", "Add a failure to a unit of a repair report, the main unit unless another is named.", (*report.Report).AddFailure),
			modules.Method("add_failure_to_sub_unit", "Add a failure to a unit of a repair report; the same as add_failure.", (*report.Report).AddFailureToSubUnit),
			modules.Method("add_main_failure", "Add a failure to the main unit of a repair report.", (*report.Report).AddMainFailure),
			look("get_all_failures", "The failures of all units.", (*report.Report).Failures),
			modules.Method("get_main_unit", "The repaired unit itself.", func(r *report.Report, _ noArguments) (*report.SubUnit, error) { return r.GetMainUnit() }),
			query("get_sub_unit", "The sub-unit with an index, or nil.", func(r *report.Report, in indexArgs) *report.SubUnit { return r.GetSubUnit(in.Idx) }),
			modules.Method("link_to_uut", "Name the test report that a repair belongs to.", func(r *report.Report, in linkArgs) (struct{}, error) {
				return struct{}{}, r.LinkToUUT(in.UUTID)
			}),
			modules.Method("copy_misc_from_uut", "Take over a test report's misc infos.", func(r *report.Report, in copyArgs) (struct{}, error) {
				return struct{}{}, r.CopyMiscFromUUT(in.UUT)
			}),
			look("validate", "All faults that the server would find, as a list of texts; empty when there are none.", validateReport),
			look("to_json", "The report in WSJF form.", func(r *report.Report) string { return string(r.Encode()) }),
			look("print_hierarchy", "The steps as an indented text.", func(r *report.Report) string {
				if r.Root == nil {
					return ""
				}
				return r.Root.PrintHierarchy()
			}),
		))
}

type indexArgs struct {
	Idx int `lua:"idx,required" doc:"Index of the unit; 0 is the unit itself."`
}

type linkArgs struct {
	UUTID string `lua:"uut_id,required" doc:"GUID of the test report."`
}

type copyArgs struct {
	UUT *report.Report `lua:"uut_report,required" doc:"The test report."`
}

func validateReport(r *report.Report) []string {
	faults := []string{}
	for _, v := range r.Validate(nil) {
		faults = append(faults, v.String())
	}
	return faults
}

func stepClass() *modules.Class {
	return modules.ClassOf("Step", "A step of a test report; one with a sequence holds further steps.",
		func(s *report.Step) string { return fmt.Sprintf("step %s: %s", s.GetStepPath(), s.Status.Word()) },
		modules.Setter("status", (*report.Step).SetStatus),
		modules.Methods(
			modules.Method("add_sequence_call", "Add a group of steps.", (*report.Step).AddSequenceCall),
			modules.Method("add_numeric_step", "Add a number, judged against its limits.", (*report.Step).AddNumericStep),
			modules.Method("add_multi_numeric_step", "Add a step of several numbers; add_measurement adds them.", (*report.Step).AddMultiNumericStep),
			modules.Method("add_boolean_step", "Add a pass/fail verdict.", (*report.Step).AddBooleanStep),
			modules.Method("add_pass_fail_step", "Add a pass/fail verdict; the same as add_boolean_step.", (*report.Step).AddPassFailStep),
			modules.Method("add_multi_boolean_step", "Add a step of several pass/fail verdicts; add_measurement adds them.", (*report.Step).AddMultiBooleanStep),
			modules.Method("add_string_step", "Add a text, judged against its limit.", (*report.Step).AddStringStep),
			modules.Method("add_multi_string_step", "Add a step of several texts; add_measurement adds them.", (*report.Step).AddMultiStringStep),
			modules.Method("add_action_step", "Add something that was done.", (*report.Step).AddActionStep),
			modules.Method("add_generic_step", "Add a step of any type.", (*report.Step).AddGenericStep),
			modules.Method("add_chart_step", "Add a step with a chart.", (*report.Step).AddChartStep),
			modules.Method("add_call_exe_step", "Add a program that was called, with its exit code.", (*report.Step).AddCallExeStep),
			modules.Method("add_message_popup_step", "Add a message with the operator's answer.", (*report.Step).AddMessagePopupStep),
			modules.Method("add_loop", "Add a loop; its iterations are added to what this returns.", (*report.Step).AddLoop),
			modules.Method("add_measurement", "Add a measurement to a multi step.", func(s *report.Step, a report.MeasurementArgs) (any, error) { return s.AddMeasurement(a) }),
			modules.Method("add_chart", "Add a chart to this step.", (*report.Step).AddChart),
			modules.Method("add_attachment", "Attach a file to this step.", (*report.Step).AddAttachment),
			modules.Method("add_additional_results", "Add structured data of any depth to this step.", (*report.Step).AddAdditionalResults),
			query("find_step", "The first step below this one that matches, or nil.", (*report.Step).FindStep),
			query("find_all_steps", "All steps below this one that match.", (*report.Step).FindAllSteps),
			query("get_failed_steps", "All failed steps below this one.", (*report.Step).GetFailedSteps),
			query("count_steps", "How many steps there are below this one.", (*report.Step).CountSteps),
			look("get_step_path", "The names from the root to this step, joined with /.", (*report.Step).GetStepPath),
			look("number", "The id that the server will give this step, for failures to refer to.", (*report.Step).Number),
			look("print_hierarchy", "This step and those below as an indented text.", (*report.Step).PrintHierarchy),
		))
}
