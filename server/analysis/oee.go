package analysis

import (
	"cmp"
	"slices"
)

// Cycle is one test, as far as the effectiveness of equipment looks at it.
type Cycle struct {
	Station  int     // counted from 0
	Day      int     // any number that tells days apart
	Kind     int     // tests of one product in one process are of one kind
	Start    int64   // nanoseconds since 1970
	Duration float64 // seconds; 0 where the report does not say
	Passed   bool
}

// Effectiveness says how well equipment was used. Times are in seconds. Nobody tells a server when a station should be at
// work and how fast, so both come from the tests: a station is planned to produce from its first start to its last end of
// each day, and the ideal time of a test is the shortest that any passed test of its kind took.
type Effectiveness struct {
	Total   float64 // from the first start to the last end of each station, nights included
	Planned float64 // the same for each day by itself
	Running float64 // while at least one test was running, in each station
	Ideal   float64 // what all tests would have taken one after another at the ideal time of their kinds

	Count, Good int // tests, and those that passed
}

// Availability is the part of the planned time in which tests were running, 0 to 1; nil where nothing was planned.
func (e Effectiveness) Availability() *float64 { return ratio(e.Running, e.Planned) }

// Performance is the ideal time of all tests as a part of the time that they took, 0 to 1; nil where they took none.
// Stations that test several units at once can be faster than ideal: that counts as 1.
func (e Effectiveness) Performance() *float64 { return ratio(e.Ideal, e.Running) }

// Quality is the part of the tests that passed, 0 to 1; nil without tests.
func (e Effectiveness) Quality() *float64 { return ratio(float64(e.Good), float64(e.Count)) }

// Overall is the product of the three; nil where one of them is.
func (e Effectiveness) Overall() *float64 {
	a, p, q := e.Availability(), e.Performance(), e.Quality()
	if a == nil || p == nil || q == nil {
		return nil
	}
	overall := *a * *p * *q
	return &overall
}

func ratio(part, whole float64) *float64 {
	if whole <= 0 {
		return nil
	}
	r := min(part/whole, 1)
	return &r
}

// Measure computes the effectiveness of all stations together. It sorts the cycles.
func Measure(cycles []Cycle) Effectiveness {
	e := Effectiveness{Count: len(cycles)}
	ideal := idealTimes(cycles)
	for _, c := range cycles {
		e.Good += one(c.Passed)
		e.Ideal += ideal[c.Kind]
	}
	slices.SortFunc(cycles, func(a, b Cycle) int {
		return cmp.Or(cmp.Compare(a.Station, b.Station), cmp.Compare(a.Start, b.Start), cmp.Compare(a.Duration, b.Duration))
	})
	e.Total, _ = spans(cycles, func(a, b Cycle) bool { return a.Station == b.Station })
	e.Planned, e.Running = spans(cycles, func(a, b Cycle) bool { return a.Station == b.Station && a.Day == b.Day })
	return e
}

// idealTimes is the shortest time of each kind: of those that passed, where there are any.
func idealTimes(cycles []Cycle) map[int]float64 {
	best := func(counts func(Cycle) bool) map[int]float64 {
		times := map[int]float64{}
		for _, c := range cycles {
			if before, known := times[c.Kind]; c.Duration > 0 && counts(c) && (!known || c.Duration < before) {
				times[c.Kind] = c.Duration
			}
		}
		return times
	}
	times := best(func(Cycle) bool { return true })
	for kind, t := range best(func(c Cycle) bool { return c.Passed }) {
		times[kind] = t
	}
	return times
}

// spans adds up, over the runs of cycles that belong together, the time from the first start to the last end and the part
// of it in which something was running.
func spans(cycles []Cycle, together func(a, b Cycle) bool) (span, busy float64) {
	var end float64 // of what has begun, in seconds from the first start
	var first Cycle
	for i, c := range cycles {
		if i == 0 || !together(first, c) {
			span += end
			first, end = c, 0
		}
		from := float64(c.Start-first.Start) / 1e9
		to := from + c.Duration
		busy += max(0, to-max(from, end))
		end = max(end, to)
	}
	return span + end, busy
}
