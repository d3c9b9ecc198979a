package redact

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"html"
	"io"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
	"unicode/utf8"
)

func TestSecretsAreMasked(t *testing.T) {
	var s Secrets
	s.Add("")
	s.Add("ab")
	s.Add(`to"ken<1>`)
	for in, want := range map[string]string{
		"":                             "",
		"nothing to hide":              "nothing to hide",
		`x to"ken<1> y`:                "x ******** y",
		`{"t":"to\"ken\u003c1\u003e"}`: `{"t":"********"}`,
		`"to\"ken<1>"`:                 `"********"`,
		"?t=to%22ken%3C1%3E&":          "?t=********&",
		"?t=to%22ken%3c1%3e&":          "?t=********&",
		"Basic dG8ia2VuPDE+":           "Basic ********",
		"Basic OnRvImtlbjwxPg==":       "Basic ********",
		"table ab abba, ab":            "table ******** abba, ********",
		"t=ab":                         "t=********",
		"éab abé":                      "éab abé",
		"ab":                           "********",
	} {
		if got := s.Text(in); got != want {
			t.Errorf("Text(%q) is %q, want %q", in, got, want)
		}
	}
}

// TestEveryFormOfATokenIsMasked is about tokens as they are: base64 themselves, with the characters that encodings change.
func TestEveryFormOfATokenIsMasked(t *testing.T) {
	const token = "a+b/c9Zx==&k\"l"
	var s Secrets
	s.Add(token)
	inJSON, _ := json.Marshal(token)
	twice, _ := json.Marshal(string(inJSON))
	for name, text := range map[string]string{
		"raw": token, "JSON": string(inJSON), "JSON in JSON": string(twice), "JSON of other servers": strings.ReplaceAll(string(inJSON), "/", `\/`),
		"query": url.Values{"t": {token}}.Encode(), "path": (&url.URL{Path: "/x/" + token}).EscapedPath(), "page": html.EscapeString(token),
		"name and password": base64.StdEncoding.EncodeToString([]byte("operator:" + token)),
		"inside more":       base64.StdEncoding.EncodeToString([]byte("x" + token + "and more")),
		"base64 of the web": base64.RawURLEncoding.EncodeToString([]byte("xy" + token + "?>")),
	} {
		got := s.Text("before " + text + " after")
		if !strings.Contains(got, mask) || strings.Contains(got, token) || !strings.HasPrefix(got, "before ") || !strings.HasSuffix(got, " after") {
			t.Errorf("%s: %q becomes %q", name, text, got)
		}
		if i := strings.Index(text, token[2:7]); i >= 0 && strings.Contains(got, token[2:7]) {
			t.Errorf("%s: a part is left in %q", name, got)
		}
	}
}

// TestEachFormIsFoundByItself is about a secret of which no two forms are alike, so that none is found by way of another.
func TestEachFormIsFoundByItself(t *testing.T) {
	const secret = "~~>>??<</a;b&c=d+e f\"g:"
	var s Secrets
	s.Add(secret)
	all := map[string]string{
		"query": url.QueryEscape(secret), "path": url.PathEscape(secret), "address": (&url.URL{Path: secret}).EscapedPath(), "page": html.EscapeString(secret),
		"Go": strings.Trim(strconv.Quote(secret), `"`), "base64": base64.StdEncoding.EncodeToString([]byte(secret)),
		"base64 of the web": base64.URLEncoding.EncodeToString([]byte(secret)), "password": base64.StdEncoding.EncodeToString([]byte(":" + secret)),
		"password in base64 of the web": base64.URLEncoding.EncodeToString([]byte(":" + secret)),
	}
	for _, name := range []string{"query", "path", "address"} {
		all[name+" in small letters"] = lowerPercent(all[name])
	}
	for name, text := range all {
		if got := s.Text("before " + text + " after"); got != "before "+mask+" after" {
			t.Errorf("%s: %q becomes %q", name, text, got)
		}
	}
	for name, encoding := range map[string]*base64.Encoding{"base64": base64.RawStdEncoding, "base64 of the web": base64.RawURLEncoding} {
		for before := range 3 {
			text := encoding.EncodeToString([]byte(strings.Repeat("x", before) + secret + "yyy"))
			got := s.Text(text)
			if !strings.Contains(got, mask) || len(got) > len(mask)+12 {
				t.Errorf("%s behind %d bytes: %q becomes %q", name, before, text, got)
			}
		}
	}
}

// TestWhoIsWritingKeepsWhatItKnows: a writer goes on with the forms that it has while a secret is added.
func TestWhoIsWritingKeepsWhatItKnows(t *testing.T) {
	var s Secrets
	for i := range 20 {
		before := s.known()
		kept := slices.Clone(before)
		s.Add(strings.Repeat("x", 20+i)) // longer than those before, so that it goes first
		if len(before) > 0 && !slices.EqualFunc(before, kept, func(a, b form) bool { return bytes.Equal(a.text, b.text) }) {
			t.Fatalf("secret %d changed what a writer was reading", i)
		}
	}
}

// written writes the pieces one after the other and gives what has come out in the end.
func written(t *testing.T, s *Secrets, pieces ...string) string {
	t.Helper()
	var out bytes.Buffer
	w := s.Writer(&out)
	for _, p := range pieces {
		if n, err := io.WriteString(w, p); n != len(p) || err != nil {
			t.Fatalf("%q: %d, %v", p, n, err)
		}
	}
	if err := w.Flush(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestSecretsInPiecesAreMasked(t *testing.T) {
	var s Secrets
	s.Add("sesame42")
	s.Add("ab")
	for _, text := range []string{"sesame42", "open sesame42 now\n", "sesasesame42", "sesame4 sesame42sesame42", "ab abc xab ab, ab", "abab sesame4", "nothing"} {
		want := s.Text(text)
		if got := written(t, &s, strings.Split(text, "")...); got != want {
			t.Errorf("%q in single letters is %q, want %q", text, got, want)
		}
		for i := range text {
			if got := written(t, &s, text[:i], text[i:]); got != want {
				t.Errorf("%q + %q is %q, want %q", text[:i], text[i:], got, want)
			}
		}
	}
}

// screen is what somebody sees while it is written.
type screen struct {
	mu   sync.Mutex
	text []byte
}

func (s *screen) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.text = append(s.text, p...)
	return len(p), nil
}

func (s *screen) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return string(s.text)
}

func TestPromptsAreShownWhileSomebodyWaits(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var s Secrets
		s.Add("sesame42")
		var out screen
		w := s.Writer(&out)
		io.WriteString(w, "whose")
		if out.String() != "who" {
			t.Errorf("at once %q is shown", out.String())
		}
		time.Sleep(2 * holdTime)
		synctest.Wait()
		if out.String() != "whose" {
			t.Errorf("a moment later %q is shown", out.String())
		}
		io.WriteString(w, "same42 comes late") // what is out already is out; the rest is not
		if got := out.String(); got != "whose"+mask+" comes late" {
			t.Errorf("in the end %q is shown", got)
		}
	})
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestWriterTellsOfErrors(t *testing.T) {
	var s Secrets
	if _, err := s.Writer(full{}).Write([]byte("x")); err == nil {
		t.Error("no error")
	}
}

func FuzzPieces(f *testing.F) {
	f.Add("secret", "a secret text", 5)
	f.Add("ab", "ab ab", 2)
	f.Fuzz(func(t *testing.T, secret, text string, cut int) {
		var s Secrets
		s.Add(secret)
		want := s.Text(text)
		if secret == "" && want != text {
			t.Errorf("an empty secret changed %q to %q", text, want)
		}
		if len(secret) >= shortSecret && !strings.Contains(mask, secret) && !strings.Contains(secret, "*") && strings.Contains(want, secret) {
			t.Errorf("%q is left in %q", secret, want)
		}
		if cut < 0 || cut >= len(text) || !utf8.RuneStart(text[cut]) {
			return // a letter that comes in halves may be taken for none: then more is hidden, not less
		}
		if got := written(t, &s, text[:cut], text[cut:]); got != want {
			t.Errorf("%q + %q is %q, want %q", text[:cut], text[cut:], got, want)
		}
	})
}

func BenchmarkLine(b *testing.B) {
	var s Secrets
	s.Add("eW91ciB0b2tlbiBoZXJlIGlzIGxvbmc=")
	w := s.Writer(io.Discard)
	line := []byte(`{"time":"2026-01-01T00:00:00Z","level":"INFO","msg":"measured","run_id":"0197f0c0-0000-7000-8000-000000000000","fields":{"volts":3.31}}` + "\n")
	b.ReportAllocs()
	for b.Loop() {
		w.Write(line)
	}
}
