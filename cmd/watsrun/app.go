package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"path/filepath"

	"github.com/spf13/pflag"

	"github.com/watsrun/watsrun/internal/config"
	"github.com/watsrun/watsrun/internal/fault"
	"github.com/watsrun/watsrun/internal/logfile"
	"github.com/watsrun/watsrun/internal/observe"
	"github.com/watsrun/watsrun/internal/redact"
	"github.com/watsrun/watsrun/internal/trace"
)

// app is what the commands share: the process, the settings once they are loaded, and what is made of them.
type app struct {
	*process
	flags      map[string]string // settings by key, as flags gave them
	configFile string            // --config
	set        []string          // --set
	quiet      bool

	settings *config.Config
	secrets  *redact.Secrets
	log      *slog.Logger
	tracer   *trace.Tracer
	meters   *meters // nil where nobody asks for metrics
	ui       *ui
	output   *output // stdout
	closers  []io.Closer
	exitCode int
}

func newApp(p *process) *app {
	a := &app{process: p, flags: map[string]string{}, secrets: &redact.Secrets{}}
	a.output = &output{w: p.stdout, name: "standard output"}
	a.stdout = a.output
	stderr := a.secrets.Writer(&output{w: p.stderr, name: "standard error"})
	a.stderr = stderr
	a.closers = append(a.closers, closeFunc(stderr.Flush)) // after all others, which may have something to say
	a.ui = &ui{w: a.stderr, colour: p.colour(p.terminal.stderr)}
	a.log = observe.NewLogger(a.stderr, observe.Options{Color: a.ui.colour})
	return a
}

// close lets go of what the command opened, last opened first.
func (a *app) close() {
	for i := len(a.closers) - 1; i >= 0; i-- {
		if err := a.closers[i].Close(); err != nil {
			a.log.Warn("cannot close cleanly", "error", err)
		}
	}
}

// keyFlag is a flag that sets a configuration key. Its text is checked with all other settings, when they are loaded.
type keyFlag struct {
	key    *config.Key
	values map[string]string
}

// Set is part of pflag.Value.
func (f *keyFlag) Set(text string) error { f.values[f.key.Name] = text; return nil }

// String is part of pflag.Value.
func (f *keyFlag) String() string { return f.values[f.key.Name] }

// Type is part of pflag.Value. "bool" is what it knows as flags without a value.
func (f *keyFlag) Type() string {
	if f.key.Kind == "boolean" {
		return "bool"
	}
	return f.key.Kind
}

// shorthands are the flags that also have a letter.
var shorthands = map[string]string{"jobs": "j"}

// addKeyFlags declares flags for configuration keys.
func (a *app) addKeyFlags(flags *pflag.FlagSet, names ...string) {
	for _, name := range names {
		k := config.KeyByFlag(name)
		usage := k.Doc
		if k.Default != "" {
			usage += " Default: " + k.Default + "."
		}
		f := flags.VarPF(&keyFlag{k, a.flags}, name, shorthands[name], usage)
		if k.Kind == "boolean" {
			f.NoOptDefVal = "true"
		}
	}
}

// load reads the settings. The project file is looked for from the scripts' folders upwards.
func (a *app) load(scriptDirs ...string) error {
	state, err := a.stateDir()
	if err != nil {
		return err
	}
	user, err := a.configDir()
	if err != nil {
		user = "" // without a home there is no user's file
	}
	file := a.configFile
	if file == "" {
		file = a.getenv("WATSRUN_CONFIG")
	}
	if len(scriptDirs) == 0 {
		scriptDirs = []string{a.dir}
	}
	a.settings, err = config.Load(config.Source{
		Dir: a.dir, Scripts: scriptDirs, File: file, UserDir: user, StateDir: state, Environ: a.environ, Flags: a.flags, Set: a.set,
	})
	if err != nil {
		return err
	}
	return a.startLog()
}

// startLog makes the logger that the settings ask for, and says what loading them left to say.
func (a *app) startLog() error {
	a.secrets.Add(a.settings.Server.Token.Reveal())
	a.secrets.Add(a.settings.Embedded.Token.Reveal())
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"} {
		if u, err := url.Parse(a.getenv(name)); err == nil && u.User != nil {
			password, _ := u.User.Password()
			a.secrets.Add(password)
		}
	}
	var level slog.Level
	if err := level.UnmarshalText([]byte(a.settings.Log.Level)); err != nil {
		return fault.Wrap(fault.Bug, err, "log.level")
	}
	file, err := a.openLogFile()
	if err != nil {
		return err
	}
	json := a.settings.Log.Format == "json"
	a.log = observe.NewLogger(a.stderr, observe.Options{
		JSON: json, Level: a.shown(level), Color: a.ui.colour, Identity: level < slog.LevelInfo || a.settings.Run.Jobs > 1,
		File: file, FileLevel: level, Identify: a.identify,
	})
	if json {
		a.ui.log = a.log
	}
	a.ui.debug, a.ui.quiet = level < slog.LevelInfo, a.quiet
	for _, w := range a.settings.Warnings {
		a.log.Warn(w)
	}
	a.startTracing()
	if a.settings.Metrics.Addr != "" {
		a.meters = newMeters(a.now)
	}
	return nil
}

// shown is the least level that stderr shows. --quiet leaves errors alone, unless the same command line names a level.
func (a *app) shown(level slog.Level) slog.Level {
	if a.quiet && !a.settings.OnCommandLine("log.level") {
		return max(level, slog.LevelError)
	}
	return level
}

// identify gives the fields by which a line is found again, besides those of its run.
func (a *app) identify(ctx context.Context) []slog.Attr {
	attrs := stationAttr(ctx)
	if at := trace.From(ctx); at.Sampled {
		attrs = append(attrs, slog.String("trace_id", at.Trace.String()))
	}
	return attrs
}

// openLogFile opens the log file that the settings name; nil for none.
func (a *app) openLogFile() (io.Writer, error) {
	s := a.settings.Log
	if s.File == "" {
		return nil, nil
	}
	if err := os.MkdirAll(filepath.Dir(string(s.File)), 0o755); err != nil {
		return nil, fault.Wrap(fault.Config, err, "cannot make the log file's folder").WithHint("check log.file")
	}
	f, err := logfile.Open(logfile.Options{
		Path: string(s.File), MaxSize: int64(s.FileMaxSize), Keep: s.FileKeep, Trouble: func(missing int, err error) { a.logTrouble(missing, err) },
	})
	if err != nil {
		return nil, fault.Wrap(fault.Config, err, "cannot open the log file").WithHint("check log.file")
	}
	w := a.secrets.Writer(f)
	a.closers = append(a.closers, f, closeFunc(w.Flush))
	return w, nil
}

// logTrouble says on stderr that the log file has gaps. The log itself is what cannot be written to.
func (a *app) logTrouble(missing int, err error) {
	text := fmt.Sprintf("the log file can be written again; %d lines are missing from it", missing)
	if err != nil {
		text = "lines are missing from the log file: " + err.Error()
	}
	fmt.Fprintln(a.stderr, "watsrun: "+text)
}

// readSource reads a script's source, bounded as scripts are.
func (a *app) readSource(r io.Reader) ([]byte, error) {
	limit := int64(a.settings.Limits.Source)
	data, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(data)) > limit {
		return nil, fault.New(fault.Script, "the script is longer than %d bytes", limit).WithHint("raise limits.source")
	}
	return data, err
}

// missing says whether the error is of a file that is not there.
func missing(err error) bool { return errors.Is(err, fs.ErrNotExist) }
