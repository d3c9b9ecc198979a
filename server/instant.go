package server

import "time"

// instant is a time as the database keeps it, in nanoseconds since 1970, and as answers show it: ISO 8601 in UTC.
type instant int64

// tick is the precision of WATS, whose times have seven digits behind the second at most. Some clients read no more.
const tick = 100 * time.Nanosecond

// inTicks is a clock that shows no more than whole ticks.
func inTicks(clock func() time.Time) func() time.Time {
	return func() time.Time { return clock().Truncate(tick) }
}

// instantOf is the instant of a time.
func instantOf(t time.Time) instant { return instant(t.UnixNano()) }

// MarshalText implements encoding.TextMarshaler.
func (i instant) MarshalText() ([]byte, error) {
	return time.Unix(0, int64(i)).UTC().AppendFormat(nil, time.RFC3339Nano), nil
}
