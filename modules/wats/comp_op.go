package wats

import (
	"math"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/report"
)

var compOpService = service{
	name: "comp_op", doc: "Comparison operators: which limits they need, and what they say of a value.",
	operations: func() []declaration {
		return []declaration{
			pure("get_limits_requirement", "Which limits an operator needs: two booleans, for the low and the high one.", limitsRequirement,
				modules.Returns(modules.Values(
					modules.Field{Name: "low", Type: typeOf[bool](), Doc: "Whether it needs low_limit."},
					modules.Field{Name: "high", Type: typeOf[bool](), Doc: "Whether it needs high_limit."})),
				modules.PyWATS("CompOp.get_limits_requirement"), modules.Note("A method in pyWATS."), modules.Show(`select(2, wats.comp_op.get_limits_requirement("GELE"))`, "true")),
			pure("validate_limits", "Whether an operator can judge by these limits: true, or false with the reason.", validateLimits,
				modules.Returns(verdictAndReason()),
				modules.PyWATS("CompOp.validate_limits"), modules.Note("A method in pyWATS. A low limit above the high one is refused."),
				modules.Show(`select(2, wats.comp_op.validate_limits("GELE", 1))`, `"high_limit is missing or no number: comp_op GELE compares with it"`)),
			pure("evaluate", "Whether a value passes.", evaluate,
				modules.PyWATS("CompOp.evaluate"), modules.Note("A method in pyWATS, where a value passes when a limit is missing; here that is an error, since nothing was compared."),
				modules.Show(`wats.comp_op.evaluate("GELE", 3.31, 3.2, 3.4)`, "true"), modules.Show(`wats.comp_op.evaluate("IGNORECASE", "ok", "OK")`, "true")),
		}
	},
}

// verdictAndReason are the results of functions that say why not.
func verdictAndReason() *modules.Type {
	return modules.Values(
		modules.Field{Name: "ok", Type: typeOf[bool](), Doc: "The verdict."},
		modules.Field{Name: "reason", Type: typeOf[*string](), Doc: "What is wrong; nil when nothing is."})
}

type compOpArg struct {
	CompOp report.CompOp `lua:"comp_op,required" doc:"The operator, such as GELE."`
}

type limitsArgs struct {
	compOpArg
	LowLimit  any `lua:"low_limit" doc:"The low limit, or the limit of an operator that has only one."`
	HighLimit any `lua:"high_limit" doc:"The high limit."`
}

type evaluateArgs struct {
	compOpArg
	Value     any `lua:"value,required" doc:"A number or a text."`
	LowLimit  any `lua:"low_limit" doc:"The low limit, or the limit of an operator that has only one; a text for a text."`
	HighLimit any `lua:"high_limit" doc:"The high limit."`
}

func limitsRequirement(in *compOpArg) (modules.Multi, error) {
	low, high := in.CompOp.Limits()
	return modules.Multi{low, high}, nil
}

func validateLimits(in *limitsArgs) (modules.Multi, error) {
	_, err := evaluate(&evaluateArgs{compOpArg: in.compOpArg, Value: valueLike(in.LowLimit), LowLimit: in.LowLimit, HighLimit: in.HighLimit})
	if err == nil {
		err = inOrder(in)
	}
	if err != nil {
		return modules.Multi{false, fault.Of(err).Message}, nil
	}
	return modules.Multi{true}, nil
}

// valueLike is a value that could be compared with the limit.
func valueLike(limit any) any {
	if text, ok := limit.(string); ok {
		return text
	}
	return 0.0
}

// inOrder refuses a range without inside.
func inOrder(in *limitsArgs) error {
	low, isLow := in.LowLimit.(float64)
	high, isHigh := in.HighLimit.(float64)
	if _, both := in.CompOp.Limits(); both && isLow && isHigh && low > high {
		return fault.New(fault.Validation, "low_limit %v is above high_limit %v", low, high)
	}
	return nil
}

func evaluate(in *evaluateArgs) (bool, error) {
	switch value := in.Value.(type) {
	case float64:
		low, err := numericLimit("low_limit", in.LowLimit)
		if err != nil {
			return false, err
		}
		high, err := numericLimit("high_limit", in.HighLimit)
		if err != nil {
			return false, err
		}
		return report.EvaluateNumeric(in.CompOp, value, low, high)
	case string:
		limit, isText := in.LowLimit.(string)
		if in.LowLimit == nil {
			return report.EvaluateString(in.CompOp, value, nil)
		}
		if !isText {
			return false, fault.New(fault.Usage, "low_limit must be a text, as the value is")
		}
		return report.EvaluateString(in.CompOp, value, &limit)
	}
	return false, fault.New(fault.Usage, "value must be a number or a text")
}

// numericLimit is a limit that may be left out.
func numericLimit(name string, limit any) (*float64, error) {
	switch v := limit.(type) {
	case nil:
		return nil, nil
	case float64:
		if math.IsNaN(v) {
			return nil, nil
		}
		return &v, nil
	}
	return nil, fault.New(fault.Usage, "%s must be a number, as the value is", name)
}
