//go:build !windows

package delivery

import (
	"errors"
	"os"
	"strings"
	"syscall"
)

// diskFull are the errors of a disk, a quota or a size limit that has no room.
var diskFull = []error{syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG}

// processGone tells whether no process has this id. A process of another user is there, though it may not be signalled.
func processGone(pid int) bool { return errors.Is(syscall.Kill(pid, 0), syscall.ESRCH) }

// processSpace tells apart containers that share a folder and a host name, but not their process ids, and a machine from itself
// before it was started anew. Both are absent on systems other than Linux, where host names must do.
func processSpace() string {
	space, _ := os.Readlink("/proc/self/ns/pid")
	boot, _ := os.ReadFile("/proc/sys/kernel/random/boot_id")
	return strings.TrimSpace(space + " " + string(boot))
}
