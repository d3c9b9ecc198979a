package wats

import (
	"fmt"

	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/report"
)

// partClasses are the classes of what reports and steps hold.
func partClasses() []*modules.Class {
	return append(stepParts(), reportParts()...)
}

func stepParts() []*modules.Class {
	return []*modules.Class{
		modules.ClassOf("NumericMeas", "A number with its limits.", func(m *report.NumericMeas) string { return "measurement " + m.Name },
			modules.Setter("status", (*report.NumericMeas).SetStatus), judged("value", "comp_op", "low_limit", "high_limit"),
			modules.Methods(
				modules.Method("calculate_status", "P or F, as the limits say, whatever the status is.", numericVerdict),
				modules.Method("validate_against_limits", "Whether the value passes its limits, whatever the status is.", passes(numericVerdict))),
			modules.Illustrate(numericMeasurement, map[string]modules.Example{
				"calculate_status":        {Code: `measurement:calculate_status()`, Result: `"P"`},
				"validate_against_limits": {Code: `measurement:validate_against_limits()`, Result: `true`},
			})),
		modules.ClassOf("StringMeas", "A text with its limit.", func(m *report.StringMeas) string { return "measurement " + m.Name },
			modules.Setter("status", (*report.StringMeas).SetStatus), judged("value", "comp_op", "limit"),
			modules.Methods(
				modules.Method("calculate_status", "P or F, as the limit says, whatever the status is.", stringVerdict),
				modules.Method("validate_against_limit", "Whether the value passes its limit, whatever the status is.", passes(stringVerdict))),
			modules.Illustrate(stringMeasurement, map[string]modules.Example{
				"calculate_status":       {Code: `measurement:calculate_status()`, Result: `"P"`},
				"validate_against_limit": {Code: `measurement:validate_against_limit()`, Result: `true`},
			})),
		modules.ClassOf("BooleanMeas", "A verdict without a value.", func(m *report.BooleanMeas) string { return "measurement " + m.Name },
			modules.Setter("status", (*report.BooleanMeas).SetStatus),
			modules.Methods(query("validate_against_expected", "Whether the verdict is the expected one.", asExpected)),
			modules.Illustrate(booleanMeasurement, map[string]modules.Example{
				"validate_against_expected": {Code: `measurement:validate_against_expected(true)`, Result: `true`},
			})),
		modules.ClassOf("Chart", "A diagram of up to 10 series.", func(c *report.Chart) string { return "chart " + c.Label },
			modules.Methods(modules.Method("add_series", "Add a plot.", (*report.Chart).AddSeries)),
			modules.Illustrate(rootStep+"local chart = step:add_chart_step(\"Start-up\").chart\n", map[string]modules.Example{
				"add_series": {Code: `chart:add_series{name = "3V3", x_data = {0, 1, 2}, y_data = {0, 2.1, 3.3}}.y_data`, Result: `"0;2.1;3.3"`},
			})),
		modules.ClassOf("Series", "One plot of a chart.", func(s *report.Series) string { return "series " + s.Name }),
		modules.ClassOf("Attachment", "A file on a step.", func(a *report.Attachment) string { return "attachment " + a.Name },
			modules.Methods(modules.Method("get_bytes", "The content.", func(a *report.Attachment, _ noArguments) ([]byte, error) { return a.Bytes() })),
			modules.Illustrate(rootStep+"local file = step:add_action_step(\"Log\"):add_attachment{name = \"log.txt\", data = \"all well\"}\n", map[string]modules.Example{
				"get_bytes": {Code: `file:get_bytes()`, Result: `"all well"`},
			})),
		modules.ClassOf("Loop", "The counters of a loop's summary, or the index of an iteration.", func(*report.Loop) string { return "loop" }),
		modules.ClassOf("LoopRun", "A loop under way; each call adds an iteration.", func(l *report.LoopRun) string { return fmt.Sprintf("loop of %d iterations", len(l.Iterations())) },
			modules.Getter("summary", "The step that sums the loop up.", (*report.LoopRun).Summary),
			modules.Getter("iterations", "The iterations so far.", (*report.LoopRun).Iterations),
			modules.Methods(
				modules.Method("add_numeric_step", "Add an iteration: a number, judged against its limits.", (*report.LoopRun).AddNumericStep),
				modules.Method("add_string_step", "Add an iteration: a text, judged against its limit.", (*report.LoopRun).AddStringStep),
				modules.Method("add_boolean_step", "Add an iteration: a pass/fail verdict.", (*report.LoopRun).AddBooleanStep),
				modules.Method("add_pass_fail_step", "Add an iteration: a pass/fail verdict; the same as add_boolean_step.", (*report.LoopRun).AddBooleanStep),
				modules.Method("add_action_step", "Add an iteration: something that was done.", (*report.LoopRun).AddActionStep),
				modules.Method("add_sequence_call", "Add an iteration: a group of steps.", (*report.LoopRun).AddSequenceCall),
			),
			loopExamples()),
		modules.ClassOf("Sequence", "The sequence that a container step calls.", func(*report.Sequence) string { return "sequence" }),
		modules.ClassOf("CallExe", "The result of a program that was called.", func(*report.CallExe) string { return "call of a program" }),
		modules.ClassOf("MessagePopup", "The answer to a message.", func(m *report.MessagePopup) string { return "message " + m.Response }),
	}
}

func reportParts() []*modules.Class {
	return []*modules.Class{
		modules.ClassOf("UUT", "What belongs to a test report only.", func(*report.UUT) string { return "test information" }),
		modules.ClassOf("UUR", "What belongs to a repair report only.", func(*report.UUR) string { return "repair information" }),
		modules.ClassOf("RefUUR", "A repair report that refers to a test.", func(r *report.RefUUR) string { return "repair " + r.ID }),
		modules.ClassOf("MiscInfo", "A searchable fact about the unit or the run.", func(m *report.MiscInfo) string { return "misc info " + m.Description }),
		subUnitClass(),
		modules.ClassOf("Failure", "One fault found by a repair.", func(f *report.Failure) string { return "failure " + f.Category + "/" + f.Code },
			modules.Methods(attaches("add_attachment", "Attach a file that shows the failure.", (*report.Failure).AddAttachment)),
			modules.Illustrate(repairReport+"local failure = repair:add_failure(\"Component\", \"Defect Component\")\n", map[string]modules.Example{
				"add_attachment": {Code: `failure:add_attachment{name = "R55.png", data = "...", content_type = "image/png"}.name`, Result: `"R55.png"`},
			})),
		modules.ClassOf("BinaryData", "A file attached to a repair report or a failure.", func(b *report.BinaryData) string { return "file " + b.Name },
			modules.Methods(modules.Method("get_bytes", "The content.", func(b *report.BinaryData, _ noArguments) ([]byte, error) { return b.Bytes() })),
			modules.Illustrate(repairReport+"local file = repair:add_attachment{name = \"note.txt\", data = \"replaced R55\"}\n", map[string]modules.Example{
				"get_bytes": {Code: `file:get_bytes()`, Result: `"replaced R55"`},
			})),
		modules.ClassOf("ReportAsset", "Equipment that was used and is counted.", func(a *report.Asset) string { return "asset " + a.AssetSN }),
		modules.ClassOf("AssetStats", "State of an asset after the report.", func(a *report.AssetStats) string { return "asset " + a.AssetSN }),
		modules.ClassOf("AdditionalData", "A named tree of properties.", func(a *report.AdditionalData) string { return "additional data " + a.Name }),
		modules.ClassOf("Property", "A node of additional data.", func(p *report.Property) string { return "property " + p.Name }),
		modules.ClassOf("Array", "Elements of a property of type Array.", func(*report.Array) string { return "array" }),
		modules.ClassOf("ArrayIndex", "One element of an array.", func(a *report.ArrayIndex) string { return "element " + a.Text }),
	}
}
