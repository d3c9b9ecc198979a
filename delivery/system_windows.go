package delivery

import (
	"errors"
	"syscall"
)

const (
	errorHandleDiskFull   = syscall.Errno(39)
	errorInvalidParameter = syscall.Errno(87)
	errorDiskFull         = syscall.Errno(112)

	processQueryLimited = 0x1000
	stillActive         = 259
)

// diskFull are the errors of a disk or a quota that has no room.
var diskFull = []error{errorDiskFull, errorHandleDiskFull}

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
