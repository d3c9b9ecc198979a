package report

import "time"

// began is what a report that was made without a start knows of it.
type began struct {
	at    time.Time // when it was made
	start Time      // what was written as its start
}

// OwnStart tells whether the start is the time at which the report was made, since nobody gave one and nobody has changed it.
func (r *Report) OwnStart() bool {
	return r.run != nil && !r.run.began.at.IsZero() && r.Start == r.run.began.start
}

// Postpone moves a start of the report's own to a later time. Began stays.
func (r *Report) Postpone(to time.Time) {
	if r.OwnStart() {
		r.Start = NewTime(to)
		r.run.began.start = r.Start
	}
}

// Began is when work on the report began: its start, or the time from which that was postponed.
func (r *Report) Began() time.Time {
	if r.OwnStart() {
		return r.run.began.at
	}
	return r.Start.Time()
}
