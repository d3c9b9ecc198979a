//go:build !windows

package main

import (
	"errors"
	"syscall"
)

// readerGone tells whether a write failed because nobody reads the pipe any more.
func readerGone(err error) bool { return errors.Is(err, syscall.EPIPE) }
