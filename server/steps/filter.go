package steps

import (
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// Filter is a choice of steps by their own names or paths, and by those of the sequences around them. The zero value
// chooses all.
type Filter struct {
	steps, sequences []string // patterns in lower case, with separators
}

// ParseFilter reads the step filters and the sequence filters of the list routes. They come as XML, of which every text and
// every attribute called name, path or value is a pattern, or as plain text with semicolons between patterns. A pattern is
// a name or a path, with or without the root, with % for any run of characters and _ for any one; case does not count.
func ParseFilter(stepFilters, sequenceFilters string) (f Filter, err error) {
	if f.steps, err = patterns(stepFilters); err != nil {
		return Filter{}, err
	}
	f.sequences, err = patterns(sequenceFilters)
	return f, err
}

func patterns(text string) ([]string, error) {
	var all []string
	add := func(pattern string) {
		pattern = strings.Trim(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(pattern)), "/", Separator), Separator)
		if pattern != "" {
			all = append(all, pattern)
		}
	}
	if !strings.HasPrefix(strings.TrimSpace(text), "<") {
		for pattern := range strings.SplitSeq(text, ";") {
			add(pattern)
		}
		return all, nil
	}
	return all, eachXMLText(text, add)
}

// eachXMLText calls add for every text of the document, and every attribute that may be a pattern.
func eachXMLText(document string, add func(string)) error {
	decoder := xml.NewDecoder(strings.NewReader(document))
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		switch t := token.(type) {
		case xml.CharData:
			add(string(t))
		case xml.StartElement:
			for _, a := range t.Attr {
				if slices.Contains([]string{"name", "path", "value"}, strings.ToLower(a.Name.Local)) {
					add(a.Value)
				}
			}
		}
	}
}

// Takes says whether a step is chosen.
func (f Filter) Takes(key Key) bool {
	// A name may hold a slash, which is no separator there but cannot be told from one in a pattern.
	path := strings.ReplaceAll(strings.ToLower(key.Path), "/", Separator)
	if !matchesAny(f.steps, path, strings.ReplaceAll(strings.ToLower(key.Name()), "/", Separator)) {
		return false
	}
	for sequence := path; len(f.sequences) > 0; {
		i := strings.LastIndex(sequence, Separator)
		if i < 0 {
			return false
		}
		sequence = sequence[:i]
		if matchesAny(f.sequences, sequence, lastName(sequence)) {
			return true
		}
	}
	return true
}

// matchesAny says whether there are no patterns or one of them stands for the path.
func matchesAny(patterns []string, path, name string) bool {
	_, short, _ := strings.Cut(path, Separator)
	for _, p := range patterns {
		if like(p, path) || like(p, name) || short != "" && like(p, short) {
			return true
		}
	}
	return len(patterns) == 0
}

// like matches a text with % and _. After a % that led nowhere it goes on one character later.
func like(pattern, text string) bool {
	back, from := -1, 0 // the pattern behind the last %, and where in the text that was tried
	p, t := 0, 0
	for t < len(text) {
		size := runeLength(text[t:])
		switch {
		case p < len(pattern) && pattern[p] == '%':
			p++
			back, from = p, t
		case p < len(pattern) && pattern[p] == '_':
			p, t = p+1, t+size
		case strings.HasPrefix(pattern[p:], text[t:t+size]):
			p, t = p+size, t+size
		case back >= 0:
			from += runeLength(text[from:])
			p, t = back, from
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "%") == ""
}

func runeLength(text string) int {
	_, size := utf8.DecodeRuneInString(text)
	return size
}
