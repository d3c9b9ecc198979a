package analysis

import (
	"testing"
	"time"
)

func TestPeriods(t *testing.T) {
	at := time.Date(2027, 1, 1, 23, 45, 12, 7, time.UTC)
	for g, want := range map[Grouping]struct{ label, start, next, before string }{
		Year:    {"2027", "2027-01-01T00", "2028-01-01T00", "2026-01-01T00"},
		Quarter: {"2027-Q1", "2027-01-01T00", "2027-04-01T00", "2026-10-01T00"},
		Month:   {"2027-01", "2027-01-01T00", "2027-02-01T00", "2026-12-01T00"},
		Week:    {"2026-W53", "2026-12-28T00", "2027-01-04T00", "2026-12-21T00"},
		Day:     {"2027-01-01", "2027-01-01T00", "2027-01-02T00", "2026-12-31T00"},
		Hour:    {"2027-01-01T23", "2027-01-01T23", "2027-01-02T00", "2027-01-01T22"},
		None:    {"", "2027-01-01T00", "2027-01-02T00", "2026-12-31T00"},
	} {
		start := g.Start(at)
		if got := g.Label(at); got != want.label {
			t.Errorf("%d: label %q, want %q", g, got, want.label)
		}
		for _, c := range []struct {
			what string
			got  time.Time
			want string
		}{{"start", start, want.start}, {"next", g.Add(start, 1), want.next}, {"before", g.Add(start, -1), want.before}} {
			if got := c.got.Format("2006-01-02T15"); got != c.want || !c.got.Equal(c.got.Truncate(time.Hour)) {
				t.Errorf("%d: %s %v, want %s", g, c.what, c.got, c.want)
			}
		}
	}
}

func TestQuartersAndWeeksOfAWholeYear(t *testing.T) {
	zone := time.FixedZone("", 5*3600+1800)
	for day := range 366 {
		at := time.Date(2028, 1, 1+day, 3, 4, 5, 6, zone)
		for _, g := range []Grouping{Year, Quarter, Month, Week, Day, Hour} {
			start := g.Start(at)
			next := g.Add(start, 1)
			if start.After(at) || !next.After(at) || g.Label(start) != g.Label(at) || g.Label(next) <= g.Label(at) || !g.Start(next).Equal(next) {
				t.Fatalf("%d: %v is from %v to %v, named %s and %s", g, at, start, next, g.Label(at), g.Label(next))
			}
		}
	}
}

func TestTheRepeatedHourIsTwoPeriods(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Oslo")
	if err != nil {
		t.Skip("no time zones here")
	}
	first := time.Date(2026, 10, 25, 0, 30, 0, 0, time.UTC).In(zone) // 02:30 in summer
	second := first.Add(time.Hour)                                   // 02:30 in winter
	if a, b := Hour.Start(first), Hour.Start(second); b.Sub(a) != time.Hour || !Hour.Add(a, 1).Equal(b) {
		t.Errorf("%v and %v", a, b)
	}
	if d := Day.Add(Day.Start(first), 1).Sub(Day.Start(first)); d != 25*time.Hour {
		t.Error(d)
	}
}
