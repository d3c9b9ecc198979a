package report

import (
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
)

// StepArgs are the arguments that all steps have in common.
type StepArgs struct {
	Name        string `lua:"name,required" doc:"Name of the step, at most 100 characters."`
	OutcomeArgs `lua:",last"`
	ID          *int  `lua:"id,last" doc:"Order number, unique in the report; on all steps or on none. The server numbers steps without one."`
	Group       Group `lua:"group,last" default:"M" doc:"Setup, Main or Cleanup."`

	FailParentOnFailure *bool `lua:"fail_parent_on_failure,last" default:"true" doc:"Whether a failure goes up to the parents and the report."`
}

// OutcomeArgs say how a step went.
type OutcomeArgs struct {
	Status       Status   `lua:"status" doc:"Verdict as a letter or a word; judged from the limits when not given, Passed where there is nothing to judge."`
	ErrorCode    *int     `lua:"error_code" doc:"Error code, shown only together with error_message."`
	ErrorMessage string   `lua:"error_message" doc:"Error text; what is longer than 200 characters is cut off."`
	ReportText   string   `lua:"report_text" doc:"Free text; HTML is displayed."`
	Start        Time     `lua:"start" doc:"Start of the step, ISO 8601."`
	TotTime      *float64 `lua:"tot_time" doc:"Duration of the step in seconds."`
}

// step makes a step of a type, without its data and its place.
func (a StepArgs) step(stepType string) (*Step, error) {
	name, err := required("name", a.Name)
	if err != nil {
		return nil, err
	}
	s := &Step{
		Name: name, StepType: stepType, ID: a.ID, Group: a.Group, ErrorCode: a.ErrorCode, ReportText: a.ReportText,
		ErrorMessage: cut(a.ErrorMessage, 200), Start: a.Start, TotTime: a.TotTime, Status: Passed,
		keepParent: a.FailParentOnFailure != nil && !*a.FailParentOnFailure,
	}
	if s.Group == "" {
		s.Group = Main
	}
	return s, nil
}

// cut is the text with at most so many UTF-16 units: error texts come from elsewhere, and a long one must not cost the
// report.
func cut(text string, most int) string {
	units := 0
	for i, r := range text {
		if units++; r > 0xFFFF {
			units++
		}
		if units > most {
			return text[:i]
		}
	}
	return text
}

// add puts a step below a sequence call and gives it its status, or, when none is given, what the judge says.
func (s *Step) add(child *Step, status Status, judge func() (Status, error)) (*Step, error) {
	if s.Sequence == nil {
		return nil, fault.New(fault.Usage, "step %s is not a sequence call and cannot hold steps", s.Name).WithHint("use add_sequence_call")
	}
	if status == "" && judge != nil && s.report.active() {
		var err error
		if status, err = judge(); err != nil {
			return nil, within("step "+child.Name, err)
		}
	}
	if status == "" {
		status = Passed
	}
	child.adoptedBy(s, s.report)
	if err := child.check(status); err != nil {
		return nil, err
	}
	s.Steps = append(s.Steps, child)
	return child, child.SetStatus(status)
}

// check refuses a step that no server would take, before it is part of the report.
func (s *Step) check(status Status) error {
	if status == Done && s.measurementCount() > 0 {
		return fault.New(fault.Validation, "step %s cannot be Done: it has measurements", s.Name).WithHint("use Passed")
	}
	return checkTexts("step", s.Name, s)
}

// SequenceCallArgs describe a container of steps.
type SequenceCallArgs struct {
	StepArgs
	FileName string `lua:"file_name" doc:"Name of the sequence; the step's name when not given."`
	Path     string `lua:"path" doc:"Where the sequence comes from; the report's root sequence when not given."`
	Version  string `lua:"version" doc:"Version of the sequence; the parent's when not given."`
}

// AddSequenceCall adds a container of steps.
func (s *Step) AddSequenceCall(a SequenceCallArgs) (*Step, error) {
	child, err := a.step("SequenceCall")
	if err != nil {
		return nil, err
	}
	child.Sequence = s.callFor(a)
	return s.add(child, a.Status, nil)
}

// callFor fills what the arguments leave out from the sequence that calls.
func (s *Step) callFor(a SequenceCallArgs) *Sequence {
	q := &Sequence{Path: optional(a.Path), Name: optional(a.FileName), Version: optional(a.Version)}
	if q.Name == nil {
		q.Name = ptr(strings.TrimSpace(a.Name))
	}
	if q.Path == nil && s.Sequence != nil {
		q.Path = s.Sequence.Path
	}
	if q.Version == nil && s.Sequence != nil {
		q.Version = s.Sequence.Version
	}
	return q
}

// ActionStepArgs describe a step that does something and measures nothing.
type ActionStepArgs struct {
	StepArgs
}

// AddActionStep adds a step of type Action.
func (s *Step) AddActionStep(a ActionStepArgs) (*Step, error) {
	child, err := a.step("Action")
	if err != nil {
		return nil, err
	}
	return s.add(child, a.Status, nil)
}

// GenericStepArgs describe a step of any type.
type GenericStepArgs struct {
	StepArgs
	StepType string `lua:"step_type,required" doc:"Type of the step, which selects its icon, such as NI_Wait, Label or Statement."`
}

// AddGenericStep adds a step of any type without a measurement.
func (s *Step) AddGenericStep(a GenericStepArgs) (*Step, error) {
	stepType, err := required("step_type", a.StepType)
	if err != nil {
		return nil, err
	}
	child, err := a.step(stepType)
	if err != nil {
		return nil, err
	}
	return s.add(child, a.Status, nil)
}

// CallExeStepArgs describe a program that was called.
type CallExeStepArgs struct {
	StepArgs
	ExitCode       float64 `lua:"exit_code,required" doc:"Exit code of the program."`
	ExitCodeFormat string  `lua:"exit_code_format" doc:"printf format that displays the exit code."`
}

// AddCallExeStep adds a step that called a program. The exit code is recorded, not judged.
func (s *Step) AddCallExeStep(a CallExeStepArgs) (*Step, error) {
	child, err := a.step("CallExecutable")
	if err != nil {
		return nil, err
	}
	child.CallExe = &CallExe{ExitCode: &a.ExitCode, ExitCodeFormat: a.ExitCodeFormat}
	return s.add(child, a.Status, nil)
}

// MessagePopupStepArgs describe a message that was shown to the operator.
type MessagePopupStepArgs struct {
	StepArgs
	Response string `lua:"response" doc:"Text that the operator typed, at most 200 characters."`
	Button   *int   `lua:"button" doc:"Number of the button that was pressed."`
}

// AddMessagePopupStep adds a step that showed a message.
func (s *Step) AddMessagePopupStep(a MessagePopupStepArgs) (*Step, error) {
	child, err := a.step("MessagePopup")
	if err != nil {
		return nil, err
	}
	child.MessagePopup = &MessagePopup{Response: a.Response, Button: a.Button}
	return s.add(child, a.Status, nil)
}

// AddAttachment puts a file on the step. A step holds one file or one chart.
func (s *Step) AddAttachment(a FileArgs) (*Attachment, error) {
	if s.Attachment != nil || s.Chart != nil {
		return nil, fault.New(fault.Usage, "step %s has a %s already", s.Name, s.display()).WithHint("add a step for each file")
	}
	b, err := a.binary()
	if err != nil {
		return nil, err
	}
	file := &Attachment{Name: b.Name, ContentType: b.ContentType, Data: b.Data}
	if err := checkTexts("file", b.Name, file); err != nil {
		return nil, err
	}
	s.Attachment = file
	return file, nil
}

// display names what the step shows besides its measurements.
func (s *Step) display() string {
	if s.Chart != nil {
		return "chart"
	}
	return "file"
}
