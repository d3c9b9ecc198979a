package config

import (
	"encoding"
	"fmt"
	"math"
	"net"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Embedded is the address that stands for the server inside watsrun.
const embedded = "embedded"

// Address is the address of a server: http or https, without a slash at its end, or "embedded".
type Address string

// UnmarshalText takes an absolute address without credentials, or "embedded".
func (a *Address) UnmarshalText(text []byte) error {
	s := strings.TrimRight(strings.TrimSpace(string(text)), "/")
	if strings.EqualFold(s, embedded) {
		*a = embedded
		return nil
	}
	u, err := url.Parse(s)
	switch {
	case !strings.Contains(s, "://") && s != "":
		return fmt.Errorf("must begin with https:// or http://: did you mean %s?", withScheme(s))
	case err != nil, u.Scheme != "http" && u.Scheme != "https", u.Host == "":
		return fmt.Errorf("must be an address such as https://company.wats.com, or embedded")
	case u.User != nil:
		return fmt.Errorf("must not hold a name or password: put the token into WATSRUN_SERVER_TOKEN")
	case u.RawQuery != "" || u.Fragment != "":
		return fmt.Errorf("must end with the host or a path, without ? and #")
	}
	*a = Address(s)
	return nil
}

// withScheme completes an address: this machine's own servers rarely speak TLS, all others do.
func withScheme(address string) string {
	host, _, _ := strings.Cut(address, "/")
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if ip := net.ParseIP(host); host == "localhost" || ip != nil && ip.IsLoopback() {
		return "http://" + address
	}
	return "https://" + address
}

// Embedded says whether the address stands for the server inside watsrun.
func (a Address) Embedded() bool { return a == embedded }

// Secret is text that is never shown. Reveal is the only way to it.
type Secret string

// UnmarshalText trims white space, which copying a token tends to add.
func (s *Secret) UnmarshalText(text []byte) error {
	*s = Secret(strings.TrimSpace(string(text)))
	return nil
}

// String hides the text, also from fmt and slog.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return masked
}

// GoString hides the text from %#v.
func (s Secret) GoString() string { return s.String() }

// MarshalText hides the text from JSON.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Reveal is the text itself.
func (s Secret) Reveal() string { return string(s) }

const masked = "********"

// Path is a file or folder, absolute once it is loaded: relative ones start at the file that sets them, or at the
// working folder for flags and variables.
type Path string

// Bytes is an amount of memory: a number of bytes, or a number with KiB, MiB or GiB.
type Bytes int64

var byteUnits = []struct {
	suffix string
	size   float64
}{{"GiB", 1 << 30}, {"MiB", 1 << 20}, {"KiB", 1 << 10}, {"B", 1}, {"", 1}}

// UnmarshalText reads "64MiB", "1.5 GiB" or "4096".
func (b *Bytes) UnmarshalText(text []byte) error {
	for _, u := range byteUnits {
		number, ok := cutSuffixFold(strings.TrimSpace(string(text)), u.suffix)
		if !ok {
			continue
		}
		f, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
		if err != nil || !(f >= 0) || f*u.size >= math.MaxInt64 {
			break
		}
		*b = Bytes(f * u.size)
		return nil
	}
	return fmt.Errorf("must be an amount such as 64MiB, or a number of bytes")
}

func cutSuffixFold(s, suffix string) (string, bool) {
	if n := len(s) - len(suffix); n >= 0 && strings.EqualFold(s[n:], suffix) {
		return s[:n], true
	}
	return s, false
}

func parseDuration(text string) (time.Duration, error) {
	text = strings.TrimSpace(text)
	d, err := time.ParseDuration(text)
	if seconds, e := strconv.ParseFloat(text, 64); e == nil {
		d, err = time.Duration(seconds*float64(time.Second)), nil
		if !(math.Abs(seconds) < math.MaxInt64/1e9) {
			err = strconv.ErrRange
		}
	}
	if err != nil || d < 0 {
		return 0, fmt.Errorf("must be a time such as 30s, 1m30s or 500ms, or a number of seconds")
	}
	return d, nil
}

var (
	_ encoding.TextUnmarshaler = (*Address)(nil)
	_ encoding.TextUnmarshaler = (*Secret)(nil)
	_ encoding.TextUnmarshaler = (*Bytes)(nil)
)
