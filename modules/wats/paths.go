package wats

import "strings"

// The separators of step and measurement paths: as people and reports write them, and as the server's parameters want
// them, where a slash would be taken for the end of a segment.
const (
	pathMark        = "¶"
	measurementMark = "¶¶"

	shownPath        = "/"
	shownMeasurement = "::"

	betweenPaths = ";"
)

// normalizePath turns a path as people write it into the form of the server's parameters: the measurement M of the step
// A/B, written A/B::M, becomes A¶B¶¶M. A path that has a ¶ already is left alone, so that a step whose name holds a
// slash can be named.
func normalizePath(path string) string {
	if strings.Contains(path, pathMark) {
		return path
	}
	// The last :: begins the measurement: step names hold colons more often than measurements do.
	step, measurement := path, ""
	if at := strings.LastIndex(path, shownMeasurement); at >= 0 {
		step, measurement = path[:at], measurementMark+path[at+len(shownMeasurement):]
	}
	return strings.ReplaceAll(step, shownPath, pathMark) + measurement
}

// displayPath turns a path of the server's parameters into the form that people write: A¶B¶¶M becomes A/B::M.
func displayPath(path string) string {
	path = strings.ReplaceAll(path, measurementMark, shownMeasurement)
	return strings.ReplaceAll(path, pathMark, shownPath)
}

// normalizePaths turns several paths into one parameter. Each may itself be several, with ; between them; blanks around
// them and empty ones are dropped.
func normalizePaths(paths ...string) string {
	var all []string
	for path := range strings.SplitSeq(strings.Join(paths, betweenPaths), betweenPaths) {
		if path = strings.TrimSpace(path); path != "" {
			all = append(all, normalizePath(path))
		}
	}
	return strings.Join(all, betweenPaths)
}
