package pattern

import (
	"errors"
	"strings"
)

// What match returns instead of the place where a match ends.
const (
	noMatch = -1 // here is none, perhaps elsewhere
	failed  = -2 // the work ends with Matcher.err
)

// maxDepth bounds how deep items that repeat may nest.
const maxDepth = 100_000

// Matcher finds the matches of one pattern in one subject.
type Matcher struct {
	pattern  *Pattern
	subject  string
	budget   *Budget
	captures [MaxCaptures]Capture
	depth    int
	err      error

	Start, End int // the last match
}

// Capture is a part of the last match, or a position in it.
type Capture struct {
	Start, End int
	IsPosition bool // a position capture, at Start
}

// NewMatcher matches p against subject as long as budget lasts.
func NewMatcher(p *Pattern, subject string, budget *Budget) Matcher {
	return Matcher{pattern: p, subject: subject, budget: budget}
}

// Find looks for the first match that begins at init or later, 0 ≤ init ≤ len(subject). An anchored pattern is tried at
// init only. The error is a fault of the pattern that matching reached, or the end of the budget.
func (m *Matcher) Find(init int) (bool, error) {
	for at := init; at <= len(m.subject); at++ {
		if !m.pattern.anchored {
			if at = m.candidate(at); at < 0 {
				break
			}
		}
		switch end := m.match(at, 0); end {
		case failed:
			return false, m.err
		case noMatch:
		default:
			m.Start, m.End = at, end
			return true, nil
		}
		if m.pattern.anchored {
			break
		}
	}
	return false, m.err
}

// At looks for a match that begins exactly at at.
func (m *Matcher) At(at int) (bool, error) {
	m.Start, m.End = at, m.match(at, 0)
	return m.End >= 0, m.err
}

// Next is where Find need look next for a match that begins at at or later: what comes before cannot begin one. It is
// -1 where none is left.
func (m *Matcher) Next(at int) (int, error) {
	if m.pattern.anchored || at > len(m.subject) {
		return at, nil
	}
	at = m.candidate(at)
	return at, m.err
}

// candidate skips quickly to where the first item can match.
func (m *Matcher) candidate(at int) int {
	if len(m.pattern.items) == 0 {
		return at
	}
	first := &m.pattern.items[0]
	found := at
	switch {
	case first.op == opText:
		i := strings.Index(m.subject[at:], first.text)
		if i < 0 {
			return m.skipped(at, len(m.subject), -1)
		}
		found = at + i
	case first.op == opSet && (first.repeat == 0 || first.repeat == '+'):
		for found < len(m.subject) && !first.set[m.subject[found]] {
			found++
		}
		if found == len(m.subject) {
			return m.skipped(at, found, -1)
		}
	}
	return m.skipped(at, found, found)
}

// skipped charges for the way from at to to and returns result, or -1 when the budget is used up.
func (m *Matcher) skipped(at, to, result int) int {
	if !m.spend((to - at) / 8) {
		return -1
	}
	return result
}

func (m *Matcher) spend(steps int) bool {
	if err := m.budget.Spend(steps); err != nil {
		m.err = err
		return false
	}
	return true
}

// match matches the items from i on at position s. Only what can match in several ways calls it again, so its depth
// is bounded by the items of the pattern that repeat.
func (m *Matcher) match(s, i int) int {
	for items := m.pattern.items; i < len(items); i++ {
		it := &items[i]
		if !m.spend(1) {
			return failed
		}
		switch it.op {
		case opText:
			if !strings.HasPrefix(m.subject[s:], it.text) {
				return noMatch
			}
			s += len(it.text)
		case opSet:
			if it.repeat != 0 {
				return m.repeat(it, s, i)
			}
			if s >= len(m.subject) || !it.set[m.subject[s]] {
				return noMatch
			}
			s++
		default:
			if s = m.special(it, s); s < 0 {
				return s
			}
		}
	}
	return s
}

// special matches the items that match in one way only.
func (m *Matcher) special(it *item, s int) int {
	switch it.op {
	case opOpen:
		m.captures[it.index].Start = s
	case opPosition:
		m.captures[it.index] = Capture{Start: s, IsPosition: true}
	case opClose:
		c := &m.captures[it.index]
		c.End, c.IsPosition = s, false
	case opBack:
		return m.back(m.captures[it.index], s)
	case opBalance:
		return m.balance(it, s)
	case opFrontier:
		if it.set[m.byteAt(s-1)] || !it.set[m.byteAt(s)] {
			return noMatch
		}
	case opEnd:
		if s != len(m.subject) {
			return noMatch
		}
	case opFail:
		m.err = it.err
		return failed
	}
	return s
}

// byteAt is the byte at s, and 0 outside of the subject.
func (m *Matcher) byteAt(s int) byte {
	if s < 0 || s >= len(m.subject) {
		return 0
	}
	return m.subject[s]
}

func (m *Matcher) back(c Capture, s int) int {
	if c.IsPosition {
		return noMatch
	}
	text := m.subject[c.Start:c.End]
	if !m.spend(len(text) / 8) {
		return failed
	}
	if !strings.HasPrefix(m.subject[s:], text) {
		return noMatch
	}
	return s + len(text)
}

func (m *Matcher) balance(it *item, s int) int {
	if s >= len(m.subject) || m.subject[s] != it.char {
		return noMatch
	}
	depth, end := 1, noMatch
	i := s + 1
	for ; i < len(m.subject); i++ {
		if c := m.subject[i]; c == it.close {
			if depth--; depth == 0 {
				end = i + 1
				break
			}
		} else if c == it.char {
			depth++
		}
	}
	if !m.spend((i - s) / 4) {
		return failed
	}
	return end
}

// repeat matches the item at i several times and the rest after it.
func (m *Matcher) repeat(it *item, s, i int) int {
	if m.depth++; m.depth > maxDepth {
		m.err = errors.New("pattern too complex")
		return failed
	}
	end := noMatch
	switch it.repeat {
	case '*':
		end = m.longest(s, s+m.count(it.set, s, len(m.subject)), i+1)
	case '+':
		end = m.longest(s+1, s+m.count(it.set, s, len(m.subject)), i+1)
	case '?':
		end = m.longest(s, s+m.count(it.set, s, min(s+1, len(m.subject))), i+1)
	case '-':
		end = m.shortest(it.set, s, i+1)
	}
	m.depth--
	return end
}

// count is how many bytes from s on, and before end, belong to the set.
func (m *Matcher) count(belongs *set, s, end int) int {
	if belongs == anyByte {
		return end - s
	}
	i := s
	for i < end && belongs[m.subject[i]] {
		i++
	}
	return i - s
}

// longest tries the rest of the pattern, from item i on, at from, from-1 and so on down to least.
func (m *Matcher) longest(least, from, i int) int {
	if !m.spend((from - least) / 8) {
		return failed
	}
	if i == len(m.pattern.items) {
		if from < least {
			return noMatch
		}
		return from
	}
	text := m.textAt(i)
	for s := from; s >= least; s-- {
		if text != "" && m.byteAt(s) != text[0] {
			if !m.spend(1) {
				return failed
			}
			continue
		}
		if end := m.match(s, i); end != noMatch {
			return end
		}
	}
	return noMatch
}

// textAt is the text of item i where it is one that must match: a look at its first byte saves most tries.
func (m *Matcher) textAt(i int) string {
	if it := &m.pattern.items[i]; it.op == opText {
		return it.text
	}
	return ""
}

// shortest tries the rest of the pattern, from item i on, at s, then after one more byte of the set, and so on.
func (m *Matcher) shortest(belongs *set, s, i int) int {
	for {
		if end := m.match(s, i); end != noMatch {
			return end
		}
		if s >= len(m.subject) || !belongs[m.subject[s]] {
			return noMatch
		}
		if !m.spend(1) {
			return failed
		}
		s++
	}
}

// Captures is how many values a match gives: its captures, or 1 for all of it where the pattern has none.
func (m *Matcher) Captures() int { return max(m.pattern.captures, 1) }

// HasCaptures says whether the pattern has captures of its own.
func (m *Matcher) HasCaptures() bool { return m.pattern.captures > 0 }

// Capture is the capture with an index from 0; without captures in the pattern, 0 is the whole match.
func (m *Matcher) Capture(index int) (Capture, error) {
	switch {
	case index == 0 && m.pattern.captures == 0:
		return Capture{Start: m.Start, End: m.End}, nil
	case index >= m.pattern.captures:
		return Capture{}, errors.New("invalid capture index")
	case m.pattern.open&(1<<index) != 0:
		return Capture{}, errors.New("unfinished capture")
	}
	return m.captures[index], nil
}

// Text is the part of the subject that a capture stands for.
func (m *Matcher) Text(c Capture) string { return m.subject[c.Start:c.End] }
