// Command watsrun runs Lua test sequences and brings their reports to WATS. This package wires the other packages
// together; it is the only one that reads arguments and the environment, and that writes to the terminal. What it knows of
// the process is in one struct, so that tests run whole command lines inside their own process.
package main

import (
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"
	_ "time/tzdata" // the zones by name, also where the system has none, such as on Windows
)

// gcPercent lets the heap grow to five times what is in use before it is collected. What is in use is a few megabytes, and
// building a report makes much that is soon garbage: collecting less often takes a quarter off the time (GOGC=100 and 400, go test ./bench -bench ThousandSteps).
const gcPercent = 400

func main() {
	if _, chosen := os.LookupEnv("GOGC"); !chosen {
		debug.SetGCPercent(gcPercent)
	}
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	// A reader of stdout that goes away must not end a test without clean-up. The signal is taken and not ignored: programs
	// that scripts start would inherit that it is ignored, and complain.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	os.Exit(execute(ownProcess(signals)))
}
