package journal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/watsrun/watsrun/internal/durable"
	"github.com/watsrun/watsrun/internal/sharedfile"
	"github.com/watsrun/watsrun/report"
)

const suffix = ".jsonl"

const readme = `This folder holds the journals of units that are being tested right now, one file a unit, named by serial number,
part number and report id. watsrun removes a journal when the unit's report is submitted. One that is left
after a crash is finished as Terminated and queued by the next start of watsrun. Do not edit, rename or
copy files here. What could not be read is in the folder damaged.
`

// maxSize is the longest journal. A report that needs a longer one changes all the time and is followed no further.
const maxSize = 1 << 30

// fileName is how people find a unit's journal.
func fileName(r *report.Report) string {
	return strings.Join([]string{plain(r.SN), plain(r.PN), plain(r.ID)}, "_")
}

// plain is a text as every file system takes it in a name.
func plain(text string) string {
	const longest = 40
	text = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '.' || r == '-' {
			return r
		}
		return '-'
	}, text)
	return text[:min(len(text), longest)]
}

// file is a journal that this process has.
type file struct {
	f    *os.File
	path string
	size int64 // of what is durable
}

// create makes the file of a new journal with its first line. Two units may have the same name.
func (j *Journal) create(name string, header []byte) (*file, error) {
	if err := durable.MakeFolder(j.opts.Dir); err != nil {
		return nil, err
	}
	if about := filepath.Join(j.opts.Dir, "README.txt"); !exists(about) {
		if err := os.WriteFile(about, []byte(readme), 0o644); err != nil {
			return nil, err
		}
	}
	for n := 1; ; n++ {
		path := filepath.Join(j.opts.Dir, name+suffix)
		if n > 1 {
			path = filepath.Join(j.opts.Dir, fmt.Sprintf("%s~%d%s", name, n, suffix))
		}
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_RDWR, 0o644) // not to append: Windows cuts no such file off
		if errors.Is(err, fs.ErrExist) && n < 100 {
			continue
		}
		if err != nil {
			return nil, err
		}
		return begin(f, path, header)
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// begin takes a file that was made just now, and makes it durable. Another process may look into it before it is locked, finds
// it empty and lets go of it.
func begin(f *os.File, path string, header []byte) (*file, error) {
	j := &file{f: f, path: path}
	err := lock(f)
	if err == nil {
		err = j.append(header)
	}
	if err == nil {
		err = durable.SyncFolder(filepath.Dir(path))
	}
	if err != nil {
		return nil, errors.Join(err, f.Close(), sharedfile.Remove(path))
	}
	return j, nil
}

// append writes lines durably, or nothing: what was written in vain before is cut off.
func (f *file) append(text []byte) error {
	if f.size+int64(len(text)) > maxSize {
		return fmt.Errorf("the journal would be longer than %d bytes", maxSize)
	}
	if err := f.f.Truncate(f.size); err != nil {
		return err
	}
	if _, err := f.f.WriteAt(text, f.size); err != nil {
		return err
	}
	if err := f.f.Sync(); err != nil {
		return err
	}
	f.size += int64(len(text))
	return nil
}

// close lets go of the journal.
func (f *file) close() error { return f.f.Close() }

// remove deletes the journal durably. Emptied first, it says nothing to those who take hold of it meanwhile.
func (f *file) remove() error {
	return errors.Join(f.f.Truncate(0), f.f.Close(), sharedfile.Remove(f.path), durable.SyncFolder(filepath.Dir(f.path)))
}
