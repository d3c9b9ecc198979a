package main

import (
	"os/exec"
	"syscall"

	"golang.org/x/sys/windows"
)

// interruptible has the command take an interrupt that its parent does not get.
func interruptible(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{CreationFlags: windows.CREATE_NEW_PROCESS_GROUP}
}

// sendInterrupt does what Ctrl-Break does, which a group can be told alone.
func sendInterrupt(cmd *exec.Cmd) error {
	return windows.GenerateConsoleCtrlEvent(windows.CTRL_BREAK_EVENT, uint32(cmd.Process.Pid))
}
