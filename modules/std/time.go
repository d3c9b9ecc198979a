package std

import (
	"context"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules"
)

// iso is how points in time are written: milliseconds, and the offset from UTC.
const iso = "2006-01-02T15:04:05.000Z07:00"

func timeModule(o Options) *modules.Module {
	return &modules.Module{
		Name: "time",
		Doc:  "Dates and times as ISO 8601 text and as seconds since 1970 in UTC, waiting, and measuring how long things take.",
		Functions: []*modules.Function{
			modules.Func("now", "The time of day as ISO 8601 text with milliseconds and offset.", timeNow,
				modules.Does(modules.Read), modules.Show(`time.parse(time.now()) <= time.seconds()`, `true`)),
			modules.Func("seconds", "The seconds since 1970 in UTC, with fraction.", timeSeconds,
				modules.Does(modules.Read), modules.Show(`time.seconds() > 1.7e9`, `true`)),
			modules.Func("monotonic", "The seconds since the run began. It never goes backwards: measure durations with it.", timeMonotonic,
				modules.Does(modules.Read), modules.Show(`time.monotonic() >= 0`, `true`)),
			modules.Func("sleep", "Wait. The wait ends early, with an error, when the run must stop.", sleeper(o),
				modules.Waits(), modules.Show(`time.sleep(0.001)`, "")),
			modules.Func("parse", "Read ISO 8601 text: a date, or a date with a time of day, with or without seconds, fraction and offset. Without an "+
				"offset it is local time.", timeParse,
				modules.Raises("validation for text that is not a date."),
				modules.Show(`time.parse("2026-01-02T03:04:05.250+01:00")`, `1767319445.25`),
				modules.Show(`time.parse("1970-01-01T00:00Z")`, `0`)),
			modules.Func("format", "Write seconds since 1970 as text: ISO 8601, or by a layout as os.date takes it.", timeFormat,
				modules.Show(`time.format{seconds = 1767319445.25, utc = true}`, `"2026-01-02T02:04:05.250Z"`),
				modules.Show(`time.format(0, "%d.%m.%Y %H:%M", true)`, `"01.01.1970 00:00"`)),
		},
	}
}

func timeNow(ctx context.Context, _ *none) (string, error) {
	return modules.RunFrom(ctx).Now().Format(iso), nil
}

func timeSeconds(ctx context.Context, _ *none) (float64, error) {
	return secondsOf(modules.RunFrom(ctx).Now()), nil
}

func secondsOf(t time.Time) float64 { return float64(t.Unix()) + float64(t.Nanosecond())/1e9 }

func timeMonotonic(ctx context.Context, _ *none) (float64, error) {
	run := modules.RunFrom(ctx)
	return run.Now().Sub(run.Start).Seconds(), nil
}

type sleepIn struct {
	Seconds float64 `lua:"seconds,required" doc:"How long, 0 or more; fractions are fine."`
}

// maxSleep is more than any run lasts and fits a Duration.
const maxSleep = 1e9

func sleeper(o Options) func(context.Context, *sleepIn) (struct{}, error) {
	return func(ctx context.Context, in *sleepIn) (struct{}, error) {
		if !(in.Seconds >= 0 && in.Seconds <= maxSleep) { // NaN is not
			return struct{}{}, fault.New(fault.Usage, "seconds is %v", in.Seconds).WithHint("seconds: 0 or more, such as 0.5")
		}
		fired, stop := o.Timer(time.Duration(in.Seconds * float64(time.Second)))
		defer stop()
		select {
		case <-fired:
			return struct{}{}, nil
		case <-ctx.Done():
			return struct{}{}, context.Cause(ctx)
		}
	}
}

type parseIn struct {
	Text string `lua:"text,required" doc:"The date, such as 2026-01-02T03:04:05.678+01:00."`
}

// dateText is ISO 8601 as test equipment and servers write it: with a dot and no digits behind it, a space for the T,
// a comma for the dot, an offset without colon or minutes.
var dateText = regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d*))?)?)? ?([Zz]|[+-]\d\d(?::?\d\d)?)?$`)

func timeParse(ctx context.Context, in *parseIn) (float64, error) {
	m := dateText.FindStringSubmatch(strings.TrimSpace(in.Text))
	if m == nil {
		return 0, notADate(in.Text)
	}
	zone, ok := location(m[8], modules.RunFrom(ctx).Now().Location())
	var n [7]int
	for i := 1; i <= 6; i++ {
		n[i], _ = strconv.Atoi(m[i])
	}
	nanos, _ := strconv.Atoi((m[7] + "000000000")[:9])
	t := time.Date(n[1], time.Month(n[2]), n[3], n[4], n[5], n[6], nanos, zone)
	inRange := n[2] >= 1 && n[2] <= 12 && n[3] >= 1 && n[3] <= daysIn(n[1], n[2]) && n[4] < 24 && n[5] < 60 && n[6] < 60
	if !ok || !inRange {
		return 0, notADate(in.Text)
	}
	return secondsOf(t), nil
}

func daysIn(year, month int) int {
	return time.Date(year, time.Month(month+1), 0, 0, 0, 0, 0, time.UTC).Day()
}

// location is the zone of an offset such as Z, +02, +0200 or +02:00; none is local.
func location(offset string, local *time.Location) (zone *time.Location, ok bool) {
	switch offset {
	case "":
		return local, true
	case "Z", "z":
		return time.UTC, true
	}
	digits := strings.ReplaceAll(offset[1:], ":", "") + "00"
	hours, _ := strconv.Atoi(digits[:2])
	minutes, _ := strconv.Atoi(digits[2:4])
	east := hours*3600 + minutes*60
	if offset[0] == '-' {
		east = -east
	}
	return time.FixedZone("", east), hours <= 14 && minutes < 60
}

func notADate(text string) error {
	if len(text) > 60 {
		text = strings.ToValidUTF8(text[:57], "") + "…"
	}
	return fault.New(fault.Validation, "text %q is not a date", text).WithHint("write it as 2026-01-02T03:04:05+01:00")
}

type formatIn struct {
	Seconds float64 `lua:"seconds,required" doc:"Seconds since 1970 in UTC, as time.parse and time.seconds give them."`
	Layout  string  `lua:"layout" doc:"With %Y %m %d %H %M %S and the like; %L is milliseconds, %z the offset. ISO 8601 when there is none."`
	UTC     bool    `lua:"utc" doc:"UTC instead of local time."`
}

// The years that ISO 8601 writes with four digits.
const (
	firstSecond = -62167219200 // of the year 0
	lastSecond  = 253402300799 // of the year 9999
)

func timeFormat(ctx context.Context, in *formatIn) (string, error) {
	if !(in.Seconds >= firstSecond && in.Seconds <= lastSecond) { // NaN is not
		return "", fault.New(fault.Usage, "seconds is %v, which is not in the years 0 to 9999", in.Seconds).
			WithHint("seconds: counted from 1970, not milliseconds")
	}
	whole, fraction := math.Modf(in.Seconds)
	// A double holds no more than microseconds of our time; the rest would be noise.
	t := time.Unix(int64(whole), int64(math.Round(fraction*1e6))*1e3).In(modules.RunFrom(ctx).Now().Location())
	if in.UTC {
		t = t.UTC()
	}
	if in.Layout == "" {
		return t.Format(iso), nil
	}
	return strftime(t, in.Layout)
}

// directives are the letters behind % and what they mean as a Go layout.
var directives = map[byte]string{
	'a': "Mon", 'A': "Monday", 'b': "Jan", 'B': "January", 'c': "Mon Jan _2 15:04:05 2006", 'd': "02", 'D': "01/02/06", 'e': "_2",
	'F': "2006-01-02", 'H': "15", 'I': "03", 'j': "002", 'm': "01", 'M': "04", 'p': "PM", 'S': "05", 'T': "15:04:05", 'x': "01/02/06",
	'X': "15:04:05", 'y': "06", 'Y': "2006", 'z': "-0700", 'Z': "MST",
}

func strftime(t time.Time, layout string) (string, error) {
	var b strings.Builder
	for i := 0; i < len(layout); i++ {
		if layout[i] != '%' {
			b.WriteByte(layout[i])
			continue
		}
		var letter byte
		if i++; i < len(layout) {
			letter = layout[i]
		}
		switch format, known := directives[letter]; {
		case known:
			b.WriteString(t.Format(format))
		case letter == '%':
			b.WriteByte('%')
		case letter == 'L':
			b.WriteString(t.Format(".000")[1:])
		case letter == 's':
			b.WriteString(strconv.FormatInt(t.Unix(), 10))
		default:
			return "", fault.New(fault.Usage, "layout has %q, which is not known", strings.ToValidUTF8(layout[i-1:min(i+1, len(layout))], "?")).
				WithHint("known: %%Y %%m %%d %%H %%M %%S %%L %%z %%Z %%y %%j %%e %%b %%B %%a %%A %%I %%p %%F %%T %%D %%c %%x %%X %%s %%%%")
		}
	}
	return b.String(), nil
}
