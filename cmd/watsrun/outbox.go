package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/watsrun/watsrun/delivery"
	"github.com/watsrun/watsrun/internal/config"
)

// outboxClock is the process's clock, as the outbox wants it.
type outboxClock func() time.Time

// Now is part of delivery.Clock.
func (c outboxClock) Now() time.Time { return c() }

// After is part of delivery.Clock.
func (c outboxClock) After(d time.Duration) <-chan time.Time { return time.After(d) }

// openOutbox opens the outbox of a server.
func (a *app) openOutbox(url string) (*delivery.Outbox, error) {
	s := a.settings.Outbox
	box, err := delivery.Open(delivery.Options{
		Dir: outboxDir(string(s.Dir), url), Clock: outboxClock(a.now), Logger: a.log,
		MaxEntries: s.MaxEntries, MaxBytes: int64(s.MaxBytes), MaxBody: int64(s.MaxReport),
		Backoff: delivery.Backoff{First: max(s.FirstWait, 1), Max: max(s.MaxWait, 1)}, KeepDelivered: keep(s.Keep),
		SendTimeout: a.longestAttempt(),
	})
	if err != nil {
		return nil, err
	}
	if err := noteServer(box.Dir(), url); err != nil { // an outbox on a full disk must open, so that it can send
		a.log.Warn("the outbox's folder does not name its server", "error", err)
	}
	return box, nil
}

// longestAttempt bounds an attempt to deliver a report, which server.timeout does in general: a long report on a slow line may be
// given as long as people want, but not for ever.
func (a *app) longestAttempt() time.Duration {
	if t := a.settings.Server.Timeout; t > 0 {
		return max(t, 2*time.Minute)
	}
	return time.Hour
}

func keep(k config.Keep) delivery.Keep {
	out := delivery.Keep{Count: k.Count, Age: k.Age, Bytes: int64(k.Bytes)}
	if out.Count == 0 {
		out.Count = -1
	}
	return out
}

// serverFile names the server in its outbox, for people and for watsrun queue ls.
const serverFile = "server.txt"

func noteServer(dir, url string) error {
	path := filepath.Join(dir, serverFile)
	if old, err := os.ReadFile(path); err == nil && string(old) == url+"\n" {
		return nil
	}
	return os.WriteFile(path, []byte(url+"\n"), 0o644)
}

// outboxDir is the folder of one server's reports: what waits for one server must never reach another. No two servers have
// the same name: a colon alone becomes an underscore; an underscore, a capital letter of a path, and all else that a file
// system may not like or tell apart is escaped.
func outboxDir(base, url string) string {
	_, address, _ := strings.Cut(url, "://")
	host, path, _ := strings.Cut(address, "/")
	var name strings.Builder
	for _, b := range []byte(strings.TrimSuffix(strings.ToLower(host)+"/"+path, "/")) {
		switch {
		case b >= 'a' && b <= 'z' || b >= '0' && b <= '9' || b == '.' || b == '-':
			name.WriteByte(b)
		case b == ':':
			name.WriteByte('_')
		default:
			fmt.Fprintf(&name, "%%%02x", b)
		}
	}
	return filepath.Join(base, name.String())
}
