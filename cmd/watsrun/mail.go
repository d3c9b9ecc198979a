package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/delivery"
	"github.com/watsrun/watsrun/internal/correlation"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/modules/wats"
	"github.com/watsrun/watsrun/resilience"
)

// poster sends one report.
type poster interface {
	Post(ctx context.Context, contentType string, body []byte) (id string, err error)
}

// mail brings submitted reports to the server by way of the outbox: each at once when it is submitted, and what waits in
// the background.
type mail struct {
	box    *delivery.Outbox
	server poster                                  // of the scripts' calls
	spare  poster                                  // of the background, which leaves room to the scripts; nil: server
	reach  func(context.Context) error             // asks whether the server is there
	policy func(context.Context) resilience.Policy // of a call; nil where there is no chain of policies
	watch  func(delivery.Entry, error)             // told of each attempt; nil for nobody

	sender *background // nil while none is at work
}

// Submit is part of wats.Outbox. A report that is handed in while its run is being stopped is still a tested unit: it is
// kept all the same.
func (m *mail) Submit(ctx context.Context, s wats.Submission) (wats.Outcome, error) {
	id, err := uuid.Parse(s.ID)
	if err != nil {
		return wats.Outcome{}, fault.Wrap(fault.Validation, err, "the report's id %q is no GUID", s.ID)
	}
	receipt, err := m.box.Submit(ctx, delivery.Entry{Body: s.Body, Meta: delivery.Meta{
		ID: id, ContentType: s.ContentType, Priority: int(s.Priority), SerialNumber: s.SerialNumber, PartNumber: s.PartNumber,
		Verdict: string(s.Result), Station: s.Station, RunID: s.RunID, CorrelationID: s.CorrelationID,
	}}, m)
	if receipt.State == "" {
		return wats.Outcome{}, err
	}
	return outcomeOf(receipt, err), nil
}

// outcomeOf is where the report is now. It is in the outbox, so that whatever went wrong it is not lost.
func outcomeOf(r delivery.Receipt, err error) wats.Outcome {
	out := wats.Outcome{ID: r.ID.String(), State: stateOf(r.State), Err: err}
	if err != nil {
		out.Reason = fault.Of(err).Message
	}
	return out
}

func stateOf(s delivery.State) wats.State {
	switch s {
	case delivery.Delivered:
		return wats.Delivered
	case delivery.Rejected:
		return wats.Rejected
	}
	return wats.Queued
}

// Send is part of delivery.Sender.
func (m *mail) Send(ctx context.Context, e delivery.Entry) error { return m.post(ctx, m.server, e) }

// post makes one attempt. The outbox tries again, later and durably; the chain of policies must not do so as well.
func (m *mail) post(ctx context.Context, to poster, e delivery.Entry) error {
	if correlation.ID(ctx) == "" {
		ctx = correlation.With(ctx, e.CorrelationID)
	}
	_, err := to.Post(m.once(ctx), e.ContentType, e.Body)
	if m.watch != nil {
		m.watch(e, err)
	}
	return err
}

// once is a context in which the chain of policies does not try again.
func (m *mail) once(ctx context.Context) context.Context {
	if m.policy == nil {
		return ctx
	}
	p := m.policy(ctx)
	p.Retry = resilience.Retry{}
	return resilience.WithPolicy(ctx, p)
}

// background sends what waits while scripts run, one report at a time.
type background struct {
	cancel context.CancelFunc
	stop   chan struct{}
	done   chan delivery.Tally
	outage bool // the server was known to be down before this process began
}

// start begins to send in the background. It ends with finish, with abandon or with ctx.
func (m *mail) start(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	b := &background{cancel: cancel, stop: make(chan struct{}), done: make(chan delivery.Tally, 1)}
	known, _ := m.box.Outage()
	b.outage = known.Failures > 0
	m.sender = b
	go func() { b.done <- m.box.Run(ctx, delivery.SenderFunc(m.sendSpare), b.stop) }()
}

func (m *mail) sendSpare(ctx context.Context, e delivery.Entry) error {
	if m.spare == nil {
		return m.Send(ctx, e)
	}
	return m.post(ctx, m.spare, e)
}

// end stops the background sender, if one is at work: after the attempt under way if that ends in time, else by cutting it
// short.
func (m *mail) end(patience time.Duration) (delivery.Tally, *background) {
	b := m.sender
	m.sender = nil
	if b == nil {
		return delivery.Tally{}, nil
	}
	close(b.stop)
	hurry := time.AfterFunc(patience, b.cancel)
	defer hurry.Stop()
	defer b.cancel()
	return <-b.done, b
}

// Close is part of io.Closer: it ends the background sender at once.
func (m *mail) Close() error {
	m.end(0)
	return nil
}

// finish ends the background sender and brings what waits to the server, within a budget of time. When the server was down
// before this process began, it does not wait for it: stations must go on in an outage.
func (m *mail) finish(ctx context.Context, budget time.Duration) (delivery.Tally, error) {
	began := time.Now()
	tally, b := m.end(budget)
	left := budget - time.Since(began)
	if left <= 0 || ctx.Err() != nil || b != nil && b.outage && m.inOutage() {
		return tally, nil
	}
	more, err := m.box.Settle(ctx, m, left)
	return tally.Plus(more), err
}

func (m *mail) inOutage() bool {
	out, _ := m.box.Outage()
	return out.Failures > 0
}

// inKnownOutage tells whether the server was down before this process began, and still is: then nobody waits for it.
func (m *mail) inKnownOutage() bool { return m.sender != nil && m.sender.outage && m.inOutage() }

// await waits while another process is sending one of some reports: it may be delivered at any moment, and who asks wants to know.
func (m *mail) await(ctx context.Context, ids []string, patience time.Duration) {
	over := time.After(patience)
	for m.areSent(ctx, ids) {
		select {
		case <-ctx.Done():
			return
		case <-over:
			return
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// areSent tells whether one of the reports is under way.
func (m *mail) areSent(ctx context.Context, ids []string) bool {
	return slices.ContainsFunc(ids, func(id string) bool {
		parsed, err := uuid.Parse(id)
		if err != nil {
			return false
		}
		r, _, err := m.box.Show(ctx, parsed)
		return err == nil && r.State == delivery.Sending
	})
}

// now is where a report is that had to wait.
func (m *mail) now(ctx context.Context, id string) (wats.Outcome, bool) {
	parsed, err := uuid.Parse(id)
	if err != nil {
		return wats.Outcome{}, false
	}
	r, _, err := m.box.Show(ctx, parsed)
	if err != nil {
		return wats.Outcome{}, false
	}
	receipt := delivery.Receipt{ID: parsed, State: r.State}
	if r.State == delivery.Rejected && r.LastError != nil {
		return outcomeOf(receipt, fault.New(r.LastError.Kind, "%s", r.LastError.Message)), true
	}
	return outcomeOf(receipt, nil), true
}

// spareWay is the chain for what is sent in the background: no faster than half of what the limiter lets through, so that
// scripts need not wait for it.
func (h *host) spareWay() *resilience.Transport {
	p := h.policy()
	return resilience.New(resilience.Options{
		Policy: resilience.Policy{Limiter: resilience.Limiter{Requests: (p.Limiter.Requests + 1) / 2, Per: p.Limiter.Per}}, Base: h.chain,
	})
}

// deliverRest goes on after the scripts until what waits has arrived, within the budget that the settings give, and brings
// their results up to date.
func (h *host) deliverRest(ctx context.Context, results []*result) {
	budget := h.settings.Outbox.DeliverTimeout
	h.announceRest(ctx, budget)
	ends := h.now().Add(budget)
	tally, err := h.mail.finish(ctx, budget)
	h.mail.await(ctx, waiting(results), ends.Sub(h.now()))
	for _, r := range results {
		h.mail.update(context.WithoutCancel(ctx), r)
	}
	if tally.Delivered > 0 {
		h.log.Info("reports that waited in the outbox were delivered", "count", tally.Delivered)
	}
	if tally.Rejected > 0 {
		h.log.Error("the server refused reports that waited in the outbox", "count", tally.Rejected, "hint", "look at them with: watsrun queue ls")
	}
	h.warnOfRest(ctx, errors.Join(err, tally.LastError), len(waiting(results)))
}

// announceRest tells why the command does not end yet.
func (h *host) announceRest(ctx context.Context, budget time.Duration) {
	if h.quiet || budget <= 0 || ctx.Err() != nil || h.mail.inKnownOutage() {
		return
	}
	if waiting, _, err := h.mail.box.Depth(ctx); err == nil && waiting > 0 {
		h.ui.notice(fmt.Sprintf("waiting in the outbox: %s; delivering for up to %s", reports(waiting), budget))
	}
}

// warnOfRest says that reports of others than this command still wait, and why.
func (h *host) warnOfRest(ctx context.Context, cause error, own int) {
	waiting, oldest, err := h.mail.box.Depth(context.WithoutCancel(ctx))
	if err == nil && waiting <= own {
		return
	}
	if out, on := h.mail.box.Outage(); cause == nil && on {
		cause = errors.New(out.LastError.Message)
	}
	if err = errors.Join(err, cause); err != nil {
		h.log.Warn("reports wait in the outbox", "count", waiting-own, "oldest", oldest, "error", err)
	}
}

// update says of the reports of a run that had to wait where they are now.
func (m *mail) update(ctx context.Context, r *result) {
	for i := range r.reports {
		e := &r.reports[i]
		if e.Outcome.State != wats.Queued {
			continue
		}
		if now, ok := m.now(ctx, e.ID); ok && now.State != wats.Queued {
			e.Outcome = now
			r.code = worst(r.code, codeOfState(now.State))
		}
	}
}
