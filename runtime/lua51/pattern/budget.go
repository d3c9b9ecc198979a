package pattern

import "errors"

// ErrSteps says that a call took more steps than its budget allows.
var ErrSteps = errors.New("too many steps")

// pollEvery is how many steps pass between two looks at whether the run must stop.
const pollEvery = 4096

// Budget bounds the work of one call that loops inside Go: matching, sorting, joining and the like.
type Budget struct {
	slice int // steps until the next look
	left  int // steps after that
	check func() error
}

// NewBudget allows a number of steps and calls check every few thousand of them; an error of check ends the work.
func NewBudget(steps int, check func() error) Budget {
	return Budget{slice: min(steps, pollEvery), left: max(steps-pollEvery, 0), check: check}
}

// Spend takes n steps off. It returns ErrSteps when none are left, or what the check returned.
func (b *Budget) Spend(n int) error {
	b.slice -= n
	if b.slice >= 0 {
		return nil
	}
	return b.refill()
}

func (b *Budget) refill() error {
	b.left += b.slice // what was spent beyond the slice
	if b.left <= 0 {
		b.slice, b.left = 0, 0
		return ErrSteps
	}
	b.slice = min(b.left, pollEvery)
	b.left -= b.slice
	return b.check()
}
