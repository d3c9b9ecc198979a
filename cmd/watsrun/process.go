package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/term"

	"github.com/watsrun/watsrun/internal/config"
	"github.com/watsrun/watsrun/internal/fault"
)

// process is all that watsrun touches of the operating system besides files and sockets.
type process struct {
	args     []string // without the program's name
	environ  []string
	dir      string // the working folder, absolute
	stdin    io.Reader
	stdout   io.Writer
	stderr   io.Writer
	terminal terminal
	goos     string
	hostName func() (string, error)
	home     func() (string, error)
	now      func() time.Time
	signals  <-chan os.Signal
	exit     func(code int) // at once, without clean-up: the operator insists

	interceptor atomic.Pointer[func()]
}

// intercept has the next interrupt call f instead of ending the process, unless release is called first.
func (p *process) intercept(f func()) (release func()) {
	p.interceptor.Store(&f)
	return func() { p.interceptor.Store(nil) }
}

// terminal says which streams are a terminal.
type terminal struct{ stdin, stdout, stderr bool }

func ownProcess(signals <-chan os.Signal) *process {
	dir, err := os.Getwd()
	if err != nil {
		dir = "."
	}
	return &process{
		args: os.Args[1:], environ: os.Environ(), dir: dir,
		stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr,
		terminal: terminal{
			stdin: isTerminal(os.Stdin), stdout: isTerminal(os.Stdout), stderr: isTerminal(os.Stderr) && obeysEscapes(os.Stderr),
		},
		goos: runtime.GOOS, hostName: os.Hostname, home: os.UserHomeDir, now: time.Now, signals: signals, exit: os.Exit,
	}
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// getenv is a variable of the process, "" where it is not set.
func (p *process) getenv(name string) string {
	for i := len(p.environ) - 1; i >= 0; i-- {
		key, value, _ := strings.Cut(p.environ[i], "=")
		if key == name || p.goos == "windows" && strings.EqualFold(key, name) {
			return value
		}
	}
	return ""
}

// abs is a path as seen from the working folder.
func (p *process) abs(path string) string { return config.Absolute(cmp.Or(path, "."), p.dir) }

// colour says whether a stream may be coloured.
func (p *process) colour(isTerminal bool) bool {
	return isTerminal && p.getenv("NO_COLOR") == "" && p.getenv("TERM") != "dumb"
}

// stateDir is the folder of what watsrun keeps: outbox, embedded database, history.
func (p *process) stateDir() (string, error) {
	return p.userDir("XDG_STATE_HOME", ".local/state", "LOCALAPPDATA", "AppData/Local")
}

// configDir is the folder of the user's watsrun.toml.
func (p *process) configDir() (string, error) {
	return p.userDir("XDG_CONFIG_HOME", ".config", "APPDATA", "AppData/Roaming")
}

func (p *process) userDir(unixVar, unixDir, windowsVar, windowsDir string) (string, error) {
	variable, below := unixVar, unixDir
	switch p.goos {
	case "windows":
		variable, below = windowsVar, windowsDir
	case "darwin":
		below = "Library/Application Support"
	}
	if base := p.getenv(variable); filepath.IsAbs(base) {
		return filepath.Join(base, "watsrun"), nil
	}
	home, err := p.home()
	if err == nil && !filepath.IsAbs(home) {
		err = fmt.Errorf("%q is not an absolute path", home) // another folder would be meant wherever watsrun is started
	}
	if err != nil {
		return "", fault.Wrap(fault.Config, err, "there is no home folder to keep reports in").
			WithHint("set %s to a folder that outlives this job, such as a volume of the container", variable)
	}
	return filepath.Join(home, filepath.FromSlash(below), "watsrun"), nil
}

// interruption is the end of the process by a signal; it is the cause of the contexts that it ends.
type interruption struct {
	fault *fault.Error
	code  int
}

// Error is what happened.
func (i *interruption) Error() string { return i.fault.Error() }

// Unwrap gives the fault.
func (i *interruption) Unwrap() error { return i.fault }

func interrupted(s os.Signal) *interruption {
	if s == os.Interrupt {
		return &interruption{fault.New(fault.Canceled, "interrupted by the operator"), exitInterrupted}
	}
	return &interruption{fault.New(fault.Canceled, "terminated by the system"), exitTerminated}
}

// watchSignals ends the context at the first signal, so that runs clean up, and the process at the second.
func (p *process) watchSignals(parent context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(parent)
	done := make(chan struct{})
	go func() {
		var first *interruption
		for {
			select {
			case s := <-p.signals:
				if s == os.Interrupt {
					if f := p.interceptor.Swap(nil); f != nil {
						(*f)()
						continue
					}
				}
				if first != nil {
					p.exit(first.code)
				}
				first = interrupted(s)
				cancel(first)
			case <-done:
				return
			}
		}
	}()
	return ctx, func() { close(done); cancel(nil) }
}

// buildVersion is the version of Go and of this module that the binary was built with.
func buildVersion() (version, goVersion, revision string) {
	version, goVersion = releaseVersion, runtime.Version()
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return version, goVersion, ""
	}
	if v := info.Main.Version; version == "dev" && v != "" && v != "(devel)" {
		version = v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			revision = s.Value
		}
	}
	return version, goVersion, revision
}

// releaseVersion is set by the linker for releases.
var releaseVersion = "dev"
