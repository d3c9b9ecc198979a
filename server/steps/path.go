package steps

import "strings"

// Separator joins the names of a path, where a name may hold a slash. People write a slash, and it is shown to them.
const Separator = "¶"

// measureMark stands between the path of a step and the name of its measurement.
const measureMark = Separator + Separator

// Shown is a path as people read it: MainSequence Callback/Power/3V3.
func Shown(path string) string { return strings.ReplaceAll(path, Separator, "/") }

// MeasurementPath is the path of a measurement as a request names it: of its step alone when the measurement has no
// name, else with the name behind a double separator.
func MeasurementPath(step Key, measure MeasureKey) string {
	if measure.Name == "" {
		return step.Path
	}
	return step.Path + measureMark + measure.Name
}

// Selection is a choice of measurements by their paths. The zero value chooses all.
type Selection struct {
	paths []string // lower case, with separators
}

// ParseSelection reads paths that are separated by semicolons. Names are separated by Separator, or by slashes where
// that does not occur, and the name of a measurement stands behind a double separator or "::". The path of a step stands
// for all its measurements; the root may be left out; case does not count.
func ParseSelection(text string) Selection {
	var s Selection
	for part := range strings.SplitSeq(text, ";") {
		part = strings.ToLower(strings.TrimSpace(part))
		if part == "" {
			continue
		}
		if !strings.Contains(part, Separator) {
			part = separated(part)
		}
		s.paths = append(s.paths, strings.Trim(part, Separator))
	}
	return s
}

// separated is a path that is written with slashes.
func separated(path string) string {
	step, measure := path, ""
	if i := strings.LastIndex(path, "::"); i >= 0 {
		step, measure = path[:i], measureMark+path[i+len("::"):]
	}
	return strings.ReplaceAll(step, "/", Separator) + measure
}

// All says whether nothing is left out.
func (s Selection) All() bool { return len(s.paths) == 0 }

// Takes says whether a measurement is chosen.
func (s Selection) Takes(step Key, measure MeasureKey) bool {
	if s.All() {
		return true
	}
	path, name := strings.ToLower(step.Path), strings.ToLower(measure.Name)
	_, short, _ := strings.Cut(path, Separator)
	for _, p := range s.paths {
		if names(p, path, name) || short != "" && names(p, short, name) {
			return true
		}
	}
	return false
}

// MayTake says whether measurements of a step can be chosen.
func (s Selection) MayTake(step Key) bool {
	path := strings.ToLower(step.Path)
	_, short, _ := strings.Cut(path, Separator)
	for _, p := range s.paths {
		if strings.HasPrefix(p, path) || short != "" && strings.HasPrefix(p, short) {
			return true
		}
	}
	return s.All()
}

// names says whether a chosen path stands for a measurement. Its name may also stand as if it were one of a step, and
// one without a name has that of its step.
func names(chosen, step, measure string) bool {
	if measure == "" {
		measure = lastName(step)
	}
	rest, ok := strings.CutPrefix(chosen, step)
	return ok && (rest == "" || rest == measureMark+measure || rest == Separator+measure)
}

// lastName is the name at the end of a path.
func lastName(path string) string {
	if i := strings.LastIndex(path, Separator); i >= 0 {
		return path[i+len(Separator):]
	}
	return path
}
