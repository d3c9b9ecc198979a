package main

import (
	"os"

	"golang.org/x/sys/windows"
)

// obeysEscapes has the console obey escape sequences, which older ones print as text unless they are told.
func obeysEscapes(f *os.File) bool {
	console := windows.Handle(f.Fd())
	var mode uint32
	if err := windows.GetConsoleMode(console, &mode); err != nil {
		return false
	}
	return windows.SetConsoleMode(console, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil
}
