package report

import (
	"fmt"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
)

// NumericArgs describe a measured number.
type NumericArgs struct {
	Value       float64  `lua:"value,required" doc:"The measured value."`
	Unit        string   `lua:"unit" doc:"Unit of value and limits, at most 20 characters."`
	CompOp      CompOp   `lua:"comp_op" doc:"How the value is compared: EQ NE GT GE LT LE with low_limit, GELE GELT GTLE GTLT inside and LTGT LTGE LEGT LEGE outside of two limits, LOG not at all. Required with limits; LOG without."`
	LowLimit    *float64 `lua:"low_limit" doc:"The limit of EQ NE GT GE LT LE, else the lower limit."`
	HighLimit   *float64 `lua:"high_limit" doc:"The upper limit of an operator with two limits."`
	ValueFormat string   `lua:"value_format" doc:"printf format that displays the value, such as %.3f."`
}

func (a NumericArgs) measurement() *NumericMeas {
	op, _ := a.CompOp.Canonical()
	return &NumericMeas{
		CompOp: op, Unit: strings.TrimSpace(a.Unit), Value: &a.Value, ValueFormat: a.ValueFormat,
		LowLimit: a.LowLimit, HighLimit: a.HighLimit,
	}
}

// judge compares the value. Limits that would silently not be looked at are faults: they would pass bad units.
func (a NumericArgs) judge() (Status, error) {
	if a.CompOp == "" && (a.LowLimit != nil || a.HighLimit != nil) {
		return "", fault.New(fault.Validation, "comp_op is missing: there are limits").
			WithHint("use GELE for low <= value <= high, or LOG to record the value without a verdict")
	}
	op, _ := a.CompOp.Canonical()
	if _, high := op.Limits(); op != LOG && !high && a.HighLimit != nil {
		return "", fault.New(fault.Validation, "high_limit cannot be given: comp_op %s compares with low_limit only", op).
			WithHint("use an operator with two limits, such as GELE")
	}
	if _, two := op.Limits(); two && a.LowLimit != nil && a.HighLimit != nil && *a.LowLimit > *a.HighLimit {
		return "", fault.New(fault.Validation, "low_limit %v is above high_limit %v", *a.LowLimit, *a.HighLimit).
			WithHint("exchange them; %s compares with a lower and an upper limit", op)
	}
	return verdictOf(EvaluateNumeric(op, a.Value, a.LowLimit, a.HighLimit))
}

func verdictOf(pass bool, err error) (Status, error) {
	switch {
	case err != nil:
		return "", err
	case pass:
		return Passed, nil
	}
	return Failed, nil
}

// StringArgs describe a measured text.
type StringArgs struct {
	Value  string  `lua:"value,required" doc:"The measured text, at most 100 characters."`
	CompOp CompOp  `lua:"comp_op" doc:"How the text is compared: CASESENSIT or EQ, IGNORECASE, NE, or LOG for not at all. Required with a limit; LOG without."`
	Limit  *string `lua:"limit" doc:"The text to compare with."`
}

func (a StringArgs) measurement() *StringMeas {
	op, _ := a.CompOp.Canonical()
	return &StringMeas{CompOp: op, Value: &a.Value, Limit: a.Limit}
}

func (a StringArgs) judge() (Status, error) {
	if a.CompOp == "" && a.Limit != nil {
		return "", fault.New(fault.Validation, "comp_op is missing: there is a limit").
			WithHint("use CASESENSIT or IGNORECASE, or LOG to record the text without a verdict")
	}
	return verdictOf(EvaluateString(a.CompOp, a.Value, a.Limit))
}

// BooleanArgs describe a verdict.
type BooleanArgs struct {
	Value *bool `lua:"value" doc:"true passes, false fails. Give it, or a status."`
}

func (a BooleanArgs) judge() (Status, error) {
	if a.Value == nil {
		return "", fault.New(fault.Validation, "value is missing").WithHint("give value = true or false, or a status")
	}
	return verdictOf(*a.Value, nil)
}

// NumericStepArgs describe a step with one measured number.
type NumericStepArgs struct {
	StepArgs
	NumericArgs
}

// AddNumericStep adds a step with one number. It is judged by its limits unless a status is given.
func (s *Step) AddNumericStep(a NumericStepArgs) (*Step, error) {
	child, err := a.step("ET_NLT")
	if err != nil {
		return nil, err
	}
	child.NumericMeas = []*NumericMeas{a.measurement()}
	return s.add(child, a.Status, a.judge)
}

// StringStepArgs describe a step with one measured text.
type StringStepArgs struct {
	StepArgs
	StringArgs
}

// AddStringStep adds a step with one text. It is judged by its limit unless a status is given.
func (s *Step) AddStringStep(a StringStepArgs) (*Step, error) {
	child, err := a.step("ET_SVT")
	if err != nil {
		return nil, err
	}
	child.StringMeas = []*StringMeas{a.measurement()}
	return s.add(child, a.Status, a.judge)
}

// BooleanStepArgs describe a pass/fail step.
type BooleanStepArgs struct {
	StepArgs
	BooleanArgs
}

// AddBooleanStep adds a pass/fail step: by its value, or by a status.
func (s *Step) AddBooleanStep(a BooleanStepArgs) (*Step, error) {
	child, err := a.step("ET_PFT")
	if err != nil {
		return nil, err
	}
	child.BooleanMeas = []*BooleanMeas{{}}
	return s.add(child, a.Status, a.judge)
}

// AddPassFailStep is another name of AddBooleanStep.
func (s *Step) AddPassFailStep(a BooleanStepArgs) (*Step, error) { return s.AddBooleanStep(a) }

// The types of steps with several measurements.
const (
	multiNumeric = "ET_MNLT"
	multiString  = "ET_MSVT"
	multiBoolean = "ET_MPFT"
)

// MultiStepArgs describe a step with several measurements, which AddMeasurement adds.
type MultiStepArgs struct {
	StepArgs
}

// AddMultiNumericStep adds a step for several numbers; its status follows them unless one is given.
func (s *Step) AddMultiNumericStep(a MultiStepArgs) (*Step, error) {
	return s.addMulti(a, multiNumeric)
}

// AddMultiStringStep adds a step for several texts; its status follows them unless one is given.
func (s *Step) AddMultiStringStep(a MultiStepArgs) (*Step, error) { return s.addMulti(a, multiString) }

// AddMultiBooleanStep adds a step for several verdicts; its status follows them unless one is given.
func (s *Step) AddMultiBooleanStep(a MultiStepArgs) (*Step, error) {
	return s.addMulti(a, multiBoolean)
}

func (s *Step) addMulti(a MultiStepArgs, stepType string) (*Step, error) {
	child, err := a.step(stepType)
	if err != nil {
		return nil, err
	}
	if a.Status == Done {
		return nil, fault.New(fault.Validation, "step %s cannot be Done: it has measurements", child.Name).WithHint("use Passed")
	}
	if child, err = s.add(child, a.Status, nil); err != nil {
		return nil, err
	}
	child.follows = a.Status == ""
	return child, nil
}

// MeasurementArgs describe one of several measurements. Which values fit depends on the step.
type MeasurementArgs struct {
	Name      string   `lua:"name,required" doc:"Name, unique in the step; a second one gets the suffix ' #2'."`
	Value     any      `lua:"value" doc:"A number, a text, or true/false, as the step's kind wants."`
	Status    Status   `lua:"status" doc:"Passed, Failed or Skipped; judged when not given."`
	Unit      string   `lua:"unit" doc:"Unit of a number."`
	CompOp    CompOp   `lua:"comp_op" doc:"How a number or a text is compared. Required with limits; LOG without."`
	LowLimit  *float64 `lua:"low_limit" doc:"The limit of EQ NE GT GE LT LE, else the lower limit."`
	HighLimit *float64 `lua:"high_limit" doc:"The upper limit of an operator with two limits."`
	Limit     *string  `lua:"limit" doc:"The text to compare with."`
}

// AddMeasurement adds a measurement to a step made by AddMultiNumericStep, AddMultiStringStep or AddMultiBooleanStep.
// A measurement that stays the only one is sent without its name, as servers want it.
func (s *Step) AddMeasurement(a MeasurementArgs) (Measurement, error) {
	name, err := required("name", a.Name)
	if err != nil {
		return nil, err
	}
	m, judge, err := s.newMeasurement(a)
	if err != nil {
		return nil, within("measurement "+name, err)
	}
	m.setName(s.uniqueName(name))
	m.adoptedBy(s)
	if err := s.judgeMeasurement(m, a.Status, judge); err != nil {
		return nil, within("measurement "+name, err)
	}
	if err := checkMeasurement(name, m); err != nil {
		return nil, err
	}
	s.append(m)
	return m, nil
}

func checkMeasurement(name string, m Measurement) error {
	switch m := m.(type) {
	case *NumericMeas:
		return checkTexts("measurement", name, m)
	case *StringMeas:
		return checkTexts("measurement", name, m)
	case *BooleanMeas:
		return checkTexts("measurement", name, m)
	}
	return nil
}

// newMeasurement makes a measurement of the step's kind and says how to judge it.
func (s *Step) newMeasurement(a MeasurementArgs) (Measurement, func() (Status, error), error) {
	switch s.StepType {
	case multiNumeric:
		value, err := valueOf[float64](a.Value, "a number")
		n := NumericArgs{Value: value, Unit: a.Unit, CompOp: a.CompOp, LowLimit: a.LowLimit, HighLimit: a.HighLimit}
		return n.measurement(), n.judge, err
	case multiString:
		value, err := valueOf[string](a.Value, "a text")
		t := StringArgs{Value: value, CompOp: a.CompOp, Limit: a.Limit}
		return t.measurement(), t.judge, err
	case multiBoolean:
		b := BooleanArgs{}
		if a.Value != nil {
			value, err := valueOf[bool](a.Value, "true or false")
			if err != nil {
				return nil, nil, err
			}
			b.Value = &value
		}
		return &BooleanMeas{}, b.judge, nil
	}
	return nil, nil, fault.New(fault.Usage, "step %s takes no further measurements", s.Name).
		WithHint("use add_multi_numeric_step, add_multi_string_step or add_multi_boolean_step")
}

// valueOf is a value of the type that the step's kind wants. A whole number is a number too.
func valueOf[T any](value any, want string) (T, error) {
	if i, ok := value.(int); ok {
		value = float64(i)
	}
	v, ok := value.(T)
	if !ok {
		return v, fault.New(fault.Usage, "value is required to be %s, got %s", want, typeName(value))
	}
	return v, nil
}

func typeName(value any) string {
	switch value.(type) {
	case nil:
		return "nil"
	case float64:
		return "a number"
	case string:
		return "a text"
	case bool:
		return "true or false"
	}
	return fmt.Sprintf("%T", value)
}

func (s *Step) judgeMeasurement(m Measurement, status Status, judge func() (Status, error)) error {
	if status == "" && s.report.active() {
		var err error
		if status, err = judge(); err != nil {
			return err
		}
	}
	switch status {
	case "":
		status = Passed
	case Passed, Failed, Skipped:
	default:
		return fault.New(fault.Validation, "status %s is not a status of a measurement", status.Word()).WithHint("use Passed, Failed or Skipped")
	}
	*m.verdict() = status
	return nil
}

// uniqueName is the name, with the suffix " #2", " #3", ... when the step has it already.
func (s *Step) uniqueName(name string) string {
	taken := func(name string) bool {
		for m := range s.measurements() {
			if m.name() == name {
				return true
			}
		}
		return false
	}
	unique := name
	for n := 2; taken(unique); n++ {
		unique = fmt.Sprintf("%s #%d", name, n)
	}
	return unique
}

// append adds a measurement, decides which names are sent, and draws the conclusion for the step.
func (s *Step) append(m Measurement) {
	switch m := m.(type) {
	case *NumericMeas:
		s.NumericMeas = append(s.NumericMeas, m)
	case *StringMeas:
		s.StringMeas = append(s.StringMeas, m)
	case *BooleanMeas:
		s.BooleanMeas = append(s.BooleanMeas, m)
	}
	single := s.measurementCount() == 1
	for other := range s.measurements() {
		hideName(other, single)
		if !single {
			break // only the first one was hidden
		}
	}
	s.measured(*m.verdict())
}
