package observe

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"unicode"
	"unicode/utf8"
)

// Secrets are texts that must not be written. The zero value holds none. It is safe for concurrent use.
type Secrets struct {
	mu    sync.RWMutex
	forms [][]byte // longest first, so that a form that contains another goes first
}

// shortSecret is the length below which a secret is hidden only where it stands alone: hiding each letter a of
// everything would say more about the secret than it hides.
const shortSecret = 6

const mask = "********"

// Add has a secret hidden from now on, also in the forms that JSON, quoting, addresses and authorisation headers give
// it. An empty secret is none.
func (s *Secrets) Add(secret string) {
	if secret == "" {
		return
	}
	quoted := strconv.Quote(secret)
	escaped, err := json.Marshal(secret)
	if err != nil {
		escaped = []byte(quoted)
	}
	forms := []string{
		secret, quoted[1 : len(quoted)-1], string(escaped[1 : len(escaped)-1]), url.QueryEscape(secret), url.PathEscape(secret),
		base64.StdEncoding.EncodeToString([]byte(secret)), base64.StdEncoding.EncodeToString([]byte(":" + secret)),
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range forms {
		if !slices.ContainsFunc(s.forms, func(b []byte) bool { return string(b) == f }) {
			s.forms = append(s.forms, []byte(f))
		}
	}
	slices.SortStableFunc(s.forms, func(a, b []byte) int { return len(b) - len(a) })
}

// Redact gives the text with every secret masked. The input is left alone.
func (s *Secrets) Redact(text []byte) []byte {
	s.mu.RLock()
	defer s.mu.RUnlock()
	for _, f := range s.forms {
		if bytes.Contains(text, f) {
			text = replace(text, f)
		}
	}
	return text
}

func replace(text, secret []byte) []byte {
	if len(secret) >= shortSecret {
		return bytes.ReplaceAll(text, secret, []byte(mask))
	}
	out, done := make([]byte, 0, len(text)), 0 // text[:done] is in out
	for {
		i := bytes.Index(text[done:], secret)
		if i < 0 {
			return append(out, text[done:]...)
		}
		at, end := done+i, done+i+len(secret)
		out = append(out, text[done:at]...)
		if alone(text, at, end) {
			out = append(out, mask...)
		} else {
			out = append(out, secret...)
		}
		done = end
	}
}

func alone(text []byte, at, end int) bool {
	before, _ := utf8.DecodeLastRune(text[:at])
	after, _ := utf8.DecodeRune(text[end:])
	return !word(before) && !word(after)
}

func word(r rune) bool {
	return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '_')
}

// Writer masks the secrets in what is written to w. A message is one Write, as loggers do it.
func (s *Secrets) Writer(w io.Writer) io.Writer { return &redactor{secrets: s, w: w} }

type redactor struct {
	mu      sync.Mutex
	secrets *Secrets
	w       io.Writer
}

// Write is part of io.Writer.
func (r *redactor) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if _, err := r.w.Write(r.secrets.Redact(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}
