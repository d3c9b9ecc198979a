package lua51

import (
	"testing"
	"time"
)

// TestDaylightSavingTime reads one clock time both ways.
func TestDaylightSavingTime(t *testing.T) {
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Skipf("no time zones on this system: %v", err)
	}
	winter := time.Date(2024, 1, 15, 12, 0, 0, 0, zone)
	summer := time.Date(2024, 7, 15, 12, 0, 0, 0, zone)
	for _, c := range []struct {
		t     time.Time
		dst   bool
		shift time.Duration
	}{{winter, false, 0}, {winter, true, -time.Hour}, {summer, true, 0}, {summer, false, time.Hour}} {
		if got := withDST(c.t, c.dst).Sub(c.t); got != c.shift {
			t.Errorf("%v with daylight saving %v is moved by %v, want %v", c.t, c.dst, got, c.shift)
		}
	}
}
