package modules

import (
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// Word is one value of an enumeration. Scripts may give it by name or as it is on the wire, in any case.
type Word struct {
	Name string // as pyWATS spells it, such as IN_OPERATION
	Code int    // on the wire, of an enumeration of numbers; results show the name
	Text string // on the wire, of an enumeration of texts; results show it as it is
}

// Enumeration is implemented by Go types, of int or of string, whose values have names. Of two words with one meaning the
// first one is shown.
type Enumeration interface{ Words() []Word }

// describeWords makes d an enumeration, where t is one.
func describeWords(d *Type, t reflect.Type, e Enumeration) {
	d.Kind, d.Name, d.Words = String, t.Name(), e.Words()
	d.numbers = t.Kind() == reflect.Int
	seen := map[int]bool{}
	for _, w := range d.Words {
		switch {
		case !d.numbers:
			d.Choices = append(d.Choices, w.Text)
		case !seen[w.Code]:
			d.Choices = append(d.Choices, w.Name)
		}
		seen[w.Code] = true
	}
}

// Numbers tells whether the values of the enumeration are numbers on the wire.
func (t *Type) Numbers() bool { return t != nil && t.numbers }

// WordOf is the name that results show for a number on the wire.
func (t *Type) WordOf(code float64) (name string, known bool) {
	for _, w := range t.Words {
		if float64(w.Code) == code {
			return w.Name, true
		}
	}
	return "", false
}

// Find is the word that a script means: by its name or its text in any case, with or without underscores, or by its number.
// A number that is not known is taken too, since a newer server may know it.
func (t *Type) Find(given string) (w Word, known bool) {
	plain := loose(given)
	for _, w := range t.Words {
		if loose(w.Name) == plain || !t.numbers && loose(w.Text) == plain {
			return w, true
		}
	}
	if n, err := strconv.Atoi(strings.TrimSpace(given)); err == nil && t.numbers {
		return Word{Code: n}, true
	}
	return Word{}, false
}

// Spellings are the words of an enumeration as editors offer and check them: those that results show first, then other
// names, letters, and all of them in lower case.
func (t *Type) Spellings() []string {
	words := slices.Clone(t.Choices)
	for _, w := range t.Words {
		words = append(words, w.Name)
	}
	words = append(words, t.Letters...)
	for _, word := range words {
		words = append(words, strings.ToLower(word))
	}
	return unique(words)
}

func unique(words []string) []string {
	seen := map[string]bool{}
	return slices.DeleteFunc(words, func(word string) bool {
		again := seen[word]
		seen[word] = true
		return again
	})
}

// loose is a word without what people spell differently.
func loose(word string) string {
	return strings.ToLower(strings.NewReplacer("_", "", "-", "", " ", "").Replace(word))
}
