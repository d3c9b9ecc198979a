package report

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/internal/fault"
)

// Defaults are what the run gives to every new report. Empty texts become "Unknown", as a server demands a value; a nil
// Now is the system's clock, a nil NewID makes a random GUID.
type Defaults struct {
	Station  string
	Location string
	Purpose  string
	Operator string
	Mode     Mode
	Now      func() time.Time
	NewID    func() string
}

func (d Defaults) now() time.Time {
	if d.Now == nil {
		return time.Now()
	}
	return d.Now()
}

func (d Defaults) newID() string {
	if d.NewID == nil {
		return uuid.NewString() // by chance, so that its first letters name it among others
	}
	return d.NewID()
}

// building is what a report knows while somebody builds on it.
type building struct {
	mode  Mode
	uut   *Report // the test report that a repair was made from
	began began
}

func (r *Report) building() *building {
	if r.run == nil {
		r.run = &building{mode: Active}
	}
	return r.run
}

// firstOf is the first text that is not blank, trimmed, else "Unknown".
func firstOf(texts ...string) string {
	for _, t := range texts {
		if t = strings.TrimSpace(t); t != "" {
			return t
		}
	}
	return "Unknown"
}

// required trims a text that must be given.
func required(argument, text string) (string, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return "", fault.New(fault.Usage, "%s is empty", argument)
	}
	return text, nil
}

// suppress in front of a serial or part number allows the characters that WATS treats as wildcards.
const suppress = "SUPPRESS:"

// unitName trims a serial or part number and refuses what WATS would take for a wildcard in searches.
func unitName(argument, text string, allow bool) (string, error) {
	text, err := required(argument, text)
	if err != nil {
		return "", err
	}
	if rest, ok := strings.CutPrefix(text, suppress); ok {
		return required(argument, rest)
	}
	if i := strings.IndexAny(text, `*%?[]^!/\`); i >= 0 && !allow {
		return "", fault.New(fault.Validation, "%s %q contains %q, which searches in WATS take for a wildcard", argument, text, text[i:i+1]).
			WithHint("use other characters, or allow_problematic_characters = true")
	}
	return text, nil
}

// optional is nil for an empty text.
func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// ptr is a pointer to a value, for optional fields.
func ptr[T any](v T) *T { return &v }

// within says in which thing an error happened.
func within(what string, err error) error {
	f := *fault.Of(err)
	f.Message = what + ": " + f.Message
	return &f
}
