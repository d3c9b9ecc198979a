package main

import (
	"bytes"
	"testing"
	"time"
)

func TestProgressIsOneLineThatGoesAway(t *testing.T) {
	var b bytes.Buffer
	now := time.Unix(1e9, 0)
	l := &progressLine{w: &b, now: func() time.Time { return now }}
	l.show("sending a\x1bb.zip", 1e6, 4e6)
	now = now.Add(progressPause / 2)
	l.show("sending a\x1bb.zip", 2e6, 4e6) // too soon to be drawn
	now = now.Add(progressPause)
	l.show("sending a\x1bb.zip", 3e6, 4e6)
	l.show("sending a\x1bb.zip", 4e6, 4e6)
	l.wipe() // of an empty line, which is nothing
	want := "\r\x1b[Ksending a?b.zip: 1.0 MB of 4.0 MB, 25 %" + "\r\x1b[Ksending a?b.zip: 3.0 MB of 4.0 MB, 75 %" + "\r\x1b[K"
	if b.String() != want {
		t.Errorf("%q\nis not\n%q", b.String(), want)
	}
}

func TestProgressIsForTerminals(t *testing.T) {
	a := &app{process: &process{}, ui: &ui{}}
	if a.progress() != nil {
		t.Error("progress without a terminal")
	}
	a.terminal.stderr = true
	if a.progress() == nil {
		t.Error("no progress at a terminal")
	}
}
