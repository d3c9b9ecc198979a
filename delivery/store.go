package delivery

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/watsrun/watsrun/internal/durable"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/internal/sharedfile"
)

// The folders of an outbox.
const (
	tmpFolder       = "tmp"
	newFolder       = "new"
	claimedFolder   = "claimed"
	retryFolder     = "retry"
	deliveredFolder = "delivered"
	rejectedFolder  = "rejected"
	damagedFolder   = "damaged"
)

var folders = []string{
	tmpFolder, newFolder, claimedFolder, retryFolder, deliveredFolder, rejectedFolder, damagedFolder, reserveFolder,
}

const (
	reportSuffix = ".report"
	leaseSuffix  = ".lease"
	reasonSuffix = ".reason.txt"
)

const readme = `This folder holds test reports on their way to the server. Look with: watsrun queue ls

  new        accepted, not tried yet
  retry      tried, waiting for the next try
  claimed    being sent right now
  delivered  the server has them; these are copies, the oldest are removed
  rejected   the server refused them; "last_error" in the first line says why
  damaged    unreadable files; a .reason.txt beside each says why
  tmp        being written
  reserve    room for sending from a full disk

outage.json, if it is there, says since when the server cannot be reached. One file is one report: a line of JSON, then the report itself. Do not edit, rename or copy files while watsrun runs.
`

func (o *Outbox) writeReadme() error {
	path := filepath.Join(o.opts.Dir, "README.txt")
	if old, err := os.ReadFile(path); err == nil && string(old) == readme {
		return nil
	}
	return os.WriteFile(path, []byte(readme), 0o644)
}

func (o *Outbox) path(folder string) string { return filepath.Join(o.opts.Dir, folder) }

// file is where the report of an id lies in a folder.
func (o *Outbox) file(folder string, id uuid.UUID) string {
	return filepath.Join(o.opts.Dir, folder, id.String()+reportSuffix)
}

// stage writes an entry aside, complete and synced, and returns its path. Nobody reads it before it is renamed.
func (o *Outbox) stage(r Record, body []byte) (path string, err error) {
	header, err := encodeHeader(r)
	if err != nil {
		return "", err
	}
	path = filepath.Join(o.path(tmpFolder), newToken()+reportSuffix)
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return "", err
	}
	if err := errors.Join(writeSynced(f, header, body), f.Close(), o.touch(path)); err != nil {
		return "", errors.Join(err, os.Remove(path))
	}
	return path, nil
}

func writeSynced(f *os.File, parts ...[]byte) error {
	if _, err := f.Write(bytes.Join(parts, nil)); err != nil {
		return err
	}
	return f.Sync()
}

// touch dates a file by the outbox's clock; leases and the age of kept files are told by it.
func (o *Outbox) touch(path string) error {
	now := o.clock.Now()
	return os.Chtimes(path, now, now)
}

// move renames a file and makes that durable.
func move(from, to string) error {
	if err := sharedfile.Rename(from, to); err != nil {
		return err
	}
	return durable.SyncFolder(filepath.Dir(to))
}

// store puts an entry into a folder, durably, over an older one of the same id.
func (o *Outbox) store(folder string, r Record, body []byte) error {
	staged, err := o.stage(r, body)
	if err != nil {
		return err
	}
	if err := move(staged, o.file(folder, r.ID)); err != nil {
		_ = sharedfile.Remove(staged) // gone already if only the sync failed
		return err
	}
	return nil
}

// ids lists the reports in a folder, in no order. Files that are not named as reports are not ours.
func (o *Outbox) ids(folder string) ([]uuid.UUID, error) {
	names, err := readNames(o.path(folder))
	if err != nil {
		return nil, err
	}
	found := make([]uuid.UUID, 0, len(names))
	for _, name := range names {
		if id, ok := idOf(name); ok {
			found = append(found, id)
		}
	}
	return found, nil
}

// idOf is the id of a report's file name, such as it is made by file.
func idOf(name string) (uuid.UUID, bool) {
	stem, ok := strings.CutSuffix(name, reportSuffix)
	if !ok || len(stem) != 36 || strings.ToLower(stem) != stem {
		return uuid.Nil, false
	}
	id, err := uuid.Parse(stem)
	return id, err == nil
}

// readNames lists a folder without sorting and without a look at each file. An absent folder is empty.
func readNames(dir string) ([]string, error) {
	f, err := os.Open(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return f.Readdirnames(-1)
}

// exists tells whether there is something at path; what cannot be looked at counts as there.
func exists(path string) bool {
	_, err := os.Lstat(path)
	return !errors.Is(err, fs.ErrNotExist)
}

// remove deletes a file. That it is not there is no error.
func remove(path string) error {
	if err := sharedfile.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// discard removes a file, and the note beside it if it is a damaged one, durably.
func discard(path string) error {
	if err := errors.Join(remove(path), remove(noteOf(path))); err != nil {
		return err
	}
	return durable.SyncFolder(filepath.Dir(path))
}

// noteOf is where the reason is noted why a file is damaged.
func noteOf(path string) string { return strings.TrimSuffix(path, reportSuffix) + reasonSuffix }

func isDiskFull(err error) bool {
	return slices.ContainsFunc(diskFull, func(full error) bool { return errors.Is(err, full) })
}

// storageFault says what a person can do about an error of the file system.
func storageFault(err error, format string, args ...any) *fault.Error {
	f := fault.Wrap(fault.Storage, err, format, args...)
	switch {
	case isDiskFull(err):
		f.Retryable = true
		return f.WithHint("make room on the disk of the outbox, or set another folder: outbox.dir (WATSRUN_OUTBOX_DIR)")
	case errors.Is(err, fs.ErrPermission):
		return f.WithHint("allow this user to write to the outbox's folder, or set another folder: outbox.dir (WATSRUN_OUTBOX_DIR)")
	case errors.Is(err, fs.ErrNotExist):
		return f.WithHint("the outbox's folder was removed or its drive is not there")
	}
	return f.WithHint("check the disk of the outbox, or set another folder: outbox.dir (WATSRUN_OUTBOX_DIR)")
}
