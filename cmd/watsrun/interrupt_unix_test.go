//go:build !windows

package main

import (
	"os"
	"os/exec"
)

// interruptible has nothing to prepare: a signal goes to one process.
func interruptible(*exec.Cmd) {}

// sendInterrupt does what Ctrl-C does.
func sendInterrupt(cmd *exec.Cmd) error { return cmd.Process.Signal(os.Interrupt) }
