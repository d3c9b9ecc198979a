package config

import (
	"strings"
	"testing"
)

// TestAnAddressWithoutItsBeginning is answered with the whole one.
func TestAnAddressWithoutItsBeginning(t *testing.T) {
	for text, want := range map[string]string{
		"company.wats.com": "https://company.wats.com?", "10.0.0.5:8080": "https://10.0.0.5:8080?", "company.wats.com/wats": "https://company.wats.com/wats?",
		"127.0.0.1:8085": "http://127.0.0.1:8085?", "localhost": "http://localhost?", "[::1]:80": "http://[::1]:80?",
	} {
		var a Address
		if err := a.UnmarshalText([]byte(text)); err == nil || !strings.HasSuffix(err.Error(), "did you mean "+want) {
			t.Errorf("%s: %v", text, err)
		}
	}
}
