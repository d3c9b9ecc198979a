package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/watsrun/watsrun/internal/config"
)

// effect is how one setting shows: with it the sign is in what a command says or writes, without it the sign is not.
type effect struct {
	set     []string // variables
	without []string // instead of set; nil for no variables
	file    string   // watsrun.toml, instead of set
	args    []string
	sign    string
	only    bool                                         // the command is not run without the setting
	look    func(t *testing.T, home string) string       // at what the command left behind
	run     func(t *testing.T, env []string) string      // instead of args
	given   func(t *testing.T) (env []string)            // a server, both with and without the setting
	also    func(t *testing.T, e *effect) (env []string) // what set needs to know of files
}

func code(lua string) []string { return []string{"-e", lua} }

// effects says for each setting how it shows.
var effects = map[string]effect{
	"server.url":        {given: nil, also: fakeServer, args: code("print(wats.get_version())"), sign: "token ()"},
	"server.token":      {given: fakeURL, set: []string{"WATSRUN_SERVER_TOKEN=sesame"}, args: code("print(wats.get_version())"), sign: "token (Basic sesame)"},
	"server.token_file": {given: fakeURL, also: tokenFile("WATSRUN_SERVER_TOKEN_FILE"), args: code("print(wats.get_version())"), sign: "token (Basic sesame)"},
	"server.ca_file":    {given: guarded("WATSRUN_SERVER_CERT_FILE", "WATSRUN_SERVER_KEY_FILE"), also: guardedFile("WATSRUN_SERVER_CA_FILE"), args: code("print(wats.get_version())"), sign: "HTTP/2.0 station"},
	"server.cert_file":  {given: guarded("WATSRUN_SERVER_CA_FILE"), also: guardedFile("WATSRUN_SERVER_CERT_FILE", "WATSRUN_SERVER_KEY_FILE"), args: code("print(wats.get_version())"), sign: "HTTP/2.0 station"},
	"server.key_file":   {given: guarded("WATSRUN_SERVER_CA_FILE"), also: guardedFile("WATSRUN_SERVER_CERT_FILE", "WATSRUN_SERVER_KEY_FILE"), args: code("print(wats.get_version())"), sign: "HTTP/2.0 station"},
	"server.timeout":    {given: slowURL, set: []string{"WATSRUN_SERVER_TIMEOUT=20ms"}, args: code("print(wats.get_version())"), sign: "did not answer within 20ms"},

	"resilience.attempt_timeout": {given: slowURL, set: []string{"WATSRUN_RESILIENCE_ATTEMPT_TIMEOUT=20ms"}, args: code("print(wats.get_version())"), sign: "no answer within 20ms"},
	"resilience.retry.enabled":   {given: failingURL, set: append(quickly, "WATSRUN_RESILIENCE_RETRY_ENABLED=true"), without: quickly, args: ask(1, "e.attempts"), sign: "(4)"},
	"resilience.retry.max_retries": {
		given: failingURL, set: append(quickly, retries, "WATSRUN_RESILIENCE_RETRY_MAX_RETRIES=1"), without: append(quickly, retries),
		args: ask(1, "e.attempts"), sign: "(2)",
	},
	"resilience.retry.backoff": {
		given: failingURL, set: []string{retries, "WATSRUN_SERVER_TIMEOUT=1900ms", "WATSRUN_RESILIENCE_RETRY_BACKOFF=0"},
		without: []string{retries, "WATSRUN_SERVER_TIMEOUT=1900ms"}, args: ask(1, "e.attempts"), sign: "(4)",
	},
	"resilience.retry.max_wait": {
		given: failingURL, set: []string{retries, "WATSRUN_SERVER_TIMEOUT=900ms", "WATSRUN_RESILIENCE_RETRY_MAX_WAIT=1ms"},
		without: []string{retries, "WATSRUN_SERVER_TIMEOUT=900ms"}, args: ask(1, "e.attempts"), sign: "(4)",
	},
	"resilience.retry.jitter": {
		given: failingURL, set: append(narrow, "WATSRUN_RESILIENCE_RETRY_JITTER=true"), without: narrow, args: ask(30, "e.attempts > 1"), sign: "(true)",
	},
	"resilience.retry.budget": {
		set: append(quickly, retries, "WATSRUN_RESILIENCE_RETRY_BUDGET=1"), without: append(quickly, retries), run: failTogether, sign: "(40 requests)",
	},
	"resilience.breaker.failures": {given: failingURL, set: []string{"WATSRUN_RESILIENCE_BREAKER_FAILURES=2"}, args: ask(3, "e.kind"), sign: "(circuit_open)"},
	"resilience.breaker.delay":    {given: failingURL, set: []string{"WATSRUN_RESILIENCE_BREAKER_DELAY=77s"}, args: ask(6, "e.hint"), sign: "1m17s"},
	"resilience.limiter.requests": {
		given: failingURL, set: []string{"WATSRUN_RESILIENCE_LIMITER_REQUESTS=1", "WATSRUN_SERVER_TIMEOUT=5s"}, args: ask(2, "e.kind"), sign: "(rate_limited)",
	},
	"resilience.limiter.per": {
		given: failingURL, set: []string{"WATSRUN_RESILIENCE_LIMITER_REQUESTS=1", "WATSRUN_RESILIENCE_LIMITER_PER=1ms"},
		without: []string{"WATSRUN_RESILIENCE_LIMITER_REQUESTS=1"}, args: ask(2, "e.kind"), sign: "(server)",
	},
	"cache.services": {given: countingURL, set: []string{"WATSRUN_CACHE_SERVICES=product"}, args: code(twice), sign: "(1 1)"},
	"cache.age":      {given: countingURL, set: []string{"WATSRUN_CACHE_SERVICES=product", "WATSRUN_CACHE_AGE=0"}, without: []string{"WATSRUN_CACHE_SERVICES=product"}, args: code(twice), sign: "(1 2)"},

	"station.name":           {set: []string{"WATSRUN_STATION=a b"}, args: code("print(station.name)"), sign: "A-B"},
	"station.location":       {set: []string{"WATSRUN_STATION_LOCATION=Oslo"}, args: code("print(station.location)"), sign: "Oslo"},
	"station.purpose":        {set: []string{"WATSRUN_STATION_PURPOSE=Repair"}, args: code("print(station.purpose)"), sign: "Repair"},
	"station.description":    {set: []string{"WATSRUN_STATION_DESCRIPTION=blue"}, args: code("print(station.description)"), sign: "blue"},
	"station.detect":         {set: []string{"WATSRUN_STATION_DETECT=hostname"}, args: code("print(station.name)"), sign: "PC-17"},
	"stations.*.name":        {file: "[stations.bench-1]\nname = 'ict 7'", args: code("print(station.name)"), sign: "ICT-7"},
	"stations.*.location":    {file: "[stations.bench-1]\nlocation = 'Oslo'", args: code("print(station.location)"), sign: "Oslo"},
	"stations.*.purpose":     {file: "[stations.bench-1]\npurpose = 'Repair'", args: code("print(station.purpose)"), sign: "Repair"},
	"stations.*.description": {file: "[stations.bench-1]\ndescription = 'blue'", args: code("print(station.description)"), sign: "blue"},

	"run.jobs":    {set: []string{"WATSRUN_RUN_JOBS=2"}, args: code("log.info('hi')"), sign: "run_id="},
	"run.sandbox": {set: []string{"WATSRUN_RUN_SANDBOX=true"}, args: code("print(pcall(io.open, 'x'))"), sign: "sandbox"},
	"run.strict":  {set: []string{"WATSRUN_RUN_STRICT=true"}, args: code("print(pcall(wats.product.get_product, 'none'))"), sign: "false"},
	"run.correlate_reports": {
		set: []string{"WATSRUN_RUN_CORRELATE_REPORTS=true"}, args: code(submit + `; local r = wats.report.get_report(sent.id); print(#r.misc_infos, r.misc_infos[1] and r.misc_infos[1].description)`),
		sign: "1\tcorrelation_id",
	},
	"run.reuse": {
		set: []string{"WATSRUN_RUN_REUSE=1", "WATSRUN_LOG_LEVEL=debug"}, without: []string{"WATSRUN_LOG_LEVEL=debug"},
		run: discards, sign: "(VMs are replaced)",
	},

	"limits.timeout": {set: []string{"WATSRUN_LIMITS_TIMEOUT=50ms"}, args: code("local t = time.monotonic() while time.monotonic() - t < 1.5 do end"), sign: "time limit of 50ms"},
	"limits.grace": {
		set: []string{"WATSRUN_LIMITS_GRACE=10ms", "WATSRUN_LIMITS_TIMEOUT=20ms"}, without: []string{"WATSRUN_LIMITS_GRACE=11ms", "WATSRUN_LIMITS_TIMEOUT=20ms"},
		run: printForEver, sign: "did not stop within 10ms",
	},
	"limits.memory":        {set: []string{"WATSRUN_LIMITS_MEMORY=4MiB"}, args: code("local t = {} for i = 1, 400000 do t[i] = {i} end time.sleep(0.2) print(#t)"), sign: "memory"},
	"limits.string":        {set: []string{"WATSRUN_LIMITS_STRING=2KiB"}, args: code("print(#('x'):rep(5000))"), sign: "2048"},
	"limits.output":        {set: []string{"WATSRUN_LIMITS_OUTPUT=10"}, args: code("print('more than ten bytes')"), sign: "limit of 10 bytes"},
	"limits.source":        {set: []string{"WATSRUN_LIMITS_SOURCE=10"}, args: code("print('more than ten bytes')"), sign: "10"},
	"limits.source_depth":  {set: []string{"WATSRUN_LIMITS_SOURCE_DEPTH=20"}, args: code("print(" + strings.Repeat("(", 50) + "1" + strings.Repeat(")", 50) + ")"), sign: "too many"},
	"limits.coroutines":    {set: []string{"WATSRUN_LIMITS_COROUTINES=5"}, args: code("local t = {} for i = 1, 20 do t[i] = coroutine.create(function() coroutine.yield() end) coroutine.resume(t[i]) end"), sign: "coroutines"},
	"limits.pattern_steps": {set: []string{"WATSRUN_LIMITS_PATTERN_STEPS=1000"}, args: code("print(('a'):rep(5000):find('.-b'))"), sign: "1000"},

	"outbox.dir":             {set: []string{"WATSRUN_OUTBOX_DIR=box"}, args: code("print(1)"), look: listing, sign: "box"},
	"outbox.max_entries":     {given: failingURL, set: []string{"WATSRUN_OUTBOX_MAX_ENTRIES=1"}, args: code(twoReports), sign: "storage: the outbox is full: 1 reports"},
	"outbox.max_bytes":       {given: failingURL, set: []string{"WATSRUN_OUTBOX_MAX_BYTES=1"}, args: code(twoReports), sign: "storage: the outbox is full: 0 reports"},
	"outbox.max_report":      {given: failingURL, set: []string{"WATSRUN_OUTBOX_MAX_REPORT=10"}, args: code(twoReports), sign: "at most 10 can be sent"},
	"outbox.first_wait":      {set: []string{"WATSRUN_OUTBOX_FIRST_WAIT=1000h", "WATSRUN_OUTBOX_MAX_WAIT=1000h"}, without: []string{"WATSRUN_OUTBOX_MAX_WAIT=1000h"}, run: waits(10 * time.Minute), sign: "(waits long)"},
	"outbox.max_wait":        {set: []string{"WATSRUN_OUTBOX_FIRST_WAIT=1000h", "WATSRUN_OUTBOX_MAX_WAIT=1000h"}, without: []string{"WATSRUN_OUTBOX_FIRST_WAIT=1000h"}, run: waits(6 * time.Minute), sign: "(waits long)"},
	"outbox.deliver_timeout": {set: []string{"WATSRUN_OUTBOX_DELIVER_TIMEOUT=20s"}, run: leftover, sign: "reports that waited in the outbox were delivered"},
	"outbox.health_addr":     {set: []string{"WATSRUN_OUTBOX_HEALTH_ADDR=:0"}, run: healthSeen, sign: "200 OK"},
	"outbox.keep.count":      {set: []string{"WATSRUN_OUTBOX_KEEP_COUNT=0"}, run: copies, sign: "no reports"},
	"outbox.keep.age":        {set: []string{"WATSRUN_OUTBOX_KEEP_AGE=1ns"}, run: copies, sign: "no reports"},
	"journal.enabled":        {set: []string{"WATSRUN_JOURNAL_ENABLED=false"}, args: code(unsubmitted + "error('x')"), sign: "not submitted"},
	"journal.interval":       {set: []string{"WATSRUN_JOURNAL_INTERVAL=10ms"}, without: []string{"WATSRUN_JOURNAL_INTERVAL=1h"}, run: seeJournal, sign: "(written)"},
	"outbox.keep.bytes":      {set: []string{"WATSRUN_OUTBOX_KEEP_BYTES=1"}, run: copies, sign: "no reports"},

	"embedded.db":         {set: []string{"WATSRUN_EMBEDDED_DB=mine.db"}, args: code("wats.get_version()"), look: listing, sign: "mine.db"},
	"embedded.addr":       {set: []string{"WATSRUN_EMBEDDED_ADDR=nonsense"}, args: []string{"serve"}, sign: "HOST:PORT", only: true},
	"embedded.latency":    {set: []string{"WATSRUN_EMBEDDED_LATENCY=200ms"}, args: code("wats.get_version() local t = time.monotonic() wats.get_version() print(time.monotonic() - t >= 0.2 and 'late')"), sign: "late", only: true},
	"embedded.token":      {set: []string{"WATSRUN_EMBEDDED_TOKEN=sesame"}, run: askServe, sign: "401"},
	"embedded.token_file": {also: tokenFile("WATSRUN_EMBEDDED_TOKEN_FILE"), run: askServe, sign: "401"},

	"log.level":  {set: []string{"WATSRUN_LOG_LEVEL=debug"}, args: code("log.debug('deep')"), sign: "deep"},
	"log.format": {set: []string{"WATSRUN_LOG_FORMAT=json"}, args: code("log.info('hi')"), sign: `"msg":"hi"`},
	"log.file":   {set: []string{"WATSRUN_LOG_FILE=logs/w.log"}, args: code("log.info('hi')"), look: content("logs/w.log"), sign: `"msg":"hi"`},
	"log.file_max_size": {
		set: []string{"WATSRUN_LOG_FILE=w.log", "WATSRUN_LOG_FILE_MAX_SIZE=1KiB"}, without: []string{"WATSRUN_LOG_FILE=w.log"},
		args: code(manyLines), look: listing, sign: "w.log.1",
	},
	"log.file_keep": {
		set:     []string{"WATSRUN_LOG_FILE=w.log", "WATSRUN_LOG_FILE_MAX_SIZE=1KiB", "WATSRUN_LOG_FILE_KEEP=9"},
		without: []string{"WATSRUN_LOG_FILE=w.log", "WATSRUN_LOG_FILE_MAX_SIZE=1KiB"}, args: code(manyLines), look: listing, sign: "w.log.6",
	},

	"metrics.addr": {set: []string{"WATSRUN_METRICS_ADDR=:0"}, args: code("print(1)"), sign: "metrics are served"},
}

func TestEverySettingHasAnEffect(t *testing.T) {
	for _, k := range config.Keys() {
		t.Run(k.Name, func(t *testing.T) {
			e, ok := effects[k.Name]
			if !ok {
				t.Fatal("no effect is described")
			}
			var given, with []string
			if e.given != nil {
				given = e.given(t)
			}
			if with = e.set; e.also != nil {
				with = append(with, e.also(t, &e)...)
			}
			if text := e.shows(t, e.file, append(given, with...)); !strings.Contains(text, e.sign) {
				t.Errorf("with the setting there is no %q in:\n%s", e.sign, text)
			}
			if e.only {
				return
			}
			if text := e.shows(t, "", append(given, e.without...)); strings.Contains(text, e.sign) {
				t.Errorf("without the setting there is %q in:\n%s", e.sign, text)
			}
		})
	}
}

// shows runs the command and gives all that can be seen of it.
func (e *effect) shows(t *testing.T, file string, env []string) string {
	t.Helper()
	if e.run != nil {
		return e.run(t, env)
	}
	var home string
	got := watsrun(t, func(p *process) {
		home = p.dir
		p.environ = append(p.environ, env...)
		write(t, filepath.Join(p.dir, config.FileName), file)
	}, e.args...)
	text := got.stdout + got.stderr
	if e.look != nil {
		text += e.look(t, home)
	}
	return text
}

func listing(t *testing.T, home string) string {
	t.Helper()
	entries, err := os.ReadDir(home)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return strings.Join(names, " ")
}

func content(name string) func(*testing.T, string) string {
	return func(_ *testing.T, home string) string {
		data, err := os.ReadFile(filepath.Join(home, name))
		if err != nil {
			return err.Error()
		}
		return string(data)
	}
}

// fakeURL is a server whose version is the authorisation that it was shown.
func fakeURL(t *testing.T) []string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, `"token (`+r.Header.Get("Authorization")+`)"`)
	}))
	t.Cleanup(s.Close)
	return []string{"WATSRUN_SERVER_URL=" + s.URL}
}

func fakeServer(t *testing.T, _ *effect) []string { return fakeURL(t) }

func slowURL(t *testing.T) []string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-r.Context().Done():
		case <-time.After(100 * time.Millisecond):
		}
		_, _ = io.WriteString(w, `"slow"`)
	}))
	t.Cleanup(s.Close)
	return []string{"WATSRUN_SERVER_URL=" + s.URL}
}

// The numbers of the chain that keep tests of it short.
var (
	quickly = []string{"WATSRUN_RESILIENCE_RETRY_MAX_WAIT=1ms"}
	narrow  = []string{retries, "WATSRUN_RESILIENCE_RETRY_MAX_WAIT=1s", "WATSRUN_SERVER_TIMEOUT=900ms", "WATSRUN_RESILIENCE_BREAKER_FAILURES=0"}
)

const retries = "WATSRUN_RESILIENCE_RETRY_ENABLED=true"

// ask calls a server that fails until what is asked of the error is true, at most n times, and prints it.
func ask(n int, what string) []string {
	return code(fmt.Sprintf(`local e
for i = 1, %d do
  e = select(2, wats.try(wats.get_version))
  if %s == true then break end
end
print("(" .. tostring(%s) .. ")")`, n, what, what))
}

func failingURL(t *testing.T) []string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusServiceUnavailable) }))
	t.Cleanup(s.Close)
	return []string{"WATSRUN_SERVER_URL=" + s.URL}
}

// failTogether has ten scripts call a failing server at the same time, and counts the requests.
func failTogether(t *testing.T, env []string) string {
	t.Helper()
	const scripts = 10
	var first sync.WaitGroup
	first.Add(scripts)
	var requests atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if requests.Add(1) <= scripts {
			first.Done()
			first.Wait()
		}
		w.WriteHeader(http.StatusServiceUnavailable)
	}))
	defer s.Close()
	args := []string{"run", "--jobs", strconv.Itoa(scripts)}
	watsrun(t, func(p *process) {
		p.environ = append(p.environ, append(env, "WATSRUN_SERVER_URL="+s.URL, "WATSRUN_RESILIENCE_BREAKER_FAILURES=0", "WATSRUN_RESILIENCE_RETRY_MAX_WAIT=50ms")...)
		write(t, filepath.Join(p.dir, config.FileName), "")
		for i := range scripts {
			name := fmt.Sprintf("s%d.lua", i)
			write(t, filepath.Join(p.dir, name), "pcall(wats.get_version)")
		}
	}, append(args, "s*.lua")...)
	return fmt.Sprintf("(%d requests)", requests.Load())
}

// manyLines writes a log of some ten kilobytes.
const manyLines = `for i = 1, 60 do log.info("a line of the log", {number = i}) end`

// twice asks the same two times and prints the answers.
const twice = `print("(" .. wats.product.get_product("P").name .. " " .. wats.product.get_product("P").name .. ")")`

// countingURL is a server that names products by the number of the request.
func countingURL(t *testing.T) []string {
	t.Helper()
	var n atomic.Int64
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"partNumber":"P","name":"%d"}`, n.Add(1))
	}))
	t.Cleanup(s.Close)
	return []string{"WATSRUN_SERVER_URL=" + s.URL}
}

func tokenFile(variable string) func(*testing.T, *effect) []string {
	return func(t *testing.T, _ *effect) []string {
		file := filepath.Join(t.TempDir(), "token")
		write(t, file, "sesame\n")
		return []string{variable + "=" + file}
	}
}

// certificates are the files that a guarded server of the test wants, by variable.
var certificates map[string]string

// guarded is a server that wants certificates, and those of its files that are given with and without the setting.
func guarded(variables ...string) func(*testing.T) []string {
	return func(t *testing.T) []string {
		ca := newAuthority(t)
		s := guardedServer(t, ca)
		caFile, _ := writePEM(t, ca.cert, ca.key)
		cert, key := certificate(t, ca, "station")
		certFile, keyFile := writePEM(t, cert, key)
		certificates = map[string]string{
			"WATSRUN_SERVER_CA_FILE": string(caFile), "WATSRUN_SERVER_CERT_FILE": string(certFile), "WATSRUN_SERVER_KEY_FILE": string(keyFile),
		}
		return append(guardedFile(variables...)(t, nil), "WATSRUN_SERVER_URL="+s.URL)
	}
}

func guardedFile(variables ...string) func(*testing.T, *effect) []string {
	return func(*testing.T, *effect) []string {
		var env []string
		for _, v := range variables {
			env = append(env, v+"="+certificates[v])
		}
		return env
	}
}

// discards runs two scripts and tells whether VMs were thrown away. They are beside the runs, so that the last may not be counted yet.
func discards(t *testing.T, env []string) string {
	t.Helper()
	got := watsrun(t, func(p *process) { p.environ = append(p.environ, env...) }, "-e", "", "-")
	if !strings.Contains(got.stderr, "Lua VMs") {
		t.Fatal(got.stderr)
	}
	if strings.Contains(got.stderr, "Discarded:0") {
		return got.stderr
	}
	return "(VMs are replaced)"
}

// printForEver runs a script that waits inside Go for a reader of its output who never comes.
func printForEver(t *testing.T, env []string) string {
	t.Helper()
	hold, out := io.Pipe()
	defer hold.Close()
	return watsrun(t, func(p *process) { p.environ, p.stdout = append(p.environ, env...), out }, "-e", "print(1)").stderr
}

// urlSeen asks the server whose address is printed to it, and then interrupts the process.
type urlSeen struct {
	t       *testing.T
	signals chan os.Signal
	answer  *strings.Builder
	path    string
}

// Write is part of io.Writer.
func (u urlSeen) Write(p []byte) (int, error) {
	url := strings.TrimSpace(string(p))
	go func() {
		answer, err := http.Get(url + u.path)
		if err != nil {
			u.t.Error(err)
		} else {
			u.answer.WriteString(answer.Status)
			answer.Body.Close()
		}
		u.signals <- os.Interrupt
	}()
	return len(p), nil
}

// askServe starts watsrun serve, asks it for its version without a token, and stops it.
func askServe(t *testing.T, env []string) string {
	t.Helper()
	u := urlSeen{t, make(chan os.Signal), &strings.Builder{}, "/api/App/Version"}
	got := watsrun(t, func(p *process) {
		p.environ, p.signals, p.stdout = append(p.environ, env...), u.signals, u
	}, "serve", "--addr", "127.0.0.1:0")
	got.want(t, exitPassed, "the embedded server stops")
	return u.answer.String()
}
