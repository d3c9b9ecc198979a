package delivery

import (
	"bytes"
	"testing"
	"time"

	"github.com/watsrun/watsrun/internal/fault"
)

// TestAnImportSurvivesACrashOfItsSender: as Retry advises, a delivered report is exported and imported to be sent once more.
func TestAnImportSurvivesACrashOfItsSender(t *testing.T) {
	for state, answer := range map[State]error{Delivered: nil, Rejected: errBad} {
		clock := newTestClock()
		o := open(t, Options{Clock: clock})
		id := put(t, o, entry("x"))
		deliver(t, o, id, &server{always: answer}, state)
		var b bytes.Buffer
		if err := o.Export(t.Context(), id, &b); err != nil {
			t.Fatal(err)
		}
		clock.advance(time.Second)
		if _, err := o.Import(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		claimed(t, elsewhere(t, o), id) // and its sender is killed before it sends
		clock.advance(time.Hour)
		s := &server{}
		flush(t, o, s)
		if len(s.got) != 1 {
			t.Errorf("%s: the import was sent %d times", state, len(s.got))
		}
	}
}

func TestAnOldExportDoesNotReplaceANewerReport(t *testing.T) {
	clock := newTestClock()
	o := open(t, Options{Clock: clock})
	e := entry("old")
	id := put(t, o, e)
	var b bytes.Buffer
	if err := o.Export(t.Context(), id, &b); err != nil {
		t.Fatal(err)
	}
	clock.advance(time.Minute)
	e.Body = []byte("new")
	put(t, o, e)
	if _, err := o.Import(t.Context(), &b); fault.KindOf(err) != fault.Conflict {
		t.Errorf("import said %v", err)
	}
	s := &server{}
	flush(t, o, s)
	if got := s.bodies(); len(got) != 1 || got[0] != "new" {
		t.Errorf("the server got %v", got)
	}
}

func TestAnImportOfWhatWaitsChangesNothing(t *testing.T) {
	o := open(t, Options{Clock: newTestClock()})
	id := put(t, o, entry("x"))
	deliver(t, o, id, &server{always: errDown}, Queued)
	var b bytes.Buffer
	if err := o.Export(t.Context(), id, &b); err != nil {
		t.Fatal(err)
	}
	if got, err := o.Import(t.Context(), &b); got != id || err != nil {
		t.Errorf("got %s, %v", got, err)
	}
	wantFiles(t, o, map[string]int{retryFolder: 1})
	if r := show(t, o, id); r.Attempts != 1 {
		t.Errorf("the record is %+v", r)
	}
}
