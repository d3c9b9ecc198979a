// Package logfile is a log file that several processes may write at the same time, and that makes room for a new one when it
// has grown long enough. Each Write is a whole line or several; it goes to the end of the file in one piece. It knows nothing
// of what the lines say.
package logfile

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"time"

	"github.com/watsrun/watsrun/internal/sharedfile"
)

// Options say which file and how long it may grow.
type Options struct {
	Path    string
	MaxSize int64 // bytes; the file is set aside before a line would make it longer. 0 lets it grow
	Keep    int   // files that were set aside and are kept: Path.1 is the newest. Less than 1 is 1

	// Trouble is told when lines begin to be lost, with the error, and when the file can be written again, with how many
	// lines are missing. Nil tells nobody.
	Trouble func(missing int, err error)
}

// File is an open log file. It is safe for concurrent use.
type File struct {
	o Options

	mu      sync.Mutex
	file    *os.File // nil while it cannot be opened
	lock    *os.File // nil when the file is never set aside
	stuck   int64    // the size at which it could not be set aside: it is tried again when a tenth more is there
	missing int      // lines that could not be written
}

// Open opens the file, and makes it where it is not there yet. Its folder must exist.
func Open(o Options) (*File, error) {
	o.Keep = max(o.Keep, 1)
	f := &File{o: o}
	if err := f.open(); err != nil {
		return nil, err
	}
	if o.MaxSize <= 0 {
		return f, nil
	}
	var err error
	if f.lock, err = os.OpenFile(o.Path+".lock", os.O_CREATE|os.O_RDWR, 0o644); err != nil {
		return nil, errors.Join(err, f.file.Close())
	}
	return f, nil
}

func (f *File) open() (err error) {
	f.file, err = sharedfile.OpenAppend(f.o.Path, 0o644)
	return err
}

// Close closes the file.
func (f *File) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	var errs []error
	for _, open := range []*os.File{f.file, f.lock} {
		if open != nil {
			errs = append(errs, open.Close())
		}
	}
	return errors.Join(errs...)
}

// Write is part of io.Writer.
func (f *File) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	n, err := f.write(p)
	f.tell(bytes.Count(p, []byte("\n")), err)
	return n, err
}

func (f *File) write(p []byte) (int, error) {
	size, err := f.follow()
	if err == nil && f.lock != nil {
		if more := int64(len(p)); f.full(size, more) {
			f.setAside(more)
		}
		release, _ := f.hold(false) // nobody sets the file aside, or removes it, between the look at it and the line
		defer release()
		_, err = f.follow()
	}
	if err != nil {
		return 0, err
	}
	return f.file.Write(p)
}

// full tells whether the file is to be set aside before more is written.
func (f *File) full(size, more int64) bool {
	return size > 0 && size+more > f.o.MaxSize && size > f.stuck+f.stuck/10
}

// tell reports the beginning and the end of trouble.
func (f *File) tell(lines int, err error) {
	began, ended := err != nil && f.missing == 0, err == nil && f.missing > 0
	if (began || ended) && f.o.Trouble != nil {
		f.o.Trouble(f.missing, err)
	}
	if f.missing += max(lines, 1); err == nil {
		f.missing = 0
	}
}

// follow gives the size of the file, and opens it anew when another one stands in its place: another process has set it
// aside, or somebody has moved it.
func (f *File) follow() (size int64, err error) {
	named, err := os.Stat(f.o.Path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return 0, err
	}
	if f.file != nil && err == nil {
		if own, ownErr := f.file.Stat(); ownErr == nil && os.SameFile(own, named) {
			return named.Size(), nil
		}
	}
	f.drop()
	if err := f.open(); err != nil {
		return 0, err
	}
	f.stuck = 0
	if named, err = f.file.Stat(); err != nil {
		return 0, err
	}
	return named.Size(), nil
}

func (f *File) drop() {
	if f.file != nil {
		_ = f.file.Close() // nothing is buffered
		f.file = nil
	}
}

// setAside gives the file the name of an older one, unless another process has just done so, or others write all the time:
// then this line makes the file a little longer. What fails leaves the file where it is.
func (f *File) setAside(more int64) {
	release, alone := f.hold(true)
	defer release()
	if !alone {
		return
	}
	size, err := f.follow()
	if err != nil || !f.full(size, more) {
		return
	}
	f.drop() // some systems let nobody rename an open file
	for i := f.o.Keep - 1; i > 0; i-- {
		if err := os.Rename(f.older(i), f.older(i+1)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			f.stuck = size
			return
		}
	}
	if err := os.Rename(f.o.Path, f.older(1)); err != nil {
		f.stuck = size
	}
}

func (f *File) older(i int) string { return fmt.Sprintf("%s.%d", f.o.Path, i) }

// Processes hold the lock for as long as a line takes. One that was stopped meanwhile must not stop the others: they wait so
// many steps, and go on without the lock.
const (
	patience = 100
	step     = 200 * time.Microsecond
)

// hold takes the lock, alone or together with other writers, until release is called.
func (f *File) hold(alone bool) (release func(), held bool) {
	if f.lock == nil {
		return func() {}, false
	}
	for range patience {
		if tryLock(f.lock, alone) {
			return func() { unlock(f.lock) }, true
		}
		time.Sleep(step)
	}
	return func() {}, false
}
