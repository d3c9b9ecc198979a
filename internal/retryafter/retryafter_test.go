package retryafter

import (
	"net/http"
	"testing"
	"time"
)

func TestParse(t *testing.T) {
	now := time.Date(2026, 3, 4, 5, 6, 7, 0, time.FixedZone("", 3600))
	for header, want := range map[string]time.Duration{
		"7": 7 * time.Second, " 7 ": 7 * time.Second, "0": 0, "-5": 0, "999999999999": longest,
		now.Add(90 * time.Second).UTC().Format(http.TimeFormat): 90 * time.Second,
		now.Add(-time.Hour).UTC().Format(http.TimeFormat):       0,
		now.AddDate(9, 0, 0).UTC().Format(http.TimeFormat):      longest,
		"Wednesday, 04-Mar-26 04:06:17 GMT":                     10 * time.Second,
	} {
		if got, ok := Parse(header, now); !ok || got != want {
			t.Errorf("%q is %s, %v", header, got, ok)
		}
	}
	for _, header := range []string{"", "soon", "1.5", "99999999999999999999", "7 seconds"} {
		if got, ok := Parse(header, now); ok {
			t.Errorf("%q is %s", header, got)
		}
	}
}
