package wats

import (
	"fmt"

	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/report/wsxf"
)

// query declares a method that takes arguments and cannot fail.
func query[T, In, Out any](name, doc string, f func(*T, In) Out, opts ...modules.Option) *modules.Function {
	return modules.Method(name, doc, func(o *T, in In) (Out, error) { return f(o, in), nil }, opts...)
}

// look declares a method without arguments that cannot fail.
func look[T, Out any](name, doc string, f func(*T) Out, opts ...modules.Option) *modules.Function {
	return modules.Method(name, doc, func(o *T, _ noArguments) (Out, error) { return f(o), nil }, opts...)
}

// property declares a property that is read and assigned by functions.
func property[T, V any](name, doc string, get func(*T) V, set func(*T, V)) modules.Member {
	return func(c *modules.Class) {
		modules.Getter(name, doc, get)(c)
		modules.Setter(name, func(o *T, v V) error {
			set(o, v)
			return nil
		})(c)
	}
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
		modules.Getter("test_operation_code", "Code of the test operation, of a repair report that of the test that failed.", testOperation),
		modules.Getter("repair_process_code", "Code of the repair operation; nil for a test report.", repairOperation),
		modules.Getter("uut_guid", "GUID of the test report that a repair report refers to.", uutGUID),
		modules.Getter("failures", "The failures of all units.", (*report.Report).Failures),
		property("mode", "active judges what is added from now on, import takes statuses as given.", (*report.Report).Mode, (*report.Report).SetMode),
		repairMethods(),
		modules.Methods(
			modules.Method("get_root_sequence_call", "The root step, to which groups and steps are added.",
				func(r *report.Report, _ noArguments) (*report.Step, error) { return r.GetRootSequenceCall() }),
			modules.Method("add_misc_info", "Add a searchable fact, as text or number.", (*report.Report).AddMiscInfo),
			modules.Method("add_sub_unit", "Add a unit that is built into this one.", (*report.Report).AddSubUnit),
			modules.Method("add_asset", "Count the use of an asset.", (*report.Report).AddAsset),
			modules.Method("add_additional_data", "Add structured data of any depth.", (*report.Report).AddAdditionalData),
			look("validate", "All faults that the server would find, as a list of texts; empty when there are none.", validateReport),
			look("to_json", "The report in WSJF form.", func(r *report.Report) string { return string(r.Encode()) }),
			modules.Method("to_xml", "The report in WSXF form.", func(r *report.Report, _ noArguments) ([]byte, error) { return wsxf.Encode(r) }),
			look("print_hierarchy", "The steps as an indented text.", func(r *report.Report) string {
				if r.Root == nil {
					return ""
				}
				return r.Root.PrintHierarchy()
			}),
		),
		reportExamples())
}

func validateReport(r *report.Report) []string {
	faults := []string{}
	for _, v := range r.Validate(nil) {
		faults = append(faults, v.String())
	}
	return faults
}

func stepClass() *modules.Class {
	members := append(measured(),
		modules.Setter("status", (*report.Step).SetStatus),
		modules.Getter("parent", "The step that holds this one; nil for the root.", (*report.Step).Parent),
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
			modules.Method("add_measurement", "Add a measurement to a multi step.", func(s *report.Step, a report.MeasurementArgs) (any, error) { return s.AddMeasurement(a) },
				modules.Returns(&modules.Type{Kind: modules.Any, Name: "NumericMeas|StringMeas|BooleanMeas"})),
			modules.Method("add_chart", "Add a chart to this step.", addChart),
			attaches("add_attachment", "Attach a file to this step.", (*report.Step).AddAttachment),
			modules.Method("add_additional_results", "Add structured data of any depth to this step.", (*report.Step).AddAdditionalResults),
			query("find_step", "The first step below this one that matches, or nil.", findStep),
			query("find_all_steps", "All steps below this one that match.", (*report.Step).FindAllSteps),
			query("get_failed_steps", "All failed steps below this one.", (*report.Step).GetFailedSteps),
			query("count_steps", "How many steps there are below this one.", (*report.Step).CountSteps),
			modules.Method("propagate_failure", "Give a failure of this step to the steps above it, also to those that it was kept from.", propagate),
			modules.Method("validate_step", "Whether a server would take the step, and its verdicts are what values and limits say: true or false, and a list of what is wrong.", validateStep,
				modules.Returns(modules.Values(
					modules.Field{Name: "ok", Type: typeOf[bool](), Doc: "The verdict."},
					modules.Field{Name: "problems", Type: typeOf[[]string](), Doc: "What is wrong."}))),
			look("get_step_path", "The names from the root to this step, joined with /.", (*report.Step).GetStepPath),
			look("number", "The id that the server will give this step, for failures to refer to.", (*report.Step).Number),
			look("print_hierarchy", "This step and those below as an indented text.", (*report.Step).PrintHierarchy),
		), stepExamples())
	return modules.ClassOf("Step", "A step of a test report; one with a sequence holds further steps.",
		func(s *report.Step) string { return fmt.Sprintf("step %s: %s", s.GetStepPath(), s.Status.Word()) }, members...)
}

// findArgs are pyWATS's arguments of find_step.
type findArgs struct {
	Name      string `lua:"name,required" doc:"Name of the step."`
	Recursive *bool  `lua:"recursive" default:"true" doc:"Whether to look below the direct children too."`
	StepType  string `lua:"step_type" doc:"Type of the step, such as ET_NLT."`
}

func findStep(s *report.Step, in findArgs) *report.Step {
	return s.FindStep(report.FindArgs{Name: in.Name, StepType: in.StepType, Recursive: in.Recursive})
}

// chartArgs are a chart in pyWATS's order and words.
type chartArgs struct {
	ChartType  report.ChartType    `lua:"chart_type" default:"Line" doc:"Line, LineLogXY, LineLogX or LineLogY."`
	ChartLabel string              `lua:"chart_label" doc:"Title of the chart."`
	XLabel     string              `lua:"x_label" default:"X" doc:"Title of the x axis."`
	XUnit      string              `lua:"x_unit" doc:"Unit of the x axis."`
	YLabel     string              `lua:"y_label" default:"Y" doc:"Title of the y axis."`
	YUnit      string              `lua:"y_unit" doc:"Unit of the y axis."`
	Series     []report.SeriesArgs `lua:"series" doc:"The plots; add_series adds more."`
	Label      string              `lua:"label" doc:"Another name of chart_label."`
}

func addChart(s *report.Step, in chartArgs) (*report.Chart, error) {
	return s.AddChart(report.ChartArgs{
		ChartType: in.ChartType, Label: orElse(in.ChartLabel, in.Label), XLabel: in.XLabel, XUnit: in.XUnit, YLabel: in.YLabel, YUnit: in.YUnit, Series: in.Series,
	})
}

// propagate raises the steps above one by one: setting a status carries a failure up.
func propagate(s *report.Step, _ noArguments) (struct{}, error) {
	for up := s.Parent(); s.Status.IsFailure() && up != nil; up = up.Parent() {
		if up.Status.IsFailure() {
			continue
		}
		if err := up.SetStatus(report.Failed); err != nil {
			return struct{}{}, err
		}
	}
	return struct{}{}, nil
}
