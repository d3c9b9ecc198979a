package wats

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/report"
)

// diary is a journal and an outbox that note what is done with them, in order.
type diary struct {
	*bench
	said   []string
	refuse error // of the outbox
}

func newDiary(t *testing.T) *diary {
	d := &diary{}
	d.bench = newBench(t, newClient(t, "http://x.test", func(o *Options) { o.Journal, o.Outbox = d, d }))
	return d
}

func (d *diary) note(format string, args ...any) {
	d.said = append(d.said, fmt.Sprintf(format, args...))
}

func (d *diary) told() string {
	said := strings.Join(d.said, ", ")
	d.said = nil
	return said
}

// Begin is part of Journal.
func (d *diary) Begin(_ context.Context, r *report.Report) Record {
	d.note("begin %s", r.SN)
	return &page{d: d, r: r}
}

// Submit is part of Outbox.
func (d *diary) Submit(_ context.Context, s Submission) (Outcome, error) {
	d.note("submit %s %s", s.SerialNumber, s.Result)
	return Outcome{State: Delivered}, d.refuse
}

// page is one record. It sees to it that it is locked when it must be.
type page struct {
	d      *diary
	r      *report.Report
	locked bool
}

func (p *page) must(locked bool) {
	if p.locked != locked {
		p.d.Errorf("%s: locked is %v after %v", p.r.SN, p.locked, p.d.said)
	}
}

// Lock is part of Record.
func (p *page) Lock() { p.must(false); p.locked = true }

// Unlock is part of Record.
func (p *page) Unlock() { p.must(true); p.locked = false }

// Seal is part of Record.
func (p *page) Seal(always bool) error { p.must(true); p.d.note("seal %v", always); return nil }

// Remove is part of Record.
func (p *page) Remove() { p.must(true); p.d.note("remove") }

// Leave is part of Record.
func (p *page) Leave() { p.must(true); p.d.note("leave") }

func (d *diary) want(what string, said string, states ...string) {
	d.Helper()
	if got := d.told(); got != said {
		d.Errorf("%s: %s, want %s", what, got, said)
	}
	if diff := cmp.Diff(states, d.states()); diff != "" {
		d.Errorf("%s:\n%s", what, diff)
	}
}

func TestReportsAreInTheJournalUntilTheyAreSafe(t *testing.T) {
	d := newDiary(t)
	r := d.uut("S-1")
	d.submit(r)
	d.want("submitted", "begin S-1, seal false, submit S-1 P, remove", "UUT S-1 P delivered")
	r.SN = ""
	d.submit(r)
	d.want("invalid", "", "UUT  P invalid")
	r.SN = "S-1"
	d.submit(string(r.Encode()))
	d.want("as text", "seal false, submit S-1 P, remove", "UUT S-1 P delivered")
}

func TestWhatTheOutboxRefusesStaysInTheJournal(t *testing.T) {
	d := newDiary(t)
	d.refuse = fault.New(fault.Storage, "full")
	d.submit(d.uut("S-1"))
	d.want("refused", "begin S-1, seal false, submit S-1 P, seal true", "UUT S-1 P lost")
	if reason := Reports(d.run)[0].Outcome.Reason; !strings.HasPrefix(reason, "full; the journal has it") {
		t.Error(reason)
	}
	d.client.Finish(d.ctx, d.run, "")
	d.want("at the end", "leave", "UUT S-1 P lost")

	d = newDiary(t)
	d.refuse = errors.New("broken")
	d.submit(d.uut("S-1"))
	d.want("for another reason", "begin S-1, seal false, submit S-1 P", "UUT S-1 P lost")
}

func TestFinish(t *testing.T) {
	d := newDiary(t)
	sent, open := d.uut("S-1"), d.uut("S-2")
	d.submit(sent)
	d.told()
	d.now = d.now.Add(2500e6)
	d.client.Finish(d.ctx, d.run, "Cut short: the probe broke")
	d.want("cut short", "remove, seal false, submit S-2 T, remove", "UUT S-1 P delivered", "UUT S-2 T delivered")
	if e := Reports(d.run)[1]; !e.Cut || *open.UUT.ExecTime != 2.5 || open.UUT.Comment != "Cut short: the probe broke" {
		t.Errorf("%+v: %s", e, open.Encode())
	}
	if _, err := d.submit(open); fault.KindOf(err) != fault.Canceled {
		t.Errorf("submitted after the end: %v", err)
	}
	d.client.Finish(d.ctx, d.run, "again")
	d.want("twice", "remove, remove", "UUT S-1 P delivered", "UUT S-2 T delivered")

	d = newDiary(t)
	d.uut("S-1")
	d.client.Finish(d.ctx, d.run, "")
	d.want("by itself", "begin S-1, remove", "UUT S-1 P")
}

// TestFinishWithoutAJournal: what is not submitted is not submitted.
func TestFinishWithoutAJournal(t *testing.T) {
	b := newBench(t, newClient(t, ""))
	b.uut("S-1")
	b.client.Finish(b.ctx, b.run, "Cut short: x")
	if diff := cmp.Diff([]string{"UUT S-1 P"}, b.states()); diff != "" {
		t.Error(diff)
	}
}
