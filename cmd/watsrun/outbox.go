package main

import (
	"context"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/delivery"
	"github.com/watsrun/watsrun/internal/correlation"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules/wats"
)

// flushBudget is how long a command spends, after its runs, on reports that earlier ones left behind.
const flushBudget = 5 * time.Second

// poster sends one report.
type poster interface {
	Post(ctx context.Context, contentType string, body []byte) (id string, err error)
}

// outboxClock is the process's clock, as the outbox wants it.
type outboxClock func() time.Time

// Now is part of delivery.Clock.
func (c outboxClock) Now() time.Time { return c() }

// After is part of delivery.Clock.
func (c outboxClock) After(d time.Duration) <-chan time.Time { return time.After(d) }

// mail brings submitted reports to the server by way of the outbox.
type mail struct {
	box    *delivery.Outbox
	server poster
}

// outboxDir is the folder of one server's reports: what waits for one server must never reach another.
func outboxDir(base, url string) string {
	_, host, _ := strings.Cut(url, "://")
	return filepath.Join(base, strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '.' || r == '-' {
			return r
		}
		return '_'
	}, strings.ToLower(host)))
}

// Submit is part of wats.Outbox.
func (m *mail) Submit(ctx context.Context, s wats.Submission) (wats.Outcome, error) {
	id, err := uuid.Parse(s.ID)
	if err != nil {
		return wats.Outcome{}, fault.Wrap(fault.Validation, err, "the report's id %q is no GUID", s.ID)
	}
	entry := delivery.Entry{Body: s.Body, Meta: delivery.Meta{
		ID: id, ContentType: s.ContentType, SerialNumber: s.SerialNumber, PartNumber: s.PartNumber,
		Verdict: string(s.Result), Station: s.Station, RunID: s.RunID, CorrelationID: s.CorrelationID,
	}}
	// A report that is handed in while its run is being stopped is still a tested unit: it is kept all the same.
	if err := m.box.Put(context.WithoutCancel(ctx), entry); err != nil {
		return wats.Outcome{}, err
	}
	receipt, err := m.box.Deliver(ctx, id, m)
	return outcomeOf(receipt, err), nil
}

// outcomeOf is where the report is now. It is in the outbox, so that whatever went wrong it is not lost.
func outcomeOf(r delivery.Receipt, err error) wats.Outcome {
	out := wats.Outcome{ID: r.ID.String(), State: wats.Queued, Err: err}
	switch r.State {
	case delivery.Delivered:
		out.State = wats.Delivered
	case delivery.Rejected:
		out.State = wats.Rejected
	}
	if err != nil {
		out.Reason = fault.Of(err).Message
	}
	return out
}

// Send is part of delivery.Sender.
func (m *mail) Send(ctx context.Context, e delivery.Entry) error {
	if correlation.ID(ctx) == "" {
		ctx = correlation.With(ctx, e.CorrelationID)
	}
	_, err := m.server.Post(ctx, e.ContentType, e.Body)
	return err
}

// flush sends what earlier commands left in the outbox.
func (m *mail) flush(ctx context.Context) (delivery.Tally, error) {
	return m.box.Flush(ctx, m, flushBudget)
}
