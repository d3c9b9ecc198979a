package delivery

import (
	"errors"

	"golang.org/x/sys/windows"
)

// diskFull are the errors of a disk or a quota that has no room.
var diskFull = []error{windows.ERROR_DISK_FULL, windows.ERROR_HANDLE_DISK_FULL}

// stillActive is the exit code of a process that has not ended.
const stillActive = uint32(windows.STATUS_PENDING)

// processGone tells whether no process has this id.
func processGone(pid int) bool {
	h, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, uint32(pid))
	if err != nil {
		return errors.Is(err, windows.ERROR_INVALID_PARAMETER)
	}
	defer windows.CloseHandle(h)
	var code uint32
	return windows.GetExitCodeProcess(h, &code) == nil && code != stillActive
}

// processSpace has nothing to tell apart: all processes of a Windows machine share their ids.
func processSpace() string { return "" }
