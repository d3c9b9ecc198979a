package main

import (
	"bytes"
	"io"
	"strings"
	"sync"
)

// lines is the standard output of one of several scripts that run at the same time. Each line is written in one piece when it is
// complete, so that those of the others do not get into it. How much is held back for that is bounded by limits.output.
type lines struct {
	to     io.Writer // takes several writers
	prefix string    // says whose line it is; "" where no person reads it

	mu    sync.Mutex
	begun []byte // of a line
}

// linesOf is what a script prints to: whole lines that begin with its name at a terminal, where scripts run at the same time.
// What a pipe or a file gets is the scripts' own.
func (h *host) linesOf(s script, to io.Writer, scripts int) io.WriteCloser {
	if min(h.settings.Run.Jobs, scripts) < 2 {
		return unclosed{to}
	}
	l := &lines{to: to}
	if h.terminal.stdout {
		l.prefix = clean(s.name) + " | "
	}
	return l
}

// unclosed is a writer that stays open.
type unclosed struct{ io.Writer }

// Close is part of io.Closer.
func (unclosed) Close() error { return nil }

// Write is part of io.Writer.
func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	end := bytes.LastIndexByte(p, '\n') + 1
	if end == 0 {
		l.begun = append(l.begun, p...)
		return len(p), nil
	}
	whole := append(l.begun, p[:end]...)
	l.begun = append([]byte(nil), p[end:]...)
	if err := l.put(whole); err != nil {
		return 0, err
	}
	return len(p), nil
}

// Close is part of io.Closer: it writes the line that was not ended.
func (l *lines) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	rest := l.begun
	l.begun = nil
	if len(rest) == 0 {
		return nil
	}
	if l.prefix != "" {
		rest = append(rest, '\n')
	}
	return l.put(rest)
}

func (l *lines) put(text []byte) error {
	if l.prefix != "" {
		var b strings.Builder
		for line := range bytes.Lines(text) {
			b.WriteString(l.prefix)
			b.Write(line)
		}
		text = []byte(b.String())
	}
	_, err := l.to.Write(text)
	return err
}
