//go:build !windows

package sharedfile

import (
	"io/fs"
	"os"
)

// OpenExisting opens a file to read and write it.
func OpenExisting(path string) (*os.File, error) { return os.OpenFile(path, os.O_RDWR, 0) }

// OpenAppend opens a file to write at its end, and makes it where it is not there yet.
func OpenAppend(path string, perm fs.FileMode) (*os.File, error) {
	return os.OpenFile(path, os.O_CREATE|os.O_APPEND|os.O_WRONLY, perm)
}

// Rename moves a file, over an existing one if need be.
func Rename(from, to string) error { return os.Rename(from, to) }

// Remove removes a file or an empty folder.
func Remove(path string) error { return os.Remove(path) }
