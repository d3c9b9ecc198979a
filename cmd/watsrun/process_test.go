package main

import (
	"bytes"
	"flag"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

var (
	update = flag.Bool("update", false, "write golden and generated files")
	binary = flag.String("binary", "", "run the examples through this binary")
)

// outcome is what a command line did.
type outcome struct {
	code           int
	stdout, stderr string
}

// testProcess is a process of its own within the test's: folders, environment and streams. home lies in a temporary
// folder.
func testProcess(t testing.TB, args ...string) (*process, *bytes.Buffer, *bytes.Buffer) {
	t.Helper()
	home, out, errs := t.TempDir(), &bytes.Buffer{}, &bytes.Buffer{}
	return &process{
		args: args, dir: home, stdin: strings.NewReader(""), stdout: out, stderr: errs, goos: "linux", now: time.Now,
		environ:  []string{"WATSRUN_STATION=bench-1", "WATSRUN_OUTBOX_DELIVER_TIMEOUT=300ms"}, // a test that wants to wait says so
		hostName: func() (string, error) { return "pc-17", nil },
		home:     func() (string, error) { return home, nil },
		signals:  make(chan os.Signal),
		exit:     func(code int) { t.Errorf("hard stop with %d", code) },
	}, out, errs
}

// watsrun runs a command line within the test's process.
func watsrun(t *testing.T, change func(*process), args ...string) outcome {
	t.Helper()
	p, out, errs := testProcess(t, args...)
	if change != nil {
		change(p)
	}
	code := execute(p)
	return outcome{code, out.String(), errs.String()}
}

func (o outcome) want(t *testing.T, code int, stderr ...string) {
	t.Helper()
	if o.code != code {
		t.Errorf("the exit code is %d, want %d\n%s", o.code, code, o.stderr)
	}
	for _, text := range stderr {
		if !strings.Contains(o.stderr, text) {
			t.Errorf("stderr lacks %q:\n%s", text, o.stderr)
		}
	}
}

func TestFolders(t *testing.T) {
	home := filepath.Join(t.TempDir(), "home", "op")
	for goos, want := range map[string][2]string{
		"linux":   {".local/state/watsrun", ".config/watsrun"},
		"darwin":  {"Library/Application Support/watsrun", "Library/Application Support/watsrun"},
		"windows": {"AppData/Local/watsrun", "AppData/Roaming/watsrun"},
	} {
		p := &process{goos: goos, home: func() (string, error) { return home, nil }}
		state, err := p.stateDir()
		if err != nil || state != filepath.Join(home, filepath.FromSlash(want[0])) {
			t.Errorf("%s: the state folder is %s, %v", goos, state, err)
		}
		if config, _ := p.configDir(); config != filepath.Join(home, filepath.FromSlash(want[1])) {
			t.Errorf("%s: the config folder is %s", goos, config)
		}
	}
	p := &process{goos: "linux", environ: []string{"XDG_STATE_HOME=" + home}}
	if state, _ := p.stateDir(); state != filepath.Join(home, "watsrun") {
		t.Errorf("with XDG_STATE_HOME: %s", state)
	}
	for name, none := range map[string]func() (string, error){
		"without a home":  func() (string, error) { return "", io.EOF },
		"a relative home": func() (string, error) { return "op", nil },
	} {
		p = &process{goos: "linux", home: none}
		if _, err := p.stateDir(); err == nil || !strings.Contains(err.Error(), "set XDG_STATE_HOME") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestColour(t *testing.T) {
	for name, c := range map[string]struct {
		environ  []string
		terminal bool
		want     bool
	}{
		"terminal":      {nil, true, true},
		"pipe":          {nil, false, false},
		"NO_COLOR":      {[]string{"NO_COLOR=1"}, true, false},
		"dumb terminal": {[]string{"TERM=dumb"}, true, false},
	} {
		if got := (&process{environ: c.environ}).colour(c.terminal); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestColourOnATerminalOnly(t *testing.T) {
	plain := watsrun(t, nil, "-e", "error('x')")
	if strings.Contains(plain.stderr, "\x1b[") {
		t.Errorf("escapes on a pipe: %q", plain.stderr)
	}
	coloured := watsrun(t, func(p *process) { p.terminal.stderr = true }, "-e", "error('x')")
	coloured.want(t, exitError, "\x1b[31merror:\x1b[0m", "\x1b[31merror\x1b[0m  -e")
}

// signalWhen sends signals when the script has printed something.
type signalWhen struct {
	bytes.Buffer
	signals chan os.Signal
	send    []os.Signal
}

// Write is part of io.Writer.
func (s *signalWhen) Write(p []byte) (int, error) {
	for _, sig := range s.send {
		s.signals <- sig
	}
	s.send = nil
	return s.Buffer.Write(p)
}

func TestSignalsEndRunsWithCleanUp(t *testing.T) {
	for _, c := range []struct {
		signal os.Signal
		code   int
		text   string
	}{{os.Interrupt, exitInterrupted, "interrupted by the operator"}, {syscall.SIGTERM, exitTerminated, "terminated by the system"}} {
		got := watsrun(t, func(p *process) {
			signals := make(chan os.Signal)
			p.signals, p.stdout = signals, &signalWhen{signals: signals, send: []os.Signal{c.signal}}
		}, "-e", "print('ready') while true do end")
		got.want(t, c.code, c.text, "interrupted  -e")
	}
}

// TestAnInterruptedReportIsSentLater has the operator stop a test whose report the server has not taken yet.
func TestAnInterruptedReportIsSentLater(t *testing.T) {
	got := watsrun(t, func(p *process) {
		signals := make(chan os.Signal)
		p.signals, p.stdout = signals, &signalWhen{signals: signals, send: []os.Signal{os.Interrupt}}
	}, "-e", `local r = wats.report.create_uut_report{operator = "op", part_number = "P", revision = "A", serial_number = "S", operation_type = 10}
print("ready") while true do end`)
	got.want(t, exitInterrupted, "finished as Terminated, queued: watsrun was stopped before it was sent; the next start sends it")
}

func TestTheSecondSignalIsAHardStop(t *testing.T) {
	stopped := make(chan int, 1)
	watsrun(t, func(p *process) {
		signals := make(chan os.Signal)
		p.signals, p.stdout = signals, &signalWhen{signals: signals, send: []os.Signal{os.Interrupt, os.Interrupt}}
		p.exit = func(code int) { stopped <- code }
	}, "-e", "print('ready') while true do end")
	if code := <-stopped; code != exitInterrupted {
		t.Errorf("the process was ended with %d", code)
	}
}

func TestScriptsWhoseTurnDidNotComeAreNamed(t *testing.T) {
	got := watsrun(t, func(p *process) {
		signals := make(chan os.Signal)
		p.signals, p.stdout = signals, &signalWhen{signals: signals, send: []os.Signal{os.Interrupt}}
		write(t, filepath.Join(p.dir, "a.lua"), "print('ready') while true do end")
		write(t, filepath.Join(p.dir, "b.lua"), "print('b')")
	}, "a.lua", "b.lua")
	got.want(t, exitInterrupted, "interrupted  a.lua", "interrupted  b.lua")
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAPanicIsABugWithItsStack(t *testing.T) {
	got := watsrun(t, func(p *process) { p.hostName = func() (string, error) { panic("no host") } }, "station")
	got.want(t, exitBug, "watsrun panicked: no host", "please report it", "process_test.go")
}

func TestAnUnfinishedSummaryLeavesNoFile(t *testing.T) {
	var home string
	got := watsrun(t, func(p *process) {
		home = p.dir
		p.environ = append(p.environ, "WATSRUN_SERVER_TOKEN_FILE=missing")
	}, "--json", "summary.json", "-e", "print(1)")
	got.want(t, exitUsage, "cannot read the token")
	if found, _ := filepath.Glob(filepath.Join(home, "*.json")); len(found) != 0 {
		t.Errorf("left behind: %v", found)
	}
	if found, _ := filepath.Glob(filepath.Join(home, ".watsrun-*")); len(found) != 0 {
		t.Errorf("left behind: %v", found)
	}
}

// TestWithoutAHome: a bare container needs one variable, which the message names.
func TestWithoutAHome(t *testing.T) {
	homeless := func(p *process) { p.home = func() (string, error) { return "", io.EOF } }
	in := func(folder string) func(*process) {
		return func(p *process) { homeless(p); p.goos, p.environ = "linux", []string{"XDG_STATE_HOME=" + folder} }
	}
	watsrun(t, in(""), "-e", "print(1)").want(t, exitUsage, "set XDG_STATE_HOME to a folder that outlives this job")
	watsrun(t, in(t.TempDir()), "-e", submit).want(t, exitPassed, "delivered to the embedded server")
}
