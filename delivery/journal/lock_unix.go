//go:build !windows

package journal

import (
	"errors"
	"os"
	"syscall"
)

// lock takes the file, which the system gives back when it is closed or the process ends, however it ends. Whoever has it just
// looks whether its owner lives, and lets go.
func lock(f *os.File) error { return flock(f, syscall.LOCK_EX) }

// tryLock tells whether nobody had the file.
func tryLock(f *os.File) (bool, error) {
	err := flock(f, syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return false, nil
	}
	return err == nil, err
}

func flock(f *os.File, how int) error {
	for {
		if err := syscall.Flock(int(f.Fd()), how); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}
