package wstf

import (
	"fmt"
	"strings"
)

// row is one line of a file, parted at its tabs.
type row struct {
	line   int // from 1
	fields []string
}

// get is a field without the blanks around it, "" where the row is shorter.
func (r row) get(column int) string { return strings.TrimSpace(r.raw(column)) }

// raw is a field as it stands.
func (r row) raw(column int) string {
	if column >= len(r.fields) {
		return ""
	}
	return r.fields[column]
}

// block is one report of a file.
type block struct {
	faults
	header row   // the line that begins it
	facts  []row // keys with values, from above and below the steps
	steps  []row // without the row of column names
	cut    bool  // the end of the steps is missing
	open   bool  // the end marker is missing
}

// The markers, without blanks and in lower case: files have both --UUT-End-- and -- UUT-End--.
const (
	headerStart = "--header-start--"
	stepsStart  = "--step-data-start--"
	stepsEnd    = "--step-data-end--"
	reportEnd   = "--uut-end--"
)

// faults collects what is wrong, by line.
type faults struct{ found []lineFault }

type lineFault struct {
	line    int
	message string
}

func (f *faults) add(line int, format string, args ...any) {
	f.found = append(f.found, lineFault{line, fmt.Sprintf(format, args...)})
}

// scanner parts a file into blocks.
type scanner struct {
	faults
	blocks  []*block
	current *block // nil between reports
	part    string // the marker that the current part began with
	named   bool   // the row of column names has been read
}

// scan reads the lines of a text.
func (s *scanner) scan(text string) {
	line := 0
	for l := range strings.Lines(text) {
		line++
		r := row{line, strings.Split(strings.TrimRight(l, "\r\n"), "\t")}
		if blank(r) {
			continue
		}
		if strings.HasPrefix(r.get(0), "--") {
			s.marker(r)
		} else {
			s.content(r)
		}
	}
	s.leave()
}

func blank(r row) bool {
	for i := range r.fields {
		if r.get(i) != "" {
			return false
		}
	}
	return true
}

// marker begins or ends a part.
func (s *scanner) marker(r row) {
	word := strings.ToLower(strings.Join(strings.Fields(r.get(0)), ""))
	switch {
	case word == headerStart:
		s.leave()
		s.current = &block{header: r}
		s.blocks = append(s.blocks, s.current)
	case s.current == nil:
		s.stray(r)
		return
	case word == stepsStart && s.part == headerStart, word == stepsEnd && s.part == stepsStart:
	case word == reportEnd && s.part == stepsEnd:
		s.current = nil
	default:
		s.current.add(r.line, "%s is not expected here", r.get(0))
		return
	}
	s.part, s.named = word, false
}

// content adds a line to the part that it stands in.
func (s *scanner) content(r row) {
	switch {
	case s.current == nil:
		s.stray(r)
	case s.part != stepsStart:
		s.current.facts = append(s.current.facts, r)
	case !s.named:
		s.columns(r)
	case strings.EqualFold(r.get(0), "UUTStatus"):
		s.current.facts = append(s.current.facts, r)
	default:
		s.current.steps = append(s.current.steps, r)
	}
}

// stray notes what stands outside of reports, once in a row.
func (s *scanner) stray(r row) {
	if s.part != "stray" {
		s.add(r.line, "Missing --Header-Start--")
	}
	s.part = "stray"
}

// columns checks the row of column names. Their order is fixed; the last ones may be missing.
func (s *scanner) columns(r row) {
	s.named = true
	for i, want := range columnNames {
		if got := r.get(i); got != "" && !strings.EqualFold(got, want) || i == 0 && got == "" {
			s.current.add(r.line, "column %d is required to be %s, got %q", i+1, want, got)
			return
		}
	}
}

// leave ends a report whose end marker did not come.
func (s *scanner) leave() {
	if s.current != nil {
		s.current.open = true
		s.current.cut = s.part != stepsEnd
		s.current = nil
	}
	s.part = ""
}
