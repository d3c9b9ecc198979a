package main

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// served is a watsrun serve in another process, one at a time for each script.
type served struct {
	cmd    *exec.Cmd
	stderr strings.Builder
}

// servedKey is where a script keeps its *served.
type servedKey struct{}

func runningServer(ts *testscript.TestScript) *served {
	s := ts.Value(servedKey{}).(*served)
	if s.cmd == nil {
		ts.Fatalf("no server runs: serve starts one")
	}
	return s
}

// serve starts watsrun serve and sets URL to its address when it is ready: serve ARG...
func serve(ts *testscript.TestScript, neg bool, args []string) {
	s := ts.Value(servedKey{}).(*served)
	if neg || s.cmd != nil {
		ts.Fatalf("usage: serve ARG..., when no other server of this script runs")
	}
	cmd := exec.Command(lookPath(ts, "watsrun"), append([]string{"serve"}, args...)...)
	cmd.Dir = ts.Getenv("WORK")
	cmd.Env = environ(ts)
	interruptible(cmd)
	s.stderr.Reset()
	cmd.Stderr = &s.stderr
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	ts.Defer(func() { _ = cmd.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		_ = cmd.Wait()
		ts.Fatalf("serve did not start: %v\n%s", err, s.stderr.String())
	}
	s.cmd = cmd
	ts.Setenv("URL", strings.TrimSpace(line))
}

// interrupt stops the server as Ctrl-C does and waits for its end.
func interrupt(ts *testscript.TestScript, neg bool, args []string) {
	s := runningServer(ts)
	err := endOf(s.cmd)
	s.cmd = nil
	if err != nil {
		ts.Fatalf("serve ended with %v\n%s", err, s.stderr.String())
	}
}

// endOf interrupts a process and waits for it. One that cannot be interrupted, as on Windows without a console, is killed.
func endOf(cmd *exec.Cmd) error {
	if sendInterrupt(cmd) != nil && cmd.Process.Kill() == nil {
		_ = cmd.Wait() // it says that the process was killed
		return nil
	}
	hang := time.AfterFunc(20*time.Second, func() { _ = cmd.Process.Kill() })
	defer hang.Stop()
	return cmd.Wait()
}

// crash kills the server, which cannot do anything about it, and waits for its end.
func crash(ts *testscript.TestScript, neg bool, args []string) {
	s := runningServer(ts)
	ts.Check(s.cmd.Process.Kill())
	_ = s.cmd.Wait() // it says that the process was killed
	s.cmd = nil
}

func lookPath(ts *testscript.TestScript, name string) string {
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		for _, n := range []string{name, name + ".exe"} {
			if path := filepath.Join(dir, n); isFile(path) {
				return path
			}
		}
	}
	ts.Fatalf("%s is not on the PATH", name)
	return ""
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

// environ is what a server needs of the script's environment.
func environ(ts *testscript.TestScript) []string {
	env := []string{"TESTSCRIPT_COMMAND_NAME=watsrun"}
	for _, name := range []string{"PATH", "HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA", "APPDATA", "SYSTEMROOT", "WATSRUN_EMBEDDED_TOKEN"} {
		if v := ts.Getenv(name); v != "" {
			env = append(env, name+"="+v)
		}
	}
	return env
}
