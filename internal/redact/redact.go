// Package redact keeps secrets out of what is written: errors, logs, files, traces. It knows what a secret looks like after
// JSON, quoting, addresses and base64 have been at it, and finds it also where it comes in pieces. It knows nothing of where
// secrets come from and of who writes.
package redact

import (
	"bytes"
	"slices"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Secrets are texts that must not be written. The zero value holds none. It is safe for concurrent use.
type Secrets struct {
	mu    sync.RWMutex
	forms []form // longest first, so that of two that begin together the one that contains the other counts
}

// form is one way in which a secret may be written.
type form struct {
	text  []byte
	alone bool // it counts only where no letter or digit stands beside it
}

// shortSecret is the length below which a secret is hidden only where it stands alone: hiding each letter a of
// everything would say more about the secret than it hides.
const shortSecret = 6

const mask = "********"

// Add has a secret hidden from now on, in all its forms. An empty secret is none.
func (s *Secrets) Add(secret string) {
	if secret == "" {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	forms := slices.Clone(s.forms) // a writer may be reading the old ones
	for _, text := range formsOf(secret) {
		if !slices.ContainsFunc(forms, func(f form) bool { return string(f.text) == text }) {
			forms = append(forms, form{text: []byte(text), alone: len(text) < shortSecret})
		}
	}
	slices.SortStableFunc(forms, func(a, b form) int { return len(b.text) - len(a.text) })
	s.forms = forms
}

func (s *Secrets) known() []form {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.forms
}

// Text gives a text with every secret masked.
func (s *Secrets) Text(text string) string { return string(s.Bytes([]byte(text))) }

// Bytes gives a text with every secret masked. The input is left alone.
func (s *Secrets) Bytes(text []byte) []byte {
	f := newFinder(s.known(), text, true)
	var out []byte
	done := 0 // text[:done] is in out
	for {
		at, length := f.next(done)
		if length == 0 {
			break
		}
		out = append(append(out, text[done:at]...), mask...)
		done = at + length
	}
	if done == 0 {
		return text
	}
	return append(out, text[done:]...)
}

// finder looks for secrets in a text, from its beginning on.
type finder struct {
	forms []form
	text  []byte
	end   bool  // nothing follows the text
	first []int // by form: where it is next, or the text's length
}

func newFinder(forms []form, text []byte, end bool) *finder {
	f := &finder{forms: forms, text: text, end: end, first: make([]int, len(forms))}
	for i := range forms {
		f.first[i] = f.search(i, 0)
	}
	return f
}

// next is where the first secret at or after from begins, and its length, 0 for none.
func (f *finder) next(from int) (at, length int) {
	at = len(f.text)
	for i := range f.forms {
		if f.first[i] < from {
			f.first[i] = f.search(i, from)
		}
		if f.first[i] < at {
			at, length = f.first[i], len(f.forms[i].text)
		}
	}
	return at, length
}

// search is where a form is next.
func (f *finder) search(i, from int) int {
	for form := f.forms[i]; ; {
		found := bytes.Index(f.text[from:], form.text)
		if found < 0 {
			return len(f.text)
		}
		at, end := from+found, from+found+len(form.text)
		if !form.alone || f.isAlone(at, end) {
			return at
		}
		from = end
	}
}

// isAlone tells whether no letter or digit stands beside text[at:end], or may come to stand there.
func (f *finder) isAlone(at, end int) bool {
	before, _ := utf8.DecodeLastRune(f.text[:at])
	after, _ := utf8.DecodeRune(f.text[end:])
	return !word(before) && !word(after) && (f.end || end < len(f.text))
}

func word(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_')
}
