package steps

import (
	"encoding/json"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/watsrun/watsrun/report"
)

func TestNumbersInJSON(t *testing.T) {
	data, err := json.Marshal([]Number{{}, Some(0), Some(-1.5), Some(math.Inf(1)), Some(math.Inf(-1)), Some(math.NaN())})
	if err != nil || string(data) != `[null,0,-1.5,"Infinity","-Infinity","NaN"]` {
		t.Errorf("%s, %v", data, err)
	}
}

func TestFilters(t *testing.T) {
	key := Key{Path: "MainSequence Callback¶Power/Supply¶3V3_Rail"}
	for _, c := range []struct {
		steps, sequences string
		want             bool
	}{
		{"", "", true},
		{"<x/>", "<x></x>", true},
		{"3v3_rail", "", true},
		{"3V3%", "", true},
		{"%rail", "", true},
		{"%V3%Rai_", "", true},
		{"V3", "", false},
		{"3V3_Rail_", "", false},
		{"Power/Supply/3V3_Rail", "", true},
		{"/MainSequence Callback¶Power¶Supply¶3V3_Rail", "", true},
		{"Supply/3V3_Rail", "", false},
		{"other; 3V3_Rail", "", true},
		{"<filters><f>other</f><f> 3V3% </f></filters>", "", true},
		{"<filters><f name='other' op='%'/></filters>", "", false},
		{"", "MainSequence Callback", true},
		{"", "Power/Supply", true},
		{"", "3V3_Rail", false},
		{"3V3%", "other", false},
	} {
		f, err := ParseFilter(c.steps, c.sequences)
		if err != nil {
			t.Fatal(err)
		}
		if got := f.Takes(key); got != c.want {
			t.Errorf("%q, %q: %v", c.steps, c.sequences, got)
		}
	}
	if _, err := ParseFilter("", "<a><b></a>"); err == nil {
		t.Error("broken XML is taken")
	}
}

func TestLike(t *testing.T) {
	for _, c := range []struct {
		pattern, text string
		want          bool
	}{
		{"", "", true},
		{"", "a", false},
		{"%", "", true},
		{"%", "abc", true},
		{"%%b%", "abc", true},
		{"_", "ø", true},
		{"_", "", false},
		{"a%c%e", "abcde", true},
		{"a%c%e", "abcd", false},
		{"%aab", "aaaab", true},
		{"ø%", "øl", true},
		{"a_c", "abc", true},
	} {
		if got := like(c.pattern, c.text); got != c.want {
			t.Errorf("%q, %q: %v", c.pattern, c.text, got)
		}
	}
}

func TestCapabilityGoesByTheOperator(t *testing.T) {
	of := func(op report.CompOp, low, high Number) Statistics {
		var s spread
		for _, x := range []float64{1, 2, 3} { // mean 2, deviation 1
			s.add(0, &Measure{Op: op, Value: Some(x), Low: low, High: high})
		}
		return s.statistics()
	}
	none := Number{}
	for _, c := range []struct {
		op                        report.CompOp
		low, high                 Number
		cp, cpk, cpLower, cpUpper Number
	}{
		{report.GELE, Some(-1), Some(8), Some(1.5), Some(1), Some(1), Some(2)},
		{report.GTLT, Some(-4), Some(5), Some(1.5), Some(1), Some(2), Some(1)},
		{report.GE, Some(-1), none, none, Some(1), Some(1), none},
		{report.GT, Some(-1), Some(100), none, Some(1), Some(1), none},
		{report.LE, Some(5), none, none, Some(1), none, Some(1)},
		{report.LT, Some(5), Some(100), none, Some(1), none, Some(1)},
		{report.GELE, Some(math.Inf(-1)), Some(5), none, Some(1), none, Some(1)},
		{report.GELE, Some(3), Some(5), Some(1.0 / 3), Some(-1.0 / 3), Some(-1.0 / 3), Some(1)},
		{report.LTGT, Some(-1), Some(8), none, none, none, none},
		{report.EQ, Some(2), none, none, none, none, none},
		{report.LOG, none, none, none, none, none, none},
	} {
		got := of(c.op, c.low, c.high)
		if diff := cmp.Diff([]Number{c.cp, c.cpk, c.cpLower, c.cpUpper}, []Number{got.Cp, got.Cpk, got.CpLower, got.CpUpper}); diff != "" {
			t.Errorf("%s: %s", c.op, diff)
		}
	}
}

// TestStatisticsKeepSmallDifferences of large numbers, which sums of squares would lose.
func TestStatisticsKeepSmallDifferences(t *testing.T) {
	var s spread
	for _, x := range []float64{1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16, math.NaN(), math.Inf(1)} {
		s.add(0, &Measure{Value: Some(x)})
	}
	s.add(0, &Measure{})
	if r := s.statistics(); r.Count != 4 || r.Var.Value != 30 || r.Avg.Value != 1e9+10 || r.Max.Value != 1e9+16 {
		t.Errorf("%+v", r)
	}
}

func TestTheLatestLimitsCount(t *testing.T) {
	var s spread
	for start, low := range map[int64]float64{3: 30, 9: 90, 5: 50} {
		s.add(start, &Measure{Op: report.GE, Value: Some(1), Low: Some(low)})
	}
	if r := s.statistics(); r.Low.Value != 90 {
		t.Errorf("%+v", r)
	}
}

// step is a step for TestLoops, without a number where idx is nil.
func step(name string, id int, status report.Status, loop *report.Loop, below ...*report.Step) *report.Step {
	return &report.Step{Name: name, ID: &id, Status: status, Loop: loop, Steps: below}
}

func TestLoopsCountByTheirIterations(t *testing.T) {
	at := func(n int) *report.Loop { return &report.Loop{Idx: &n} }
	cause := 2
	r := &report.Report{
		Result: report.Failed, UUT: &report.UUT{StepIDCausedUUTFailure: &cause},
		Root: step("Root", 0, report.Failed, nil,
			step("L", 1, report.Failed, &report.Loop{}, step("in", 2, report.Failed, nil)),
			step("L", 3, report.Passed, at(0), step("in", 4, report.Passed, nil)),
			step("other", 5, report.Passed, nil),
			step("L", 6, report.Failed, at(1), step("in", 7, report.Failed, nil)),
			step("L", 8, report.Failed, at(2), step("in", 9, report.Failed, nil)),
			step("alone", 10, report.Passed, &report.Loop{}, step("in", 11, report.Passed, nil)),
		),
	}
	type line struct {
		path   string
		status report.Status
		cause  bool
	}
	var got []line
	sheet := Of(r)
	for i, key := range sheet.keys {
		got = append(got, line{Shown(key.Path), sheet.Steps[i].Status, sheet.Steps[i].Cause})
	}
	want := []line{
		{"Root", "F", false},
		{"Root/L", "P", false},
		{"Root/L/in", "P", false},
		{"Root/other", "P", false},
		{"Root/L", "F", false},
		{"Root/L/in", "F", true}, // where the summary's template was the cause
		{"Root/L", "F", false},
		{"Root/L/in", "F", false},
		{"Root/alone", "P", false},
		{"Root/alone/in", "P", false},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(line{})); diff != "" {
		t.Error(diff)
	}
}
