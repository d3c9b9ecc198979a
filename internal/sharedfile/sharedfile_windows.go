package sharedfile

import (
	"errors"
	"io/fs"
	"os"
	"time"

	"golang.org/x/sys/windows"
)

// OpenExisting opens a file to read and write it. Others may rename and remove it meanwhile.
func OpenExisting(path string) (*os.File, error) {
	return open(path, windows.GENERIC_READ|windows.GENERIC_WRITE, windows.OPEN_EXISTING)
}

// OpenAppend opens a file to write at its end, and makes it where it is not there yet. Others may rename and remove it meanwhile.
// This system has no use for perm.
func OpenAppend(path string, _ fs.FileMode) (*os.File, error) {
	const append = windows.FILE_GENERIC_WRITE &^ windows.FILE_WRITE_DATA
	return open(path, append, windows.OPEN_ALWAYS)
}

func open(path string, access, mode uint32) (*os.File, error) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	const share = windows.FILE_SHARE_READ | windows.FILE_SHARE_WRITE | windows.FILE_SHARE_DELETE
	h, err := windows.CreateFile(name, access, share, nil, mode, windows.FILE_ATTRIBUTE_NORMAL, 0)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	return os.NewFile(uintptr(h), path), nil
}

// Rename moves a file, over an existing one if need be, and returns when the move is on the disk.
func Rename(from, to string) error {
	return patiently(func() error {
		if err := moveFile(from, to); err != nil {
			return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
		}
		return nil
	})
}

func moveFile(from, to string) error {
	f, err := windows.UTF16PtrFromString(from)
	if err != nil {
		return err
	}
	t, err := windows.UTF16PtrFromString(to)
	if err != nil {
		return err
	}
	return windows.MoveFileEx(f, t, windows.MOVEFILE_REPLACE_EXISTING|windows.MOVEFILE_WRITE_THROUGH)
}

// Remove removes a file or an empty folder.
func Remove(path string) error {
	return patiently(func() error { return os.Remove(path) })
}

// patiently repeats what a virus scanner or a reader prevents for a moment, by having the file open. It gives up after about a
// second, and does not care what ended meanwhile: a claim must be put back even when its run is over.
func patiently(do func() error) error {
	err := do()
	for wait := time.Millisecond; busy(err) && wait < time.Second; wait *= 2 {
		time.Sleep(wait)
		err = do()
	}
	return err
}

func busy(err error) bool {
	return errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_LOCK_VIOLATION) ||
		errors.Is(err, windows.ERROR_ACCESS_DENIED)
}
