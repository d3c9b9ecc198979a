package analysis

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestEffectiveness(t *testing.T) {
	second := int64(1e9)
	e := Measure([]Cycle{
		// The first station tests one unit for 10 s, waits 10 s, then two at once, the second of which fails: 30 s on its
		// first day. On the next day it does one more.
		{Station: 0, Day: 1, Kind: 1, Start: 0, Duration: 10, Passed: true},
		{Station: 0, Day: 1, Kind: 1, Start: 20 * second, Duration: 8, Passed: true},
		{Station: 0, Day: 1, Kind: 1, Start: 22 * second, Duration: 8},
		{Station: 0, Day: 2, Kind: 1, Start: 100 * second, Duration: 10, Passed: true},
		// The second has one report that does not say how long it took.
		{Station: 1, Day: 1, Kind: 2, Start: 0, Passed: true},
	})
	want := Effectiveness{Total: 110, Planned: 40, Running: 30, Ideal: 32, Count: 5, Good: 4}
	if e != want {
		t.Errorf("%+v, want %+v", e, want)
	}
	if *e.Availability() != 0.75 || *e.Performance() != 1 || *e.Quality() != 0.8 || math.Abs(*e.Overall()-0.6) > 1e-12 {
		t.Error(*e.Availability(), *e.Performance(), *e.Quality(), *e.Overall())
	}
	if none := Measure(nil); none != (Effectiveness{}) || none.Overall() != nil || none.Quality() != nil {
		t.Errorf("%+v", none)
	}
}

func TestTheIdealTimeIsThatOfAPassedTest(t *testing.T) {
	e := Measure([]Cycle{
		{Kind: 1, Duration: 1}, {Kind: 1, Duration: 5, Passed: true}, {Kind: 2, Duration: 3}, {Kind: 2, Duration: 2},
	})
	if e.Ideal != 5+5+2+2 {
		t.Error(e.Ideal)
	}
}

func TestRunningTimeSecondBySecond(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 100 {
		var cycles []Cycle
		busy, span := map[[2]int]bool{}, map[int][2]int{}
		for range random.IntN(20) {
			c := Cycle{Station: random.IntN(3), Start: int64(random.IntN(100)) * 1e9, Duration: float64(random.IntN(12))}
			cycles = append(cycles, c)
			start, end := int(c.Start/1e9), int(c.Start/1e9)+int(c.Duration)
			for s := start; s < end; s++ {
				busy[[2]int{c.Station, s}] = true
			}
			if known, ok := span[c.Station]; ok {
				start, end = min(start, known[0]), max(end, known[1])
			}
			span[c.Station] = [2]int{start, end}
		}
		total := 0
		for _, s := range span {
			total += s[1] - s[0]
		}
		if e := Measure(cycles); e.Running != float64(len(busy)) || e.Total != float64(total) || e.Planned != e.Total {
			t.Fatalf("%+v, want %d of %d", e, len(busy), total)
		}
	}
}
