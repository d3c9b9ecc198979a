package analysis

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// plainYields is Yields as its documentation says it, without regard to time.
func plainYields(tests []Test, units, rows int) []Yield {
	yields := make([]Yield, rows)
	runsOf := func(unit int) []Test { // without repetitions, in order
		var runs []Test
		for _, t := range tests {
			if t.Unit == unit && !slices.ContainsFunc(runs, func(r Test) bool { return r.ID == t.ID }) {
				runs = append(runs, t)
			}
		}
		slices.SortFunc(runs, func(a, b Test) int {
			if a.Start != b.Start {
				return int(a.Start - b.Start)
			}
			return int(a.ID - b.ID)
		})
		return runs
	}
	for row := range yields {
		y := &yields[row]
		reports := map[int64]bool{}
		passedOf, unitsOf := map[int]int{}, map[int]int{}
		for unit := range units {
			runs := runsOf(unit)
			if len(runs) == 0 {
				continue
			}
			in := func(id int64) bool {
				return slices.ContainsFunc(tests, func(t Test) bool { return t.ID == id && t.Row == row })
			}
			for n, r := range runs {
				if !in(r.ID) {
					continue
				}
				reports[r.ID] = true
				y.PassedReports += one(r.Passed)
				y.Retests += one(n > 0)
				if len(reports) == 1 || r.Start < y.FirstStart {
					y.FirstStart = r.Start
				}
				if len(reports) == 1 || r.Start > y.LastStart {
					y.LastStart = r.Start
				}
			}
			if !in(runs[0].ID) {
				continue
			}
			passed := func(r Test) bool { return r.Passed }
			y.Units++
			y.First += one(runs[0].Passed)
			y.Second += one(slices.ContainsFunc(runs[:min(2, len(runs))], passed))
			y.Third += one(slices.ContainsFunc(runs[:min(3, len(runs))], passed))
			y.Last += one(runs[len(runs)-1].Passed)
			unitsOf[runs[0].Process]++
			passedOf[runs[0].Process] += one(runs[0].Passed)
		}
		y.Reports = len(reports)
		if len(unitsOf) > 0 {
			y.Rolled = 1
		}
		for process, n := range unitsOf {
			y.Rolled *= float64(passedOf[process]) / float64(n)
		}
	}
	return yields
}

// randomTests are tests of some units; a few count in two rows.
func randomTests(random *rand.Rand, n, units, rows int) []Test {
	var tests []Test
	for id := range n {
		unit := random.IntN(units)
		t := Test{
			ID: int64(id + 1), Start: int64(random.IntN(n)), Unit: unit, Process: unit % 3, Row: random.IntN(rows),
			Passed: random.IntN(3) > 0,
		}
		tests = append(tests, t)
		for random.IntN(5) == 0 {
			t.Row = random.IntN(rows)
			tests = append(tests, t)
		}
	}
	random.Shuffle(len(tests), func(i, j int) { tests[i], tests[j] = tests[j], tests[i] })
	return tests
}

func TestYieldsAreWhatTheyAreSaidToBe(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 7))
	for round := range 200 {
		n, units, rows := random.IntN(60), 1+random.IntN(20), 1+random.IntN(4)
		tests := randomTests(random, n, units, rows)
		want := plainYields(tests, units, rows)
		got := Yields(slices.Clone(tests), units, rows)
		near := cmp.Comparer(func(a, b float64) bool { return math.Abs(a-b) < 1e-12 })
		if diff := cmp.Diff(want, got, near); diff != "" {
			t.Fatalf("round %d: %s", round, diff)
		}
		total := 0
		for _, y := range got {
			total += y.Units
			if y.First > y.Second || y.Second > y.Third || y.Third > y.Units || y.Last > y.Units {
				t.Fatalf("round %d: %+v", round, y)
			}
		}
		if rows == 1 && total > units {
			t.Fatalf("round %d: %d units of %d", round, total, units)
		}
	}
}

func TestARetestIsNoFirstPass(t *testing.T) {
	monday, tuesday := 0, 1
	got := Yields([]Test{
		{ID: 2, Start: 20, Row: tuesday, Passed: true},
		{ID: 1, Start: 10, Row: monday},
	}, 1, 2)
	want := []Yield{
		{Units: 1, Second: 1, Third: 1, Last: 1, Reports: 1, FirstStart: 10, LastStart: 10},
		{Reports: 1, PassedReports: 1, Retests: 1, FirstStart: 20, LastStart: 20},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestRates(t *testing.T) {
	if Percent(0, 0) != nil || Defective(0, 0) != nil {
		t.Error("nothing has a yield")
	}
	if p, d := Percent(3, 4), Defective(3, 4); *p != 75 || *d != 250000 {
		t.Error(*p, *d)
	}
}

func TestRepairsAreCountedOnce(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	for range 100 {
		var repairs []Repair
		for range random.IntN(40) {
			r := Repair{Report: int64(random.IntN(5)), Row: random.IntN(3), Failure: random.IntN(4) - 1}
			if r.Report == 0 {
				r.Failure = NoFailure
			}
			repairs = append(repairs, r)
		}
		want := make([]RepairCount, 3)
		reports, failures := map[[2]int64]bool{}, map[Repair]bool{}
		for _, r := range repairs {
			if key := [2]int64{r.Report, int64(r.Row)}; !reports[key] {
				reports[key] = true
				want[r.Row].Reports++
			}
			if !failures[r] && r.Failure != NoFailure {
				want[r.Row].Repairs++
			}
			failures[r] = true
		}
		if diff := cmp.Diff(want, Repairs(repairs, 3)); diff != "" {
			t.Fatal(diff)
		}
	}
}

func BenchmarkYields(b *testing.B) {
	tests := randomTests(rand.New(rand.NewPCG(1, 2)), 100000, 70000, 50)
	for b.Loop() {
		Yields(slices.Clone(tests), 70000, 50)
	}
}
