package main

import (
	"bufio"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	shBlock  = regexp.MustCompile("(?s)```sh\n(.*?)```")
	luaFiles = regexp.MustCompile("(?s)```lua\n-- (\\S+\\.lua)\n(.*?)```")
	shWord   = regexp.MustCompile(`'[^']*'|\S+`)
)

// TestEmbeddedServerGuide runs every example of docs/embedded-server.md. What a command prints stands below it.
func TestEmbeddedServerGuide(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(root, "docs", "embedded-server.md"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := shBlock.FindAllStringSubmatch(string(text), -1)
	if len(blocks) < 5 {
		t.Fatalf("only %d examples found", len(blocks))
	}
	for _, block := range blocks {
		g := guide{T: t, dir: t.TempDir()}
		for _, file := range luaFiles.FindAllStringSubmatch(string(text), -1) {
			write(t, filepath.Join(g.dir, file[1]), file[2])
		}
		for line := range strings.Lines(block[1]) {
			g.line(strings.TrimSpace(line))
		}
		g.stop()
	}
}

// guide runs the lines of one example.
type guide struct {
	*testing.T
	dir     string // where the scripts are, and the database
	url     string // of the server that runs
	stop    func()
	printed string // by the last command
}

// guideURL is where the guide's server listens. The test's takes a free port.
const guideURL = "http://127.0.0.1:8085"

func (g *guide) line(line string) {
	want, isOutput := strings.CutPrefix(line, "# ")
	if isOutput {
		if !strings.Contains(g.printed, want) {
			g.Errorf("%q is not in\n%s", want, g.printed)
		}
		return
	}
	words := shWord.FindAllString(strings.ReplaceAll(line, guideURL, g.url), -1)
	for i := range words {
		words[i] = strings.Trim(words[i], "'")
	}
	switch command := strings.Join(words[:2], " "); {
	case command == "watsrun serve":
		g.serve(words[2 : len(words)-1]...) // the last one is &
	case words[0] == "watsrun":
		out := watsrun(g.T, func(p *process) { p.dir = g.dir }, words[1:]...)
		g.printed = out.stdout + out.stderr
	case words[0] == "curl":
		g.curl(words[1:])
	default:
		g.Errorf("cannot run %q", line)
	}
}

// serve starts watsrun serve within the test's process and waits until it is ready.
func (g *guide) serve(args ...string) {
	g.Helper()
	p, _, errs := testProcess(g.T, append([]string{"serve", "--addr", "127.0.0.1:0", "--db", filepath.Join(g.dir, "server.db")}, args...)...)
	out, in := io.Pipe()
	signals := make(chan os.Signal, 1)
	p.stdout, p.signals = in, signals
	ended := make(chan int, 1)
	go func() { ended <- execute(p); in.Close() }()
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		g.Fatalf("it did not start: %v\n%s", err, errs)
	}
	g.url = strings.TrimSpace(line)
	g.stop = func() {
		signals <- os.Interrupt
		if code := <-ended; code != exitPassed {
			g.Errorf("it ended with %d\n%s", code, errs)
		}
		g.printed = errs.String()
	}
}

func (g *guide) curl(words []string) {
	g.Helper()
	method, body := http.MethodGet, ""
	for len(words) > 1 {
		switch words[0] {
		case "-X":
			method = words[1]
		case "-d":
			body = words[1]
		}
		words = words[2:]
	}
	r, err := http.NewRequestWithContext(g.Context(), method, words[0], strings.NewReader(body))
	if err != nil {
		g.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		g.Fatal(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		g.Fatal(err)
	}
	g.printed = string(data)
}

// TestServeSaysWhichFaultsThereAre from its start to its end, and says nothing of them without any.
func TestServeSaysWhichFaultsThereAre(t *testing.T) {
	for _, c := range []struct{ args, says, silent []string }{
		{nil, []string{"the embedded server is ready"}, []string{"fault"}},
		{
			[]string{"--fault", "GET /api/App/Version: delay 1ms; times=1", "--fault", "PUT *: garble"},
			[]string{
				`faults are injected on purpose rule="GET /api/App/Version: delay 1ms; times=1"`, `faults are injected on purpose rule="PUT *: garble"`,
				`a fault is injected rule="GET /api/App/Version: delay 1ms; times=1" method=GET path=/api/App/Version`,
				`faults that were injected rule="GET /api/App/Version: delay 1ms; times=1" requests=2 faults=1`,
				`faults that were injected rule="PUT *: garble" requests=0 faults=0`,
			},
			[]string{"everybody"},
		},
		{[]string{"--fault-admin"}, []string{"everybody who may call this server may inject faults into it path=/watsrun/faults"}, []string{"on purpose"}},
	} {
		g := guide{T: t, dir: t.TempDir()}
		g.serve(c.args...)
		for range 2 {
			g.curl([]string{g.url + "/api/App/Version"})
		}
		g.stop()
		for _, want := range c.says {
			if !strings.Contains(g.printed, want) {
				t.Errorf("%q: the log lacks %q:\n%s", c.args, want, g.printed)
			}
		}
		for _, not := range c.silent {
			if strings.Contains(g.printed, not) {
				t.Errorf("%q: the log has %q:\n%s", c.args, not, g.printed)
			}
		}
	}
}

// TestServeRefusesRulesThatMakeNoSense before it listens to anybody.
func TestServeRefusesRulesThatMakeNoSense(t *testing.T) {
	for rule, want := range map[string]string{
		"POST /api/Report/WSJF: dorp after": "hint: did you mean drop?",
		"POST /api/Report/WSFJ: drop after": "hint: did you mean POST /api/Report/WSJF?",
	} {
		got := watsrun(t, nil, "serve", "--addr", "127.0.0.1:0", "--fault", rule)
		got.want(t, exitUsage, want)
		if got.stdout != "" {
			t.Errorf("it listened: %s", got.stdout)
		}
	}
	got := watsrun(t, nil, "serve", "--help")
	if !strings.Contains(got.stdout, "drop before|during|after") || !strings.Contains(got.stdout, "times=N") {
		t.Errorf("the help does not explain faults:\n%s", got.stdout)
	}
}

// TestAServerThatHangsStops has a request wait without end when the server is told to stop.
func TestAServerThatHangsStops(t *testing.T) {
	g := guide{T: t, dir: t.TempDir()}
	g.serve("--fault", "*: hang before", "--fault-admin")
	lost := make(chan error, 1)
	go func() {
		answer, err := http.Get(g.url + "/api/App/Version")
		if err == nil {
			answer.Body.Close()
		}
		lost <- err
	}()
	for g.printed = ""; !strings.Contains(g.printed, `"hits":1`); {
		g.curl([]string{g.url + "/watsrun/faults"})
	}
	g.stop()
	if err := <-lost; err == nil {
		t.Error("an answer came")
	}
}
