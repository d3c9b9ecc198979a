package journal

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// TestADamagedJournalOfASubmittedReportSaysSo: the guide says that the comment says that some may be missing.
func TestADamagedJournalOfASubmittedReportSaysSo(t *testing.T) {
	b := newBench(t, t.TempDir())
	r := newUnit(t, "SN-1")
	var rec *Record
	b.build(func() {
		rec = b.Begin(r, about)
		for i := range 3 {
			step(t, r, "s"+strconv.Itoa(i), float64(i))
		}
	})
	rec.Lock()
	if err := rec.Seal(true); err != nil {
		t.Fatal(err)
	}
	rec.Unlock()
	text := strings.Replace(read1(t, b.dir), `"value":1`, `"value":7`, 1)
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "x"+suffix), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	found, tally := recovered(t, dir)
	if len(found) != 1 || tally.Damaged != 1 {
		t.Fatalf("%+v", tally)
	}
	if f := found[0]; !strings.Contains(f.Report.UUT.Comment, "damaged") {
		t.Errorf("complete %v, %d of 3 steps, result %s, comment %q", f.Complete, len(f.Report.Root.Steps), f.Report.Result, f.Report.UUT.Comment)
	}
}
