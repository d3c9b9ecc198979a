package delivery

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/watsrun/watsrun/internal/fault"
)

var (
	errDown = fault.New(fault.Connection, "connection refused")
	errBad  = fault.New(fault.Validation, "PN is missing")
)

// oneOfEach fills an outbox with a report in each state and returns their ids; the one being sent belongs to the returned claim.
func oneOfEach(t *testing.T, o *Outbox) (map[string]uuid.UUID, *claim) {
	t.Helper()
	ids := map[string]uuid.UUID{}
	for _, name := range []string{"sending", "new", "retry", "rejected", "delivered", "damaged"} {
		e := entry(name)
		e.SerialNumber = name
		ids[name] = put(t, o, e)
	}
	deliver(t, o, ids["retry"], &server{always: errDown}, Queued)
	deliver(t, o, ids["rejected"], &server{always: errBad}, Rejected)
	deliver(t, o, ids["delivered"], &server{}, Delivered)
	spoil(t, o.file(newFolder, ids["damaged"]))
	deliver(t, o, ids["damaged"], &server{}, Damaged)
	return ids, claimed(t, o, ids["sending"])
}

// spoil changes the last byte of a file.
func spoil(t testing.TB, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err == nil {
		data[len(data)-1] ^= 1
		err = os.WriteFile(path, data, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestListDescribesEveryState(t *testing.T) {
	o := open(t, Options{})
	ids, _ := oneOfEach(t, o)
	records, err := o.List(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]State{}
	for _, r := range records {
		got[r.SerialNumber] = r.State
		if r.ID != ids[r.SerialNumber] || !exists(r.Path) {
			t.Errorf("%s has the id %s and the file %s", r.SerialNumber, r.ID, r.Path)
		}
		if (r.State == Damaged || r.State == Sending) == (r.Problem == "") {
			t.Errorf("%s has the problem %q", r.SerialNumber, r.Problem)
		}
	}
	want := map[string]State{
		"sending": Sending, "new": Queued, "retry": Queued, "rejected": Rejected,
		"delivered": Delivered, "damaged": Damaged,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	queued, err := o.List(t.Context(), Queued)
	if err != nil || len(queued) != 2 || queued[0].SerialNumber != "new" {
		t.Errorf("queued: %+v, %v", queued, err)
	}
}

func TestShowGivesTheReport(t *testing.T) {
	o := open(t, Options{})
	ids, _ := oneOfEach(t, o)
	for name, id := range ids {
		r, body, err := o.Show(t.Context(), id)
		if err != nil || r.ID != id {
			t.Errorf("%s: %+v, %v", name, r, err)
		}
		if name != "damaged" && string(body) != name {
			t.Errorf("%s has the body %q", name, body)
		}
	}
	if _, _, err := o.Show(t.Context(), uuid.New()); fault.KindOf(err) != fault.NotFound {
		t.Errorf("an unknown report: %v", err)
	}
}

func TestStats(t *testing.T) {
	clock := newTestClock()
	o := open(t, Options{Clock: clock})
	oldest := clock.Now().UTC()
	oneOfEach(t, o)
	clock.advance(time.Hour)
	put(t, o, entry("later"))
	s, err := o.Stats(t.Context())
	if err != nil || s.QueuedBytes < 300 {
		t.Errorf("%+v, %v", s, err)
	}
	s.QueuedBytes = 0
	want := Stats{Queued: 3, Sending: 1, Delivered: 1, Rejected: 1, Damaged: 1, Oldest: oldest}
	if diff := cmp.Diff(want, s); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestRetryMakesDue(t *testing.T) {
	clock := newTestClock()
	o := open(t, Options{Clock: clock})
	ids, _ := oneOfEach(t, o)
	other := open(t, Options{Dir: o.Dir(), Clock: clock})
	flush(t, other, &server{}) // it knows now that "retry" is not due
	for name, want := range map[string]fault.Kind{
		"new": fault.Conflict, "retry": "", "rejected": "", "delivered": fault.Conflict, "sending": fault.Conflict,
		"damaged": fault.Validation,
	} {
		if err := o.Retry(t.Context(), ids[name]); fault.KindOf(err) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := o.Retry(t.Context(), uuid.New()); fault.KindOf(err) != fault.NotFound {
		t.Errorf("an unknown report: %v", err)
	}
	s := &server{}
	if tally := flush(t, other, s); tally.Delivered != 2 {
		t.Errorf("%+v, %v", tally, s.bodies())
	}
	if r := show(t, o, ids["rejected"]); r.State != Delivered || r.Attempts != 2 {
		t.Errorf("the once rejected is %+v", r)
	}
}

func TestRetryOfANewReport(t *testing.T) {
	o := open(t, Options{})
	id := put(t, o, entry("x"))
	if err := o.Retry(t.Context(), id); err != nil {
		t.Error(err)
	}
	wantFiles(t, o, map[string]int{newFolder: 1})
}

func TestRetryOfAMendedReport(t *testing.T) {
	o := open(t, Options{})
	id := put(t, o, entry("x"))
	spoil(t, o.file(newFolder, id))
	deliver(t, o, id, &server{}, Damaged)
	spoil(t, show(t, o, id).Path) // back to what it was
	if err := o.Retry(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	deliver(t, o, id, &server{}, Delivered)
	wantFiles(t, o, map[string]int{deliveredFolder: 1})
}

func TestDropRemovesAllOfAReport(t *testing.T) {
	o := open(t, Options{})
	ids, c := oneOfEach(t, o)
	for name, id := range ids {
		err := o.Drop(t.Context(), id, true)
		if want := map[bool]fault.Kind{true: fault.Conflict}[name == "sending"]; fault.KindOf(err) != want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := errors.Join(c.giveBack()); err != nil {
		t.Fatal(err)
	}
	c.release()
	if err := o.Drop(t.Context(), c.id, true); err != nil {
		t.Error(err)
	}
	if err := o.Drop(t.Context(), c.id, true); fault.KindOf(err) != fault.NotFound {
		t.Errorf("dropped twice: %v", err)
	}
	wantFiles(t, o, map[string]int{})
}

func TestExportAndImport(t *testing.T) {
	clock := newTestClock()
	from, to := open(t, Options{Clock: clock}), open(t, Options{})
	e := entry("body")
	e.Priority = 2
	id := put(t, from, e)
	deliver(t, from, id, &server{always: errDown}, Queued)
	var file bytes.Buffer
	if err := from.Export(t.Context(), id, &file); err != nil {
		t.Fatal(err)
	}
	got, err := to.Import(t.Context(), &file)
	if err != nil || got != id {
		t.Fatalf("%s, %v", got, err)
	}
	r, body, err := to.Show(t.Context(), id)
	want := show(t, from, id)
	want.Attempts, want.LastAttempt, want.NextAttempt, want.LastError = 0, time.Time{}, time.Time{}, nil
	want.Path = to.file(newFolder, id)
	if diff := cmp.Diff(want, r); err != nil || diff != "" || string(body) != "body" {
		t.Errorf("%q, %v, (-want +got):\n%s", body, err, diff)
	}
}

func TestADamagedReportIsNotExported(t *testing.T) {
	o := open(t, Options{})
	waiting, setAside := put(t, o, entry("x")), put(t, o, entry("x"))
	for _, id := range []uuid.UUID{waiting, setAside} {
		spoil(t, o.file(newFolder, id))
	}
	deliver(t, o, setAside, &server{}, Damaged)
	for _, id := range []uuid.UUID{waiting, setAside} {
		var file bytes.Buffer
		err := o.Export(t.Context(), id, &file)
		if fault.KindOf(err) != fault.Validation || !strings.Contains(err.Error(), show(t, o, id).Path) || file.Len() > 0 {
			t.Errorf("wrote %d bytes, %v", file.Len(), err)
		}
	}
}

func TestImportRefusesWhatIsNoExport(t *testing.T) {
	o := open(t, Options{MaxBody: 100})
	for name, text := range map[string]string{
		"a bare report": `{"sn":"1"}`, "nothing": "", "too much": strings.Repeat("x", headerSize+101),
	} {
		if _, err := o.Import(t.Context(), strings.NewReader(text)); fault.KindOf(err) != fault.Validation {
			t.Errorf("%s: %v", name, err)
		}
	}
	wantFiles(t, o, map[string]int{})
}

func TestADamagedReportIsSetAsideAndTheRestGoesOn(t *testing.T) {
	for name, harm := range map[string]func(t *testing.T, path string) error{
		"changed":   func(t *testing.T, path string) error { spoil(t, path); return nil },
		"emptied":   func(_ *testing.T, path string) error { return os.Truncate(path, 0) },
		"truncated": func(_ *testing.T, path string) error { return os.Truncate(path, 200) },
		"garbage":   func(_ *testing.T, path string) error { return os.WriteFile(path, []byte("\x00\xff\n\n"), 0o600) },
		"copied": func(_ *testing.T, path string) error {
			data, err := os.ReadFile(path)
			if err == nil {
				copied := filepath.Join(filepath.Dir(path), uuid.NewString()+reportSuffix)
				err = errors.Join(os.WriteFile(copied, data, 0o600), os.Remove(path))
			}
			return err
		},
	} {
		for _, folder := range []string{newFolder, retryFolder} {
			t.Run(name+" in "+folder, func(t *testing.T) {
				clock := newTestClock()
				o, s := open(t, Options{Clock: clock}), &server{}
				bad := put(t, o, entry("bad"))
				if folder == retryFolder {
					deliver(t, o, bad, &server{always: errDown}, Queued)
				}
				put(t, o, entry("good"))
				if err := harm(t, o.file(folder, bad)); err != nil {
					t.Fatal(err)
				}
				clock.advance(time.Hour)
				tally := flush(t, o, s)
				if diff := cmp.Diff([]string{"good"}, s.bodies()); diff != "" || tally.Damaged != 1 {
					t.Errorf("%+v, the server got (-want +got):\n%s", tally, diff)
				}
				wantFiles(t, o, map[string]int{deliveredFolder: 1, damagedFolder: 2})
				list, err := o.List(t.Context(), Damaged)
				if err != nil || len(list) != 1 || !strings.Contains(list[0].Problem, "set aside") {
					t.Errorf("%+v, %v", list, err)
				}
			})
		}
	}
}

func TestForeignFilesAreLeftAlone(t *testing.T) {
	o := open(t, Options{})
	for _, folder := range folders {
		for _, name := range []string{"desktop.ini", "Copy of x.report", strings.ToUpper(uuid.NewString()) + reportSuffix} {
			if err := os.WriteFile(filepath.Join(o.path(folder), name), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
	put(t, o, entry("x"))
	if tally := flush(t, o, &server{}); tally != (Tally{Delivered: 1}) {
		t.Errorf("%+v", tally)
	}
	for _, folder := range folders {
		if exists(filepath.Join(o.path(folder), "desktop.ini")) != true {
			t.Errorf("%s lost a foreign file", folder)
		}
	}
}

func TestKeptFoldersStayBounded(t *testing.T) {
	for name, c := range map[string]struct {
		keep Keep
		want int
	}{
		"none":  {Keep{Count: -1}, 0},
		"count": {Keep{Count: 7}, 7},
		"bytes": {Keep{Bytes: 6500}, 4},
		"age":   {Keep{Age: 10 * time.Second}, 11},
	} {
		t.Run(name, func(t *testing.T) {
			clock := newTestClock()
			o := open(t, Options{Clock: clock, KeepDelivered: c.keep})
			o.kept.settled = map[string]int{deliveredFolder: tidyEvery - 20}
			for range 21 {
				clock.advance(time.Second)
				deliver(t, o, put(t, o, entry(strings.Repeat("x", 1000))), &server{}, Delivered)
			}
			list, err := o.List(t.Context(), Delivered)
			if err != nil || len(list) != c.want {
				t.Fatalf("kept %d, want %d, %v", len(list), c.want, err)
			}
			if n := len(list); n > 0 && clock.Now().Sub(list[n-1].Settled) != 0 {
				t.Error("the newest was not kept")
			}
		})
	}
}

// TestOnlyCopiesAreKeptForATime: what the server does not have goes by number and bytes, never by its age.
func TestOnlyCopiesAreKeptForATime(t *testing.T) {
	clock := newTestClock()
	o := open(t, Options{Clock: clock, KeepDelivered: Keep{Age: time.Hour}})
	deliver(t, o, put(t, o, entry("x")), &server{}, Delivered)
	deliver(t, o, put(t, o, entry("x")), &server{always: errBad}, Rejected)
	damagedID := put(t, o, entry("x"))
	spoil(t, o.file(newFolder, damagedID))
	deliver(t, o, damagedID, &server{}, Damaged)
	clock.advance(10 * 365 * 24 * time.Hour)
	o.pruneAll()
	wantFiles(t, o, map[string]int{rejectedFolder: 1, damagedFolder: 2})
}

func TestOldNotesGoWithTheirFiles(t *testing.T) {
	o := open(t, Options{KeepDamaged: Keep{Count: 1}})
	for range 3 {
		id := put(t, o, entry("x"))
		spoil(t, o.file(newFolder, id))
		deliver(t, o, id, &server{}, Damaged)
	}
	o.prune(damagedFolder)
	wantFiles(t, o, map[string]int{damagedFolder: 2})
}

func TestManagingStopsWithItsRun(t *testing.T) {
	o := open(t, Options{})
	id := put(t, o, entry("x"))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, listErr := o.List(ctx)
	_, statsErr := o.Stats(ctx)
	_, _, showErr := o.Show(ctx, id)
	_, importErr := o.Import(ctx, strings.NewReader(""))
	for name, err := range map[string]error{
		"list": listErr, "stats": statsErr, "show": showErr, "import": importErr, "retry": o.Retry(ctx, id), "drop": o.Drop(ctx, id, true),
		"export": o.Export(ctx, id, &bytes.Buffer{}),
	} {
		if fault.KindOf(err) != fault.Canceled {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestAReportThatTheDiskDoesNotGive: trouble with the disk below some reports neither keeps the others nor is told as the
// server's.
func TestAReportThatTheDiskDoesNotGive(t *testing.T) {
	for _, n := range []int{1, 2 * streak} {
		clock := newTestClock()
		o := open(t, Options{Clock: clock, Backoff: Backoff{First: time.Second, Max: time.Minute}})
		for range n {
			putUnreadable(t, o)
		}
		put(t, o, entry("x"))
		s := &server{}
		d := drain{o: o, sender: s}
		if err := d.run(t.Context()); err != nil || d.tally.Delivered != 1 || d.tally.Failed != n || d.tally.LastError == nil {
			t.Errorf("of %d: %+v, %v", n, d.tally, err)
		}
		if out, on := o.Outage(); on {
			t.Errorf("the server is said to be down: %+v", out.LastError)
		}
		if err := d.run(t.Context()); err != nil || d.tally.Failed != n || d.pause() < o.opts.Poll {
			t.Errorf("of %d they are tried again at once: %+v, %v, pause %s", n, d.tally, err, d.pause())
		}
		clock.advance(time.Hour)
		if err := d.run(t.Context()); err != nil || d.tally.Failed != 2*n {
			t.Errorf("of %d they are not tried again later: %+v, %v", n, d.tally, err)
		}
	}
}

// putUnreadable puts a report whose header was read before its file went bad: a folder in its place fails as a bad sector does.
func putUnreadable(t *testing.T, o *Outbox) {
	t.Helper()
	id := put(t, o, entry("x"))
	if _, _, err := o.Depth(t.Context()); err != nil {
		t.Fatal(err)
	}
	path := o.file(newFolder, id)
	if err := errors.Join(os.Remove(path), os.Mkdir(path, 0o755)); err != nil {
		t.Fatal(err)
	}
}
