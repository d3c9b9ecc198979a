package server

import "time"

// instant is a time as the database keeps it, in nanoseconds since 1970, and as answers show it: ISO 8601 in UTC.
type instant int64

// instantOf is the instant of a time.
func instantOf(t time.Time) instant { return instant(t.UnixNano()) }

// MarshalText implements encoding.TextMarshaler.
func (i instant) MarshalText() ([]byte, error) {
	return time.Unix(0, int64(i)).UTC().AppendFormat(nil, time.RFC3339Nano), nil
}
