package report

import (
	"math"
	"strings"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
)

// Time is a point in time that keeps the text it was read from, since reports write dates in many ways: with 0 to 7 (or
// more) digits of a second, with or without an offset, even as "08:00:00.Z". The zero value is absent.
type Time struct {
	at   time.Time
	text string // as read; empty when the time was set
	zone bool   // whether the text had an offset
	bad  bool   // whether the text is no time
}

// wireTime is how a time that was set is written: seven digits at most, as servers keep them.
const wireTime = "2006-01-02T15:04:05.9999999Z07:00"

// NewTime makes a Time that is written with its offset.
func NewTime(at time.Time) Time {
	if at.IsZero() {
		return Time{}
	}
	return Time{at: at, zone: true}
}

// ParseTime reads ISO 8601. A missing offset means local time, missing parts of the time are 0.
func ParseTime(text string) (Time, error) {
	t := keptTime(text)
	if t.bad || t.IsZero() {
		return Time{}, fault.New(fault.Validation, "%q is not a date", text).WithHint("write it as 2026-01-31T14:26:16.977+01:00")
	}
	return t, nil
}

// keptTime reads a date and keeps the text even when it is none, for Validate to refuse.
func keptTime(text string) Time {
	if text == "" {
		return Time{}
	}
	t := Time{text: text}
	day, clock := splitDate(strings.TrimSpace(text))
	clock, offset := splitOffset(clock)
	t.zone = offset != ""
	at, err := parseParts(day, clock, offset)
	t.at, t.bad = at, err != nil
	return t
}

// splitDate parts "2026-01-31T14:26" or "2026-01-31 14:26".
func splitDate(text string) (day, clock string) {
	if i := strings.IndexAny(text, "Tt "); i >= 0 {
		return text[:i], text[i+1:]
	}
	return text, ""
}

// splitOffset parts "14:26:16.977+02:00" and drops the dot of "08:00:00.Z".
func splitOffset(clock string) (plain, offset string) {
	if i := strings.IndexAny(clock, "Zz+-"); i >= 0 {
		clock, offset = clock[:i], strings.ToUpper(clock[i:])
	}
	return strings.TrimSuffix(strings.TrimSpace(clock), "."), offset
}

// parseParts assembles a time; Go reads fractions of any length by itself.
func parseParts(day, clock, offset string) (time.Time, error) {
	layout := "2006-01-02"
	switch strings.Count(clock, ":") {
	case 2:
		layout += "T15:04:05"
	case 1:
		layout += "T15:04"
	default:
		if clock != "" {
			layout += "T15"
		}
	}
	text := day
	if clock != "" {
		text += "T" + clock
	}
	if offset == "" {
		return time.ParseInLocation(layout, text, time.Local)
	}
	return time.Parse(layout+offsetLayout(offset), text+offset)
}

// offsetLayout is the layout for Z, +02:00, +0200 or +02.
func offsetLayout(offset string) string {
	switch len(offset) {
	case 3:
		return "Z07"
	case 5:
		return "Z0700"
	}
	return "Z07:00"
}

// Time is the point in time, in the offset that it was written with; the zero time when absent or no date.
func (t Time) Time() time.Time { return t.at }

// IsZero says whether the time is absent.
func (t Time) IsZero() bool { return t.text == "" && t.at.IsZero() }

// HasZone says whether an offset was given; a time without one was taken as local.
func (t Time) HasZone() bool { return t.zone }

// Valid says whether the time is absent or a date.
func (t Time) Valid() bool { return !t.bad }

// String is the text of the wire: as read, or ISO 8601 with offset; empty when absent.
func (t Time) String() string {
	if t.text != "" || t.at.IsZero() {
		return t.text
	}
	return t.at.Format(wireTime)
}

// SetNumber makes it a number of seconds since 1970, as time.seconds gives them. The text is in local time.
func (t *Time) SetNumber(seconds float64) error {
	const last = 253402300800 // the year 10000
	if !(seconds > 0 && seconds < last) {
		return fault.New(fault.Validation, "%v is no time", seconds).WithHint("write it as 2026-01-31T14:26:16.977+01:00, or in seconds since 1970")
	}
	*t = NewTime(time.UnixMilli(int64(math.Round(seconds * 1000))))
	return nil
}

// MarshalText is String.
func (t Time) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads what ParseTime reads.
func (t *Time) UnmarshalText(text []byte) (err error) {
	*t, err = ParseTime(string(text))
	return err
}
