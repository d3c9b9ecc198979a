package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
)

func TestLinesStayWhole(t *testing.T) {
	for _, c := range []struct{ prefix, want string }{
		{"", "b1\nb2\na1 a2\na3"},
		{"x | ", "b1\nb2\nx | a1 a2\nx | a3\n"},
	} {
		var out bytes.Buffer
		a, b := &lines{to: &out, prefix: c.prefix}, &lines{to: &out}
		for _, w := range []struct {
			l    *lines
			text string
		}{{a, "a1 "}, {b, "b1\nb"}, {b, "2\n"}, {a, "a2\na"}, {a, "3"}} {
			if n, err := w.l.Write([]byte(w.text)); n != len(w.text) || err != nil {
				t.Errorf("%q: %d bytes, %v", w.text, n, err)
			}
		}
		for _, l := range []*lines{a, b, a} { // a second Close has nothing left
			if err := l.Close(); err != nil {
				t.Error(err)
			}
		}
		if out.String() != c.want {
			t.Errorf("%q is not %q", out.String(), c.want)
		}
	}
}

// TestLinesSayWhoseTheyAre is about people at a terminal: what a pipe gets is what the scripts print.
func TestLinesSayWhoseTheyAre(t *testing.T) {
	for _, c := range []struct {
		terminal bool
		jobs     string
		want     []string
	}{
		{true, "2", []string{"a.lua | one\n", "a.lua | two\n", "b.lua | one\n", "b.lua | two\n"}},
		{true, "1", []string{"one\ntwoone\ntwo"}},
		{false, "2", []string{"one\n", "two"}},
	} {
		got := watsrun(t, func(p *process) {
			p.terminal.stdout = c.terminal
			for _, name := range []string{"a.lua", "b.lua"} {
				write(t, filepath.Join(p.dir, name), "io.write('o') io.write('ne\\ntwo')")
			}
		}, "-j", c.jobs, "a.lua", "b.lua")
		got.want(t, exitPassed)
		for _, text := range c.want {
			if !strings.Contains(got.stdout, text) {
				t.Errorf("terminal %v, -j %s: %q lacks %q", c.terminal, c.jobs, got.stdout, text)
			}
		}
		if !c.terminal && strings.Contains(got.stdout, "|") {
			t.Errorf("a pipe got %q", got.stdout)
		}
	}
}
