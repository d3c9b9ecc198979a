package main

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"

	"github.com/watsrun/watsrun/modules"
)

// progressLine shows at a terminal how far the transfer of a file is, in one line that is written over and wiped in the
// end. Runs at the same time share it.
type progressLine struct {
	w   io.Writer
	now func() time.Time

	mu    sync.Mutex
	drawn time.Time // zero while the line is empty
}

// progressPause is the time between two drawings.
const progressPause = 100 * time.Millisecond

// progress has each run show its transfers, where somebody sits who can see them.
func (a *app) progress() func(*modules.Run) {
	if !a.terminal.stderr || a.quiet || a.ui.log != nil {
		return nil
	}
	line := &progressLine{w: a.stderr, now: a.now}
	return func(run *modules.Run) {
		run.Show = line.show
		run.OnEnd(func(context.Context) { line.wipe() })
	}
}

func (l *progressLine) show(what string, done, total int64) {
	if done == total {
		l.wipe()
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if now.Sub(l.drawn) < progressPause {
		return
	}
	l.drawn = now
	share := ""
	if total > 0 {
		share = fmt.Sprintf(" of %s, %d %%", megabytes(total), 100*done/total)
	}
	fmt.Fprintf(l.w, "\r\x1b[K%s: %s%s", clean(what), megabytes(done), share)
}

func (l *progressLine) wipe() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.drawn.IsZero() {
		_, _ = io.WriteString(l.w, "\r\x1b[K") // nobody is left to tell when stderr is gone
		l.drawn = time.Time{}
	}
}

func megabytes(n int64) string { return fmt.Sprintf("%.1f MB", float64(n)/1e6) }
