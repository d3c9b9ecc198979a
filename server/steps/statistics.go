package steps

import (
	"math"

	"github.com/watsrun/watsrun/report"
)

// spread gathers the values of one measurement, by Welford's method: sums of squares would lose what differs between
// values far from zero. Values that are infinite or no number are left out.
type spread struct {
	count    int
	min, max float64
	mean     float64
	squares  float64 // the sum of the squared distances from the mean
	limits   limits
}

// limits are those of the latest report, its last step, by which the capability is judged.
type limits struct {
	start     int64
	known     bool
	op        report.CompOp
	low, high Number
}

func (s *spread) add(start int64, m *Measure) {
	if !s.limits.known || start >= s.limits.start {
		s.limits = limits{start, true, m.Op, m.Low, m.High}
	}
	if !m.Value.usable() {
		return
	}
	x := m.Value.Value
	if s.count == 0 || x < s.min {
		s.min = x
	}
	if s.count == 0 || x > s.max {
		s.max = x
	}
	s.count++
	distance := x - s.mean
	s.mean += distance / float64(s.count)
	s.squares += distance * (x - s.mean)
}

// Statistics are those of the values of one measurement: null where there are too few values, and the capability where
// there is no limit on that side or no spread.
type Statistics struct {
	Count      int
	Min, Max   Number
	Avg        Number
	Stdev, Var Number // of a sample: over n - 1
	Low, High  Number // the limits as they were given last
	Op         report.CompOp
	Cp, Cpk    Number
	CpLower    Number
	CpUpper    Number
	SigmaHigh3 Number // three standard deviations above the average
	SigmaLow3  Number // and below
}

func (s *spread) statistics() Statistics {
	r := Statistics{Count: s.count, Low: s.limits.low, High: s.limits.high, Op: s.limits.op}
	if s.count == 0 {
		return r
	}
	r.Min, r.Max, r.Avg = Some(s.min), Some(s.max), finite(s.mean)
	if s.count < 2 {
		return r
	}
	variance := s.squares / float64(s.count-1)
	deviation := math.Sqrt(variance)
	r.Var, r.Stdev = finite(variance), finite(deviation)
	r.SigmaHigh3, r.SigmaLow3 = finite(s.mean+3*deviation), finite(s.mean-3*deviation)
	r.judge(s.mean, deviation)
	return r
}

// judge computes the capability: the room between average and limit, or between the limits, in units of three or six
// standard deviations. Operators that want a value outside of a range, or exactly one value, have no capability.
func (r *Statistics) judge(mean, deviation float64) {
	low, high := r.tolerance()
	if deviation == 0 {
		return
	}
	if low.usable() {
		r.CpLower = finite((mean - low.Value) / (3 * deviation))
		r.Cpk = r.CpLower
	}
	if high.usable() {
		r.CpUpper = finite((high.Value - mean) / (3 * deviation))
		r.Cpk = r.CpUpper
	}
	if low.usable() && high.usable() {
		r.Cp = finite((high.Value - low.Value) / (6 * deviation))
		r.Cpk = finite(min((mean-low.Value)/(3*deviation), (high.Value-mean)/(3*deviation)))
	}
}

// tolerance is the range in which a value passes. Operators with one limit have it in Low, also those for which it is the
// upper one.
func (r *Statistics) tolerance() (low, high Number) {
	switch r.Op {
	case report.GT, report.GE:
		return r.Low, Number{}
	case report.LT, report.LE:
		return Number{}, r.Low
	case report.GTLT, report.GTLE, report.GELT, report.GELE:
		return r.Low, r.High
	}
	return Number{}, Number{}
}

// duration gathers the times that steps took, in seconds.
type duration struct {
	count         int
	sum, min, max float64
}

func (d *duration) add(n Number) {
	if !n.usable() {
		return
	}
	if d.count == 0 || n.Value < d.min {
		d.min = n.Value
	}
	if d.count == 0 || n.Value > d.max {
		d.max = n.Value
	}
	d.count++
	d.sum += n.Value
}

// results are null when no step has a time.
func (d *duration) results() (average, lowest, highest Number) {
	if d.count == 0 {
		return Number{}, Number{}, Number{}
	}
	return finite(d.sum / float64(d.count)), Some(d.min), Some(d.max)
}
