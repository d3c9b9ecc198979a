package std

import (
	"context"
	"errors"
	"log/slog"
	"math"
	"strings"
	"testing"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
)

func TestClocks(t *testing.T) {
	ctx, _ := newRun(t, slog.LevelInfo)
	for name, want := range map[string]any{
		"time.now": "2026-03-01T12:00:02.500+01:00", "time.seconds": 1772362802.5, "time.monotonic": 2.5,
	} {
		if got, err := call(t, ctx, name, &none{}); err != nil || got != want {
			t.Errorf("%s gives %v, %v, want %v", name, got, err, want)
		}
	}
}

func TestParse(t *testing.T) {
	ctx, _ := newRun(t, slog.LevelInfo) // local time is an hour ahead of UTC
	for text, want := range map[string]float64{
		"1970-01-01T00:00:00Z":             0,
		"1970-01-01":                       -3600,
		"1970-01-01Z":                      0,
		"1970-01-01T02:00":                 3600,
		"1970-01-01 02:00:01.5":            3601.5,
		" 1970-01-01t02:00:01,25z ":        7201.25,
		"2020-01-01T08:00:00.Z":            1577865600,
		"2018-04-01T13:40:40":              1522586440,
		"2019-09-12T14:26:16.977+02:00":    1568291176.977,
		"2019-09-12T14:26:16.1234567+0200": 1568291176.1234567,
		"2019-09-12T14:26:16.123456789+02": 1568291176.123456789,
		"2019-09-12T14:26:16 -03:30":       1568310976,
		"1969-12-31T23:59:59.750Z":         -0.25,
		"2024-02-29T00:00:00Z":             1709164800,
		"0001-01-01T00:00:00Z":             -62135596800,
	} {
		if got, err := call(t, ctx, "time.parse", &parseIn{text}); err != nil || got != want {
			t.Errorf("%q gives %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{
		"", "now", "2026", "2026-13-01", "2026-02-29", "2026-00-10", "2026-01-00", "2026-01-01T24:00Z", "2026-01-01T23:60Z", "2026-01-01T23:59:60Z",
		"2026-01-01T12", "2026-01-01T12:00:00+25:00", "2026-01-01T12:00:00+01:99", "26-01-01", "2026-1-1", "01.01.2026", "2026-01-01T12:00:00 CET",
		strings.Repeat("9", 100),
	} {
		if got, err := call(t, ctx, "time.parse", &parseIn{text}); fault.KindOf(err) != fault.Validation || !strings.Contains(err.Error(), "is not a date") {
			t.Errorf("%q gives %v, %v", text, got, err)
		}
	}
}

func TestFormat(t *testing.T) {
	ctx, _ := newRun(t, slog.LevelInfo)
	const at = 1767319445.25
	for _, c := range []struct {
		in   formatIn
		want string
	}{
		{formatIn{Seconds: at}, "2026-01-02T03:04:05.250+01:00"},
		{formatIn{Seconds: at, UTC: true}, "2026-01-02T02:04:05.250Z"},
		{formatIn{Seconds: -0.25, UTC: true}, "1969-12-31T23:59:59.750Z"},
		{formatIn{Seconds: 1568291176.977, UTC: true}, "2019-09-12T12:26:16.977Z"},
		{formatIn{Seconds: at, Layout: "%Y%m%d-%H%M%S.%L %z %% %s"}, "20260102-030405.250 +0100 % 1767319445"},
		{
			formatIn{Seconds: at, Layout: "%A %a %B %b %e %j %y %I %p %F %T %D %x %X %Z %d %M 2006"},
			"Friday Fri January Jan  2 002 26 03 AM 2026-01-02 03:04:05 01/02/26 01/02/26 03:04:05 CET 02 04 2006",
		},
		{formatIn{Seconds: at, Layout: "%c"}, "Fri Jan  2 03:04:05 2026"},
	} {
		if got, err := call(t, ctx, "time.format", &c.in); err != nil || got != c.want {
			t.Errorf("%+v gives %v, %v, want %s", c.in, got, err, c.want)
		}
	}
	for _, in := range []formatIn{{Seconds: math.NaN()}, {Seconds: 1e13}, {Layout: "%Q"}, {Layout: "%"}, {Layout: "%å"}} {
		if got, err := call(t, ctx, "time.format", &in); fault.KindOf(err) != fault.Usage {
			t.Errorf("%+v gives %v, %v", in, got, err)
		}
	}
}

func TestSleepWaitsAsLongAsAsked(t *testing.T) {
	var asked time.Duration
	stopped := false
	o := Options{Timer: func(d time.Duration) (<-chan time.Time, func()) {
		asked = d
		fired := make(chan time.Time, 1)
		fired <- started
		return fired, func() { stopped = true }
	}}
	sleep := find(t, o, "time.sleep")
	if !sleep.Waits {
		t.Error("time.sleep keeps the run lock")
	}
	if _, err := sleep.Invoke(t.Context(), nil, &sleepIn{0.25}); err != nil || asked != 250*time.Millisecond || !stopped {
		t.Errorf("waited %v, error %v, timer stopped: %v", asked, err, stopped)
	}
	for _, seconds := range []float64{-1, math.NaN(), math.Inf(1), 1e10} {
		if _, err := sleep.Invoke(t.Context(), nil, &sleepIn{seconds}); fault.KindOf(err) != fault.Usage {
			t.Errorf("sleep(%v) gives %v", seconds, err)
		}
	}
}

func TestSleepEndsWithTheRun(t *testing.T) {
	over := errors.New("the run is over")
	ctx, cancel := context.WithCancelCause(t.Context())
	o := Options{Timer: func(time.Duration) (<-chan time.Time, func()) {
		cancel(over)
		return nil, func() {}
	}}
	if _, err := find(t, o, "time.sleep").Invoke(ctx, nil, &sleepIn{1000}); !errors.Is(err, over) {
		t.Errorf("the wait ended with %v", err)
	}
}

func TestTheSystemTimerFires(t *testing.T) {
	if _, err := call(t, t.Context(), "time.sleep", &sleepIn{0}); err != nil {
		t.Error(err)
	}
}

// FuzzParse has every date that is read written and read again.
func FuzzParse(f *testing.F) {
	f.Add("2026-01-02T03:04:05.678+01:00")
	f.Add("2020-01-01T08:00:00.Z")
	f.Add("1969-12-31 23:59")
	f.Fuzz(func(t *testing.T, text string) {
		ctx, _ := newRun(t, slog.LevelInfo)
		seconds, err := timeParse(ctx, &parseIn{text})
		if err != nil || seconds < firstSecond || seconds > lastSecond {
			return
		}
		written, err := timeFormat(ctx, &formatIn{Seconds: seconds, UTC: true})
		if err != nil {
			t.Fatalf("%q is %v, which cannot be written: %v", text, seconds, err)
		}
		again, err := timeParse(ctx, &parseIn{written})
		if err != nil || math.Abs(again-seconds) > 0.001001 {
			t.Fatalf("%q is %v, written as %s, read as %v, %v", text, seconds, written, again, err)
		}
	})
}
