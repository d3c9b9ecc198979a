package main

import (
	"bufio"
	"errors"
	"io"

	"github.com/reeflective/readline"
	"github.com/reeflective/readline/inputrc"
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

// newTerminalEditor makes the editor of a terminal.
func newTerminalEditor(h *host, complete completer) (lineEditor, error) {
	state, err := h.stateDir()
	if err != nil {
		return nil, err
	}
	e := &terminalEditor{shell: readline.NewShell(), history: openHistory(state, h.log)}
	e.shell.History.Add("watsrun", e.history)
	e.shell.Prompt.Primary(func() string { return e.prompt })
	e.shell.Completer = func(line []rune, cursor int) readline.Completions {
		typed := string(line[:cursor])
		return completions(typed, complete(typed))
	}
	return e, e.listCandidates()
}

// listCandidates has Tab complete what all candidates have in common and list them, and go through them when it is pressed again.
func (e *terminalEditor) listCandidates() error {
	errs := []error{
		e.shell.Config.Set("menu-complete-display-prefix", true),
		e.shell.Config.Set("completion-ignore-case", true), // what fits is chosen before
	}
	for _, keymap := range []string{"emacs", "emacs-standard", "vi-insert"} {
		errs = append(errs, e.shell.Config.Bind(keymap, inputrc.Unescape(`\C-i`), "menu-complete", false))
	}
	return errors.Join(errs...)
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

// completions has the candidates as the editor takes them. To it a word is what follows a blank, so the character before
// the name is made part of each candidate: then there always is a word, and it is the right one.
func completions(typed string, found candidates) readline.Completions {
	before := ""
	if at := len(typed) - len(found.typed) - 1; at >= 0 {
		before = typed[at : at+1]
	}
	if before >= "\x80" { // a part of a character
		return readline.Completions{}
	}
	values := make([]readline.Completion, len(found.names))
	for i, n := range found.names {
		values[i] = readline.Completion{Value: before + n.Name, Display: n.Name, Description: firstSentence(n.Doc)}
		if n.Argument {
			values[i].Value += " = "
		}
	}
	c := readline.CompleteRaw(values)
	c.PREFIX = before + found.typed
	return c
}
