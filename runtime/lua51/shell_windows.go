package lua51

import (
	"context"
	"os"
	"os/exec"
	"syscall"
)

// shellCommand hands the command over as it is, as C's system does: cmd.exe does not know the quoting of exec.
func shellCommand(ctx context.Context, command string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, "cmd.exe")
	cmd.SysProcAttr = &syscall.SysProcAttr{CmdLine: "cmd.exe /c " + command}
	return cmd
}

// waitStatus is how C's system reports the end of a command.
func waitStatus(state *os.ProcessState) int { return state.ExitCode() }

// errnoIsC says whether the system's error numbers are those of C.
const errnoIsC = false

// crlf says whether lines of text end in a carriage return and a line feed here.
const crlf = true
