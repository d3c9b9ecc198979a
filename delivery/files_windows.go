package delivery

import (
	"errors"
	"os"
	"syscall"
	"time"
	"unsafe"
)

const (
	errorSharingViolation = syscall.Errno(32)
	errorLockViolation    = syscall.Errno(33)
	errorHandleDiskFull   = syscall.Errno(39)
	errorInvalidParameter = syscall.Errno(87)
	errorDiskFull         = syscall.Errno(112)

	moveReplaceExisting = 0x1
	moveWriteThrough    = 0x8

	processQueryLimited = 0x1000
	stillActive         = 259
)

// diskFull are the errors of a disk or a quota that has no room.
var diskFull = []error{errorDiskFull, errorHandleDiskFull}

var moveFileEx = syscall.NewLazyDLL("kernel32.dll").NewProc("MoveFileExW")

// rename moves a file, over an existing one if need be, and returns when the move is on the disk.
func rename(from, to string) error {
	return patiently(func() error { return moveFile(from, to) })
}

// unlink removes a file or an empty folder.
func unlink(path string) error {
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
	return errors.Is(err, errorSharingViolation) || errors.Is(err, errorLockViolation) ||
		errors.Is(err, syscall.ERROR_ACCESS_DENIED)
}

func moveFile(from, to string) error {
	f, err := syscall.UTF16PtrFromString(from)
	if err != nil {
		return err
	}
	t, err := syscall.UTF16PtrFromString(to)
	if err != nil {
		return err
	}
	ok, _, err := moveFileEx.Call(uintptr(unsafe.Pointer(f)), uintptr(unsafe.Pointer(t)), moveReplaceExisting|moveWriteThrough)
	if ok == 0 {
		return err
	}
	return nil
}

// processGone tells whether no process has this id.
func processGone(pid int) bool {
	h, err := syscall.OpenProcess(processQueryLimited, false, uint32(pid))
	if err != nil {
		return errors.Is(err, errorInvalidParameter)
	}
	defer syscall.CloseHandle(h)
	var code uint32
	return syscall.GetExitCodeProcess(h, &code) == nil && code != stillActive
}

// processSpace has nothing to tell apart: all processes of a Windows machine share their ids.
func processSpace() string { return "" }
