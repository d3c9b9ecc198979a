package wats

import (
	"bytes"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/report"
)

// logged has the run's log written to the buffer.
func (b *bench) logged() *bytes.Buffer {
	var log bytes.Buffer
	b.run.Log = slog.New(slog.NewTextHandler(&log, nil))
	return &log
}

// TestAQuickRetestReplacesNothing: the start of a retest is put so far behind the former's that the server keeps both. The
// duration is that of the test all the same.
func TestAQuickRetestReplacesNothing(t *testing.T) {
	b := newBench(t, newClient(t, accepting(t).URL))
	log := b.logged()
	var got []string
	for i, later := range []time.Duration{0, 50, 100, 2000} {
		b.now = testNow.Add(later * time.Millisecond)
		r := b.uutAt("SN-1", b.now)
		if i == 1 {
			r.SN = "sn-1" // a script may set it later; case makes no other unit
		}
		b.now = b.now.Add(20 * time.Millisecond)
		if _, err := b.submit(r); err != nil {
			t.Fatal(err)
		}
		got = append(got, fmt.Sprint(r.Start.Time().Sub(testNow), *r.UUT.ExecTime))
	}
	if want := "0s 0.02,510ms 0.02,1.02s 0.02,2s 0.02"; strings.Join(got, ",") != want || log.Len() > 0 {
		t.Errorf("%v\n%s", got, log)
	}
}

// uutAt is a report that the run made at a time.
func (b *bench) uutAt(serial string, at time.Time) *report.Report {
	b.Helper()
	r := madeAt(b, serial, at)
	b.client.follow(b.ctx, r)
	return r
}

func madeAt(t testing.TB, serial string, at time.Time) *report.Report {
	t.Helper()
	r, err := report.NewUUT(report.UUTArgs{PartNumber: "P", Revision: "A", SerialNumber: serial, OperationType: 10},
		report.Defaults{Now: func() time.Time { return at }})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestTheJournalHasThePostponedStart: what a crash leaves behind replaces nothing either.
func TestTheJournalHasThePostponedStart(t *testing.T) {
	b := newBench(t, newClient(t, accepting(t).URL))
	if _, err := b.submit(b.uutAt("SN-1", testNow)); err != nil {
		t.Fatal(err)
	}
	if r := b.uutAt("SN-1", testNow.Add(time.Millisecond)); r.Start.Time().Sub(testNow) != apart || r.Began().Sub(testNow) != time.Millisecond {
		t.Errorf("it starts at %s", r.Start)
	}
	if r := b.uutAt("SN-2", testNow); !r.Start.Time().Equal(testNow) {
		t.Errorf("another unit starts at %s", r.Start)
	}
}

// TestAChosenStartStays: it is the script's; that it costs another report is said, with both ids.
func TestAChosenStartStays(t *testing.T) {
	b := newBench(t, newClient(t, accepting(t).URL))
	log := b.logged()
	first, second, far := b.uutAt("SN-1", testNow), b.uutAt("SN-1", testNow), b.uutAt("SN-1", testNow)
	second.Start, far.Start = report.NewTime(testNow.Add(sameRun)), report.NewTime(testNow.Add(sameRun+1))
	for _, r := range []*report.Report{first, first, far} { // the same id again is the same report
		if _, err := b.submit(r); err != nil || log.Len() > 0 {
			t.Fatal(err, log)
		}
	}
	if _, err := b.submit(string(second.Encode())); err != nil {
		t.Fatal(err)
	}
	if text := log.String(); !strings.Contains(text, "level=WARN") || !strings.Contains(text, "report="+second.ID) || !strings.Contains(text, "replaces="+first.ID) {
		t.Errorf("%s does not name %s and %s", text, second.ID, first.ID)
	}
	if !second.Start.Time().Equal(testNow.Add(sameRun)) {
		t.Errorf("it starts at %s", second.Start)
	}
}

// TestStartsAreNotPostponedForEver: whoever tests one unit over and over without a pause is told.
func TestStartsAreNotPostponedForEver(t *testing.T) {
	b := newBench(t, newClient(t, accepting(t).URL))
	log := b.logged()
	most := int(maxPostponed/apart) + 1
	for i := range most + 1 {
		r := b.uutAt("SN-1", testNow)
		if _, err := b.submit(r); err != nil {
			t.Fatal(err)
		}
		if late := r.Start.Time().Sub(testNow); late > maxPostponed || (log.Len() > 0) != (i == most) {
			t.Errorf("report %d is %s late: %s", i, late, log)
		}
	}
}

// TestStartsOfManyRuns: runs that submit at the same time share what is known, and it stays bounded.
func TestStartsOfManyRuns(t *testing.T) {
	s, run := newStarts(), &modules.Run{Log: slog.New(slog.DiscardHandler)}
	var workers sync.WaitGroup
	var same [8]*report.Report
	for w := range same {
		same[w] = madeAt(t, "SN-1", testNow)
		others := madeAt(t, "SN-2", testNow)
		workers.Go(func() {
			s.keepApart(run, same[w])
			for i := range 2 * maxStarts / len(same) {
				others.SN, others.ID = fmt.Sprintf("SN-%d-%d", w, i), fmt.Sprintf("%d-%d", w, i)
				s.keepApart(run, others)
			}
		})
	}
	workers.Wait()
	starts := map[time.Duration]bool{}
	for _, r := range same {
		starts[r.Start.Time().Sub(testNow)] = true
	}
	if len(starts) != len(same) {
		t.Errorf("%d reports have the starts %v", len(same), starts)
	}
	if n := len(s.now) + len(s.old); n > 2*maxStarts || n < maxStarts {
		t.Errorf("the starts of %d units are kept", n)
	}
}
