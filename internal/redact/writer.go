package redact

import (
	"bytes"
	"io"
	"sync"
	"time"
	"unicode/utf8"
)

// holdTime is how long the beginning of what may become a secret is held back for the rest to come. A prompt that happens to
// end in one must still show while somebody waits for it.
const holdTime = 100 * time.Millisecond

// Writer masks secrets in what is written through it, also those that come in pieces.
type Writer struct {
	secrets *Secrets
	w       io.Writer

	mu     sync.Mutex
	before []byte // the last character before tail, since words are told by their neighbours
	tail   []byte // of what was written: what may become a secret
	shown  int    // how many bytes of tail are out already
	timer  *time.Timer
}

// Writer masks the secrets in what is written to w. The end of the last write may be held back for a moment; see Flush.
func (s *Secrets) Writer(w io.Writer) *Writer { return &Writer{secrets: s, w: w} }

// Write is part of io.Writer.
func (r *Writer) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.show(append(r.tail, p...), false); err != nil {
		return 0, err
	}
	if len(r.tail) > r.shown {
		r.showSoon()
	}
	return len(p), nil
}

// Flush writes what is held back. What comes after it is still taken as the continuation.
func (r *Writer) Flush() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.tail) == r.shown {
		return nil
	}
	return r.show(r.tail, true)
}

func (r *Writer) showSoon() {
	if r.timer == nil {
		r.timer = time.AfterFunc(holdTime, func() { _ = r.Flush() }) // the next Write meets the same error
		return
	}
	r.timer.Reset(holdTime)
}

// show writes a text, whose first shown bytes are out already, with the secrets masked. What may become a secret waits,
// unless all is to be shown.
func (r *Writer) show(text []byte, all bool) error {
	forms, ahead := r.secrets.known(), len(r.before)
	f := newFinder(forms, append(r.before, text...), all)
	out, done := make([]byte, 0, len(text)), 0
	upTo := func(end int) {
		if from := max(done, r.shown); from < end {
			out = append(out, text[from:end]...)
		}
		done = end
	}
	for {
		at, length := f.next(ahead + done)
		if length == 0 {
			break
		}
		upTo(at - ahead)
		out = append(out, mask...)
		done += length
	}
	keep := len(text) - unfinished(forms, text[done:])
	upTo(keep)
	if all {
		upTo(len(text))
	}
	r.remember(text, keep, max(done, r.shown)-keep)
	if len(out) == 0 {
		return nil
	}
	_, err := r.w.Write(out)
	return err
}

// remember keeps text[keep:], of which some bytes are out already.
func (r *Writer) remember(text []byte, keep, shown int) {
	if keep > 0 {
		_, size := utf8.DecodeLastRune(text[:keep])
		r.before = bytes.Clone(text[keep-size : keep])
	}
	r.tail, r.shown = bytes.Clone(text[keep:]), max(0, shown)
}

// unfinished is the length of the longest end of the text that may become a secret.
func unfinished(forms []form, text []byte) int {
	longest := 0
	for _, f := range forms {
		most := len(f.text) - 1
		if f.alone {
			most++ // whether it is one depends on what follows
		}
		for n := min(most, len(text)); n > longest; n-- {
			if f.text[n-1] == text[len(text)-1] && bytes.HasPrefix(f.text, text[len(text)-n:]) {
				longest = n
			}
		}
	}
	return longest
}
