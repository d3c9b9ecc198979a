package server

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
	"github.com/watsrun/watsrun/server/web"
)

// filterValues are the fields of a filter as texts, by their names in lower case, and the first fault that was found
// while reading them. Clients send them in the query, in the body, or some in both: then the body's count.
type filterValues struct {
	texts map[string]string
	err   error
}

// readFilterValues reads the query and, where there is one, the body of a request.
func readFilterValues(r *http.Request) (*filterValues, error) {
	v := &filterValues{texts: map[string]string{}}
	// Go takes a plain semicolon in a query for a mistake; here it is what alternatives are separated by.
	query, err := url.ParseQuery(strings.ReplaceAll(r.URL.RawQuery, ";", "%3B"))
	if err != nil {
		return nil, fault.Wrap(fault.Validation, err, "the query cannot be read")
	}
	for name, values := range query {
		v.texts[strings.ToLower(name)] = values[len(values)-1]
	}
	body, err := web.Body(r)
	if err != nil || len(bytes.TrimSpace(body)) == 0 {
		return v, err
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	var fields map[string]filterValue
	if err := web.Decode(r, &fields); err != nil {
		return nil, err
	}
	for name, text := range fields {
		if text != "" {
			v.texts[strings.ToLower(name)] = string(text)
		}
	}
	return v, nil
}

// filterValue is a JSON value as the query would spell it: null is empty, the items of a list are alternatives.
type filterValue string

// UnmarshalJSON reads texts, numbers, true and false, null, and lists of them.
func (v *filterValue) UnmarshalJSON(data []byte) error {
	switch data[0] {
	case '{':
		return fault.New(fault.Validation, "a field of the filter cannot be a JSON object")
	case '[':
		var items []filterValue
		err := json.Unmarshal(data, &items)
		texts := make([]string, len(items))
		for i, item := range items {
			texts[i] = string(item)
		}
		*v = filterValue(strings.Join(texts, ";"))
		return err
	case '"':
		var text string
		err := json.Unmarshal(data, &text)
		*v = filterValue(text)
		return err
	case 'n':
		return nil
	}
	*v = filterValue(data)
	return nil
}

// text is the value of the first of the names that has one, "" when none has.
func (v *filterValues) text(names ...string) string {
	for _, name := range names {
		if text := strings.TrimSpace(v.texts[strings.ToLower(name)]); text != "" {
			return text
		}
	}
	return ""
}

// number is a whole number between low and high, or the default when the field is absent.
func (v *filterValues) number(name string, absent, low, high int) int {
	text := v.text(name)
	if text == "" {
		return absent
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < low || n > high {
		v.fail("%s is required to be a whole number from %d to %d, got %q", name, low, high, text)
	}
	return n
}

// percent is a number from 0 to 100, or nil when the field is absent.
func (v *filterValues) percent(name string) *float64 {
	text := v.text(name)
	if text == "" {
		return nil
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || !(n >= 0 && n <= 100) {
		v.fail("%s is required to be a number from 0 to 100, got %q", name, text)
	}
	return &n
}

// flag is true or false, false when the field is absent.
func (v *filterValues) flag(name string) bool {
	text := v.text(name)
	on, err := strconv.ParseBool(strings.ToLower(text))
	if err != nil && text != "" {
		v.fail("%s is required to be true or false, got %q", name, text)
	}
	return on
}

// choice is one of the numbered words, given as number or as word; words[0] has the number first.
func (v *filterValues) choice(name string, absent, first int, words []string) int {
	text := v.text(name)
	if text == "" {
		return absent
	}
	if i := slices.Index(words, strings.ToLower(text)); i >= 0 && words[i] != "" {
		return first + i
	}
	return v.number(name, absent, first, first+len(words)-1)
}

// date is a point in time; one without an offset is meant in the zone. It is the zero time when the field is absent.
func (v *filterValues) date(name string, zone *time.Location) time.Time {
	text := v.text(name)
	if text == "" {
		return time.Time{}
	}
	t, err := report.ParseTime(text)
	if err != nil {
		v.fail("%s: %q is not a date: write it as 2026-01-31T14:26:16Z or 2026-01-31", name, text)
		return time.Time{}
	}
	if t.HasZone() {
		return t.Time()
	}
	return inZone(text, zone)
}

// inZone reads a date that has no offset. It is read as one in UTC first, where every time of the clock exists.
func inZone(text string, zone *time.Location) time.Time {
	if !strings.ContainsAny(text, "Tt ") {
		text += "T00"
	}
	t, _ := report.ParseTime(text + "Z") // it is a date without the Z
	year, month, day := t.Time().Date()
	hour, minute, second := t.Time().Clock()
	return time.Date(year, month, day, hour, minute, second, t.Time().Nanosecond(), zone)
}

// zone is the time zone by whose calendar periods begin: UTC, a name such as Europe/Oslo, or an offset such as +01:00.
func (v *filterValues) zone(name string) *time.Location {
	text := v.text(name)
	if at, err := time.Parse("Z07:00", text); err == nil {
		return at.Location()
	}
	zone, err := time.LoadLocation(text) // "" is UTC
	if err != nil {
		v.fail("%s: there is no time zone %q here: use a name such as Europe/Oslo or an offset such as +01:00", name, text)
		return time.UTC
	}
	return zone
}

// statuses are the words of the results that are wanted, nil for all.
func (v *filterValues) statuses(name string) []string {
	var words []string
	for _, text := range strings.Split(v.text(name), ";") {
		text = strings.TrimSpace(text)
		if strings.EqualFold(text, "all") {
			return nil
		}
		if text == "" {
			continue
		}
		status, err := report.ParseStatus(text)
		if err != nil && v.err == nil {
			v.err = fault.Wrap(fault.Validation, err, "%s cannot be used", name)
		}
		words = append(words, status.Word())
	}
	return words
}

func (v *filterValues) fail(format string, args ...any) {
	if v.err == nil {
		v.err = fault.New(fault.Validation, format, args...)
	}
}

// without is a copy that lacks some fields.
func (v *filterValues) without(names ...string) *filterValues {
	rest := &filterValues{texts: maps.Clone(v.texts)}
	for _, name := range names {
		delete(rest.texts, strings.ToLower(name))
	}
	return rest
}
