package report

import (
	"testing"
	"time"
)

func TestTimesAreReadLeniently(t *testing.T) {
	local := func(h, m, s int) time.Time { return time.Date(2020, 1, 31, h, m, s, 0, time.Local) }
	for text, want := range map[string]time.Time{
		"2020-01-31T08:00:00.Z":             time.Date(2020, 1, 31, 8, 0, 0, 0, time.UTC),
		"2020-01-31T08:00:00Z":              time.Date(2020, 1, 31, 8, 0, 0, 0, time.UTC),
		"2020-01-31t08:00:00z":              time.Date(2020, 1, 31, 8, 0, 0, 0, time.UTC),
		"2020-01-31 08:00:00.824638+02:00":  time.Date(2020, 1, 31, 6, 0, 0, 824638e3, time.UTC),
		"2020-01-31T22:01:41.4707353-05:30": time.Date(2020, 2, 1, 3, 31, 41, 470735300, time.UTC),
		"2020-01-31T08:00+0100":             time.Date(2020, 1, 31, 7, 0, 0, 0, time.UTC),
		"2020-01-31T08+01":                  time.Date(2020, 1, 31, 7, 0, 0, 0, time.UTC),
		"2020-01-31T13:40:40":               local(13, 40, 40),
		"2020-01-31T13:40":                  local(13, 40, 0),
		"2020-01-31":                        local(0, 0, 0),
	} {
		got, err := ParseTime(text)
		if err != nil || !got.Time().Equal(want) {
			t.Errorf("%q is %v, %v", text, got.Time(), err)
		}
		if got.String() != text {
			t.Errorf("%q is written as %q", text, got)
		}
	}
	for _, text := range []string{"", "today", "2020-13-01", "2020-01-01T25:00:00Z", "2020-01-01T08:00:00+99:00x", "01/02/2020"} {
		if got, err := ParseTime(text); err == nil {
			t.Errorf("%q was read as %v", text, got.Time())
		}
	}
}

func TestTimesThatWereSet(t *testing.T) {
	at := time.Date(2026, 1, 31, 14, 26, 16, 977654321, time.FixedZone("", 3600))
	if got := NewTime(at).String(); got != "2026-01-31T14:26:16.9776543+01:00" {
		t.Errorf("written as %s", got)
	}
	var again Time
	if err := again.UnmarshalText(must(NewTime(at).MarshalText())); err != nil || again.Time().Sub(at).Abs() > time.Microsecond {
		t.Errorf("read back as %v, %v", again, err)
	}
	if !NewTime(time.Time{}).IsZero() || NewTime(at).IsZero() {
		t.Error("only the zero time is absent")
	}
}
