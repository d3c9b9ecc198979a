package journal

import (
	"errors"
	"os"
	"syscall"
	"unsafe"
)

const (
	failImmediately = 0x1
	exclusive       = 0x2

	errorLockViolation = syscall.Errno(33)
)

var lockFileEx = syscall.NewLazyDLL("kernel32.dll").NewProc("LockFileEx")

// lock takes the file, which the system gives back when it is closed or the process ends, however it ends. Whoever has it just
// looks whether its owner lives, and lets go.
func lock(f *os.File) error { return lockFile(f, exclusive) }

// tryLock tells whether nobody had the file.
func tryLock(f *os.File) (bool, error) {
	err := lockFile(f, exclusive|failImmediately)
	if errors.Is(err, errorLockViolation) {
		return false, nil
	}
	return err == nil, err
}

// lockFile locks a byte far beyond the end, so that people can read the file.
func lockFile(f *os.File, flags uintptr) error {
	at := syscall.Overlapped{OffsetHigh: 1 << 30}
	if ok, _, err := lockFileEx.Call(f.Fd(), flags, 0, 1, 0, uintptr(unsafe.Pointer(&at))); ok == 0 {
		return err
	}
	return nil
}
