// Package station knows where tests happen: the identity of this station, how it was found, the registry of other
// stations, and the station module by which scripts see and change it for their own run. It asks neither the
// environment nor the operating system nor files: the caller says what those say.
package station

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/watsrun/watsrun/internal/fault"
)

// Station is a test station as reports name it.
type Station struct {
	Key         string `lua:"key" doc:"Key in the registry; absent for the station of the machine."`
	Name        string `lua:"name" doc:"Name, in upper case."`
	Location    string `lua:"location" doc:"Where it is."`
	Purpose     string `lua:"purpose" doc:"What it is for."`
	Description string `lua:"description" doc:"What people should know of it."`
}

const (
	// DefaultPurpose is the purpose of a station that says nothing else.
	DefaultPurpose = "Development"
	// unknown is what reports say where a station has no name or location; WATS refuses empty ones.
	unknown = "Unknown"
	// maxText is the longest name, location or purpose that WATS takes, in characters.
	maxText = 100
	// wildcards are characters that WATS treats as patterns in its searches.
	wildcards = "*%?[]^!/\\"
)

// ForReport is the station with a word in every field that a report must have.
func (s Station) ForReport() Station {
	if s.Name == "" {
		s.Name = unknown
	}
	if s.Location == "" {
		s.Location = unknown
	}
	if s.Purpose == "" {
		s.Purpose = DefaultPurpose
	}
	return s
}

var white = regexp.MustCompile(`\s+`)

// Normalise makes a station's name of what somebody wrote: trimmed, in upper case, white space as "-". A blank text
// gives "". The error is a fault of kind validation.
func Normalise(text string) (string, error) {
	name := white.ReplaceAllString(strings.ToUpper(strings.TrimSpace(text)), "-")
	if i := strings.IndexAny(name, wildcards); i >= 0 {
		return "", fault.New(fault.Validation, "the station name %q has the character %q, which WATS takes for a pattern", text, name[i]).
			WithHint("use letters, digits, -, _ and .")
	}
	return name, checkText("station name", name)
}

func checkText(what, text string) error {
	if n := utf8.RuneCountInString(text); n > maxText {
		return fault.New(fault.Validation, "the %s has %d characters", what, n).WithHint("WATS takes up to %d", maxText)
	}
	if strings.ContainsFunc(text, unicode.IsControl) || !utf8.ValidString(text) {
		return fault.New(fault.Validation, "the %s %q has characters that are no text", what, text)
	}
	return nil
}

// checked gives the station with its name normalised and its texts trimmed.
func (s Station) checked() (Station, error) {
	name, err := Normalise(s.Name)
	if err != nil {
		return s, err
	}
	s.Name, s.Location, s.Purpose = name, strings.TrimSpace(s.Location), strings.TrimSpace(s.Purpose)
	if s.Purpose == "" {
		s.Purpose = DefaultPurpose
	}
	if err := checkText("location", s.Location); err != nil {
		return s, err
	}
	return s, checkText("purpose", s.Purpose)
}
