package sharedfile

import (
	"os"
	"path/filepath"
	"testing"
)

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestOpenFilesAreMovedAndRemoved(t *testing.T) {
	from, to := filepath.Join(t.TempDir(), "from"), filepath.Join(t.TempDir(), "to")
	writer, err := OpenAppend(from, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Close()
	looker, err := OpenExisting(from)
	if err != nil {
		t.Fatal(err)
	}
	defer looker.Close()
	writer.WriteString("before ")
	if err := Rename(from, to); err != nil {
		t.Fatal(err)
	}
	writer.WriteString("after")
	if got := read(t, to); got != "before after" {
		t.Errorf("it says %q", got)
	}
	if err := Remove(to); err != nil {
		t.Error(err)
	}
}

func TestOpenAppendGoesToTheEnd(t *testing.T) {
	path := filepath.Join(t.TempDir(), "f")
	for _, text := range []string{"one ", "two"} {
		f, err := OpenAppend(path, 0o600)
		if err != nil {
			t.Fatal(err)
		}
		f.WriteString(text)
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if got := read(t, path); got != "one two" {
		t.Errorf("it says %q", got)
	}
}

// TestAMomentIsWaitedFor: another program has the file for a moment, and does not share it.
func TestAMomentIsWaitedFor(t *testing.T) {
	dir := t.TempDir()
	path, to := filepath.Join(dir, "f"), filepath.Join(dir, "to")
	for name, do := range map[string]func() error{
		"rename":  func() error { return Rename(path, to) },
		"replace": func() error { return Rename(to, path) },
		"remove":  func() error { return Remove(path) },
	} {
		for _, file := range []string{path, to} {
			if err := os.WriteFile(file, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		f, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		go f.Close()
		if err := do(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestErrorsNameTheFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none")
	_, open := OpenExisting(path)
	for name, err := range map[string]error{"open": open, "rename": Rename(path, path+"2"), "remove": Remove(path)} {
		if !os.IsNotExist(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
