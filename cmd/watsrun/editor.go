package main

import (
	"bufio"
	"errors"
	"io"
	"regexp"

	"github.com/reeflective/readline"

	"github.com/watsrun/watsrun/modules"
	"github.com/watsrun/watsrun/modules/render"
)

// maxLine bounds one line of input on a pipe.
const maxLine = 4 << 20

// scanEditor reads lines of a pipe, without prompts.
type scanEditor struct{ scanner *bufio.Scanner }

func newScanEditor(r io.Reader) *scanEditor {
	s := bufio.NewScanner(r)
	s.Buffer(nil, maxLine)
	return &scanEditor{s}
}

// ReadLine is part of lineEditor.
func (s *scanEditor) ReadLine(string) (string, error) {
	if s.scanner.Scan() {
		return s.scanner.Text(), nil
	}
	if err := s.scanner.Err(); err != nil {
		return "", err
	}
	return "", io.EOF
}

// Remember is part of lineEditor; a pipe is not remembered.
func (s *scanEditor) Remember(string) {}

// terminalEditor edits lines at a terminal, with history and completion.
type terminalEditor struct {
	shell   *readline.Shell
	history *history
	prompt  string
}

// newTerminalEditor makes the editor of a terminal. names lists the globals of the session.
func newTerminalEditor(h *host, names func() []string) (lineEditor, error) {
	state, err := h.stateDir()
	if err != nil {
		return nil, err
	}
	e := &terminalEditor{shell: readline.NewShell(), history: openHistory(state, h.log)}
	e.shell.History.Add("watsrun", e.history)
	e.shell.Prompt.Primary(func() string { return e.prompt })
	e.shell.Completer = func(line []rune, cursor int) readline.Completions {
		return completions(h.modules, names(), string(line[:cursor]))
	}
	return e, nil
}

// ReadLine is part of lineEditor.
func (e *terminalEditor) ReadLine(prompt string) (string, error) {
	e.prompt = prompt
	line, err := e.shell.Readline()
	if errors.Is(err, readline.ErrInterrupt) {
		return "", errDropped
	}
	return line, err
}

// Remember is part of lineEditor.
func (e *terminalEditor) Remember(input string) { e.history.add(input) }

// nameBeforeCursor is a dotted name, perhaps with a method, at the end of what is typed.
var nameBeforeCursor = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_.:]*$`)

func completions(mods []*modules.Module, names []string, typed string) readline.Completions {
	word := nameBeforeCursor.FindString(typed)
	var values []string
	for _, c := range candidates(mods, names, word) {
		values = append(values, c.Text, c.Doc)
	}
	c := readline.CompleteValuesDescribed(values...).NoSpace()
	c.PREFIX = word
	return c
}

// candidates lists what a name may become: the session's own globals and what is declared.
func candidates(mods []*modules.Module, names []string, word string) []render.Candidate {
	var list []render.Candidate
	for _, n := range names {
		if len(n) > len(word) && n[:len(word)] == word {
			list = append(list, render.Candidate{Text: n})
		}
	}
	return append(list, render.Complete(mods, word)...)
}
