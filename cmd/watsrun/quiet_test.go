package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestQuietSaysErrorsAlone(t *testing.T) {
	code := submit + " log.warn('careful') log.error('broken')"
	got := watsrun(t, func(p *process) { p.environ = append(p.environ, "WATSRUN_LOG_LEVEL=debug", "WATSRUN_LOG_FILE=w.log") }, "--quiet", "-e", code)
	got.want(t, exitPassed, "ERR broken")
	if strings.Count(got.stderr, "\n") != 1 {
		t.Errorf("not errors alone:\n%s", got.stderr)
	}
	var home string
	watsrun(t, func(p *process) {
		home, p.environ = p.dir, append(p.environ, "WATSRUN_LOG_FILE=w.log")
	}, "--quiet", "-e", code)
	if text, err := os.ReadFile(filepath.Join(home, "w.log")); err != nil || !strings.Contains(string(text), "careful") {
		t.Errorf("the log file: %v %s", err, text)
	}
	for _, level := range [][]string{{"--log-level", "warn"}, {"--set", "log.level=warn"}} {
		watsrun(t, nil, append(level, "--quiet", "-e", code)...).want(t, exitPassed, "WRN careful")
	}
	broken := watsrun(t, nil, "--quiet", "--log-format", "json", "-e", code+" error('x')")
	broken.want(t, exitError, `"msg":"broken"`, `"msg":"x"`)
	if strings.Contains(broken.stderr, "INFO") || strings.Contains(broken.stderr, "WARN") {
		t.Error(broken.stderr)
	}
}
