package main

import (
	"errors"
	"io"
	"io/fs"
	"sync/atomic"

	"github.com/watsrun/watsrun/internal/fault"
)

// output is a standard stream. A reader that goes away, such as head, is no reason to break off a test or to spoil its
// report: what is written after that is dropped.
type output struct {
	w    io.Writer
	name string // as people call the stream
	gone atomic.Bool
	lost func() // told once when the reader has gone; nil for nobody
}

// Write is part of io.Writer.
func (o *output) Write(p []byte) (int, error) {
	if o.gone.Load() {
		return len(p), nil
	}
	n, err := o.w.Write(p)
	if err == nil {
		return n, nil
	}
	if !readerGone(err) {
		return n, o.failure(err)
	}
	if o.gone.CompareAndSwap(false, true) && o.lost != nil {
		o.lost()
	}
	return len(p), nil
}

// failure is the error of a stream that cannot be written, such as a file on a full disk.
func (o *output) failure(err error) error {
	cause := err
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		cause = p.Err
	}
	return fault.Wrap(fault.Usage, cause, "%s", o.name)
}
