// Package analysis computes what WATS answers about many reports: yields by any dimensions, repair statistics and
// equipment effectiveness. It is pure: it knows neither HTTP nor SQL nor where the reports come from.
package analysis

import (
	"fmt"
	"time"
)

// Grouping is the length of the periods that dates are grouped into, with the numbers of the wire.
type Grouping int

// The groupings.
const (
	None Grouping = iota - 1
	Year
	Quarter
	Month
	Week // of ISO 8601: it begins on Monday and belongs to the year of its Thursday
	Day
	Hour
)

// GroupingNames are the words for the groupings, from None on.
var GroupingNames = []string{"none", "year", "quarter", "month", "week", "day", "hour"}

// Start is the first instant of the period that t is in, by the calendar of t's location.
func (g Grouping) Start(t time.Time) time.Time {
	year, month, day := t.Date()
	switch g {
	case Year:
		month, day = time.January, 1
	case Quarter:
		month, day = month-(month-1)%3, 1
	case Month:
		day = 1
	case Week:
		day -= (int(t.Weekday()) + 6) % 7
	case Hour: // not by time.Date, to which the hour that is repeated in autumn is one hour
		_, minute, second := t.Clock()
		return t.Add(-time.Duration(minute)*time.Minute - time.Duration(second)*time.Second - time.Duration(t.Nanosecond()))
	case None, Day:
	}
	return time.Date(year, month, day, 0, 0, 0, 0, t.Location())
}

// Add goes n periods on from the start of one, or back where n is negative.
func (g Grouping) Add(start time.Time, n int) time.Time {
	switch g {
	case Year:
		return start.AddDate(n, 0, 0)
	case Quarter:
		return start.AddDate(0, 3*n, 0)
	case Month:
		return start.AddDate(0, n, 0)
	case Week:
		return start.AddDate(0, 0, 7*n)
	case Hour:
		return start.Add(time.Duration(n) * time.Hour)
	case None, Day:
	}
	return start.AddDate(0, 0, n)
}

// Label names the period that t is in, so that names sort as their periods do: 2026, 2026-Q1, 2026-03, 2026-W09,
// 2026-03-01, 2026-03-01T10. Without grouping it is "".
func (g Grouping) Label(t time.Time) string {
	switch g {
	case Year:
		return t.Format("2006")
	case Quarter:
		return fmt.Sprintf("%04d-Q%d", t.Year(), (t.Month()+2)/3)
	case Month:
		return t.Format("2006-01")
	case Week:
		year, week := t.ISOWeek()
		return fmt.Sprintf("%04d-W%02d", year, week)
	case Day:
		return t.Format("2006-01-02")
	case Hour:
		return t.Format("2006-01-02T15")
	case None:
	}
	return ""
}
