package render

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"github.com/watsrun/watsrun/modules"
)

// Subject is something that people look for.
type Subject struct {
	Name string   // by which Help or its like shows it
	Doc  string   // what it is, in one sentence
	More []string // further texts in which its words may stand: arguments, fields, words

	callable bool
}

// How much it says that a word of the query stands somewhere: in the last part of a name, before that, in the documentation, or in
// further texts. A whole word says more than the beginning of one. What can be called comes before what is only there.
const (
	inName   = 60
	inPath   = 25
	inDoc    = 20
	inMore   = 10
	beginOf  = 3 // of 4
	within   = 2 // of 4
	callable = 5
)

// Search finds what has to do with all words of a query, the best first, among the declarations and what is given beside them.
func Search(mods []*modules.Module, query string, beside []Subject) []Subject {
	type hit struct {
		Subject
		score int
	}
	var hits []hit
	words := wordsOf(query)
	for _, s := range append(newCatalog(mods).subjects(), beside...) {
		if score := s.score(words); score > 0 {
			hits = append(hits, hit{s, score})
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int {
		return cmp.Or(b.score-a.score, len(a.Name)-len(b.Name), strings.Compare(a.Name, b.Name))
	})
	found := make([]Subject, len(hits))
	for i, h := range hits {
		found[i] = h.Subject
	}
	return found
}

// subjects are all the names, each once.
func (c *catalog) subjects() []Subject {
	var list []Subject
	for _, e := range c.entries() {
		if !e.alias {
			list = append(list, Subject{e.name, summary(e.doc), e.more, e.kind == "function" || e.kind == "method"})
		}
	}
	return list
}

// score is how well all of the words fit, 0 where one does not.
func (s *Subject) score(words []string) int {
	total, last := 0, short(s.Name)
	if s.callable {
		total = callable
	}
	for _, w := range words {
		best := max(inName*fit(w, last, true), inPath*fit(w, strings.TrimSuffix(s.Name, last), true), inDoc*fit(w, s.Doc, false))
		for _, text := range s.More {
			best = max(best, inMore*fit(w, text, false))
		}
		if best == 0 {
			return 0
		}
		total += best
	}
	return total
}

// fit is how well a word fits a text: 4 for a whole word of it, less for a part of one, 0 for none.
func fit(word, text string, name bool) int {
	best := 0
	for _, t := range wordsOf(text) {
		switch {
		case t == word || strings.TrimSuffix(t, "s") == strings.TrimSuffix(word, "s"):
			return 4
		case len(word) < 3:
		case strings.HasPrefix(t, strings.TrimSuffix(word, "s")):
			best = max(best, beginOf)
		case name && strings.Contains(t, word): // names of classes are several words in one
			best = max(best, within)
		}
	}
	return best
}

// wordsOf takes a text or a name apart: "Step:add_numeric_step" is four words.
func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// wordsOfFunction are the texts of a function besides its own documentation.
func wordsOfFunction(f *modules.Function) []string {
	texts := []string{f.Doc, f.Errors, f.Notes, strings.Join(f.PyWATS, " ")}
	for _, p := range f.Params {
		texts = append(texts, p.Name, p.Doc)
	}
	return texts
}

// wordsOfType are the fields of a record, or the words of an enumeration.
func wordsOfType(t *modules.Type) []string {
	texts := slices.Concat(t.Choices, t.Letters)
	for _, w := range t.Words {
		texts = append(texts, w.Name, w.Text)
	}
	for _, f := range t.Fields {
		texts = append(texts, f.Name, f.Doc)
	}
	return texts
}
