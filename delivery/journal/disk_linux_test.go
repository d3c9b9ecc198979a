package journal

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// TestAFullDisk: what was written before stays whole, also beside a write that the disk cut off, and what was missed is written
// when there is room.
func TestAFullDisk(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=256k"); err != nil {
		t.Skipf("cannot mount a small disk: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(disk, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	other := filepath.Join(disk, "other")
	if err := os.WriteFile(other, make([]byte, 150_000), 0o600); err != nil {
		t.Fatal(err)
	}
	b := newBench(t, filepath.Join(disk, "journal"))
	r := newUnit(t, "SN-1")
	b.build(func() { b.Begin(r, about) })
	known := 0
	for i := 0; !strings.Contains(b.log.String(), "no space left"); i++ {
		known = i
		b.build(func() {
			step(t, r, fmt.Sprint("s", i), 1)
			r.Root.Steps[i].ReportText = strings.Repeat("x", 7000)
		})
		b.saved()
	}
	found, tally := recovered(t, crash(t, b.dir))
	if len(found) != 1 || tally.Damaged != 0 || len(found[0].Report.Root.Steps) != known {
		t.Fatalf("%+v", tally)
	}
	if err := os.Remove(other); err != nil {
		t.Fatal(err)
	}
	b.saved()
	if found, _ := recovered(t, crash(t, b.dir)); len(found[0].Report.Root.Steps) != known+1 {
		t.Errorf("%d steps, want %d", len(found[0].Report.Root.Steps), known+1)
	}
}
