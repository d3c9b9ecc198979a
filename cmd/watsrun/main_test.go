package main

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"watsrun": main})
}

// TestScripts runs the command lines of testdata/script, each in a folder and a home of its own.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       *update,
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", filepath.Join(e.WorkDir, "home"))
			e.Setenv("XDG_STATE_HOME", filepath.Join(e.WorkDir, "state"))
			e.Setenv("XDG_CONFIG_HOME", filepath.Join(e.WorkDir, "config"))
			e.Setenv("LOCALAPPDATA", filepath.Join(e.WorkDir, "state"))
			e.Setenv("APPDATA", filepath.Join(e.WorkDir, "config"))
			e.Setenv("WATSRUN_STATION", "bench-1")
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exits": exits, "serve": serve, "interrupt": interrupt},
	})
}

// exits runs a command and wants an exit code: exits CODE COMMAND ARG...
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARG...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		failed, ok := errors.AsType[*exec.ExitError](err)
		if !ok {
			ts.Fatalf("%v", err)
		}
		got = failed.ExitCode()
	}
	if got != want {
		ts.Fatalf("%s ended with %d, want %d", strings.Join(args[1:], " "), got, want)
	}
}

// served is a watsrun serve in another process.
type served struct {
	cmd    *exec.Cmd
	stderr strings.Builder
}

var servers = map[*testscript.TestScript]*served{}

// serve starts watsrun serve and sets URL to its address when it is ready: serve ARG...
func serve(ts *testscript.TestScript, neg bool, args []string) {
	s := &served{}
	s.cmd = exec.Command(lookPath(ts, "watsrun"), append([]string{"serve"}, args...)...)
	s.cmd.Dir = ts.Getenv("WORK")
	s.cmd.Env = environ(ts)
	s.cmd.Stderr = &s.stderr
	out, err := s.cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(s.cmd.Start())
	ts.Defer(func() { _ = s.cmd.Process.Kill() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		_ = s.cmd.Wait()
		ts.Fatalf("serve did not start: %v\n%s", err, s.stderr.String())
	}
	ts.Setenv("URL", strings.TrimSpace(line))
	servers[ts] = s
}

// interrupt stops the server as Ctrl-C does and waits for its end.
func interrupt(ts *testscript.TestScript, neg bool, args []string) {
	s := servers[ts]
	ts.Check(s.cmd.Process.Signal(os.Interrupt))
	hang := time.AfterFunc(20*time.Second, func() { _ = s.cmd.Process.Kill() })
	defer hang.Stop()
	if err := s.cmd.Wait(); err != nil {
		ts.Fatalf("serve ended with %v\n%s", err, s.stderr.String())
	}
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
