package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
)

// maxHistory is how many inputs are kept.
const maxHistory = 1000

// history is what was typed in earlier sessions, a JSON text a line. Trouble with its file costs the history, not the
// session.
type history struct {
	file   string
	inputs []string
	log    *slog.Logger
}

func openHistory(dir string, log *slog.Logger) *history {
	h := &history{file: filepath.Join(dir, "history"), log: log}
	data, err := os.ReadFile(h.file)
	if err != nil && !missing(err) {
		log.Warn("the history cannot be read", "error", err)
	}
	lines := bufio.NewScanner(strings.NewReader(string(data)))
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		var input string
		if json.Unmarshal(lines.Bytes(), &input) == nil {
			h.inputs = append(h.inputs, input)
		}
	}
	if extra := len(h.inputs) - maxHistory; extra > 0 {
		h.inputs = h.inputs[extra:]
		h.rewrite()
	}
	return h
}

// add keeps an input, unless it repeats the last one.
func (h *history) add(input string) {
	if n := len(h.inputs); n > 0 && h.inputs[n-1] == input {
		return
	}
	h.inputs = append(h.inputs, input)
	if err := h.append(input); err != nil {
		h.log.Warn("the history cannot be written", "error", err)
	}
}

func (h *history) append(input string) error {
	if err := os.MkdirAll(filepath.Dir(h.file), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(h.file, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	line, err := json.Marshal(input)
	if err == nil {
		_, err = f.Write(append(line, '\n'))
	}
	return errors.Join(err, f.Close())
}

func (h *history) rewrite() {
	var b strings.Builder
	for _, input := range h.inputs {
		if line, err := json.Marshal(input); err == nil {
			b.Write(append(line, '\n'))
		}
	}
	if err := os.WriteFile(h.file, []byte(b.String()), 0o600); err != nil {
		h.log.Warn("the history cannot be shortened", "error", err)
	}
}

// Write is part of readline.History. Single lines are not kept: add keeps whole inputs.
func (h *history) Write(string) (int, error) { return len(h.inputs), nil }

// GetLine is part of readline.History.
func (h *history) GetLine(i int) (string, error) {
	if i < 0 || i >= len(h.inputs) {
		return "", errors.New("no such line")
	}
	return h.inputs[i], nil
}

// Len is part of readline.History.
func (h *history) Len() int { return len(h.inputs) }

// Dump is part of readline.History.
func (h *history) Dump() any { return h.inputs }
