package wsxf

import (
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/watsrun/watsrun/report"
)

// label names the value in a fault.
func (a *attr) label() string {
	if a.xml == "" {
		return a.key
	}
	return a.xml
}

// empty tells whether an empty text stands for no value. Only a text that may be empty is one.
func (a *attr) empty() bool { return a.blank || a.kind != textPtrKind }

// appendJSON appends the value that a text stands for. problem is what the text should have been, "" for nothing.
func (a *attr) appendJSON(b []byte, text string) (json []byte, problem string) {
	switch a.kind {
	case intKind:
		return appendInt(b, text)
	case floatKind:
		return appendFloat(b, text)
	case boolKind:
		return appendBool(b, text)
	case intsKind:
		return appendInts(b, text)
	case statusKind, groupKind, typeKind:
		return a.appendLetter(b, text)
	}
	if a.guid {
		text = strings.ToLower(text)
	}
	if a.packed {
		text = strings.Join(strings.Fields(text), "")
	}
	return appendText(b, text), ""
}

func appendInt(b []byte, text string) ([]byte, string) {
	text = strings.TrimSpace(text)
	if n, err := strconv.ParseInt(text, 10, 64); err == nil {
		return strconv.AppendInt(b, n, 10), ""
	}
	if x, ok := parseNumber(text); ok && x == math.Trunc(x) && math.Abs(x) <= 1<<53 {
		return strconv.AppendInt(b, int64(x), 10), ""
	}
	return b, "a whole number"
}

func appendInts(b []byte, text string) (_ []byte, problem string) {
	b = append(b, '[')
	for i, n := range strings.Fields(text) {
		if i > 0 {
			b = append(b, ',')
		}
		if b, problem = appendInt(b, n); problem != "" {
			return b, "whole numbers"
		}
	}
	return append(b, ']'), ""
}

func appendFloat(b []byte, text string) ([]byte, string) {
	x, ok := parseNumber(strings.TrimSpace(text))
	switch {
	case !ok && strings.Contains(text, ","):
		return b, "a number with a decimal point"
	case !ok:
		return b, "a number"
	case math.IsNaN(x):
		return append(b, `"NaN"`...), ""
	case math.IsInf(x, 1):
		return append(b, `"Infinity"`...), ""
	case math.IsInf(x, -1):
		return append(b, `"-Infinity"`...), ""
	}
	return strconv.AppendFloat(b, x, 'g', -1, 64), ""
}

// parseNumber reads a decimal number, or one of the words for what is none. Go's other spellings are not accepted.
func parseNumber(text string) (float64, bool) {
	switch text {
	case "NaN":
		return math.NaN(), true
	case "INF", "+INF", "Infinity":
		return math.Inf(1), true
	case "-INF", "-Infinity":
		return math.Inf(-1), true
	}
	if strings.Trim(text, "0123456789+-.eE") != "" {
		return 0, false
	}
	x, err := strconv.ParseFloat(text, 64)
	return x, err == nil
}

func appendBool(b []byte, text string) ([]byte, string) {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "true", "1":
		return append(b, "true"...), ""
	case "false", "0":
		return append(b, "false"...), ""
	}
	return b, "true or false"
}

// appendLetter turns a word into the model's letter.
func (a *attr) appendLetter(b []byte, text string) ([]byte, string) {
	letter := ""
	for _, l := range a.oneof {
		if strings.EqualFold(a.word(l), strings.TrimSpace(text)) {
			letter = l
		}
	}
	if s, err := report.ParseStatus(text); a.kind == statusKind && letter == "" && err == nil && slices.Contains(a.oneof, string(s)) {
		letter = string(s)
	}
	if letter == "" {
		return b, "one of " + a.words()
	}
	return appendText(b, letter), ""
}

// word is the XML spelling of a letter.
func (a *attr) word(letter string) string {
	switch {
	case a.kind == statusKind:
		return report.Status(letter).Word()
	case a.kind == groupKind:
		return report.Group(letter).Word()
	case letter == string(report.TypeUUR):
		return "UUR"
	}
	return "UUT"
}

// words lists what the attribute may be.
func (a *attr) words() string {
	words := make([]string, len(a.oneof))
	for i, letter := range a.oneof {
		words[i] = a.word(letter)
	}
	return strings.Join(words, ", ")
}

// text is the XML spelling of a value of the model, and whether there is one.
func (a *attr) text(v reflect.Value) (text string, ok bool) {
	switch a.kind {
	case timeKind:
		t := v.Interface().(report.Time)
		return formatTime(t), !t.IsZero()
	case intsKind:
		return formatInts(v.Interface().([]int)), !v.IsNil()
	case textPtrKind, intKind, floatKind, boolKind:
		return pointed(v)
	}
	switch text = v.String(); {
	case text == "":
		return "", false
	case a.kind != textKind:
		text = a.word(text)
	case a.guid:
		text = strings.ToUpper(text)
	}
	return text, true
}

func pointed(v reflect.Value) (string, bool) {
	if v.IsNil() {
		return "", false
	}
	switch v = v.Elem(); v.Kind() {
	case reflect.Int:
		return strconv.FormatInt(v.Int(), 10), true
	case reflect.Float64:
		return formatNumber(v.Float()), true
	case reflect.Bool:
		return strconv.FormatBool(v.Bool()), true
	}
	return v.String(), true
}

func formatInts(numbers []int) string {
	words := make([]string, len(numbers))
	for i, n := range numbers {
		words[i] = strconv.Itoa(n)
	}
	return strings.Join(words, " ")
}

// formatNumber writes a number as XML does, with all of its digits.
func formatNumber(x float64) string {
	switch abs := math.Abs(x); {
	case math.IsNaN(x):
		return "NaN"
	case math.IsInf(x, 1):
		return "INF"
	case math.IsInf(x, -1):
		return "-INF"
	case abs != 0 && (abs < 1e-5 || abs >= 1e15):
		return strconv.FormatFloat(x, 'E', -1, 64)
	}
	return strconv.FormatFloat(x, 'f', -1, 64)
}

// formatTime keeps the text that was read if it is a time of XML. Others, such as 08:00:00.Z, are written anew.
func formatTime(t report.Time) string {
	text := t.String()
	for _, layout := range []string{"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04:05"} {
		if _, err := time.Parse(layout, text); err == nil {
			return text
		}
	}
	if t.Valid() {
		return report.NewTime(t.Time()).String()
	}
	return text
}
