package lua51

import (
	"fmt"
	"strings"
	"time"

	lua "github.com/yuin/gopher-lua"

	"github.com/watsrun/watsrun/runtime/lua51/number"
)

// osDate writes a time by the conversions of C's strftime in the C locale, or as a table.
func (lib *library) osDate(L *lua.LState) int {
	format := optString(L, 1, "%c")
	seconds := number.Integer(optNumber(L, 2, float64(lib.vm.Now().Unix())))
	t := time.Unix(seconds, 0)
	if utc := strings.TrimPrefix(format, "!"); utc != format {
		format, t = utc, t.UTC()
	}
	if seconds > maxTime || seconds < -maxTime {
		return returnValue(L, lua.LNil)
	}
	if strings.HasPrefix(format, "*t") {
		return returnValue(L, dateTable(L, t))
	}
	return returnString(L, strftime(format, t))
}

// maxTime is the last second whose year C can hold in an int.
const maxTime = 67768036191676799

func dateTable(L *lua.LState, t time.Time) *lua.LTable {
	table := L.CreateTable(0, 9)
	set := func(name string, n int) { table.RawSetString(name, numberValue(n)) }
	set("sec", t.Second())
	set("min", t.Minute())
	set("hour", t.Hour())
	set("day", t.Day())
	set("month", int(t.Month()))
	set("year", t.Year())
	set("wday", int(t.Weekday())+1)
	set("yday", t.YearDay())
	table.RawSetString("isdst", lua.LBool(t.IsDST()))
	return table
}

func strftime(format string, t time.Time) string {
	var b strings.Builder
	for {
		before, after, found := strings.Cut(format, "%")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		if after == "" {
			b.WriteByte('%')
			return b.String()
		}
		b.WriteString(conversion(after[0], t))
		format = after[1:]
	}
}

// composed are the conversions that stand for several others, layouts those that Go's time package knows.
var (
	composed = map[byte]string{
		'c': "%a %b %e %H:%M:%S %Y", 'x': "%m/%d/%y", 'X': "%H:%M:%S", 'D': "%m/%d/%y", 'T': "%H:%M:%S", 'R': "%H:%M",
		'r': "%I:%M:%S %p", 'F': "%Y-%m-%d",
	}
	layouts = map[byte]string{
		'a': "Mon", 'A': "Monday", 'b': "Jan", 'B': "January", 'h': "Jan", 'd': "02", 'e': "_2", 'H': "15", 'I': "03",
		'j': "002", 'm': "01", 'M': "04", 'p': "PM", 'P': "pm", 'S': "05", 'y': "06", 'z': "-0700",
	}
)

// conversion is what %c stands for; one that C does not know stays as it is.
func conversion(c byte, t time.Time) string {
	if format, ok := composed[c]; ok {
		return strftime(format, t)
	}
	if layout, ok := layouts[c]; ok {
		return t.Format(layout)
	}
	switch c {
	case '%':
		return "%"
	case 'n':
		return "\n"
	case 't':
		return "\t"
	case 'Y':
		return fmt.Sprint(t.Year())
	case 'C':
		return fmt.Sprintf("%02d", t.Year()/100)
	case 'k':
		return fmt.Sprintf("%2d", t.Hour())
	case 'l':
		return fmt.Sprintf("%2d", (t.Hour()+11)%12+1)
	case 's':
		return fmt.Sprint(t.Unix())
	case 'Z':
		return zoneName(t)
	}
	return weekConversion(c, t)
}

func zoneName(t time.Time) string {
	if t.Location() == time.UTC {
		return "GMT" // as C's gmtime says
	}
	name, _ := t.Zone()
	return name
}

// weekConversion does the conversions that count days of the week and weeks.
func weekConversion(c byte, t time.Time) string {
	day := int(t.Weekday())
	year, week := t.ISOWeek()
	switch c {
	case 'w':
		return fmt.Sprint(day)
	case 'u':
		return fmt.Sprint((day+6)%7 + 1)
	case 'U':
		return fmt.Sprintf("%02d", (t.YearDay()+6-day)/7)
	case 'W':
		return fmt.Sprintf("%02d", (t.YearDay()+6-(day+6)%7)/7)
	case 'V':
		return fmt.Sprintf("%02d", week)
	case 'G':
		return fmt.Sprint(year)
	case 'g':
		return fmt.Sprintf("%02d", year%100)
	}
	return "%" + string([]byte{c})
}

// osTime is now, or the local time that a table names; fields out of range carry over, as in C's mktime.
func (lib *library) osTime(L *lua.LState) int {
	if L.Get(1) == lua.LNil {
		return returnNumber(L, float64(lib.vm.Now().Unix()))
	}
	date := checkTable(L, 1)
	sec, minute, hour := dateField(L, date, "sec", 0), dateField(L, date, "min", 0), dateField(L, date, "hour", 12)
	day, month, year := dateField(L, date, "day", -1), dateField(L, date, "month", -1), dateField(L, date, "year", -1)
	t := time.Date(year, time.Month(month), day, hour, minute, sec, 0, time.Local)
	if dst := L.GetField(date, "isdst"); dst != lua.LNil {
		t = withDST(t, lua.LVAsBool(dst))
	}
	return returnNumber(L, float64(t.Unix()))
}

// dateField is a field of a date as a whole number of 32 bits; a negative absent says that it must be there.
func dateField(L *lua.LState, date *lua.LTable, name string, absent int) int {
	f, ok := toNumber(L.GetField(date, name))
	if ok {
		return int(int32(number.Integer(f)))
	}
	if absent < 0 {
		raise(L, "field '%s' missing in date table", name)
	}
	return absent
}

// withDST reads the clock time of t as daylight saving time, or not, where that differs from the date's own rule.
func withDST(t time.Time, dst bool) time.Time {
	if t.IsDST() == dst {
		return t
	}
	_, offset := t.Zone()
	for days := 30; days <= 360; days += 30 {
		for _, other := range []time.Time{t.AddDate(0, 0, days), t.AddDate(0, 0, -days)} {
			if other.IsDST() == dst {
				_, wanted := other.Zone()
				return t.Add(time.Duration(offset-wanted) * time.Second)
			}
		}
	}
	if dst {
		return t.Add(-time.Hour) // where there is no such time, C takes it to be an hour ahead
	}
	return t
}
