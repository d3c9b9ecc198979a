package redact

import (
	"encoding/base64"
	"encoding/json"
	"html"
	"net/url"
	"regexp"
	"strconv"
	"strings"
)

// formsOf lists the ways in which a secret may be written.
func formsOf(secret string) []string {
	forms := []string{secret}
	add := func(form string) { forms = append(forms, form) }
	quoted, escaped := inside(strconv.Quote(secret)), jsonText(secret)
	add(quoted)
	add(escaped)
	add(strings.ReplaceAll(escaped, "/", `\/`)) // as some servers write JSON
	add(inside(strconv.Quote(escaped)))         // JSON as a text in JSON
	add(html.EscapeString(secret))
	path := (&url.URL{Path: "/" + secret}).EscapedPath()[1:]
	for _, address := range []string{url.QueryEscape(secret), url.PathEscape(secret), path} {
		add(address)
		add(lowerPercent(address))
	}
	for _, packed := range []string{secret, ":" + secret} {
		add(base64.StdEncoding.EncodeToString([]byte(packed)))
		add(base64.URLEncoding.EncodeToString([]byte(packed)))
	}
	forms = append(forms, withinBase64(secret)...)
	return forms
}

func inside(quoted string) string { return quoted[1 : len(quoted)-1] }

// jsonText is the secret as encoding/json writes it inside a text.
func jsonText(secret string) string {
	b, err := json.Marshal(secret)
	if err != nil {
		return secret // a string always can
	}
	return inside(string(b))
}

var percent = regexp.MustCompile(`%[0-9A-F]{2}`)

func lowerPercent(address string) string {
	return percent.ReplaceAllStringFunc(address, strings.ToLower)
}

// withinBase64 is what base64 of a longer text that contains the secret has of it: three forms, by where the secret begins.
// The characters at both ends also depend on what stands beside it, and are left out.
func withinBase64(secret string) []string {
	var forms []string
	for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for before := range 3 {
			text := encoding.EncodeToString(append(make([]byte, before), secret...))
			from, to := (before*8+5)/6, (before+len(secret))*8/6
			if to-from >= shortSecret { // less may stand anywhere
				forms = append(forms, text[from:to])
			}
		}
	}
	return forms
}
