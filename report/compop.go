package report

import (
	"math"
	"slices"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
)

// CompOp is a comparison operator. A decoded one keeps its spelling; Canonical is the wire's upper case. The zero value
// means LOG, which compares nothing.
type CompOp string

// The operators. A single-limit operator compares with the low limit, also LT and LE.
const (
	LOG        CompOp = "LOG"
	EQ         CompOp = "EQ"
	NE         CompOp = "NE"
	GT         CompOp = "GT"
	GE         CompOp = "GE"
	LT         CompOp = "LT"
	LE         CompOp = "LE"
	GTLT       CompOp = "GTLT"
	GTLE       CompOp = "GTLE"
	GELT       CompOp = "GELT"
	GELE       CompOp = "GELE"
	LTGT       CompOp = "LTGT"
	LTGE       CompOp = "LTGE"
	LEGT       CompOp = "LEGT"
	LEGE       CompOp = "LEGE"
	CASESENSIT CompOp = "CASESENSIT"
	IGNORECASE CompOp = "IGNORECASE"
)

// NumericOps are the operators of numeric measurements.
var NumericOps = []CompOp{LOG, EQ, NE, GT, GE, LT, LE, GTLT, GTLE, GELT, GELE, LTGT, LTGE, LEGT, LEGE}

// StringOps are the operators of string measurements. The order of GT, GE, LT and LE is that of the characters.
var StringOps = []CompOp{LOG, EQ, NE, GT, GE, LT, LE, CASESENSIT, IGNORECASE}

// opAliases are the names that test executives use for the same operators.
var opAliases = map[string]CompOp{"EQUAL": EQ, "LOG DATA": LOG, "CASESENSITIVE": CASESENSIT}

var knownOps = opSet(append(slices.Clone(NumericOps), CASESENSIT, IGNORECASE))

func opSet(ops []CompOp) map[string]CompOp {
	set := make(map[string]CompOp, len(ops))
	for _, op := range ops {
		set[string(op)] = op
	}
	return set
}

// Canonical is the operator in the wire's upper case with aliases resolved; ok is false for an unknown one.
func (op CompOp) Canonical() (canonical CompOp, ok bool) {
	if op == "" {
		return LOG, true
	}
	if c, ok := knownOps[string(op)]; ok {
		return c, true
	}
	name := strings.ToUpper(strings.TrimSpace(string(op)))
	if c, ok := knownOps[name]; ok {
		return c, true
	}
	if c, ok := opAliases[name]; ok {
		return c, true
	}
	return op, false
}

// ParseCompOp reads an operator in any case.
func ParseCompOp(text string) (CompOp, error) {
	if op, ok := CompOp(text).Canonical(); ok && text != "" {
		return op, nil
	}
	return "", fault.New(fault.Validation, "comparison operator %q is not known", text).WithHint("use one of %s, CASESENSIT, IGNORECASE", joinOps(NumericOps))
}

// Choices are the operators, for documentation and completion.
func (*CompOp) Choices() []string {
	names := make([]string, 0, len(NumericOps)+2)
	for _, op := range append(slices.Clone(NumericOps), CASESENSIT, IGNORECASE) {
		names = append(names, string(op))
	}
	return names
}

// UnmarshalText reads what ParseCompOp reads.
func (op *CompOp) UnmarshalText(text []byte) (err error) {
	*op, err = ParseCompOp(string(text))
	return err
}

// Limits says which limits a canonical operator needs.
func (op CompOp) Limits() (low, high bool) {
	switch op {
	case LOG, "":
		return false, false
	case EQ, NE, GT, GE, LT, LE, CASESENSIT, IGNORECASE:
		return true, false
	}
	return true, true
}

// EvaluateNumeric says whether a value passes. A NaN value fails every operator but LOG and NE. A limit that the operator
// needs and that is nil or NaN is a fault, never a pass; a limit that it does not need is not looked at.
func EvaluateNumeric(op CompOp, value float64, low, high *float64) (bool, error) {
	canonical, ok := op.Canonical()
	if !ok || !slices.Contains(NumericOps, canonical) {
		return false, unknownOp(op, NumericOps)
	}
	needLow, needHigh := canonical.Limits()
	if needLow && isNoLimit(low) {
		return false, missingLimit(canonical, "low_limit")
	}
	if needHigh && isNoLimit(high) {
		return false, missingLimit(canonical, "high_limit")
	}
	return compareNumbers(canonical, value, deref(low), deref(high)), nil
}

// compareNumbers is the table of the operators; Go compares NaN as IEEE 754 says.
func compareNumbers(op CompOp, v, low, high float64) bool {
	switch op {
	case EQ:
		return v == low
	case NE:
		return v != low
	case GT:
		return v > low
	case GE:
		return v >= low
	case LT:
		return v < low
	case LE:
		return v <= low
	case GTLT:
		return v > low && v < high
	case GTLE:
		return v > low && v <= high
	case GELT:
		return v >= low && v < high
	case GELE:
		return v >= low && v <= high
	case LTGT:
		return v < low || v > high
	case LTGE:
		return v < low || v >= high
	case LEGT:
		return v <= low || v > high
	case LEGE:
		return v <= low || v >= high
	}
	return op == LOG
}

// isNoLimit says whether nothing can be compared with the limit.
func isNoLimit(limit *float64) bool { return limit == nil || math.IsNaN(*limit) }

// EvaluateString says whether a text passes. EQ, NE and CASESENSIT look at case, IGNORECASE does not, the others go by the
// order of the characters. A missing limit is a fault unless the operator is LOG.
func EvaluateString(op CompOp, value string, limit *string) (bool, error) {
	canonical, ok := op.Canonical()
	if !ok || !slices.Contains(StringOps, canonical) {
		return false, unknownOp(op, StringOps)
	}
	if canonical == LOG {
		return true, nil
	}
	if limit == nil {
		return false, missingLimit(canonical, "limit")
	}
	return compareStrings(canonical, value, *limit), nil
}

func compareStrings(op CompOp, value, limit string) bool {
	switch op {
	case EQ, CASESENSIT:
		return value == limit
	case NE:
		return value != limit
	case GT:
		return value > limit
	case GE:
		return value >= limit
	case LT:
		return value < limit
	case LE:
		return value <= limit
	}
	return op == IGNORECASE && strings.EqualFold(value, limit)
}

func unknownOp(op CompOp, ops []CompOp) error {
	return fault.New(fault.Validation, "comp_op %s cannot be used here", op).WithHint("use one of %s", joinOps(ops))
}

func missingLimit(op CompOp, limit string) error {
	return fault.New(fault.Validation, "%s is missing or no number: comp_op %s compares with it", limit, op).
		WithHint("give %s, or use comp_op LOG to record the value without a verdict", limit)
}

func joinOps(ops []CompOp) string {
	names := make([]string, len(ops))
	for i, op := range ops {
		names[i] = string(op)
	}
	return strings.Join(names, ", ")
}

// deref is the value behind p, or the zero value.
func deref[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
