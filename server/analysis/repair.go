package analysis

import (
	"cmp"
	"slices"
)

// NoFailure is the number of the failure of a repair that found none.
const NoFailure = -1

// Repair is one failure of a repair report, or a repair report that found none.
type Repair struct {
	Report  int64
	Failure int // its number in the report, or NoFailure
	Row     int // of the answer, counted from 0
}

// RepairCount is what was repaired in one row.
type RepairCount struct {
	Reports int // repair reports
	Repairs int // failures that they found
}

// Repairs counts the reports and the failures of every row, each once however often it is given. It sorts the repairs.
func Repairs(repairs []Repair, rows int) []RepairCount {
	slices.SortFunc(repairs, func(a, b Repair) int {
		return cmp.Or(cmp.Compare(a.Row, b.Row), cmp.Compare(a.Report, b.Report), cmp.Compare(a.Failure, b.Failure))
	})
	counts := make([]RepairCount, rows)
	var before *Repair
	for i := range slices.Compact(repairs) {
		r := &repairs[i]
		if before == nil || before.Row != r.Row || before.Report != r.Report {
			counts[r.Row].Reports++
		}
		counts[r.Row].Repairs += one(r.Failure != NoFailure)
		before = r
	}
	return counts
}
