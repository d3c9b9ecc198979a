//go:build !windows

package lua51

import (
	"context"
	"os"
	"os/exec"
	"syscall"
)

func shellCommand(ctx context.Context, command string) *exec.Cmd {
	return exec.CommandContext(ctx, "/bin/sh", "-c", command)
}

// waitStatus is how C's system reports the end of a command.
func waitStatus(state *os.ProcessState) int {
	if status, ok := state.Sys().(syscall.WaitStatus); ok {
		return int(status)
	}
	return state.ExitCode()
}

// errnoIsC says whether the system's error numbers are those of C.
const errnoIsC = true

// crlf says whether lines of text end in a carriage return and a line feed here.
const crlf = false
