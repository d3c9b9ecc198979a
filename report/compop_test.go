package report

import (
	"math"
	"testing"

	"github.com/watsrun/watsrun/internal/fault"
)

// Each row says for which of the values below, at, between, at and above the limits 1 and 2 an operator passes. A
// single-limit operator knows the limit 1 only.
func TestNumericOperators(t *testing.T) {
	values := []float64{0.5, 1, 1.5, 2, 2.5, math.NaN(), math.Inf(1), math.Inf(-1)}
	low, high := 1.0, 2.0
	for op, want := range map[CompOp]string{
		LOG:  "PPPPPPPP",
		EQ:   "FPFFFFFF",
		NE:   "PFPPPPPP",
		GT:   "FFPPPFPF",
		GE:   "FPPPPFPF",
		LT:   "PFFFFFFP",
		LE:   "PPFFFFFP",
		GTLT: "FFPFFFFF",
		GTLE: "FFPPFFFF",
		GELT: "FPPFFFFF",
		GELE: "FPPPFFFF",
		LTGT: "PFFFPFPP",
		LTGE: "PFFPPFPP",
		LEGT: "PPFFPFPP",
		LEGE: "PPFPPFPP",
	} {
		got := ""
		for _, v := range values {
			status, err := verdictOf(EvaluateNumeric(op, v, &low, &high))
			if err != nil {
				t.Fatalf("%s %v: %v", op, v, err)
			}
			got += string(status)
		}
		if got != want {
			t.Errorf("%s: got %s, want %s", op, got, want)
		}
	}
}

func TestEveryNumericOperatorHasARow(t *testing.T) {
	if len(NumericOps) != 15 {
		t.Errorf("%d operators, want 15", len(NumericOps))
	}
	one := 1.0
	for _, op := range NumericOps {
		if _, err := EvaluateNumeric(op, 1, &one, &one); err != nil {
			t.Errorf("%s: %v", op, err)
		}
	}
}

// A limit that is missing, or is no number, must never pass.
func TestMissingLimitsAreFaults(t *testing.T) {
	one, nan := 1.0, math.NaN()
	for _, op := range NumericOps {
		low, high := op.Limits()
		for _, c := range []struct {
			low, high *float64
			fault     bool
		}{{nil, &one, low}, {&one, nil, high}, {nil, nil, low}, {&nan, &one, low}, {&one, &nan, high}} {
			_, err := EvaluateNumeric(op, 1, c.low, c.high)
			if got := fault.KindOf(err) == fault.Validation; got != c.fault {
				t.Errorf("%s: fault is %v: %v", op, got, err)
			}
		}
	}
	for _, op := range StringOps {
		if _, err := EvaluateString(op, "x", nil); (err != nil) != (op != LOG) {
			t.Errorf("%s without a limit: %v", op, err)
		}
	}
}

func TestStringOperators(t *testing.T) {
	for _, c := range []struct {
		op           CompOp
		value, limit string
		want         bool
	}{
		{LOG, "a", "b", true},
		{EQ, "a", "a", true},
		{EQ, "a", "A", false},
		{CASESENSIT, "a", "A", false},
		{CASESENSIT, "a", "a", true},
		{IGNORECASE, "a", "A", true},
		{IGNORECASE, "a", "b", false},
		{NE, "a", "A", true},
		{NE, "a", "a", false},
		{GT, "b", "a", true},
		{GT, "a", "a", false},
		{GE, "a", "a", true},
		{GE, "a", "b", false},
		{LT, "a", "b", true},
		{LT, "a", "a", false},
		{LE, "a", "a", true},
		{LE, "b", "a", false},
		{"IgnoreCase", "ÄB", "äb", true},
		{"Equal", "", "", true},
	} {
		if got, err := EvaluateString(c.op, c.value, &c.limit); err != nil || got != c.want {
			t.Errorf("%q %s %q is %v, %v", c.value, c.op, c.limit, got, err)
		}
	}
	limit := "1"
	if _, err := EvaluateString(GELE, "1", &limit); err == nil {
		t.Error("a range operator compared texts")
	}
}

func TestOperatorsAreReadInAnyCase(t *testing.T) {
	for text, want := range map[string]CompOp{
		"Log": LOG, "gele": GELE, "IgnoreCase": IGNORECASE, "Equal": EQ, "EQUAL": EQ, "LOG DATA": LOG,
		"CaseSensitive": CASESENSIT, " ge ": GE,
	} {
		if got, err := ParseCompOp(text); err != nil || got != want {
			t.Errorf("%q is %q, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "EQT", "GEL", "="} {
		if op, err := ParseCompOp(text); err == nil {
			t.Errorf("%q was read as %s", text, op)
		}
	}
	one := 1.0
	if _, err := EvaluateNumeric("EQT", 1, &one, &one); err == nil {
		t.Error("EQT compared")
	}
	if _, err := EvaluateNumeric(CASESENSIT, 1, &one, &one); err == nil {
		t.Error("CASESENSIT compared numbers")
	}
}
