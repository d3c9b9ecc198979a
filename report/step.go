package report

// Step is a node of a test report. Which measurement array is there decides its kind, never StepType, which only selects
// an icon. A step with Sequence is a container of further steps.
type Step struct {
	object

	ID                   *int              `json:"id" range:"int32" lua:"id" doc:"Order number, unique in the report; on all steps or on none. The server numbers steps without one."`
	Group                Group             `json:"group" oneof:"S M C" lua:"group" doc:"S setup, M main, C cleanup."`
	StepType             string            `json:"stepType" max:"100" lua:"step_type" doc:"Type name, which selects the icon."`
	Loop                 *Loop             `json:"loop" lua:"loop,readonly" doc:"Counters of a loop's summary, or the index of an iteration."`
	Name                 string            `json:"name" max:"100" lua:"name" doc:"Name of the step."`
	Start                Time              `json:"start" lua:"start" doc:"Start of the step; read it as wall time."`
	Status               Status            `json:"status" oneof:"P F D S E T U" lua:"status,set" doc:"P passed, F failed, D done, S skipped, E error, T terminated."`
	ErrorCode            *int              `json:"errorCode" range:"int32" lua:"error_code" doc:"Error code, shown only together with error_message."`
	ErrorCodeFormat      string            `json:"errorCodeFormat" lua:"error_code_format" doc:"printf format that displays error_code."`
	ErrorMessage         string            `json:"errorMessage" max:"200" lua:"error_message" doc:"Error text, independent of the status."`
	TsGUID               string            `json:"tsGuid" max:"30" lua:"ts_guid" doc:"TestStand's unique id of the step."`
	TotTime              *float64          `json:"totTime" lua:"tot_time" doc:"Duration of the step in seconds."`
	TotTimeFormat        string            `json:"totTimeFormat" lua:"tot_time_format" doc:"printf format that displays tot_time."`
	InteractiveExeNum    *int              `json:"interactiveExeNum" range:"int32" lua:"interactive_exe_num" doc:"Number of the interactive execution."`
	InteractiveExeFormat string            `json:"interactiveExeNumFormat" lua:"interactive_exe_num_format" doc:"printf format that displays interactive_exe_num."`
	CausedSeqFailure     *bool             `json:"causedSeqFailure" lua:"caused_seq_failure" doc:"Whether this step failed its sequence."`
	CausedUUTFailure     *bool             `json:"causedUUTFailure,false" lua:"caused_uut_failure" doc:"Whether this step failed the unit; the server marks one when nobody did."`
	ReportText           string            `json:"reportText" max:"100000" lua:"report_text" doc:"Free text; HTML is displayed."`
	AdditionalResults    []*AdditionalData `json:"additionalResults,nonempty" level:"7" lua:"additional_results,readonly" doc:"Structured data of any depth."`
	Steps                []*Step           `json:"steps,nonempty" lua:"steps,readonly" doc:"The steps of a sequence call, in order."`
	NumericMeas          []*NumericMeas    `json:"numericMeas,nonempty" level:"5" lua:"numeric_meas,readonly" doc:"Numeric measurements, in order of display."`
	StringMeas           []*StringMeas     `json:"stringMeas,nonempty" level:"5" lua:"string_meas,readonly" doc:"String measurements, in order of display."`
	BooleanMeas          []*BooleanMeas    `json:"booleanMeas,nonempty" level:"5" lua:"boolean_meas,readonly" doc:"Pass/fail measurements, in order of display."`
	Chart                *Chart            `json:"chart" level:"6" lua:"chart,readonly" doc:"A chart; not together with an attachment."`
	Attachment           *Attachment       `json:"attachment" level:"4" lua:"attachment,readonly" doc:"A file; not together with a chart."`
	CallExe              *CallExe          `json:"callExe" level:"5" lua:"call_exe,readonly" doc:"The result of a program that was called."`
	MessagePopup         *MessagePopup     `json:"messagePopup" level:"5" lua:"message_popup,readonly" doc:"The answer to a message."`
	Sequence             *Sequence         `json:"seqCall" lua:"sequence,readonly" doc:"The sequence that a container step calls."`

	parent     *Step
	report     *Report
	loopRun    *LoopRun // the loop that this step is an iteration of, while building
	follows    bool     // the status is that of the measurements: nobody gave another
	keepParent bool     // fail_parent_on_failure = false: failures stay here
}

// Sequence names the sequence that a container step calls.
type Sequence struct {
	object

	Path    *string `json:"path,null" max:"500" lua:"path" doc:"Where the sequence comes from."`
	Name    *string `json:"name,null" max:"200" lua:"file_name" doc:"Name of the sequence or its file."`
	Version *string `json:"version,null" max:"30" lua:"version" doc:"Version of the sequence."`
}

// Loop marks a step of a loop: the summary carries the counters, an iteration its index.
type Loop struct {
	object

	Idx         *int `json:"idx,null" range:"int16" lua:"index" doc:"Index of an iteration, from 0; absent on the summary."`
	Num         *int `json:"num,null" range:"int16" lua:"count" doc:"Number of iterations, on the summary."`
	EndingIndex *int `json:"endingIndex,null" range:"int16" lua:"ending_index" doc:"Highest index, on the summary."`
	Passed      *int `json:"passed,null" range:"int16" lua:"passed" doc:"Number of passed iterations, on the summary."`
	Failed      *int `json:"failed,null" range:"int16" lua:"failed" doc:"Number of failed iterations, on the summary."`
}

// NumericMeas is a number with its limits. A step with a single one must not name it.
type NumericMeas struct {
	object

	CompOp          CompOp   `json:"compOp,operator" max:"10" lua:"comp_op" doc:"How the value is compared with the limits."`
	Name            string   `json:"name,null" max:"100" lua:"name" doc:"Name, unique in a step with several measurements; not sent for a single one."`
	Status          Status   `json:"status,null" oneof:"P F S" lua:"status,set" doc:"P, F or S."`
	Unit            string   `json:"unit,null" max:"20" lua:"unit" doc:"Unit of value and limits."`
	Value           *float64 `json:"value,null" lua:"value" doc:"The measured value; may be NaN or infinite."`
	ValueFormat     string   `json:"valueFormat" lua:"value_format" doc:"printf format that displays the value."`
	HighLimit       *float64 `json:"highLimit,null" lua:"high_limit" doc:"The upper limit of a range operator."`
	HighLimitFormat string   `json:"highLimitFormat" lua:"high_limit_format" doc:"printf format that displays the upper limit."`
	LowLimit        *float64 `json:"lowLimit,null" lua:"low_limit" doc:"The limit of a single-limit operator (also of LT and LE), else the lower limit."`
	LowLimitFormat  string   `json:"lowLimitFormat" lua:"low_limit_format" doc:"printf format that displays the lower limit."`

	step *Step
}

// StringMeas is a text with its limit. A step with a single one must not name it.
type StringMeas struct {
	object

	CompOp CompOp  `json:"compOp,operator" max:"10" lua:"comp_op" doc:"How the value is compared with the limit."`
	Name   string  `json:"name,null" max:"100" lua:"name" doc:"Name, unique in a step with several measurements; not sent for a single one."`
	Status Status  `json:"status,null" oneof:"P F S" lua:"status,set" doc:"P, F or S."`
	Value  *string `json:"value,null" max:"100" lua:"value" doc:"The measured text, may be empty."`
	Limit  *string `json:"limit,null" max:"100" lua:"limit" doc:"The text to compare with."`

	step *Step
}

// BooleanMeas is a verdict without a value. A step with a single one must not name it.
type BooleanMeas struct {
	object

	Name   string `json:"name,null" max:"100" lua:"name" doc:"Name, unique in a step with several measurements; not sent for a single one."`
	Status Status `json:"status,null" oneof:"P F S" lua:"status,set" doc:"P, F or S."`

	step *Step
}

// Chart is a diagram of up to 10 series.
type Chart struct {
	object

	ChartType ChartType `json:"chartType" max:"30" lua:"chart_type" doc:"Line, LineLogXY, LineLogX or LineLogY."`
	Label     string    `json:"label,null" max:"100" lua:"label" doc:"Title of the chart."`
	XLabel    string    `json:"xLabel,null" max:"50" lua:"x_label" doc:"Title of the x axis."`
	XUnit     string    `json:"xUnit,null" max:"20" lua:"x_unit" doc:"Unit of the x axis."`
	YLabel    string    `json:"yLabel,null" max:"50" lua:"y_label" doc:"Title of the y axis."`
	YUnit     string    `json:"yUnit,null" max:"20" lua:"y_unit" doc:"Unit of the y axis."`
	Series    []*Series `json:"series" lua:"series,readonly" doc:"The plots of the chart, at most 10."`
}

// Series is one plot of a chart, up to 10 000 points. Data are numbers joined with ";" and without x they count from 0.
type Series struct {
	object

	DataType string  `json:"dataType,null" max:"10" lua:"data_type" doc:"Always XYG."`
	Name     string  `json:"name,null" max:"100" lua:"name" doc:"Name of the plot."`
	XData    *string `json:"xdata,null,chart" lua:"x_data,readonly" doc:"x values joined with semicolons."`
	YData    *string `json:"ydata,null,chart" lua:"y_data,readonly" doc:"y values joined with semicolons."`
}

// Attachment is a file on a step.
type Attachment struct {
	object

	Name        string `json:"name" max:"100" lua:"name" doc:"File name."`
	ContentType string `json:"contentType" max:"100" lua:"content_type" doc:"MIME type of the content."`
	Data        string `json:"data" lua:"data,readonly" doc:"Content in base64."`
}

// CallExe is the result of a program that a step called.
type CallExe struct {
	object

	ExitCode       *float64 `json:"exitCode" lua:"exit_code" doc:"Exit code of the program."`
	ExitCodeFormat string   `json:"exitCodeFormat" lua:"exit_code_format" doc:"printf format that displays the exit code."`
}

// MessagePopup is the answer to a message that a step showed.
type MessagePopup struct {
	object

	Response     string `json:"response,null" max:"200" lua:"response" doc:"Text that the operator typed."`
	Button       *int   `json:"button" range:"int16" lua:"button" doc:"Number of the button that was pressed."`
	ButtonFormat string `json:"buttonFormat" lua:"button_format" doc:"printf format that displays the button."`
}
