package delivery

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/internal/sharedfile"
)

// Outage is what the processes that share an outbox tell one another of a server that takes no report from anybody. A
// script that begins in the middle of one need not find out by waiting itself.
type Outage struct {
	Since     time.Time `json:"since"`
	Until     time.Time `json:"until"`    // nobody tries before, unless asked to
	Failures  int       `json:"failures"` // one for each time that it was tried again
	LastError *Failure  `json:"last_error"`
}

const outageFile = "outage.json"

func (o *Outbox) outagePath() string { return filepath.Join(o.opts.Dir, outageFile) }

// Outage tells what is known of an outage, and whether to leave the server alone just now.
func (o *Outbox) Outage() (out Outage, on bool) {
	text, err := os.ReadFile(o.outagePath())
	if err != nil || json.Unmarshal(text, &out) != nil || out.LastError == nil {
		return Outage{}, false // without the file, or with half of one after a power cut, the server is tried
	}
	return out, !o.opts.Backoff.due(o.clock.Now(), out.Until)
}

// unreachable are the kinds of errors that say at once that it is the server, and not the report.
func unreachable(err error) bool {
	switch fault.KindOf(err) {
	case fault.Connection, fault.Timeout, fault.CircuitOpen:
		return true
	}
	return false
}

// serverFailed notes that the server is the trouble. Failures at the same time, by whomever, count as one.
func (o *Outbox) serverFailed(err error) {
	out, on := o.Outage()
	if on {
		return
	}
	now := o.now()
	if out.Failures++; out.Failures == 1 {
		out.Since = now
	}
	out.Until, out.LastError = o.opts.Backoff.next(now, out.Failures, fault.Of(err).RetryIn), failureOf(err)
	if err := o.writeOutage(out); err != nil {
		o.log.Debug("an outage of the server is not noted", "error", err)
	}
}

// writeOutage replaces the file. It is a hint: it need not survive a power cut.
func (o *Outbox) writeOutage(out Outage) error {
	text, err := json.Marshal(out)
	if err != nil {
		return err
	}
	aside := filepath.Join(o.path(tmpFolder), newToken()+".json")
	if err := os.WriteFile(aside, append(text, '\n'), 0o644); err != nil {
		return errors.Join(err, remove(aside))
	}
	return sharedfile.Rename(aside, o.outagePath())
}

// reasonChanged notes in an outage that is known why reports wait now: a server that is back may refuse the token, and whoever is on
// call must not look at the network.
func (o *Outbox) reasonChanged(err error) {
	out, _ := o.Outage()
	now := failureOf(err)
	if out.LastError == nil || now.Kind == fault.CircuitOpen || now.Kind == fault.Canceled || *out.LastError == *now {
		return
	}
	out.LastError = now
	if err := o.writeOutage(out); err != nil {
		o.log.Debug("an outage of the server is not noted", "error", err)
	}
}

// serverAnswered ends an outage.
func (o *Outbox) serverAnswered() {
	if err := remove(o.outagePath()); err != nil {
		o.log.Debug("the end of an outage is not noted", "error", err)
	}
}

// learnOf draws the conclusions of one attempt that somebody asked for.
func (o *Outbox) learnOf(r Receipt, err error) {
	switch {
	case r.State == Delivered || r.State == Rejected:
		o.serverAnswered()
		nudge(o.alive)
	case r.State == Queued && unreachable(err):
		o.serverFailed(err)
		o.reasonChanged(err)
	case r.State == Queued && err != nil:
		o.reasonChanged(err)
	}
}
