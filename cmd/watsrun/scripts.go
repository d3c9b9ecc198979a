package main

import (
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/watsrun/watsrun/internal/fault"
)

// script is a source that is to be run: a file, standard input ("-"), or code of the command line.
type script struct {
	name string // as people see it
	path string // absolute; "" for the other two
	dir  string // absolute; where require and relative paths start
	code []byte // of the command line
}

// findScripts turns the words of the command line into scripts. A folder stands for the scripts right in it, not
// those of its sub-folders, which are modules. A word that matches nothing gives nothing and is named in empty.
func (p *process) findScripts(words []string) (scripts []script, empty []string, err error) {
	for _, w := range words {
		if w == "-" {
			scripts = append(scripts, script{name: "stdin", dir: p.dir})
			continue
		}
		names, err := p.expand(w)
		if err != nil {
			return nil, nil, err
		}
		if len(names) == 0 {
			empty = append(empty, w)
		}
		for _, n := range names {
			path := p.abs(n)
			scripts = append(scripts, script{name: filepath.ToSlash(n), path: path, dir: filepath.Dir(path)})
		}
	}
	return scripts, empty, nil
}

// expand gives the files that a word means. A plain name means itself, also when there is no such file.
func (p *process) expand(word string) ([]string, error) {
	info, err := os.Stat(p.abs(word))
	switch {
	case err == nil && info.IsDir():
		return p.glob(filepath.Join(word, "*.lua"))
	case err != nil && strings.ContainsAny(word, "*?["):
		return p.glob(word)
	}
	return []string{word}, nil
}

func (p *process) glob(pattern string) ([]string, error) {
	found, err := filepath.Glob(p.abs(pattern))
	if err != nil {
		return nil, fault.Wrap(fault.Usage, err, "the pattern %q", pattern)
	}
	found = slices.DeleteFunc(found, func(f string) bool {
		info, err := os.Stat(f)
		return err != nil || !info.Mode().IsRegular()
	})
	if !filepath.IsAbs(pattern) {
		for i, f := range found {
			if rel, err := filepath.Rel(p.dir, f); err == nil {
				found[i] = rel
			}
		}
	}
	return found, nil
}

// source reads the script.
func (a *app) source(s script) ([]byte, error) {
	switch {
	case s.code != nil:
		return s.code, nil
	case s.path == "":
		return a.readSource(a.stdin)
	}
	f, err := os.Open(s.path)
	if missing(err) {
		return nil, fault.New(fault.Script, "there is no script %s", s.name).WithHint("%s", orElse(nearestFile(s.path), "check the name and the folder"))
	}
	if err != nil {
		return nil, fault.Wrap(fault.Script, err, "cannot read the script")
	}
	defer f.Close()
	data, err := a.readSource(f)
	if err != nil {
		return nil, fault.Wrap(fault.Script, err, "cannot read the script %s", s.name)
	}
	return data, nil
}

// nearestFile is the hint for a mistyped file.
func nearestFile(path string) string {
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil {
		return ""
	}
	var names []string
	for _, e := range entries {
		if filepath.Ext(e.Name()) == ".lua" {
			names = append(names, e.Name())
		}
	}
	if near := fault.Nearest(filepath.Base(path), names); near != "" {
		return "did you mean " + near + "?"
	}
	return ""
}

func orElse(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
