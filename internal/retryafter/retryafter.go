// Package retryafter reads the header by which a server says when to come again. It knows nothing else of HTTP.
package retryafter

import (
	"net/http"
	"strconv"
	"strings"
	"time"
)

// longest is the longest wait that a server can ask for.
const longest = 24 * time.Hour

// Parse reads the value of Retry-After: seconds, or a date. What is neither is not ok; what is past is 0.
func Parse(header string, now time.Time) (d time.Duration, ok bool) {
	header = strings.TrimSpace(header)
	if seconds, err := strconv.ParseInt(header, 10, 64); err == nil {
		seconds = min(max(seconds, 0), int64(longest/time.Second))
		return time.Duration(seconds) * time.Second, true
	}
	if at, err := http.ParseTime(header); err == nil {
		return min(max(at.Sub(now), 0), longest), true
	}
	return 0, false
}
