package journal

import (
	"strconv"
	"testing"

	"github.com/watsrun/watsrun/report"
)

// TestWhatWasSubmittedIsNotSealedAgain: a report that was submitted before has no journal any more, and nobody may believe that.
func TestWhatWasSubmittedIsNotSealedAgain(t *testing.T) {
	b := newBench(t, t.TempDir())
	var rec *Record
	b.build(func() { rec = b.Begin(newUnit(t, "SN-1"), about) })
	rec.Lock()
	defer rec.Unlock()
	rec.Remove() // the first submit was accepted
	if err := rec.Seal(true); err == nil && len(files(t, b.dir)) == 0 {
		t.Error("Seal(true) says that the report is in the journal, and there is none")
	}
}

// TestAScriptMayNameItsUnitWhileTheJournalIsWritten is for the race detector.
func TestAScriptMayNameItsUnitWhileTheJournalIsWritten(t *testing.T) {
	b := newBench(t, t.TempDir())
	var r *report.Report
	b.build(func() { r = newUnit(t, "SN-1"); b.Begin(r, about) })
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 20000 {
			b.build(func() { r.SN = "SN-" + strconv.Itoa(i) })
		}
	}()
	for range 20 {
		b.saved()
	}
	<-done
}
