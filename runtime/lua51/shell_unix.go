//go:build !windows

package lua51

import (
	"os"
	"syscall"
)

func shellName() (name, flag string) { return "/bin/sh", "-c" }

// waitStatus is how C's system reports the end of a command.
func waitStatus(state *os.ProcessState) int {
	if status, ok := state.Sys().(syscall.WaitStatus); ok {
		return int(status)
	}
	return state.ExitCode()
}

// errnoIsC says whether the system's error numbers are those of C.
const errnoIsC = true
