package analysis

import (
	"cmp"
	"maps"
	"slices"
)

// Test is a test report, as far as yields look at it.
type Test struct {
	ID      int64 // of the report; a report that counts in several rows is given once for each of them
	Start   int64 // nanoseconds since 1970
	Unit    int   // counted from 0; one product and serial number in one process is one unit
	Process int   // code
	Row     int   // of the answer, counted from 0
	Passed  bool  // every other result counts as a failure, errors and terminated tests too
}

// Yield is what became of the units, and of the reports, of one row.
//
// The runs of a unit are its reports in the order of their starts. A unit counts in the row of its first run and in no
// other, so that the units of all rows add up and a retest never passes for a first pass: a unit that fails on Monday at
// station 1 and passes on Tuesday at station 2 is a failed first pass of Monday and of station 1, and its second pass.
// Reports count in the row that they are in themselves.
type Yield struct {
	Units  int // tested
	First  int // units that passed in their first run
	Second int // units that passed in one of their first two runs
	Third  int // units that passed in one of their first three runs
	Last   int // units that passed in their last run

	Reports       int // all runs of all units
	PassedReports int
	Retests       int // reports of a unit's second and further runs

	Rolled float64 // the product of the first-pass yields of the row's processes, 0 to 1; 0 without units

	FirstStart, LastStart int64 // of the reports, nanoseconds since 1970
}

// Percent is part of whole in percent, or nil where the whole is nothing.
func Percent(part, whole int) *float64 {
	if whole == 0 {
		return nil
	}
	p := 100 * float64(part) / float64(whole)
	return &p
}

// Defective is what is missing from whole in parts per million, or nil where the whole is nothing.
func Defective(part, whole int) *float64 {
	if whole == 0 {
		return nil
	}
	p := 1e6 * float64(whole-part) / float64(whole)
	return &p
}

// history is what is known of a unit.
type history struct {
	first, last int64 // ids of the reports of its first and last runs
	runs        int
	passedIn    int // number of the first run that passed, 0 for none
	lastPassed  bool
}

// Yields computes the yield of every row. units and rows are how many there are of each. It sorts the tests.
func Yields(tests []Test, units, rows int) []Yield {
	tests = inOrder(tests)
	histories := make([]history, units)
	yields := make([]Yield, rows)
	for _, t := range tests {
		h := &histories[t.Unit]
		h.add(t)
		yields[t.Row].addReport(t, h.runs > 1)
	}
	rolled := make([]map[int]*share, rows)
	for _, t := range tests {
		if h := &histories[t.Unit]; t.ID == h.first {
			yields[t.Row].addUnit(h)
			addShare(&rolled[t.Row], t.Process, h.passedIn == 1)
		}
	}
	for i := range yields {
		yields[i].Rolled = product(rolled[i])
	}
	return yields
}

// inOrder sorts the tests by start, those with the same start by report, and drops what is given twice.
func inOrder(tests []Test) []Test {
	slices.SortFunc(tests, func(a, b Test) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Row, b.Row))
	})
	return slices.CompactFunc(tests, func(a, b Test) bool { return a.ID == b.ID && a.Row == b.Row })
}

func (h *history) add(t Test) {
	if h.runs > 0 && h.last == t.ID {
		return // the same report in another row
	}
	if h.runs++; h.runs == 1 {
		h.first = t.ID
	}
	if t.Passed && h.passedIn == 0 {
		h.passedIn = h.runs
	}
	h.last, h.lastPassed = t.ID, t.Passed
}

func (y *Yield) addReport(t Test, retest bool) {
	if y.Reports == 0 {
		y.FirstStart = t.Start
	}
	y.LastStart = t.Start
	y.Reports++
	y.PassedReports += one(t.Passed)
	y.Retests += one(retest)
}

func (y *Yield) addUnit(h *history) {
	y.Units++
	y.First += one(h.passedIn == 1)
	y.Second += one(h.passedIn >= 1 && h.passedIn <= 2)
	y.Third += one(h.passedIn >= 1 && h.passedIn <= 3)
	y.Last += one(h.lastPassed)
}

func one(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

// share is how many of the units of a process passed in their first run.
type share struct{ passed, units int }

func addShare(all *map[int]*share, process int, passed bool) {
	if *all == nil {
		*all = map[int]*share{}
	}
	s := (*all)[process]
	if s == nil {
		s = &share{}
		(*all)[process] = s
	}
	s.units++
	s.passed += one(passed)
}

// product multiplies the first-pass yields, always in the same order, so that the same reports give the same digits.
func product(processes map[int]*share) float64 {
	if len(processes) == 0 {
		return 0
	}
	p := 1.0
	for _, code := range slices.Sorted(maps.Keys(processes)) {
		p *= float64(processes[code].passed) / float64(processes[code].units)
	}
	return p
}
