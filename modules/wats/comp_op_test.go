package wats

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/report"
)

// TestCompOps: pyWATS lets a value pass when a limit is missing, and EQT always.
func TestCompOps(t *testing.T) {
	for _, e := range []struct {
		op               report.CompOp
		value, low, high any
		want             bool
		kind             fault.Kind
	}{
		{"gele", 3.31, 3.2, 3.4, true, ""},
		{"GELE", 3.5, 3.2, 3.4, false, ""},
		{"LE", 3.0, 3.0, nil, true, ""},
		{"LOG", 3.0, nil, nil, true, ""},
		{"EQ", "a", "A", nil, false, ""},
		{"IGNORECASE", "a", "A", nil, true, ""},
		{"GELE", 3.5, 3.2, nil, false, fault.Validation},
		{"EQ", "a", nil, nil, false, fault.Validation},
		{"GT", 3.5, "3", nil, false, fault.Usage},
		{"GT", 3.5, 3.0, "4", false, fault.Usage},
		{"EQ", "a", 3.0, nil, false, fault.Usage},
		{"EQ", true, 3.0, nil, false, fault.Usage},
		{"GELE", "a", "a", nil, false, fault.Validation},
	} {
		got, err := evaluate(&evaluateArgs{compOpArg{e.op}, e.value, e.low, e.high})
		if fault.KindOf(err) != e.kind || got != e.want {
			t.Errorf("%s %v %v %v gives %v, %v", e.op, e.value, e.low, e.high, got, err)
		}
	}
	for _, e := range []struct {
		op        report.CompOp
		low, high any
		want      modules.Multi
	}{
		{"GELE", 1.0, 2.0, modules.Multi{true}},
		{"EQ", "a", nil, modules.Multi{true}},
		{"LOG", nil, nil, modules.Multi{true}},
		{"GELE", 2.0, 1.0, modules.Multi{false, "low_limit 2 is above high_limit 1"}},
		{"GT", nil, 1.0, modules.Multi{false, "low_limit is missing or no number: comp_op GT compares with it"}},
	} {
		got, err := validateLimits(&limitsArgs{compOpArg{e.op}, e.low, e.high})
		if diff := cmp.Diff(e.want, got); err != nil || diff != "" {
			t.Errorf("%s: %v %s", e.op, err, diff)
		}
	}
	for op, want := range map[report.CompOp]modules.Multi{"LOG": {false, false}, "EQ": {true, false}, "LTGT": {true, true}} {
		if got, _ := limitsRequirement(&compOpArg{op}); !cmp.Equal(got, want) {
			t.Errorf("%s: %v", op, got)
		}
	}
}
