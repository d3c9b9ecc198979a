package delivery

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/watsrun/watsrun/internal/fault"
)

// testClock stands still until it is told to go on. Whoever waits is told on waits.
type testClock struct {
	mu      sync.Mutex
	now     time.Time
	waiters []waiter
	waits   chan time.Duration
}

type waiter struct {
	at time.Time
	ch chan time.Time
}

func newTestClock() *testClock {
	return &testClock{now: time.Now().Truncate(time.Microsecond), waits: make(chan time.Duration, 1000)}
}

func (c *testClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *testClock) After(d time.Duration) <-chan time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	ch := make(chan time.Time, 1)
	c.waiters = append(c.waiters, waiter{c.now.Add(d), ch})
	c.waits <- d
	return ch
}

func (c *testClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
	var left []waiter
	for _, w := range c.waiters {
		if w.at.After(c.now) {
			left = append(left, w)
			continue
		}
		w.ch <- c.now
	}
	c.waiters = left
}

// follow goes on as far as anybody waits.
func (c *testClock) follow(ctx context.Context) {
	for {
		select {
		case d := <-c.waits:
			if d < 1000*time.Hour { // not a heartbeat of a claim that will soon be over
				c.advance(d)
			}
		case <-ctx.Done():
			return
		}
	}
}

func open(t testing.TB, opts Options) *Outbox {
	t.Helper()
	if opts.Dir == "" {
		opts.Dir = filepath.Join(t.TempDir(), "outbox")
	}
	o, err := Open(opts)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func entry(body string) Entry {
	return Entry{
		Meta: Meta{ID: uuid.Must(uuid.NewV7()), ContentType: "application/json", SerialNumber: "SN-1", PartNumber: "PCBA-7"},
		Body: []byte(body),
	}
}

func put(t testing.TB, o *Outbox, e Entry) uuid.UUID {
	t.Helper()
	if err := o.Put(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	return e.ID
}

// server is a sender that remembers what it got, and answers each report by id with the errors it was given for it.
type server struct {
	mu      sync.Mutex
	got     []Entry
	answers map[uuid.UUID][]error
	always  error
	during  func(Entry)
}

func (s *server) Send(_ context.Context, e Entry) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.during != nil {
		s.during(e)
	}
	if s.always != nil {
		return s.always
	}
	if a := s.answers[e.ID]; len(a) > 0 {
		s.answers[e.ID] = a[1:]
		if a[0] != nil {
			return a[0]
		}
	}
	s.got = append(s.got, e)
	return nil
}

func (s *server) bodies() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []string
	for _, e := range s.got {
		list = append(list, string(e.Body))
	}
	return list
}

func deliver(t testing.TB, o *Outbox, id uuid.UUID, s Sender, want State) Receipt {
	t.Helper()
	r, err := o.Deliver(t.Context(), id, s)
	if r.State != want {
		t.Fatalf("Deliver gave %s (%v), want %s", r.State, err, want)
	}
	return r
}

func show(t testing.TB, o *Outbox, id uuid.UUID) Record {
	t.Helper()
	r, _, err := o.Show(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// files lists all files of an outbox by folder, with tokens left out.
func files(t testing.TB, o *Outbox) map[string]int {
	t.Helper()
	found := map[string]int{}
	for _, f := range folders {
		names, err := readNames(o.path(f))
		if err != nil {
			t.Fatal(err)
		}
		if len(names) > 0 && f != reserveFolder {
			found[f] = len(names)
		}
	}
	return found
}

func wantFiles(t testing.TB, o *Outbox, want map[string]int) {
	t.Helper()
	if diff := cmp.Diff(want, files(t, o)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

func TestAReportIsPutAndDelivered(t *testing.T) {
	o, s := open(t, Options{}), &server{}
	e := entry(`{"sn":"SN-1"}`)
	e.Verdict, e.Station, e.RunID, e.CorrelationID = "Passed", "LINE-1", "run", "corr"
	id := put(t, o, e)
	wantFiles(t, o, map[string]int{newFolder: 1})
	if r := deliver(t, o, id, s, Delivered); r.Attempts != 1 {
		t.Errorf("made %d attempts, want 1", r.Attempts)
	}
	e.Priority = DefaultPriority
	if diff := cmp.Diff([]Entry{e}, s.got); diff != "" {
		t.Errorf("the server got (-want +got):\n%s", diff)
	}
	wantFiles(t, o, map[string]int{deliveredFolder: 1})
	if r := show(t, o, id); r.State != Delivered || r.Settled.IsZero() || r.Attempts != 1 {
		t.Errorf("the record is %+v", r)
	}
}

func TestADeliveredReportIsNotSentAgain(t *testing.T) {
	o, s := open(t, Options{}), &server{}
	id := put(t, o, entry("x"))
	deliver(t, o, id, s, Delivered)
	deliver(t, o, id, s, Delivered)
	again := open(t, Options{Dir: o.Dir()})
	if _, err := again.Flush(t.Context(), s); err != nil {
		t.Fatal(err)
	}
	if len(s.got) != 1 {
		t.Errorf("the server got it %d times", len(s.got))
	}
}

func TestAnUnknownReport(t *testing.T) {
	o := open(t, Options{})
	_, err := o.Deliver(t.Context(), uuid.New(), &server{})
	if fault.KindOf(err) != fault.NotFound {
		t.Errorf("got %v, want not_found", err)
	}
}

func TestPutRefusesWhatCannotBeSent(t *testing.T) {
	o := open(t, Options{MaxBody: 10})
	for name, change := range map[string]func(*Entry){
		"no id":       func(e *Entry) { e.ID = uuid.Nil },
		"no body":     func(e *Entry) { e.Body = nil },
		"long body":   func(e *Entry) { e.Body = make([]byte, 11) },
		"priority":    func(e *Entry) { e.Priority = 11 },
		"long header": func(e *Entry) { e.SerialNumber = string(make([]byte, headerSize)) },
	} {
		t.Run(name, func(t *testing.T) {
			e := entry("x")
			change(&e)
			if err := o.Put(t.Context(), e); fault.KindOf(err) != fault.Validation {
				t.Errorf("got %v, want a validation fault", err)
			}
		})
	}
	wantFiles(t, o, map[string]int{})
}

func TestPutReplacesAWaitingReport(t *testing.T) {
	o, s := open(t, Options{}), &server{}
	e := entry("first")
	id := put(t, o, e)
	s.answers = map[uuid.UUID][]error{id: {errors.New("down")}}
	deliver(t, o, id, s, Queued) // now in retry/
	e.Body = []byte("second")
	put(t, o, e)
	e.Body = []byte("third")
	put(t, o, e)
	deliver(t, o, id, s, Delivered)
	if diff := cmp.Diff([]string{"third"}, s.bodies()); diff != "" {
		t.Errorf("the server got (-want +got):\n%s", diff)
	}
	wantFiles(t, o, map[string]int{deliveredFolder: 1})
}

func TestPutWhileTheSameReportIsBeingSent(t *testing.T) {
	for name, answer := range map[string]error{
		"delivered": nil, "failed": errors.New("down"), "rejected": fault.New(fault.Validation, "bad"),
	} {
		t.Run(name, func(t *testing.T) {
			o := open(t, Options{})
			e := entry("old")
			id := put(t, o, e)
			s := &server{answers: map[uuid.UUID][]error{id: {answer}}}
			s.during = func(Entry) {
				s.during = nil
				e.Body = []byte("new")
				put(t, o, e)
				if r, err := o.Deliver(t.Context(), id, s); r.State != Queued || err != nil {
					t.Errorf("a second sender got %v, %v", r, err)
				}
			}
			_, _ = o.Deliver(t.Context(), id, s) // its outcome is the table's
			if _, err := o.Flush(t.Context(), s); err != nil {
				t.Fatal(err)
			}
			if b := s.bodies(); b[len(b)-1] != "new" {
				t.Errorf("the server ends with %q", b)
			}
			wantFiles(t, o, map[string]int{deliveredFolder: 1})
		})
	}
}

func TestARejectedReportIsKeptWithTheReason(t *testing.T) {
	o, s := open(t, Options{}), &server{always: fault.New(fault.Validation, "PN is missing\nSN is missing")}
	id := put(t, o, entry("bad"))
	_, err := o.Deliver(t.Context(), id, s)
	if fault.KindOf(err) != fault.Validation {
		t.Fatalf("got %v", err)
	}
	if r := show(t, o, id); r.State != Rejected || r.LastError.Message != "PN is missing\nSN is missing" {
		t.Errorf("the record is %+v", r)
	}
	s.always = nil
	if tally, err := o.Flush(t.Context(), s); err != nil || tally != (Tally{}) {
		t.Errorf("a flush tried it again: %+v, %v", tally, err)
	}
	r, err := o.Deliver(t.Context(), id, s)
	if r.State != Rejected || fault.KindOf(err) != fault.Validation {
		t.Errorf("a second Deliver gave %v, %v", r, err)
	}
}

func TestACorrectedReportClearsItsRejection(t *testing.T) {
	o := open(t, Options{})
	e := entry("bad")
	id := put(t, o, e)
	deliver(t, o, id, &server{always: fault.New(fault.Validation, "bad")}, Rejected)
	e.Body = []byte("good")
	put(t, o, e)
	deliver(t, o, id, &server{}, Delivered)
	wantFiles(t, o, map[string]int{deliveredFolder: 1})
}

func TestAFailedAttemptIsWrittenDown(t *testing.T) {
	clock := newTestClock()
	o := open(t, Options{Clock: clock})
	id := put(t, o, entry("x"))
	down := &fault.Error{Kind: fault.Server, Message: "internal error", Status: 500, RetryIn: time.Minute}
	for attempt := 1; attempt <= 3; attempt++ {
		r := deliver(t, o, id, &server{always: down}, Queued)
		if r.Attempts != attempt || r.NextAttempt.Before(clock.Now().Add(time.Minute)) {
			t.Fatalf("attempt %d: %+v", attempt, r)
		}
	}
	again := open(t, Options{Dir: o.Dir(), Clock: clock})
	want := &Failure{Kind: fault.Server, Message: "internal error", Status: 500}
	r := show(t, again, id)
	if diff := cmp.Diff(want, r.LastError); diff != "" || r.Attempts != 3 || r.LastAttempt.IsZero() {
		t.Errorf("the record is %+v\n%s", r, diff)
	}
	deliver(t, again, id, &server{}, Delivered)
	if r := show(t, again, id); r.LastError != nil || r.Attempts != 4 {
		t.Errorf("the delivered record is %+v", r)
	}
}

func TestWhyAReportWaitsIsSaidOnce(t *testing.T) {
	var log strings.Builder
	clock := newTestClock()
	o := open(t, Options{Clock: clock, Logger: slog.New(slog.NewTextHandler(&log, nil))})
	id := put(t, o, entry("x"))
	busy, gone := fault.New(fault.Server, "busy"), fault.New(fault.Connection, "gone")
	for _, trouble := range []error{busy, busy, busy, gone, gone, busy} {
		deliver(t, o, id, &server{always: trouble}, Queued)
		clock.advance(time.Hour)
	}
	if said := strings.Count(log.String(), "report not delivered yet"); said != 3 {
		t.Errorf("said %d times:\n%s", said, log.String())
	}
	other := open(t, Options{Dir: o.Dir(), Clock: clock, Logger: o.log})
	for range 2 {
		deliver(t, other, id, &server{always: busy}, Queued)
	}
	if said := strings.Count(log.String(), "report not delivered yet"); said != 4 {
		t.Errorf("another process has a log of its own, and must say it once; together it was said %d times:\n%s", said, log.String())
	}
}

func TestASendersPanicIsAFailedAttempt(t *testing.T) {
	o := open(t, Options{})
	id := put(t, o, entry("x"))
	_, err := o.Deliver(t.Context(), id, SenderFunc(func(context.Context, Entry) error { panic("oops") }))
	if fault.KindOf(err) != fault.Bug || fault.Of(err).Traceback == "" {
		t.Errorf("got %v", err)
	}
	wantFiles(t, o, map[string]int{retryFolder: 1})
}

func TestAStoppedAttemptIsDueAtOnce(t *testing.T) {
	o := open(t, Options{})
	id := put(t, o, entry("x"))
	ctx, cancel := context.WithCancel(t.Context())
	r, err := o.Deliver(ctx, id, SenderFunc(func(ctx context.Context, _ Entry) error { cancel(); return ctx.Err() }))
	if r.State != Queued || !r.NextAttempt.IsZero() || !errors.Is(err, context.Canceled) {
		t.Errorf("got %+v, %v", r, err)
	}
}

func TestAnAttemptHasABound(t *testing.T) {
	o := open(t, Options{SendTimeout: time.Millisecond})
	id := put(t, o, entry("x"))
	r, err := o.Deliver(t.Context(), id, SenderFunc(func(ctx context.Context, _ Entry) error {
		<-ctx.Done()
		return ctx.Err()
	}))
	if r.State != Queued || r.NextAttempt.IsZero() || fault.KindOf(err) != fault.Timeout {
		t.Errorf("got %+v, %v", r, err)
	}
}

func TestTheOutboxRefusesMoreThanItsBounds(t *testing.T) {
	for name, opts := range map[string]Options{
		"entries": {MaxEntries: 20}, "bytes": {MaxBytes: 30_000},
	} {
		t.Run(name, func(t *testing.T) {
			o := open(t, opts)
			var err error
			for range 100 {
				if err = o.Put(t.Context(), entry(string(make([]byte, 1000)))); err != nil {
					break
				}
			}
			if fault.KindOf(err) != fault.Storage {
				t.Fatalf("a full outbox says %v", err)
			}
			n, bytes, err := o.waiting(sizesLooked)
			if err != nil || n > o.opts.MaxEntries || bytes > o.opts.MaxBytes {
				t.Errorf("%d reports with %d bytes wait, %v", n, bytes, err)
			}
			if n+1 <= o.opts.MaxEntries && bytes+bytes/int64(n) <= o.opts.MaxBytes {
				t.Errorf("refused though only %d reports with %d bytes wait", n, bytes)
			}
			if _, err := o.Flush(t.Context(), &server{}); err != nil {
				t.Fatal(err)
			}
			put(t, o, entry("there is room again"))
		})
	}
}

func TestTheSizeOfABacklogIsEstimated(t *testing.T) {
	o := open(t, Options{})
	for range 10 {
		put(t, o, entry(string(make([]byte, 1000))))
	}
	_, exact, err := o.waiting(10)
	if err != nil {
		t.Fatal(err)
	}
	if n, estimate, err := o.waiting(3); n != 10 || estimate < exact-10 || estimate > exact+10 || err != nil {
		t.Errorf("%d reports with about %d bytes, %v; want %d", n, estimate, err, exact)
	}
}

func TestOpenNeedsAFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for dir, want := range map[string]fault.Kind{"": fault.Config, file: fault.Storage, filepath.Join(file, "below"): fault.Storage} {
		if _, err := Open(Options{Dir: dir}); fault.KindOf(err) != want || fault.Of(err).Hint == "" {
			t.Errorf("Open(%q) gave %v", dir, err)
		}
	}
}
