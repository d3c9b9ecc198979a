package delivery

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/internal/fault"
)

func init() { roles["limited"] = putUntilLimited }

// smallDisk mounts a file system of its own, which only root may.
func smallDisk(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, "size=512k"); err != nil {
		t.Skipf("cannot mount a small disk: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(dir, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	return dir
}

// fill puts reports until one is refused, and returns the ids of those that were accepted.
func fill(t *testing.T, o *Outbox) []uuid.UUID {
	t.Helper()
	var accepted []uuid.UUID
	for range 1000 {
		e := entry(strings.Repeat("x", 10_000))
		err := o.Put(t.Context(), e)
		if err == nil {
			accepted = append(accepted, e.ID)
			continue
		}
		if f := fault.Of(err); f.Kind != fault.Storage || !f.Retryable || !errors.Is(err, syscall.ENOSPC) || f.Hint == "" {
			t.Errorf("a full disk says %v", err)
		}
		return accepted
	}
	t.Fatal("the disk never became full")
	return nil
}

func TestAFullDiskRefusesAndLosesNothing(t *testing.T) {
	disk := smallDisk(t)
	other := filepath.Join(disk, "other")
	if err := os.WriteFile(other, make([]byte, 50_000), 0o600); err != nil {
		t.Fatal(err)
	}
	o := open(t, Options{Dir: filepath.Join(disk, "outbox")})
	accepted := fill(t, o)
	wantFiles(t, o, map[string]int{newFolder: len(accepted)})
	for _, id := range accepted {
		if _, body, err := o.Show(t.Context(), id); err != nil || len(body) != 10_000 {
			t.Errorf("an accepted report has %d bytes, %v", len(body), err)
		}
	}
	again := open(t, Options{Dir: o.Dir()}) // a full disk is no reason not to start
	if err := os.Remove(other); err != nil {
		t.Fatal(err)
	}
	if tally := flush(t, again, &server{}); tally.Delivered != len(accepted) {
		t.Errorf("%+v, %d were accepted", tally, len(accepted))
	}
}

// TestWhatWaitsLeavesAFullDisk has a disk that stays full: others have filled it, and new reports are refused.
func TestWhatWaitsLeavesAFullDisk(t *testing.T) {
	disk := smallDisk(t)
	o := open(t, Options{Dir: filepath.Join(disk, "outbox")})
	first := put(t, o, entry("x"))
	accepted := append(fill(t, o), first)
	occupy(t, filepath.Join(disk, "other"))
	for range 3 { // which must not use up what sending needs
		if _, err := o.Submit(t.Context(), entry(strings.Repeat("x", 10_000)), &server{}); fault.KindOf(err) != fault.Storage {
			t.Errorf("a report was accepted on a full disk: %v", err)
		}
	}
	again := open(t, Options{Dir: o.Dir()})
	if err := again.Drop(t.Context(), first, true); err != nil {
		t.Error(err)
	}
	if tally := flush(t, again, &server{}); tally.Delivered != len(accepted)-1 {
		t.Errorf("%+v, want %d delivered", tally, len(accepted)-1)
	}
	if err := os.Remove(filepath.Join(disk, "other")); err != nil {
		t.Fatal(err)
	}
	flush(t, again, &server{})
	if names, err := readNames(again.path(reserveFolder)); len(names) != reserveFiles || err != nil {
		t.Errorf("the reserve has %d files, %v", len(names), err)
	}
}

func TestDeliveredCopiesMakeRoomForReports(t *testing.T) {
	o := open(t, Options{Dir: filepath.Join(smallDisk(t), "outbox")})
	first := fill(t, o)
	for _, id := range first[:4] { // room to begin with
		if err := os.Remove(o.file(newFolder, id)); err != nil {
			t.Fatal(err)
		}
	}
	if tally := flush(t, o, &server{}); tally.Delivered != len(first)-4 {
		t.Fatalf("%+v", tally)
	}
	if second := fill(t, o); len(second) < len(first)-4 {
		t.Errorf("accepted %d reports among copies, %d without", len(second), len(first))
	}
}

// TestADiskThatFillsUpDuringAnAttempt has room for a claim, but not for what came of it.
func TestADiskThatFillsUpDuringAnAttempt(t *testing.T) {
	for state, answer := range map[State]error{Delivered: nil, Rejected: errBad, Queued: errDown} {
		t.Run(string(state), func(t *testing.T) {
			disk := smallDisk(t)
			o := open(t, Options{Dir: filepath.Join(disk, "outbox")})
			id := put(t, o, entry(strings.Repeat("x", 100_000)))
			deliver(t, o, id, SenderFunc(func(context.Context, Entry) error {
				occupy(t, filepath.Join(disk, "other"))
				return answer
			}), state)
			if r, body, err := o.Show(t.Context(), id); r.State != state || len(body) != 100_000 {
				t.Errorf("%+v with %d bytes, %v", r, len(body), err)
			}
			if got := files(t, o); got[claimedFolder]+got[tmpFolder] != 0 {
				t.Errorf("left behind: %v", got)
			}
		})
	}
}

// occupy takes all of a disk for one file.
func occupy(t *testing.T, path string) {
	f, err := os.Create(path)
	if err != nil {
		t.Error(err)
		return
	}
	defer f.Close()
	for err == nil {
		_, err = f.Write(make([]byte, 4096))
	}
	if !errors.Is(err, syscall.ENOSPC) {
		t.Error(err)
	}
}

// putUntilLimited puts a report that may be written, and one that is longer than a file may be.
func putUntilLimited(o *Outbox, _ Sender) error {
	signal.Ignore(syscall.SIGXFSZ)
	limit := syscall.Rlimit{Cur: 8192, Max: 8192}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &limit); err != nil {
		return err
	}
	if err := o.Put(context.Background(), entry("short")); err != nil {
		return err
	}
	err := o.Put(context.Background(), entry(strings.Repeat("x", 20_000)))
	if f := fault.Of(err); f == nil || f.Kind != fault.Storage || !f.Retryable {
		return fmt.Errorf("a report that cannot be written gave: %w", err)
	}
	return nil
}

func TestAWriteThatIsCutShortIsNotSeen(t *testing.T) {
	o := open(t, Options{})
	if err := process(t, "limited", o, "").Run(); err != nil {
		t.Fatal(err)
	}
	wantFiles(t, o, map[string]int{newFolder: 1})
}
