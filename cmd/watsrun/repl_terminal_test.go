//go:build linux

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// pseudoTerminal is a terminal of 80 columns and 24 lines with a process in it.
type pseudoTerminal struct {
	t      *testing.T
	master *os.File
	cmd    *exec.Cmd
	out    chan string // what the process writes, in pieces
	seen   string      // since the last key, without escapes
}

// openTerminal starts watsrun in a terminal.
func openTerminal(t *testing.T, args ...string) *pseudoTerminal {
	t.Helper()
	master, slave := openPseudoTerminal(t)
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	home := t.TempDir()
	write(t, filepath.Join(home, "inputrc"), "set cursor-position-probe off\n") // nobody is here to tell where the cursor is
	x := &pseudoTerminal{t: t, master: master, out: make(chan string)}
	x.cmd = &exec.Cmd{
		Path: exe, Args: append([]string{"watsrun"}, args...), Dir: home, Stdin: slave, Stdout: slave, Stderr: slave,
		Env:         append(os.Environ(), "HOME="+home, "XDG_STATE_HOME=", "XDG_CONFIG_HOME=", "INPUTRC="+filepath.Join(home, "inputrc"), "TERM=xterm-256color"),
		SysProcAttr: &syscall.SysProcAttr{Setsid: true, Setctty: true},
	}
	if err := x.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	slave.Close()
	go x.read()
	return x
}

func openPseudoTerminal(t *testing.T) (master, slave *os.File) {
	t.Helper()
	master, err := os.OpenFile("/dev/ptmx", os.O_RDWR|unix.O_NOCTTY, 0)
	if err != nil {
		t.Skipf("there are no pseudo-terminals here: %v", err)
	}
	t.Cleanup(func() { master.Close() })
	fd := int(master.Fd())
	n, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	if err == nil {
		err = unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0)
	}
	if err == nil {
		err = unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 24, Col: 80})
	}
	if err == nil {
		slave, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", n), os.O_RDWR|unix.O_NOCTTY, 0)
	}
	if err != nil {
		t.Fatal(err)
	}
	return master, slave
}

// read passes on what the process writes.
func (x *pseudoTerminal) read() {
	defer close(x.out)
	buffer := make([]byte, 4096)
	for {
		n, err := x.master.Read(buffer)
		if err != nil {
			return // the process has ended
		}
		x.out <- string(buffer[:n])
	}
}

var escapes = regexp.MustCompile(`\x1b(\[[0-9;?]*[ -/]*[@-~]|[=>])`)

// press types keys and waits until the terminal has shown each of the texts since.
func (x *pseudoTerminal) press(keys string, wants ...string) {
	x.t.Helper()
	if _, err := x.master.WriteString(keys); err != nil {
		x.t.Fatal(err)
	}
	x.seen = ""
	x.await(wants...)
}

func (x *pseudoTerminal) await(wants ...string) {
	x.t.Helper()
	deadline := time.After(20 * time.Second)
	for _, want := range wants {
		for !strings.Contains(escapes.ReplaceAllString(x.seen, ""), want) {
			select {
			case piece, ok := <-x.out:
				if x.seen += piece; !ok {
					x.t.Fatalf("the process ended before %q was shown, but\n%q", want, x.seen)
				}
			case <-deadline:
				_ = x.cmd.Process.Kill()
				x.t.Fatalf("%q is not shown, but\n%q", want, escapes.ReplaceAllString(x.seen, ""))
			}
		}
	}
}

// ends waits for the end of the process and gives its exit code.
func (x *pseudoTerminal) ends() int {
	x.t.Helper()
	for piece := range x.out {
		x.seen += piece
	}
	_ = x.cmd.Wait() // the exit code says it
	return x.cmd.ProcessState.ExitCode()
}

const (
	tab   = "\t"
	enter = "\r"
	ctrlC = "\x03"
)

func TestTabAtATerminal(t *testing.T) {
	x := openTerminal(t, "repl")
	x.await(":help helps", prompt)
	x.press("type(wats.repor", "type(wats.repor")
	x.press(tab, "type(wats.report")
	x.press(".subm", "type(wats.report.subm")
	x.press(tab, "type(wats.report.submit", "submit_report", "Keep a report safe")
	x.press(")", "type(wats.report.submit)")
	x.press(enter, "\"function\"\r\n")
	x.press("time.sle", "time.sle")
	x.press(tab, "time.sleep")
	x.press("(0.001)", "time.sleep(0.001)")
	x.press(enter, "\n"+prompt)
	x.press("wats.product.get_product{str", "get_product{str")
	x.press(tab, "get_product{strict = ")
	x.press(ctrlC, prompt)
	x.press("exit" + enter)
	if code := x.ends(); code != 0 || strings.Contains(x.seen, "error") {
		t.Errorf("exit code %d\n%q", code, x.seen)
	}
}

func TestASessionAtATerminalEndsByOsExit(t *testing.T) {
	x := openTerminal(t, "repl")
	x.await(prompt)
	x.press("local code = 21"+enter, "\n"+prompt)
	x.press("os.exit(code)" + enter)
	if code := x.ends(); code != 21 {
		t.Errorf("exit code %d\n%q", code, x.seen)
	}
}
