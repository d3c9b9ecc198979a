package logfile

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
)

const writerVariable = "LOGFILE_TEST_WRITER"

// The work of each process in TestManyProcessesLoseNothing.
const (
	writers = 4
	lines   = 500
)

func TestMain(m *testing.M) {
	if name := os.Getenv(writerVariable); name != "" {
		writeMany(os.Args[1], name)
		return
	}
	os.Exit(m.Run())
}

func options(path string) Options { return Options{Path: path, MaxSize: 20_000, Keep: 1000} }

// writeMany writes lines by several goroutines.
func writeMany(path, name string) {
	f, err := Open(options(path))
	if err != nil {
		panic(err)
	}
	defer f.Close()
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for i := range lines {
				if _, err := fmt.Fprintf(f, "%s-%d-%d %s\n", name, w, i, strings.Repeat("x", 100)); err != nil {
					panic(err)
				}
			}
		})
	}
	all.Wait()
}

// read gives the lines of all files, the name of each file with them.
func read(t *testing.T, path string) map[string][]string {
	t.Helper()
	files, err := filepath.Glob(path + "*")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]string{}
	for _, name := range files {
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		for s := bufio.NewScanner(file); s.Scan(); {
			all[filepath.Base(name)] = append(all[filepath.Base(name)], s.Text())
		}
	}
	return all
}

func TestManyProcessesLoseNothing(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.log")
	const processes = 3
	var all sync.WaitGroup
	for p := range processes {
		all.Go(func() {
			cmd := exec.Command(os.Args[0], path)
			cmd.Env = append(os.Environ(), fmt.Sprintf("%s=p%d", writerVariable, p))
			if out, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
		})
	}
	all.Wait()
	seen, files := map[string]bool{}, read(t, path)
	for name, content := range files {
		for _, line := range content {
			if seen[line] || len(line) < 100 {
				t.Errorf("%s has %q twice or in part", name, line)
			}
			seen[line] = true
		}
	}
	if len(seen) != processes*writers*lines || len(files) < 3 {
		t.Errorf("%d lines in %d files", len(seen), len(files))
	}
}

func TestTheOldestFilesAreRemoved(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.log")
	f, err := Open(Options{Path: path, MaxSize: 12, Keep: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, line := range []string{"a", "b", "c", "a line longer than a file may be", "d", "e"} {
		if _, err := fmt.Fprintln(f, line+strings.Repeat("-", 4)); err != nil {
			t.Fatal(err)
		}
	}
	want := "map[w.log:[d---- e----] w.log.1:[a line longer than a file may be----] w.log.2:[c----]]"
	if got := read(t, path); fmt.Sprint(got) != want {
		t.Errorf("%v is not %s", got, want)
	}
}

func TestAFileThatGrowsIsFollowed(t *testing.T) {
	path := filepath.Join(t.TempDir(), "w.log")
	f, err := Open(Options{Path: path})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	fmt.Fprintln(f, "before")
	if err := os.Rename(path, path+".moved"); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(f, "after")
	if got := read(t, path); fmt.Sprint(got) != "map[w.log:[after] w.log.moved:[before]]" {
		t.Errorf("the files are %v", got)
	}
}

func TestTroubleIsToldOnce(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "logs")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	var told []string
	path := filepath.Join(dir, "w.log")
	f, err := Open(Options{Path: path, Trouble: func(missing int, err error) {
		told = append(told, fmt.Sprint(missing, errors.Is(err, os.ErrNotExist)))
	}})
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	fmt.Fprintln(f, "1")
	if err := os.RemoveAll(dir); err != nil {
		t.Skip("this system lets nobody remove an open file")
	}
	fmt.Fprintln(f, "2")
	fmt.Fprint(f, "3\n4\n")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	fmt.Fprintln(f, "5")
	fmt.Fprintln(f, "6")
	if got := fmt.Sprint(told); got != "[0 true 3 false]" {
		t.Errorf("told %s", got)
	}
	if got := read(t, path); fmt.Sprint(got) != "map[w.log:[5 6]]" {
		t.Errorf("the files are %v", got)
	}
}

func TestAFullDiskIsAnError(t *testing.T) {
	f, err := Open(Options{Path: "/dev/full"})
	if err != nil {
		t.Skip("no /dev/full here")
	}
	defer f.Close()
	if _, err := fmt.Fprintln(f, "x"); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("the error is %v", err)
	}
}

func TestOpenTellsWhatIsWrong(t *testing.T) {
	if _, err := Open(Options{Path: filepath.Join(t.TempDir(), "none", "w.log")}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the error is %v", err)
	}
}

func BenchmarkWrite(b *testing.B) {
	for name, size := range map[string]int64{"grows": 0, "set aside": 10 << 20} {
		b.Run(name, func(b *testing.B) {
			f, err := Open(Options{Path: filepath.Join(b.TempDir(), "w.log"), MaxSize: size})
			if err != nil {
				b.Fatal(err)
			}
			defer f.Close()
			line := []byte(strings.Repeat("x", 200) + "\n")
			for b.Loop() {
				f.Write(line)
			}
		})
	}
}
