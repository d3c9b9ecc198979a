package main

import (
	"bytes"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"
)

// leaving is a stream whose reader has gone away.
func leaving(t *testing.T) *os.File {
	t.Helper()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	r.Close()
	return w
}

func TestAReaderThatGoesAwaySpoilsNoReport(t *testing.T) {
	got := watsrun(t, func(p *process) { p.stdout = leaving(t) }, "--json", "-", "-e",
		"for i = 1, 100 do print(i) end io.write('x') assert(io.stdout:write('y')) os.execute('echo z') "+submit)
	got.want(t, exitPassed, "WRN nobody reads the output any more", "SN-1  Passed", "delivered to")
	if n := strings.Count(got.stderr, "nobody reads"); n != 1 {
		t.Errorf("said %d times:\n%s", n, got.stderr)
	}
	if docs := watsrun(t, func(p *process) { p.stdout = leaving(t) }, "docs", "--json"); docs.code != exitPassed || docs.stderr != "" {
		t.Errorf("docs ended with %d: %s", docs.code, docs.stderr)
	}
}

func TestAStderrThatGoesAwaySpoilsNoReport(t *testing.T) {
	got := watsrun(t, func(p *process) { p.stderr = leaving(t) }, "-e", "assert(io.stderr:write('x\\n')) assert(io.stderr:write('y\\n')) "+submit+" print('done')")
	if got.want(t, exitPassed); got.stdout != "delivered\ndone\n" {
		t.Errorf("%q", got.stdout)
	}
}

// fullDisk is a stream that takes nothing.
type fullDisk struct{ bytes.Buffer }

// Write is part of io.Writer.
func (*fullDisk) Write([]byte) (int, error) {
	return 0, &fs.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}
}

func TestAFullDiskBehindStdoutIsSaidOnce(t *testing.T) {
	full := func(p *process) { p.stdout = &fullDisk{} }
	got := watsrun(t, full, "-e", "print('x')")
	got.want(t, exitError, "print: cannot write: standard output: "+syscall.ENOSPC.Error())
	if strings.Count(got.stderr, "cannot write") != 1 {
		t.Error(got.stderr)
	}
	watsrun(t, full, "docs").want(t, exitUsage, "error: standard output: "+syscall.ENOSPC.Error())
}
